"""Demand that nothing can reach, and the link that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from onshore.checking.flows import able, carried, classless, open_sites, roads, sources
from onshore.checking.problems import findings, gathered, nothing, problem
from onshore.checking.sheets import LINE, Sheets

__all__ = ["demand_out_of_reach", "single_source_useless"]

_NAMED_LIMIT = 3


def demand_out_of_reach(sheets: Sheets) -> pl.DataFrame:
    """Every item that a market wants can get there, through processes, components, sources and lanes."""
    if sheets.horizon is None:
        return nothing()
    rows = (
        sheets["demand"]
        .filter(pl.col("quantity") > 0)
        .group_by("item", "market")
        .agg(pl.col(LINE).min(), pl.len())
    )
    lost = rows.join(able(sheets), left_on=["market", "item"], right_on=["site", "item"], how="anti")
    if lost.is_empty():
        return nothing()
    chain = _Chain(sheets)
    parts = []
    for item, market, line, count in lost.drop_nulls().sort(LINE, nulls_last=True).iter_rows():
        more = f" ({count} rows)" if count > 1 else ""
        text = f"{item} for {market}{more} can never be delivered: {chain.fault(market, item)}."
        parts.append(problem("demand", "demand_out_of_reach", text, line=line, column="item", value=item))
    return gathered(parts)


@dataclass(frozen=True)
class _Chain:
    """Who could bring an item to a place, asked backwards from the place."""

    sheets: Sheets

    @cached_property
    def origins(self) -> dict[str, list[tuple[str, str]]]:
        """For each item: how and where it begins its way."""
        found: dict[str, list[tuple[str, str]]] = {}
        for how, site, item in sources(self.sheets).sort("how", "site").iter_rows():
            found.setdefault(item, []).append((how, site))
        return found

    @cached_property
    def able(self) -> set[tuple[str, str]]:
        """Places and items that come together."""
        return set(able(self.sheets).iter_rows())

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """For each item: its components."""
        rows = self.sheets["boms"].select("item", "component").drop_nulls()
        return dict(rows.group_by("item").agg("component").iter_rows())

    @cached_property
    def before(self) -> dict[bool, dict[str, list[str]]]:
        """For each place: the places with a lane to it; under False those without customs on the way."""
        every = roads(self.sheets)
        found = {True: every, False: every.filter(~pl.col("customs"))}
        return {k: dict(r.group_by("to").agg(pl.col("site").sort()).iter_rows()) for k, r in found.items()}

    @cached_property
    def classless(self) -> set[str]:
        """Items that pass no customs."""
        return set(classless(self.sheets))

    def upstream(self, site: str, customs: bool) -> set[str]:
        """Places from which lanes lead to the place, over however many others, through customs or not."""
        found, new = set[str](), [site]
        while new:
            new = [o for place in new for o in self.before[customs].get(place, []) if o not in found]
            new = list(dict.fromkeys(new))
            found.update(new)
        return found

    def fault(self, site: str, item: str, above: tuple[str, ...] = ()) -> str:
        """Why the item cannot come to the place, down to the link that is missing."""
        origins = self.origins.get(item, [])
        if not origins:
            return self._asleep(item)
        upstream = self.upstream(site, item not in self.classless)
        near = [(how, o) for how, o in origins if o in upstream or (o == site and how != "sold")]
        if not near and self.upstream(site, True).isdisjoint(o for _, o in origins):
            return f"{_named(origins)}, but no lane or chain of lanes leads from there to {site}"
        if not near:
            way = f"{_named(origins)}, but it cannot cross the border on the way to {site}"
            return f"{way}: it has no duty_class. Name one in items.csv that duties.csv has"
        maker = next(o for how, o in near if how == "made")
        lacking = [c for c in self.parts.get(item, []) if (maker, c) not in self.able]
        others = f" (and {len(lacking) - 1} more of its components)" if len(lacking) > 1 else ""
        if not lacking or lacking[0] in (*above, item):
            return f"it is made at {maker}, but goes round in a circle of components"
        why = self.fault(maker, lacking[0], (*above, item))
        return f"it is made at {maker}, which cannot get component {lacking[0]}{others}: {why}"

    def _asleep(self, item: str) -> str:
        """Who would have the item, if not for a date."""
        closed = self.sheets["sites"].join(open_sites(self.sheets), on="site", how="anti")["site"]
        rows = self.sheets["processes"].filter(pl.col("item") == item, pl.col("site").is_in(closed.implode()))
        if not rows.is_empty():
            return f"{rows['site'][0]} makes it, but is not open on any day of the horizon"
        rows = self.sheets["sourcing"].filter(pl.col("item") == item)
        if rows.is_empty():
            return "nobody makes, sells or has it. Add a row to processes.csv or sourcing.csv"
        supplier, first, known = rows.select("supplier", "from", "known_from").row(0)
        if supplier in closed:
            return f"{supplier} sells it, but is not open on any day of the horizon"
        if known is not None and self.sheets.start is not None and known > self.sheets.start:
            return f"{supplier} sells it, but that is known only from {known}, after the network's start"
        return f"{supplier} sells it, but only from {first}, after the horizon"


def _named(origins: list[tuple[str, str]]) -> str:
    """Who has the item, in words."""
    words = {"made": "it is made at", "sold": "it is sold by", "kept": "it is in stock at"}
    phrases = []
    for how, said in words.items():
        sites = [o for h, o in origins if h == how]
        if sites:
            more = f" and {len(sites) - _NAMED_LIMIT} more" if len(sites) > _NAMED_LIMIT else ""
            phrases.append(f"{said} {', '.join(sites[:_NAMED_LIMIT])}{more}")
    return " and ".join(phrases)


def single_source_useless(sheets: Sheets) -> pl.DataFrame:
    """A place that takes an item from one origin has some lane that can bring it."""
    if sheets.horizon is None:
        return nothing()
    key = ["destination", "item"]
    rows = (
        sheets["single_sources"]
        .drop_nulls(key)
        .join(carried(sheets), on=key, how="anti", maintain_order="left")
    )
    text = pl.format(
        "no lane brings {} to where it is of use at {}: the row does nothing. Correct it or remove it.",
        *("item", "destination"),
    )
    return findings(rows, "single_sources", "single_source_useless", "item", text=text, value=pl.col("item"))
