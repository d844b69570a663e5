"""Rows told apart by their keys, and names that must stand in another table."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, nothing, said
from onshore.checking.sheets import LINE, Sheets
from onshore.schema import NETWORK, Column, Table

__all__ = ["duplicates", "references"]


def duplicates(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose key stands on an earlier line already."""
    if rows.is_empty():
        return nothing()
    key = list(table.key)
    whole = rows.select(LINE, *key).drop_nulls(key)
    # Counting distinct keys first is cheap; only tables that do repeat one pay for finding out which.
    if whole.select(pl.struct(key).n_unique()).item() == len(whole):
        return gathered([])
    first = whole.group_by(key, maintain_order=True).agg(pl.col(LINE).first().alias("first"))
    again = whole.join(first, on=key, how="left", validate="m:1").filter(pl.int_range(pl.len()).over(key) > 0)
    shown = pl.concat_str([said("{}={}", pl.lit(k), pl.col(k).cast(pl.String)) for k in key], separator=", ")
    where = pl.when(pl.col("first").is_null()).then(pl.lit("an earlier row"))
    text = said(
        "{} has the same key as {}: rows of {} differ in {}. Remove one of them.",
        shown,
        where.otherwise(said("line {}", "first")),
        pl.lit(table.name),
        pl.lit(" + ".join(key)),
    )
    return findings(again, table.name, "duplicate", key[0], text=text, value=shown)


def references(sheets: Sheets) -> pl.DataFrame:
    """Names that do not stand in the table that must hold them."""
    parts: list[pl.DataFrame] = []
    for table in NETWORK.values():
        for name, column in table.columns.items():
            if not column.reference or sheets.network.tables[table.name].is_empty():
                continue
            if not _unreadable(sheets, column.reference):
                parts += _dangling(sheets, table, name, column)
    return gathered(parts)


def _unreadable(sheets: Sheets, table: str) -> bool:
    """Whether the column of names itself could not be read: then nothing can be said about names."""
    if sheets.reported.is_empty():
        return False
    key = NETWORK[table].key[0]
    column, line = pl.col("column"), pl.col("line")
    here = sheets.reported.filter(pl.col("table") == table)
    return not here.filter(column.is_null() | ((column == key) & (line.is_null() | (line == 1)))).is_empty()


def _dangling(sheets: Sheets, table: Table, name: str, column: Column) -> Iterator[pl.DataFrame]:
    key = NETWORK[column.reference].key[0]
    known = sheets.network.tables[column.reference].select(pl.col(key).alias("value")).unique()
    rows = sheets[table.name].select(LINE, pl.col(name).alias("value")).drop_nulls("value")
    if column.default == "":
        rows = rows.filter(pl.col("value") != "")
    if column.wildcard:
        rows = rows.filter(pl.col("value") != "*")
    bad = rows.join(known, on="value", how="anti", maintain_order="left")
    if bad.is_empty():
        return
    near = nearest_values(bad["value"], known["value"])
    bad = bad.join(near, on="value", how="left", validate="m:1", maintain_order="left")
    text = said("{} = '{}' is not in {}.", pl.lit(name), "value", pl.lit(column.reference))
    how = f"Add it to {column.reference}.csv or correct the name."
    value, nearest = pl.col("value"), pl.col("nearest")
    yield findings(bad, table.name, "reference", name, text=text, value=value, nearest=nearest, otherwise=how)
