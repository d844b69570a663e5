"""A table as texts, as a file or a sheet gives it, before it is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from onshore.checking.problems import gathered, problem

__all__ = ["Texts", "columns_of", "faulty", "tidy", "unreadable"]

#: Begins the stand-in for the name of a column that has none.
_BARE: Final = "\0"


@dataclass(frozen=True)
class Texts:
    """A table as texts. `lines` says on which line of a file or row of a sheet each row begins."""

    frame: pl.DataFrame
    lines: pl.Series
    problems: pl.DataFrame


def unreadable(table: str, message: str, line: int | None = None) -> Texts:
    """A table of which nothing can be read."""
    return faulty(problem(table, "file", message, line=line))


def faulty(faults: pl.DataFrame) -> Texts:
    """No rows, but what is wrong."""
    return Texts(pl.DataFrame(), pl.Series("line", [], dtype=pl.Int64), faults)


def columns_of(table: str, header: Sequence[str]) -> tuple[list[str], pl.DataFrame]:
    """Names of the columns, and what is wrong with them. Columns at the end without a name get a stand-in."""
    names = [name.strip() for name in header]
    named = max((number for number, name in enumerate(names, start=1) if name), default=len(names))
    bare = [f"{_BARE}{number}" for number in range(named + 1, len(names) + 1)]
    return names[:named] + bare, _header_faults(table, names[:named])


def _header_faults(table: str, names: Sequence[str]) -> pl.DataFrame:
    if not any(names):
        return problem(table, "file", "the first line must hold the names of the columns; it is empty.", line=1)
    twice = [name for name, count in Counter(names).items() if count > 1]
    parts = []
    for name in twice:
        if name:
            text = f"two columns are called '{name}'. Remove one of them."
        else:
            text = "columns without a name. Name them or remove them."
        parts.append(problem(table, "file", text, line=1, value=name))
    if "" in names and "" not in twice:
        text = f"column {names.index('') + 1} has no name. Name it or remove it."
        parts.append(problem(table, "file", text, line=1, value=""))
    return gathered(parts)


def tidy(texts: Texts, table: str) -> Texts:
    """Without the empty columns beside a table and the empty rows below it that spreadsheets leave.

    Blanks alone are nothing. A column without a name that holds something is reported: it has lost its name.
    """
    bare = [name for name in texts.frame.columns if name.startswith(_BARE)]
    parts = [texts.problems]
    for name in bare:
        if texts.frame[name].str.contains(r"\S").any():
            text = f"column {name.removeprefix(_BARE)} has no name. Name it or remove it."
            parts.append(problem(table, "file", text, line=1, value=""))
    frame = texts.frame.drop(bare)
    some = frame.select(pl.any_horizontal(pl.all().str.contains(r"\S")).fill_null(False).alias("some"))["some"]
    if some.all():
        return Texts(frame, texts.lines, gathered(parts))
    return Texts(frame.filter(some), texts.lines.filter(some), gathered(parts))
