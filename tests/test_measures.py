"""Measures against numbers done by hand, on two makers, one part and two markets."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from onshore import measures as m
from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import MEASURE_UNITS, NETWORK, PLAN

DAY = dt.date(2026, 4, 1)


def table(declared: Any, name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = declared[name].columns
    full = [{n: r.get(n, None if c.required else c.default) for n, c in columns.items()} for r in rows]
    return pl.DataFrame(full, schema=declared[name].dtypes, orient="row", strict=False)


def network(**extra: list[dict[str, Any]]) -> Network:
    rows: dict[str, list[dict[str, Any]]] = {
        "companies": [
            {"company": "brand", "kind": "brand", "country": "CN"},
            {"company": "ann", "kind": "manufacturer", "country": "IN"},
            {"company": "bob", "kind": "manufacturer", "country": "IN"},
            {"company": "chip", "kind": "supplier", "country": "KR"},
            {"company": "trade", "kind": "customer", "country": "IN"},
        ],
        "sites": [
            {
                "site": "ann-1",
                "company": "ann",
                "kind": "plant",
                "country": "IN",
                "opens": dt.date(2026, 4, 16),
            },
            {"site": "bob-1", "company": "bob", "kind": "plant", "country": "IN", "calendar": "rest"},
            {"site": "chip-1", "company": "chip", "kind": "supplier", "country": "KR"},
            {"site": "case-1", "company": "chip", "kind": "supplier", "country": "IN"},
            {"site": "india", "company": "trade", "kind": "market", "country": "IN"},
            {"site": "nepal", "company": "trade", "kind": "market", "country": "NP"},
        ],
        "items": [
            {
                "item": "phone",
                "kind": "finished",
                "group": "phone",
                "value": 100.0,
                "invoice_value": 110.0,
                "weight": 0.5,
            },
            {"item": "buds", "kind": "finished", "group": "audio", "value": 20.0, "invoice_value": 25.0},
            {"item": "board", "kind": "subassembly", "value": 50.0},
            {"item": "chip", "kind": "component", "value": 10.0, "weight": 0.1},
            {"item": "case", "kind": "component", "value": 5.0},
        ],
        "periods": [
            {"period": "apr", "start": DAY, "days": 30, "fiscal_year": "2026-27"},
            {"period": "may", "start": dt.date(2026, 5, 1), "days": 31, "fiscal_year": "2026-27"},
        ],
        "calendars": [
            {"calendar": "rest", "from": dt.date(2026, 5, 1), "to": dt.date(2026, 5, 2)},
            {"calendar": "rest", "from": dt.date(2026, 5, 2), "to": dt.date(2026, 5, 3), "open_share": 0.5},
        ],
        "boms": [
            {"item": "phone", "component": "board", "quantity": 1.0},
            {"item": "board", "component": "chip", "quantity": 2.0, "scrap": 0.1},
            {"item": "buds", "component": "chip", "quantity": 1.0},
        ],
        "processes": [
            {"site": "ann-1", "item": "phone", "labour_hours": 2.0},
            {"site": "bob-1", "item": "phone", "labour_hours": 2.0},
            {"site": "bob-1", "item": "buds", "labour_hours": 1.0},
            {"site": "bob-1", "item": "board", "labour_hours": 0.0},
        ],
        "resources": [
            {
                "resource": "ann-line",
                "site": "ann-1",
                "from": DAY,
                "lines": 2.0,
                "hours_per_day": 7.0,
                "days_per_week": 7.0,
            },
            {
                "resource": "bob-line",
                "site": "bob-1",
                "from": DAY,
                "hours_per_day": 7.0,
                "days_per_week": 6.0,
            },
        ],
        "lanes": [
            {
                "origin": "chip-1",
                "destination": "bob-1",
                "mode": "sea",
                "cost_per_kg": 1.0,
                "currency": "USD",
            },
            {"origin": "case-1", "destination": "bob-1"},
            {"origin": "ann-1", "destination": "india"},
            {"origin": "ann-1", "destination": "nepal"},
            {"origin": "bob-1", "destination": "india"},
        ],
        "sourcing": [
            {"supplier": "case-1", "item": "case", "from": DAY, "price": 5.0, "imported_share": 0.4},
            {
                "supplier": "case-1",
                "item": "case",
                "from": dt.date(2026, 4, 2),
                "price": 5.0,
                "imported_share": 0.9,
                "known_from": dt.date(2026, 6, 1),
            },
        ],
        "demand": [
            {"item": "phone", "market": "india", "period": "apr", "quantity": 100.0},
            {"item": "phone", "market": "india", "period": "may", "quantity": 100.0},
        ],
        "exchange_rates": [
            {"currency": "USD", "from": DAY, "rate": 80.0},
            {"currency": "USD", "from": dt.date(2026, 4, 16), "rate": 90.0},
        ],
        "schemes": [{"scheme": "s", "category": "a", "year": 1, "item_group": "phone", "rate": 0.05}],
        "scheme_members": [{"scheme": "s", "company": "ann", "category": "a", "first_year": "2026-27"}],
    }
    rows |= extra
    return Network(
        {"name": "hand", "currency": "INR", "start": DAY}, {n: table(NETWORK, n, r) for n, r in rows.items()}
    )


def plan(**rows: list[dict[str, Any]]) -> Plan:
    tables = {n: table(PLAN, n, r) for n, r in rows.items()}
    return Plan(tables, 0.0, 0.0, 0.0, "optimal", 0.0, "hand", 0, "")


def make(site: str, item: str, quantity: float, period: str = "apr", hours: float = 0.0) -> dict[str, Any]:
    keys = {"site": site, "item": item, "process": "make", "resource": site[:3] + "-line", "period": period}
    return {**keys, "quantity": quantity, "started": quantity, "hours": hours}


def money(
    term: str, amount: float, item: str | None = None, site: str | None = "bob-1", company: str = "bob"
) -> dict[str, Any]:
    return {"term": term, "amount": amount, "item": item, "site": site, "company": company, "period": "apr"}


def move(
    origin: str, destination: str, item: str, quantity: float, mode: str = "road", period: str = "apr"
) -> dict[str, Any]:
    return {
        "origin": origin,
        "destination": destination,
        "mode": mode,
        "item": item,
        "period": period,
        "quantity": quantity,
    }


def sold(quantity: float, late: float = 0.0, short: float = 0.0, period: str = "apr", **other: Any) -> dict[str, Any]:
    row = {
        "item": "phone",
        "market": "india",
        "period": period,
        "quantity": quantity,
        "late": late,
        "short": short,
    }
    return {**row, "priority": 1.0, **other}


BUY_CHIP = {
    "supplier": "chip-1",
    "site": "bob-1",
    "item": "chip",
    "period": "apr",
    "quantity": 200.0,
    "tier": 1,
    "price": 10.0,
}
BUY_CASE = {
    "supplier": "case-1",
    "site": "bob-1",
    "item": "case",
    "period": "apr",
    "quantity": 100.0,
    "tier": 1,
    "price": 5.0,
}
BOUGHT: dict[str, list[dict[str, Any]]] = {
    "purchases": [BUY_CHIP, BUY_CASE],
    "shipments": [move("chip-1", "bob-1", "chip", 200, "sea"), move("case-1", "bob-1", "case", 100)],
}


def test_shares_count_finished_pieces_of_a_group_and_never_boards():
    made = plan(production=[make("ann-1", "phone", 30), make("bob-1", "phone", 70), make("bob-1", "board", 900)])
    shares = dict(m.shares(network(), made).select("company", "share").iter_rows())
    assert shares == pytest.approx({"ann": 0.3, "bob": 0.7})
    row = m.concentration(network(), made).row(0, named=True)
    assert (row["largest"], row["index"]) == pytest.approx((0.7, 0.58))


def test_a_bought_finished_piece_counts_for_its_supplier():
    bought = plan(
        purchases=[{**BUY_CHIP, "item": "phone", "site": "india", "quantity": 5.0}],
        production=[make("ann-1", "phone", 5)],
    )
    assert m.made(network(), bought)["company"].to_list() == ["ann", "chip"]


def test_volume_has_a_zero_row_for_each_period():
    rows = m.volume(network(), plan(production=[make("ann-1", "phone", 30, "may")]))
    assert rows["quantity"].to_list() == [0.0, 30.0]


def test_regular_hours_follow_opening_and_calendar():
    rows = {(r["resource"], r["period"]): r["regular"] for r in m.capacity_use(network(), plan()).iter_rows(named=True)}
    assert rows["ann-line", "apr"] == pytest.approx(15 * 14)  # open from 16 April
    assert rows["bob-line", "apr"] == pytest.approx(30 * 6)
    assert rows["bob-line", "may"] == pytest.approx((31 - 2.5) * 6)  # 1 May closed, 2 May closed (0 × 0.5), 3 May half


def test_capacity_use_and_jobs():
    made = plan(production=[make("bob-1", "phone", 100, hours=90.0), make("bob-1", "buds", 40, "may", hours=17.1)])
    found = m.measures(network(), made)
    assert found["capacity_use:bob-1"]["value"] == pytest.approx(107.1 / (180 + 171))
    assert found["capacity_use:ann-1"]["value"] == 0
    assert found["jobs"]["value"] == pytest.approx((100 * 2 + 40) / m.HOURS_A_YEAR / (61 / 365))


def test_landed_cost_goes_to_groups_by_what_parts_are_used_for():
    # chips: 100 phones × 1 board × 2 × 1.1 = 220 for phones, 80 for buds
    made = plan(
        production=[make("ann-1", "phone", 100), make("bob-1", "board", 100), make("bob-1", "buds", 80)],
        sales=[sold(100), sold(80, item="buds")],
        money=[
            money("material", 3000.0, "chip"),
            money("conversion", 500.0, "phone", "ann-1"),
            money("conversion", 300.0, "board"),
            money("site", 250.0),  # no item: as bob-1 carries, 2200 + 300 to 800
            money("lane", 38.0, None, None),  # no site: as all carry, 3000 to 800
            money("late", 999.0, "phone", "india"),
            money("end_stock", -777.0, "chip"),
            money("incentive", -100.0, None, None, "ann"),
        ],
    )
    cost = m.measures(network(), made)
    phone = 2200 + 500 + 300 + 250 * 2500 / 3300 + 38 * 3000 / 3800
    audio = 800 + 250 * 800 / 3300 + 38 * 800 / 3800
    assert phone + audio == pytest.approx(3000 + 500 + 300 + 250 + 38)
    assert cost["landed_cost:phone"]["value"] == pytest.approx(phone / 100)
    assert cost["landed_cost:audio"]["value"] == pytest.approx(audio / 80)
    assert cost["landed_cost_net:phone"]["value"] == pytest.approx(
        phone / 100
    )  # nothing earned: the money finds no scheme


def test_the_net_cost_takes_off_the_incentive_that_counts():
    earned = {
        "scheme": "s",
        "company": "ann",
        "fiscal_year": "2026-27",
        "incentive": 150.0,
        "incentive_on_brand": 120.0,
    }
    made = plan(
        production=[make("ann-1", "phone", 100)],
        sales=[sold(100)],
        money=[money("conversion", 500.0, "phone", "ann-1"), money("incentive", -100.0, None, None, "ann")],
        incentives=[earned],
    )
    found = m.measures(network(), made)
    assert found["landed_cost:phone"]["value"] == pytest.approx(5.0)
    assert found["landed_cost_net:phone"]["value"] == pytest.approx(4.0)
    assert found["incentive:ann"]["value"] == 150.0
    assert found["incentive_on_brand:ann"]["value"] == 120.0


def test_an_incentive_on_components_goes_to_the_products_that_they_are_used_for():
    # 100 phones take 100 boards, 150 of which at 4 were counted: Bob's incentive of 60 is on phones, 0.60 each. Years of two
    # first years that could have been chosen do not count twice.
    items = network().items.with_columns(
        group=pl.when(pl.col("item") == "board").then(pl.lit("board")).otherwise("group"),
        invoice_value=pl.when(pl.col("item") == "board").then(4.0).otherwise("invoice_value"),
    )
    members = [{"scheme": "s", "company": "bob", "category": "a", "first_year": y} for y in ("2025-26", "2026-27")]
    of = network(
        schemes=[{"scheme": "s", "category": "a", "year": 1, "item_group": "board", "rate": 0.1}],
        scheme_members=members,
    ).replace(items=items)
    earned = {"scheme": "s", "company": "bob", "fiscal_year": "2026-27", "first_year": "2026-27", "incentive": 60.0}
    made = plan(
        production=[make("ann-1", "phone", 100), make("bob-1", "board", 150)],
        sales=[sold(100)],
        money=[money("conversion", 500.0, "phone", "ann-1"), money("incentive", -60.0, None, None, "bob")],
        incentives=[earned],
    )
    found = m.measures(of, made)
    assert found["landed_cost:phone"]["value"] == pytest.approx(5.0)
    assert found["landed_cost_net:phone"]["value"] == pytest.approx(4.4)


def test_cost_by_maker_follows_pieces_to_their_market():
    # Ann makes 60 phones, 30 for India and 30 for Nepal; Bob 40, of which 20 go to India, and 20 buds. So of what is
    # booked at India 30 of 50 is Ann's, and all of Nepal. Bob's site costs 50, as it carries 480 for phones and 120 for
    # buds. The lane names no site: 1187 of 1307 is for phones, 60 of 100 phones are Ann's.
    made = plan(
        production=[make("ann-1", "phone", 60), make("bob-1", "phone", 40), make("bob-1", "buds", 20)],
        shipments=[
            move("ann-1", "india", "phone", 30),
            move("ann-1", "nepal", "phone", 30),
            move("bob-1", "india", "phone", 20),
        ],
        sales=[sold(50), sold(30, market="nepal"), sold(20, item="buds")],
        money=[
            money("conversion", 600.0, "phone", "ann-1", "ann"),
            money("conversion", 480.0, "phone"),
            money("conversion", 120.0, "buds"),
            money("site", 50.0),
            money("freight", 100.0, "phone", "india", "trade"),
            money("freight", 7.0, "phone", "nepal", "trade"),
            money("lane", 13.07, None, None),
            money("late", 999.0, "phone", "india"),
            money("incentive", -90.0, None, None, "ann"),
        ],
        incentives=[{"scheme": "s", "company": "ann", "fiscal_year": "2026-27", "incentive": 150.0}],
    )
    rows = {(r["company"], r["group"]): r for r in m.cost_by_maker(network(), made).iter_rows(named=True)}
    ann, bob = rows["ann", "phone"], rows["bob", "phone"]
    assert [ann[k] for k in ("pieces", "gate", "incentive", "value")] == pytest.approx([60, 10.0, 1.5, 100])
    assert ann["onward"] == pytest.approx((60 + 7 + 11.87 * 0.6) / 60)
    assert (bob["gate"], bob["onward"], bob["incentive"]) == pytest.approx((13.0, (40 + 11.87 * 0.4) / 40, 0.0))
    assert rows["bob", "audio"]["gross"] == pytest.approx((120 + 10 + 1.2) / 20)
    assert ann["net"] == pytest.approx(ann["gate"] + ann["onward"] - 1.5)
    found = m.measures(network(), made)
    assert found["landed_cost:ann:phone"] == {"value": pytest.approx(ann["gross"]), "unit": "money/unit"}
    assert found["landed_cost_net:ann:phone"]["value"] == pytest.approx(ann["net"])
    for group, delivered in (("phone", 80), ("audio", 20)):
        whole = sum(r["net"] * r["pieces"] for (_, g), r in rows.items() if g == group)
        assert whole == pytest.approx(found[f"landed_cost_net:{group}"]["value"] * delivered)


def test_a_bought_piece_costs_its_price_and_others_incentives_are_everybodys():
    # 5 phones bought for 50, though the money is booked where they go; Bob earns 40 and makes none: 2 for each of 20.
    members = [{"scheme": "s", "company": "bob", "category": "a", "first_year": "2026-27"}]
    bought = plan(
        purchases=[{**BUY_CHIP, "item": "phone", "site": "india", "quantity": 5.0}],
        production=[make("ann-1", "phone", 15)],
        sales=[sold(20)],
        money=[
            money("material", 50.0, "phone", "india", "chip"),
            money("conversion", 180.0, "phone", "ann-1", "ann"),
            money("incentive", -40.0, None, None, "bob"),
        ],
        incentives=[{"scheme": "s", "company": "bob", "fiscal_year": "2026-27", "incentive": 40.0}],
    )
    rows = m.cost_by_maker(network(scheme_members=members), bought)
    assert rows.select("company", "gate", "onward", "net").rows() == [
        ("ann", 12.0, 0.0, 10.0),
        ("chip", 10.0, 0.0, 8.0),
    ]


def test_swing_is_the_mean_change_of_pieces_a_day_over_their_mean():
    # Ann makes 10, 20 and 10 a day: it moves by 10 twice, of a mean of 1220 in 91 days. Bob makes 2 a day, always.
    june = {"period": "jun", "start": dt.date(2026, 6, 1), "days": 30, "fiscal_year": "2026-27"}
    net = network()
    three = net.replace(periods=pl.concat([net.periods, table(NETWORK, "periods", [june])]))
    ann = [make("ann-1", "phone", n, p) for n, p in ((300, "apr"), (620, "may"), (300, "jun"))]
    bob = [make("bob-1", "phone", n, p) for n, p in ((60, "apr"), (62, "may"), (60, "jun"))]
    found = m.measures(three, plan(production=[*ann, *bob]))
    assert found["swing:ann:phone"] == {"value": pytest.approx(10 * 91 / 1220), "unit": "share"}
    assert found["swing:bob:phone"]["value"] == pytest.approx(0.0)
    one = net.replace(periods=net.periods.head(1))
    assert "swing:ann:phone" not in m.measures(one, plan(production=ann[:1]))


def test_on_time_serves_the_oldest_first():
    # April: 60 of 100 come, 40 owed. May: 120 come, 10 of the 40 were given up: 30 old, 90 of the 100 new
    # on time
    late = plan(sales=[sold(60, late=40), sold(120, late=10, short=10, period="may")])
    assert m.on_time_share(network(), late) == pytest.approx((60 + 90) / 200)
    assert m.measures(network(), late)["short"]["value"] == 10


def test_import_share_gross_and_net():
    # chips: 200 × (10 + 0.1 kg × 1 USD × 85) = 3,700 CIF; cases: 100 × 5 at home, 40 % of it imported inside
    bought = plan(**BOUGHT)
    assert m.import_share(network(), bought) == pytest.approx(3700 / 4200)
    assert m.import_share(network(), bought, net=True) == pytest.approx((3700 + 200) / 4200)
    rows = m.imports(network(), bought)
    assert rows["item"].to_list() == ["chip", "case"]
    assert rows["share"].sum() == pytest.approx(1)


def test_a_rate_of_the_networks_own_currency_changes_nothing():
    rates = network().exchange_rates
    both = pl.concat([rates, rates.with_columns(currency=pl.lit("INR"))])
    own = network().replace(exchange_rates=both)
    assert m.import_share(own, plan(**BOUGHT)) == pytest.approx(3700 / 4200)


def test_value_addition_over_invoice_values():
    made = plan(production=[make("ann-1", "phone", 100)], **BOUGHT)
    assert m.value_addition(network(), made) == pytest.approx((11000 - 3700) / 11000)
    assert m.value_addition(network(), made, net=True) == pytest.approx((11000 - 3900) / 11000)


def test_exports_are_what_leaves_the_home_country():
    made = plan(
        production=[make("ann-1", "phone", 100)],
        shipments=[move("ann-1", "nepal", "phone", 25), move("ann-1", "india", "phone", 75)],
    )
    assert m.home(network()) == "IN"
    found = m.measures(network(), made)
    assert (found["exports"]["value"], found["export_share"]["value"]) == (25, 0.25)


def test_stock_days():
    stock = [
        {"site": "ann-1", "item": "phone", "period": p, "quantity": q, "owner": "ann"}
        for p, q in (("apr", 10), ("may", 20))
    ]
    held = plan(stock=stock, sales=[sold(61)])
    assert m.stock_days(network(), held) == pytest.approx((10 * 30 + 20 * 31) / 61)


def test_flows_enter_and_leave_each_maker_in_equal_value():
    made = plan(
        production=[make("ann-1", "phone", 100), make("bob-1", "phone", 50)],
        purchases=[BUY_CHIP, BUY_CASE],
        shipments=[
            *BOUGHT["shipments"],
            move("ann-1", "india", "phone", 100),
            move("bob-1", "india", "phone", 50),
        ],
        sales=[sold(150)],
    )
    rows = m.flows(network(), made)
    assert rows.filter(stage="material").select("source", "target", "value").rows() == [
        ("KR", "bob", 2000.0),
        ("IN", "bob", 500.0),
    ]
    assert rows.filter(stage="market").select("source", "target", "value").rows() == [("bob", "india", 2500.0)]
    got = m.makers_of_deliveries(network(), made)
    assert dict(got.select("company", "quantity").iter_rows()) == pytest.approx({"ann": 100, "bob": 50})


def test_makers_mix_in_a_warehouse():
    hub = {"site": "hub", "company": "brand", "kind": "warehouse", "country": "IN"}
    net = network()
    net = net.replace(sites=pl.concat([net.sites, table(NETWORK, "sites", [hub])]))
    made = plan(
        production=[make("ann-1", "phone", 90), make("bob-1", "phone", 30)],
        shipments=[
            move("ann-1", "hub", "phone", 90),
            move("bob-1", "hub", "phone", 30),
            move("hub", "nepal", "phone", 40),
        ],
        sales=[sold(40, market="nepal")],
    )
    got = m.makers_of_deliveries(net, made)
    assert dict(got.select("company", "quantity").iter_rows()) == pytest.approx({"ann": 30, "bob": 10})


def test_an_empty_plan_has_no_meaningless_numbers():
    found = m.measures(network(), plan())
    assert found["landed_cost:phone"]["value"] is None
    assert found["import_share"]["value"] is None
    assert found["on_time_share"]["value"] == 0
    assert {entry["unit"] for entry in found.values()} <= set(MEASURE_UNITS)
    nothing = m.measures(Network({"name": "empty", "currency": "INR", "start": DAY}, {}), plan())
    assert nothing["jobs"]["value"] == 0
