"""Lines and component plants that the plan can have built: their hours exist only once they are ordered and ready.

Binary `invest[investment, s]`: ordered in period s, whose middle lies in from-to and not before the network's start.

    sum over s of invest[s] <= 1
    make <= sum over s of most(t, s) * invest[s]        for each way and period on the line
    sum(hours * make) + sum(setup_hours * run) - over <= sum over s of regular(t, s) * invest[s]     rule capacity
    over <= sum over s of overtime(t, s) * invest[s]

regular(t, s) and overtime(t, s) are the hours of the days of t that begin at or after the moment middle(s) + lead_days,
so the period in which a line becomes ready has the share of its hours that is left; most(t, s) is what they make of
nothing else, whole lots. A line without an investment exists. One binary a period, not one a line as for
qualifications: capital costs more the earlier it is spent. The second row is one for each way, as tight as one row
allows. Cost: capital from the day of the order (the middle of s) to the end of the horizon, at most over its life,

    charge(s) = cost * i / (1 - (1 + i)^-life_years) * min(end - middle(s), 365 * life_years) / 365

with i = discount_rate; cost / life_years a year if i = 0. What is left of the line after the
horizon is left to pay then.

Unit: money. Source: equivalent annual cost, Brealey, Myers and Allen, Principles of Corporate Finance, chapter 6;
expansion of capacity in discrete time with costs of money, Luss 1982, Operations Research 30.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.making import WAY

__all__ = ["ORDER", "add", "brought", "standing"]

ORDER = ("investment", "t")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the choice of ordering lines, where anything of use is made on them."""
    of_use = f.network.routings.join(r.frame(r.useful), on=["site", "item"], how="semi").select("resource").unique()
    orders = f.orders.join(of_use, on="resource", how="semi", maintain_order="left")
    if orders.is_empty():
        return
    invest = p.columns("invest", orders, upper=1.0, integer=True)
    p.rows("invest_once", ["investment"], [term(invest, ["investment"])], upper=1.0)
    ways = p["make"].join(invest.select("resource").unique(), on="resource", how="semi", maintain_order="left")
    total = pl.col("regular") + pl.col("overtime") - pl.col("setup_hours")
    lots = pl.when(pl.col("hours") > 0).then((total / pl.col("hours") / pl.col("lot") + 1e-9).floor() * pl.col("lot"))
    each = ways.drop("col").join(brought(p, f), on=["resource", "t"]).sort(*WAY, "col")
    each = each.with_columns(able=pl.min_horizontal("most", lots)).filter(
        (pl.col("able") > 0) & (pl.col("able") >= pl.col("minimum_lot"))
    )
    p.rows("built", WAY, [term(ways, WAY), term(each, WAY, -pl.col("able"))], upper=0.0)
    p.cost("investment", invest, pl.col("charge"), site="site")


def brought(p: Program, f: Facts) -> pl.DataFrame:
    """Hours that each order brings: resource, t, col, regular, overtime."""
    if not p.has("invest"):
        return f.built.select("resource", "t", pl.lit(0, pl.Int64).alias("col"), "regular", "overtime").clear()
    ordered = p["invest"].select("investment", "col", order="t")
    rows = f.built.join(ordered, on=["investment", "order"], validate="m:1")
    return rows.select("resource", "t", "col", "regular", "overtime").sort("resource", "t", "col")


def standing(p: Program, f: Facts, values: np.ndarray) -> pl.DataFrame:
    """resource, t, total: line hours, overtime included, with what the values order."""
    hours = f.hours.select("resource", "t", total=pl.col("regular") + pl.col("overtime"))
    there = hours.join(f.network.investments.select("resource"), on="resource", how="anti")
    rows = brought(p, f)
    rows = rows.with_columns(share=pl.Series(values[rows["col"].to_numpy()], dtype=pl.Float64))
    built = rows.group_by("resource", "t").agg(
        total=((pl.col("regular") + pl.col("overtime")) * pl.col("share").round()).sum()
    )
    return pl.concat([there, built.select(there.columns)])
