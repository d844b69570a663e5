"""What is made and what it costs, by who makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from onshore import measures as kpi
from onshore.reporting.html import Html, block, card, join, stacked
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import Numbers, percent, span
from onshore.reporting.sections.volumes import swing
from onshore.reporting.story import Story
from onshore.reporting.subject import mean_cost, of_value
from onshore.reporting.words import HOW_KNOWN, NOT_KNOWN, noun

__all__ = ["NONE", "finding", "section"]

#: What stands where a maker makes nothing, so that no piece of it has a cost.
NONE = "–"


def finding(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], numbers: Numbers, thing: str) -> str:
    """The heading: between which costs a piece lies, and whose those are."""
    low, high = (pick(rows, key=lambda r: (r["net"], r["company"])) for pick in (min, max))
    if len(rows) == 1:
        return f"A {thing} that {names[low['company']]} makes costs {numbers.money(low['net'])}"
    ends = (f"{numbers.money(r['net'])} ({names[r['company']]})" for r in (low, high))
    return f"By who makes it, a {thing} costs from {' to '.join(ends)}"


def section(story: Story) -> Html:
    """A table for each group: pieces, share with its range, cost before and after the incentive."""
    costs = kpi.cost_by_maker(story.plan.network, story.plan.plan)
    own = costs.filter(group=story.plan.group).to_dicts()
    if not own:
        return Html("")
    names = {row["company"]: story.plan.name(row["company"]) for row in own}
    groups = [g for g in kpi.groups(story.plan.network) if not costs.filter(group=g).is_empty()]
    tables = [_table(story, costs.filter(group=group), group) for group in groups]
    idle = "" if _idle(story).is_empty() else f" {NONE}: it makes none."
    notes = join(Html('<p class="note">'), _note(story) + idle, Html("</p>"))
    heading = finding(own, names, story.numbers, story.plan.thing)
    return framed(block(heading, _lead(own, names), card(*tables, notes, kind="card tw")))


def _lead(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    first = "Landed cost of a piece made, net of the incentive that counts."
    valued = [r for r in rows if r["value"]]
    if len(valued) < 2:
        return first
    low, high = (pick(valued, key=lambda r: (r["gross"] / r["value"], r["company"])) for pick in (min, max))
    ends = (f"{of_value(r)} ({names[r['company']]})" for r in (low, high))
    return f"{first} They make different models: of the standard value, gross cost is {' to '.join(ends)}."


def _note(story: Story) -> str:
    unit = story.plan.buckets.word
    return (
        "Costs are divided by pieces made, on the first screen by pieces delivered; what was there at the start is "
        "free. Of value: gross cost over the standard value of what it makes. "
        f"Swing: how much pieces a day change from one {unit} to the next, of their mean."
    )


def _idle(story: Story) -> pl.DataFrame:
    return kpi.shares(story.plan.network, story.plan.plan).filter(pl.col("quantity") <= 0)


def _table(story: Story, costs: pl.DataFrame, group: str) -> Html:
    subject, numbers = story.plan, story.numbers
    found = {row["company"]: row for row in costs.iter_rows(named=True)}
    swings = dict(kpi.swing(subject.network, subject.plan).filter(group=group).select("company", "swing").iter_rows())
    rows = kpi.shares(subject.network, subject.plan).filter(group=group).select("company", "quantity")
    money = (f"Gross, {numbers.currency}", "Incentive", "Net", "Of value")
    head = (noun(group).capitalize(), "Pieces", "Share", _allowed(story), *money, "Swing")
    body = [
        (
            subject.name(company),
            numbers.group(pieces),
            *_sure(story, company, group),
            *_paid(found.get(company), numbers),
            percent(swings[company]) if company in swings else NONE,
        )
        for company, pieces in rows.iter_rows()
    ]
    total = float(rows["quantity"].sum())
    moves = swing(_together(story, group), subject.buckets.days)
    last = NONE if moves is None else percent(moves)
    foot = (f"All {noun(group)}", numbers.group(total), "100%", "100%", *_paid(mean_cost(costs), numbers), last)
    return stacked(head, body, foot)


def _together(story: Story, group: str) -> list[float]:
    """Pieces that all make of a group, one for each period."""
    rows = kpi.volume(story.plan.network, story.plan.plan).filter(group=group)
    return rows.group_by("at").agg(pl.col("quantity").sum()).sort("at")["quantity"].to_list()


def _allowed(story: Story) -> str:
    found = sorted(story.plan.plan.ranges, key=lambda r: r.within)
    return f"Range {story.within(found[-1])}" if found else "Range"


def _sure(story: Story, company: str, group: str) -> tuple[str, str]:
    """Share and its widest range, or how to get to know them."""
    ranges = story.plan.ranges(company, group)
    if not ranges:
        return NOT_KNOWN, HOW_KNOWN
    return story.share_words(story.plan.share(company, group), 1), span(ranges[-1].low, ranges[-1].high)


def _paid(row: Mapping[str, float] | None, numbers: Numbers) -> tuple[str, ...]:
    if row is None:
        return (NONE,) * 4
    gross, earned, net = (numbers.group(row[name], numbers.digits) for name in ("gross", "incentive", "net"))
    return gross, earned, net, of_value(row)
