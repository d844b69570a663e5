"""Trials: whole choices turned over, some at a time, the rest re-solved; what is cheaper stays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from onshore.planning.search.state import INF, Search
from onshore.planning.solver import Answer, Solver

__all__ = ["Trials"]

#: Of the cost: what less is no gain.
_NOTICED = 1e-7


class Trials:
    """A relaxation with some yes-or-no columns fixed, and the best known way to fix them.

    Each trial begins where the best one ended, and is given up as soon as it is known to be no better.
    """

    def __init__(
        self, s: Search, phase: str, solver: Solver, cols: np.ndarray, state: np.ndarray, answer: Answer
    ) -> None:
        assert answer.values is not None
        self.s, self.phase, self.solver, self.cols, self.state = s, phase, solver, cols, state
        self.values, self.cost = answer.values, answer.objective
        self._corner = solver.corner()

    def go(self, trials: Iterable[np.ndarray], *, until: float) -> bool:
        """Turn over each group of columns (places in `cols`) in turn; False if the time (seconds on the watch) ended
        first.
        """
        for some in trials:
            if self.s.watch.seconds > until or self.s.watch.left <= 0 or self.s.watch.stopped:
                return False
            if len(some) == 1 or self.state[some[0]] != self.state[some[1]]:
                self._turn(some)
        return True

    def _turn(self, some: np.ndarray) -> None:
        turned, cols = 1.0 - self.state[some], self.cols[some]
        self.solver.bounds(cols, turned, turned)
        below = self.cost - _NOTICED * abs(self.cost)
        answer = self.solver.run(self.s.watch, self.phase, patient=True, cutoff=below)
        if answer.values is not None and answer.objective < below:
            self.values, self.cost, self.state[some] = answer.values, answer.objective, turned
            self._corner = self.solver.corner()
        else:
            self.solver.bounds(cols, self.state[some], self.state[some])
            self.solver.go_to(self._corner)


def until(s: Search, share: float) -> float:
    """Seconds on the watch when a share of its time from now on is over; never, where nodes are counted."""
    return INF if s.nodes is not None else s.watch.seconds + share * s.watch.limit
