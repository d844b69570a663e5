"""Making: pieces started, line hours, lots, qualification."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onshore.plans import Plan
from onshore.verification.calendar import Row
from onshore.verification.findings import NOTHING, Finding, differs, exceeds, figure, place
from onshore.verification.world import World

__all__ = [
    "Making",
    "check_lots",
    "check_processes",
    "check_qualifications",
    "check_started_and_hours",
    "earliest_qualification",
    "makings",
    "stage",
    "unqualified",
]


@dataclass(frozen=True, slots=True)
class Making:
    """A production row with what follows from it. arrival: of the good pieces, None after the horizon."""

    site: str
    item: str
    resource: str
    t: int
    quantity: float
    process: Row
    setup_cost: float
    started: float
    hours: float
    arrival: int | None
    stated: Row


def stage(world: World, process: Row, first: int | None, t: int) -> tuple[float, float]:
    """capacity_share and yield_share in period t of a process first qualified in period `first`."""
    if process["qualified"] or process["ramp"] is None or first is None:
        return 1.0, 1.0
    weeks = (world.horizon.middle(t) - world.horizon.starts[first]) / 7
    rows = world.ramps[process["ramp"]]
    row = [rows[0], *(row for row in rows if row["week"] <= weeks)][-1]
    return row["capacity_share"], row["yield_share"]


def _qualified_in(world: World, plan: Plan) -> dict[tuple[str, str], int]:
    rows = plan.qualifications.iter_rows(named=True)
    return {(row["site"], row["item"]): world.horizon.position[row["period"]] for row in rows}


def makings(world: World, plan: Plan) -> list[Making]:
    """Every production row of which the network knows the process and the lines."""
    first = _qualified_in(world, plan)
    return [
        making
        for row in plan.production.iter_rows(named=True)
        if (making := _making(world, row, first.get((row["site"], row["item"])))) is not None
    ]


def _making(world: World, row: Row, first: int | None) -> Making | None:
    key = (row["site"], row["item"], row["process"])
    process, routings = world.processes.get(key), world.routings.get(key)
    resource = row["resource"] or ""
    if process is None or resource not in (routings or {"": {}}):
        return None
    t, quantity = world.horizon.position[row["period"]], row["quantity"]
    capacity_share, yield_share = stage(world, process, first, t)
    started, hours, setup_cost = quantity / (process["yield"] * yield_share), 0.0, 0.0
    if routings and quantity > NOTHING:
        hours = started * routings[resource]["hours"] / capacity_share + routings[resource]["setup_hours"]
        setup_cost = routings[resource]["setup_cost"]
    arrival = world.horizon.arrival(t, process["lead_days"])
    return Making(key[0], key[1], resource, t, quantity, process, setup_cost, started, hours, arrival, row)


def check_processes(world: World, plan: Plan) -> Iterator[Finding]:
    """Rule `process`: a process, one of its lines, and an open site."""
    for row in plan.production.iter_rows(named=True):
        if row["quantity"] <= NOTHING:
            continue
        reason = _why_not_made(world, row)
        if reason:
            where = place(row["site"], row["item"], row["process"], row["resource"] or "", row["period"])
            yield Finding(
                "process",
                where,
                row["quantity"],
                0.0,
                f"{where}: {figure(row['quantity'])} are made, but {reason}.",
            )


def _why_not_made(world: World, row: Row) -> str:
    key = (row["site"], row["item"], row["process"])
    routings, resource = world.routings.get(key), row["resource"] or ""
    if key not in world.processes:
        return "the site has no such process for the item"
    if routings and resource not in routings:
        return f"the process runs on {', '.join(routings)}, not on {resource or 'no line'}"
    if not routings and resource:
        return f"the process has no routing on {resource}"
    if not world.is_open(row["site"], world.horizon.position[row["period"]]):
        return "the site is closed all the period"
    return ""


def check_lots(world: World, made: list[Making]) -> Iterator[Finding]:
    """Rules `lot` and `minimum_lot`, each production row by itself."""
    for m in made:
        lot, least = m.process["lot"], m.process["minimum_lot"]
        where = place(m.site, m.item, m.resource, world.period(m.t))
        whole = round(m.quantity / lot) * lot
        if differs(m.quantity, whole, lot):
            words = (
                f"{where}: {figure(m.quantity)} pieces are not whole lots of {figure(lot)}; "
                f"the nearest is {figure(whole)}."
            )
            yield Finding("lot", where, m.quantity, whole, words)
        if m.quantity > NOTHING and exceeds(least, m.quantity):
            words = f"{where}: {figure(m.quantity)} pieces are fewer than the smallest lot of {figure(least)}."
            yield Finding("minimum_lot", where, m.quantity, least, words)


def check_started_and_hours(world: World, made: list[Making]) -> Iterator[Finding]:
    """Rules `started` and `hours`: the two columns that follow from the good pieces."""
    for m in made:
        where = place(m.site, m.item, m.resource, world.period(m.t))
        for rule, right, unit in (("started", m.started, "pieces started"), ("hours", m.hours, "line hours")):
            stated = m.stated[rule]
            if differs(stated, right):
                words = (
                    f"{where}: {figure(m.quantity)} good pieces need {figure(right)} {unit}, "
                    f"the plan says {figure(stated)} "
                    f"({figure(abs(stated - right))} too {'many' if stated > right else 'few'})."
                )
                yield Finding(rule, where, stated, right, words)


def unqualified(world: World, site: str, item: str) -> list[Row]:
    """The processes of an item at a site that need qualifying."""
    return [
        row
        for (one_site, one_item, _), row in world.processes.items()
        if (one_site, one_item) == (site, item) and not row["qualified"]
    ]


def applies(world: World, site: str, item: str, ready: Mapping[str, float]) -> float:
    """The moment from which the item's qualification at the site can be applied for: not before the first of the lines
    that make it there stands. ready: the moments of those that must be built.
    """
    rows = unqualified(world, site, item)
    day = max((row["qualify_from"] or world.network.start).toordinal() for row in rows)
    keys = [(site, item, row["process"]) for row in rows]
    stands = min(ready.get(line, -math.inf) for key in keys for line in world.routings.get(key, {"": {}}))
    return max(float(day), stands)


def earliest_qualification(world: World, site: str, item: str, ready: Mapping[str, float]) -> int | None:
    """The first period in which the item can be qualified at the site; None if not within the horizon."""
    days = max(row["qualification_days"] for row in unqualified(world, site, item))
    moment = round(applies(world, site, item, ready) + days, 3)
    for t, start in enumerate(world.horizon.starts):
        if start >= moment and world.is_open(site, t):
            return t
    return None


def check_qualifications(world: World, plan: Plan, made: list[Making], ready: Mapping[str, float]) -> Iterator[Finding]:
    """Rule `qualification`: not before its earliest period, and nothing made before it or without it."""
    first = _qualified_in(world, plan)
    for (site, item), t in first.items():
        yield from _check_date(world, site, item, t, ready)
    for m in made:
        if m.process["qualified"] or m.quantity <= NOTHING:
            continue
        since = first.get((m.site, m.item))
        if since is None or m.t < since:
            where = place(m.site, m.item, world.period(m.t))
            reason = "not qualified" if since is None else f"qualified only from {world.period(since)} on"
            words = f"{where}: {figure(m.quantity)} pieces are made, but the item is {reason} at the site."
            yield Finding("qualification", where, m.quantity, 0.0, words)


def _check_date(world: World, site: str, item: str, t: int, ready: Mapping[str, float]) -> Iterator[Finding]:
    where = place(site, item, world.period(t))
    if not unqualified(world, site, item):
        words = f"{where}: no way of making the item there needs qualifying."
        yield Finding("qualification", where, 1.0, 0.0, words)
        return
    earliest = earliest_qualification(world, site, item, ready)
    if earliest is None or t < earliest:
        when = "after the horizon" if earliest is None else f"in {world.period(earliest)}"
        right = float("inf") if earliest is None else float(earliest)
        yield Finding(
            "qualification",
            where,
            float(t),
            right,
            f"{where}: the earliest possible qualification is {when}.",
        )
