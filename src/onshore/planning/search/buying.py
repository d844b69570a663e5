"""Buying: which orders are placed and how many whole lots each brings, production given.

With production fixed the program falls apart by component, and each part is small. Orders come first, lots
relaxed; then the running totals are rounded, so that there is a plan; then lots near the best fractions are
decided in a program for each component.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import polars as pl

from onshore.planning.program import Program
from onshore.planning.search.blocks import Block, blocks
from onshore.planning.search.state import Search, stocks
from onshore.planning.search.totals import whole_totals
from onshore.planning.solver import Answer, Solver

__all__ = ["buying", "components", "spare_capacity", "whole_orders"]

_NEAR = 1e-6  # of a lot: how far below whole a number counts as whole
#: Seconds for the program of a component whose rounding loses little; the dearest has most.
_SHORTEST = 0.3


def buying(s: Search, values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Offer the search a whole plan that makes what `values` makes. Returns it with the fractions it was rounded from,
    if there is anything to buy.
    """
    if not s.p.has("buy"):
        s.better(s.polished(values), "whole lots")
        return None
    solver = s.solver(None)
    s.fix(solver, s.structure | s.runs, values)
    made = np.flatnonzero(s.mask(("make",)))
    solver.bounds(made, values[made], values[made])
    answer = _orders(s, solver, values)
    if answer.values is None:
        return None
    fractions = answer.values
    whole = _rounded(s, solver, fractions)
    if whole is None:
        return None
    s.better(whole, "whole lots")
    return whole, fractions


def _by_component(s: Search, values: np.ndarray) -> Iterator[Block]:
    """What is left when production and claims are fixed, without what ties the components of a plant together."""
    return blocks(s.arrays, s.structure | s.runs | s.made, values, without=s.ties)


def _orders(s: Search, solver: Solver, values: np.ndarray) -> Answer:
    """Which orders are placed: production fixed and lots relaxed, a small program for each component."""
    for part in _by_component(s, values) if s.orders.any() else ():
        orders = s.orders[part.cols]
        if not orders.any():
            continue
        own = Solver(replace(part.arrays, integer=orders), seed=s.seed)
        answer = own.run(s.watch, "orders", gap=1e-6, limit=s.part_limit, nodes=s.nodes, patient=True)
        if answer.values is None:
            return answer
        placed = np.round(answer.values[orders])
        solver.bounds(part.cols[orders], placed, placed)
    return solver.run(s.watch, "orders", patient=True)


def _rounded(s: Search, solver: Solver, fractions: np.ndarray) -> np.ndarray | None:
    """Whole lots by rounding, with a lot of each supplier's capacity to spare for every way of delivery: for the
    ways in use or, if that is too few, for all.
    """
    for ways in (fractions, None):
        for k, spare in spare_capacity(s.p, ways).items():
            rows = s.p.rules[k]
            number = np.arange(rows.first, rows.first + len(rows.frame))
            upper = s.arrays.row_upper[number] / s.arrays.row_scale[number]
            busy = s.p.activity(rows, np.where(s.orders, 0.0, fractions)) > 1e-6
            solver.row_upper(number[busy], upper[busy] - spare[busy])
        answer = solver.run(s.watch, "orders", patient=True)
        if answer.values is not None:
            whole = answer.values.copy()
            whole[s.p["buy"]["col"].to_numpy()] = whole_orders(s.p, answer.values)
            plan = s.polished(whole)
            if plan is not None:
                return plan
    return None


def components(s: Search, whole: np.ndarray, fractions: np.ndarray) -> None:
    """Offer a whole plan with lots within two of the fractions, decided component by component, two at a time, dearest
    rounding first.
    """
    price = s.arrays.cost / s.arrays.scale
    parts = [b for b in _by_component(s, fractions) if s.lots[b.cols].any()]
    losses = [(float(price[b.cols] @ (whole - fractions)[b.cols]), k) for k, b in enumerate(parts)]
    dearest = [(loss, parts[k]) for loss, k in sorted(losses, reverse=True) if loss > 0]

    def solve(loss: float, part: Block) -> np.ndarray | None:
        hurry = s.nodes is None and (s.watch.left < 1.0 or s.found.gap <= s.gap)
        limit = max(_SHORTEST, s.part_limit * loss / dearest[0][0])
        return None if hurry or s.watch.stopped else _near(s, part, fractions[part.cols], loss, limit)

    values = whole.copy()
    with ThreadPoolExecutor(2) as pool:
        for (_, part), answer in zip(dearest, pool.map(lambda x: solve(*x), dearest), strict=True):
            if answer is not None and price[part.cols] @ (answer - values[part.cols]) < 0:
                values[part.cols] = answer
    if (values != whole).any():
        s.better(s.polished(values), "components")


def _near(s: Search, part: Block, fractions: np.ndarray, loss: float, limit: float) -> np.ndarray | None:
    """The best lots of a part from one below to one above the fractions, orders as they are."""
    lots, orders = np.flatnonzero(s.lots[part.cols]), np.flatnonzero(s.orders[part.cols])
    solver, scale = Solver(part.arrays, seed=s.seed), part.arrays.scale[lots]
    x = fractions[lots] / scale
    low, high = np.maximum(0.0, np.floor(x + 1e-6) - 1), np.ceil(x - 1e-6) + 1
    solver.bounds(lots, low * scale, np.minimum(high, np.floor(part.arrays.upper[lots] + 1e-6)) * scale)
    if len(orders):
        placed = np.round(fractions[orders])
        solver.bounds(orders, placed, placed)
    return solver.run(s.watch, "components", gap=0.0, abs_gap=0.1 * loss, nodes=s.nodes, limit=limit).values


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
    """Whole lots for every column of `buy`: running totals rounded place by place, and no order below its minimum.

    Needs a capacity with a lot to spare for each way; see `spare_capacity`.
    """
    buy = p["buy"]
    lot, arrival = buy["lot"].to_numpy(), buy["arrival"].to_numpy()
    x = values[buy["col"].to_numpy()] / lot
    lots = np.maximum(0.0, np.floor(x + _NEAR))
    way = buy.select(pl.struct("origin", "destination", "mode", "item").rank("dense")).to_series().to_numpy()
    used = buy.select("destination", "item", k=pl.int_range(pl.len())).filter(pl.Series(x > _NEAR))
    held = stocks(p, values)
    for place, own in used.group_by("destination", "item", maintain_order=True):
        k = own["k"].to_numpy()
        sums = lots[k]
        whole_totals(x[k], sums, lot[k], way[k], arrival[k], held[place], lambda _: True)
        lots[k] = sums
    if p.has("order"):
        _raise_to_minimum(p, x, lots)
    return lots * lot


def _raise_to_minimum(p: Program, x: np.ndarray, lots: np.ndarray) -> None:
    """Raise orders that rounding left below their minimum, in place."""
    keys = ["origin", "item", "t"]
    buy = p["buy"].join(p["order"].select(*keys, "moq"), on=keys, how="left", maintain_order="left")
    lot, moq = buy["lot"].to_numpy(), buy["moq"].fill_null(0.0).to_numpy()
    order = buy.select(pl.struct(keys).rank("dense")).to_series().to_numpy()
    total = np.bincount(order, lots * lot)
    for k in np.flatnonzero((x > 1e-6) & (moq > 0)):
        missing = moq[k] - total[order[k]]
        if missing > 1e-6:
            extra = np.ceil(missing / lot[k] - 1e-9)
            lots[k] += extra
            total[order[k]] += extra * lot[k]
