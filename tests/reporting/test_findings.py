"""Sentences come from the same figures as the charts: each says a thing only if the figures do."""

import datetime as dt
from typing import Any

import pytest

from onshore.plans import Plan, Range
from onshore.reporting.charts.heat import FULL_FROM
from onshore.reporting.numbers import Numbers
from onshore.reporting.sections import (
    awards,
    capacity,
    costs,
    flow,
    incentives,
    kpis,
    late,
    opening,
    others,
    proof,
    volumes,
)
from onshore.reporting.sections.without import Pair, word
from onshore.reporting.sections.without import finding as compared
from onshore.reporting.sections.without import lead as compared_lead
from onshore.reporting.words import Buckets, listed, noun, short_name

INR = Numbers("INR", 4e11, 8796)
MONTHS = Buckets(
    tuple(f"2026-{m:02d}" for m in range(1, 7)),
    tuple(dt.date(2026, m, 1) for m in range(1, 7)),
    (31, 28, 31, 30, 31, 30),
)
NAMES = {"a": "Ann", "b": "Bob", "c": "Cay"}


def test_a_maker_overtakes_only_where_the_areas_cross_for_good():
    crossing = {"a": (0, 2, 4, 6, 8, 9), "b": (9, 8, 7, 5, 4, 4)}
    assert volumes.finding(crossing, NAMES, MONTHS, "phones") == "Ann overtakes Bob in Apr 2026"
    short = {"a": (0, 2, 4, 4, 4, 4.9), "b": (9, 8, 7, 6, 5, 5)}
    assert "overtakes" not in volumes.finding(short, NAMES, MONTHS, "phones")
    back = {"a": (0, 2, 9, 9, 3, 3), "b": (9, 8, 4, 4, 4, 4)}
    assert "overtakes" not in volumes.finding(back, NAMES, MONTHS, "phones")
    always = {"a": (9, 9, 9, 9, 9, 30), "b": (3, 3, 3, 3, 3, 3)}
    assert volumes.finding(always, NAMES, MONTHS, "phones") == "Ann grows most and makes most phones"


def test_nothing_made_one_maker_and_nothing_changing_have_their_own_words():
    assert volumes.finding({}, NAMES, MONTHS, "phones") == "No phones are made"
    assert volumes.finding({"a": (1, 1)}, NAMES, MONTHS, "phones") == "Ann makes all phones"
    still = {"a": (5, 5, 5, 5, 5, 5), "b": (4, 4, 4, 4, 4, 4)}
    assert volumes.finding(still, NAMES, MONTHS, "phones") == "Ann makes most phones from beginning to end"


def _row(*use: float | None) -> capacity.Row:
    return capacity.Row(
        "Ann, Noida", "SMT", tuple(u or 0.0 for u in use), tuple(0.0 if u is None else 1.0 for u in use)
    )


def test_a_line_is_full_only_from_the_stated_use_on():
    assert (
        capacity.finding([_row(0.5, FULL_FROM, 1.1, 0.9, 0.9, 0.9)], MONTHS)
        == "Ann, Noida (SMT) is full from Feb 2026 to Mar 2026"
    )
    assert capacity.finding([_row(0.5, 1, 0.5, 1, 0.5, 1)], MONTHS) == "Ann, Noida (SMT) is full in 3 of 6 months"
    none = capacity.finding([_row(0.5, 0.97, 0.5, None, 0.5, 0.5)], MONTHS)
    assert none == "No line is full; the fullest is Ann, Noida (SMT) at 97% in Feb 2026"
    assert capacity.finding([], MONTHS).startswith("No line limits the plan")


def _lines(material: float, incentive: float = 0.0) -> dict[str, float]:
    return {
        "Imported material": material,
        "Local material": 2000.0,
        "Conversion": 250.0,
        "Incentive": incentive,
    }


def test_the_change_of_cost_names_what_most_of_it_is():
    assert (
        costs.change_finding(_lines(6000), _lines(5990, -100), INR, "phone")
        == "₹110 less a phone, most of it incentive"
    )
    assert costs.change_finding(_lines(6000), _lines(6100, -100), INR, "phone").endswith("with today’s awards")
    assert costs.change_finding(_lines(6000), _lines(6300, -100), INR, "phone").startswith("₹200 more")
    assert costs.build_finding(_lines(6000, -100), INR, "phone").startswith("Material is 97%")


