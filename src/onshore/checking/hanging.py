"""Demand that hangs on rows of no use: ways that are too slow for the horizon, and ways that can give nothing.

Such a row does no harm where another one serves: a sea lane beside an air lane in a plan of two weeks, a second
supplier, a line that comes next year. It is told only where a demand hangs on it.
"""

from __future__ import annotations

import polars as pl

from onshore.checking.flows import able, carried, lasting, wanted
from onshore.checking.idle import idle_offers, idle_processes, may_be_full
from onshore.checking.sheets import LINE, Horizon, Sheets
from onshore.checking.unserved import unserved

__all__ = ["SLOW", "brought", "hanging", "slow_offers", "slow_ways"]

SLOW = "slow"
_PAIR = ["site", "item"]
_PROCESS = ["site", "item", "process"]


def slow_ways(sheets: Sheets, horizon: Horizon) -> dict[str, pl.DataFrame]:
    """Lanes and processes with `slow`: whether what leaves or is started in the first period comes too late."""
    most = horizon.days - horizon.first_days / 2
    late = {"lanes": pl.col("days") >= most, "processes": pl.col("lead_days") >= most}
    return {name: sheets[name].with_columns(late_.fill_null(False).alias(SLOW)) for name, late_ in late.items()}


def slow_offers(sheets: Sheets, horizon: Horizon) -> pl.DataFrame:
    """Offers with `slow`: whether an order placed on the first day leaves after the middle of the last period."""
    start = sheets.start
    if start is None or start > horizon.last:
        return sheets["sourcing"].with_columns(pl.lit(False).alias(SLOW))
    most = (horizon.end - start).days - horizon.last_days / 2
    late = ~pl.col("running") & (pl.col("lead_days") > most) & (pl.col("lead_days") > 0)
    return sheets["sourcing"].with_columns(late.fill_null(False).alias(SLOW))


def hanging(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`: where demand hangs on rows of no use, down to the places that only those reach."""
    return sheets.derived("*hanging", _hanging)


def _hanging(sheets: Sheets) -> pl.DataFrame:
    none = wanted(sheets).clear()
    alive = _of_use(sheets)
    if alive is None:
        return none
    demand = unserved(alive).join(unserved(sheets), on=["market", "item"], how="anti")
    if demand.is_empty():
        return none
    wants = sheets["demand"].join(demand, on=["market", "item"], how="semi")
    served = able(alive, wanted(sheets), lasting(sheets))
    return wanted(sheets.replaced(demand=wants)).join(served, on=_PAIR, how="anti")


def _of_use(sheets: Sheets) -> Sheets | None:
    """The network without its rows of no use; None if it has none."""
    horizon = sheets.horizon
    if horizon is None:
        return None
    rows = slow_ways(sheets, horizon) | {"sourcing": slow_offers(sheets, horizon)}
    idle = (("processes", idle_processes(sheets), _PROCESS), ("sourcing", idle_offers(sheets), [LINE]))
    useful = {name: frame.filter(~pl.col(SLOW)).drop(SLOW) for name, frame in rows.items()}
    for name, frame, key in idle:
        useful[name] = useful[name].join(frame, on=key, how="anti", maintain_order="left")
    tight = may_be_full(sheets)
    if not tight and all(len(frame) == len(sheets[name]) for name, frame in useful.items()):
        return None
    return sheets.replaced(tight=tight, **useful)


def brought(sheets: Sheets, pairs: pl.DataFrame) -> pl.DataFrame:
    """`origin`, `destination`, `item`: what lanes carry to those pairs."""
    ways = carried(sheets).select("origin", "destination", "item").unique()
    return ways.join(pairs, left_on=["destination", "item"], right_on=_PAIR, how="semi").sort(pl.all())
