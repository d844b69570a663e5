"""Texts become typed cells; those that cannot be read are reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_to, problem, said
from onshore.checking.sheets import LINE, numbered
from onshore.checking.written import Written
from onshore.schema import UNITS, Column, Table

__all__ = ["Typed", "asked", "typed"]

_TRUE: Final = ("true", "yes", "1")
_FALSE: Final = ("false", "no", "0")
_WANTED: Final = {
    pl.Float64: "a number: write 1234.5, without separators of thousands, units or percent signs",
    pl.Int64: "a whole number",
    pl.Date: "a date: write YYYY-MM-DD",
    pl.Boolean: "true or false",
}


@dataclass(frozen=True)
class Typed:
    """Rows as the schema declares them, and the cells that could not be read. Those are null."""

    frame: pl.DataFrame
    problems: pl.DataFrame


def typed(table: Table, raw: pl.DataFrame, lines: pl.Series | None = None, written: Written | None = None) -> Typed:
    """Type a table of texts, fill its defaults, and report columns and cells that do not fit.

    Args:
        table: declaration.
        raw: texts; a null or empty cell is empty.
        lines: line of each row in its file.
        written: how a folder's files write numbers and days; None: as this package does, and no other way is read.
    """
    problems = [*_unknown_columns(table, raw), *_missing_columns(table, raw)]
    rows = numbered(raw, lines)
    series = []
    for name, column in table.columns.items():
        if name not in raw.columns:
            series.append(pl.Series(name, [_default(column)], dtype=column.dtype).new_from_index(0, len(raw)))
            continue
        text = pl.col(name)
        if table.is_name(name) or column.choices:
            text = text.str.strip_chars()
        cells = rows.select(LINE, *_parsed(text, column, written))
        if written is not None:
            cells = _read_on(cells, column, written)
        problems += [*_unread(table.name, name, column, cells, written), *_empty(table.name, name, column, cells)]
        good = cells["cell"]
        if _default(column) is not None:
            filled = pl.when(pl.col("text").is_null()).then(pl.lit(column.default)).otherwise(pl.col("cell"))
            good = cells.select(filled).to_series()
        series.append(good.cast(column.dtype).alias(name))
    return Typed(pl.DataFrame(series), gathered(problems))


def _default(column: Column) -> object:
    return None if column.required else column.default


def _read_on(cells: pl.DataFrame, column: Column, written: Written) -> pl.DataFrame:
    """Cells that are not written as they should be, read all the same where there is one way to."""
    ways = {pl.Float64: written.number, pl.Int64: written.number, pl.Date: written.day}
    if column.dtype not in ways or cells["cell"].null_count() == cells["text"].null_count():
        return cells
    odd = ways[column.dtype](pl.col("text"))
    if column.dtype != pl.Date:
        odd = pl.when(odd.is_finite()).then(odd)
    if column.dtype == pl.Int64:
        odd = pl.when((odd == odd.round()) & (odd.abs() < 2**53)).then(odd).cast(pl.Int64, strict=False)
    return cells.with_columns(pl.coalesce("cell", odd))


def _parsed(text: pl.Expr, column: Column, written: Written | None) -> tuple[pl.Expr, pl.Expr]:
    """The text, null if empty, and the cell read from it, null if it cannot be read or is written in its own way."""
    if column.dtype == pl.String:
        text = pl.when(text == "").then(None).otherwise(text)
        return text.alias("text"), text.alias("cell")
    text = text.str.strip_chars()
    text = pl.when(text == "").then(None).otherwise(text)
    plain = text
    if written is not None and written.decimal == "," and column.dtype != pl.Date:
        plain = pl.when(~text.str.contains(".", literal=True)).then(text)
    return text.alias("text"), _read(plain, column.dtype).alias("cell")


def _read(text: pl.Expr, dtype: type[pl.DataType]) -> pl.Expr:
    if dtype == pl.Float64:
        number = text.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)
    if dtype == pl.Int64:
        # Spreadsheets write 3.0 for 3.
        number = text.cast(pl.Float64, strict=False)
        whole = pl.when(number.is_finite() & (number == number.round()) & (number.abs() < 2**53)).then(number)
        return pl.coalesce(text.cast(pl.Int64, strict=False), whole.cast(pl.Int64, strict=False))
    if dtype == pl.Date:
        day = text.str.to_date("%Y-%m-%d", strict=False)
        return pl.when(text.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(day)
    word = text.str.to_lowercase()
    false = pl.when(word.is_in(_FALSE)).then(False)
    return pl.when(word.is_in(_TRUE)).then(True).otherwise(false)


def _unread(
    table: str, name: str, column: Column, cells: pl.DataFrame, written: Written | None
) -> Iterator[pl.DataFrame]:
    bad = cells.filter(pl.col("text").is_not_null() & pl.col("cell").is_null())
    if bad.is_empty():
        return
    text = pl.col("text")
    word = text.str.strip_chars("+-").str.to_lowercase()
    endless = word.is_in(["nan", "inf", "infinity"])
    if column.dtype == pl.Float64:
        # 1,234.5 and 12,34,567 are grouped; in 0,1 and 6,5 the comma is a decimal one.
        decimal = text.str.contains(r"^[+-]?\d+,\d{1,2}$|^[+-]?0,\d+$")
        plain = pl.when(decimal).then(text.str.replace(",", ".")).otherwise(text.str.replace_all("[,_ ]", ""))
        plain = plain.cast(pl.Float64, strict=False)
        percent = text.str.extract(r"^([+-]?[\d.]+)\s*%$").cast(pl.Float64, strict=False) / 100
        near = pl.when(plain.is_finite() | percent.is_finite()).then(pl.coalesce(plain, percent))
        if written is not None:
            near = pl.when(~written.two_ways(text)).then(near)
        bad = bad.with_columns(near.cast(pl.String).alias("nearest"))
    else:
        bad = bad.with_columns(pl.lit(None, pl.String).alias("nearest"))
    wanted = pl.lit(f"is not {_WANTED[column.dtype]}")
    why = wanted
    if written is not None and column.dtype != pl.Boolean:
        why = pl.coalesce(written.why(text, column.dtype), wanted)
    not_type = said("{} = '{}' {}.", pl.lit(name), text, why)
    not_finite = said("{} = {} is not finite.", pl.lit(name), text)
    for rule, rows, message in (
        ("type", bad.filter(~endless), not_type),
        ("finite", bad.filter(endless), not_finite),
    ):
        how = "Write a number, or leave the cell empty." if rule == "finite" else ""
        yield findings(rows, table, rule, name, text=message, value=text, nearest=pl.col("nearest"), otherwise=how)


def _empty(table: str, name: str, column: Column, cells: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if column.required:
        bad = cells.filter(pl.col("text").is_null())
        yield findings(bad, table, "empty", name, text=f"{name} is empty. {asked(column)}")


def asked(column: Column) -> str:
    """What a row must give, in words."""
    unit = f" ({UNITS[column.unit]})" if column.unit else ""
    return f"Every row must give it{unit}: {column.meaning}"


def _unknown_columns(table: Table, raw: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for name in raw.columns:
        if name not in table.columns:
            near = nearest_to(name, list(table.columns))
            text = f"{table.name} has no column '{name}'."
            if near is None:
                text += f" Its columns are {', '.join(table.columns)}."
            yield problem(table.name, "column", text, line=1, column=name, value=name, nearest=near)


def _missing_columns(table: Table, raw: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for name, column in table.columns.items():
        if column.required and name not in raw.columns:
            yield problem(table.name, "column", f"column '{name}' is missing. {asked(column)}", line=1, column=name)
