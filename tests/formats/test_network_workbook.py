"""Networks as workbooks: read whole, written whole, and what hands do to them told cell by cell."""

from __future__ import annotations

import datetime as dt
import pathlib
import zipfile

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.comments import Comment

from formats.test_network_folder import same
from networks import hand, networks
from onshore import formats
from onshore.formats import workbook
from onshore.network import NetworkError
from onshore.schema import NETWORK, SETTINGS


@pytest.fixture
def file(tmp_path):
    formats.save(hand(), tmp_path / "n.xlsx")
    return tmp_path / "n.xlsx"


def edited(file, *changes):
    """The workbook with cells changed: (sheet, cell, value)."""
    book = openpyxl.load_workbook(file)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    book.save(file)
    return file


def told(file):
    return formats.inspect(file)["message"].to_list()


def place(file, table, column, row):
    """Address of a cell in a column that is known by name."""
    names = [cell.value for cell in openpyxl.load_workbook(file)[table][1]]
    return f"{openpyxl.utils.get_column_letter(names.index(column) + 1)}{row}"


def test_a_network_comes_back_as_it_was(file):
    assert same(formats.load(file), hand())
    assert told(file) == []


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks())
def test_random_networks_come_back_through_every_format(tmp_path_factory, network):
    path = tmp_path_factory.mktemp("networks")
    formats.save(network, path / "n.xlsx")
    formats.save(network, path / "csv")
    formats.save(network, path / "parquet", parquet=True)
    assert all(same(formats.load(path / name), network) for name in ("n.xlsx", "csv", "parquet"))


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    odd = [
        "=1+1",
        "+x",
        "-y",
        "@z",
        "'=q",
        " two  blanks ",
        "line\nbreak",
        "5",
        "TRUE",
        "a\rb",
        "_x000D_",
        "\ufeffx",
        "2024-04",
        "#REF!",
    ]
    network = hand()
    names = [*odd, *[None] * len(network.companies)][: len(network.companies)]
    for first in range(0, len(odd), len(names)):
        some = [*odd[first : first + len(names)], *[None] * len(names)][: len(names)]
        changed = network.replace(companies=network.companies.with_columns(name=pl.Series(some)))
        formats.save(changed, tmp_path / "n.xlsx")
        assert same(formats.load(tmp_path / "n.xlsx"), changed)


def test_a_sheet_says_unit_and_meaning_offers_names_and_keeps_its_header_in_sight(file):
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["network", *NETWORK]
    sheet = book["demand"]
    assert sheet.freeze_panes == "A2"
    notes = {cell.value: cell.comment.text for cell in sheet[1]}
    assert "pieces of the item" in notes["quantity"] and "Every row must give it" in notes["quantity"]
    offers = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert any(formula.startswith("items!$A$2:$A$") for formula in offers.values())
    kinds = [v.formula1 for v in book["companies"].data_validations.dataValidation]
    assert f'"{",".join(NETWORK["companies"].columns["kind"].choices)}"' in kinds


def test_a_template_has_every_table_and_misses_only_what_must_be_given(tmp_path):
    formats.write_template(tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames == ["network", *NETWORK]
    missing = [name for name, column in SETTINGS.items() if column.required]
    assert [m.split(" ")[1] for m in told(tmp_path / "t.xlsx")[: len(missing)]] == missing


def test_every_problem_is_told_with_its_cell(file):
    quantity, item = place(file, "demand", "quantity", 2), place(file, "demand", "item", 3)
    edited(file, ("demand", quantity, "1,234"), ("demand", item, "phon"), ("network", "B4", "2024-13-01"))
    assert [m.partition(": ")[0] for m in told(file)] == ["network!B4", f"demand!{quantity}", f"demand!{item}"]
    with pytest.raises(NetworkError, match=rf"demand!{quantity}: quantity = '1,234' can be read as 1234 or as 1.234"):
        formats.load(file)


def test_numbers_as_texts_dates_and_grouping_are_read(file):
    quantity, start = place(file, "demand", "quantity", 2), place(file, "periods", "start", 2)
    expected = hand().demand["quantity"][0]
    edited(file, ("demand", quantity, f" {expected:,.1f} "), ("periods", start, dt.datetime(2024, 4, 1)))
    assert same(formats.load(file), hand())


def test_numbers_are_numbers_whatever_sign_the_texts_have_before_a_fraction(file):
    quantity, row = place(file, "demand", "quantity", 2), list(SETTINGS).index("decimal") + 2
    edited(file, ("demand", quantity, "100,5"), ("network", f"B{row}", ","))
    network = formats.load(file)
    assert network.demand["quantity"][0] == 100.5
    assert network.tables["boms"].equals(hand().boms) and network.items.equals(hand().items)


def test_empty_rows_and_columns_and_sheets_aside_are_passed_over(file):
    book = openpyxl.load_workbook(file)
    book["demand"]["A900"] = "  "
    book["demand"]["Z1"] = None
    book.create_sheet("#pivot")["A1"] = "whatever"
    book.create_sheet("Sheet1")
    book["demand"].title = " Demand"
    book.save(file)
    assert same(formats.load(file), hand())


def test_a_sheet_of_no_table_is_told(file):
    book = openpyxl.load_workbook(file)
    book["lanes"].title = "lane"
    book.save(file)
    assert told(file)[0].startswith("lane: there is no table 'lane'.")
    assert told(file)[0].endswith("Did you mean 'lanes'?")


def test_a_formula_stands_for_its_value_and_is_refused_without_one(file):
    quantity = place(file, "demand", "quantity", 2)
    edited(file, ("demand", quantity, "=100+1"))
    [message] = told(file)
    assert message.startswith(f"demand!{quantity}: a formula that has no value")
    _rewrite(file, "demand", b"<f>100+1</f><v></v>", b"<f>100+1</f><v>101</v>")
    assert formats.load(file).demand["quantity"][0] == 101


def test_a_formula_that_gives_an_empty_text_leaves_the_cell_empty(file):
    source = place(file, "demand", "source", 2)
    edited(file, ("demand", source, '=""'))
    _rewrite(file, "demand", b'"><f>""</f><v></v>', b'" t="str"><f>""</f><v></v>')
    assert formats.load(file).demand["source"][0] is None


def _rewrite(file, sheet, old, new):
    """Change the bytes of a sheet, as a spreadsheet would write them."""
    number = openpyxl.load_workbook(file).sheetnames.index(sheet) + 1
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = f"xl/worksheets/sheet{number}.xml"
    parts[name] = parts[name].replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is no .xlsx workbook, or a password locks it"),
        (b"PK\x03\x04 not really", "it is no .xlsx workbook, or a password locks it"),
        (b"item,market\na,b\n", "it is no .xlsx workbook, or a password locks it"),
    ],
)
def test_what_is_no_workbook_is_told_in_one_sentence(tmp_path, content, said):
    (tmp_path / "n.xlsx").write_bytes(content)
    [message] = told(tmp_path / "n.xlsx")
    assert message.startswith(f"n.xlsx is not read: {said}")


