"""Need: nothing is made, bought or moved for nobody."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from onshore.verification.calendar import Row
from onshore.verification.findings import NOTHING, Finding, exceeds, figure, place
from onshore.verification.investments import Building
from onshore.verification.making import Making
from onshore.verification.moving import Move
from onshore.verification.rates import grouped
from onshore.verification.world import World

__all__ = ["check_need", "needs_of"]


def check_need(world: World, made: list[Making], moved: list[Move], built: list[Building]) -> Iterator[Finding]:
    """Rule `need`: of use where it goes, and no more in one row than all customers and commitments could take; no line
    that comes after the horizon or on which nothing of use is made.
    """
    needs, of_use, given = needs_of(world), _of_use(world), _given(world)
    yield from _built(world, built, of_use)
    for m in made:
        if m.quantity <= NOTHING:
            continue
        lot = m.process["lot"]
        most = math.ceil(max(needs[m.item], m.process["minimum_lot"]) / lot - 1e-9) * lot
        where = place(m.site, m.item, m.resource, world.period(m.t))
        yield from _finding(where, "made", m.quantity, most if (m.site, m.item) in of_use else 0.0)
    for move in moved:
        if move.offer is not None:
            lot = move.offer.lot
            most = (math.ceil(max(needs[move.item], move.offer.moq) / lot - 1e-9) + 1) * lot
        else:
            most = math.ceil(needs[move.item] - 1e-9) + 1 + given[move.item]
        useful = (move.destination, move.item) in of_use
        yield from _finding(move.where(world), "moved", move.quantity, most if useful else 0.0)


def _built(world: World, built: list[Building], of_use: set[tuple[str, str]]) -> Iterator[Finding]:
    useful = {line for (site, item, _), rows in world.routings.items() if (site, item) in of_use for line in rows}
    for one in built:
        name, line = one.investment["investment"], one.investment["resource"]
        reason = "" if line in useful else "nothing that anyone wants is made on it"
        if math.ceil(one.ready) >= world.horizon.end(world.horizon.last):
            reason = "it is not ready within the horizon"
        if reason:
            where = place(name, world.period(one.t))
            yield Finding("need", where, 1.0, 0.0, f"{where}: {line} is ordered, but {reason}.")


def _finding(where: str, done: str, quantity: float, most: float) -> Iterator[Finding]:
    if exceeds(quantity, most):
        reason = (
            f"all that is wanted and promised could take {figure(most)} at most"
            if most
            else "nothing leads from there to a customer who wants it"
        )
        words = f"{where}: {figure(quantity)} pieces are {done}, but {reason}."
        yield Finding("need", where, quantity, most, words)


def needs_of(world: World) -> dict[str, float]:
    """Most pieces of each item that all demand and all commitments with a price could take."""
    need: dict[str, float] = defaultdict(float)
    for row in world.network.demand.iter_rows(named=True):
        need[row["item"]] += row["quantity"]
    for award in world.awards:
        if award["commitment"] > 0 and award["commitment_cost"] > 0:
            for item, properties in world.items.items():
                if properties["kind"] == "finished" and properties["group"] == award["item_group"]:
                    need[item] += award["commitment"]
    parents = grouped(world.network.boms.iter_rows(named=True), "component")

    @cache
    def total(item: str) -> float:
        return need[item] + sum(
            (total(row["item"]) + _over(world, row["item"]))
            * _worst(world, row["item"])
            * row["quantity"]
            * (1 + row["scrap"])
            for row in parents.get((item,), ())
            if total(row["item"]) > 0
        )

    return {item: total(item) for item in world.items}


def _worst(world: World, item: str) -> float:
    """Pieces started for a good one, by the worst process in the worst week of its ramp."""
    shares = [
        row["yield"]
        * (1.0 if row["qualified"] or row["ramp"] is None else min(x["yield_share"] for x in world.ramps[row["ramp"]]))
        for (_, one, _), row in world.processes.items()
        if one == item
    ]
    return 1.0 / min(shares, default=1.0)


def _over(world: World, item: str) -> float:
    """A lot and a smallest lot for every way of making an item in every period."""
    each = sum(
        (row["lot"] + row["minimum_lot"]) * max(1, len(world.routings.get(key, ())))
        for key, row in world.processes.items()
        if key[1] == item
    )
    return float(each * len(world.horizon.names))


def _given(world: World) -> dict[str, float]:
    """Pieces that may be moved beside those needed: there from the start, or left over by the largest lot."""
    n, given, lots = world.network, defaultdict[str, float](float), defaultdict[str, float](float)
    for table in (n.stock, n.in_transit):
        for row in table.iter_rows(named=True):
            given[row["item"]] += row["quantity"]
    for row in n.sourcing.iter_rows(named=True):
        lots[row["item"]] = max(lots[row["item"]], row["lot"], row["moq"])
    for row in n.processes.iter_rows(named=True):
        lots[row["item"]] = max(lots[row["item"]], row["lot"], row["minimum_lot"])
    return {item: given[item] + lots[item] for item in world.items}


def _of_use(world: World) -> set[tuple[str, str]]:
    """Places and items from which processes and lanes lead on to a demand."""
    rows = world.network.demand.iter_rows(named=True)
    use = {(row["market"], row["item"]) for row in rows if row["quantity"] > 0}
    lanes = grouped(world.lanes.values(), "destination")
    new = set(use)
    while new:
        before = {(site, row["component"]) for site, item in new & world.makeable for row in world.boms.get(item, ())}
        for site, item in new:
            before |= {(lane["origin"], item) for lane in lanes.get((site,), ()) if _passes(world, lane, item)}
        new = before - use
        use |= new
    return use


def _passes(world: World, lane: Row, item: str) -> bool:
    """Whether pieces of an item can take a lane: its origin passes them on, and at a border they have a duty class."""
    origin, destination = world.sites[lane["origin"]], world.sites[lane["destination"]]
    levied = lane["duty_paid"] and origin["country"] != destination["country"]
    if levied and world.items[item]["duty_class"] is None:
        return False
    return origin["kind"] not in ("plant", "supplier") or (lane["origin"], item) in world.makeable
