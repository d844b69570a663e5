"""Which items can be where, and which lanes carry which: what several rules conclude from."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.opening import openings
from onshore.checking.sheets import LINE, Sheets

__all__ = [
    "FLOWS",
    "able",
    "carried",
    "classless",
    "held",
    "lasting",
    "offers",
    "open_sites",
    "passing",
    "piece_weights",
    "roads",
    "room_of",
    "sources",
    "stocked",
    "wanted",
]

#: Places in which a bad cell would make items seem out of reach.
FLOWS: Final = (
    "network.start",
    "periods",
    "sites.site",
    "sites.opens",
    "sites.closes",
    "sites.calendar",
    "sites.country",
    "sites.kind",
    "items.item",
    "items.duty_class",
    "calendars",
    "boms.item",
    "boms.component",
    "processes.site",
    "processes.item",
    "sourcing.supplier",
    "sourcing.item",
    "sourcing.from",
    "sourcing.known_from",
    "lanes.origin",
    "lanes.destination",
    "lanes.duty_paid",
    "stock.site",
    "stock.item",
    "in_transit.site",
    "in_transit.item",
    "demand.item",
    "demand.market",
)

_PAIR: Final = ["site", "item"]


def open_sites(sheets: Sheets) -> pl.DataFrame:
    """Sites that are open for some part of some day of the horizon."""
    return sheets.derived("*open_sites", _open_sites)


def _open_sites(sheets: Sheets) -> pl.DataFrame:
    if sheets.horizon is None:
        return sheets["sites"].select("site")
    return sheets["sites"].select("site").join(openings(sheets), on="site", how="semi")


def offers(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`: what suppliers offer within the horizon. It can be used only after a lane."""
    return sheets.derived("*offers", _offers)


def _offers(sheets: Sheets) -> pl.DataFrame:
    horizon, start = sheets.horizon, sheets.start
    rows = sheets["sourcing"].rename({"supplier": "site"})
    if horizon is not None and start is not None:
        known = (pl.col("known_from") <= start).fill_null(True)
        rows = rows.filter(pl.col("from") <= horizon.last, known)
    return rows.select(_PAIR).drop_nulls().unique().join(open_sites(sheets), on="site", how="semi")


def _made(sheets: Sheets) -> pl.DataFrame:
    rows = sheets["processes"].select(_PAIR).drop_nulls().unique()
    return rows.join(open_sites(sheets), on="site", how="semi")


