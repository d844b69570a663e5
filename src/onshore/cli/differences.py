"""How two plans differ, in sentences and tables. A claim is made only where ranges do not overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl

from onshore.cli.console import Table
from onshore.cli.words import Words, a_piece, column, reach
from onshore.explanation import (
    Maker,
    Side,
    apart_at,
    changed_inputs,
    compare,
    cost_by_maker,
    cost_by_term,
    makers,
    moved_pieces,
)
from onshore.reporting.numbers import Numbers, fit, percent, proven, span
from onshore.reporting.words import listed, noun

__all__ = ["GATE_NOTE", "Differences"]

#: What the costs at the gates of makers leave out.
GATE_NOTE = (
    "Booked at the maker's sites over the horizon, so without the way to the market; what was on hand or on the way "
    "at the start is free. Makers make different items: a dearer piece may be a better one."
)

#: Volumes that differ by less are called equal.
_EQUAL = 1e-3


class Differences:
    """Plan A beside plan B."""

    def __init__(self, a: Words, b: Words, names: tuple[str, str]) -> None:
        self.a, self.b, self.names = a, b, names
        self.sides = Side(a.network, a.plan), Side(b.network, b.plan)
        self.numbers = a.numbers
        self.found = compare(a.plan, b.plan)
        self.inputs = changed_inputs(a.network, b.network)

    @property
    def groups(self) -> list[str]:
        """Groups of finished items that either plan makes."""
        return list(dict.fromkeys([*self.a.groups, *self.b.groups]))

    def makers(self, group: str) -> list[Maker]:
        """Makers of a group in both plans."""
        return makers(*self.sides, group)

    # -- sentences -------------------------------------------------------------------------------------------

    def opening(self) -> list[str]:
        """What differs going in, and which plan costs less by how much."""
        return [self._inputs(), self._cost()]

    def _inputs(self) -> str:
        if self.inputs.is_empty():
            return "Both were planned from the same tables: only the search differs."
        parts = []
        for table, column_, rows in self.inputs.iter_rows():
            where = f"{table}.{column_}" if column_ else table
            what = "" if table == "network" else f" ({rows} {'row' if rows == 1 else 'rows'})"
            parts.append(where + what)
        more = f" and {len(parts) - 6} more" if len(parts) > 6 else ""
        return f"What differs going in: {', '.join(parts[:6]) if more else listed(parts)}{more}. All else is the same."

    def _cost(self) -> str:
        first, second, change = self.names[0], self.names[1], self.found.difference
        if not abs(change) > 1e-9 * abs(self.found.objective_a):
            return f"All in all, {second} costs as much as {first}."
        way = "more" if change > 0 else "less"
        share = abs(change) / abs(self.found.objective_a) if self.found.objective_a else math.inf
        size = f" ({percent(share, 2)})" if share < math.inf else ""
        said = f"All in all, {second} costs {self.numbers.amount(abs(change))} {way} than {first}{size}; "
        return said + self._proven()

    def _proven(self) -> str:
        """Whether the better plan is below what is proven of the other problem."""
        low, high = sorted((self.a.plan, self.b.plan), key=lambda p: p.objective)
        if high.bound > low.objective:
            return "no plan of the dearer one can cost as little."
        return "that is within what is not proven of the dearer one."

    def why(self, group: str) -> list[str]:
        """What may be said about who makes a group, and what it costs and brings."""
        rows = self.makers(group)
        return [*self._shifts(rows, group), *self._spread(rows, group), *self._earned(group), *self._paid(rows, group)]

    def _shifts(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        things = noun(group)
        clear = [m for m in rows if m.apart]
        for maker in clear:
            a, b = (side[maker.allowances[-1]] for side in (maker.ranges_a, maker.ranges_b))
            verb = "gains" if maker.share_b > maker.share_a else "loses"
            yield (
                f"{self._name(maker)} {verb} {things} from {self.names[0]} to {self.names[1]}: {percent(maker.share_a)} "
                f"({span(a.low, a.high)}) becomes {percent(maker.share_b)} ({span(b.low, b.high)}). In plans that cost at most "
                f"{self._money(maker.allowances[-1])} {a_piece(noun(group, many=False))} more, the ranges found do not overlap."
            )
        some = [m for m in rows if m.apart is False and apart_at(m, m.allowances[0])]
        for maker in some:
            yield (
                f"{self._name(maker)}: {percent(maker.share_a)} and {percent(maker.share_b)}, apart "
                f"{self._within(maker.allowances[0])} but not {self._within(maker.allowances[-1])}: at little more "
                "cost its share could be the same."
            )
        same = [m for m in rows if m.apart is False and m not in some]
        if same:
            who = listed([self._name(m) for m in same])
            whose = "its" if len(same) == 1 else "their"
            yield f"{who}: {whose} ranges overlap, so no shift is claimed."
        unknown = [self._name(m) for m in rows if m.apart is None]
        if unknown:
            yield f"{listed(unknown)}: how far the share can move is not computed, so nothing is claimed."

    def _money(self, within: float) -> str:
        return self.numbers.money(within, 0 if within == int(within) else 2)

    def _within(self, within: float) -> str:
        return f"within {self._money(within)}"

    def _spread(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        """Where cost hardly tells makers apart: the widest range of a plan."""
        for name, pick in zip(self.names, ("ranges_a", "ranges_b"), strict=True):
            known = [(list(r.values())[-1], m) for m in rows if (r := getattr(m, pick))]
            widest, maker = max(known, key=lambda k: k[0].high - k[0].low, default=(None, None))
            if widest and maker and widest.high - widest.low >= 0.1:
                yield (
                    f"In {name}, {self._within(widest.within)} {a_piece(noun(group, many=False))}, {self._name(maker)} could "
                    f"have {span(widest.low, widest.high)}: there cost says little about who makes them."
                )

    def _earned(self, group: str) -> Iterator[str]:
        parts = []
        for name, side in zip(self.names, self.sides, strict=True):
            rows = side.plan.incentives.filter(pl.col("reached") == 1)
            by = rows.group_by("company", maintain_order=True).agg(pl.col("incentive").sum(), pl.len().alias("years"))
            told = [
                f"{self.a.subject.name(c)} {self.numbers.amount(i)} in {n} {'year' if n == 1 else 'years'}"
                for c, i, n in by.sort("incentive", descending=True).iter_rows()
            ]
            parts.append(f"in {name} {listed(told) if told else 'nobody'}")
        if any(len(side.plan.incentives) for side in self.sides):
            yield f"Who earns incentives: {'; '.join(parts)}."

    def _paid(self, rows: Sequence[Maker], group: str) -> Iterator[str]:
        volumes = [side.delivered(group) for side in self.sides]
        if not min(volumes):
            return
        things, thing = noun(group), noun(group, many=False)
        if abs(volumes[0] - volumes[1]) > _EQUAL * max(volumes):
            pieces = listed([self.numbers.pieces(v) for v in volumes])
            yield f"They deliver {pieces} {things}: not the same volume, so costs {a_piece(thing)} compare only roughly."
        else:
            yield f"Both deliver {self.numbers.pieces(volumes[0])} {things}, so costs {a_piece(thing)} compare."
        terms = cost_by_term(*self.sides, group)
        net = float(terms["difference"].sum())
        most = terms.filter(pl.col("difference").abs() >= 0.05).sort(pl.col("difference").abs(), descending=True).head(4)
        parts = [f"{term} {self.numbers.signed(d, 2)}" for term, d in most.select("term", "difference").iter_rows()]
        if parts:
            way = "more" if net > 0 else "less"
            yield (
                f"{a_piece(thing).capitalize()} costs {self.numbers.symbol}{self.numbers.group(abs(net), 2)} {way} net in {self.names[1]}, "
                f"most of it: {', '.join(parts)}."
            )
        yield from self._a_move(rows, terms, group)

    def _a_move(self, rows: Sequence[Maker], terms: pl.DataFrame, group: str) -> Iterator[str]:
        """What the pieces that move cost more and bring, where a move is claimed at equal volume."""
        volumes = [side.delivered(group) for side in self.sides]
        moved = moved_pieces(rows)
        brings = float(terms.filter(pl.col("term") == "incentive")["difference"].sum()) * volumes[0]
        costs = -float(terms.filter(pl.col("term") != "incentive")["difference"].sum()) * volumes[0]
        equal = abs(volumes[0] - volumes[1]) <= _EQUAL * max(volumes)
        if not (equal and moved and brings > 0 and any(m.apart for m in rows)):
            return
        things, money = noun(group), self.numbers
        more = "more" if costs >= 0 else "less"
        yield (
            f"In {self.names[0]}, {money.pieces(moved)} {things} are made by others than in {self.names[1]}. For each of "
            f"them all costs but the incentive are {money.symbol}{money.group(abs(costs / moved), 2)} {more}, and the "
            f"incentive brings {money.symbol}{money.group(brings / moved, 2)}."
        )

    def _name(self, maker: Maker) -> str:
        known = self.a if maker.pieces_a else self.b
        return known.subject.name(maker.company)

    # -- tables ----------------------------------------------------------------------------------------------

    def shares(self, group: str) -> Table:
        """Pieces, share and ranges of each maker, in both plans."""
        rows, numbers = self.makers(group), self.numbers
        within = sorted({*self.a.allowances, *self.b.allowances})[:2]
        marks = [f"±{self._money(w)}" for w in within] or ["range"]
        head = [noun(group).capitalize(), *(["pieces", "share", *marks] * 2)]
        body = []
        for m in rows:
            row = [self._name(m)]
            for pieces, share, ranges in ((m.pieces_a, m.share_a, m.ranges_a), (m.pieces_b, m.share_b, m.ranges_b)):
                shown = [reach(list(ranges.values()), w) for w in within] if ranges else ["?"] * len(marks)
                row += [numbers.group(pieces), percent(share, 1), *shown]
            body.append(row)
        blank = [""] * (len(marks) + 1)
        sums = (sum(m.pieces_a for m in rows), sum(m.pieces_b for m in rows))
        body.append(["All", numbers.group(sums[0]), *blank, numbers.group(sums[1]), *blank])
        wide = len(marks) + 2
        return Table(head, body, total=True, over=(("", 1), (self.names[0], wide), (self.names[1], wide)))

    def gates(self, group: str) -> Table:
        """What a piece costs at each maker's gate, in both plans."""
        sides = [{r["company"]: r for r in cost_by_maker(s, group).iter_rows(named=True)} for s in self.sides]
        names = ("cost", "making", "incentive")
        body = []
        for m in self.makers(group):
            row = [self._name(m)]
            for side in sides:
                found = side.get(m.company)
                row += [self.numbers.group(found[n], 2) if found else "" for n in names]
            body.append(row)
        head = (f"{self.numbers.currency} {a_piece(noun(group, many=False))}, at the gate", *(["cost", "of it making", "incentive"] * 2))
        return Table(head, body, over=(("", 1), (self.names[0], 3), (self.names[1], 3)))

    def costs(self, group: str) -> Table:
        """What a delivered piece costs by term, in both plans."""
        rows = cost_by_term(*self.sides, group)
        a, b = (fit(rows[side].to_list(), 2) for side in ("a", "b"))
        show, signed = self.numbers.group, self.numbers.signed
        body = [[t, show(x, 2), show(y, 2), signed(y - x, 2)] for t, x, y in zip(rows["term"], a, b, strict=True)]
        body.append(["net", show(sum(a), 2), show(sum(b), 2), signed(sum(b) - sum(a), 2)])
        head = (f"{self.numbers.currency} {a_piece(noun(group, many=False))}", *self.names, "difference")
        return Table(head, body, total=True)

    def money(self) -> Table:
        """All money by term, in both plans."""
        rows = self.found.money
        total = max(float(rows[side].abs().sum()) for side in ("a", "b"))
        numbers = Numbers(self.numbers.currency, total)
        sums = [[*rows[name].to_list(), float(rows[name].sum())] for name in ("a", "b", "difference")]
        a, b, change = (column(values, numbers) for values in sums)
        plus = ["+" + c if v > 0 and c.strip("0.,") else c for c, v in zip(change, sums[2], strict=True)]
        body = list(zip([*rows["term"], "all"], a, b, plus, strict=True))
        return Table((f"All goods, {numbers.big_unit}", *self.names, "difference"), body, total=True)

    def measures(self) -> Table:
        """Import share, value addition and service, in both plans."""
        names = {
            "import_share": "imported, gross", "import_share_net": "imported, net of local content",
            "value_addition": "value added, guideline, gross", "value_addition_net": "value added, guideline, net",
            "on_time_share": "delivered on time",
        }  # fmt: skip
        body = []
        for name, label in names.items():
            values = [words.subject.value(name) for words in (self.a, self.b)]
            x, y = values
            change = "?" if x is None or y is None else f"{self.numbers.signed((y - x) * 100, 1)} points"
            body.append([label, *("?" if v is None else percent(v, 1) for v in values), change])
        return Table(("Home made", *self.names, "difference"), body)

    def choices(self) -> Table:
        """Qualifications and years of incentives that differ."""
        rows = self.found.decisions.filter(pl.col("decision").str.contains("^(qualification|incentive):"))
        body = []
        for row in rows.iter_rows(named=True):
            kind, _, what = row["decision"].partition(":")
            if kind == "qualification":
                cells = [row[side] or "no" for side in ("period_a", "period_b")]
            else:
                cells = ["paid" if row[side] else "not paid" for side in ("a", "b")]
            body.append([f"{kind} {what.replace(':', ', ')}", *cells])
        return Table(("Choice", *self.names), body)

    def proof(self) -> Table:
        """How sure both plans are."""
        plans = (self.a.plan, self.b.plan)
        body = [
            ["gap", *(proven(p.gap) if math.isfinite(p.bound) else "?" for p in plans)],
            ["gap of what can change", *("?" if (g := p.gap_controllable) is None else proven(g) for p in plans)],
            ["seconds", *(self.numbers.group(p.seconds, 1) for p in plans)],
            ["ended", *(p.status.replace("_", " ") for p in plans)],
        ]
        return Table(("Proof", *self.names), body)

