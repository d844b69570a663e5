"""Investments: lines that a plan has built, from when on they are there, what their capital costs, and capex grants."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from onshore.plans import Plan
from onshore.verification.awards import award_in_force
from onshore.verification.calendar import Row
from onshore.verification.findings import NOTHING, Finding, differs, figure, place, tolerance
from onshore.verification.ledger import Ledger
from onshore.verification.making import Making
from onshore.verification.schemes import ordered, scheme_year, strange
from onshore.verification.world import World

__all__ = ["Building", "book_investments", "buildings", "check_investments", "ready"]


@dataclass(frozen=True, slots=True)
class Building:
    """An order of the plan. charge: capital inside the horizon. ready: the moment from which the line is there.

    terms: the row of the scheme that it claims, with `kept_share` and the period `last` of the fiscal year; None if it
    claims none. lack: why that scheme pays nothing, empty if it does.
    """

    investment: Row
    t: int
    ready: float
    charge: float
    terms: Row | None
    lack: str
    stated: Row

    @property
    def grant(self) -> float:
        """What the scheme grants of the capital charged."""
        if self.terms is None or self.lack:
            return 0.0
        return float(self.terms["capex_rate"] * self.investment["eligible_share"] * self.charge)


def buildings(world: World, plan: Plan) -> list[Building]:
    """Every order of the plan with what follows from it."""
    found = []
    for row in plan.investments.iter_rows(named=True):
        one, t = world.investments[row["investment"]], world.horizon.position[row["period"]]
        middle, terms, lack = world.horizon.middle(t), None, ""
        if row["scheme"]:
            terms = _terms(world, one, t, row["scheme"])
            lack = "the scheme grants nothing to the site's company in that year"
            if terms is not None:
                lack = _lack(world, one, terms, plan)
        moment, charge = round(middle + one["lead_days"], 3), _charge(world, one, middle)
        found.append(Building(one, t, moment, charge, terms, lack, row))
    return found


def ready(world: World, built: list[Building]) -> dict[str, float]:
    """The moment from which each line that must be built is there, infinite for one that is not ordered."""
    moments = {row["resource"]: math.inf for row in world.investments.values()}
    for one in built:
        moments[one.investment["resource"]] = min(moments[one.investment["resource"]], one.ready)
    return moments


def _charge(world: World, one: Row, middle: float) -> float:
    """Capital from the order to the end of the horizon, at most for its life, at so much a year."""
    interest, life = float(world.network.settings["discount_rate"]), float(one["life_years"])
    a_year = one["cost"] / life
    if interest > 0:
        a_year = one["cost"] * interest / (1 - math.exp(-life * math.log(1 + interest)))
    years = (world.horizon.end(world.horizon.last) - middle) / 365
    return float(a_year * min(years, life))


def _terms(world: World, one: Row, t: int, scheme: str) -> Row | None:
    """The row of the scheme that pays a part of what is ordered in a period."""
    company, year = world.company(one["site"]), world.horizon.fiscal_years[t]
    for member in world.network.scheme_members.iter_rows(named=True):
        if (member["scheme"], member["company"]) != (scheme, company) or not year:
            continue
        number = scheme_year(year, member["first_year"])
        for row in world.network.schemes.iter_rows(named=True):
            key = (row["scheme"], row["category"], row["year"])
            if key == (scheme, member["category"], number) and row["capex_rate"]:
                last = max(u for u, other in enumerate(world.horizon.fiscal_years) if other == year)
                return {**row, "company": company, "kept_share": member["kept_share"], "last": last, "fiscal": year}
    return None


def _lack(world: World, one: Row, terms: Row, plan: Plan) -> str:
    """Why a scheme pays nothing: it does not count the line, or the threshold is not reached by the investment outside
    and what the company orders until the year ends.
    """
    others = strange(world, one["resource"], terms["item_group"])
    if others:
        return f"{others[0]} can be made on {one['resource']}, and the scheme counts {terms['item_group']} alone"
    outside = [
        row["investment"]
        for row in world.network.outside_sales.iter_rows(named=True)
        if (row["company"], row["scheme"], row["fiscal_year"]) == (terms["company"], terms["scheme"], terms["fiscal"])
    ]
    counted = ordered(world, plan, terms["company"], terms["item_group"], terms["last"])
    invested, needed = math.fsum([*outside, counted]), float(terms["investment_threshold"])
    if invested >= needed - tolerance(needed):
        return ""
    return f"{figure(invested)} are invested by the end of the year, and {figure(needed)} are asked for"


def _counted(world: World, built: Building) -> float:
    """What of a grant enters the objective: the part and the day that the perspective counts."""
    terms, settings = built.terms, world.network.settings
    if terms is None:
        return 0.0
    kept = terms["kept_share"] * (1 + settings["discount_rate"]) ** (-terms["payment_days"] / 365)
    if settings["perspective"] != "chain":
        moment = world.horizon.middle(terms["last"])
        award = award_in_force(world, terms["company"], terms["item_group"], None, moment)
        kept *= 0.0 if award is None else award["incentive_share"]
    return float(kept * built.grant)


def book_investments(world: World, built: list[Building], ledger: Ledger) -> None:
    """Capital in the period of the order, grants in the last one of its fiscal year."""
    for one in built:
        site = one.investment["site"]
        company = world.company(site)
        ledger.book("investment", company, one.charge, site, "", world.period(one.t))
        if one.terms is not None:
            ledger.book("incentive", company, -_counted(world, one), site, "", world.period(one.terms["last"]))


def check_investments(world: World, made: list[Making], built: list[Building]) -> Iterator[Finding]:
    """Rule `investment`: once each, within its days, with the right charge and grant, and nothing made before."""
    seen: set[str] = set()
    for one in built:
        name = one.investment["investment"]
        where = place(name, world.period(one.t))
        if name in seen:
            yield Finding("investment", where, 2.0, 1.0, f"{where}: it is ordered a second time.")
        seen.add(name)
        yield from _in_time(world, one, where)
        yield from _amounts(one, where)
    moments = ready(world, built)
    for m in made:
        moment = moments.get(m.resource, -math.inf)
        if m.quantity > NOTHING and moment > world.horizon.end(m.t) - 1:  # no day of the period begins after it
            where = place(m.site, m.item, m.resource, world.period(m.t))
            state = "not ordered" if moment == math.inf else "not ready by then"
            words = f"{where}: {figure(m.quantity)} pieces are made, but the line is {state}."
            yield Finding("investment", where, m.quantity, 0.0, words)


def _in_time(world: World, one: Building, where: str) -> Iterator[Finding]:
    """The middle of the period is not before the network's start, and lies in from-to."""
    row, middle = one.investment, world.horizon.middle(one.t)
    first, last = max(row["from"] or world.network.start, world.network.start), row["to"]
    if middle < first.toordinal() or (last is not None and middle >= last.toordinal() + 1):
        until = f" to {last}" if last else " on"
        words = f"{where}: it may be ordered from {first}{until}, and the middle of the period is not in that."
        yield Finding("investment", where, middle, float(first.toordinal()), words)


def _amounts(one: Building, where: str) -> Iterator[Finding]:
    if one.lack:
        words = f"{where}: {one.stated['scheme']} pays nothing for it: {one.lack}."
        yield Finding("investment", where, one.stated["grant"], 0.0, words)
    for column, right in (("charge", one.charge), ("grant", one.grant)):
        if differs(one.stated[column], right, one.charge):
            words = f"{where}: {column} is {figure(right)}, the plan says {figure(one.stated[column])}."
            yield Finding("investment", where, one.stated[column], right, words)
