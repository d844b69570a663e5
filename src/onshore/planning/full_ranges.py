"""How far a maker's share could move at most: no plan that costs so little more lies outside these ranges.

The share is minimised and maximised over all plans of the same volume of the group that cost at most the extra
allowed more than this one. Qualifications and other choices of structure are whole, set-ups and lots are
relaxed, and the ends are the solver's proven bounds: so the range is at least as wide as the true one, which lies
between it and the inner range.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from onshore.planning.program import Arrays, Program
from onshore.planning.solver import Solver, Watch
from onshore.plans import Range

__all__ = ["full_ranges"]

#: Whole-number columns that are relaxed.
_RELAXED = ("make", "buy", "run", "order")
#: Seconds for one end of a range.
_PATIENCE = 30.0


def full_ranges(
    p: Program,
    a: Arrays,
    values: np.ndarray,
    groups: dict[str, pl.DataFrame],
    within: tuple[float, ...],
    watch: Watch,
    seed: int,
    nodes: int | None = None,
) -> Iterator[Range]:
    """Outer ranges of each maker's share of each group of finished items, for each extra cost a piece in `within`,
    until the watch is stopped.

    groups: for each group its columns of making (`col`, `maker`, `quantity`). nodes: end the search for an end of a
    range, instead of seconds.
    """
    whole = a.integer.copy()
    for name in _RELAXED:
        if p.has(name):
            whole[p[name]["col"].to_numpy()] = False
    spent = float(a.cost @ (values / a.scale))
    for group, rows in groups.items():
        total = float(rows["quantity"].sum())
        for extra in within:
            ends = [
                _Ends(a, mask, rows["col"].to_numpy(), total, spent + extra * total, seed) for mask in (None, whole)
            ]
            for maker in sorted(rows["maker"].unique()):
                own = rows.filter(pl.col("maker") == maker)
                cols, share = own["col"].to_numpy(), float(own["quantity"].sum()) / total
                low = max(end.of(cols, 1, watch, nodes) for end in ends)
                high = -max(end.of(cols, -1, watch, nodes) for end in ends)
                if watch.stopped:
                    return
                yield Range(f"share:{maker}:{group}", share, extra, min(share, low), max(share, high), "full")


class _Ends:
    """All plans of one volume of a group that cost at most so much, structure whole (mask) or relaxed (None)."""

    def __init__(
        self, a: Arrays, whole: np.ndarray | None, cols: np.ndarray, total: float, allowed: float, seed: int
    ) -> None:
        self.a, self.total = a, total
        integer = whole is not None and bool(whole.any())
        arrays = replace(a, integer=whole, constant=0.0) if whole is not None else replace(a, constant=0.0)
        self.solver = Solver(arrays, seed=seed, integer=integer)
        every, money = np.flatnonzero(a.cost), a.coin * 1e3
        self.solver.row(-np.inf, allowed / money, every, (a.cost / money)[every])
        self.solver.row(total / 1e3, total / 1e3, cols, a.scale[cols] / 1e3)

    def of(self, own: np.ndarray, sign: int, watch: Watch, nodes: int | None) -> float:
        """Proven bound below sign * share of the columns `own`."""
        cost = np.zeros(len(self.a.cost))
        cost[own] = sign
        self.solver.costs(cost)
        limit = _PATIENCE if nodes is None else math.inf
        answer = self.solver.run(watch, "ranges", gap=1e-3, limit=limit, nodes=nodes, patient=True)
        return max(float(answer.bound) / self.total, min(0.0, float(sign)))
