"""What an exporter need not pay, or gets back."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from onshore.policy.goods import duty_class
from onshore.policy.law import Row, rows
from onshore.policy.unknown import Unknown, UnknownName, nearest

__all__ = ["Drawback", "drawback", "relief", "reliefs"]


@dataclass(frozen=True)
class Drawback:
    """A drawback in INR. capped: the cap a piece, not the rate, decides it."""

    amount: float
    capped: bool
    rate: float
    cap: float
    instrument: str
    source: str


def reliefs(item: str, on: dt.date) -> tuple[Row, ...]:
    """Rows of `reliefs` for goods of a class that hold on a day. Rates that are not known are None in them.

    Raises:
        UnknownName: if there is no such class.
    """
    goods = duty_class(item)
    return tuple(row for row in rows("reliefs") if row["duty_class"] in (goods, "*") and _holds(row, on))


def relief(name: str, on: dt.date, item: str = "phone_cbu") -> Row:
    """The row of one relief on a day.

    Raises:
        UnknownName: if there is no such relief or class.
        Unknown: for a day before the first row or after the last day that is known, naming row and day.
    """
    known = sorted({row["relief"] for row in rows("reliefs")})
    if name not in known:
        near = ", ".join(nearest(name, known)) or ", ".join(known)
        raise UnknownName(f"There is no relief '{name}'. Nearest: {near}.")
    goods = duty_class(item)
    mine = [row for row in rows("reliefs") if row["relief"] == name and row["duty_class"] in (goods, "*")]
    held = [row for row in mine if _holds(row, on)]
    if held:
        return held[0]
    if not mine:
        raise Unknown(f"No row of {name} is known for {goods}.", name, on)
    firsts = [row["from"] for row in mine]
    last = max(mine, key=lambda row: row["from"])
    if on < min(firsts):
        raise Unknown(f"Unknown: {name} of {goods} on {on}. Its first row begins on {min(firsts)}.", name, on)
    end = last["to"] or last["known_until"]
    raise Unknown(f"Unknown: {name} of {goods} on {on}. Its last row is known until {end}.", name, on)


def _holds(row: Row, on: dt.date) -> bool:
    end = row["to"] or row["known_until"] or dt.date.max
    return bool(row["from"] is not None and row["from"] <= on <= end)


def drawback(fob: float, pieces: float, on: dt.date, item: str = "phone_cbu") -> Drawback:
    """What customs pay back at the all-industry rate: a share of FOB, at most the cap for each piece.

    Source: row `drawback` of `reliefs`. It is not paid on goods whose inputs came under an Advance Authorisation or
    from a bonded maker, nor on a phone that was activated.

    Args:
        fob: FOB value of all pieces, INR.
        pieces: how many.
        on: day of export.
        item: class of goods.

    Raises:
        Unknown: if rate or cap is not known on the day, naming the schedule.
        ValueError: for amounts below zero or not finite.
    """
    for name, amount in (("fob", fob), ("pieces", pieces)):
        if not math.isfinite(amount) or amount < 0:
            raise ValueError(f"{name} = {amount} is not an amount of zero or more")
    row = relief("drawback", on, item)
    if row["rate"] is None or row["cap"] is None:
        text = f"Unknown: drawback of {duty_class(item)} on {on}. Rate and cap of the schedule in force since "
        raise Unknown(f"{text}{row['from']}, {row['instrument']}, were not found.", f"drawback from {row['from']}", on)
    full, most = row["rate"] * fob, row["cap"] * pieces
    return Drawback(min(full, most), full > most, row["rate"], row["cap"], row["instrument"], row["source"])
