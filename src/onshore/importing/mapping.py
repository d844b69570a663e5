"""The map of an import: which columns of somebody else's file become which columns of a network."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl

from onshore.checking.problems import nearest_to
from onshore.importing.units import UNITS_OF, factor
from onshore.schema import NETWORK, SETTINGS, Table

__all__ = ["Across", "Filled", "ImportMap", "MapError", "TableMap", "read_map"]

_DUPLICATES: Final = ("refuse", "first", "sum")


class MapError(ValueError):
    """The map cannot be followed; the message lists everything that is wrong with it, a line each."""


@dataclass(frozen=True)
class Filled:
    """How a column is filled: from a column of the file or with one value.

    `times` multiplies numbers. `period`: the cell is a date, and the period that it falls in is meant.
    """

    source: str = ""
    value: str | None = None
    times: float = 1.0
    period: bool = False


@dataclass(frozen=True)
class Across:
    """Columns that are cells: each becomes a row, its heading in a column `name`, its cell in a column `value`."""

    keep: tuple[str, ...]
    name: str
    value: str


@dataclass(frozen=True)
class TableMap:
    """One table of the network and the sheet or file that fills it."""

    table: Table
    source: str
    columns: Mapping[str, Filled]
    header: int = 1
    across: Across | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    duplicates: str = "refuse"


@dataclass(frozen=True)
class ImportMap:
    """A whole map: settings and periods of the network, how numbers and days are written, names, tables."""

    settings: Mapping[str, Any]
    tables: tuple[TableMap, ...]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    periods: pl.DataFrame | None = None
    decimal: str | None = None
    date_order: str | None = None


def read_map(path: Path) -> ImportMap:
    """The map in a TOML file.

    Raises:
        MapError: with everything that is wrong with it.
    """
    try:
        given = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MapError(f"{path.name} is not TOML: {error}.") from error
    reader = _Reader()
    found = reader.whole(given)
    if reader.wrong:
        raise MapError("\n".join(f"{path.name}: {text}" for text in reader.wrong))
    return found


class _Reader:
    """Reads a map and gathers what is wrong with it."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def whole(self, given: Mapping[str, Any]) -> ImportMap:
        self._known("the map", given, ("network", "periods", "decimal", "date_order", "names", "table"))
        settings = given.get("network", {})
        self._known("[network]", settings, tuple(SETTINGS))
        names = given.get("names", {})
        self._known("[names]", names, tuple(NETWORK))
        tables = tuple(t for n, entry in enumerate(given.get("table", ()), 1) if (t := self._table(n, entry)))
        if not given.get("table"):
            self.wrong.append("it has no [[table]]: say which table of the network comes from which sheet or file.")
        read = {name: given.get(name) for name in ("decimal", "date_order")}
        return ImportMap(settings, tables, names, self._periods(given.get("periods")), **read)

    def _known(self, where: str, given: Mapping[str, Any], names: tuple[str, ...]) -> None:
        for name in given:
            if name not in names:
                near = nearest_to(name, names)
                hint = f"Did you mean '{near}'?" if near else f"It may have {', '.join(names)}."
                self.wrong.append(f"{where} has no '{name}'. {hint}")

    def _periods(self, given: Mapping[str, Any] | None) -> pl.DataFrame | None:
        """Periods of equal length in days, or months of the calendar."""
        if given is None:
            return None
        self._known("[periods]", given, ("start", "days", "count"))
        start, days, count = given.get("start"), given.get("days"), given.get("count")
        if type(start) is not dt.date or not isinstance(count, int) or not (days == "month" or isinstance(days, int)):
            self.wrong.append('[periods] needs start (a date), count, and days: a number, or "month".')
            return None
        steps = [f"{i}mo" if days == "month" else f"{i * days}d" for i in range(count + 1)]
        first = pl.Series([start] * (count + 1)).dt.offset_by(pl.Series(steps)).to_list()
        names = [f"{day:%Y-%m}" if days == "month" else f"{day:%Y-%m-%d}" for day in first[:-1]]
        lengths = [float((after - day).days) for day, after in itertools.pairwise(first)]
        return pl.DataFrame({"period": names, "start": first[:-1], "days": lengths})

    def _table(self, number: int, given: Mapping[str, Any]) -> TableMap | None:
        where = f"[[table]] {number}"
        self._known(where, given, ("to", "from", "header", "across", "where", "duplicates", "columns"))
        name = given.get("to", "")
        if name not in NETWORK:
            near = nearest_to(str(name), list(NETWORK))
            hint = f"Did you mean '{near}'?" if near else f"Tables are {', '.join(NETWORK)}."
            self.wrong.append(f"{where}: there is no table '{name}'. {hint}")
            return None
        table, where = NETWORK[name], f"{where} ({name})"
        columns = given.get("columns", {})
        self._known(f"{where}.columns", columns, tuple(table.columns))
        filled = {
            to: self._filled(f"{where}.columns.{to}", table, to, entry)
            for to, entry in columns.items()
            if to in table.columns
        }
        missing = [to for to, column in table.columns.items() if column.required and to not in columns]
        if missing:
            self.wrong.append(f"{where}.columns lacks {', '.join(missing)}: every row of {name} must give it.")
        duplicates = given.get("duplicates", "refuse")
        if duplicates not in _DUPLICATES:
            self.wrong.append(f"{where}: duplicates = '{duplicates}' is not one of {', '.join(_DUPLICATES)}.")
        kept = {
            column: (v,) if isinstance(v, str) else tuple(map(str, v)) for column, v in given.get("where", {}).items()
        }
        across = self._across(where, given.get("across"))
        return TableMap(table, given.get("from", ""), filled, given.get("header", 1), across, kept, duplicates)

    def _across(self, where: str, given: Mapping[str, Any] | None) -> Across | None:
        if given is None:
            return None
        self._known(f"{where}.across", given, ("keep", "name", "value"))
        if not {"keep", "name", "value"} <= given.keys():
            self.wrong.append(
                f"{where}.across needs keep (columns that stay), name and value (what the others become)."
            )
            return None
        return Across(tuple(given["keep"]), given["name"], given["value"])

    def _filled(self, where: str, table: Table, to: str, given: Any) -> Filled:
        if isinstance(given, str):
            return Filled(source=given)
        if not isinstance(given, Mapping):
            self.wrong.append(f'{where} = {given!r}: write the name of a column, or {{ value = "..." }}.')
            return Filled()
        self._known(where, given, ("from", "value", "unit", "times", "period"))
        if ("from" in given) == ("value" in given):
            self.wrong.append(f"{where} needs either from (a column) or value.")
        unit = table.columns[to].unit
        times = float(given.get("times", 1.0))
        if "unit" in given:
            by = factor(unit, given["unit"])
            if by is None:
                can = ", ".join(UNITS_OF.get(unit, ())) or "none"
                self.wrong.append(f"{where}: '{given['unit']}' does not turn into {unit or 'a text'}. Known: {can}.")
            times *= by or 1.0
        if times != 1.0 and table.columns[to].dtype != pl.Float64:
            self.wrong.append(f"{where} holds no number with a fraction: unit and times do not go with it.")
        value = given.get("value")
        shown = None if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        return Filled(given.get("from", ""), shown, times, bool(given.get("period", False)))
