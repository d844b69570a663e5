"""A plan that is wrong in one place is refused, and the finding names the rule."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from onshore.plans import Plan, Range
from onshore.schema import TERMS
from onshore.verification import RULES, verify

from .edits import added, edited, without
from .hand_network import network
from .hand_plan import INCENTIVES, plan
from .test_summary import FALSE

Change = Callable[[Plan], Plan]

ALPHA_P4 = {"site": "alpha-1", "period": "P4"}
BETA_P2 = {"site": "beta-1", "period": "P2"}
TO_ALPHA = {"origin": "chip-cn", "destination": "alpha-1"}
ALPHA_OUT = {"origin": "alpha-1", "destination": "market"}
HALL = {"investment": "hall-b"}
ALPHA_AWARD = {"company": "alpha"}


def change(name: str, match: dict[str, object], **changes: object) -> Change:
    return lambda good: edited(good, name, match, **changes)


def drop(name: str, match: dict[str, object]) -> Change:
    return lambda good: without(good, name, match)


def add(name: str, *row: object) -> Change:
    return lambda good: added(good, name, *row)


def proof(**fields: object) -> Change:
    return lambda good: replace(good, **fields)  # type: ignore[arg-type]


def frame(name: str, edit: Callable[[pl.DataFrame], pl.DataFrame]) -> Change:
    return lambda good: replace(good, tables={**good.tables, name: edit(good.tables[name])})


def bound(offset: float) -> Change:
    return lambda good: replace(good, bound=good.objective + offset)


REFUSED: list[tuple[str, str, Change]] = [
    ("tables", "column missing", frame("sales", lambda f: f.drop("late"))),
    ("tables", "column too many", frame("sales", lambda f: f.with_columns(note=pl.lit("")))),
    ("tables", "column of another type", frame("purchases", lambda f: f.cast({"tier": pl.Float64}))),
    ("tables", "unknown site", change("stock", {"site": "market"}, site="moon")),
    ("tables", "unknown item", change("qualifications", {"site": "beta-1"}, item="fridge")),
    ("tables", "unknown period", change("production", ALPHA_P4, period="P5")),
    ("tables", "unknown arrival", change("shipments", {**TO_ALPHA, "period": "P1"}, arrival="P5")),
    ("tables", "unknown company", change("money", {"term": "breach"}, company="gamma")),
    ("tables", "unknown term", change("money", {"term": "breach"}, term="bribes")),
    ("tables", "empty cell", change("sales", {"period": "P2"}, quantity=None)),
    ("tables", "not a number", change("sales", {"period": "P2"}, quantity=math.nan)),
    ("tables", "infinite", change("money", {"term": "breach"}, amount=math.inf)),
    ("tables", "key twice", add("stock", "market", "phone", "P4", 0, "retail")),
    ("tables", "below zero", change("stock", {"site": "market"}, quantity=-3)),
    ("fingerprint", "another network", proof(network_fingerprint="0" * 64)),
    ("process", "no such process", change("production", ALPHA_P4, process="glue")),
    ("process", "another line", change("production", ALPHA_P4, resource="line-b")),
    ("process", "no line", change("production", ALPHA_P4, resource="")),
    ("process", "where nobody makes it", change("production", ALPHA_P4, site="market")),
    ("lot", "half a lot", change("production", ALPHA_P4, quantity=50)),
    ("lot", "one piece", change("production", ALPHA_P4, quantity=41)),
    ("minimum_lot", "one lot of two", change("production", ALPHA_P4, quantity=20)),
    ("started", "yield forgotten", change("production", ALPHA_P4, started=40)),
    ("started", "ramp forgotten", change("production", BETA_P2, started=10)),
    ("hours", "set-up forgotten", change("production", ALPHA_P4, hours=50)),
    ("hours", "ramp forgotten", change("production", BETA_P2, hours=20)),
    ("capacity", "beyond regular hours, no overtime", change("production", BETA_P2, quantity=20)),
    ("capacity", "beyond overtime", change("production", {"site": "alpha-1", "period": "P1"}, quantity=60)),
    ("qualification", "none", drop("qualifications", {"site": "beta-1"})),
    ("qualification", "too early", change("qualifications", {"site": "beta-1"}, period="P1")),
    ("qualification", "made before it", change("qualifications", {"site": "beta-1"}, period="P3")),
    ("qualification", "of a qualified item", add("qualifications", "alpha-1", "phone", "P2")),
    ("investment", "not ordered", drop("investments", HALL)),
    ("investment", "after its last day", change("investments", HALL, period="P2")),
    ("investment", "ordered twice", add("investments", "hall-b", "P2", 1210 * 35 / 365, None, 0)),
    ("investment", "ready too late", change("investments", HALL, period="P3")),
    ("investment", "charge of the first morning", change("investments", HALL, charge=1210 * 50 / 365)),
    ("investment", "grant on land and building", change("investments", HALL, grant=0.25 * 1210 * 45 / 365)),
    ("investment", "grant of no scheme", change("investments", HALL, scheme=None)),
    ("investment", "a scheme of nobody", change("investments", HALL, scheme="magic")),
    ("sourcing", "not offered yet", add("shipments", "chip-tw", "beta-1", "sea", "chip", "P1", 1, "P2")),
    ("sourcing", "lead time", add("shipments", "chip-tw", "beta-1", "sea", "chip", "P2", 1, "P3")),
    ("sourcing", "supplier closed", add("shipments", "chip-tw", "beta-1", "sea", "chip", "P4", 1, None)),
    ("purchase_lot", "a fifth of a lot", change("shipments", {**TO_ALPHA, "period": "P1"}, quantity=210)),
    ("moq", "half of it", change("shipments", {**TO_ALPHA, "period": "P4"}, quantity=50)),
    ("supplier_capacity", "a lot more", change("shipments", {**TO_ALPHA, "period": "P1"}, quantity=250)),
    ("purchases", "quantity", change("purchases", {"period": "P2"}, quantity=100)),
    ("purchases", "row missing", drop("purchases", {"period": "P2"})),
    ("purchases", "not shipped", add("purchases", "chip-cn", "alpha-1", "chip", "P3", 100, 1, 31.5)),
    ("purchases", "price of the first day", change("purchases", {"period": "P2"}, price=20)),
    ("purchases", "tier", change("purchases", {"period": "P2"}, tier=2)),
    ("lane", "no such mode", change("shipments", {**ALPHA_OUT, "period": "P4"}, mode="air")),
    ("lane", "no such way", add("shipments", "market", "alpha-1", "road", "phone", "P4", 1, "P4")),
    ("lane_capacity", "too heavy", change("shipments", {**TO_ALPHA, "period": "P1"}, quantity=300)),
    ("arrival", "in the period of leaving", change("shipments", {**TO_ALPHA, "period": "P1"}, arrival="P1")),
    ("arrival", "within the horizon", change("shipments", {**TO_ALPHA, "period": "P4"}, arrival="P4")),
    ("arrival", "after the horizon", change("shipments", {**ALPHA_OUT, "period": "P4"}, arrival=None)),
    (
        "balance",
        "one chip less",
        change("stock", {"site": "alpha-1", "item": "chip", "period": "P3"}, quantity=166.5),
    ),
    ("balance", "row missing", drop("stock", {"site": "market"})),
    ("balance", "stock from nowhere", add("stock", "market", "phone", "P2", 1, "retail")),
    ("balance", "shipment missing", drop("shipments", {**TO_ALPHA, "period": "P2"})),
    ("stock", "more shipped than there is", change("shipments", {**ALPHA_OUT, "period": "P2"}, quantity=41)),
    ("stock", "more used than there is", drop("shipments", {**TO_ALPHA, "period": "P1"})),
    ("stock", "consigned chips", change("stock", {"site": "beta-1", "period": "P1"}, owner="beta")),
    ("stock", "somebody else's phones", change("stock", {"site": "market"}, owner="brand")),
    ("demand", "late", change("sales", {"period": "P2"}, late=9)),
    ("demand", "more than is wanted", change("sales", {"period": "P2"}, quantity=41)),
    ("demand", "owed at the end", change("sales", {"period": "P4"}, quantity=66, late=1)),
    ("demand", "row missing", drop("sales", {"priority": 2.0})),
    ("demand", "another priority", change("sales", {"priority": 2.0}, priority=3)),
    (
        "demand",
        "longer than they wait",
        change("sales", {"period": "P3", "priority": 1.0}, quantity=9, late=21),
    ),
    ("single_source", "two origins", add("shipments", "beta-1", "alpha-1", "road", "chip", "P1", 1, "P1")),
    ("award", "share", change("awards", ALPHA_AWARD, share=0.75)),
    ("award", "low", change("awards", ALPHA_AWARD, low=0.6)),
    ("award", "high", change("awards", ALPHA_AWARD, high=0.8)),
    ("award", "breach", change("awards", ALPHA_AWARD, breach=0)),
    ("award", "row missing", drop("awards", ALPHA_AWARD)),
    ("award", "no such award", change("awards", ALPHA_AWARD, period="2024-01-01/2024-02-20")),
    ("incentive", "row missing", drop("incentives", {"company": "alpha"})),
    ("incentive", "sales without incentive missing", drop("incentives", {"company": "beta"})),
    ("incentive", "gate", change("incentives", {"company": "beta"}, reached=1)),
    ("incentive", "no such year", change("incentives", {"company": "beta"}, fiscal_year="2024-25")),
    (
        "incentive",
        "a first year that is not the member's",
        change("incentives", {"company": "alpha"}, first_year="2020-21"),
    ),
    ("incentive", "what is built left out", change("incentives", {"company": "beta"}, investment=0)),
    ("value_target", "imports left out", change("value_targets", {"company": "alpha"}, imported=0)),
    ("value_target", "duties left out", change("value_targets", {"company": "alpha"}, imported=14859.75)),
    ("value_target", "sales", change("value_targets", {"company": "beta"}, sales=4900)),
    ("value_target", "share", change("value_targets", {"company": "beta"}, value_addition=0.3)),
    ("value_target", "least", change("value_targets", {"company": "beta"}, least=0.1)),
    ("value_target", "nothing missing", change("value_targets", {"company": "alpha"}, breach=0)),
    ("value_target", "row missing", drop("value_targets", {"company": "beta"})),
    ("value_target", "no such target", change("value_targets", {"company": "beta"}, method="ppp_mii")),
    ("whole", "half a phone shipped", change("shipments", {**ALPHA_OUT, "period": "P2"}, quantity=29.5)),
    ("whole", "half a phone made", change("production", ALPHA_P4, quantity=40.5)),
    ("whole", "half a chip bought", change("purchases", {"period": "P2"}, quantity=150.5)),
    ("whole", "half a phone sold", change("sales", {"period": "P2"}, quantity=29.5)),
    ("whole", "half a phone given up", change("sales", {"priority": 2.0}, short=2.5)),
    ("need", "more in a day than anybody wants", change("production", ALPHA_P4, quantity=400)),
    ("need", "moved where nobody wants it", add("shipments", "beta-1", "dubai", "road", "chip", "P4", 1, None)),
    ("objective", "a rupee more", lambda good: replace(good, objective=good.objective + 1)),
    ("bound", "above the objective", bound(1)),
    ("bound", "below the floor", bound(-1001)),
    ("bound", "none", proof(bound=math.nan)),
    ("bound", "no floor", proof(floor=-math.inf)),
    ("ranges", "below", proof(ranges=(Range("share:alpha:phones", 0.5, 1.0, 0.6, 0.8, "inner"),))),
    ("ranges", "above", proof(ranges=(Range("share:alpha:phones", 0.9, 1.0, 0.6, 0.8, "full"),))),
    ("relief", "more claimed than shipped abroad", change("relieved_exports", {"period": "P4"}, quantity=11)),
    ("relief", "claimed for what stays", change("relieved_exports", {"period": "P4"}, period="P3")),
    ("relief", "unknown relief", change("relieved_exports", {"period": "P4"}, relief="magic")),
    ("relief", "two reliefs", add("relieved_exports", "beta-1", "phone", "drawback", "P4", 0.0001, 0.00045)),
    ("relief", "free beyond the bill", change("duty_free", {"period": "P1"}, quantity=26, amount=71.5)),
    ("relief", "another duty", change("duty_free", {"period": "P1"}, amount=60)),
    ("relief", "free under a drawback", change("duty_free", {"period": "P1"}, relief="drawback")),
    ("relief", "free where nothing was bought", change("duty_free", {"period": "P1"}, period="P3")),
]


@pytest.mark.parametrize(("rule", "wrong"), [pytest.param(r, c, id=f"{r}: {n}") for r, n, c in REFUSED])
def test_a_wrong_plan_is_refused_naming_the_rule(rule: str, wrong: Change):
    findings = verify(network(), wrong(plan()))
    assert rule in findings["rule"].to_list(), findings.to_dicts()


@pytest.mark.parametrize("column", [*plan().incentives.columns[4:]])
def test_every_column_of_an_incentive_is_checked(column: str):
    stated = dict(zip(plan().incentives.columns, INCENTIVES[0], strict=True))
    value = 0 if column == "reached" else stated[column] * 1.01
    findings = verify(network(), edited(plan(), "incentives", {"company": "alpha"}, **{column: value}))
    assert findings["rule"].to_list() == ["incentive"]
    assert column in findings["message"][0]


@pytest.mark.parametrize("term", list(TERMS))
def test_every_term_of_money_is_checked_row_by_row(term: str):
    money = plan().money
    first = money["term"].to_list().index(term)
    amounts = money["amount"].to_list()
    amounts[first] += 0.25
    wrong = replace(
        plan(),
        objective=plan().objective + 0.25,
        tables={**plan().tables, "money": money.with_columns(amount=pl.Series(amounts))},
    )
    findings = verify(network(), wrong)
    assert findings["rule"].to_list() == [f"money:{term}"]
    assert findings["stated"][0] - findings["recomputed"][0] == pytest.approx(0.25)
    assert "(0.25 too much)" in findings["message"][0]


@pytest.mark.parametrize("term", list(TERMS))
def test_every_term_of_money_that_is_missing_is_found(term: str):
    rows = plan().money.filter(pl.col("term") != term)
    wrong = replace(plan(), objective=rows["amount"].sum(), tables={**plan().tables, "money": rows})
    wrong = replace(wrong, bound=wrong.objective, floor=wrong.objective)
    assert set(verify(network(), wrong)["rule"]) == {f"money:{term}"}


@pytest.mark.parametrize("column", ["company", "site", "item", "period"])
def test_money_booked_in_the_wrong_place_is_found(column: str):
    elsewhere = {"company": "beta", "site": "market", "item": "phone", "period": "P3"}[column]
    row = {"term": "material", "site": "alpha-1", "period": "P1"}
    findings = verify(network(), edited(plan(), "money", row, **{column: elsewhere}))
    assert findings["rule"].to_list() == ["money:material"] * 2


def test_every_rule_refuses_some_plan():
    """The rule `summary` has a page of its own, test_summary."""
    refused = {rule for rule, _, _ in REFUSED} | {rule for rule, _, _ in FALSE}
    assert refused | {f"money:{term}" for term in TERMS} == set(RULES)


def test_a_finding_says_where_how_much_and_what_is_right():
    findings = verify(
        network(), edited(plan(), "stock", {"site": "alpha-1", "item": "chip", "period": "P3"}, quantity=160)
    )
    assert findings.to_dicts() == [
        {
            "rule": "balance",
            "where": "alpha-1, chip, P3",
            "stated": 160.0,
            "recomputed": 167.5,
            "message": "alpha-1, chip, P3: 167.5 pieces are left on the last evening, the plan says 160 (7.5 too few).",
        }
    ]


def test_one_wrong_balance_does_not_hide_or_spread():
    wrong = edited(plan(), "stock", {"site": "beta-1", "period": "P1"}, quantity=24)
    assert verify(network(), wrong)["where"].to_list() == ["beta-1, chip, P1"]


def test_a_plan_that_cannot_be_read_is_refused_for_that():
    wrong = edited(plan(), "stock", {"site": "market"}, site="moon")
    findings = verify(network(), wrong)
    assert findings["rule"].to_list() == ["tables"]
    assert findings["message"][0] == "stock.site = 'moon' is not one of the network's sites."
