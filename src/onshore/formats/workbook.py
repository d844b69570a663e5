"""The cells of an Excel workbook (.xlsx) as texts, whatever hand or program wrote it.

A workbook is a compressed archive, so a small file can stand for any amount of cells: one that would fill the memory
is refused before it is unpacked. A formula stands for the value that the spreadsheet last computed of it; a formula
without one (the file was never opened in a spreadsheet since) is refused, for its cell would be read as empty.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.etree import ElementTree

import openpyxl

from onshore.formats.cells import restored

__all__ = ["Sheet", "WorkbookError", "is_workbook", "open_whole", "read_sheets"]

#: Limits of a workbook: bytes of the file, bytes unpacked, times that a part may shrink, cells of all sheets.
MOST_BYTES: Final = 128 << 20
MOST_UNPACKED: Final = 1 << 30
MOST_RATIO: Final = 500
MOST_CELLS: Final = 20_000_000
#: Below it a part may shrink as it likes.
_SMALL: Final = 32 << 20
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_CHUNK: Final = 1 << 20


class WorkbookError(ValueError):
    """The file is no workbook that can be read; the message says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """Cells of a sheet by row, from row 1 on: texts, and numbers with a fraction as they are; an empty one is None.

    `unknown` are formulas without a value: B3.
    """

    name: str
    rows: list[list[str | float | None]]
    unknown: tuple[str, ...] = ()

    def texts(self, decimal: str = ".") -> list[list[str | None]]:
        """The cells as texts, numbers with all their digits and with this sign before the fraction."""
        return [[_written(cell, decimal) for cell in row] for row in self.rows]


def is_workbook(path: str | Path) -> bool:
    """Whether a path names an Excel workbook."""
    return Path(path).suffix.lower() in (".xlsx", ".xlsm")


def read_sheets(path: Path) -> list[Sheet]:
    """Every sheet with its cells; dates are YYYY-MM-DD.

    Raises:
        WorkbookError: if it cannot be read, or is too large to be.
    """
    _refuse_bombs(path)
    try:
        with path.open("rb") as file:
            return list(_sheets(file))
    except WorkbookError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise WorkbookError(_damaged(error)) from error


def open_whole(path: Path) -> openpyxl.Workbook:
    """A workbook with its formulas, colours and notes, to be changed. Charts and pictures are not kept.

    Raises:
        WorkbookError: if it cannot be read, or is too large to be.
    """
    _refuse_bombs(path)
    try:
        return openpyxl.load_workbook(path, keep_vba=path.suffix.lower() == ".xlsm")
    except Exception as error:  # as above
        raise WorkbookError(_damaged(error)) from error


def _damaged(error: Exception) -> str:
    return f"it is damaged ({type(error).__name__}: {error}). Save it once more as .xlsx"


def _refuse_bombs(path: Path) -> None:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise WorkbookError(f"it has {size:,} bytes; {MOST_BYTES:,} are the most that are read. Use CSV or Parquet")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise WorkbookError("it is no .xlsx workbook, or a password locks it. Save it as .xlsx without one") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED:
        raise WorkbookError(f"it unpacks to {unpacked:,} bytes; {MOST_UNPACKED:,} are the most. Use CSV or Parquet")
    for part in parts:
        if part.file_size > max(_SMALL, MOST_RATIO * part.compress_size):
            text = (
                f"its part {part.filename} unpacks to {part.file_size // max(part.compress_size, 1):,} times its size"
            )
            raise WorkbookError(f"{text}, as no table does. Save it once more, or use CSV")


def _sheets(file: BinaryIO) -> Iterator[Sheet]:
    with (
        zipfile.ZipFile(file) as archive,
        closing(openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book,
    ):
        room = MOST_CELLS
        for sheet in book.worksheets:
            rows: list[list[str | float | None]] = []
            for row in sheet.iter_rows(values_only=True):
                rows.append([_cell(value) for value in row])
                room -= max(len(row), 1)
                if room < 0:
                    raise WorkbookError(f"it has more than {MOST_CELLS:,} cells. Use CSV or Parquet")
            while rows and not any(rows[-1]):
                rows.pop()
            yield Sheet(sheet.title, rows, tuple(_without_value(archive, _part(sheet))))


def _part(sheet: Any) -> str:
    """Name of a sheet in the archive."""
    return str(sheet._worksheet_path)


def _without_value(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    """Cells of a sheet whose formula has no value, not even an empty text."""
    if not _has_formulas(archive, part):
        return
    with archive.open(part) as stream:
        for _, cell in ElementTree.iterparse(stream):
            kind = cell.tag.rpartition("}")[2]
            if kind == "c":
                inner = {child.tag.rpartition("}")[2]: child.text for child in cell}
                valued = inner.get("v") or "is" in inner or (cell.get("t") == "str" and "v" in inner)
                if "f" in inner and not valued:
                    yield str(cell.get("r"))
            if kind in ("c", "row"):
                cell.clear()


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether a sheet has any: only then it is gone through a second time."""
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            if _FORMULA.search(tail + chunk):
                return True
            tail = chunk[-32:]
    return False


def _cell(value: Any) -> str | float | None:
    if value is None or isinstance(value, str):
        return restored(value) if value else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def _written(cell: str | float | None, decimal: str) -> str | None:
    return repr(cell).replace(".", decimal) if isinstance(cell, float) else cell