def test_a_damaged_part_is_told(file):
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"][:200]
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    [message] = told(file)
    assert message.startswith("n.xlsx is not read: it is damaged (")


def test_a_part_that_unpacks_to_many_times_its_size_is_refused_unopened(file):
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/bomb.xml", b" " * (workbook._SMALL + 1))
    [message] = told(file)
    assert "xl/worksheets/bomb.xml unpacks to" in message and "as no table does" in message


@pytest.mark.parametrize(
    ("limit", "said"), [("MOST_BYTES", "bytes"), ("MOST_UNPACKED", "unpacks to"), ("MOST_CELLS", "cells")]
)
def test_a_workbook_beyond_a_limit_is_refused(file, monkeypatch, limit, said):
    monkeypatch.setattr(workbook, limit, 100)
    [message] = told(file)
    assert said in message and "Use CSV or Parquet" in message


def test_entities_that_grow_without_end_do_not(file):
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)
    )
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet2.xml"] = laughs + b"]><worksheet>&m;</worksheet>"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    [message] = told(file)
    assert message.startswith("n.xlsx is not read: it is damaged")


def test_writing_that_fails_leaves_the_former_workbook(file, monkeypatch):
    before = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(pathlib.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            formats.save(hand(), file)
    assert file.read_bytes() == before
    assert [entry.name for entry in file.parent.iterdir()] == ["n.xlsx"]


def test_a_text_that_no_cell_can_hold_is_refused(tmp_path):
    network = hand()
    long = network.items.with_columns(source=pl.lit("x" * 40_000))
    with pytest.raises(ValueError, match="more than 32,767 signs"):
        formats.save(network.replace(items=long), tmp_path / "n.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_problems_are_marked_in_their_cells_and_unmarked_when_mended(file, tmp_path):
    quantity, start = place(file, "demand", "quantity", 2), "B4"
    was = openpyxl.load_workbook(file)["demand"][quantity].value
    edited(file, ("demand", quantity, "lots"), ("network", start, "soon"))
    own = openpyxl.load_workbook(file)
    own["lanes"]["A2"].comment = Comment("my own note", "me")
    own.save(file)
    formats.mark(file, formats.inspect(file), file)
    book = openpyxl.load_workbook(file)
    assert [row[0].value for row in book["#problems"].iter_rows(min_row=2)] == [
        f"network!{start}",
        f"demand!{quantity}",
    ]
    assert "is not a number" in book["demand"][quantity].comment.text
    assert book["demand"][quantity].fill.fgColor.rgb == "00F8CBC6"
    edited(file, ("demand", quantity, was), ("network", start, "2024-04-01"))
    assert told(file) == []
    formats.mark(file, formats.inspect(file), tmp_path / "mended.xlsx")
    mended = openpyxl.load_workbook(tmp_path / "mended.xlsx")
    assert mended["demand"][quantity].comment is None
    assert mended["demand"][quantity].fill.fill_type is None
    assert mended["lanes"]["A2"].comment.text == "my own note"
    assert same(formats.load(tmp_path / "mended.xlsx"), hand())
