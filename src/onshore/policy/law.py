"""The law that is shipped, read from its files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from onshore.policy.tables import LAW
from onshore.policy.unknown import UnknownName, nearest
from onshore.schema import Column

__all__ = ["ABROAD", "DESTINATIONS", "INDIA", "LAWS", "Row", "cited", "law", "rows"]

#: Name of the law of India: what functions read if nothing else is said.
INDIA: Final = "india"
#: Name of the duties of countries that India exports to: nothing else of their law is shipped.
ABROAD: Final = "abroad"
#: Every law that a network can stand on.
LAWS: Final = (INDIA,)
#: Where the duties of each country are, ISO 3166 alpha-2; EU is the European Union.
DESTINATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"IN": INDIA, "US": ABROAD, "EU": ABROAD, "GB": ABROAD, "AE": ABROAD}
)

Row = Mapping[str, Any]

_CITED: Final = re.compile(r"S:([A-Z0-9][A-Za-z0-9_-]*)")


@cache
def law(name: str = INDIA) -> Mapping[str, pl.DataFrame]:
    """The tables of a law as frames, typed as `LAW` declares them; one that is not shipped has no rows.

    Raises:
        UnknownName: if no such law is shipped.
    """
    shipped = dict.fromkeys((*LAWS, *DESTINATIONS.values()))
    if name not in shipped:
        raise UnknownName(f"No law '{name}' is shipped; there is {', '.join(shipped)}.")
    folder = files("onshore.policy") / "law" / name
    read = {}
    for table in LAW.values():
        file = folder / f"{table.name}.csv"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        cells = [{n: _cell(line[n], c) for n, c in table.columns.items()} for line in lines]
        read[table.name] = pl.DataFrame(cells, schema=table.dtypes)
    return MappingProxyType(read)


def _cell(text: str, column: Column) -> Any:
    """A text as the declared type, None if it is empty."""
    if text == "":
        return None
    if column.dtype == pl.Date:
        return dt.date.fromisoformat(text)
    if column.dtype == pl.Boolean:
        return {"true": True, "false": False}[text]
    if column.dtype == pl.Float64:
        return float(text)
    return int(text) if column.dtype == pl.Int64 else text


def rows(table: str, name: str = INDIA) -> Iterator[Row]:
    """The rows of a table of law, in the order of the file."""
    return law(name)[table].iter_rows(named=True)


def cited(source: str) -> dict[str, str]:
    """Key and address of each source that a row of law cites.

    Raises:
        UnknownName: if a key is not in `sources`.
    """
    known = {row["key"]: row["address"] for name in (ABROAD, INDIA) for row in rows("sources", name)}
    keys = list(dict.fromkeys(_CITED.findall(source)))
    for key in keys:
        if key not in known:
            raise UnknownName(f"There is no source '{key}'. Nearest: {', '.join(nearest(key, known)) or 'none'}.")
    return {key: known[key] for key in keys}
