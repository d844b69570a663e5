"""The horizon: periods without hole or overlap, and a start within."""

from __future__ import annotations

import datetime as dt

import polars as pl

from onshore.checking.days import LONGEST_PERIOD
from onshore.checking.problems import findings, gathered, nothing, problem, said
from onshore.checking.sheets import Sheets

__all__ = ["horizon_missing", "period_gaps", "period_too_long", "start_outside"]


def horizon_missing(sheets: Sheets) -> pl.DataFrame:
    """A network without periods has nothing to plan."""
    if not sheets["periods"].is_empty():
        return nothing()
    text = "there are no periods: nothing can be planned. Add a row for each month or week of the horizon."
    return problem("periods", "horizon_missing", text)


def period_gaps(sheets: Sheets) -> pl.DataFrame:
    """Each period begins on the day after the one before it ended."""
    ends = pl.col("start").dt.offset_by(pl.format("{}d", pl.col("days").clip(0, LONGEST_PERIOD)))
    before = {
        "due": ends.shift(),
        "before": pl.col("period").shift(),
        "start_before": pl.col("start").shift(),
    }
    rows = sheets["periods"].with_columns(**before).filter(pl.col("start") != pl.col("due"))
    late = (pl.col("start") - pl.col("due")).dt.total_days()
    fault = (
        pl.when(pl.col("start") <= pl.col("start_before"))
        .then(said("not after the start of '{}' above it: put the periods in order of time", "before"))
        .when(late > 0)
        .then(said("{} days after '{}' ends: a hole. It must begin on {}", late, "before", "due"))
        .otherwise(said("{} days before '{}' ends: an overlap. It must begin on {}", -late, "before", "due"))
    )
    text = said("'{}' begins on {}, {}.", "period", "start", fault)
    return findings(rows, "periods", "period_gaps", "start", text=text, value=pl.col("start"))


def period_too_long(sheets: Sheets) -> pl.DataFrame:
    """A period of many years is a mistyped one."""
    bad = sheets["periods"].filter(pl.col("days") > LONGEST_PERIOD)
    text = said("'{}' is {} days long, more than ten years. Correct the length.", "period", "days")
    return findings(bad, "periods", "period_too_long", "days", text=text, value=pl.col("days"))


def start_outside(sheets: Sheets) -> pl.DataFrame:
    """The first day that can still be planned is not after the first period."""
    horizon, start = sheets.horizon, sheets.start
    if horizon is None or start is None:
        return nothing()
    second = horizon.first + dt.timedelta(days=horizon.first_days)
    if start <= second:
        return nothing()
    after = "the whole horizon" if start > horizon.last else "the first period"
    text = (
        f"start = {start} is after {after}, which runs from {horizon.first} to "
        f"{horizon.last if start > horizon.last else second - dt.timedelta(days=1)}. "
        "Correct the start, or remove periods that are over."
    )
    return gathered([problem("network", "start_outside", text, column="start", value=str(start))])
