"""Somebody else's file, by a map: names matched, duplicates told, units turned, and nothing lost in silence."""

from __future__ import annotations

import datetime as dt

import openpyxl
import polars as pl
import pytest

from networks import hand
from onshore.cli import main
from onshore.importing import Count, MapError, read_map, take
from onshore.importing.units import UNITS_OF, factor
from onshore.network import Network
from onshore.schema import NETWORK

MAP = """
decimal = ","
[network]
name = "Theirs"
currency = "INR"
start = 2024-04-01
[periods]
start = 2024-04-01
days = 7
count = 4
[names.items]
"Phone Zwei" = "phone-2"
[[table]]
to = "items"
from = "Material"
header = 3
[table.columns]
item = "Mat. No."
name = "Text"
kind = { value = "finished" }
weight = { from = "Wt (g)", unit = "g" }
[[table]]
to = "demand"
from = "Orders"
where = { Status = ["firm", "plan"] }
duplicates = "sum"
[table.columns]
item = "Material"
market = { value = "shop" }
period = { from = "Day", period = true }
quantity = { from = "Qty k", unit = "thousand" }
[[table]]
to = "sites"
from = "Orders"
duplicates = "first"
[table.columns]
site = { value = "shop" }
company = { value = "us" }
kind = { value = "market" }
country = { value = "IN" }
[[table]]
to = "companies"
from = "Orders"
duplicates = "first"
[table.columns]
company = { value = "us" }
kind = { value = "brand" }
country = { value = "IN" }
"""
MATERIAL = [
    ("Report of 3 May", None, None, None),
    (None, None, None, None),
    ("Mat. No.", "Text", "Wt (g)", "Old"),
    ("phone-1", "One", 190, None),
    ("phone-2", "Two", "1.250,5", None),
    ("phone-1", "One again", 5, None),
    (None, "No number", 7, None),
]
ORDERS = [
    ("Material", "Day", "Qty k", "Status"),
    ("PHONE 1", dt.datetime(2024, 4, 1), 1.5, "firm"),
    (" phone-1", "07.04.2024", "0,5", "plan"),
    ("Phone Zwei", dt.datetime(2024, 4, 8), 2, "firm"),
    ("fone-1", dt.datetime(2024, 4, 8), 2, "firm"),
    ("phone-1", dt.datetime(2024, 4, 8), "many", "firm"),
    ("phone-1", dt.datetime(2024, 5, 1), 1, "firm"),
    ("phone-1", "soon", 1, "firm"),
    ("phone-1", dt.datetime(2024, 4, 8), 99, "cancelled"),
]


@pytest.fixture
def theirs(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Orders"
    for name, rows in (("Orders", ORDERS), ("Material", MATERIAL), ("Notes", [("x",)])):
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "theirs.xlsx")
    (tmp_path / "map.toml").write_text(MAP.replace('decimal = ","', 'decimal = ","\ndate_order = "dmy"'))
    return tmp_path


def taken(folder, into=None):
    return take(folder / "theirs.xlsx", read_map(folder / "map.toml"), into)


def test_rows_are_taken_with_names_periods_and_units(theirs):
    network = taken(theirs).network
    assert network.items.select("item", "name", "weight").rows() == [
        ("phone-1", "One", 0.19),
        ("phone-2", "Two", pytest.approx(1.2505)),
    ]
    assert network.demand.select("item", "market", "period", "quantity").rows() == [
        ("phone-1", "shop", "2024-04-01", 2000.0),
        ("phone-2", "shop", "2024-04-08", 2000.0),
    ]
    assert network.periods["period"].to_list() == ["2024-04-01", "2024-04-08", "2024-04-15", "2024-04-22"]
    assert network.settings["name"] == "Theirs"


