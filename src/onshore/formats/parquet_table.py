"""One table as a Parquet file: typed, compressed, without any question of how a number is written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from onshore.checking.problems import nothing
from onshore.formats.texts import Texts, columns_of, faulty, tidy, unreadable

__all__ = ["read_parquet_texts", "write_parquet_table"]

#: A file of a few kilobytes can stand for any number of rows that are alike.
MOST_ROWS: Final = 20_000_000


def write_parquet_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a table."""
    frame.write_parquet(path)


def read_parquet_texts(path: Path, table: str) -> Texts:
    """Read a Parquet file as texts, as a CSV file would give them, so that both are held against the same rules.

    The first row counts as line 2, as if a header were above it.
    """
    try:
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
        if rows > MOST_ROWS:
            return unreadable(table, f"the file holds {rows:,} rows; {MOST_ROWS:,} are the most that are read.")
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return unreadable(table, f"{path.name} is damaged: it is not a whole Parquet file. Write it again.")
    names, faults = columns_of(table, frame.columns)
    if not faults.is_empty():
        return faulty(faults)
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested() or dtype in (pl.Binary, pl.Object)]
    if nested:
        text = f"column {nested[0]} of {path.name} holds {frame.schema[nested[0]]}. Write one plain value a cell."
        return unreadable(table, text, 1)
    frame.columns = names
    lines = pl.int_range(2, rows + 2, dtype=pl.Int64, eager=True).alias("line")
    return tidy(Texts(frame.select(pl.all().cast(pl.String)), lines, nothing()), table)
