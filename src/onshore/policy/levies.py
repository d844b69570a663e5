"""One row of duty or tax, found by class of goods, kind and day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from onshore.policy.goods import duty_class
from onshore.policy.law import DESTINATIONS, Row, rows
from onshore.policy.unknown import Unknown, UnknownName

__all__ = ["KINDS", "Levy", "levy", "timeline"]

#: Kinds of levies, in the order in which each is taken on what came before.
KINDS: Final = ("basic", "surcharge", "recoverable")
_NAMES: Final = {"basic": "basic duty", "surcharge": "surcharge", "recoverable": "tax"}
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Levy:
    """A row of `duties`.

    rate: share of the CIF value (basic), of the basic duty (surcharge), of CIF, duty and surcharge
    (recoverable), as `unit` says. first, last: days, last None if it is open; known_until: None if `last` is given.
    hs: headings; condition: what the importer must do.
    """

    duty_class: str
    kind: str
    origin: str
    destination: str
    first: dt.date
    last: dt.date | None
    rate: float
    unit: str
    known_until: dt.date | None
    instrument: str
    confidence: str
    hs: tuple[str, ...]
    condition: str
    scope: str
    source: str

    @classmethod
    def of(cls, row: Row) -> Levy:
        """The levy of a row of `duties`, of law or of a network."""
        return cls(
            row["duty_class"], row["kind"], row["origin"], row["destination"], row["from"], row["to"], row["rate"],
            row.get("unit") or "", row["known_until"], row["instrument"] or "", row["confidence"] or "",
            tuple(row["hs"].split("; ")) if row["hs"] else (),
            row.get("condition") or "", row.get("scope") or "", row["source"] or "",
        )  # fmt: skip

    @property
    def name(self) -> str:
        """The row in words: what it is of, with its first day."""
        of = "all goods" if self.duty_class == "*" else self.duty_class
        return f"{_NAMES[self.kind]} of {of} from {self.first}"

    @property
    def end(self) -> dt.date:
        """The last day for which the rate is known."""
        return self.last or self.known_until or dt.date.max

    def holds(self, on: dt.date) -> bool:
        """Whether it is known to hold on a day."""
        return self.first <= on <= self.end

    def says(self) -> str:
        """Rate and span in words."""
        until = f" to {self.last}" if self.last else f", known until {self.known_until}"
        return f"{100 * self.rate:.4g}% from {self.first}{until}"


def timeline(
    item: str,
    *,
    kind: str = "basic",
    origin: str = "*",
    destination: str = "IN",
    duties: Iterable[Row] | None = None,
) -> tuple[Levy, ...]:
    """Every row of one kind for goods of a class, by first day.

    Args:
        item: class of goods or another name of it.
        kind: basic, surcharge or recoverable.
        origin: country of departure, ISO 3166 alpha-2; * takes the rows for all countries only.
        destination: country that levies.
        duties: rows of a network's table `duties`, to look at these; the item is then a class that they name.

    Raises:
        UnknownName: if there is no such class, no law of the country that levies, or `origin` is no country.
    """
    if kind not in KINDS:
        raise ValueError(f"kind = '{kind}' is not one of {', '.join(KINDS)}")
    if origin != "*" and re.fullmatch("[A-Z]{2}", origin) is None:
        raise UnknownName(f"'{origin}' is not a country: write two capital letters, as CN, or * for any.")
    if duties is None:
        if destination not in DESTINATIONS:
            raise UnknownName(f"No law of '{destination}' is shipped; there is {', '.join(DESTINATIONS)}.")
        item, duties = duty_class(item), rows("duties", DESTINATIONS[destination])
    found = [
        Levy.of(row)
        for row in duties
        if row["kind"] == kind
        and row["duty_class"] in (item, "*")
        and row["origin"] in (origin, "*")
        and row["destination"] == destination
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.duty_class != "*", one.origin != "*")))


def levy(
    item: str,
    on: dt.date,
    *,
    kind: str = "basic",
    origin: str = "*",
    destination: str = "IN",
    duties: Iterable[Row] | None = None,
) -> Levy:
    """The row that holds on a day: that of the class before that of all goods, then that of the origin.

    Args:
        item: class of goods or another name of it.
        on: day of import.
        kind: basic, surcharge or recoverable.
        origin: country of departure, ISO 3166 alpha-2.
        destination: country that levies.
        duties: as `timeline` takes them.

    Raises:
        UnknownName: if there is no such class, or no law of the country.
        Unknown: for a day before the first row, between two rows, or after the last day that is known.
    """
    found = timeline(item, kind=kind, origin=origin, destination=destination, duties=duties)
    held = [one for one in found if one.holds(on)]
    if held:
        return max(held, key=lambda one: (one.duty_class != "*", one.origin != "*", one.first))
    what = f"the {_NAMES[kind]} of {duty_class(item) if duties is None else item} on {on}"
    if not found:
        raise Unknown(f"No row is known for {what} into {destination}.", "", on)
    before = [one for one in found if one.first <= on]
    after = [one for one in found if one.first > on]
    if not before:
        raise Unknown(f"Unknown: {what}. The first row is {after[0].says()}.", after[0].name, on)
    last = max(before, key=lambda one: one.end)
    if after:
        text = f"Unknown: {what}. It lies between two rows: {last.says()}; the next begins on {after[0].first}."
    elif last.last:
        text = f"Unknown: {what}. The last row is {last.says()}; nothing is known from {last.last + _DAY} on."
    else:
        text = f"Unknown: {what}. The last row is {last.says()}: look up whether it still holds."
    raise Unknown(text, last.name, on)
