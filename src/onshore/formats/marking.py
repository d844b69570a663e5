"""Problems of a network marked in the cells of its workbook, for whoever mends it there.

Each cell is coloured and gets a note that says what is wrong; the sheet `#problems` lists them all, each with a link
to its cell. What was marked before and is mended loses its mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from typing import Any, Final

import polars as pl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from onshore.formats.cells import BOLD, HEAD, WRAPPED, height
from onshore.formats.replacing import replacing_file
from onshore.formats.workbook import open_whole

__all__ = ["mark"]

_SHEET: Final = "#problems"
_AUTHOR: Final = "onshore check"
_RED: Final = PatternFill("solid", fgColor="F8CBC6")
_LONG: Final = 110


def mark(source: Path, problems: pl.DataFrame, target: Path) -> None:
    """Write a workbook with the problems of another marked in it; both may be the same file.

    Args:
        source: workbook of a network.
        problems: what `inspect` says of it.
        target: where it goes, whole or not at all.

    Raises:
        FileExistsError: if a folder is there.
        WorkbookError: if the source cannot be read as a workbook.
    """
    book = open_whole(source)
    sheets = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
    if _SHEET in sheets:
        del book[sheets.pop(_SHEET).title]
    for sheet in sheets.values():
        _unmark(sheet)
    listed = book.create_sheet(_SHEET, 0)
    listed.append(["where", "what is wrong"])
    listed.freeze_panes = "A2"
    listed.column_dimensions["A"].width, listed.column_dimensions["B"].width = 24, _LONG
    for cell in listed[1]:
        cell.font = BOLD
    for row in problems.iter_rows(named=True):
        place, _, text = row["message"].partition(": ")
        _tell(listed, sheets, place, text)
        _note(sheets, place, text)
    book.active = 0
    with replacing_file(target) as fresh:
        book.save(fresh)


def _tell(listed: Any, sheets: Mapping[str, Any], place: str, text: str) -> None:
    listed.append([place, text])
    listed.row_dimensions[listed.max_row].height = height(text, _LONG)
    for cell in listed[listed.max_row]:
        cell.data_type, cell.alignment = "s", copy(WRAPPED)
    name, there, cell = place.partition("!")
    if there and name in sheets:
        listed.cell(listed.max_row, 1).hyperlink = f"#'{sheets[name].title}'!{cell}"
        listed.cell(listed.max_row, 1).style = "Hyperlink"


def _note(sheets: Mapping[str, Any], place: str, text: str) -> None:
    """Colour the cell of a problem and say in a note what is wrong; several in one cell share a note."""
    name, there, at = place.partition("!")
    if not there or name not in sheets:
        return
    cell = sheets[name][at]
    former = cell.comment
    said = f"{former.text}\n\n" if former is not None and former.author == _AUTHOR else ""
    if former is None or former.author == _AUTHOR:
        cell.comment = Comment(f"{said}{text}", _AUTHOR, height=120, width=320)
    cell.fill = copy(_RED)


def _unmark(sheet: Any) -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
            elif cell.fill.fgColor.rgb != _RED.fgColor.rgb:
                continue
            cell.fill = copy(HEAD) if cell.row == 1 else PatternFill()
