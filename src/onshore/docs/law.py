"""The page of law: what the shipped data holds, and the functions that read it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from onshore import policy
from onshore.docs.prose import grid, link, prose
from onshore.docs.tables import columns

__all__ = ["law"]


def law() -> Iterator[str]:
    """Lines of the page."""
    yield from ("# Law", "", *prose(policy, "python"), "")
    yield "Contents: " + " · ".join(link(s) for s in ("Classes of goods", "Traps in the press", "Functions", "Tables"))
    yield from ("", "`onshore policy show` and `onshore policy timeline` print it with every source.", "")
    yield from ("## Classes of goods", "", "Basic duty of India in % of the CIF value, each from its first day on.", "")
    yield from grid(("class", "basic duty", "known until"), (_history(goods) for goods in policy.duty_classes()))
    yield from ("", "## Traps in the press", "")
    yield from grid(("what is said", "what holds"), ((row["wrong"], row["right"]) for row in policy.notes()))
    yield from ("", "## Functions", "", "Of `onshore.policy`. Days are `datetime.date`; shares are fractions.")
    for name in policy.__all__:
        thing = getattr(policy, name)
        if inspect.isfunction(thing):
            given = ", ".join(inspect.signature(thing).parameters)
            yield from ("", f"### {name}", "", f"`{name}({given})`", "", *prose(thing))
    yield from (
        "",
        "## Tables",
        "",
        "In `src/onshore/policy/law`: `india`, and `abroad` with duties of others. Amounts are in INR.",
    )
    for table in policy.LAW.values():
        yield from ("", f"### {table.name} of law", "", table.meaning, "", f"**Missing row:** {table.absent}.", "")
        yield from columns(table.columns, table.key, "column")


def _history(goods: str) -> tuple[str, str, str]:
    rows = policy.timeline(goods)
    steps = "; ".join(f"{100 * row.rate:g} from {row.first}" for row in rows)
    return f"`{goods}`", steps, str(rows[-1].end)
