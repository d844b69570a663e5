"""Qualification of an item at a site, and the ramp after it.

Registration is per factory, item and brand (for phones in India: BIS compulsory registration, per
manufacturing location, product and brand). Binary `qualify[site, item]`:

    make <= most * qualify       for each way and period of the item at the site

An item that the plan qualifies can be made from the first period whose start is not before qualify_from +
qualification_days. Cost and ramp do not depend on when it applies, so applying as early as possible is never worse,
and one binary does what a binary a period would: the ramp's shares of each period are then known, and enter the hours
and the started pieces of `make`. Cost: qualification_cost once. Unit: pieces. Source: registration of each place of
making, Electronics and Information Technology Goods (Requirement of Compulsory Registration) Order, 2012 and 2021;
output and yield that grow after the start, Terwiesch and Bohn 2001, Learning and process improvement during
production ramp-up, International Journal of Production Economics 70.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.making import WAY

__all__ = ["add"]


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the choice of qualifying items at sites."""
    ways = p["make"].filter(~pl.col("qualified"))
    items = ways.select("site", "item").unique(maintain_order=True)
    if items.is_empty():
        return
    choices = items.join(f.qualifiable, on=["site", "item"], how="left", validate="1:1").rename({"first": "t"})
    qualify = p.columns("qualify", choices, upper=1.0, integer=True)
    opened = ways.select(*WAY, "most").join(qualify.select("site", "item", "col"), on=["site", "item"], validate="m:1")
    p.rows("qualification", WAY, [term(ways, WAY), term(opened, WAY, -pl.col("most"))], upper=0.0)
    p.cost("qualification", qualify, pl.col("cost"), site="site", item="item")
