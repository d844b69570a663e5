"""Ways by which nothing can ever be made, bought or moved, and what stands in their way.

For each process, offer and lane the most that it can give in any period is set against the least that it may give.
What could be more is taken as more: ramps and other users of a line or lane are left out, so that no way that serves
is called idle.
"""

from __future__ import annotations

import polars as pl

from onshore.checking.flows import piece_weights, room_of
from onshore.checking.lines import line_hours
from onshore.checking.opening import moments, openings, shares
from onshore.checking.sheets import LINE, Sheets

__all__ = ["idle_offers", "idle_processes", "may_be_full", "processes_by_line"]

_PROCESS = ["site", "item", "process"]
_OFFER = ["supplier", "item"]
#: Hours and pieces that rounding may lose.
_EASE = 1 + 1e-6


def processes_by_line(sheets: Sheets) -> pl.DataFrame:
    """Each process on each of its lines, and what the best of its periods lacks.

    Columns of both tables, with `routing` for the line of the routing's row; `applied`: the first day on which the item
    is released; `most`: hours of the line in its best period; `piece_hours`, `lot_hours`, `least_hours`: what one good
    piece, a lot and the smallest lot allowed take, with the set-up. `fault`: `qualified`, `line` or `hours`, the first
    that no period has; null if something can be made.
    """
    return sheets.derived("*processes_by_line", _processes_by_line)


def _processes_by_line(sheets: Sheets) -> pl.DataFrame:
    ways = _ways(sheets)
    kind = ["site", "resource", "applied", "lead_days", "least_hours"]
    kinds = ways.select(kind).unique()
    periods = kinds.join(openings(sheets), on="site").join(moments(sheets), on="t")
    periods = periods.join(line_hours(sheets), on=["resource", "t"], how="left", nulls_equal=False)
    free = pl.col("resource").is_null()
    done = pl.col("lead_days") < pl.col("left")
    qualified = done & (pl.col("applied") <= pl.col("begins")).fill_null(True)
    line = qualified & (free | pl.col("hours").is_not_null())
    enough = line & (free | (pl.col("hours") * _EASE >= pl.col("least_hours")))
    found = periods.group_by(kind).agg(
        pl.col("hours").filter(line).max().alias("most"),
        in_time=done.any(),
        released=qualified.any(),
        on_line=line.any(),
        in_hours=enough.any(),
    )
    fault = (
        pl.when(~pl.col("in_time"))
        .then(None)
        .when(~pl.col("released"))
        .then(pl.lit("qualified"))
        .when(~pl.col("on_line"))
        .then(pl.lit("line"))
        .when(~pl.col("in_hours"))
        .then(pl.lit("hours"))
    )
    return ways.join(found, on=kind, how="left", nulls_equal=True).with_columns(fault=fault)


def _ways(sheets: Sheets) -> pl.DataFrame:
    """Processes by line with the first day on which they are `applied` and the hours that they take."""
    applied = pl.col("qualify_from").fill_null(pl.lit(sheets.start, pl.Date))
    waits = pl.duration(days=pl.col("qualification_days").ceil().cast(pl.Int64))
    rows = sheets["processes"].select(
        *(LINE, *_PROCESS, "yield", "lead_days", "lot", "minimum_lot", "qualify_from", "qualification_days"),
        applied=pl.when(~pl.col("qualified")).then(applied + waits),
    )
    takes = (
        sheets["routings"].select(*_PROCESS, "resource", "hours", "setup_hours", routing=LINE).drop_nulls("resource")
    )
    rows = rows.join(takes, on=_PROCESS, how="left", maintain_order="left")
    lots = pl.max_horizontal((pl.col("minimum_lot") / pl.col("lot") - 1e-9).ceil(), 1.0)
    each = pl.col("hours") / pl.col("yield")
    hours = {"piece": pl.lit(1.0), "lot": pl.col("lot"), "least": lots * pl.col("lot")}
    return rows.with_columns(
        **{f"{name}_hours": each * number + pl.col("setup_hours") for name, number in hours.items()},
    )


def idle_processes(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`, `process` by which nothing can be made on any line."""
    idle = pl.col("fault").is_not_null().all()
    return processes_by_line(sheets).group_by(_PROCESS).agg(idle=idle).filter("idle").select(_PROCESS)


def idle_offers(sheets: Sheets) -> pl.DataFrame:
    """Offers, with their `line`, of which no period has the least order: `least` pieces and the `most` of a period."""
    return sheets.derived("*idle_offers", _idle_offers)


def _idle_offers(sheets: Sheets) -> pl.DataFrame:
    rows = sheets["sourcing"].drop_nulls([*_OFFER, "from"])
    if sheets.start is not None:
        rows = rows.filter((pl.col("known_from") <= sheets.start).fill_null(True))
    # Only where there is a limit can there be too little.
    rows = rows.filter(pl.col("capacity").is_not_null().any().over(_OFFER))
    lots = (pl.max_horizontal("moq", "lot") / pl.col("lot") - 1e-9).ceil()
    rows = rows.with_columns(least=lots * pl.col("lot"), a_day=pl.col("capacity").fill_null(float("inf"))).sort("from")
    worked = rows.select(_OFFER).unique().join(shares(sheets), left_on="supplier", right_on="site").sort("day")
    held = worked.join_asof(
        rows.select(*_OFFER, "from", "a_day", "least", pl.col(LINE).alias("row")).with_row_index("offer"),
        left_on="day",
        right_on="from",
        by=_OFFER,
        strategy="backward",
        check_sortedness=False,
    ).drop_nulls("offer")
    by_period = held.group_by(*_OFFER, "t").agg(
        (pl.col("a_day") * pl.col("share")).sum().alias("most"),
        pl.col("offer", "least").sort_by("day").last(),
    )
    most = by_period.group_by("offer").agg(
        pl.col("most").max(), (pl.col("most") * _EASE >= pl.col("least")).any().alias("serves")
    )
    return rows.with_row_index("offer").join(most, on="offer").filter(~pl.col("serves"))


def may_be_full(sheets: Sheets) -> bool:
    """Whether some lane has too little room for a piece of some item."""
    room = sheets["lanes"].select(room_of(sheets).alias("room"))["room"].min()
    heaviest = piece_weights(sheets)["piece"].max()
    return isinstance(room, float) and isinstance(heaviest, float) and room < heaviest
