"""Moving pieces over lanes: buying from suppliers and shipping from stock.

Columns `buy[origin, destination, mode, item, t]`, leaving a supplier, and `ship[...]`, from the origin's stock:

    0 <= buy <= most,   buy / lot whole,   most = lot * (ceil(max(need, moq) / lot) + 1)
    0 <= ship <= most,   most = ceil(need) + 1 + surplus
    what leaves in t arrives in the period u with   start(u) <= middle(t) + days < end(u)

need is what all demand and commitments could take of the item; surplus is what there was on the first day and what the
largest lot leaves over, for that may be moved too. So even stock worth more than it costs has a limit.

Cost for each piece: the price (material); freight by weight, piece and value; basic duty and surcharge on the CIF
value on crossing a border (duties are rows of law by day, averaged over the period of arrival: basic on CIF,
surcharge on the basic duty); the finance of recoverable tax until it is credited; the finance of the value while on
the way. Unit: pieces. Source: flows by mode and period between countries, with duties, Arntzen, Brown, Harrison and
Trafton 1995, Interfaces 25; duty on the price paid with freight, Agreement on Implementation of Article VII of GATT
1994, articles 1 and 8, and India's Customs Valuation Rules 2007, rule 10; when what leaves arrives, docs/meaning.md
section 1.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.routes import Routes

__all__ = ["MOVE", "add"]

MOVE = ("origin", "destination", "mode", "item", "t")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the columns of buying and shipping, and what a piece costs on its way."""
    flows = r.flows.join(r.needs, on="item", how="left").with_columns(pl.col("need").fill_null(0.0))
    flows = flows.join(_surplus(f), on="item", how="left", validate="m:1")
    flows = flows.with_columns(pl.col("surplus").fill_null(0.0))
    lots = (pl.max_horizontal("need", "least") / pl.col("lot") - 1e-9).ceil() + 1
    shipped = (pl.col("need") - 1e-9).ceil() + 1 + pl.col("surplus")
    flows = flows.with_columns(most=pl.when("bought").then(lots * pl.col("lot")).otherwise(shipped))
    flows = flows.join(f.items.select("item", "end_value"), on="item", validate="m:1")
    buy = p.columns("buy", flows.filter("bought"), upper=pl.col("most"), scale=pl.col("lot"), integer=True)
    ship = p.columns("ship", flows.filter(~pl.col("bought")), upper=pl.col("most"), scale=r.piece)
    suppliers = f.network.sites.select(origin="site", seller="company")
    p.cost(
        "material",
        buy.join(suppliers, on="origin"),
        pl.col("value"),
        site="destination",
        company="seller",
        item="item",
    )
    for block in (buy, ship):
        for name in ("freight", "duty", "tax_finance", "transit_finance"):
            p.cost(name, block, pl.col(name), site="destination", item="item")


def _surplus(f: Facts) -> pl.DataFrame:
    """item, surplus: pieces beside those that demand takes: there from the start, or left over by the largest lot."""
    n = f.network
    given = pl.concat([x.select("item", "quantity") for x in (n.stock, n.in_transit)])
    given = given.group_by("item").agg(pl.col("quantity").sum())
    bought = n.sourcing.select("item", lot=pl.max_horizontal("lot", "moq"))
    made = n.processes.select("item", lot=pl.max_horizontal("lot", "minimum_lot"))
    lots = pl.concat([bought, made]).group_by("item").agg(pl.col("lot").max())
    rows = given.join(lots, on="item", how="full", coalesce=True)
    return rows.select("item", surplus=pl.sum_horizontal("quantity", "lot"))
