"""From where, through whom, to where: material value from its country through makers to markets."""

from __future__ import annotations

import polars as pl

from onshore.measures.making import finished
from onshore.measures.parts import material
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["flows", "makers_of_deliveries"]

_ROUNDS = 12


def flows(network: Network, plan: Plan) -> pl.DataFrame:
    """Two stages of links: stage (`material` or `market`), source, target, value (network currency).

    material: country of the supplier → company whose site takes the bought piece in; for a finished piece
    that is bought, the company that made it. market: company that made it → market site; the maker's
    material value, split by the standard value of its pieces that reached each market. So what enters a
    maker is what leaves it.
    """
    into = _material(network, plan)
    out = makers_of_deliveries(network, plan).join(finished(network).select("item", "value"), on="item", validate="m:1")
    worth = out.group_by("company", "market").agg(worth=(pl.col("quantity") * pl.col("value")).sum())
    share = worth.with_columns(part=pl.col("worth") / pl.col("worth").sum().over("company"))
    through = into.group_by("company").agg(pl.col("value").sum())
    onward = share.join(through, on="company").select(
        source="company", target="market", value=pl.col("value") * pl.col("part"), stage=pl.lit("market")
    )
    first = into.join(share.select("company").unique(), on="company", how="semi").select(
        source="from_country", target="company", value="value", stage=pl.lit("material")
    )
    return (
        pl.concat([first, onward])
        .filter(pl.col("value") > 0)
        .select("stage", "source", "target", "value")
        .sort("stage", "value", "source", "target", descending=[False, True, False, False])
    )


def _material(network: Network, plan: Plan) -> pl.DataFrame:
    """Bought material by country of origin and by the company that turns it into goods."""
    owner = network.sites.select("site", "company")
    rows = material(network, plan).filter(pl.col("bought"))
    maker = pl.when(pl.col("kind") == "finished").then(pl.col("origin")).otherwise(pl.col("destination"))
    return (
        rows.with_columns(site=maker)
        .join(owner, on="site", validate="m:1")
        .group_by("from_country", "company")
        .agg(pl.col("value").sum())
    )


def makers_of_deliveries(network: Network, plan: Plan) -> pl.DataFrame:
    """Delivered pieces by who made them: company, market, item, quantity.

    Makers mix wherever pieces meet, over the horizon as a whole: what leaves a place has the mix of all
    that came in (made there, brought there, or there at the start: then of the company of the place).
    """
    sources = _sources(network, plan)
    moves = (
        plan.shipments.join(finished(network).select("item"), on="item", how="semi")
        .group_by("item", "origin", "destination")
        .agg(pl.col("quantity").sum())
    )
    mix = sources
    for _ in range(_ROUNDS):
        left = mix.with_columns(part=pl.col("quantity") / pl.col("quantity").sum().over("site", "item"))
        carried = moves.join(
            left.select("site", "item", "company", "part"),
            left_on=["origin", "item"],
            right_on=["site", "item"],
        )
        came = carried.select(
            site="destination", item="item", company="company", quantity=pl.col("quantity") * pl.col("part")
        )
        grown = pl.concat([sources, came]).group_by("site", "item", "company").agg(pl.col("quantity").sum())
        if _same(grown, mix):
            break
        mix = grown
    part = mix.with_columns(part=pl.col("quantity") / pl.col("quantity").sum().over("site", "item"))
    sold = plan.sales.group_by("item", site="market").agg(sold=pl.col("quantity").sum())
    return (
        sold.join(part.select("site", "item", "company", "part"), on=["site", "item"])
        .select("company", "item", market="site", quantity=pl.col("sold") * pl.col("part"))
        .filter(pl.col("quantity") > 0)
        .sort("company", "market", "item")
    )


def _sources(network: Network, plan: Plan) -> pl.DataFrame:
    """Where finished pieces come into the plan: site, item, company, quantity."""
    own = plan.production.select("site", "item", "quantity")
    bought = plan.purchases.select(site="supplier", item="item", quantity="quantity")
    held = network.tables["stock"].select("site", "item", "quantity")
    coming = network.in_transit.select("site", "item", "quantity")
    return (
        pl.concat([own, bought, held, coming])
        .join(finished(network).select("item"), on="item", how="semi")
        .join(network.sites.select("site", "company"), on="site", validate="m:1")
        .group_by("site", "item", "company")
        .agg(pl.col("quantity").sum())
        .filter(pl.col("quantity") > 0)
    )


def _same(a: pl.DataFrame, b: pl.DataFrame) -> bool:
    key = ["site", "item", "company"]
    return a.height == b.height and a.sort(key).equals(b.sort(key))
