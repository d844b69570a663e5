"""Rates of a period: exchange, prices at the supplier's gate, duties. Each is a mean over days."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from onshore.network import Network
from onshore.verification.calendar import Horizon, Opening, Row, Succession

__all__ = ["Duties", "Exchange", "Levy", "Offer", "Offers", "grouped"]


#: Kinds of levies beside the basic duty.
_ADDED = ("surcharge", "recoverable")


def grouped(rows: Iterable[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    """Rows by the values of some columns."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in columns)].append(row)
    return dict(groups)


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values)


class Exchange:
    """Network currency for one unit of a currency, by period; NaN where a day has no known rate."""

    def __init__(self, network: Network, horizon: Horizon) -> None:
        rows = grouped(network.exchange_rates.iter_rows(named=True), "currency")
        self._rates = {currency: Succession(group) for (currency,), group in rows.items()}
        self._own = network.settings["currency"]
        self._horizon = horizon
        self._known: dict[tuple[str, int], float] = {}

    def mean(self, currency: str | None, t: int) -> float:
        """Mean rate of the period; 1 for the network's own currency."""
        if not currency or currency == self._own:
            return 1.0
        if (currency, t) not in self._known:
            self._known[currency, t] = _mean([self._on(currency, day) for day in self._horizon.days_of(t)])
        return self._known[currency, t]

    def at_customs(self, currency: str | None, t: int, arrival: int | None) -> float:
        """What customs takes an amount for that leaves in a period, beside its worth on leaving."""
        rows = self._rates[currency].rows if currency in self._rates and currency != self._own else []
        if currency is None or all(row["customs_rate"] is None for row in rows):
            return 1.0
        days = self._horizon.days_of(self._horizon.last if arrival is None else arrival)
        return _mean([self._on(currency, day, "customs_rate") for day in days]) / self.mean(currency, t)

    def _on(self, currency: str, day: int, kind: str = "rate") -> float:
        row = self._rates[currency].in_force(day) if currency in self._rates else None
        return math.nan if row is None else float(row["rate"] if row[kind] is None else row[kind])


class Offer(NamedTuple):
    """A supplier's offer of an item in a period. price: network currency; capacity: infinity for no limit;
    currency: what the price is in on the last day of the offer.
    """

    price: float
    capacity: float
    lot: float
    moq: float
    lead_days: float
    running: bool
    imported_share: float
    currency: str | None


class Offers:
    """Sourcing rows as far as they are known at the network's start."""

    def __init__(self, network: Network, horizon: Horizon, opening: Opening, exchange: Exchange) -> None:
        known = network.sourcing.filter(
            pl.col("known_from").is_null() | (pl.col("known_from") <= pl.lit(network.start))
        )
        rows = grouped(known.iter_rows(named=True), "supplier", "item")
        self._rows = {(key[0], key[1]): Succession(group) for key, group in rows.items()}
        self._horizon, self._opening, self._exchange = horizon, opening, exchange
        self._worked: dict[tuple[str, str, int], Offer | None] = {}

    def sells(self, site: str, item: str) -> bool:
        """Whether what leaves the site with this item is bought there."""
        return (site, item) in self._rows

    def terms(self, item: str) -> set[str]:
        """Terms of all offers of the item; none if nobody offers it."""
        return {row["terms"] for (_, bought), s in self._rows.items() if bought == item for row in s.rows}

    def consigned(self, item: str) -> bool:
        """Whether the item is bought, and by the brand only, which keeps it."""
        return self.terms(item) == {"consigned"}

    def of(self, supplier: str, item: str, t: int) -> Offer | None:
        """The offer of a period; None where the item is not offered on any of its days."""
        key = (supplier, item, t)
        if key not in self._worked:
            self._worked[key] = self._work_out(supplier, item, t)
        return self._worked[key]

    def _work_out(self, supplier: str, item: str, t: int) -> Offer | None:
        rows = self._rows[supplier, item]
        offered = [(day, row) for day in self._horizon.days_of(t) if (row := rows.in_force(day)) is not None]
        if not offered:
            return None
        last = offered[-1][1]
        price = _mean([row["price"] * self._exchange.mean(row["currency"], t) for _, row in offered])
        return Offer(
            price,
            self._capacity(supplier, offered),
            last["lot"],
            last["moq"],
            last["lead_days"],
            last["running"],
            last["imported_share"],
            last["currency"],
        )

    def _capacity(self, supplier: str, offered: list[tuple[int, Row]]) -> float:
        if any(row["capacity"] is None for _, row in offered):
            return math.inf
        return math.fsum(row["capacity"] * self._opening.share(supplier, day) for day, row in offered)


