"""Whether a display with what comes in its kit is a display assembly: a question of contents and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from onshore.policy.law import INDIA, rows
from onshore.policy.unknown import Unknown, UnknownName, nearest

__all__ = ["DISPLAY", "OTHER_PARTS", "Display", "display"]

#: Class of goods of a display assembly, and of the other parts of 8517 79 90, in `duties`.
DISPLAY: Final = "display_assembly"
OTHER_PARTS: Final = "mechanics_metal_plastic"


@dataclass(frozen=True)
class Display:
    """How a display kit is classed. inside: it is a display assembly. taken_out_by: parts that prevent that."""

    duty_class: str
    inside: bool
    taken_out_by: tuple[str, ...]
    why: str
    source: str


def display(kit: Iterable[str], on: dt.date) -> Display:
    """The class of goods of a display that is imported with other parts.

    It is a display assembly if every part of the kit is inside it on that day; else the whole is another part of
    8517 79 90. Circular 14/2022 (18 Aug 2022) takes it out for any part beside panel, touch, cover glass, backlight,
    driver FPC and frame; circular 06/2024 (7 Jun 2024) leaves support frame, receiver mesh, SIM tray, antenna pin and
    side key inside. Source: `kit_parts`.

    Args:
        kit: names of `kit_parts`; the panel may be left out.
        on: day of import.

    Raises:
        UnknownName: for a part that is not in `kit_parts`.
        Unknown: for other parts before the first circular, and for a board since 30 Jan 2024.
    """
    known = {row["part"]: row for row in rows("kit_parts", INDIA)}
    parts = [part.strip().casefold().replace("_", "-").replace(" ", "-") for part in kit]
    for part in parts:
        if part not in known:
            near = ", ".join(nearest(part, known)) or ", ".join(known)
            raise UnknownName(f"There is no part '{part}' of a display kit. Nearest: {near}.")
    out = tuple(sorted({p for p in parts if not _inside(known[p]["inside_from"], on)}))
    source = "; ".join(dict.fromkeys(known[p]["source"] for p in parts)) or next(iter(known.values()))["source"]
    if not out:
        return Display(DISPLAY, True, (), "every part of the kit is inside the display assembly", source)
    for part in out:
        since, until = known[part]["out_from"], known[part]["out_until"]
        if since is None or not since <= on <= (until or dt.date.max):
            since = since or known[part]["inside_from"]
            rule = f"known from {since}" + (f" to {until}" if until else "")
            text = f"Unknown: the class of a display with {part} on {on}. The rule for it is {rule}."
            raise Unknown(text, f"kit_parts: {part}", on)
    named = " and ".join(out)
    takes = "takes" if len(out) == 1 else "take"
    why = f"{named} {takes} it out of the display assembly; the whole is another part of 8517 79 90"
    return Display(OTHER_PARTS, False, out, why, source)


def _inside(since: dt.date | None, on: dt.date) -> bool:
    return since is not None and since <= on
