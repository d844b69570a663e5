"""Lead times after which nothing arrives within the horizon, and supplies of nothing.

A row that is too slow does no harm where another one serves: a sea lane beside an air lane in a plan of two
weeks, a second supplier. It is told only where a demand hangs on it.
"""

from __future__ import annotations

import polars as pl

from onshore.checking.flows import able, carried, only_kept, wanted
from onshore.checking.problems import findings, gathered, nothing, said, shown
from onshore.checking.sheets import LINE, Horizon, Sheets

__all__ = ["never_arrives", "never_delivers", "supplier_without_capacity"]

_PAIR = ["site", "item"]
_SLOW = "slow"


def _slow_ways(sheets: Sheets, horizon: Horizon) -> dict[str, pl.DataFrame]:
    """Lanes and processes with `slow`: whether what leaves or is started in the first period comes too late."""
    most = horizon.days - horizon.first_days / 2
    late = {"lanes": pl.col("days") >= most, "processes": pl.col("lead_days") >= most}
    return {name: sheets[name].with_columns(late_.fill_null(False).alias(_SLOW)) for name, late_ in late.items()}


def _slow_offers(sheets: Sheets, horizon: Horizon) -> pl.DataFrame:
    """Offers with `slow`: whether an order placed on the first day leaves after the middle of the last period."""
    start = sheets.start
    if start is None or start > horizon.last:
        return sheets["sourcing"].with_columns(pl.lit(False).alias(_SLOW))
    most = (horizon.end - start).days - horizon.last_days / 2
    late = ~pl.col("running") & (pl.col("lead_days") > most) & (pl.col("lead_days") > 0)
    return sheets["sourcing"].with_columns(late.fill_null(False).alias(_SLOW))


def _unserved(sheets: Sheets, horizon: Horizon) -> pl.DataFrame:
    """`site`, `item`: where demand hangs on slow rows, down to the places that only those reach."""
    return sheets.derived("*unserved", lambda s: _hanging(s, horizon))


def _hanging(sheets: Sheets, horizon: Horizon) -> pl.DataFrame:
    rows = _slow_ways(sheets, horizon) | {"sourcing": _slow_offers(sheets, horizon)}
    wants = sheets["demand"].filter(pl.col("quantity") > 0)
    if not any(frame[_SLOW].any() for frame in rows.values()):
        return wants.select(pl.col("market").alias("site"), "item").clear()
    # Stock does not serve for long: it counts only where nothing else ever could.
    kept = only_kept(sheets)
    fast = sheets.replaced(**{name: frame.filter(~pl.col(_SLOW)).drop(_SLOW) for name, frame in rows.items()})
    before, after = able(sheets, kept=kept), able(fast, wanted(sheets), kept)
    lost = before.join(after, on=_PAIR, how="anti").rename({"site": "market"})
    hanging = wants.join(lost, on=["market", "item"], how="semi")
    return wanted(sheets.replaced(demand=hanging)).join(after, on=_PAIR, how="anti")


def _brought(sheets: Sheets, pairs: pl.DataFrame) -> pl.DataFrame:
    """`origin`, `destination`, `item`: what lanes carry to those pairs."""
    ways = carried(sheets).select("origin", "destination", "item").unique()
    return ways.join(pairs, left_on=["destination", "item"], right_on=_PAIR, how="semi").sort(pl.all())


def never_arrives(sheets: Sheets) -> pl.DataFrame:
    """What leaves or is started in the first period comes within the horizon, wherever nothing else serves."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    rows, lost = _slow_ways(sheets, horizon), _unserved(sheets, horizon)
    if lost.is_empty():
        return nothing()
    first = _brought(sheets, lost).unique(["origin", "destination"], keep="first", maintain_order=True)
    lanes = rows["lanes"].filter(_SLOW).join(first, on=["origin", "destination"], maintain_order="left")
    processes = rows["processes"].filter(_SLOW).join(lost, on=_PAIR, how="semi", maintain_order="left")
    end = pl.lit(horizon.last).cast(pl.String)
    late = (
        " takes {} days, and nothing else brings {} in time. Even from the middle of the first period that ends after "
        "the horizon, whose last day is {}. Shorten it, add periods or add a faster way."
    )
    way = said(f"the way by {{}} from {{}} to {{}}{late}", "mode", "origin", "destination", shown("days"), "item", end)
    making = said(f"making {{}} at {{}}{late}", "item", "site", shown("lead_days"), "item", end)
    rule, days = "never_arrives", ("days", "lead_days")
    return gathered(
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
    sold = _brought(sheets, _unserved(sheets, horizon)).select(pl.col("origin").alias("supplier"), "item").unique()
    slow = (
        _slow_offers(sheets, horizon)
        .filter(_SLOW)
        .join(sold, on=["supplier", "item"], how="semi", maintain_order="left")
    )
    text = said(
        "{} needs {} days from order to delivery of {}. Ordered on {}, the network's start, it leaves "
        "only after the last period, and no other offer serves. Shorten lead_days, set running if orders are placed "
        "already, or add periods.",
        *("supplier", shown("lead_days"), "item", pl.lit(str(sheets.start))),
    )
    return findings(slow, "sourcing", "never_delivers", "lead_days", text=text, value=shown("lead_days"))


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
