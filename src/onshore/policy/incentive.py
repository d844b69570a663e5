"""What a scheme pays one company for one fiscal year, and what sales a payment stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from onshore.policy.law import Row
from onshore.policy.schemes import PLI, categories, year_of
from onshore.policy.unknown import Unknown, UnknownName, nearest

__all__ = ["Incentive", "counts", "implied_sales", "incentive"]

#: Terms without which a year of a scheme cannot be computed.
_NEEDED: Final = ("rate", "sales_threshold", "investment_threshold")


@dataclass(frozen=True)
class Incentive:
    """What a company earns in a fiscal year. Amounts in INR; year: of the applicant, None if the scheme has none.

    incremental: sales over the base year, negative below it. ceiling: None where none is known; none is applied then.
    """

    scheme: str
    category: str
    fiscal_year: str
    year: int | None
    rate: float
    incremental: float
    sales_threshold: float
    investment_threshold: float
    sales_reached: bool
    investment_reached: bool
    ceiling: float | None
    payment_days: float | None
    source: str

    @property
    def reached(self) -> bool:
        """Whether the year pays: both gates must be passed."""
        return self.year is not None and self.sales_reached and self.investment_reached

    @property
    def amount(self) -> float:
        """INR. Every rupee over the base year earns, not only those over the threshold; never below zero."""
        if not self.reached:
            return 0.0
        earned = max(0.0, self.rate * self.incremental)
        return earned if self.ceiling is None else min(earned, self.ceiling)

    def present(self, discount_rate: float) -> float:
        """The amount at the end of the fiscal year, discounted from the day of payment.

        Args:
            discount_rate: a year, as a share.

        Raises:
            Unknown: if it is not known when it is paid.
        """
        if self.payment_days is None:
            raise Unknown(f"Unknown: when {self.scheme} pays.", self.scheme)
        return float(self.amount * (1 + discount_rate) ** (-self.payment_days / 365))


def incentive(
    category: str,
    fiscal_year: str,
    first_year: str,
    *,
    sales: float,
    base_sales: float = 0.0,
    investment: float,
    scheme: str = PLI,
) -> Incentive:
    """What one company earns under a scheme in one fiscal year: rate × (sales − base sales), if both gates are passed.

    Gates: sales over the base year and cumulative investment reach the thresholds of the applicant's year. Outside
    the applicant's years the scheme pays nothing. Source: `schemes`.

    Args:
        category: of the scheme; in law ownership decides it.
        fiscal_year: year of the sales, as 2023-24.
        first_year: the applicant's first year; the law names those that can be chosen.
        sales: counted sales of the year, net of credit notes, discounts and taxes, INR.
        base_sales: sales of the same segment in the base year, INR.
        investment: cumulative at the end of the year, INR.
        scheme: name of the scheme.

    Raises:
        UnknownName: for a scheme or category that the law data does not have.
        Unknown: if rate or thresholds of the year are not known.
        ValueError: for amounts that are not finite or below zero, or a first year that cannot be chosen.
    """
    for name, value in (("sales", sales), ("base_sales", base_sales), ("investment", investment)):
        if not math.isfinite(value) or value < 0:
            raise ValueError(f"{name} = {value} is not an amount of zero or more")
    terms = _terms(scheme, category)
    some = next(iter(terms.values()))
    choice = (some["first_years"] or "").split("; ")
    year = year_of(fiscal_year, first_year)
    if choice != [""] and first_year not in choice:
        raise ValueError(f"first_year = {first_year} cannot be chosen under {scheme}: {' or '.join(choice)}")
    row = terms.get(year) or (terms.get(None) if 1 <= year <= (some["years"] or 0) else None)
    over = sales - base_sales
    if row is None:
        nothing = (0.0, over, 0.0, 0.0, False, False)
        return Incentive(scheme, category, fiscal_year, None, *nothing, None, some["payment_days"], some["source"])
    missing = [name for name in _NEEDED if row[name] is None]
    if missing:
        text = f"Unknown: {' and '.join(missing)} of {scheme}, {category}, year {year}."
        low, high = row["rate_low"], row["rate_high"]
        text += f" Reports give {low:.0%} to {high:.0%} a year." if low is not None and high is not None else ""
        raise Unknown(text, f"{scheme}, {category}, year {year}")
    return Incentive(
        scheme, category, fiscal_year, year, row["rate"], over, row["sales_threshold"], row["investment_threshold"],
        over >= row["sales_threshold"], investment >= row["investment_threshold"],
        row["ceiling"], row["payment_days"], row["source"],
    )  # fmt: skip


def _terms(scheme: str, category: str) -> dict[int | None, Row]:
    known = categories(scheme)
    if category not in known:
        near = ", ".join(nearest(category, known)) or ", ".join(known)
        raise UnknownName(f"{scheme} has no category '{category}'. Nearest: {near}.")
    return known[category]


def counts(invoice_value: float, category: str, scheme: str = PLI) -> bool:
    """Whether a piece invoiced at a value counts in a category: at the floor or above it. INR, net of tax.

    The invoice of the maker is meant, not the price in a shop. Source: `schemes.invoice_floor`.

    Raises:
        UnknownName: for a scheme or category that the law data does not have.
    """
    floor = next(iter(_terms(scheme, category).values()))["invoice_floor"]
    return floor is None or invoice_value >= floor


def implied_sales(amount: float, rate: float) -> float:
    """Sales over the base year that a payment stands for: amount / rate, in the currency of the amount.

    Raises:
        ValueError: if the rate is not above zero.
    """
    if not math.isfinite(rate) or rate <= 0:
        raise ValueError(f"rate = {rate} is not above zero: no sales can be told from what it pays")
    return amount / rate
