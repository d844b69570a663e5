"""Is it proven: best plan and bound as the search went, and the whole objective term by term."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from onshore.plans import Plan
from onshore.reporting.charts.steps import Point, drawn, steps
from onshore.reporting.charts.svg import SEVEN, tri
from onshore.reporting.html import Html, block, card, pair, table
from onshore.reporting.numbers import Numbers, fit, proven
from onshore.reporting.story import Story
from onshore.reporting.subject import COST_LINES

__all__ = ["finding", "section", "stopped"]

#: Every term of `money`, in lines that a reader knows.
_LINES = {
    "Material": ("material",),
    **{name: terms for name, terms in COST_LINES.items() if terms and name != "Incentive"},
    "Late": ("late",),
    "Never delivered": ("short",),
    "Awards not kept": ("breach", "commitment"),
    "Value targets not met": ("value_breach",),
    "Incentive": ("incentive",),
    "Stock on the last evening": ("end_stock",),
}
_STATUS = {
    "optimal": "It stopped because the gap that was asked for was reached",
    "time_limit": "It stopped at its time limit",
    "iteration_limit": "It stopped at its limit of iterations",
    "whole_pieces": "It stopped at the gap that was asked for, and making every piece whole cost more than that",
    "interrupted": "It was stopped by hand",
}


#: A search of fewer seconds, or whose best plan would be drawn over less of the axis, is told in a table.
_SHORT, _NARROW = 1.0, 0.15
#: Rows of that table.
_ROWS = 8


def finding(plan: Plan, numbers: Numbers) -> str:
    """The heading: no plan can cost less than so much."""
    if not math.isfinite(plan.bound):
        return "Nothing is proven yet about how good the plan is"
    if plan.gap <= 0:
        return f"No plan of this network can cost less than this one, {numbers.amount(plan.objective)}"
    least = numbers.amount(plan.bound)
    if least == numbers.amount(plan.objective):
        return (
            f"No plan can cost less by more than {numbers.amount(plan.objective - plan.bound)}, "
            f"{proven(plan.gap)} of the whole"
        )
    return f"None can cost less than {least}, {proven(plan.gap)} below this plan"


def stopped(plan: Plan, numbers: Numbers, saving: float | None, thing: str) -> str:
    """Why the search stopped, what waiting longer could save, and the gap of what a plan can change."""
    said = [f"{_STATUS.get(plan.status, plan.status)}, {_after(plan.seconds, numbers)}."]
    if saving is not None and math.isfinite(saving):
        digits = 0 if saving >= 10 else 2
        said.append(f"Waiting longer can save at most {numbers.money(saving, digits)} a {thing}.")
    if plan.gap_controllable is not None and math.isfinite(plan.bound):
        said.append(f"Of the cost that a plan can change at all, that is {proven(plan.gap_controllable)}.")
    return " ".join(said)


def _after(seconds: float, numbers: Numbers) -> str:
    if seconds < 1:
        return "in less than a second"
    shown = numbers.group(seconds)
    return f"after {shown} {'second' if shown == '1' else 'seconds'}"


def section(story: Story) -> Html:
    """Steps of the search beside all money of the plan."""
    plan, numbers = story.plan.plan, story.numbers
    pieces = float(plan.sales["quantity"].sum())
    saving = (plan.objective - plan.bound) / pieces if pieces and math.isfinite(plan.bound) else None
    lead = stopped(plan, numbers, saving, "piece")
    left = block(finding(plan, numbers), lead, card(_chart(story)))
    right = block(
        "All money of the plan",
        "What the search minimises; income is negative.",
        card(_money(story)),
    )
    return pair(left, right)


def _chart(story: Story) -> Html:
    plan, numbers = story.plan.plan, story.numbers
    points = [p for p in plan.progress if p[1] is not None or p[2] is not None]
    if math.isfinite(plan.bound):
        points.append((max([plan.seconds, *(p[0] for p in points)]), plan.objective, plan.bound))
    if len(points) < 2 or points[-1][1] is None or points[-1][0] <= 0:
        bound = numbers.amount(plan.bound) if math.isfinite(plan.bound) else "?"
        rows = [("This plan", numbers.amount(plan.objective)), ("No plan can cost less than", bound)]
        return table(("", numbers.currency), rows)
    digits = 0 if abs(plan.objective) / numbers.scale >= 1000 else 2

    def show(value: float) -> str:
        return numbers.group(value / numbers.scale, digits)

    if points[-1][0] < _SHORT or drawn(points) < _NARROW:
        return _told(points, numbers, show)

    def draw(width: int) -> str:
        return steps(
            width,
            points=points,
            unit=f"{numbers.big_unit}, all money",
            title="Best plan found and proven floor",
            show=show,
        )

    return tri(draw, SEVEN)


def _told(points: Sequence[Point], numbers: Numbers, show: Callable[[float], str]) -> Html:
    """The steps of a search that is over too soon for lines: each time that plan or bound changed."""
    rows: list[tuple[str, ...]] = []
    for seconds, best, bound in points:
        amounts = tuple("not yet" if value is None else show(value) for value in (best, bound))
        if not rows or rows[-1][1:] != amounts:
            rows.append((numbers.group(seconds, 1), *amounts))
    head = ("After seconds", f"Best plan, {numbers.big_unit}", "None below")
    return table(head, [*rows[:1], *rows[1:][1 - _ROWS :]])


def _money(story: Story) -> Html:
    numbers, terms = story.numbers, story.plan.plan.money_by_term
    lines = {name: sum(terms.get(t, 0.0) for t in of) for name, of in _LINES.items() if any(t in terms for t in of)}
    large = fit([v / numbers.scale for v in lines.values()])
    rows = [(name, numbers.group(v)) for name, v in zip(lines, large, strict=True) if lines[name]]
    return table(("All goods", numbers.big_unit), rows, ("All money", numbers.group(sum(large))))
