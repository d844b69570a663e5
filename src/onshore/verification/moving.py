"""Moving: lanes, what they carry, when it arrives, and single sources."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onshore.plans import Plan
from onshore.verification.calendar import Row
from onshore.verification.findings import NOTHING, Finding, exceeds, figure, place
from onshore.verification.rates import Levy, Offer
from onshore.verification.world import World

__all__ = [
    "Move",
    "check_arrivals",
    "check_lane_capacity",
    "check_lanes",
    "check_single_sources",
    "levy",
    "moves",
]


@dataclass(frozen=True, slots=True)
class Move:
    """A shipment with what follows from it.

    arrival: period, None after the horizon. bought: leaves a supplier of the item.
    offer: None where not offered. value: of a piece on the lane, network currency.
    """

    origin: str
    destination: str
    mode: str
    item: str
    t: int
    quantity: float
    lane: Row
    arrival: int | None
    bought: bool
    offer: Offer | None
    value: float

    def where(self, world: World) -> str:
        """The move in words."""
        return place(self.origin, f"to {self.destination}", self.mode, self.item, world.period(self.t))


def moves(world: World, plan: Plan) -> list[Move]:
    """Every shipment above zero on a lane that exists."""
    return [
        _move(world, row, world.lanes[row["origin"], row["destination"], row["mode"]])
        for row in plan.shipments.iter_rows(named=True)
        if row["quantity"] > NOTHING and (row["origin"], row["destination"], row["mode"]) in world.lanes
    ]


def _move(world: World, row: Row, lane: Row) -> Move:
    origin, item, t = row["origin"], row["item"], world.horizon.position[row["period"]]
    bought = world.offers.sells(origin, item)
    offer = world.offers.of(origin, item, t) if bought else None
    return Move(
        origin,
        row["destination"],
        row["mode"],
        item,
        t,
        row["quantity"],
        lane,
        world.horizon.arrival(t, lane["days"]),
        bought,
        offer,
        world.items[item]["value"] if offer is None else offer.price,
    )


def levy(world: World, move: Move) -> Levy | None:
    """The duty rates of the period of arrival; None on a lane on which this network pays no duty."""
    origin = world.sites[move.origin]["country"]
    destination = world.sites[move.destination]["country"]
    if origin == destination or not move.lane["duty_paid"]:
        return None
    t = world.horizon.last if move.arrival is None else move.arrival
    goods = world.items[move.item]["duty_class"]
    return world.duties.levy(goods, origin, destination, t, (move.origin, move.item))


def check_lanes(world: World, plan: Plan, moved: list[Move]) -> Iterator[Finding]:
    """Rule `lane`: a lane, an open origin, and a known duty."""
    for row in plan.shipments.iter_rows(named=True):
        if row["quantity"] > NOTHING and (row["origin"], row["destination"], row["mode"]) not in world.lanes:
            where = place(row["origin"], f"to {row['destination']}", row["mode"], row["item"], row["period"])
            yield Finding("lane", where, row["quantity"], 0.0, f"{where}: there is no such lane.")
    for move in moved:
        where = move.where(world)
        if not move.bought and not world.is_open(move.origin, move.t):
            words = f"{where}: {figure(move.quantity)} pieces leave a site that is closed all the period."
            yield Finding("lane", where, move.quantity, 0.0, words)
        plant = world.sites[move.origin]["kind"] in ("plant", "supplier")
        if plant and not move.bought and (move.origin, move.item) not in world.makeable:
            words = f"{where}: {figure(move.quantity)} pieces leave a plant that does not make the item."
            yield Finding("lane", where, move.quantity, 0.0, words)
        rates = levy(world, move)
        if rates is not None and math.isnan(rates.basic):
            words = f"{where}: the basic duty at this border is not known for every day of the period of arrival."
            yield Finding("lane", where, move.quantity, 0.0, words)


def check_lane_capacity(world: World, moved: list[Move]) -> Iterator[Finding]:
    """Rule `lane_capacity`: kilograms of a period."""
    weights: dict[tuple[str, str, str, int], list[float]] = defaultdict(list)
    for move in moved:
        weight = move.quantity * world.items[move.item]["weight"]
        weights[move.origin, move.destination, move.mode, move.t].append(weight)
    for (origin, destination, mode, t), parts in weights.items():
        a_day = world.lanes[origin, destination, mode]["capacity"]
        if a_day is None:
            continue
        weight, limit = math.fsum(parts), a_day * world.horizon.days[t]
        if exceeds(weight, limit, weight + limit):
            where = place(origin, f"to {destination}", mode, world.period(t))
            words = (
                f"{where}: {figure(weight)} kg move, {figure(weight - limit)} kg more than "
                f"the {figure(limit)} kg the lane carries."
            )
            yield Finding("lane_capacity", where, weight, limit, words)


def check_arrivals(world: World, plan: Plan) -> Iterator[Finding]:
    """Rule `arrival`: the stated period contains the middle of the one of leaving plus the lane's days."""
    for row in plan.shipments.iter_rows(named=True):
        lane = world.lanes.get((row["origin"], row["destination"], row["mode"]))
        if lane is None:
            continue
        right = world.horizon.arrival(world.horizon.position[row["period"]], lane["days"])
        stated = world.horizon.position[row["arrival"]] if row["arrival"] else None
        if stated != right:
            where = place(row["origin"], f"to {row['destination']}", row["mode"], row["item"], row["period"])
            words = f"{where}: arrives {_when(world, right)}, the plan says {_when(world, stated)}."
            numbers = [math.inf if t is None else float(t) for t in (stated, right)]
            yield Finding("arrival", where, numbers[0], numbers[1], words)


def _when(world: World, t: int | None) -> str:
    return "after the horizon" if t is None else f"in {world.period(t)}"


def check_single_sources(world: World, moved: list[Move]) -> Iterator[Finding]:
    """Rule `single_source`: one origin over the whole horizon."""
    origins: dict[tuple[str, str], set[str]] = defaultdict(set)
    for move in moved:
        origins[move.destination, move.item].add(move.origin)
    for row in world.network.single_sources.iter_rows(named=True):
        found = sorted(origins.get((row["destination"], row["item"]), ()))
        if len(found) > 1:
            where = place(row["destination"], row["item"])
            words = f"{where}: must come from one origin, but comes from {', '.join(found)}."
            yield Finding("single_source", where, float(len(found)), 1.0, words)
