"""Files in the folder of a network that look like a table and are none: what stands in them would not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import polars as pl

from onshore.checking.problems import nearest_to, problem
from onshore.schema import NETWORK

__all__ = ["strangers"]

#: Pages about a table and pictures of it may bear its name.
_PAGES: Final = (".md", ".html", ".pdf", ".png", ".svg")
#: What editors leave beside a table that they changed. Without the table they are all that is left of it.
_FORMER: Final = (".bak", ".orig", ".tmp", ".swp")


def strangers(files: set[str]) -> Iterator[pl.DataFrame]:
    """Problems of files by their names: a mistyped one would otherwise be an empty table."""
    for name in sorted(files):
        table = name.partition(".")[0].lower()
        if table in NETWORK:
            file = next((file for file in (f"{table}.csv", f"{table}.parquet") if file in files), None)
            if name != file and not _aside(name, there=file is not None):
                yield _unread(name, table, file)
        elif PurePath(name).suffix.lower() == ".csv":
            yield _unknown(name)


def _aside(name: str, there: bool) -> bool:
    """Whether a file may bear the name of a table; `there`: the table has its file."""
    suffix = PurePath(name).suffix.lower()
    return suffix in _PAGES or (there and (suffix in _FORMER or name.endswith("~")))


def _unread(name: str, table: str, there: str | None) -> pl.DataFrame:
    """A file that bears the name of a table in other letters or another format; `there`: the one that is read."""
    file = f"{table}.csv"
    text = f"'{name}' is not read: the file of a table is called exactly {file}."
    if there and PurePath(name).suffix == ".parquet":
        return problem(
            table, "file", f"'{name}' is not read: {there} is there too. Keep the one that holds.", value=name
        )
    if not name.lower().endswith((".csv", ".csv.txt")):
        text += f" Save it as `CSV UTF-8` under the name {file}, and keep '{name}' elsewhere."
        return problem(table, "file", text, value=name)
    if there:
        return problem(table, "file", f"{text} That one is there too: keep the one that holds.", value=name)
    return problem(table, "file", f"{text} Rename it.", value=name, nearest=file)


def _unknown(name: str) -> pl.DataFrame:
    """A CSV file of no table."""
    stem = PurePath(name).stem
    near = nearest_to(stem, list(NETWORK))
    text = f"there is no table '{stem}'." + ("" if near else f" Tables are {', '.join(NETWORK)}.")
    return problem(stem, "file", text, value=name, nearest=near)
