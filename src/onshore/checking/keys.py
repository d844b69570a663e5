"""Rows told apart by their keys, and names that must stand in another table."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from onshore.checking.problems import condensed, findings, gathered, nearest_values, nothing, problem, said
from onshore.checking.sheets import LINE, Sheets
from onshore.schema import NETWORK, Column, Table

__all__ = ["ABSENT", "duplicates", "references"]

#: Name of the rule that a table which others refer to is there.
ABSENT = "absent"
#: Names of things of one kind look alike (redmi-a and redmi-b): only what is nearly the same was meant.
_NEAR = 0.87


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
    """Names that do not stand in the table that must hold them; a table without a row is told once."""
    absent: dict[str, list[tuple[Table, str]]] = {}
    parts: list[pl.DataFrame] = []
    for table in NETWORK.values():
        for name, column in table.columns.items():
            if not column.reference or sheets.network.tables[table.name].is_empty():
                continue
            if _unreadable(sheets, column.reference):
                continue
            if sheets.network.tables[column.reference].is_empty():
                absent.setdefault(column.reference, []).append((table, name))
            else:
                parts += _dangling(sheets, table, name, column)
    return gathered([*(_absent(sheets, owner, places) for owner, places in absent.items()), *parts])


def _absent(sheets: Sheets, owner: str, places: list[tuple[Table, str]]) -> pl.DataFrame:
    """A table that is not there, though others name its rows."""
    named = [(t.name, sheets[t.name].select(LINE, value=name).drop_nulls("value")) for t, name in places]
    named = [(table, rows.filter(pl.col("value") != "*")) for table, rows in named if table != owner]
    named = [(table, rows) for table, rows in named if not rows.is_empty()]
    if not named:
        return nothing()
    tables = ", ".join(dict.fromkeys(table for table, _ in named))
    line, value = named[0][1].row(0)
    first = f"'{value}' in {named[0][0]}.csv" + ("" if line is None else f":{line}")
    count = sum(len(rows) for _, rows in named)
    text = (
        f"there is no such file or no row in it, but {count:,} cells of {tables} name its rows, {first} for one. "
        f"Add {owner}.csv with a row for each {NETWORK[owner].key[0]}."
    )
    return problem(owner, ABSENT, text)


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
    near = nearest_values(bad["value"], known["value"], cutoff=_NEAR)
    bad = bad.join(near, on="value", how="left", validate="m:1", maintain_order="left")
    if key != "site" and {"site"} <= table.columns.keys() & NETWORK[column.reference].columns.keys():
        bad = _near_at_site(sheets, table, column, bad)
    text = said("{} = '{}' is not in {}.", pl.lit(name), "value", pl.lit(column.reference))
    how = f"Add it to {column.reference}.csv or correct the name."
    value, nearest = pl.col("value"), pl.col("nearest")
    found = findings(bad, table.name, "reference", name, text=text, value=value, nearest=nearest, otherwise=how)
    yield condensed([found])


def _near_at_site(sheets: Sheets, table: Table, column: Column, bad: pl.DataFrame) -> pl.DataFrame:
    """The wrong names with those that look like them at the same site: there fewer letters must agree."""
    here = sheets[table.name].select(LINE, "site").unique(LINE)
    bad = bad.join(here, on=LINE, how="left", validate="m:1", maintain_order="left")
    owned = sheets.network.tables[column.reference].select("site", NETWORK[column.reference].key[0])
    names = dict(owned.drop_nulls().group_by("site").agg(pl.exclude("site")).iter_rows())
    wrong = bad.select("site", "value").unique(maintain_order=True)
    found = [
        nearest_values(rows["value"], names.get(site, [])).with_columns(site=pl.lit(site, pl.String))
        for (site,), rows in wrong.partition_by("site", as_dict=True, maintain_order=True).items()
    ]
    near = pl.concat(found).rename({"nearest": "nearest_here"})
    bad = bad.join(near, on=["site", "value"], how="left", validate="m:1", maintain_order="left")
    return bad.with_columns(nearest=pl.coalesce("nearest", "nearest_here"))
