"""Places that take an item from one origin only, over the whole horizon.

    move <= most * source[destination, item, origin],   sum over origins of source <= 1          `source` is binary

One row for each move (the disaggregated form). Unit: pieces. Source: each place served from one origin, Geoffrion and
Graves 1974, Multicommodity distribution system design by Benders decomposition, Management Science 20.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.lane import moves
from onshore.planning.rules.moving import MOVE

__all__ = ["add"]


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the choice of an origin."""
    pairs = f.network.single_sources.select("destination", "item")
    if pairs.is_empty():
        return
    bound = moves(p).join(pairs, on=["destination", "item"], how="semi")
    link = ["destination", "item", "origin"]
    source = p.columns("source", bound.select(link).unique(maintain_order=True), upper=1.0, integer=True)
    each = bound.join(source.select(*link, choice="col"), on=link, validate="m:1")
    p.rows(
        "single_source",
        MOVE,
        [term(each, MOVE), each.select(*MOVE, col="choice", coef=-pl.col("most"))],
        upper=0.0,
    )
    p.rows("one_source", ["destination", "item"], [term(source, ["destination", "item"])], upper=1.0)
