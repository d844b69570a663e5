"""What a piece costs: the bridge from today to the plan, or what the cost is made of, and the same line by
line.
"""

from __future__ import annotations

from collections.abc import Mapping

from onshore.reporting.charts.bridge import Bar, bars, bridge
from onshore.reporting.charts.svg import SEVEN, tri
from onshore.reporting.html import Html, block, card, pair, table
from onshore.reporting.numbers import Numbers, fit, percent
from onshore.reporting.story import Story
from onshore.reporting.words import listed

__all__ = ["breakdown", "build_finding", "change_finding", "rounded", "section"]


def rounded(lines: Mapping[str, float], numbers: Numbers) -> dict[str, float]:
    """Lines rounded so that they add up to the rounded total."""
    return dict(zip(lines, fit(list(lines.values()), numbers.digits), strict=True))


def change_finding(today: Mapping[str, float], plan: Mapping[str, float], numbers: Numbers, thing: str) -> str:
    """The heading over a bridge: how much less or more, and what most of it is."""
    steps = {k: plan[k] - today[k] for k in plan}
    change = sum(steps.values())
    if not round(change, numbers.digits):
        return f"A {thing} costs as much as with today’s awards"
    same = sorted((k for k, v in steps.items() if v * change > 0), key=lambda k: -abs(steps[k]))
    most = same[:1] if abs(steps[same[0]]) >= 0.6 * sum(abs(steps[k]) for k in same) else same[:2]
    words = listed([k.lower() for k in most])
    return f"{numbers.money(abs(change))} {'less' if change < 0 else 'more'} a {thing}, most of it {words}"


def build_finding(lines: Mapping[str, float], numbers: Numbers, thing: str) -> str:
    """The heading over a build-up: how much of the gross cost is material."""
    gross = sum(v for v in lines.values() if v > 0)
    if gross <= 0:
        return "Nothing is delivered, so nothing has a cost"
    material = lines["Imported material"] + lines["Local material"]
    next_ = max((k for k in lines if "material" not in k), key=lambda k: lines[k])
    return (
        f"Material is {percent(material / gross)} of what a {thing} costs; {next_.lower()} is "
        f"{percent(lines[next_] / gross)}"
    )


def breakdown(story: Story) -> Html:
    """The cost of a piece by line, in large amounts and a piece: what opens behind the first number."""
    numbers, subject = story.numbers, story.plan
    lines = {k: v for k, v in rounded(subject.cost, numbers).items() if v or subject.cost[k]}
    large = fit([subject.cost[k] * subject.delivered / numbers.scale for k in lines])
    rows = [
        (name, numbers.group(big), numbers.group(lines[name], numbers.digits))
        for name, big in zip(lines, large, strict=True)
        if lines[name] or big
    ]
    foot = (
        f"{numbers.pieces(subject.delivered)} {subject.things}",
        numbers.group(sum(large)),
        _total(lines, numbers),
    )
    return table(("Part", numbers.big_unit, story.unit), rows, foot)


def _total(lines: Mapping[str, float], numbers: Numbers) -> str:
    return numbers.group(sum(lines.values()), numbers.digits)


def section(story: Story) -> Html:
    """Bridge and table side by side."""
    if story.plan.net_cost is None:
        return Html("")
    return _changed(story) if story.base is not None and story.base.net_cost is not None else _built(story)


def _changed(story: Story) -> Html:
    assert story.base is not None
    numbers, thing = story.numbers, story.plan.thing
    today, plan = rounded(story.base.cost, numbers), rounded(story.plan.cost, numbers)
    shown = [k for k in plan if today[k] or plan[k]]
    steps = [(k, plan[k] - today[k]) for k in shown if plan[k] != today[k]]
    ends = ("Today’s awards", sum(today.values())), ("Plan", sum(plan.values()))
    chart = _drawn(story, bars(ends[0], steps, ends[1]), f"Landed cost of a {thing}, today to plan")
    left = block(
        change_finding(today, plan, numbers, thing),
        "Blue lowers the cost, orange raises it; lines that stay are in the table.",
        card(chart),
    )
    rows = [(k, _n(numbers, today[k]), _n(numbers, plan[k]), _change(numbers, plan[k] - today[k])) for k in shown]
    total = [sum(v.values()) for v in (today, plan)]
    foot = (
        "Landed cost, net",
        _n(numbers, total[0]),
        _n(numbers, total[1]),
        _change(numbers, total[1] - total[0]),
    )
    right = block(
        "The same, line by line",
        _net_words(story),
        card(table((story.unit, "Today", "Plan", "Change"), rows, foot)),
    )
    return pair(left, right)


def _built(story: Story) -> Html:
    numbers, lines = story.numbers, rounded(story.plan.cost, story.numbers)
    steps = [(k, v) for k, v in lines.items() if v]
    chart = _drawn(
        story,
        bars(None, steps, ("Plan", sum(lines.values()))),
        f"Landed cost of a {story.plan.thing}, by part",
    )
    heading = build_finding(story.plan.cost, numbers, story.plan.thing)
    left = block(heading, "Each bar starts where the last one ended.", card(chart))
    gross = sum(v for v in story.plan.cost.values() if v > 0)
    parts = fit([100 * story.plan.cost[k] / gross if gross else 0.0 for k, _ in steps], 1)
    rows = [(k, _n(numbers, v), _percent(p)) for (k, v), p in zip(steps, parts, strict=True)]
    foot = (
        "Landed cost, net",
        _n(numbers, sum(lines.values())),
        _percent(sum(parts)),
    )
    right = block(
        "The same, line by line", _net_words(story), card(table((story.unit, "Plan", "Of gross"), rows, foot))
    )
    return pair(left, right)


def _drawn(story: Story, rows: list[Bar], title: str) -> Html:
    numbers = story.numbers

    def draw(width: int) -> str:
        return bridge(
            width,
            rows=rows,
            unit=story.unit,
            title=title,
            show=lambda v: numbers.group(v, numbers.digits),
            signed=lambda v: numbers.signed(v, numbers.digits),
        )

    return tri(draw, SEVEN)


def _net_words(story: Story) -> str:
    chain = story.plan.network.settings["perspective"] == "chain"
    whose = "the whole incentive of the makers" if chain else "the part of the incentive that reaches the brand"
    return f"Before tax that is credited back, less {whose}, discounted."


def _percent(value: float) -> str:
    return percent(value / 100, 1)


def _n(numbers: Numbers, value: float) -> str:
    return numbers.group(value, numbers.digits)


def _change(numbers: Numbers, value: float) -> Html:
    tone = "better" if value < 0 else "worse" if value > 0 else "same"
    return Html(f'<span class="{tone}">{numbers.signed(value, numbers.digits)}</span>')
