"""What changed in cost, or what a cost is made of: bars that start where the last one ended."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onshore.reporting.charts.svg import NARROW, drawing, rect, tag, text, width_of

__all__ = ["Bar", "bars", "bridge"]


@dataclass(frozen=True)
class Bar:
    """One bar: name, from, to, and whether it is a `total`, the `plan`, `better`, `worse`, the `same` or a
    `part`.
    """

    name: str
    start: float
    end: float
    kind: str
    value: float


_COLOURS = {
    "total": "var(--base)",
    "plan": "var(--accent)",
    "worse": "var(--worse)",
    "better": "var(--better)",
    "part": "var(--base)",
    "same": "var(--ink-3)",
}


def bars(first: tuple[str, float] | None, steps: Sequence[tuple[str, float]], last: tuple[str, float]) -> list[Bar]:
    """From a first total through steps to the last; without a first total the last is built up from zero."""
    found, at = [], 0.0
    if first is not None:
        found.append(Bar(first[0], 0.0, first[1], "total", first[1]))
        at = first[1]
    for name, value in steps:
        kind = (
            ("worse" if value > 0 else "better" if value < 0 else "same") if first is not None or value < 0 else "part"
        )
        found.append(Bar(name, at, at + value, kind, value))
        at += value
    return [*found, Bar(last[0], 0.0, last[1], "plan", last[1])]


def bridge(
    width: int,
    *,
    rows: Sequence[Bar],
    unit: str,
    title: str,
    show: Callable[[float], str],
    signed: Callable[[float], str],
) -> str:
    """Horizontal bars; where all start far from zero the axis is cut, and says so."""
    narrow = width < NARROW
    ends = [v for b in rows for v in ((b.end,) if b.kind in ("total", "plan") else (b.start, b.end))]
    high, low = max(ends), _cut(ends)
    label = max(width_of(b.name, bold=b.kind in ("total", "plan")) for b in rows) + 14
    label = min(label, 150.0 if narrow else 210.0)
    value = max(width_of(signed(b.value), bold=True) for b in rows) + 14
    tall, top = (27.0 if narrow else 30.0), 6.0
    inner = width - label - value

    def x(v: float) -> float:
        return label + inner * (max(v, low) - low) / ((high - low) or 1.0)

    body = ""
    for i, bar in enumerate(rows):
        y, ends_at = top + i * tall, x(bar.end)
        whole = bar.kind in ("total", "plan")
        shown = show(bar.value) if whole or bar.kind == "part" else signed(bar.value)
        body += text(label - 10, y + tall / 2 + 4, bar.name, "t b" if whole else "t", "end")
        body += _bar(bar, x(bar.start), ends_at, y, tall, f"{bar.name}: {shown} {unit}", shown)
        body += _slashes(label, y, tall) if whole and low > 0 else ""
        if i < len(rows) - 1:
            body += tag("line", x1=ends_at, x2=ends_at, y1=y + tall - 4, y2=y + tall + 5, stroke="var(--ink-3)")
    height = top + len(rows) * tall + 18
    words = f"{unit}; the axis starts at {show(low)}" if low > 0 else unit
    return drawing(width, height, body + text(label, height - 4, words, "t2"), title)


def _bar(bar: Bar, a: float, b: float, y: float, tall: float, tip: str, shown: str) -> str:
    """The bar and its number at the right."""
    x0, x1 = sorted((a, b))
    tone = {"total": "t b num", "plan": "t b num", "part": "t num"}.get(bar.kind, f"t num {bar.kind}")
    body = rect(x0, y + 5, max(x1 - x0, 1.5), tall - 9, fill=_COLOURS[bar.kind], rx=1.5, data_t=tip)
    return body + text(x1 + 6, y + tall / 2 + 4, shown, tone)


def _cut(ends: Sequence[float]) -> float:
    """Where the axis starts: 0, or a round number below if what happens is a small part of the whole."""
    low, high = min(ends), max(ends)
    reach = high - low
    if low <= 0 or reach > 0.5 * high:
        return 0.0
    wanted = low - 0.7 * max(reach, 0.002 * high)
    step = 10.0 ** math.floor(math.log10(max(reach, 0.002 * high)))
    return max(0.0, math.floor(wanted / step) * step)


def _slashes(left: float, y: float, tall: float) -> str:
    path = f"M{left + 9:.0f} {y + 3:.0f}l-5 {tall - 5:.0f}M{left + 14:.0f} {y + 3:.0f}l-5 {tall - 5:.0f}"
    return tag("path", d=path, stroke="var(--surface)", stroke_width=2.5)
