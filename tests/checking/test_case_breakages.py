"""The reference case, broken in one place at a time: what a planner reads first, that it is enough, and no flood of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from onshore import formats
from onshore.network import NetworkError

CASE = Path(__file__).parents[2] / "cases" / "xiaomi-india"
Break = Callable[[Path], None]


def cells(table: str, where: pl.Expr | None = None, **values: object) -> Break:
    """The case with other values in all rows of a table, or in those of a kind; a trailing underscore frees a word."""

    def broken(path: Path) -> None:
        def changed(rows: pl.DataFrame) -> pl.DataFrame:
            at = pl.lit(True) if where is None else where
            named = {name.rstrip("_"): pl.lit(str(value)) for name, value in values.items()}
            return rows.with_columns(pl.when(at).then(v).otherwise(n).alias(n) for n, v in named.items())

        _edit(path, table, changed)

    return broken


def rows_gone(table: str, where: pl.Expr) -> Break:
    return lambda path: _edit(path, table, lambda rows: rows.filter(~where.fill_null(False)))


def row_more(table: str, **values: object) -> Break:
    """The case with a row like the first of a table, but for some values."""

    def broken(path: Path) -> None:
        more = [pl.lit(str(value)).alias(name.rstrip("_")) for name, value in values.items()]
        _edit(path, table, lambda rows: pl.concat([rows, rows.head(1).with_columns(more)]))

    return broken


def column_named(table: str, old: str, new: str) -> Break:
    return lambda path: _edit(path, table, lambda rows: rows.rename({old: new}))


def file_gone(table: str) -> Break:
    return lambda path: (path / f"{table}.csv").unlink()


def _edit(path: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    file = path / f"{table}.csv"
    change(pl.read_csv(file, infer_schema=False)).write_csv(file)


c = pl.col
#: How many cells of the case name rows of a table: another with every row that it gains.
CELLS = re.compile(r"[\d,]+ cells")
PHONE = c("item") == "redmi-a"

BREAKAGES: dict[str, tuple[Break, str, int]] = {
    "a column that is not known": (
        column_named("lanes", "days", "dayz"),
        "lanes.csv:1: lanes has no column 'dayz'. Did you mean 'days'?",
        1,
    ),
    "a column that is needed": (
        column_named("demand", "quantity", "qty"),
        "demand.csv:1: demand has no column 'qty'. Its columns are item, market, period, quantity, priority, "
        "price, source.",
        2,
    ),
    "a file that is none": (
        lambda path: (path / "stock.csv").rename(path / "stok.csv"),
        "stok.csv: there is no table 'stok'. Did you mean 'stock'?",
        1,
    ),
    "no items": (
        file_gone("items"),
        "items.csv: there is no such file or no row in it, but N cells of boms, processes, routings, "
        "sourcing, demand, stock, in_transit name its rows, 'pcba-4g' in boms.csv:2 for one. Add items.csv "
        "with a row for each item.",
        1,
    ),
    "no sites": (
        file_gone("sites"),
        "sites.csv: there is no such file or no row in it, but N cells of processes, resources, routings, "
        "sourcing, lanes, demand, stock, in_transit, relief_sites name its rows, 'bharat-fih-sriperumbudur' "
        "in processes.csv:2 for one. Add sites.csv with a row for each site.",
        1,
    ),
    "no periods": (
        file_gone("periods"),
        "periods.csv: there is no such file or no row in it, but N cells of demand name its rows, "
        "'2023-04' in demand.csv:2 for one. Add periods.csv with a row for each period.",
        1,
    ),
    "no resources": (
        file_gone("resources"),
        "resources.csv: there is no such file or no row in it, but N cells of routings name its rows, "
        "'bharat-fih-sriperumbudur-assembly' in routings.csv:2 for one. Add resources.csv with a row for each "
        "resource.",
        1,
    ),
    "no demand": (
        file_gone("demand"),
        "demand.csv: nothing to plan: no market wants anything. Add a row for each item that a market wants "
        "in a period.",
        1,
    ),
    "no lanes": (
        file_gone("lanes"),
        "demand.csv:2: redmi-a for north and 7 more markets (288 rows) can be delivered only in part, 62,500 "
        "of 8,615,995 out of what is in stock or on the way: it is made at bharat-fih-sri-city, "
        "bharat-fih-sriperumbudur, byd-chennai and 3 more, but no lane or chain of lanes leads from there to "
        "north and 7 more markets.",
        12,
    ),
    "no offers": (
        file_gone("sourcing"),
        "demand.csv:2: redmi-a for north and 7 more markets (288 rows) can be delivered only in part, 62,500 "
        "of 8,615,995 out of what is in stock or on the way: it is made at bharat-fih-sri-city, which cannot "
        "get component pcba-4g (and 8 more of its components): it is made at bharat-fih-sri-city, which "
        "cannot get component soc-4g (and 3 more of its components): nobody makes, sells or has it. Add a row "
        "to processes.csv or sourcing.csv.",
        14,
    ),
    "a line misspelt": (
        cells("routings", (c("resource") == "dbg-bawal-assembly") & PHONE, resource="dbg-bawal-asembly"),
        "routings.csv:26: resource = 'dbg-bawal-asembly' is not in resources. Did you mean 'dbg-bawal-assembly'?",
        1,
    ),
    "a line that is gone": (
        rows_gone("resources", c("resource") == "byd-chennai-assembly"),
        "routings.csv:34: resource = 'byd-chennai-assembly' is not in resources. Add it to resources.csv or "
        "correct the name. The same is so on 7 more lines (35, 36, 37, 38, 39, 40, 41).",
        1,
    ),
    "a market that is gone": (
        rows_gone("sites", c("site") == "north"),
        "lanes.csv:2: destination = 'north' is not in sites. Add it to sites.csv or correct the name. The "
        "same is so on 6 more lines (10, 18, 26, 34, 42, 120).",
        5,
    ),
    "an item that is gone": (
        rows_gone("items", c("item") == "redmi-a"),
        "boms.csv:19: item = 'redmi-a' is not in items. Add it to items.csv or correct the name. The same is "
        "so on 8 more lines (20, 21, 22, 23, 24, 25, 26, 27).",
        9,
    ),
    "a row twice": (
        row_more("demand"),
        "demand.csv:2666: item=redmi-a, market=north, period=2023-04, priority=1.0 has the same key as line "
        "2: rows of demand differ in item + market + period + priority. Remove one of them.",
        1,
    ),
    "not a number": (
        cells("items", PHONE, value="nan"),
        "items.csv:2: value = nan is not finite. Write a number, or leave the cell empty.",
        1,
    ),
    "endless": (
        cells("sourcing", c("item") == "soc-4g", price="inf"),
        "sourcing.csv:2: price = inf is not finite. Write a number, or leave the cell empty.",
        1,
    ),
    "yield in percent": (
        cells("processes", PHONE, yield_=99),
        "processes.csv:2: yield = 99 is above 1, the most allowed. Unit: a fraction: 0.05 is five percent. "
        "Did you mean '0.99'?",
        6,
    ),
    "less than nothing": (
        cells("demand", PHONE & (c("period") == "2023-04") & (c("market") == "north"), quantity=-1),
        "demand.csv:2: quantity = -1 is below 0, the least allowed. Unit: pieces of the item.",
        1,
    ),
    "a date of another form": (
        cells("periods", c("period") == "2023-05", start="01.05.2023"),
        "periods.csv:3: start = '01.05.2023' can be read by day or by month first. Write YYYY-MM-DD, or say "
        'date_order = "dmy" or "mdy" in network.toml.',
        1,
    ),
    "a bill in a circle": (
        row_more("boms", item="soc-4g", component="pcba-4g"),
        "boms.csv:2: pcba-4g contains itself: pcba-4g → soc-4g → pcba-4g. Remove one of these rows (lines 2, 99).",
        1,
    ),
    "no lane to a market": (
        rows_gone("lanes", c("destination") == "north"),
        "demand.csv:2: redmi-a for north (36 rows) can be delivered only in part, 18,750 of 2,501,999 out of "
        "what is in stock or on the way: it is made at bharat-fih-sri-city, bharat-fih-sriperumbudur, "
        "byd-chennai and 3 more, but no lane or chain of lanes leads from there to north.",
        10,
    ),
    "no lane of a component": (
        rows_gone("lanes", c("origin") == "mediatek-hsinchu"),
        "demand.csv:2: redmi-a for north and 7 more markets (288 rows) can be delivered only in part, 62,500 "
        "of 8,615,995 out of what is in stock or on the way: it is made at bharat-fih-sri-city, which cannot "
        "get component pcba-4g: it is made at bharat-fih-sri-city, which cannot get component soc-4g: it is "
        "sold by mediatek-hsinchu, but no lane or chain of lanes leads from there to bharat-fih-sri-city.",
        10,
    ),
    "no offer of a component": (
        rows_gone("sourcing", c("item") == "soc-4g"),
        "demand.csv:2: redmi-a for north and 7 more markets (288 rows) can be delivered only in part, 62,500 "
        "of 8,615,995 out of what is in stock or on the way: it is made at bharat-fih-sri-city, which cannot "
        "get component pcba-4g: it is made at bharat-fih-sri-city, which cannot get component soc-4g: nobody "
        "makes, sells or has it. Add a row to processes.csv or sourcing.csv.",
        3,
    ),
    "lines that come too late": (
        cells("resources", c("from") == "2023-04-01", from_="2027-01-01"),
        "resources.csv:10: resource 'optiemus-noida-audio' has hours only from 2027-01-01 on, after the "
        "horizon, whose last day is 2026-03-31, but neckband at optiemus-noida and 1 more hangs on it, and "
        "nothing else serves. Correct from, or name a line that is there in routings.csv.",
        2,
    ),
    "closed all the time": (
        cells("calendars", c("from") == "2024-02-10", from_="2023-01-01", to="2026-12-31"),
        "demand.csv:2: redmi-a for north and 7 more markets (288 rows) can be delivered only in part, "
        "1,470,277 of 8,615,995 out of what is in stock or on the way: it is made at bharat-fih-sri-city, "
        "which cannot get component pcba-4g (and 2 more of its components): it is made at "
        "bharat-fih-sri-city, which cannot get component passives (and 1 more of its components): "
        "shenzhen-hub sells it, but is not open on any day of the horizon. Correct opens and closes in "
        "sites.csv, or its calendar china in calendars.csv.",
        10,
    ),
    "lanes without room": (
        cells("lanes", capacity=0),
        "lanes.csv:2: capacity = 0: the way by road from bharat-fih-sriperumbudur to north carries at most 0 "
        "kg in a period, less than a piece of flagship weighs, and nothing else brings it. Raise capacity, or "
        "leave the cell empty for no limit. The same is so on 120 more lines (3, 4, 5, 6, 7, 8, 9, 10, 11, "
        "12, ...).",
        1,
    ),
    "released too late": (
        cells("processes", qualified="false", qualification_days=2000),
        "processes.csv:2: redmi-a can be made at bharat-fih-sriperumbudur from 2028-09-21 at the earliest "
        "(qualification_days = 2000), and no period of the horizon, whose last day is 2026-03-31, begins "
        "after that. Nothing else serves the demand that hangs on it. Qualify it sooner, set qualified if it "
        "is released already, or add periods. The same is so on 77 more lines (3, 4, 5, 6, 7, 8, 9, 10, 11, "
        "12, ...).",
        1,
    ),
    "hours of a piece": (
        cells("routings", hours=100000),
        "routings.csv:2: hours = 100000: one piece of redmi-a at bharat-fih-sriperumbudur takes 101013.1 "
        "hours on 'bharat-fih-sriperumbudur-assembly', which has at most 8768.57 in a period, so that none is "
        "ever made. Nothing else serves the demand that hangs on it. Correct the number, or give the line "
        "more hours. The same is so on 51 more lines (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ...).",
        1,
    ),
    "a smallest lot": (
        cells("processes", minimum_lot=90000000),
        "processes.csv:2: minimum_lot = 90000000: the smallest lot of redmi-a at bharat-fih-sriperumbudur "
        "takes 545457.55 hours on 'bharat-fih-sriperumbudur-assembly', which has at most 8768.57 in a period, "
        "so that none is ever made. Nothing else serves the demand that hangs on it. Correct the number, or "
        "give the line more hours. The same is so on 51 more lines (3, 4, 5, 6, 7, 8, 9, 14, 15, 16, ...).",
        1,
    ),
    "a least order": (
        cells("sourcing", c("item") == "soc-4g", moq=90000000, capacity=1000),
        "sourcing.csv:2: moq = 90000000: mediatek-hsinchu delivers soc-4g in orders of at least 90000000 and "
        "offers at most 31000 in a period (capacity = 1000 a day), so that nothing can be ordered, and no "
        "other offer serves. Lower moq or raise capacity.",
        1,
    ),
    "lanes too slow": (
        cells("lanes", c("destination") == "nepal", days=2000),
        "lanes.csv:8: the way by road from bharat-fih-sriperumbudur to nepal takes 2000 days, and nothing "
        "else brings flagship in time. Even from the middle of the first period that ends after the horizon, "
        "whose last day is 2026-03-31. Shorten it, add periods or add a faster way. The same is so on 5 more "
        "lines (16, 24, 32, 40, 126).",
        1,
    ),
    "making too slow": (
        cells("processes", PHONE, lead_days=2000),
        "processes.csv:2: making redmi-a at bharat-fih-sriperumbudur takes 2000 days, and nothing else brings "
        "redmi-a in time. Even from the middle of the first period that ends after the horizon, whose last "
        "day is 2026-03-31. Shorten it, add periods or add a faster way. The same is so on 5 more lines (14, "
        "26, 38, 50, 65).",
        1,
    ),
    "offers too slow": (
        cells("sourcing", c("item") == "soc-4g", lead_days=2000, running="false"),
        "sourcing.csv:2: mediatek-hsinchu needs 2000 days from order to delivery of soc-4g. Ordered on "
        "2023-04-01, the network's start, it leaves only after the last period, and no other offer serves. "
        "Shorten lead_days, set running if orders are placed already, or add periods.",
        1,
    ),
    "no exchange rate": (
        rows_gone("exchange_rates", c("currency") == "USD"),
        "items.csv:2: customs_currency = 'USD' (15 rows) has no row in exchange_rates. Add a row to "
        "exchange_rates.csv that begins on the first day of the horizon or before.",
        8,
    ),
    "a rate that begins late": (
        rows_gone("exchange_rates", c("from") == "2023-04-01"),
        "items.csv:2: customs_currency = 'USD' (15 rows) has no exchange rate before 2024-04-01, but is "
        "needed from 2023-04-01. Add a row to exchange_rates.csv that begins on the first day of the horizon "
        "or before.",
        5,
    ),
    "a hole between periods": (
        rows_gone("periods", c("period") == "2024-01"),
        "periods.csv:11: '2024-02' begins on 2024-02-01, 31 days after '2023-12' ends: a hole. It must begin "
        "on 2024-01-01.",
        2,
    ),
    "a band upside down": (
        cells("awards", c("company") == "dbg", low=0.9, high=0.2),
        "awards.csv:3: low = 0.9 is above high = 0.2: no share of phone lies in the band of dbg. Correct one of them.",
        1,
    ),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_a_breakage_of_the_case_is_told_first_and_without_a_flood(name: str, tmp_path: Path) -> None:
    broken, message, count = BREAKAGES[name]
    path = tmp_path / "case"
    shutil.copytree(CASE, path)
    broken(path)
    found = formats.inspect(path)["message"].to_list()
    assert CELLS.sub("N cells", found[0]) == message
    assert len(found) == count <= 14


def test_every_breakage_is_told_again_when_the_case_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "case"
    shutil.copytree(CASE, path)
    file_gone("items")(path)
    with pytest.raises(NetworkError, match=r"^1 problem:\nitems\.csv: there is no such file"):
        formats.load(path)
