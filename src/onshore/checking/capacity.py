"""No capacity where it is needed: ways that can give nothing in any period, wherever a demand hangs on them."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.flows import carried, piece_weights, room_of
from onshore.checking.hanging import SLOW, brought, hanging, slow_offers, slow_ways
from onshore.checking.idle import idle_offers, processes_by_line
from onshore.checking.lines import line_ready
from onshore.checking.problems import condensed, findings, nothing, said, shown
from onshore.checking.sheets import LINE, Horizon, Sheets

__all__ = ["nothing_bought", "nothing_made", "nothing_moved", "supplier_without_capacity"]

_PAIR = ["site", "item"]
#: What can take too many hours: the table and column that say so, the hours, and their words.
_TOO_LARGE: Final = (
    ("routings", "setup_hours", "setup_hours", "setting up for"),
    ("routings", "hours", "piece_hours", "one piece of"),
    ("processes", "lot", "lot_hours", "one lot of"),
    ("processes", "minimum_lot", "least_hours", "the smallest lot of"),
)


def nothing_made(sheets: Sheets) -> pl.DataFrame:
    """An item is released in some period, and its line has the hours of the smallest lot, or another way serves."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    slow = slow_ways(sheets, horizon)["processes"].filter(SLOW)
    rows = processes_by_line(sheets).filter(pl.col("fault").is_not_null())
    rows = rows.join(hanging(sheets), on=_PAIR, how="semi", maintain_order="left")
    rows = rows.join(slow, on=LINE, how="anti", maintain_order="left")
    lines = _lines(sheets, rows.filter(fault="line"))
    never = lines.filter(pl.col("investment").is_not_null() & (pl.col("ready").is_null() | _after("ready", horizon)))
    there = lines.join(never, on="resource", how="anti", maintain_order="left")
    return condensed(
        [
            *_unqualified(rows.filter(fault="qualified").unique(LINE, keep="first", maintain_order=True), horizon),
            _not_built(never, horizon),
            _not_yet(there.filter(_after("from", horizon)), horizon),
            _never_meeting(there.filter(~_after("from", horizon))),
            *_too_large(rows.filter(fault="hours")),
        ]
    )


def _after(column: str, horizon: Horizon) -> pl.Expr:
    return (pl.col(column) > horizon.last).fill_null(False)


def _unqualified(rows: pl.DataFrame, horizon: Horizon) -> list[pl.DataFrame]:
    """Items that are released only after the last period has begun."""
    late = _after("qualify_from", horizon)
    text = (
        "{} can be made at {} from {} at the earliest ({} = {}), and no period of the horizon, whose last day is {}, "
        "begins after that. Nothing else serves the demand that hangs on it. Qualify it sooner, set qualified if it is "
        "released already, or add periods."
    )
    parts = (("qualify_from", late, pl.col("qualify_from")), ("qualification_days", ~late, shown("qualification_days")))
    return [
        findings(
            rows.filter(where),
            *("processes", "nothing_made", column),
            text=said(text, "item", "site", "applied", pl.lit(column), value, pl.lit(str(horizon.last))),
            value=value,
        )
        for column, where, value in parts
    ]


def _lines(sheets: Sheets, rows: pl.DataFrame) -> pl.DataFrame:
    """The resources that these processes lack: first row, dates, investment, and `hangs`, what is made on them."""
    more = pl.when(pl.len() > 1).then(said(" and {} more", pl.len() - 1)).otherwise(pl.lit(""))
    hangs = said(
        "{} at {}{} hangs on it, and nothing else serves.", pl.col("item").first(), pl.col("site").first(), more
    )
    used = rows.group_by("resource", maintain_order=True).agg(hangs=hangs)
    hours = pl.col("lines") * pl.col("hours_per_day") * pl.col("days_per_week")
    begins = (
        sheets["resources"]
        .sort("from", LINE)
        .group_by("resource")
        .agg(pl.col("from", LINE).first(), hours.max().alias("hours"))
    )
    builds = sheets["investments"].select("resource", "investment", "lead_days", pl.col(LINE).alias("order"))
    builds = builds.unique("resource").join(line_ready(sheets), on="resource", how="left")
    # Lines without hours are told by resource_without_hours, whether anything hangs on them or not.
    used = used.join(begins.filter(pl.col("hours") > 0), on="resource", maintain_order="left")
    return used.join(builds, on="resource", how="left", maintain_order="left")


def _not_built(lines: pl.DataFrame, horizon: Horizon) -> pl.DataFrame:
    text = said(
        "no order of {} is ready within the horizon, whose last day is {}, so that resource '{}' has no hours, but {} "
        "Correct lead_days, from and to, or add periods.",
        *("investment", pl.lit(str(horizon.last)), "resource", "hangs"),
    )
    rows = lines.with_columns(pl.col("order").alias(LINE))
    return findings(rows, "investments", "nothing_made", "lead_days", text=text, value=shown("lead_days"))


