"""One plan of one network, with the figures that a report takes from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl

from onshore import measures as kpi
from onshore.network import Network
from onshore.plans import Plan, Range
from onshore.reporting.numbers import Numbers, percent
from onshore.reporting.words import Buckets, noun

__all__ = ["COST_LINES", "Subject", "mean_cost", "numbers_for", "of_value"]

#: Lines of the landed cost in words, and the terms of `money` in each; material is split by where it is
#: bought.
COST_LINES: Mapping[str, tuple[str, ...]] = {
    "Imported material": (),
    "Local material": (),
    "Customs duty": ("duty", "relief", "relief_cost"),
    "Freight": ("freight", "lane"),
    "Conversion": ("conversion",),
    "Manufacturers’ margin": ("fee",),
    "Line loading and set-up": ("setup", "overtime", "idle", "change"),
    "Qualification": ("qualification",),
    "Investment": ("investment",),
    "Sites": ("site",),
    "Stock and finance": ("tax_finance", "transit_finance", "holding"),
    "Incentive": ("incentive",),
}


class Subject:
    """A plan with its network; every figure is worked out once. `group` is the main group of finished
    items.
    """

    def __init__(self, network: Network, plan: Plan, group: str | None = None) -> None:
        self.network, self.plan = network, plan
        found = kpi.groups(network)
        self.group = group or (found[0] if found else "other")

    @cached_property
    def values(self) -> dict[str, dict[str, Any]]:
        """Every KPI of `onshore.measures`."""
        return kpi.measures(self.network, self.plan)

    def value(self, name: str) -> float | None:
        """One KPI, None if it has no meaning here."""
        entry = self.values.get(name)
        return None if entry is None or entry["value"] is None else float(entry["value"])

    @property
    def things(self) -> str:
        """What pieces of the main group are called: phones."""
        return noun(self.group)

    @property
    def thing(self) -> str:
        """One of them."""
        return noun(self.group, many=False)

    @cached_property
    def buckets(self) -> Buckets:
        """The periods."""
        rows = kpi.order(self.network)
        return Buckets(tuple(rows["period"]), tuple(rows["start"]), tuple(rows["days"]))

    @cached_property
    def _companies(self) -> dict[str, tuple[str, int | None]]:
        rows = self.network.companies.select("company", "name", "slot").iter_rows()
        return {key: (name or key, slot) for key, name, slot in rows}

    def name(self, company: str) -> str:
        """A company as people call it."""
        return self._companies.get(company, (company, None))[0]

    def colour(self, company: str) -> str:
        """The colour that a company keeps in every picture; grey without a slot."""
        slot = self._companies.get(company, (company, None))[1]
        return f"var(--m{slot})" if slot else "var(--m-other)"

    @cached_property
    def _sites(self) -> dict[str, str]:
        return dict(self.network.sites.select("site", pl.coalesce("name", "site")).iter_rows())

    def site(self, key: str) -> str:
        """A site as people call it."""
        return self._sites.get(key, key)

    @cached_property
    def _items(self) -> dict[str, str]:
        return {key: name or key for key, name in self.network.items.select("item", "name").iter_rows()}

    def item(self, key: str) -> str:
        """An item as people call it."""
        return self._items.get(key, key)

    @cached_property
    def delivered(self) -> float:
        """Pieces of the main group that customers got."""
        rows = self.plan.sales.join(kpi.finished(self.network).filter(group=self.group), on="item", how="semi")
        return float(rows["quantity"].sum())

    @cached_property
    def cost(self) -> dict[str, float]:
        """Landed cost of a piece of the main group by line of `COST_LINES`; lines add up to the net cost."""
        rows = kpi.cost_per_unit(self.network, self.plan).filter(group=self.group)
        terms = dict(rows.select("term", "per_unit").iter_rows())
        abroad = self._imported_part * terms.get("material", 0.0)
        lines = {name: sum(terms.get(t, 0.0) for t in of) for name, of in COST_LINES.items()}
        return lines | {"Imported material": abroad, "Local material": terms.get("material", 0.0) - abroad}

    @cached_property
    def _imported_part(self) -> float:
        """Part of the main group's material that is bought across a border, by value."""
        bought = kpi.material(self.network, self.plan).filter(pl.col("bought"))
        weights = kpi.weights(self.network, self.plan).filter(group=self.group)
        rows = bought.join(weights, on="item").select(
            worth=pl.col("value") * pl.col("weight"), abroad=pl.col("from_country") != pl.col("to_country")
        )
        total = float(rows["worth"].sum())
        return float(rows.filter(pl.col("abroad"))["worth"].sum()) / total if total else 0.0

    @cached_property
    def net_cost(self) -> float | None:
        """Landed cost of a piece less the incentive that counts; None if nothing is delivered."""
        return self.value(f"landed_cost_net:{self.group}")

    @cached_property
    def shares(self) -> dict[str, float]:
        """Share of each maker in the main group, the largest first."""
        return {company: share for (company, group), share in self._shares.items() if group == self.group}

    def ranges(self, company: str, group: str | None = None) -> list[Range]:
        """How far a maker's share can go, the narrowest allowance of cost first; empty if that is not known."""
        wanted = f"share:{company}:{group or self.group}"
        return sorted((r for r in self.plan.ranges if r.decision == wanted), key=lambda r: r.within)

    def share(self, company: str, group: str | None = None) -> float | None:
        """A maker's share of a group, None where its range is not known: a share alone says too much."""
        return self._shares.get((company, group or self.group), 0.0) if self.ranges(company, group) else None

    @cached_property
    def _shares(self) -> dict[tuple[str, str], float]:
        rows = kpi.shares(self.network, self.plan).select("company", "group", "share").iter_rows()
        return {(company, group): share for company, group, share in rows}

    @cached_property
    def volume(self) -> dict[str, tuple[float, ...]]:
        """Pieces of the main group by maker, one for each period."""
        rows = kpi.volume(self.network, self.plan).filter(group=self.group).sort("company", "at")
        return {str(k[0]): tuple(f["quantity"]) for k, f in rows.group_by("company", maintain_order=True)}

    @cached_property
    def demand(self) -> tuple[float, ...]:
        """Pieces of the main group wanted in each period."""
        return self._by_period(self.service, "demand")

    @cached_property
    def service(self) -> pl.DataFrame:
        """`measures.service` of the main group."""
        rows = kpi.service(self.network, self.plan)
        return rows.join(kpi.finished(self.network).filter(group=self.group), on="item", how="semi")

    @cached_property
    def missed(self) -> tuple[float, ...]:
        """Pieces of the main group that are wanted in each period and not delivered in it."""
        rows = self.service.with_columns(missed=(pl.col("demand") - pl.col("on_time")).clip(0))
        return self._by_period(rows, "missed")

    def _by_period(self, rows: pl.DataFrame, column: str) -> tuple[float, ...]:
        found = dict(rows.group_by("period").agg(pl.col(column).sum()).iter_rows())
        return tuple(float(found.get(p, 0.0)) for p in self.buckets.names)


def mean_cost(rows: pl.DataFrame) -> dict[str, float] | None:
    """What a piece costs and is worth over all of these rows of `measures.cost_by_maker`; None without any."""
    pieces = float(rows["pieces"].sum())
    names = ("gross", "incentive", "net", "value")
    return {name: float((rows[name] * rows["pieces"]).sum()) / pieces for name in names} if pieces else None


def of_value(row: Mapping[str, float]) -> str:
    """Gross cost over the standard value of the pieces, ? where that is 0."""
    return percent(row["gross"] / row["value"], 1) if row["value"] else "?"


def numbers_for(subject: Subject) -> Numbers:
    """How numbers are written on a page about this plan: by its currency and the size of its amounts."""
    total = sum(abs(v) for v in subject.plan.money_by_term.values())
    return Numbers(str(subject.network.settings["currency"]), total, subject.net_cost or 1000.0)
