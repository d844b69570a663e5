"""Export reliefs: what is claimed, what comes in free of duty, and what that saves. Section 7 of docs/meaning.md."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from onshore.plans import Plan
from onshore.verification.calendar import Row
from onshore.verification.findings import NOTHING, Finding, differs, exceeds, figure, place
from onshore.verification.ledger import Ledger
from onshore.verification.money import customs_value
from onshore.verification.moving import Move, levy
from onshore.verification.recount import Recount
from onshore.verification.world import World

__all__ = ["Claim", "Free", "book", "check_reliefs", "claims", "frees"]

Node = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A row of `relieved_exports` with the terms in force; terms is None where no relief can be claimed."""

    row: Row
    t: int
    terms: Row | None
    worth: float

    @property
    def paid(self) -> float:
        """Drawback of all its pieces."""
        if self.terms is None or self.terms["kind"] != "drawback":
            return 0.0
        rate = math.nan if self.terms["rate"] is None else self.terms["rate"]
        cap = math.inf if self.terms["cap"] is None else self.terms["cap"]
        return float(self.row["quantity"] * min(rate * self.worth, cap))


@dataclass(frozen=True, slots=True)
class Free:
    """A row of `duty_free` with the shipment it is part of (None: there is none); of a piece the duty, the finance of
    recoverable tax, and the CIF.
    """

    row: Row
    move: Move | None
    duty: float
    tax_finance: float
    cif: float
    cost_share: float
    allowed: bool


def _covers(row: Row, moment: float) -> bool:
    return bool(row["from"].toordinal() <= moment and (row["to"] is None or moment < row["to"].toordinal() + 1))


def _rows(world: World, site: str, relief: str) -> list[Row]:
    """Rows of a relief that the plant's country grants; none if the plant cannot claim it."""
    if not any(r["site"] == site and r["relief"] == relief for r in world.network.relief_sites.iter_rows(named=True)):
        return []
    rows = world.network.reliefs.iter_rows(named=True)
    return [row for row in rows if row["relief"] == relief and row["country"] == world.sites[site]["country"]]


def _in_force(world: World, site: str, relief: str, group: str | None, t: int) -> Row | None:
    """The row for a group in a period: its own before `*`, the latest first."""
    moment = world.horizon.middle(t)
    held = [row for row in _rows(world, site, relief) if _covers(row, moment)]
    for name in (group, "*"):
        own = [row for row in held if row["item_group"] == name]
        if own:
            return max(own, key=lambda row: row["from"])
    return None


def claims(world: World, plan: Plan) -> list[Claim]:
    """Every claim."""
    found = []
    for row in plan.relieved_exports.iter_rows(named=True):
        item, t = world.items[row["item"]], world.horizon.position[row["period"]]
        terms = _in_force(world, row["site"], row["relief"], item["group"], t)
        worth = item["value"] if item["invoice_value"] is None else item["invoice_value"]
        found.append(Claim(row, t, terms, worth))
    return found


def frees(count: Recount) -> list[Free]:
    """Every free import."""
    world = count.world
    moved = {(m.origin, m.destination, m.mode, m.item, m.t): m for m in count.moved}
    found = []
    for row in count.plan.duty_free.iter_rows(named=True):
        t = world.horizon.position[row["period"]]
        move = moved.get((row["origin"], row["destination"], row["mode"], row["item"], t))
        rates = levy(world, move) if move is not None else None
        if move is None or rates is None or move.arrival is None:
            found.append(Free(row, None, 0.0, 0.0, 0.0, 0.0, False))
            continue
        moment, cif = world.horizon.middle(move.arrival), customs_value(world, move)
        held = [r for r in _rows(world, row["destination"], row["relief"]) if _covers(r, moment)]
        latest = {r["item_group"]: r for r in sorted(held, key=lambda r: r["from"])}
        shares = [r["cost_share"] for r in latest.values() if r["kind"] != "drawback"]
        duty = cif * rates.basic * (1 + rates.surcharge)
        tax = world.finance_a_day((cif + duty) * rates.recoverable_days)
        found.append(Free(row, move, duty, tax, cif, max(shares, default=0.0), bool(shares)))
    return found


