"""Duties: a rate for whatever crosses a border, on every day and one a day."""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from onshore.checking.flows import carried
from onshore.checking.problems import findings, gathered, nothing, said
from onshore.checking.sheets import LINE, Horizon, Sheets

__all__ = ["crossings", "duty_missing", "duty_overlaps", "levy_missing", "preference_overlaps"]

_CROSSING: Final = ["duty_class", "origin_country", "country"]
_GOODS: Final = ("duty_class", "origin", "destination")


def crossings(sheets: Sheets) -> pl.DataFrame:
    """Items on lanes on which this network pays the import duty of another country."""
    rows = carried(sheets).filter("customs").rename({"destination_country": "country"})
    items = sheets["items"].select("item", "duty_class").drop_nulls().unique("item")
    return rows.join(items, on="item", validate="m:1").sort(LINE, "item")


def duty_missing(sheets: Sheets) -> pl.DataFrame:
    """Whatever crosses a border has a basic rate of duty on every day of the horizon."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    rows = crossings(sheets).unique(_CROSSING, keep="first", maintain_order=True)
    bare = _first_bare_days(rows.select(_CROSSING), _fitting(rows, sheets, "basic"), horizon)
    rows = rows.join(bare, on=_CROSSING, validate="1:1", maintain_order="left")
    text = said(
        "{} can cross from {} to {} here, but duties has no basic rate for class '{}' from {} to {} on {}. "
        "Add a row of kind basic that covers the day, or set duty_paid to false if the customer pays.",
        *("item", "origin_country", "country", "duty_class", "origin_country", "country", "bare"),
    )
    value = pl.col("duty_class")
    return findings(rows.sort(LINE), "lanes", "duty_missing", "duty_paid", text=text, value=value)


def levy_missing(sheets: Sheets) -> pl.DataFrame:
    """A surcharge or a recoverable tax that has rows for what crosses a border has one on every day of the horizon:
    a day without one is not known, and no levy is a row with rate 0.
    """
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    ways = crossings(sheets).unique(_CROSSING, keep="first", maintain_order=True)
    return gathered(_uncovered(ways, _fitting(ways, sheets, kind), horizon) for kind in ("surcharge", "recoverable"))


def _uncovered(ways: pl.DataFrame, rows: pl.DataFrame, horizon: Horizon) -> pl.DataFrame:
    """For each row that comes nearest to a day that some way needs and none covers, the first such day."""
    known = ways.join(rows, on=_CROSSING, how="semi")
    near = rows.join(_first_bare_days(known.select(_CROSSING), rows, horizon), on=_CROSSING)
    away = pl.max_horizontal(pl.col("bare") - pl.col("to"), pl.col("from") - pl.col("bare"))
    near = near.sort(away, maintain_order=True).unique(_CROSSING, keep="first", maintain_order=True)
    near = near.join(ways.select(*_CROSSING, "item"), on=_CROSSING, validate="1:1").sort("bare", "item")
    near = near.unique(["class", "from_country", "country", "from"], keep="first", maintain_order=True)
    end = pl.when(pl.col("to") == dt.date.max).then(pl.lit("")).otherwise(said(" to {}", "to"))
    text = said(
        "{} of class '{}' from {} into {}, which holds from {}{}, is the nearest row, and {} needs one on {}, coming "
        "from {}. Add a row that covers the day, with rate 0 if nothing is levied on it.",
        pl.col("kind").replace("recoverable", "recoverable tax"),
        *("class", "from_country", "country", "from"),
        *(end, "item", "bare", "origin_country"),
    )
    return findings(near.sort(LINE), "duties", "levy_missing", "from", text=text, value=pl.col("from"))


def _fitting(ways: pl.DataFrame, sheets: Sheets, kind: str) -> pl.DataFrame:
    """Rows of duty of a kind, of whatever day, that fit a way of goods across a border."""
    rows = sheets["duties"].filter(kind=kind).drop_nulls(["duty_class", "origin", "destination", "from"])
    named = rows.select(
        LINE,
        "kind",
        "from",
        pl.col("to").fill_null(dt.date.max),
        **{"class": "duty_class", "from_country": "origin", "country": "destination"},
    )
    return (
        ways.select(_CROSSING)
        .join(named, on="country")
        .filter(
            pl.col("class").is_in(["*"]) | (pl.col("class") == pl.col("duty_class")),
            pl.col("from_country").is_in(["*"]) | (pl.col("from_country") == pl.col("origin_country")),
        )
    )


def _first_bare_days(ways: pl.DataFrame, rows: pl.DataFrame, horizon: Horizon) -> pl.DataFrame:
    """For each way that has one, the first day of the horizon that none of its rows covers."""
    rows = rows.filter(pl.col("to") >= horizon.first, pl.col("from") <= horizon.last)
    # Stands for the day before the horizon: ways without any row have a first bare day too.
    eve = pl.lit(horizon.first - dt.timedelta(days=1), pl.Date)
    start = ways.select(*_CROSSING, eve.alias("from"), eve.alias("to"))
    end = ways.select(*_CROSSING, pl.lit(horizon.end, pl.Date).alias("from"), pl.lit(horizon.end, pl.Date).alias("to"))
    rows = pl.concat([start, rows.select(*_CROSSING, "from", "to"), end]).sort(*_CROSSING, "from", "to")
    covered = pl.col("to").cum_max().shift().over(_CROSSING)
    day_after = covered.dt.offset_by("1d")
    gaps = rows.with_columns(pl.when(covered < horizon.last).then(day_after).alias("bare"))
    gaps = gaps.filter(pl.col("from") > pl.col("bare"))
    return gaps.group_by(_CROSSING).agg(pl.col("bare").min())


def duty_overlaps(sheets: Sheets) -> pl.DataFrame:
    """On each day one row of the same class, kind, origin and destination holds."""
    key = ["duty_class", "kind", "origin", "destination"]
    return _overlaps(sheets, "duties", key, "duty_overlaps", "{} rate of class '{}' from {} to {}", "kind", *_GOODS)


def preference_overlaps(sheets: Sheets) -> pl.DataFrame:
    """On each day one row of the same site, item and destination holds."""
    key = ["site", "item", "destination"]
    words = "preferential duty on {} of {} into {}"
    return _overlaps(sheets, "preferential_duties", key, "preference_overlaps", words, "item", "site", "destination")


def _overlaps(sheets: Sheets, table: str, key: list[str], rule: str, words: str, *named: str) -> pl.DataFrame:
    rows = sheets[table].drop_nulls([*key, "from"]).sort("from", maintain_order=True)
    end = pl.col("to").fill_null(dt.date.max)
    before = rows.with_columns(
        until=end.cum_max().shift().over(key),
        other=pl.col(LINE).shift().over(key),
        same=pl.col("from").shift().over(key) == pl.col("from"),
    )
    # Rows of the same first day share their key, which is told elsewhere.
    bad = before.filter(pl.col("from") <= pl.col("until"), ~pl.col("same"))
    shown = pl.when(pl.col("until") == dt.date.max).then(pl.lit("has no end"))
    text = said(
        words + " begins on {}, but the one before it (line {}) {}: two rates on one day. "
        "End the earlier row on the day before.",
        *(*named, "from"),
        pl.col("other").cast(pl.String).fill_null("?"),
        shown.otherwise(said("holds until {}", "until")),
    )
    return findings(bad.sort(LINE), table, rule, "from", text=text, value=pl.col("from"))
