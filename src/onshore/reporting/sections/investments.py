"""Lines and plants that the plan has built, and those that it does without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from onshore.reporting.html import Html, block, card, stacked
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import Numbers, column
from onshore.reporting.story import Story

__all__ = ["finding", "section"]

_NOT = "–"


def finding(ordered: Sequence[float], offered: int, numbers: Numbers) -> str:
    """The heading: how many of the lines on offer are ordered, and their capital."""
    if not ordered:
        return (
            "None of the lines that could be built pays" if offered > 1 else "The line that could be built does not pay"
        )
    capital = numbers.amount(sum(ordered))
    if offered == 1:
        return f"The line that could be built is ordered, for {capital}"
    return f"{len(ordered)} of {offered} lines that could be built {_is(len(ordered))} ordered, for {capital}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def section(story: Story) -> Html:
    """A row for each line that could be built; nothing where the network offers none."""
    offers = story.plan.network.investments.select("investment", "site", "cost")
    if offers.is_empty():
        return Html("")
    rows = offers.join(story.plan.plan.investments, on="investment", how="left", validate="1:m")
    rows = rows.sort("period", "investment", nulls_last=True)
    ordered = rows.filter(pl.col("period").is_not_null())
    lead = (
        "Capital is charged from the order to the end of the horizon, with interest; what is left of a line’s life is "
        "left to later plans. A scheme may grant a part of it."
    )
    numbers = Numbers(story.numbers.currency, max(rows["cost"].to_list()))
    head = (f"Line, {numbers.big_unit}", "Ordered", "Capital", "Charged here", "Granted", "By")
    shown = stacked(head, list(_rows(story, rows, numbers)), words=frozenset((0, 1, 5)))
    return framed(block(finding(ordered["cost"].to_list(), len(offers), numbers), lead, card(shown, kind="card tw")))


def _rows(story: Story, rows: pl.DataFrame, numbers: Numbers) -> Iterator[tuple[str, ...]]:
    """Name, period, amounts and scheme of each line."""
    buckets = story.plan.buckets
    amounts = (column(rows[name].fill_null(0.0).to_list(), numbers) for name in ("cost", "charge", "grant"))
    for row, (cost, *spent) in zip(rows.iter_rows(named=True), zip(*amounts, strict=True), strict=True):
        name = f"{row['investment']}, {story.plan.site(row['site'])}"
        if row["period"] is None:
            yield (name, "not ordered", cost, _NOT, _NOT, _NOT)
        else:
            when = buckets.long(buckets.names.index(row["period"]))
            yield (name, when, cost, *spent, row["scheme"] or "nobody")
