"""Lead times after which nothing arrives within the horizon, wherever a demand hangs on them."""

from __future__ import annotations

import polars as pl

from onshore.checking.hanging import SLOW, brought, hanging, slow_offers, slow_ways
from onshore.checking.problems import condensed, findings, nothing, said, shown
from onshore.checking.sheets import Sheets

__all__ = ["never_arrives", "never_delivers"]

_PAIR = ["site", "item"]


def never_arrives(sheets: Sheets) -> pl.DataFrame:
    """What leaves or is started in the first period comes within the horizon, wherever nothing else serves."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    rows, lost = slow_ways(sheets, horizon), hanging(sheets)
    if lost.is_empty():
        return nothing()
    first = brought(sheets, lost).unique(["origin", "destination"], keep="first", maintain_order=True)
    lanes = rows["lanes"].filter(SLOW).join(first, on=["origin", "destination"], maintain_order="left")
    processes = rows["processes"].filter(SLOW).join(lost, on=_PAIR, how="semi", maintain_order="left")
    end = pl.lit(horizon.last).cast(pl.String)
    late = (
        " takes {} days, and nothing else brings {} in time. Even from the middle of the first period that ends after "
        "the horizon, whose last day is {}. Shorten it, add periods or add a faster way."
    )
    way = said(f"the way by {{}} from {{}} to {{}}{late}", "mode", "origin", "destination", shown("days"), "item", end)
    making = said(f"making {{}} at {{}}{late}", "item", "site", shown("lead_days"), "item", end)
    rule, days = "never_arrives", ("days", "lead_days")
    return condensed(
        [
            findings(lanes, "lanes", rule, days[0], text=way, value=shown(days[0])),
            findings(processes, "processes", rule, days[1], text=making, value=shown(days[1])),
        ]
    )


def never_delivers(sheets: Sheets) -> pl.DataFrame:
    """An order placed on the first day can leave before the middle of the last period, or another offer serves."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    sold = brought(sheets, hanging(sheets)).select(pl.col("origin").alias("supplier"), "item").unique()
    slow = (
        slow_offers(sheets, horizon).filter(SLOW).join(sold, on=["supplier", "item"], how="semi", maintain_order="left")
    )
    text = said(
        "{} needs {} days from order to delivery of {}. Ordered on {}, the network's start, it leaves "
        "only after the last period, and no other offer serves. Shorten lead_days, set running if orders are placed "
        "already, or add periods.",
        *("supplier", shown("lead_days"), "item", pl.lit(str(sheets.start))),
    )
    found = findings(slow, "sourcing", "never_delivers", "lead_days", text=text, value=shown("lead_days"))
    return condensed([found])
