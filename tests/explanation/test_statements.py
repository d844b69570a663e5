"""What companies state of their incentives, against sums done by hand."""

from __future__ import annotations

import json
import random

import pytest

import onshore as on
from onshore.cli.main import main
from onshore.explanation import CAUSES, statements
from planning.build import PLANT, ROAD, best, network, periods, table, wants

YEAR = "2024-25"
TERMS = {
    "scheme": "pli",
    "category": "all",
    "item_group": "phone",
    "sales_threshold": 1000.0,
    "investment_threshold": 80.0,
}


def of(stated=(), *, terms=None, first="2023-24", **tables):
    """100 phones invoiced at 10, 500 sold to others, 300 in the base year: 1,200 over it at 5% pay 60."""
    given = {
        "periods": periods(10, year=YEAR),
        "items": [{"item": "phone", "kind": "finished", "group": "phone", "invoice_value": 10.0, "short_cost": 1000.0}],
        "processes": [PLANT | {"conversion_cost": 1.0}],
        "lanes": [ROAD],
        "schemes": [TERMS | {"year": y, "rate": r} | (terms or {}) for y, r in ((1, 0.06), (2, 0.05), (3, 0.05))],
        "scheme_members": [{"scheme": "pli", "company": "alder", "category": "all", "first_year": first}],
        "outside_sales": [
            {"company": "alder", "scheme": "pli", "fiscal_year": YEAR, "sales": 500.0, "investment": 90.0, "base_sales": 300.0}
        ],
        "demand": wants(100),
        "statements": [{"company": "alder", "scheme": "pli", "fiscal_year": YEAR} | row for row in stated],
    }  # fmt: skip
    return network((10,), {"perspective": "chain"}, **(given | tables))


@pytest.fixture(scope="module")
def plan():
    done = best(of())
    assert done.incentives["incentive"].to_list() == [pytest.approx(60.0)]
    return done


def causes(net, done):
    (row,) = statements(net, done).iter_rows(named=True)
    found = {cause: round(row[cause], 6) for cause in CAUSES if abs(row[cause]) > 1e-9}
    assert sum(found.values()) == pytest.approx(row["difference"])
    return found


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"incentive": 60.0}, {}),
        ({"incentive": 60.0, "sales": 1500.0, "base_sales": 300.0, "rate": 0.05}, {}),
        ({"incentive": 50.0}, {"sales": -10.0}),  # 50 at 5% are 1,000 over the base year
        ({"incentive": 50.0, "rate": 0.04}, {"sales": 2.5, "rate": -12.5}),  # 1,250 at 4%
        ({"incentive": 72.0, "sales": 1500.0}, {"first_year": 12.0}),  # 6% of 1,200: the first year of the scheme
        ({"incentive": 72.0, "rate": 0.06}, {"first_year": 12.0}),
        ({"incentive": 50.0, "sales": 1500.0}, {"base_year": -10.0}),  # no rate fits, so 500 are taken off
        ({"incentive": 55.0, "sales": 1600.0, "base_sales": 500.0}, {"sales": 5.0, "base_year": -10.0}),
        ({"incentive": 0.0, "sales": 1200.0}, {"sales": -15.0, "gate": -45.0}),
        ({"incentive": 0.0}, {"gate": -60.0}),
        ({"incentive": 70.0, "sales": 1500.0, "base_sales": 300.0, "rate": 0.05}, {"rest": 10.0}),
    ],
)
def test_why_a_statement_differs(plan, said, why):
    assert causes(of([said]), plan) == why


def test_a_gate_that_the_plan_does_not_pass():
    net = of([{"incentive": 50.0}], terms={"sales_threshold": 2000.0})
    assert causes(net, best(net)) == {"gate": 60.0, "sales": -10.0}


def test_a_ceiling_says_nothing_of_sales():
    net = of([{"incentive": 55.0}], terms={"ceiling": 55.0})
    done = best(net)
    assert causes(net, done) == {}
    assert statements(net, done)["implied"].to_list() == [False]
    assert causes(of([{"incentive": 40.0}], terms={"ceiling": 55.0}), done) == {"ceiling": 5.0, "sales": -20.0}
    stated = of([{"incentive": 55.0, "sales": 1500.0, "base_sales": 300.0}])
    assert causes(stated, best(stated)) == {"rest": -5.0}


