"""The search for a good plan and for a bound on all plans.

Small programs go to the solver whole. Larger ones are taken apart by what their decisions are about, most
far-reaching first:

1. structure (qualifications, gates, sites, lanes, sources): a mixed-integer program in which lots and set-ups
   are relaxed;
2. runs (set-ups, minimum lots): rounded, then the doubtful ones decided together;
3. lots of what is made: running totals rounded, finished items first;
4. what is left falls apart by component: one small program each, two at a time.

Meanwhile a second thread lets the solver strengthen the relaxation of the whole program with cuts. The bound
is the best that was proven on any relaxation of the whole; nothing found in a part enters it. If the gap
asked for is not reached, the solver goes on from the best plan until the limit.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from onshore.planning.blocks import Block, blocks, in_pieces
from onshore.planning.facts import Facts
from onshore.planning.lots import levels, spare_capacity, whole_lots, whole_orders
from onshore.planning.program import Program
from onshore.planning.routes import Routes
from onshore.planning.solver import Answer, Solver, Watch

__all__ = ["Found", "search"]

INF = float("inf")
#: Programs with at most this many whole-number columns go to the solver whole.
_SMALL = 1500
_LOTS = ("make", "buy")
_RUNS = ("run",)
_ORDERS = ("order",)
#: Most seconds for one part of a program that has fallen apart.
_PART = 6.0


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
        self.watch, self.gap, self.seed, self.nodes = watch, gap, seed, nodes
        self.arrays = p.arrays()
        self.found = Found(None, INF, -INF, "optimal")
        self._prover: Watch | None = None
        self.lots, self.runs, self.orders = (self._mask(names) for names in (_LOTS, _RUNS, _ORDERS))
        self.structure = self.arrays.integer & ~self.lots & ~self.runs & ~self.orders

    def _mask(self, names: tuple[str, ...]) -> np.ndarray:
        mask = np.zeros(len(self.arrays.cost), dtype=bool)
        for name in names:
            if self.p.has(name):
                mask[self.p[name]["col"].to_numpy()] = True
        return mask & self.arrays.integer

    def solver(self, integer: np.ndarray | None) -> Solver:
        """A solver on the whole program in which only the columns of the mask are whole."""
        if integer is None or not integer.any():
            return Solver(self.arrays, seed=self.seed, integer=False)
        return Solver(replace(self.arrays, integer=integer), seed=self.seed)

    def enough(self) -> bool:
        """Whether to stop: the gap is reached, time is up, or somebody asked."""
        if (
            self._prover is not None and self.nodes is None
        ):  # when counting nodes, what a thread has proven by now is chance
            self.proven(self._prover.bound, "proving")
        return self.found.gap <= self.gap or self.watch.left <= 0 or self.watch.stop

    def better(self, values: np.ndarray | None, phase: str) -> None:
        """Take a plan if it beats the best; its cost is computed here, not taken from a solver."""
        if values is None:
            return
        cost = float(self.arrays.cost @ (values / self.arrays.scale) + self.arrays.constant)
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

    # -- the whole program
    # ---------------------------------------------------------------------------------------------------

    def whole(self) -> None:
        """The solver on the whole program, from the best plan."""
        solver = self.solver(self.arrays.integer)
        if self.found.values is not None:
            solver.start(self.found.values)
        answer = solver.run(self.watch, "search", gap=max(self.gap, 1e-9), nodes=self.nodes)
        values = self.polished(answer.values)
        if not self._as_claimed(values, answer):
            # Given a start, HiGHS can call a program that presolve empties optimal at 0: ask again without either.
            answer = self.solver(self.arrays.integer).run(
                self.watch, "search", gap=max(self.gap, 1e-9), nodes=self.nodes, patient=True, presolve="off"
            )
            values = self.polished(answer.values)
        self.better(values, "search")
        self.proven(answer.bound, "search")
        self.found.status = "optimal" if self.found.gap <= self.gap else answer.status

    def _as_claimed(self, values: np.ndarray | None, answer: Answer) -> bool:
        """Whether the plan made of an answer costs what the solver said, or the solver found none."""
        if answer.values is None or values is None:
            return answer.values is None
        cost = float(self.arrays.cost @ (values / self.arrays.scale) + self.arrays.constant)
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
        return values

    # -- taken apart
    # ---------------------------------------------------------------------------------------------------------

    def apart(self) -> None:
        """Structure, runs, lots and components one after another, while a second thread proves."""
        prover = self._prover = Watch(limit=self.watch.left)
        with ThreadPoolExecutor(1) as pool:
            proof = pool.submit(self._prove, prover)
            try:
                self._improve()
                while not proof.done() and (self.nodes is not None or not self.enough()) and not self.watch.stop:
                    wait([proof], timeout=0.2)
                    self.watch.beat("proving")
            finally:
                prover.stop = True
                self.proven(proof.result(), "proving")

    def _prove(self, watch: Watch) -> float:
        """Cuts on the whole program, lots relaxed, at the root: only the bound is wanted."""
        solver = self.solver(self.arrays.integer & ~self.lots)
        answer = solver.run(
            watch,
            "proving",
            gap=self.gap / 4,
            nodes=1,
            mip_heuristic_effort=0.0,
            mip_max_stall_nodes=1,
        )
        return answer.bound

    def _improve(self) -> None:
        answer = self._structure()
        if answer.values is None:
            return
        values = self._runs(answer.values)
        if values is None:
            return
        fractions = self._making(values)
        if fractions is None:
            return
        self.better(self._buying(fractions), "whole lots")
        if self.found.values is not None and not self.enough():
            self._components(self.found.values, fractions)

    def _structure(self) -> Answer:
        limit = 0.4 * self.watch.limit
        answer = self.solver(self.structure).run(
            self.watch, "structure", gap=1.2 * self.gap, limit=limit, nodes=self.nodes
        )
        self.proven(answer.bound, "structure")
        return answer if answer.values is not None else self._rounded_structure()

    def _rounded_structure(self) -> Answer:
        """In a hurry: whatever the relaxation uses at all is used, gates it passes by more than half are passed."""
        relaxed = self.solver(None)
        answer = relaxed.run(self.watch, "structure", patient=True)
        self.proven(answer.bound, "structure")
        if answer.values is None:
            return answer
        cols = np.flatnonzero(self.structure)
        gates = self._mask(("gate",))[cols]
        used = np.where(gates, answer.values[cols] > 0.5, answer.values[cols] > 1e-3).astype(float)
        relaxed.bounds(cols, used, used)
        return relaxed.run(self.watch, "structure", patient=True)

    def _fix(self, solver: Solver, mask: np.ndarray, values: np.ndarray) -> None:
        cols = np.flatnonzero(mask)
        if len(cols):
            whole = np.round(values[cols])
            solver.bounds(cols, whole, whole)

    def _runs(self, values: np.ndarray) -> np.ndarray | None:
        """Decide set-ups: clear cases by rounding, doubtful ones in a program of their own."""
        if not self.runs.any():
            return values
        p, run = self.p, self.p["run"]
        make = p["make"].join(
            run.select("site", "item", "process", "resource", "t", run="col"),
            on=["site", "item", "process", "resource", "t"],
        )
        cols, lots = make["run"].to_numpy(), make["minimum_lot"].to_numpy()
        least = np.maximum(lots, make["lot"].to_numpy())

        def load(v: np.ndarray) -> np.ndarray:
            return v[make["col"].to_numpy()] / least

        share = load(values)
        solver = self.solver(None)
        self._fix(solver, self.structure, values)
        for cut in (0.1, 0.25, 0.5):
            on, off = share >= 1.0, share < cut
            if cut == 0.5:
                on = ~off
            solver.bounds(cols, np.where(on, 1.0, 0.0), np.where(off, 0.0, 1.0))
            answer = solver.run(self.watch, "runs", patient=True)
            if answer.values is None:
                return None
            share = load(answer.values)
        rounded = answer.values
        doubtful = (load(values) > 1e-6) & (load(values) < 1.5)
        mip = self.solver(self.runs)
        self._fix(mip, self.structure, values)
        on = load(values) >= 1.5
        mip.bounds(cols, np.where(on, 1.0, 0.0), np.where(on | doubtful, 1.0, 0.0))
        if rounded is not None:
            mip.start(rounded)
        answer = mip.run(self.watch, "runs", gap=self.gap / 5, limit=0.25 * self.watch.limit, nodes=self.nodes)
        return answer.values if answer.values is not None else rounded

    def _making(self, values: np.ndarray) -> np.ndarray | None:
        """Whole lots of what is made, level by level of the bill."""
        solver = self.solver(None)
        self._fix(solver, self.structure | self.runs, values)
        current = values
        for depth, ways in enumerate(levels(self.p, self.f, self.r.order)):
            cols = ways["col"].to_numpy()
            lots = whole_lots(self.p, self.f, ways, current, up=depth > 0)
            solver.bounds(cols, lots, lots)
            answer = solver.run(self.watch, "lots", patient=True)
            if answer.values is None:
                return None
            current = answer.values
        return current

    def _buying(self, values: np.ndarray) -> np.ndarray | None:
        """Orders and whole lots of what is bought, production fixed: minimum orders rounded, running totals
        rounded up.
        """
        p = self.p
        if not p.has("buy"):
            return values
        solver = self.solver(None)
        self._fix(solver, self.structure | self.runs, values)
        made = p["make"]["col"].to_numpy()
        solver.bounds(made, values[made], values[made])
        answer = solver.run(self.watch, "orders", patient=True)
        if p.has("order") and answer.values is not None:
            answer = self._orders(solver, answer.values)
        if answer.values is None:
            return None
        for ways in (answer.values, None):
            whole = self._rounded_orders(solver, answer.values, ways)
            if whole is not None:
                return whole
        return None

    def _rounded_orders(self, solver: Solver, values: np.ndarray, ways: np.ndarray | None) -> np.ndarray | None:
        """Re-solve with a lot of capacity to spare for each way of delivery, then round running totals up."""
        p, a = self.p, self.arrays
        for k, spare in spare_capacity(p, ways).items():
            rows = p.rules[k]
            number = np.arange(rows.first, rows.first + len(rows.frame))
            upper = a.row_upper[number] / a.row_scale[number]
            busy = p.activity(rows, np.where(self.orders, 0.0, values)) > 1e-6
            solver.row_upper(number[busy], upper[busy] - spare[busy])
        answer = solver.run(self.watch, "orders", patient=True)
        if answer.values is None:
            return None
        whole = answer.values.copy()
        whole[p["buy"]["col"].to_numpy()] = whole_orders(p, answer.values)
        return self.polished(whole)

    def _orders(self, solver: Solver, values: np.ndarray) -> Answer:
        """Round which orders are placed, clear cases first; if that starves production, place every order begun."""
        order = self.p["order"]
        cols = order["col"].to_numpy()
        answer = Answer("optimal", values, 0.0, 0.0)
        for cut in (0.1, 0.3, 0.5):
            assert answer.values is not None
            share = self._ordered(answer.values)
            on, off = share >= (1.0 if cut < 0.5 else cut), share < cut
            solver.bounds(cols, np.where(on, 1.0, 0.0), np.where(off, 0.0, 1.0))
            former, answer = answer, solver.run(self.watch, "orders", patient=True)
            if answer.values is None:
                begun = np.where(share > 1e-6, 1.0, 0.0)
                solver.bounds(cols, begun, begun)
                answer = solver.run(self.watch, "orders", patient=True)
                return answer if answer.values is not None else former
        return answer

    def _ordered(self, values: np.ndarray) -> np.ndarray:
        """Pieces ordered as a share of the minimum, for every column of `order`."""
        keys = ["origin", "item", "t"]
        bought = self.p["buy"].select(*keys, q=pl.Series(values[self.p["buy"]["col"].to_numpy()]))
        sums = bought.group_by(keys).agg(pl.col("q").sum())
        joined = self.p["order"].join(sums, on=keys, how="left", maintain_order="left")
        return joined.select(pl.col("q") / pl.col("moq")).to_series().to_numpy()

    def _components(self, values: np.ndarray, fractions: np.ndarray) -> None:
        """Better orders and lots when production is fixed: part by part, two at a time, dearest rounding first.

        fractions: the plan before lots and orders were rounded, a bound for every part.
        """
        fixed = self.structure | self.runs
        for name in ("make", "over", "idle", "rise", "fall"):
            if self.p.has(name):
                fixed[self.p[name]["col"].to_numpy()] = True
        price = self.arrays.cost / self.arrays.scale
        parts = [b for b in blocks(self.arrays, fixed, values) if b.arrays.integer.any()]
        losses = [(float(price[b.cols] @ (values - fractions)[b.cols]), k) for k, b in enumerate(parts)]
        dearest = [(loss, parts[k]) for loss, k in sorted(losses, reverse=True) if loss > 0]

        def solve(loss: float, part: Block) -> np.ndarray | None:
            if self.watch.left < 2.0 or self.watch.stop:
                return None
            solver = Solver(part.arrays, seed=self.seed)
            solver.start(values[part.cols])
            limit = INF if self.nodes is not None else min(_PART, self.watch.left - 1.0)
            answer = solver.run(self.watch, "components", gap=0.0, abs_gap=0.2 * loss, nodes=self.nodes, limit=limit)
            return answer.values

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda x: solve(*x), dearest))
        joined = values.copy()
        for (_, part), answer in zip(dearest, answers, strict=True):
            if answer is not None and price[part.cols] @ (answer - values[part.cols]) < 0:
                joined[part.cols] = answer
        self.better(self.polished(joined), "components")

    # -- whole pieces
    # ------------------------------------------------------------------------------------------------------

    def whole_pieces(self) -> None:
        """Make shipments and deliveries whole too, where lots and demand are: part by part, the rest of the plan fixed.

        What is shipped between plants feeds a use that scrap and yield make fractional, so the solver ships fractions.
        """
        values = self.found.values
        if values is None or not self._whole_network():
            return
        pieces = np.zeros(len(values), dtype=bool)
        for name in ("ship", "deliver", "short"):
            if self.p.has(name):
                pieces[self.p[name]["col"].to_numpy()] = True
        # First with lots and orders as they are; where that cannot be, with those of the part free again.
        for fixed in (self.arrays.integer.copy(), self.structure | self.runs | self._mask(("make",))):
            split = pieces & (np.abs(values - np.round(values)) > 1e-5)
            if not split.any():
                break
            for name in ("over", "idle", "rise", "fall"):
                if self.p.has(name):
                    fixed[self.p[name]["col"].to_numpy()] = True
            values = values.copy()
            for part in blocks(self.arrays, fixed, values):
                if split[part.cols].any():
                    answer = self._in_pieces(part, pieces[part.cols])
                    if answer is not None:
                        values[part.cols] = answer
        cost = float(self.arrays.cost @ (values / self.arrays.scale) + self.arrays.constant)
        self.found.values, self.found.objective = values, cost

    def _in_pieces(self, part: Block, pieces: np.ndarray) -> np.ndarray | None:
        solver = Solver(in_pieces(part.arrays, pieces), seed=self.seed)
        answer = solver.run(
            Watch(), "whole pieces", gap=1e-6, nodes=self.nodes, limit=INF if self.nodes is not None else _PART
        )
        return answer.values

    def _whole_network(self) -> bool:
        n = self.f.network
        numbers = [n.processes["lot"], n.sourcing["lot"], n.demand["quantity"], n.stock["quantity"]]
        return all(bool((x == x.round()).all()) for x in numbers if len(x))


def search(
    p: Program,
    f: Facts,
    r: Routes,
    watch: Watch,
    *,
    gap: float,
    seed: int = 0,
    nodes: int | None = None,
    start: np.ndarray | None = None,
) -> Found:
    """The best plan found within the watch's time, and the bound proven.

    gap: relative to the objective. nodes: ends searches by nodes instead of seconds, so that the same input
    gives the same plan. start: quantities of a former plan to begin from.
    """
    s = Search(p, f, r, watch, gap=gap, seed=seed, nodes=nodes)
    s.better(s.nothing(), "nothing made")
    if start is not None:
        s.better(s.polished(start), "former plan")
    if s.arrays.integer.sum() > _SMALL:
        s.apart()
    if not s.enough():
        s.whole()
    elif watch.stop:
        s.found.status = "interrupted"
    elif s.found.gap > gap:
        s.found.status = "time_limit"
    s.whole_pieces()
    return s.found
