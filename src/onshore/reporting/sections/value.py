"""Value added at home: by manufacturer and site, by each method of law, and against what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import polars as pl

from onshore import measures as kpi
from onshore.reporting.html import Html, block, card, details, join, stacked
from onshore.reporting.html import section as framed
from onshore.reporting.numbers import Numbers, percent
from onshore.reporting.story import Story
from onshore.reporting.words import country

__all__ = ["finding", "section", "target_finding"]

#: The method that the heading speaks of.
_GUIDELINE = "pli_dva"
_SHORT: Mapping[str, str] = {
    "pli_dva": "Guideline",
    "ppp_mii": "Procurement",
    "advance_authorisation": "Over imports",
    "aifta_rvc": "Regional",
}
#: What a method does differently, in few words.
_HOW = {"ppp_mii": ", where customs duties count as imported", "advance_authorisation": ", over imports, not sales"}
_NONE = "–"
_NAMED = 4


def finding(parts: Sequence[tuple[str, float]], home: str) -> str:
    """The heading: what share of their sales makers add at home, most first."""
    said = [f"{name} {percent(part)}" for name, part in sorted(parts, key=lambda p: (-p[1], p[0]))]
    if not said:
        return f"Nothing that is made has a price to set value added in {home} against"
    if len(said) > _NAMED:
        return f"Value added in {home} goes from {said[0]} down to {said[-1]}"
    return f"Value added in {home}: {', '.join(said)}"


def target_finding(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """The heading over the targets: all reached, or who misses most and by how much."""
    missed = [row for row in rows if not _reached(row)]
    if not missed:
        return "Every target for value added is reached" if len(rows) > 1 else "The target for value added is reached"
    worst = max(missed, key=lambda r: (r["least"] - r["value_addition"], r["company"]))
    points = f"{100 * (worst['least'] - worst['value_addition']):.1f}".removesuffix(".0")
    much = f"{points} {'point' if points == '1' else 'points'}"
    first = f"{names[worst['company']]} misses its target for value added by {much}"
    return first if len(missed) == 1 else f"{first}; {len(missed)} of {len(rows)} targets are missed"


def _reached(row: Mapping[str, Any]) -> bool:
    return bool(row["breach"] <= 1e-9 * max(row["sales"], 1.0))


def section(story: Story) -> Html:
    """Value added by maker with its sites, then targets; nothing where neither has a row."""
    made = kpi.value_added(story.plan.network, story.plan.plan, "company")
    return join(_made(story, made) if len(made) else Html(""), _targets(story))


def _made(story: Story, made: pl.DataFrame) -> Html:
    subject = story.plan
    guideline = made.filter(method=_GUIDELINE).drop_nulls("value_addition")
    parts = [(subject.name(key), value) for key, value in guideline.select("key", "value_addition").iter_rows()]
    methods = "; ".join(f"{_SHORT[m]}: {m}, {name}{_HOW.get(m, '')}" for m, (name, _) in kpi.VALUE_METHODS.items())
    lead = (
        "Of what goes into the pieces made, by the scheme guideline (pli_dva); other methods of law count otherwise "
        "and stand beside it."
    )
    note = join(Html('<p class="note">'), f"{methods}.", Html("</p>"))
    whole = kpi.value_added(subject.network, subject.plan, "all")
    shown = _table(story, "company", made, whole)
    sites = _table(story, "site", kpi.value_added(subject.network, subject.plan, "site"), whole)
    heading = finding(parts, country(kpi.home(subject.network)))
    return framed(block(heading, lead, card(shown, note, details(sites, "Show the sites"), kind="card tw")))


def _table(story: Story, by: Literal["company", "site"], rows: pl.DataFrame, whole: pl.DataFrame) -> Html:
    numbers, subject = story.numbers, story.plan
    called = subject.name if by == "company" else subject.site
    first = "Manufacturer" if by == "company" else "Site"
    keys = rows.filter(method=_GUIDELINE).sort("sales", "key", descending=[True, False])["key"].to_list()
    head = (f"{first}, {numbers.big_unit}", "Sales", "Imported", *(_SHORT[m] for m in kpi.VALUE_METHODS))
    body = [(called(key), *_cells(rows.filter(key=key), numbers)) for key in keys]
    return stacked(head, body, ("All", *_cells(whole, numbers)))


def _cells(rows: pl.DataFrame, numbers: Numbers) -> tuple[str, ...]:
    """Sales, what the guideline counts as imported, and the part added by each method."""
    by = {row["method"]: row for row in rows.iter_rows(named=True)}
    parts = (by[m]["value_addition"] for m in kpi.VALUE_METHODS)
    money = (numbers.big(by[_GUIDELINE][name]) for name in ("sales", "counted"))
    return (*money, *(_NONE if part is None else percent(part, 1) for part in parts))


def _targets(story: Story) -> Html:
    rows = story.plan.plan.value_targets.sort("company", "method", "fiscal_year", nulls_last=True).to_dicts()
    if not rows:
        return Html("")
    numbers, names = story.numbers, {r["company"]: story.plan.name(r["company"]) for r in rows}
    head = ("Who", "Method", "Year", f"Sales, {numbers.big_unit}", "Added", "Asked", "Missing", "State")
    lead = (
        "A target counts what a company takes in, used or not, and not what goes into its pieces. What is missing, in "
        f"{numbers.big_unit}, costs what the target says."
    )
    shown = stacked(head, [_target(r, names, numbers) for r in rows], words=frozenset((0, 1, 2, 7)))
    return framed(block(target_finding(rows, names), lead, card(shown, kind="card tw")))


def _target(row: Mapping[str, Any], names: Mapping[str, str], numbers: Numbers) -> tuple[object, ...]:
    state = '<span class="chip ok">✓ reached</span>' if _reached(row) else '<span class="chip short">✕ missed</span>'
    scaled = row["breach"] / numbers.scale
    return (
        names[row["company"]],
        row["method"],
        row["fiscal_year"] or "whole horizon",
        numbers.big(row["sales"]),
        percent(row["value_addition"], 1) if row["sales"] else _NONE,
        percent(row["least"], 1),
        numbers.group(scaled, 0 if numbers.scale == 1 or scaled >= 100 or not scaled else 2),
        Html(state),
    )
