"""What a piece of a part costs at each place, by the cheapest way from abroad and by the cheapest from home.

From the bottom of the bill upwards, in every period:

    bought  = price + freight + basic duty and surcharge + finance of recoverable tax and of the way
    made    = conversion and fee + takes * (cheapest bought, made or brought) of each part at the plant
    brought = bought or made elsewhere + freight + duty + finance of the way from there

`takes` has scrap and yield, the ramp of the earliest order included; overtime, set-ups and stock are left out. A piece
is from home if it was made or bought there, whatever its parts. `imported` is what the scheme guideline (pli_dva)
counts as imported: CIF of what crosses the border, and imported content inside local purchases.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.routes import Routes

__all__ = ["piece_costs", "sources"]

_WAY: Final[dict[str, Any]] = {
    "item": pl.String, "site": pl.String, "t": pl.Int64, "local": pl.Boolean, "country": pl.String, "maker": pl.String,
    "landed": pl.Float64, "value": pl.Float64, "duty": pl.Float64, "imported": pl.Float64,
    "days": pl.Float64, "transit": pl.Float64, "investment": pl.String,
}  # fmt: skip
_PLACE: Final = ["item", "site", "t"]
_WAY_COST: Final = ("freight", "duty", "tax_finance", "transit_finance")
#: Most places that a piece passes on its way; lanes that run in a circle end here.
_HOPS: Final = 10


def piece_costs(f: Facts, r: Routes, here: str) -> pl.DataFrame:
    """item, site, t, local: country, maker (where it is made or bought), landed, value (price, or what making costs),
    duty (of its parts too), imported, days (from order to place), transit (days on the way), investment (that builds
    the line it is made on, null for none). Money a piece, network currency.
    """
    known = pl.DataFrame(schema=_WAY)
    bought, moves = _bought(f, r, here), _moves(f, r, here)
    for items in _levels(f, r):
        level = pl.concat([bought.filter(pl.col("item").is_in(items)), _made(f, known, items, here)])
        known = pl.concat([known, _spread(_cheapest(level), moves.filter(pl.col("item").is_in(items)))])
    return known


def sources(f: Facts, r: Routes) -> pl.DataFrame:
    """item, site, country: every place that can sell or make an item that is of use."""
    sold = f.offers.select("item", site="supplier").join(r.moves.select("item", site="origin"), on=["item", "site"])
    made = f.ways.select("item", "site")
    country = f.network.sites.select("site", "country")
    return pl.concat([sold, made]).unique().join(country, on="site").sort("item", "site")


def _levels(f: Facts, r: Routes) -> list[list[str]]:
    """Items by level of the bill, what has no parts first."""
    bills = dict(f.network.boms.group_by("item").agg("component").iter_rows())
    depth: dict[str, int] = {}
    for item in reversed(r.order):
        depth[item] = 1 + max((depth[part] for part in bills.get(item, ())), default=0)
    return [[i for i in depth if depth[i] == level] for level in sorted({*depth.values()})]


def _shaped(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col(c).cast(d) for c, d in _WAY.items())


def _cheapest(ways: pl.DataFrame) -> pl.DataFrame:
    """The cheapest way to each place in each period, from home and from abroad."""
    return ways.sort("landed", "country", nulls_last=True).unique([*_PLACE, "local"], keep="first", maintain_order=True)


def _moves(f: Facts, r: Routes, here: str) -> pl.DataFrame:
    """Every move of what is not bought: item, origin, site, t, cost, levied (duty), cif (null within the country or
    abroad), way (days).
    """
    return _flows(f, r, here).filter(~pl.col("bought"))


def _flows(f: Facts, r: Routes, here: str) -> pl.DataFrame:
    country = f.network.sites.select("site", "country")
    lanes = f.lanes.select("origin", "destination", "mode", way="days").unique()
    enters = (pl.col("source") != here) & (pl.col("country") == here)
    return (
        r.flows.join(lanes, on=["origin", "destination", "mode"])
        .rename({"destination": "site"})
        .join(country, on="site")
        .join(country.rename({"site": "origin", "country": "source"}), on="origin")
        .with_columns(
            cost=pl.sum_horizontal(_WAY_COST),
            levied="duty",
            cif=pl.when(enters).then("cif"),
            home=pl.col("source") == here,
        )
        .drop("country", "duty")
    )


def _bought(f: Facts, r: Routes, here: str) -> pl.DataFrame:
    """What is bought, to each place it can be sent to."""
    leads = f.network.sourcing.group_by(origin="supplier", item="item").agg(lead=pl.col("lead_days").first())
    inside = f.offers.select("item", "t", "imported_share", origin="supplier")
    rows = _flows(f, r, here).filter("bought").join(leads, on=["origin", "item"])
    rows = rows.join(inside, on=["origin", "item", "t"])
    content = pl.when("home").then(pl.col("value") * pl.col("imported_share")).otherwise(0.0)
    return _shaped(
        rows.with_columns(
            local="home", country="source", maker="origin", landed=pl.col("value") + pl.col("cost"), duty="levied",
            imported=pl.coalesce("cif", content), days=pl.col("way") + pl.col("lead"), transit="way",
            investment=pl.lit(None, pl.String),
        )
    )  # fmt: skip


def _made(f: Facts, known: pl.DataFrame, items: list[str], here: str) -> pl.DataFrame:
    """What is made of the cheapest parts, where every part can be had."""
    bills = f.network.boms.select("item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap")))
    country = f.network.sites.select("site", "country")
    days = f.network.processes.select("site", "item", "process", days="lead_days")
    ways = f.ways.filter(pl.col("item").is_in(items)).with_row_index("way")
    first = pl.col("made").min().over("site", "item")
    ways = ways.filter(pl.col("t") >= first).join(days, on=["site", "item", "process"]).join(country, on="site")
    ways = ways.join(f.network.investments.select("resource", "investment"), on="resource", how="left")
    least = known.sort("landed").unique(_PLACE, keep="first", maintain_order=True)
    parts = least.select("t", "site", "landed", "duty", "imported", component="item")
    taken = ways.join(bills, on="item").join(parts, on=["site", "component", "t"], how="left")
    pieces = pl.col("takes") * pl.col("started")
    whole = taken.group_by("way").agg(
        *((pieces * pl.col(c)).sum().alias(c) for c in ("landed", "duty", "imported")),
        lacks=pl.col("landed").is_null().any(),
    )  # fmt: skip
    rows = ways.join(whole, on="way", how="left").filter(~pl.col("lacks").fill_null(False))
    cost = pl.col("unit_cost") + pl.col("fee") + pl.col("landed").fill_null(0.0)
    return _shaped(
        rows.with_columns(
            pl.col("duty", "imported").fill_null(0.0), local=pl.col("country") == here, maker="site",
            landed=cost, value=cost, transit=pl.lit(0.0),
        )
    )  # fmt: skip


def _spread(ways: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """The cheapest ways after pieces are brought from place to place, until nothing gets cheaper."""
    for _ in range(_HOPS):
        there = ways.rename({"site": "origin"})
        brought = moves.drop("value").join(there, on=["item", "origin", "t"]).with_columns(
            landed=pl.col("landed") + pl.col("cost"), duty=pl.col("duty") + pl.col("levied"),
            imported=pl.coalesce("cif", "imported"), days=pl.col("days") + pl.col("way"),
            transit=pl.col("transit") + pl.col("way"),
        )  # fmt: skip
        reached = _cheapest(pl.concat([ways, _shaped(brought)]))
        if len(reached) == len(ways) and float(reached["landed"].sum()) >= float(ways["landed"].sum()):
            break
        ways = reached
    return ways
