"""Tiny networks for tests of the planner: rows of a few words, defaults from the schema.

One brand (kite), two manufacturers (alder, birch) with a plant each, a supplier in China (jade) and a shop. Without other tables a
phone costs 10 at Alder's plant and reaches the shop the same day for nothing; a phone never delivered costs 1,000.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from onshore.network import Network
from onshore.planning import plan, program
from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.routes import Routes
from onshore.plans import Plan
from onshore.schema import NETWORK

__all__ = ["best", "day", "money", "network", "periods", "quantities", "row", "table"]

Row = dict[str, Any]

PLANT = {"site": "alder-plant", "item": "phone"}
BIRCH = {"site": "birch-plant", "item": "phone"}
ROAD = {"origin": "alder-plant", "destination": "shop"}

_BASE: dict[str, list[Row]] = {
    "companies": [
        {"company": "kite", "kind": "brand", "country": "IN"},
        {"company": "alder", "kind": "manufacturer", "country": "IN"},
        {"company": "birch", "kind": "manufacturer", "country": "IN"},
        {"company": "jade", "kind": "supplier", "country": "CN"},
    ],
    "sites": [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "CN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ],
    "items": [
        {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0},
        {"item": "kit", "kind": "component", "duty_class": "kit"},
    ],
    "processes": [PLANT | {"conversion_cost": 10.0}],
    "lanes": [ROAD],
}


def day(text: str) -> dt.date:
    """A date from its text."""
    return dt.date.fromisoformat(text)


def row(base: Row, **changes: Any) -> Row:
    """A row like another, with some cells changed; a trailing underscore frees a Python word (`from_`)."""
    return base | {k.rstrip("_"): v for k, v in changes.items()}


def table(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Rows of a network table with the schema's defaults; dates may be texts."""
    declared = NETWORK[name].columns
    full = []
    for one in rows:
        assert set(one) <= set(declared), (name, set(one) - set(declared))
        cells = {k: one.get(k, c.default) for k, c in declared.items()}
        full.append({k: day(v) if declared[k].dtype == pl.Date and isinstance(v, str) else v for k, v in cells.items()})
    frame = pl.DataFrame(full, infer_schema_length=None) if full else NETWORK[name].empty()
    return frame.select(pl.col(k).cast(c.dtype) for k, c in declared.items())


def periods(*days: int, start: str = "2024-04-01", year: str | None = None) -> list[Row]:
    """Periods p0, p1, ... of these lengths."""
    first, rows = day(start), []
    for k, length in enumerate(days):
        rows.append({"period": f"p{k}", "start": first, "days": length, "fiscal_year": year})
        first += dt.timedelta(days=length)
    return rows


def network(days: Sequence[int] = (10,), settings: Row | None = None, **tables: list[Row]) -> Network:
    """A tiny network: tables given take the place of those of this module.

    days: lengths of the periods p0, p1, ... from 1 April 2024. `demand` may be a list of numbers: phones wanted at the shop, a period each.
    """
    rows = _BASE | {"periods": periods(*days)} | tables
    given = {"name": "tiny", "currency": "INR", "start": day("2024-04-01"), "end_stock_share": 0.0}
    return Network(given | (settings or {}), {name: table(name, r) for name, r in rows.items()})


def wants(*quantities: float, item: str = "phone", market: str = "shop", **cells: Any) -> list[Row]:
    """Demand in p0, p1, ...; None or 0 for none."""
    return [
        {"item": item, "market": market, "period": f"p{k}", "quantity": q} | cells
        for k, q in enumerate(quantities)
        if q
    ]


def best(net: Network, **options: Any) -> Plan:
    """The optimum of a tiny network, proven; `plan` has verified it."""
    done = plan(net, **({"gap": 0.0, "within": ()} | options))
    assert done.status == "optimal"
    assert abs(done.objective - done.bound) <= 1e-6 * max(1.0, abs(done.objective))
    return done


def money(done: Plan) -> dict[str, float]:
    """Terms of money that are not zero, rounded to a millionth."""
    return {k: round(v, 6) for k, v in done.money_by_term.items() if abs(v) > 1e-9}


def quantities(frame: pl.DataFrame, *keys: str, value: str = "quantity") -> dict[Any, float]:
    """Quantities of a plan's table by some of its columns, summed."""
    rows = frame.group_by(keys).agg(pl.col(value).sum()).sort(keys).rows()
    return {r[0] if len(keys) == 1 else r[:-1]: round(r[-1], 6) for r in rows}


def built(net: Network) -> tuple[Program, Facts, Routes]:
    """The program of a network with its facts and routes."""
    return program(net)


def coefficients(p: Program, rule: str) -> dict[tuple[Any, ...], dict[tuple[str, int], float]]:
    """The rows of a rule by their labels: {(block, number in the block): coefficient}, for one piece."""
    owner = {c: (name, k) for name, b in p.blocks.items() for k, c in enumerate(b["col"].to_list())}
    found: dict[tuple[Any, ...], dict[tuple[str, int], float]] = {}
    for rows in p.rules:
        if rows.rule != rule:
            continue
        for k, labels in enumerate(rows.frame.select(rows.keys).iter_rows()):
            unit = {}
            for col, place in owner.items():
                one = np.zeros(p.n_columns)
                one[col] = 1.0
                amount = float(p.activity(rows, one)[k])
                if amount:
                    unit[place] = amount
            found[labels] = unit
    return found
