"""Rates and openings by day, as docs/meaning.md section 1 has them, and the home country of a network."""

from __future__ import annotations

import polars as pl

from onshore.network import Network
from onshore.plans import Plan

__all__ = ["calendar_days", "exchange", "home", "order", "regular_hours"]


def order(network: Network) -> pl.DataFrame:
    """Periods with their place in time: period, at (0, 1, ...), start, days, fiscal_year."""
    return network.periods.select("period", "start", "days", "fiscal_year").sort("start").with_row_index("at")


def calendar_days(network: Network) -> pl.DataFrame:
    """Each day of the horizon: period, day."""
    return (
        network.periods.select(
            "period", day=pl.date_ranges("start", pl.col("start") + pl.duration(days=pl.col("days") - 1))
        )
        .explode("day")
        .sort("day")
    )


def exchange(network: Network, kind: str = "rate") -> pl.DataFrame:
    """Mean rate of each currency in each period: currency, period, rate. The network's own currency has 1.

    kind: `rate`, or `customs_rate` (where that is empty: `rate`).
    """
    days = calendar_days(network)
    own = days.select("period").unique().with_columns(currency=pl.lit(network.settings["currency"]), rate=pl.lit(1.0))
    foreign_rows = network.exchange_rates.filter(pl.col("currency") != network.settings["currency"])
    rates = foreign_rows.select("currency", day="from", rate=pl.coalesce(kind, "rate")).sort("day")
    if rates.is_empty():
        return own.select("currency", "period", "rate")
    wanted = days.join(rates.select("currency").unique(), how="cross").sort("day")
    foreign = (
        wanted.join_asof(rates, on="day", by="currency", strategy="backward", check_sortedness=False)
        .group_by("currency", "period")
        .agg(pl.col("rate").mean())
    )
    return pl.concat([own.select("currency", "period", "rate"), foreign])


def home(network: Network) -> str:
    """The country that making is brought to: where most plants of manufacturers stand (the first by name if
    equal).

    Without a plant of a manufacturer any plant counts; without any plant it is empty.
    """
    plants = network.sites.filter(kind="plant").join(
        network.companies.select("company", maker="kind"), on="company", how="left"
    )
    made = plants.filter(maker="manufacturer")
    counted = (
        (plants if made.is_empty() else made).group_by("country").len().sort("len", "country", descending=[True, False])
    )
    return "" if counted.is_empty() else str(counted["country"][0])


def regular_hours(network: Network, plan: Plan) -> pl.DataFrame:
    """Regular line hours: resource, site, kind, period, regular. No row where a resource has none.

    A line that must be built has those of the days from which on it is ready in the plan.
    """
    if network.resources.is_empty():
        return pl.DataFrame(
            schema={
                "resource": pl.String,
                "site": pl.String,
                "kind": pl.String,
                "period": pl.String,
                "regular": pl.Float64,
            }
        )
    rows = network.resources.select(
        "resource",
        "site",
        "kind",
        day="from",
        hours=pl.col("lines") * pl.col("hours_per_day") * pl.col("days_per_week") / 7,
    ).sort("day")
    daily = calendar_days(network).join(rows.select("resource").unique(), how="cross").sort("day")
    in_force = daily.join_asof(rows, on="day", by="resource", strategy="backward", check_sortedness=False).drop_nulls(
        "hours"
    )
    return (
        in_force.join(_unbuilt(network, plan), on="resource", how="left", validate="m:1")
        .filter(pl.col("ready").is_null() | (pl.col("day").cast(pl.Int32) >= pl.col("ready")))
        .join(_open(network), on=["site", "day"], how="left", validate="m:1")
        .group_by("resource", "site", "kind", "period")
        .agg(regular=(pl.col("hours") * pl.col("open").fill_null(0.0)).sum())
        .filter(pl.col("regular") > 0)
    )


def _unbuilt(network: Network, plan: Plan) -> pl.DataFrame:
    """Resources that must be built: resource, ready (days since 1970, infinite for never)."""
    middle = pl.col("start").cast(pl.Int32) + pl.col("days") / 2
    orders = plan.investments.join(network.periods.select("period", middle=middle), on="period", validate="m:1")
    known = network.investments.select("investment", "resource", "lead_days")
    rows = known.join(orders.select("investment", "middle"), on="investment", how="left")
    ready = (pl.col("middle") + pl.col("lead_days")).round(3).fill_null(float("inf"))
    return rows.group_by("resource").agg(ready=ready.min())


def _open(network: Network) -> pl.DataFrame:
    """Share by which each site with resources is open on each day."""
    sites = network.sites.select("site", "opens", "closes", "calendar").join(
        network.resources.select("site").unique(), on="site", how="semi"
    )
    daily = sites.join(calendar_days(network).select("day"), how="cross").filter(
        (pl.col("opens").is_null() | (pl.col("opens") <= pl.col("day")))
        & (pl.col("closes").is_null() | (pl.col("day") <= pl.col("closes")))
    )
    shut = (
        network.calendars.select("calendar", "open_share", day=pl.date_ranges("from", "to"))
        .explode("day")
        .group_by("calendar", "day")
        .agg(share=pl.col("open_share").product())
    )
    return daily.join(shut, on=["calendar", "day"], how="left", validate="m:1").select(
        "site", "day", open=pl.col("share").fill_null(1.0)
    )
