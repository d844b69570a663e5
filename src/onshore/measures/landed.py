"""What a piece costs when it reaches the customer, by group of finished items and by term."""

from __future__ import annotations

import polars as pl

from onshore.measures.making import finished
from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import TERMS

__all__ = [
    "LANDED_TERMS",
    "cost_per_unit",
    "delivered",
    "incentive_by_company",
    "incentive_by_group",
    "landed_by_group",
    "landed_by_owner",
    "weights",
]

#: Terms that are the price of failing, of a promise, or of the horizon's end: no part of the cost of a
#: delivered piece.
APART = ("late", "short", "breach", "commitment", "value_breach", "incentive", "end_stock")
LANDED_TERMS = tuple(term for term in TERMS if term not in APART)


def delivered(network: Network, plan: Plan) -> pl.DataFrame:
    """Pieces that customers got, by group: group, quantity."""
    rows = plan.sales.join(finished(network).select("item", "group"), on="item", validate="m:1")
    return rows.group_by("group").agg(pl.col("quantity").sum()).filter(pl.col("quantity") > 0).sort("group")


def weights(network: Network, plan: Plan) -> pl.DataFrame:
    """For which group an item is used: item, group, weight (adds up to 1 by item).

    A finished item belongs to its group. A part belongs to groups as the plan uses it: started pieces ×
    bill quantity × (1 + scrap) of each item it goes into, times the weights of that item, down the bill of
    material. A part that is not used has no row.
    """
    started = plan.production.group_by("item").agg(pl.col("started").sum())
    need = pl.col("started") * pl.col("bill") * (1 + pl.col("scrap"))
    bills = network.boms.select("item", "component", "scrap", bill="quantity")
    used = started.join(bills, on="item").select("component", parent="item", need=need).filter(pl.col("need") > 0)
    known = finished(network).select("item", "group", weight=pl.lit(1.0))
    for _ in range(len(network.items)):
        done = known.select("item").unique()
        open_ = used.join(done, left_on="component", right_on="item", how="anti")
        waiting = open_.join(done, left_on="parent", right_on="item", how="anti").select("component")
        ready = open_.join(waiting, on="component", how="anti")
        if ready.is_empty():
            break
        grown = (
            ready.join(known, left_on="parent", right_on="item")
            .group_by("group", item="component")
            .agg(weight=(pl.col("need") * pl.col("weight")).sum())
            .with_columns(weight=pl.col("weight") / pl.col("weight").sum().over("item"))
        )
        known = pl.concat([known, grown.select("item", "group", "weight")])
    return known


def landed_by_group(network: Network, plan: Plan) -> pl.DataFrame:
    """Landed cost by group and term: group, term, amount. Over all groups it adds up to the terms of `money`.

    Method: money booked at a finished item goes to its group; at a part, to groups by `weights`. Money that
    names no item (lanes, sites, overtime), or a part that nothing uses, is spread in proportion to what its
    site already carries, or, where the site carries nothing, to what the whole plan carries.
    """
    return landed_by_owner(network, plan).group_by("group", "term").agg(pl.col("amount").sum()).sort("group", "term")


def landed_by_owner(network: Network, plan: Plan) -> pl.DataFrame:
    """The same by where it is booked: owner, site, item, group, term, amount; empty texts where there is none.

    owner is the company of the site; of the price of a finished piece that is bought, the company that sells it.
    """
    direct, loose = _direct(network, plan)
    return pl.concat([direct, _spread(network, plan, loose, direct)])


#: What landed money is told apart by, and its amount.
_LANDED = ("owner", "site", "item", "group", "term", "amount")


