"""Why two plans differ, in sentences. A shift is claimed only where ranges do not overlap, and what it costs and
brings only at equal volume.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl

from onshore import measures as kpi
from onshore.cli.words import Words, a_piece
from onshore.explanation import (
    Comparison,
    Maker,
    Side,
    apart_at,
    changed_inputs,
    compare,
    cost_by_term,
    makers,
    moved_pieces,
)
from onshore.plans import Range
from onshore.reporting.numbers import percent, span
from onshore.reporting.words import listed, noun

__all__ = ["Reasons"]

#: Volumes that differ by less are called equal.
_EQUAL = 1e-3
#: A range up to this wide says that cost decides, one from that on that it hardly does.
_NARROW, _WIDE = 0.05, 0.1
#: What ranges that were found, not proven, allow to be said.
_INNER = "the ranges found do not overlap; each is at least so wide, so that proof takes plans with --full-ranges."
#: Most changed inputs that a sentence names.
_NAMED = 6


class Reasons:
    """Plan A beside plan B, in sentences; `names` is what the two are called."""

    def __init__(self, a: Words, b: Words, names: tuple[str, str]) -> None:
        self.a, self.b, self.names = a, b, names
        self.sides = Side(a.network, a.plan), Side(b.network, b.plan)
        self.found: Comparison = compare(a.plan, b.plan)
        self.numbers = a.numbers

    def opening(self) -> list[str]:
        """What differs going in, and which plan costs less by how much."""
        return [self._inputs(), self._cost()]

    def why(self, group: str) -> list[str]:
        """Who gains and loses a group, how sure that is, what it costs and brings."""
        rows = makers(*self.sides, group)
        parts = (self._shifts, self._decided, self._unclear, self._volumes, self._change, self._earned, self._move)
        return [sentence for part in parts for sentence in part(rows, group)]

    def name(self, company: str) -> str:
        """A company as people call it."""
        known = self.a.subject.name(company)
        return self.b.subject.name(company) if known == company else known

    # -- the whole -------------------------------------------------------------------------------------------

    def _inputs(self) -> str:
        changed = changed_inputs(self.a.network, self.b.network)
        if changed.is_empty():
            return "Both were planned from the same tables: only the search differs."
        parts = [_where(*row) for row in changed.iter_rows()]
        if len(parts) > _NAMED:
            parts = [*parts[:_NAMED], f"{len(parts) - _NAMED} columns more"]
        return f"What differs going in: {listed(parts)}. All else is the same."

    def _cost(self) -> str:
        first, change = self.found.objective_a, self.found.difference
        if not abs(change) > 1e-9 * abs(first):
            return f"All in all, {self.names[1]} costs as much as {self.names[0]}."
        size = f" ({percent(abs(change / first), 2)})" if first else ""
        way = f"{self.numbers.amount(abs(change))} {'more' if change > 0 else 'less'} than {self.names[0]}{size}"
        return f"All in all, {self.names[1]} costs {way}; {self._proven()}"

    def _proven(self) -> str:
        """Whether the cheaper plan is below what is proven of the dearer one's problem."""
        (low, _), (high, dearer) = sorted(zip((self.a.plan, self.b.plan), self.names, strict=True), key=_objective)
        if high.bound > low.objective:
            return f"no plan of {dearer} can cost as little."
        return f"that is less than what is still open about {dearer}."

    # -- who makes it ----------------------------------------------------------------------------------------

    def _shifts(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Makers whose widest ranges do not overlap."""
        for maker in rows:
            if maker.shifts:
                within = maker.allowances[-1]
                verb = "gains" if maker.share_b > maker.share_a else "loses"
                before = _with_range(maker.share_a, maker.ranges_a[within])
                after = _with_range(maker.share_b, maker.ranges_b[within])
                who = f"{self.name(maker.company)} {verb} {noun(group)}"
                inner = "inner" in (maker.ranges_a[within].kind, maker.ranges_b[within].kind)
                yield (
                    f"{who} from {self.names[0]} to {self.names[1]}: {before} "
                    f"becomes {after}. In plans that cost at most {self._extra(within, group)} more, "
                    f"{_INNER if inner else 'the ranges do not overlap.'}"
                )

    def _decided(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Makers whose share cost decides in one plan and hardly in the other."""
        for maker in rows:
            if not self._one_sided(maker):
                continue
            within = maker.allowances[-1]
            (firm, narrow), (loose, wide) = sorted(
                zip(self.names, (maker.ranges_a[within], maker.ranges_b[within]), strict=True), key=_width
            )
            firmly = "does" if narrow.kind == "full" else "seems to"
            yield (
                f"{self.name(maker.company)}: in plans that cost at most {self._extra(within, group)} more, the range "
                f"found in {firm} is {span(narrow.low, narrow.high)} and in {loose} {span(wide.low, wide.high)}. So in "
                f"{loose} cost hardly decides about it, and in {firm} it {firmly}."
            )

    def _one_sided(self, maker: Maker) -> bool:
        if maker.apart is not False:
            return False
        widths = sorted(_width(("", side[maker.allowances[-1]])) for side in (maker.ranges_a, maker.ranges_b))
        return widths[0] <= _NARROW and widths[1] >= _WIDE

    def _unclear(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Makers about whom nothing, or little, may be claimed."""
        rest = [m for m in rows if not m.shifts and not self._one_sided(m)]
        for maker in [m for m in rest if m.apart is False and apart_at(m, m.allowances[0])]:
            rest.remove(maker)
            shares = f"{percent(maker.share_a)} and {percent(maker.share_b)}"
            yield (
                f"{self.name(maker.company)}: {shares}, apart in plans that cost "
                f"{self._extra(maker.allowances[0], group)} more but no longer at "
                f"{self._extra(maker.allowances[-1], group)}."
            )
        same = [self.name(m.company) for m in rest if m.apart is not None]
        if same:
            yield f"{listed(same)}: no shift is claimed, since ranges overlap or shares hardly differ."
        unknown = [self.name(m.company) for m in rest if m.apart is None]
        if unknown:
            yield f"{listed(unknown)}: how far the share can move is not known, so nothing is claimed."

    def _extra(self, within: float, group: str) -> str:
        """₹5 a phone."""
        amount = self.numbers.money(within, 0 if within == int(within) else 2)
        return f"{amount} {a_piece(noun(group, many=False))}"

    # -- what it costs and brings ----------------------------------------------------------------------------

    def _earned(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Who earns incentives on a group, in how many years, and what that is worth for each piece."""
        if not any(len(self._paid(side, group)) for side in self.sides):
            return
        parts = [f"in {n} {self._earners(s, group)}" for n, s in zip(self.names, self.sides, strict=True)]
        yield f"Who earns incentives: {'; '.join(parts)}."

    def _paid(self, side: Side, group: str) -> pl.DataFrame:
        schemes = side.network.schemes.filter(item_group=group)["scheme"].unique().implode()
        return side.plan.incentives.filter(pl.col("scheme").is_in(schemes) & (pl.col("incentive") > 0))

    def _earners(self, side: Side, group: str) -> str:
        rows = self._paid(side, group).group_by("company").agg(pl.col("incentive").sum(), years=pl.len())
        costs = kpi.cost_by_maker(side.network, side.plan).filter(group=group)
        worth = dict(costs.select("company", "incentive").iter_rows())
        piece = noun(group, many=False)
        told = [
            f"{self.name(company)} {self.numbers.amount(earned)} in {years} {'year' if years == 1 else 'years'}, of "
            f"which {self._rupees(worth.get(company, 0.0))} for each {piece} that it makes counts here"
            for company, earned, years in rows.sort("incentive", "company", descending=[True, False]).iter_rows()
        ]
        return listed(told) if told else "nobody"

    def _delivered(self, group: str) -> tuple[float, float]:
        return self.sides[0].delivered(group), self.sides[1].delivered(group)

    def _equal(self, group: str) -> bool:
        a, b = self._delivered(group)
        return min(a, b) > 0 and abs(a - b) <= _EQUAL * max(a, b)

    def _volumes(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        a, b = self._delivered(group)
        things, piece = noun(group), a_piece(noun(group, many=False))
        if self._equal(group):
            yield f"Both deliver {self.numbers.pieces(a)} {things}, so costs {piece} compare."
        elif a or b:
            counts = listed([self.numbers.pieces(v) for v in (a, b)])
            yield f"They deliver {counts} {things}: not the same volume, so costs {piece} compare only roughly."

    def _change(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """How much a piece costs more or less, and the terms that make most of it."""
        if not min(self._delivered(group)):
            return
        terms = cost_by_term(*self.sides, group)
        net, size = float(terms["difference"].sum()), pl.col("difference").abs()
        most = terms.filter(size >= 0.05).sort(size, descending=True).head(4)
        parts = [f"{t} {self.numbers.signed(d, 2)}" for t, d in most.select("term", "difference").iter_rows()]
        piece = a_piece(noun(group, many=False)).capitalize()
        if parts:
            way = f"{self._rupees(net)} {'more' if net > 0 else 'less'}"
            yield f"{piece} costs {way} net in {self.names[1]}, most of it {listed(parts)}."

    def _move(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """What the pieces that move cost more or less, where a shift is claimed at equal volume."""
        moved = moved_pieces(rows)
        if not (self._equal(group) and moved and any(m.shifts for m in rows)):
            return
        terms = cost_by_term(*self.sides, group).filter(pl.col("term") != "incentive")
        costs = -float(terms["difference"].sum()) * self._delivered(group)[0] / moved
        yield (
            f"In {self.names[0]}, {self.numbers.pieces(moved)} {noun(group)} are made by others than in "
            f"{self.names[1]}; all costs but the incentive are {self._rupees(costs)} "
            f"{'more' if costs >= 0 else 'less'} for each of them."
        )

    def _rupees(self, value: float) -> str:
        return f"{self.numbers.symbol}{self.numbers.group(abs(value), 2)}"


def _where(table: str, column: str, rows: int) -> str:
    """schemes.rate (10 rows)."""
    count = "" if table == "network" else f" ({rows} {'row' if rows == 1 else 'rows'})"
    return f"{table}.{column}{count}" if column else f"{table}{count}"


def _with_range(share: float, found: Range) -> str:
    return f"{percent(share)} ({span(found.low, found.high)})"


def _width(side: tuple[str, Range]) -> float:
    return side[1].high - side[1].low


def _objective(side: tuple[object, str]) -> float:
    return float(getattr(side[0], "objective", math.nan))
