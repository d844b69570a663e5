"""Value targets: years that a plan has, and sales to hold them against."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, nearest_values, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["value_target_of_no_year", "value_target_without_sales"]


def value_target_of_no_year(sheets: Sheets) -> pl.DataFrame:
    """The fiscal year of a value target is one of the horizon, or it would ask for nothing."""
    years = sheets["periods"].select("fiscal_year").drop_nulls().unique(maintain_order=True)
    targets = sheets["value_targets"].drop_nulls("fiscal_year").filter(pl.col("fiscal_year") != "")
    bad = targets.join(years, on="fiscal_year", how="anti", maintain_order="left").with_columns(value="fiscal_year")
    near = nearest_values(bad["value"], years["fiscal_year"])
    bad = bad.join(near, on="value", how="left", validate="m:1", maintain_order="left")
    text = said("fiscal_year = '{}' is of no period, so the target asks for nothing.", "fiscal_year")
    return findings(
        bad,
        "value_targets",
        "value_target_of_no_year",
        "fiscal_year",
        text=text,
        value=pl.col("value"),
        nearest=pl.col("nearest"),
        otherwise="Remove the row, correct the year, or leave it empty for the whole horizon.",
    )


def value_target_without_sales(sheets: Sheets) -> pl.DataFrame:
    """A finished item made by a company with a value target has an invoice value, or its imports count and its sales
    do not.
    """
    asked = sheets["value_targets"].select("company").drop_nulls().unique()
    made = sheets["processes"].select("site", "item").drop_nulls().unique()
    made = made.join(sheets["sites"].select("site", "company").drop_nulls().unique("site"), on="site", validate="m:1")
    items = sheets["items"].filter(pl.col("kind") == "finished", pl.col("invoice_value").is_null())
    rows = items.select(LINE, "item").unique("item").join(made, on="item").join(asked, on="company", how="semi")
    rows = rows.sort(LINE, "company").unique("item", keep="first", maintain_order=True)
    text = said(
        "{} has no invoice_value, but {} makes it and has a value target, which is a share of sales. Give the value.",
        *("item", "company"),
    )
    return findings(rows, "items", "value_target_without_sales", "invoice_value", text=text)
