"""Making good pieces at sites.

Column `make[site, item, process, resource, week, t]`: good pieces started in t, in whole lots, while the site is open.
`week` is the row of the ramp that holds, 0 without a ramp; there is one a period, but for items that wait for a line to
be built (rule qualification).

    0 <= make <= most,   make / lot whole
    most = lot * min(ceil(max(need, minimum_lot) / lot), floor((regular + overtime - setup_hours) / hours / lot))

need is what all demand and commitments could take of the item; the second part is what the line's hours of t could
make of nothing else. A way whose most is below its minimum lot has no column.

Cost: conversion (in its currency, at the period's rate) and the manufacturer's fee for each good piece; the fee is a
transfer between brand and manufacturer and drops out if the perspective is the chain. Unit: pieces. Source:
production variables of lot-sizing in whole batches, Pochet and Wolsey 2006, Production Planning by Mixed Integer
Programming; that nothing is made for nobody, docs/meaning.md section 2.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.routes import Routes

__all__ = ["WAY", "add"]

WAY = ("site", "item", "process", "resource", "week", "t")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the columns of making and their cost."""
    nodes = r.frame(r.nodes)
    ways = f.ways.join(nodes, on=["site", "item"], how="semi").join(r.needs, on="item", how="left")
    hours = f.hours.select("resource", "t", total=pl.col("regular") + pl.col("overtime"))
    ways = ways.join(hours, on=["resource", "t"], how="left", validate="m:1")
    most = pl.max_horizontal(pl.col("need").fill_null(0.0), "minimum_lot") / pl.col("lot")
    line = pl.when((pl.col("resource") != "") & (pl.col("hours") > 0)).then(
        ((pl.col("total").fill_null(0.0) - pl.col("setup_hours")) / pl.col("hours") / pl.col("lot") + 1e-9).floor()
    )
    ways = ways.with_columns(most=pl.min_horizontal((most - 1e-9).ceil(), line) * pl.col("lot"))
    ways = ways.filter((pl.col("most") > 0) & (pl.col("most") >= pl.col("minimum_lot"))).drop("need", "total")
    make = p.columns("make", ways, upper=pl.col("most"), scale=pl.col("lot"), integer=True)
    p.cost("conversion", make, pl.col("unit_cost"), site="site", item="item")
    if f.network.settings["perspective"] == "brand":
        p.cost("fee", make, pl.col("fee"), site="site", item="item")
