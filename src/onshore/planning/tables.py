"""From the values of columns to the tables of a plan."""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.counted import counted_orders, towards
from onshore.planning.earning import paying, settled_years
from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.routes import Routes
from onshore.planning.rules.award import awarded, made
from onshore.planning.rules.capex_grant import claim
from onshore.planning.rules.incentive import ALTERNATIVE, YEAR, invoices, member_years
from onshore.planning.rules.investment import ORDER
from onshore.planning.rules.lane import LANE
from onshore.planning.rules.making import WAY
from onshore.planning.rules.relief import best_drawback
from onshore.planning.rules.value_target import TARGET, made_and_taken
from onshore.planning.terms import consigned
from onshore.schema import PLAN

__all__ = ["settle", "tables"]

_DUST = 1e-7
_WHOLE = (
    "make",
    "buy",
    "ship",
    "deliver",
    "short",
    "run",
    "order",
    "qualify",
    "invest",
    "capex_gate",
    "lane_use",
    "site_use",
    "source",
    "gate",
)


def settle(p: Program, values: np.ndarray) -> np.ndarray:
    """Values with solver dust removed: whole where they are whole, and stock and debts computed from the flows.

    Stock and what is owed are sums of flows, so they are summed here rather than taken from the solver.
    """
    values = np.maximum(values, 0.0)
    for name in _WHOLE:
        if p.has(name):
            cols = p[name]["col"].to_numpy()
            near = np.round(values[cols])
            values[cols] = np.where(np.abs(values[cols] - near) < 1e-4, near, values[cols])
    _close(p, values)
    for rule, name, keys in (
        ("balance", "stock", ["site", "item"]),
        ("demand", "owed", ["item", "market", "priority"]),
    ):
        if p.has(name):
            _accumulate(p, rule, name, keys, values)
    if p.has("gate"):
        _earn(p, values)
    claim(p, values)
    if p.has("value_breach"):
        _fall_short(p, values)
    if p.has("claim"):
        _whole_reliefs(p, values)
    return values


def _whole_reliefs(p: Program, values: np.ndarray) -> None:
    """Whole pieces of claims and free inputs, on the safe side of the bill; no more is claimed than is shipped abroad,
    whole or not.
    """
    rows = next(r for r in p.rules if r.rule == "relief_export")
    others = values.copy()
    others[p["claim"]["col"].to_numpy()] = 0.0
    shipped = rows.frame.select(rows.keys).with_columns(shipped=pl.Series(-p.activity(rows, others)))
    room = p["claim"].join(shipped, on=list(rows.keys), how="left", maintain_order="left", validate="m:1")["shipped"]
    for name, whole, most in (("claim", np.ceil, room.to_numpy()), ("duty_free", np.floor, np.inf)):
        if p.has(name):
            cols = p[name]["col"].to_numpy()
            near = np.round(values[cols])
            rounded = np.where(np.abs(values[cols] - near) < 1e-4, near, whole(values[cols]))
            values[cols] = np.minimum(rounded, np.maximum(most, values[cols]))
    key = ["site", "group", "relief"]
    claimed = p["claim"].filter(pl.Series(values[p["claim"]["col"].to_numpy()] > _DUST))
    # A relief that a search has chosen and then not claimed costs nothing.
    values[p["stream"].join(claimed, on=key, how="anti")["col"].to_numpy()] = 0.0


def _close(p: Program, values: np.ndarray) -> None:
    """Take back runs, lanes and sites that a search has opened and then not used."""

    def used(name: str) -> pl.DataFrame:
        return p[name].filter(pl.Series(values[p[name]["col"].to_numpy()] > _DUST))

    made, moved = used("make"), pl.concat([used("buy"), used("ship")])
    active = pl.concat([made.select("site", "t"), moved.select("t", site="origin").select("site", "t")])
    for name, use, keys in (("run", made, WAY), ("lane_use", moved, LANE), ("site_use", active, ("site", "t"))):
        if p.has(name):
            values[p[name].join(use, on=list(keys), how="anti")["col"].to_numpy()] = 0.0