def test_all_that_is_not_taken_is_told(theirs):
    told = taken(theirs).not_taken
    rows = told.filter("wanted").sort("source", "line").select("source", "line", "column", "value", "nearest").rows()
    assert rows == [
        ("Material", 6, "item", "phone-1", None),
        ("Material", 7, "item", None, None),
        ("Orders", 5, "item", "fone-1", "phone-1"),
        ("Orders", 6, "quantity", "many", None),
        ("Orders", 7, "period", "2024-05-01", None),
        ("Orders", 8, "period", "soon", None),
    ]
    aside = told.filter(~pl.col("wanted")).select("source", "what", "column").rows()
    assert sorted(aside, key=str) == [("Material", "column", "Old"), ("Notes", "sheet", None)]


def test_every_row_is_counted_once(theirs):
    rows = taken(theirs).rows
    assert rows["items"] == Count(4, 2, 0, 2)
    assert rows["demand"] == Count(7, 2, 1, 4)
    assert all(c.read == c.rows + c.joined + c.left for c in rows.values())


def test_a_key_that_an_earlier_table_brought_is_told(theirs):
    file = theirs / "map.toml"
    again = (
        MAP[MAP.index('[[table]]\nto = "companies"') :].replace('"brand"', '"supplier"').replace('"first"', '"refuse"')
    )
    file.write_text(file.read_text() + again)
    found = taken(theirs)
    assert found.network.companies["kind"].to_list() == ["brand"]
    told = found.not_taken.filter(pl.col("why").str.contains("an earlier table of the map brought"))
    assert told.select("line", "column", "value").rows() == [(2, "company", "us")]
    assert all(c.read == c.rows + c.joined + c.left for c in found.rows.values())


def test_names_of_a_table_s_own_rows_are_turned_too(theirs):
    file = theirs / "map.toml"
    file.write_text(file.read_text().replace('"Phone Zwei" = "phone-2"', '"Phone Zwei" = "phone-2"\n"phone-2" = "two"'))
    assert taken(theirs).network.items["item"].to_list() == ["phone-1", "two"]


def test_rows_are_added_to_a_network_and_replace_those_of_the_same_key(theirs):
    base = hand()
    market = base.demand["market"][0]
    text = (theirs / "map.toml").read_text()
    demand = text[text.index('[[table]]\nto = "demand"') : text.index('[[table]]\nto = "sites"')]
    demand = demand.replace('"shop"', f'"{market}"').replace("date_order", "").replace("Phone Zwei", "")
    period = base.periods["period"][0]
    demand = demand.replace('{ from = "Day", period = true }', f'{{ value = "{period}" }}')
    (theirs / "map.toml").write_text(
        'decimal = ","\n' + demand.replace('item = "Material"', f'item = {{ value = "{base.demand["item"][0]}" }}')
    )
    found = taken(theirs, base)
    assert len(found.network.demand) in (len(base.demand), len(base.demand) + 1)
    mine = found.network.demand.filter(item=base.demand["item"][0], market=market, period=period, priority=1.0)
    assert mine["quantity"].to_list() == [8000.0]
    assert found.network.items.equals(base.items)
    assert dict(found.network.settings) == dict(base.settings)


