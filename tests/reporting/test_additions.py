"""Sections that stand only where a network has their rows: makers' costs, lines built, first years, value added."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from tests.reporting.conftest import Case

from onshore import measures as kpi
from onshore.network import Network
from onshore.plans import Plan
from onshore.reporting import report
from onshore.reporting.numbers import Numbers
from onshore.reporting.sections import investments, makers, value, volumes
from onshore.schema import NETWORK, PLAN

INR = Numbers("INR", 4e11, 8796)
NAMES = {"a": "Ann", "b": "Bob"}


def _frame(declared: Any, name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = declared[name].columns
    full = [{n: r.get(n, None if c.required else c.default) for n, c in columns.items()} for r in rows]
    return pl.DataFrame(full, schema=declared[name].dtypes, orient="row", strict=False)


def _page(case: Case, network: dict[str, list[dict[str, Any]]], plan: dict[str, list[dict[str, Any]]]) -> str:
    net = Network(case.network.settings, {**case.network.tables, **_all(NETWORK, network)})
    return report(net, replace(case.plan, tables={**case.plan.tables, **_all(PLAN, plan)}))


def _all(declared: Any, tables: dict[str, list[dict[str, Any]]]) -> dict[str, pl.DataFrame]:
    return {name: _frame(declared, name, rows) for name, rows in tables.items()}


def _cells(page: str, first: str) -> list[str]:
    """The row of a table that begins with a text."""
    for row in re.findall(r"<tr>(.*?)</tr>", page):
        cells = [
            re.sub("<span class=.lab.>.*?</span>|<[^>]+>", "", cell) for cell in re.findall(r"<td.*?>(.*?)</td>", row)
        ]
        if cells[:1] == [first]:
            return cells
    raise AssertionError(f"no row begins with {first}")


# -- makers ------------------------------------------------------------------------------------------------------


def test_makers_are_told_with_pieces_share_range_and_cost(case: Case, page: str):
    rows = {(r["company"], r["group"]): r for r in kpi.cost_by_maker(case.network, case.plan).iter_rows(named=True)}
    kiran = rows["kiran", "phone"]
    section = page[page.index("By who makes it, a phone costs from") :]
    cells = _cells(section, "Kiran Electronics")
    shown = [INR.group(kiran[name]) for name in ("pieces", "gross", "incentive", "net")]
    assert [cells[1], *cells[4:7]] == shown
    assert cells[2:4] == ["30.8%", "28–33%"]
    assert kiran["incentive"] > 0
    assert "Reedworks" in section[: section.index("</section>")]
    assert "not known" not in section[: section.index("</section>")]


def test_a_maker_without_a_piece_has_a_dash_that_is_explained(case: Case):
    none = {"brand": "aster", "company": "reedworks", "item_group": "phone", "from": dt.date(2027, 4, 1)}
    rows = [*case.network.awards.to_dicts(), {**none, "to": dt.date(2030, 3, 31)}]
    page = _page(case, {"awards": rows}, {})
    assert _cells(page[page.index("By who makes it") :], "Reedworks")[4:] == ["–"] * 5
    assert "–: it makes none." in page
    assert "–: it makes none." not in _page(case, {}, {})


def test_the_heading_names_the_cheapest_and_the_dearest():
    rows = [{"company": "a", "net": 5000.4}, {"company": "b", "net": 6200.0}]
    said = makers.finding(rows, NAMES, INR, "phone")
    assert said == "By who makes it, a phone costs from ₹5,000 (Ann) to ₹6,200 (Bob)"
    assert makers.finding(rows[:1], NAMES, INR, "phone") == "A phone that Ann makes costs ₹5,000"


def test_volumes_say_how_much_they_move_beside_demand(case: Case, page: str):
    # 10, 20 and 10 a day: by 10 twice, of a mean of 1220 in 91 days
    assert volumes.swing((300, 620, 300), (30, 31, 30)) == pytest.approx(10 * 91 / 1220)
    assert volumes.swing((300,), (30,)) is None
    moves = dict(kpi.swing(case.network, case.plan).filter(group="phone").select("company", "swing").iter_rows())
    assert f"{100 * moves['marlin']:.0f}% at Marlin India" in page
    assert "of their mean; what customers want moves by" in page


# -- lines and plants that are built -------------------------------------------------------------------------------

HALL = {"investment": "hall", "site": "kiran-noida", "resource": "hall-line", "cost": 1.2e9, "life_years": 10.0}
SHED = {**HALL, "investment": "shed", "resource": "shed-line", "cost": 4e8}
ORDER = {"investment": "hall", "period": "2027-06", "charge": 3.3e8, "scheme": "specs", "grant": 8e7}


def test_lines_that_are_ordered_stand_with_their_capital_and_the_others_too(case: Case, page: str):
    found = _page(case, {"investments": [HALL, SHED]}, {"investments": [ORDER]})
    assert "1 of 2 lines that could be built is ordered, for ₹120 crore" in found
    assert _cells(found, "hall, kiran-noida")[1:] == ["Jun 2027", "120.0", "33.00", "8.00", "specs"]
    assert _cells(found, "shed, kiran-noida")[1:] == ["not ordered", "40.0", "–", "–", "–"]
    assert "that could be built" not in page


def test_lines_that_do_not_pay_are_said_to_do_so():
    assert investments.finding([], 1, INR) == "The line that could be built does not pay"
    assert investments.finding([], 3, INR) == "None of the lines that could be built pays"
    assert investments.finding([1e9], 1, INR) == "The line that could be built is ordered, for ₹100 crore"


def test_a_first_year_is_named_where_the_plan_chose_it(case: Case, page: str):
    members = case.network.scheme_members.to_dicts()
    other = {**members[0], "first_year": "2026-27"}
    found = _page(case, {"scheme_members": [*members, other]}, {})
    said = "first year under onshore-phones is 2025-26, which the plan chose from 2025-26 and 2026-27."
    assert f"Kiran Electronics’s {said}" in found
    assert f"Marlin India’s {said}" not in found
    assert "which the plan chose" not in page


# -- value added -----------------------------------------------------------------------------------------------------


def test_value_added_stands_by_maker_and_by_site(case: Case, page: str):
    rows = kpi.value_added(case.network, case.plan, "company")
    kiran = {r["method"]: r["value_addition"] for r in rows.filter(key="kiran").iter_rows(named=True)}
    section = page[page.index("Value added in India") :]
    shown = [f"{100 * kiran[method]:.1f}%" for method in kpi.VALUE_METHODS]
    assert _cells(section, "Kiran Electronics")[3:] == shown
    site = kpi.value_added(case.network, case.plan, "site").filter(key="marlin-east", method="pli_dva")
    assert _cells(section, "marlin-east")[3] == f"{100 * site['value_addition'][0]:.1f}%"


TARGET = {"company": "kiran", "method": "pli_dva", "fiscal_year": "2027-28", "sales": 2e10, "imported": 1.7e10}


def test_targets_are_told_with_what_is_missing(case: Case, page: str):
    # 20% asked of 2,000 crore, 15% added: 100 crore are missing
    rows = [
        {**TARGET, "value_addition": 0.15, "least": 0.2, "breach": 1e9},
        {**TARGET, "fiscal_year": None, "value_addition": 0.21, "least": 0.2, "breach": 0.0},
    ]
    found = _page(case, {}, {"value_targets": rows})
    assert "Kiran Electronics misses its target for value added by 5 points" in found
    section = found[found.index("misses its target") :]
    missed = ["pli_dva", "2027-28", "2,000", "15.0%", "20.0%", "100", "✕ missed"]
    assert _cells(section, "Kiran Electronics")[1:] == missed
    assert "whole horizon" in section
    assert "✓ reached" in section
    assert "target for value added" not in page


def test_headings_of_value_added_follow_the_figures():
    assert value.finding([("Ann", 0.18), ("Bob", 0.25)], "India") == "Value added in India: Bob 25%, Ann 18%"
    many = [(str(n), n / 100) for n in range(10, 15)]
    assert value.finding(many, "India") == "Value added in India goes from 14 14% down to 10 10%"
    good = {"company": "a", "least": 0.2, "value_addition": 0.3, "breach": 0.0, "sales": 1e9}
    bad = {"company": "b", "least": 0.2, "value_addition": 0.19, "breach": 1e7, "sales": 1e9}
    assert value.target_finding([good], NAMES) == "The target for value added is reached"
    assert value.target_finding([good, bad], NAMES) == "Bob misses its target for value added by 1 point"
    worse = {**bad, "company": "a", "value_addition": 0.1}
    assert value.target_finding([worse, bad], NAMES) == (
        "Ann misses its target for value added by 10 points; 2 of 2 targets are missed"
    )


def test_many_warnings_are_folded_away(case: Case):
    plan = Plan(**{**vars(case.plan), "warnings": ("law changes", "b", "c")})
    folded = report(case.network, plan)
    assert "<summary>3 things to know about this plan</summary>" in folded
    assert "<li>Law changes</li>" in folded
    assert "things to know" not in report(case.network, replace(plan, warnings=("b", "c")))
