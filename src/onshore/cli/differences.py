"""Two plans side by side, in tables."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from onshore import measures as kpi
from onshore.cli.console import Table
from onshore.cli.words import NO_COST, UNKNOWN_NOTE, Words, a_piece, share_cells
from onshore.explanation import Comparison, Maker, Side, cost_by_term, makers
from onshore.plans import Range
from onshore.reporting.numbers import Numbers, column, fit, percent, proven
from onshore.reporting.subject import of_value
from onshore.reporting.words import noun

__all__ = ["MAKER_NOTE", "Differences"]

#: What the costs by maker are.
MAKER_NOTE = (
    "Landed cost of a piece made, gross and net of the incentive that counts, with the way to the market; what was on "
    "hand or on the way at the start is free. Makers make different items, so gross is set against their standard "
    f"value as well. {NO_COST}: it makes none."
)
#: What stands for a share or a range that is not known, where there is little room.
UNKNOWN = "?"
_MEASURES = {
    "import_share": "imported, gross",
    "import_share_net": "imported, net of local content",
    **{f"value_addition:{method}": f"value added, {method}" for method in kpi.VALUE_METHODS},
    "value_addition:pli_dva_bought_gross": "value added, pli_dva on what is bought, gross",
    "value_addition:pli_dva_bought_net": "value added, pli_dva on what is bought, net",
    "on_time_share": "delivered on time",
}
#: Most allowances of cost that a row has room for.
_RANGES = 2


class Differences:
    """Plan A beside plan B, in tables; `names` is what the two are called."""

    def __init__(self, a: Words, b: Words, names: tuple[str, str], found: Comparison) -> None:
        self.a, self.b, self.names, self.found = a, b, names, found
        self.sides = Side(a.network, a.plan), Side(b.network, b.plan)
        self.numbers = a.numbers

    @property
    def groups(self) -> list[str]:
        """Groups of finished items that either plan makes, the largest first."""
        return list(dict.fromkeys([*self.a.groups, *self.b.groups]))

    def _name(self, maker: Maker) -> str:
        return (self.a if maker.pieces_a else self.b).subject.name(maker.company)

    def _unit(self, group: str) -> str:
        return f"{self.numbers.currency} {a_piece(noun(group, many=False))}"

    def shares(self, group: str) -> Table:
        """Pieces, share and ranges of each maker, in both plans."""
        rows, numbers = makers(*self.sides, group), self.numbers
        within = sorted({*self.a.allowances, *self.b.allowances})[:_RANGES]
        marks = [f"+{numbers.money(w, 0 if w == int(w) else 2)}" for w in within]

        def side(pieces: float, share: float, ranges: dict[float, Range]) -> list[str]:
            return [numbers.group(pieces), *share_cells(share, list(ranges.values()), within, UNKNOWN)]

        body = [
            [self._name(m), *side(m.pieces_a, m.share_a, m.ranges_a), *side(m.pieces_b, m.share_b, m.ranges_b)]
            for m in rows
        ]
        sums = [sum(m.pieces_a for m in rows), sum(m.pieces_b for m in rows)]
        whole = [["100%" if n else NO_COST] * (len(marks) + 1) for n in sums]
        body.append(["All", numbers.group(sums[0]), *whole[0], numbers.group(sums[1]), *whole[1]])
        head = [noun(group).capitalize(), *(["pieces", "share", *marks] * 2)]
        return Table(head, body, total=True, over=self._over(len(marks) + 2))

    def _over(self, wide: int) -> tuple[tuple[str, int], ...]:
        return (("", 1), (self.names[0], wide), (self.names[1], wide))

    def notes(self) -> list[str]:
        """What ranges and shares that are not shown mean."""
        found = [set(words.notes()) for words in (self.a, self.b)]
        ranges = [note for note in dict.fromkeys((self.a.range_note, self.b.range_note)) if note in found[0] | found[1]]
        return [*ranges, *([f"{UNKNOWN} {UNKNOWN_NOTE}"] if UNKNOWN_NOTE in found[0] | found[1] else [])]

    def by_maker(self, group: str) -> Table:
        """What a piece costs by who makes it, in both plans."""
        found = [kpi.cost_by_maker(s.network, s.plan).filter(group=group) for s in self.sides]
        sides = [{row["company"]: row for row in rows.iter_rows(named=True)} for rows in found]
        body = []
        for maker in makers(*self.sides, group):
            cells = [cell for side in sides for cell in self._paid(side.get(maker.company))]
            body.append([self._name(maker), *cells])
        head = [f"{self._unit(group)}, by maker", *(["gross", "net", "of value"] * 2)]
        return Table(head, body, over=self._over(3))

    def _paid(self, row: dict[str, Any] | None) -> list[str]:
        if row is None:
            return [NO_COST] * 3
        return [self.numbers.group(row["gross"], 2), self.numbers.group(row["net"], 2), of_value(row)]

    def costs(self, group: str) -> Table:
        """What a delivered piece costs by term, in both plans."""
        rows = cost_by_term(*self.sides, group)
        a, b = (fit(rows[side].to_list(), 2) for side in ("a", "b"))
        sums = [("net", sum(a), sum(b))]
        show, signed = self.numbers.group, self.numbers.signed
        body = [
            [term, show(x, 2), show(y, 2), signed(y - x, 2)]
            for term, x, y in [*zip(rows["term"], a, b, strict=True), *sums]
        ]
        return Table((self._unit(group), *self.names, "difference"), body, total=True)

    def money(self) -> Table:
        """All money by term, in both plans."""
        rows = self.found.money
        numbers = Numbers(self.numbers.currency, max(float(rows[side].abs().sum()) for side in ("a", "b")))
        sums = [[*rows[name].to_list(), float(rows[name].sum())] for name in ("a", "b", "difference")]
        a, b, change = (column(values, numbers) for values in sums)
        plus = [f"+{c}" if v > 0 and c.strip("0.,") else c for c, v in zip(change, sums[2], strict=True)]
        body = list(zip([*rows["term"], "all"], a, b, plus, strict=True))
        return Table((f"All goods, {numbers.big_unit}", *self.names, "difference"), body, total=True)

    def measures(self) -> Table:
        """Import share, value addition and service, in both plans."""
        body = []
        for name, label in _MEASURES.items():
            x, y = (words.subject.value(name) for words in (self.a, self.b))
            change = "?" if x is None or y is None else f"{self.numbers.signed((y - x) * 100, 1)} points"
            body.append([label, *("?" if v is None else percent(v, 1) for v in (x, y)), change])
        return Table(("Of what is made at home", *self.names, "difference"), body)

    def choices(self) -> Table:
        """Qualifications, investments and years of incentives that differ."""
        rows = self.found.decisions.filter(pl.col("decision").str.contains("^(qualification|investment|incentive):"))
        body = []
        for row in rows.iter_rows(named=True):
            kind, _, what = row["decision"].partition(":")
            if kind in ("qualification", "investment"):
                cells = [row[side] or "no" for side in ("period_a", "period_b")]
            else:
                cells = ["paid" if row[side] else "not paid" for side in ("a", "b")]
            body.append([f"{kind} {what.replace(':', ', ')}", *cells])
        return Table(("Choice", *self.names), body)

    def proof(self) -> Table:
        """How sure both plans are."""
        plans = (self.a.plan, self.b.plan)
        controllable = [p.gap_controllable for p in plans]
        body = [
            ["gap", *(proven(p.gap) if math.isfinite(p.gap) else "?" for p in plans)],
            ["gap of what a plan can change", *("?" if g is None else proven(g) for g in controllable)],
            ["seconds", *(self.numbers.group(p.seconds, 1) for p in plans)],
            ["ended", *(p.status.replace("_", " ") for p in plans)],
        ]
        return Table(("Proof", *self.names), body)
