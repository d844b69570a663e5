"""Export reliefs: who claims which, of which country."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["relief_kinds_disagree", "relief_of_elsewhere", "relief_rate_unknown", "relief_unknown_later"]

_ROW: Final = ["relief", "country", "item_group", "from"]


def relief_of_elsewhere(sheets: Sheets) -> pl.DataFrame:
    """A plant claims a relief that `reliefs` knows and its own country grants."""
    reliefs = sheets["reliefs"].select("relief", grants="country").drop_nulls().unique()
    sites = sheets["sites"].select("site", "country").drop_nulls().unique("site")
    claims = sheets["relief_sites"].drop_nulls(["site", "relief"])
    strange = claims.join(reliefs, on="relief", how="anti", maintain_order="left").with_columns(value="relief")
    strange = strange.join(nearest_values(strange["value"], reliefs["relief"]), on="value", how="left", validate="m:1")
    known = claims.join(reliefs, on="relief", how="semi", maintain_order="left").join(sites, on="site")
    abroad = known.join(
        reliefs, left_on=["relief", "country"], right_on=["relief", "grants"], how="anti", maintain_order="left"
    )
    rule, value = "relief_of_elsewhere", pl.col("relief")
    text = said("relief = '{}' is not in reliefs.", "relief")
    country = said(
        "relief = '{}' is not granted by {}, where {} stands. Remove the row or correct the country of the relief.",
        *("relief", "country", "site"),
    )
    how = "Add its terms to reliefs.csv or correct the name."
    return gathered(
        [
            findings(
                strange,
                "relief_sites",
                rule,
                "relief",
                text=text,
                value=value,
                nearest=pl.col("nearest"),
                otherwise=how,
            ),
            findings(abroad, "relief_sites", rule, "relief", text=country, value=value),
        ]
    )


def relief_kinds_disagree(sheets: Sheets) -> pl.DataFrame:
    """All rows of a relief are of one kind."""
    rows = sheets["reliefs"].drop_nulls(["relief", "kind"])
    bad = rows.filter(pl.col("kind") != pl.col("kind").first().over("relief"))
    text = said("'{}' is of kind '{}' here and of another above. Give it a name of its own.", "relief", "kind")
    return findings(bad, "reliefs", "relief_kinds_disagree", "kind", text=text, value=pl.col("kind"))


def relief_unknown_later(sheets: Sheets) -> pl.DataFrame:
    """A relief that a plant can claim was looked up to the last period in which it can."""
    rows = _claimable(sheets).filter(pl.col("known_until") < pl.col("day"))
    bad = rows.sort("day", "site").unique(_ROW, keep="first", maintain_order=True)
    text = said(
        "'{}' of {} for '{}' since {} is known until {} only, and {} could claim it on {}. Look up whether it still "
        "holds and say so in known_until, end the row with to, or end the horizon before.",
        *("relief", "country", "item_group", "from", "known_until", "site", "day"),
    )
    return findings(
        bad.sort(LINE), "reliefs", "relief_unknown_later", "known_until", text=text, value=pl.col("known_until")
    )


def relief_rate_unknown(sheets: Sheets) -> pl.DataFrame:
    """The rate of a drawback that a plant can claim is known: what is not known is not zero."""
    rows = _claimable(sheets).filter(pl.col("kind") == "drawback", pl.col("rate").is_null())
    bad = rows.sort("day", "site").unique(_ROW, keep="first", maintain_order=True)
    text = said(
        "rate of '{}' of {} for '{}' since {} is empty, so not known, and {} could claim it on {}. Write the rate, 0 "
        "for none, or take the relief out of relief_sites.",
        *("relief", "country", "item_group", "from", "site", "day"),
    )
    return findings(bad.sort(LINE), "reliefs", "relief_rate_unknown", "rate", text=text)


def _claimable(sheets: Sheets) -> pl.DataFrame:
    """Rows of `reliefs` with each plant that could claim them for a group that it makes and can ship abroad, and the
    middle day of each period in which it could: the row of the group before that of all, the latest first.
    """
    sites = sheets["sites"].select("site", "country").drop_nulls().unique("site")
    lanes = sheets["lanes"].select("destination", site="origin").join(sites, on="site")
    lanes = lanes.join(sites.rename({"site": "destination", "country": "abroad"}), on="destination")
    exporters = lanes.filter(pl.col("country") != pl.col("abroad")).select("site", "country").unique()
    goods = sheets["items"].filter(kind="finished").select("item", "group").drop_nulls()
    made = sheets["processes"].select("site", "item").join(goods, on="item").select("site", "group").unique()
    middle = pl.col("start").dt.offset_by(pl.format("{}d", pl.col("days") // 2))
    days = sheets["periods"].drop_nulls(["start", "days"]).select(day=middle)
    claims = sheets["relief_sites"].select("site", "relief").drop_nulls().unique()
    claims = claims.join(exporters, on="site").join(made, on="site").join(days, how="cross")
    rows = claims.join(sheets["reliefs"].drop_nulls(["item_group", "from"]), on=["relief", "country"]).filter(
        pl.col("item_group").is_in(["*"]) | (pl.col("item_group") == pl.col("group")),
        pl.col("from") <= pl.col("day"),
        pl.col("to").is_null() | (pl.col("to") >= pl.col("day")),
    )
    rows = rows.sort(pl.col("item_group") != "*", "from")
    return rows.unique(["site", "relief", "group", "day"], keep="last", maintain_order=True)
