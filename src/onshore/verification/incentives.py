"""Incentives: what each member of a scheme earns in each fiscal year."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from onshore.plans import Plan
from onshore.verification.awards import Credit, award_in_force
from onshore.verification.calendar import Row
from onshore.verification.findings import Finding, differs, figure, place, tolerance
from onshore.verification.world import World

__all__ = ["Earning", "check_incentives", "earnings", "scheme_year"]

_NOTHING_OUTSIDE = {"sales": 0.0, "base_sales": 0.0, "investment": 0.0}


@dataclass(frozen=True, slots=True)
class Earning:
    """A member's fiscal year. sales: counted, of pieces it made; outside: its row of `outside_sales`."""

    scheme: str
    company: str
    fiscal_year: str
    last: int
    terms: Row
    sales: float
    outside: Row
    kept_share: float

    @property
    def scale(self) -> float:
        """The absolute amounts that enter the gate."""
        return float(self.sales + self.outside["sales"] + self.outside["base_sales"] + self.terms["sales_threshold"])

    @property
    def over_base(self) -> float:
        """Counted sales over those of the base year."""
        return float(self.sales + self.outside["sales"] - self.outside["base_sales"])

    @property
    def reached(self) -> int:
        """1 if both gates are passed."""
        enough = self.over_base >= self.terms["sales_threshold"] - tolerance(self.scale)
        return int(enough and self.outside["investment"] >= self.terms["investment_threshold"])

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
            "investment": self.outside["investment"],
            "investment_threshold": self.terms["investment_threshold"],
            "rate": self.terms["rate"],
            "reached": self.reached,
            "incentive": self.incentive,
            "incentive_on_brand": self.on_brand,
        }

    def counted(self, world: World) -> float:
        """What enters the objective: the part and the day that the perspective counts, as an income."""
        settings = world.network.settings
        years = self.terms["payment_days"] / 365
        discount = self.kept_share * float((1 + settings["discount_rate"]) ** -years)
        if settings["perspective"] == "chain":
            return self.incentive * discount
        award = award_in_force(world, self.company, self.terms["item_group"], None, world.horizon.middle(self.last))
        return 0.0 if award is None else float(award["incentive_share"]) * self.on_brand * discount


def scheme_year(fiscal_year: str, first_year: str) -> int:
    """Which year of the scheme a fiscal year is: 2023-24 is the third after a first year 2021-22."""
    this, first = (int(year.partition("-")[0]) for year in (fiscal_year, first_year))
    return this - first + 1


def earnings(world: World, counted: list[Credit]) -> list[Earning]:
    """Every member's fiscal years in the horizon for which its scheme has terms."""
    terms = {(row["scheme"], row["category"], row["year"]): row for row in world.network.schemes.iter_rows(named=True)}
    outside = {
        (row["company"], row["scheme"], row["fiscal_year"]): row
        for row in world.network.outside_sales.iter_rows(named=True)
    }
    years = {year: t for t, year in enumerate(world.horizon.fiscal_years) if year}
    found = []
    for member in world.network.scheme_members.iter_rows(named=True):
        scheme, company = member["scheme"], member["company"]
        for year, last in years.items():
            row = terms.get((scheme, member["category"], scheme_year(year, member["first_year"])))
            if row is not None:
                sales = _sales(world, counted, company, year, row)
                others = outside.get((company, scheme, year), _NOTHING_OUTSIDE)
                found.append(Earning(scheme, company, year, last, row, sales, others, member["kept_share"]))
    return found


def _sales(world: World, counted: list[Credit], company: str, year: str, terms: Row) -> float:
    amounts = []
    for credit in counted:
        item = world.items[credit.item]
        if (
            credit.made
            and credit.company == company
            and world.horizon.fiscal_years[credit.t] == year
            and item["group"] == terms["item_group"]
            and item["invoice_value"] is not None
            and item["invoice_value"] >= terms["invoice_floor"]
        ):
            moment = world.horizon.middle(credit.t)
            award = award_in_force(world, company, item["group"], item["brand"], moment)
            share = 1.0 if award is None else award["invoice_share"]
            amounts.append(credit.quantity * item["invoice_value"] * share)
    return math.fsum(amounts)


def check_incentives(plan: Plan, earned: list[Earning]) -> Iterator[Finding]:
    """Rule `incentive`: every column; a row may be left out where nothing is sold and nothing earned."""
    stated = {(row["scheme"], row["company"], row["fiscal_year"]): row for row in plan.incentives.iter_rows(named=True)}
    for earning in earned:
        key = (earning.scheme, earning.company, earning.fiscal_year)
        right = earning.columns()
        row = stated.pop(key, None) or {**right, "sales": 0.0, "incentive": 0.0, "incentive_on_brand": 0.0}
        for column, amount in right.items():
            scale = amount if column in ("rate", "reached") else earning.scale
            scale = earning.terms["rate"] * scale if column.startswith("incentive") else scale
            if differs(row[column], amount, scale):
                where = place(*key)
                words = f"{where}: {column} is {figure(amount)}, the plan says {figure(row[column])}."
                yield Finding("incentive", where, row[column], amount, words)
    for key, row in stated.items():
        words = f"{place(*key)}: the scheme has no terms for the company in that year."
        yield Finding("incentive", place(*key), row["incentive"], 0.0, words)
