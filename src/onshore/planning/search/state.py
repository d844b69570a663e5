"""What a search knows: the program, the best plan so far, what is proven, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.routes import Routes
from onshore.planning.solver import Answer, Solver, Watch

__all__ = ["INF", "Found", "Search", "stocks"]

INF = float("inf")
_LOTS = ("make", "buy")
_RUNS = ("run",)
_ORDERS = ("order",)
#: What is made and when, and what is claimed for it.
_MADE = ("make", "over", "idle", "rise", "fall", "claim", "inside")
#: What ties the components of a plant together when production is fixed: columns, and the rows that do it.
_TYING = ("duty_free",)
_TIES = ("relief_value_addition",)
#: A gap below this is rounding, however small a one is asked for.
_ROUNDING = 1e-9
#: Most seconds for one part of a program that has fallen apart.
_PART = 3.0


@dataclass
class Found:
    """The best plan so far (quantities of all columns), its cost, and what is proven."""

    values: np.ndarray | None
    objective: float
    bound: float
    status: str

    @property
    def gap(self) -> float:
        """(objective − bound) / |objective|."""
        if self.values is None:
            return INF
        return (self.objective - self.bound) / max(abs(self.objective), 1e-9)


class Search:
    """One search over one program."""

    def __init__(
        self, p: Program, f: Facts, r: Routes, watch: Watch, *, gap: float, seed: int, nodes: int | None
    ) -> None:
        self.p, self.f, self.r = p, f, r
        self.watch, self.gap, self.seed, self.nodes = watch, max(gap, _ROUNDING), seed, nodes
        self.arrays = p.arrays()
        self.found, self.idle = Found(None, INF, -INF, "optimal"), INF
        self.prover: Watch | None = None
        self.lots, self.runs, self.orders = (self.mask(names, whole=True) for names in (_LOTS, _RUNS, _ORDERS))
        self.made = self.mask(_MADE)
        self.apart = self.made | self.mask(_TYING)
        self.ties = np.zeros(len(self.arrays.row_lower), dtype=bool)
        for rows in p.rules:
            if rows.rule in _TIES:
                self.ties[rows.first : rows.first + len(rows.frame)] = True
        self.structure = self.arrays.integer & ~self.lots & ~self.runs & ~self.orders

    def mask(self, names: tuple[str, ...], *, whole: bool = False) -> np.ndarray:
        """(columns,) which columns are of these names; whole: only the whole-number ones."""
        mask = np.zeros(len(self.arrays.cost), dtype=bool)
        for name in names:
            if self.p.has(name):
                mask[self.p[name]["col"].to_numpy()] = True
        return mask & self.arrays.integer if whole else mask

    def solver(self, integer: np.ndarray | None) -> Solver:
        """A solver on the whole program in which only the columns of the mask are whole."""
        if integer is None or not integer.any():
            return Solver(self.arrays, seed=self.seed, integer=False)
        return Solver(replace(self.arrays, integer=integer), seed=self.seed)

    def enough(self) -> bool:
        """Whether to stop: the gap is reached, time is up, or somebody asked."""
        if self.prover is not None and self.nodes is None:  # counting nodes, what a thread has proven by now is chance
            self.proven(self.prover.bound, "proving")
        return self.found.gap <= self.gap or self.watch.left <= 0 or self.watch.stopped

    def over(self) -> bool:
        """Whether to stop even before there is a new plan: somebody asked, or time is up and there is one that makes
        something.
        """
        return self.watch.stopped or (self.watch.left <= 0 and self.found.objective < self.idle)

    def cost(self, values: np.ndarray) -> float:
        """What a plan costs, computed here and not taken from a solver."""
        return float(self.arrays.cost @ (values / self.arrays.scale) + self.arrays.constant)

    def better(self, values: np.ndarray | None, phase: str) -> None:
        """Take a plan if it beats the best."""
        if values is None:
            return
        cost = self.cost(values)
        if cost < self.found.objective:
            self.found.values, self.found.objective = values, cost
        self.tell(phase)

    def proven(self, bound: float, phase: str) -> None:
        """Take a bound if it beats the best."""
        if np.isfinite(bound) and bound > self.found.bound:
            self.found.bound = bound
            self.tell(phase)

    def tell(self, phase: str) -> None:
        """Let the listener know."""
        finite = [x if np.isfinite(x) else None for x in (self.found.objective, self.found.bound)]
        self.watch.note(phase, finite[0], finite[1])

    def whole(self) -> None:
        """The solver on the whole program, from the best plan."""
        solver = self.solver(self.arrays.integer)
        if self.found.values is not None:
            solver.start(self.found.values)
        answer = solver.run(self.watch, "search", gap=self.gap, nodes=self.nodes)
        values = None if self._known(answer) else self.polished(answer.values)
        if not self._as_claimed(values, answer):
            # Given a start, HiGHS can call a program that presolve empties optimal at 0: ask again without either.
            answer = self.solver(self.arrays.integer).run(
                self.watch, "search", gap=self.gap, nodes=self.nodes, patient=True, presolve="off"
            )
            values = self.polished(answer.values)
        self.better(values, "search")
        self.proven(answer.bound, "search")
        self.found.status = "optimal" if self.found.gap <= self.gap else answer.status

    def _known(self, answer: Answer) -> bool:
        """Whether a run that was cut off has found nothing better than it began with."""
        begun = self.found.objective - 1e-9 * abs(self.found.objective)
        return answer.status in ("time_limit", "interrupted") and answer.objective >= begun

    def _as_claimed(self, values: np.ndarray | None, answer: Answer) -> bool:
        """Whether the plan made of an answer costs what the solver said, or the solver found none."""
        if answer.values is None or values is None:
            return answer.values is None or self._known(answer)
        cost = self.cost(values)
        return cost <= answer.objective + 1e-5 * max(1.0, abs(answer.objective))

    def polished(self, values: np.ndarray | None) -> np.ndarray | None:
        """Whole numbers rounded and fixed, and the rest re-solved."""
        if values is None:
            return None
        a = self.arrays
        solver = self.solver(None)
        cols = np.flatnonzero(a.integer)
        if len(cols):
            fixed = np.round(values[cols] / a.scale[cols]) * a.scale[cols]
            solver.bounds(cols, fixed, fixed)
        answer = solver.run(Watch(), "polish")
        return answer.values

    def nothing(self) -> np.ndarray:
        """The plan that always exists: nothing is made or bought, everything is short."""
        values = self.polished(np.zeros(len(self.arrays.cost)))
        if values is None:
            raise AssertionError(
                "a network without any activity must have a plan: a rule is hard that should be priced"
            )
        self.idle = self.cost(values)
        return values

    def fix(self, solver: Solver, mask: np.ndarray, values: np.ndarray) -> None:
        """Fix the columns of a mask at whole quantities near the values."""
        cols = np.flatnonzero(mask)
        if len(cols):
            whole = np.round(values[cols])
            solver.bounds(cols, whole, whole)

    @property
    def part_limit(self) -> float:
        """Seconds for one part of a program that has fallen apart."""
        return _PART if self.nodes is None or self.watch.stopped else INF


def stocks(p: Program, values: np.ndarray) -> dict[tuple[object, ...], np.ndarray]:
    """Pieces in stock of every (place, item), by period."""
    held = p["stock"].select("site", "item", "t", held=pl.Series(values[p["stock"]["col"].to_numpy()]))
    places = held.sort("t").group_by("site", "item", maintain_order=True).agg("held")
    return {(site, item): np.array(row) for site, item, row in places.iter_rows()}
