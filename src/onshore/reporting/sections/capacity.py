"""Where the lines are full."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from onshore import measures as kpi
from onshore.reporting.charts.heat import FULL_FROM, Cell, Heat, Line, heat
from onshore.reporting.charts.svg import tri
from onshore.reporting.html import Html, block, card, details, table
from onshore.reporting.html import section as framed
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject
from onshore.reporting.words import Buckets

__all__ = ["Row", "finding", "rows", "section", "when"]

_MOST_COLUMNS, _MOST_NARROW, _MOST_ROWS = 18, 6, 14


@dataclass(frozen=True)
class Row:
    """A resource: where it stands, what it does, and hours used and regular in each period."""

    site: str
    kind: str
    hours: tuple[float, ...]
    regular: tuple[float, ...]
    small: tuple[str, str] = ("", "")

    def use(self, at: int) -> float | None:
        """Hours used over regular hours; None in a period without any."""
        return self.hours[at] / self.regular[at] if self.regular[at] > 0 else None

    @property
    def full(self) -> list[int]:
        """Periods in which it is full."""
        return [i for i in range(len(self.hours)) if (self.use(i) or 0.0) >= FULL_FROM]


def rows(subject: Subject) -> list[Row]:
    """Every resource, those of one site together, in the order of the companies' colours."""
    sites = {r["site"]: r for r in subject.network.sites.iter_rows(named=True)}
    slots = dict(subject.network.companies.select("company", "slot").iter_rows())
    used = kpi.capacity_use(subject.network, subject.plan)
    found: list[tuple[tuple[int, str, str], Row]] = []
    for (resource, site, company, kind), frame in used.group_by("resource", "site", "company", "kind"):
        by = {r["at"]: (r["hours"], r["regular"]) for r in frame.iter_rows(named=True)}
        pairs = [by.get(i, (0.0, 0.0)) for i in range(len(subject.buckets.names))]
        place = sites[str(site)]
        label = place["name"] or ", ".join(p for p in (subject.name(str(company)), place["place"]) if p)
        town = str(place["place"] or site).split(",")[0]
        where = f"{town}, {kind or resource}"
        small = (subject.name(str(company)), where if len(where) <= 17 else town)
        row = Row(label, str(kind or resource), tuple(p[0] for p in pairs), tuple(p[1] for p in pairs), small)
        found.append(((slots.get(str(company)) or 99, str(site), str(resource)), row))
    return [row for _, row in sorted(found, key=lambda e: e[0])]


def when(periods: Sequence[int], buckets: Buckets) -> str:
    """Periods in words: in Oct 2027, from Aug 2027 to Oct 2027, or in 5 of 36 months."""
    if periods[-1] - periods[0] + 1 != len(periods):
        return f"in {len(periods)} of {len(buckets.names)} {buckets.word}s"
    if len(periods) == len(buckets.names):
        return "from beginning to end"
    first, last = buckets.long(periods[0]), buckets.long(periods[-1])
    return f"in {first}" if first == last else f"from {first} to {last}"


def finding(lines: Sequence[Row], buckets: Buckets) -> str:
    """The heading: which line is full most often and when, or how full the fullest is."""
    used = [r for r in lines if any(r.regular)]
    if not used:
        return "No line limits the plan: nothing in it needs one"
    most = max(used, key=lambda r: len(r.full))
    if most.full:
        others = sum(1 for r in used if r.full) - 1
        more = "" if others == 0 else f"; {others} other {'line is' if others == 1 else 'lines are'} full at times"
        return f"{most.site} ({most.kind}) is full {when(most.full, buckets)}{more}"
    at, row = max(((i, r) for r in used for i in range(len(r.hours))), key=lambda e: e[1].use(e[0]) or 0.0)
    return (
        f"No line is full; the fullest is {row.site} ({row.kind}) at "
        f"{round(100 * (row.use(at) or 0))}% in {buckets.long(at)}"
    )


def _grouped(lines: Sequence[Row], buckets: Buckets, most: int) -> Heat:
    count = len(buckets.names)
    size = math.ceil(count / most)
    if buckets.monthly and size > 1:
        size = next((s for s in (3, 6, 12) if s >= size), size)
    starts = range(0, count, size)
    columns = tuple(
        (_span_name(buckets, s, min(s + size, count) - 1), buckets.tick(s), buckets.year(s)) for s in starts
    )
    shown = tuple(
        Line(
            r.site,
            r.kind,
            r.small,
            tuple(_cell(r, s, min(s + size, count), buckets) for s in starts),
            tuple(_shut(r, s) for s in starts),
        )
        for r in lines
    )
    return Heat(shown, columns)


def _span_name(buckets: Buckets, first: int, last: int) -> str:
    return buckets.tick(first) if first == last else f"{buckets.tick(first)}–{buckets.tick(last)}"


def _cell(row: Row, first: int, end: int, buckets: Buckets) -> Cell:
    regular = sum(row.regular[first:end])
    if regular <= 0:
        return Cell(None, False, "")
    use = sum(row.hours[first:end]) / regular
    full = [i for i in row.full if first <= i < end]
    said = f"{buckets.span(first, end - 1)}: {round(100 * use)}%"
    return Cell(use, bool(full), said + (f", full in {', '.join(buckets.tick(i) for i in full)}" if full else ""))


def _shut(row: Row, at: int) -> str:
    return "not open yet" if not any(row.regular[: at + 1]) else "closed"


def section(story: Story) -> Html:
    """Heat by line and time."""
    lines, buckets = rows(story.plan), story.plan.buckets
    if not lines:
        return Html("")
    shown = lines
    if len(lines) > _MOST_ROWS:
        fullest = sorted(lines, key=lambda r: (-len(r.full), -sum(r.hours)))[:_MOST_ROWS]
        shown = [r for r in lines if r in fullest]
    wide, narrow = _grouped(shown, buckets, _MOST_COLUMNS), _grouped(shown, buckets, _MOST_NARROW)
    span = "" if len(wide.columns) == len(buckets.names) else f" A cell covers several {buckets.word}s."
    lead = (
        f"Percent of regular line hours used. A red outline marks a {buckets.word} at "
        f"{FULL_FROM:.0%} or more: one more "
        f"piece there needs overtime, another shift or another line.{span}"
    )
    if len(shown) < len(lines):
        lead += f" The {len(shown)} fullest of {len(lines)} lines; all are in the table."

    def draw(width: int) -> str:
        return heat(width, wide=wide, narrow=narrow, title="Capacity used by line, percent")

    return framed(block(finding(lines, buckets), lead, card(tri(draw), details(_rows(lines, buckets)))))


def _rows(lines: Sequence[Row], buckets: Buckets) -> Html:
    head = ("Percent of line hours", *(f"{r.site}, {r.kind}" for r in lines))
    body = [
        (buckets.long(i), *("closed" if r.use(i) is None else round(100 * (r.use(i) or 0.0)) for r in lines))
        for i in range(len(buckets.names))
    ]
    return table(head, body)
