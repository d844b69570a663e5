"""`plan`: from a network to a plan with its proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np
import polars as pl

from onshore.checking import check
from onshore.measures import measures
from onshore.network import Network, NetworkError
from onshore.planning.building import never_ready
from onshore.planning.changes import law_changes
from onshore.planning.facts import Facts
from onshore.planning.floor import floor, tempting
from onshore.planning.former import former_values
from onshore.planning.program import Program
from onshore.planning.ranges import ranges
from onshore.planning.routes import Routes
from onshore.planning.rules import RULES
from onshore.planning.search import Found, search
from onshore.planning.solver import Watch
from onshore.planning.stopping import attended
from onshore.planning.tables import settle, tables
from onshore.planning.unused import never_used
from onshore.plans import Plan, Range
from onshore.verification import verify

__all__ = ["PlanError", "PlanOptions", "plan", "program"]


class PlanError(RuntimeError):
    """A plan that the planner made and the verifier refuses: a defect of onshore, never of the network.

    `findings` is the verifier's table.
    """

    def __init__(self, findings: pl.DataFrame) -> None:
        self.findings = findings
        lines = findings["message"].head(10).to_list()
        super().__init__("\n".join([f"the plan does not verify ({len(findings)} findings):", *lines]))


@dataclass(frozen=True)
class PlanOptions:
    """How to search.

    gap: relative gap at which to stop. time_limit: seconds of searching; on a large network the first whole plan may
    outlast a short limit, making the best plan whole takes a few more, and ranges at most half of it more, or 10.
    iterations: nodes of each program that a search solves, and trials of each round, instead of seconds, so that the
    same input and seed give the same plan; what comes before the first node of a program is not counted. within: extra
    costs a piece (network currency) for which ranges are given; empty for none. full_ranges: give the ranges that no
    plan exceeds, which takes minutes on a large network, whatever the limit, instead of the quick inner ones. tell:
    called with (phase, seconds, objective or None, bound or None), from several threads. start: a former plan of the
    same or a similar network.

    Raises:
        ValueError: if a number is out of its bounds.
    """

    gap: float = 1e-4
    time_limit: float = 60.0
    iterations: int | None = None
    seed: int = 0
    within: tuple[float, ...] = (1.0, 5.0)
    full_ranges: bool = False
    tell: Callable[[str, float, float | None, float | None], None] | None = None
    start: Plan | None = None

    def __post_init__(self) -> None:
        bounds = (
            (0 <= self.gap < float("inf"), "gap", self.gap, "a number from 0 on"),
            (self.time_limit > 0, "time_limit", self.time_limit, "a number of seconds above 0"),
            (self.iterations is None or self.iterations >= 1, "iterations", self.iterations, "a number from 1 on"),
            (self.seed >= 0, "seed", self.seed, "a whole number from 0 on"),
            (all(0 < w < float("inf") for w in self.within), "within", self.within, "amounts above 0"),
        )
        for holds, name, value, must in bounds:
            if not holds:
                raise ValueError(f"{name} = {value}: it must be {must}")


def program(network: Network) -> tuple[Program, Facts, Routes]:
    """The program of a network, with the facts and routes it was built from."""
    f = Facts.of(network)
    r, p = Routes(f), Program()
    for rule in RULES:
        rule.add(p, f, r)
    return p, f, r


def plan(network: Network, options: PlanOptions | None = None, **changes: Any) -> Plan:
    """The cheapest plan found for a network, with a bound on all plans, verified.

    Called in the main thread, Ctrl-C ends the search with the best plan so far, after `tell` was told `stopping`.

    changes: options by name, as in `plan(network, gap=1e-3)`.

    Raises:
        NetworkError: if `check` finds problems.
        PlanError: if the result does not verify.
        KeyboardInterrupt: if Ctrl-C is pressed a second time.
    """
    options = replace(options or PlanOptions(), **changes)
    problems = check(network)
    if len(problems):
        raise NetworkError(problems)
    p, f, r = program(network)
    limit = float("inf") if options.iterations is not None else options.time_limit
    watch = Watch(limit=limit, tell=options.tell)
    start = former_values(p, f, options.start) if options.start else None

    def work() -> tuple[Found, np.ndarray, float, tuple[Range, ...]]:
        found = search(p, f, r, watch, gap=options.gap, seed=options.seed, nodes=options.iterations, start=start)
        assert found.values is not None
        values, seconds = settle(p, found.values), watch.seconds
        within = () if watch.stop else options.within
        sure = ranges(
            p, f, p.arrays(), values, within, watch, options.seed, nodes=options.iterations, full=options.full_ranges
        )
        return found, values, seconds, sure

    found, values, seconds, sure = attended(work, watch)
    done = tables(p, f, r, values)
    objective, least = float(done["money"]["amount"].sum()), floor(f, r)
    bound = float(min(max(found.bound, least), objective))
    nothing_left = objective - bound <= 1e-9 * abs(objective)
    result = Plan(
        tables=done,
        objective=objective,
        bound=bound,
        floor=float(min(least, objective)),
        status="interrupted" if watch.stop else "optimal" if nothing_left else found.status,
        seconds=round(seconds, 3),
        solver=f"HiGHS {version('highspy')}",
        seed=options.seed,
        network_fingerprint=network.fingerprint,
        network_name=network.name,
        scenario=network.scenario,
        ranges=sure,
        progress=tuple(watch.history),
        warnings=_warnings(f, r),
    )
    findings = verify(network, result)
    if len(findings):
        raise PlanError(findings)
    return replace(result, measures_table=measures(network, result))


def _warnings(f: Facts, r: Routes) -> tuple[str, ...]:
    stock = (
        f"{item} at {site} is worth {worth:,.2f} at the end and can be had for {cost:,.2f}: "
        "the plan may build stock to collect it; lower items.value or end_stock_share"
        for site, item, worth, cost in tempting(f, r)[:5]
    )
    return (*stock, *law_changes(f, r), *never_ready(f.network, f.horizon), *never_used(f))
