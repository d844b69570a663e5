"""How far a maker's share could move at most: no plan that costs so little more lies outside these ranges.

The share is minimised and maximised over all plans of the same volume of the group that cost at most the extra
allowed more than this one. Qualifications and other choices of structure are whole, set-ups and lots are
relaxed, and the ends are the solver's proven bounds: so the range is at least as wide as the true one, which lies
between it and the inner range.
"""

from __future__ import annotations

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
    p: Program, a: Arrays, values: np.ndarray, groups: dict[str, pl.DataFrame], within: tuple[float, ...], seed: int
) -> Iterator[Range]:
    """Outer ranges of each maker's share of each group of finished items, for each extra cost a piece in `within`.

    groups: for each group its columns of making (`col`, `maker`, `quantity`).
    """
    whole = a.integer.copy()
    for name in _RELAXED:
        if p.has(name):
            whole[p[name]["col"].to_numpy()] = False
    for group, rows in groups.items():
        total = float(rows["quantity"].sum())
        cols = rows["col"].to_numpy()
        for maker in sorted(rows["maker"].unique()):
            own = rows.filter(pl.col("maker") == maker)
            share = float(own["quantity"].sum()) / total
            for extra in within:
                allowed = float(a.cost @ (values / a.scale)) + extra * total
                ends = [_end(a, whole, cols, own["col"].to_numpy(), total, allowed, sign, seed) for sign in (1, -1)]
                low, high = min(share, max(0.0, ends[0])), max(share, min(1.0, ends[1]))
                yield Range(f"share:{maker}:{group}", share, extra, low, high, "full")


def _end(
    a: Arrays,
    whole: np.ndarray,
    cols: np.ndarray,
    own: np.ndarray,
    total: float,
    allowed: float,
    sign: int,
    seed: int,
) -> float:
    """Least share (sign 1) or greatest (sign -1) of the columns `own` that is not ruled out."""
    cost = np.zeros(len(a.cost))
    cost[own] = sign * a.scale[own]
    solver = Solver(replace(a, cost=cost, integer=whole, constant=0.0), seed=seed, integer=bool(whole.any()))
    every = np.flatnonzero(a.cost)
    money = a.coin * 1e3
    solver.row(-np.inf, allowed / money, every, (a.cost / money)[every])
    solver.row(total / 1e3, total / 1e3, cols, a.scale[cols] / 1e3)
    answer = solver.run(Watch(), "ranges", gap=1e-3, limit=_PATIENCE)
    return sign * answer.bound / total if np.isfinite(answer.bound) else (0.0 if sign > 0 else 1.0)
