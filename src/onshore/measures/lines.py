"""How full the lines are, and how many people the plan takes."""

from __future__ import annotations

import polars as pl

from onshore.measures.days import order, regular_hours
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["HOURS_A_YEAR", "capacity_use", "jobs", "site_use"]

#: Hours that one person works in a year: 48 a week, the most that India's Factories Act 1948 (section 51)
#: allows without overtime, in 50 weeks (two of leave and holidays). Fewer hours give more heads.
HOURS_A_YEAR = 2400.0


def capacity_use(network: Network, plan: Plan) -> pl.DataFrame:
    """Line hours by resource and period: resource, site, company, kind, at, period, hours, regular, use
    (hours / regular).

    A row for each period in which the resource has regular hours (a line that must be built: once it is) or is used;
    `use` is empty where there are none. Above 1 is overtime.
    """
    used = (
        plan.production.filter(pl.col("resource").fill_null("") != "")
        .group_by("resource", "period")
        .agg(pl.col("hours").sum())
    )
    fixed = network.resources.group_by("resource").agg(pl.col("site").first(), pl.col("kind").first())
    open_ = regular_hours(network, plan).select("resource", "period", "regular")
    return (
        open_.join(used, on=["resource", "period"], how="full", coalesce=True, validate="1:1")
        .join(fixed, on="resource", validate="m:1")
        .join(network.sites.select("site", "company"), on="site", validate="m:1")
        .join(order(network).select("at", "period"), on="period", validate="m:1")
        .with_columns(pl.col("hours", "regular").fill_null(0.0))
        .with_columns(use=pl.when(pl.col("regular") > 0).then(pl.col("hours") / pl.col("regular")))
        .select("resource", "site", "company", "kind", "at", "period", "hours", "regular", "use")
        .sort("site", "resource", "at")
    )


def site_use(network: Network, plan: Plan) -> pl.DataFrame:
    """Line hours over regular hours by site over the whole horizon: site, hours, regular, use."""
    return (
        capacity_use(network, plan)
        .group_by("site")
        .agg(pl.col("hours", "regular").sum())
        .with_columns(use=pl.when(pl.col("regular") > 0).then(pl.col("hours") / pl.col("regular")))
        .sort("site")
    )


def jobs(network: Network, plan: Plan) -> float:
    """Heads: labour hours of started pieces over `HOURS_A_YEAR`, a mean over the horizon. Boards and
    components count too.
    """
    rates = network.processes.select("site", "item", "process", "labour_hours")
    rows = plan.production.join(rates, on=["site", "item", "process"], how="left", validate="m:1")
    hours = float((rows["started"] * rows["labour_hours"].fill_null(0.0)).sum())
    years = float(network.periods["days"].sum()) / 365
    return 0.0 if years <= 0 else hours / HOURS_A_YEAR / years
