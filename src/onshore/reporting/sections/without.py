"""With and without the incentive: shares side by side with their ranges, and what may be said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onshore.plans import Range
from onshore.reporting.charts.shares import Share, pairs
from onshore.reporting.charts.svg import SEVEN, tri
from onshore.reporting.html import Html, block, card, details, keys, pair, table
from onshore.reporting.numbers import percent, span
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject
from onshore.reporting.words import HOW_KNOWN, NOT_KNOWN

__all__ = ["Pair", "compared", "finding", "lead", "section", "sentence", "word"]

#: Shares that differ by less are the same to a reader, however narrow their ranges.
SHIFT = 0.01


@dataclass(frozen=True)
class Pair:
    """One maker's share with and without the incentive, each with its ranges (narrow one first)."""

    name: str
    given: float
    taken: float
    given_ranges: tuple[Range, ...]
    taken_ranges: tuple[Range, ...]

    def apart(self, within: float) -> bool | None:
        """Whether a shift may be claimed: the ranges for this allowance do not overlap, and the shares differ by a
        point at least. None if a range is not there.
        """
        a = next((r for r in self.given_ranges if r.within == within), None)
        b = next((r for r in self.taken_ranges if r.within == within), None)
        if a is None or b is None:
            return None
        return abs(self.given - self.taken) >= SHIFT and (a.low > b.high or b.low > a.high)

    @property
    def allowances(self) -> list[float]:
        """Allowances of cost for which both have a range, the smallest first."""
        return sorted({r.within for r in self.given_ranges} & {r.within for r in self.taken_ranges})

    @property
    def inner(self) -> bool:
        """Whether a range may be wider than it says."""
        return any(r.kind != "full" for r in (*self.given_ranges, *self.taken_ranges))


def compared(story: Story) -> list[Pair]:
    """Makers of the main group in both plans, the one whose share differs most first."""
    other = story.without
    if other is None:
        return []
    names = dict.fromkeys([*story.plan.shares, *other.shares])
    rows = [
        Pair(
            story.plan.name(c),
            story.plan.shares.get(c, 0.0),
            other.shares.get(c, 0.0),
            tuple(story.plan.ranges(c)),
            tuple(other.ranges(c)),
        )
        for c in names
    ]
    return sorted((r for r in rows if r.given or r.taken), key=lambda r: (-abs(r.given - r.taken), r.name))


def word(row: Pair, money: Sequence[tuple[float, str]]) -> str:
    """What the two ranges say of one maker: apart, apart only within the small allowance, or they overlap."""
    apart = [label for within, label in money if row.apart(within)]
    if not row.allowances:
        return NOT_KNOWN
    if row.apart(row.allowances[-1]):
        return f"apart within {apart[-1]}"
    return f"apart only within {apart[-1]}" if apart else "ranges overlap"


def finding(rows: Sequence[Pair], things: str) -> str:
    """The heading. It says that the incentive moves volume only if the widest ranges of a maker do not
    overlap.
    """
    clear = [r for r in rows if r.allowances and r.apart(r.allowances[-1])]
    if clear:
        who = clear[0]
        return (
            f"The incentive {'adds' if who.given > who.taken else 'takes'} {things} "
            f"{'to' if who.given > who.taken else 'from'} {who.name}"
        )
    if not rows or not any(r.allowances for r in rows):
        return "With and without the incentive: ranges are not known, so nothing is claimed"
    return "With and without the incentive, every maker’s ranges overlap"


def lead(rows: Sequence[Pair], money: Sequence[tuple[float, str]], thing: str, things: str) -> str:
    """The sentence under the heading, with shares, ranges, and what may not be concluded."""
    if not rows:
        return ""
    row = next((r for r in rows if r.allowances and r.apart(r.allowances[-1])), rows[0])
    if not row.allowances:
        return (
            f"A share is shown only with the range of what it can be at little more cost, and those of {row.name} are "
            f"not known in both plans: {HOW_KNOWN}."
        )
    within = row.allowances[-1]
    label = next(text for w, text in money if w == within)
    a = next(r for r in row.given_ranges if r.within == within)
    b = next(r for r in row.taken_ranges if r.within == within)
    said = (
        f"With the incentive {row.name} makes {percent(row.given)} of {things} ({span(a.low, a.high)}), "
        f"without it {percent(row.taken)} ({span(b.low, b.high)}), among plans that cost at most "
        f"{label} a {thing} more."
    )
    if row.apart(within):
        return said + (
            " The ranges found do not overlap; they are at least this wide."
            if row.inner
            else " The ranges do not overlap."
        )
    if row.apart(row.allowances[0]):
        first = next(text for w, text in money if w == row.allowances[0])
        return (
            f"{said} Within {first} they are apart, within {label} they overlap: at little more cost "
            "the shares could be the same."
        )
    return f"{said} Plans of nearly equal cost could give it the same share in both, so no shift is claimed."


