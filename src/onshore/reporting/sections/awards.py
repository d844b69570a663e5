"""Who gets what share, how sure that is, and whether it is inside the award's band."""

from __future__ import annotations

from typing import Any

from onshore import measures as kpi
from onshore.reporting.charts.shares import Share, bands, said
from onshore.reporting.charts.svg import tri
from onshore.reporting.html import Html, block, card, details, join, keys, table
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import percent, span
from onshore.reporting.story import Story
from onshore.reporting.words import HOW_KNOWN, NOT_KNOWN, noun

__all__ = ["band_words", "finding", "section"]

#: How the mark of a share looks.
_DOT = "background:var(--ink-2);border-radius:9px;width:12px;height:12px"


def band_words(share: float, low: float, high: float, *, known: bool = True) -> str:
    """Where a share stands in its band: outside by so many points, or the distance to the nearer limit; without
    points if its range is not known.
    """
    below, above = share - low, high - share
    if below < -5e-4:
        return f"below its band by {_points(-below)}" if known else "below its band"
    if above < -5e-4:
        return f"above its band by {_points(-above)}" if known else "above its band"
    if low <= 0 and high >= 1:
        return "no band agreed"
    if not known:
        return "inside its band"
    if high >= 1 or (low > 0 and below <= above):
        return f"inside its band, {_points(below)} above the floor"
    return f"inside its band, {_points(above)} below the ceiling"


def _points(value: float) -> str:
    shown = f"{100 * abs(value):.0f}" if abs(value) >= 0.00995 else f"{100 * abs(value):.1f}"
    return f"{shown} {'point' if shown == '1' else 'points'}"


def finding(awards: list[dict[str, Any]], names: dict[str, str], *, known: bool = True) -> str:
    """The heading: whether every award is inside its band, and which is not, and by how much where ranges are known."""
    bound = [a for a in awards if a["low"] > 0 or a["high"] < 1]
    broken = [a for a in bound if not a["low"] - 5e-4 <= a["share"] <= a["high"] + 5e-4]
    if not bound:
        return "Who makes how much, and how sure that is"
    if not broken:
        return "Every award is inside its band"
    worst = max(broken, key=lambda a: max(a["low"] - a["share"], a["share"] - a["high"]))
    where = band_words(worst["share"], worst["low"], worst["high"], known=known)
    said = f"{names[worst['company']]} is {where}"
    return said if len(broken) == 1 else f"{said}; {len(broken)} of {len(bound)} awards are outside theirs"


def section(story: Story) -> Html:
    """Range bars: band, today, plan, and how far each share can go at little cost."""
    shares = kpi.shares(story.plan.network, story.plan.plan)
    rows = [_share(story, r) for r in shares.iter_rows(named=True) if _worth(story, r)]
    if not rows:
        return Html("")
    rows.sort(key=lambda e: (e[0] != story.plan.group, e[0], -e[1].value))
    shown = [s for group, s in rows if group == story.plan.group] or [s for _, s in rows]
    awards = story.plan.plan.awards.to_dicts()
    names = {a["company"]: story.plan.name(a["company"]) for a in awards}

    def draw(width: int) -> str:
        return bands(width, rows=shown, title="Shares with their ranges, award bands, and today’s shares")

    legend = keys(
        *([(_DOT, "share in the plan")] if any(s.reaches for s in shown) else []),
        ("border:2px solid var(--ink-2);border-radius:9px;width:8px;height:8px", "today"),
        *story.range_marks,
        *(
            [("background:var(--ink-2);opacity:.14;height:14px", "the award allows")]
            if any(s.band for s in shown)
            else []
        ),
    )
    return framed(
        block(
            finding(awards, names, known=all(s.reaches for _, s in rows)),
            _lead(story),
            card(tri(draw), legend, _elsewhere(story, rows), details(_table(story, rows))),
        )
    )


def _elsewhere(story: Story, rows: list[tuple[str, Share]]) -> Html:
    """Makers of other groups in a line of text, with their ranges."""
    rest = [f"{s.name} {said(s)}" for group, s in rows if group != story.plan.group]
    return join(Html('<p class="note">'), f"Other goods: {'; '.join(rest)}.", Html("</p>")) if rest else Html("")


def _worth(story: Story, row: dict[str, Any]) -> bool:
    """Makers that make something, or are given a share in a contract."""
    return bool(row["share"] > 0 or len(_awards(story, row["company"], row["group"])))


def _awards(story: Story, company: str, group: str) -> list[dict[str, Any]]:
    return story.plan.plan.awards.filter(company=company, item_group=group).to_dicts()


def _share(story: Story, row: dict[str, Any]) -> tuple[str, Share]:
    subject, company, group = story.plan, row["company"], row["group"]
    awards = _awards(story, company, group)
    today = subject.network.awards.filter(company=company, item_group=group)["today"].drop_nulls().to_list()
    band = (awards[0]["low"], awards[0]["high"]) if len(awards) == 1 else None
    reaches = story.reaches(subject, company, group)
    words = (
        band_words(awards[0]["share"], *band, known=bool(reaches))
        if band
        else f"{len(awards)} awards, in the table"
        if awards
        else "no award"
    )
    if today:
        words += f"; {percent(today[-1])} today"
    name = subject.name(company) + ("" if group == subject.group else f", {noun(group)}")
    free = band is None or (band[0] <= 0 and band[1] >= 1)
    share = Share(
        name,
        subject.colour(company),
        row["share"],
        reaches,
        None if free else band,
        today[-1] if today else None,
        words,
    )
    return group, share


def _lead(story: Story) -> str:
    first = f"Share of {story.plan.things} by who made them, over the whole horizon."
    kinds = {r.kind for r in story.plan.plan.ranges}
    if not kinds:
        return (
            f"{first} A share is shown only with the range of what it can be at little more cost, and no range is "
            f"known: {HOW_KNOWN}."
        )
    numbers = story.numbers
    allowed = sorted({r.within for r in story.plan.plan.ranges})
    costs = " and ".join(numbers.money(w, 0 if w == int(w) else 2) for w in allowed)
    wide = (
        "at least this wide (whole-number choices kept as they are)"
        if "inner" in kinds
        else "at most this wide: no plan that cheap lies outside"
    )
    return (
        f"{first} Ranges: what the share can be in plans that cost at most {costs} a "
        f"{story.plan.thing} more; they are {wide}."
    )


def _table(story: Story, rows: list[tuple[str, Share]]) -> Html:
    allowed = sorted({r.within for r in story.plan.plan.ranges})
    heads = [f"Within {story.numbers.money(w, 0 if w == int(w) else 2)}" for w in allowed] or ["Range"]
    body = []
    for _, share in rows:
        found = [span(r.low, r.high) for r in share.reaches]
        ranges = found if len(found) == len(heads) else [NOT_KNOWN] * len(heads)
        band = span(*share.band) if share.band else "none"
        today = percent(share.today) if share.today is not None else "?"
        body.append((share.name, story.share_words(share.value if share.reaches else None, 1), *ranges, band, today))
    return table(("Share", "Plan", *heads, "Band", "Today"), body)
