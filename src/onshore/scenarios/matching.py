"""Which rows a step is about."""

from __future__ import annotations

import fnmatch

import polars as pl

from onshore.scenarios.step import Step

__all__ = ["matching"]


def matching(step: Step, rows: pl.DataFrame) -> pl.Series:
    """True for each row that fits every pattern of the step's `match`."""
    hit = pl.repeat(True, len(rows), dtype=pl.Boolean, eager=True)
    for name, pattern in step.pairs("match").items():
        hit &= _fits(rows[name], pattern)
    return hit


def _fits(cells: pl.Series, pattern: str) -> pl.Series:
    """Which cells fit a pattern: empty ones, equal numbers, or texts as a file name fits it."""
    if pattern == "":
        return cells.is_null()
    if cells.dtype.is_numeric():
        try:
            return (cells == float(pattern)).fill_null(False)
        except ValueError:
            pass
    texts = cells.cast(pl.String)
    if cells.dtype.is_float():
        texts = texts.str.replace(r"\.0$", "")
    known = texts.unique().drop_nulls()
    fitting = pl.Series([t for t in known if fnmatch.fnmatchcase(t, pattern)], dtype=pl.String)
    return texts.is_in(fitting.implode()).fill_null(False)
