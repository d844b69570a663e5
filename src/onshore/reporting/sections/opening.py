"""The first screen: what the plan comes to, in words whose numbers open."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from onshore import measures as kpi
from onshore.reporting.html import Html, join, table
from onshore.reporting.numbers import Numbers, fit, percent, proven
from onshore.reporting.sections import late, without
from onshore.reporting.sections.costs import breakdown
from onshore.reporting.story import Story
from onshore.reporting.words import NOT_KNOWN

__all__ = ["change_words", "moved", "opening", "today_share", "unsure"]


#: More warnings than these are folded away, so that the first screen stays one.
_FEW = 2


def change_words(today: float, plan: float) -> str:
    """A change of cost in words: 3.1% less, 0.4% more, or as much."""
    change = (plan - today) / today
    shown = f"{abs(change) * 100:.1f}%"
    return "as much" if shown == "0.0%" else f"{shown} {'less' if change < 0 else 'more'}"


def today_share(story: Story, company: str) -> float | None:
    """A maker's share today, as its award says; None if no award says it."""
    rows = story.plan.network.awards.filter(company=company, item_group=story.plan.group)["today"].drop_nulls()
    return float(rows[-1]) if len(rows) else None


def moved(story: Story) -> str | None:
    """Of the makers whose share and its range are known, the one whose share differs most from today's, or the largest
    one if today's are not known.
    """
    shares = {c: s for c, s in story.plan.shares.items() if story.plan.ranges(c)}
    known = {c: today for c in shares if (today := today_share(story, c)) is not None}
    if known:
        return max(known, key=lambda c: (abs(shares[c] - known[c]), c))
    return next(iter(shares), None)


def unsure(things: str) -> str:
    """What is said instead of a share where no range is known."""
    return f"Who makes which share of {things} is {NOT_KNOWN}"


def opening(story: Story) -> Html:
    """Eyebrow, verdict and the lines under it."""
    subject = story.plan
    first = join(*_cost(story), _maker(story), _proof(story))
    eyebrow = f"{subject.network.name}, {_span(story)}" + (
        f", scenario {subject.plan.scenario}" if subject.plan.scenario else ""
    )
    return join(
        *(Html('<p class="eyebrow">'), eyebrow, Html('</p><h1 class="verdict">'), first, Html("</h1>")),
        *(Html('<p class="sub">'), _late(story), " ", without.sentence(story), Html("</p>"), _warnings(story)),
    )


def _span(story: Story) -> str:
    buckets = story.plan.buckets
    return buckets.span(0, len(buckets.names) - 1) if buckets.names else "no period"


def _cost(story: Story) -> list[object]:
    subject, numbers, base = story.plan, story.numbers, story.base
    if subject.net_cost is None:
        return [f"The plan delivers no {subject.things}. "]
    title = f"Landed cost of one {subject.thing}: {numbers.currency} {numbers.group(subject.net_cost, numbers.digits)}"
    price = story.opens(story.a_piece(subject.net_cost), "cost", title, breakdown(story), story.source("money"))
    if base is None or base.net_cost is None:
        return ["The plan costs ", price, ". "]
    words = change_words(base.net_cost, subject.net_cost)
    rows = (
        ("Today’s awards, same prices and demand", numbers.group(base.net_cost, numbers.digits)),
        ("This plan", numbers.group(subject.net_cost, numbers.digits)),
    )
    change = numbers.signed(numbers.near(subject.net_cost) - numbers.near(base.net_cost), numbers.digits)
    shown = table(("", story.unit), rows, ("Difference", change))
    opened = story.opens(
        words,
        "diff",
        f"{words.capitalize()} than with today’s awards",
        shown,
        story.source("money", base.plan),
    )
    return [
        "The plan costs ",
        price,
        ", ",
        opened,
        f" {'as' if words == 'as much' else 'than'} with today’s awards. ",
    ]


def _maker(story: Story) -> Html:
    subject, company = story.plan, moved(story)
    if company is None and any(subject.shares.values()):
        return Html(f"{unsure(subject.things)}. ")
    if company is None or (not subject.shares.get(company) and today_share(story, company) is None):
        return Html("")
    share, today = subject.shares[company], today_share(story, company)
    number = story.opens(
        percent(share), "share", f"Who makes the {subject.things}", _shares(story), story.source("production")
    )
    before = ""
    if today is not None:
        way = "up from" if share > today else "down from" if share < today else "as"
        before = f", {way} {percent(today)} today"
    range_ = join(Html('<span class="nb">'), story.range_words(subject, company), Html("</span>"))
    return join(f"{subject.name(company)} makes ", number, f" of {subject.things} (", range_, f"){before}. ")