def book(count: Recount, ledger: Ledger) -> None:
    """Terms `relief` and `relief_cost` of section 3."""
    world = count.world
    streams = set()
    for one in claims(world, count.plan):
        site, item = one.row["site"], one.row["item"]
        ledger.book("relief", world.company(site), -one.paid, site, item, one.row["period"])
        if one.row["quantity"] > NOTHING:
            streams.add((site, world.items[item]["group"], one.row["relief"]))
    for entry in frees(count):
        site, amount = entry.row["destination"], entry.row["quantity"] * entry.duty
        where = (site, entry.row["item"], entry.row["period"])
        ledger.book("relief", world.company(site), -amount, *where)
        ledger.book("tax_finance", world.company(site), -entry.row["quantity"] * entry.tax_finance, *where)
        ledger.book("relief_cost", world.company(site), amount * entry.cost_share, *where)
    costs = {(r["site"], r["relief"]): r["cost"] for r in world.network.relief_sites.iter_rows(named=True)}
    for site, _, relief in sorted(streams, key=str):
        ledger.book("relief_cost", world.company(site), costs.get((site, relief), 0.0), site)


def check_reliefs(count: Recount) -> Iterator[Finding]:
    """Rule `relief`: terms, what is claimed and let in, one relief a stream, the bill, the value addition, amounts."""
    world, claimed, free = count.world, claims(count.world, count.plan), frees(count)
    yield from _claimed(count, claimed)
    yield from _let_in(world, free)
    yield from _streams(world, claimed)
    yield from _bill(world, claimed, free)
    yield from _value_added(world, claimed, free)


def _finding(where: str, words: str, stated: float = math.nan, right: float = math.nan) -> Finding:
    return Finding("relief", where, stated, right, f"{where}: {words}")


def _claimed(count: Recount, claimed: list[Claim]) -> Iterator[Finding]:
    world = count.world
    abroad: dict[tuple[str, str, int], float] = defaultdict(float)
    for m in count.moved:
        if world.sites[m.origin]["country"] != world.sites[m.destination]["country"] and not m.bought:
            abroad[m.origin, m.item, m.t] += m.quantity
    sums: dict[tuple[str, str, int], float] = defaultdict(float)
    for one in claimed:
        row = one.row
        where = place(row["site"], row["item"], row["relief"], row["period"])
        sums[row["site"], row["item"], one.t] += row["quantity"]
        if one.terms is None or (row["site"], row["item"]) not in world.makeable:
            yield _finding(where, "no relief can be claimed there.", row["quantity"], 0.0)
        if differs(row["amount"], one.paid):
            yield _finding(
                where, f"drawback is {figure(one.paid)}, not {figure(row['amount'])}.", row["amount"], one.paid
            )
    for (site, item, t), total in sums.items():
        shipped = abroad[site, item, t]
        if exceeds(total, shipped):
            where = place(site, item, world.period(t))
            yield _finding(where, f"{figure(total)} claimed, {figure(shipped)} shipped abroad.", total, shipped)


def _let_in(world: World, free: list[Free]) -> Iterator[Finding]:
    sums: dict[tuple[str, ...], list[float]] = defaultdict(list)
    most: dict[tuple[str, ...], float] = {}
    for one in free:
        row = one.row
        key = tuple(row[c] for c in ("origin", "destination", "mode", "item", "period"))
        where = place(row["origin"], f"to {row['destination']}", row["mode"], row["item"], row["period"])
        if one.move is None or not one.allowed:
            yield _finding(where, "nothing that pays duty arrives, or no relief lets it in.", row["quantity"], 0.0)
            continue
        sums[key].append(row["quantity"])
        most[key] = one.move.quantity
        right = row["quantity"] * one.duty
        if differs(row["amount"], right):
            yield _finding(where, f"the duty is {figure(right)}, not {figure(row['amount'])}.", row["amount"], right)
    for key, parts in sums.items():
        total = math.fsum(parts)
        if exceeds(total, most[key]):
            yield _finding(place(*key), f"{figure(total)} free, {figure(most[key])} moved.", total, most[key])


def _streams(world: World, claimed: list[Claim]) -> Iterator[Finding]:
    taken: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in claimed:
        if one.row["quantity"] > NOTHING:
            taken[one.row["site"], str(world.items[one.row["item"]]["group"])].add(one.row["relief"])
    for key, reliefs in taken.items():
        if len(reliefs) > 1:
            yield _finding(place(*key), f"one relief, not {' and '.join(sorted(reliefs))}.", len(reliefs), 1.0)


def _years(world: World) -> tuple[list[int], list[int]]:
    """Number of each period's fiscal year, and first day of each year."""
    names = list(dict.fromkeys(year or "" for year in world.horizon.fiscal_years))
    number = [names.index(year or "") for year in world.horizon.fiscal_years]
    return number, [world.horizon.starts[number.index(b)] for b in range(len(names))]


