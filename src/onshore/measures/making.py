"""Who makes how much: volumes, shares and how much rests on one maker (docs/meaning.md section 4)."""

from __future__ import annotations

import polars as pl

from onshore.measures.days import order
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["concentration", "finished", "groups", "made", "shares", "swing", "volume"]

#: What finished items without a group are called.
OTHER = "other"


def finished(network: Network) -> pl.DataFrame:
    """Finished items: item, group (`other` if empty), and what a piece is worth and invoiced at."""
    return network.items.filter(kind="finished").select(
        "item", "name", group=pl.col("group").fill_null(OTHER), value="value", invoice_value="invoice_value"
    )


def groups(network: Network) -> list[str]:
    """Groups of finished items, the one that customers want most of first: at standard value, else in pieces."""
    wanted = network.demand.select("item", "quantity")
    rows = finished(network).join(wanted, on="item", how="left").with_columns(pl.col("quantity").fill_null(0.0))
    sums = rows.group_by("group").agg(
        worth=(pl.col("quantity") * pl.col("value").fill_null(0.0)).sum(), pieces=pl.col("quantity").sum()
    )
    return sums.sort("worth", "pieces", "group", descending=[True, True, False])["group"].to_list()


def made(network: Network, plan: Plan) -> pl.DataFrame:
    """Finished pieces by who made them: company, site, item, group, period, quantity.

    A piece counts for the company of the site that makes it, or of the supplier it is bought from, in the
    period in which it is started or leaves the supplier. Boards and components never count. Items of every
    brand do.
    """
    where = network.sites.select("site", "company")
    own = plan.production.select("site", "item", "period", "quantity")
    bought = plan.purchases.select(site="supplier", item="item", period="period", quantity="quantity")
    return (
        pl.concat([own, bought])
        .join(finished(network).select("item", "group"), on="item", validate="m:1")
        .join(where, on="site", validate="m:1")
        .group_by("company", "site", "item", "group", "period")
        .agg(pl.col("quantity").sum())
        .filter(pl.col("quantity") > 0)
        .sort("company", "site", "item", "period")
    )


def volume(network: Network, plan: Plan) -> pl.DataFrame:
    """Pieces by company, group and period, with a zero row for each period: company, group, at, period,
    quantity.
    """
    rows = made(network, plan).group_by("company", "group", "period").agg(pl.col("quantity").sum())
    every = rows.select("company", "group").unique().join(order(network).select("at", "period"), how="cross")
    return (
        every.join(rows, on=["company", "group", "period"], how="left", validate="1:1")
        .with_columns(pl.col("quantity").fill_null(0.0))
        .sort("group", "company", "at")
    )


def swing(network: Network, plan: Plan) -> pl.DataFrame:
    """How much volumes move from period to period: company, group, swing.

    swing: mean absolute change of pieces a day from one period to the next, over pieces a day of the whole horizon; by
    the day so that months of unequal length compare. 0 is a steady volume, 0.1 moves by a tenth of its mean each time.
    Periods without a piece count, so that beginning and stopping do; of a single period nothing can be said.
    """
    days = order(network).select("period", "days")
    rate = pl.col("quantity") / pl.col("days")
    moves = rate.diff().over("company", "group", order_by="at").abs()
    return (
        volume(network, plan)
        .join(days, on="period", validate="m:1")
        .with_columns(move=moves)
        .group_by("company", "group")
        .agg(pl.col("move").mean(), mean=pl.col("quantity").sum() / pl.col("days").sum())
        .select("company", "group", swing=pl.col("move") / pl.col("mean"))
        .drop_nulls("swing")
        .sort("group", "company")
    )


def shares(network: Network, plan: Plan) -> pl.DataFrame:
    """Share of each maker in each group over the whole horizon: company, group, quantity, share; largest
    first.

    Companies with an award for the group and no piece are there with zero.
    """
    rows = made(network, plan).group_by("company", "group").agg(pl.col("quantity").sum())
    awarded = network.awards.select("company", group="item_group").unique()
    return (
        pl.concat([rows, awarded.join(rows, on=["company", "group"], how="anti").with_columns(quantity=pl.lit(0.0))])
        .with_columns(all=pl.col("quantity").sum().over("group"))
        .with_columns(share=pl.when(pl.col("all") > 0).then(pl.col("quantity") / pl.col("all")).otherwise(0.0))
        .select("company", "group", "quantity", "share")
        .sort("group", "share", "company", descending=[False, True, False])
    )


def concentration(network: Network, plan: Plan) -> pl.DataFrame:
    """How much of each group rests on few makers: group, largest (share), index (Herfindahl: sum of squared
    shares).
    """
    return (
        shares(network, plan)
        .group_by("group")
        .agg(largest=pl.col("share").max(), index=(pl.col("share") ** 2).sum())
        .filter(pl.col("largest") > 0)
        .sort("group")
    )
