"""The page of tables: what a network and a plan are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import polars as pl

from onshore.docs.prose import grid, joined, link
from onshore.schema import MOST, NETWORK, PLAN, SETTINGS, TERMS, UNITS, Column, Table

__all__ = ["columns", "tables"]

_TYPES: Final = {
    pl.String: "text",
    pl.Float64: "number",
    pl.Int64: "whole number",
    pl.Date: "date",
    pl.Boolean: "yes/no",
}
#: Subjects of a network's tables, each with the table that it begins with, in the order of the schema.
_SUBJECTS: Final = {
    "companies": "Who, what, where and when",
    "boms": "Making",
    "sourcing": "Buying and moving",
    "demand": "What is wanted and agreed",
    "stock": "The first morning",
    "duties": "Law and money",
    "scenarios": "What if",
}
_INTRODUCTION: Final = """\
A network is a folder. It holds `network.toml` with the settings and one CSV file a table, named exactly after it:
`sites.csv`, `demand.csv`, in small letters. A table without rows needs no file. A table may be a Parquet file instead
(`demand.parquet`). Or the whole network is one Excel workbook (`my-network.xlsx`): its sheet `network` holds the
settings, and each table has a sheet of its name; sheets whose names begin with # are not read. `onshore template
my-network.xlsx` makes an empty one, with units and meanings as notes and drop-downs for names; `onshore convert` turns
each form into the others without loss.

The smallest network has rows in `companies`, `sites`, `items`, `periods`, `lanes`, `demand`, and in `processes` or
`sourcing`. `onshore case copy three-sites my-network` gives you one to change. `onshore check my-network` holds it
against all of this page and names every line that does not fit.

Files are UTF-8 with commas; the first line has the names of the columns, in any order. A column may be left out, and
a cell left empty, unless it is *needed*: it then has its default. Numbers have a point and no separators of thousands,
dates are YYYY-MM-DD, and yes or no may also be written as true or false.

Files that a spreadsheet has been at are read too: Latin-1 or UTF-16, semicolons or tabs between the columns, blanks
around names, empty rows and columns beside the table, numbers as texts or grouped (1,234,567 or 12,34,567), dates like
13/04/2024 or 13-Apr-2024. What could be read two ways is refused: 1,234 until `decimal` and 03/04/2024 until
`date_order` of `network.toml` says which is meant for the whole folder.

In a workbook a formula stands for the value that the spreadsheet last computed of it; one without a value is refused.
So is a workbook of more than 128 MB, 1 GB unpacked or 20 million cells. `onshore check my-network.xlsx --marked
marked.xlsx` writes it once more with every problem in a note on its cell.

Every table also has the column `source`: where the row comes from, either a citation or the word `assumption` with
its reasoning. The report lists them. It may be empty."""

_UNITS: Final = """\
`money` is the network's currency, unless the table has a `currency` column. *At most*: a larger number in a network
is mistyped, and refused, also where its column says "or more". So is a fraction nearer to zero than 1e-9 that is not
zero."""


def tables() -> Iterator[str]:
    """Lines of the page."""
    yield from ("# Tables", "", *_paragraphs(_INTRODUCTION))
    sections = ("Settings", "Tables of a network", "Tables of a plan", "Terms of money", "Units")
    yield from (f"Contents: {' · '.join(link(s) for s in sections)}", "")
    for subject, members in _by_subject().items():
        yield f"- {subject}: {', '.join(link(t.name) for t in members)}"
    yield f"- Of a plan: {', '.join(link(_of_plan(t)) for t in PLAN.values())}"
    yield from (
        "",
        "## Settings",
        "",
        "In `network.toml`, as `name = value`; texts stand in quotes, dates do not; yes is `true`.",
        "",
    )
    yield from columns(SETTINGS, (), "setting")
    yield from (
        "",
        "## Tables of a network",
        "",
        "Columns in bold tell rows apart: no two rows are alike in all of them.",
    )
    for table in NETWORK.values():
        if table.name in _SUBJECTS:
            yield from ("", f"*{_SUBJECTS[table.name]}*")
        yield from _table(table, table.name, f"**Missing row:** {table.absent}.")
    yield from ("", "## Tables of a plan", "")
    yield (
        "In the folder that `onshore plan --out` names, as Parquet files, and as CSV files with `--csv`. "
        "A row that is not there is zero."
    )
    for table in PLAN.values():
        yield from _table(table, _of_plan(table), "", brief=True)
    yield from ("", "## Terms of money", "", "How each is computed is in [meaning.md](meaning.md), section 3.", "")
    yield from grid(("term", "what it is"), ((f"`{term}`", meaning) for term, meaning in TERMS.items()))
    yield from ("", "## Units", "", *_paragraphs(_UNITS))
    units = ((unit, meaning, _number(MOST[unit]) if unit in MOST else "") for unit, meaning in UNITS.items() if unit)
    yield from grid(("unit", "meaning", "at most"), units)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield from (joined(paragraph), "")


def _by_subject() -> dict[str, list[Table]]:
    found: dict[str, list[Table]] = {}
    subject = ""
    for table in NETWORK.values():
        subject = _SUBJECTS.get(table.name, subject)
        found.setdefault(subject, []).append(table)
    return found


def _of_plan(table: Table) -> str:
    """Heading of a table of a plan: networks have tables of the same names."""
    return f"{table.name} of a plan" if table.name in NETWORK else table.name


def _table(table: Table, heading: str, absent: str, brief: bool = False) -> Iterator[str]:
    yield from ("", f"### {heading}", "", f"{table.meaning} One row for each {_all_of(table.key)}.", "")
    if absent:
        yield from (absent, "")
    yield from columns({name: c for name, c in table.columns.items() if name != "source"}, table.key, "column", brief)


def columns(declared: Mapping[str, Column], key: tuple[str, ...], what: str, brief: bool = False) -> Iterator[str]:
    """A row a column; `brief` leaves out what only those need who write a table."""
    rows = (
        (
            f"**`{name}`**" if name in key else f"`{name}`",
            column.meaning,
            _TYPES[column.dtype],
            "" if column.unit == "date" else column.unit,
            _allowed(column),
            _default(column),
        )
        for name, column in declared.items()
    )
    head = (what, "meaning", "type", "unit", "allowed", "default")
    yield from grid(head[: 4 if brief else 6], (row[: 4 if brief else 6] for row in rows))


def _default(column: Column) -> str:
    if column.required:
        return "*needed*"
    if column.default is None or column.default == "":
        return "empty"
    if isinstance(column.default, bool):
        return "yes" if column.default else "no"
    return f"{column.default:g}" if isinstance(column.default, float) else f"`{column.default}`"


def _allowed(column: Column) -> str:
    parts = []
    # The greatest of a unit is told once, with the units.
    le = None if column.le == MOST.get(column.unit) else column.le
    if column.ge is not None and le is not None:
        parts.append(f"{_number(column.ge)} to {_number(le)}")
    elif column.gt is not None and le is not None:
        parts.append(f"above {_number(column.gt)}, to {_number(le)}")
    elif column.ge is not None:
        parts.append(f"{_number(column.ge)} or more")
    elif column.gt is not None:
        parts.append(f"above {_number(column.gt)}")
    if column.choices:
        parts.append(", ".join(f"`{choice}`" for choice in column.choices))
    if column.reference:
        parts.append(f"a name in {link(column.reference)}")
    if column.wildcard:
        parts.append("or `*` for any" if parts else "a name, or `*` for any")
    return " ".join(parts)


def _number(number: float) -> str:
    return f"{number:,.16g}"


def _all_of(key: Iterable[str]) -> str:
    names = [f"`{name}`" for name in key]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
