"""One table as a CSV file: UTF-8, commas, the names of the columns in the first line.

What spreadsheets make of it is read as well: a byte order mark, UTF-16 and the code page of Western Windows
(a superset of Latin-1), and semicolons, tabs or bars between the columns.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from onshore.checking.problems import gathered, nothing, problem
from onshore.formats.apostrophes import neutralised, restored
from onshore.formats.texts import Texts, columns_of, faulty, tidy, unreadable

__all__ = ["read_texts", "write_table"]

_SEPARATORS = (";", "\t", "|")


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write a table. Numbers keep every digit; texts that would run as formulas get an apostrophe."""
    neutralised(frame).write_csv(path)


def read_texts(path: Path, table: str, first: int = 1) -> Texts:
    """Read a CSV file as texts, whatever is in it, and report what cannot be read as a table.

    The names of the columns stand in the line `first`.
    """
    data = path.read_bytes()
    try:
        text = _decoded(data)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        byte = f"byte {data[error.start]:#04x}"
        return unreadable(table, f"{byte} is neither UTF-8 nor Latin-1. Save the file as `CSV UTF-8`.", line)
    if "\0" in text:
        return unreadable(table, "the file holds zero bytes: it is no CSV text. Save it as `CSV UTF-8`.")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    if first > 1:
        text = "".join(text.splitlines(keepends=True)[first - 1 :])
    between = _separator(text)
    header = next(csv.reader(io.StringIO(text, newline=""), delimiter=between), [])
    names, faults = columns_of(table, header)
    if not faults.is_empty():
        return faulty(faults)
    texts = _fast(text, names, between) or _slow(text, names, table, between)
    return tidy(replace(texts, lines=texts.lines + (first - 1)), table)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # A file with other letters in UTF-8 is a damaged one: read as Latin-1 it would hold other words than it had.
        if not data.decode("utf-8-sig", errors="ignore").isascii():
            raise
        return data.decode("cp1252")


def _separator(text: str) -> str:
    """The sign between the columns: a comma, or where the header has none another that it has."""
    header = text.partition("\n")[0]
    return next((sign for sign in _SEPARATORS if sign in header), ",") if "," not in header else ","


def _fast(text: str, names: Sequence[str], between: str) -> Texts | None:
    """Read by polars; None where a row is odd or takes several lines, so that lines have to be counted."""
    try:
        frame = pl.read_csv(text.encode(), infer_schema=False, new_columns=list(names), separator=between)
    except pl.exceptions.PolarsError:
        return None
    physical = text.count("\n") + (not text.endswith("\n"))
    if physical != len(frame) + 1:
        return None
    lines = pl.int_range(2, len(frame) + 2, dtype=pl.Int64, eager=True).alias("line")
    return Texts(restored(frame), lines, nothing())


def _slow(text: str, names: Sequence[str], table: str, between: str) -> Texts:
    """Read row by row. Rows with too many cells are reported and cut; a quote amiss ends the reading."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    rows: list[list[str | None]] = []
    lines: list[int] = []
    parts: list[pl.DataFrame] = []
    line = 1
    try:
        for cells in reader:
            if any(cells[len(names) :]) and lines:
                parts.append(_too_many(table, line, cells, names))
            rows.append([cells[i] if i < len(cells) else None for i in range(len(names))])
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        parts.append(problem(table, "file", _quote_fault(error), line=line))
    frame = pl.DataFrame(rows[1:], schema=dict.fromkeys(names, pl.String), orient="row")
    return Texts(restored(frame), pl.Series("line", lines[1:], dtype=pl.Int64), gathered(parts))


def _too_many(table: str, line: int, cells: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    text = f"the row has {len(cells)} cells and the header {len(names)}. "
    text += "Put a text that holds a comma in double quotes."
    return problem(table, "file", text, line=line, value=cells[len(names)])


def _quote_fault(error: csv.Error) -> str:
    if "end of data" in str(error):
        return "a double quote opens here and is never closed. Close it, or write it twice inside a text."
    return f"the row cannot be read ({error}). Write a double quote inside a text twice, and the text in quotes."
