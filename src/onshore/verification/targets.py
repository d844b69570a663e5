"""Value targets: what companies add to what they make, by the method of the target, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from onshore.verification.calendar import Row
from onshore.verification.findings import Finding, differs, figure, place
from onshore.verification.ledger import Ledger
from onshore.verification.money import customs_value
from onshore.verification.moving import Move, levy
from onshore.verification.recount import Recount
from onshore.verification.world import World

__all__ = ["Reckoning", "book_targets", "check_targets", "reckonings"]


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A target with what the company makes and takes in."""

    target: Row
    sales: float
    imported: float

    @property
    def key(self) -> tuple[str, str, str]:
        """The key of the plan's row."""
        return self.target["company"], self.target["method"], self.target["fiscal_year"] or ""

    @property
    def value_addition(self) -> float:
        """(sales − imported) / sales; 0 where nothing is made."""
        return (self.sales - self.imported) / self.sales if self.sales > 0 else 0.0

    @property
    def breach(self) -> float:
        """Value that is missing."""
        return max(0.0, float(self.target["least"]) * self.sales - (self.sales - self.imported))

    @property
    def scale(self) -> float:
        """The absolute amounts that enter the shortfall."""
        return self.sales + self.imported

    def columns(self) -> dict[str, tuple[float, float]]:
        """The plan's row as it should be, each amount with its scale."""
        share = 1.0 + self.imported / self.sales if self.sales > 0 else 1.0
        return {
            "sales": (self.sales, self.sales),
            "imported": (self.imported, self.imported),
            "value_addition": (self.value_addition, share),
            "least": (float(self.target["least"]), 1.0),
            "breach": (self.breach, self.scale),
        }


def reckonings(count: Recount) -> list[Reckoning]:
    """Every target of the network."""
    return [_reckoning(count, target) for target in count.world.network.value_targets.iter_rows(named=True)]


def _reckoning(count: Recount, target: Row) -> Reckoning:
    world, company = count.world, target["company"]

    def covered(t: int) -> bool:
        return not target["fiscal_year"] or world.horizon.fiscal_years[t] == target["fiscal_year"]

    sales = [
        made.quantity * (world.items[made.item]["invoice_value"] or 0.0)
        for made in count.made
        if world.company(made.site) == company and world.items[made.item]["kind"] == "finished" and covered(made.t)
    ]
    taken = [
        move.quantity * _imported(world, move, target["method"])
        for move in count.moved
        if world.company(move.destination) == company
        and world.items[move.item]["kind"] != "finished"
        and covered(move.t)
    ]
    return Reckoning(target, math.fsum(sales), math.fsum(taken))


def _imported(world: World, move: Move, method: str) -> float:
    """Imported content of a piece that reaches a site, by the method."""
    country = world.sites[move.destination]["country"]
    if world.sites[move.origin]["country"] != country:
        cif = customs_value(world, move)
        rates = levy(world, move) if method == "ppp_mii" else None
        return cif if rates is None else cif * (1 + rates.basic * (1 + rates.surcharge))
    if move.bought:
        return 0.0 if move.offer is None else move.offer.price * move.offer.imported_share
    if world.company(move.origin) == world.company(move.destination):
        return 0.0
    return _standard(world, move.item, country)


def _standard(world: World, item: str, country: str) -> float:
    """Imported content of a piece by the network alone: of its value, or of its parts if nobody offers it."""
    shares = [
        float(row["imported_share"]) if world.sites[row["supplier"]]["country"] == country else 1.0
        for row in world.network.sourcing.filter(item=item).iter_rows(named=True)
        if row["known_from"] is None or row["known_from"] <= world.network.start
    ]
    bill = world.boms.get(item, [])
    if not shares and bill:
        return math.fsum(
            row["quantity"] * (1 + row["scrap"]) * _standard(world, row["component"], country) for row in bill
        )
    return float(world.items[item]["value"]) * max(shares, default=1.0)


def check_targets(count: Recount) -> Iterator[Finding]:
    """Rule `value_target`: every column; a row may be left out where nothing is made or taken in."""
    stated = {
        (row["company"], row["method"], row["fiscal_year"] or ""): row
        for row in count.plan.value_targets.iter_rows(named=True)
    }
    for found in reckonings(count):
        where = place(*found.key)
        nothing = {"sales": 0.0, "imported": 0.0, "value_addition": 0.0, "breach": 0.0, "least": found.target["least"]}
        row = stated.pop(found.key, nothing)
        for column, (right, scale) in found.columns().items():
            if differs(row[column], right, scale):
                words = f"{where}: {column} is {figure(right)}, the plan says {figure(row[column])}."
                yield Finding("value_target", where, row[column], right, words)
    for key, row in stated.items():
        words = f"{place(*key)}: there is no such target."
        yield Finding("value_target", place(*key), row["breach"], 0.0, words)


def book_targets(count: Recount, ledger: Ledger) -> None:
    """The price of value that is missing."""
    for found in reckonings(count):
        price = float(found.target["breach_price"])
        ledger.book("value_breach", found.key[0], found.breach * price, scale=found.scale * price)
