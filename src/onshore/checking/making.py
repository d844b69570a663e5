"""Processes, the lines they run on, and how they grow."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import condensed, findings, gathered, nothing, said
from onshore.checking.sheets import LINE, Sheets

__all__ = [
    "qualification_disagrees",
    "ramp_without_start",
    "resource_elsewhere",
    "resource_in_two_places",
    "resource_without_hours",
    "routing_without_process",
]

_SHARED: Final = ("qualified", "qualification_cost", "qualification_days", "qualify_from")


def routing_without_process(sheets: Sheets) -> pl.DataFrame:
    """A routing belongs to a process."""
    key = ["site", "item", "process"]
    processes = sheets["processes"].select(key).drop_nulls()
    rows = sheets["routings"].drop_nulls(key).join(processes, on=key, how="anti", maintain_order="left")
    named = processes.group_by("site", "item").agg(pl.col("process").unique().sort().str.join(", ").alias("named"))
    rows = rows.join(named, on=["site", "item"], how="left", validate="m:1", maintain_order="left")
    has = pl.when(pl.col("named").is_null()).then(pl.lit("the site has no process for the item"))
    text = said(
        "process '{}' of {} at {} is not in processes: {}. Add it to processes.csv or correct the name.",
        *("process", "item", "site", has.otherwise(said("there it is called {}", "named"))),
    )
    found = findings(rows, "routings", "routing_without_process", "process", text=text, value=pl.col("process"))
    return condensed([found])


def resource_elsewhere(sheets: Sheets) -> pl.DataFrame:
    """A process runs on lines of its own site."""
    places = sheets["resources"].select("resource", pl.col("site").alias("stands")).drop_nulls().unique("resource")
    rows = sheets["routings"].join(places, on="resource", validate="m:1", maintain_order="left")
    rows = rows.filter(pl.col("site") != pl.col("stands"))
    text = said(
        "resource '{}' stands at {}, and the process of {} is at {}. Name a resource of {}.",
        *("resource", "stands", "item", "site", "site"),
    )
    return findings(rows, "routings", "resource_elsewhere", "resource", text=text, value=pl.col("resource"))


def resource_in_two_places(sheets: Sheets) -> pl.DataFrame:
    """All rows of a resource stand at one site: lines do not move."""
    rows = sheets["resources"].drop_nulls(["resource", "site"])
    first = rows.group_by("resource").agg(pl.col("site").first().alias("stands"), pl.col(LINE).first().alias("first"))
    rows = rows.join(first, on="resource", validate="m:1", maintain_order="left")
    rows = rows.filter(pl.col("site") != pl.col("stands"))
    text = said(
        "resource '{}' is at {} here and at {} above (line {}). Give lines at another site a name of their own.",
        *("resource", "site", "stands", pl.col("first").cast(pl.String).fill_null("?")),
    )
    return findings(rows, "resources", "resource_in_two_places", "site", text=text, value=pl.col("site"))


def resource_without_hours(sheets: Sheets) -> pl.DataFrame:
    """Lines that a process uses have hours somewhere in the horizon, unless their first row is after it."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    until = pl.col("from").shift(-1).over("resource", order_by="from")
    hours = pl.col("lines") * pl.col("hours_per_day") * pl.col("days_per_week")
    rows = sheets["resources"].with_columns(until=until, hours=hours)
    rows = rows.filter(pl.col("from") <= horizon.last, (pl.col("until") > horizon.first).fill_null(True))
    rows = rows.group_by("resource", maintain_order=True).agg(pl.col(LINE).first(), pl.col("hours").max())
    used = sheets["routings"].select("resource", "site", "item").unique("resource", keep="first")
    rows = rows.filter(pl.col("hours") == 0).join(used, on="resource", validate="1:1", maintain_order="left")
    text = said(
        "resource '{}' has no hours on any day of the horizon, but {} at {} is made on it. "
        "Give lines, hours_per_day and days_per_week above zero, or take it out of routings.csv.",
        *("resource", "item", "site"),
    )
    return findings(rows, "resources", "resource_without_hours", "hours_per_day", text=text, value="0")


def ramp_without_start(sheets: Sheets) -> pl.DataFrame:
    """A ramp says what holds from its first week on."""
    rows = sheets["ramps"].group_by("ramp", maintain_order=True).agg(pl.col(LINE).first(), pl.col("week").min())
    rows = rows.filter(pl.col("week") > 0)
    text = said(
        "ramp '{}' begins with week {}: nothing says what holds before. Add a row with week 0.",
        "ramp",
        "week",
    )
    return findings(rows, "ramps", "ramp_without_start", "week", text=text, value=pl.col("week"))


def qualification_disagrees(sheets: Sheets) -> pl.DataFrame:
    """Processes of one item at one site share a qualification, so they say the same about it.

    What a qualification costs and takes is asked only where one is needed: of processes that are not qualified.
    """
    key = ["site", "item"]
    rows = sheets["processes"].drop_nulls(key)
    first = rows.unique(key, keep="first", maintain_order=True).select(
        *key, pl.col(LINE).alias("first"), *(pl.col(c).alias(f"{c}_first") for c in _SHARED)
    )
    rows = rows.join(first, on=key, validate="m:1", maintain_order="left")
    parts = []
    for name in _SHARED:
        bad = rows.filter(pl.col(name).ne_missing(pl.col(f"{name}_first")))
        if name != "qualified":
            bad = bad.filter(~pl.col("qualified") & ~pl.col("qualified_first"))
        here, there = (pl.col(c).cast(pl.String).fill_null("nothing") for c in (name, f"{name}_first"))
        line = pl.col("first").cast(pl.String).fill_null("?")
        text = said(
            "{} = {} of {} at {}, but {} on line {}: processes of an item at a site share one qualification. "
            "Write the same on both lines.",
            *(pl.lit(name), here, "item", "site", there, line),
        )
        parts.append(findings(bad, "processes", "qualification_disagrees", name, text=text, value=here))
    return gathered(parts)
