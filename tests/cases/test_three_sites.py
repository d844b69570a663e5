"""The case that its README works by hand: each number there is what planning finds, and what verifying recomputes."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from onshore import apply, load
from onshore.planning import plan
from onshore.plans import Plan
from onshore.verification import verify

CASE = Path(__file__).parents[2] / "cases" / "three-sites"
PAGE = (CASE / "README.md").read_text(encoding="utf-8")
BASE, ALDER_ALONE = 5_812_382.40, 5_850_082.40


def section(number: int) -> list[list[str]]:
    """The cells of the tables in a section of the page."""
    text = re.search(rf"^## {number}\..*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert text
    lines = [line for line in text[0].splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip(" *`") for cell in line.strip("|").split("|")] for line in lines]


def amount(text: str) -> float:
    return float(text.replace(",", ""))


def planned(scenario: str = "", **cells: float) -> Plan:
    """The best plan of a scenario, verified, with some cells of Birch's award changed."""
    net = load(CASE)
    net = apply(net, scenario) if scenario not in ("", "base") else net
    if cells:
        own = pl.col("company") == "birch"
        changed = [pl.when(own).then(pl.lit(v)).otherwise(pl.col(k)).alias(k) for k, v in cells.items()]
        net = net.replace(awards=net.awards.with_columns(changed))
    done = plan(net, gap=0.0, within=())
    assert verify(net, done).is_empty()
    assert done.bound == pytest.approx(done.objective, rel=1e-9)
    return done


def made(done: Plan) -> dict[str, float]:
    rows = done.production.group_by("site").agg(pl.col("quantity").sum()).sort("site")
    return {site.split("-")[0]: quantity for site, quantity in rows.iter_rows()}


OBJECTIVES = {name: amount(cost) for name, _, cost in section(7)[1:]}


def test_the_page_names_every_scenario():
    scenarios = set(load(CASE).scenarios["scenario"])
    assert set(OBJECTIVES) == {"base", *scenarios}
    assert OBJECTIVES["base"] == BASE


@pytest.mark.parametrize(("scenario", "objective"), OBJECTIVES.items())
def test_a_scenario_costs_what_the_page_says(scenario: str, objective: float):
    assert planned(scenario).objective == pytest.approx(objective, abs=0.005)


def test_the_plan_of_the_base():
    done = planned()
    assert made(done) == {"alder": 4500.0, "birch": 5500.0}
    assert done.qualifications.select("site", "period").rows() == [("birch-plant", "2024-05")]
    table = {row[0]: row[1:] for row in section(6)}
    months = [f"2024-{m:02}" for m in (4, 5, 6, 7)]
    for company in ("alder", "birch"):
        own = done.production.filter(pl.col("site").str.starts_with(company))
        each = [own.filter(pl.col("period") == m)["quantity"].sum() for m in months]
        assert [*each, sum(each)] == [amount(x) for x in table[f"{company.title()} makes"]]
        sea = done.shipments.filter(pl.col("mode") == "sea", pl.col("destination").str.starts_with(company))
        each = [sea.filter(pl.col("period") == m)["quantity"].sum() for m in months]
        assert [*each, sum(each)] == [amount(x) for x in table[f"kits leave by sea for {company.title()}"]]


def test_the_money_of_the_base():
    terms = [row for row in section(6) if len(row) == 3 and row[0] not in ("term", "objective")]
    worked = {name: amount(cost) for name, _, cost in terms if amount(cost)}
    spent = {k: round(v, 2) for k, v in planned().money_by_term.items() if abs(v) > 0.005}
    assert spent == worked
    assert sum(worked.values()) == pytest.approx(BASE)


@pytest.mark.parametrize(("share", "birch"), [(0.395, 0.0), (0.403, 5500.0)])
def test_birch_pays_from_a_share_of_0_399_on(share: float, birch: float):
    done = planned(incentive_share=share)
    assert made(done).get("birch", 0.0) == birch
    gain = share * 187_500 - 74_800  # break-even, worked on the page
    assert done.objective == pytest.approx(ALDER_ALONE - max(0.0, gain), abs=0.005)


def test_five_thousand_phones_are_the_gate():
    # A band of 50% gives Birch 5,000, just enough: 6,500 more than the best plan.
    done = planned(high=0.5)
    assert made(done) == {"alder": 5000.0, "birch": 5000.0}
    assert done.incentives["reached"].to_list() == [1]
    assert done.objective == pytest.approx(BASE + 6_500, abs=0.005)


def test_the_new_hall_is_ordered_in_may():
    done = planned("new-hall")
    assert made(done) == {"alder": 4500.0, "birch": 5500.0}
    assert done.production.filter(site="birch-plant")["resource"].unique().to_list() == ["birch-auto"]
    assert done.investments.select("investment", "period", "charge").rows() == [
        ("birch-hall", "2024-05", pytest.approx(18_360.0))
    ]
