"""Sites: calendars that exist, and demand where customers are."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, nearest_values, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["calendars_unknown", "demand_off_market"]


def calendars_unknown(sheets: Sheets) -> pl.DataFrame:
    """A calendar that a site names has rows."""
    known = sheets["calendars"]["calendar"].unique()
    rows = sheets["sites"].select(LINE, "site", pl.col("calendar").alias("value")).drop_nulls("value")
    rows = rows.filter(~pl.col("value").is_in(known.implode()))
    rows = rows.join(nearest_values(rows["value"], known), on="value", how="left", validate="m:1")
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
