"""A display with what comes in its kit as a class of goods of its own, whose duty follows the circulars by day.

The class is called `display_assembly with sim-tray; side-key`: parts of `kit_parts`, parted by `; `.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from onshore.policy.display import DISPLAY, display
from onshore.policy.law import INDIA, Row, rows
from onshore.policy.unknown import Unknown, UnknownName

__all__ = ["kit", "kit_rows"]

_WITH: Final = f"{DISPLAY} with "
_DAY: Final = dt.timedelta(days=1)


def kit(duty_class: str) -> tuple[str, ...] | None:
    """The parts in the name of a class of goods; None if it is not called after a kit."""
    if not duty_class.startswith(_WITH):
        return None
    return tuple(part.strip() for part in duty_class.removeprefix(_WITH).split(";"))


def kit_rows(duty_class: str, duties: Iterable[Row]) -> Iterator[Row]:
    """Rows of `duties` for a display with a kit: on each day those of the class that it is taken for.

    No row holds on days for which the class is not known. Source: `kit_parts`, see `display`.

    Args:
        duty_class: as `kit` reads it; of another name there are no rows.
        duties: rows of the law, of which those of the display assembly and of other parts are taken.

    Raises:
        UnknownName: for a part that is not in `kit_parts`, with the nearest ones.
    """
    parts, known = kit(duty_class), list(duties)
    if parts is None:
        return
    for first, last in _spans(parts):
        try:
            taken = display(parts, first).duty_class
        except UnknownName:
            raise
        except Unknown:
            continue
        for row in known:
            end = dt.date.max if row["to"] is None else row["to"]
            if row["duty_class"] == taken and row["from"] <= last and end >= first:
                cut = {"to": last, "known_until": None} if last < end else {}
                yield {**row, **cut, "from": max(row["from"], first), "duty_class": duty_class}


def _spans(parts: tuple[str, ...]) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last days between which the class of a kit does not change."""
    own = [row for row in rows("kit_parts", INDIA) if row["part"] in parts]
    begins = {dt.date.min} | {row[c] for row in own for c in ("inside_from", "out_from") if row[c]}
    begins |= {row["out_until"] + _DAY for row in own if row["out_until"]}
    days = sorted(begins)
    for first, after in zip(days, [*days[1:], None], strict=True):
        yield first, dt.date.max if after is None else after - _DAY
