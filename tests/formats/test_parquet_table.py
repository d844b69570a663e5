"""Tables of a network as Parquet files: the same rules, the same words, other files."""

from __future__ import annotations

import polars as pl
import pytest

from formats.test_network_folder import same
from networks import hand
from onshore import formats
from onshore.formats import parquet_table


@pytest.fixture
def folder(tmp_path):
    formats.save(hand(), tmp_path / "n", parquet=True)
    return tmp_path / "n"


def rewritten(folder, table, change):
    change(pl.read_parquet(folder / f"{table}.parquet")).write_parquet(folder / f"{table}.parquet")
    return formats.inspect(folder)["message"].to_list()


def test_a_folder_holds_one_file_a_table_and_comes_back(folder):
    assert {entry.suffix for entry in folder.iterdir()} == {".parquet", ".toml"}
    assert same(formats.load(folder), hand())
    formats.save(formats.load(folder), folder)
    assert {entry.suffix for entry in folder.iterdir()} == {".csv", ".toml"}


def test_csv_and_parquet_may_stand_side_by_side_but_not_for_one_table(folder):
    formats.save(hand(), folder.parent / "csv")
    (folder / "lanes.parquet").unlink()
    (folder.parent / "csv" / "lanes.csv").rename(folder / "lanes.csv")
    assert same(formats.load(folder), hand())
    (folder.parent / "csv" / "demand.csv").rename(folder / "demand.csv")
    [message] = formats.inspect(folder)["message"]
    assert message == "demand.csv: 'demand.parquet' is not read: demand.csv is there too. Keep the one that holds."


def test_other_types_are_cast_where_nothing_is_lost(folder):
    wider = pl.col("quantity").cast(pl.Float32)
    assert rewritten(folder, "demand", lambda rows: rows.with_columns(wider, pl.col("item").cast(pl.Categorical))) == []
    assert rewritten(folder, "periods", lambda rows: rows.with_columns(pl.col("start").cast(pl.Datetime))) == []
    assert same(formats.load(folder), hand())


def test_problems_name_the_parquet_file(folder):
    told = rewritten(
        folder, "demand", lambda rows: rows.with_columns(item=pl.lit("phon"), quantity=pl.lit(float("nan")))
    )
    assert told[0].startswith("demand.parquet:2: quantity = NaN is not finite.")
    assert any(message.startswith("demand.parquet:2: item = 'phon' is not in items") for message in told)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.rename({"market": "markt"}), "demand has no column 'markt'. Did you mean 'market'?"),
        (
            lambda rows: rows.with_columns(quantity=pl.concat_list("quantity")),
            "holds List(Float64). Write one plain value",
        ),
        (lambda rows: rows.rename({"market": ""}), "has no name. Name it or remove it."),
    ],
)
def test_what_does_not_fit_is_told(folder, change, said):
    assert any(said in message for message in rewritten(folder, "demand", change))


def test_a_damaged_file_is_told(folder):
    (folder / "demand.parquet").write_bytes(b"PAR1 no")
    [message] = formats.inspect(folder)["message"]
    assert message == "demand.parquet: demand.parquet is damaged: it is not a whole Parquet file. Write it again."


def test_a_file_that_stands_for_too_many_rows_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr(parquet_table, "MOST_ROWS", 1)
    assert any("rows; 1 are the most that are read" in message for message in formats.inspect(folder)["message"])
