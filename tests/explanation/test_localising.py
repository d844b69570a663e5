"""What localising is worth, against sums done by hand."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest

from onshore.cli.main import main
from onshore.explanation import localise
from onshore.formats import load, save
from onshore.network import NetworkError
from planning.build import PLANT, ROAD, best, network, periods, wants

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
    assert row["pli_dva"] == pytest.approx(0.4)
    assert row["duty_a_year"] == pytest.approx(22 * 100 / (10 / 365))
    assert row["adds_a_year"] == pytest.approx((100 - 0.6 * 115) * 100 / (10 / 365))  # 100 at CIF, 69 inside
    assert (row["suppliers"], row["makers"], row["largest"]) == (1, 1, None)
    assert row["net_a_year"] == row["a_year"] and row["capital"] == 0.0 and row["payback_years"] is None
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


#: A kit made of one chip of 60 from abroad without duty.
ITEMS = [
    {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0},
    {"item": "kit", "kind": "subassembly", "duty_class": "kit", "value": 95.0},
    {"item": "chip", "kind": "component", "duty_class": "chip"},
]
CHIP = {"supplier": "jade-plant", "item": "chip", "from": "2024-04-01", "price": 60.0, "running": True}
OWN = {"site": "alder-plant", "item": "kit", "conversion_cost": 30.0}
FREE = {"duty_class": "chip", "kind": "basic", "destination": "IN", "from": "2017-07-01", "rate": 0.0}


def of_chips(**changes):
    given = {
        "items": ITEMS,
        "boms": [*TABLES["boms"], {"item": "kit", "component": "chip", "quantity": 1.0}],
        "processes": [*TABLES["processes"], OWN],
        "sourcing": [TABLES["sourcing"][0], CHIP],
        "duties": [*TABLES["duties"], FREE],
    }
    return of(**(given | changes))


def test_what_the_plant_makes_itself_counts_with_its_parts():
    rows = {row["item"]: row for row in localise(of_chips()).iter_rows(named=True)}
    assert rows["kit"]["at_home"] == pytest.approx(90)
    assert rows["kit"]["worth_from"] == dt.date(2024, 4, 1)
    assert rows["kit"]["pli_dva"] == rows["kit"]["ppp_mii"] == pytest.approx(30 / 90)
    assert rows["kit"]["adds_a_year"] == pytest.approx((100 - 60) * 200 / (20 / 365))
    assert rows["chip"]["at_home"] is None


def subsidiary(conversion: float, **changes):
    """Kits made at another plant, and brought to the one that uses them."""
    plants = [*TABLES["sites"], {"site": "opal-plant", "company": "alder", "kind": "plant", "country": "IN"}]
    lanes = [
        *TABLES["lanes"],
        {"origin": "jade-plant", "destination": "opal-plant"},
        {"origin": "opal-plant", "destination": "alder-plant", "days": 3.0},
    ]
    making = {"site": "opal-plant", "item": "kit", "conversion_cost": conversion, "lead_days": 1.0}
    given = {"sites": plants, "lanes": lanes, "processes": [*TABLES["processes"], making]}
    return of_chips(**(given | changes))


@pytest.mark.parametrize(("conversion", "cost"), [(1.0, 61.0), (30.0, 90.0), (500.0, 560.0)])
def test_what_a_subsidiary_makes_costs_what_making_it_costs(conversion: float, cost: float):
    """Not the standard value of 95; and the subsidiary's own kits are in no mean over the plants that use them."""
    kit = localise(subsidiary(conversion)).filter(item="kit").row(0, named=True)
    assert kit["at_home"] == pytest.approx(cost)
    assert kit["abroad"] == pytest.approx((111 + 122) / 2)
    assert kit["days_at_home"] == pytest.approx(4.0)
    assert kit["worth_from"] == (None if cost > 122 else dt.date(2024, 4, 1))


