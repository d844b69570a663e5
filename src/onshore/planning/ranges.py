"""How sure a plan is: how far a headline decision can move among plans that cost little more.

Inner ranges: the whole-number choices (qualifications, gates, runs, orders) stay as in the plan, lots may be split, total volume of the group is kept, and the
share is pushed down and up within the extra cost. Every plan with those choices is a plan, so the true range is at least this wide.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Arrays, Program
from onshore.planning.rules.award import made
from onshore.planning.solver import Solver, Watch
from onshore.plans import Range

__all__ = ["ranges"]


def ranges(p: Program, f: Facts, arrays: Arrays, values: np.ndarray, within: tuple[float, ...], watch: Watch, seed: int) -> tuple[Range, ...]:
    """Inner ranges of each maker's share of each group of finished items, for each extra cost a piece in `within`."""
    pieces = made(p, f).filter(pl.col("group").is_not_null())
    if pieces.is_empty() or not within:
        return ()
    pieces = pieces.with_columns(quantity=pl.Series(values[pieces["col"].to_numpy()]))
    found: list[Range] = []
    for (group,), rows in pieces.partition_by("group", as_dict=True).items():
        total = rows["quantity"].sum()
        makers = rows.group_by("maker", maintain_order=True).agg(pl.col("quantity").sum()).sort("maker")
        if total <= 0:
            continue
        if len(makers) == 1:
            maker = makers["maker"][0]
            found += [Range(f"share:{maker}:{group}", 1.0, w, 1.0, 1.0, "inner") for w in within]
            continue
        solver = _budgeted(arrays, values, rows, total)
        for maker, quantity in makers.iter_rows():
            push = np.zeros(len(values))
            push[rows.filter(pl.col("maker") == maker)["col"].to_numpy()] = 1.0 / total
            for w in within:
                solver.budget(w * total)
                low, high = (solver.furthest(sign * push, watch) for sign in (1.0, -1.0))
                share = quantity / total
                found.append(Range(f"share:{maker}:{group}", share, w, min(share, low), max(share, -high), "inner"))
    return tuple(found)


class _budgeted:  # noqa: N801 - a small closure with two verbs
    """The program with its choices fixed and two more rows: cost within a budget, volume of the group kept."""

    def __init__(self, a: Arrays, values: np.ndarray, rows: pl.DataFrame, total: float) -> None:
        self.solver = Solver(a, integer=False)
        binary = np.flatnonzero(a.integer & (a.upper <= 1.0) & (a.scale == 1.0))
        self.solver.bounds(binary, values[binary], values[binary])
        highs, self.a = self.solver.highs, a
        cols = rows["col"].to_numpy().astype(np.int32)
        weight = a.scale[cols] / 1e3
        highs.addRow(total / 1e3, total / 1e3, len(cols), cols, weight)
        priced = np.flatnonzero(a.cost).astype(np.int32)
        self.unit = a.coin * 1e3
        self.spent = float(a.cost @ (values / a.scale))
        highs.addRow(-np.inf, self.spent / self.unit, len(priced), priced, a.cost[priced] / self.unit)
        self.row = len(a.row_lower) + 1

    def budget(self, extra: float) -> None:
        """Allow this much more than the plan costs; network currency."""
        self.solver.highs.changeRowBounds(self.row, -np.inf, (self.spent + extra) / self.unit)

    def furthest(self, cost: np.ndarray, watch: Watch) -> float:
        """Least value of a linear measure of the columns."""
        self.solver.costs(cost * self.a.coin * 1e3)
        answer = self.solver.run(watch, "ranges")
        if answer.values is None:
            return float("inf")
        return float(cost @ answer.values)
