"""Structure: which factories are qualified, which lines are built, gates passed, sites, lanes and sources used."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import polars as pl

from onshore.planning.earning import ordered
from onshore.planning.rules.capex_grant import claim
from onshore.planning.rules.incentive import YEAR
from onshore.planning.rules.qualification import as_ordered
from onshore.planning.search.state import INF, Search
from onshore.planning.search.trials import Trials, until
from onshore.planning.solver import Answer, Solver

__all__ = ["structure"]

#: Shares of the time that the program may take, and the trials.
_SHARE, _TRIALS = 0.2, 0.2
#: Rounds of trials.
_ROUNDS = 3


def structure(s: Search) -> tuple[Solver, np.ndarray | None]:
    """The structure of a good plan, lots and set-ups relaxed: the relaxation with the structure fixed, and its plan.

    What is proven here holds for the whole. Its heuristics stop at a plan within the gap; turning each choice over on
    trial is quicker than they are, and finds better ones. So a root that takes long is left for the relaxation,
    rounded: a plan cannot do without either, and that takes a tenth of a minute even if time is up.
    """
    limit, relaxed = _SHARE * s.watch.limit, s.solver(None)
    answer = s.solver(s.structure).run(s.watch, "structure", gap=1.2 * s.gap, limit=limit, nodes=s.nodes)
    s.proven(answer.bound, "structure")
    if answer.values is None:
        answer = _rounded(s)
    if answer.values is None:
        return relaxed, None
    s.fix(relaxed, s.structure, answer.values)
    return relaxed, _turned(s, relaxed, answer.values)


def _turned(s: Search, relaxed: Solver, values: np.ndarray) -> np.ndarray:
    """The plan after turning choices over wherever that pays."""
    cols = np.flatnonzero(s.structure)
    if not len(cols) or s.over():
        return values
    answer = relaxed.run(s.watch, "structure", patient=True, inside=True)
    if answer.values is None:
        return values
    trials, end = Trials(s, "structure", relaxed, cols, np.round(values[cols]), answer), until(s, _TRIALS)
    turns = [np.array([k]) for k in range(len(cols))]
    for _ in range(_ROUNDS):
        former = trials.cost
        if not trials.go([*turns, *_rivals(s, cols)][: s.nodes], until=end):
            break
        if former - trials.cost < 0.02 * s.gap * abs(trials.cost):
            break
    return trials.values


def _rivals(s: Search, cols: np.ndarray) -> list[np.ndarray]:
    """Pairs of choices (places in `cols`) that a row of nothing else ties: where one must be made, turning one over
    alone is no plan.
    """
    place = np.full(len(s.arrays.cost), -1)
    place[cols] = np.arange(len(cols))
    pairs: dict[tuple[int, int], None] = {}
    for _, tied in _ties(s):
        pairs.update(dict.fromkeys(combinations(sorted(place[tied].tolist()), 2)))
    return [np.array(pair) for pair in pairs]


def _ties(s: Search) -> Iterator[tuple[int, np.ndarray]]:
    """Rows of nothing but choices, with their columns."""
    a = s.arrays
    others = np.add.reduceat(~s.structure[a.index], a.start[:-1])
    for row in np.flatnonzero(others == 0).tolist():
        yield row, a.index[a.start[row] : a.start[row + 1]]


def _rounded(s: Search) -> Answer:
    """Nothing was found in time: whatever the relaxation uses at all is used, gates that it passes by more than half
    are passed, and of choices that shut one another out those that it uses most are made.
    """
    relaxed = s.solver(None)
    answer = relaxed.run(s.watch, "structure", patient=True, inside=True)
    s.proven(answer.bound, "structure")
    if answer.values is None:
        return answer
    cols = np.flatnonzero(s.structure)
    gates = s.mask(("gate",), whole=True)
    used = np.where(gates, answer.values > 0.5, answer.values > 1e-3).astype(float)
    _exclude(s, used, answer.values)
    if s.p.has("invest"):
        claim(s.p, used)
    as_ordered(s.p, s.f, used)
    _shut(s, used)
    relaxed.bounds(cols, used[cols], used[cols])
    return relaxed.run(s.watch, "structure", patient=True)


def _exclude(s: Search, used: np.ndarray, shares: np.ndarray) -> None:
    """Of choices that shut one another out, leave those with the greatest shares."""
    a = s.arrays
    for row, tied in _ties(s):
        coefs, most = a.value[a.start[row] : a.start[row + 1]], a.row_upper[row]
        if coefs.min() > 0 and most < INF:
            made = tied[used[tied] > 0]
            made = made[np.argsort(-shares[made], kind="stable")]
            used[made[int(most / coefs.max() + 1e-6) :]] = 0.0


def _shut(s: Search, used: np.ndarray) -> None:
    """Shut the gates that lack investment by what is ordered now."""
    if s.p.has("gate"):
        gates = s.p["gate"].select(*YEAR, "col", "lack").join(ordered(s.p, used), on=list(YEAR), validate="1:1")
        used[gates.filter(pl.col("ordered") < pl.col("lack") * (1 - 1e-9) - 1e-6)["col"].to_numpy()] = 0.0
