"""What is wrong with a plan, one finding a place, in the planner's words; and the tolerance of all rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from onshore.schema import TERMS

__all__ = ["NOTHING", "RULES", "Finding", "as_frame", "differs", "exceeds", "figure", "place", "tolerance"]

#: A quantity up to this counts as zero.
NOTHING: Final = 1e-6

#: Every rule that a plan can be refused by, and what it asks.
RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "tables": "the plan's tables have the declared columns, known names, unique keys and plain numbers",
        "fingerprint": "the plan belongs to this network",
        "process": "pieces are made where a process allows it, on its lines, while the site is open",
        "lot": "production is in whole lots",
        "minimum_lot": "production is nothing or at least the smallest lot",
        "started": "pieces started are the good pieces over yield and ramp",
        "hours": "line hours follow from pieces started, ramp and set-up",
        "capacity": "line hours stay within regular hours and overtime",
        "qualification": "nothing is made before it is qualified, and nothing is qualified too early",
        "investment": "lines are ordered once, in time, make nothing before they are ready, and get the grants due",
        "sourcing": "pieces are bought where offered, not before the lead time, while the supplier is open",
        "purchase_lot": "purchases are in whole lots for each site and mode",
        "moq": "purchases are nothing or at least the smallest order",
        "supplier_capacity": "purchases stay within what the supplier delivers",
        "purchases": "the purchases table says what the shipments say, at the right price",
        "lane": "pieces move over lanes that exist, from open sites, at known duties",
        "lane_capacity": "weight stays within what the lane carries",
        "arrival": "the stated period of arrival follows from the lane's days",
        "balance": "stated stock follows from what comes in and goes out",
        "stock": "stock is never negative and belongs to the right company",
        "demand": "customers are owed what they wanted less what they got, for no longer than they wait",
        "single_source": "a place with a single source takes the item from one origin",
        "need": "nothing is made, bought or moved for nobody, or more at once than all could take",
        "award": "shares, bands and breaches of awards are right",
        "incentive": "every column of an incentive follows from what was made",
        "relief": "exports claim one relief a stream, and free inputs are no more than they hold",
        "value_target": "sales, imported content and shortfall of value targets follow from what is made and taken in",
        "whole": "pieces are whole where all lots and demands are",
        "objective": "the objective is the sum of the money",
        "bound": "floor, bound and objective are finite and in order",
        "ranges": "a range contains the plan's own value",
        "summary": "summary.json says of money, gaps, measures and shares what the tables say",
        **{f"money:{term}": f"{meaning}: each amount follows from the decisions" for term, meaning in TERMS.items()},
    }
)


class Finding(NamedTuple):
    """One thing that is wrong: the rule, where, what the plan states, what it should be, and a sentence."""

    rule: str
    where: str
    stated: float
    recomputed: float
    message: str


def tolerance(scale: float) -> float:
    """Largest difference that is only rounding, given the sum of the absolute amounts that enter a row."""
    return 1e-6 * max(1.0, scale)


def differs(stated: float, recomputed: float, scale: float | None = None) -> bool:
    """Whether two amounts are apart by more than rounding; a NaN on either side always is."""
    width = abs(recomputed) if scale is None else scale
    return not abs(stated - recomputed) <= tolerance(width)


def exceeds(amount: float, limit: float, scale: float | None = None) -> bool:
    """Whether an amount is above its limit by more than rounding."""
    width = abs(amount) if scale is None else scale
    return not amount <= limit + tolerance(width)


def figure(amount: float) -> str:
    """An amount as people write it: 1,250 or 0.333 or 1.2e-05."""
    if amount != 0 and abs(amount) < 1e-3:
        return f"{amount:.3g}"
    text = f"{amount:,.3f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def place(*parts: str) -> str:
    """Where something is, from the names that say so; empty ones are left out."""
    return ", ".join(part for part in parts if part)


def as_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Findings as a table: rule, where, stated, recomputed, message."""
    schema = {
        "rule": pl.String,
        "where": pl.String,
        "stated": pl.Float64,
        "recomputed": pl.Float64,
        "message": pl.String,
    }
    return pl.DataFrame(list(findings), schema=schema, orient="row")
