"""What localising is worth, against sums done by hand."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest

from onshore.cli.main import main
from onshore.explanation import localise
from onshore.formats import load
from onshore.network import NetworkError
from planning.build import PLANT, ROAD, network, periods, wants

# A kit from abroad costs 100, pays 11 of duty until 10 April and 22 from then on; one from home costs 115 all in.
TABLES = {
    "companies": [
        {"company": "kite", "kind": "brand", "country": "IN"},
        {"company": "alder", "kind": "manufacturer", "country": "IN"},
        {"company": "jade", "kind": "supplier", "country": "CN"},
        {"company": "ruby", "kind": "supplier", "country": "IN"},
    ],
    "sites": [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "CN"},
        {"site": "ruby-plant", "company": "ruby", "kind": "supplier", "country": "IN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ],
    "boms": [{"item": "phone", "component": "kit", "quantity": 2.0}],
    "processes": [PLANT | {"conversion_cost": 10.0}],
    "sourcing": [
        {"supplier": "jade-plant", "item": "kit", "from": "2024-04-01", "price": 100.0, "running": True},
        {"supplier": "ruby-plant", "item": "kit", "from": "2024-04-01", "price": 115.0, "running": True,
         "imported_share": 0.6, "lead_days": 7.0},
    ],
    "lanes": [
        ROAD,
        {"origin": "jade-plant", "destination": "alder-plant"},
        {"origin": "ruby-plant", "destination": "alder-plant"},
    ],
    "duties": [
        {"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2017-07-01", "to": "2024-04-10", "rate": 0.1},
        {"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2024-04-11", "rate": 0.2},
        {"duty_class": "*", "kind": "surcharge", "destination": "IN", "from": "2018-02-02", "rate": 0.1},
    ],
    "demand": wants(50, 50),
}  # fmt: skip


def of(**changes):
    given = TABLES | changes
    return network((), **({"periods": periods(10, 10)} | given))


def test_it_is_worth_it_from_the_day_the_duty_rises():
    (row,) = localise(of()).iter_rows(named=True)
    assert row["item"] == "kit" and row["origin"] == "CN" and row["countries"] == 1
    assert row["abroad"] == pytest.approx((111 + 122) / 2)
    assert row["duty"] == pytest.approx((11 + 22) / 2)
    assert row["at_home"] == pytest.approx(115)
    assert row["worth_from"] == dt.date(2024, 4, 11)
    assert row["saves"] == pytest.approx(122 - 115)
    assert row["pieces"] == 200.0
    assert row["a_year"] == pytest.approx(7 * 100 / (10 / 365))
    assert row["home_content"] == pytest.approx(0.4)
    assert row["days_at_home"] == 7.0
    rate = 1.0 + float(of().settings["discount_rate"])
    assert row["pays_for"] == pytest.approx(700 * rate ** (-10 / 365))


def test_a_duty_that_falls_again_is_not_worth_it():
    duties = [TABLES["duties"][0], TABLES["duties"][2]]
    duties.append({"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2024-04-11", "rate": 0.0})
    (row,) = localise(of(duties=duties)).iter_rows(named=True)
    assert row["worth_from"] is None and row["saves"] is None and row["a_year"] == 0.0 and row["pays_for"] == 0.0


def test_where_nobody_makes_it_at_home_there_is_room():
    (row,) = localise(of(sourcing=TABLES["sourcing"][:1])).iter_rows(named=True)
    assert row["at_home"] is None and row["worth_from"] is None
    assert row["room"] == pytest.approx(0.165)
    assert row["a_year"] == pytest.approx(16.5 * 200 / (20 / 365))


def test_what_the_plant_makes_itself_counts_with_its_parts():
    """A kit made of one chip of 60 without duty at a conversion of 30: 90."""
    net = of(
        items=[
            {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0},
            {"item": "kit", "kind": "subassembly", "duty_class": "kit"},
            {"item": "chip", "kind": "component", "duty_class": "chip"},
        ],
        boms=[*TABLES["boms"], {"item": "kit", "component": "chip", "quantity": 1.0}],
        processes=[*TABLES["processes"], {"site": "alder-plant", "item": "kit", "conversion_cost": 30.0}],
        sourcing=[
            TABLES["sourcing"][0],
            {"supplier": "jade-plant", "item": "chip", "from": "2024-04-01", "price": 60.0, "running": True},
        ],
        duties=[*TABLES["duties"],
                {"duty_class": "chip", "kind": "basic", "destination": "IN", "from": "2017-07-01", "rate": 0.0}],
    )  # fmt: skip
    rows = {row["item"]: row for row in localise(net).iter_rows(named=True)}
    assert rows["kit"]["at_home"] == pytest.approx(90)
    assert rows["kit"]["worth_from"] == dt.date(2024, 4, 1)
    assert rows["kit"]["home_content"] == pytest.approx(30 / 90)
    assert rows["chip"]["at_home"] is None


def test_a_maker_whose_line_must_be_built_counts_from_when_it_can_be_ready():
    """Ordered in the middle of the first period, the line is ready with the second: the kit costs 30 + 60 from then on."""
    hall = {"investment": "hall", "site": "alder-plant", "resource": "kits", "cost": 900.0, "life_years": 5.0}
    making = {"site": "alder-plant", "item": "kit"}
    net = of(
        items=[
            {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0},
            {"item": "kit", "kind": "subassembly", "duty_class": "kit"},
            {"item": "chip", "kind": "component", "duty_class": "chip"},
        ],
        boms=[*TABLES["boms"], {"item": "kit", "component": "chip", "quantity": 1.0}],
        processes=[*TABLES["processes"], making | {"conversion_cost": 30.0}],
        resources=[{"resource": "kits", "site": "alder-plant", "from": "2024-01-01", "hours_per_day": 24.0}],
        routings=[making | {"resource": "kits", "hours": 0.1}],
        investments=[hall | {"lead_days": 5.0}],
        sourcing=[
            TABLES["sourcing"][0],
            {"supplier": "jade-plant", "item": "chip", "from": "2024-04-01", "price": 60.0, "running": True},
        ],
        duties=[*TABLES["duties"],
                {"duty_class": "chip", "kind": "basic", "destination": "IN", "from": "2017-07-01", "rate": 0.0}],
    )  # fmt: skip
    kit = localise(net).filter(item="kit").row(0, named=True)
    assert kit["at_home"] == pytest.approx(90)
    assert kit["worth_from"] == dt.date(2024, 4, 11)
    assert kit["pays_for"] == pytest.approx((122 - 90) * 100)
    never = net.replace(investments=net.investments.with_columns(lead_days=pl.lit(99.0)))
    assert localise(never).filter(item="kit")["at_home"].to_list() == [None]


def test_a_network_with_problems_is_refused():
    with pytest.raises(NetworkError, match="item = 'boat' is not in items"):
        localise(of(demand=[wants(50)[0] | {"item": "boat"}]))


def test_the_verb_prints_and_answers_in_json(capsys):
    assert main(["localise", "cases/xiaomi-india"]) == 0
    out = capsys.readouterr().out
    assert "cheaper from home" in out and "display-oled" in out
    assert main(["localise", "cases/xiaomi-india", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["components"]
    assert {row["item"] for row in found} >= {"camera-module", "display-oled"}
    values = [row["a_year"] for row in found]
    assert values == sorted(values, reverse=True)


def test_boards_moved_to_india_in_2018_and_not_before():
    """With the duties of July 2017 a board from China costs about what one made at home does; since 2020, a fifth more."""
    now, then = (
        localise(load("cases/xiaomi-india", s)).filter(item="pcba-5g").row(0, named=True) for s in ("", "duties-2017")
    )
    assert now["duty"] / now["abroad"] > 0.14
    assert then["duty"] == 0.0
    assert abs(then["abroad"] - then["at_home"]) / then["at_home"] < 0.03
