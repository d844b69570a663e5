"""Export relief: duty not paid, or paid back, for the sake of what leaves the country.

Each plant that can claim a relief k chooses one for each group of finished items that it exports (a stream):

    sum over k of claimed[item, k, t] <= shipped abroad[item, t]
    sum over items and t of claimed <= most * stream[group, k],   sum over k of stream <= 1   (binary)

Drawback pays min(rate * value, cap) for each piece claimed. An authorisation or a bond lets inputs in free of duty,
no more than is imported and no more than the bill of material puts into what is claimed. Over fiscal years b, for
each input j of a plant and relief:

    sum over k of free[flow, k] <= moved[flow]
    sum up to b of (free_j + inside_j) <= sum up to b of takes_ij * (claimed_i or inside_i)  over all i made of j

`inside` is what the plant makes of j itself for its exports, whose own parts may then come in free; takes is the
bill's quantity with scrap and yield (the best process, no ramp). An export counts in the first year from whose
first day it is within the validity, so every import of a year is answered for in time. An authorisation also asks

    value claimed >= (1 + value_addition) * CIF of free inputs       for each plant, over the horizon

What a row of `reliefs` says holds for what leaves (exports) or arrives (inputs) in a period whose middle it covers;
of several, the strictest validity and value addition hold. Remission is of basic duty and surcharge, and the
recoverable tax on these inputs need not be paid first; deferring the duty on home sales is no gain here, as the plan
charges no finance on duty.

Cost: what a plant pays once for each stream that it claims, and the cost of bonds and paper as a share of the duty not
paid; less the duty, surcharge and finance on tax that are not paid, and drawback. Unit: pieces, money.
Source: FTP 2023 chapter 4 with 21/2023-Cus (advance authorisation), Customs Act s.65 with 69/2019-NT (bonded
manufacture), 07/2020-NT (drawback).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["add", "best_drawback", "held", "most_saved"]

CLAIM = ("site", "item", "relief")
FLOW = ("origin", "destination", "mode", "item", "t")
_EPOCH = dt.date(1970, 1, 1)


def held(f: Facts) -> pl.DataFrame:
    """Terms by period of each relief that a plant can claim: site, country, relief, kind, item_group, t,
    value_addition, validity, rate, cap, cost_share, cost; the row of a period is the one that covers its middle.
    """
    n, h = f.network, f.horizon
    rows = []
    for row in n.reliefs.to_dicts():
        first = (row["from"] - _EPOCH).days
        last = (row["to"] - _EPOCH).days + 1 if row["to"] else np.inf
        inside = np.flatnonzero((h.middle >= first) & (h.middle < last))
        rows += [row | {"t": int(t), "first": first} for t in inside]
    if not rows or n.relief_sites.is_empty():
        return pl.DataFrame()
    strictest = pl.DataFrame(rows, infer_schema_length=None).sort("first")
    strictest = strictest.unique(["relief", "item_group", "t"], keep="last", maintain_order=True).with_columns(
        value_addition=pl.col("value_addition").max().over("relief"),
        validity=pl.col("validity_days").cast(pl.Float64).fill_null(np.inf).min().over("relief"),
        rate=pl.col("rate").cast(pl.Float64),
        cap=pl.col("cap").cast(pl.Float64).fill_null(np.inf),
    )
    plants = n.relief_sites.select("site", "relief", "cost").join(n.sites.select("site", "country"), on="site")
    kept = ["relief", "kind", "country", "item_group", "t", "value_addition", "validity", "rate", "cap", "cost_share"]
    return plants.join(strictest.select(kept), on=["relief", "country"]).sort("site", "relief", "item_group", "t")


def _exports(p: Program, f: Facts, terms: pl.DataFrame) -> pl.DataFrame:
    """Flows of finished items that a plant makes and ships abroad, with the terms of each relief: site, item, group,
    relief, t, col, worth, ...
    """
    n = f.network
    finished = f.items.filter((pl.col("kind") == "finished") & pl.col("group").is_not_null())
    finished = finished.select("item", "group", worth=pl.coalesce("invoice_value", "value"))
    made = n.processes.select("site", "item").unique()
    country = n.sites.select("site", "country")
    flows = (
        p["ship"]
        .select("destination", "item", "t", "col", site="origin")
        .join(made, on=["site", "item"], how="semi")
        .join(finished, on="item")
        .join(country, on="site")
        .join(country.rename({"site": "destination", "country": "abroad"}), on="destination")
        .filter(pl.col("country") != pl.col("abroad"))
        .drop("country")
    )
    own = flows.join(terms, left_on=["site", "group", "t"], right_on=["site", "item_group", "t"])
    every = flows.join(terms.filter(item_group="*").drop("item_group"), on=["site", "t"])
    every = every.join(own.select("col", "relief"), on=["col", "relief"], how="anti")
    return pl.concat([own, every.select(own.columns)])


def best_drawback(worth: pl.Expr) -> pl.Expr:
    """Drawback of a piece of this value."""
    return pl.min_horizontal(pl.col("rate") * worth, pl.col("cap"))


def _blocks(f: Facts) -> tuple[np.ndarray, np.ndarray]:
    """(T,) number of each period's fiscal year, and (B,) first day of each."""
    names = list(dict.fromkeys(f.horizon.fiscal_year))
    number = np.array([names.index(year) for year in f.horizon.fiscal_year])
    return number, np.array([f.horizon.start[number == b][0] for b in range(len(names))])


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add claims, free inputs and what they save, where a plant that exports can claim a relief."""
    terms = held(f)
    if terms.is_empty() or not p.has("ship"):
        return
    flows = _exports(p, f, terms)
    if flows.is_empty():
        return
    number, opens = _blocks(f)
    claims = flows.group_by(*CLAIM, "group", "kind", "t", maintain_order=True).agg(
        pl.col("worth", "rate", "cap", "cost", "validity").first()
    )
    reach = [np.flatnonzero(f.horizon.middle[t] <= opens + v) for t, v in claims.select("t", "validity").iter_rows()]
    credited = [int(blocks[0]) if len(blocks) else -1 for blocks in reach]
    # An export past the validity of every year discharges nothing.
    claims = claims.with_columns(block=pl.Series(credited, dtype=pl.Int64)).filter(pl.col("block") >= 0)
    claimed = p.columns("claim", claims, scale=r.piece)
    _claims(p, f, flows, claimed)
    drawn = claimed.filter(kind="drawback")
    p.cost("relief", drawn, -best_drawback(pl.col("worth")), site="site", item="item")
    _inputs(p, f, r, terms, claimed.filter(pl.col("kind") != "drawback"), number)


def _claims(p: Program, f: Facts, flows: pl.DataFrame, claimed: pl.DataFrame) -> None:
    stream_key = ["site", "group", "relief"]
    streams = claimed.group_by(stream_key, maintain_order=True).agg(pl.col("cost").max())
    streams = streams.join(_wanted_abroad(f), on=["site", "group"])
    stream = p.columns("stream", streams, upper=1.0, integer=True)
    p.cost("relief_cost", stream, pl.col("cost"), site="site", t=None)
    shipped = flows.unique("col", maintain_order=True)
    key = ["site", "item", "t"]
    shipped = shipped.join(claimed.select(key), on=key, how="semi")
    p.rows("relief_export", key, [term(claimed, key), term(shipped, key, -1.0)], upper=0.0)
    most = term(stream, stream_key, -pl.col("most"))
    p.rows("relief_stream", stream_key, [term(claimed, stream_key), most], upper=0.0)
    p.rows("relief_choice", ["site", "group"], [term(stream, ["site", "group"])], upper=1.0)


def _wanted_abroad(f: Facts) -> pl.DataFrame:
    """site, group, most: pieces of a group that markets outside the site's country want."""
    n = f.network
    country = n.sites.select("site", "country")
    demand = n.demand.join(country.rename({"site": "market", "country": "abroad"}), on="market")
    demand = demand.join(n.items.select("item", "group"), on="item")
    pairs = n.relief_sites.select("site").unique().join(country, on="site").join(demand, how="cross")
    abroad = pairs.filter(pl.col("country") != pl.col("abroad"))
    return abroad.group_by("site", "group").agg(most=pl.col("quantity").sum())


