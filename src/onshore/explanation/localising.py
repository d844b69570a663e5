"""What making a component at home is worth, and from when: by component, without a search.

In every period the landed cost of a piece at each plant of the home country is compared between the cheapest way
from abroad and the cheapest at home, bought there or made by the plant itself from the cheapest parts:

    landed = price + freight + basic duty and surcharge + finance of recoverable tax and of the way
    made   = conversion and fee + takes * landed cost of each part

averaged over the plants. It is worth making at home from the first period from which the piece from home is
cheaper until the end. Where nobody at home offers it, `room` says what a maker at home could charge above the
price abroad. `pays_for` is what the savings from that date on are worth on the first day of the horizon: the
largest investment, qualification and ramp included, that they pay back within the horizon. A maker at home whose line
must first be built (`investments`) counts as one from the first period in which the line can be ready, without its
capital: that is what `pays_for` is to be held against.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from onshore.checking import check
from onshore.measures import home
from onshore.network import Network, NetworkError
from onshore.planning.facts import Facts
from onshore.planning.plan import program
from onshore.planning.routes import Routes
from onshore.plans import Plan

__all__ = ["localise"]

_LANDED = ("value", "freight", "duty", "tax_finance", "transit_finance")


def localise(network: Network, plan: Plan | None = None) -> pl.DataFrame:
    """Components and subassemblies that plants of the home country can import, the most valuable to localise first.

    Args:
        plan: its volumes count, home and abroad; without one, what all demand needs if everything is made at home.

    Returns:
        item; pieces (over the horizon); imported (share of them, null without a plan); origin (cheapest country
        abroad), countries (that can supply it); abroad, duty, at_home (landed cost of a piece and the duty in it,
        mean over the horizon, network currency; at_home is null where nobody offers it); room (share of the price
        abroad that a maker at home may charge more); days_abroad, days_at_home (from order to plant, of the
        cheapest ways); home_content
        (share of the price that is not imported content); worth_from (first day of the period, null for never);
        saves (a piece, mean from then on); a_year (savings, money a year; what duty and freight leave room for
        where nobody offers it); pays_for (money, discounted).

    Raises:
        NetworkError: if the network has problems.
    """
    problems = check(network)
    if len(problems):
        raise NetworkError(problems)
    _, f, r = program(network)
    here = home(network)
    ways = _ways(network, f, r, here)
    needed = _needed(network, f, here, plan)
    rows = [_row(network, f, item, own, needed) for (item,), own in ways.partition_by("item", as_dict=True).items()]
    found = [row for row in rows if row is not None]
    if not found:
        return pl.DataFrame(schema=_SCHEMA)
    return pl.DataFrame(found, schema=_SCHEMA, orient="row").sort("a_year", "item", descending=[True, False])


_SCHEMA: dict[str, Any] = {
    "item": pl.String, "pieces": pl.Float64, "imported": pl.Float64, "origin": pl.String, "countries": pl.Int64,
    "abroad": pl.Float64, "duty": pl.Float64, "at_home": pl.Float64, "room": pl.Float64,
    "days_abroad": pl.Float64, "days_at_home": pl.Float64, "home_content": pl.Float64,
    "worth_from": pl.Date, "saves": pl.Float64, "a_year": pl.Float64, "pays_for": pl.Float64,
}  # fmt: skip


def _ways(network: Network, f: Facts, r: Routes, here: str) -> pl.DataFrame:
    """Every bought or shipped way of a part to a plant at home: item, site, t, country, landed, value, duty, days."""
    country = network.sites.select("site", "country")
    plants = network.processes.select("site").unique().join(country.filter(country=here), on="site")
    parts = network.items.filter(pl.col("kind") != "finished").select("item")
    leads = network.sourcing.group_by(origin="supplier", item="item").agg(
        lead=pl.col("lead_days").first(), inside=pl.col("imported_share").first()
    )
    lanes = f.lanes.select("origin", "destination", "mode", "days").unique()
    first = f.ways.group_by(origin="site", item="item").agg(first=pl.col("made").min())
    moved = (
        r.flows.join(parts, on="item", how="semi")
        .join(first, on=["origin", "item"], how="left")
        .filter(pl.col("bought") | pl.col("first").is_null() | (pl.col("t") >= pl.col("first")))
        .join(plants.select(destination="site"), on="destination", how="semi")
        .join(country.rename({"site": "origin"}), on="origin")
        .join(lanes, on=["origin", "destination", "mode"])
        .join(leads, on=["origin", "item"], how="left")
        .select(
            "item",
            "t",
            "country",
            "duty",
            "value",
            site="destination",
            landed=pl.sum_horizontal(_LANDED),
            days=pl.col("days") + pl.col("lead").fill_null(0.0),
            content=pl.when(pl.col("country") == here).then(1.0 - pl.col("inside").fill_null(0.0)).otherwise(0.0),
            local=pl.col("country") == here,
        )
    )
    return _with_made(f, r, moved, parts, plants, here)


def _with_made(
    f: Facts, r: Routes, moved: pl.DataFrame, parts: pl.DataFrame, plants: pl.DataFrame, here: str
) -> pl.DataFrame:
    """The ways with what each plant makes of its own cheapest parts, level by level from the bottom of the bill."""
    makes = f.ways.join(parts, on="item", how="semi").join(plants, on="site", how="semi")
    bills = f.network.boms.select("item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap")))
    at = ["site", "item", "t"]
    for item in reversed(r.order):
        own = makes.filter(item=item)
        bill = bills.filter(item=item)
        if own.is_empty() or bill.is_empty():
            continue
        least = moved.sort("landed").unique(at, keep="first", maintain_order=True).rename({"item": "component"})
        cost = own.join(bill, on="item").join(least.select("site", "component", "t", "landed", "content"),
                                              on=["site", "component", "t"])  # fmt: skip
        takes = pl.col("takes") * pl.col("started") * pl.col("landed")
        made = cost.group_by(*at, "process", "resource").agg(
            pl.len(), pl.col("unit_cost").first() + pl.col("fee").first(), inputs=takes.sum(),
            foreign=(takes * (1 - pl.col("content"))).sum(),
        ).filter(pl.col("len") == len(bill))  # fmt: skip
        landed = pl.col("unit_cost") + pl.col("inputs")
        rows = made.select(
            "item", "t", country=pl.lit(here), duty=pl.lit(0.0), value=landed, site="site", landed=landed,
            days=pl.lit(0.0), content=1 - pl.col("foreign") / landed, local=pl.lit(True),
        )  # fmt: skip
        moved = pl.concat([moved, rows.select(pl.col(c).cast(t) for c, t in moved.schema.items())])
    return moved


def _starts(network: Network) -> pl.Series:
    return network.periods.sort("start")["start"]


def _needed(network: Network, f: Facts, here: str, plan: Plan | None) -> pl.DataFrame:
    """item, t, pieces, imported: what plants at home take in each period."""
    if plan is None:
        return _exploded(network, f)
    country = network.sites.select("site", "country")
    t = f.horizon.frame.select("t", "period")
    makers = network.processes.select(destination="site").unique()
    return (
        plan.shipments.join(country.select(destination="site", to="country"), on="destination")
        .filter(pl.col("to") == here)
        .join(makers, on="destination", how="semi")
        .join(country.select(origin="site", country="country"), on="origin")
        .join(t, on="period")
        .group_by("item", "t")
        .agg(pieces=pl.col("quantity").sum(), imported=pl.col("quantity").filter(pl.col("country") != here).sum())
    )


def _exploded(network: Network, f: Facts) -> pl.DataFrame:
    """Demand down the bill of material, with the best yields, in the period in which it is wanted."""
    best = network.processes.group_by("item").agg(started=1.0 / pl.col("yield").max())
    bills = network.boms.join(best, on="item", how="left").select(
        "item", "component", takes=pl.col("quantity") * (1 + pl.col("scrap")) * pl.col("started").fill_null(1.0)
    )
    wanted = network.demand.join(f.horizon.frame.select("t", "period"), on="period")
    level = wanted.group_by("item", "t").agg(pieces=pl.col("quantity").sum())
    every = [level]
    while len(level):
        level = (
            level.join(bills, on="item")
            .group_by("t", item="component")
            .agg(pieces=(pl.col("pieces") * pl.col("takes")).sum())
        )
        every.append(level.select("item", "t", "pieces"))
    sums = pl.concat(every).group_by("item", "t").agg(pl.col("pieces").sum())
    return sums.with_columns(imported=pl.lit(None, pl.Float64))


def _cheapest(ways: pl.DataFrame) -> pl.DataFrame:
    """Mean over plants of the cheapest way of each period: t, landed, value, duty, days, content."""
    least = ways.sort("landed").unique(["site", "t"], keep="first", maintain_order=True)
    return least.group_by("t").agg(pl.col("landed", "value", "duty", "days", "content").mean()).sort("t")


def _row(network: Network, f: Facts, item: str, ways: pl.DataFrame, needed: pl.DataFrame) -> dict[str, Any] | None:
    abroad, local = ways.filter(~pl.col("local")), ways.filter("local")
    if abroad.is_empty():
        return None
    there, here = _cheapest(abroad), _cheapest(local)
    own = needed.filter(item=item).select("t", "pieces", "imported")
    pieces = float(own["pieces"].sum())
    days = f.horizon.frame.select("t", "days").with_columns(start=_starts(network))
    years = float(days["days"].sum()) / 365
    both = there.drop("days").join(here.select("t", at_home="landed"), on="t", how="left")
    both = both.join(own, on="t", how="left").join(days, on="t")
    both = both.sort("t").with_columns(pl.col("pieces").fill_null(0.0), saves=pl.col("landed") - pl.col("at_home"))
    margin = pl.col("landed") - pl.col("value")
    mean = both.select(pl.col("landed", "duty", "value", "at_home").mean(), margin=margin.mean()).row(0, named=True)
    nearest = abroad.sort("landed").row(0, named=True)
    start, a_year, pays_for, saves = _worth(network, both)
    if local.is_empty():
        a_year = mean["margin"] * pieces / years
    imported = float(own["imported"].sum()) if own["imported"].null_count() < len(own) else None
    return {
        "item": item,
        "pieces": pieces,
        "imported": imported / pieces if imported is not None and pieces else None,
        "origin": nearest["country"],
        "countries": abroad["country"].n_unique(),
        "abroad": mean["landed"],
        "duty": mean["duty"],
        "at_home": mean["at_home"],
        "room": mean["margin"] / mean["value"] if mean["value"] else None,
        "days_abroad": there["days"].mean(),
        "days_at_home": here["days"].mean() if len(here) else None,
        "home_content": here["content"].mean() if len(here) else None,
        "worth_from": start,
        "saves": saves,
        "a_year": a_year,
        "pays_for": pays_for,
    }


def _worth(network: Network, both: pl.DataFrame) -> tuple[Any, float, float, float | None]:
    """First day from which the home piece stays cheaper, savings a year and discounted from then on, and a piece."""
    dear = both.with_row_index("n").filter(pl.col("saves").is_null() | (pl.col("saves") <= 0))
    first = dear["n"].to_list()[-1] + 1 if len(dear) else 0
    rest = both.slice(first)
    if rest.is_empty():
        return None, 0.0, 0.0, None
    rate = 1.0 + float(network.settings["discount_rate"])
    wait = (pl.col("start") - pl.lit(network.start)).dt.total_days() / 365
    saved = pl.col("saves") * pl.col("pieces")
    total, discounted, pieces, length = rest.select(
        saved.sum(), (saved * (rate ** (-wait))).sum().alias("npv"), pl.col("pieces").sum(), pl.col("days").sum()
    ).row(0)
    a_piece: Any = total / pieces if pieces else rest["saves"].mean()
    return rest["start"][0], float(total) / (float(length) / 365), float(discounted), float(a_piece)
