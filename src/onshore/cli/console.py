"""What goes to the terminal: sentences, aligned tables and one JSON document, with names made harmless."""

from __future__ import annotations

import json
import math
import os
import sys
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

__all__ = ["WIDTH", "Console", "Table", "finite", "harmless", "width"]

#: Columns of a terminal that every page fits into.
WIDTH: Final = 100
_GAP: Final = "  "
#: Categories of signs that could move the cursor, hide text or turn its direction.
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
#: Signs without a shape that Indic scripts need.
_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_STYLES: Final = {"strong": "1", "quiet": "2", "": ""}


def harmless(text: str) -> str:
    """The text with a mark for each sign that a terminal would act on instead of showing."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _acts(c) else c for c in text)


def _acts(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS


def width(text: str) -> int:
    """Columns that a text takes: two for wide signs, none for those that stand over another."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text)


def finite(value: Any) -> Any:
    """The value with null for each number that is not finite, in what JSON knows."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [finite(entry) for entry in value]
    return value


@dataclass(frozen=True)
class Table:
    """Rows of texts under a head. `words` says which columns are text and stand left; the last row is a sum
    if `total`. `over` stands above the head: texts with the number of columns that each spans.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: frozenset[int] = frozenset((0,))
    total: bool = False
    over: Sequence[tuple[str, int]] = ()

    def lines(self, room: int = WIDTH) -> list[tuple[str, str]]:
        """Lines with their style. The first column is cut where the table would not fit."""
        cells = [[harmless(cell) for cell in row] for row in (self.head, *self.rows)]
        wide = [max(width(row[i]) for row in cells) for i in range(len(self.head))]
        spare = room - sum(wide) - len(_GAP) * (len(wide) - 1)
        if spare < 0:
            wide[0] = max(8, wide[0] + spare)
        shown = [self._line(row, wide) for row in cells]
        rule = "─" * min(room, sum(wide) + len(_GAP) * (len(wide) - 1))
        styled = [(shown[0], "strong"), (rule, "quiet"), *((line, "") for line in shown[1:])]
        if self.total and self.rows:
            styled[-1:] = [(rule, "quiet"), (shown[-1], "strong")]
        return [*((line, "strong") for line in self._over(wide)), *styled]

    def _over(self, wide: Sequence[int]) -> list[str]:
        """The line above the head: each text at the right end of the columns that it spans."""
        line, at = "", 0
        for text, span in self.over:
            room = sum(wide[at : at + span]) + len(_GAP) * (span - 1)
            line += (_GAP if at else "") + _fitted(harmless(text), room, at == 0)
            at += span
        return [line.rstrip()] if self.over else []

    def _line(self, row: Sequence[str], wide: Sequence[int]) -> str:
        cells = enumerate(zip(row, wide, strict=True))
        return _GAP.join(_fitted(cell, room, i in self.words) for i, (cell, room) in cells).rstrip()


def _fitted(cell: str, room: int, left: bool) -> str:
    while width(cell) > room:
        cell = cell[:-2].rstrip() + "…"
    pad = " " * (room - width(cell))
    return cell + pad if left else pad + cell


class Console:
    """Where a command writes. Results go to `out`; under `json` only the document does, and the rest is kept
    back. Chatter goes to `err`.
    """

    def __init__(self, *, as_json: bool = False, out: IO[str] | None = None, err: IO[str] | None = None) -> None:
        self.as_json, self._written = as_json, False
        self.out, self.err = out or sys.stdout, err or sys.stderr

    @property
    def _styled(self) -> bool:
        return self.out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    def _print(self, line: str, style: str = "") -> None:
        code = _STYLES[style] if self._styled else ""
        print(f"\x1b[{code}m{line}\x1b[0m" if code and line else line, file=self.out)

    def say(self, text: str = "", style: str = "", *, point: bool = False) -> None:
        """A sentence of the result, broken at the width of the page; as a point of a list if asked."""
        if self.as_json:
            return
        first, rest = ("- ", "  ") if point else ("", "")
        pages = textwrap.TextWrapper(WIDTH, first, rest, break_on_hyphens=False)
        for line in pages.wrap(harmless(text)) or [""]:
            self._print(line, style)

    def line(self, text: str) -> None:
        """A line of the result, never broken: others may search in it."""
        if not self.as_json:
            self._print(harmless(text))

    def heading(self, text: str) -> None:
        """What the lines that follow are about."""
        self.say()
        self.say(text, "strong")

    def table(self, table: Table) -> None:
        """A table of the result."""
        for line, style in () if self.as_json else table.lines():
            self._print(line, style)

    def note(self, text: str) -> None:
        """A sentence for whoever watches; never part of the result."""
        for line in text.splitlines() or [""]:
            print(harmless(line), file=self.err, flush=True)

    def document(self, value: Mapping[str, Any]) -> None:
        """The one JSON document, if one was asked for. Numbers that are not finite become null."""
        if self.as_json and not self._written:
            self._written = True
            print(json.dumps(finite(value), indent=2, allow_nan=False, default=str), file=self.out)