def _inputs(p: Program, f: Facts, r: Routes, terms: pl.DataFrame, claimed: pl.DataFrame, number: np.ndarray) -> None:
    flows = _imports(p, f, r, terms, claimed, number)
    if flows.is_empty():
        return
    free = p.columns("duty_free", flows, scale=r.piece)
    moved = [term(_of(p[name], flows), FLOW, -1.0) for name in ("buy", "ship")]
    p.rows("relief_input", FLOW, [term(free, FLOW), *moved], upper=0.0)
    p.cost("relief", free, -pl.col("duty"), site="destination", item="item")
    p.cost("tax_finance", free, -pl.col("tax_finance"), site="destination", item="item")
    p.cost("relief_cost", free, pl.col("cost_share") * pl.col("duty"), site="destination", item="item")
    _content(p, f, r, claimed, free.with_columns(site="destination"), int(number.max()) + 1)
    bound = ["site", "relief"]
    asked = terms.filter(pl.col("kind") == "authorisation").select(*bound, "value_addition").unique()
    cif = free.with_columns(site="destination").join(asked, on=bound)
    worth = claimed.join(asked.select(bound), on=bound, how="semi")
    p.rows(
        "relief_value_addition",
        bound,
        [term(worth, bound, pl.col("worth")), term(cif, bound, -(1 + pl.col("value_addition")) * pl.col("cif"))],
        lower=0.0,
    )


