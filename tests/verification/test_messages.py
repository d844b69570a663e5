"""A finding says what is wrong, where and by how much, in words a planner can act on."""

import math
from dataclasses import replace

import pytest

from onshore.plans import Range
from onshore.verification import verify
from onshore.verification.findings import figure

from .edits import added, changed, edited, without
from .hand_network import network
from .hand_plan import plan
from .test_refusals import ALPHA_P4, BETA_P2, TO_ALPHA, Change, add, change, drop

WORDS: list[tuple[str, Change, str]] = [
    (
        "process",
        change("production", ALPHA_P4, resource="line-b"),
        "alpha-1, phone, make, line-b, P4: 40 are made, but the process runs on line-a, not on line-b.",
    ),
    (
        "lot",
        change("production", ALPHA_P4, quantity=48),
        "alpha-1, phone, line-a, P4: 48 pieces are not whole lots of 20; the nearest is 40.",
    ),
    (
        "minimum_lot",
        change("production", ALPHA_P4, quantity=20),
        "alpha-1, phone, line-a, P4: 20 pieces are fewer than the smallest lot of 40.",
    ),
    (
        "hours",
        change("production", BETA_P2, hours=45),
        "beta-1, phone, line-b, P2: 10 good pieces need 40 line hours, the plan says 45 (5 too many).",
    ),
    (
        "started",
        change("production", BETA_P2, started=10),
        "beta-1, phone, line-b, P2: 10 good pieces need 20 pieces started, the plan says 10 (10 too few).",
    ),
    (
        "capacity",
        change("production", {"site": "alpha-1", "period": "P1"}, quantity=60),
        "line-a, P1: 79 line hours are used, 19 more than the 48 regular and 12 overtime hours.",
    ),
    (
        "qualification",
        drop("qualifications", {"site": "beta-1"}),
        "beta-1, phone, P2: 10 pieces are made, but the item is not qualified at the site.",
    ),
    (
        "qualification",
        change("qualifications", {"site": "beta-1"}, period="P1"),
        "beta-1, phone, P1: the earliest possible qualification is in P2.",
    ),
    (
        "sourcing",
        add("shipments", "chip-tw", "beta-1", "sea", "chip", "P2", 1, "P3"),
        "chip-tw, to beta-1, sea, chip, P2: 1 pieces are bought, but an order placed at the start is ready "
        "5 days after the middle of the period.",
    ),
    (
        "purchase_lot",
        change("shipments", {**TO_ALPHA, "period": "P1"}, quantity=210),
        "chip-cn, to alpha-1, sea, chip, P1: 210 pieces are not whole lots of 50; the nearest is 200.",
    ),
    (
        "moq",
        change("shipments", {**TO_ALPHA, "period": "P4"}, quantity=50),
        "chip-cn, chip, P4: 50 pieces are under the smallest order of 100.",
    ),
    (
        "supplier_capacity",
        change("shipments", {**TO_ALPHA, "period": "P1"}, quantity=250),
        "chip-cn, chip, P1: 400 pieces are 40 more than the 360 the supplier delivers.",
    ),
    (
        "purchases",
        change("purchases", {"period": "P2"}, price=20),
        "chip-cn, alpha-1, chip, P2: the price is 25.5 a piece, the plan says 20.",
    ),
    (
        "lane_capacity",
        change("shipments", {**TO_ALPHA, "period": "P1"}, quantity=300),
        "chip-cn, to alpha-1, sea, P1: 30 kg move, 5 kg more than the 25 kg the lane carries.",
    ),
    (
        "arrival",
        change("shipments", {**TO_ALPHA, "period": "P4"}, arrival="P4"),
        "chip-cn, to alpha-1, sea, chip, P4: arrives after the horizon, the plan says in P4.",
    ),
    (
        "stock",
        change("shipments", {"origin": "alpha-1", "period": "P2"}, quantity=41),
        "alpha-1, phone, P2: 1 pieces more go out than there are.",
    ),
    (
        "demand",
        change("sales", {"period": "P2"}, quantity=41, late=-1),
        "phone, market, priority 1, P2: 1 pieces more are delivered or given up than are wanted by then.",
    ),
    (
        "single_source",
        add("shipments", "beta-1", "alpha-1", "road", "chip", "P1", 1, "P1"),
        "alpha-1, chip: must come from one origin, but comes from beta-1, chip-cn.",
    ),
    (
        "award",
        change("awards", {"company": "alpha"}, breach=0),
        "brand, alpha, phones, 2024-01-01/2024-02-19: breach is 5, the plan says 0.",
    ),
    (
        "whole",
        change("sales", {"period": "P2"}, quantity=29.5),
        "phone, market, P2: sales quantity 29.5 is not a whole number of pieces.",
    ),
    (
        "bound",
        lambda good: replace(good, objective=100.0, bound=130.0, floor=0.0),
        "The bound 130 is above the objective 100 by 30.",
    ),
    (
        "fingerprint",
        lambda good: replace(good, network_fingerprint=""),
        f"The plan was made for the network with fingerprint none, this one is {network().fingerprint[:12]}.",
    ),
    (
        "ranges",
        lambda good: replace(good, ranges=(Range("share:alpha:phones", 0.5, 1.0, 0.6, 0.8, "inner"),)),
        "share:alpha:phones: the range 0.6 to 0.8 does not contain 0.5.",
    ),
]


@pytest.mark.parametrize(("rule", "wrong", "words"), WORDS)
def test_the_words_of_a_finding(rule: str, wrong: Change, words: str):
    assert words in verify(network(), wrong(plan())).filter(rule=rule)["message"].to_list()


def test_a_qualification_that_the_horizon_does_not_reach():
    slow = changed(network(), "processes", {"site": "beta-1"}, qualification_days=100)
    findings = verify(slow, plan()).filter(rule="qualification")
    assert findings["message"][0] == "beta-1, phone, P2: the earliest possible qualification is after the horizon."
    assert findings["recomputed"][0] == math.inf


def test_numbers_of_a_finding_are_stated_and_recomputed():
    too_many = edited(plan(), "sales", {"period": "P2"}, quantity=41, late=-1)
    found = verify(network(), too_many).filter(rule="demand").row(0, named=True)
    assert (found["stated"], found["recomputed"]) == (41, 40)


def test_rows_of_zero_are_no_activity():
    nothing = added(plan(), "production", "market", "phone", "glue", "", "P1", 0, 0, 0)
    nothing = added(nothing, "shipments", "market", "alpha-1", "air", "chip", "P1", 0, "P1")
    nothing = added(nothing, "shipments", "chip-tw", "beta-1", "sea", "chip", "P1", 0, "P2")
    assert verify(network(), nothing).is_empty()
    nothing = added(without(plan(), "production", BETA_P2), "production", *_zero(BETA_P2))
    assert "qualification" not in verify(network(), nothing)["rule"].to_list()


def _zero(row: dict[str, str]) -> tuple[object, ...]:
    return (row["site"], "phone", "make", "line-b", row["period"], 0, 0, 0)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"),
        (1250, "1,250"),
        (1 / 3, "0.333"),
        (1e-3, "0.001"),
        (1.2e-5, "1.2e-05"),
        (-7.5, "-7.5"),
        (100.0, "100"),
    ],
)
def test_amounts_are_written_as_people_write_them(amount: float, text: str):
    assert figure(amount) == text
