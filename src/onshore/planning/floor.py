"""The floor: what no plan can influence.

Each demand by its cheapest route without shared limits, or left short if that is cheaper; opening stock free;
fixed charges left out, and capital with the grants for it, which are never more; each price, rate and duty at the
lowest of the horizon; incentives, reliefs and end stock at their best. Every part only leaves cost out, so
floor <= optimum.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from onshore.planning.counted import counted_items
from onshore.planning.facts import Facts
from onshore.planning.routes import Routes
from onshore.planning.rules.incentive import member_years
from onshore.planning.rules.relief import most_saved

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
    years = member_years(f).group_by("scheme", "company", "item_group").agg(paid=paid.max())
    years = years.group_by("company", "item_group").agg(pl.col("paid").sum())
    pieces = counted_items(f).select("item", "group", "invoice_value")
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
    saves = _saves(f, r, best)
    free = pl.concat(
        [
            f.network.stock.select("site", "item", "quantity"),
            f.network.in_transit.select("site", "item", "quantity"),
        ]
    )
    total -= sum(q * max(saves.get((s, i), 0.0), worth[i]) for s, i, q in free.iter_rows())
    total -= _temptation(f, r, best) + most_saved(f, r)
    if f.network.settings["perspective"] == "chain" and len(f.network.scheme_members):
        years = member_years(f)
        others = (
            pl.col("rate") * pl.max_horizontal(pl.lit(0.0), pl.col("outside") - pl.col("base")) * pl.col("discount")
        )
        best_year = years.group_by("scheme", "company", "fiscal_year").agg(others.max().alias("others"))
        total -= best_year["others"].sum()
    return float(total)


def _saves(f: Facts, r: Routes, best: dict[Pair, float]) -> dict[Pair, float]:
    """Most that a free piece of an item at a site can save.

    What else it could be had for; where there is nothing else, what it can be made into or moved to saves, less
    the cost of doing so; at the market, giving it up. (Feasible dual prices of the program without shared limits.)
    """
    n, credit = f.network, _credits(f)
    saves = dict(best)

    def can(pair: Pair, saving: float) -> None:
        if pair not in best:
            saves[pair] = max(saving, saves.get(pair, 0.0))

    short = dict(f.items.select("item", "short_cost").iter_rows())
    for item, market, priority in n.demand.select("item", "market", "priority").iter_rows():
        can((market, item), short[item] * priority)
    costs = sum((pl.col(c) for c in ("freight", "duty", "tax_finance", "transit_finance")), pl.lit(0.0))
    moves = r.flows.filter(~pl.col("bought")).group_by("origin", "destination", "item").agg(cost=costs.min())
    chain = n.settings["perspective"] == "chain"
    made = f.ways.with_columns(cost=pl.col("unit_cost") + (0.0 if chain else pl.col("fee")))
    made = made.group_by("site", "item").agg(pl.col("cost").min(), pl.col("started").min())
    by_item, ways = _grouped(moves.to_dicts()), _grouped(made.to_dicts())
    bills = _grouped(n.boms.to_dicts())
    for item in r.order:  # what is made before what goes into it
        for _ in by_item[item]:  # a piece moves over each lane once at most
            for m in by_item[item]:
                can((m["origin"], item), saves.get((m["destination"], item), 0.0) - m["cost"])
        for w in ways[item]:
            takes = {c["component"]: w["started"] * c["quantity"] * (1 + c["scrap"]) for c in bills[item]}
            bought = sum(q * best.get((w["site"], c), 0.0) for c, q in takes.items())
            left = saves.get((w["site"], item), 0.0) + credit.get((w["site"], item), 0.0) - w["cost"] - bought
            for c, q in takes.items():
                can((w["site"], c), left / q)
    return saves


def _temptation(f: Facts, r: Routes, best: dict[Pair, float]) -> float:
    """Most that could be gained by getting pieces only for their worth on the last evening; see `tempting`."""
    worth = dict(f.items.select("item", "end_value").iter_rows())
    gain = {i: max([0.0, *(worth[i] - c for (_, j), c in best.items() if j == i)]) for i in worth}
    needs = dict(r.needs.iter_rows())
    made = f.ways.group_by("item").agg(pl.len(), lots=(pl.col("lot") + pl.col("minimum_lot")).sum())
    orders = r.flows.filter("bought").group_by("item")
    bought = orders.agg(pl.len(), lots=(2 * pl.col("lot") + pl.col("least")).sum())
    rows = [*made.iter_rows(), *bought.iter_rows()]
    return float(sum(gain[i] * (count * needs.get(i, 0.0) + lots) for i, count, lots in rows if gain[i] > 0))


def tempting(f: Facts, r: Routes) -> list[tuple[str, str, float, float]]:
    """site, item, end value, cheapest cost where stock would be worth more at the end than it costs: a plan
    would build to collect it.
    """
    best = cheapest(f, r)
    worth = dict(f.items.select("item", "end_value").iter_rows())
    return sorted((s, i, worth[i], c) for (s, i), c in best.items() if worth[i] > max(c, 0.0) + 1e-9)
