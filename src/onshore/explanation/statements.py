"""What companies state of their incentives, against what a plan says, and why the two differ.

The plan's amount becomes the stated one by putting what is stated in the place of what the plan has, one thing after
the other, so that the causes add up to the difference:

    planned                                                   what the plan pays
    + ceiling, + gate          to    r (S - B)                before the plan's ceiling, gates and other schemes
    + sales                    to    r (S' - B)               with the sales as stated, to all customers
    + base_year                to    r (S' - B')
    + first_year or rate       to    r' (S' - B')             first_year: r' is the rate of another year of the scheme
    + gate, + ceiling, + rest  to    stated

Whoever states an incentive does not always say what it was paid on. Sales that are not stated are implied, S' = B' +
stated / r', but where the plan's ceiling is stated, which says nothing of sales. A rate that is not stated is the
plan's, or, if sales are stated, the rate of the scheme's year that fits the amount to half a percent; a base year that
is not stated is the plan's, or, if sales are stated and the plan's does not fit, B' = S' - stated / r'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from onshore.network import Network
from onshore.plans import Plan

__all__ = ["CAUSES", "statements"]

Row = Mapping[str, Any]

#: What can make a statement differ from a plan, in the order in which it is put in its place.
CAUSES: Final = ("gate", "ceiling", "sales", "base_year", "first_year", "rate", "rest")
_KEY: Final = ("company", "scheme", "fiscal_year")
_SCHEMA: Final[dict[str, Any]] = {
    **dict.fromkeys(_KEY, pl.String),
    **dict.fromkeys(("stated", "planned", "difference", *CAUSES), pl.Float64),
    **dict.fromkeys(
        ("stated_rate", "stated_over_base", "stated_sales", "stated_base", "stated_investment"), pl.Float64
    ),
    "implied": pl.Boolean,
    **dict.fromkeys(("planned_rate", "planned_sales", "planned_base", "planned_investment"), pl.Float64),
    **dict.fromkeys(("sales_threshold", "investment_threshold"), pl.Float64),
    "reached": pl.Boolean,
    "source": pl.String,
}
#: How near a rate must be to what a statement amounts to, and amounts to one another, as a share.
_FITS, _SAME = 5e-3, 1e-9


def statements(network: Network, plan: Plan) -> pl.DataFrame:
    """What companies state of their incentives against what a plan says, by company, scheme and fiscal year.

    Returns:
        One row a statement. stated, planned (incentive of the year, undiscounted; null for a year that the plan does
        not have), difference (stated − planned), and what makes it, adding up to it: gate (a gate not passed in the
        plan or in the statement, or another scheme that pays for the sales in the plan), ceiling, sales (counted
        sales), base_year, first_year (the rate of another year of the scheme), rate, rest (what is stated does not
        fit together). stated_rate, stated_over_base (sales over the base year), stated_sales, stated_base,
        stated_investment; implied (whether the sales are told from the incentive: over the base year amount / rate);
        planned_rate, planned_sales (own and to others), planned_base, planned_investment; sales_threshold,
        investment_threshold, reached: of the plan. source. Money in network currency.
    """
    planned = {tuple(row[k] for k in _KEY): row for row in plan.incentives.iter_rows(named=True)}
    rows = [
        _row(network, said, planned.get(tuple(said[k] for k in _KEY)))
        for said in network.statements.sort(_KEY).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _row(network: Network, said: Row, planned: Row | None) -> dict[str, Any]:
    terms = _terms(network, said, planned)
    told = _told(said, terms)
    row = {k: said[k] for k in _KEY} | told | {"stated": said["incentive"], "source": said["source"]}
    row |= {"planned_rate": terms["rate"], "planned_base": terms["base_sales"]}
    row |= {k: terms[k] for k in ("sales_threshold", "investment_threshold")}
    if planned is None:
        nothing = ("planned", "difference", *CAUSES, "planned_sales", "planned_investment", "reached")
        return row | dict.fromkeys(nothing)
    return row | _causes(said, told, terms, planned) | {
        "planned": planned["incentive"], "difference": said["incentive"] - planned["incentive"],
        "planned_sales": planned["sales"] + planned["outside_sales"], "planned_investment": planned["investment"],
        "reached": planned["reached"] == 1,
    }  # fmt: skip


def _terms(network: Network, said: Row, planned: Row | None) -> dict[str, Any]:
    """What the plan goes by in the year, and else the network: rate, base, thresholds, ceiling; `rates` of all years of
    the member's category.
    """
    members = network.scheme_members.filter(company=said["company"], scheme=said["scheme"]).sort("first_year")
    member = members.row(0, named=True)
    first = planned["first_year"] if planned else member["first_year"]
    schemes = network.schemes.filter(scheme=said["scheme"], category=member["category"])
    year = int(said["fiscal_year"][:4]) - int(first[:4]) + 1
    row = next(schemes.filter(year=year).iter_rows(named=True), {})
    others = network.outside_sales.filter(**{k: said[k] for k in _KEY})
    base = planned["base_sales"] if planned else next(iter(others["base_sales"]), None)
    return {
        "rate": row.get("rate"), "base_sales": base, "rates": schemes["rate"].to_list(),
        "sales_threshold": row.get("sales_threshold"), "investment_threshold": row.get("investment_threshold"),
        "ceiling": row.get("ceiling"),
    }  # fmt: skip


def _told(said: Row, terms: Row) -> dict[str, Any]:
    """What a statement says, and what follows from it where it does not say it."""
    paid, sales, base = said["incentive"], said["sales"], said["base_sales"]
    rate = said["rate"] if said["rate"] is not None else _fitting(said, terms)
    known = base if base is not None else terms["base_sales"]
    capped = terms["ceiling"] is not None and _near(paid, terms["ceiling"], _SAME)
    over = paid / rate if rate and paid > 0 and not capped else None
    implied = sales is None and over is not None
    if sales is not None and base is None and over is not None:
        known = known if known is not None and _near(rate * (sales - known), paid, _FITS) else sales - over
    if implied and known is not None:
        sales = known + over
    if sales is not None and known is not None:
        over = max(0.0, sales - known)
    return {
        "stated_rate": rate, "stated_over_base": over, "stated_sales": sales, "stated_base": known,
        "stated_investment": said["investment"], "implied": implied,
    }  # fmt: skip


def _fitting(said: Row, terms: Row) -> float | None:
    """The rate of the scheme that a statement of sales amounts to, or else that of the plan's year."""
    base = said["base_sales"] if said["base_sales"] is not None else terms["base_sales"]
    own: float | None = terms["rate"]
    if said["sales"] is None or base is None or said["sales"] <= base or not said["incentive"]:
        return own
    amounts = said["incentive"] / (said["sales"] - base)
    fits = [r for r in ([own] if own else []) + terms["rates"] if r and _near(r, amounts, _FITS)]
    return fits[0] if fits else own


