"""The plan's tables as they are: columns, names, keys and plain numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import polars as pl

from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import PLAN, TERMS, Table
from onshore.verification.findings import NOTHING, Finding, figure, place

__all__ = ["check_keys_and_signs", "check_shape"]

#: What a column of any plan table names.
_NAMES: Final = {
    "site": "sites",
    "supplier": "sites",
    "origin": "sites",
    "destination": "sites",
    "market": "sites",
    "item": "items",
    "period": "periods",
    "arrival": "periods",
    "first": "periods",
    "last": "periods",
    "company": "companies",
    "owner": "companies",
    "brand": "companies",
    "term": "terms",
    "investment": "investments",
}
_KEYS: Final = {
    "sites": "site",
    "items": "item",
    "periods": "period",
    "companies": "company",
    "investments": "investment",
}
#: Columns in which an empty cell means something.
_MAY_BE_EMPTY: Final = {
    ("production", "resource"),
    *(("value_targets", column) for column in ("site", "item", "fiscal_year", "first", "last")),
    ("shipments", "arrival"),
    ("investments", "scheme"),
    *(("money", column) for column in ("company", "site", "item", "period")),
}


#: Columns of amounts that can be below zero; money is not looked at.
_MAY_BE_NEGATIVE: Final = {("value_targets", "value_addition")}


def check_shape(network: Network, plan: Plan) -> Iterator[Finding]:
    """Rule `tables`: columns, types, empty cells, odd numbers, unknown names; these stop the recount."""
    known = {table: set(network.tables[table][key].to_list()) for table, key in _KEYS.items()}
    known["terms"] = set(TERMS)
    for name, table in PLAN.items():
        frame = plan.tables[name]
        wrong = list(_columns(table, frame))
        yield from wrong
        if not wrong:
            yield from _cells(table, frame)
            yield from _unknown(table, frame, known)


def _finding(where: str, message: str, stated: float = math.nan, right: float = math.nan) -> Finding:
    return Finding("tables", where, stated, right, message)


def _columns(table: Table, frame: pl.DataFrame) -> Iterator[Finding]:
    found = dict(frame.schema)
    for column, dtype in table.dtypes.items():
        where = place(table.name, column)
        if column not in found:
            yield _finding(where, f"{table.name} has no column {column}.")
        elif found[column] != dtype:
            yield _finding(where, f"{table.name}.{column} holds {found[column]}, not {dtype()}.")
    for column in found.keys() - table.dtypes.keys():
        yield _finding(place(table.name, column), f"{table.name} has a column {column} that the schema does not know.")


def _cells(table: Table, frame: pl.DataFrame) -> Iterator[Finding]:
    for column, dtype in table.dtypes.items():
        where = place(table.name, column)
        empty = frame[column].null_count()
        if empty and (table.name, column) not in _MAY_BE_EMPTY:
            yield _finding(where, f"{where}: {empty} cells are empty.", float(empty), 0.0)
        if dtype == pl.Float64:
            odd = len(frame) - empty - int(frame[column].is_finite().sum())
            if odd:
                yield _finding(where, f"{where}: {odd} cells are not finite numbers.", float(odd), 0.0)


def _unknown(table: Table, frame: pl.DataFrame, known: dict[str, set[str]]) -> Iterator[Finding]:
    for column, declared in table.columns.items():
        names = _NAMES.get(column) if declared.dtype == pl.String else None
        if names is None or (table.name, column) == ("awards", "period"):
            continue
        allowed = known[names] | ({"", None} if (table.name, column) in _MAY_BE_EMPTY else set())
        for value in sorted(set(frame[column].to_list()) - allowed, key=str):
            yield _finding(
                place(table.name, column),
                f"{table.name}.{column} = {value!r} is not one of the network's {names}.",
            )


def check_keys_and_signs(plan: Plan) -> Iterator[Finding]:
    """Rule `tables`: each key once, and nothing below zero but money."""
    for name, table in PLAN.items():
        frame = plan.tables[name].with_columns(pl.col(c).fill_null("") for t, c in _MAY_BE_EMPTY if t == name)
        twice = frame.group_by(table.key, maintain_order=True).len().filter(pl.col("len") > 1)
        for row in twice.iter_rows():
            where = place(name, *(value if isinstance(value, str) else figure(value) for value in row[:-1]))
            yield _finding(where, f"{where}: stands in {row[-1]} rows.", float(row[-1]), 1.0)
        if name != "money":
            yield from _negative(table, frame)


def _negative(table: Table, frame: pl.DataFrame) -> Iterator[Finding]:
    for column, dtype in table.dtypes.items():
        if dtype == pl.String or (table.name, column) in _MAY_BE_NEGATIVE:
            continue
        for row in frame.filter(pl.col(column) < -NOTHING).iter_rows(named=True):
            where = place(table.name, *(str(row[key]) for key in table.key))
            words = f"{where}: {column} {figure(row[column])} is below zero."
            yield _finding(where, words, row[column], 0.0)
