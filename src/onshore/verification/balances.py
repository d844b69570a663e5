"""Balances: what comes in and goes out of every stock, and what is left on each evening."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from onshore.plans import Plan
from onshore.verification.findings import Finding, differs, exceeds, figure, place
from onshore.verification.making import Making
from onshore.verification.moving import Move
from onshore.verification.world import World

__all__ = ["Balance", "balances", "check_balances", "check_owners", "owner"]


class Balance:
    """The stock of an item at a site. Positions are periods; `beyond` is what comes after the horizon."""

    def __init__(self, periods: int, opening: float) -> None:
        self.opening = opening
        self.into: list[list[float]] = [[] for _ in range(periods)]
        self.out: list[list[float]] = [[] for _ in range(periods)]
        self.beyond = 0.0
        self.levels: list[float] = []
        self.scales: list[float] = []

    def add(self, t: int | None, quantity: float) -> None:
        """Pieces that come in period t, or after the horizon."""
        if t is None:
            self.beyond += quantity
        else:
            self.into[t].append(quantity)

    def take(self, t: int, quantity: float) -> None:
        """Pieces that go in period t."""
        self.out[t].append(quantity)

    def close(self) -> Balance:
        """Works out the level of every evening, and the absolute amounts that enter it."""
        level = self.opening
        for into, out in zip(self.into, self.out, strict=True):
            self.scales.append(abs(level) + math.fsum(into) + math.fsum(out))
            level = level + math.fsum(into) - math.fsum(out)
            self.levels.append(level)
        return self


Balances = dict[tuple[str, str], Balance]


def balances(world: World, plan: Plan, made: list[Making], moved: list[Move]) -> Balances:
    """Every stock that anything enters or leaves, by site and item."""
    opening = {(row["site"], row["item"]): row["quantity"] for row in world.network.stock.iter_rows(named=True)}
    book: Balances = {}

    def account(site: str, item: str) -> Balance:
        key = (site, item)
        if key not in book:
            book[key] = Balance(len(world.horizon), opening.get(key, 0.0))
        return book[key]

    for site, item in opening:
        account(site, item)
    for row in world.network.in_transit.iter_rows(named=True):
        account(row["site"], row["item"]).add(world.horizon.containing(row["arrival"].toordinal()), row["quantity"])
    for m in made:
        account(m.site, m.item).add(m.arrival, m.quantity)
        for part in world.boms.get(m.item, ()):
            used = m.started * part["quantity"] * (1 + part["scrap"])
            account(m.site, part["component"]).take(m.t, used)
    for move in moved:
        account(move.destination, move.item).add(move.arrival, move.quantity)
        if not move.bought:
            account(move.origin, move.item).take(move.t, move.quantity)
    for row in plan.sales.iter_rows(named=True):
        account(row["market"], row["item"]).take(world.horizon.position[row["period"]], row["quantity"])
    return {key: balance.close() for key, balance in book.items()}


def check_balances(world: World, plan: Plan, book: Balances) -> Iterator[Finding]:
    """Rules `balance` and `stock`: stated levels are right, and none is below zero."""
    stated: dict[tuple[str, str, int], float] = defaultdict(float)
    for row in plan.stock.iter_rows(named=True):
        stated[row["site"], row["item"], world.horizon.position[row["period"]]] += row["quantity"]
    nowhere = Balance(len(world.horizon), 0.0).close()
    for site, item in sorted(book.keys() | {key[:2] for key in stated}):
        balance = book.get((site, item), nowhere)
        for t, (level, scale) in enumerate(zip(balance.levels, balance.scales, strict=True)):
            where, said = place(site, item, world.period(t)), stated.get((site, item, t), 0.0)
            if differs(said, level, scale):
                words = (
                    f"{where}: {figure(level)} pieces are left on the last evening, "
                    f"the plan says {figure(said)} "
                    f"({figure(abs(said - level))} too {'many' if said > level else 'few'})."
                )
                yield Finding("balance", where, said, level, words)
            if exceeds(-level, 0.0, scale):
                words = f"{where}: {figure(-level)} pieces more go out than there are."
                yield Finding("stock", where, said, level, words)


def owner(world: World, site: str, item: str) -> str:
    """The company that owns the item at the site: the brand if it is consigned, else whose site it is."""
    if world.offers.consigned(item):
        brand = world.items[item]["brand"]
        brands = world.network.companies.filter(kind="brand")["company"].to_list()
        if brand is not None:
            return str(brand)
        if len(brands) == 1:
            return str(brands[0])
    return world.company(site)


def check_owners(world: World, plan: Plan) -> Iterator[Finding]:
    """Rule `stock`: the stated owner is the right one."""
    owners: dict[tuple[str, str], str] = {}
    for row in plan.stock.iter_rows(named=True):
        key = (row["site"], row["item"])
        if key not in owners:
            owners[key] = owner(world, *key)
        if row["owner"] != owners[key]:
            where = place(*key, row["period"])
            words = f"{where}: the stock belongs to {owners[key]}, the plan says {row['owner']}."
            yield Finding("stock", where, row["quantity"], row["quantity"], words)
