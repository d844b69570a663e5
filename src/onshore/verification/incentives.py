"""Incentives: what each member of a scheme earns in each fiscal year, under the first year that the plan chose."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl

from onshore.plans import Plan
from onshore.verification.awards import award_in_force
from onshore.verification.calendar import Row
from onshore.verification.findings import Finding, differs, figure, place, tolerance
from onshore.verification.making import Making
from onshore.verification.schemes import counts, ordered, scheme_year, turnover
from onshore.verification.world import World

__all__ = ["Earning", "check_incentives", "earnings"]

_NOTHING_OUTSIDE = {"sales": 0.0, "base_sales": 0.0, "investment": 0.0}


@dataclass(frozen=True, slots=True)
class Earning:
    """A member's fiscal year. sales: counted, of pieces it made; outside: its row of `outside_sales`; ordered: what of
    the plan's orders counts as its investment by the end of the year; beside: the scheme that pays for the same sales
    instead, where one of the two forbids that both do.
    """

    scheme: str
    company: str
    fiscal_year: str
    first_year: str
    last: int
    terms: Row
    sales: float
    outside: Row
    ordered: float
    kept_share: float
    beside: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The key of the plan's row."""
        return self.scheme, self.company, self.fiscal_year

    @property
    def scale(self) -> float:
        """The absolute amounts that enter the gate."""
        return float(self.sales + self.outside["sales"] + self.outside["base_sales"] + self.terms["sales_threshold"])

    @property
    def over_base(self) -> float:
        """Counted sales over those of the base year."""
        return float(self.sales + self.outside["sales"] - self.outside["base_sales"])

    @property
    def passed(self) -> bool:
        """Whether both gates are passed."""
        enough = self.over_base >= self.terms["sales_threshold"] - tolerance(self.scale)
        needed = float(self.terms["investment_threshold"])
        return bool(enough and self.investment >= needed - tolerance(needed))

    @property
    def investment(self) -> float:
        """Cumulative, outside and by the plan."""
        return float(self.outside["investment"] + self.ordered)

    @property
    def reached(self) -> int:
        """1 if the year pays."""
        return int(self.passed and not self.beside)

    @property
    def incentive(self) -> float:
        """What the company earns, undiscounted."""
        owed = float(self.terms["rate"] * self.over_base * self.reached)
        return owed if self.terms["ceiling"] is None else min(owed, float(self.terms["ceiling"]))

    @property
    def on_brand(self) -> float:
        """The part on the brand's goods: the base year is taken from other customers' sales first."""
        return min(self.incentive, float(self.terms["rate"] * self.sales))

    def columns(self) -> dict[str, float]:
        """The plan's row as it should be."""
        return {
            "sales": self.sales,
            "outside_sales": self.outside["sales"],
            "base_sales": self.outside["base_sales"],
            "sales_threshold": self.terms["sales_threshold"],
            "investment": self.investment,
            "investment_threshold": self.terms["investment_threshold"],
            "rate": self.terms["rate"],
            "reached": self.reached,
            "incentive": self.incentive,
            "incentive_on_brand": self.on_brand,
        }

    def forbids(self, other: Earning) -> bool:
        """Whether only one of two years can pay: schemes that reward the same goods in the same fiscal year, one of
        which allows no other.
        """
        return (
            self.scheme != other.scheme
            and (self.company, self.fiscal_year) == (other.company, other.fiscal_year)
            and self.terms["item_group"] == other.terms["item_group"]
            and bool(self.terms["no_stacking"] or other.terms["no_stacking"])
            and min(self.terms["rate"], other.terms["rate"]) > 0
        )

    def counted(self, world: World) -> float:
        """What enters the objective: the part and the day that the perspective counts, as an income."""
        settings = world.network.settings
        years = self.terms["payment_days"] / 365
        discount = self.kept_share * float((1 + settings["discount_rate"]) ** -years)
        if settings["perspective"] == "chain":
            return self.incentive * discount
        award = award_in_force(world, self.company, self.terms["item_group"], None, world.horizon.middle(self.last))
        return 0.0 if award is None else float(award["incentive_share"]) * self.on_brand * discount


