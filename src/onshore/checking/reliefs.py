"""Export reliefs: who claims which, of which country."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, gathered, nearest_values, said
from onshore.checking.sheets import Sheets

__all__ = ["relief_kinds_disagree", "relief_of_elsewhere"]


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
