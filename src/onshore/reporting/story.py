"""What a report is about: a plan, what it is compared with, and the page that collects its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onshore.plans import Plan, Range
from onshore.reporting.charts.shares import Reach
from onshore.reporting.html import Html, Page
from onshore.reporting.numbers import Numbers, percent, span
from onshore.reporting.subject import Subject
from onshore.reporting.words import HOW_KNOWN, NOT_KNOWN

__all__ = ["WITHOUT", "Story"]

#: How the plan without any incentive is called among the other plans.
WITHOUT = "no-incentive"


@dataclass
class Story:
    """A plan, its baseline (today's awards) and other plans by name."""

    plan: Subject
    base: Subject | None
    others: Mapping[str, Subject]
    numbers: Numbers
    page: Page = field(default_factory=Page)

    @property
    def without(self) -> Subject | None:
        """The plan without any incentive, if there is one."""
        return next((s for n, s in self.others.items() if WITHOUT in (n, s.plan.scenario)), None)

    @property
    def unit(self) -> str:
        """Unit of a cost: INR a phone."""
        return f"{self.numbers.currency} a {self.plan.thing}"

    def a_piece(self, value: float) -> str:
        """Money a piece in a sentence: ₹8,796 a phone."""
        return f"{self.numbers.money(value)} a {self.plan.thing}"

    def within(self, item: Range) -> str:
        """What a range allows: within ₹5."""
        return f"within {self.numbers.money(item.within, 0 if item.within == int(item.within) else 2)}"

    @property
    def range_marks(self) -> list[tuple[str, str]]:
        """What the bars of ranges mean: style and words, as `html.keys` takes them."""
        found = {r.within: self.within(r) for r in self.plan.plan.ranges}
        strong = ("background:var(--ink-2);opacity:.75", "background:var(--ink-2);opacity:.35")
        words = [f"range {found[w]} a {self.plan.thing}" for w in sorted(found)]
        return list(zip(strong, words, strict=False))

    def reaches(self, subject: Subject, company: str, group: str | None = None) -> tuple[Reach, ...]:
        """Ranges of a maker's share, the narrow one first."""
        return tuple(Reach(self.within(r), r.low, r.high) for r in subject.ranges(company, group))

    def range_words(self, subject: Subject, company: str, *, brief: bool = False) -> str:
        """The widest range of a share in words: 24–31% within ₹5 a phone; or how to get to know it."""
        found = subject.ranges(company)
        if not found:
            return HOW_KNOWN
        said = f"{span(found[-1].low, found[-1].high)} {self.within(found[-1])}"
        return said if brief else f"{said} a {self.plan.thing}"

    def share_words(self, share: float | None, digits: int | None = None) -> str:
        """A share as percent, or that it is not known."""
        return NOT_KNOWN if share is None else percent(share, digits)

    def source(self, table: str, plan: Plan | None = None) -> str:
        """Where a number comes from: plan table and its rows."""
        frame = (plan or self.plan.plan).tables[table]
        return f"plan table {table}, {self.numbers.group(len(frame))} rows"

    def opens(self, label: str, key: str, title: str, rows: Html, source: str) -> Html:
        """A number that shows its rows."""
        return self.page.opens(label, key, title, rows, source)
