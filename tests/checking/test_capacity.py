"""Stock that covers a demand or does not, and ways that can give nothing: the network by hand, 1,700 phones wanted.

Alder makes phones at once, Birch from its qualification on; 100 phones and 500 displays are in stock and on the way.
A line of 20 hours a day has 22 with a tenth of overtime: 682 in May, less the day on which India is closed, 660.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from networks import hand
from onshore.checking import check
from onshore.network import Network
from onshore.schema import NETWORK

LAST = "whose last day is 2024-06-30"
c = pl.col


def changed(network: Network, table: str, where: pl.Expr | None = None, **values: Any) -> Network:
    """The network with other values in rows of a table; a trailing underscore frees a Python word."""
    at = pl.lit(True) if where is None else where
    named = {name.rstrip("_"): pl.lit(value) for name, value in values.items()}
    rows = network.tables[table].with_columns(pl.when(at).then(v).otherwise(n).alias(n) for n, v in named.items())
    return network.replace(**{table: rows})


def bare(*tables: str) -> Network:
    return hand().replace(**{name: NETWORK[name].empty() for name in tables})


def told(network: Network) -> list[str]:
    return check(network)["message"].to_list()


def stock(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["site", "item", "quantity"], orient="row").with_columns(source=None)


NO_DISPLAYS = (
    "it is made at alder-noida, which cannot get component display: nobody makes or sells it, beyond what is in stock "
    "or on the way. Add a row to processes.csv or sourcing.csv."
)


@pytest.mark.parametrize(
    ("rows", "on_the_way", "told_of"),
    [
        ([("north", "redmi-a", 1700.0)], False, None),
        ([("alder-noida", "redmi-a", 1700.0)], False, None),  # a plant ships what it makes
        ([("alder-noida", "display", 1717.0)], False, None),  # a display in a hundred is scrapped
        ([("alder-noida", "display", 1000.0), ("birch-pune", "display", 717.0)], False, None),
        ([("north", "redmi-a", 1000.0), ("alder-noida", "display", 707.0)], False, None),
        ([("north", "redmi-a", 1205.0)], True, None),  # 500 displays on the way are 495 phones
        ([("north", "redmi-a", 1204.0)], True, 1699),
        ([("alder-noida", "display", 1700.0)], False, 1683),
        ([("north", "redmi-a", 100.0)], True, 595),
    ],
)
def test_stock_serves_a_demand_if_there_could_be_enough_of_it(rows, on_the_way, told_of):
    network = bare("sourcing", *(() if on_the_way else ("in_transit",))).replace(stock=stock(*rows))
    part = (
        f"can be delivered only in part, {told_of:,} of 1,700 out of what is in stock or on the way" if told_of else ""
    )
    expected = [f"demand.csv:2: redmi-a for north (2 rows) {part}: {NO_DISPLAYS}"] if told_of else []
    assert told(network) == expected


def test_stock_from_which_no_lane_leads_serves_nothing():
    network = bare("sourcing", "in_transit").replace(stock=stock(("holitech-ganzhou", "redmi-a", 9999.0)))
    assert "redmi-a for north (2 rows) can never be delivered" in told(network)[0]


def test_two_markets_cannot_have_the_same_stock():
    network = bare("sourcing", "in_transit")
    more = network.sites.tail(1).with_columns(site=pl.lit("south"))
    network = network.replace(
        sites=pl.concat([network.sites, more]),
        demand=network.demand.with_columns(market=pl.Series(["north", "south"])),
        lanes=pl.concat([network.lanes, network.lanes.tail(2).with_columns(destination=pl.lit("south"))]),
    )
    assert told(network.replace(stock=stock(("alder-noida", "redmi-a", 1700.0)))) == []
    assert told(network.replace(stock=stock(("alder-noida", "redmi-a", 900.0)))) == [
        "demand.csv:2: redmi-a for north and 1 more market (2 rows) can be delivered only in part, 900 of 1,700 out of "
        "what is in stock or on the way: it is made at alder-noida, which cannot get component display: nobody makes, "
        "sells or has it. Add a row to processes.csv or sourcing.csv."
    ]


def test_goods_that_arrive_after_the_horizon_serve_nothing():
    network = changed(bare("sourcing", "stock"), "in_transit", quantity=9999.0)
    assert told(network) == []
    assert len(told(changed(network, "in_transit", arrival=dt.date(2024, 7, 1)))) == 1


LATER = {"from_": dt.date(2024, 7, 1)}
ALDER, BIRCH = c("site") == "alder-noida", c("site") == "birch-pune"
#: What is done to the rows of a table, and what is then told of Alder's row: Birch's is as bad.
NOTHING: dict[str, tuple[str, dict[str, Any], str]] = {
    "lines after the horizon": (
        "resources",
        LATER,
        "resources.csv:2: resource 'noida-lines' has hours only from 2024-07-01 on, after the horizon, "
        f"{LAST}, but redmi-a at alder-noida hangs on it, and nothing else serves. "
        "Correct from, or name a line that is there in routings.csv.",
    ),
    "days of qualifying": (
        "processes",
        {"qualified": False, "qualification_days": 62.0},
        "processes.csv:2: redmi-a can be made at alder-noida from 2024-06-02 at the earliest (qualification_days = 62), "
        f"and no period of the horizon, {LAST}, begins after that. Nothing else serves the demand that hangs on it. "
        "Qualify it sooner, set qualified if it is released already, or add periods.",
    ),
    "the day of applying": (
        "processes",
        {"qualified": False, "qualify_from": dt.date(2030, 1, 1)},
        "processes.csv:2: redmi-a can be made at alder-noida from 2030-01-01 at the earliest (qualify_from = 2030-01-01), "
        f"and no period of the horizon, {LAST}, begins after that. Nothing else serves the demand that hangs on it. "
        "Qualify it sooner, set qualified if it is released already, or add periods.",
    ),
    "hours of a piece": (
        "routings",
        {"hours": 661.0},
        "routings.csv:2: hours = 661: one piece of redmi-a at alder-noida takes 661 hours on 'noida-lines', which has at "
        "most 660 in a period, so that none is ever made. Nothing else serves the demand that hangs on it. Correct the "
        "number, or give the line more hours.",
    ),
    "hours of setting up": (
        "routings",
        {"setup_hours": 661.0},
        "routings.csv:2: setup_hours = 661: setting up for redmi-a at alder-noida takes 661 hours on 'noida-lines', "
        "which has at most 660 in a period, so that none is ever made. Nothing else serves the demand that hangs on it. "
        "Correct the number, or give the line more hours.",
    ),
    "a lot": (
        "processes",
        {"lot": 66001.0},
        "processes.csv:2: lot = 66001: one lot of redmi-a at alder-noida takes 660.01 hours on 'noida-lines', which has "
        "at most 660 in a period, so that none is ever made. Nothing else serves the demand that hangs on it. Correct "
        "the number, or give the line more hours.",
    ),
    "a smallest lot": (
        "processes",
        {"minimum_lot": 66001.0, "lot": 100.0},
        "processes.csv:2: minimum_lot = 66001: the smallest lot of redmi-a at alder-noida takes 661 hours on "
        "'noida-lines', which has at most 660 in a period, so that none is ever made. Nothing else serves the demand "
        "that hangs on it. Correct the number, or give the line more hours.",
    ),
    "a lane without room": (
        "lanes",
        {"capacity": 0.0},
        "lanes.csv:2: capacity = 0: the way by sea from holitech-ganzhou to alder-noida carries at most 0 kg in a "
        "period, less than a piece of display weighs, and nothing else brings it. Raise capacity, or leave the cell "
        "empty for no limit.",
    ),
    "an order above what is offered": (
        "sourcing",
        {"capacity": 10.0, "moq": 311.0},
        "sourcing.csv:2: moq = 311: holitech-ganzhou delivers display in orders of at least 311 and offers at most 310 "
        "in a period (capacity = 10 a day), so that nothing can be ordered, and no other offer serves. Lower moq or "
        "raise capacity.",
    ),
    "a lot above what is offered": (
        "sourcing",
        {"capacity": 10.0, "lot": 400.0},
        "sourcing.csv:2: lot = 400: holitech-ganzhou delivers display in orders of at least 400 and offers at most 310 "
        "in a period (capacity = 10 a day), so that nothing can be ordered, and no other offer serves. Lower lot or "
        "raise capacity.",
    ),
}


def like_alder() -> Network:
    """Both plants as Alder's: with a tenth of overtime, and the calendar of India."""
    network = changed(hand(), "resources", hours_per_day=20.0, overtime_share=0.1)
    return changed(network, "sites", c("kind") == "plant", calendar="india")


