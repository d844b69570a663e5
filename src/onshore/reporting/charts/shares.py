"""Shares with their ranges: against the band of the award, and with and without something."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from onshore.reporting.charts.svg import NARROW, drawing, rect, tag, text, width_of
from onshore.reporting.numbers import percent, span
from onshore.reporting.words import HOW_KNOWN, NOT_KNOWN, short_name

__all__ = ["Reach", "Share", "bands", "pairs", "said"]


@dataclass(frozen=True)
class Reach:
    """How far a share can go in plans that cost at most so much more a piece."""

    words: str
    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """A maker's share with its ranges (narrow one first), the award's band, today's share and a few words."""

    name: str
    colour: str
    value: float
    reaches: tuple[Reach, ...]
    band: tuple[float, float] | None
    today: float | None
    words: str


def _scale(rows: Sequence[Share]) -> float:
    """The end of the axis: a multiple of 20 % that holds every share, range and ceiling."""
    highest = max(
        v
        for s in rows
        for v in (
            s.value if s.reaches else 0.0,
            s.today or 0.0,
            *(r.high for r in s.reaches),
            s.band[1] if s.band and s.band[1] < 1 else 0.0,
        )
    )
    return min(1.0, max(0.2, math.ceil(highest * 5 - 1e-9) / 5))


def _axis(end: float, x0: float, inner: float, top: float, bottom: float) -> str:
    body, value, step = "", 0.0, 0.1 if end <= 0.4 else 0.2
    while value <= end + 1e-9:
        x = x0 + inner * value / end
        body += tag("line", x1=x, x2=x, y1=top - 6, y2=bottom, class_="grid")
        body += text(x, 12, percent(value), "t2", "middle")
        value += step
    return body


def _ranges(share: Share, y: float, x0: float, inner: float, end: float) -> str:
    """The wide range as a pale bar, the narrow one as a strong bar over it."""
    body = ""
    for reach, tall, strength in zip(reversed(share.reaches), (10.0, 10.0), (0.35, 0.75), strict=False):
        a, b = (x0 + inner * min(v, end) / end for v in (reach.low, reach.high))
        tip = f"{share.name}: {span(reach.low, reach.high)} {reach.words}"
        body += rect(a, y - tall / 2, max(b - a, 2), tall, rx=3, fill=share.colour, opacity=strength, data_t=tip)
    return body


def said(share: Share) -> str:
    """The share and its ranges in words; never one without the other."""
    if not share.reaches:
        return f"{NOT_KNOWN}: {HOW_KNOWN}"
    return f"{percent(share.value)}, " + ", ".join(f"{span(r.low, r.high)} {r.words}" for r in share.reaches)


def bands(width: int, *, rows: Sequence[Share], title: str) -> str:
    """Allowed band (wide pale bar), today (ring), plan (dot), and how far the share can go at little cost."""
    narrow = width < NARROW
    left = 0.0 if narrow else max(width_of(s.name, bold=True) for s in rows) + 20
    right = 14.0 if narrow else max(width_of(t, 12) for s in rows for t in (said(s), s.words)) + 26
    tall, top = (82.0 if narrow else 46.0), 26.0
    inner, x0, end = width - left - right - 8, left + 8, _scale(rows)
    body = _axis(end, x0, inner, top, top + tall * len(rows))
    for i, share in enumerate(rows):
        y = top + i * tall + (30 if narrow else tall / 2)
        body += text(0, y - 16, share.name, "t b halo") if narrow else text(0, y + 4, share.name, "t b")
        if share.band is not None:
            a, b = (x0 + inner * min(v, end) / end for v in share.band)
            tip = f"{share.name}: the award allows {span(*share.band)}"
            body += rect(a, y - 11, max(b - a, 2), 22, rx=3, fill=share.colour, opacity=0.14, data_t=tip)
        body += _ranges(share, y, x0, inner, end) + _dots(share, y, x0, inner, end)
        if narrow:
            body += text(0, y + 24, said(share), "t2 halo") + text(0, y + 38, share.words, "t2 halo")
        else:
            body += text(x0 + inner + 22, y - 2, said(share), "t") + text(x0 + inner + 22, y + 14, share.words, "t2")
    return drawing(width, top + tall * len(rows) + 4, body, title)


def _dots(share: Share, y: float, x0: float, inner: float, end: float) -> str:
    body = ""
    if share.today is not None:
        x = x0 + inner * min(share.today, end) / end
        tip = f"{share.name}: today {percent(share.today)}"
        body += tag("circle", cx=x, cy=y, r=5, fill="var(--surface)", stroke=share.colour, stroke_width=2, data_t=tip)
    if not share.reaches:
        return body
    x = x0 + inner * min(share.value, end) / end
    tip = f"{share.name}: {said(share)}"
    return body + tag(
        "circle", cx=x, cy=y, r=5, fill=share.colour, stroke="var(--surface)", stroke_width=1.5, data_t=tip
    )


def pairs(width: int, *, rows: Sequence[tuple[Share, Share, str]], title: str, names: tuple[str, str]) -> str:
    """Each maker's share in two plans, one above the other, with ranges and the word that compares them."""
    narrow = width < NARROW
    all_ = [s for a, b, _ in rows for s in (a, b)]
    left = 0.0 if narrow else max(width_of(a.name, bold=True) for a, _, _ in rows) + 20
    right = 14.0 if narrow else max(width_of(w, 12) for *_, w in rows) + 26
    tall, top = (66.0 if narrow else 52.0), 26.0
    inner, x0, end = width - left - right - 8, left + 8, _scale(all_)
    body = _axis(end, x0, inner, top, top + tall * len(rows))
    for i, (a, b, word) in enumerate(rows):
        y = top + i * tall + (34 if narrow else 15)
        if narrow:
            body += text(0, y - 16, short_name(a.name, 24), "t b halo") + text(width, y - 16, word, "t2 halo", "end")
        else:
            body += text(0, y + 14, a.name, "t b") + text(x0 + inner + 22, y + 14, word, "t2")
        for share, at, filled, plan in ((a, y, True, names[0]), (b, y + 20, False, names[1])):
            if not share.reaches:
                continue
            body += _ranges(share, at, x0, inner, end)
            x = x0 + inner * min(share.value, end) / end
            fill, edge, wide = (share.colour, "var(--surface)", 1.5) if filled else ("var(--surface)", share.colour, 2)
            tip = f"{share.name}, {plan}: {said(share)}"
            body += tag("circle", cx=x, cy=at, r=5.5, fill=fill, stroke=edge, stroke_width=wide, data_t=tip)
    return drawing(width, top + tall * len(rows) + 4, body, title)
