"""How sure a plan is: how far a headline decision can move among plans that cost little more.

Inner ranges: the whole-number choices (qualifications, gates, runs, orders) stay as in the plan, lots may be
split, and the volume of the group is kept. A handicap or a bonus is put on each piece of one maker, the rest
is re-solved, and what that plan costs and its share are recorded. Between such plans and this one every
mixture is a plan too, so the share can move at least as far as the mixture that costs just the extra allowed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.full_ranges import full_ranges
from onshore.planning.program import Arrays, Program
from onshore.planning.rules.award import made
from onshore.planning.solver import Solver, Watch
from onshore.plans import Range

__all__ = ["ranges"]


#: What a plan costs more, and its quantities.
_Push = tuple[float, np.ndarray]
#: Handicaps tried on each piece of a maker, as multiples of the extra cost a piece.
_PUSHES = (10.0, 60.0)
#: A handicap and a bonus.
_SIGNS = (1.0, -1.0)
#: Seconds for one of these re-solves; what it has found by then counts.
_PATIENCE = 8.0
#: What ranges may take after the search and its limit, as a share of the limit, and at least so many seconds.
_MORE, _LEAST = 0.5, 10.0


def ranges(
    p: Program,
    f: Facts,
    arrays: Arrays,
    values: np.ndarray,
    within: tuple[float, ...],
    watch: Watch,
    seed: int,
    *,
    nodes: int | None = None,
    full: bool = False,
) -> tuple[Range, ...]:
    """Ranges of each maker's share of each group of finished items, for each extra cost a piece in `within`: inner
    ones, or those that no plan exceeds. Those not known when the watch is stopped, or the time for them is over, are
    left out.

    nodes: how the search was limited, if not by time; then none of these is by time either.
    """
    pieces = made(p, f).filter(pl.col("group").is_not_null())
    if pieces.is_empty() or not within:
        return ()
    pieces = pieces.with_columns(quantity=pl.Series(values[pieces["col"].to_numpy()]))
    groups = {group: rows for (group,), rows in sorted(pieces.partition_by("group", as_dict=True).items())}
    groups = {group: rows for group, rows in groups.items() if rows["quantity"].sum() > 0}
    if full:
        return tuple(full_ranges(p, arrays, values, groups, within, watch, seed, nodes))
    until = max(watch.limit, watch.seconds) + max(_MORE * watch.limit, _LEAST)
    found: list[Range] = []
    for group, rows in groups.items():
        total = float(rows["quantity"].sum())
        makers = sorted(rows["maker"].unique())
        own = {maker: rows.filter(pl.col("maker") == maker)["col"].to_numpy() for maker in makers}
        share = {maker: float(values[own[maker]].sum()) / total for maker in makers}
        # The largest first, where more than one can have a share at all.
        pushable = sorted(makers, key=lambda maker: -share[maker]) if len(makers) > 1 else []

        def hand(
            sign: float, rows: pl.DataFrame = rows, own: dict[str, np.ndarray] = own, pushable: list[str] = pushable
        ) -> dict[str, list[_Push]]:
            nearby = _Nearby(arrays, values, rows, seed)
            return nearby.all_pushed({maker: own[maker] for maker in pushable}, sign * within[0], watch, until)

        with ThreadPoolExecutor(len(_SIGNS)) as hands:
            pushed = dict(zip(_SIGNS, hands.map(hand, _SIGNS), strict=True))
        plans = [(0.0, values), *(plan for known in pushed.values() for found in known.values() for plan in found)]
        for maker in makers:
            if len(makers) > 1 and not all(pushed[sign][maker] for sign in _SIGNS):
                continue  # nothing is known of how far it can move
            # Every plan says something about every maker: where one can have more, others can have less.
            points = [(cost, float(other[own[maker]].sum()) / total) for cost, other in plans]
            for extra in within:
                low, high = (_reach(points, extra * total, sign) for sign in _SIGNS)
                low, high = min(share[maker], low), max(share[maker], high)
                found.append(Range(f"share:{maker}:{group}", share[maker], extra, low, high, "inner"))
    return tuple(found)


def _reach(points: list[tuple[float, float]], budget: float, sign: float) -> float:
    """Furthest share, down for sign 1 and up for -1, among mixtures of (extra cost, share) points within the budget."""
    best = min(sign * s for c, s in points if c <= budget)
    for c0, s0 in points:
        for c1, s1 in points:
            if c0 <= budget < c1:
                best = min(best, sign * (s0 + (s1 - s0) * (budget - c0) / (c1 - c0)))
    return sign * best


class _Nearby:
    """The program with its choices fixed and the volume of one group kept."""

    def __init__(self, a: Arrays, values: np.ndarray, rows: pl.DataFrame, seed: int) -> None:
        self.a, self.solver = a, Solver(a, seed=seed, integer=False)
        choices = np.flatnonzero(a.integer & (a.upper <= 1.0) & (a.scale == 1.0))
        if len(choices):
            self.solver.bounds(choices, values[choices], values[choices])
        cols = rows["col"].to_numpy()
        total = float(rows["quantity"].sum())
        self.solver.row(total / 1e3, total / 1e3, cols, a.scale[cols] / 1e3)
        self.cost = a.cost / a.scale
        self.spent = float(self.cost @ values)

    def all_pushed(
        self, own: Mapping[str, np.ndarray], handicap: float, watch: Watch, until: float
    ) -> dict[str, list[_Push]]:
        """What comes out for each maker, with the columns that are its own: all are pushed a little before any is
        pushed far, so that a time that is too short leaves out few.
        """
        found: dict[str, list[_Push]] = {maker: [] for maker in own}
        for push in _PUSHES:
            for maker, cols in own.items():
                plan = self.pushed(cols, push * handicap, watch, until)
                found[maker] += [plan] if plan else []
        return found

    def pushed(self, cols: np.ndarray, handicap: float, watch: Watch, until: float) -> _Push | None:
        """Extra cost and quantities if each piece of these columns costs `handicap` more (network currency); None if
        that is not known by `until` (seconds on the watch).
        """
        limit = min(_PATIENCE, until - watch.seconds) if until < math.inf else until
        if limit <= 0 or watch.stopped:
            return None
        cost = self.cost.copy()
        cost[cols] += handicap
        self.solver.costs(cost)
        answer = self.solver.run(watch, "ranges", limit=limit, patient=True)
        if answer.values is None:
            return None
        return max(0.0, float(self.cost @ answer.values) - self.spent), answer.values