def earnings(world: World, made: list[Making], plan: Plan) -> list[Earning]:
    """Every member's fiscal years in the horizon for which its scheme has terms, under the first year that the plan
    states; where it states none or a strange one, under the member's earliest.
    """
    schemes = world.network.schemes.with_columns(pl.col("rate").fill_null(math.nan))
    terms = {(row["scheme"], row["category"], row["year"]): row for row in schemes.iter_rows(named=True)}
    outside = {
        (row["company"], row["scheme"], row["fiscal_year"]): row
        for row in world.network.outside_sales.iter_rows(named=True)
    }
    stated = defaultdict(set)
    for said in plan.incentives.iter_rows(named=True):
        stated[said["scheme"], said["company"]].add(said["first_year"])
    members: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in world.network.scheme_members.sort("first_year").iter_rows(named=True):
        members[row["scheme"], row["company"]].append(row)
    years = {year: t for t, year in enumerate(world.horizon.fiscal_years) if year}
    found = []
    for (scheme, company), firsts in members.items():
        member = next((one for one in firsts if one["first_year"] in stated[scheme, company]), firsts[0])
        first = member["first_year"]
        for year, last in years.items():
            held = terms.get((scheme, member["category"], scheme_year(year, first)))
            if held is not None:
                sales = _sales(world, made, company, year, held)
                others = outside.get((company, scheme, year), _NOTHING_OUTSIDE)
                builds = ordered(world, plan, company, held["item_group"], last)
                kept = member["kept_share"]
                found.append(Earning(scheme, company, year, first, last, held, sales, others, builds, kept))
    pays = {(row["scheme"], row["company"], row["fiscal_year"]): row["reached"] for row in plan.incentives.to_dicts()}
    return _side_by_side(found, [earning for earning in found if pays.get(earning.key) == 1])


def _side_by_side(found: list[Earning], stated: list[Earning]) -> list[Earning]:
    """Which years pay where schemes forbid others: those that the plan says, as far as they may, then all that can."""
    paid: list[Earning] = []
    for earning in (*stated, *(other for other in found if other not in stated)):
        if earning.passed and not any(earning.forbids(other) for other in paid):
            paid.append(earning)
    return [
        replace(earning, beside=next((other.scheme for other in paid if earning.forbids(other)), ""))
        for earning in found
    ]


def _sales(world: World, made: Iterable[Making], company: str, year: str, terms: Row) -> float:
    """Counted sales of what a company made at its own sites: finished items, or components and subassemblies of a group
    that has no finished ones.
    """
    group = terms["item_group"]
    counted = {item: turnover(world, item) for item in world.items if counts(world, item, group)}
    amounts = []
    for making in made:
        item = world.items[making.item]
        if (
            world.company(making.site) == company
            and world.horizon.fiscal_years[making.t] == year
            and making.item in counted
            and item["invoice_value"] is not None
            and item["invoice_value"] >= terms["invoice_floor"]
        ):
            moment = world.horizon.middle(making.t)
            award = award_in_force(world, company, group, item["brand"], moment)
            share = None if award is None else award["invoice_share"]
            each = counted[making.item] if share is None else item["invoice_value"] * share
            amounts.append(making.quantity * each)
    return math.fsum(amounts)


def check_incentives(plan: Plan, earned: list[Earning]) -> Iterator[Finding]:
    """Rule `incentive`: one first year a member, no sales paid for twice where that is forbidden, and every column; a
    row may be left out where nothing is sold and nothing earned.
    """
    stated = {(row["scheme"], row["company"], row["fiscal_year"]): row for row in plan.incentives.iter_rows(named=True)}
    for earning in earned:
        right = earning.columns()
        row = stated.pop(earning.key, None)
        if row is not None:
            yield from _choices(earning, row)
        row = row or {**right, "sales": 0.0, "incentive": 0.0, "incentive_on_brand": 0.0}
        for column, amount in right.items():
            scale = amount if column in ("rate", "reached") else earning.scale
            scale = earning.terms["rate"] * scale if column.startswith("incentive") else scale
            if differs(row[column], amount, scale):
                where = place(*earning.key)
                words = f"{where}: {column} is {figure(amount)}, the plan says {figure(row[column])}."
                yield Finding("incentive", where, row[column], amount, words)
    for key, row in stated.items():
        words = (
            f"{place(*key)}: the scheme has no terms for the company in that year, with the first year that it has "
            "in the plan."
        )
        yield Finding("incentive", place(*key), row["incentive"], 0.0, words)


def _choices(earning: Earning, row: Row) -> Iterator[Finding]:
    where = place(*earning.key)
    if row["first_year"] != earning.first_year:
        words = (
            f"{where}: first_year is {row['first_year']}, but the member has one first year, of those in "
            f"scheme_members: {earning.first_year} by the plan's other rows, or for want of a right one."
        )
        yield Finding("incentive", where, 1.0, 0.0, words)
    if row["reached"] == 1 and earning.beside:
        words = f"{where}: {earning.beside} pays for the same sales, and one of the two schemes allows no other."
        yield Finding("incentive", where, 1.0, 0.0, words)
