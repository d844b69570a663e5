"""A plan in sentences and tables, as `plan`, `show` and `compare` print it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from onshore import measures as kpi
from onshore.cli.console import Table
from onshore.network import Network
from onshore.plans import Plan, Range
from onshore.reporting.numbers import Numbers, column, fit, percent, proven, span
from onshore.reporting.sections.late import promise
from onshore.reporting.sections.opening import moved, today_share, unsure
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject, mean_cost, numbers_for, of_value
from onshore.reporting.words import HOW_KNOWN, NOT_KNOWN, noun

__all__ = ["NO_COST", "STATUS", "UNKNOWN_NOTE", "Words", "a_piece", "share_cells"]

#: Why a search stopped.
STATUS = {
    "optimal": "It stopped because the gap that was asked for was reached",
    "time_limit": "It stopped at its time limit",
    "iteration_limit": "It stopped at its limit of iterations",
    "whole_pieces": "It stopped at the gap that was asked for, and making every piece whole cost more than that",
    "interrupted": "It was stopped by hand",
}
#: Why a share is not shown, and how to get it.
UNKNOWN_NOTE = f"Not known: a share is shown only with its range. For one, {HOW_KNOWN}."
#: What stands where a maker makes nothing, so that no piece of it has a cost.
NO_COST = "–"
_RANGE_NOTE = "Each range is at least this wide: shares in plans that cost at most so much more a piece."


def share_cells(share: float, ranges: Sequence[Range], within: Sequence[float], unknown: str = NOT_KNOWN) -> list[str]:
    """A share and its ranges as 24–31%, one for each allowance; without any of these the share is not known either."""
    found = {r.within: span(r.low, r.high) for r in ranges}
    shown = [found.get(w, unknown) for w in within]
    return [percent(share, 1) if found.keys() & set(within) else unknown, *shown]


class Words:
    """Sentences and tables about one plan of one network."""

    def __init__(self, network: Network, plan: Plan) -> None:
        self.network, self.plan = network, plan
        self.subject = Subject(network, plan)
        self.numbers = numbers_for(self.subject)
        self.story = Story(self.subject, None, {}, self.numbers)

    @property
    def groups(self) -> list[str]:
        """Groups of finished items, the largest first."""
        return kpi.groups(self.network)

    @property
    def allowances(self) -> list[float]:
        """Extra costs a piece for which there are ranges."""
        return sorted({r.within for r in self.plan.ranges})

    def title(self) -> str:
        """What was planned, over which time, under which scenario."""
        buckets = self.subject.buckets
        when = buckets.span(0, len(buckets.names) - 1) if buckets.names else "no period"
        under = f"scenario {self.plan.scenario}" if self.plan.scenario else "base"
        demo = " Invented numbers." if self.network.settings["demo"] else ""
        return f"{self.network.name}, {when}, {under}.{demo}"

    def verdict(self) -> list[str]:
        """What the plan comes to: cost and who makes it; what is late; how good it is."""
        return [" ".join(filter(None, (self._cost(), self._maker()))), self._late(), self._proof()]

    def _cost(self) -> str:
        cost = self.subject.net_cost
        if cost is None:
            return f"The plan delivers no {self.subject.things}."
        return f"The plan costs {self.story.a_piece(cost)}."

    def _maker(self) -> str:
        company = moved(self.story)
        if company is None:
            return f"{unsure(self.subject.things)}: {HOW_KNOWN}." if any(self.subject.shares.values()) else ""
        share, today = self.subject.shares.get(company, 0.0), today_share(self.story, company)
        before = ""
        if today is not None:
            way = "up from" if share > today else "down from" if share < today else "as"
            before = f", {way} {percent(today)} today"
        ranges = self.story.range_words(self.subject, company)
        return f"{self.subject.name(company)} makes {percent(share)} of {self.subject.things} ({ranges}){before}."

    def _late(self) -> str:
        said, pieces = promise(self.subject), self.numbers.pieces
        if said.kept:
            return f"All {pieces(said.wanted)} {said.things} that customers want are delivered on time."
        never = f"; {pieces(said.short)} of them are never delivered" if said.short >= 0.5 else ""
        return f"{pieces(said.missed)} {said.things} of {pieces(said.wanted)} wanted are not on time{never}."

    def _proof(self) -> str:
        plan = self.plan
        if not math.isfinite(plan.gap):
            return "How far it is from the best possible is not known."
        if plan.gap <= 0:
            return "It is proven to be the best possible."
        apart = self.numbers.amount(plan.objective - plan.bound)
        how = "a smaller --gap" if plan.status == "optimal" else "waiting longer"
        return f"It is proven within {proven(plan.gap)} of the best possible: {how} can save at most {apart}."

    def proof(self) -> list[str]:
        """Objective, bound and both gaps, and how the search ended."""
        plan = self.plan
        whose = "the brand and its manufacturers" if self.network.settings["perspective"] == "chain" else "the brand"
        bound = self._exactly(plan.bound) if math.isfinite(plan.bound) else "a sum not known"
        said = [
            f"All in all the plan costs {whose} {self._exactly(plan.objective)}; no plan can cost less than {bound}.",
            self._proof(),
        ]
        if plan.gap_controllable is not None:
            said.append(f"Of what a plan can change at all, the gap is {proven(plan.gap_controllable)}.")
        ended = STATUS.get(plan.status, plan.status)
        said.append(f"{ended}, after {self.numbers.group(plan.seconds)} s ({plan.solver}, seed {plan.seed}).")
        return said

    def _exactly(self, value: float) -> str:
        """A large amount in full: plan and bound differ in late digits."""
        return f"{self.numbers.currency} {self.numbers.group(value)}"

    # -- tables ------------------------------------------------------------------------------------------------

    def makers(self, group: str) -> Table:
        """Pieces and share of each maker of a group, with the ranges of the share, and what a piece costs."""
        rows = kpi.shares(self.network, self.plan).filter(group=group)
        costs = kpi.cost_by_maker(self.network, self.plan).filter(group=group)
        named = {row["company"]: row for row in costs.iter_rows(named=True)}
        money = [self.numbers.money(w, 0 if w == int(w) else 2) for w in self.allowances]
        body = []
        for company, quantity, share in rows.select("company", "quantity", "share").iter_rows():
            ranges = self.subject.ranges(company, group)
            shown = share_cells(share, ranges, self.allowances)
            cost = self._paid(named.get(company))
            body.append([self.subject.name(company), self.numbers.group(quantity), *shown, *cost])
        pieces = float(rows["quantity"].sum())
        whole = "100%" if pieces else NO_COST
        all_cost = self._paid(mean_cost(costs))
        body.append(["All", self.numbers.group(pieces), whole, *([whole] * len(money)), *all_cost])
        head = [
            noun(group).capitalize(),
            "pieces",
            "share",
            *(f"within {m}" for m in money),
            "gross",
            "net",
            "of value",
        ]
        over = (("", 3 + len(money)), (f"{self.numbers.currency} a piece", 2), ("", 1))
        return Table(head, body, total=True, over=over)

    def _paid(self, row: Mapping[str, float] | None) -> list[str]:
        """Cost of a piece before and after the incentive, and the first over its standard value."""
        if row is None:
            return [NO_COST] * 3
        return [self.numbers.group(row["gross"], 2), self.numbers.group(row["net"], 2), of_value(row)]

    def notes(self) -> list[str]:
        """What ranges, shares that are not shown, and costs by maker mean."""
        shares = kpi.shares(self.network, self.plan).filter(pl.col("quantity") > 0)
        known = [bool(self.subject.ranges(*row)) for row in shares.select("company", "group").iter_rows()]
        return [
            *([self.range_note] if any(known) else []),
            *([UNKNOWN_NOTE] if not all(known) else []),
            "Cost of a piece made, landed at the market, gross and net of the incentive; what was there at the start "
            "is free. Makers make different items: gross is set against their standard value as well."
            + (f" {NO_COST}: it makes none." if self._idle else ""),
        ]

    @property
    def _idle(self) -> bool:
        """Whether someone with an award makes nothing."""
        return bool((kpi.shares(self.network, self.plan)["quantity"] <= 0).any())

    @property
    def range_note(self) -> str:
        """What a range means."""
        kinds = {r.kind for r in self.plan.ranges}
        return _RANGE_NOTE.replace("at least", "at most") if kinds == {"full"} else _RANGE_NOTE

    def cost(self, group: str) -> Table:
        """What a piece of a group costs, by term."""
        rows = kpi.cost_per_unit(self.network, self.plan).filter(group=group)
        numbers, piece = self.numbers, noun(group, many=False)
        each, amounts = fit(rows["per_unit"].to_list(), 2), rows["amount"].to_list()
        sums = [*amounts, sum(amounts)]
        big = column(sums, numbers)
        body = [
            [term, numbers.group(unit, 2), amount, percent(share, 1)]
            for term, unit, amount, share in zip(rows["term"], each, big, _parts(amounts), strict=False)
        ]
        gross = sum(a for a in amounts if a > 0)
        whole = percent(sum(amounts) / gross, 1) if gross else NO_COST
        body.append(["net", numbers.group(sum(each), 2), big[-1], whole])
        head = [f"Cost of {a_piece(piece)}", f"{numbers.currency} {a_piece(piece)}", numbers.big_unit, "of gross"]
        return Table(head, body, total=True)

    def origin(self) -> Table:
        """Import share and value addition, each with its method."""
        bought = "value_addition:pli_dva_bought"
        lines = [
            ("Imported, gross", "import_share", "imported material at CIF, of all material taken in"),
            ("Imported, net", "import_share_net", "the same, with imported content of local purchases"),
            *(
                (f"Value added, {method}", f"value_addition:{method}", f"{name}: {formula}")
                for method, (name, formula) in kpi.VALUE_METHODS.items()
            ),
            (
                "Value added, pli_dva, bought, gross",
                f"{bought}_gross",
                "scheme guideline on what is bought, used or not",
            ),
            (
                "Value added, pli_dva, bought, net",
                f"{bought}_net",
                "the same, with imported content of local purchases",
            ),
        ]
        values = [self.subject.value(name) for _, name, _ in lines]
        body = [
            [label, "?" if value is None else percent(value, 1), method]
            for (label, _, method), value in zip(lines, values, strict=True)
        ]
        return Table(("Home made", "share", "by this method"), body, frozenset((0, 2)))

    def investments(self) -> Table:
        """Which lines are ordered and when, their capital, and what of it the horizon bears and a scheme grants."""
        known = self.network.investments.select("investment", "cost")
        rows = self.plan.investments.join(known, on="investment", validate="m:1").sort("period", "investment")
        amounts = [rows[name].to_list() for name in ("cost", "charge", "grant")]
        numbers = Numbers(self.numbers.currency, max(v for values in amounts for v in values))
        cells = zip(*(column(values, numbers) for values in amounts), strict=True)
        named = rows.select("investment", "period", pl.col("scheme").fill_null("nobody")).iter_rows()
        body = [[name, period, *money, scheme] for (name, period, scheme), money in zip(named, cells, strict=True)]
        head = (f"Investment, {numbers.big_unit}", "ordered", "capital", "charged here", "granted of it", "by")
        return Table(head, body, frozenset((0, 1, 5)))

    def incentives(self) -> Table:
        """What each member of a scheme earns in each fiscal year, and its gates."""
        rows = self.plan.incentives.sort("company", "fiscal_year").with_columns(
            counted=pl.col("sales") + pl.col("outside_sales"),
            needed=pl.col("base_sales") + pl.col("sales_threshold"),
        )
        names = ("counted", "needed", "investment", "investment_threshold", "incentive", "incentive_on_brand")
        columns = {name: rows[name].to_list() for name in names}
        numbers = Numbers(self.numbers.currency, max((abs(v) for c in columns.values() for v in c), default=0.0))
        shown = list(zip(*(column(values, numbers) for values in columns.values()), strict=True))
        years = rows.select("company", "fiscal_year", "rate").iter_rows()
        body = [
            [self.subject.name(company), year, *cells[:4], percent(rate), *cells[4:]]
            for (company, year, rate), cells in zip(years, shown, strict=True)
        ]
        money = ("sales", "needed", "invested", "needed", "rate", "earned", "on this plan")
        return Table((f"Incentive, {numbers.big_unit}", "year", *money), body, frozenset((0, 1)))

    def service(self) -> Table:
        """Wanted, on time, late and lost by group."""
        goods = kpi.finished(self.network).select("item", "group")
        rows = kpi.service(self.network, self.plan).join(goods, on="item", validate="m:1")
        sums = rows.group_by("group").agg(pl.col("demand", "on_time", "short").sum())
        by = {row["group"]: row for row in sums.iter_rows(named=True)}
        body = [[noun(g).capitalize(), *self._served(by[g])] for g in self.groups if g in by]
        return Table(("Delivered", "wanted", "on time", "share", "late", "never"), body)

    def _served(self, row: dict[str, Any]) -> list[str]:
        group = self.numbers.group
        late = max(0.0, row["demand"] - row["on_time"] - row["short"])
        share = "?" if not row["demand"] else percent(math.floor(row["on_time"] / row["demand"] * 1e3) / 1e3, 1)
        return [group(row["demand"]), group(row["on_time"]), share, group(late), group(row["short"])]

    def summary(self) -> dict[str, Any]:
        """The plan as one document: proof, who makes what, costs, measures, incentives."""
        plan = self.plan
        return {
            "network": self.network.name, "scenario": plan.scenario, "currency": self.numbers.currency,
            "status": plan.status, "objective": plan.objective, "bound": plan.bound, "gap": plan.gap,
            "floor": plan.floor, "gap_controllable": plan.gap_controllable, "seconds": plan.seconds,
            "solver": plan.solver, "seed": plan.seed, "money": plan.money_by_term,
            "makers": kpi.shares(self.network, plan).to_dicts(),
            "ranges": [vars(r) for r in plan.ranges],
            "cost_by_maker": kpi.cost_by_maker(self.network, plan).to_dicts(),
            "cost": kpi.cost_per_unit(self.network, plan).to_dicts(),
            "measures": plan.measures(), "incentives": plan.incentives.to_dicts(),
            "investments": plan.investments.to_dicts(),
            "warnings": list(plan.warnings),
        }  # fmt: skip


def _parts(amounts: Sequence[float]) -> list[float]:
    gross = sum(a for a in amounts if a > 0)
    return [a / gross if gross else 0.0 for a in amounts]


def a_piece(thing: str) -> str:
    """The thing with its article."""
    return f"{'an' if thing[:1] in 'aeiou' else 'a'} {thing}"
