"""`onshore case`: the cases that come with onshore, to look at and to start from."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.arguments import add_common
from onshore.cli.console import Console, Table
from onshore.cli.faults import OK
from onshore.cli.places import cases, copied_case

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    verbs = parser.add_subparsers(dest="action", metavar="list|copy", required=True)
    for name, words in (("list", "name every case"), ("copy", "copy a case into a folder of your own")):
        verb = verbs.add_parser(name, help=words, description=words.capitalize() + ".", allow_abbrev=False)
        if name == "copy":
            verb.add_argument("name", metavar="NAME", help="which case")
            verb.add_argument("destination", metavar="DEST", nargs="?", help="where to; NAME if left out")
        add_common(verb)


def run(options: Namespace, console: Console) -> int:
    """List the cases, or copy one."""
    return _list(console) if options.action == "list" else _copy(options, console)


def _list(console: Console) -> int:
    found = [{"name": name, "title": _title(folder), "folder": str(folder)} for name, folder in cases().items()]
    rows = [(case["name"], case["title"]) for case in found]
    console.table(Table(("Case", "Title"), rows, frozenset((0, 1))))
    console.document({"cases": found})
    return OK


def _title(folder: Path) -> str:
    return str(tomllib.loads((folder / "network.toml").read_text(encoding="utf-8")).get("name", folder.name))


def _copy(options: Namespace, console: Console) -> int:
    target = copied_case(options.name, options.destination or options.name)
    console.say(f"{options.name} is in {target}. Next: `onshore check {target}`.")
    console.document({"name": options.name, "folder": str(target)})
    return OK
