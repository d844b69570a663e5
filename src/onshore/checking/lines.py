"""Most hours of a line in each period: with overtime, and ordered as early as can be if it must be built."""

from __future__ import annotations

import polars as pl

from onshore.checking.opening import moments, shares
from onshore.checking.sheets import Sheets

__all__ = ["line_hours", "line_ready"]


def line_hours(sheets: Sheets) -> pl.DataFrame:
    """`resource`, `t`, `hours`: where there are any."""
    return sheets.derived("*line_hours", _line_hours)


def _line_hours(sheets: Sheets) -> pl.DataFrame:
    rows = sheets["resources"].drop_nulls(["resource", "from"]).sort("from")
    a_day = pl.col("lines") * pl.col("hours_per_day") * pl.col("days_per_week") / 7 * (1 + pl.col("overtime_share"))
    rows = rows.select("resource", "from", a_day=a_day)
    places = sheets["resources"].select("resource", "site").drop_nulls().unique("resource")
    worked = places.join(shares(sheets), on="site").sort("day")
    worked = worked.join_asof(rows, left_on="day", right_on="from", by="resource", check_sortedness=False)
    built = worked.join(line_ready(sheets), on="resource", how="left")
    built = built.filter(
        (pl.col("day") >= pl.col("ready")).fill_null(pl.col("resource").is_in(_free(sheets).implode()))
    )
    hours = built.group_by("resource", "t").agg((pl.col("share") * pl.col("a_day")).sum().alias("hours"))
    return hours.filter(pl.col("hours") > 0)


def _free(sheets: Sheets) -> pl.Series:
    """Lines that are there without an investment."""
    built = sheets["investments"].select("resource")
    return sheets["resources"].join(built, on="resource", how="anti")["resource"].unique()


def line_ready(sheets: Sheets) -> pl.DataFrame:
    """`resource`, `ready`: the first day that a line which must be built can have hours, if there is one."""
    half = pl.duration(hours=(pl.col("length") * 12).cast(pl.Int64))
    middles = moments(sheets).select(middle=pl.col("begins").cast(pl.Datetime) + half)
    orders = sheets["investments"].select("resource", "from", "to", "lead_days").join(middles, how="cross")
    begins = pl.col("middle") >= pl.max_horizontal("from", pl.lit(sheets.start, pl.Date)).cast(pl.Datetime)
    ends = pl.col("middle") < pl.col("to").cast(pl.Datetime) + pl.duration(days=1)
    backward = pl.col("to") < pl.col("from")  # that has a rule of its own
    orders = orders.filter((begins & ends.fill_null(True)) | backward.fill_null(False))
    ready = pl.col("middle") + pl.duration(seconds=(pl.col("lead_days") * 86400).round().cast(pl.Int64))
    whole = (ready + pl.duration(days=1) - pl.duration(seconds=1)).dt.date()
    return orders.group_by("resource").agg(whole.min().alias("ready"))
