"""HiGHS behind one small door: arrays in, values and a proven bound out."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from onshore.planning.program import Arrays

__all__ = ["Answer", "Solver", "Watch"]

_QUIET = threading.Lock()

INF = float("inf")
#: HiGHS says "none yet" with numbers beyond this.
_HUGE = 1e300
#: Columns from which a program is large.
_LARGE = 5000
#: Seconds that a large program has to end when it was asked to, and between two looks at whether it was.
_GRACE, _LOOK = 1.0, 0.1
#: highspy reports statuses as enums; these end a search early.
_STOPPED = {
    highspy.HighsModelStatus.kTimeLimit: "time_limit",
    highspy.HighsModelStatus.kIterationLimit: "iteration_limit",
    highspy.HighsModelStatus.kSolutionLimit: "iteration_limit",
    highspy.HighsModelStatus.kInterrupt: "interrupted",
}


@dataclass
class Watch:
    """The clock of a search, who hears of its progress, and whether to stop.

    tell(phase, seconds, objective or None, bound or None) is called as the search goes. under: another watch; what
    stops that stops this one too.
    """

    limit: float = INF
    tell: Callable[[str, float, float | None, float | None], None] | None = None
    stop: bool = False
    bound: float = -INF
    under: Watch | None = None

    def __post_init__(self) -> None:
        self._begin, self._told = time.monotonic(), 0.0
        self.history: list[tuple[float, float | None, float | None]] = []

    @property
    def seconds(self) -> float:
        """Seconds since the watch was started."""
        return time.monotonic() - self._begin

    @property
    def left(self) -> float:
        """Seconds until the limit."""
        return max(0.0, self.limit - self.seconds)

    @property
    def stopped(self) -> bool:
        """Whether somebody asked to stop, here or above."""
        return self.stop or (self.under is not None and self.under.stopped)

    def beat(self, phase: str) -> None:
        """Say that the search is alive, at most once a second."""
        if self.tell and self.seconds - self._told >= 1.0:
            self._told = self.seconds
            self.say(phase)

    def say(self, phase: str) -> None:
        """Tell whoever listens what is done now, with what is known so far."""
        if self.tell:
            _, objective, bound = self.history[-1] if self.history else (0.0, None, None)
            self.tell(phase, self.seconds, objective, bound)

    def note(self, phase: str, objective: float | None, bound: float | None) -> None:
        """Record progress, as plain numbers, and tell whoever listens."""
        objective, bound = (None if amount is None else float(amount) for amount in (objective, bound))
        if not self.history or self.history[-1][1:] != (objective, bound):
            self.history.append((round(self.seconds, 2), objective, bound))
        if self.tell:
            self.tell(phase, self.seconds, objective, bound)


@dataclass(frozen=True)
class Answer:
    """What a run of the solver found. values: quantities, None without a solution; bound: proven for the
    program it ran on.
    """

    status: str
    values: np.ndarray | None
    objective: float
    bound: float


#: What a run that was stopped has to say.
_NOTHING = Answer("interrupted", None, INF, -INF)


@contextmanager
def _quiet() -> Iterator[None]:
    """HiGHS prints a banner when it is made, before any option can be set: keep it off standard output."""
    with _QUIET:
        yield from _redirected()


def _redirected() -> Iterator[None]:
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Solver:
    """One program held in HiGHS; bounds of columns and costs may change between runs."""

    def __init__(self, arrays: Arrays, *, seed: int = 0, integer: bool = True) -> None:
        self.arrays = arrays
        self._asked = (0.0, 0.0)
        with _quiet():
            self.highs: Any = highspy.Highs()
        self._set(output_flag=False, random_seed=seed, threads=1, parallel="off")
        self._whole, self._large = integer and bool(arrays.integer.any()), len(arrays.cost) > _LARGE
        self._deaf = self._whole and self._large
        if self._large:
            self._set(mip_lp_solver="ipm")
        self.highs.passModel(self._model(integer))

    def _set(self, **options: Any) -> None:
        for name, value in options.items():
            self.highs.setOptionValue(name, value)

    def _model(self, integer: bool) -> highspy.HighsLp:
        a, lp = self.arrays, highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(a.cost), len(a.row_lower)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = a.cost / a.coin, np.zeros(len(a.cost)), a.upper
        lp.row_lower_, lp.row_upper_ = a.row_lower, a.row_upper
        lp.offset_ = a.constant / a.coin
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = a.start, a.index, a.value
        if integer:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            lp.integrality_ = [kinds[i] for i in a.integer.astype(int)]
        return lp

    def bounds(self, cols: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> None:
        """Set bounds of columns, in quantities."""
        scale = self.arrays.scale[cols]
        self.highs.changeColsBounds(len(cols), cols.astype(np.int32), lower / scale, upper / scale)

    def row_upper(self, rows: np.ndarray, upper: np.ndarray) -> None:
        """Set upper bounds of rows, in the unit of the rule."""
        scale = self.arrays.row_scale[rows]
        self.highs.changeRowsBounds(len(rows), rows.astype(np.int32), self.arrays.row_lower[rows], upper * scale)

    def row_lower(self, rows: np.ndarray, lower: np.ndarray) -> None:
        """Set lower bounds of rows, in the unit of the rule."""
        scale = self.arrays.row_scale[rows]
        self.highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower * scale, self.arrays.row_upper[rows])

    def row(self, lower: float, upper: float, cols: np.ndarray, coefficients: np.ndarray) -> None:
        """Add a row over columns as the solver holds them: coefficients for scaled quantities."""
        self.highs.addRow(lower, upper, len(cols), cols.astype(np.int32), coefficients)

    def costs(self, cost: np.ndarray) -> None:
        """Set the cost of one piece of every column."""
        n = len(cost)
        self.highs.changeColsCost(n, np.arange(n, dtype=np.int32), cost * self.arrays.scale / self.arrays.coin)

    def start(self, values: np.ndarray) -> None:
        """Offer a solution, in quantities, to begin from."""
        solution = highspy.HighsSolution()
        solution.col_value = list(values / self.arrays.scale)
        self.highs.setSolution(solution)

    def corner(self) -> Any:
        """Where the last run without whole numbers ended, to begin another one there."""
        return self.highs.getBasis()

    def go_to(self, corner: Any) -> None:
        """Begin the next run there."""
        self.highs.setBasis(corner)

    def run(
        self,
        watch: Watch,
        phase: str,
        *,
        gap: float = 1e-9,
        abs_gap: float = 0.0,
        nodes: int | None = None,
        limit: float = INF,
        patient: bool = False,
        inside: bool = False,
        cutoff: float = INF,
        **options: Any,
    ) -> Answer:
        """Solve within the watch's time; `nodes` ends the search reproducibly.

        gap: relative to the objective of this program; abs_gap: in money. patient: may outlast
        the watch, so that a plan half built is finished. limit: seconds for this run, if
        sooner than the watch's.
        inside: without whole numbers, begin with the interior point method, which takes less than half the time of the
        simplex where little is fixed, and twice where much is. cutoff: without whole numbers, stop when the optimum is
        known to be at least this, in money.
        """
        if watch.stopped:
            return _NOTHING
        if not len(self.arrays.cost):  # nothing to decide: HiGHS would call the model empty
            return Answer("optimal", np.zeros(0), self.arrays.constant, self.arrays.constant)
        seconds = limit if patient else min(watch.left, limit)
        self._set(
            mip_rel_gap=gap,
            mip_abs_gap=max(1e-6, abs_gap / self.arrays.coin),
            time_limit=self.highs.getRunTime() + seconds if seconds < INF else INF,
            objective_bound=cutoff / self.arrays.coin,
            solver="ipm" if inside else "simplex" if not self._whole else "choose",
            **options,
        )
        self._asked = (gap, max(1e-6, abs_gap / self.arrays.coin))
        if nodes is not None:
            self._set(mip_max_nodes=nodes)
        self._listen(watch, phase)
        if not self._deaf:
            self.highs.run()
        elif not self._ended(watch):
            return _NOTHING
        return self._answer()

    def _ended(self, watch: Watch) -> bool:
        """Run, and return whether it came to its end: inside the first node of a large program HiGHS does not look up
        for many seconds, so when the watch is stopped it is left alone, to end when it does.
        """
        done: Future[None] = Future()

        def go() -> None:
            try:
                self.highs.run()
                done.set_result(None)
            except BaseException as error:  # whatever it is, it belongs to the caller
                done.set_exception(error)

        threading.Thread(target=go, name="onshore solver").start()
        while not done.done():
            asked = watch.stopped
            wait([done], timeout=_GRACE if asked else _LOOK)
            if asked and not done.done():
                return False
        done.result()
        return True

    def _listen(self, watch: Watch, phase: str) -> None:
        """Hear of the run, and end it on request."""

        def asked(event: Any) -> None:
            if watch.stopped:
                event.data_in.user_interrupt = True
                return
            watch.beat(phase)
            bound = float(event.data_out.mip_dual_bound)
            if math.isfinite(bound) and abs(bound) < _HUGE:
                watch.bound = max(watch.bound, bound * self.arrays.coin)

        for callback in (self.highs.cbMipInterrupt, self.highs.cbSimplexInterrupt, self.highs.cbIpmInterrupt):
            callback.clear()
            callback.subscribe(asked)

    def _answer(self) -> Answer:
        h, status = self.highs, self.highs.getModelStatus()
        info, solution = h.getInfo(), h.getSolution()
        found = info.primal_solution_status == 2
        values = np.asarray(solution.col_value) * self.arrays.scale if found else None
        objective = info.objective_function_value * self.arrays.coin if found else INF
        if self._whole:
            bound = info.mip_dual_bound * self.arrays.coin
        else:
            bound = objective if status == highspy.HighsModelStatus.kOptimal else -INF
        if status == highspy.HighsModelStatus.kOptimal and not found:
            return Answer("unknown", None, INF, -INF)
        if status == highspy.HighsModelStatus.kOptimal:
            # A program that presolve settles leaves HiGHS's dual bound at 0: what "optimal" promises is then the bound.
            promised = objective - max(self._asked[0] * abs(objective), self._asked[1] * self.arrays.coin)
            if not promised - 1e-6 * abs(promised) <= bound <= objective + 1e-6 * abs(objective):
                bound = promised
            return Answer("optimal", values, objective, bound)
        return Answer(_STOPPED.get(status, str(status).rsplit(".k", 1)[-1]), values, objective, bound)
