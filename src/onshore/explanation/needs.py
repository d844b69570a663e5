"""How many pieces plants at home take in each period, and what of that lines that must be built for them can make."""

from __future__ import annotations

import polars as pl

from onshore.network import Network
from onshore.planning.facts import Facts
from onshore.plans import Plan

__all__ = ["largest_origins", "line_shares", "needed"]


def needed(f: Facts, here: str, plan: Plan | None) -> pl.DataFrame:
    """item, t, pieces, imported: what plants at home use of a part and what of it comes in from abroad, as a plan has
    it; without one, what all demand needs if it is made at home of whole yields, in the period in which it is wanted,
    and `imported` is null.
    """
    if plan is None:
        return _exploded(f)
    at_home = _sites(f.network, here)
    bills = f.network.boms.select("item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap")))
    made = plan.production.join(at_home, on="site", how="semi")
    used = made.join(bills, on="item").select(
        "period", item="component", pieces=pl.col("started") * pl.col("takes"), imported=pl.lit(0.0)
    )
    crossed = _crossed(f.network, here, plan).select("period", "item", pieces=pl.lit(0.0), imported="quantity")
    both = pl.concat([used, crossed]).join(f.horizon.frame.select("t", "period"), on="period")
    return both.group_by("item", "t").agg(pl.col("pieces", "imported").sum())


def _sites(network: Network, here: str) -> pl.DataFrame:
    return network.sites.filter(country=here).select("site")


def _crossed(network: Network, here: str, plan: Plan) -> pl.DataFrame:
    """Shipments from another country into the home country, with `country` where they leave."""
    country = network.sites.select("site", "country")
    rows = plan.shipments.join(country.rename({"site": "origin"}), on="origin")
    return rows.filter(pl.col("country") != here).join(
        _sites(network, here).rename({"site": "destination"}), on="destination", how="semi"
    )


def _exploded(f: Facts) -> pl.DataFrame:
    """Demand down the bill of material, with the best yields."""
    best = f.network.processes.group_by("item").agg(started=1.0 / pl.col("yield").max())
    bills = f.network.boms.join(best, on="item", how="left").select(
        "item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap")) * pl.col("started").fill_null(1.0)
    )
    wanted = f.network.demand.join(f.horizon.frame.select("t", "period"), on="period")
    level = wanted.group_by("item", "t").agg(pieces=pl.col("quantity").sum())
    every = [level]
    while len(level):
        level = (
            level.join(bills, on="item")
            .group_by("t", item="component")
            .agg(pieces=(pl.col("pieces") * pl.col("takes")).sum())
        )
        every.append(level.select("item", "t", "pieces"))
    sums = pl.concat(every).group_by("item", "t").agg(pl.col("pieces").sum())
    return sums.with_columns(imported=pl.lit(None, pl.Float64))


def largest_origins(network: Network, here: str, plan: Plan) -> pl.DataFrame:
    """item, largest: of all pieces that a plan brings into the home country, buys or makes there, the share of the
    country that gives most.
    """
    at_home, country = _sites(network, here), network.sites.select("site", "country")
    made = plan.production.join(at_home, on="site", how="semi").select("item", "quantity", country=pl.lit(here))
    bought = plan.purchases.join(at_home, on="site", how="semi").join(country, left_on="supplier", right_on="site")
    local = bought.filter(country=here).select("item", "quantity", "country")
    every = pl.concat([made, local, _crossed(network, here, plan).select("item", "quantity", "country")])
    sums = every.group_by("item", "country").agg(pl.col("quantity").sum())
    return sums.group_by("item").agg(largest=pl.col("quantity").max() / pl.col("quantity").sum())


def line_shares(f: Facts, wanted: pl.DataFrame) -> pl.DataFrame:
    """investment, item, t, share, covers: of each line that must be built.

    share: an item's part of the hours that all items made on the line would take over the horizon. covers: the part of
    them that the regular hours of the period are enough for, if the line is ordered as early as it can be.
    """
    builds = f.network.investments.select("resource", "investment")
    hours = (
        f.ways.join(builds, on="resource").group_by("investment", "resource", "item", "t").agg(pl.col("hours").min())
    )
    needs = hours.join(wanted, on=["item", "t"]).with_columns(used=pl.col("hours") * pl.col("pieces"))
    there = f.hours.select("resource", "t", "regular")
    total = pl.col("used").sum().over("investment")
    own = pl.col("used").sum().over("investment", "item")
    enough = pl.col("regular") / pl.col("used").sum().over("investment", "t")
    return needs.join(there, on=["resource", "t"]).select(
        "investment", "item", "t", share=pl.when(total > 0).then(own / total).otherwise(1.0),
        covers=pl.when(pl.col("used").sum().over("investment", "t") > 0).then(enough.clip(0.0, 1.0)).otherwise(1.0),
    )  # fmt: skip
