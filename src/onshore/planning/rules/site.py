"""Fixed cost of a site in each period in which it makes, supplies or passes on anything.

    make <= most * site_use      for each column that is made at the site
    move <= most * site_use      for each column that leaves it

`site_use` is binary. Cost: fixed_cost * days for each `site_use`. Unit: pieces. Source: fixed charges in plant
location, one row a flow, Balinski 1965, Integer programming: methods, uses, computation, Management Science 12.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.lane import moves

__all__ = ["add"]


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the use of sites that have a fixed cost."""
    sites = f.network.sites.filter(pl.col("fixed_cost") > 0).select("site", "fixed_cost")
    made = p["make"].select("site", "t", "col", "most")
    moved = moves(p).select("t", "col", "most", site="origin")
    active = pl.concat([made.select("site", "t", "col", "most"), moved.select("site", "t", "col", "most")])
    active = active.join(sites, on="site", how="semi")
    if active.is_empty():
        return
    days = f.horizon.frame.select("t", "days")
    periods = active.select("site", "t").unique(maintain_order=True).join(sites, on="site").join(days, on="t")
    used = p.columns("site_use", periods, upper=1.0, integer=True)
    each = active.with_columns(part=pl.col("col")).join(
        used.select("site", "t", use="col"), on=["site", "t"], validate="m:1"
    )
    opens = each.select("part", col="use", coef=-pl.col("most"))
    p.rows("site_use", ["part"], [term(each, ["part"]), opens], upper=0.0)
    p.cost("site", used, pl.col("fixed_cost") * pl.col("days"), site="site")