def _direct(network: Network, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Money of landed terms that names an item that a group uses, and the rest, which has no group."""
    blank = [pl.col(c).fill_null("") for c in ("site", "item", "company")]
    owned = network.sites.select("site", owner="company")
    goods = finished(network)["item"].implode()
    sold = (pl.col("term") == "material") & pl.col("item").is_in(goods)
    money = (
        plan.money.filter(pl.col("term").is_in(LANDED_TERMS))
        .with_columns(blank)
        .join(owned, on="site", how="left", validate="m:1")
        .with_columns(owner=pl.when(sold).then("company").otherwise(pl.col("owner").fill_null("")))
    )
    share = weights(network, plan)
    direct = money.join(share, on="item").with_columns(amount=pl.col("amount") * pl.col("weight"))
    loose = money.join(share, on="item", how="anti").group_by("term", "site", "owner").agg(pl.col("amount").sum())
    return direct.select(_LANDED), loose


def _spread(network: Network, plan: Plan, loose: pl.DataFrame, direct: pl.DataFrame) -> pl.DataFrame:
    """Money that names no item (term, site, owner, amount), by group."""
    by_site = direct.group_by("site", "group").agg(base=pl.col("amount").sum())
    here = loose.join(_parts(by_site, "site"), on="site").with_columns(amount=pl.col("amount") * pl.col("part"))
    rest = loose.join(by_site, on="site", how="anti")
    overall = by_site.group_by("group").agg(pl.col("base").sum())
    if overall.is_empty():
        overall = delivered(network, plan).rename({"quantity": "base"})
    there = rest.join(_parts(overall, None), how="cross").with_columns(amount=pl.col("amount") * pl.col("part"))
    spread = [frame.with_columns(item=pl.lit("")).select(_LANDED) for frame in (here, there)]
    return pl.concat(spread)


def _parts(rows: pl.DataFrame, by: str | None) -> pl.DataFrame:
    total = pl.col("base").sum() if by is None else pl.col("base").sum().over(by)
    count = pl.len() if by is None else pl.len().over(by)
    return rows.with_columns(part=pl.when(total != 0).then(pl.col("base") / total).otherwise(1 / count))


def incentive_by_group(network: Network, plan: Plan) -> pl.DataFrame:
    """The incentive that counts in the objective, by the group its scheme names: group, amount (negative:
    income).

    A company in schemes of several groups has its money spread by what each earns. What is earned on components
    goes to the groups of products that they are used for. Grants for investment are spread as the capital is.
    """
    return incentive_by_company(network, plan).group_by("group").agg(pl.col("amount").sum()).sort("group")


def incentive_by_company(network: Network, plan: Plan) -> pl.DataFrame:
    """The same by who earns it: company, group, amount."""
    named = network.schemes.select("scheme", "category", "item_group").unique()
    target = network.scheme_members.join(named, on=["scheme", "category"])
    target = target.select("scheme", "company", group="item_group").unique()
    earned = (
        plan.incentives.join(target, on=["scheme", "company"])
        .join(_products(network, plan), on=["company", "group"], how="left")
        .group_by("company", group=pl.coalesce("product", "group"))
        .agg(base=(pl.col("incentive") * pl.col("part").fill_null(1.0)).sum())
    )
    money = plan.money.filter(term="incentive").with_columns(pl.col("site").fill_null(""))
    sales = money.filter(site="").group_by("company").agg(pl.col("amount").sum())
    sales = sales.join(_parts(earned, "company"), on="company").with_columns(amount=pl.col("amount") * pl.col("part"))
    grants = money.filter(pl.col("site") != "").group_by("term", "site", owner="company").agg(pl.col("amount").sum())
    spread = _spread(network, plan, grants, _direct(network, plan)[0])
    both = [sales.select("company", "group", "amount"), spread.select("group", "amount", company="owner")]
    sums = pl.concat([frame.select("company", "group", "amount") for frame in both])
    return sums.group_by("company", "group").agg(pl.col("amount").sum()).sort("company", "group")


def _products(network: Network, plan: Plan) -> pl.DataFrame:
    """For which products a company makes the items of a group that schemes count: company, group, product (a group of
    finished items), part (adds up to 1), by what is made at its invoice value. A group of products is its own.
    """
    goods = finished(network)["group"].unique().implode()
    items = network.items.filter((pl.col("kind") == "finished") | ~pl.col("group").is_in(goods))
    made = (
        plan.production.join(items.select("item", "group", "invoice_value"), on="item")
        .join(network.sites.select("site", "company"), on="site")
        .join(weights(network, plan).rename({"group": "product"}), on="item")
    )
    worth = (pl.col("quantity") * pl.col("invoice_value") * pl.col("weight")).sum()
    sums = made.group_by("company", "group", "product").agg(worth=worth).filter(pl.col("worth") > 0)
    part = pl.col("worth") / pl.col("worth").sum().over("company", "group")
    return sums.select("company", "group", "product", part=part)


def cost_per_unit(network: Network, plan: Plan) -> pl.DataFrame:
    """Landed cost by group and term, then the incentive: group, term, amount, quantity, per_unit.

    per_unit is money of the whole horizon over pieces delivered in it, so plans compare only at nearly
    equal volumes. The row `incentive` (negative) makes the net cost; the others add up to the gross one.
    Terms in the order of `TERMS`.
    """
    rows = pl.concat(
        [
            landed_by_group(network, plan),
            incentive_by_group(network, plan).select("group", term=pl.lit("incentive"), amount="amount"),
        ]
    )
    rank = pl.DataFrame({"term": list(TERMS)}).with_row_index("rank")
    return (
        rows.join(delivered(network, plan), on="group", validate="m:1")
        .join(rank, on="term", validate="m:1")
        .sort("group", "rank")
        .select("group", "term", "amount", "quantity", per_unit=pl.col("amount") / pl.col("quantity"))
    )
