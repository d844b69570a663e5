"""What all tables of a network share: types, columns that many have, and how a table is written down."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from onshore.schema.table import MOST, Column, Table

__all__ = ["KNOWN_UNTIL", "SOURCE", "B", "D", "F", "I", "S", "declare", "reference"]

S, F, I, D, B = pl.String, pl.Float64, pl.Int64, pl.Date, pl.Boolean  # noqa: E741

SOURCE: Final = Column(S, "", "Where the row comes from: a citation, or the word `assumption` and the reasoning.", None)
KNOWN_UNTIL: Final = Column(
    D,
    "date",
    "Last day for which the row was looked up: a horizon that needs it later is refused. Empty: no such day.",
    None,
)


def declare(name: str, meaning: str, key: tuple[str, ...], absent: str, /, **columns: Column) -> Table:
    """A table of a network: its columns as named, a trailing underscore dropped, and `source`.

    A column without a greatest value has that of its unit.
    """
    named = {k.rstrip("_"): c if c.le is not None else replace(c, le=MOST.get(c.unit)) for k, c in columns.items()}
    return Table(name, meaning, key, absent, MappingProxyType({**named, "source": SOURCE}))


def reference(
    table: str, meaning: str, default: Any = None, *, required: bool = True, wildcard: bool = False
) -> Column:
    """A column that names a row of another table."""
    if required:
        return Column(S, "", meaning, reference=table, wildcard=wildcard)
    return Column(S, "", meaning, default, reference=table, wildcard=wildcard)
