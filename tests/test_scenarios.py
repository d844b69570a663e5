"""Scenarios: what each operation does, and what is said where a step cannot be done."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from networks import hand
from onshore.network import Network, NetworkError
from onshore.scenarios import apply, assume
from onshore.schema import NETWORK


def step(table="", match="", column="", operation="set", value="", number=1) -> dict[str, object]:
    return {
        "scenario": "s",
        "step": number,
        "table": table,
        "match": match,
        "column": column,
        "operation": operation,
        "value": value,
        "source": "assumption",
    }


def with_steps(*steps: dict[str, object]) -> Network:
    numbered = [{**s, "step": i + 1} for i, s in enumerate(steps)]
    return hand().replace(scenarios=pl.DataFrame(numbered, schema=NETWORK["scenarios"].dtypes))


def changed(*steps: dict[str, object]) -> Network:
    return apply(with_steps(*steps), "s")


def fault(*steps: dict[str, object]) -> str:
    with pytest.raises(NetworkError) as error:
        changed(*steps)
    assert len(error.value.problems) == 1
    return error.value.problems["message"][0]


def test_no_scenario_is_the_network_itself():
    network = hand()
    assert apply(network, "") is network


def test_the_result_bears_the_name_and_the_base_stays_as_it_was():
    base = with_steps(step("stock", column="quantity", value="7"))
    before = base.fingerprint
    result = apply(base, "s")
    assert (result.scenario, base.scenario) == ("s", "")
    assert result.stock["quantity"].to_list() == [7.0]
    assert base.fingerprint == before
    assert result.fingerprint != before


@pytest.mark.parametrize(
    ("one", "table", "column", "cells"),
    [
        (
            step("lanes", "origin=holi*; mode=sea", "days", "set", "20"),
            "lanes",
            "days",
            [20.0, 20.0, 2.0, 3.0],
        ),
        (step("lanes", "days=25", "days", "scale", "1.2"), "lanes", "days", [30.0, 22.0, 2.0, 3.0]),
        (step("lanes", "days=2?", "days", "add", "-2"), "lanes", "days", [23.0, 20.0, 2.0, 3.0]),
        (step("lanes", "", "capacity", "set", ""), "lanes", "capacity", [None] * 4),
        (step("lanes", "capacity=", "capacity", "set", "9"), "lanes", "capacity", [9.0] * 4),
        (
            step("lanes", "currency=", "mode", "set", "truck"),
            "lanes",
            "mode",
            ["sea", "truck", "truck", "truck"],
        ),
        (
            step("demand", "period=2024-0[56]", "quantity", "scale", "0.5"),
            "demand",
            "quantity",
            [400.0, 450.0],
        ),
        (
            step("processes", "qualified=false", "qualified", "set", "yes"),
            "processes",
            "qualified",
            [True, True],
        ),
        (
            step("in_transit", "arrival=2024-04-*", "arrival", "shift", "3"),
            "in_transit",
            "arrival",
            [dt.date(2024, 4, 13)],
        ),
        (step("schemes", "year=3", "rate", "set", "0.04"), "schemes", "rate", [0.06, 0.06, 0.04]),
        (step("ramps", "week=4", "week", "add", "-1"), "ramps", "week", [0, 3]),
        (step("ramps", "week=4", "week", "scale", "0.5"), "ramps", "week", [0, 2]),
        (step("duties", "duty_class=[*]", "rate", "set", "0"), "duties", "rate", [0.1, 0.05, 0.0]),
        (step("awards", "company=birch", operation="remove"), "awards", "company", ["alder"]),
        (
            step("stock", operation="insert", value="site=north; item=display; quantity=3"),
            "stock",
            "quantity",
            [100.0, 3.0],
        ),
    ],
)
def test_an_operation_changes_the_rows_that_match(one, table, column, cells):
    assert changed(one).tables[table][column].to_list() == pytest.approx(cells)


def test_an_inserted_row_has_defaults_and_is_cited_as_the_step_is():
    rows = changed(step("stock", operation="insert", value="site=north;item=display;quantity=3")).stock
    assert rows["source"].to_list() == [None, "assumption"]
    row = "company=zed; kind=supplier; country=CN; source=a page, 2024"
    assert changed(step("companies", operation="insert", value=row)).companies["source"][-1] == "a page, 2024"


def test_steps_are_applied_in_order_of_their_numbers():
    steps = [
        step("stock", column="quantity", operation="add", value="1"),
        step("stock", column="quantity", value="5"),
    ]
    assert changed(*steps).stock["quantity"].to_list() == [5.0]
    assert changed(*reversed(steps)).stock["quantity"].to_list() == [6.0]


@pytest.mark.parametrize(
    ("one", "name", "value"),
    [
        (step("network", column="cost_of_money", value="0.3"), "cost_of_money", 0.3),
        (step("network", column="cost_of_money", operation="scale", value="2"), "cost_of_money", 0.2),
        (step("network", column="start", operation="shift", value="-5"), "start", dt.date(2024, 3, 27)),
        (step("network", column="start", value="2024-04-02"), "start", dt.date(2024, 4, 2)),
        (step("network", column="perspective", value="chain"), "perspective", "chain"),
        (step("network", column="demo", value="true"), "demo", True),
        (step("network", column="end_stock_share", value=""), "end_stock_share", 0.9),
    ],
)
def test_a_setting_changes(one, name, value):
    assert changed(one).settings[name] == value


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (
            step("sourcng", column="price", value="1"),
            "table = 'sourcng' is no table that a scenario can change. Did you mean 'sourcing'?",
        ),
        (
            step("sourcing", column="price", operation="scales", value="1"),
            "operation = 'scales' is not one of set, scale, add, shift, remove, insert. Did you mean 'scale'?",
        ),
        (
            step("assumptions", column="low", value="1"),
            "table = 'assumptions' is no table that a scenario can change.",
        ),
        (
            step("scenarios", column="value", value="1"),
            "table = 'scenarios' is no table that a scenario can change.",
        ),
        (
            step("sourcing", column="prise", value="1"),
            "column = 'prise' is not in sourcing. Did you mean 'price'?",
        ),
        (
            step("sourcing", "suplier=x", "price", value="1"),
            "match names column 'suplier', which is not in sourcing. Did you mean 'supplier'?",
        ),
        (
            step("sourcing", "display", "price", value="1"),
            "match = 'display' is not of the form `column=value`.",
        ),
        (
            step("sourcing", "item=displays", "price", value="1"),
            "no row of sourcing matches 'item=displays': the step changes nothing. Correct match or remove the step.",
        ),
        (
            step("single_sources", operation="remove"),
            "single_sources has no rows: the step changes nothing. Correct match or remove the step.",
        ),
        (
            step("lanes", column="capacity", operation="scale", value="2"),
            "every matching lanes.capacity is empty: the step changes nothing.",
        ),
        (
            step("sourcing", column="price", value="dear"),
            "price = 'dear' is not a number: write 1234.5, without separators of thousands, units or percent signs.",
        ),
        (
            step("sourcing", column="price", operation="scale", value="nan"),
            "value = 'nan' is not a finite number: scale needs one.",
        ),
        (
            step("sourcing", column="terms", operation="scale", value="2"),
            "operation = 'scale' is for numbers, and sourcing.terms holds none.",
        ),
        (
            step("sourcing", column="price", operation="shift", value="2"),
            "operation = 'shift' is for dates, and sourcing.price holds none.",
        ),
        (
            step("sourcing", column="from", operation="shift", value="0.5"),
            "value = '0.5' is not a whole number of days.",
        ),
        (
            step("sourcing", column="price", operation="scale", value="-1"),
            "scale by -1 gives a bad cell: sourcing.csv:2: price = -70 is below 0, the least allowed. "
            "Unit: currency a "
            "piece.",
        ),
        (
            step("duties", column="rate", operation="scale", value="100"),
            "scale by 100 gives a bad cell (and 2 more): duties.csv:2: rate = 10 is above 2, the most allowed. "
            "Unit: a fraction: 0.05 is five percent.",
        ),
        (
            step("duties", "from=2024*", "rate", value="15"),
            "set gives a bad cell: duties.csv:3: rate = 15 is above 2, the most allowed. "
            "Unit: a fraction: 0.05 is five percent. Did you mean '0.15'?",
        ),
        (
            step("network", column="cost_of_money", value="12"),
            "cost_of_money = 12 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent. "
            "Did you mean '0.12'?",
        ),
        (
            step("sourcing", column="price", operation="scale", value="1.0"),
            "scale by 1.0 leaves every cell as it is: the step changes nothing. Correct value or remove the step.",
        ),
        (
            step("sourcing", column="price", operation="add", value="-0"),
            "add by -0 leaves every cell as it is: the step changes nothing. Correct value or remove the step.",
        ),
        (
            step("sourcing", column="from", operation="shift", value="0"),
            "shift by 0 leaves every cell as it is: the step changes nothing. Correct value or remove the step.",
        ),
        (
            step("network", column="cost_of_money", operation="scale", value="1"),
            "scale by 1 leaves every cell as it is: the step changes nothing. Correct value or remove the step.",
        ),
        (
            step("ramps", "week=4", "week", "scale", "0.3"),
            "scale by 0.3 gives ramps.week that is not whole.",
        ),
        (
            step("demand", column="quantity", value=""),
            "every row of demand must give quantity: it cannot be set to nothing.",
        ),
        (
            step("awards", "company=alder", operation="remove", value="1"),
            "remove is about whole rows: leave value empty.",
        ),
        (
            step("stock", "site=north", operation="insert", value="site=north"),
            "insert is about whole rows: leave match empty.",
        ),
        (step("stock", operation="insert"), "insert needs the row in value: `column=value; column=value`."),
        (
            step("stock", operation="insert", value="site=north; item=display"),
            "the row to insert into stock: column 'quantity' is missing. Every row must give it (pieces "
            "of the item): "
            "Good pieces.",
        ),
        (
            step("network", column="cost_of_monney", value="1"),
            "column = 'cost_of_monney' is no setting of the network. Did you mean 'cost_of_money'?",
        ),
        (
            step("network", column="perspective", value="chian"),
            "perspective = 'chian' is not one of brand, chain. Did you mean 'chain'?",
        ),
        (step("network", column="demo", value="maybe"), "demo = 'maybe' is not true or false."),
        (
            step("network", column="cost_of_money", operation="add", value="2"),
            "cost_of_money = 2.1 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent.",
        ),
        (
            step("network", "name=x", column="demo", value="true"),
            "a setting has no rows: leave match empty.",
        ),
        (
            step("network", column="start", operation="remove"),
            "remove is for rows; a setting is changed by set.",
        ),
    ],
)
def test_a_step_that_cannot_be_done_is_told_with_its_line(one, message):
    assert fault(one) == f"scenarios.csv:2: scenario 's': {message}"


def test_what_stands_there_already_may_be_set():
    """Scenarios that are compared set the same cell, and one of them may set what the base has."""
    one = step("awards", "company=alder", "low", "set", "0.3")
    assert changed(one).awards.equals(hand().awards)


def test_an_end_of_an_assumption_may_be_what_is_planned_with():
    ends = {"assumption": "a", "step": 1, "table": "sourcing", "match": "", "column": "price", "operation": "add"}
    rows = pl.DataFrame([ends | {"low": 0.0, "high": 9.0}], schema=NETWORK["assumptions"].dtypes, strict=False)
    assert assume(hand().replace(assumptions=rows), "a", "low").sourcing.equals(hand().sourcing)


def test_every_step_that_cannot_be_done_is_told():
    steps = [
        step("lane"),
        step("stock", column="quantity", value="8"),
        step("stock", column="qantity", value="8"),
    ]
    with pytest.raises(NetworkError) as error:
        changed(*steps)
    assert error.value.problems.select("table", "line", "column", "rule").rows() == [
        ("scenarios", 2, "table", "scenario"),
        ("scenarios", 4, "column", "scenario"),
    ]


def test_the_network_that_results_is_checked_and_rows_keep_their_lines():
    one = step("lanes", "origin=holi*", operation="remove")
    two = step("in_transit", operation="remove")
    three = step("stock", operation="remove")
    assert fault(one, two, three) == (
        "scenario 's': demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at "
        "alder-noida, which "
        "cannot get component display: it is sold by holitech-ganzhou, but no lane or chain of lanes "
        "leads from there to "
        "alder-noida."
    )
    assert fault(step("lanes", "days=25", operation="remove"), step("lanes", "days=3", "days", value="300")).startswith(
        "scenario 's': lanes.csv:5: the way by road from birch-pune to north takes 300 days,"
    )
    inserted = step("stock", operation="insert", value="site=nort; item=display; quantity=3")
    assert fault(inserted) == "scenario 's': stock.csv: site = 'nort' is not in sites. Did you mean 'north'?"


def test_an_unknown_scenario_is_told_with_the_nearest():
    with pytest.raises(NetworkError, match=r"scenarios.csv: there is no scenario 'deer'. Did you mean 'dear'\?"):
        apply(hand(), "deer")
    with pytest.raises(NetworkError, match=r"there is no scenario 'xyz'. Scenarios are dear."):
        apply(hand(), "xyz")
