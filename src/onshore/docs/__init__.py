"""Pages that are made from the declarations: tables, rules, measures, commands and names.

    python -m onshore.docs docs            write the pages into a folder
    python -m onshore.docs docs --check    only say which of them are out of date

A page of this kind is never edited: change the declaration or the docstring, and write the pages again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from onshore.docs.commands import commands
from onshore.docs.kpis import kpis
from onshore.docs.law import law
from onshore.docs.names import names
from onshore.docs.rules import rules
from onshore.docs.tables import tables

__all__ = ["outdated", "pages", "write"]

_MADE: Final = "<!-- Made by `make docs`. Change the declarations in src/onshore, not this page. -->"
_PAGES: Final = {"tables": tables, "rules": rules, "measures": kpis, "commands": commands, "law": law, "python": names}


def pages() -> dict[str, str]:
    """Every page by file name."""
    return {f"{name}.md": "\n".join([_MADE, "", *lines()]).rstrip() + "\n" for name, lines in _PAGES.items()}


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
