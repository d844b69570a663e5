"""A network as one Excel workbook: the sheet `network` holds the settings, and each table has a sheet of its name.

The first row of a sheet has the names of the columns; a note on each says unit, meaning and bounds. Columns that must
be given stand out, and cells that name a row of another table offer those rows. Sheets whose names begin with # are
not read: they are for whoever works in the workbook.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import openpyxl
import polars as pl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from onshore.checking import typed_settings
from onshore.checking.problems import gathered, nearest_to, problem
from onshore.formats.cells import DAY, WRAPPED, head, height, new_sheet, require_texts, text_cell
from onshore.formats.given import Given
from onshore.formats.replacing import replacing_file
from onshore.formats.sheet_texts import formulas_without_value, sheet_texts
from onshore.formats.workbook import Sheet, WorkbookError, is_workbook, read_sheets
from onshore.network import Network
from onshore.schema import MOST, NETWORK, SETTINGS, UNITS, Column, Table

__all__ = ["is_workbook", "read_workbook", "write_workbook"]

#: The sheet of the settings, and what begins the name of a sheet that is not read.
_SETTINGS: Final = "network"
_ASIDE: Final = "#"
#: Rows of a sheet, its header among them.
_MOST_ROWS: Final = 1_048_576
#: Rows below the last one that still offer names.
_ROOM: Final = 2_000
_TRUE: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FORMATS: Final[Mapping[Any, str]] = {pl.Date: DAY, pl.String: "@"}


def read_workbook(path: Path) -> Given:
    """What the sheets of a workbook say."""
    try:
        sheets = read_sheets(path)
    except (FileNotFoundError, WorkbookError) as error:
        why = f"{error}" if isinstance(error, WorkbookError) else "there is no such file"
        return Given({}, problem("network", "file", f"{path.name} is not read: {why}."), placed=_unplaced)
    read, parts = {}, []
    for sheet in sheets:
        name = sheet.name.strip().lower()
        if name == _SETTINGS or name in NETWORK:
            read[name] = sheet
        elif not sheet.name.startswith(_ASIDE) and sheet.rows:
            parts.append(_unknown(sheet.name))
    settings, found = _settings(read.pop(_SETTINGS, None), path)
    named = [name for name in NETWORK if name in read and read[name].rows]
    tables = {name: sheet_texts(read[name], name, decimal=settings.get("decimal")) for name in named}
    columns = {name: texts.frame.columns for name, texts in tables.items()}
    return Given(settings, gathered([found, *parts]), tables.items(), partial(_placed, columns))


def _unknown(name: str) -> pl.DataFrame:
    near = nearest_to(name.strip(), [_SETTINGS, *NETWORK])
    text = f"there is no table '{name}'. A sheet that is none has a name that begins with {_ASIDE}."
    return problem(name.strip(), "file", text, value=name, nearest=near)


def _settings(sheet: Sheet | None, path: Path) -> tuple[dict[str, Any], pl.DataFrame]:
    """Settings with their types, and what is wrong with them."""
    if sheet is None:
        text = f"{path.name} has no such sheet: it must give at least name, currency and start."
        return {}, problem("network", "file", text)
    given: dict[str, Any] = {}
    rows: dict[str, int] = {}
    parts = [formulas_without_value("network", ("setting", "value"), sheet.unknown)]
    for row, (name, value) in enumerate(_pairs(sheet.texts()), start=1):
        if not name or (row == 1 and name.lower() == "setting"):
            continue
        if name in rows:
            text = f"{name} is given in row {rows[name]} already. Remove one of the two."
            parts.append(problem("network", "key", text, line=row, column=name, value=value))
        rows[name] = row
        if value:
            given[name] = _value(name, value)
    settings, found = typed_settings(given, rows)
    return settings, gathered([*parts, found])


def _pairs(rows: Sequence[Sequence[str | None]]) -> Iterator[tuple[str, str]]:
    """The first two cells of each row, without blanks around."""
    for row in rows:
        first, second, *_ = [*row, None, None]
        yield (first or "").strip(), (second or "").strip()


def _value(name: str, text: str) -> Any:
    """A cell as the value that a settings file would give; as text where it is none."""
    kind = SETTINGS[name].dtype if name in SETTINGS else pl.String
    if kind == pl.Boolean:
        return _TRUE.get(text.lower(), text)
    if kind == pl.Float64:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _cell_of(columns: Mapping[str, Sequence[str]], table: str, column: str | None, line: int | None) -> str:
    """Place of a problem in a workbook: `demand!D3`; the sheet alone where it has no row."""
    if line is None:
        return table
    if table == _SETTINGS:
        return f"{table}!B{line}"
    there = list(columns.get(table, ()))
    letter = get_column_letter(there.index(column) + 1) if column in there else ""
    return f"{table}!{letter or 'A'}{line}"


def _placed(columns: Mapping[str, Sequence[str]], problems: pl.DataFrame) -> pl.DataFrame:
    """Problems that name the cell of a sheet instead of the line of a file."""
    told = []
    for row in problems.iter_rows(named=True):
        _, _, message = row["message"].partition(": ")
        place = _cell_of(columns, row["table"], row["column"], row["line"])
        told.append(f"{place}: {_in_sheets(message)}")
    return problems.with_columns(pl.Series("message", told, dtype=pl.String))


_FILES: Final = re.compile(rf"\b({'|'.join(NETWORK)})\.csv(?::(\d+))?|\bnetwork\.toml")


def _in_sheets(message: str) -> str:
    def sheet(found: re.Match[str]) -> str:
        name, row = found[1] or _SETTINGS, found[2]
        return f"row {row} of the sheet {name}" if row else f"the sheet {name}"

    return _FILES.sub(sheet, message)


def _unplaced(problems: pl.DataFrame) -> pl.DataFrame:
    """Problems of a file that is not read have no place in it."""
    return problems.with_columns(pl.col("message").str.strip_prefix("network.toml: "))


def write_workbook(network: Network | None, path: Path) -> None:
    """Write a network as a workbook that `read_workbook` reads without loss, whole or not at all.

    Args:
        network: the network; None for a template without rows.
        path: the file; one that is there is replaced.

    Raises:
        FileExistsError: if a folder is there.
        ValueError: if a table has more rows, or a text more signs, than a sheet can hold.
    """
    tables = {name: table.empty() if network is None else network.tables[name] for name, table in NETWORK.items()}
    for name, frame in tables.items():
        if len(frame) >= _MOST_ROWS:
            raise ValueError(f"{name} has {len(frame):,} rows; a sheet holds {_MOST_ROWS - 1:,}. Use CSV or Parquet.")
    require_texts(tables.values())
    book = openpyxl.Workbook(write_only=True)
    _write_settings(book, {} if network is None else network.settings)
    for name, frame in tables.items():
        _write_table(book, NETWORK[name], frame, {of: len(rows) for of, rows in tables.items()})
    with replacing_file(path) as fresh:
        book.save(fresh)


def _write_settings(book: openpyxl.Workbook, settings: Mapping[str, Any]) -> None:
    sheet = new_sheet(book, _SETTINGS, "A2")
    for letter, width in (("A", 20), ("B", 24), ("C", 110)):
        sheet.column_dimensions[letter].width = width
    for row, column in enumerate(SETTINGS.values(), start=2):
        _offer(sheet, column, f"B{row}", {})
    sheet.append([head(sheet, text) for text in ("setting", "value", "meaning")])
    for row, (name, column) in enumerate(SETTINGS.items(), start=2):
        sheet.row_dimensions[row].height = height(_meaning(column), 110)
        cell = _cell(sheet, settings.get(name), _FORMATS.get(column.dtype))
        meaning = text_cell(sheet, _meaning(column))
        meaning.alignment = WRAPPED
        sheet.append([head(sheet, name, needed=column.required), cell, meaning])


def _write_table(book: openpyxl.Workbook, table: Table, frame: pl.DataFrame, rows: Mapping[str, int]) -> None:
    sheet = new_sheet(book, table.name, "A2")
    for number, (name, column) in enumerate(table.columns.items(), start=1):
        letter = get_column_letter(number)
        longest = frame.select(pl.col(name).cast(pl.String).str.len_chars().max()).item() or 0
        sheet.column_dimensions[letter].width = min(max(len(name) + 3, longest + 2), 40)
        _offer(sheet, column, f"{letter}2:{letter}{len(frame) + _ROOM}", rows)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(frame) + 1}"
    sheet.append(
        [head(sheet, name, needed=column.required, note=_meaning(column)) for name, column in table.columns.items()]
    )
    formats = [_FORMATS.get(column.dtype) for column in table.columns.values()]
    for row in frame.iter_rows():
        sheet.append([_cell(sheet, value, form) for value, form in zip(row, formats, strict=True)])


def _cell(sheet: Any, value: Any, form: str | None = None) -> Any:
    if isinstance(value, str):
        return text_cell(sheet, value, form=form)
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        # openpyxl writes 16 digits, and some numbers have 17.
        cell = WriteOnlyCell(sheet, repr(value))
        cell.data_type = "n"
    elif value is None or form is None:
        return value
    else:
        cell = WriteOnlyCell(sheet, value)
    if form is not None:
        cell.number_format = form
    return cell


def _meaning(column: Column) -> str:
    """Unit, meaning, bounds and default of a column, as the note on its header."""
    parts = [column.meaning]
    if column.unit:
        parts.append(f"Unit: {UNITS[column.unit]}.")
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    if column.reference:
        parts.append(f"A row of {column.reference}{', or * for any' if column.wildcard else ''}.")
    bounds = [f"{word} {bound:g}" for word, bound in _bounds(column) if bound is not None]
    if bounds:
        parts.append(f"Bounds: {', '.join(bounds)}.")
    if column.required:
        parts.append("Every row must give it.")
    elif column.default is not None:
        parts.append(f"Empty: {_shown(column.default)}.")
    return " ".join(parts)


def _bounds(column: Column) -> Iterator[tuple[str, float | None]]:
    yield "above", column.gt
    yield "at least", column.ge
    yield "at most", column.le if column.le is not None else MOST.get(column.unit)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _offer(sheet: Any, column: Column, cells: str, rows: Mapping[str, int]) -> None:
    """A drop-down in the cells of a column: its choices, or the rows of the table that it names."""
    if column.choices:
        formula = f'"{",".join(column.choices)}"'
    elif column.dtype == pl.Boolean:
        formula = '"TRUE,FALSE"'
    elif column.reference:
        formula = f"{column.reference}!$A$2:$A${rows[column.reference] + _ROOM}"
    else:
        return
    offered = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    offered.add(cells)
    sheet.data_validations.append(offered)