def _of(block: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """The columns of moving on these flows."""
    return block.join(flows.select(FLOW).unique(), on=list(FLOW), how="semi")


def _imports(
    p: Program, f: Facts, r: Routes, terms: pl.DataFrame, claimed: pl.DataFrame, number: np.ndarray
) -> pl.DataFrame:
    """What a plant gets from abroad with duty, arrives inside the horizon and goes into what it can claim for."""
    goods = claimed.select("site", "relief", "item").unique().iter_rows()
    parts = sorted({(site, relief, part) for site, relief, good in goods for part in _parts(f, site, good)})
    wanted = pl.DataFrame(parts, schema=dict.fromkeys(["destination", "relief", "item"], pl.String), orient="row")
    shares = (
        terms.filter(pl.col("kind") != "drawback")
        .group_by("relief", "t", destination="site")
        .agg(pl.col("cost_share").max())
    )
    block = pl.DataFrame({"arrival": np.arange(len(number)), "block": number})
    return (
        pl.concat([p[name].select(*FLOW, "arrival", "cif", "duty", "tax_finance") for name in ("buy", "ship")])
        .filter(pl.col("duty") > 0)
        .join(wanted, on=["destination", "item"])
        .join(shares.rename({"t": "arrival"}), on=["destination", "relief", "arrival"])
        .join(block, on="arrival")
        .sort(*FLOW, "relief")
    )


def _parts(f: Facts, site: str, item: str) -> set[str]:
    """Everything that goes into an item as a plant makes it."""
    makes = set(f.network.processes.filter(site=site)["item"])
    bills = {i: rows["component"].to_list() for (i,), rows in f.network.boms.partition_by("item", as_dict=True).items()}
    found: set[str] = set()
    open_ = [item]
    while open_:
        one = open_.pop()
        for part in bills.get(one, ()) if one in makes else ():
            if part not in found:
                found.add(part)
                open_.append(part)
    return found


def _content(p: Program, f: Facts, r: Routes, claimed: pl.DataFrame, free: pl.DataFrame, blocks: int) -> None:
    """No more free inputs than the claimed exports hold."""
    n = f.network
    best = n.processes.group_by("site", "item").agg(started=1.0 / pl.col("yield").max())
    bom = n.boms.select("item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap"))).join(best, on="item")
    bom = bom.select("site", "item", "component", takes=pl.col("takes") * pl.col("started"))
    nodes: set[tuple[str, str, str]] = set(free.select("site", "relief", "item").unique().iter_rows())
    goods = claimed.select("site", "relief", "item").unique().iter_rows()
    makes = set(n.processes.select("site", "item").iter_rows())
    made = {
        (site, relief, part)
        for site, relief, good in goods
        for part in _parts(f, site, good)
        if (site, part) in makes and any((site, relief, x) in nodes for x in _parts(f, site, part))
    }
    key = ["site", "relief", "item", "block"]
    rows: list[dict[str, Any]] = [
        {"site": s, "relief": k, "item": i, "block": b} for s, k, i in sorted(made) for b in range(blocks)
    ]
    schema = {"site": pl.String, "relief": pl.String, "item": pl.String, "block": pl.Int64}
    inside = p.columns("inside", pl.DataFrame(rows, schema=schema, orient="row"), scale=r.piece)
    ends = pl.DataFrame(
        [(b, up_to) for b in range(blocks) for up_to in range(b, blocks)],
        schema={"block": pl.Int64, "up_to": pl.Int64}, orient="row",
    )  # fmt: skip

    def until(block: pl.DataFrame) -> pl.DataFrame:
        return block.join(ends, on="block").drop("block").rename({"up_to": "block"})

    names = dict.fromkeys(["site", "relief", "item"], pl.String)
    wanted = pl.DataFrame(sorted(nodes | made), schema=names, orient="row")
    supply = pl.concat([claimed.select(*key, "col"), inside.select(*key, "col")]).join(bom, on=["site", "item"])
    supply = supply.with_columns(item="component").join(wanted, on=["site", "relief", "item"], how="semi")
    p.rows(
        "relief_content",
        key,
        [term(until(free), key), term(until(inside), key), term(until(supply), key, -pl.col("takes"))],
        upper=0.0,
    )


