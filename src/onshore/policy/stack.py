"""What an import pays on a day: basic duty, surcharge, and the tax that comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from onshore.policy.display import DISPLAY, Display, display
from onshore.policy.goods import duty_class
from onshore.policy.law import Row
from onshore.policy.levies import KINDS, Levy, levy, timeline

__all__ = ["Stack", "stack"]


@dataclass(frozen=True)
class Stack:
    """The rows that apply to an import, each on what came before. Shares are of the CIF value.

    item: as it was asked for; duty_class: what it is taken for; display: how a kit was classed, if one was given.
    A kind that the country has no row of, of whatever day, is not in `rows` and counts as nothing.
    """

    item: str
    duty_class: str
    on: dt.date
    origin: str
    destination: str
    rows: tuple[Levy, ...]
    display: Display | None = None

    def rate(self, kind: str) -> float:
        """Rate of one kind on its own base; zero if no row levies it."""
        return next((row.rate for row in self.rows if row.kind == kind), 0.0)

    @property
    def basic(self) -> float:
        """Basic duty."""
        return self.rate("basic")

    @property
    def surcharge(self) -> float:
        """Surcharge: a share of the basic duty, not of the value."""
        return self.basic * self.rate("surcharge")

    @property
    def sunk(self) -> float:
        """Basic duty and surcharge: what is not credited on goods that are sold in the country."""
        return self.basic + self.surcharge

    @property
    def recoverable(self) -> float:
        """Tax on CIF, duty and surcharge: cash that is credited later, no cost."""
        return self.rate("recoverable") * (1 + self.sunk)

    @property
    def known_until(self) -> dt.date:
        """Last day on which all of it is known to hold."""
        return min(row.end for row in self.rows)

    def amounts(self, cif: float) -> dict[str, float]:
        """Basic duty, surcharge and recoverable tax on a CIF value, in its currency."""
        return {"basic": cif * self.basic, "surcharge": cif * self.surcharge, "recoverable": cif * self.recoverable}

    def tax_finance(self, cif: float, days: float, cost_of_money: float) -> float:
        """Cost of the cash in the tax until it is credited, in the currency of `cif`.

        Args:
            cif: CIF value.
            days: until the credit.
            cost_of_money: a year, as a share.
        """
        return cif * self.recoverable * cost_of_money * days / 365


def stack(
    item: str,
    on: dt.date,
    origin: str = "*",
    destination: str = "IN",
    kit: Iterable[str] | None = None,
    duties: Sequence[Row] | None = None,
) -> Stack:
    """The levies on an import on a day, with what of them is sunk and what is credited.

    basic: on CIF. surcharge: on the basic duty. recoverable: on CIF, basic duty and surcharge. Source: the rows.

    Args:
        item: class of goods or another name of it: `phone`, `display`.
        on: day of import.
        origin: country of departure, ISO 3166 alpha-2, or * for any.
        destination: country that levies.
        kit: for a display, what comes with the panel (names of `kit_parts`).
        duties: rows of a network's table `duties`, to look at these; the item is then a class that they name.

    Raises:
        UnknownName: for an item, country or part of a kit that the law data does not have, with the nearest ones.
        Unknown: if a rate is not known on the day, naming row and day.
        ValueError: if a kit is given for anything but a display.
    """
    goods = duty_class(item) if duties is None else item
    classed = None
    if kit is not None:
        if goods != DISPLAY:
            raise ValueError(f"a kit is asked about for a display only; '{item}' is {goods}")
        classed = display(kit, on)
        goods = classed.duty_class
    of = partial(timeline, goods, origin=origin, destination=destination, duties=duties)
    kinds = [kind for kind in KINDS if kind == "basic" or of(kind=kind)]
    held = partial(levy, goods, on, origin=origin, destination=destination, duties=duties)
    return Stack(item, goods, on, origin, destination, tuple(held(kind=kind) for kind in kinds), classed)
