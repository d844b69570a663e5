"""A plan as planners read it: items down, periods across, sums that follow a filter."""

from __future__ import annotations

import openpyxl
import polars as pl
import pytest

import onshore as on
from onshore.formats.plan_workbook import _SHEETS
from onshore.schema import PLAN
from verification.hand_network import network as hand
from verification.hand_plan import plan


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = on.write_plan_workbook(hand(), plan(), tmp_path_factory.mktemp("plan") / "plan.xlsx")
    return openpyxl.load_workbook(path)


def test_a_sheet_for_each_measure(book):
    assert book.sheetnames == ["plan", *(sheet.name for sheet in _SHEETS)]


@pytest.mark.parametrize("what", _SHEETS, ids=lambda what: what.name)
def test_cells_are_the_sums_of_the_plan_and_sums_are_formulas(book, what):
    sheet = book[what.name]
    labels = [cell.value for cell in sheet[2] if isinstance(cell.value, str) and cell.value != "sum"]
    periods = [cell.value for cell in sheet[1]][len(labels) + what.flow :]
    first = len(labels) + what.flow
    frozen = f"{openpyxl.utils.get_column_letter(first + 1)}3"
    assert sheet.freeze_panes == frozen
    body = list(sheet.iter_rows(min_row=3, max_row=sheet.max_row - 1))
    shown = sum(cell.value or 0 for row in body for cell in row[first:])
    rows = plan().tables[what.table]
    if what.name == "arrivals":
        rows = rows.drop_nulls("arrival")
    assert shown == pytest.approx(rows[what.value].sum())
    assert periods[: len(hand().periods)] == hand().periods["period"].to_list()
    if what.flow:
        assert all(row[first - 1].value.startswith("=SUM(") for row in body)
    last = [cell.value for cell in sheet[sheet.max_row]]
    assert last[0] == "sum"
    if body:
        assert all(value.startswith("=SUBTOTAL(9,") for value in last[first:])


def test_a_row_is_the_row_of_the_plan(book):
    made = plan().production.group_by("site", "item", "period").agg(pl.col("quantity").sum())
    sheet = book["production"]
    periods = [cell.value for cell in sheet[1]]
    names = [cell.value for cell in sheet[2]]
    at = {(row[0].value, row[names.index("item")].value): row for row in sheet.iter_rows(min_row=3)}
    for site, item, period, quantity in made.iter_rows():
        assert at[site, item][periods.index(period)].value == pytest.approx(quantity)


def test_names_that_look_like_formulas_are_texts(tmp_path):
    renamed = plan().production.with_columns(site=pl.lit("=1+1"))
    tables = dict(plan().tables) | {"production": renamed.select(list(PLAN["production"].columns))}
    odd = on.Plan(tables, 0, 0, 0, "optimal", 0, "s", 0, "f")
    sheet = openpyxl.load_workbook(on.write_plan_workbook(hand(), odd, tmp_path / "p.xlsx"))["production"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
