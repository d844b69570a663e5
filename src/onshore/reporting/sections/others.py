"""What would change the answer: other plans beside this one."""

from __future__ import annotations

from collections.abc import Mapping

from onshore.reporting.html import Html, block, card, table
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import Numbers
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject
from onshore.reporting.words import noun

__all__ = ["finding", "section"]


def finding(costs: Mapping[str, float], own: float, numbers: Numbers, thing: str) -> str:
    """The heading: which of the other plans changes the cost of a piece most, and by how much."""
    name = max(costs, key=lambda k: (abs(costs[k] - own), k))
    change = numbers.near(costs[name]) - numbers.near(own)
    if not change:
        return "None of the other plans costs more or less"
    much = f"{numbers.money(abs(change))} {'more' if change > 0 else 'less'} a {thing}"
    if len(costs) == 1:
        return f"{name} costs {much}"
    return f"Of {len(costs)} other plans, {name} changes the cost most: {much}"


def section(story: Story) -> Html:
    """Cost and largest makers of each other plan."""
    own = story.plan.net_cost
    costs = {n: s.net_cost for n, s in story.others.items() if s.net_cost is not None}
    if own is None or not [n for n in costs if story.others[n] is not story.without]:
        return Html("")
    numbers = story.numbers
    top = list(story.plan.shares)[:3]
    head = ("Plan", story.unit, "Against this plan", *(f"{story.plan.name(c)}, share and range" for c in top))
    body = [_row(story, name, story.others[name], top) for name in costs]
    own_row = (
        "This plan",
        numbers.group(own, numbers.digits),
        "0",
        *(_share(story, story.plan, c) for c in top),
    )
    lead = (
        f"Cost is net of the incentive that counts. Shares of {noun(story.plan.group)}, each with "
        "the widest range that was computed."
    )
    return framed(
        block(
            finding(costs, own, numbers, story.plan.thing),
            lead,
            card(table(head, [own_row, *body]), kind="card tw"),
        )
    )


def _row(story: Story, name: str, other: Subject, top: list[str]) -> tuple[object, ...]:
    assert story.plan.net_cost is not None and other.net_cost is not None
    numbers = story.numbers
    change = numbers.near(other.net_cost) - numbers.near(story.plan.net_cost)
    shown = numbers.signed(change, numbers.digits)
    cost = numbers.group(other.net_cost, numbers.digits)
    return (name, cost, shown, *(_share(story, other, c) for c in top))


def _share(story: Story, subject: Subject, company: str) -> Html:
    words = story.range_words(subject, company, brief=True)
    return Html(f"{story.share_words(subject.share(company))}<br><small>{words}</small>")