def sentence(story: Story) -> str:
    """What may be said about the incentive, for the lines under the verdict; empty without a plan to compare."""
    rows = compared(story)
    return lead(rows, _money(story, rows), story.plan.thing, story.plan.things)


def section(story: Story) -> Html:
    """Range bars in pairs, and the two plans side by side."""
    other, rows = story.without, compared(story)
    if other is None or not rows:
        return Html("")
    money = _money(story, rows)
    by_name = {story.plan.name(c): c for c in [*other.shares, *story.plan.shares]}

    def side(row: Pair, subject: Subject) -> Share:
        company = by_name[row.name]
        value = subject.shares.get(company, 0.0)
        return Share(row.name, subject.colour(company), value, story.reaches(subject, company), None, None, "")

    shown = [(side(r, story.plan), side(r, other), word(r, money)) for r in rows]

    def draw(width: int) -> str:
        title = "Shares with and without the incentive, with their ranges"
        return pairs(width, rows=shown, title=title, names=("with the incentive", "without it"))

    legend = keys(
        ("background:var(--ink-2);border-radius:9px;width:12px;height:12px", "with the incentive"),
        ("border:2px solid var(--ink-2);border-radius:9px;width:8px;height:8px", "without it"),
        *story.range_marks,
    )
    left = block(
        finding(rows, story.plan.things),
        lead(rows, money, story.plan.thing, story.plan.things),
        card(tri(draw, SEVEN), legend, details(_ranges(rows, money))),
    )
    return pair(left, block("The two plans side by side", _volume_words(story, other), card(_sides(story, other))))


def _money(story: Story, rows: Sequence[Pair]) -> list[tuple[float, str]]:
    allowed = sorted({w for r in rows for w in r.allowances})
    return [(w, story.numbers.money(w, 0 if w == int(w) else 2)) for w in allowed]


def _ranges(rows: Sequence[Pair], money: Sequence[tuple[float, str]]) -> Html:
    def cells(value: float, ranges: tuple[Range, ...]) -> list[str]:
        found = [next((span(r.low, r.high) for r in ranges if r.within == w), "?") for w, _ in money]
        return [percent(value, 1) if ranges else NOT_KNOWN, *(found or [NOT_KNOWN])]

    heads = [label for _, label in money] or ["Range"]
    head = ("Share", "With", *(f"within {h}" for h in heads), "Without", *(f"within {h}" for h in heads))
    return table(head, [(r.name, *cells(r.given, r.given_ranges), *cells(r.taken, r.taken_ranges)) for r in rows])


def _volume_words(story: Story, other: Subject) -> str:
    a, b = story.plan.delivered, other.delivered
    if abs(a - b) <= 0.001 * max(a, b):
        return "Both deliver the same number of pieces, to a tenth of a percent."
    pieces = story.numbers.pieces
    return f"They deliver {pieces(a)} and {pieces(b)} {story.plan.things}: costs a piece compare only roughly."


def _sides(story: Story, other: Subject) -> Html:
    numbers, group = story.numbers, story.plan.group

    def money(value: float | None) -> str:
        return "?" if value is None else numbers.group(value, numbers.digits)

    def share(value: float | None) -> str:
        return "?" if value is None else percent(value, 1)

    def earned(subject: Subject) -> str:
        return numbers.big(float(subject.plan.incentives["incentive_on_brand"].sum()))

    names = (
        (f"Cost, gross, {story.unit}", f"landed_cost:{group}", money),
        (f"Cost, net, {story.unit}", f"landed_cost_net:{group}", money),
        ("Imported, gross", "import_share", share),
        ("Imported, net", "import_share_net", share),
        ("Value added, guideline (pli_dva)", "value_addition:pli_dva", share),
        ("Value added, public procurement (ppp_mii)", "value_addition:ppp_mii", share),
        ("Delivered on time", "on_time_share", share),
    )
    body = [(label, show(story.plan.value(key)), show(other.value(key))) for label, key, show in names]
    body.append((f"Incentive on this plan, {numbers.big_unit}", earned(story.plan), earned(other)))
    return table(("", "With", "Without"), body)
