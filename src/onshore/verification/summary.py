"""What a plan says of itself beside its tables: money by term, gaps, and measures.

Objective, bound, floor, fingerprint and ranges are looked at in `proof`. How the search ended, its seconds, its
progress and its warnings follow from no table, so nothing can be said about them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from onshore.network import Network
from onshore.plans import Plan
from onshore.verification.findings import Finding, differs, figure, place

__all__ = ["check_measures", "check_summary"]


def check_summary(network: Network, plan: Plan, summary: Mapping[str, Any]) -> Iterator[Finding]:
    """Rule `summary`: name of the network, money by term and gaps are those of the tables and the proof."""
    said = summary["network_name"]
    if said != network.name:
        words = f"network_name: the network is called {network.name!r}, summary.json says {said!r}."
        yield Finding("summary", "network_name", math.nan, math.nan, words)
    yield from _money(plan, summary["money"])
    gaps = {
        "gap": _gap(plan.objective, plan.bound),
        "gap_controllable": _gap_controllable(plan.objective, plan.bound, plan.floor),
    }
    for name, right in gaps.items():
        yield from _amount(name, summary[name], right)


def _money(plan: Plan, stated: Mapping[str, float]) -> Iterator[Finding]:
    booked: dict[str, list[float]] = defaultdict(list)
    for term, amount in plan.money.select("term", "amount").iter_rows():
        booked[term].append(amount)
    for term in sorted(booked.keys() | stated.keys()):
        amounts = booked.get(term, [])
        scale = math.fsum(abs(amount) for amount in amounts)
        yield from _amount(place("money", term), stated.get(term, 0.0), math.fsum(amounts), scale)


def _gap(objective: float, bound: float) -> float | None:
    if not (math.isfinite(objective) and math.isfinite(bound)):
        return None
    return 0.0 if objective <= bound else (objective - bound) / max(abs(objective), 1e-12)


def _gap_controllable(objective: float, bound: float, floor: float) -> float | None:
    if not all(map(math.isfinite, (objective, bound, floor))) or floor >= objective:
        return None
    return max(0.0, (objective - bound) / (objective - floor))


def check_measures(plan: Plan, right: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Rule `summary`: each measure, and the share that a range is about, is what `right` says."""
    stated = plan.measures()
    for name in [*right, *(name for name in stated if name not in right)]:
        where = place("measures", name)
        if name not in stated:
            words = f"{where}: it comes to {_figure(right[name]['value'])}, summary.json does not have it."
            yield Finding("summary", where, math.nan, _or_nan(right[name]["value"]), words)
        elif name not in right:
            words = f"{where}: there is no such measure of this plan, summary.json says "
            yield Finding(
                "summary", where, _or_nan(stated[name]["value"]), math.nan, f"{words}{_figure(stated[name]['value'])}."
            )
        else:
            yield from _amount(where, stated[name]["value"], right[name]["value"])
            if stated[name]["unit"] != right[name]["unit"]:
                units = f"the unit is {right[name]['unit']}, summary.json says {stated[name]['unit']}"
                yield Finding("summary", where, math.nan, math.nan, f"{where}: {units}.")
    for one in plan.ranges:
        share = right.get(one.decision, {"value": 0.0})["value"]
        yield from _amount(place("ranges", one.decision), one.value, share)


def _amount(where: str, said: float | None, right: float | None, scale: float | None = None) -> Iterator[Finding]:
    """One number against what it should be; what is not known is None, or no finite number."""
    said, right = (None if a is None or not math.isfinite(a) else a for a in (said, right))
    if said is None and right is None:
        return
    if said is None or right is None:
        words = f"{where}: it comes to {_figure(right)}, summary.json says {_figure(said)}."
    elif differs(said, right, scale):
        much = f"{figure(abs(said - right))} too {'much' if said > right else 'little'}"
        words = f"{where}: it comes to {figure(right)}, summary.json says {figure(said)} ({much})."
    else:
        return
    yield Finding("summary", where, _or_nan(said), _or_nan(right), words)


def _figure(amount: float | None) -> str:
    return "nothing that is known" if amount is None else figure(amount)


def _or_nan(amount: float | None) -> float:
    return math.nan if amount is None else amount
