"""What a folder or a workbook gives for a network, before it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from onshore.formats.texts import Texts

__all__ = ["Given"]


def _as_they_are(problems: pl.DataFrame) -> pl.DataFrame:
    """The places of problems of CSV files are right already."""
    return problems


@dataclass(frozen=True)
class Given:
    """Settings with their types, the texts of each table that is there, and problems of what cannot be read.

    `tables` is gone through once: a file is read when its turn comes. `placed` makes problems name the places where
    things stand, where these are not lines of CSV files. `tables` is None where nothing could be read at all.
    """

    settings: Mapping[str, Any]
    problems: pl.DataFrame
    tables: Iterable[tuple[str, Texts]] | None = None
    placed: Callable[[pl.DataFrame], pl.DataFrame] = _as_they_are
