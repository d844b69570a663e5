"""Pages that are made from the declarations: tables, rules, measures, commands and names.

    python -m onshore.docs docs            write the pages into a folder
    python -m onshore.docs docs --check    only say which of them are out of date

A page of this kind is never edited: change the declaration or the docstring, and write the pages again.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import polars as pl

import onshore
from onshore import measures
from onshore.checking.rules import RULES as CHECKS
from onshore.cli import parser
from onshore.planning.rules import RULES as PLANNING
from onshore.schema import NETWORK, PLAN, SETTINGS, TERMS, UNITS, Column, Table
from onshore.verification import RULES as VERIFICATION

__all__ = ["main", "outdated", "pages", "write"]

_MADE: Final = "<!-- Made by `make docs`. Change the declarations in src/onshore, not this page. -->"
_TYPES: Final = {
    pl.String: "text",
    pl.Float64: "number",
    pl.Int64: "whole number",
    pl.Date: "date",
    pl.Boolean: "true/false",
}


def pages() -> dict[str, str]:
    """Every page by file name."""
    made = {"tables": _tables, "rules": _rules, "measures": _measures, "commands": _commands, "python": _python}
    return {f"{name}.md": "\n".join([_MADE, "", *lines()]).rstrip() + "\n" for name, lines in made.items()}


def write(folder: Path) -> list[Path]:
    """Write every page into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in pages()]


def outdated(folder: Path) -> list[str]:
    """Names of the pages in a folder that are missing or not what `write` would write."""
    return [name for name, text in pages().items() if not _says(folder / name, text)]


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


# -- tables ------------------------------------------------------------------------------------------------------


def _tables() -> Iterator[str]:
    yield from ("# Tables", "")
    yield "A network is a folder: `network.toml` with the settings, and a CSV file for each table that has rows (UTF-8,"
    yield "commas, names in the first line). An empty cell takes the column's default. Columns of the key are bold."
    yield "Every table of a network also has `source`: where the row comes from, a citation, or the word `assumption`"
    yield "and the"
    yield "reasoning. `onshore check` holds a network against all of this page."
    yield from ("", "## Units", "", "| unit | meaning |", "| --- | --- |")
    yield from (f"| {unit or '–'} | {meaning} |" for unit, meaning in UNITS.items())
    yield from (
        "",
        "`money` is the network's currency, unless the table has a `currency` column.",
        "",
        "## Settings",
        "",
    )
    yield from _columns(SETTINGS, ())
    yield from ("", "## Tables of a network")
    for table in NETWORK.values():
        yield from _table(table, f"A row that is not there: {table.absent}.")
    yield from ("", "## Tables of a plan", "", "In the folder of a plan, as Parquet (and CSV with `--csv`).")
    for table in PLAN.values():
        yield from _table(table, "")
    yield from ("", "### Terms of money", "", "| term | what it is |", "| --- | --- |")
    yield from (f"| {term} | {meaning} |" for term, meaning in TERMS.items())


def _table(table: Table, absent: str) -> Iterator[str]:
    yield from (
        "",
        f"### {table.name}",
        "",
        f"{table.meaning} One row for each {_names(table.key)}. {absent}".rstrip(),
        "",
    )
    yield from _columns({name: c for name, c in table.columns.items() if name != "source"}, table.key)


def _columns(columns: Mapping[str, Column], key: tuple[str, ...]) -> Iterator[str]:
    yield from ("| column | type | unit | default | allowed | meaning |", "| --- | --- | --- | --- | --- | --- |")
    for name, column in columns.items():
        shown = f"**{name}**" if name in key else name
        cells = (shown, _TYPES[column.dtype], column.unit or "–", _default(column), _allowed(column), column.meaning)
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _default(column: Column) -> str:
    if column.required:
        return "needed"
    if column.default is None or column.default == "":
        return "empty"
    return f"{column.default:g}" if isinstance(column.default, float) else str(column.default).lower()


def _allowed(column: Column) -> str:
    signs = (("≥", column.ge), (">", column.gt), ("≤", column.le))
    parts = [f"{sign} {bound:g}" for sign, bound in signs if bound is not None]
    if column.choices:
        parts.append(", ".join(column.choices))
    if column.reference:
        parts.append(f"in [{column.reference}](#{column.reference})")
    if column.wildcard:
        parts.append("or *")
    return " ".join(parts) or "–"


