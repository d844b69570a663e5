"""Qualification of an item at a site, and the ramp after it.

Registration is per factory, item and brand (for phones in India: BIS compulsory registration, per
manufacturing location, product and brand). Binary `qualify[site, item, first]`:

    sum over first of qualify <= 1                                       for each item at a site
    make <= most * sum over first that give its week of qualify          for each way, week of the ramp and period
    qualify <= sum over orders that give its first of invest             where the item waits for a line to be built

An item that the plan qualifies can be made from the first period whose start is not before the day of applying +
qualification_days. Cost and ramp do not depend on when it applies, so applying as early as possible is never worse,
and one binary does what a binary a period would: the ramp's shares of each period are then known, and enter the hours
and the started pieces of `make`. Where every line that makes the item at the site must be built, it applies when the
first one stands: there is one `first` for each period to which an order leads, and in each period one `make` for each
row of the ramp that it can be in. Cost: qualification_cost once. Unit: pieces. Source: registration of each place of
making, Electronics and Information Technology Goods (Requirement of Compulsory Registration) Order, 2012 and 2021;
output and yield that grow after the start, Terwiesch and Bohn 2001, Learning and process improvement during
production ramp-up, International Journal of Production Economics 70.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.making import WAY

__all__ = ["add", "as_ordered"]

NODE = ("site", "item")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the choice of qualifying items at sites."""
    ways = p["make"].filter(~pl.col("qualified"))
    items = ways.select(NODE).unique(maintain_order=True)
    if items.is_empty():
        return
    within = f.qualifiable.filter(pl.col("first") < len(f.horizon)).rename({"first": "t"})
    choices = items.join(within, on=list(NODE), how="left", maintain_order="left")
    qualify = p.columns("qualify", choices, upper=1.0, integer=True)
    several = qualify.filter(pl.len().over(NODE) > 1)
    p.rows("qualified_once", NODE, [term(several, NODE)], upper=1.0)
    opened = _stages(f, ways.select(*WAY, "most")).join(qualify.select(*NODE, "col", first="t"), on=[*NODE, "first"])
    p.rows("qualification", WAY, [term(ways, WAY), term(opened, WAY, -pl.col("most"))], upper=0.0)
    orders = _founding(p, f)
    waits = qualify.join(f.applications.drop_nulls("investment"), on=list(NODE), how="semi")
    choice = (*NODE, "t")
    p.rows("qualified_after", choice, [term(waits, choice), term(orders, choice, -1.0)], upper=0.0)
    p.cost("qualification", qualify, pl.col("cost"), site="site", item="item")


def _stages(f: Facts, ways: pl.DataFrame) -> pl.DataFrame:
    """Ways with the periods of qualification, `first`, in which they are in their week of the ramp."""
    key = ["site", "item", "process", "week", "t"]
    return ways.join(f.stages.select(*key, "first"), on=key)


def _founding(p: Program, f: Facts) -> pl.DataFrame:
    """Orders of the lines that items wait for: site, item, t (period in which they can be qualified), col."""
    if not p.has("invest"):
        return p["qualify"].select(*NODE, "t", "col").clear()
    ordered = p["invest"].select("investment", "col", order="t")
    return f.applications.join(ordered, on=["investment", "order"]).select(*NODE, "col", t="first")


def as_ordered(p: Program, f: Facts, values: np.ndarray) -> None:
    """Set qualifications to what is ordered: what waits for a line and is qualified at all is so as early as the first
    line lets it, or never; and of the ways that are made only those in the week of the ramp that follows.
    """
    if not p.has("qualify"):
        return
    qualify = p["qualify"].with_columns(on=pl.Series(values[p["qualify"]["col"].to_numpy()] > 0.5))
    orders = _founding(p, f)
    ordered = orders.filter(pl.Series(values[orders["col"].to_numpy()] > 0.5))
    waits = f.applications.drop_nulls("investment").select(NODE).unique()
    able = pl.concat([
        qualify.join(waits, on=list(NODE), how="anti"),
        qualify.join(waits, on=list(NODE), how="semi").join(ordered, on=[*NODE, "t"], how="semi"),
    ])  # fmt: skip
    wanted = qualify.filter(pl.col("on").any().over(NODE)).select("col")
    kept = able.join(wanted, on="col", how="semi").filter(pl.col("t") == pl.col("t").min().over(NODE))
    values[qualify["col"].to_numpy()] = 0.0
    values[kept["col"].to_numpy()] = 1.0
    for name in ("make", "run"):
        if p.has(name):
            ways = p[name].filter(~pl.col("qualified"))
            open_ = _stages(f, ways).join(kept.select(*NODE, first="t"), on=[*NODE, "first"], how="semi")
            values[ways.join(open_, on="col", how="anti")["col"].to_numpy()] = 0.0
