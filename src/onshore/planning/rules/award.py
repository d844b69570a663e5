"""Awards: share bands with a price for breaching them, and commitments.

    low * Q - under <= q,   q <= high * Q + over                              for each award, over its own from-to
    q + missed >= commitment

q is what the company makes of the item group (finished items only, never boards), Q what all makers make; finished
items that are bought count for the supplier's company. Never by month, never hard: a hard split leaves capacity idle
and orders late. Cost: breach_cost for each piece of `under` and `over`, commitment_cost for each of `missed`. Unit:
pieces. Source: deviations from a goal at a price, Charnes and Cooper 1961, Management Models and Industrial
Applications of Linear Programming; total minimum commitments, Bassok and Anupindi 1997, IIE Transactions 29; who made
it and what counts, docs/meaning.md section 4.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["AWARD", "add", "awarded", "made"]

AWARD = ("brand", "company", "item_group", "from")


def made(p: Program, f: Facts) -> pl.DataFrame:
    """Columns that make or buy finished items: maker, group, brand, item, t, col."""
    finished = f.items.filter(pl.col("kind") == "finished").select("item", "group", item_brand="brand")
    company = f.network.sites.select("site", maker="company")
    both = [
        p["make"].select("site", "item", "t", "col"),
        p["buy"].select("item", "t", "col", site="origin").select("site", "item", "t", "col"),
    ]
    return pl.concat(both).join(finished, on="item", validate="m:1").join(company, on="site", validate="m:1")


def awarded(f: Facts) -> pl.DataFrame:
    """Awards with the first (`since`) and last (`until`) period whose middle lies in from-to."""
    h = f.horizon
    unix = dt.date(1970, 1, 1).toordinal()
    rows = []
    for a in f.network.awards.to_dicts():
        first, last = a["from"].toordinal() - unix, a["to"].toordinal() - unix + 1
        inside = (h.middle >= first) & (h.middle < last)
        periods = [t for t, ok in enumerate(inside) if ok]
        rows.append(a | {"since": periods[0] if periods else len(h), "until": periods[-1] if periods else -1})
    schema = f.network.awards.schema | {"since": pl.Int64, "until": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add breaches of bands and of commitments."""
    awards = awarded(f)
    if awards.is_empty():
        return
    pieces = made(p, f).join(awards, left_on="group", right_on="item_group")
    pieces = pieces.with_columns(item_group="group").filter(
        pl.col("t").is_between(pl.col("since"), pl.col("until"))
        & (pl.col("item_brand").is_null() | (pl.col("item_brand") == pl.col("brand")))
    )
    own = (pl.col("maker") == pl.col("company")).cast(pl.Float64)
    _band(
        p,
        r,
        "under",
        awards.filter((pl.col("low") > 0) & (pl.col("breach_cost") > 0)),
        pieces,
        pl.col("low") - own,
    )
    _band(
        p,
        r,
        "above",
        awards.filter((pl.col("high") < 1) & (pl.col("breach_cost") > 0)),
        pieces,
        own - pl.col("high"),
    )
    promised = awards.filter((pl.col("commitment") > 0) & (pl.col("commitment_cost") > 0))
    if len(promised):
        missed = p.columns("missed", promised, scale=r.piece)
        given = pieces.filter(pl.col("maker") == pl.col("company")).join(promised, on=AWARD, how="semi")
        p.rows(
            "commitment",
            AWARD,
            [term(given, AWARD), term(missed, AWARD)],
            promised.select(*AWARD, lower="commitment"),
        )
        p.cost("commitment", missed, pl.col("commitment_cost"), company="company", t=None)


def _band(p: Program, r: Routes, name: str, awards: pl.DataFrame, pieces: pl.DataFrame, coef: pl.Expr) -> None:
    """One side of the band: coef * pieces - breach <= 0."""
    if awards.is_empty():
        return
    breach = p.columns(name, awards, scale=r.piece)
    inside = term(pieces.join(awards, on=AWARD, how="semi"), AWARD, coef)
    p.rows(f"award_{name}", AWARD, [inside, term(breach, AWARD, -1.0)], awards.select(*AWARD, upper=pl.lit(0.0)))
    p.cost("breach", breach, pl.col("breach_cost"), company="company", t=None)
