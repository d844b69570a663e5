"""CSV files as people and spreadsheets write them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import tables
from onshore.checking import typed
from onshore.formats.apostrophes import neutralised, restored
from onshore.formats.csv_table import read_texts, write_table
from onshore.schema import NETWORK


def read(tmp_path, data: bytes):
    path = tmp_path / "stock.csv"
    path.write_bytes(data)
    return read_texts(path, "stock")


def test_a_plain_file_is_texts_with_their_lines(tmp_path):
    texts = read(tmp_path, b"site,item\na,x\nb,\n")
    assert texts.frame.to_dicts() == [{"site": "a", "item": "x"}, {"site": "b", "item": None}]
    assert texts.lines.to_list() == [2, 3]
    assert texts.problems.is_empty()


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffsite,item\na,x\n".encode(),
        b"site,item\r\na,x\r\n",
        b"site,item\na,x",
        b" site ,item\na,x\n",
        b'"site","item"\n"a","x"\n',
        b"site,item\na,x\n,\n\n,\n",
        b"site;item\na;x\n",
        b"site\titem\na\tx\n",
        b"site|item\r\na|x\r\n",
        "site,item\na,x\n".encode("utf-16"),
        b"site,item,,\na,x,,\n,,,\n",
        b"site;item;\na;x;\n",
        b'site,item,\n"a",x,\n\n',
    ],
    ids=[
        "byte order mark",
        "Windows",
        "no end of line",
        "blanks in the header",
        "quotes",
        "empty rows below",
        "semicolons",
        "tabs",
        "bars",
        "UTF-16",
        "empty columns beside",
        "an empty column and semicolons",
        "an empty column and quotes",
    ],
)
def test_the_same_rows_however_they_are_written(tmp_path, data):
    texts = read(tmp_path, data)
    assert texts.frame.to_dicts() == [{"site": "a", "item": "x"}]
    assert texts.lines.to_list() == [2]
    assert texts.problems.is_empty()


def test_latin_1_is_read(tmp_path):
    assert read(tmp_path, "site,item\nmünchen,é\n".encode("latin-1")).frame.row(0) == ("münchen", "é")


def test_lines_are_counted_over_empty_rows_and_texts_of_several_lines(tmp_path):
    texts = read(tmp_path, b'site,item\n"a\nb",x\n,\nc,y\n')
    assert texts.frame["site"].to_list() == ["a\nb", "c"]
    assert texts.lines.to_list() == [2, 5]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "stock.csv:1: the first line must hold the names of the columns; it is empty."),
        (b"site,site\na,b\n", "stock.csv:1: two columns are called 'site'. Remove one of them."),
        (b"site,,item\na,b,c\n", "stock.csv:1: column 2 has no name. Name it or remove it."),
        (
            "site,item\nmünchen,é\n".encode() + b"\xe4,x\n",
            "stock.csv:3: byte 0xe4 is neither UTF-8 nor Latin-1. Save the file as `CSV UTF-8`.",
        ),
        (b"site,item,\na,b,c\n", "stock.csv:1: column 3 has no name. Name it or remove it."),
        (
            b"site,item\n\x81,x\n",
            "stock.csv:2: byte 0x81 is neither UTF-8 nor Latin-1. Save the file as `CSV UTF-8`.",
        ),
        (
            b"site,item\na\0,x\n",
            "stock.csv: the file holds zero bytes: it is no CSV text. Save it as `CSV UTF-8`.",
        ),
        (
            b"site,item\na,x\nb,y,z\n",
            "stock.csv:3: the row has 3 cells and the header 2. Put a text that holds a comma in double quotes.",
        ),
        (
            b'site,item\n"a,x\nb,y\n',
            "stock.csv:2: a double quote opens here and is never closed. Close it, or write it twice inside a text.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_not_raised(tmp_path, data, message):
    assert read(tmp_path, data).problems["message"].to_list() == [message]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("-a", "'-a"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+5.5", "+5.5"),
        ("a=b", "a=b"),
        ("'a", "'a"),
        ("", ""),
    ],
)
def test_formulas_get_an_apostrophe_and_lose_it(text, written):
    frame = pl.DataFrame({"a": [text]})
    assert neutralised(frame)["a"].to_list() == [written]
    assert restored(neutralised(frame)).equals(frame)


@given(st.text(st.sampled_from("'=+-@\t\r\n5.a"), max_size=6))
def test_apostrophes_lose_nothing(text):
    frame = pl.DataFrame({"a": [text]})
    assert restored(neutralised(frame)).equals(frame)
    assert not neutralised(frame)["a"].str.contains(r"^[=@\t\r]|^[+-](?:[^\d.]|$)")[0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_the_schema_allows_is_read_back_as_it_was(tmp_path_factory, data):
    table = NETWORK[data.draw(st.sampled_from(sorted(NETWORK)))]
    frame = data.draw(tables(table))
    path = tmp_path_factory.mktemp("csv") / f"{table.name}.csv"
    write_table(frame, path)
    texts = read_texts(path, table.name)
    rows = typed(table, texts.frame, texts.lines)
    assert texts.problems.is_empty()
    assert rows.problems.is_empty()
    assert rows.frame.equals(frame)
