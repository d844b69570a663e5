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
from onshore.planning.search.gates import solved
from onshore.planning.search.state import INF, Search
from onshore.planning.search.trials import Trials, until
from onshore.planning.solver import Answer, Solver

__all__ = ["structure"]

#: Shares of the time that the program may take, and the trials.
_SHARE, _TRIALS = 0.2, 0.2
#: Of the program's time: a relaxation that takes longer leaves it too little to get past its root.
_QUICK = 0.1
#: Rounds of trials.
_ROUNDS = 3
_NOT_FOUND = Answer("skipped", None, INF, -INF)


def structure(s: Search) -> tuple[Solver, np.ndarray | None]:
    """The structure of a good plan, lots and set-ups relaxed: the relaxation with the structure fixed, and its plan.

    What is proven here holds for the whole. The solver's heuristics stop at a plan within the gap; turning each choice
    over on trial is quicker than they are, and finds better ones. So where the relaxation alone takes long it is
    rounded instead: a plan cannot do without it, even if time is up.
    """
    limit, relaxed, begin = _SHARE * s.watch.limit, s.solver(None), s.watch.seconds
    answer = relaxed.run(s.watch, "structure", patient=True, inside=True)
    s.proven(answer.bound, "structure")
    if answer.values is None:
        return relaxed, None
    fractions, made = answer.values, _NOT_FOUND
    if s.watch.seconds - begin < _QUICK * limit:
        made = s.solver(s.structure).run(s.watch, "structure", gap=1.2 * s.gap, limit=limit, nodes=s.nodes)
        s.proven(made.bound, "structure")
    if made.status != "optimal":
        answer = _with(s, relaxed, _rounded(s, fractions))
    if made.values is not None and (made.status == "optimal" or made.objective < answer.objective):
        answer = _with(s, relaxed, made.values)
    return relaxed, None if answer.values is None else _turned(s, relaxed, answer, fractions)


def _with(s: Search, relaxed: Solver, values: np.ndarray) -> Answer:
    """The relaxation with the structure of some values."""
    s.fix(relaxed, s.structure, values)
    return solved(s, relaxed, "structure", values)


def _turned(s: Search, relaxed: Solver, answer: Answer, fractions: np.ndarray) -> np.ndarray:
    """The plan after turning choices over wherever that pays, those first that the relaxation leaves most open."""
    assert answer.values is not None
    cols = np.flatnonzero(s.structure)
    if not len(cols) or s.over():
        return answer.values
    trials, end = Trials(s, "structure", relaxed, cols, np.round(answer.values[cols]), answer), until(s, _TRIALS)
    doubt = np.minimum(fractions[cols], 1.0 - fractions[cols])
    turns = [np.array([k]) for k in np.argsort(-doubt, kind="stable")]
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


def _rounded(s: Search, values: np.ndarray) -> np.ndarray:
    """A structure from a plan in fractions: whatever it uses at all is used, gates that it passes by more than half are
    passed, and of choices that shut one another out those that it uses most are made.
    """
    gates = s.mask(("gate",), whole=True)
    used = np.where(gates, values > 0.5, values > 1e-3).astype(float)
    _exclude(s, used, values)
    if s.p.has("invest"):
        claim(s.p, used)
    as_ordered(s.p, s.f, used)
    _shut(s, used)
    return used


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
