"""Who makes what over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from onshore import measures as kpi
from onshore.reporting.charts.area import Layer, area
from onshore.reporting.charts.svg import tri
from onshore.reporting.html import Html, block, card, details, table
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import percent
from onshore.reporting.story import Story
from onshore.reporting.words import Buckets, listed

__all__ = ["finding", "mover", "overtakes", "section", "stacked", "swing"]

#: Makers whose swing is said in words; the others are in the table by maker.
_NAMED = 5


def _thirds(values: Sequence[float]) -> tuple[float, float]:
    """Mean of the first and of the last third."""
    part = max(1, len(values) // 3)
    return sum(values[:part]) / part, sum(values[-part:]) / part


def mover(volume: Mapping[str, Sequence[float]]) -> str:
    """Who changes most between the first and the last third of the time."""
    return max(volume, key=lambda k: (abs(_thirds(volume[k])[1] - _thirds(volume[k])[0]), k))


def overtakes(rising: Sequence[float], other: Sequence[float]) -> int | None:
    """From when the first is above the other until the end; None if it never is, or always was."""
    if len(rising) < 2 or rising[-1] <= other[-1]:
        return None
    at = len(rising) - 1
    while at > 0 and rising[at - 1] > other[at - 1]:
        at -= 1
    return at or None


def finding(volume: Mapping[str, Sequence[float]], names: Mapping[str, str], buckets: Buckets, things: str) -> str:
    """The heading, from the same figures as the areas: who overtakes whom and when, or who grows or falls,
    or nobody.
    """
    if not volume:
        return f"No {things} are made"
    if len(volume) == 1:
        return f"{names[next(iter(volume))]} makes all {things}"
    who = mover(volume)
    first = max(volume, key=lambda k: (_thirds(volume[k])[0], k))
    last = max(volume, key=lambda k: (_thirds(volume[k])[1], k))
    before, after = _thirds(volume[who])
    total = sum(_thirds(v)[1] for v in volume.values())
    at = overtakes(volume[who], volume[first]) if who != first else None
    if at is not None:
        return f"{names[who]} overtakes {names[first]} in {buckets.long(at)}"
    if abs(after - before) < 0.05 * total:
        same = f"{names[first]} makes most {things} from beginning to end"
        return same if first == last else f"No maker’s volume changes by more than a twentieth of all {things}"
    if after > before:
        rest = f"{names[last]} makes most {things} in the last third"
        return f"{names[who]} grows most; {rest}" if who != last else f"{names[who]} grows most and makes most {things}"
    return (
        f"{names[who]} falls most, and {'still' if last == who else names[last]} makes most {things} in the last third"
    )


def stacked(story: Story) -> dict[str, tuple[float, ...]]:
    """Makers from the bottom of the stack up: who moves most is on top; those without a colour are one grey
    layer.
    """
    subject = story.plan
    own = {c: v for c, v in subject.volume.items() if subject.colour(c) != "var(--m-other)"}
    grey = {c: v for c, v in subject.volume.items() if c not in own}
    ordered = sorted(own, key=lambda k: (abs(_thirds(own[k])[1] - _thirds(own[k])[0]), k))
    found = {c: own[c] for c in ordered}
    if len(grey) == 1:
        return grey | found
    return ({"": tuple(sum(v) for v in zip(*grey.values(), strict=True))} if grey else {}) | found


def section(story: Story) -> Html:
    """Stacked areas over the whole width, with a table of every period."""
    subject, buckets = story.plan, story.plan.buckets
    stack = stacked(story)
    if not stack:
        return framed(block(finding({}, {}, buckets, subject.things), "The plan makes none in any period."))
    names = {c: subject.name(c) if c else "All others" for c in stack}
    highest = max([*subject.demand, *(sum(v) for v in zip(*stack.values(), strict=True))])
    scale, word = (1000.0, "thousand ") if highest >= 20_000 else (1.0, "")
    layers = [
        Layer(names[c], subject.colour(c) if c else "var(--m-other)", tuple(q / scale for q in v))
        for c, v in stack.items()
    ]
    unit = f"{word}{subject.things} a {buckets.word}"

    def draw(width: int) -> str:
        return area(
            width,
            layers=layers,
            demand=[d / scale for d in subject.demand],
            missed=[m / scale for m in subject.missed],
            buckets=buckets,
            unit=unit,
            title=f"Volume by manufacturer and {buckets.word}",
            show=story.numbers.group,
        )

    lead = (
        "Volume by manufacturer, in the period in which it is made or leaves the supplier. The "
        "dashed line is what customers want."
    )
    heading = finding({c: v for c, v in stack.items() if c}, names, buckets, subject.things)
    lead += _steady(story)
    return framed(block(heading, lead, card(tri(draw), details(_rows(story, stack, names)))))


def _steady(story: Story) -> str:
    """How much the makers' volumes move from period to period, and what customers want."""
    subject = story.plan
    found = kpi.swing(subject.network, subject.plan).filter(group=subject.group)
    moves = dict(found.select("company", "swing").iter_rows())
    large = [c for c, share in subject.shares.items() if share and c in moves][:_NAMED]
    if not large:
        return ""
    said = listed([f"{percent(moves[c])} at {subject.name(c)}" for c in large])
    days = [d or 1 for d in subject.buckets.days]
    wanted = swing(subject.demand, days)
    beside = "" if wanted is None else f"; what customers want moves by {percent(wanted)}"
    return f" From one {subject.buckets.word} to the next, pieces a day move by {said} of their mean{beside}."


def swing(pieces: Sequence[float], days: Sequence[int]) -> float | None:
    """As `measures.swing`, of any pieces by period: mean change of pieces a day, over their mean."""
    rates = [p / d for p, d in zip(pieces, days, strict=True)]
    if len(rates) < 2 or not sum(pieces):
        return None
    return sum(abs(b - a) for a, b in pairwise(rates)) / (len(rates) - 1) * sum(days) / sum(pieces)


def _rows(story: Story, stack: Mapping[str, Sequence[float]], names: Mapping[str, str]) -> Html:
    group, buckets = story.numbers.group, story.plan.buckets
    order = list(stack)[::-1]
    head = (buckets.word.capitalize(), *(names[c] for c in order), "All", "Demand")
    body = [
        (
            buckets.long(i),
            *(group(stack[c][i]) for c in order),
            group(sum(stack[c][i] for c in order)),
            group(wanted),
        )
        for i, wanted in enumerate(story.plan.demand)
    ]
    every = sum(sum(v) for v in stack.values())
    foot = ("All", *(group(sum(stack[c])) for c in order), group(every), group(sum(story.plan.demand)))
    return table(head, body, foot)
