"""Incentive schemes: members, years and what they count."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, nothing, said
from onshore.checking.sheets import LINE, Sheets

__all__ = [
    "fiscal_year_form",
    "fiscal_year_missing",
    "fiscal_year_of_other_days",
    "invoice_value_missing",
    "member_categories_disagree",
    "member_of_nothing",
    "outside_sales_of_outsider",
    "statement_of_outsider",
]

_FORM: Final = r"^(\d{4})-(\d{2})$"
_YEARS: Final = (
    ("periods", "fiscal_year"),
    ("scheme_members", "first_year"),
    ("outside_sales", "fiscal_year"),
    ("statements", "fiscal_year"),
)


def _begins(column: str) -> pl.Expr:
    """The calendar year in which a fiscal year of the right form begins; else null."""
    first = pl.col(column).str.extract(_FORM, 1).cast(pl.Int64)
    second = pl.col(column).str.extract(_FORM, 2).cast(pl.Int64)
    return pl.when((first + 1) % 100 == second).then(first)


def fiscal_year_form(sheets: Sheets) -> pl.DataFrame:
    """Fiscal years are written alike everywhere, or they would not be found."""
    parts = []
    for table, column in _YEARS:
        bad = sheets[table].filter(pl.col(column).is_not_null() & _begins(column).is_null())
        year = pl.col(column).str.extract(r"(\d{4})", 1).cast(pl.Int64)
        near = pl.format("{}-{}", year, ((year + 1) % 100).cast(pl.String).str.zfill(2))
        text = said("{} = '{}' is not a fiscal year like 2023-24.", pl.lit(column), pl.col(column))
        value = pl.col(column)
        parts.append(findings(bad, table, "fiscal_year_form", column, text=text, value=value, nearest=near))
    return gathered(parts)


def fiscal_year_missing(sheets: Sheets) -> pl.DataFrame:
    """Where companies are members of schemes, every period belongs to a fiscal year."""
    if sheets["scheme_members"].is_empty():
        return nothing()
    bad = sheets["periods"].filter(pl.col("fiscal_year").is_null())
    text = said(
        "fiscal_year of '{}' is empty, so its sales would count in no scheme. Write the year, like 2023-24.",
        "period",
    )
    return findings(bad, "periods", "fiscal_year_missing", "fiscal_year", text=text)


def fiscal_year_of_other_days(sheets: Sheets) -> pl.DataFrame:
    """A period begins in a calendar year of its fiscal year, and fiscal years do not go back."""
    begins = _begins("fiscal_year")
    late = pl.col("start").dt.year() - begins
    rows = sheets["periods"].with_columns(begins=begins, back=begins < begins.cum_max().shift())
    bad = rows.filter((late < 0) | (late > 1) | pl.col("back"))
    text = said(
        "'{}' begins on {}, which fiscal_year = '{}' does not fit: {}. Correct the year.",
        *("period", "start", "fiscal_year"),
        pl.when(pl.col("back")).then(pl.lit("the period before it is of a later one")).otherwise(pl.lit("other days")),
    )
    value = pl.col("fiscal_year")
    return findings(bad, "periods", "fiscal_year_of_other_days", "fiscal_year", text=text, value=value)


def member_of_nothing(sheets: Sheets) -> pl.DataFrame:
    """A scheme and category that a member names have terms in schemes."""
    schemes = sheets["schemes"].select("scheme", "category").drop_nulls().unique()
    members = sheets["scheme_members"].drop_nulls(["scheme", "category"])
    rows = members.join(schemes, on=["scheme", "category"], how="anti", maintain_order="left")
    strange = rows.join(schemes, on="scheme", how="anti", maintain_order="left").with_columns(value="scheme")
    strange = strange.join(nearest_values(strange["value"], schemes["scheme"]), on="value", how="left", validate="m:1")
    rows = rows.join(schemes, on="scheme", how="semi", maintain_order="left").with_columns(value="category")
    rows = rows.join(nearest_values(rows["value"], schemes["category"]), on="value", how="left", validate="m:1")
    value, near, rule = pl.col("value"), pl.col("nearest"), "member_of_nothing"
    how = "Add its terms to schemes.csv or correct the name."
    text = said("scheme = '{}' is not in schemes.", "value")
    category = said("category = '{}' is not in schemes for scheme '{}'.", "value", "scheme")
    table = "scheme_members"
    return gathered(
        [
            findings(strange, table, rule, "scheme", text=text, value=value, nearest=near, otherwise=how),
            findings(rows, table, rule, "category", text=category, value=value, nearest=near, otherwise=how),
        ]
    )


def member_categories_disagree(sheets: Sheets) -> pl.DataFrame:
    """Rows of one member are first years to choose from: its category is no choice, so it is the same in all."""
    key = ["scheme", "company"]
    rows = sheets["scheme_members"].drop_nulls([*key, "category"]).sort(LINE, maintain_order=True)
    rows = rows.with_columns(pl.col("category").first().over(key).alias("as_first"), at=pl.col(LINE).first().over(key))
    bad = rows.filter(pl.col("category") != pl.col("as_first"))
    text = said(
        "{} is in category '{}' of '{}' here and in '{}' in line {}: rows of one member are first years to choose "
        "from, and its category is no choice. Write the same one.",
        *("company", "category", "scheme", "as_first", "at"),
    )
    return findings(
        bad, "scheme_members", "member_categories_disagree", "category", text=text, value=pl.col("category")
    )


def outside_sales_of_outsider(sheets: Sheets) -> pl.DataFrame:
    """Sales to others are given for members only."""
    return _of_outsiders(sheets, "outside_sales", "outside_sales_of_outsider")


def statement_of_outsider(sheets: Sheets) -> pl.DataFrame:
    """Incentives are stated by members only."""
    return _of_outsiders(sheets, "statements", "statement_of_outsider")


def _of_outsiders(sheets: Sheets, table: str, rule: str) -> pl.DataFrame:
    key = ["scheme", "company"]
    members = sheets["scheme_members"].select(key).drop_nulls()
    bad = sheets[table].drop_nulls(key).join(members, on=key, how="anti", maintain_order="left")
    text = said(
        "{} is not a member of scheme '{}', so the row does nothing. Add it to scheme_members.csv or remove the row.",
        *("company", "scheme"),
    )
    return findings(bad, table, rule, "company", text=text, value=pl.col("company"))


def invoice_value_missing(sheets: Sheets) -> pl.DataFrame:
    """An item whose making a scheme rewards has an invoice value, or it would count for nothing."""
    groups = (
        sheets["schemes"].filter(pl.col("rate") > 0).select("scheme", "category", "item_group").drop_nulls().unique()
    )
    members = sheets["scheme_members"].select("scheme", "category", "company").drop_nulls()
    counted = members.join(groups, on=["scheme", "category"]).select("company", "item_group", "scheme")
    made = sheets["processes"].select("site", "item").drop_nulls().unique()
    made = made.join(sheets["sites"].select("site", "company").drop_nulls().unique("site"), on="site", validate="m:1")
    finished = sheets["items"].filter(pl.col("kind") == "finished")["group"].drop_nulls().unique().implode()
    counts = (pl.col("kind") == "finished") | ~pl.col("group").is_in(finished)
    items = sheets["items"].filter(counts, pl.col("invoice_value").is_null())
    items = items.select(LINE, "item", pl.col("group").alias("item_group")).unique("item")
    rows = items.join(made, on="item").join(counted, on=["company", "item_group"])
    rows = rows.sort(LINE, "company", "scheme").unique("item", keep="first", maintain_order=True)
    text = said(
        "{} has no invoice_value, but {} makes it under scheme '{}', which counts turnover. Give the "
        "value; 0 counts for "
        "nothing.",
        *("item", "company", "scheme"),
    )
    return findings(rows, "items", "invoice_value_missing", "invoice_value", text=text)
