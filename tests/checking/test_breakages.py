"""What a planner reads when a network by hand is broken in one place. The texts are part of the API."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from networks import BY_HAND, hand, texts
from onshore import formats
from onshore.schema import NETWORK

HORIZON_HINT = "Even from the middle of the first period that ends after the horizon, whose last day is 2024-06-30."


def folder(
    path: Path,
    *,
    cells: list[tuple[str, int, str, str]] = (),
    dropped: list[tuple[str, int]] = (),
    added: list[tuple[str, dict[str, str]]] = (),
) -> Path:
    """The network by hand as a folder, with cells set, rows dropped (by their lines) and rows added."""
    formats.save(hand().replace(**{name: NETWORK[name].empty() for name in ("scenarios", "assumptions")}), path)
    for table in {c[0] for c in [*cells, *dropped, *added]}:
        rows = pl.DataFrame(schema=NETWORK[table].columns.keys()).cast(pl.String)
        if table in BY_HAND:
            rows = pl.concat([rows, texts(table)], how="diagonal")
        file = [dict(row) for row in rows.to_dicts()]
        for name, line, column, value in cells:
            if name == table:
                file[line - 2][column] = value
        file += [row for name, row in added if name == table]
        gone = {line - 2 for name, line in dropped if name == table}
        kept = [row for i, row in enumerate(file) if i not in gone]
        schema = dict.fromkeys([*rows.columns, *(c for row in kept for c in row)], pl.String)
        pl.DataFrame(kept, schema=schema).write_csv(path / f"{table}.csv")
    return path


def messages(path: Path) -> list[str]:
    return formats.inspect(path)["message"].to_list()


CELLS = {
    "supplier misspelt": (
        ("sourcing", 2, "supplier", "holitech-ganzou"),
        "sourcing.csv:2: supplier = 'holitech-ganzou' is not in sites. Did you mean 'holitech-ganzhou'?",
    ),
    "kind misspelt": (
        ("sites", 3, "kind", "Plant"),
        "sites.csv:3: kind = 'Plant' is not one of plant, supplier, warehouse, port, market. Did you mean 'plant'?",
    ),
    "nan": (
        ("demand", 3, "quantity", "nan"),
        "demand.csv:3: quantity = nan is not finite. Write a number, or leave the cell empty.",
    ),
    "endless": (
        ("demand", 3, "quantity", "-Inf"),
        "demand.csv:3: quantity = -Inf is not finite. Write a number, or leave the cell empty.",
    ),
    "separators of thousands": (
        ("demand", 3, "quantity", "1,200"),
        "demand.csv:3: quantity = '1,200' can be read as 1200 or as 1.200. Write it without the comma, or say decimal = "
        '"." or "," in network.toml.',
    ),
    "percent": (
        ("duties", 2, "rate", "10%"),
        "duties.csv:2: rate = '10%' is not a number: write 1234.5, without separators of thousands, units or "
        "percent signs. Did you mean '0.1'?",
    ),
    "date of another form": (
        ("periods", 2, "start", "01/04/2024"),
        "periods.csv:2: start = '01/04/2024' can be read by day or by month first. Write YYYY-MM-DD, or say date_order = "
        '"dmy" or "mdy" in network.toml.',
    ),
    "day that is none": (
        ("in_transit", 2, "arrival", "2024-04-31"),
        "in_transit.csv:2: arrival = '2024-04-31' is not a date: write YYYY-MM-DD.",
    ),
    "day that stands for never": (
        ("duties", 3, "to", "9999-12-31"),
        "duties.csv:3: to = 9999-12-31 is not between 1900-01-01 and 2199-12-31. Leave the cell empty for none.",
    ),
    "period without end": (
        ("periods", 4, "days", "30000"),
        "periods.csv:4: '2024-06' is 30000 days long, more than ten years. Correct the length.",
    ),
    "half a day": (("periods", 3, "days", "30.5"), "periods.csv:3: days = '30.5' is not a whole number."),
    "neither true nor false": (
        ("processes", 3, "qualified", "maybe"),
        "processes.csv:3: qualified = 'maybe' is not true or false.",
    ),
    "negative price": (
        ("sourcing", 2, "price", "-70"),
        "sourcing.csv:2: price = -70 is below 0, the least allowed. Unit: currency a piece.",
    ),
    "a yield next to nothing": (
        ("processes", 2, "yield", "1e-308"),
        "processes.csv:2: yield = 1e-308 is so near to zero (less than 1e-09) that no plan can tell it from none. "
        "Unit: a fraction: 0.05 is five percent.",
    ),
    "share above one": (
        ("awards", 2, "high", "30"),
        "awards.csv:2: high = 30 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent. Did you mean '0.3'?",
    ),
    "share a little above one": (
        ("awards", 2, "high", "1.2"),
        "awards.csv:2: high = 1.2 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent. "
        "Correct the number.",
    ),
    "duty in percent": (
        ("duties", 2, "rate", "15"),
        "duties.csv:2: rate = 15 is above 2, the most allowed. Unit: a fraction: 0.05 is five percent. "
        "Did you mean '0.15'?",
    ),
    "overtime in percent": (
        ("resources", 2, "overtime_share", "12.5"),
        "resources.csv:2: overtime_share = 12.5 is above 2, the most allowed. Unit: a fraction: 0.05 is five percent. "
        "Did you mean '0.125'?",
    ),
    "more than anybody wants": (
        ("demand", 2, "quantity", "1e30"),
        "demand.csv:2: quantity = 1e+30 is above 1,000,000,000, the most allowed. Unit: pieces of the item. "
        "Correct the number.",
    ),
    "more than anybody has": (
        ("stock", 2, "quantity", "1e13"),
        "stock.csv:2: quantity = 10000000000000 is above 1,000,000,000,000, the most allowed. Unit: pieces of the item. "
        "Correct the number.",
    ),
    "a number that stands for no limit": (
        ("sourcing", 2, "capacity", "1e20"),
        "sourcing.csv:2: capacity = 1e+20 is above 1,000,000,000,000, the most allowed. Unit: pieces a calendar day. "
        "Correct the number, or leave the cell empty if there is none.",
    ),
    "yield of zero": (
        ("processes", 2, "yield", "0"),
        "processes.csv:2: yield = 0 is not above 0. Unit: a fraction: 0.05 is five percent.",
    ),
    "quantity left out": (
        ("demand", 2, "quantity", ""),
        "demand.csv:2: quantity is empty. Every row must give it (pieces of the item): Pieces wanted.",
    ),
    "row twice": (
        ("demand", 3, "period", "2024-05"),
        "demand.csv:3: item=redmi-a, market=north, period=2024-05, priority=1.0 has the same key as line "
        "2: rows of "
        "demand differ in item + market + period + priority. Remove one of them.",
    ),
    "unknown calendar": (
        ("sites", 2, "calendar", "indien"),
        "sites.csv:2: calendar = 'indien' of alder-noida is not in calendars. Did you mean 'india'?",
    ),
    "closes before it opens": (
        ("sites", 3, "closes", "2022-12-31"),
        "sites.csv:3: closes = 2022-12-31 is before opens = 2023-01-01. Exchange or correct the two dates.",
    ),
    "hole between periods": (
        ("periods", 4, "start", "2024-06-03"),
        "periods.csv:4: '2024-06' begins on 2024-06-03, 2 days after '2024-05' ends: a hole. It must "
        "begin on 2024-06-01.",
    ),
    "overlap of periods": (
        ("periods", 2, "days", "31"),
        "periods.csv:3: '2024-05' begins on 2024-05-01, 1 days before '2024-04' ends: an overlap. It must "
        "begin on "
        "2024-05-02.",
    ),
    "lane slower than the horizon": (
        ("lanes", 4, "days", "200"),
        "lanes.csv:4: the way by road from alder-noida to north takes 200 days, and nothing else "
        f"brings redmi-a in time. {HORIZON_HINT} Shorten it, add periods or add a faster way.",
    ),
    "process slower than the horizon": (
        ("processes", 2, "lead_days", "80"),
        "processes.csv:2: making redmi-a at alder-noida takes 80 days, and nothing else "
        f"brings redmi-a in time. {HORIZON_HINT} Shorten it, add periods or add a faster way.",
    ),
    "supplier slower than the horizon": (
        ("sourcing", 2, "lead_days", "90"),
        "sourcing.csv:2: holitech-ganzhou needs 90 days from order to delivery of display. Ordered on "
        "2024-04-01, the "
        "network's start, it leaves only after the last period, and no other offer serves. Shorten lead_days, "
        "set running if orders are placed already, or add periods.",
    ),
    "supplier of nothing": (
        ("sourcing", 2, "capacity", "0"),
        "sourcing.csv:2: holitech-ganzhou offers display with capacity 0 over the whole horizon. Empty "
        "means no limit; "
        "else give pieces a day, or remove the row.",
    ),
    "lines without hours": (
        ("resources", 2, "hours_per_day", "0"),
        "resources.csv:2: resource 'noida-lines' has no hours on any day of the horizon, but redmi-a at "
        "alder-noida is "
        "made on it. Give lines, hours_per_day and days_per_week above zero, or take it out of routings.csv.",
    ),
    "lines of another site": (
        ("routings", 2, "resource", "pune-lines"),
        "routings.csv:2: resource 'pune-lines' stands at birch-pune, and the process of redmi-a is at "
        "alder-noida. "
        "Name a resource of alder-noida.",
    ),
    "currency without rate": (
        ("sourcing", 2, "currency", "USD"),
        "sourcing.csv:2: currency = 'USD' has no row in exchange_rates. Add a row to exchange_rates.csv "
        "that begins on "
        "the first day of the horizon or before.",
    ),
    "rate that begins late": (
        ("exchange_rates", 2, "from", "2024-05-01"),
        "lanes.csv:2: currency = 'CNY' has no exchange rate before 2024-05-01, but is needed from "
        "2024-04-01. Add a "
        "row to exchange_rates.csv that begins on the first day of the horizon or before.",
    ),
    "day without duty": (
        ("duties", 2, "to", "2024-05-30"),
        "lanes.csv:2: display can cross from CN to IN here, but duties has no basic rate for class "
        "'display' from CN to "
        "IN on 2024-05-31. Add a row of kind basic that covers the day, or set duty_paid to false if the "
        "customer pays.",
    ),
    "two duties on a day": (
        ("duties", 2, "to", "2024-06-15"),
        "duties.csv:3: basic rate of class 'display' from * to IN begins on 2024-06-01, but the one "
        "before it (line 2) "
        "holds until 2024-06-15: two rates on one day. End the earlier row on the day before.",
    ),
    "duty without end": (
        ("duties", 2, "to", ""),
        "duties.csv:3: basic rate of class 'display' from * to IN begins on 2024-06-01, but the one "
        "before it (line 2) "
        "has no end: two rates on one day. End the earlier row on the day before.",
    ),
    "band upside down": (
        ("awards", 2, "high", "0.2"),
        "awards.csv:2: low = 0.3 is above high = 0.2: no share of phone lies in the band of alder. "
        "Correct one of them.",
    ),
    "promises beyond all": (
        ("awards", 3, "low", "0.8"),
        "awards.csv:2: the low shares of phone that kite gives to alder, birch from 2024-04-01 to "
        "2025-03-31 add up to "
        "1.1: more than all there is. Lower one of them.",
    ),
    "group of nothing": (
        ("awards", 3, "item_group", "phones"),
        "awards.csv:3: item_group = 'phones' is not the group of any item. Did you mean 'phone'?",
    ),
    "ramp that begins late": (
        ("ramps", 2, "week", "1"),
        "ramps.csv:2: ramp 'slow' begins with week 1: nothing says what holds before. Add a row with week 0.",
    ),
    "member of no category": (
        ("scheme_members", 2, "category", "foreign"),
        "scheme_members.csv:2: category = 'foreign' is not in schemes for scheme 'pli'. Add its terms to "
        "schemes.csv or "
        "correct the name.",
    ),
    "outside sales of an outsider": (
        ("outside_sales", 2, "company", "birch"),
        "outside_sales.csv:2: birch is not a member of scheme 'pli', so the row does nothing. Add it to "
        "scheme_members.csv or remove the row.",
    ),
    "statement of an outsider": (
        ("statements", 2, "company", "birch"),
        "statements.csv:2: birch is not a member of scheme 'pli', so the row does nothing. Add it to "
        "scheme_members.csv or remove the row.",
    ),
    "fiscal year of a statement": (
        ("statements", 2, "fiscal_year", "2024-26"),
        "statements.csv:2: fiscal_year = '2024-26' is not a fiscal year like 2023-24. Did you mean '2024-25'?",
    ),
    "fiscal year in short": (
        ("outside_sales", 2, "fiscal_year", "2024/25"),
        "outside_sales.csv:2: fiscal_year = '2024/25' is not a fiscal year like 2023-24. Did you mean '2024-25'?",
    ),
    "fiscal year of nothing": (
        ("periods", 2, "fiscal_year", ""),
        "periods.csv:2: fiscal_year of '2024-04' is empty, so its sales would count in no scheme. Write "
        "the year, like "
        "2023-24.",
    ),
    "fiscal year of other days": (
        ("periods", 4, "fiscal_year", "2025-26"),
        "periods.csv:4: '2024-06' begins on 2024-06-01, which fiscal_year = '2025-26' does not fit: other "
        "days. Correct "
        "the year.",
    ),
    "turnover of nothing": (
        ("items", 2, "invoice_value", ""),
        "items.csv:2: redmi-a has no invoice_value, but alder makes it under scheme 'pli', which counts "
        "turnover. Give "
        "the value; 0 counts for nothing.",
    ),
    "demand at a plant": (
        ("demand", 2, "market", "alder-noida"),
        "demand.csv:2: market = 'alder-noida' is a plant. Demand stands at a site of kind market: add one "
        "and a lane to "
        "it.",
    ),
    "no class at the border": (
        ("items", 3, "duty_class", ""),
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: it is sold by holitech-ganzhou, but it cannot cross the border on the way to "
        "alder-noida: it "
        "has no duty_class. Name one in items.csv that duties.csv has.",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_one_bad_cell_gives_one_message(name, tmp_path):
    cell, message = CELLS[name]
    more = {
        "lane slower than the horizon": {"cells": [cell], "dropped": [("lanes", 5)]},
        "process slower than the horizon": {"cells": [cell], "dropped": [("lanes", 5)]},
        "rate that begins late": {"cells": [cell, ("sourcing", 2, "currency", "")]},
        "no class at the border": {"cells": [cell, ("in_transit", 2, "quantity", "0"), ("stock", 2, "quantity", "0")]},
    }
    assert messages(folder(tmp_path / "n", **more.get(name, {"cells": [cell]}))) == [message]


ROWS = {
    "nobody makes it": (
        {
            "dropped": [(t, n) for t in ("processes", "routings") for n in (2, 3)]
            + [("stock", 2), ("scheme_members", 2), ("outside_sales", 2), ("statements", 2)]
        },
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: nobody makes, sells or has it. "
        "Add a row to "
        "processes.csv or sourcing.csv.",
    ),
    "no lane to the market": (
        {"dropped": [("lanes", 4), ("lanes", 5), ("stock", 2)]},
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "birch-pune, but no "
        "lane or chain of lanes leads from there to north.",
    ),
    "no source of the component": (
        {"dropped": [("sourcing", 2), ("in_transit", 2), ("stock", 2), ("assumptions", 2)]},
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: nobody makes, sells or has it. Add a row to processes.csv or sourcing.csv.",
    ),
    "no lane of the component": (
        {"dropped": [("lanes", 2), ("lanes", 3), ("in_transit", 2), ("stock", 2)]},
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: it is sold by holitech-ganzhou, but no lane or chain of lanes leads from "
        "there to alder-noida.",
    ),
    "offer after the horizon": (
        {"cells": [("sourcing", 2, "from", "2024-08-01")], "dropped": [("in_transit", 2), ("stock", 2)]},
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: holitech-ganzhou sells it, but only from 2024-08-01, after the horizon.",
    ),
    "offer not known yet": (
        {
            "cells": [("sourcing", 2, "known_from", "2024-05-01")],
            "dropped": [("in_transit", 2), ("stock", 2)],
        },
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: holitech-ganzhou sells it, but that is known only from 2024-05-01, after the "
        "network's start.",
    ),
    "supplier closed": (
        {"cells": [("sites", 4, "closes", "2024-03-01")], "dropped": [("in_transit", 2), ("stock", 2)]},
        "demand.csv:2: redmi-a for north (2 rows) can never be delivered: it is made at alder-noida, "
        "which cannot get "
        "component display: holitech-ganzhou sells it, but is not open on any day of the horizon.",
    ),
    "contains itself": (
        {"added": [("boms", {"item": "display", "component": "redmi-a", "quantity": "1"})]},
        "boms.csv:2: redmi-a contains itself: redmi-a → display → redmi-a. Remove one of these rows (lines 2, 3).",
    ),
    "routing without process": (
        {
            "added": [
                (
                    "routings",
                    {
                        "site": "alder-noida",
                        "item": "redmi-a",
                        "process": "smt",
                        "resource": "noida-lines",
                        "hours": "1",
                    },
                )
            ]
        },
        "routings.csv:4: process 'smt' of redmi-a at alder-noida is not in processes: there it is called "
        "make. Add it to "
        "processes.csv or correct the name.",
    ),
    "lines in two places": (
        {
            "added": [
                (
                    "resources",
                    {
                        "resource": "noida-lines",
                        "site": "birch-pune",
                        "from": "2025-01-01",
                        "hours_per_day": "1",
                    },
                )
            ]
        },
        "resources.csv:4: resource 'noida-lines' is at birch-pune here and at alder-noida above (line 2). "
        "Give lines at "
        "another site a name of their own.",
    ),
    "two qualifications": (
        {
            "added": [
                (
                    "processes",
                    {"site": "alder-noida", "item": "redmi-a", "process": "hand", "qualified": "false"},
                ),
            ]
        },
        "processes.csv:4: qualified = false of redmi-a at alder-noida, but true on line 2: processes of "
        "an item at a site "
        "share one qualification. Write the same on both lines.",
    ),
    "second award on a day": (
        {
            "added": [
                (
                    "awards",
                    {
                        "brand": "kite",
                        "company": "alder",
                        "item_group": "phone",
                        "from": "2024-06-01",
                        "to": "2024-07-01",
                    },
                )
            ]
        },
        "awards.csv:4: the award of phone to alder begins on 2024-06-01, but the one before it (line 2) "
        "holds until "
        "2025-03-31. End the earlier one before.",
    ),
    "member of two categories": (
        {
            "added": [
                (
                    "schemes",
                    {"scheme": "pli", "category": "global", "year": "1", "item_group": "phone", "rate": "0.06"},
                ),
                (
                    "scheme_members",
                    {"scheme": "pli", "company": "alder", "category": "global", "first_year": "2021-22"},
                ),
            ]
        },
        "scheme_members.csv:3: alder is in category 'global' of 'pli' here and in 'domestic' in line 2: rows of one "
        "member are first years to choose from, and its category is no choice. Write the same one.",
    ),
    "first year twice": (
        {
            "added": [
                (
                    "scheme_members",
                    {"scheme": "pli", "company": "alder", "category": "domestic", "first_year": "2022-23"},
                )
            ]
        },
        "scheme_members.csv:3: scheme=pli, company=alder, first_year=2022-23 has the same key as line 2: rows of "
        "scheme_members differ in scheme + company + first_year. Remove one of them.",
    ),
    "single source of nothing": (
        {"added": [("single_sources", {"destination": "north", "item": "display"})]},
        "single_sources.csv:2: no lane brings display to where it is of use at north: the row does "
        "nothing. Correct it or "
        "remove it.",
    ),
    "rate of the own currency": (
        {"added": [("exchange_rates", {"currency": "INR", "from": "2024-01-01", "rate": "2"})]},
        "exchange_rates.csv:3: 'INR' is the network's own currency and has no exchange rate. Remove the row.",
    ),
    "nothing wanted": (
        {"dropped": [("demand", 2), ("demand", 3)]},
        "demand.csv: nothing to plan: no market wants anything. Add a row for each item that a market wants in a period.",
    ),
    "unknown column": (
        {"added": [("stock", {"site": "north", "item": "display", "quantity": "1", "quantities": "2"})]},
        "stock.csv:1: stock has no column 'quantities'. Did you mean 'quantity'?",
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_that_are_missing_or_too_many_give_one_message(name, tmp_path):
    edits, message = ROWS[name]
    assert messages(folder(tmp_path / "n", **edits)) == [message]


def test_an_award_of_components_says_terms_and_no_shares(tmp_path):
    award = {"brand": "kite", "company": "alder", "item_group": "display", "from": "2024-04-01", "to": "2025-03-31"}
    terms = {"incentive_share": "0.5", "invoice_share": "0.8"}
    group = [("items", 3, "group", "display")]
    sound = folder(tmp_path / "n", cells=group, added=[("awards", award | terms)])
    assert messages(sound) == []
    shares = {"low": "0.2", "high": "0.7", "commitment": "100"}
    wrong = folder(tmp_path / "m", cells=group, added=[("awards", award | shares)])
    assert messages(wrong) == [
        f"awards.csv:4: {column} = {value}, but 'display' is a group of components, and awards count finished items "
        "only. Leave it empty: the award then says incentive_share and invoice_share."
        for column, value in shares.items()
    ]


SLOW_SUPPLIER = {"supplier": "truly-huizhou", "item": "display", "from": "2024-01-01", "price": "60", "lead_days": "90"}
SECOND = [
    ("sites", {"site": "truly-huizhou", "company": "holitech", "kind": "supplier", "country": "CN"}),
    ("lanes", {"origin": "truly-huizhou", "destination": "birch-pune", "mode": "sea", "days": "22"}),
]
SERVED = {
    "another maker's lane": {"cells": [("lanes", 4, "days", "200")]},
    "another maker": {"cells": [("processes", 2, "lead_days", "80")]},
    "another mode": {
        "added": [("lanes", {"origin": "birch-pune", "destination": "north", "mode": "sea", "days": "200"})]
    },
    "another supplier": {"added": [*SECOND, ("sourcing", SLOW_SUPPLIER)]},
    "a later offer": {"added": [("sourcing", {**SLOW_SUPPLIER, "supplier": "holitech-ganzhou", "from": "2023-01-01"})]},
    "nobody wants it": {"added": [("lanes", {"origin": "north", "destination": "birch-pune", "days": "200"})]},
}


@pytest.mark.parametrize("name", SERVED)
def test_a_row_too_slow_for_the_horizon_passes_where_another_serves(name, tmp_path):
    assert messages(folder(tmp_path / "n", **SERVED[name])) == []


def test_stock_does_not_serve_for_long(tmp_path):
    slow = [("lanes", 4, "days", "200"), ("lanes", 5, "days", "200")]
    found = messages(folder(tmp_path / "n", cells=slow))
    assert [text.partition(" takes")[0] for text in found] == [
        "lanes.csv:4: the way by road from alder-noida to north",
        "lanes.csv:5: the way by road from birch-pune to north",
    ]


def test_of_slow_rows_only_those_are_told_on_which_demand_hangs(tmp_path):
    cells = [("processes", 2, "lead_days", "80"), ("processes", 3, "lead_days", "80")]
    problems = formats.inspect(folder(tmp_path / "n", cells=cells, added=[*SECOND, ("sourcing", SLOW_SUPPLIER)]))
    assert problems.select("table", "line", "rule").rows() == [
        ("processes", 2, "never_arrives"),
        ("processes", 3, "never_arrives"),
    ]


QUALIFIED = {"site": "alder-noida", "item": "redmi-a", "process": "hand"}
ASKED = {"site": "birch-pune", "item": "redmi-a", "process": "hand", "qualified": "no", "qualification_cost": "5000"}


def test_processes_that_are_qualified_may_differ_in_what_a_qualification_would_take(tmp_path):
    assert messages(folder(tmp_path / "n", added=[("processes", QUALIFIED | {"qualification_cost": "7"})])) == []


def test_processes_that_need_a_qualification_say_the_same_about_it(tmp_path):
    assert messages(folder(tmp_path / "n", added=[("processes", ASKED)])) == []
    assert messages(folder(tmp_path / "m", added=[("processes", ASKED | {"qualification_days": "9"})])) == [
        "processes.csv:4: qualification_days = 9.0 of redmi-a at birch-pune, but 0.0 on line 3: processes of an item "
        "at a site share one qualification. Write the same on both lines."
    ]


SETTINGS = {
    "start after the horizon": (
        ("start = 2024-04-01", "start = 2024-08-01"),
        [
            "network.toml: start = 2024-08-01 is after the whole horizon, which runs from 2024-04-01 to "
            "2024-06-30. "
            "Correct the start, or remove periods that are over."
        ],
    ),
    "start after the first period": (
        ("start = 2024-04-01", "start = 2024-05-02"),
        [
            "network.toml: start = 2024-05-02 is after the first period, which runs from 2024-04-01 to "
            "2024-04-30. "
            "Correct the start, or remove periods that are over."
        ],
    ),
    "misspelt": (
        ("cost_of_money", "cost_of_monney"),
        ["network.toml:5: there is no setting 'cost_of_monney'. Did you mean 'cost_of_money'?"],
    ),
    "percent": (
        ("cost_of_money = 0.1", "cost_of_money = 10"),
        [
            "network.toml:5: cost_of_money = 10 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent. "
            "Did you mean '0.1'?"
        ],
    ),
    "a little above the whole": (
        ("end_stock_share = 0.9", "end_stock_share = 1.1"),
        ["network.toml:7: end_stock_share = 1.1 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent."],
    ),
    "no start": (
        ("start = 2024-04-01\n", ""),
        ["network.toml: start is missing. First day that can still be planned; prices known later do not count."],
    ),
    "not a date": (
        ("start = 2024-04-01", 'start = "April"'),
        ["network.toml:3: start = 'April' is not a date: write YYYY-MM-DD."],
    ),
    "no such perspective": (
        ('perspective = "brand"', 'perspective = "brnd"'),
        ["network.toml:4: perspective = 'brnd' is not one of brand, chain. Did you mean 'brand'?"],
    ),
    "not TOML": (
        ('name = "Kite by hand"', "name = Kite by hand"),
        [
            "network.toml: not TOML: Invalid value (at line 1, column 8). A text stands in quotes, a date does not.",
        ],
    ),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_bad_setting_gives_one_message(name, tmp_path):
    (old, new), expected = SETTINGS[name]
    path = folder(tmp_path / "n")
    file = path / "network.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    assert messages(path) == expected


def test_many_breakages_are_told_at_once_with_places(tmp_path):
    cells = [CELLS[name][0] for name in ("supplier misspelt", "nan", "negative price", "band upside down")]
    problems = formats.inspect(folder(tmp_path / "n", cells=cells))
    assert problems.select("table", "line", "column", "value", "rule", "nearest").rows() == [
        ("sourcing", 2, "price", "-70", "bounds", None),
        ("sourcing", 2, "supplier", "holitech-ganzou", "reference", "holitech-ganzhou"),
        ("demand", 3, "quantity", "nan", "finite", None),
        ("awards", 2, "low", "0.3", "award_band_empty", None),
    ]