def _bill(world: World, claimed: list[Claim], free: list[Free]) -> Iterator[Finding]:
    """Free inputs against what the bill puts into claimed exports, year by year, the most kindly counted."""
    number, opens = _years(world)
    out, let_in = _sent(world, claimed, opens), _free_by_year(free, number, len(opens))
    blocks = range(len(opens))
    held: dict[Node, list[float]] = defaultdict(lambda: [0.0] * len(opens))
    for site, relief in sorted({node[:2] for node in (*out, *let_in)}):
        for item in _top_down(world):
            node = (site, relief, item)
            over = [b for b in blocks if exceeds(let_in[node][b], held[node][b], let_in[node][-1] + held[node][-1])]
            if over:
                stated, most = let_in[node][over[0]], held[node][over[0]]
                words = f"{figure(stated)} free, the exports hold {figure(most)}."
                yield _finding(place(*node), words, stated, most)
            left = [h - d for h, d in zip(held[node], let_in[node], strict=True)]
            inside = out[node] if node in out else [max(0.0, min(left[b:])) for b in blocks]
            for component, takes in _takes(world, site, item):
                for b in blocks:
                    held[site, relief, component][b] += takes * inside[b]


def _takes(world: World, site: str, item: str) -> list[tuple[str, float]]:
    """Pieces of each component in a good piece, by the best process of the plant; none if it does not make the item."""
    best = max((p["yield"] for key, p in world.processes.items() if key[:2] == (site, item)), default=None)
    bills = world.boms.get(item, []) if best is not None else []
    return [(bill["component"], bill["quantity"] * (1 + bill["scrap"]) / best) for bill in bills]


def _sent(world: World, claimed: list[Claim], opens: list[int]) -> dict[Node, list[float]]:
    """Claimed exports up to each year, each in the first year that it is within the validity of."""
    sums: dict[Node, list[float]] = defaultdict(lambda: [0.0] * len(opens))
    for one in claimed:
        if one.terms is None or one.terms["kind"] == "drawback":
            continue
        site, relief = one.row["site"], one.row["relief"]
        limits = [r["validity_days"] for r in _rows(world, site, relief) if r["validity_days"] is not None]
        last = min(limits, default=math.inf)
        reach = [b for b, first in enumerate(opens) if world.horizon.middle(one.t) <= first + last]
        for b in range(reach[0] if reach else len(opens), len(opens)):
            sums[site, relief, one.row["item"]][b] += one.row["quantity"]
    return sums


def _free_by_year(free: list[Free], number: list[int], years: int) -> dict[Node, list[float]]:
    """Free inputs up to each year of arrival."""
    sums: dict[Node, list[float]] = defaultdict(lambda: [0.0] * years)
    for entry in free:
        if entry.move is not None and entry.move.arrival is not None:
            for b in range(number[entry.move.arrival], years):
                sums[entry.row["destination"], entry.row["relief"], entry.row["item"]][b] += entry.row["quantity"]
    return sums


def _top_down(world: World) -> list[str]:
    """Items, each before what goes into it."""
    seen: dict[str, None] = {}

    def visit(item: str) -> None:
        if item not in seen:
            for bill in world.boms.get(item, []):
                visit(bill["component"])
            seen[item] = None

    for item in world.items:
        visit(item)
    return [*reversed(seen)]


def _value_added(world: World, claimed: list[Claim], free: list[Free]) -> Iterator[Finding]:
    worth: dict[tuple[str, str], float] = defaultdict(float)
    cif: dict[tuple[str, str], float] = defaultdict(float)
    for one in claimed:
        worth[one.row["site"], one.row["relief"]] += one.row["quantity"] * one.worth
    for entry in free:
        cif[entry.row["destination"], entry.row["relief"]] += entry.row["quantity"] * entry.cif
    for (site, relief), inputs in cif.items():
        rows = [r for r in _rows(world, site, relief) if r["kind"] == "authorisation"]
        needed = (1 + max((r["value_addition"] for r in rows), default=0.0)) * inputs if rows else 0.0
        if exceeds(needed, worth[site, relief], needed + worth[site, relief]):
            words = f"exports of {figure(worth[site, relief])} on free inputs of {figure(inputs)} add too little value."
            yield _finding(place(site, relief), words, worth[site, relief], needed)
