"""Two plans side by side: what changed in decisions and in money, from the plans alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from onshore.network import Network
from onshore.plans import Plan, Range
from onshore.schema import TERMS

__all__ = ["Comparison", "Unrelated", "apart", "compare"]

#: Columns of `Comparison.decisions`.
_DECISIONS: Final[Mapping[str, type[pl.DataType]]] = {
    "decision": pl.String,
    "unit": pl.String,
    "a": pl.Float64,
    "b": pl.Float64,
    "difference": pl.Float64,
    "period_a": pl.String,
    "period_b": pl.String,
    "within": pl.Float64,
    "low_a": pl.Float64,
    "high_a": pl.Float64,
    "low_b": pl.Float64,
    "high_b": pl.Float64,
    "apart": pl.Boolean,
}
#: Measures that are decisions, and the smallest change that counts as one.
_MEASURES: Final = {"share:": 1e-6, "volume:": 1e-3}
#: Decisions that are a period.
_DATED: Final = ("qualification", "investment")
_ROUNDING: Final = 1e-9
#: Binary digits of a sum that are kept, of the 53 that a number has.
_DIGITS: Final = 50


#: What a plan is about: places in which it makes, sells and buys items, and awards.
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "production": ("site", "item"),
    "sales": ("item", "market"),
    "purchases": ("supplier", "item"),
    "awards": ("brand", "company", "item_group"),
}


class Unrelated(ValueError):
    """Two plans that cannot be set side by side, whatever their numbers."""


@dataclass(frozen=True)
class Comparison:
    """What changes from plan A to plan B.

    money: term, a, b, difference (b − a); the differences add up to objective_b − objective_a exactly, in
    any order. decisions: one row for each decision that differs. `share:COMPANY:GROUP` (with the ranges of the
    widest allowance `within` that both plans have, and whether they are `apart`), `volume:COMPANY:GROUP`,
    `qualification:SITE:ITEM` and `investment:NAME` (period_a, period_b, empty for a plan without it),
    `incentive:COMPANY:YEAR` (1 if the year pays).
    """

    objective_a: float
    objective_b: float
    money: pl.DataFrame
    decisions: pl.DataFrame

    @property
    def difference(self) -> float:
        """Objective of B less that of A."""
        return self.objective_b - self.objective_a

    def document(self) -> dict[str, Any]:
        """The comparison in what JSON knows; what a decision does not have is left out."""
        decisions = [
            {name: value for name, value in row.items() if value is not None or name in _wanted(row)}
            for row in self.decisions.to_dicts()
        ]
        return {
            "objective_a": self.objective_a,
            "objective_b": self.objective_b,
            "money": self.money.to_dicts(),
            "decisions": decisions,
        }


def _wanted(row: Mapping[str, Any]) -> tuple[str, ...]:
    kind = str(row["decision"]).partition(":")[0]
    return ("period_a", "period_b") if kind in _DATED else ("a", "b", "difference")


def compare(a: Plan, b: Plan, networks: tuple[Network, Network] | None = None) -> Comparison:
    """How plan B differs from plan A, in decisions and money.

    The plans may be of different scenarios, or of networks that have something in common. Amounts are rounded to a
    power of two far below what a verifier sees, so that sums of them are exact.

    Args:
        a: the plan that is changed from.
        b: the plan that is changed to.
        networks: what both were planned from, in this order. A plan does not say its currency; without them the plans
            are taken to be in the same one.

    Raises:
        ValueError: if the plans share nothing, if their currencies differ, or if the money of a plan does not add up
            to its objective.
    """
    _require_related(a, b, networks)
    for name, plan in (("first", a), ("second", b)):
        total, scale = math.fsum(plan.money["amount"]), math.fsum(abs(x) for x in plan.money["amount"])
        if not abs(total - plan.objective) <= 1e-6 * max(1.0, scale):
            raise ValueError(f"the money of the {name} plan does not add up to its objective: verify it first")
    money = _money(a.money_by_term, b.money_by_term)
    rows = [*_measured(a, b), *_qualified(a, b), *_built(a, b), *_paid(a, b)]
    decisions = pl.DataFrame([{**dict.fromkeys(_DECISIONS), **row} for row in rows], schema=dict(_DECISIONS))
    return Comparison(float(money["a"].sum()), float(money["b"].sum()), money, decisions)


def _require_related(a: Plan, b: Plan, networks: tuple[Network, Network] | None) -> None:
    """Refuse plans whose amounts or decisions are not of the same kind."""
    first, second = ("", "") if networks is None else (str(network.settings["currency"]) for network in networks)
    if first != second:
        raise Unrelated(f"the first is in {first} and the second in {second}, so their amounts do not compare")
    about = [_about(plan) for plan in (a, b)]
    if a.network_fingerprint != b.network_fingerprint and all(about) and not about[0] & about[1]:
        names = [plan.network_name or "one without a name" for plan in (a, b)]
        raise Unrelated(
            f"the first is of the network {names[0]}, the second of {names[1]}, and these have nothing in common, no "
            "item that is made, sold or bought at the same place and no award"
        )


def _about(plan: Plan) -> set[tuple[str, ...]]:
    """Keys of what a plan is about; nothing of them in common with another plan's: nothing to compare."""
    return {(name, *key) for name, of in _ABOUT.items() for key in plan.tables[name].select(*of).iter_rows()}


