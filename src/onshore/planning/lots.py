"""Whole lots of what is made, from a plan in fractions: round the running total of each way, top of the bill first.

Rounding the running total keeps every way within a lot of what the fractions had made by any day, so little
comes late. Finished items round to the nearest lot that the line's hours allow; what goes into them rounds
up, so that it is there when it is needed.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program

__all__ = ["levels", "spare_capacity", "whole_lots", "whole_orders"]

_NEAR = 1e-2  # of a lot: how far from whole the solver's tolerance can leave a number


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


def whole_lots(p: Program, f: Facts, ways: pl.DataFrame, values: np.ndarray, *, up: bool) -> np.ndarray:
    """Whole-lot quantities for the rows of `ways`, given fractional values of all columns.

    up: never behind the fractions; else to the nearest lot. Line hours, set-ups included, are respected where
    the fractions do.
    """
    rows = ways.join(_room(p, f, values), on=["resource", "t"], how="left", maintain_order="left").with_columns(
        pl.col("room").fill_null(float("inf"))
    )
    lot, hours, most, t = (rows[c].to_numpy() for c in ("lot", "hours", "most", "t"))
    key = rows.select(pl.struct("site", "item", "process", "resource").rank("dense")).to_series().to_numpy()
    lines = rows.select(pl.struct("resource", "t").rank("dense")).to_series().to_numpy()
    x = values[rows["col"].to_numpy()] / lot
    base = np.floor(x + _NEAR)
    room = dict(zip(lines, rows["room"].to_numpy(), strict=True))
    for k in range(len(x)):
        room[lines[k]] -= (base[k] - x[k]) * lot[k] * hours[k]  # hours freed by rounding down
    carry: dict[int, float] = defaultdict(float)
    lots = np.zeros(len(x))
    for k in np.lexsort((key, t)):
        want = x[k] + carry[key[k]]
        target = np.ceil(want - 1e-5) if up else np.floor(want + 0.5)
        if x[k] <= _NEAR and not (up and want > 1e-5):
            target = 0.0
        n = max(base[k], target)
        while n > base[k] and (
            (n - base[k]) * lot[k] * hours[k] > room[lines[k]] + 1e-9 or n * lot[k] > most[k] + 1e-9
        ):
            n -= 1
        room[lines[k]] -= (n - base[k]) * lot[k] * hours[k]
        carry[key[k]] = want - n
        lots[k] = n
    return lots * lot


def _room(p: Program, f: Facts, values: np.ndarray) -> pl.DataFrame:
    """resource, t, room: line hours, overtime included, that the values leave over."""
    parts = [p["make"].select("resource", "t", used=pl.col("hours") * pl.Series(values[p["make"]["col"].to_numpy()]))]
    if p.has("run"):
        runs = pl.Series(values[p["run"]["col"].to_numpy()])
        parts.append(p["run"].select("resource", "t", used=pl.col("setup_hours") * runs))
    used = pl.concat(parts).group_by("resource", "t").agg(pl.col("used").sum())
    lines = f.hours.select("resource", "t", total=pl.col("regular") + pl.col("overtime")).join(
        used, on=["resource", "t"]
    )
    return lines.select("resource", "t", room=pl.max_horizontal(pl.lit(0.0), pl.col("total") - pl.col("used")))


def spare_capacity(p: Program, values: np.ndarray | None) -> dict[int, np.ndarray]:
    """How much of each row of supplier capacity to keep free so that every delivery can be rounded up, by
    place in the list of rules.

    One lot for each way that the values (quantities of all columns) use, or for every way if there are none.
    """
    keys = ["origin", "item", "t"]
    used = p["buy"] if values is None else p["buy"].filter(pl.Series(values[p["buy"]["col"].to_numpy()] > 1e-6))
    lots = used.group_by(keys).agg(pl.col("lot").sum())
    return {
        k: rows.frame.join(lots, on=keys, how="left", maintain_order="left")["lot"].fill_null(0.0).to_numpy()
        for k, rows in enumerate(p.rules)
        if rows.rule == "supplier_capacity"
    }


def whole_orders(p: Program, values: np.ndarray) -> np.ndarray:
    """Whole lots for every column of `buy`: running totals rounded up, and no order below its minimum.

    Needs a capacity with a lot to spare for each way; see `spare_capacity`.
    """
    buy = p["buy"]
    if p.has("order"):
        orders = p["order"].select("origin", "item", "t", "moq", order="col")
        buy = buy.join(orders, on=["origin", "item", "t"], how="left", maintain_order="left")
        moq = buy["moq"].fill_null(0.0).to_numpy()
    else:
        moq = np.zeros(len(buy))
    lot = buy["lot"].to_numpy()
    x = values[buy["col"].to_numpy()] / lot
    way = buy.select(pl.struct("origin", "destination", "mode", "item").rank("dense")).to_series().to_numpy()
    order = buy.select(pl.struct("origin", "item", "t").rank("dense")).to_series().to_numpy()
    carry: dict[int, float] = defaultdict(float)
    total: dict[int, float] = defaultdict(float)
    lots = np.zeros(len(x))
    steps = np.lexsort((way, buy["t"].to_numpy()))
    for k in steps:
        want = x[k] + carry[way[k]]
        lots[k] = max(0.0, np.ceil(want - 1e-4)) if x[k] > 1e-6 else 0.0
        carry[way[k]] = want - lots[k]
        total[order[k]] += lots[k] * lot[k]
    for k in steps:  # raise orders that rounding left below their minimum
        missing = moq[k] - total[order[k]]
        if x[k] > 1e-6 and missing > 1e-6:
            extra = np.ceil(missing / lot[k] - 1e-9)
            lots[k] += extra
            total[order[k]] += extra * lot[k]
    return lots * lot
