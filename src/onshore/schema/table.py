"""How a table is declared: its columns, key, units, bounds and what a missing row means.

A declaration is data. From it come reading and checking, the documentation page, random networks for
property tests and, later, templates, databases and grids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import polars as pl

__all__ = ["MOST", "REQUIRED", "UNITS", "Column", "Table"]


class _Required:
    """The default of a column that has none."""

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()

#: The closed set of units. `money` is the network's currency unless the table has a `currency` column.
UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "": "a name or a text",
        "date": "calendar date, YYYY-MM-DD",
        "day": "days",
        "week": "weeks",
        "year": "years of 365 days",
        "days/week": "working days in a week",
        "share": "a fraction: 0.05 is five percent",
        "degree": "degrees of latitude or longitude",
        "unit": "pieces of the item",
        "unit/unit": "pieces of the component in one piece of the item",
        "unit/day": "pieces a calendar day",
        "line": "production lines",
        "h": "hours",
        "h/unit": "hours for one piece",
        "h/day": "hours a working day",
        "kg/unit": "kilograms a piece",
        "kg/day": "kilograms a calendar day",
        "money": "currency",
        "money/unit": "currency a piece",
        "money/day": "currency a calendar day",
        "money/h": "currency an hour",
        "money/kg": "currency a kilogram",
        "money/unit/day": "currency a piece a calendar day",
        "rank": "a whole number that orders",
        "weight": "a multiplier",
        "rate": "network currency for one unit of the foreign currency",
    }
)

#: The most that a cell of a network can hold in a unit, where its column says no less. Nobody means more, and the
#: search would not tell one piece from none beside it.
MOST: Final[Mapping[str, float]] = MappingProxyType(
    {
        "day": 1e5,
        "week": 1e4,
        "year": 1e3,
        "unit": 1e12,
        "unit/unit": 1e9,
        "unit/day": 1e12,
        "line": 1e6,
        "h": 1e6,
        "h/unit": 1e6,
        "kg/unit": 1e6,
        "kg/day": 1e12,
        "money": 1e15,
        "money/unit": 1e12,
        "money/day": 1e12,
        "money/h": 1e12,
        "money/kg": 1e12,
        "money/unit/day": 1e12,
        "weight": 1e6,
        "rate": 1e9,
    }
)


#: The number nearest to zero, but for zero, that a cell can hold: the search would not tell less from none.
LEAST: Final = 1e-9


@dataclass(frozen=True)
class Column:
    """One column: what it holds, in which unit, within which bounds.

    `default` is REQUIRED, a value, or None (an empty cell stays empty and `meaning` says what that means).
    `reference` names the table whose first key column must hold the value. `choices` closes a set of words.
    `wildcard` lets the column hold `*` for "any".
    """

    dtype: type[pl.DataType]
    unit: str
    meaning: str
    default: Any = REQUIRED
    reference: str = ""
    ge: float | None = None
    le: float | None = None
    gt: float | None = None
    choices: tuple[str, ...] = ()
    wildcard: bool = False

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit {self.unit!r} is not one of {sorted(UNITS)}")

    @property
    def required(self) -> bool:
        """Whether a row must give a value."""
        return self.default is REQUIRED


@dataclass(frozen=True)
class Table:
    """One tidy table. Its rows are told apart by `key`; `absent` says what a row that is not there means."""

    name: str
    meaning: str
    key: tuple[str, ...]
    absent: str
    columns: Mapping[str, Column]

    @property
    def dtypes(self) -> dict[str, type[pl.DataType]]:
        """Column names and types, in order."""
        return {name: column.dtype for name, column in self.columns.items()}

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=self.dtypes)

    def is_name(self, column: str) -> bool:
        """Whether the cells of a column are names, by which rows find each other."""
        declared = self.columns[column]
        return declared.dtype == pl.String and (column in self.key or declared.reference != "")
