"""Material balance, stock and its cost.

    stock(t) = stock(t-1) + made + arrived + in transit - used - shipped - delivered      for each site, item and period

A good piece takes started = 1 / (yield * yield_share) pieces, and each started piece takes quantity * (1 + scrap) of
every component, at the site and in the period of making. Opening stock stands in the first row. Cost: holding of the
last evening's stock for the days of the period, at holding_cost plus the finance of the value. End stock, and what is
on the way or in the making past the horizon, is worth end_stock_share of its value: above zero, so that nothing is
dumped; below the cheapest cost of getting one, so that nobody builds to collect it. Unit: pieces. Source: balance of
stock through a bill of material, multi-level lot-sizing in Pochet and Wolsey 2006, Production Planning by Mixed
Integer Programming; the worth of end stock, docs/meaning.md section 3.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["add"]

NODE = ("site", "item", "t")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add stock, its cost, and the balance of every place and item."""
    horizon = f.horizon.frame.select("t", "days")
    items = f.items.select("item", "keep", "end_value")
    nodes = r.frame(r.nodes).join(horizon, how="cross").join(items, on="item", validate="m:1")
    stock = p.columns("stock", nodes, scale=r.piece)
    end = len(f.horizon)
    before = stock.with_columns(pl.col("t") + 1).filter(pl.col("t") < end)
    p.rows("balance", NODE, [term(stock, NODE), term(before, NODE, -1.0), *_flows(p, f)], _opening(f, nodes))
    p.cost("holding", stock, pl.col("keep") * pl.col("days"), site="site", item="item")
    last = pl.lit(end - 1, pl.Int64)
    p.cost("end_stock", stock.filter(pl.col("t") == end - 1), -pl.col("end_value"), site="site", item="item")
    for block in (p["buy"], p["ship"]):
        late = block.filter(pl.col("arrival") >= end).with_columns(t=last)
        p.cost("end_stock", late, -pl.col("end_value"), site="destination", item="item")
    late = p["make"].filter(pl.col("made") >= end).with_columns(t=last).join(items, on="item", validate="m:1")
    p.cost("end_stock", late, -pl.col("end_value"), site="site", item="item")
    beyond = f.network.in_transit.with_columns(t=pl.Series(_arrivals(f), dtype=pl.Int64)).filter(pl.col("t") == end)
    for one in beyond.join(items, on="item", validate="m:1").to_dicts():
        worth = one["end_value"] * one["quantity"]
        p.book("end_stock", -worth, site=one["site"], item=one["item"], t=end - 1)


def _arrivals(f: Facts) -> list[int]:
    """Periods in which what was on the way on the first morning arrives; T for after the horizon."""
    return [f.horizon.period_at(d) for d in f.network.in_transit["arrival"]]


def _flows(p: Program, f: Facts) -> list[pl.DataFrame]:
    """What comes in (negative) and goes out (positive), by site, item and period."""
    end = len(f.horizon)
    make = p["make"]
    bom = f.network.boms.select("item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap")))
    used = make.join(bom, on="item").with_columns(pl.col("takes") * pl.col("started"))
    terms = [
        term(make.filter(pl.col("made") < end).with_columns(t="made"), NODE, -1.0),
        term(used.with_columns(item="component"), NODE, pl.col("takes")),
        term(p["ship"].with_columns(site="origin"), NODE),
    ]
    for block in (p["buy"], p["ship"]):
        arrives = block.filter(pl.col("arrival") < end).with_columns(site="destination", t="arrival")
        terms.append(term(arrives, NODE, -1.0))
    if p.has("deliver"):
        terms.append(term(p["deliver"].with_columns(site="market"), NODE))
    return terms


def _opening(f: Facts, nodes: pl.DataFrame) -> pl.DataFrame:
    """Right-hand sides: opening stock in the first period, goods in transit when they arrive."""
    stock = f.network.stock.select("site", "item", pl.lit(0, pl.Int64).alias("t"), "quantity")
    coming = f.network.in_transit.with_columns(t=pl.Series(_arrivals(f), dtype=pl.Int64)).select(
        "site", "item", "t", "quantity"
    )
    given = pl.concat([stock, coming]).group_by(NODE).agg(pl.col("quantity").sum())
    bounds = nodes.select(NODE).join(given, on=NODE, how="left", validate="1:1")
    return bounds.select(*NODE, lower=pl.col("quantity").fill_null(0.0), upper=pl.col("quantity").fill_null(0.0))
