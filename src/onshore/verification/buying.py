"""Buying: what suppliers offer, lots, smallest orders, capacity, and the purchases table."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from onshore.plans import Plan
from onshore.verification.findings import NOTHING, Finding, differs, exceeds, figure, place
from onshore.verification.moving import Move
from onshore.verification.world import World

__all__ = ["check_offers", "check_orders", "check_purchase_lots", "check_purchases"]


def check_offers(world: World, moved: list[Move]) -> Iterator[Finding]:
    """Rule `sourcing`: offered, not before the lead time, supplier open."""
    for move in moved:
        reason = _why_not_bought(world, move) if move.bought else ""
        if reason:
            where = move.where(world)
            words = f"{where}: {figure(move.quantity)} pieces are bought, but {reason}."
            yield Finding("sourcing", where, move.quantity, 0.0, words)


def _why_not_bought(world: World, move: Move) -> str:
    if move.offer is None:
        return "the supplier does not offer the item in this period"
    ready = world.network.start.toordinal() + move.offer.lead_days
    if not move.offer.running and world.horizon.middle(move.t) < ready:
        late = ready - world.horizon.middle(move.t)
        return f"an order placed at the start is ready {figure(late)} days after the middle of the period"
    if not world.is_open(move.origin, move.t):
        return "the supplier is closed all the period"
    return ""


def check_purchase_lots(world: World, moved: list[Move]) -> Iterator[Finding]:
    """Rule `purchase_lot`: whole lots for each site and mode."""
    for move in moved:
        if move.offer is None:
            continue
        whole = round(move.quantity / move.offer.lot) * move.offer.lot
        if differs(move.quantity, whole, move.offer.lot):
            where = move.where(world)
            words = (
                f"{where}: {figure(move.quantity)} pieces are not whole lots of {figure(move.offer.lot)}; "
                f"the nearest is {figure(whole)}."
            )
            yield Finding("purchase_lot", where, move.quantity, whole, words)


def check_orders(world: World, moved: list[Move]) -> Iterator[Finding]:
    """Rules `moq` and `supplier_capacity`: over all sites and modes of a period."""
    bought: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for move in moved:
        if move.offer is not None:
            bought[move.origin, move.item, move.t].append(move.quantity)
    for (supplier, item, t), parts in bought.items():
        offer, quantity = world.offers.of(supplier, item, t), math.fsum(parts)
        assert offer is not None
        where = place(supplier, item, world.period(t))
        if exceeds(offer.moq, quantity):
            words = f"{where}: {figure(quantity)} pieces are under the smallest order of {figure(offer.moq)}."
            yield Finding("moq", where, quantity, offer.moq, words)
        if exceeds(quantity, offer.capacity):
            words = (
                f"{where}: {figure(quantity)} pieces are {figure(quantity - offer.capacity)} more than "
                f"the {figure(offer.capacity)} the supplier delivers."
            )
            yield Finding("supplier_capacity", where, quantity, offer.capacity, words)


def check_purchases(world: World, plan: Plan, moved: list[Move]) -> Iterator[Finding]:
    """Rule `purchases`: quantities are those shipped over all modes, the price is right, the tier is 1."""
    shipped: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for move in moved:
        if move.bought:
            shipped[move.origin, move.destination, move.item, world.period(move.t)] += move.quantity
    stated: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for row in plan.purchases.iter_rows(named=True):
        key = (row["supplier"], row["site"], row["item"], row["period"])
        stated[key] += row["quantity"]
        if row["quantity"] > NOTHING:
            yield from _check_price(world, key, row["price"])
        if row["tier"] != 1:
            words = f"{place(*key)}: price tier {row['tier']} is stated, but there is only tier 1."
            yield Finding("purchases", place(*key), float(row["tier"]), 1.0, words)
    for key in sorted(shipped.keys() | stated.keys()):
        said, right = stated.get(key, 0.0), shipped.get(key, 0.0)
        if differs(said, right):
            words = (
                f"{place(*key)}: {figure(said)} pieces are stated as bought, "
                f"{figure(right)} are shipped from the supplier."
            )
            yield Finding("purchases", place(*key), said, right, words)


def _check_price(world: World, key: tuple[str, str, str, str], stated: float) -> Iterator[Finding]:
    supplier, _, item, period = key
    t = world.horizon.position[period]
    offer = world.offers.of(supplier, item, t) if world.offers.sells(supplier, item) else None
    if offer is not None and differs(stated, offer.price):
        words = f"{place(*key)}: the price is {figure(offer.price)} a piece, the plan says {figure(stated)}."
        yield Finding("purchases", place(*key), stated, offer.price, words)
