"""Shares typed as percents: 15 where 0.15 is meant."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.schema import Column

__all__ = ["meant"]

#: Shares that may be larger stand for prices, of which nobody knows what was meant.
_LARGEST: Final = 2.0
#: A share a little over the whole is a slip of another kind: 1.2 is not 1.2 percent.
_FIRST: Final = 2.0


def meant(column: Column, cell: pl.Expr) -> pl.Expr:
    """The share, as a text, that a percent above the bound of its column stands for; null where there is none."""
    if column.unit != "share" or column.le is None or column.le > _LARGEST:
        return pl.lit(None, pl.String)
    share = (cell / 100).round(12).cast(pl.String).str.replace(r"\.0$", "")
    return pl.when(cell > column.le, cell.is_between(_FIRST, 100 * column.le)).then(share)
