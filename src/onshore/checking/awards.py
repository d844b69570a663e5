"""Awards: bands that can be kept, one at a time."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, said, shown
from onshore.checking.sheets import LINE, Sheets

__all__ = ["award_band_empty", "award_groups_unknown", "award_lows_beyond_all", "award_of_components", "award_overlaps"]


def award_band_empty(sheets: Sheets) -> pl.DataFrame:
    """The least share is not above the greatest."""
    bad = sheets["awards"].filter(pl.col("low") > pl.col("high"))
    text = said(
        "low = {} is above high = {}: no share of {} lies in the band of {}. Correct one of them.",
        *("low", "high", "item_group", "company"),
    )
    return findings(bad, "awards", "award_band_empty", "low", text=text, value=pl.col("low"))


def award_lows_beyond_all(sheets: Sheets) -> pl.DataFrame:
    """Least shares that a brand promises of a group over the same days do not add up to more than all."""
    key = ["brand", "item_group", "from", "to"]
    sums = sheets["awards"].drop_nulls([*key, "low"]).group_by(key, maintain_order=True)
    bad = sums.agg(pl.col(LINE).first(), pl.col("low").sum(), pl.col("company").sort()).filter(pl.col("low") > 1 + 1e-9)
    text = said(
        "the low shares of {} that {} gives to {} from {} to {} add up to {}: more than all there is. "
        "Lower one of them.",
        *("item_group", "brand", pl.col("company").list.join(", "), "from", "to", pl.col("low").round(6)),
    )
    return findings(bad, "awards", "award_lows_beyond_all", "low", text=text, value=pl.col("low").round(6))


def award_overlaps(sheets: Sheets) -> pl.DataFrame:
    """One award of a brand, company and group holds on a day: shares of two could not both hold."""
    key = ["brand", "company", "item_group"]
    rows = sheets["awards"].drop_nulls([*key, "from", "to"]).sort("from", maintain_order=True)
    rows = rows.with_columns(
        until=pl.col("to").cum_max().shift().over(key),
        other=pl.col(LINE).shift().over(key),
        same=pl.col("from").shift().over(key) == pl.col("from"),
    )
    bad = rows.filter(pl.col("from") <= pl.col("until"), ~pl.col("same"))
    text = said(
        "the award of {} to {} begins on {}, but the one before it (line {}) holds until {}. End the "
        "earlier one before.",
        *("item_group", "company", "from", pl.col("other").cast(pl.String).fill_null("?"), "until"),
    )
    return findings(bad.sort(LINE), "awards", "award_overlaps", "from", text=text, value=pl.col("from"))


def award_groups_unknown(sheets: Sheets) -> pl.DataFrame:
    """A group that an award or a scheme names has an item."""
    known = sheets["items"]["group"].drop_nulls().unique()
    parts = []
    for table in ("awards", "schemes"):
        rows = sheets[table].select(LINE, pl.col("item_group").alias("value")).drop_nulls("value")
        if table == "schemes":
            # A scheme is law for many goods; only the members of a category make it matter here.
            key = ["scheme", "category"]
            rows = sheets[table].join(sheets["scheme_members"].select(key), on=key, how="semi", maintain_order="left")
            rows = rows.select(LINE, pl.col("item_group").alias("value"))
        rows = rows.filter(~pl.col("value").is_in(known.implode()))
        rows = rows.join(nearest_values(rows["value"], known), on="value", how="left", validate="m:1")
        text = said("item_group = '{}' is not the group of any item.", "value")
        how = "Correct the name, or give it to items in column group."
        near, value = pl.col("nearest"), pl.col("value")
        rule = "award_groups_unknown"
        parts.append(findings(rows, table, rule, "item_group", text=text, value=value, nearest=near, otherwise=how))
    return gathered(parts)


def award_of_components(sheets: Sheets) -> pl.DataFrame:
    """An award of a group without finished items only says terms: nobody's share of components is counted."""
    items = sheets["items"]
    finished = items.filter(pl.col("kind") == "finished")["group"].drop_nulls().unique().implode()
    parts = items["group"].drop_nulls().unique().implode()
    rows = sheets["awards"].filter(pl.col("item_group").is_in(parts) & ~pl.col("item_group").is_in(finished))
    found = []
    for column, counts in (
        ("low", pl.col("low") > 0),
        ("high", pl.col("high") < 1),
        ("commitment", pl.col("commitment") > 0),
    ):
        text = said(
            "{} = {}, but '{}' is a group of components, and awards count finished items only. Leave it empty: the "
            "award then says incentive_share and invoice_share.",
            *(pl.lit(column), shown(column), "item_group"),
        )
        bad = rows.filter(counts)
        found.append(findings(bad, "awards", "award_of_components", column, text=text, value=pl.col(column)))
    return gathered(found)
