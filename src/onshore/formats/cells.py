"""Cells of the workbooks that are written: heads, texts that never run as formulas, and sheets that print well."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, Final

import polars as pl
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties

__all__ = ["BOLD", "DAY", "HEAD", "WRAPPED", "head", "height", "new_sheet", "require_texts", "restored", "text_cell"]

#: Behind the names of columns; behind those that every row must give.
HEAD: Final = PatternFill("solid", fgColor="E8EEF4")
NEEDED: Final = PatternFill("solid", fgColor="C9DAEA")
BOLD: Final = Font(name="Calibri", size=11, bold=True)
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
#: How a date is shown.
DAY: Final = "yyyy-mm-dd"
_RIGHT: Final = Alignment(horizontal="right")
#: Signs that XML cannot write, and what would be read as one of them.
_UNWRITTEN: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN: Final = re.compile("_x([0-9A-Fa-f]{4})_")
#: Signs of a cell.
_MOST_SIGNS: Final = 32_767


def new_sheet(book: Any, name: str, frozen: str) -> Any:
    """A sheet whose rows and columns before the cell `frozen` stay in sight, and which prints as wide as a page."""
    sheet = book.create_sheet(name)
    sheet.freeze_panes = frozen
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    return sheet


def height(text: str, width: int) -> float:
    """Points that a text takes which is wrapped at a width in signs."""
    return 15.0 * max(1, math.ceil(1.1 * len(text) / width))


def head(sheet: Any, value: Any, *, needed: bool = False, note: str = "", right: bool = False) -> Any:
    """A cell of the first rows: the name of a column or of what it shows, or a day; with a note on it."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif value is not None:
        cell.number_format = DAY
    if right:
        cell.alignment = _RIGHT
    cell.font, cell.fill = BOLD, NEEDED if needed else HEAD
    if note:
        cell.comment = Comment(note, "onshore", height=40 + 18 * math.ceil(len(note) / 45), width=320)
    return cell


def require_texts(frames: Iterable[pl.DataFrame]) -> None:
    """Refuse texts that no cell can hold, before a workbook is begun.

    Raises:
        ValueError: naming the first of them.
    """
    for frame in frames:
        for cells in frame.select(pl.col(pl.String)).iter_columns():
            long = cells.filter((cells.str.len_chars() > _MOST_SIGNS).fill_null(False))
            if len(long):
                text = f"'{long[0][:40]}...' in the column {cells.name} has more than {_MOST_SIGNS:,} signs"
                raise ValueError(f"{text}, more than a cell can hold. Use CSV or Parquet.")


def written(text: str) -> str:
    """A text as a workbook holds it: a sign that XML cannot write is `_x000D_` (ECMA-376, part 1, 22.9.2.19)."""
    return _UNWRITTEN.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)


def restored(text: str) -> str:
    """The text that a workbook holds so."""
    return _WRITTEN.sub(lambda code: chr(int(code[1], 16)), text)


def text_cell(sheet: Any, text: str | None, *, bold: bool = False, form: str | None = None) -> Any:
    """A cell with a text, which is one whatever it begins with."""
    if text is None:
        return None
    cell = WriteOnlyCell(sheet, written(text))
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    if bold:
        cell.font = BOLD
    if form is not None:
        cell.number_format = form
    return cell