def test_yield_freight_and_duty_on_parts_are_in_what_a_subsidiary_makes():
    """Half are good: two chips of 60 with 10 of freight and 10% of duty on 70, 30 of conversion; 5 to the plant."""
    net = subsidiary(30.0, duties=[*TABLES["duties"][2:], *(TABLES["duties"][0] | {"to": None, "duty_class": c} for c in ("kit", "chip"))])  # fmt: skip
    net = net.replace(
        processes=net.processes.with_columns(
            pl.when(pl.col("site") == "opal-plant").then(0.5).otherwise("yield").alias("yield")
        ),
        lanes=net.lanes.with_columns(
            cost_per_unit=pl.when((pl.col("origin") == "jade-plant") & (pl.col("destination") == "opal-plant"))
            .then(10.0)
            .when(pl.col("origin") == "opal-plant")
            .then(5.0)
            .otherwise("cost_per_unit")
        ),
    )
    kit = localise(net).filter(item="kit").row(0, named=True)
    chip = 60 + 10 + 70 * 0.1 * 1.1
    assert kit["at_home"] == pytest.approx(2 * chip + 30 + 5)
    assert kit["pli_dva"] == pytest.approx(1 - 2 * 70 / (2 * chip + 30))
    assert kit["ppp_mii"] == pytest.approx(30 / (2 * chip + 30))


def test_what_comes_through_a_warehouse_at_home_is_from_abroad():
    hub = {"site": "hub", "company": "alder", "kind": "warehouse", "country": "IN"}
    lanes = [ROAD, {"origin": "jade-plant", "destination": "hub"}, {"origin": "hub", "destination": "alder-plant", "cost_per_unit": 4.0}]  # fmt: skip
    (row,) = localise(of(sites=[*TABLES["sites"], hub], lanes=lanes, sourcing=TABLES["sourcing"][:1])).iter_rows(named=True)  # fmt: skip
    assert row["at_home"] is None
    assert row["abroad"] == pytest.approx((111 + 122) / 2 + 4)


HALL = {
    "investment": "hall",
    "site": "alder-plant",
    "resource": "kits",
    "cost": 730.0,
    "life_years": 2.0,
    "lead_days": 5.0,
}


def with_hall(hall=HALL, **changes):
    given = {
        "resources": [{"resource": "kits", "site": "alder-plant", "from": "2024-01-01", "hours_per_day": 24.0}],
        "routings": [{"site": "alder-plant", "item": "kit", "resource": "kits", "hours": 0.1}],
        "investments": [hall],
    }
    return of_chips(**(given | changes))


def test_a_maker_whose_line_must_be_built_counts_from_when_it_can_be_ready():
    """Ordered in the middle of the first period, the line is ready with the second: the kit costs 30 + 60 from then on, and
    the capital is a rupee a day for the 15 days from the order on."""
    net = with_hall()
    kit = localise(net).filter(item="kit").row(0, named=True)
    assert kit["at_home"] == pytest.approx(90)
    assert kit["worth_from"] == kit["cheaper_from"] == dt.date(2024, 4, 11)
    assert kit["pays_for"] == pytest.approx((122 - 90) * 100)
    assert kit["a_year"] == pytest.approx((122 - 90) * 100 / (10 / 365))
    assert (kit["investments"], kit["capital"]) == ("hall", 730.0)
    assert kit["capital_a_year"] == pytest.approx(15 / (10 / 365))
    assert kit["net_a_year"] == pytest.approx((3200 - 15) / (10 / 365))
    assert kit["payback_years"] == pytest.approx(730 / (3200 * 36.5))
    never = net.replace(investments=net.investments.with_columns(lead_days=pl.lit(99.0)))
    assert localise(never).filter(item="kit")["at_home"].to_list() == [None]


def test_it_is_never_worth_it_where_the_capital_is_more_than_it_saves():
    """3,200 saved, against 15 of the 730 days of 155,733 (3,200) or more."""
    for cost, worth in ((155_700.0, dt.date(2024, 4, 11)), (155_800.0, None)):
        kit = localise(with_hall(HALL | {"cost": cost})).filter(item="kit").row(0, named=True)
        assert kit["worth_from"] == worth
        assert kit["cheaper_from"] == dt.date(2024, 4, 11)
        assert (kit["net_a_year"] > 0) == (worth is not None)


def test_qualifying_is_paid_once_and_waited_for():
    """A line at once there, with 12 days of registration, is late for the horizon; with 5 it costs 100 once."""
    new = OWN | {"qualified": False, "qualification_cost": 100.0, "qualification_days": 5.0}
    net = with_hall(HALL | {"lead_days": 0.0}, processes=[*TABLES["processes"], new])
    kit = localise(net).filter(item="kit").row(0, named=True)
    assert kit["worth_from"] == dt.date(2024, 4, 11)
    assert kit["capital"] == 830.0
    assert kit["net_a_year"] == pytest.approx((3200 - 15 - 100) / (10 / 365))
    late = net.replace(processes=net.processes.with_columns(qualification_days=pl.lit(12.0)))
    assert localise(late).filter(item="kit")["at_home"].to_list() == [None]


