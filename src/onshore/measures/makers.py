"""What a piece costs by who makes it: at the maker's gate, with the way to the market, and less the incentive."""

from __future__ import annotations

import polars as pl

from onshore.measures.landed import incentive_by_company, landed_by_owner
from onshore.measures.making import finished, made
from onshore.measures.origins import makers_of_deliveries
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["cost_by_maker"]

_KEY = ("company", "group")


def cost_by_maker(network: Network, plan: Plan) -> pl.DataFrame:
    """Landed cost of a piece by maker and group: company, group, pieces, gate, onward, gross, incentive, net, value.

    Money of the horizon over pieces made in it, so all makers' pieces times `net` add up to the net landed cost of the
    group (`cost_per_unit` sets that against pieces delivered; what was on hand at the start is free there). Only who
    makes a piece has a row; most pieces first.

    gate: landed terms booked at the maker's sites (material with freight, duty and finance up to there, conversion,
    margin, lines, site), and the price of a finished piece bought from it. onward: what is booked elsewhere; of
    finished items at a market by whose pieces come there (`makers_of_deliveries`), all else by pieces.
    gross = gate + onward. incentive: what counts in the objective, as income; what companies earn that make nothing of
    the group goes by pieces. net = gross - incentive. value: standard value of what is made, to set costs against,
    since makers make different items.
    """
    pieces = _pieces(network, plan)
    here, away = _apart(landed_by_owner(network, plan).rename({"owner": "company"}), pieces)
    own, others = _apart(incentive_by_company(network, plan), pieces)
    parts = {
        "gate": here,
        "onward": _by_market(network, plan, away, pieces),
        "incentive": pl.concat([own, _by_pieces(others, pieces)]).with_columns(-pl.col("amount")),
    }
    rows = pieces
    for name, amounts in parts.items():
        sums = amounts.group_by(_KEY).agg(pl.col("amount").sum().alias(name))
        rows = rows.join(sums, on=_KEY, how="left", validate="1:1")
    return (
        rows.with_columns(pl.col("value", *parts).fill_null(0.0) / pl.col("pieces"))
        .with_columns(gross=pl.col("gate") + pl.col("onward"))
        .with_columns(net=pl.col("gross") - pl.col("incentive"))
        .select(*_KEY, "pieces", "gate", "onward", "gross", "incentive", "net", "value")
        .sort("group", "pieces", "company", descending=[False, True, False])
    )


def _pieces(network: Network, plan: Plan) -> pl.DataFrame:
    """Pieces and their standard value by company and group: company, group, pieces, value."""
    goods = finished(network).select("item", "value")
    worth = (pl.col("quantity") * pl.col("value")).sum()
    rows = made(network, plan).join(goods, on="item", validate="m:1")
    return rows.group_by(_KEY).agg(pl.col("quantity").sum().alias("pieces"), worth.alias("value"))


def _apart(amounts: pl.DataFrame, pieces: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Amounts of makers of the group, with nothing but key and amount, and those of others, who are no matter."""
    own = amounts.join(pieces, on=_KEY, how="semi").select(*_KEY, "amount")
    return own, amounts.join(pieces, on=_KEY, how="anti").drop("company")


def _by_market(network: Network, plan: Plan, away: pl.DataFrame, pieces: pl.DataFrame) -> pl.DataFrame:
    """What is booked away from the makers, by company and group: at markets by whose pieces come, else by pieces."""
    came = (
        makers_of_deliveries(network, plan)
        .join(finished(network).select("item", "group"), on="item", validate="m:1")
        .join(pieces, on=_KEY, how="semi")
        .with_columns(part=pl.col("quantity") / pl.col("quantity").sum().over("market", "item"))
        .select("company", "item", "part", site="market")
    )
    there = away.join(came, on=["site", "item"]).select("company", "group", amount=pl.col("amount") * pl.col("part"))
    rest = _by_pieces(away.join(came, on=["site", "item"], how="anti"), pieces)
    return pl.concat([there, rest])


def _by_pieces(amounts: pl.DataFrame, pieces: pl.DataFrame) -> pl.DataFrame:
    """Amounts of a group spread over its makers by pieces: company, group, amount."""
    part = pl.col("pieces") / pl.col("pieces").sum().over("group")
    sums = amounts.group_by("group").agg(pl.col("amount").sum())
    shares = pieces.select("company", "group", part=part)
    return shares.join(sums, on="group").select("company", "group", amount=pl.col("amount") * pl.col("part"))
