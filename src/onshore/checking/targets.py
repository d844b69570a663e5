"""Value targets: periods that a plan has, places and items of the company, and sales to hold them against."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, nearest_values, said
from onshore.checking.sheets import LINE, Sheets

__all__ = [
    "value_target_elsewhere",
    "value_target_of_no_period",
    "value_target_of_no_year",
    "value_target_of_nothing",
    "value_target_without_sales",
]


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


def value_target_of_no_period(sheets: Sheets) -> pl.DataFrame:
    """Some period lies between the first and the last of a value target, and in its fiscal year."""
    periods = sheets["periods"].drop_nulls(["period", "start"]).unique("period").sort("start").with_row_index("t")
    begins, ends = (periods.select(pl.col("period").alias(k), pl.col("t").alias(f"{k}_t")) for k in ("first", "last"))
    years = periods.group_by("fiscal_year").agg(year_first=pl.col("t").min(), year_last=pl.col("t").max())
    rows = sheets["value_targets"].join(begins, on="first", how="left").join(ends, on="last", how="left")
    rows = rows.join(years, on="fiscal_year", how="left").sort(LINE)
    since = pl.max_horizontal("first_t", "year_first")
    until = pl.min_horizontal("last_t", "year_last")
    text = said(
        "no period is in fiscal_year '{}' from first = '{}' to last = '{}', so the target asks for nothing. Correct "
        "one of them, or leave it empty.",
        *("fiscal_year", "first", "last"),
    )
    bad = rows.filter(since > until)
    return findings(bad, "value_targets", "value_target_of_no_period", "first", text=text, value=pl.col("first"))


def value_target_elsewhere(sheets: Sheets) -> pl.DataFrame:
    """The site of a value target is one of its company's."""
    owners = sheets["sites"].select("site", owner="company").drop_nulls().unique("site")
    rows = sheets["value_targets"].join(owners, on="site", validate="m:1", maintain_order="left")
    text = said(
        "{} is a site of {}, not of {}. Name one of its own, or leave it empty for all of them.",
        *("site", "owner", "company"),
    )
    bad = rows.filter(pl.col("owner") != pl.col("company"))
    return findings(bad, "value_targets", "value_target_elsewhere", "site", text=text, value=pl.col("site"))


def value_target_of_nothing(sheets: Sheets) -> pl.DataFrame:
    """The item of a value target is a finished one that the company makes where the target looks."""
    goods = sheets["items"].filter(pl.col("kind") == "finished").select("item").drop_nulls()
    owners = sheets["sites"].select("site", "company").drop_nulls().unique("site")
    made = sheets["processes"].select("site", "item").join(goods, on="item", how="semi").join(owners, on="site")
    made = pl.concat([made, made.with_columns(site=pl.lit(""))]).select("company", "site", "item").unique()
    asked = sheets["value_targets"].filter(pl.col("item") != "")
    bad = asked.join(made, on=["company", "site", "item"], how="anti", maintain_order="left")
    text = said(
        "{} is no finished item that {} makes{}, so the target asks for nothing. Name another, or leave it empty for "
        "all that it makes.",
        *("item", "company", pl.when(pl.col("site") == "").then(pl.lit("")).otherwise(said(" at {}", "site"))),
    )
    return findings(bad, "value_targets", "value_target_of_nothing", "item", text=text, value=pl.col("item"))


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