def stocked(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`, `quantity`: what is on hand at the start or comes without a decision."""
    return sheets.derived("*stocked", _stocked)


def _stocked(sheets: Sheets) -> pl.DataFrame:
    arriving = sheets["in_transit"]
    if sheets.horizon is not None:
        arriving = arriving.filter(pl.col("arrival") <= sheets.horizon.last)
    rows = pl.concat([t.select(*_PAIR, "quantity") for t in (sheets["stock"], arriving)]).filter(pl.col("quantity") > 0)
    return rows.drop_nulls().group_by(_PAIR).agg(pl.col("quantity").sum())


def _kept(sheets: Sheets) -> pl.DataFrame:
    return stocked(sheets).select(_PAIR)


def lasting(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`: stock of items of which as much is there as all demand takes, so that no more need come."""
    return sheets.derived("*lasting", _lasting)


def _lasting(sheets: Sheets) -> pl.DataFrame:
    there = stocked(sheets)
    if there.is_empty():
        return there.select(_PAIR)
    parts = sheets["boms"].select("item", "component", each=pl.col("quantity") * (1 + pl.col("scrap"))).drop_nulls()
    taken = sheets["demand"].select("item", "quantity").drop_nulls()
    levels = []
    while not taken.is_empty():
        taken = taken.group_by("item").agg(pl.col("quantity").sum())
        levels.append(taken)
        taken = taken.join(parts, on="item").select(item="component", quantity=pl.col("quantity") * pl.col("each"))
    need = pl.concat([*levels, taken]).group_by("item").agg(pl.col("quantity").sum().alias("need"))
    enough = there.with_columns(all=pl.col("quantity").sum().over("item")).join(need, on="item", how="left")
    return enough.filter(pl.col("all") >= pl.col("need").fill_null(0.0)).select(_PAIR)


def sources(sheets: Sheets) -> pl.DataFrame:
    """`how`, `site`, `item`: where an item can begin its way: made, sold or kept."""
    parts = (("made", _made(sheets)), ("sold", offers(sheets)), ("kept", _kept(sheets)))
    return pl.concat([rows.select(pl.lit(how).alias("how"), *_PAIR) for how, rows in parts])


def customs(sheets: Sheets) -> pl.DataFrame:
    """Lanes out of places that are open; `customs` says whether this network pays an import duty on them."""
    return sheets.derived("*customs", _customs)


def _customs(sheets: Sheets) -> pl.DataFrame:
    sites = sheets["sites"].select("site", "country").drop_nulls("site").unique("site")
    lanes = sheets["lanes"].drop_nulls(["origin", "destination"])
    lanes = lanes.join(open_sites(sheets), left_on="origin", right_on="site", how="semi")
    for end in ("origin", "destination"):
        named = sites.rename({"site": end, "country": f"{end}_country"})
        lanes = lanes.join(named, on=end, how="left", validate="m:1")
    border = pl.col("origin_country") != pl.col("destination_country")
    return lanes.with_columns((pl.col("duty_paid") & border).fill_null(False).alias("customs"))


def roads(sheets: Sheets) -> pl.DataFrame:
    """`site`, `to`, `customs`, `room`: pairs of places with a lane; without customs where one of their lanes is.

    `room` is the weight of the heaviest piece that one of them can carry; endless unless the sheets are `tight`.
    """
    return sheets.derived("*roads", _roads)


def _roads(sheets: Sheets) -> pl.DataFrame:
    pair = [pl.col("origin").alias("site"), pl.col("destination").alias("to")]
    room = room_of(sheets) if sheets.tight else pl.lit(float("inf"))
    return customs(sheets).group_by(pair).agg(pl.col("customs").all(), room.max().alias("room"))


def room_of(sheets: Sheets) -> pl.Expr:
    """Weight that a lane can carry in the longest period; endless where it has no capacity."""
    longest = sheets["periods"]["days"].max()
    return (pl.col("capacity") * pl.lit(longest)).fill_null(float("inf"))


def classless(sheets: Sheets) -> pl.Series:
    """Items without a duty class: they pass no customs (docs/meaning.md, section 3)."""
    return sheets["items"].filter(pl.col("duty_class").is_null())["item"].drop_nulls().unique()


def _passes(sheets: Sheets) -> pl.Expr:
    """Whether an item may take a way."""
    return ~(pl.col("customs") & pl.col("item").is_in(classless(sheets).implode()))


def piece_weights(sheets: Sheets) -> pl.DataFrame:
    """`item`, `piece`: weight of the least that moves: a piece, or next to nothing where pieces need not be whole."""
    numbers = [sheets["demand"]["quantity"], sheets["processes"]["lot"], sheets["sourcing"]["lot"]]
    whole = all((n.round() == n).all() for n in (number.drop_nulls() for number in numbers))
    piece = (pl.col("weight").fill_null(0.0) * (1.0 if whole else 1e-9)).alias("piece")
    return sheets["items"].select("item", piece).drop_nulls().unique("item")


def passing(sheets: Sheets) -> pl.DataFrame:
    """Sites that pass on anything; plants and suppliers ship only what they make or sell (docs/meaning.md, 2)."""
    return sheets["sites"].filter(~pl.col("kind").is_in(["plant", "supplier"])).select("site").drop_nulls().unique()


def _shipped(sheets: Sheets, pairs: pl.DataFrame) -> pl.DataFrame:
    """Those of the pairs that may leave their site."""
    passed = pairs.join(passing(sheets), on="site", how="semi")
    return pl.concat([passed, pairs.join(_made(sheets), on=_PAIR, how="semi")]).unique()


def _leaving(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`: what could leave a site, sold or shipped."""
    return pl.concat([_shipped(sheets, held(sheets)), offers(sheets)]).unique()


def _moved(sheets: Sheets, pairs: pl.DataFrame, ways: pl.DataFrame | None = None) -> pl.DataFrame:
    """Where the pairs get over one lane."""
    rows = pairs.join(roads(sheets) if ways is None else ways, on="site").filter(_passes(sheets))
    if sheets.tight:
        rows = rows.join(piece_weights(sheets), on="item", how="left").filter(pl.col("piece") <= pl.col("room"))
    return rows.select(pl.col("to").alias("site"), "item").unique()


def held(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`: where an item could come, if whoever makes it had all components."""
    return sheets.derived("*held", _held)


def _held(sheets: Sheets) -> pl.DataFrame:
    new = pl.concat([_made(sheets), _kept(sheets), _moved(sheets, offers(sheets))]).unique()
    found = new
    while not new.is_empty():
        new = _moved(sheets, _shipped(sheets, new)).join(found, on=_PAIR, how="anti")
        found = pl.concat([found, new])
    return found


def wanted(sheets: Sheets) -> pl.DataFrame:
    """`site`, `item`: where an item is of use: sold, put into something of use, or passed on to that."""
    return sheets.derived("*wanted", _wanted)


def _wanted(sheets: Sheets) -> pl.DataFrame:
    back = roads(sheets).rename({"site": "to", "to": "site"})
    there = _leaving(sheets)
    parts = sheets["boms"].select("item", "component").drop_nulls()
    made = _made(sheets)
    demand = sheets["demand"].filter(pl.col("quantity") > 0)
    new = demand.select(pl.col("market").alias("site"), "item").drop_nulls().unique()
    found = new
    while not new.is_empty():
        passed = _moved(sheets, new, back).join(there, on=_PAIR, how="semi")
        into = new.join(made, on=_PAIR, how="semi").join(parts, on="item")
        new = pl.concat([passed, into.select("site", pl.col("component").alias("item"))]).unique()
        new = new.join(found, on=_PAIR, how="anti")
        found = pl.concat([found, new])
    return found


def carried(sheets: Sheets) -> pl.DataFrame:
    """Lanes, with their lines, and each `item` that they can carry to where it is of use."""
    return sheets.derived("*carried", _carried)


def _carried(sheets: Sheets) -> pl.DataFrame:
    ends = ("origin", "destination", "origin_country", "destination_country")
    lanes = customs(sheets).select(LINE, *ends, "customs")
    there = _leaving(sheets).join(wanted(sheets), on="item", how="semi")
    rows = lanes.join(there, left_on="origin", right_on="site").filter(_passes(sheets))
    return rows.join(wanted(sheets), left_on=["destination", "item"], right_on=_PAIR, how="semi").sort(LINE, "item")


def able(sheets: Sheets, use: pl.DataFrame | None = None, kept: pl.DataFrame | None = None) -> pl.DataFrame:
    """`site`, `item`: where an item can come with all that goes into it. Only pairs of use are looked at.

    Args:
        sheets: the network.
        use: other pairs to look at than those that are wanted.
        kept: pairs that count as there at the start; stock runs out, so that it is none unless it is told.
    """
    use = wanted(sheets) if use is None else use
    made = _made(sheets).join(use, on=_PAIR, how="semi")
    needs = made.join(sheets["boms"].select("item", "component").drop_nulls(), on="item")
    bought = _moved(sheets, offers(sheets)).join(use, on=_PAIR, how="semi")
    found = (bought if kept is None else pl.concat([kept, bought])).unique()
    new = found
    while True:
        moved = _moved(sheets, _shipped(sheets, new)).join(use, on=_PAIR, how="semi")
        lacking = needs.join(found, left_on=["site", "component"], right_on=_PAIR, how="anti")
        ready = made.join(lacking, on=_PAIR, how="anti")
        new = pl.concat([moved, ready]).unique().join(found, on=_PAIR, how="anti")
        if new.is_empty():
            return found
        found = pl.concat([found, new])
