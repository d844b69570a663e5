"""What making a component at home is worth, and from when: by component, without a search.

In every period the landed cost of a piece at each plant of the home country that uses it is compared between the
cheapest way from abroad and the cheapest from home, bought there, made by the plant itself or made by another plant
and brought (module `pieces`), averaged over the plants that can have both. A piece is cheaper from home from the first
period from which it stays so until the end. What that saves,

    sum over periods from a day on of (abroad - from home) * pieces,

is held against what it takes: capital of the line that must be built, as plans charge it (rule investment; of a line
that makes several items the share of hours), from `lead_days` and `qualification_days` before that day to the end of
the horizon, and qualification cost in full. It is worth it from the first day on which the savings are the greater.
Pieces beyond the line's regular hours are not counted. Lines that stand are taken to have room. Where nobody at home
offers it, `room` says what a maker at home could charge above the price abroad, and duty and freight of a year what is
at most to be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from onshore.checking import check
from onshore.explanation.needs import largest_origins, line_shares, needed
from onshore.explanation.pieces import piece_costs, sources
from onshore.measures import home
from onshore.network import Network, NetworkError
from onshore.planning.building import annuity
from onshore.planning.facts import Facts
from onshore.planning.routes import Routes
from onshore.plans import Plan

__all__ = ["localise"]

_MEANS = ("landed", "value", "duty", "imported", "days", "transit")


def localise(network: Network, plan: Plan | None = None) -> pl.DataFrame:
    """Components and subassemblies that plants of the home country can import, the most valuable to localise first.

    Args:
        plan: its volumes count, home and abroad; without one, what all demand needs if everything is made at home.

    Returns:
        One row an item, money in network currency, means over the horizon.

        What is at stake: item; pieces (that plants at home use over the horizon); imported (share of them, null without
        a plan); origin (cheapest country abroad); suppliers, countries (places and countries abroad that can supply
        it), makers (places at home that can); largest (share of the country that gives most, in the plan: 1 if all
        comes from one; null without a plan).

        A piece: abroad, at_home (landed cost; at_home is null where nobody offers it); duty (in `abroad`); room (share
        of the price abroad that a maker at home may charge more); days_abroad, days_at_home (from order to plant, the
        parts being there); pli_dva, ppp_mii (value added to a piece from home by these methods of law, share of its
        price, or of its cost where it is made).

        From `cheaper_from` (first day of the period from which it stays cheaper from home, null for never): saves (a
        piece); a_year (savings), duty_a_year (duty saved in them), adds_a_year (what imported content falls by,
        pli_dva): money a year; frees (money no longer tied up on the way: once). Where nobody at home offers it a_year
        and duty_a_year are what duty and freight leave room for, and adds_a_year and frees null.

        Capital: investments (lines to build, by name); capital (their cost, and qualification); capital_a_year;
        net_a_year (a_year less capital_a_year), by which the rows are sorted; payback_years (of capital by a_year);
        pays_for (savings discounted to the first day of the horizon: the largest capital that they pay back within
        it); worth_from (first day of the period from which they are more than the capital charged; null for never).
        With capital that is worth it all amounts a year, saves and frees are from `worth_from` on.

    Raises:
        NetworkError: if the network has problems.
    """
    problems = check(network)
    if len(problems):
        raise NetworkError(problems)
    f = Facts.of(network)
    r, here = Routes(f), home(network)
    ways = piece_costs(f, r, here).join(_used_at_home(network, here), on=["item", "site"], how="semi")
    wanted = needed(f, here, plan)
    facts = _Network(f, here, wanted, line_shares(f, wanted), sources(f, r))
    groups = ways.sort("item").partition_by("item", as_dict=True, maintain_order=True).items()
    rows = [row for (item,), own in groups if (row := _row(facts, str(item), own)) is not None]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    if plan is not None:
        found = found.drop("largest").join(largest_origins(network, here, plan), on="item", how="left").select(*_SCHEMA)
    return found.sort("net_a_year", "item", descending=[True, False])


_SCHEMA: dict[str, Any] = {
    "item": pl.String, "pieces": pl.Float64, "imported": pl.Float64, "origin": pl.String, "suppliers": pl.Int64,
    "countries": pl.Int64, "makers": pl.Int64, "largest": pl.Float64,
    "abroad": pl.Float64, "at_home": pl.Float64, "duty": pl.Float64, "room": pl.Float64,
    "days_abroad": pl.Float64, "days_at_home": pl.Float64, "pli_dva": pl.Float64, "ppp_mii": pl.Float64,
    "cheaper_from": pl.Date, "saves": pl.Float64, "a_year": pl.Float64, "duty_a_year": pl.Float64,
    "adds_a_year": pl.Float64, "frees": pl.Float64,
    "investments": pl.String, "capital": pl.Float64, "capital_a_year": pl.Float64, "net_a_year": pl.Float64,
    "payback_years": pl.Float64, "pays_for": pl.Float64, "worth_from": pl.Date,
}  # fmt: skip


@dataclass(frozen=True)
class _Network:
    """A network as the rows need it. wanted: see `needed`. lines: see `line_shares`. places: see `sources`."""

    f: Facts
    here: str
    wanted: pl.DataFrame
    lines: pl.DataFrame
    places: pl.DataFrame


@dataclass(frozen=True)
class _Capital:
    """What a maker at home takes first. a_year: of the capital, over `life` years from the order on, `lead` days before
    the first piece. once: qualification. total: cost of both.
    """

    names: tuple[str, ...]
    a_year: float
    life: float
    lead: float
    once: float
    total: float

    def charge(self, days: float) -> float:
        """Capital charged if the first piece is made so many days before the end of the horizon."""
        return self.a_year * min((days + self.lead) / 365, self.life) + self.once


def _used_at_home(network: Network, here: str) -> pl.DataFrame:
    """item, site: parts and the plants at home that make something of them."""
    parts = network.items.filter(pl.col("kind") != "finished").select("item")
    plants = network.sites.filter(country=here).select("site")
    makes = network.processes.select("site", "item").unique().join(plants, on="site", how="semi")
    used = makes.join(network.boms.select("item", "component"), on="item").select("site", item="component").unique()
    return used.join(parts, on="item", how="semi")


def _row(n: _Network, item: str, ways: pl.DataFrame) -> dict[str, Any] | None:
    if ways["local"].all():
        return None
    local = ways.filter("local")
    both = _compared(n, item, ways)
    places = n.places.filter(item=item)
    abroad = places.filter(pl.col("country") != n.here)
    home_value = pl.col("value_home")
    means = both.select(
        pl.col("landed", "landed_home", "duty", "days", "days_home").mean(),
        room=(pl.col("landed") - pl.col("value")).mean() / pl.col("value").mean(),
        pli_dva=(1 - pl.col("imported_home") / home_value).mean(),
        ppp_mii=(1 - (pl.col("imported_home") + pl.col("duty_home")) / home_value).mean(),
    ).row(0, named=True)
    imported = both["imported_pieces"]
    pieces = float(both["pieces"].sum())
    share = min(1.0, float(imported.sum()) / pieces) if pieces and imported.null_count() < len(imported) else None
    capital = _capital(n, item, local)
    return {
        "item": item, "pieces": pieces, "imported": share,
        "origin": ways.filter(~pl.col("local")).sort("landed")["country"][0],
        "suppliers": len(abroad), "countries": abroad["country"].n_unique(), "makers": len(places) - len(abroad),
        "largest": None, "abroad": means["landed"], "at_home": means["landed_home"], "duty": means["duty"],
        "room": means["room"], "days_abroad": means["days"], "days_at_home": means["days_home"],
        "pli_dva": means["pli_dva"], "ppp_mii": means["ppp_mii"],
        "investments": ", ".join(capital.names), "capital": capital.total,
        **(_room(both) if local.is_empty() else _worth(n.f.network, both, capital)),
    }  # fmt: skip


def _compared(n: _Network, item: str, ways: pl.DataFrame) -> pl.DataFrame:
    """By period: the cheapest way from abroad and from home (`_home`), mean over the plants that can have both, or over
    all if there is none; pieces, imported_pieces, covers, start, days_long.
    """
    sides = [ways.filter(~pl.col("local")), ways.filter("local")]
    both = [one.join(other, on="site", how="semi") for one, other in (sides, sides[::-1])]
    abroad, local = (x.group_by("t").agg(pl.col(_MEANS).mean()) for x in (both if len(both[0]) else sides))
    starts = n.f.network.periods.sort("start")["start"]
    frame = n.f.horizon.frame.select("t", days_long="days").with_columns(start=starts)
    own = n.wanted.filter(item=item).select("t", "pieces", imported_pieces="imported")
    lines = n.lines.filter(item=item).join(sides[1].select("investment").unique(), on="investment", how="semi")
    covers = lines.group_by("t").agg(pl.col("covers").max())
    return (
        frame.join(abroad, on="t", how="left")
        .join(local, on="t", how="left", suffix="_home")
        .join(own, on="t", how="left")
        .join(covers, on="t", how="left")
        .sort("t")
        .with_columns(pl.col("pieces").fill_null(0.0), pl.col("covers").fill_null(1.0))
        .with_columns(saves=pl.col("landed") - pl.col("landed_home"), count=pl.col("pieces") * pl.col("covers"))
    )


def _capital(n: _Network, item: str, local: pl.DataFrame) -> _Capital:
    """Capital and qualification that the makers at home of the cheapest pieces take."""
    network = n.f.network
    names = sorted(local["investment"].drop_nulls().unique())
    shares = dict(n.lines.filter(item=item).select("investment", "share").unique().iter_rows())
    rows = network.investments.filter(pl.col("investment").is_in(names)).to_dicts()
    rate = float(network.settings["discount_rate"])
    part = [row["cost"] * shares.get(row["investment"], 1.0) for row in rows]
    new = network.processes.filter(~pl.col("qualified")).filter(item=item)
    new = new.join(local.select(site="maker").unique(), on="site", how="semi").unique("site")
    once = float(new["qualification_cost"].sum())
    waits = max(new["qualification_days"].to_list(), default=0.0) if rows else 0.0
    return _Capital(
        names=tuple(names),
        a_year=sum(annuity(cost, row["life_years"], rate) for cost, row in zip(part, rows, strict=True)),
        life=max((row["life_years"] for row in rows), default=0.0),
        lead=max((row["lead_days"] for row in rows), default=0.0) + waits,
        once=once,
        total=sum(part) + once,
    )


def _room(both: pl.DataFrame) -> dict[str, Any]:
    """What duty and freight leave room for where nobody at home makes it."""
    years = float(both["days_long"].sum()) / 365
    margin = both.select((pl.col("landed") - pl.col("value")).mean(), pl.col("duty").mean(), pl.col("pieces").sum())
    a_piece, duty, pieces = (float(x or 0.0) for x in margin.row(0))
    a_year = a_piece * pieces / years
    nothing = dict.fromkeys(("cheaper_from", "worth_from", "saves", "adds_a_year", "frees", "payback_years"))
    return nothing | {
        "a_year": a_year, "duty_a_year": duty * pieces / years, "net_a_year": a_year, "capital_a_year": 0.0,
        "pays_for": 0.0,
    }  # fmt: skip


def _worth(network: Network, both: pl.DataFrame, capital: _Capital) -> dict[str, Any]:
    """From when it is cheaper, from when that is more than the capital, and what it brings from then on."""
    dear = both.with_row_index("n").filter(pl.col("saves").is_null() | (pl.col("saves") <= 0))
    first = dear["n"].to_list()[-1] + 1 if len(dear) else 0
    rest = both.slice(first)
    if rest.is_empty():
        nothing = dict.fromkeys(("cheaper_from", "worth_from", "saves", "frees", "payback_years"))
        return nothing | dict.fromkeys(
            ("a_year", "duty_a_year", "adds_a_year", "capital_a_year", "net_a_year", "pays_for"), 0.0
        )
    begins = [both.slice(n) for n in range(first, len(both))]
    paid = next((one for one in begins if _saved(one) >= capital.charge(float(one["days_long"].sum()))), None)
    return _from_then(network, rest if paid is None else paid, capital) | {
        "cheaper_from": rest["start"][0], "worth_from": None if paid is None else paid["start"][0],
    }  # fmt: skip


def _saved(rows: pl.DataFrame) -> float:
    return float((rows["saves"] * rows["count"]).sum())


def _from_then(network: Network, rows: pl.DataFrame, capital: _Capital) -> dict[str, Any]:
    """What localising brings in these periods, a year."""
    length, rate = float(rows["days_long"].sum()), 1.0 + float(network.settings["discount_rate"])
    wait = (pl.col("start") - pl.lit(network.start)).dt.total_days() / 365
    count, saved = pl.col("count"), pl.col("saves") * pl.col("count")
    tied = pl.col("value") * pl.col("transit") - pl.col("value_home") * pl.col("transit_home")
    sums = rows.select(
        pieces=count.sum(),
        discounted=(saved * (rate ** (-wait))).sum(),
        duty=((pl.col("duty") - pl.col("duty_home")) * count).sum(),
        adds=((pl.col("imported") - pl.col("imported_home")) * count).sum(),
        tied=(tied * count).sum(),
    ).row(0, named=True)
    total, years = _saved(rows), length / 365
    charge = capital.charge(length)
    a_piece: Any = total / sums["pieces"] if sums["pieces"] else rows["saves"].mean()
    return {
        "saves": a_piece, "a_year": total / years, "duty_a_year": sums["duty"] / years,
        "adds_a_year": sums["adds"] / years, "frees": sums["tied"] / length,
        "capital_a_year": charge / years, "net_a_year": (total - charge) / years,
        "payback_years": capital.total / (total / years) if capital.total and total > 0 else None,
        "pays_for": sums["discounted"],
    }  # fmt: skip
