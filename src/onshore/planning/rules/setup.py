"""Set-ups and minimum lots.

Binary `run[site, item, process, resource, week, t]` for ways with a set-up or a minimum lot:

    max(lot, minimum_lot) * run <= make <= most * run

The left side keeps the hours of a set-up from standing for use of a line on which nothing is made.

`most` is what the line's hours less the set-up could make, so the relaxation is as tight as one row allows. Cost:
setup_cost for each run. Unit: pieces. Source: set-up variables, Pochet and Wolsey 2006, Production Planning by Mixed
Integer Programming; lower bounds of production, Constantino 1998, Lower bounds in lot-sizing models, Mathematics of
Operations Research 23.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.making import WAY

__all__ = ["add"]


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add runs where a set-up or a minimum lot asks for them."""
    needs = (pl.col("setup_cost") > 0) | (pl.col("setup_hours") > 0) | (pl.col("minimum_lot") > pl.col("lot"))
    ways = p["make"].filter(needs)
    if ways.is_empty():
        return
    run = p.columns("run", ways.drop("col"), upper=1.0, integer=True)
    p.rows("lot_most", WAY, [term(ways, WAY), term(run, WAY, -pl.col("most"))], upper=0.0)
    bound = (pl.col("minimum_lot") > 0) | (pl.col("setup_hours") > 0)
    least, fewest = ways.filter(bound), pl.max_horizontal("lot", "minimum_lot")
    p.rows("minimum_lot", WAY, [term(least, WAY), term(run.filter(bound), WAY, -fewest)], lower=0.0)
    p.cost("setup", run, pl.col("setup_cost"), site="site", item="item")
