"""`check` of networks in memory, and rules that small folders do not show."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import polars as pl
import pytest

from networks import hand
from onshore import policy
from onshore.checking import check, checked
from onshore.checking.problems import PROBLEMS, nearest_to
from onshore.checking.rules import RULES
from onshore.checking.sheets import LINE
from onshore.network import Network, NetworkError
from onshore.schema import NETWORK


def messages(network: Network) -> list[str]:
    return check(network)["message"].to_list()


def test_a_sound_network_has_an_empty_table_of_problems():
    problems = check(hand())
    assert problems.is_empty()
    assert dict(problems.schema) == dict(PROBLEMS)
    network = hand()
    assert checked(network) is network


def test_a_name_in_memory_has_no_blanks_around_it():
    lanes = hand().lanes.with_columns(origin=pl.col("origin").replace("alder-noida", "alder-noida "))
    assert messages(hand().replace(lanes=lanes))[0].endswith("has blanks around it. Did you mean 'alder-noida'?")


def test_no_column_of_the_schema_is_called_as_the_column_of_lines():
    assert not [t.name for t in NETWORK.values() if LINE in t.columns]


def test_rules_have_names_of_their_own_and_say_what_they_ask():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.find.__doc__ for rule in RULES)


def test_places_that_rules_wait_for_are_in_the_schema():
    columns = {f"{t.name}.{c}" for t in NETWORK.values() for c in t.columns}
    places = {place for rule in RULES for place in rule.sound}
    assert {p for p in places if "." in p and not p.startswith("network.")} <= columns
    assert {p for p in places if "." not in p} <= set(NETWORK)


def test_an_error_counts_its_problems_and_shows_the_first_twenty():
    network = hand()
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(30)]
    rows = pl.DataFrame({"currency": "EUR", "from": days, "rate": -1.0, "source": ""})
    with pytest.raises(NetworkError) as error:
        checked(network.replace(exchange_rates=pl.concat([network.exchange_rates, rows], how="diagonal")))
    assert str(error.value).startswith("60 problems:\nexchange_rates.csv:3: rate = -1 is not above 0.")
    assert str(error.value).endswith("... and 40 more.")
    assert len(error.value.problems) == 60


def test_every_number_of_a_network_is_bounded_on_both_sides():
    """Beyond all bounds the planner would end in an error of its own and not in a line to mend."""
    numbers = {(t.name, n): c for t in NETWORK.values() for n, c in t.columns.items() if c.dtype == pl.Float64}
    free = {place for place, c in numbers.items() if c.le is None or (c.ge is None and c.gt is None)}
    # What these may be follows from the column that they are about.
    assert free == {("assumptions", "low"), ("assumptions", "high")}


def test_every_duty_of_the_shipped_law_is_told_if_it_is_typed_as_a_percent():
    network = hand()
    rates = policy.law()["duties"]["rate"].drop_nulls().unique().sort().to_list()
    assert max(rates) <= NETWORK["duties"].columns["rate"].le
    for rate in (rate for rate in rates if rate):
        typed = pl.when(pl.col("kind") == "surcharge").then("rate").otherwise(round(100 * rate, 9))
        found = check(network.replace(duties=network.duties.with_columns(rate=typed)))
        assert found["rule"].unique().to_list() == ["bounds"]
        assert [float(text) for text in found["nearest"]] == [rate, rate]


@pytest.mark.parametrize("rows", [0, None])
def test_a_network_without_demand_has_nothing_to_plan(rows):
    network = hand()
    tables = {name: frame for name, frame in network.tables.items() if name != "demand"}
    if rows is not None:
        tables["demand"] = network.demand.head(rows)
    found = check(Network(network.settings, tables))
    assert found.select("table", "line", "column", "rule").rows() == [("demand", None, None, "demand_missing")]


def test_frames_of_another_shape_are_told_and_nothing_else():
    network = hand()
    bad = network.stock.drop("quantity").with_columns(colour=pl.lit("red"), site=pl.lit(1))
    assert messages(Network(network.settings, {**network.tables, "stock": bad})) == [
        "stock.csv: column 'site' holds Int32 and must hold String. `network.replace` casts it.",
        "stock.csv: column 'quantity' is missing.",
        "stock.csv: stock has no column 'colour'.",
    ]


def test_missing_settings_are_told():
    network = hand()
    assert messages(Network({"name": "n"}, network.tables)) == [
        "network.toml: currency is missing. Currency of every amount that has no currency column beside it, ISO 4217.",
        "network.toml: start is missing. First day that can still be planned; prices known later do not count.",
    ]


def test_empty_and_endless_cells_in_memory():
    network = hand()
    stock = network.stock.with_columns(quantity=pl.lit(float("inf")), item=pl.lit(None, pl.String))
    items = network.items.with_columns(brand=pl.lit(""))
    assert messages(network.replace(stock=stock, items=items)) == [
        "items.csv:2: brand is an empty text. Give a value, or null for none.",
        "items.csv:3: brand is an empty text. Give a value, or null for none.",
        "stock.csv:2: item is empty. Every row must give it: What.",
        "stock.csv:2: quantity = inf is not finite. Give a number.",
    ]


def test_a_message_about_a_row_with_other_empty_cells_is_whole():
    network = hand()
    awards = network.awards.with_columns(high=pl.lit(0.1), company=pl.lit(None, pl.String)).head(1)
    assert messages(network.replace(awards=awards)) == [
        "awards.csv:2: company is empty. Every row must give it: Who makes.",
        "awards.csv:2: low = 0.3 is above high = 0.1: no share of phone lies in the band of (empty). "
        "Correct one of them.",
    ]


def test_rules_that_conclude_from_what_is_absent_wait_for_bad_cells():
    network = hand()
    lanes = network.lanes.with_columns(destination=pl.col("destination").replace("north", "nrth"))
    assert messages(network.replace(lanes=lanes, stock=NETWORK["stock"].empty())) == [
        "lanes.csv:4: destination = 'nrth' is not in sites. Did you mean 'north'?",
        "lanes.csv:5: destination = 'nrth' is not in sites. Did you mean 'north'?",
    ]


def test_a_cycle_is_named_once_with_its_lines_and_what_leads_to_it_is_not():
    network = hand()
    parts = [("redmi-a", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "e")]
    items = [{"item": name, "kind": "component", "duty_class": "display"} for name in "abcde"]
    rows = pl.DataFrame([{"item": i, "component": c, "quantity": 1.0} for i, c in parts])
    boms = pl.concat([network.boms, rows], how="diagonal").with_columns(pl.col("scrap").fill_null(0.0))
    fill = [pl.col(c).fill_null(0.0) for c in ("weight", "value", "holding_cost", "late_cost", "short_cost")]
    items = pl.concat([network.items, pl.DataFrame(items)], how="diagonal").with_columns(fill)
    found = check(network.replace(boms=boms, items=items)).filter(pl.col("rule") == "bom_cycles")
    assert found["message"].to_list() == [
        "boms.csv:4: a contains itself: a → b → c → a. Remove one of these rows (lines 4, 5, 6).",
        "boms.csv:8: e contains itself: e → e. Remove one of these rows (lines 8).",
    ]


def test_a_long_chain_without_cycle_is_sound():
    network = hand()
    count = 300
    items = pl.DataFrame({"item": [f"i{n}" for n in range(count)], "kind": "component"})
    chain = [("redmi-a", "i0"), *((f"i{n}", f"i{n + 1}") for n in range(count - 1))]
    rows = pl.DataFrame([{"item": i, "component": c, "quantity": 1.0, "scrap": 0.0} for i, c in chain])
    fill = [pl.col(c).fill_null(0.0) for c in ("weight", "value", "holding_cost", "late_cost", "short_cost")]
    items = pl.concat([network.items, items], how="diagonal").with_columns(fill)
    found = check(network.replace(boms=pl.concat([network.boms, rows], how="diagonal"), items=items))
    assert "bom_cycles" not in found["rule"]


def test_what_a_supplier_offers_can_be_used_only_after_a_lane():
    network = hand()
    sourcing = network.sourcing.with_columns(supplier=pl.lit("alder-noida"))
    bare = {"in_transit": NETWORK["in_transit"].empty(), "stock": NETWORK["stock"].empty()}
    found = messages(network.replace(sourcing=sourcing, **bare))
    assert found == [
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: it is sold by alder-noida, but no lane or chain of lanes leads from there to "
        "alder-noida."
    ]


def through(*places: str) -> pl.DataFrame:
    """Lanes by hand, but with a chain of them to the market instead of the direct ones."""
    lanes = hand().lanes.filter(pl.col("destination") != "north")
    more = pl.DataFrame([{"origin": o, "destination": d, "mode": "road", "days": 1.0} for o, d in pairwise(places)])
    costs = [pl.col(c).fill_null(0.0) for c in ("cost_per_kg", "cost_per_unit", "cost_per_value", "fixed_cost")]
    return pl.concat([lanes, more], how="diagonal").with_columns(*costs, pl.col("duty_paid").fill_null(True))


def with_port(kind: str) -> Network:
    """By hand, with a place in China and nothing in stock."""
    network = hand()
    port = {"site": "shenzhen", "company": "holitech", "kind": kind, "country": "CN", "fixed_cost": 0.0}
    sites = pl.concat([network.sites, pl.DataFrame([port])], how="diagonal")
    return network.replace(sites=sites, stock=NETWORK["stock"].empty())


def test_goods_pass_through_ports_and_not_through_plants():
    lanes = through("alder-noida", "shenzhen", "north").with_columns(
        duty_paid=pl.col("destination").is_in(["alder-noida", "birch-pune"])
    )
    assert messages(with_port("port").replace(lanes=lanes)) == []
    assert messages(with_port("plant").replace(lanes=lanes)) == [
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, birch-pune, but "
        "on the way to north a plant or supplier would have to ship what it neither makes nor sells."
    ]


def test_without_duty_class_goods_do_not_pass_a_border():
    lanes = through("alder-noida", "shenzhen", "north")
    assert messages(with_port("port").replace(lanes=lanes)) == [
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, birch-pune, but "
        "it cannot cross the border on the way to north: it has no duty_class. Name one in items.csv that "
        "duties.csv has."
    ]


def test_stock_of_what_a_plant_does_not_make_stays_there():
    network = hand()
    stock = network.stock.with_columns(site=pl.lit("holitech-ganzhou"), item=pl.lit("display"))
    bare = {t: NETWORK[t].empty() for t in ("sourcing", "in_transit")}
    assert messages(network.replace(stock=stock, **bare)) == [
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, which cannot get "
        "component display: it is in stock at holitech-ganzhou, but on the way to alder-noida a plant or supplier "
        "would have to ship what it neither makes nor sells."
    ]


@pytest.mark.parametrize(
    ("lost", "bare"),
    [
        ([0, 1], "2024-04-01"),
        ([1], "2024-06-01"),
        ([0], "2024-04-01"),
    ],
)
def test_the_first_day_without_duty_is_named(lost, bare):
    network = hand()
    duties = network.duties.with_row_index().filter(~pl.col("index").is_in(lost)).drop("index")
    found = check(network.replace(duties=duties))
    assert found["rule"].to_list() == ["duty_missing"]
    assert f"from CN to IN on {bare}." in found["message"][0]


def test_a_duty_for_all_classes_covers_every_class():
    network = hand()
    duties = network.duties.with_columns(duty_class=pl.lit("*"))
    assert messages(network.replace(duties=duties)) == []
    assert messages(network.replace(duties=duties.with_columns(origin=pl.lit("CN")))) == []
    assert len(messages(network.replace(duties=duties.with_columns(origin=pl.lit("VN"))))) == 1


def test_lanes_whose_customer_pays_duty_need_none():
    network = hand()
    lanes = network.lanes.with_columns(duty_paid=pl.lit(False))
    assert messages(network.replace(lanes=lanes, duties=NETWORK["duties"].empty())) == []


def test_lines_that_come_after_the_horizon_are_meant_and_not_a_mistake():
    network = hand()
    resources = network.resources.with_columns(
        pl.when(pl.col("resource") == "pune-lines").then(pl.lit(dt.date(2025, 1, 1))).otherwise("from").alias("from")
    )
    assert messages(network.replace(resources=resources)) == []


def test_a_later_row_without_hours_is_a_closure_and_not_a_mistake():
    network = hand()
    later = network.resources.head(1).with_columns(lines=pl.lit(0.0), **{"from": pl.lit(dt.date(2024, 5, 1))})
    assert messages(network.replace(resources=pl.concat([network.resources, later]))) == []
    earlier = later.with_columns(**{"from": pl.lit(dt.date(2024, 4, 1))})
    found = check(network.replace(resources=pl.concat([network.resources, earlier])))
    assert found["rule"].to_list() == ["resource_without_hours"]
    assert found["line"].to_list() == [4]


@pytest.mark.parametrize(
    ("value", "candidates", "nearest"),
    [
        ("holitec", ["holitech-noida", "alder"], "holitech-noida"),
        ("Noida", ["noida", "pune"], "noida"),
        ("xyz", ["noida", "pune"], None),
        ("qty", ["quantity"], None),
        ("cny", ["CNY", "USD"], "CNY"),
    ],
)
def test_the_nearest_name(value, candidates, nearest):
    assert nearest_to(value, candidates) == nearest


def test_a_million_wrong_names_are_told_without_comparing_each():
    network = hand()
    rows = pl.DataFrame({"item": [f"x{n}" for n in range(3000)], "market": "north", "period": "2024-05"})
    demand = rows.with_columns(quantity=pl.lit(1.0), priority=pl.lit(1.0), price=pl.lit(None), source=pl.lit(None))
    found = check(network.replace(demand=demand))
    assert len(found) == 3000
