"""Why two plans differ, in sentences. A shift is claimed only where ranges do not overlap, and what it costs and
brings only at equal volume.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl

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
#: A range as wide as this says that cost hardly tells makers apart.
_WIDE = 0.1
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
        parts = (self._shifts, self._unclear, self._spread, self._earned, self._volumes, self._change, self._move)
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
            if maker.apart:
                within = maker.allowances[-1]
                verb = "gains" if maker.share_b > maker.share_a else "loses"
                before = _with_range(maker.share_a, maker.ranges_a[within])
                after = _with_range(maker.share_b, maker.ranges_b[within])
                who = f"{self.name(maker.company)} {verb} {noun(group)}"
                yield (
                    f"{who} from {self.names[0]} to {self.names[1]}: {before} "
                    f"becomes {after}. In plans that cost at most {self._extra(within, group)} more, the ranges found "
                    "do not overlap."
                )

    def _unclear(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Makers about whom nothing, or little, may be claimed."""
        same: list[str] = []
        for maker in rows:
            if maker.apart is False and apart_at(maker, maker.allowances[0]):
                shares = f"{percent(maker.share_a)} and {percent(maker.share_b)}"
                yield (
                    f"{self.name(maker.company)}: {shares}, apart in plans "
                    f"that cost {self._extra(maker.allowances[0], group)} more but no longer at "
                    f"{self._extra(maker.allowances[-1], group)}."
                )
            elif maker.apart is False:
                same.append(self.name(maker.company))
        if same:
            yield f"{listed(same)}: {'its' if len(same) == 1 else 'their'} ranges overlap, so no shift is claimed."
        unknown = [self.name(m.company) for m in rows if m.apart is None]
        if unknown:
            yield f"{listed(unknown)}: how far the share can move is not computed, so nothing is claimed."

    def _spread(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Where cost hardly tells makers apart: the widest range of each plan."""
        for name, side in zip(self.names, ("ranges_a", "ranges_b"), strict=True):
            known = [(list(getattr(m, side).values())[-1], m) for m in rows if getattr(m, side)]
            if not known:
                continue
            widest, maker = max(known, key=lambda pair: pair[0].high - pair[0].low)
            if widest.high - widest.low >= _WIDE:
                yield (
                    f"In {name}, for {self._extra(widest.within, group)} more, {self.name(maker.company)} could have "
                    f"{span(widest.low, widest.high)}: so far cost does not decide."
                )

    def _extra(self, within: float, group: str) -> str:
        """₹5 a phone."""
        amount = self.numbers.money(within, 0 if within == int(within) else 2)
        return f"{amount} {a_piece(noun(group, many=False))}"

    # -- what it costs and brings ----------------------------------------------------------------------------

    def _earned(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Who earns incentives, in how many years."""
        if any(len(side.plan.incentives) for side in self.sides):
            parts = [f"in {n} {self._earners(s)}" for n, s in zip(self.names, self.sides, strict=True)]
            yield f"Who earns incentives: {'; '.join(parts)}."

    def _earners(self, side: Side) -> str:
        paid = side.plan.incentives.filter(pl.col("reached") == 1)
        rows = paid.group_by("company").agg(pl.col("incentive").sum(), years=pl.len())
        told = [
            f"{self.name(company)} {self.numbers.amount(earned)} in {years} {'year' if years == 1 else 'years'}"
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
        """What the pieces that move cost more and bring, where a move is claimed at equal volume."""
        terms, moved = cost_by_term(*self.sides, group), moved_pieces(rows)
        if not (self._equal(group) and moved and any(m.apart for m in rows)):
            return
        change = dict(terms.select("term", "difference").iter_rows())
        volume = self._delivered(group)[0]
        brings = change.pop("incentive", 0.0) * volume / moved
        costs = -sum(change.values()) * volume / moved
        if brings > 0:
            more = "more" if costs >= 0 else "less"
            yield (
                f"In {self.names[0]}, {self.numbers.pieces(moved)} {noun(group)} are made by others than in "
                f"{self.names[1]}. For each of them all costs but the incentive are {self._rupees(costs)} {more}, and "
                f"the incentive brings {self._rupees(brings)}."
            )

    def _rupees(self, value: float) -> str:
        return f"{self.numbers.symbol}{self.numbers.group(abs(value), 2)}"


def _where(table: str, column: str, rows: int) -> str:
    """schemes.rate (10 rows)."""
    count = "" if table == "network" else f" ({rows} {'row' if rows == 1 else 'rows'})"
    return f"{table}.{column}{count}" if column else f"{table}{count}"


def _with_range(share: float, found: Range) -> str:
    return f"{percent(share)} ({span(found.low, found.high)})"


def _objective(side: tuple[object, str]) -> float:
    return float(getattr(side[0], "objective", math.nan))