def most_saved(f: Facts, r: Routes) -> float:
    """More than all reliefs of a plan can save: every piece wanted abroad at each plant's dearest relief, with all
    its parts imported at their highest duty and tax.
    """
    terms = held(f)
    if terms.is_empty():
        return 0.0
    n = f.network
    dear = r.flows.group_by("destination", "item").agg((pl.col("duty") + pl.col("tax_finance")).max())
    duty = {(site, item): most for site, item, most in dear.iter_rows()}
    best = n.processes.group_by("site", "item").agg(started=1.0 / pl.col("yield").max())
    started = {(site, item): x for site, item, x in best.iter_rows()}
    bills = {i: rows.to_dicts() for (i,), rows in n.boms.partition_by("item", as_dict=True).items()}

    def inside(site: str, item: str) -> float:
        if (site, item) not in started:
            return 0.0
        takes = ((c["component"], started[site, item] * c["quantity"] * (1 + c["scrap"])) for c in bills.get(item, ()))
        return sum(q * max(duty.get((site, c), 0.0), inside(site, c)) for c, q in takes)

    goods = n.items.filter(kind="finished").select("item", "group", worth=pl.coalesce("invoice_value", "value"))
    drawn = terms.filter(kind="drawback").join(goods, how="cross")
    drawn = drawn.group_by("site", "item").agg(best_drawback(pl.col("worth")).max().alias("paid"))
    drawback = {(site, item): most for site, item, most in drawn.iter_rows()}
    total = 0.0
    for site, group, most in _wanted_abroad(f).iter_rows():
        items = goods.filter(group=group)["item"]
        total += most * max(max(drawback.get((site, i), 0.0), inside(site, i)) for i in items)
    return total
