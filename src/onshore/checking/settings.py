"""The settings of a network, held against their declarations."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from onshore.checking.days import DAYS
from onshore.checking.percents import meant
from onshore.checking.problems import gathered, nearest_to, nothing, problem
from onshore.schema import LEAST, SETTINGS, UNITS, Column

__all__ = ["typed_setting", "typed_settings"]

_WANTED: Final = {
    pl.String: "a text",
    pl.Float64: "a number",
    pl.Date: "a date: write YYYY-MM-DD",
    pl.Boolean: "true or false",
}


def typed_settings(
    given: Mapping[str, Any], lines: Mapping[str, int] | None = None
) -> tuple[dict[str, Any], pl.DataFrame]:
    """Settings with their types, and the problems among them. A bad one is left out.

    Args:
        given: values by name, as read from `network.toml` or given in memory.
        lines: line of each name in the file.
    """
    settings: dict[str, Any] = {}
    parts = []
    lines = lines or {}
    for name, value in given.items():
        column = SETTINGS.get(name)
        if column is None:
            near = nearest_to(name, list(SETTINGS))
            text = f"there is no setting '{name}'." + ("" if near else f" Settings are {', '.join(SETTINGS)}.")
            parts.append(
                problem("network", "column", text, line=lines.get(name), column=name, value=name, nearest=near)
            )
            continue
        cell, found = typed_setting(name, value, lines.get(name))
        parts.append(found)
        if found.is_empty():
            settings[name] = cell
    for name, column in SETTINGS.items():
        if column.required and name not in given:
            parts.append(problem("network", "empty", f"{name} is missing. {column.meaning}", column=name))
    return settings, gathered(parts)


def typed_setting(name: str, value: Any, line: int | None = None) -> tuple[Any, pl.DataFrame]:
    """One setting with its type, and its problem, if any."""
    column = SETTINGS[name]
    if value is None and not column.required:
        return column.default, nothing()
    fault = "type"
    cell = _read(value, column.dtype)
    shown = f"'{value}'" if isinstance(value, str) else str(value)
    nearest = None
    if cell is None:
        text = f"{name} = {shown} is not {_WANTED[column.dtype]}."
    elif isinstance(cell, float) and not math.isfinite(cell):
        fault, text = "finite", f"{name} = {cell} is not finite. Write a number."
    elif column.choices and cell not in column.choices:
        fault, text = "choice", f"{name} = {shown} is not one of {', '.join(column.choices)}."
        nearest = nearest_to(str(cell), column.choices)
    elif cell == "" or (isinstance(cell, str) and cell != cell.strip()):
        fault, text = "empty", f"{name} = {shown} is empty or has blanks around it. {column.meaning}"
    else:
        text = _out_of_bounds(name, cell, column)
        if not text:
            return cell, nothing()
        fault = "bounds"
        if isinstance(cell, float):
            nearest = pl.select(meant(column, pl.lit(cell))).item()
    found = problem("network", fault, text, line=line, column=name, value=str(value), nearest=nearest)
    return None, found


def _read(value: Any, dtype: type[pl.DataType]) -> Any:
    """The value as the declared type; None if it is none."""
    if dtype == pl.Date and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    if dtype == pl.Date:
        return value if type(value) is dt.date else None
    if dtype == pl.Float64:
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if dtype == pl.Boolean:
        return value if isinstance(value, bool) else None
    return value if isinstance(value, str) else None


def _out_of_bounds(name: str, cell: Any, column: Column) -> str:
    unit = f" Unit: {UNITS[column.unit]}." if column.unit else ""
    if column.dtype == pl.Date and not DAYS[0] <= cell <= DAYS[1]:
        return f"{name} = {cell} is not between {DAYS[0]} and {DAYS[1]}."
    if column.ge is not None and cell < column.ge:
        return f"{name} = {cell:g} is below {column.ge:g}, the least allowed.{unit}"
    if column.le is not None and cell > column.le:
        return f"{name} = {cell:g} is above {column.le:g}, the most allowed.{unit}"
    if isinstance(cell, float) and 0 < abs(cell) < LEAST:
        return f"{name} = {cell:g} is so near to zero (less than {LEAST:g}) that no plan can tell it from none.{unit}"
    return ""