def test_an_award_outside_its_band_is_said_with_its_distance():
    rows = [
        {"company": "a", "low": 0.2, "high": 0.4, "share": 0.3},
        {"company": "b", "low": 0.1, "high": 1.0, "share": 0.05},
    ]
    assert awards.finding(rows[:1], NAMES) == "Every award is inside its band"
    assert awards.finding(rows, NAMES) == "Bob is below its band by 5 points"
    assert awards.band_words(0.36, 0.2, 0.4) == "inside its band, 4 points below the ceiling"
    assert awards.band_words(0.3, 0.0, 1.0) == "no band agreed"
    assert awards.finding(rows, NAMES, known=False) == "Bob is below its band"
    assert awards.band_words(0.36, 0.2, 0.4, known=False) == "inside its band"


def _year(**change: Any) -> dict[str, Any]:
    row = {"company": "a", "sales": 2.4e9, "outside_sales": 0.0, "base_sales": 5e8, "sales_threshold": 2e9}
    row |= {
        "investment": 2.56e9,
        "investment_threshold": 2e9,
        "reached": 0,
        "incentive": 0.0,
        "incentive_on_brand": 0.0,
    }
    return row | change


def test_a_year_says_which_gate_it_misses_and_by_how_much():
    assert incentives.verdict(_year(), INR) == ("Misses sales by ₹10 crore", "The year pays nothing")
    both = incentives.verdict(_year(investment=1e9), INR)
    assert both == ("Misses sales by ₹10 crore", "And investment by ₹100 crore; the year pays nothing")
    passed = _year(sales=3e9, reached=1, incentive=1.25e8, incentive_on_brand=1e8)
    assert incentives.verdict(passed, INR) == (
        "Passes both gates, sales by ₹50 crore",
        "Earns ₹12.5 crore, ₹10 crore of it on this plan",
    )


def test_the_incentive_heading_counts_years_by_member():
    rows = [_year(reached=1, incentive=1e8, incentive_on_brand=6e7), _year(), _year(company="b")]
    said = incentives.finding(rows, NAMES, INR)
    assert said.startswith("Ann passes both gates in 1 of 2 years; Bob in none.")
    assert said.endswith("₹10 crore is earned, ₹6 crore of it on this plan’s goods")
    assert incentives.finding([_year()], NAMES, INR) == "Ann passes both gates in no year"
    assert incentives.finding([], NAMES, INR) == "No incentive applies to this plan"


def _range(low: float, high: float, within: float = 5.0, kind: str = "inner") -> tuple[Range, ...]:
    return (Range("share:a:phone", (low + high) / 2, within, low, high, kind),)


MONEY = [(5.0, "₹5")]


def test_a_shift_is_claimed_only_if_the_ranges_do_not_overlap():
    apart = Pair("Ann", 0.28, 0.06, _range(0.22, 0.30), _range(0.01, 0.16))
    assert compared([apart], "phones") == "The incentive adds phones to Ann"
    assert "do not overlap; they are at least this wide" in compared_lead([apart], MONEY, "phone", "phones")
    assert word(apart, MONEY) == "apart within ₹5"
    over = Pair("Ann", 0.28, 0.16, _range(0.24, 0.31), _range(0.03, 0.33))
    assert compared([over], "phones") == "With and without the incentive, every maker’s ranges overlap"
    assert "no shift is claimed" in compared_lead([over], MONEY, "phone", "phones")
    bare = Pair("Ann", 0.28, 0.16, (), ())
    assert "nothing is claimed" in compared([bare], "phones")
    assert word(bare, []) == "not known"
    assert "28%" not in compared_lead([bare], [], "phone", "phones")


