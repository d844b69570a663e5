"""The page of rules: the planner's program, the verifier's recount, and what `check` asks of a network."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from onshore.checking.rules import RULES as CHECKS
from onshore.docs.prose import first, grid, link, prose
from onshore.planning.rules import RULES as PLANNING
from onshore.verification import RULES as VERIFICATION

__all__ = ["rules"]


def rules() -> Iterator[str]:
    """Lines of the page."""
    sections = ("Rules of the planner", "Rules of the verifier", "Rules of check")
    yield from ("# Rules", "")
    yield (
        "What a plan means is in [meaning.md](meaning.md). This page says how the planner writes it down as a "
        "mixed-integer program, what the verifier recomputes, and what `onshore check` asks of a network."
    )
    yield from ("", f"Contents: {' · '.join(link(s) for s in sections)}", "", f"## {sections[0]}", "")
    yield (
        "One file each in `src/onshore/planning/rules/`. In formulas, `t` is a period and names with brackets are "
        "decisions: columns of the program. Quantities are those of the tables of a network. The program minimises "
        "the sum of all costs."
    )
    yield ""
    yield from (f"- {link(_title(module))}: {first(module)}" for module in PLANNING)
    for module in PLANNING:
        yield from ("", f"### {_title(module)}", "", *prose(module))
    yield from ("", f"## {sections[1]}", "")
    yield (
        "Recomputed from the tables of network and plan alone, with code that shares nothing with the planner. "
        "Two amounts are equal if they differ by no more than 1e-6 × max(1, size of the row)."
    )
    yield ""
    yield from grid(("rule", "what must hold"), ((f"`{name}`", meaning) for name, meaning in VERIFICATION.items()))
    yield from ("", f"## {sections[2]}", "")
    yield (
        "Beside these, every cell is held against its column's type, bounds and choices, every key against the rows "
        "above, and every name against the table that it stands in: see [tables.md](tables.md)."
    )
    yield ""
    yield from grid(("rule", "what must hold"), ((f"`{rule.name}`", first(rule.find)) for rule in CHECKS))


def _title(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2].replace("_", " ").capitalize()
