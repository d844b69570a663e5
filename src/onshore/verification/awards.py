"""Awards: who made what, shares, bands and breaches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onshore.plans import Plan
from onshore.verification.calendar import Row
from onshore.verification.findings import NOTHING, Finding, differs, figure, place
from onshore.verification.making import Making
from onshore.verification.moving import Move
from onshore.verification.world import World

__all__ = ["Credit", "Tally", "award_in_force", "check_awards", "credited", "tallies"]


@dataclass(frozen=True, slots=True)
class Credit:
    """Finished pieces that count for a company: made at its sites, or bought from them."""

    company: str
    item: str
    t: int
    quantity: float


@dataclass(frozen=True, slots=True)
class Tally:
    """An award with what it comes to: pieces of all makers, of this one, and outside the band."""

    award: Row
    total: float
    own: float

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The key of the plan's row: brand, company, item_group, from/to."""
        dates = f"{self.award['from'].isoformat()}/{self.award['to'].isoformat()}"
        return self.award["brand"], self.award["company"], self.award["item_group"], dates

    @property
    def share(self) -> float:
        """Share of what all makers make; 0 if nobody makes any."""
        return self.own / self.total if self.total > NOTHING else 0.0

    @property
    def breach(self) -> float:
        """Pieces outside the band."""
        low, high = float(self.award["low"]) * self.total, float(self.award["high"]) * self.total
        return max(0.0, low - self.own, self.own - high)

    @property
    def missing(self) -> float:
        """Promised pieces not given."""
        return max(0.0, float(self.award["commitment"]) - self.own)


def credited(world: World, made: list[Making], moved: list[Move]) -> list[Credit]:
    """Finished pieces by who makes them, or who sells them into the network."""
    own = [Credit(world.company(m.site), m.item, m.t, m.quantity) for m in made]
    bought = [Credit(world.company(move.origin), move.item, move.t, move.quantity) for move in moved if move.bought]
    return [credit for credit in (*own, *bought) if world.items[credit.item]["kind"] == "finished"]


def _covers(award: Row, moment: float) -> bool:
    return bool(award["from"].toordinal() <= moment < award["to"].toordinal() + 1)


def award_in_force(world: World, company: str, group: str, brand: str | None, moment: float) -> Row | None:
    """The latest award of a company and group that covers a moment; of the brand if one is named."""
    fitting = [
        row
        for row in world.awards
        if (row["company"], row["item_group"]) == (company, group)
        and (brand is None or row["brand"] == brand)
        and _covers(row, moment)
    ]
    return max(fitting, key=lambda row: (row["from"], row["brand"]), default=None)


def tallies(world: World, counted: Iterable[Credit]) -> list[Tally]:
    """Every award of the network with its pieces."""
    known = list(counted)
    return [_tally(world, award, known) for award in world.awards]


def _tally(world: World, award: Row, counted: list[Credit]) -> Tally:
    fitting = [
        credit
        for credit in counted
        if world.items[credit.item]["group"] == award["item_group"]
        and world.items[credit.item]["brand"] in (None, award["brand"])
        and _covers(award, world.horizon.middle(credit.t))
    ]
    total = math.fsum(credit.quantity for credit in fitting)
    own = math.fsum(credit.quantity for credit in fitting if credit.company == award["company"])
    return Tally(award, total, own)


def check_awards(plan: Plan, tallied: list[Tally]) -> Iterator[Finding]:
    """Rule `award`: share, low, high and breach of every award; a missing row says zero share and breach."""
    stated = {
        (row["brand"], row["company"], row["item_group"], row["period"]): row
        for row in plan.awards.iter_rows(named=True)
    }
    for tally in tallied:
        band = {"low": tally.award["low"], "high": tally.award["high"]}
        row = stated.pop(tally.key, {"share": 0.0, "breach": 0.0, **band})
        for column, right in {"share": tally.share, "breach": tally.breach, **band}.items():
            if differs(row[column], right, tally.total if column == "breach" else 1.0):
                where = place(*tally.key)
                words = f"{where}: {column} is {figure(right)}, the plan says {figure(row[column])}."
                yield Finding("award", where, row[column], right, words)
    for key, row in stated.items():
        yield Finding("award", place(*key), row["share"], 0.0, f"{place(*key)}: there is no such award.")
