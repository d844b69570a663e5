"""On which days, and for which part of them, places work: from `opens` to `closes`, less their calendars."""

from __future__ import annotations

import polars as pl

from onshore.checking.sheets import Sheets

__all__ = ["days", "moments", "openings", "shares"]

_HOURS_OF_WORK = ["opens", "closes", "calendar"]


def moments(sheets: Sheets) -> pl.DataFrame:
    """`t`, `begins`, `length`, `left`: periods from 0 on, and the days from the middle of each to the horizon's end."""
    length = pl.col("days").cast(pl.Float64)
    rows = sheets["periods"].select(begins="start", length=length).with_row_index("t").cast({"t": pl.Int64})
    return rows.with_columns(left=pl.col("length").cum_sum(reverse=True) - pl.col("length") / 2)


def days(sheets: Sheets) -> pl.DataFrame:
    """`day`, `t`: the days of the horizon with their periods."""
    return sheets.derived("*days", _days)


def _days(sheets: Sheets) -> pl.DataFrame:
    last = pl.col("begins").dt.offset_by(pl.format("{}d", pl.col("length").cast(pl.Int64) - 1))
    return moments(sheets).select(pl.date_ranges("begins", last).alias("day"), "t").explode("day")


def shares(sheets: Sheets) -> pl.DataFrame:
    """`site`, `day`, `t`, `share`: what is left of each day at each place, where that is anything."""
    hours = sheets["sites"].select("site", *_HOURS_OF_WORK).drop_nulls("site").unique("site")
    return hours.join(_worked(sheets), on=_HOURS_OF_WORK, nulls_equal=True).select("site", "day", "t", "share")


def _worked(sheets: Sheets) -> pl.DataFrame:
    """`opens`, `closes`, `calendar`, `day`, `t`, `share`: the same by what many places have in common."""
    return sheets.derived("*worked", _worked_anew)


def _worked_anew(sheets: Sheets) -> pl.DataFrame:
    off = sheets["calendars"].drop_nulls(["calendar", "from", "to"])
    covered = days(sheets).join_where(off, pl.col("day") >= pl.col("from"), pl.col("day") <= pl.col("to"))
    left = covered.group_by("calendar", "day").agg(pl.col("open_share").product().alias("share"))
    rows = sheets["sites"].select(_HOURS_OF_WORK).unique().join(days(sheets), how="cross")
    outside = (pl.col("day") < pl.col("opens")) | (pl.col("day") > pl.col("closes"))
    rows = rows.filter(~outside.fill_null(False)).join(left, on=["calendar", "day"], how="left")
    return rows.with_columns(pl.col("share").fill_null(1.0)).filter(pl.col("share") > 0)


def openings(sheets: Sheets) -> pl.DataFrame:
    """`site`, `t`: the periods in which a place works at all."""
    return sheets.derived("*openings", _openings)


def _openings(sheets: Sheets) -> pl.DataFrame:
    periods = _worked(sheets).select(*_HOURS_OF_WORK, "t").unique()
    hours = sheets["sites"].select("site", *_HOURS_OF_WORK).drop_nulls("site").unique("site")
    return hours.join(periods, on=_HOURS_OF_WORK, nulls_equal=True).select("site", "t")
