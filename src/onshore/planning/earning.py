"""Which years of schemes pay, given what is sold: one first year a member, and no sales rewarded twice where that is
forbidden. The solver's own gates may be anything between; here they are what its sales make of them, at their best.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import polars as pl

from onshore.planning.program import Program
from onshore.planning.rules.incentive import YEAR

__all__ = ["ordered", "paying", "settled_years"]

Row = dict[str, Any]

_NONE: Final = (0.0, 0.0, 0.0, 0.0)


def settled_years(p: Program, values: np.ndarray) -> pl.DataFrame:
    """The member years of the program with `own` sales of what is made, and what `paying` adds."""
    rows = next(r for r in p.rules if r.rule == "counted_sales")
    others = values.copy()
    others[p["counted_sales"]["col"].to_numpy()] = 0.0
    own = rows.frame.select(rows.keys).with_columns(own=pl.Series(-p.activity(rows, others)))
    years = p["gate"].drop("col").join(own, on=list(YEAR), how="left", maintain_order="left", validate="1:1")
    return paying(
        years.join(ordered(p, values), on=list(YEAR), validate="1:1", maintain_order="left").with_columns(held=0.0)
    )


def ordered(p: Program, values: np.ndarray) -> pl.DataFrame:
    """The member years of the program with what is `ordered` of the investment that each lacks, at most that."""
    years = p["gate"].select(YEAR)
    rows = next((r for r in p.rules if r.rule == "investment_gate"), None)
    if rows is None:
        return years.with_columns(ordered=0.0)
    others = values.copy()
    others[p["gate"]["col"].to_numpy()] = 0.0
    found = rows.frame.select(rows.keys).with_columns(ordered=pl.Series(p.activity(rows, others)))
    return years.join(found, on=list(YEAR), how="left", validate="1:1", maintain_order="left").fill_null(0.0)


def paying(years: pl.DataFrame) -> pl.DataFrame:
    """Adds taken (whether the member's first year is the chosen one), reached, incentive, incentive_on_brand and
    counted (what the perspective counts of it, before share and discount).

    years: as `member_years`, with `own` sales, `ordered` of the investment that is lacking, and `held`: 1 where a gate
    is known to pay. The best choice is the one with most of these, then the one that counts most, then the one that
    brings the company most.
    """
    over = pl.col("own") + pl.col("outside") - pl.col("base")
    invested = pl.col("ordered") >= pl.col("lack") * (1 - 1e-9) - 1e-6
    passes = (pl.col("own") >= pl.col("gate") * (1 - 1e-9) - 1e-6) & invested
    owed = pl.min_horizontal(pl.col("rate") * pl.max_horizontal(over, pl.lit(0.0)), "ceiling")
    on_brand = pl.min_horizontal(owed, pl.col("rate") * pl.col("own"))
    shifted = pl.max_horizontal(pl.lit(0.0), pl.col("own") + pl.col("shift"))
    counted = pl.min_horizontal(pl.col("rate") * shifted, "ceiling")
    rows = years.with_columns(passes=passes, owed=owed, on_brand=on_brand, counted=counted).with_row_index("number")
    rows = rows.with_columns(worth=pl.col("counted") * pl.col("paid"))
    taken, paid = _chosen(rows)
    pays = pl.col("number").is_in(sorted(paid))

    def if_paid(amount: str) -> pl.Expr:
        return pl.when(pays).then(pl.col(amount)).otherwise(0.0)

    return rows.with_columns(
        taken=pl.col("number").is_in(sorted(taken)),
        reached=pays,
        incentive=if_paid("owed"),
        incentive_on_brand=if_paid("on_brand"),
        counted=if_paid("counted"),
    ).drop("number", "passes", "owed", "on_brand", "worth")


def _chosen(rows: pl.DataFrame) -> tuple[set[int], set[int]]:
    """Numbers of the rows whose first year is chosen, and of those that pay."""
    taken: set[int] = set()
    paid: set[int] = set()
    columns = ("number", *YEAR, "item_group", "rate", "no_stacking", "passes", "held", "worth", "owed")
    companies: dict[str, dict[str, dict[str, list[Row]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row in rows.select(columns).iter_rows(named=True):
        companies[row["company"]][row["scheme"]][row["first_year"]].append(row)
    for schemes in companies.values():
        choices = [
            [row for years in choice for row in years]
            for choice in itertools.product(*(firsts.values() for firsts in schemes.values()))
        ]
        best = max(choices, key=lambda choice: _score(_beside(choice)))
        taken |= {row["number"] for row in best}
        paid |= {row["number"] for row in _beside(best)}
    return taken, paid


def _beside(rows: Iterable[Row]) -> list[Row]:
    """The years that pay, of those that pass their gates: of an item group and fiscal year one that forbids another,
    or all that do not. A scheme that has no rate for the year rewards no sales and stands in nobody's way.
    """
    places: dict[tuple[str, str], list[Row]] = defaultdict(list)
    pay: list[Row] = []
    for row in rows:
        if row["passes"] and row["rate"] > 0:
            places[row["fiscal_year"], row["item_group"]].append(row)
        elif row["passes"]:
            pay.append(row)
    for rivals in places.values():
        alone = [[row] for row in rivals if row["no_stacking"]]
        pay += max([[row for row in rivals if not row["no_stacking"]], *alone], key=_score)
    return pay


def _score(rows: Iterable[Row]) -> tuple[float, ...]:
    """What to prefer, in order: years known to pay, what counts, what the company earns, years that pay at all."""
    parts = [(row["held"], row["worth"], row["owed"], 1.0) for row in rows]
    return tuple(sum(part) for part in zip(_NONE, *parts, strict=True))