def test_columns_across_become_rows(tmp_path):
    (tmp_path / "wide.csv").write_text("Week;A;B;C\n2024-04-01;1;2;\n2024-04-08;;4;x\n", encoding="latin-1")
    names = "".join(f'"{item}" = "phone-{n}"\n' for n, item in enumerate("AB", 1))
    (tmp_path / "map.toml").write_text(f"""
[names.items]
{names}
[[table]]
to = "demand"
across = {{ keep = ["Week"], name = "what", value = "cells" }}
[table.columns]
item = "what"
market = {{ value = "shop" }}
period = "Week"
quantity = "cells"
""")
    base = {
        "items": pl.DataFrame({"item": ["phone-1", "phone-2"]}),
        "sites": pl.DataFrame({"site": ["shop"]}),
        "periods": pl.DataFrame({"period": ["2024-04-01", "2024-04-08"]}),
    }
    network = Network(
        {"name": "n", "currency": "INR", "start": dt.date(2024, 4, 1)},
        {name: pl.concat([NETWORK[name].empty(), rows], how="diagonal") for name, rows in base.items()},
    )
    found = take(tmp_path / "wide.csv", read_map(tmp_path / "map.toml"), network)
    assert sorted(found.network.demand.select("item", "period", "quantity").rows()) == [
        ("phone-1", "2024-04-01", 1.0),
        ("phone-2", "2024-04-01", 2.0),
        ("phone-2", "2024-04-08", 4.0),
    ]
    assert found.not_taken.select("line", "value", "why").rows() == [(3, "C", "is not in items")]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to = "demand"', 'to = "demnd"', "there is no table 'demnd'. Did you mean 'demand'?"),
        ("quantity = { from", "quantty = { from", "has no 'quantty'. Did you mean 'quantity'?"),
        ('unit = "g"', 'unit = "stone"', "'stone' does not turn into kg/unit. Known: kg, g"),
        ('duplicates = "sum"', 'duplicates = "last"', "duplicates = 'last' is not one of refuse, first, sum."),
        ('item = "Material"\n', "", "lacks item: every row of demand must give it."),
        ("start = 2024-04-01\ndays", "days", "[periods] needs start (a date), count, and days"),
        ('name = "Text"', 'name = { from = "Text", times = 2 }', "unit and times do not go with it"),
        ('name = "Theirs"', 'nme = "Theirs"', "[network] has no 'nme'. Did you mean 'name'?"),
        ('item = "Material"', "item = 3", 'write the name of a column, or { value = "..." }'),
        ("[periods]", "[periods", "is not TOML"),
        ('from = "Orders"', 'from = "Order"', "theirs.xlsx has no 'Order'. Did you mean 'Orders'?"),
        ('from = "Qty k"', 'from = "Qty"', "Orders has no column 'Qty'. Did you mean 'Qty k'?"),
        ("header = 3", "header = 1", "Material has no column 'Mat. No.'. There is Report of 3 May."),
        ("header = 3", "header = 90", "the first line must hold the names of the columns; it is empty."),
        ('name = "Theirs"\n', "", "[network]: name is missing."),
        ('to = "demand"\nfrom = "Orders"', 'to = "demand"', "demand has no from. There is Orders, Material, Notes."),
        ("2024-04-01\n[periods]", '"soon"\n[periods]', "start = 'soon' is not a date"),
    ],
)
def test_a_map_that_cannot_be_followed_or_does_not_fit_the_file_is_told(theirs, old, new, said):
    file = theirs / "map.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    with pytest.raises(MapError) as error:
        taken(theirs)
    assert said in str(error.value)


def test_units_turn_into_those_of_the_tables():
    assert factor("kg/unit", "g") == 0.001
    assert factor("unit", "lakh") == 1e5
    assert factor("unit/day", "thousand a week") == pytest.approx(1000 / 7)
    assert factor("h/unit", "min") == pytest.approx(1 / 60)
    assert factor("share", "percent") == 0.01
    assert factor("money/unit", "per thousand") == 0.001
    assert factor("degree", "g") is None
    units = {column.unit for table in NETWORK.values() for column in table.columns.values()}
    assert set(UNITS_OF) <= units


def test_the_command_writes_the_network_and_the_account(theirs, monkeypatch, capsys):
    monkeypatch.chdir(theirs)
    assert main(["import", "theirs.xlsx", "--map", "map.toml", "--out", "net"]) == 1
    said = capsys.readouterr().out
    assert "demand" in said and "Orders:5: item: 'fone-1' is not in items. Did you mean 'phone-1'?" in said
    assert "Not named by the map: Notes." in said
    assert len(pl.read_csv("net.not-taken.csv")) == 8
    assert pl.read_csv("net/demand.csv")["quantity"].to_list() == [2000.0, 2000.0]
    assert main(["import", "theirs.xlsx", "--map", "map.toml", "--out", "net"]) == 2
    assert main(["import", "nothing.xlsx", "--map", "map.toml", "--out", "net2"]) == 2
    assert main(["import", "theirs.xlsx", "--map", "none.toml", "--out", "net2"]) == 2
    assert not (theirs / "net2").exists()
