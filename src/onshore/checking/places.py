"""Sites: calendars that exist, and demand where customers are."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["calendars_unknown", "country_form", "currency_form", "demand_off_market"]

_COUNTRIES: Final = (("companies", "country"), ("sites", "country"), ("reliefs", "country"), ("duties", "destination"),
                     ("duties", "origin"))  # fmt: skip
_CURRENCIES: Final = (("sourcing", "currency"), ("processes", "currency"), ("lanes", "currency"),
                      ("items", "customs_currency"), ("exchange_rates", "currency"))  # fmt: skip


def _form(sheets: Sheets, places: tuple[tuple[str, str], ...], letters: int, rule: str, what: str) -> pl.DataFrame:
    parts = []
    for table, column in places:
        bad = sheets[table].filter(~pl.col(column).str.contains(f"^([A-Z]{{{letters}}}|\\*)$"))
        text = said(f"{{}} = '{{}}' is not {what}.", pl.lit(column), pl.col(column))
        upper = pl.col(column).str.to_uppercase()
        near = pl.when(upper.str.contains(f"^[A-Z]{{{letters}}}$")).then(upper)
        parts.append(findings(bad, table, rule, column, text=text, value=pl.col(column), nearest=near))
    return gathered(parts)


def country_form(sheets: Sheets) -> pl.DataFrame:
    """Countries are two capital letters, or one written otherwise would be another country."""
    return _form(sheets, _COUNTRIES, 2, "country_form", "a country of ISO 3166, like IN or CN")


def currency_form(sheets: Sheets) -> pl.DataFrame:
    """Currencies are three capital letters."""
    return _form(sheets, _CURRENCIES, 3, "currency_form", "a currency of ISO 4217, like INR or USD")


def calendars_unknown(sheets: Sheets) -> pl.DataFrame:
    """A calendar that a site names has rows."""
    known = sheets["calendars"]["calendar"].unique()
    rows = sheets["sites"].select(LINE, "site", pl.col("calendar").alias("value")).drop_nulls("value")
    rows = rows.filter(~pl.col("value").is_in(known.implode()))
    near = nearest_values(rows["value"], known, cutoff=0.7)  # below, china is taken for india
    rows = rows.join(near, on="value", how="left", validate="m:1")
    text = said("calendar = '{}' of {} is not in calendars.", "value", "site")
    return findings(
        rows,
        "sites",
        "calendars_unknown",
        "calendar",
        text=text,
        value=pl.col("value"),
        nearest=pl.col("nearest"),
        otherwise="Add its closed days to calendars.csv, or leave the cell empty.",
    )


def demand_off_market(sheets: Sheets) -> pl.DataFrame:
    """Customers are served at markets only."""
    sites = sheets["sites"].select("site", "kind").drop_nulls().filter(pl.col("kind") != "market").unique("site")
    rows = sheets["demand"].group_by("market", maintain_order=True).agg(pl.col(LINE).first(), pl.len().alias("rows"))
    rows = rows.join(sites, left_on="market", right_on="site", validate="1:1", maintain_order="left")
    more = pl.when(pl.col("rows") > 1).then(said(" ({} rows)", "rows")).otherwise(pl.lit(""))
    text = said(
        "market = '{}' is a {}{}. Demand stands at a site of kind market: add one and a lane to it.",
        *("market", "kind", more),
    )
    return findings(rows, "demand", "demand_off_market", "market", text=text, value=pl.col("market"))
