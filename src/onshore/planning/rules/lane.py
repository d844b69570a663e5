"""Lanes: capacity by weight, and a fixed charge for each period of use.

    sum(weight * move) <= capacity     for each lane and period, kilograms
    move <= most * lane_use            for each item on a lane with a fixed charge

`most` is what all demand could take of the item or the least order, and a lot; one row an item is tighter than one
for the lane. Cost: the charge for each `lane_use`. Unit: pieces; kilograms for capacity. Source: variable upper
bounds of fixed charges, Padberg, Van Roy and Wolsey 1985, Valid linear inequalities for fixed charge problems,
Operations Research 33.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.moving import MOVE

__all__ = ["LANE", "add", "moves"]

LANE = ("origin", "destination", "mode", "t")


def moves(p: Program) -> pl.DataFrame:
    """Bought and shipped moves together, with `most`: pieces that are ever worth moving at once."""
    return pl.concat([p["buy"], p["ship"]])


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add lane capacities and fixed charges."""
    lanes = f.lanes
    limited = lanes.filter(pl.col("capacity").is_finite())
    everything = moves(p)
    weights = term(everything, LANE, pl.col("weight")).join(limited, on=LANE, how="semi")
    if len(weights):
        p.rows(
            "lane_capacity",
            LANE,
            [weights.filter(pl.col("coef") > 0)],
            limited.select(*LANE, upper="capacity"),
        )
    charged = lanes.filter(pl.col("fixed") > 0).join(everything, on=LANE, how="semi")
    if charged.is_empty():
        return
    used = p.columns("lane_use", charged, upper=1.0, integer=True)
    on_it = everything.join(used.select(*LANE, use="col"), on=LANE, validate="m:1")
    opens = on_it.select(*MOVE, col="use", coef=-pl.col("most"))
    p.rows("lane_use", MOVE, [term(on_it, MOVE), opens], upper=0.0)
    p.cost("lane", used, pl.col("fixed"), site="destination")
