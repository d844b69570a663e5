"""The strip of six numbers, each against today's awards if there is a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from onshore import measures as kpi
from onshore.reporting.charts.spark import spark
from onshore.reporting.html import Html, join, table
from onshore.reporting.numbers import percent
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject
from onshore.reporting.words import NOT_KNOWN

__all__ = ["delta", "strip"]


@dataclass(frozen=True)
class Kpi:
    """One cell: label, value with its unit, a line over time and what is said under it."""

    label: str
    value: object
    unit: str
    series: Sequence[float]
    base: float | None
    words: str
    tone: str = "same"
    note: str = ""


def delta(plan: float, base: float, *, up: bool | None, shown: str) -> tuple[str, str]:
    """Words and tone of a change: `shown` is its size; `up` whether more is better, None for neither."""
    if shown.strip("0.") in ("", "%") or shown.split(" ", maxsplit=1)[0].strip("0.,") == "":
        return "as with today’s awards", "same"
    more = plan > base
    tone = "same" if up is None else "better" if more == up else "worse"
    return f"{shown} {'more' if more else 'less'} than today", tone


def _points(change: float) -> str:
    return f"{abs(change) * 100:.1f} points"


def strip(story: Story) -> Html:
    """Six cells in a row."""
    cells = (_cost(story), _on_time(story), _imports(story), _exports(story), _stock(story), _largest(story))
    return join(Html('<div class="kpis">'), *(_cell(c) for c in cells), Html("</div>"))


def _cell(cell: Kpi) -> Html:
    return join(
        *(Html('<div class="kpi"><div class="k">'), cell.label, Html('</div><div class="v">'), cell.value),
        *(Html("<small>"), cell.unit, Html("</small></div>"), spark(cell.series, cell.base)),
        *(Html('<div class="x">'), cell.note, Html("</div>")),
        *(Html(f'<div class="d {cell.tone}">'), cell.words, Html("</div></div>")),
    )


def _cost(story: Story) -> Kpi:
    numbers, own, base = story.numbers, story.plan.net_cost, story.base.net_cost if story.base else None
    if own is None:
        return Kpi("Landed cost", "?", story.unit, (), None, "nothing is delivered")
    gross = story.plan.value(f"landed_cost:{story.plan.group}") or own
    before = f"{numbers.money(gross)} before the incentive"
    words, tone = before, "same"
    if base is not None:
        own, base = numbers.near(own), numbers.near(base)
        words, tone = delta(own, base, up=False, shown=numbers.group(abs(own - base), numbers.digits))
    note = before if base is not None else ""
    shown = numbers.group(own, numbers.digits)
    return Kpi("Landed cost, net", shown, story.unit, (), None, words, tone, note)


def _share_series(rows: pl.DataFrame, part: str, whole: str, subject: Subject) -> list[float]:
    by = {
        r[0]: r[1] / r[2]
        for r in rows.group_by("period").agg(pl.col(part).sum(), pl.col(whole).sum()).iter_rows()
        if r[2]
    }
    return [by[p] for p in subject.buckets.names if p in by]


def _on_time(story: Story) -> Kpi:
    own, base = story.plan.value("on_time_share"), story.base.value("on_time_share") if story.base else None
    if own is None:
        return Kpi("Delivered on time", "?", "", (), None, "nothing is wanted")
    series = _share_series(kpi.service(story.plan.network, story.plan.plan), "on_time", "demand", story.plan)
    words, tone = "all goods, oldest orders first", "same"
    if base is not None:
        words, tone = delta(own, base, up=True, shown=_points(own - base))
    return Kpi("Delivered on time", f"{_floor(own * 100)}", "% of pieces", series, base, words, tone)


def _floor(value: float) -> str:
    """A percentage that says 100 only where nothing is missing."""
    return "100" if value >= 100 else f"{min(value, 99.9):.1f}"


def _imports(story: Story) -> Kpi:
    subject, numbers = story.plan, story.numbers
    own, base = (
        subject.value("import_share_net"),
        story.base.value("import_share_net") if story.base else None,
    )
    gross = subject.value("import_share")
    if own is None or gross is None:
        return Kpi("Imported, net", "?", "", (), None, "no material is bought")
    rows = kpi.imports(subject.network, subject.plan)
    abroad, content = float(rows.filter(pl.col("imported"))["worth"].sum()), float(rows["content"].sum())
    total = float(rows["worth"].sum())
    shown = table(
        ("", numbers.big_unit),
        (
            ("Imported, at CIF", numbers.big(abroad)),
            ("Imported content inside local purchases", numbers.big(content)),
        ),
        (f"Imported, of {numbers.big(total)} of material", percent(own, 1)),
    )
    number = story.opens(
        f"{own * 100:.1f}",
        "imports",
        f"{percent(own, 1)} of material is imported, net",
        shown,
        story.source("purchases"),
    )
    words, tone = f"{percent(gross)} gross of local parts", "same"
    if base is not None:
        words, tone = delta(own, base, up=False, shown=_points(own - base))
    series = _share_series(_taken_in(subject), "imported", "worth", subject)
    return Kpi("Imported, net", number, "% of material", series, base, words, tone)


def _taken_in(subject: Subject) -> pl.DataFrame:
    """Imports, with what is inside local purchases, and all material, by period."""
    rows = kpi.taken_in(subject.network, subject.plan)
    inside = pl.when(pl.col("imported")).then(pl.col("worth")).otherwise(pl.col("content"))
    return rows.select("period", "worth", imported=inside)


def _exports(story: Story) -> Kpi:
    subject, numbers = story.plan, story.numbers
    own, base = subject.value("exports") or 0.0, story.base.value("exports") if story.base else None
    share = subject.value("export_share")
    rows = kpi.exports(subject.network, subject.plan).group_by("period").agg(pl.col("quantity").sum())
    by = dict(rows.iter_rows())
    series = [by.get(p, 0.0) for p in subject.buckets.names] if by else []
    words, tone = (
        "nothing is made at home" if share is None else f"{percent(share)} of what is made at home",
        "same",
    )
    if base is not None:
        words, tone = delta(own, base, up=True, shown=numbers.pieces(own - base) if round(own - base) else "0")
    shown, _, unit = numbers.pieces(own).partition(" ")
    return Kpi("Exports", shown, f"{unit} pieces".strip(), series, None, words, tone)


def _stock(story: Story) -> Kpi:
    subject = story.plan
    own, base = subject.value("stock_days"), story.base.value("stock_days") if story.base else None
    if own is None:
        return Kpi("Stock", "?", "days", (), None, "nothing is delivered")
    series = kpi.stock_value(subject.network, subject.plan)["value"].to_list()
    words, tone = "of deliveries, at standard value", "same"
    if base is not None:
        words, tone = delta(own, base, up=False, shown=f"{abs(own - base):.1f} days")
    return Kpi("Stock", f"{own:.1f}", "days", series, None, words, tone)


def _largest(story: Story) -> Kpi:
    subject = story.plan
    company = next((c for c, s in subject.shares.items() if s), None)
    if company is None:
        return Kpi("Largest manufacturer", "?", "", (), None, f"no {subject.things} are made")
    label = f"{subject.name(company)}, the largest"
    share, range_ = subject.share(company), story.range_words(subject, company, brief=True)
    if share is None:
        return Kpi(label, "?", f"% of {subject.things}", (), None, f"{NOT_KNOWN}: {range_}")
    totals = [sum(v) for v in zip(*subject.volume.values(), strict=True)]
    series = [q / t for q, t in zip(subject.volume[company], totals, strict=True) if t]
    value = f"{share * 100:.0f}"
    return Kpi(label, value, f"% of {subject.things}", series, None, range_)
