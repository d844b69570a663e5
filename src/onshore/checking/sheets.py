"""The tables of a network with the line of each row, so that a problem can say where it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from onshore.checking.days import LONGEST_PERIOD
from onshore.checking.problems import nothing
from onshore.network import Network

__all__ = ["LINE", "Horizon", "Sheets", "numbered"]

#: Column that says on which line of its CSV file a row stands; null if it stands in none.
LINE = "line"


def numbered(frame: pl.DataFrame, lines: pl.Series | None = None) -> pl.DataFrame:
    """The rows with their lines: those given, or as if the frame were written with a header on line 1."""
    if lines is None:
        return frame.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(LINE))
    return frame.with_columns(lines.alias(LINE))


@dataclass(frozen=True)
class Horizon:
    """The days that the periods cover: the first, the one after the last, lengths of the outer periods."""

    first: dt.date
    end: dt.date
    first_days: int
    last_days: int

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.first).days

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end - dt.timedelta(days=1)


@dataclass(frozen=True)
class Sheets:
    """A network under check: `sheets[name]` is a table with the column `line`.

    `lines` holds the lines of tables whose rows do not simply follow their header. `reported` are the
    problems found so far; rules that conclude from what is absent keep silent where a bad cell misleads them.
    `tight` asks of lanes that they have room for a piece.
    """

    network: Network
    lines: Mapping[str, pl.Series] = field(default_factory=dict)
    reported: pl.DataFrame = field(default_factory=nothing)
    tight: bool = False
    _cache: dict[str, pl.DataFrame] = field(default_factory=dict)

    def __getitem__(self, table: str) -> pl.DataFrame:
        if table not in self._cache:
            self._cache[table] = numbered(self.network.tables[table], self.lines.get(table))
        return self._cache[table]

    def derived(self, name: str, make: Callable[[Sheets], pl.DataFrame]) -> pl.DataFrame:
        """A table that several rules need, made once."""
        if name not in self._cache:
            self._cache[name] = make(self)
        return self._cache[name]

    def replaced(self, *, tight: bool = False, **rows: pl.DataFrame) -> Sheets:
        """The same network with other rows, each with its `line`, in some of the tables."""
        network = self.network.replace(**{name: frame.drop(LINE) for name, frame in rows.items()})
        lines = {**self.lines, **{name: frame[LINE] for name, frame in rows.items()}}
        return Sheets(network, lines, self.reported, tight or self.tight)

    @property
    def settings(self) -> Mapping[str, Any]:
        """Settings of the network."""
        return self.network.settings

    @property
    def start(self) -> dt.date | None:
        """First day that can still be planned; None if it is missing or bad."""
        start = self.settings["start"]
        return start if isinstance(start, dt.date) else None

    @cached_property
    def horizon(self) -> Horizon | None:
        """What the periods cover; None if there are none or a cell of them is bad."""
        periods = self["periods"].select("start", "days").drop_nulls()
        if periods.is_empty() or len(periods) < len(self["periods"]) or self.unsound(("periods",)):
            return None
        if not periods.select(pl.col("days").is_between(1, LONGEST_PERIOD).all()).item():
            return None
        first, last = periods.row(0), periods.row(-1)
        return Horizon(first[0], last[0] + dt.timedelta(days=last[1]), first[1], last[1])

    def unsound(self, places: tuple[str, ...]) -> bool:
        """Whether a problem was reported in one of the places, each `table` or `table.column`."""
        if self.reported.is_empty():
            return False
        wanted = pl.DataFrame({"place": places}, schema={"place": pl.String})
        place = pl.concat_str("table", pl.lit("."), "column")
        found = self.reported.select("table", place.alias("place"), "column")
        whole = found.filter(pl.col("column").is_null() | pl.col("table").is_in(wanted["place"].implode()))
        tables = wanted.select(pl.col("place").str.split(".").list.first())["place"]
        if not whole.filter(pl.col("table").is_in(tables.implode())).is_empty():
            return True
        return not found.join(wanted, on="place", how="semi").is_empty()
