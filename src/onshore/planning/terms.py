"""Terms of purchase: which items the brand buys and keeps, and what a maker's invoice holds without them."""

from __future__ import annotations

import polars as pl

from onshore.network import Network
from onshore.planning.facts import Facts

__all__ = ["consigned", "turnover"]


def consigned(network: Network) -> pl.DataFrame:
    """item, consigned of each item that is offered: whether every known offer is on these terms."""
    known = network.sourcing.filter(pl.col("known_from").is_null() | (pl.col("known_from") <= network.start))
    return known.group_by("item", maintain_order=True).agg(consigned=(pl.col("terms") == "consigned").all())


def turnover(f: Facts) -> pl.DataFrame:
    """item, turnover: what of a piece's invoice value is its maker's sale: all but the standard value of consigned
    parts, with scrap, whichever tier they go in at. A part that is bought on other terms has all of it in its price.
    """
    bill = {i: rows.to_dicts() for (i,), rows in f.network.boms.partition_by("item", as_dict=True).items()}
    terms = dict(consigned(f.network).iter_rows())
    value = dict(f.network.items.select("item", "value").iter_rows())
    known: dict[str, float] = {}

    def parts(item: str) -> float:
        return sum(one["quantity"] * (1 + one["scrap"]) * kept(one["component"]) for one in bill.get(item, ()))

    def kept(item: str) -> float:
        if item not in known:
            known[item] = value[item] * terms[item] if item in terms else parts(item)
        return known[item]

    rows = [(item, parts(item)) for item in value]
    held = pl.DataFrame(rows, schema={"item": pl.String, "held": pl.Float64}, orient="row")
    invoice = f.network.items.select("item", "invoice_value").join(
        held, on="item", validate="1:1", maintain_order="left"
    )
    left = pl.max_horizontal(pl.lit(0.0), pl.col("invoice_value").fill_null(0.0) - pl.col("held"))
    return invoice.select("item", turnover=left)