def _earn(p: Program, values: np.ndarray) -> None:
    """Set what members earn to what their sales make it: a gate that is passed pays, in the best first year."""
    years = settled_years(p, values)
    for name, amount in (("counted_sales", "own"), ("gate", "reached"), ("incentive", "counted")):
        found = years.select(*YEAR, amount=pl.col(amount).cast(pl.Float64))
        block = p[name].select(*YEAR, "col").join(found, on=list(YEAR), validate="1:1")
        values[block["col"].to_numpy()] = block["amount"].to_numpy()
    if p.has("first_year"):
        taken = years.select(*ALTERNATIVE, amount=pl.col("taken").cast(pl.Float64)).unique()
        block = p["first_year"].join(taken, on=list(ALTERNATIVE), validate="1:1")
        values[block["col"].to_numpy()] = block["amount"].to_numpy()


def _fall_short(p: Program, values: np.ndarray) -> None:
    """Set the shortfall of value targets to what is made and taken in makes it."""
    rows = next(r for r in p.rules if r.rule == "value_target")
    others = values.copy()
    others[p["value_breach"]["col"].to_numpy()] = 0.0
    lack = rows.frame.select(rows.keys).with_columns(lack=pl.Series(p.activity(rows, others)).clip(0.0))
    block = p["value_breach"].join(lack, on=list(rows.keys), how="left", maintain_order="left", validate="1:1")
    values[block["col"].to_numpy()] = block["lack"].fill_null(0.0).to_numpy()


def _accumulate(p: Program, rule: str, name: str, keys: list[str], values: np.ndarray) -> None:
    """Set the block `name` to the running sum of what the rows of `rule` leave over."""
    rows = next(r for r in p.rules if r.rule == rule)
    others = values.copy()
    others[p[name]["col"].to_numpy()] = 0.0
    left = rows.frame.with_columns(left=pl.Series(rows.frame["lower"].to_numpy() - p.activity(rows, others)))
    running = left.sort("t").with_columns(sum=pl.col("left").cum_sum().over(keys))
    found = p[name].join(running, on=[*keys, "t"], how="left", validate="1:1", maintain_order="left")
    sums = found["sum"].to_numpy()
    if (sums < -1e-3).any():
        worst = found.filter(pl.col("sum") == pl.col("sum").min()).select(*keys, "t", "sum").row(0, named=True)
        raise AssertionError(f"{name} falls below zero after rounding: {worst}")
    values[found["col"].to_numpy()] = np.where(sums < _DUST, 0.0, sums)


def tables(p: Program, f: Facts, r: Routes, values: np.ndarray) -> dict[str, pl.DataFrame]:
    """The tables of a plan from settled values of every column."""

    def block(name: str) -> pl.DataFrame:
        if name not in p.blocks:
            return pl.DataFrame(schema={"t": pl.Int64, "quantity": pl.Float64})
        rows = p[name]
        return rows.with_columns(quantity=pl.Series(values[rows["col"].to_numpy()])).filter(pl.col("quantity") > _DUST)

    moved = pl.concat([block("buy"), block("ship")])
    frames = {
        "production": _production(block("make")),
        "purchases": _purchases(block("buy")),
        "shipments": moved.with_columns(arrival="arrival"),
        "stock": _stock(f, block("stock")),
        "sales": _sales(p, values),
        "awards": _awards(p, f, values),
        "qualifications": block("qualify").filter(pl.col("quantity") > 0.5),
        "investments": _investments(block("invest"), block("grant")),
        "incentives": _incentives(p, f, values),
        "relieved_exports": _relieved(block("claim")),
        "duty_free": block("duty_free").with_columns(amount=pl.col("quantity") * pl.col("duty"))
        if p.has("duty_free")
        else pl.DataFrame(),
        "value_targets": _value_targets(p, f, r, values),
        "money": _money(p, f, values),
    }
    names = f.horizon.frame.select("t", "period")
    done = {}
    for name, rows in frames.items():
        frame = rows
        if "t" in rows.columns and "period" not in rows.columns:
            frame = rows.join(names, on="t", how="left", validate="m:1", maintain_order="left")
        if name == "shipments":
            arrival = names.select(arrival="t", arrives="period")
            frame = frame.join(arrival, on="arrival", how="left", validate="m:1").with_columns(arrival="arrives")
        table = PLAN[name]
        if frame.is_empty():
            done[name] = table.empty()
            continue
        done[name] = frame.select(pl.col(c).cast(d) for c, d in table.dtypes.items()).sort(table.key)
    return done


