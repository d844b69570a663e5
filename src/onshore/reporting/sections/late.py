"""What comes late or never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import polars as pl

from onshore import measures as kpi
from onshore.reporting.charts.heat import FULL_FROM
from onshore.reporting.html import Html, block, card, join, labelled, table
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import Numbers, percent
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject
from onshore.reporting.words import listed, noun

__all__ = ["Promise", "finding", "promise", "rows", "section", "worth_showing"]

_MOST, _NEARLY = 10, 0.99
_COUNTS = (("wanted", "wanted"), ("not on time", "missed"), ("given up", "short"))


def rows(subject: Subject) -> pl.DataFrame:
    """What is not on time by item and period: item, at, markets, wanted, missed, short, full (all its lines
    are).
    """
    service = kpi.service(subject.network, subject.plan)
    found = (
        service.with_columns(missed=(pl.col("demand") - pl.col("on_time")).clip(0))
        .filter((pl.col("missed") > 0.5) | (pl.col("short") > 0.5))
        .group_by("item", "at", "period")
        .agg(
            pl.col("market").unique().sort(),
            wanted=pl.col("demand").sum(),
            missed=pl.col("missed").sum(),
            short=pl.col("short").sum(),
        )
    )
    wanted = service.group_by("item", "at").agg(wanted=pl.col("demand").sum())
    return (
        found.drop("wanted")
        .join(wanted, on=["item", "at"], validate="1:1")
        .join(_full(subject), on=["item", "period"], how="left", validate="m:1")
        .sort("missed", "short", "item", "at", descending=[True, True, False, False])
    )


@dataclass(frozen=True)
class Promise:
    """What customers want, what of it is not on time and what never comes, in pieces; `things` is what they are,
    `groups` the groups counted.
    """

    groups: tuple[str, ...]
    things: str
    wanted: float
    missed: float
    short: float

    @property
    def kept(self) -> bool:
        """Whether all comes on time."""
        return self.missed < 0.5 and self.short < 0.5


def promise(subject: Subject) -> Promise:
    """How the plan keeps its promise: over the groups in which something is late or never comes, or over all."""
    kinds = kpi.finished(subject.network).select("item", "group")
    counted = kpi.service(subject.network, subject.plan).join(kinds, on="item", validate="m:1")
    wanted = dict(counted.group_by("group").agg(pl.col("demand").sum()).iter_rows())
    missing = (
        rows(subject).join(kinds, on="item", validate="m:1").group_by("group").agg(pl.col("missed", "short").sum())
    )
    order = [group for group in kpi.groups(subject.network) if wanted.get(group)]
    at_fault = [group for group in order if group in missing["group"].to_list()]
    missed, short = (float(missing[column].sum()) for column in ("missed", "short"))
    if not at_fault:
        parts = [noun(group) for group in order]
        return Promise(tuple(order), listed(parts), sum(wanted.values()), missed, short)
    things = noun(at_fault[0]) if len(at_fault) == 1 else noun("other")
    return Promise(tuple(at_fault), things, sum(wanted[group] for group in at_fault), missed, short)


def _full(subject: Subject) -> pl.DataFrame:
    """Whether every line that can make an item, at sites where it is qualified by then, is full: item,
    period, full.
    """
    use = kpi.capacity_use(subject.network, subject.plan).filter(pl.col("regular") > 0)
    when = kpi.order(subject.network).select("period", ready="at")
    later = subject.plan.qualifications.join(when, on="period").select("site", "item", "ready")
    ready = subject.network.processes.group_by("site", "item").agg(pl.col("qualified").all())
    routes = (
        subject.network.routings.select("site", "item", "resource")
        .unique()
        .join(ready, on=["site", "item"], validate="m:1")
        .join(later, on=["site", "item"], how="left", validate="m:1")
    )
    return (
        routes.join(use.select("resource", "at", "period", "use"), on="resource")
        .filter(pl.col("qualified") | (pl.col("ready") <= pl.col("at")))
        .group_by("item", "period")
        .agg(full=(pl.col("use") >= FULL_FROM).all())
    )


def finding(wanted: float, missed: float, short: float, worst: str, numbers: Numbers, things: str) -> str:
    """The heading: how many pieces are late, how many never come, and which period is worst."""
    late = max(missed - short, 0.0)
    if missed < 0.5 and short < 0.5:
        return "Everything that customers want is delivered on time"
    parts = []
    if late >= 0.5:
        parts.append(f"{numbers.pieces(late)} {things} come late")
    if short >= 0.5:
        parts.append(f"{numbers.pieces(short)} {'' if parts else things + ' '}never come".replace("  ", " "))
    return f"{' and '.join(parts)}, {percent(missed / wanted)} of what is wanted; {worst} is worst"


def section(story: Story) -> Html:
    """The largest rows, with why where the plan shows it."""
    found, numbers, buckets = rows(story.plan), story.numbers, story.plan.buckets
    said = promise(story.plan)
    by_period = found.group_by("at").agg(pl.col("missed").sum()).sort("missed", "at", descending=[True, False])
    worst = buckets.long(int(by_period["at"][0])) if len(by_period) else ""
    heading = finding(said.wanted, said.missed, said.short, worst, numbers, said.things)
    if found.is_empty():
        return framed(
            block(
                heading,
                f"{numbers.pieces(said.wanted)} {said.things} wanted, all delivered in the {buckets.word} in which "
                "they are wanted.",
            )
        )
    lead = (
        f"A piece is late if it comes after the {buckets.word} in which it is wanted; the oldest "
        "orders are served first. "
    )
    lead += f"The largest {worth_showing(found['missed'].to_list())} of {len(found)} rows."
    reason = _reason(found, buckets.word)
    return framed(block(heading, join(lead, reason), card(_table(story, found), kind="card tw")))


def worth_showing(missed: Sequence[float]) -> int:
    """How many rows, the largest first, hold nearly all that is not on time; at most ten."""
    before = accumulate(missed, initial=0.0)
    return min(_MOST, sum(so_far < _NEARLY * sum(missed) for so_far in before) or len(missed))


def _reason(found: pl.DataFrame, word: str) -> str:
    """Only what the figures show: how many late pieces are due when all their lines are full."""
    full = float(found.filter(pl.col("full"))["missed"].sum())
    if full <= 0:
        return ""
    return (
        f" In {percent(full / float(found['missed'].sum()))} of it every line that can make the item "
        f"is full that {word}."
    )


def _table(story: Story, found: pl.DataFrame) -> Html:
    numbers, shown = story.numbers, found.head(worth_showing(found["missed"].to_list()))
    known = bool(shown["full"].any())
    names = dict(story.plan.network.sites.select("site", pl.coalesce("name", "site")).iter_rows())
    body = [_row(story, row, names, known) for row in shown.iter_rows(named=True)]
    sums = (labelled(word, numbers.group(float(found[key].sum()))) for word, key in _COUNTS)
    foot = (f"All {len(found)} rows", "", *(("",) if known else ()), *sums)
    head = (
        "What",
        "State",
        *(("Lines that can make it",) if known else ()),
        "Wanted",
        "Not on time",
        "Given up",
    )
    return table(head, body, foot, words=frozenset((0, 1, 2) if known else (0, 1)), kind="stack")


def _row(story: Story, row: dict[str, Any], names: dict[str, str], known: bool) -> tuple[object, ...]:
    numbers, subject, markets = story.numbers, story.plan, row["market"]
    where = names[markets[0]] if len(markets) == 1 else f"{len(markets)} markets"
    month = subject.buckets.long(row["at"])
    what = join(Html("<b>"), subject.item(row["item"]), Html("</b><br><small>"), f"{where}, {month}", Html("</small>"))
    lines = {True: "all full", False: "hours left", None: "?"}[row["full"]]
    cells = [(word, numbers.group(row[key])) for word, key in _COUNTS]
    counted = [labelled(word, value) for word, value in cells]
    said = labelled("lines", lines)
    return (what, _chips(row["missed"], row["short"]), *((said,) if known else ()), *counted)


def _chips(missed: float, short: float) -> Html:
    late = '<span class="chip late">◔ late</span>' if missed - short > 0.5 else ""
    lost = f'<span class="chip short">✕ {"some never" if late else "never"}</span>' if short > 0.5 else ""
    return Html(f"{late} {lost}".strip())
