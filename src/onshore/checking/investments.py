"""Investments: each builds lines of its own, where they stand; a scheme pays for them by a year that is known."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["capex_year_open", "investment_elsewhere", "line_built_twice"]


def line_built_twice(sheets: Sheets) -> pl.DataFrame:
    """A resource is built by one investment: a second one would bring the same hours again."""
    rows = sheets["investments"].drop_nulls("resource")
    rows = rows.with_columns(
        first=pl.col(LINE).first().over("resource"), by=pl.col("investment").first().over("resource")
    )
    bad = rows.filter(~pl.col("resource").is_first_distinct())
    text = said(
        "resource '{}' is built by {} already (line {}). Give the lines of {} a name of their own in resources.csv.",
        *("resource", "by", pl.col("first").cast(pl.String).fill_null("?"), "investment"),
    )
    return findings(bad, "investments", "line_built_twice", "resource", text=text, value=pl.col("resource"))


def investment_elsewhere(sheets: Sheets) -> pl.DataFrame:
    """An investment is at the site at which its resource stands."""
    places = sheets["resources"].select("resource", stands="site").drop_nulls().unique("resource", keep="first")
    rows = sheets["investments"].join(places, on="resource", validate="m:1", maintain_order="left")
    text = said(
        "{} is built at {}, but its resource '{}' stands at {}. Correct one of them.",
        *("investment", "site", "resource", "stands"),
    )
    bad = rows.filter(pl.col("site") != pl.col("stands"))
    return findings(bad, "investments", "investment_elsewhere", "site", text=text, value=pl.col("site"))


def capex_year_open(sheets: Sheets) -> pl.DataFrame:
    """A member of a category that pays for investment has one first year: a plan chooses it by sales alone."""
    paying = sheets["schemes"].filter(pl.col("capex_rate") > 0).select("scheme", "category").unique()
    rows = sheets["scheme_members"].join(paying, on=["scheme", "category"], how="semi", maintain_order="left")
    bad = rows.filter(~pl.struct("scheme", "company").is_first_distinct())
    text = said(
        "{} has several first years in {}, which pays for investment by year: say which one it has. Remove the others.",
        *("company", "scheme"),
    )
    return findings(bad, "scheme_members", "capex_year_open", "first_year", text=text, value=pl.col("first_year"))
