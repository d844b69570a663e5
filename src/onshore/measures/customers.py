"""What customers get, and what stands in stock."""

from __future__ import annotations

import polars as pl

from onshore.measures.days import order
from onshore.measures.making import finished
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["on_time_share", "service", "stock_days", "stock_value"]

_KEY = ("item", "market", "priority")


def service(network: Network, plan: Plan) -> pl.DataFrame:
    """Wanted and delivered by item, market, priority and period.

    Columns: demand, quantity (delivered), late (owed on the last evening), short (given up), before (owed
    on the evening before), on_time. The oldest orders are served first, and what is given up is given up of
    the oldest: on_time is what is delivered beyond that, at most the demand of the period.
    """
    wanted = network.demand.group_by(*_KEY, "period").agg(demand=pl.col("quantity").sum())
    given = plan.sales.group_by(*_KEY, "period").agg(pl.col("quantity", "late", "short").sum())
    rows = (
        wanted.join(given, on=[*_KEY, "period"], how="full", coalesce=True, validate="1:1")
        .join(order(network).select("at", "period"), on="period", validate="m:1")
        .with_columns(pl.col("demand", "quantity", "late", "short").fill_null(0.0))
    )
    before = rows.select(*_KEY, at=pl.col("at") + 1, before="late")
    old = (pl.col("before") - pl.col("short")).clip(0)
    return (
        rows.join(before, on=[*_KEY, "at"], how="left", validate="1:1")
        .with_columns(pl.col("before").fill_null(0.0))
        .with_columns(on_time=pl.min_horizontal((pl.col("quantity") - old).clip(0), "demand"))
        .select(*_KEY, "at", "period", "demand", "quantity", "late", "short", "before", "on_time")
        .sort(*_KEY, "at")
    )


def on_time_share(network: Network, plan: Plan) -> float | None:
    """Pieces delivered in the period in which they are wanted over pieces wanted; None without demand."""
    rows = service(network, plan)
    wanted = float(rows["demand"].sum())
    return None if wanted <= 0 else float(rows["on_time"].sum()) / wanted


def stock_value(network: Network, plan: Plan) -> pl.DataFrame:
    """Stock of the last evening of each period at standard value: at, period, days, value."""
    worth = plan.stock.join(network.items.select("item", "value"), on="item", validate="m:1")
    rows = worth.group_by("period").agg(value=(pl.col("quantity") * pl.col("value")).sum())
    return (
        order(network)
        .select("at", "period", "days")
        .join(rows, on="period", how="left", validate="1:1")
        .with_columns(pl.col("value").fill_null(0.0))
    )


def stock_days(network: Network, plan: Plan) -> float | None:
    """Mean stock on hand over what is delivered in a day, both at standard value; None if nothing is
    delivered.

    Evenings are weighted by the length of their period; goods on the way do not count.
    """
    rows = stock_value(network, plan)
    sold = plan.sales.join(finished(network).select("item", "value"), on="item", validate="m:1")
    delivered = float((sold["quantity"] * sold["value"]).sum())
    return None if delivered <= 0 else float((rows["value"] * rows["days"]).sum()) / delivered