def _money(a: Mapping[str, float], b: Mapping[str, float]) -> pl.DataFrame:
    """Money by term on a grid on which every sum and difference is exact."""
    terms = [term for term in (*TERMS, *sorted({*a, *b} - {*TERMS})) if term in a or term in b]
    largest = max(math.fsum(abs(x) for x in side.values()) for side in (a, b))
    step = 2.0 ** (math.frexp(largest)[1] - _DIGITS) if largest > 0 else 1.0

    def rounded(side: Mapping[str, float]) -> list[float]:
        return [round(side.get(term, 0.0) / step) * step for term in terms]

    schema = {"term": pl.String, "a": pl.Float64, "b": pl.Float64}
    rows = pl.DataFrame({"term": terms, "a": rounded(a), "b": rounded(b)}, schema=schema)
    return rows.with_columns(difference=pl.col("b") - pl.col("a"))


def _measured(a: Plan, b: Plan) -> Iterator[dict[str, Any]]:
    """Shares and volumes that differ, as the plans' measures have them."""
    sides = a.measures(), b.measures()
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        least = next((t for prefix, t in _MEASURES.items() if name.startswith(prefix)), None)
        if least is None:
            continue
        entries = [side.get(name, {"value": 0.0, "unit": ""}) for side in sides]
        first, second = (float(entry["value"] or 0.0) for entry in entries)
        if abs(second - first) > least:
            unit = entries[0]["unit"] or entries[1]["unit"]
            row = {"decision": name, "unit": unit, "a": first, "b": second, "difference": second - first}
            yield row | _ranges(name, a.ranges, b.ranges)


def _ranges(decision: str, a: Iterable[Range], b: Iterable[Range]) -> dict[str, Any]:
    """Ranges of a decision for the largest extra cost that both plans have one for."""
    first, second = ({r.within: r for r in side if r.decision == decision} for side in (a, b))
    shared = sorted(first.keys() & second.keys())
    if not shared:
        return {}
    x, y = first[shared[-1]], second[shared[-1]]
    found = {"within": x.within, "low_a": x.low, "high_a": x.high, "low_b": y.low, "high_b": y.high}
    return found | {"apart": apart(x, y)}


def apart(a: Range, b: Range) -> bool:
    """Whether two ranges do not overlap, by more than rounding."""
    return a.low > b.high + _ROUNDING or b.low > a.high + _ROUNDING


def _qualified(a: Plan, b: Plan) -> Iterator[dict[str, Any]]:
    sides = [{(site, item): period for site, item, period in p.qualifications.iter_rows()} for p in (a, b)]
    for site, item in sorted(sides[0].keys() | sides[1].keys()):
        first, second = (side.get((site, item)) for side in sides)
        if first != second:
            yield {"decision": f"qualification:{site}:{item}", "unit": "", "period_a": first, "period_b": second}


def _built(a: Plan, b: Plan) -> Iterator[dict[str, Any]]:
    sides = [dict(p.investments.select("investment", "period").iter_rows()) for p in (a, b)]
    for name in sorted(sides[0].keys() | sides[1].keys()):
        first, second = (side.get(name) for side in sides)
        if first != second:
            yield {"decision": f"investment:{name}", "unit": "", "period_a": first, "period_b": second}


def _paid(a: Plan, b: Plan) -> Iterator[dict[str, Any]]:
    years = [p.incentives.group_by("company", "fiscal_year").agg(pl.col("reached").max()) for p in (a, b)]
    sides = [{(c, y): int(r) for c, y, r in rows.iter_rows()} for rows in years]
    for company, year in sorted(sides[0].keys() | sides[1].keys()):
        first, second = (float(side.get((company, year), 0)) for side in sides)
        if first != second:
            name = f"incentive:{company}:{year}"
            yield {"decision": name, "unit": "", "a": first, "b": second, "difference": second - first}
