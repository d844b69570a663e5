"""An incentive against its two gates: counted sales and cumulative investment, each with its threshold as a
tick.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onshore.reporting.charts.svg import drawing, rect, text, width_of

__all__ = ["Gate", "gates"]

_SMALL = 700


@dataclass(frozen=True)
class Gate:
    """One member in one year. Sales needed are the base year's and the threshold over it; verdict is two
    short lines.
    """

    company: str
    year: str
    own: float
    others: float
    needed: float
    invested: float
    investment_needed: float
    verdict: str
    reason: str
    reached: bool


def gates(width: int, *, rows: Sequence[Gate], title: str, unit: str, show: Callable[[float], str]) -> str:
    """Two bars a row, each on its own scale: sales to others and of this plan, and the money invested."""
    small = width < _SMALL
    names = max(max(width_of(r.company, bold=True), width_of(r.year, 11.5)) for r in rows) + 24
    words = max(max(width_of(r.verdict, bold=True), width_of(r.reason, 11.5)) for r in rows) + 26
    left, right = (0.0, 0.0) if small else (names, words)
    tall, inner = (136.0 if small else 78.0), width - left - right
    body = ""
    for i, row in enumerate(rows):
        y = i * tall
        state = "ok" if row.reached else "short"
        if small:
            body += text(0, y + 14, f"{row.company}, {row.year}", "t b")
            body += text(0, y + 30, row.verdict, f"t2 b {state}") + text(0, y + 44, row.reason, "t2")
        else:
            body += text(0, y + 28, row.company, "t b") + text(0, y + 44, row.year, "t2")
            body += text(left + inner + 22, y + 28, row.verdict, f"t b {state}")
            body += text(left + inner + 22, y + 44, row.reason, "t2")
        bar = y + (73 if small else 18)
        body += _sales(row, left, bar, inner, unit, show) + _invested(row, left, bar + 24, inner, unit, show)
    return drawing(width, len(rows) * tall, body, title, unit)


def _sales(row: Gate, left: float, y: float, inner: float, unit: str, show: Callable[[float], str]) -> str:
    most = max(row.own + row.others, row.needed) * 1.12 or 1.0
    who = f"{row.company}, {row.year}"
    a, b = inner * row.others / most, inner * (row.others + row.own) / most
    body = rect(left, y, inner, 18, fill="var(--track)", rx=2)
    if row.others:
        tip = f"{who}: counted sales to others {show(row.others)} {unit}"
        body += rect(left, y + 4, a, 10, fill="var(--accent-soft)", rx=1, data_t=tip)
    if row.own:
        tip = f"{who}: counted sales of this plan {show(row.own)} {unit}"
        body += rect(left + a, y + 4, b - a, 10, fill="var(--accent)", rx=1, data_t=tip)
    x = left + inner * row.needed / most
    words = f"{show(row.needed)} of sales needed"
    body += rect(x - 1.5, y - 3, 3, 24, fill="var(--ink)", data_t=f"{who}: {words}, {unit}")
    return body + _needed(x, y - 7, words, left, inner)


def _invested(row: Gate, left: float, y: float, inner: float, unit: str, show: Callable[[float], str]) -> str:
    most = max(row.invested, row.investment_needed) * 1.12 or 1.0
    who = f"{row.company}, {row.year}"
    body = rect(left, y, inner, 10, fill="var(--track)", rx=2)
    if row.invested:
        tip = f"{who}: invested {show(row.invested)} {unit}"
        body += rect(left, y + 2.5, inner * row.invested / most, 5, fill="var(--ink-2)", rx=1, data_t=tip)
    x = left + inner * row.investment_needed / most
    words = f"{show(row.investment_needed)} of investment needed"
    body += rect(x - 1.5, y - 2, 3, 14, fill="var(--ink)", data_t=f"{who}: {words}, {unit}")
    return body + _needed(x, y + 24, words, left, inner)


def _needed(x: float, y: float, words: str, left: float, inner: float) -> str:
    """The label of a tick, kept inside the bar's ends."""
    half = width_of(words, 11.5) / 2
    return text(min(max(x, left + half), left + inner - half), y, words, "t2 num", "middle")