def _names(key: Iterable[str]) -> str:
    names = list(key)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# -- rules -------------------------------------------------------------------------------------------------------


def _rules() -> Iterator[str]:
    yield from (
        "# Rules",
        "",
        "What a plan means is in [meaning.md](meaning.md). This page says how the planner writes it down, what the",
    )
    yield "verifier recomputes, and what `onshore check` finds in a network."
    yield from (
        "",
        "## Rules of the planner",
        "",
        "One file each in `src/onshore/planning/rules/`. Columns are written as code; `t` is a period.",
    )
    for module in PLANNING:
        yield from ("", f"### {_title(module)}", "", _doc(module))
    yield from (
        "",
        "## Rules of the verifier",
        "",
        "Recomputed from the tables alone, with code that shares nothing with the planner. Tolerance:",
    )
    yield from ("1e-6 × max(1, size of the row).", "", "| rule | what must hold |", "| --- | --- |")
    yield from (f"| {name} | {meaning} |" for name, meaning in VERIFICATION.items())
    yield from ("", "## Rules of check", "", "Beside types, bounds, choices, keys and references of every cell.", "")
    yield from ("| rule | what must hold |", "| --- | --- |")
    yield from (f"| {rule.name} | {_first(rule.find)} |" for rule in CHECKS)


def _title(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2].replace("_", " ").capitalize()


def _doc(thing: Any) -> str:
    return inspect.getdoc(thing) or ""


def _first(thing: Any) -> str:
    """The first paragraph of a docstring, as one line."""
    return " ".join(_doc(thing).partition("\n\n")[0].split())


# -- measures, commands, names -----------------------------------------------------------------------------------


def _measures() -> Iterator[str]:
    yield from ("# Measures", "", _doc(measures), "")
    yield "Each is a function of network and plan in `onshore.measures`, defined once. `plan.measures()` and"
    yield "`summary.json` hold those that are one number."
    yield from ("", "## measures", "", _doc(measures.measures))
    for name in sorted(measures.__all__):
        thing = getattr(measures, name)
        if callable(thing) and name != "measures":
            yield from ("", f"## {name}", "", _doc(thing))


def _commands() -> Iterator[str]:
    root = parser()
    yield from ("# Commands", "", f"{root.description}", "", f"{root.epilog}", "")
    for verb in _verbs(root):
        yield from _command(verb)


def _verbs(root: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Parsers of the verbs, and of the verbs below them."""
    found: list[argparse.ArgumentParser] = []
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                found += _verbs(verb) or [verb]
    return found


def _command(verb: argparse.ArgumentParser) -> Iterator[str]:
    given = [action for action in verb._actions if not isinstance(action, argparse._HelpAction)]
    plain = [f"[{a.metavar}]" if a.nargs == "?" else str(a.metavar) for a in given if not a.option_strings]
    needed = [f"{a.option_strings[0]} {a.metavar}" for a in given if a.option_strings and a.required]
    yield from (f"## {verb.prog}", "", f"`{' '.join([verb.prog, *plain, *needed])}`", "", f"{verb.description}", "")
    yield from ("| argument | meaning |", "| --- | --- |")
    for action in given:
        name = action.option_strings[0] if action.option_strings else ""
        shown = " ".join(filter(None, (name, str(action.metavar or ""))))
        yield f"| `{shown}` | {(action.help or '') % {'default': action.default}} |"
    yield ""


def _python() -> Iterator[str]:
    yield from ("# Python", "", _doc(onshore))
    for name in onshore.__all__:
        thing = getattr(onshore, name)
        if callable(thing):
            yield from ("", f"## {name}", "", f"`{name}{_signature(thing)}`", "", _doc(thing))


def _signature(thing: Any) -> str:
    names = inspect.signature(thing).parameters.values()
    return f"({', '.join(('**' if p.kind is p.VAR_KEYWORD else '') + p.name for p in names)})"


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or check them. Returns 1 if a page that is checked is out of date."""
    given = argparse.ArgumentParser(description="Write the pages that are made from the declarations.")
    given.add_argument("folder", type=Path)
    given.add_argument("--check", action="store_true", help="write nothing; say which pages are out of date")
    options = given.parse_args(arguments)
    if options.check:
        old = outdated(options.folder)
        print("\n".join(f"{name} is out of date: run `make docs`." for name in old) or "All pages are up to date.")
        return 1 if old else 0
    for path in write(options.folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
