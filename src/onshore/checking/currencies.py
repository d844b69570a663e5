"""Exchange rates for every currency in which an amount is given."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["exchange_rate_missing", "exchange_rate_of_own"]

_COLUMNS: Final = (
    ("processes", "currency", None),
    ("sourcing", "currency", "from"),
    ("lanes", "currency", None),
    ("items", "customs_currency", None),
)


def _own(sheets: Sheets) -> str:
    """Currency of the network; empty if it is missing."""
    own = sheets.settings["currency"]
    return own if isinstance(own, str) else ""


def exchange_rate_missing(sheets: Sheets) -> pl.DataFrame:
    """A currency has a rate from the first day on which an amount in it can be due."""
    own, horizon = _own(sheets), sheets.horizon
    if not own or horizon is None:
        return gathered([])
    rates = (
        sheets["exchange_rates"].group_by(pl.col("currency").alias("value")).agg(pl.col("from").min().alias("begins"))
    )
    parts = []
    for table, column, since in _COLUMNS:
        first = pl.lit(horizon.first, pl.Date)
        needed = first if since is None else pl.max_horizontal(pl.col(since), first)
        rows = sheets[table].select(LINE, pl.col(column).alias("value"), needed.alias("needed")).drop_nulls("value")
        rows = rows.filter(pl.col("value") != own, pl.col("needed") <= horizon.last)
        rows = rows.group_by("value", maintain_order=True).agg(pl.len(), pl.col(LINE).first(), pl.col("needed").min())
        rows = rows.join(rates, on="value", how="left", validate="1:1", maintain_order="left")
        rows = rows.filter((pl.col("begins") > pl.col("needed")).fill_null(True))
        parts.append(_told(rows, table, column, [own, *rates["value"]]))
    return gathered(parts)


def _told(rows: pl.DataFrame, table: str, column: str, known: list[str]) -> pl.DataFrame:
    near = nearest_values(rows.filter(pl.col("begins").is_null())["value"], known)
    rows = rows.join(near, on="value", how="left", validate="1:1", maintain_order="left")
    more = pl.when(pl.col("len") > 1).then(said(" ({} rows)", "len")).otherwise(pl.lit(""))
    fault = (
        pl.when(pl.col("begins").is_null())
        .then(pl.lit("has no row in exchange_rates"))
        .otherwise(said("has no exchange rate before {}, but is needed from {}", "begins", "needed"))
    )
    text = said("{} = '{}'{} {}.", pl.lit(column), "value", more, fault)
    how = "Add a row to exchange_rates.csv that begins on the first day of the horizon or before."
    value, nearest = pl.col("value"), pl.col("nearest")
    return findings(
        rows, table, "exchange_rate_missing", column, text=text, value=value, nearest=nearest, otherwise=how
    )


def exchange_rate_of_own(sheets: Sheets) -> pl.DataFrame:
    """The network's own currency is worth one of itself: a row for it would be left out of account."""
    rows = sheets["exchange_rates"].filter(pl.col("currency") == _own(sheets))
    text = said("'{}' is the network's own currency and has no exchange rate. Remove the row.", "currency")
    value = pl.col("currency")
    return findings(rows, "exchange_rates", "exchange_rate_of_own", "currency", text=text, value=value)
