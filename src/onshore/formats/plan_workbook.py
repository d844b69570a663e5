"""A plan as planners read it: an Excel workbook with a sheet for each measure, items down, periods across.

Sums are formulas over the rows that a filter leaves, so that a planner can cut the sheet down to one site or item and
read on. The workbook is for reading: the plan itself is its folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import openpyxl
import polars as pl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter

from onshore.formats.cells import BOLD, head, new_sheet, require_texts, text_cell
from onshore.formats.replacing import replacing_file
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["write_plan_workbook"]


@dataclass(frozen=True)
class _Sheet:
    """One measure: the table and column of the plan that it is read from, and the columns that say what a row is.

    `flow`: amounts of different periods add up. What stands at the end of a period, such as stock, does not.
    """

    name: str
    table: str
    value: str
    rows: tuple[str, ...]
    meaning: str
    flow: bool = True


_SHEETS: Final = (
    _Sheet("production", "production", "quantity", ("site", "item"), "Good pieces made, by period of start."),
    _Sheet("line hours", "production", "hours", ("site", "resource", "item"), "Line hours used, set-up included."),
    _Sheet(
        "purchases", "purchases", "quantity", ("supplier", "site", "item"),
        "Pieces bought, by the period in which they leave the supplier.",
    ),
    _Sheet(
        "shipments", "shipments", "quantity", ("origin", "destination", "mode", "item"),
        "Pieces sent, by the period in which they leave.",
    ),
    _Sheet(
        "arrivals", "shipments", "quantity", ("destination", "item", "origin", "mode"),
        "The same pieces by the period in which they arrive; what arrives after the last is left out.",
    ),
    _Sheet("stock", "stock", "quantity", ("site", "item", "owner"), "Pieces there on the last evening.", False),
    _Sheet("delivered", "sales", "quantity", ("market", "item"), "Pieces that customers get."),
    _Sheet("late", "sales", "late", ("market", "item"), "Pieces still owed on the last evening.", False),
    _Sheet("short", "sales", "short", ("market", "item"), "Pieces given up, never delivered."),
    _Sheet("money", "money", "amount", ("term", "company", "site", "item"), "Costs; income is negative."),
)  # fmt: skip
#: The column of what belongs to no single period, such as an incentive.
_WHOLE: Final = "whole horizon"
#: Grouped as the reader's own spreadsheet groups: by lakhs in India.
_GROUPED: Final = "#,##0"
_ABOVE: Final = Border(top=Side("thin"))


def write_plan_workbook(network: Network, plan: Plan, path: str | Path) -> Path:
    """Write the workbook of a plan, whole or not at all; returns its path.

    Args:
        network: what was planned: order and days of periods, names of items.
        plan: the plan.
        path: the file; one that is there is replaced.

    Raises:
        FileExistsError: if a folder is there.
        ValueError: if a text is longer than a cell can hold.
    """
    require_texts((network.items, network.periods, *plan.tables.values()))
    book = openpyxl.Workbook(write_only=True)
    _write_cover(book, network, plan)
    for sheet in _SHEETS:
        _write_sheet(book, sheet, network, plan)
    with replacing_file(Path(path)) as fresh:
        book.save(fresh)
    return Path(path)


def _write_cover(book: openpyxl.Workbook, network: Network, plan: Plan) -> None:
    sheet = new_sheet(book, "plan", "A1")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90
    currency = network.settings["currency"]
    told: list[tuple[str | None, float | str | None]] = [
        ("network", plan.network_name),
        ("scenario", plan.scenario or "base"),
        (f"cost, {currency}", round(plan.objective)),
        (f"proven at least, {currency}", round(plan.bound)),
        ("fingerprint", plan.network_fingerprint),
        (None, None),
        *((s.name, f"{s.meaning} In {currency if s.table == 'money' else _unit(s)}.") for s in _SHEETS),
        (None, None),
        (None, "Sums count the rows that a filter leaves. To change the plan, change its network and plan again."),
    ]
    for name, value in told:
        said = text_cell(sheet, value) if value is None or isinstance(value, str) else _number(sheet, value)
        sheet.append([text_cell(sheet, name, bold=True), said])


def _unit(sheet: _Sheet) -> str:
    return "hours" if sheet.value == "hours" else "pieces"


def _write_sheet(book: openpyxl.Workbook, what: _Sheet, network: Network, plan: Plan) -> None:
    periods = network.periods["period"].to_list()
    days = dict(network.periods.select("period", "start").iter_rows())
    rows = _rows(what, network, plan)
    across = [name for name in (*periods, _WHOLE) if name in periods or name in rows.columns]
    labels = [name for name in rows.columns if name not in across]
    first = len(labels) + (2 if what.flow else 1)
    sheet = new_sheet(book, what.name, f"{get_column_letter(first)}3")
    for number in range(1, first + len(across)):
        letter = get_column_letter(number)
        longest = max((len(str(v)) for v in rows[labels[number - 1]]), default=0) if number <= len(labels) else 10
        sheet.column_dimensions[letter].width = min(max(longest + 2, 12), 36)
    sheet.auto_filter.ref = f"A2:{get_column_letter(first + len(across) - 1)}{len(rows) + 2}"
    blank = [None] * (len(labels) - 1)
    summed = ["sum"] if what.flow else []
    top = [head(sheet, text) for text in (what.meaning, *blank, *[None] * len(summed))]
    sheet.append([*top, *(head(sheet, name, right=True) for name in across)])
    names = [head(sheet, name) for name in labels]
    sheet.append([*names, *(head(sheet, text, right=True) for text in (*summed, *map(days.get, across)))])
    last = len(rows) + 2
    for number, row in enumerate(rows.iter_rows(named=True), start=3):
        cells: list[Any] = [text_cell(sheet, row[name]) for name in labels]
        if what.flow:
            ends = (get_column_letter(first), get_column_letter(first + len(across) - 1))
            cells.append(_number(sheet, f"=SUM({ends[0]}{number}:{ends[1]}{number})", bold=True))
        cells += [_number(sheet, row.get(name)) for name in across]
        sheet.append(cells)
    letters = [get_column_letter(number) for number in range(first - len(summed), first + len(across))]
    sums = [_number(sheet, f"=SUBTOTAL(9,{x}3:{x}{last})" if len(rows) else 0, bold=True) for x in letters]
    for cell in sums:
        cell.border = _ABOVE
    sheet.append([text_cell(sheet, "sum", bold=True), *blank, *sums])


def _rows(what: _Sheet, network: Network, plan: Plan) -> pl.DataFrame:
    """Rows of a measure, one column a period; items have their names beside them."""
    frame = plan.tables[what.table]
    period = "arrival" if what.name == "arrivals" else "period"
    frame = frame.filter(pl.col(what.value) != 0)
    if what.name == "arrivals":
        frame = frame.drop_nulls("arrival")
    frame = frame.with_columns(pl.col(period).replace("", None).fill_null(_WHOLE).alias("period"))
    summed = frame.group_by(*what.rows, "period").agg(pl.col(what.value).sum()).sort(*what.rows, "period")
    wide = summed.pivot("period", index=list(what.rows), values=what.value, sort_columns=True)
    if wide.is_empty():
        wide = summed.select(what.rows)
    names = network.items.select("item", pl.col("name").alias("item name"))
    if names["item name"].is_null().all():
        return wide
    at = what.rows.index("item") + 1
    named = wide.join(names, on="item", how="left", maintain_order="left")
    columns = wide.columns
    return named.select(*columns[:at], "item name", *columns[at:])


def _number(sheet: Any, value: float | str | None, *, bold: bool = False) -> Any:
    """A cell with a number or a formula."""
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _GROUPED
    if bold:
        cell.font = BOLD
    return cell