def test_a_payment_stands_for_sales(plan):
    """111.57 crore at 6% stand for 1,859.5 crore over the base year, in a year that the plan does not have."""
    net = of([{"incentive": 111.57e7, "fiscal_year": "2021-22"}], first="2021-22")
    row = statements(net, plan).row(0, named=True)
    assert row["stated_over_base"] == pytest.approx(1859.5e7)
    assert (row["stated_rate"], row["implied"], row["planned"], row["difference"]) == (0.06, True, None, None)
    assert row["stated_sales"] is None  # nobody says what the base year of that year is
    before = {"company": "alder", "scheme": "pli", "fiscal_year": "2021-22", "base_sales": 500e7}
    known = net.replace(outside_sales=table("outside_sales", [before]))
    assert statements(known, plan)["stated_sales"].to_list() == [pytest.approx(2359.5e7)]


def test_the_causes_of_any_statement_add_up(plan):
    dice = random.Random(5)
    optional = {"rate": (0.04, 0.05, 0.06), "sales": (200.0, 1500.0, 1700.0), "base_sales": (0.0, 300.0, 900.0)}
    for _ in range(40):
        said = {k: dice.choice(v) for k, v in optional.items() if dice.random() < 0.5}
        causes(of([said | {"incentive": dice.choice((0.0, 10.0, 60.0, 90.0))}]), plan)


def test_statements_change_no_plan():
    said, silent = of([{"incentive": 50.0}]), of()
    assert said.fingerprint == silent.fingerprint


def test_the_verb_says_why(tmp_path, capsys):
    stated = [{"incentive": 40.0, "investment": 70.0}, {"incentive": 111.57e7, "fiscal_year": "2022-23"}]
    on.save(of(stated, first="2022-23"), tmp_path / "net")
    assert main(["plan", str(tmp_path / "net"), "--out", str(tmp_path / "plan")]) == 0
    capsys.readouterr()
    assert main(["statements", str(tmp_path / "net"), str(tmp_path / "plan")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "₹40 at 5.0% stand for sales of ₹800 over the base year." in said
    assert "Counted sales of ₹1,100, and ₹1,500 in the plan: ₹20 less." in said
    assert "Investment of ₹70, and ₹90 in the plan: only the second passes the gate of ₹80." in said
    assert "₹112 crore at 6.0% stand for sales of ₹1,860 crore over the base year." in said
    assert "The plan does not have the year" in said
    assert main(["statements", str(tmp_path / "net"), str(tmp_path / "plan"), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["statements"]
    assert [row["difference"] for row in rows] == [None, pytest.approx(-20.0)]


def test_the_verb_says_which_gate(tmp_path, capsys):
    on.save(of([{"incentive": 50.0}], terms={"sales_threshold": 2000.0}), tmp_path / "net")
    assert main(["plan", str(tmp_path / "net"), "--out", str(tmp_path / "plan")]) == 0
    capsys.readouterr()
    assert main(["statements", str(tmp_path / "net"), str(tmp_path / "plan")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "In the plan the year does not pay (sales over the base year ₹1,200 of the ₹2,000 needed): ₹60 more." in said


def test_nobody_states_anything(tmp_path, capsys):
    on.save(of(), tmp_path / "net")
    assert main(["plan", str(tmp_path / "net"), "--out", str(tmp_path / "plan")]) == 0
    capsys.readouterr()
    assert main(["statements", str(tmp_path / "net"), str(tmp_path / "plan")]) == 0
    assert "Nobody states anything" in capsys.readouterr().out


def test_what_is_public_of_the_reference_case(plan):
    """Paid for Aug 2021 to Mar 2022, before the horizon: above the gate of 500 crore of the first year."""
    (row,) = statements(on.load("cases/xiaomi-india"), plan).iter_rows(named=True)
    assert row["stated_over_base"] == pytest.approx(1859.5e7)
    assert row["stated_over_base"] > row["sales_threshold"] == 500e7
