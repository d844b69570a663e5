"""The floor: what no plan can influence.

Each demand by its cheapest route without shared limits, or left short if that is cheaper; opening stock free;
fixed charges left out; each price, rate and duty at the lowest of the horizon; incentives and end stock at
their best. Every part only leaves cost out, so floor <= optimum.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.routes import Routes
from onshore.planning.rules.incentive import member_years

__all__ = ["cheapest", "floor", "tempting"]

Pair = tuple[str, str]


def cheapest(f: Facts, r: Routes) -> dict[Pair, float]:
    """Least cost of one more piece of an item at a site, by any route, at the best prices and incentives of
    the horizon.
    """
    credit = _credits(f)
    bills = {i: rows.to_dicts() for (i,), rows in f.network.boms.partition_by("item", as_dict=True).items()}
    chain = f.network.settings["perspective"] == "chain"
    costs = f.ways.with_columns(cost=pl.col("unit_cost") + (0.0 if chain else pl.col("fee")))
    ways = costs.group_by("site", "item").agg(pl.col("cost").min(), pl.col("started").min()).to_dicts()
    per_piece = pl.when("bought").then("value").otherwise(0.0) + sum(
        (pl.col(c) for c in ("freight", "duty", "tax_finance", "transit_finance")), pl.lit(0.0)
    )
    moves = r.flows.group_by("origin", "destination", "item", "bought").agg(cost=per_piece.min()).to_dicts()
    by_item, made = _grouped(moves), _grouped(ways)
    best: dict[Pair, float] = {}
    for item in reversed(r.order):  # components before what they go into
        bill = bills.get(item, [])
        for w in made.get(item, ()):
            parts = [best.get((w["site"], c["component"])) for c in bill]
            material = sum(
                c["quantity"] * (1 + c["scrap"]) * x for c, x in zip(bill, parts, strict=True) if x is not None
            )
            if all(x is not None for x in parts):
                pair = (w["site"], item)
                cost = w["cost"] + w["started"] * material - credit.get(pair, 0.0)
                best[pair] = min(cost, best.get(pair, cost))
        _spread(best, item, by_item.get(item, []))
    return best


def _grouped(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows by item."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["item"]].append(row)
    return groups


def _spread(best: dict[Pair, float], item: str, moves: list[dict[str, Any]]) -> None:
    """Carry the cheapest cost of an item over lanes until nothing gets cheaper (Bellman and Ford)."""
    changed = True
    while changed:
        changed = False
        for m in moves:
            start = 0.0 if m["bought"] else best.get((m["origin"], item))
            if start is None:
                continue
            pair, cost = (m["destination"], item), start + m["cost"]
            if cost < best.get(pair, float("inf")) - 1e-12:
                best[pair] = cost
                changed = True


def _credits(f: Facts) -> dict[Pair, float]:
    """Most that making a piece at a site can earn in incentives, as the perspective counts them."""
    if f.network.scheme_members.is_empty() or f.network.schemes.is_empty():
        return {}
    chain = f.network.settings["perspective"] == "chain"
    paid = pl.col("rate") * pl.col("discount") * (1.0 if chain else pl.col("share"))
    years = member_years(f).group_by("company", "item_group").agg(paid=paid.max())
    pieces = f.items.filter(pl.col("kind") == "finished").select("item", "group", "invoice_value")
    sites = f.network.sites.select("site", "company")
    rows = f.network.processes.select("site", "item").unique().join(pieces, on="item").join(sites, on="site")
    rows = rows.join(years, left_on=["company", "group"], right_on=["company", "item_group"])
    return {(r["site"], r["item"]): r["paid"] * (r["invoice_value"] or 0.0) for r in rows.to_dicts()}


def floor(f: Facts, r: Routes) -> float:
    """A cost that no plan of the network goes below; network currency. See the module."""
    best = cheapest(f, r)
    short = dict(f.items.select("item", "short_cost").iter_rows())
    total = 0.0
    for d in f.network.demand.to_dicts():
        give_up = short[d["item"]] * d["priority"]
        total += d["quantity"] * min(give_up, best.get((d["market"], d["item"]), give_up))
    worth = dict(f.items.select("item", "end_value").iter_rows())
    dearest = {i: max([worth[i], *(c for (_, j), c in best.items() if j == i)]) for i in worth}
    free = pl.concat(
        [
            f.network.stock.select("site", "item", "quantity"),
            f.network.in_transit.select("site", "item", "quantity"),
        ]
    )
    total -= sum(q * max(best.get((s, i), dearest[i]), worth[i]) for s, i, q in free.iter_rows())
    if f.network.settings["perspective"] == "chain" and len(f.network.scheme_members):
        years = member_years(f)
        others = (
            pl.col("rate") * pl.max_horizontal(pl.lit(0.0), pl.col("outside") - pl.col("base")) * pl.col("discount")
        )
        total -= years.select(others.sum()).item()
    return float(total)


def tempting(f: Facts, r: Routes) -> list[tuple[str, str, float, float]]:
    """site, item, end value, cheapest cost where stock would be worth more at the end than it costs: a plan
    would build to collect it.
    """
    best = cheapest(f, r)
    worth = dict(f.items.select("item", "end_value").iter_rows())
    return sorted((s, i, worth[i], c) for (s, i), c in best.items() if worth[i] > max(c, 0.0) + 1e-9)
