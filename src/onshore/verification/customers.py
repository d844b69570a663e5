"""Customers: what they wanted, got and gave up, and what they are still owed on each evening."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from onshore.plans import Plan
from onshore.verification.findings import Finding, differs, exceeds, figure, place
from onshore.verification.world import World

__all__ = ["Account", "accounts", "check_accounts"]


class Account:
    """One class of customers: an item in a market at a priority. Lists have one entry a period."""

    def __init__(self, item: str, market: str, priority: float, periods: int) -> None:
        self.item, self.market, self.priority = item, market, priority
        self.wanted = [0.0] * periods
        self.delivered = [0.0] * periods
        self.short = [0.0] * periods
        self.stated_late = [0.0] * periods
        self.owed: list[float] = []
        self.scales: list[float] = []

    def close(self) -> Account:
        """Works out what is owed on every evening, and the absolute amounts that enter it."""
        owed = 0.0
        for wanted, delivered, short in zip(self.wanted, self.delivered, self.short, strict=True):
            self.scales.append(abs(owed) + wanted + abs(delivered) + abs(short))
            owed += wanted - delivered - short
            self.owed.append(owed)
        return self

    def where(self, world: World, t: int) -> str:
        """The account and a period in words."""
        return place(self.item, self.market, f"priority {figure(self.priority)}", world.period(t))


def accounts(world: World, plan: Plan) -> list[Account]:
    """Every class of customers of the network or the plan's sales."""
    book: dict[tuple[str, str, float], Account] = {}

    def account(item: str, market: str, priority: float) -> Account:
        key = (item, market, priority)
        return book.setdefault(key, Account(*key, len(world.horizon)))

    for row in world.network.demand.iter_rows(named=True):
        wanted = account(row["item"], row["market"], row["priority"]).wanted
        wanted[world.horizon.position[row["period"]]] += row["quantity"]
    for row in plan.sales.iter_rows(named=True):
        t, one = world.horizon.position[row["period"]], account(row["item"], row["market"], row["priority"])
        one.delivered[t] += row["quantity"]
        one.short[t] += row["short"]
        one.stated_late[t] += row["late"]
    return [one.close() for one in book.values()]


def check_accounts(world: World, book: list[Account]) -> Iterator[Finding]:
    """Rule `demand`: the recursion of what is owed, its end, and how long customers wait."""
    for one in book:
        may_wait = _may_wait(world, one)
        for t, (owed, scale) in enumerate(zip(one.owed, one.scales, strict=True)):
            where = one.where(world, t)
            if differs(one.stated_late[t], owed, scale):
                said = one.stated_late[t]
                words = f"{where}: {figure(owed)} pieces are still owed, the plan says {figure(said)} are late."
                yield Finding("demand", where, said, owed, words)
            if exceeds(-owed, 0.0, scale):
                words = f"{where}: {figure(-owed)} pieces more are delivered or given up than are wanted by then."
                yield Finding("demand", where, one.delivered[t], one.delivered[t] + owed, words)
            elif exceeds(owed, may_wait[t], scale):
                words = (
                    f"{where}: {figure(owed - may_wait[t])} of the {figure(owed)} pieces owed would come "
                    "later than the customer waits; deliver them or give them up."
                )
                yield Finding("demand", where, owed, may_wait[t], words)


def _may_wait(world: World, one: Account) -> list[float]:
    """The most that may be owed at the end of each period: demand that the next one still serves in time."""
    horizon, patience = world.horizon, world.items[one.item]["max_late"]
    limit = math.inf if patience is None else patience
    allowed: dict[int, float] = defaultdict(float)
    for t in range(len(horizon) - 1):
        allowed[t] = math.fsum(one.wanted[u] for u in range(t + 1) if horizon.end(t + 1) - horizon.end(u) <= limit)
    return [allowed[t] for t in range(len(horizon))]
