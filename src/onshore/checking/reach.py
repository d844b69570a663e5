"""Demand that nothing can reach, and the link that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from onshore.checking.chains import Chains
from onshore.checking.flows import carried, open_sites
from onshore.checking.problems import findings, gathered, nothing, problem, said
from onshore.checking.sheets import LINE, Sheets
from onshore.checking.unserved import unserved

__all__ = ["demand_out_of_reach", "single_source_useless"]

_NAMED_LIMIT = 3
#: Stands for a market in what keeps an item from it, so that markets with the same fault are told together.
_MARKET = "\0"


def demand_out_of_reach(sheets: Sheets) -> pl.DataFrame:
    """Every item that a market wants can get there, by processes, components, sources and lanes, or is in stock."""
    if sheets.horizon is None or unserved(sheets).is_empty():
        return nothing()
    chains = Chains(sheets)
    links = _Links(chains)
    rows = unserved(sheets).sort(LINE, "market", nulls_last=True)
    why = [links.fault(market, item, _MARKET) for item, market in rows.select("item", "market").iter_rows()]
    alike = rows.with_columns(why=pl.Series(why, dtype=pl.String)).group_by("item", "why", maintain_order=True)
    told = alike.agg(pl.col("market"), pl.col("quantity").sum(), pl.col(LINE).first(), pl.col("len").sum())
    return gathered(_told(chains, row) for row in told.iter_rows(named=True))


def _told(chains: Chains, row: dict[str, Any]) -> pl.DataFrame:
    """What an item's demand at some markets has in common."""
    item, markets = row["item"], row["market"]
    count = f" ({row['len']} rows)" if row["len"] > 1 else ""
    others = f" and {len(markets) - 1} more market{'s' * (len(markets) > 2)}" if len(markets) > 1 else ""
    at_most = chains.from_stock(frozenset(markets), item)
    how = "can never be delivered"
    if at_most > 0:
        part = f"{at_most:,.0f} of {row['quantity']:,.0f}"
        how = f"can be delivered only in part, {part} out of what is in stock or on the way"
    why = row["why"].replace(_MARKET, f"{markets[0]}{others}")
    text = f"{item} for {markets[0]}{others}{count} {how}: {why}."
    return problem("demand", "demand_out_of_reach", text, line=row[LINE], column="item", value=item)


@dataclass(frozen=True)
class _Links:
    """The link that is missing in a chain."""

    chains: Chains

    def fault(self, site: str, item: str, name: str, above: tuple[str, ...] = ()) -> str:
        """Why the item cannot come to the place, which is called by a name, down to the link that is missing."""
        c = self.chains
        every, near = c.origins.get(item, []), c.near(frozenset([site]), item)
        kept_only = all(how == "kept" for how, _ in every)
        if kept_only and (near or not every or self._had(item)):
            return self._asleep(item)
        makers = [o for how, o in near if how == "made"]
        if not makers:
            return f"{_named(every)}, but {self._way_fault(site, item, name)}"
        lacking = [part for part in c.parts.get(item, {}) if (makers[0], part) not in c.lasting]
        others = f" (and {len(lacking) - 1} more of its components)" if len(lacking) > 1 else ""
        if not lacking or lacking[0] in (*above, item):
            return f"it is made at {makers[0]}, but of its components too little is in stock or on the way"
        why = self.fault(makers[0], lacking[0], makers[0], (*above, item))
        return f"it is made at {makers[0]}, which cannot get component {lacking[0]}{others}: {why}"

    def _had(self, item: str) -> bool:
        """Whether somebody would make or sell the item on other days."""
        tables = (self.chains.sheets[name]["item"] for name in ("processes", "sourcing"))
        return any(item in items for items in tables)

    def _way_fault(self, site: str, item: str, name: str) -> str:
        """Why an item does not come to the place from any of its origins."""
        c = self.chains
        origins = [(how, o) for how, o in c.origins[item] if how != "kept"] or c.origins[item]
        if c.upstream(site, True, anything=True).isdisjoint(o for _, o in origins):
            return f"no lane or chain of lanes leads from there to {name}"
        through_customs = c.upstream(site, True)
        if any(o in through_customs and c.leaves(how, o, item) for how, o in origins):
            way = f"it cannot cross the border on the way to {name}"
            return f"{way}: it has no duty_class. Name one in items.csv that duties.csv has"
        return f"on the way to {name} a plant or supplier would have to ship what it neither makes nor sells"

    def _asleep(self, item: str) -> str:
        """Who would have the item, if not for a date."""
        sheets = self.chains.sheets
        closed = sheets["sites"].join(open_sites(sheets), on="site", how="anti")
        rows = sheets["processes"].filter(pl.col("item") == item).select("site")
        rows = rows.join(closed, on="site", maintain_order="left")
        if not rows.is_empty():
            return f"{rows['site'][0]} makes it, but {_closed(rows['calendar'][0])}"
        rows = sheets["sourcing"].filter(pl.col("item") == item)
        if rows.is_empty():
            has = "makes or sells it, beyond what is in stock or on the way" if item in self.chains.origins else _NOBODY
            return f"nobody {has}. Add a row to processes.csv or sourcing.csv"
        supplier, first, known = rows.select("supplier", "from", "known_from").row(0)
        shut = closed.filter(pl.col("site") == supplier)
        if not shut.is_empty():
            return f"{supplier} sells it, but {_closed(shut['calendar'][0])}"
        if known is not None and sheets.start is not None and known > sheets.start:
            return f"{supplier} sells it, but that is known only from {known}, after the network's start"
        return f"{supplier} sells it, but only from {first}, after the horizon"


_NOBODY = "makes, sells or has it"


def _closed(calendar: str | None) -> str:
    also = f". Correct opens and closes in sites.csv, or its calendar {calendar} in calendars.csv" if calendar else ""
    return f"is not open on any day of the horizon{also}"


def _named(origins: list[tuple[str, str]]) -> str:
    """Who has the item, in words; what is in stock only if nobody makes or sells it."""
    words = {"made": "it is made at", "sold": "it is sold by", "kept": "it is in stock at"}
    phrases: list[str] = []
    for how, word in words.items():
        sites = [o for h, o in origins if h == how]
        if sites and not (how == "kept" and phrases):
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