def _shares(story: Story) -> Html:
    subject, numbers = story.plan, story.numbers
    shown = [c for c, s in subject.shares.items() if s]
    parts = dict(zip(shown, fit([100 * subject.shares[c] for c in shown], 1), strict=True))
    rows = [
        (
            subject.name(c),
            numbers.group(sum(subject.volume.get(c, ()))),
            story.share_words(None if subject.share(c) is None else parts[c] / 100, 1),
            story.range_words(subject, c, brief=True),
        )
        for c in shown
    ]
    total = numbers.group(sum(sum(v) for v in subject.volume.values()))
    return table(("Manufacturer", "Pieces", "Share", "Range"), rows, ("All", total, "100%", ""))


def _proof(story: Story) -> Html:
    plan, numbers = story.plan.plan, story.numbers
    if not math.isfinite(plan.bound):
        return Html("How far it is from the best possible is not known yet.")
    rows = (
        ("This plan", numbers.big(plan.objective)),
        ("No plan can cost less than", numbers.big(plan.bound)),
    )
    shown = table(
        ("", numbers.big_unit), rows, (f"Gap: {proven(plan.gap)}", _gap(plan.objective - plan.bound, numbers))
    )
    label = f"proven within {proven(plan.gap)}" if plan.gap > 0 else "proven to be the best possible"
    opened = story.opens(
        label, "proof", label.capitalize(), shown, f"{plan.solver}, {plan.seconds:.0f} s, seed {plan.seed}"
    )
    return join("It is ", opened, " of the best possible." if plan.gap > 0 else ".")


def _gap(value: float, numbers: Numbers) -> str:
    scaled = value / numbers.scale
    return numbers.group(scaled, 0 if scaled >= 10 else 2)


def _late(story: Story) -> Html:
    subject, numbers, said = story.plan, story.numbers, late.promise(story.plan)
    if said.kept:
        return join(f"All {numbers.pieces(said.wanted)} {said.things} that customers want are delivered on time.")
    number = story.opens(
        f"{numbers.pieces(said.missed)} {said.things}",
        "late",
        f"{numbers.group(said.missed)} {said.things} are not on time",
        _by_period(story, said.groups),
        story.source("sales"),
    )
    never = f"; {numbers.pieces(said.short)} of them never do" if said.short >= 0.5 else ""
    return join(
        number,
        f" of {numbers.pieces(said.wanted)} wanted do not come in the {subject.buckets.word} in which "
        f"they are wanted{never}.",
    )


def _by_period(story: Story, groups: Sequence[str]) -> Html:
    numbers, subject = story.numbers, story.plan
    goods = kpi.finished(subject.network).filter(pl.col("group").is_in(groups))
    rows = kpi.service(subject.network, subject.plan).join(goods, on="item", how="semi")
    rows = rows.group_by("at").agg(pl.col("demand", "on_time", "short").sum()).sort("at")
    missed = (rows["demand"] - rows["on_time"]).to_list()
    worst = sorted(range(len(missed)), key=lambda i: -missed[i])[:6]
    body = [
        (
            subject.buckets.long(rows["at"][i]),
            numbers.group(rows["demand"][i]),
            numbers.group(missed[i]),
            numbers.group(rows["short"][i]),
        )
        for i in sorted(worst)
        if missed[i] > 0.5
    ]
    rest = sum(missed) - sum(missed[i] for i in worst)
    if rest > 0.5:
        body.append((f"Other {subject.buckets.word}s", "", numbers.group(rest), ""))
    sums = (
        numbers.group(float(rows["demand"].sum())),
        numbers.group(sum(missed)),
        numbers.group(float(rows["short"].sum())),
    )
    return table((subject.buckets.word.capitalize(), "Wanted", "Not on time", "Given up"), body, ("All", *sums))


def _warnings(story: Story) -> Html:
    found = [w[:1].upper() + w[1:] for w in story.plan.plan.warnings]
    listing = join(Html('<ul class="notes">'), *(join(Html("<li>"), w, Html("</li>")) for w in found), Html("</ul>"))
    if len(found) <= _FEW:
        return listing if found else Html("")
    summary = f"{len(found)} things to know about this plan"
    return join(Html('<details class="notes"><summary>'), summary, Html("</summary>"), listing, Html("</details>"))