@pytest.mark.parametrize("name", NOTHING)
def test_demand_that_hangs_on_a_way_of_nothing_is_told_with_its_row(name):
    table, values, message = NOTHING[name]
    assert told(like_alder()) == []
    assert told(changed(like_alder(), table, **values))[0] == message


@pytest.mark.parametrize(
    "name", [n for n, (table, _, _) in NOTHING.items() if table in ("processes", "routings", "resources")]
)
def test_a_way_of_nothing_passes_where_another_serves(name):
    table, values, _ = NOTHING[name]
    assert told(changed(like_alder(), table, ALDER, **values)) == []
    assert told(changed(like_alder(), table, BIRCH, **values)) == []


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("processes", {"qualified": False, "qualification_days": 61.0}),  # from 1 June on, the last period
        ("routings", {"hours": 660.0}),
        ("processes", {"lot": 66000.0}),
        ("sourcing", {"capacity": 10.0, "moq": 310.0}),
        ("lanes", {"capacity": 0.01}),  # 0.31 kg in May; a display weighs 0.1 kg
    ],
)
def test_what_just_suffices_passes(table, values):
    assert told(changed(like_alder(), table, c("lot") > 0 if table == "processes" else None, **values)) == []


def test_a_lane_without_room_carries_what_weighs_nothing():
    network = changed(like_alder(), "lanes", c("destination") == "north", capacity=0.0)
    assert network.items.filter(c("item") == "redmi-a")["weight"].to_list() == [0.0]
    assert told(network) == []
    heavy = changed(network, "items", c("item") == "redmi-a", weight=0.2)
    assert [text.partition(": the way")[0] for text in told(heavy)] == [
        "lanes.csv:4: capacity = 0",
        "lanes.csv:5: capacity = 0",
    ]


