"""Runs: in which periods each line is set up for each item, the structure given."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from onshore.planning.rules.making import WAY
from onshore.planning.search.gates import solved
from onshore.planning.search.state import Search
from onshore.planning.search.trials import Trials, until
from onshore.planning.solver import Solver

__all__ = ["rounded_runs", "searched_runs"]

#: Loads below which a run is dropped and, counted from a full load, above which it is kept, from sure to doubtful.
_CUTS = np.linspace(0.05, 0.5, 10)
#: Loads between which a run is doubtful.
_DOUBTFUL = (1e-6, 1.5)
#: Shares of the time for turning runs over one by one, and for the program of the doubtful ones.
_TRIALS, _PROGRAM = 0.15, 0.4


class _Loads:
    """The columns of runs in the order of the ways of making, and how loaded a plan makes them."""

    def __init__(self, s: Search) -> None:
        p = s.p
        make = p["make"].join(p["run"].select(*WAY, run="col"), on=WAY, maintain_order="left")
        self.cols, self._made = make["run"].to_numpy(), make["col"].to_numpy()
        self._least = np.maximum(make["minimum_lot"].to_numpy(), make["lot"].to_numpy())

        self._key = list(make.select("site", "item", "process", "resource", "t").iter_rows())
        self._at: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for k, key in enumerate(self._key):
            self._at[key].append(k)

    def beside(self, k: int) -> list[int]:
        """The same run a period before and after, where there is one."""
        *way, t = self._key[k]
        return [j for near in ((*way, t - 1), (*way, t + 1)) for j in self._at.get(near, ())]

    def of(self, values: np.ndarray) -> np.ndarray:
        """Pieces made as a share of the smallest run."""
        return values[self._made] / self._least


def rounded_runs(s: Search, solver: Solver, values: np.ndarray) -> np.ndarray | None:
    """Runs rounded a few at a time, the surest first, and the rest re-solved; then each doubtful one is turned over or
    moved on trial.

    solver: the relaxation with the structure fixed. values: its plan.
    """
    if not s.runs.any():
        return values
    loads = _Loads(s)
    load = loads.of(values)
    on, current = load >= 1.0, values
    for cut in _CUTS:
        on, off = load >= 1.0 - cut, load < cut
        solver.bounds(loads.cols, np.where(on, 1.0, 0.0), np.where(off & ~on, 0.0, 1.0))
        answer = solved(s, solver, "runs", current)
        if answer.values is None:
            return None
        current = answer.values
        load = loads.of(current)
    state = np.where(on, 1.0, 0.0)
    solver.bounds(loads.cols, state, state)
    answer = solved(s, solver, "runs", current)
    if answer.values is None:
        return None
    trials = Trials(s, "runs", solver, loads.cols, state, answer)
    _turned(s, trials, loads, loads.of(values))
    return trials.values


def _turned(s: Search, trials: Trials, loads: _Loads, load: np.ndarray) -> None:
    """Turn doubtful runs over, or move one to the period before or after, wherever that pays."""
    doubtful = np.flatnonzero((load > _DOUBTFUL[0]) & (load < _DOUBTFUL[1]))
    doubtful = doubtful[np.argsort(np.abs(load[doubtful] - 0.5), kind="stable")]
    turns = [np.array([k]) for k in doubtful]
    moves = [np.array([k, other]) for k in doubtful for other in loads.beside(int(k))]
    end = until(s, _TRIALS)
    for some in (turns, turns, moves, turns):
        former = trials.cost
        if not trials.go(some[: s.nodes], until=end):
            break
        if some is not turns and former - trials.cost < 0.02 * s.gap * abs(trials.cost):
            break


def searched_runs(s: Search, values: np.ndarray, rounded: np.ndarray) -> np.ndarray | None:
    """Doubtful runs decided together in a program of their own; None if that is no better than the rounded ones.

    values: the plan with runs relaxed, which says what is doubtful.
    """
    if not s.runs.any():
        return None
    loads, program = _Loads(s), s.solver(s.runs)
    s.fix(program, s.structure, rounded)
    load = np.maximum(loads.of(values), 0.0)
    chosen = loads.of(rounded) > _DOUBTFUL[0]
    on, off = load >= _DOUBTFUL[1], (load <= _DOUBTFUL[0]) & ~chosen
    program.bounds(loads.cols, np.where(on & chosen, 1.0, 0.0), np.where(off, 0.0, 1.0))
    program.start(rounded)
    limit = _PROGRAM * s.watch.limit
    answer = program.run(s.watch, "runs", gap=s.gap / 10, limit=limit, nodes=s.nodes)
    better = answer.values is not None and answer.objective < s.cost(rounded) - 0.02 * s.gap * abs(answer.objective)
    return answer.values if better else None
