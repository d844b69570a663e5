"""One table as the sheet of a workbook."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from onshore.checking.problems import gathered, problem
from onshore.formats.texts import Texts, columns_of, faulty, tidy
from onshore.formats.workbook import Sheet

__all__ = ["formulas_without_value", "sheet_texts"]


def sheet_texts(sheet: Sheet, name: str, header: int = 1, decimal: str | None = None) -> Texts:
    """A sheet as a table; the row `header` has the names. Formulas without a value are refused.

    What is a number in the workbook can be read in one way only: it is written with the sign that the texts of its
    workbook have before the fraction, `decimal`.
    """
    rows = sheet.texts(decimal or ".")[header - 1 :] or [[]]
    columns, faults = columns_of(name, [cell or "" for cell in rows[0]])
    if not faults.is_empty():
        return faulty(faults)
    width = max(len(columns), *(len(row) for row in rows))
    columns += [f"\0{number}" for number in range(len(columns) + 1, width + 1)]
    cells = [[*row, *[None] * (width - len(row))] for row in rows[1:]]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")
    lines = pl.int_range(header + 1, header + len(frame) + 1, dtype=pl.Int64, eager=True).alias("line")
    return tidy(Texts(frame, lines, formulas_without_value(name, columns, sheet.unknown)), name)


def formulas_without_value(table: str, columns: Sequence[str], cells: Sequence[str]) -> pl.DataFrame:
    """Problems of cells whose formula has no value."""
    text = "a formula that has no value: the workbook was written by a program and never computed. "
    text += "Open it in a spreadsheet and save it, or write the number."
    found = []
    for cell in cells:
        letters, row = coordinate_from_string(cell)
        column = (
            columns[column_index_from_string(letters) - 1]
            if column_index_from_string(letters) <= len(columns)
            else None
        )
        found.append(problem(table, "formula", text, line=row, column=column, value=None))
    return gathered(found)
