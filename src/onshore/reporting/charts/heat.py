"""Where the lines are full: a cell for each line and span of time, classed, with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onshore.reporting.charts.svg import NARROW, drawing, rect, text, width_of
from onshore.reporting.words import short_name

__all__ = ["FULL_FROM", "Cell", "Heat", "Line", "heat"]

#: From this use on a line counts as full.
FULL_FROM = 0.98
#: Classes of use in percent and how much of the darker colour each takes: no class falls where neither text
#: colour reaches 4.5 to 1, and the jump at 90 is the warning.
_CLASSES = ((98, 100), (90, 80), (80, 44), (70, 32), (60, 22), (50, 14), (0, 4))


@dataclass(frozen=True)
class Cell:
    """Use over a span (None: the line has no hours), whether some period in it is full, and what hovering
    shows.
    """

    use: float | None
    full: bool
    tip: str


@dataclass(frozen=True)
class Line:
    """A row: where, what it does, two short lines for a phone, its cells, and what a span without hours is
    called.
    """

    site: str
    kind: str
    small: tuple[str, str]
    cells: tuple[Cell, ...]
    shut: tuple[str, ...]


@dataclass(frozen=True)
class Heat:
    """Rows over the same spans; a span has a name, a shorter one, and, under it, a year."""

    lines: tuple[Line, ...]
    columns: tuple[tuple[str, str, str], ...]


def heat(width: int, *, wide: Heat, narrow: Heat, title: str) -> str:
    """Percent of line hours used; `narrow` holds the same in fewer columns for a phone."""
    small = width < NARROW
    data = narrow if small else wide
    label = _label(data.lines, small)
    across = (width - label - 2) / max(len(data.columns), 1)
    tall, top = 28.0, 34.0
    body, year = "", ""
    fits = all(width_of(name, 11.5) < across - 4 for name, *_ in data.columns)
    for i, (name, brief, under) in enumerate(data.columns):
        body += text(label + across * (i + 0.5), 12, name if fits else brief, "t2", "middle")
        if under != year:
            body += text(label + across * (i + 0.5), 26, under, "t2", "middle")
            year = under
    for k, line in enumerate(data.lines):
        y = top + k * tall
        body += _name(line, y, label, small) + _cells(line, y, label, across, tall)
    return drawing(width, top + len(data.lines) * tall + 4, body, title, "Outlined cells are full")


def _label(lines: Sequence[Line], small: bool) -> float:
    if small:
        return 104.0
    widest = max((width_of(line.site) + width_of(line.kind, 11.5) for line in lines), default=0.0)
    return min(widest + 34, 280.0)


def _name(line: Line, y: float, label: float, small: bool) -> str:
    if not small:
        return text(0, y + 18, line.site) + text(label - 10, y + 18, line.kind, "t2", "end")
    return text(0, y + 13, short_name(line.small[0], 15)) + text(0, y + 25, short_name(line.small[1], 17), "t2")


def _cells(line: Line, y: float, left: float, across: float, tall: float) -> str:
    body, i = "", 0
    while i < len(line.cells):
        cell = line.cells[i]
        if cell.use is not None:
            body += _cell(cell, left + across * i, y, across, tall)
            i += 1
            continue
        end = i
        while end < len(line.cells) and line.cells[end].use is None:
            end += 1
        body += _shut(line.shut[i], left + across * i, y, across * (end - i), tall)
        i = end
    return body


def _cell(cell: Cell, x: float, y: float, across: float, tall: float) -> str:
    use = round(100 * (cell.use or 0.0))
    mix = next(part for least, part in _CLASSES if use >= least)
    body = rect(
        *(x + 1, y + 1, across - 2, tall - 2),
        rx=2,
        class_=f"h{mix} full" if cell.full else f"h{mix}",
        data_t=cell.tip,
    )
    tone = ("c hi" if mix > 55 else "c") + (" b" if cell.full else "")
    return body + text(x + across / 2, y + 18, use, tone)


def _shut(words: str, x: float, y: float, across: float, tall: float) -> str:
    shown = words if width_of(words, 11.5) < across - 6 else "shut" if across > 30 else ""
    body = rect(x + 1, y + 1, across - 2, tall - 2, rx=2, fill="none", stroke="var(--rule)")
    return body + (text(x + across / 2, y + 18, shown, "t2", "middle") if shown else "")
