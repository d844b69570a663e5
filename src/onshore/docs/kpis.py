"""The page of measures: every KPI, and the tables behind them."""

from __future__ import annotations

from collections.abc import Iterator

from onshore import measures
from onshore.docs.prose import grid, link, prose

__all__ = ["kpis"]


def kpis() -> Iterator[str]:
    """Lines of the page."""
    yield from ("# Measures of a plan", "", *prose(measures), "")
    yield from (f"Contents: {link('KPIs')} · {link('Functions')}", "", "## KPIs", "")
    yield "In `summary.json` of a plan, in `plan.measures()` and in the report. A KPI is empty where it has no meaning."
    yield ""
    yield from grid(
        ("KPI", "unit", "meaning"), ((f"`{k}`", unit, meaning) for k, (unit, meaning) in measures.KPIS.items())
    )
    yield from ("", "## Functions", "")
    yield (
        "Each takes a network and a plan, from Python: `on.measures.shares(network, plan)`. "
        "Those that give more than one number give a table."
    )
    names = [n for n in sorted(measures.__all__) if callable(getattr(measures, n))]
    yield from ("", ", ".join(link(name) for name in names))
    for name in names:
        yield from ("", f"### {name}", "", *prose(getattr(measures, name)))
