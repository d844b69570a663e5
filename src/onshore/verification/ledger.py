"""The ledger: amounts by term, company, site, item and period, and how they compare with the plan's money."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from onshore.plans import Plan
from onshore.verification.findings import Finding, differs, figure, place

__all__ = ["Ledger", "check_money"]

Key = tuple[str, str, str, str, str]


class Ledger:
    """Amounts as they are booked; a name that a booking has none of is empty."""

    def __init__(self) -> None:
        self._amounts: dict[Key, list[float]] = defaultdict(list)
        self._scales: dict[Key, float] = defaultdict(float)

    def book(
        self,
        term: str,
        company: str,
        amount: float,
        site: str = "",
        item: str = "",
        period: str = "",
        scale: float = 0.0,
    ) -> None:
        """Adds an amount; `scale` is the size of what it is the difference of, if it is one."""
        key = (term, company, site, item, period)
        self._amounts[key].append(amount)
        self._scales[key] += max(abs(amount), scale)

    def keys(self) -> set[Key]:
        """Every place at which something is booked."""
        return set(self._amounts)

    def amount(self, key: Key) -> float:
        """What is booked at a place; zero if nothing is."""
        return math.fsum(self._amounts.get(key, ()))

    def scale(self, key: Key) -> float:
        """Sum of the absolute amounts booked at a place."""
        return self._scales.get(key, 0.0)


def _stated(plan: Plan) -> dict[Key, float]:
    amounts: dict[Key, float] = defaultdict(float)
    for row in plan.money.iter_rows(named=True):
        company, site, item, period = (row[c] or "" for c in ("company", "site", "item", "period"))
        amounts[row["term"], company, site, item, period] += row["amount"]
    return amounts


def check_money(plan: Plan, ledger: Ledger) -> Iterator[Finding]:
    """Rules `money:TERM`: every place of every term; a row that is not there says zero."""
    stated = _stated(plan)
    for key in sorted(ledger.keys() | stated.keys()):
        said, right = stated.get(key, 0.0), ledger.amount(key)
        if differs(said, right, ledger.scale(key)):
            term, where = key[0], place(*key[1:])
            words = f"{where}: {term} comes to {figure(right)}, the plan says {figure(said)}{_by(said - right)}."
            yield Finding(f"money:{term}", where, said, right, words)


def _by(difference: float) -> str:
    if math.isnan(difference):
        return "; an exchange rate or a duty is not known"
    return f" ({figure(abs(difference))} too {'much' if difference > 0 else 'little'})"
