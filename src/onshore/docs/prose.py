"""Docstrings as Markdown: one line a paragraph, formulas in blocks, arguments as lists, names as code.

Docstrings are broken at the width of the code, which means nothing on a page.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

__all__ = ["cell", "first", "grid", "joined", "link", "links", "prose"]

#: Sections of a docstring whose lines are a list.
_SECTIONS: Final = {"Args": "Arguments", "Returns": "Returns", "Raises": "Raises"}
#: Words that begin a line of their own on a page, wherever they stand in a paragraph of a rule.
_ASIDE: Final = re.compile(r"(Cost|Unit|Source)(?: for each piece)?: ")
_ASIDES: Final = re.compile(rf"(?<=[.:)]) (?={_ASIDE.pattern.replace('(Cost', '(?:Cost')})")
#: `name: meaning`, of which several make a list.
_LABEL: Final = re.compile(r"`?([a-z][a-z_]*)`?: ")
_LABELS: Final = re.compile(rf"[.;] (?={_LABEL.pattern.replace('([a-z]', '(?:[a-z]')})")
#: Names as code writes them, outside of code.
_NAME: Final = re.compile(r"(?<![\w`./-])([A-Za-z][a-z0-9]*(?:_[a-z0-9]+)+)(?![\w`/])")
_SIGNS: Final = {" * ": " × ", " >= ": " ≥ ", " <= ": " ≤ "}


def prose(thing: Any, language: str = "text") -> Iterator[str]:
    """A docstring as lines of Markdown; `language` is that of its indented blocks."""
    text = inspect.getdoc(thing) or ""
    blocks = [block for block in re.split(r"\n\s*\n(?=\S)|(?<=\S)\n\n(?=    )", text) if block.strip()]
    for number, block in enumerate(_whole(blocks)):
        if number:
            yield ""
        yield from _block(block, language)


def _whole(blocks: list[str]) -> Iterator[str]:
    """Blocks, with what is indented below a section or a block of code put together again."""
    held = ""
    for block in blocks:
        goes_on = block.startswith("    ") and (held.startswith("    ") or _section(held))
        if held and not goes_on:
            yield held
            held = ""
        held = f"{held}\n\n{block}" if held else block
    if held:
        yield held


def _section(block: str) -> str:
    """Heading of a section of a docstring; empty for any other block."""
    head, _, below = block.partition("\n")
    return _SECTIONS.get(head.rstrip(":"), "") if below.startswith("    ") else ""


def _block(block: str, language: str) -> Iterator[str]:
    section = _section(block)
    if block.startswith("    "):
        yield from (f"```{language}", textwrap.dedent(block), "```")
    elif section:
        entries = re.split(r"\n(?=\S)", textwrap.dedent(block.partition("\n")[2]))
        if section == "Returns":
            yield f"**{section}:** {joined(' '.join(entries))}"
        else:
            yield from (f"**{section}:**", "", *(line for entry in entries for line in _entry(entry)))
    else:
        yield from _paragraph(joined(block))


def _entry(entry: str) -> Iterator[str]:
    """`name: meaning`, with what is indented below it, as an entry of a list."""
    head, *below = [joined(part) for part in re.split(r"\n\s*\n", entry)]
    name, colon, meaning = head.partition(": ")
    name = name.strip("`")
    yield f"- `{name}`: {meaning}" if colon else f"- {head}"
    for paragraph in below:
        yield from ("", f"  {paragraph}")


def _paragraph(text: str) -> Iterator[str]:
    labelled = _LABELS.split(text) if _LABEL.match(text) else []
    if len(labelled) > 1:
        yield from (line for part in labelled for line in _entry(f"{part.rstrip('.;')}."))
        return
    for number, part in enumerate(_ASIDES.split(text)):
        if number:
            yield ""
        aside = _ASIDE.match(part)
        yield f"**{aside[0].strip()}** {part[aside.end() :]}" if aside else part


def joined(text: str) -> str:
    """A text of several lines as one, with names as code."""
    pieces = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(p if p.startswith("`") else _spelled(p) for p in pieces)


def _spelled(text: str) -> str:
    text = _NAME.sub(r"`\1`", text)
    for written, shown in _SIGNS.items():
        text = text.replace(written, shown)
    return text.replace("docs/meaning.md", "[meaning.md](meaning.md)")


def first(thing: Any) -> str:
    """The first paragraph of a docstring, as one line."""
    return joined((inspect.getdoc(thing) or "").partition("\n\n")[0])


def grid(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table."""
    names = list(head)
    yield from (f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}")
    for row in rows:
        yield f"| {' | '.join(cell(text) for text in row)} |"


def cell(text: str) -> str:
    """A text as it may stand in a cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def links(headings: Iterable[str]) -> dict[str, str]:
    """A link to each heading of a page, all of them given in their order: the second of equal ones has a number."""
    found, seen = {}, Counter[str]()
    for heading in headings:
        target = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found[heading] = f"[{heading}](#{target}{f'-{seen[target]}' if seen[target] else ''})"
        seen[target] += 1
    return found


def link(heading: str) -> str:
    """A link to a heading of a page on which no other is like it."""
    return links([heading])[heading]