def _production(make: pl.DataFrame) -> pl.DataFrame:
    made = pl.col("quantity")
    return make.with_columns(started=made * pl.col("started"), hours=made * pl.col("hours") + pl.col("setup_hours"))


def _purchases(buy: pl.DataFrame) -> pl.DataFrame:
    if buy.is_empty():
        return buy
    rows = buy.group_by("origin", "destination", "item", "t").agg(
        pl.col("quantity").sum(), price=pl.col("value").first()
    )
    return rows.select("item", "t", "quantity", "price", supplier="origin", site="destination", tier=pl.lit(1))


def _stock(f: Facts, stock: pl.DataFrame) -> pl.DataFrame:
    """Who owns it: the site's company, or the brand for items that are only ever consigned."""
    if stock.is_empty():
        return stock
    n = f.network
    brands = n.companies.filter(pl.col("kind") == "brand")["company"].to_list()
    only = brands[0] if len(brands) == 1 else None
    owner = pl.coalesce(pl.when(pl.col("consigned")).then(pl.coalesce("brand", pl.lit(only, pl.String))), "company")
    rows = stock.join(consigned(n), on="item", how="left", validate="m:1").join(
        n.items.select("item", "brand"), on="item", validate="m:1"
    )
    return rows.join(n.sites.select("site", "company"), on="site", validate="m:1").with_columns(owner=owner)


def _sales(p: Program, values: np.ndarray) -> pl.DataFrame:
    keys = ["item", "market", "priority", "t"]
    names = {"deliver": "quantity", "owed": "late", "short": "short"}
    rows = p["short"].select(keys) if p.has("short") else pl.DataFrame(schema={"t": pl.Int64})
    for block, name in names.items():
        if not p.has(block):
            rows = rows.with_columns(pl.lit(0.0).alias(name))
            continue
        part = p[block].select(*keys, pl.Series(name, values[p[block]["col"].to_numpy()]))
        rows = rows.join(part, on=keys, how="left", validate="1:1").with_columns(pl.col(name).fill_null(0.0))
    return rows.filter((pl.col("quantity") > _DUST) | (pl.col("late") > _DUST) | (pl.col("short") > _DUST))


