"""Two plans with their networks, group by group: who makes what and how sure that is, what a piece costs, what
incentives bring. Figures only; whoever shows them finds the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from onshore import measures as kpi
from onshore.explanation.comparing import apart
from onshore.network import Network
from onshore.plans import Plan, Range
from onshore.schema import TERMS

__all__ = ["Maker", "Side", "apart_at", "cost_by_term", "makers", "moved_pieces"]

#: Smallest change of a share that is called a shift.
SHIFT = 0.01


@dataclass(frozen=True)
class Side:
    """A plan with the network it was made for."""

    network: Network
    plan: Plan

    def delivered(self, group: str) -> float:
        """Pieces of a group that customers got."""
        goods = kpi.finished(self.network).filter(group=group)
        return float(self.plan.sales.join(goods, on="item", how="semi")["quantity"].sum())

    def ranges(self, company: str, group: str) -> dict[float, Range]:
        """Ranges of a maker's share by extra cost a piece, the smallest first."""
        name = f"share:{company}:{group}"
        found = {r.within: r for r in self.plan.ranges if r.decision == name}
        return dict(sorted(found.items()))


@dataclass(frozen=True)
class Maker:
    """One maker's part in a group, in plan A and in plan B."""

    company: str
    pieces_a: float
    pieces_b: float
    share_a: float
    share_b: float
    ranges_a: dict[float, Range]
    ranges_b: dict[float, Range]

    @property
    def allowances(self) -> list[float]:
        """Extra costs a piece for which both plans have a range, the smallest first."""
        return sorted(self.ranges_a.keys() & self.ranges_b.keys())

    @property
    def apart(self) -> bool | None:
        """Whether the widest ranges do not overlap; None if they are not known."""
        return apart_at(self, self.allowances[-1]) if self.allowances else None

    @property
    def shifts(self) -> bool:
        """Whether a shift may be claimed: the ranges are apart, and the shares by a point at least."""
        return bool(self.apart) and abs(self.share_a - self.share_b) >= SHIFT


def apart_at(maker: Maker, within: float) -> bool:
    """Whether the ranges for one extra cost do not overlap."""
    return apart(maker.ranges_a[within], maker.ranges_b[within])


def makers(a: Side, b: Side, group: str) -> list[Maker]:
    """Every maker of a group in either plan, the one that makes most in A first."""
    sides = []
    for side in (a, b):
        rows = kpi.shares(side.network, side.plan).filter(group=group)
        sides.append({row["company"]: row for row in rows.iter_rows(named=True)})
    none = {"quantity": 0.0, "share": 0.0}
    found = []
    for company in dict.fromkeys([*sides[0], *sides[1]]):
        first, second = (side.get(company, none) for side in sides)
        if first["quantity"] or second["quantity"]:
            found.append(
                Maker(
                    company,
                    *(first["quantity"], second["quantity"], first["share"], second["share"]),
                    *(a.ranges(company, group), b.ranges(company, group)),
                )
            )
    return sorted(found, key=lambda m: (-m.pieces_a, -m.pieces_b, m.company))


def moved_pieces(rows: Sequence[Maker]) -> float:
    """Pieces that other makers make in A than in B, if both make as many."""
    return sum(max(0.0, m.pieces_a - m.pieces_b) for m in rows)


def cost_by_term(a: Side, b: Side, group: str) -> pl.DataFrame:
    """What a delivered piece of a group costs in both plans: term, a, b, difference (b − a).

    Terms of the landed cost in the order of `TERMS`, then the incentive; the sums are the net costs.
    """
    sides = [kpi.cost_per_unit(s.network, s.plan).filter(group=group).select("term", cost="per_unit") for s in (a, b)]
    rank = pl.DataFrame({"term": list(TERMS)}).with_row_index("rank")
    return (
        sides[0]
        .rename({"cost": "a"})
        .join(sides[1].rename({"cost": "b"}), on="term", how="full", coalesce=True, validate="1:1")
        .with_columns(pl.col("a", "b").fill_null(0.0))
        .with_columns(difference=pl.col("b") - pl.col("a"))
        .join(rank, on="term", validate="1:1")
        .sort("rank")
        .drop("rank")
    )
