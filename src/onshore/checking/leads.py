"""Lead times after which nothing arrives within the horizon, and supplies of nothing."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, gathered, nothing, said, shown
from onshore.checking.sheets import LINE, Sheets

__all__ = ["never_arrives", "never_delivers", "supplier_without_capacity"]


def never_arrives(sheets: Sheets) -> pl.DataFrame:
    """What leaves or is started in the first period comes within the horizon (docs/meaning.md, 1)."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    most = horizon.days - horizon.first_days / 2
    lanes = sheets["lanes"].filter(pl.col("days") >= most)
    lane = said("the way by {} from {} to {} takes {}", "mode", "origin", "destination", shown("days"))
    processes = sheets["processes"].filter(pl.col("lead_days") >= most)
    process = said("making {} at {} takes {}", "item", "site", shown("lead_days"))
    after = pl.lit(
        f" days. Even from the middle of the first period that ends after the horizon, whose last day is "
        f"{horizon.last}."
        " Shorten it, add periods or remove the row."
    )
    rule = "never_arrives"
    return gathered(
        [
            findings(lanes, "lanes", rule, "days", text=lane + after, value=shown("days")),
            findings(processes, "processes", rule, "lead_days", text=process + after, value=shown("lead_days")),
        ]
    )


def never_delivers(sheets: Sheets) -> pl.DataFrame:
    """An order placed on the first day can leave the supplier before the middle of the last period."""
    horizon, start = sheets.horizon, sheets.start
    if horizon is None or start is None or start > horizon.last:
        return nothing()
    most = (horizon.end - start).days - horizon.last_days / 2
    rows = sheets["sourcing"].filter(~pl.col("running"), pl.col("lead_days") > most, pl.col("lead_days") > 0)
    text = said(
        "{} needs {} days from order to delivery of {}. Ordered on {}, the network's start, it leaves "
        "only after the last "
        "period. Shorten lead_days, set running if orders are placed already, or add periods.",
        *("supplier", shown("lead_days"), "item", pl.lit(str(start))),
    )
    return findings(rows, "sourcing", "never_delivers", "lead_days", text=text, value=shown("lead_days"))


def supplier_without_capacity(sheets: Sheets) -> pl.DataFrame:
    """An offer that holds within the horizon is one of more than nothing."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    key = ["supplier", "item"]
    rows = sheets["sourcing"].with_columns(until=pl.col("from").shift(-1).over(key, order_by="from"))
    rows = rows.filter(pl.col("from") <= horizon.last, (pl.col("until") > horizon.first).fill_null(True))
    found = rows.group_by(key, maintain_order=True).agg(
        pl.col(LINE).first(), (pl.col("capacity") == 0).fill_null(False).all().alias("none")
    )
    text = said(
        "{} offers {} with capacity 0 over the whole horizon. Empty means no limit; else give pieces a "
        "day, or remove "
        "the row.",
        *key,
    )
    return findings(found.filter("none"), "sourcing", "supplier_without_capacity", "capacity", text=text, value="0")