def _not_yet(lines: pl.DataFrame, horizon: Horizon) -> pl.DataFrame:
    text = said(
        "resource '{}' has hours only from {} on, after the horizon, whose last day is {}, but {} "
        "Correct from, or name a line that is there in routings.csv.",
        *("resource", "from", pl.lit(str(horizon.last)), "hangs"),
    )
    return findings(lines, "resources", "nothing_made", "from", text=text, value=pl.col("from"))


def _never_meeting(lines: pl.DataFrame) -> pl.DataFrame:
    text = said(
        "resource '{}' has no hours in any period in which its site is open, the item is released and a piece would be "
        "ready within the horizon, but {} Correct the dates.",
        *("resource", "hangs"),
    )
    return findings(lines, "resources", "nothing_made", "from", text=text, value=pl.col("from"))


def _too_large(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Ways of which the least takes more hours than the line has in any period; the first cause is told."""
    parts = []
    for table, column, takes, words in _TOO_LARGE:
        text = said(
            "{} = {}: {} {} at {} takes {} hours on '{}', which has at most {} in a period, so that none is ever made. "
            "Nothing else serves the demand that hangs on it. Correct the number, or give the line more hours.",
            *(pl.lit(column), shown(column), pl.lit(words), "item", "site", _short(takes), "resource", _short("most")),
        )
        large = rows.filter(pl.col(takes) > pl.col("most"))
        rows = rows.join(large, on=[LINE, "routing"], how="anti", maintain_order="left")
        here = large.with_columns(pl.col("routing").alias(LINE)) if table == "routings" else large
        here = here.unique(LINE, keep="first", maintain_order=True)
        parts.append(findings(here, table, "nothing_made", column, text=text, value=shown(column)))
    return parts


def _short(number: str) -> pl.Expr:
    """A number with two decimals at most."""
    return pl.col(number).round(2).cast(pl.String).str.replace(r"\.0$", "")


def nothing_bought(sheets: Sheets) -> pl.DataFrame:
    """A supplier can deliver its least order in some period, or another offer serves."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    sold = brought(sheets, hanging(sheets)).select(pl.col("origin").alias("supplier"), "item").unique()
    # Offers of nothing and late ones have rules of their own.
    rows = idle_offers(sheets).filter(pl.col("capacity") > 0).sort(LINE)
    rows = rows.join(slow_offers(sheets, horizon).filter(SLOW), on=LINE, how="anti", maintain_order="left")
    rows = rows.join(sold, on=["supplier", "item"], how="semi", maintain_order="left")
    parts = []
    for column, where in (("moq", pl.col("moq") > pl.col("lot")), ("lot", pl.col("moq") <= pl.col("lot"))):
        text = said(
            "{} = {}: {} delivers {} in orders of at least {} and offers at most {} in a period (capacity = {} a day), "
            "so that nothing can be ordered, and no other offer serves. Lower {} or raise capacity.",
            *(pl.lit(column), shown(column), "supplier", "item", _short("least"), _short("most"), shown("capacity")),
            pl.lit(column),
        )
        parts.append(findings(rows.filter(where), "sourcing", "nothing_bought", column, text=text, value=shown(column)))
    return condensed(parts)


def nothing_moved(sheets: Sheets) -> pl.DataFrame:
    """A lane has room for a piece of what hangs on it, or another one serves."""
    if sheets.horizon is None:
        return nothing()
    lost = hanging(sheets)
    if lost.is_empty():
        return nothing()
    lanes = sheets["lanes"].with_columns(room=room_of(sheets)).filter(pl.col("room").is_finite())
    loads = carried(sheets).join(lost, left_on=["destination", "item"], right_on=_PAIR, how="semi").select(LINE, "item")
    loads = loads.join(piece_weights(sheets), on="item").sort(LINE, "item")
    rows = lanes.join(loads, on=LINE, maintain_order="left_right").filter(pl.col("piece") > pl.col("room"))
    rows = rows.unique(LINE, keep="first", maintain_order=True)
    text = said(
        "capacity = {}: the way by {} from {} to {} carries at most {} kg in a period, less than a piece of {} weighs, "
        "and nothing else brings it. Raise capacity, or leave the cell empty for no limit.",
        *(shown("capacity"), "mode", "origin", "destination", _short("room"), "item"),
    )
    return condensed([findings(rows, "lanes", "nothing_moved", "capacity", text=text, value=shown("capacity"))])


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
    rows = findings(found.filter("none"), "sourcing", "supplier_without_capacity", "capacity", text=text, value="0")
    return condensed([rows])
