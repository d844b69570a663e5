"""Demand on time, late or short.

    owed(t) = owed(t-1) + demand(t) - deliver(t) - short(t)                   for each item, market, priority and period
    owed(t) <= demand of the periods u <= t with end(t+1) - end(u) <= max_late,   owed(last) = 0

First in, first out: what is owed is the newest demand. Cost: owed(t) * days(t+1) * late_cost * priority, since what
is owed on the last evening of t comes in t+1 at the earliest; short_cost * priority for each piece given up. Unit:
pieces. Source: backlogging, Zangwill 1966, A deterministic multi-period production scheduling model with backlogging,
Management Science 13; how long customers wait, docs/meaning.md section 2.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["WANT", "add"]

CLASS = ("item", "market", "priority")
WANT = (*CLASS, "t")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add deliveries, what is owed and what is given up."""
    wants = _wants(f)
    if wants.is_empty():
        return
    nodes = r.frame(r.nodes).rename({"site": "market"})
    deliver = p.columns("deliver", wants.join(nodes, on=["market", "item"], how="semi"), scale=r.piece)
    short = p.columns("short", wants, scale=r.piece, upper=pl.col("total"))
    owed = p.columns("owed", wants.filter(pl.col("most_owed") > 0), scale=r.piece, upper=pl.col("most_owed"))
    before = owed.with_columns(pl.col("t") + 1)
    bounds = wants.select(*WANT, lower="quantity", upper="quantity")
    terms = [term(deliver, WANT), term(short, WANT), term(owed, WANT), term(before, WANT, -1.0)]
    p.rows("demand", WANT, terms, bounds)
    p.cost(
        "late",
        owed,
        pl.col("late_cost") * pl.col("priority") * pl.col("next_days"),
        site="market",
        item="item",
    )
    p.cost("short", short, pl.col("short_cost") * pl.col("priority"), site="market", item="item")


def _wants(f: Facts) -> pl.DataFrame:
    """Every period from a class's first demand on: quantity, total, most_owed, next_days and the item's costs."""
    h = f.horizon
    number = pl.DataFrame({"period": h.names, "t": np.arange(len(h))})
    demand = f.network.demand.filter(pl.col("quantity") > 0).join(number, on="period", validate="m:1")
    classes = demand.group_by(CLASS, maintain_order=True).agg(
        pl.col("t").min().alias("first"), pl.col("quantity").sum().alias("total")
    )
    next_days = np.append(h.days[1:], 0)
    periods = pl.DataFrame({"t": np.arange(len(h)), "next_days": next_days})
    wants = classes.join(periods, how="cross").filter(pl.col("t") >= pl.col("first"))
    wants = wants.join(demand.select(*WANT, "quantity"), on=WANT, how="left", validate="1:1").with_columns(
        pl.col("quantity").fill_null(0.0)
    )
    wants = wants.join(f.items.select("item", "late_cost", "short_cost", "max_late"), on="item", validate="m:1")
    return (
        wants.sort(WANT)
        .join(_owed(f, demand), on=WANT, how="left", validate="1:1")
        .with_columns(pl.col("most_owed").fill_null(0.0))
    )


def _owed(f: Facts, demand: pl.DataFrame) -> pl.DataFrame:
    """Most that can be owed on the last evening of t: demand that is then no older than the customer's patience."""
    h = f.horizon
    end, later = h.end, np.append(h.end[1:], 0)
    u, t = np.triu_indices(len(h) - 1) if len(h) > 1 else (np.array([], int), np.array([], int))
    pairs = pl.DataFrame({"t": u, "late": t, "wait": (later[t] - end[u]).astype(float)})
    patience = f.items.select("item", "max_late")
    return (
        demand.join(patience, on="item", validate="m:1")
        .join(pairs, on="t")
        .filter(pl.col("max_late").is_null() | (pl.col("wait") <= pl.col("max_late")))
        .group_by(*CLASS, t="late")
        .agg(most_owed=pl.col("quantity").sum())
    )