def _near(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(abs(a), abs(b))


def _earned(rate: float, sales: float, base: float) -> float:
    return rate * max(0.0, sales - base)


def _causes(said: Row, told: Row, terms: Row, planned: Row) -> dict[str, float]:
    """What makes the difference between a statement and a plan; see the module."""
    rate, base = planned["rate"], planned["base_sales"]
    sales = planned["sales"] + planned["outside_sales"]
    stated_sales = sales if told["stated_sales"] is None else told["stated_sales"]
    stated_base = base if told["stated_base"] is None else told["stated_base"]
    stated_rate = rate if told["stated_rate"] is None else told["stated_rate"]
    steps = [
        _earned(rate, sales, base), _earned(rate, stated_sales, base), _earned(rate, stated_sales, stated_base),
        _earned(stated_rate, stated_sales, stated_base),
    ]  # fmt: skip
    found = dict.fromkeys(CAUSES, 0.0)
    found["ceiling" if planned["reached"] == 1 else "gate"] += steps[0] - planned["incentive"]
    found["sales"], found["base_year"] = steps[1] - steps[0], steps[2] - steps[1]
    other = any(r and _near(r, stated_rate, _SAME) for r in terms["rates"])
    found["first_year" if other else "rate"] = steps[3] - steps[2]
    left, ceiling = said["incentive"] - steps[3], terms["ceiling"]
    capped = ceiling is not None and _near(said["incentive"], ceiling, _FITS) and left < 0
    found["gate" if said["incentive"] == 0 else "ceiling" if capped else "rest"] += left
    return found