def test_what_the_line_has_no_hours_for_saves_nothing():
    """1 hour a kit, 2 a day: 20 of the 100 kits of the second period."""
    line = {"resource": "kits", "site": "alder-plant", "from": "2024-01-01", "hours_per_day": 2.0}
    net = with_hall(
        resources=[line], routings=[{"site": "alder-plant", "item": "kit", "resource": "kits", "hours": 1.0}]
    )
    kit = localise(net).filter(item="kit").row(0, named=True)
    assert kit["a_year"] == pytest.approx((122 - 90) * 20 / (10 / 365))


def test_items_made_on_one_new_line_share_its_capital_by_hours():
    """Cases take three times the hours of kits: a quarter and three quarters of the capital."""
    items = [*ITEMS, {"item": "case", "kind": "subassembly", "duty_class": "kit"}]
    boms = [*TABLES["boms"], {"item": "kit", "component": "chip", "quantity": 1.0}, {"item": "phone", "component": "case", "quantity": 1.0}]  # fmt: skip
    case = {"supplier": "jade-plant", "item": "case", "from": "2024-04-01", "price": 50.0, "running": True}
    line = {"site": "alder-plant", "resource": "kits"}
    net = with_hall(
        items=items, boms=boms, sourcing=[TABLES["sourcing"][0], CHIP, case],
        processes=[*TABLES["processes"], OWN, {"site": "alder-plant", "item": "case", "conversion_cost": 20.0}],
        routings=[line | {"item": "kit", "hours": 0.1}, line | {"item": "case", "hours": 0.6}],
    )  # fmt: skip
    found = dict(localise(net).select("item", "capital").iter_rows())
    assert (found["kit"], found["case"]) == (pytest.approx(730 / 4), pytest.approx(730 * 3 / 4))


def test_a_shorter_way_frees_money():
    """Kits of 100 are 30 days on the way from abroad, those of 115 none: 200 in 20 days tie up 30,000."""
    lanes = [ROAD, {"origin": "jade-plant", "destination": "alder-plant", "days": 30.0}, TABLES["lanes"][2]]
    duties = [TABLES["duties"][0] | {"to": None, "rate": 0.2}, TABLES["duties"][2]]
    (row,) = localise(of(lanes=lanes, duties=duties)).iter_rows(named=True)
    assert row["frees"] == pytest.approx(10 * 100 * 30)
    assert (row["days_abroad"], row["days_at_home"]) == (30.0, 7.0)


def test_a_plan_says_how_much_comes_from_where():
    net = of(demand=wants(0, 50))
    done = best(net)
    row = localise(net, done).row(0, named=True)
    assert (row["pieces"], row["imported"], row["largest"]) == (100.0, 1.0, 1.0)  # bought in p0 at 111


def test_a_network_with_problems_is_refused():
    with pytest.raises(NetworkError, match="item = 'boat' is not in items"):
        localise(of(demand=[wants(50)[0] | {"item": "boat"}]))


def test_the_verb_prints_and_answers_in_json(capsys):
    assert main(["localise", "cases/xiaomi-india"]) == 0
    out = capsys.readouterr().out
    assert "worth having from home" in out and "display-oled" in out
    assert "pli_dva" in out and max(map(len, out.splitlines())) <= 100
    assert main(["localise", "cases/xiaomi-india", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["components"]
    assert {row["item"] for row in found} >= {"camera-module", "display-oled"}
    values = [row["net_a_year"] for row in found]
    assert values == sorted(values, reverse=True)


def test_boards_moved_to_india_in_2018_and_not_before():
    """With the duties of July 2017 a board from China costs about what one made at home does; since 2020, a fifth more."""
    now, then = (
        localise(load("cases/xiaomi-india", s)).filter(item="pcba-5g").row(0, named=True) for s in ("", "duties-2017")
    )
    assert now["duty"] / now["abroad"] > 0.14
    assert then["duty"] == 0.0
    assert abs(then["abroad"] - then["at_home"]) / then["at_home"] < 0.03


def test_the_verb_says_that_a_line_does_not_pay(tmp_path, capsys):
    save(with_hall(HALL | {"cost": 200_000.0}), tmp_path)
    assert main(["localise", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (
        "kit: cheaper from home from 2024-04-11 on. That saves ₹1.17 lakh a year, and the capital of ₹2 lakh costs "
        "₹1.5 lakh." in said
    )
    assert "never" in said