def test_ranges_apart_at_a_small_allowance_only_do_not_make_the_heading():
    first, second = _range(0.27, 0.29, 1.0), _range(0.20, 0.26, 1.0)
    row = Pair("Ann", 0.28, 0.23, first + _range(0.24, 0.31), second + _range(0.1, 0.3))
    money = [(1.0, "₹1"), *MONEY]
    assert "overlap" in compared([row], "phones")
    assert word(row, money) == "apart only within ₹1"
    assert "Within ₹1 they are apart, within ₹5 they overlap" in compared_lead([row], money, "phone", "phones")


def test_late_and_never_are_counted_once():
    assert late.finding(1e6, 0, 0, "", INR, "phones") == "Everything that customers want is delivered on time"
    said = late.finding(1e6, 1e5, 2e4, "Oct 2026", INR, "phones")
    assert said == "80,000 phones come late and 20,000 never come, 10% of what is wanted; Oct 2026 is worst"
    assert late.finding(1e6, 2e4, 2e4, "Oct 2026", INR, "phones").startswith("20,000 phones never come, 2.0%")


def test_rows_of_a_few_late_pieces_are_not_shown_beside_large_ones():
    assert late.worth_showing([144_000, 90_000, 210, 173, 129]) == 2
    assert late.worth_showing([5.0] * 21) == 10
    assert late.worth_showing([7.0]) == 1
    assert late.worth_showing([0.0, 0.0]) == 2  # given up of an earlier month


def _plan(objective: float, bound: float, floor: float = 0.0, **other: Any) -> Plan:
    return Plan({}, objective, bound, floor, other.get("status", "optimal"), 34.0, "HiGHS", 7, "")


def test_the_proof_says_what_no_plan_can_cost_less_than():
    assert proof.finding(_plan(1.18e11, 1.17e11), INR) == "None can cost less than ₹11,700 crore, 0.85% below this plan"
    assert "cannot" not in proof.finding(_plan(1e11, 0.99999e11), INR)
    assert proof.finding(_plan(1e11, 0.999999e11), INR).startswith("No plan can cost less by more than")
    assert proof.finding(_plan(1e11, float("-inf")), INR).startswith("Nothing is proven")
    assert proof.stopped(_plan(1e11, 1e11, status="interrupted"), INR, None, "phone").startswith(
        "It was stopped by hand"
    )


def test_import_and_flow_headings_name_the_method():
    assert (
        flow.import_finding(0.63, 0.82, "SoC 4G")
        == "63% of material is imported, 82% with what is inside local parts; SoC 4G is the largest import"
    )
    assert flow.import_finding(None, None, "") == "Nothing is imported or bought at home"


def test_changes_name_their_direction_and_are_silent_if_nothing_shows():
    assert kpis.delta(8796, 9077, up=False, shown="281") == ("281 less than today", "better")
    assert kpis.delta(0.8, 0.7, up=False, shown="10.0 points") == ("10.0 points more than today", "worse")
    assert kpis.delta(1.0, 1.0, up=True, shown="0.0 points")[1] == "same"
    assert opening.change_words(9077, 8796) == "3.1% less"
    assert opening.change_words(9077, 9077.1) == "as much"


def test_other_plans_are_named_by_their_effect():
    assert others.finding({"x": 8796.2}, 8796.0, INR, "phone") == "None of the other plans costs more or less"
    said = others.finding({"x": 8857.0, "y": 8800.0}, 8796.0, INR, "phone")
    assert said == "Of 2 other plans, x changes the cost most: ₹61 more a phone"


@pytest.mark.parametrize(
    ("group", "words"),
    [("phone", "phones"), ("audio", "audio pieces"), ("other", "pieces"), ("watch", "watches")],
)
def test_groups_have_words_for_their_pieces(group: str, words: str):
    assert noun(group) == words


def test_small_words():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed([]) == "none"
    assert short_name("Bharat FIH", 12) == "Bharat FIH"
    assert short_name("Kiran Electronics", 8) == "Kiran"
    assert short_name("Internationaler", 8) == "Interna…"
    weeks = Buckets(("w",), (dt.date(2026, 11, 23),), (7,))
    assert weeks.long(0) == "week of 23 Nov 2026"
    assert MONTHS.span(0, 5) == "Jan 2026 to Jun 2026"
