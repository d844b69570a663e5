"""Value targets: what companies add to what they make, by the method of the target, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from onshore.verification.calendar import Row
from onshore.verification.findings import Finding, differs, exceeds, figure, place
from onshore.verification.ledger import Ledger
from onshore.verification.making import Making
from onshore.verification.money import customs_value
from onshore.verification.moving import Move, levy
from onshore.verification.recount import Recount
from onshore.verification.world import World

__all__ = ["Reckoning", "book_targets", "check_targets", "reckonings"]


#: Columns of the key; an empty cell is an empty text.
_KEY = ("company", "site", "item", "method", "fiscal_year", "first", "last")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A target with what is made and taken in where it looks."""

    target: Row
    sales: float
    imported: float

    @property
    def key(self) -> tuple[str, ...]:
        """The key of the plan's row."""
        return _key(self.target)

    @property
    def over(self) -> float:
        """What the share is of: sales, or imports under an export obligation."""
        return self.imported if self.target["method"] == "advance_authorisation" else self.sales

    @property
    def value_addition(self) -> float:
        """(sales − imported) / what the share is of; 0 where that is nothing."""
        return (self.sales - self.imported) / self.over if self.over > 0 else 0.0

    @property
    def breach(self) -> float:
        """Value that is missing."""
        return max(0.0, float(self.target["least"]) * self.over - (self.sales - self.imported))

    @property
    def scale(self) -> float:
        """The absolute amounts that enter the shortfall."""
        return self.sales + self.imported

    def columns(self) -> dict[str, tuple[float, float]]:
        """The plan's row as it should be, each amount with its scale."""
        share = self.scale / self.over if self.over > 0 else 1.0
        return {
            "sales": (self.sales, self.sales),
            "imported": (self.imported, self.imported),
            "value_addition": (self.value_addition, share),
            "least": (float(self.target["least"]), 1.0),
            "breach": (self.breach, self.scale),
        }


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[column] or "" for column in _KEY)


def reckonings(count: Recount) -> list[Reckoning]:
    """Every target of the network."""
    return [_reckoning(count, target) for target in count.world.network.value_targets.iter_rows(named=True)]


def _reckoning(count: Recount, target: Row) -> Reckoning:
    world = count.world
    ts = {t for t in range(len(world.horizon.names)) if _covers(world, target, t)}
    made = [one for one in count.made if one.t in ts and _at(world, target, one.site)]
    moved = [
        one
        for one in count.moved
        if one.t in ts and _at(world, target, one.destination) and world.items[one.item]["kind"] != "finished"
    ]
    sales = [
        one.quantity * (world.items[one.item]["invoice_value"] or 0.0)
        for one in made
        if world.items[one.item]["kind"] == "finished" and target["item"] in ("", one.item)
    ]
    if not target["item"]:
        imported = [one.quantity * _imported(world, one, target) for one in moved]
        return Reckoning(target, math.fsum(sales), math.fsum(imported))
    own = _own(world, target)
    imported = [one.quantity * _imported(world, one, target) for one in moved if one.item in own]
    common = [_common(world, one, own) for one in made if one.item in {target["item"], *own}]
    return Reckoning(target, math.fsum(sales), math.fsum([*imported, *common]))


def _covers(world: World, target: Row, t: int) -> bool:
    """Whether a period is one of the target's fiscal year and range."""
    position = world.horizon.position
    first = position[target["first"]] if target["first"] else 0
    last = position[target["last"]] if target["last"] else world.horizon.last
    return first <= t <= last and target["fiscal_year"] in ("", world.horizon.fiscal_years[t])


def _at(world: World, target: Row, site: str) -> bool:
    return world.company(site) == target["company"] and target["site"] in ("", site)


def _own(world: World, target: Row) -> set[str]:
    """Parts that go into nothing finished but the target's item, of what can be made where it looks."""
    makes = {item for site, item in world.makeable if _at(world, target, site)}
    open_ = {row["component"] for item in makes for row in world.boms.get(item, [])}
    ends: dict[str, set[str]] = {item: {item} for item in makes if world.items[item]["kind"] == "finished"}

    def ends_in(item: str) -> set[str]:
        if item not in ends:
            wholes = [one for one in makes if any(row["component"] == item for row in world.boms.get(one, []))]
            ends[item] = {good for one in wholes for good in ends_in(one)} if wholes else {item}
        return ends[item]

    return {part for part in open_ if world.items[part]["kind"] != "finished" and ends_in(part) == {target["item"]}}


def _common(world: World, made: Making, own: set[str]) -> float:
    """Standard content of what was started of an item in parts that go into others as well."""
    country = world.sites[made.site]["country"]
    return made.started * math.fsum(
        row["quantity"] * (1 + row["scrap"]) * _standard(world, row["component"], country)
        for row in world.boms.get(made.item, [])
        if row["component"] not in own
    )


def _imported(world: World, move: Move, target: Row) -> float:
    """Imported content of a piece that reaches a site, by the method."""
    country = world.sites[move.destination]["country"]
    if world.sites[move.origin]["country"] != country:
        cif = customs_value(world, move)
        rates = levy(world, move) if target["method"] == "ppp_mii" else None
        return cif if rates is None else cif * (1 + rates.basic * (1 + rates.surcharge))
    if move.bought:
        if target["method"] == "advance_authorisation" or move.offer is None:
            return 0.0
        return move.offer.price * move.offer.imported_share
    if world.company(move.origin) == world.company(move.destination) and not target["site"]:
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
    """Rule `value_target`: every column, and nothing missing where that has no price; a row may be left out where
    nothing is made or taken in.
    """
    stated = {_key(row): row for row in count.plan.value_targets.iter_rows(named=True)}
    for found in reckonings(count):
        where = place(*found.key)
        nothing = {"sales": 0.0, "imported": 0.0, "value_addition": 0.0, "breach": 0.0, "least": found.target["least"]}
        row = stated.pop(found.key, nothing)
        for column, (right, scale) in found.columns().items():
            if differs(row[column], right, scale):
                words = f"{where}: {column} is {figure(right)}, the plan says {figure(row[column])}."
                yield Finding("value_target", where, row[column], right, words)
        if found.target["breach_price"] is None and exceeds(found.breach, 0.0, found.scale):
            words = f"{where}: {figure(found.breach)} of value are missing, and none may be."
            yield Finding("value_target", where, found.breach, 0.0, words)
    for key, row in stated.items():
        words = f"{place(*key)}: there is no such target."
        yield Finding("value_target", place(*key), row["breach"], 0.0, words)


def book_targets(count: Recount, ledger: Ledger) -> None:
    """The price of value that is missing."""
    for found in reckonings(count):
        price = float(found.target["breach_price"] or 0.0)
        ledger.book("value_breach", found.key[0], found.breach * price, scale=found.scale * price)
