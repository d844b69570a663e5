"""Making: whole lots from a plan in fractions, the structure and the runs given.

Running totals are rounded, top of the bill first, so that what is made is there when it is needed and little is
made before: for a finished item over all its makers, for what goes into it place by place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.rules.investment import standing
from onshore.planning.search.gates import clear_of_gates, solved
from onshore.planning.search.state import Search, stocks
from onshore.planning.search.totals import whole_totals

__all__ = ["levels", "making", "whole_lots"]

_NEAR = 1e-2  # of a lot: how far from whole the solver's tolerance can leave a number


def making(s: Search, values: np.ndarray) -> np.ndarray | None:
    """Whole lots of what is made, level by level of the bill, the rest re-solved after each."""
    solver = s.solver(None)
    s.fix(solver, s.structure | s.runs, values)
    current = clear_of_gates(s, solver, values)
    for depth, ways in enumerate(levels(s.p, s.f, s.r.order)):
        cols = ways["col"].to_numpy()
        lots = whole_lots(s.p, s.f, ways, current, finished=depth == 0)
        solver.bounds(cols, lots, lots)
        answer = solved(s, solver, "lots", current)
        if answer.values is None:
            return None
        current = answer.values
    return current


def levels(p: Program, f: Facts, order: list[str]) -> list[pl.DataFrame]:
    """The ways of making, by level of the bill: finished items first, each level before what goes into it."""
    depth: dict[str, int] = {}
    parents = defaultdict(list)
    for item, component in f.network.boms.select("item", "component").iter_rows():
        parents[component].append(item)
    for item in order:
        depth[item] = max((depth[x] + 1 for x in parents[item]), default=0)
    make = p["make"].with_columns(level=pl.col("item").replace_strict(depth, return_dtype=pl.Int64))
    return [rows for _, rows in sorted(make.partition_by("level", as_dict=True).items())]


def whole_lots(p: Program, f: Facts, ways: pl.DataFrame, values: np.ndarray, *, finished: bool) -> np.ndarray:
    """Whole-lot quantities for the rows of `ways`, given fractional values of all columns.

    finished: all ways of an item may stand in for each other, else only those of a place. Line hours, set-ups
    included, are respected where the fractions do.
    """
    rows = ways.join(_room(p, f, values), on=["resource", "t"], how="left", maintain_order="left").with_columns(
        pl.col("room").fill_null(float("inf"))
    )
    lot, hours, most, made = (rows[c].to_numpy() for c in ("lot", "hours", "most", "made"))
    way = rows.select(pl.struct("site", "item", "process", "resource").rank("dense")).to_series().to_numpy()
    line = rows.select(pl.struct("resource", "t").rank("dense")).to_series().to_numpy()
    x = values[rows["col"].to_numpy()] / lot
    lots = np.floor(x + _NEAR)
    room = dict(zip(line, rows["room"].to_numpy(), strict=True))
    for k in range(len(x)):
        room[line[k]] -= (lots[k] - x[k]) * lot[k] * hours[k]  # hours freed by rounding down

    def take(k: int) -> bool:
        if lot[k] * hours[k] > room[line[k]] + 1e-9 or (lots[k] + 1) * lot[k] > most[k] + 1e-9:
            return False
        room[line[k]] -= lot[k] * hours[k]
        return True

    used = rows.select("item", site=pl.lit("") if finished else pl.col("site"), k=pl.int_range(pl.len()))
    used = used.filter(pl.Series(x > _NEAR))
    held = stocks(p, values)
    for (item, site), own in used.group_by("item", "site", maintain_order=True):
        chosen = own["k"].to_list()
        stock = np.zeros(len(f.horizon)) if finished else held[site, item]
        sums = lots[chosen]
        whole_totals(x[chosen], sums, lot[chosen], way[chosen], made[chosen], stock, _for(chosen, take))
        lots[chosen] = sums
    return lots * lot


def _for(rows: list[int], take: Callable[[int], bool]) -> Callable[[int], bool]:
    return lambda j: take(rows[j])


def _room(p: Program, f: Facts, values: np.ndarray) -> pl.DataFrame:
    """resource, t, room: line hours, overtime included, that the values leave over."""
    parts = [p["make"].select("resource", "t", used=pl.col("hours") * pl.Series(values[p["make"]["col"].to_numpy()]))]
    if p.has("run"):
        runs = pl.Series(values[p["run"]["col"].to_numpy()])
        parts.append(p["run"].select("resource", "t", used=pl.col("setup_hours") * runs))
    used = pl.concat(parts).group_by("resource", "t").agg(pl.col("used").sum())
    lines = standing(p, f, values).join(used, on=["resource", "t"])
    return lines.select("resource", "t", room=pl.max_horizontal(pl.lit(0.0), pl.col("total") - pl.col("used")))
