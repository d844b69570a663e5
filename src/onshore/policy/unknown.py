"""What the law data does not say."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable

__all__ = ["Unknown", "UnknownName", "nearest"]


class Unknown(LookupError):
    """The law data does not say what was asked for; nothing is guessed.

    `row` names the row that comes nearest (empty if there is none), `on` the day that was asked for.
    """

    def __init__(self, message: str, row: str = "", on: dt.date | None = None) -> None:
        super().__init__(message)
        self.message, self.row, self.on = message, row, on

    def __str__(self) -> str:
        return self.message


class UnknownName(Unknown):
    """A name that the law data does not have: an item, a scheme, a part of a kit."""


def nearest(name: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Names that look like the one given, the closest first; those that contain it or a part of it come too."""
    names = sorted(set(known))
    folded = name.strip().casefold()
    close = difflib.get_close_matches(folded, names, most, 0.5)
    words = [w for w in folded.replace("-", "_").replace(" ", "_").split("_") if len(w) > 2]
    return tuple(dict.fromkeys([*close, *(n for n in names if any(w in n for w in words))]))[:most]
