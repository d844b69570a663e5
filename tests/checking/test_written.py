"""Numbers and days as people write them: one reading is read, two are refused, and the folder can say which."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from onshore.checking import Written, typed
from onshore.schema import NETWORK

FREE, POINT, COMMA = Written(), Written(decimal="."), Written(decimal=",")
DAY, MONTH = Written(date_order="dmy"), Written(date_order="mdy")


def read(column: str, text: str, written: Written | None = FREE, table: str = "processes"):
    """The cell, and what is told of it."""
    found = typed(NETWORK[table], pl.DataFrame({column: [text]}), written=written)
    told = found.problems.filter(pl.col("column") == column, pl.col("line") == 2)["message"].to_list()
    return found.frame[column].item(), told


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,34,567", 1234567.0),
        ("1,23,456.5", 123456.5),
        ("1,234,567", 1234567.0),
        ("1,234.5", 1234.5),
        ("-12,34,567", -1234567.0),
        ("1 234 567", 1234567.0),
        ("1\u00a0234,5", None),
        ("1\u202f234.5", 1234.5),
        ("'12.5", 12.5),
        ("'1,23,456", 123456.0),
        (" 7 ", 7.0),
        ("12,34", None),
        ("1,2345", None),
        ("12 34", None),
        ("1,234,56", None),
        ("Rs 5", None),
    ],
)
def test_a_number_with_one_reading(text: str, number: float | None):
    cell, told = read("conversion_cost", text)
    assert cell == number and bool(told) == (number is None)


@pytest.mark.parametrize(
    ("text", "free", "point", "comma"),
    [
        ("1,234", None, 1234.0, 1.234),
        ("12,345", None, 12345.0, 12.345),
        ("1,5", None, None, 1.5),
        ("0,123", None, None, 0.123),
        ("1.234,5", None, None, 1234.5),
        ("12.34.567,8", None, None, 1234567.8),
        ("1234.5", 1234.5, 1234.5, None),
        ("1.234", 1.234, 1.234, 1234.0),
        ("0.5", 0.5, 0.5, None),
        ("1234", 1234.0, 1234.0, 1234.0),
        ("1e3", 1000.0, 1000.0, 1000.0),
        ("NaN", None, None, None),
        ("inf", None, None, None),
    ],
)
def test_a_number_with_two_readings(text, free, point, comma):
    assert [read("conversion_cost", text, w)[0] for w in (FREE, POINT, COMMA)] == [free, point, comma]


def test_what_is_told_of_a_number_with_two_readings():
    assert read("conversion_cost", "1,234")[1] == [
        "processes.csv:2: conversion_cost = '1,234' can be read as 1234 or as 1.234. Write it without the comma, or say "
        'decimal = "." or "," in network.toml.'
    ]
    assert read("conversion_cost", "1,5")[1] == [
        "processes.csv:2: conversion_cost = '1,5' has a decimal comma. Write a point, or say decimal = \",\" in "
        "network.toml if all numbers have one. Did you mean '1.5'?"
    ]
    assert read("conversion_cost", "1,5", POINT)[1] == [
        "processes.csv:2: conversion_cost = '1,5' has a decimal comma, but decimal = \".\" in network.toml. Write a "
        "point. Did you mean '1.5'?"
    ]
    assert read("conversion_cost", "1.5", COMMA)[1] == [
        "processes.csv:2: conversion_cost = '1.5' has no decimal comma, as decimal = \",\" of network.toml asks. Write "
        "it so."
    ]


@pytest.mark.parametrize(
    ("column", "table", "text"), [("conversion_cost", "processes", "12,34,567"), ("from", "sourcing", "13/04/2024")]
)
def test_beside_files_there_is_one_way_to_write(column: str, table: str, text: str):
    """A value of a scenario is a text in a table; no setting says how it is written."""
    cell, (message,) = read(column, text, None, table)
    assert cell is None and "network.toml" not in message


def test_whole_numbers():
    assert read("days", "1,23,456", table="periods")[0] == 123456
    assert read("days", "31,5", COMMA, table="periods")[0] is None
    assert read("days", "31,0", COMMA, table="periods")[0] == 31
    assert read("days", "31", COMMA, table="periods")[0] == 31


APRIL_3, MARCH_4, APRIL_13 = dt.date(2024, 4, 3), dt.date(2024, 3, 4), dt.date(2024, 4, 13)


@pytest.mark.parametrize(
    ("text", "free", "dmy", "mdy"),
    [
        ("03/04/2024", None, APRIL_3, MARCH_4),
        ("3.4.2024", None, APRIL_3, MARCH_4),
        ("13/04/2024", APRIL_13, APRIL_13, None),
        ("4/13/2024", APRIL_13, None, APRIL_13),
        ("04-04-2024", dt.date(2024, 4, 4), dt.date(2024, 4, 4), dt.date(2024, 4, 4)),
        ("2024/04/03", APRIL_3, APRIL_3, APRIL_3),
        ("3-Apr-2024", APRIL_3, APRIL_3, APRIL_3),
        ("03 April 2024", APRIL_3, APRIL_3, APRIL_3),
        ("2024-04-03 00:00:00", APRIL_3, APRIL_3, APRIL_3),
        ("2024-04-03 12:00:00", None, None, None),
        ("31/02/2024", None, None, None),
        ("03/04/24", None, None, None),
        ("3-Apr-24", None, None, None),
        ("45385", None, None, None),
    ],
)
def test_days(text, free, dmy, mdy):
    assert [read("from", text, w, "sourcing")[0] for w in (FREE, DAY, MONTH)] == [free, dmy, mdy]


def test_what_is_told_of_a_day_with_two_readings():
    assert read("from", "03/04/2024", table="sourcing")[1] == [
        "sourcing.csv:2: from = '03/04/2024' can be read by day or by month first. Write YYYY-MM-DD, or say date_order = "
        '"dmy" or "mdy" in network.toml.'
    ]
    assert read("from", "04/13/2024", DAY, "sourcing")[1] == [
        "sourcing.csv:2: from = '04/13/2024' is no day in the order of date_order = \"dmy\" of network.toml. Write "
        "YYYY-MM-DD."
    ]
    assert read("from", "3-Apr-24", table="sourcing")[1] == [
        "sourcing.csv:2: from = '3-Apr-24' has a year of two digits. Write YYYY-MM-DD."
    ]
    assert read("from", "45385", table="sourcing")[1] == [
        "sourcing.csv:2: from = '45385' is not a date: write YYYY-MM-DD."
    ]


def test_blanks_around_names_are_none_of_them():
    assert read("site", " noida\u00a0")[0] == "noida"
    assert read("kind", "plant ", table="sites")[0] == "plant"
    assert read("source", " as told ", table="sites")[0] == " as told "