def _awards(p: Program, f: Facts, values: np.ndarray) -> pl.DataFrame:
    awards = awarded(f)
    if awards.is_empty():
        return awards
    pieces = made(p, f).with_columns(quantity=pl.Series(values[made(p, f)["col"].to_numpy()]))
    rows = []
    for a in awards.to_dicts():
        group = pieces.filter(
            (pl.col("group") == a["item_group"])
            & pl.col("t").is_between(a["since"], a["until"])
            & (pl.col("item_brand").is_null() | (pl.col("item_brand") == a["brand"]))
        )
        total = float(group["quantity"].sum())
        own = float(group.filter(pl.col("maker") == a["company"])["quantity"].sum())
        breach = max(0.0, a["low"] * total - own, own - a["high"] * total)
        share = own / total if total > 0 else 0.0
        rows.append(
            a
            | {
                "period": f"{a['from']}/{a['to']}",
                "share": share,
                "breach": breach if breach > _DUST else 0.0,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def _investments(invest: pl.DataFrame, grant: pl.DataFrame) -> pl.DataFrame:
    if invest.is_empty():
        return invest
    if grant.is_empty():
        return invest.with_columns(scheme=pl.lit(None, pl.String), grant=pl.lit(0.0))
    paid = grant.select(*ORDER, "scheme", grant="amount")
    rows = invest.join(paid, on=list(ORDER), how="left", validate="1:1")
    return rows.with_columns(pl.col("grant").fill_null(0.0))


def _incentives(p: Program, f: Facts, values: np.ndarray) -> pl.DataFrame:
    if f.network.scheme_members.is_empty() or f.network.schemes.is_empty():
        return pl.DataFrame()
    years = member_years(f)
    goods = invoices(p, f, years)
    goods = goods.with_columns(sales=pl.Series(values[goods["col"].to_numpy()]) * pl.col("worth"))
    rows = years.join(goods.group_by(YEAR).agg(own=pl.col("sales").sum()), on=list(YEAR), how="left", validate="1:1")
    rows = rows.join(_ordered(p, f, years, values), on=list(YEAR), how="left", validate="1:1")
    held = pl.DataFrame(schema={**dict.fromkeys(YEAR, pl.String), "held": pl.Float64})
    if p.has("gate"):
        held = p["gate"].select(*YEAR, held=pl.Series(values[p["gate"]["col"].to_numpy()]))
    rows = rows.join(held, on=list(YEAR), how="left", maintain_order="left", validate="1:1")
    rows = paying(rows.with_columns(pl.col("own", "held", "ordered").fill_null(0.0))).filter("taken")
    return rows.select(
        *YEAR,
        "rate",
        "incentive",
        "incentive_on_brand",
        sales="own",
        outside_sales="outside",
        base_sales="base",
        investment=pl.col("investment") + pl.col("ordered"),
        sales_threshold="threshold",
        investment_threshold="needed",
        reached=pl.col("reached").cast(pl.Int64),
    )


def _ordered(p: Program, f: Facts, years: pl.DataFrame, values: np.ndarray) -> pl.DataFrame:
    """YEAR, ordered: what the plan orders that counts as investment of a member up to the end of each year."""
    if not p.has("invest"):
        return years.select(YEAR).with_columns(ordered=0.0)
    orders = towards(counted_orders(p, f), years, YEAR)
    taken = pl.Series(np.round(values[orders["col"].to_numpy()]), dtype=pl.Float64)
    return orders.with_columns(taken=taken).group_by(YEAR).agg(ordered=(pl.col("eligible") * pl.col("taken")).sum())


def _value_targets(p: Program, f: Facts, r: Routes, values: np.ndarray) -> pl.DataFrame:
    asked = f.network.value_targets.select(*TARGET, "least")
    if asked.is_empty():
        return asked
    counted = made_and_taken(p, f, r)
    counted = counted.with_columns(pl.col("sales", "imported") * pl.Series(values[counted["col"].to_numpy()]))
    sums = counted.group_by(TARGET).agg(pl.col("sales", "imported").sum())
    rows = asked.join(sums, on=TARGET, how="left", validate="1:1").with_columns(
        pl.col("sales", "imported").fill_null(0.0)
    )
    added = pl.col("sales") - pl.col("imported")
    over = pl.when(pl.col("method") == "advance_authorisation").then("imported").otherwise("sales")
    lack = pl.max_horizontal(pl.col("least") * over - added, pl.lit(0.0))
    return rows.with_columns(value_addition=pl.when(over > 0).then(added / over).otherwise(0.0), breach=lack)


def _relieved(claim: pl.DataFrame) -> pl.DataFrame:
    if claim.is_empty():
        return claim
    paid = pl.when(pl.col("kind") == "drawback").then(best_drawback(pl.col("worth"))).otherwise(0.0)
    return claim.with_columns(amount=pl.col("quantity") * paid)


def _money(p: Program, f: Facts, values: np.ndarray) -> pl.DataFrame:
    labels = ["term", "company", "site", "item", "t"]
    rows = [
        c.with_columns(amount=pl.col("amount") * pl.Series(values[c["col"].to_numpy()])).select(*labels, "amount")
        for c in p.costs
    ]
    fixed = pl.DataFrame(
        [(term, None, site, item, t, amount) for term, site, item, t, amount in p.constants],
        schema={
            "term": pl.String,
            "company": pl.String,
            "site": pl.String,
            "item": pl.String,
            "t": pl.Int64,
            "amount": pl.Float64,
        },
        orient="row",
    )
    money = pl.concat([*rows, fixed]).filter(pl.col("amount").abs() > 1e-9)
    owner = f.network.sites.select("site", owner="company")
    money = money.join(owner, on="site", how="left", validate="m:1").with_columns(
        company=pl.coalesce("company", "owner")
    )
    names = f.horizon.frame.select("t", "period")
    money = money.join(names, on="t", how="left", validate="m:1")
    money = money.with_columns(pl.col("company", "site", "item", "period").fill_null(""))
    return money.group_by("term", "company", "site", "item", "period").agg(pl.col("amount").sum())
