"""Demand that nothing can reach, and the link that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from onshore.checking.flows import able, carried, classless, open_sites, passing, roads, sources
from onshore.checking.problems import findings, gathered, nothing, problem, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["demand_out_of_reach", "single_source_useless"]

_NAMED_LIMIT = 3


def demand_out_of_reach(sheets: Sheets) -> pl.DataFrame:
    """Every item that a market wants can get there, through processes, components, sources and lanes."""
    if sheets.horizon is None:
        return nothing()
    rows = sheets["demand"].filter(pl.col("quantity") > 0).group_by("item", "market").agg(pl.col(LINE).min(), pl.len())
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

    @cached_property
    def passing(self) -> set[str]:
        """Places that pass on anything."""
        return set(passing(self.sheets)["site"])

    def upstream(self, site: str, customs: bool, anything: bool = False) -> set[str]:
        """Places from which lanes lead to the place, over others that pass on anything, through customs or not.

        `anything` asks as if every place passed on anything.
        """
        found, new = set[str](), [site]
        while new:
            before = dict.fromkeys(o for place in new for o in self.before[customs].get(place, []))
            fresh = [o for o in before if o not in found]
            found.update(fresh)
            new = [o for o in fresh if anything or o in self.passing]
        return found

    def leaves(self, how: str, site: str, item: str) -> bool:
        """Whether an item that begins its way there may be shipped from there."""
        return how != "kept" or site in self.passing or ("made", site) in self.origins[item]

    def fault(self, site: str, item: str, above: tuple[str, ...] = ()) -> str:
        """Why the item cannot come to the place, down to the link that is missing."""
        origins = self.origins.get(item, [])
        if not origins:
            return self._asleep(item)
        upstream = self.upstream(site, item not in self.classless)
        here = [(how, o) for how, o in origins if o == site and how != "sold"]
        near = here + [(how, o) for how, o in origins if o in upstream and self.leaves(how, o, item)]
        if not near:
            return f"{_named(origins)}, but {self._way_fault(site, item)}"
        maker = next((o for how, o in near if how == "made"), site)
        lacking = [c for c in self.parts.get(item, []) if (maker, c) not in self.able]
        others = f" (and {len(lacking) - 1} more of its components)" if len(lacking) > 1 else ""
        if not lacking or lacking[0] in (*above, item):
            return f"it is made at {maker}, but goes round in a circle of components"
        why = self.fault(maker, lacking[0], (*above, item))
        return f"it is made at {maker}, which cannot get component {lacking[0]}{others}: {why}"

    def _way_fault(self, site: str, item: str) -> str:
        """Why an item does not come to the place from any of its origins."""
        origins = self.origins[item]
        if self.upstream(site, True, anything=True).isdisjoint(o for _, o in origins):
            return f"no lane or chain of lanes leads from there to {site}"
        through_customs = self.upstream(site, True)
        if any(o in through_customs and self.leaves(how, o, item) for how, o in origins):
            way = f"it cannot cross the border on the way to {site}"
            return f"{way}: it has no duty_class. Name one in items.csv that duties.csv has"
        return f"on the way to {site} a plant or supplier would have to ship what it neither makes nor sells"

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
    for how, word in words.items():
        sites = [o for h, o in origins if h == how]
        if sites:
            more = f" and {len(sites) - _NAMED_LIMIT} more" if len(sites) > _NAMED_LIMIT else ""
            phrases.append(f"{word} {', '.join(sites[:_NAMED_LIMIT])}{more}")
    return " and ".join(phrases)


def single_source_useless(sheets: Sheets) -> pl.DataFrame:
    """A place that takes an item from one origin has some lane that can bring it."""
    if sheets.horizon is None:
        return nothing()
    key = ["destination", "item"]
    rows = sheets["single_sources"].drop_nulls(key).join(carried(sheets), on=key, how="anti", maintain_order="left")
    text = said(
        "no lane brings {} to where it is of use at {}: the row does nothing. Correct it or remove it.",
        *("item", "destination"),
    )
    return findings(rows, "single_sources", "single_source_useless", "item", text=text, value=pl.col("item"))
