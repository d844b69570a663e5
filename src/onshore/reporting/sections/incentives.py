"""Each member of a scheme against its gates, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from onshore.reporting.charts.gates import Gate, gates
from onshore.reporting.charts.svg import tri
from onshore.reporting.html import Html, block, card, details, keys, table
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import Numbers, percent
from onshore.reporting.story import Story
from onshore.reporting.words import listed

__all__ = ["finding", "section", "verdict"]


def verdict(row: dict[str, Any], numbers: Numbers) -> tuple[str, str]:
    """What a year comes to, and why, from the row of `incentives`: gates passed or missed and by how much."""
    sales = row["sales"] + row["outside_sales"] - row["base_sales"] - row["sales_threshold"]
    money = row["investment"] - row["investment_threshold"]
    if row["reached"]:
        earned, own = row["incentive"], row["incentive_on_brand"]
        return (
            f"Passes both gates, sales by {numbers.amount(sales)}",
            f"Earns {numbers.amount(earned)}, {numbers.amount(own)} of it on this plan",
        )
    missed = [f"{what} by {numbers.amount(-by)}" for what, by in (("sales", sales), ("investment", money)) if by < 0]
    if not missed:
        return "Passes both gates, but nothing is paid", "The plan does without this year’s incentive"
    more = f"And {missed[1]}; the" if len(missed) > 1 else "The"
    return f"Misses {missed[0]}", f"{more} year pays nothing"


def finding(rows: Sequence[dict[str, Any]], names: dict[str, str], numbers: Numbers) -> str:
    """The heading: who passes both gates in how many years and what they earn, and who passes in none."""
    if not rows:
        return "No incentive applies to this plan"
    passed: dict[str, int] = {}
    years: dict[str, int] = {}
    for row in rows:
        years[row["company"]] = years.get(row["company"], 0) + 1
        passed[row["company"]] = passed.get(row["company"], 0) + int(bool(row["reached"]))
    winners = sorted((c for c in passed if passed[c]), key=lambda c: (-passed[c], c))
    losers = sorted(c for c in passed if not passed[c])
    if not winners:
        return f"{listed([names[c] for c in losers])} {'passes' if len(losers) == 1 else 'pass'} both gates in no year"
    earned, own = (sum(row[key] for row in rows) for key in ("incentive", "incentive_on_brand"))
    said = listed([f"{names[c]} passes both gates in {passed[c]} of {years[c]} years" for c in winners])
    rest = f"; {listed([names[c] for c in losers])} in none" if losers else ""
    part = f", {numbers.amount(own)} of it on this plan’s goods" if own < earned else ""
    return f"{said}{rest}. {numbers.amount(earned)} is earned{part}"


def section(story: Story) -> Html:
    """Bullet bars by company and year, both gates."""
    rows = _ordered(story.plan.plan.incentives)
    names = {r["company"]: story.plan.name(r["company"]) for r in rows}
    heading = finding(rows, names, story.numbers)
    if not rows:
        return (
            Html("")
            if story.plan.network.scheme_members.is_empty()
            else framed(block(heading, "No year of a scheme falls into the horizon."))
        )
    bars = [_gate(r, names, story.numbers) for r in rows]

    def draw(width: int) -> str:
        return gates(
            width,
            rows=bars,
            title="Incentive gates by member and year",
            unit=story.numbers.big_unit,
            show=story.numbers.big,
        )

    legend = keys(
        ("background:var(--accent)", "counted sales of this plan"),
        ("background:var(--accent-soft)", "counted sales to others"),
        ("background:var(--ink-2);height:5px;vertical-align:2px", "invested so far"),
        (
            "background:var(--ink);width:3px;height:14px",
            f"needed, {story.numbers.big_unit}: base year and threshold; investment",
        ),
    )
    lead = (
        "A year pays only if both gates are passed: then all sales over the base year earn, not "
        "only those over the threshold. "
        "Every bar has its own scale."
    )
    lead += _chosen(story)
    return framed(block(heading, lead, card(tri(draw), legend, details(_table(rows, names, story.numbers)))))


def _chosen(story: Story) -> str:
    """Which first year the plan chose for each member that has several to choose from."""
    offered = story.plan.network.scheme_members.group_by("scheme", "company").agg(pl.col("first_year").unique().sort())
    taken = story.plan.plan.incentives.select("scheme", "company", "first_year").unique()
    rows = taken.join(offered.filter(pl.col("first_year").list.len() > 1), on=["scheme", "company"], suffix="_of")
    said = [
        f" {story.plan.name(company)}’s first year under {scheme} is {year}, which the plan chose from {listed(years)}."
        for scheme, company, year, years in rows.sort("company", "scheme").iter_rows()
    ]
    return "".join(said)


def _ordered(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Members with most counted sales first, each year by year."""
    sales = (pl.col("sales") + pl.col("outside_sales")).sum().over("company")
    order = ["_sales", "company", "fiscal_year"]
    return rows.with_columns(_sales=sales).sort(order, descending=[True, False, False]).drop("_sales").to_dicts()


def _gate(row: dict[str, Any], names: dict[str, str], numbers: Numbers) -> Gate:
    first, second = verdict(row, numbers)
    return Gate(
        names[row["company"]],
        f"FY {row['fiscal_year']}",
        row["sales"],
        row["outside_sales"],
        row["base_sales"] + row["sales_threshold"],
        row["investment"],
        row["investment_threshold"],
        first,
        second,
        bool(row["reached"]),
    )


def _table(rows: Sequence[dict[str, Any]], names: dict[str, str], numbers: Numbers) -> Html:
    head = (
        numbers.big_unit,
        "Year",
        "This plan",
        "To others",
        "Base year",
        "Threshold",
        "Invested",
        "Needed",
        "Rate",
        "Earned",
    )
    keys_ = ("sales", "outside_sales", "base_sales", "sales_threshold", "investment", "investment_threshold")
    body = [
        (
            names[r["company"]],
            r["fiscal_year"],
            *(numbers.big(r[k]) for k in keys_),
            percent(r["rate"]),
            numbers.big(r["incentive"]),
        )
        for r in rows
    ]
    return table(head, body, words=frozenset((0, 1)))
