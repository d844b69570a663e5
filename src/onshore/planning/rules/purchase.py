"""What a supplier delivers: minimum order and capacity.

    sum(buy) <= capacity                      for each supplier, item and period
    moq * order <= sum(buy) <= most * order   where there is a minimum; `order` is binary

The sum is over sites and modes: the brand orders once for all. A delivery needs middle(t) >= start + lead_days, or
orders already running; other periods have no column. Unit: pieces. Source: 0 or at least a minimum, Constantino 1998,
Lower bounds in lot-sizing models, Mathematics of Operations Research 23; lead times, docs/meaning.md section 2.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["add"]

OFFER = ("origin", "item", "t")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add orders and the rows of suppliers."""
    buy = p["buy"]
    if buy.is_empty():
        return
    offers = f.offers.rename({"supplier": "origin"}).select(*OFFER, "moq", "capacity")
    ways = buy.group_by(OFFER, maintain_order=True).agg(
        pl.len().alias("ways"), pl.col("lot").first(), pl.col("need").first()
    )
    offers = ways.join(offers, on=OFFER, how="left", validate="1:1")
    orders = offers.filter(pl.col("moq") > pl.col("lot"))
    free = offers.filter((pl.col("moq") <= pl.col("lot")) & pl.col("capacity").is_finite())
    p.rows(
        "supplier_capacity",
        OFFER,
        [term(buy, OFFER).join(free, on=OFFER, how="semi")],
        free.select(*OFFER, upper="capacity"),
    )
    if orders.is_empty():
        return
    order = p.columns("order", orders, upper=1.0, integer=True)
    lots = pl.max_horizontal("need", "moq") + pl.col("lot") * pl.col("ways")
    bought = term(buy, OFFER).join(orders, on=OFFER, how="semi")
    p.rows(
        "supplier_capacity",
        OFFER,
        [bought, term(order, OFFER, -pl.min_horizontal("capacity", lots))],
        upper=0.0,
    )
    p.rows("moq", OFFER, [bought, term(order, OFFER, -pl.col("moq"))], lower=0.0)