def test_ways_of_nothing_pass_where_stock_covers_the_demand():
    network = changed(like_alder(), "resources", **LATER)
    assert len(told(network)) == 2
    assert told(network.replace(stock=stock(("north", "redmi-a", 1700.0)))) == []
    assert len(told(network.replace(stock=stock(("alder-noida", "display", 9999.0))))) == 2


def test_a_calendar_that_closes_a_place_for_good_is_named():
    network = changed(like_alder(), "calendars", from_=dt.date(2024, 1, 1), to=dt.date(2024, 12, 31))
    network = network.replace(stock=NETWORK["stock"].empty())
    assert told(network) == [
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: alder-noida makes it, but is not open on any "
        "day of the horizon. Correct opens and closes in sites.csv, or its calendar india in calendars.csv."
    ]
    assert told(changed(network, "calendars", open_share=0.01)) == []


def test_a_line_that_no_order_builds_in_time_is_told_at_its_investment():
    network = changed(like_alder(), "processes", BIRCH, qualified=False, qualification_days=900.0)
    row = {"investment": "hall", "site": "alder-noida", "resource": "noida-lines", "cost": 1.0, "life_years": 5.0}
    row |= {"lead_days": 80.0, "from": None, "to": None, "eligible_share": 1.0, "source": None}
    built = network.replace(investments=pl.DataFrame([row]))
    assert told(built)[-1] == (
        f"investments.csv:2: no order of hall is ready within the horizon, {LAST}, so that resource 'noida-lines' has no "
        "hours, but redmi-a at alder-noida hangs on it, and nothing else serves. Correct lead_days, from and to, or add "
        "periods."
    )
    assert told(changed(built, "investments", lead_days=70.0)) == []


def test_of_many_rows_alike_the_first_stands_for_all():
    network = hand()
    more = [network.lanes.tail(1).with_columns(mode=pl.lit(f"m{n}"), capacity=pl.lit(0.0)) for n in range(5)]
    lanes = pl.concat([network.lanes.with_columns(capacity=pl.lit(0.0)), *more])
    network = changed(network.replace(lanes=lanes), "items", weight=0.2)
    assert told(network) == [
        "lanes.csv:2: capacity = 0: the way by sea from holitech-ganzhou to alder-noida carries at most 0 kg in a "
        "period, less than a piece of display weighs, and nothing else brings it. Raise capacity, or leave the cell "
        "empty for no limit. The same is so on 8 more lines (3, 4, 5, 6, 7, 8, 9, 10)."
    ]
