"""Proof: the plan's network, its objective, bound and floor, and its ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator

from onshore.network import Network
from onshore.plans import Plan
from onshore.verification.findings import Finding, differs, exceeds, figure

__all__ = ["check_bound", "check_fingerprint", "check_objective", "check_ranges"]


def check_fingerprint(network: Network, plan: Plan) -> Iterator[Finding]:
    """Rule `fingerprint`: the plan was made for this network."""
    if plan.network_fingerprint != network.fingerprint:
        words = (
            f"The plan was made for the network with fingerprint {plan.network_fingerprint[:12] or 'none'}, "
            f"this one is {network.fingerprint[:12]}."
        )
        yield Finding("fingerprint", network.name, 0.0, 1.0, words)


def check_objective(plan: Plan) -> Iterator[Finding]:
    """Rule `objective`: the sum of the money table."""
    amounts = plan.money["amount"].to_list()
    total, scale = math.fsum(amounts), math.fsum(abs(amount) for amount in amounts)
    if differs(plan.objective, total, scale):
        words = f"The money comes to {figure(total)}, the plan's objective is {figure(plan.objective)}."
        yield Finding("objective", "", plan.objective, total, words)


def check_bound(plan: Plan) -> Iterator[Finding]:
    """Rule `bound`: floor ≤ bound ≤ objective, all finite."""
    proven = {"objective": plan.objective, "bound": plan.bound, "floor": plan.floor}
    for name, amount in proven.items():
        if not math.isfinite(amount):
            yield Finding("bound", name, amount, math.nan, f"The {name} is {amount}, not an amount.")
    for low, high in (("bound", "objective"), ("floor", "bound")):
        less, more = proven[low], proven[high]
        if exceeds(less, more, abs(less) + abs(more)):
            words = f"The {low} {figure(less)} is above the {high} {figure(more)} by {figure(less - more)}."
            yield Finding("bound", low, less, more, words)


def check_ranges(plan: Plan) -> Iterator[Finding]:
    """Rule `ranges`: low ≤ value ≤ high."""
    for one in plan.ranges:
        if exceeds(one.low, one.value, abs(one.value)) or exceeds(one.value, one.high, abs(one.value)):
            words = (
                f"{one.decision}: the range {figure(one.low)} to {figure(one.high)} "
                f"does not contain {figure(one.value)}."
            )
            yield Finding("ranges", one.decision, one.value, min(max(one.value, one.low), one.high), words)