class Levy(NamedTuple):
    """Rates of a period, NaN where one is unknown on a day. recoverable_days: rate times days until credited."""

    basic: float
    surcharge: float
    recoverable_days: float


class Duties:
    """Duty rows by class, kind and the two countries; the more particular row goes first."""

    def __init__(self, duties: pl.DataFrame, preferential: pl.DataFrame, horizon: Horizon) -> None:
        self._preferred = grouped(preferential.iter_rows(named=True), "site", "item", "destination")
        self._rows = grouped(duties.iter_rows(named=True), "kind", "duty_class", "origin", "destination")
        self._horizon = horizon
        self._worked: dict[tuple[str | None, str, str, int, tuple[str, str]], Levy] = {}

    def on(self, kind: str, duty_class: str | None, origin: str, destination: str, day: int) -> Row | None:
        """The row in force on a day: the item's own class before `*`, then the origin itself before `*`.

        An item without a class has no row: it never crosses a border at which duty is paid.
        """
        date = dt.date.fromordinal(day)
        for one_class in (duty_class, "*") if duty_class else ():
            for one_origin in (origin, "*"):
                rows = self._rows.get((kind, one_class, one_origin, destination), [])
                held = [row for row in rows if row["from"] <= date and (row["to"] is None or date <= row["to"])]
                if held:
                    return max(held, key=lambda row: row["from"])
        return None

    def levy(
        self, duty_class: str | None, origin: str, destination: str, t: int, of: tuple[str, str] = ("", "")
    ) -> Levy:
        """Mean rates of the period. of: the site that it leaves and the item, where their origin may count."""
        key = (duty_class, origin, destination, t, of)
        if key not in self._worked:
            self._worked[key] = self._work_out(*key)
        return self._worked[key]

    def _work_out(self, duty_class: str | None, origin: str, destination: str, t: int, of: tuple[str, str]) -> Levy:
        days = self._horizon.days_of(t)
        basic, surcharge, recoverable = (
            [self.on(kind, duty_class, origin, destination, day) for day in days]
            for kind in ("basic", "surcharge", "recoverable")
        )
        none = [0.0 if self._never(kind, duty_class, origin, destination) else math.nan for kind in _ADDED]
        return Levy(
            _mean(
                [
                    math.nan if row is None else self._preferential(row["rate"], of, destination, day)
                    for day, row in zip(days, basic, strict=True)
                ]
            ),
            _mean([none[0] if row is None else row["rate"] for row in surcharge]),
            _mean([none[1] if row is None else row["rate"] * row["credit_days"] for row in recoverable]),
        )

    def _preferential(self, rate: float, of: tuple[str, str], destination: str, day: int) -> float:
        """The general rate of a day, or a lower one by the origin of the goods."""
        date = dt.date.fromordinal(day)
        rows = self._preferred.get((*of, destination), [])
        held = [r["rate"] for r in rows if r["from"] <= date and (r["to"] is None or date <= r["to"])]
        return min([float(rate), *held])

    def _never(self, kind: str, duty_class: str | None, origin: str, destination: str) -> bool:
        """Whether no row of any day levies this kind on such goods: then there is none, and else a day is unknown."""
        classes = {duty_class, "*"} if duty_class else set()
        return not any((kind, c, o, destination) in self._rows for c in classes for o in (origin, "*"))
