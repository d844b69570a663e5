"""Schemes: their years, what they count, and what is invested under them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from onshore.plans import Plan
from onshore.verification.calendar import Row
from onshore.verification.world import World

__all__ = ["counts", "ordered", "scheme_year", "strange", "turnover"]


def scheme_year(fiscal_year: str, first_year: str) -> int:
    """Which year of the scheme a fiscal year is: 2023-24 is the third after a first year 2021-22."""
    this, first = (int(year.partition("-")[0]) for year in (fiscal_year, first_year))
    return this - first + 1


def counts(world: World, item: str, group: str) -> bool:
    """Whether making an item counts in a scheme of a group: a finished item of it, or a component or subassembly if the
    group has no finished ones.
    """
    kinds = {one["kind"] for one in world.items.values() if one["group"] == group}
    found = world.items[item]
    return bool(found["group"] == group and (found["kind"] == "finished" or "finished" not in kinds))


def strange(world: World, resource: str, group: str) -> list[str]:
    """Items that can be made on a line and that a scheme of the group does not count."""
    made = {item for (_, item, _), rows in world.routings.items() if resource in rows}
    return sorted(item for item in made if not counts(world, item, group))


def ordered(world: World, plan: Plan, company: str, group: str, last: int) -> float:
    """Eligible cost of what a plan orders at a company's sites up to a period, of lines that the scheme counts."""
    return math.fsum(
        one["eligible_share"] * one["cost"]
        for one, t in _orders(world, plan)
        if t <= last and world.company(one["site"]) == company and not strange(world, one["resource"], group)
    )


def _orders(world: World, plan: Plan) -> Iterator[tuple[Row, int]]:
    for row in plan.investments.iter_rows(named=True):
        yield world.investments[row["investment"]], world.horizon.position[row["period"]]


def turnover(world: World, item: str) -> float:
    """What of a piece's invoice is its maker's sale by the terms of purchase: all but its consigned parts."""
    return max(0.0, float(world.items[item]["invoice_value"] or 0.0) - _consigned_in(world, item))


def _consigned_in(world: World, item: str) -> float:
    """Standard value of the consigned parts of a piece, with scrap."""
    parts = world.boms.get(item, [])
    return math.fsum(row["quantity"] * (1 + row["scrap"]) * _kept(world, row["component"]) for row in parts)


def _kept(world: World, item: str) -> float:
    """What of a part's value the brand keeps: all, or nothing, of what is bought."""
    if world.offers.terms(item):
        return float(world.items[item]["value"]) if world.offers.consigned(item) else 0.0
    return _consigned_in(world, item)
