"""Typed cells held against the declarations of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from onshore.checking.cells import asked
from onshore.checking.days import DAYS
from onshore.checking.percents import meant
from onshore.checking.problems import findings, gathered, nearest_values, nothing, said, shown
from onshore.schema import LEAST, NETWORK, UNITS, Column, Table

__all__ = ["values"]


@dataclass(frozen=True)
class _Fault:
    """One way in which cells of a column can be wrong.

    `bad` says which are, `near` what was meant, `otherwise` what to do where nobody knows.
    """

    column: str
    rule: str
    bad: pl.Expr
    text: pl.Expr | str
    value: pl.Expr | str | None = None
    near: pl.Expr | None = None
    otherwise: str = ""
    choices: tuple[str, ...] = ()


def values(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Problems of typed cells: empty, not finite, out of bounds, none of the choices, blanks around a name.

    Args:
        table: declaration.
        rows: typed rows with `line`.
    """
    if rows.is_empty():
        return nothing()
    faults = _faults(table.name)
    # All columns are looked through at once; only those in which something is wrong are gone back to.
    found = rows.select(fault.bad.any().alias(str(i)) for i, fault in enumerate(faults)).row(0)
    return gathered(_told(table, rows, f) for f, some in zip(faults, found, strict=True) if some)


def _told(table: Table, rows: pl.DataFrame, fault: _Fault) -> pl.DataFrame:
    bad = rows.filter(fault.bad)
    near = fault.near
    if fault.choices:
        bad = bad.with_columns(pl.col(fault.column).alias("value"))
        choices = nearest_values(bad["value"], fault.choices)
        bad = bad.join(choices, on="value", how="left", validate="m:1", maintain_order="left")
        near = pl.col("nearest")
    return findings(
        bad,
        table.name,
        fault.rule,
        fault.column,
        text=fault.text,
        value=fault.value,
        nearest=near,
        otherwise=fault.otherwise,
    )


@cache
def _faults(name: str) -> tuple[_Fault, ...]:
    """Every fault that the cells of a table can have."""
    table = NETWORK[name]
    return tuple(
        fault
        for column, declared in table.columns.items()
        for faults in (_empty, _endless, _small, _large, _far, _choices, _blanks)
        for fault in faults(table, column, declared)
    )


def _empty(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    cell = pl.col(name)
    if column.required:
        yield _Fault(name, "empty", cell.is_null(), f"{name} is empty. {asked(column)}")
    if column.dtype == pl.String and column.default != "":
        # An empty text looks like an empty cell and is none.
        bare = cell.str.strip_chars() if table.is_name(name) else cell
        yield _Fault(name, "empty", bare == "", f"{name} is an empty text. Give a value, or null for none.")


def _endless(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    if column.dtype == pl.Float64:
        number = shown(name).str.to_lowercase()
        text = said("{} = {} is not finite. Give a number.", pl.lit(name), number)
        yield _Fault(name, "finite", ~pl.col(name).is_finite(), text, number)


def _small(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    cell = pl.col(name)
    if column.ge is not None:
        yield _outside(name, column, cell < column.ge, f"below {_number(column.ge)}, the least allowed")
    if column.gt is not None:
        yield _outside(name, column, cell <= column.gt, f"not above {_number(column.gt)}")
    if column.dtype == pl.Float64:
        near = (cell != 0) & (cell.abs() < LEAST)
        yield _outside(name, column, near, f"so near to zero (less than {LEAST:g}) that no plan can tell it from none")


def _large(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    if column.le is not None:
        cell = pl.col(name)
        fault = _outside(name, column, cell > column.le, f"above {_number(column.le)}, the most allowed")
        none = ", or leave the cell empty if there is none" if column.default is None else ""
        yield replace(fault, near=meant(column, cell), otherwise=f"Correct the number{none}.")


def _outside(name: str, column: Column, outside: pl.Expr, words: str) -> _Fault:
    finite = pl.col(name).is_finite() if column.dtype == pl.Float64 else pl.lit(True)
    unit = f" Unit: {UNITS[column.unit]}." if column.unit else ""
    text = said("{} = {} is {}.{}", pl.lit(name), shown(name), pl.lit(words), pl.lit(unit))
    return _Fault(name, "bounds", outside & finite, text, shown(name))


def _number(limit: float) -> str:
    return f"{limit:,.16g}"


def _far(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    """Days so far away that they are mistyped, or stand for "never"; sums would leave the calendar."""
    if column.dtype == pl.Date:
        hint = " Leave the cell empty for none." if column.default is None else ""
        beyond = f"is not between {DAYS[0]} and {DAYS[1]}.{hint}"
        text = said("{} = {} {}", pl.lit(name), name, pl.lit(beyond))
        yield _Fault(name, "bounds", ~pl.col(name).is_between(*DAYS), text, pl.col(name))


def _choices(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    if column.choices:
        cell, allowed = pl.col(name), ", ".join(column.choices)
        text = said("{} = '{}' is not one of {}.", pl.lit(name), cell, pl.lit(allowed))
        yield _Fault(name, "choice", ~cell.is_in(column.choices), text, cell, choices=column.choices)


def _blanks(table: Table, name: str, column: Column) -> Iterator[_Fault]:
    """Names that look alike and are not: 'noida ' is not 'noida'."""
    if table.is_name(name):
        cell = pl.col(name)
        bare = cell.str.strip_chars()
        text = said("{} = '{}' has blanks around it.", pl.lit(name), cell)
        yield _Fault(name, "blanks", (cell != bare) & (bare != ""), text, cell, bare)
