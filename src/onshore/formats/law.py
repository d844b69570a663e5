"""The duties of a shipped law as the base of a network's own."""

from __future__ import annotations

import datetime as dt

import polars as pl

from onshore.policy import law
from onshore.schema import NETWORK

__all__ = ["with_law"]

_KEY = ["duty_class", "kind", "origin", "destination"]


def with_law(name: str, own: pl.DataFrame, lines: pl.Series | None = None) -> tuple[pl.DataFrame, pl.Series]:
    """Rows of law before the network's own, with the line of each; rows of law stand on none.

    A row of law gives way to any own row of the same class, kind, origin and destination that holds on one of its
    days: the whole row, so that the own ones must cover what they take over.

    Args:
        name: of the law.
        own: rows of `duties.csv`, typed; cells that could not be read are null and take nothing over.
        lines: their lines.
    """
    declared = NETWORK["duties"]
    filled = [
        pl.col(column).fill_null(c.default) if c.default is not None and not c.required else pl.col(column)
        for column, c in declared.columns.items()
    ]
    base = law(name)["duties"].select(filled).with_row_index("number")
    held = own.select(*_KEY, since="from", until=pl.col("to").fill_null(dt.date.max))
    met = base.join(held, on=_KEY).filter(
        pl.col("since") <= pl.col("to").fill_null(dt.date.max), pl.col("until") >= pl.col("from")
    )
    kept = base.join(met, on="number", how="anti", maintain_order="left").drop("number")
    nowhere = pl.Series("line", [None] * len(kept), dtype=pl.Int64)
    if lines is None:
        lines = pl.int_range(2, len(own) + 2, dtype=pl.Int64, eager=True)
    return pl.concat([kept, own]), pl.concat([nowhere, lines.cast(pl.Int64).alias("line")])
