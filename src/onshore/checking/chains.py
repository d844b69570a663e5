"""Who could bring an item to a place, asked backwards from the place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from onshore.checking.flows import able, classless, lasting, passing, roads, sources, stocked
from onshore.checking.sheets import Sheets

__all__ = ["Chains"]


@dataclass(frozen=True)
class Chains:
    """Processes, components, sources and lanes as maps, for questions about single items and places."""

    sheets: Sheets
    _upstream: dict[tuple[str, bool, bool], set[str]] = field(default_factory=dict)
    _given: dict[tuple[frozenset[str], str], float] = field(default_factory=dict)

    @cached_property
    def origins(self) -> dict[str, list[tuple[str, str]]]:
        """For each item: how and where it begins its way."""
        found: dict[str, list[tuple[str, str]]] = {}
        for how, site, item in sources(self.sheets).sort("how", "site").iter_rows():
            found.setdefault(item, []).append((how, site))
        return found

    @cached_property
    def able(self) -> set[tuple[str, str]]:
        """Places and items that come together for good, without what stock gives for a while."""
        return set(able(self.sheets).iter_rows())

    @cached_property
    def lasting(self) -> set[tuple[str, str]]:
        """Places and items that come together for good, or for as long as stock covers all that is wanted."""
        return set(able(self.sheets, kept=lasting(self.sheets)).iter_rows())

    @cached_property
    def stocked(self) -> dict[tuple[str, str], float]:
        """Pieces in stock and on the way, by place and item."""
        return {(site, item): quantity for site, item, quantity in stocked(self.sheets).iter_rows()}

    @cached_property
    def parts(self) -> dict[str, dict[str, float]]:
        """For each item: pieces of its components in a piece."""
        rows = self.sheets["boms"].select("item", "component", pl.col("quantity") * (1 + pl.col("scrap"))).drop_nulls()
        found: dict[str, dict[str, float]] = {}
        for item, component, each in rows.iter_rows():
            found.setdefault(item, {})[component] = each
        return found

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
        key = (site, customs, anything)
        if key not in self._upstream:
            self._upstream[key] = self._walked_back(*key)
        return self._upstream[key]

    def _walked_back(self, site: str, customs: bool, anything: bool) -> set[str]:
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

    def near(self, sites: frozenset[str], item: str) -> list[tuple[str, str]]:
        """How and where an item begins its way that can come to one of the places."""
        upstream = set[str]().union(*(self.upstream(site, item not in self.classless) for site in sites))
        return [
            (how, o)
            for how, o in self.origins.get(item, [])
            if (o in sites and how != "sold") or (o in upstream and self.leaves(how, o, item))
        ]

    def from_stock(self, sites: frozenset[str], item: str) -> float:
        """Most pieces that stock and goods on the way, of the item and of what goes into it, can give to the places.

        It is never too little: scrap is reckoned with, yield, lots and others who take of the same stock are not.
        """
        key = (sites, item)
        if key not in self._given:
            near = self.near(sites, item)
            kept = sum(self.stocked[o, item] for how, o in near if how == "kept")
            self._given[key] = kept + sum(self._made_from_stock(o, item) for how, o in near if how == "made")
        return self._given[key]

    def _made_from_stock(self, site: str, item: str) -> float:
        lacking = [(c, each) for c, each in self.parts.get(item, {}).items() if (site, c) not in self.able]
        return min((self.from_stock(frozenset([site]), c) / each for c, each in lacking), default=float("inf"))
