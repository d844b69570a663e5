"""`onshore check`: every problem of a network at once."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import FINDING, OK
from onshore.cli.places import require_folder
from onshore.formats import inspect

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder of the network")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print each problem on a line of its own, as table, line, reason and nearest fix."""
    require_folder(options.network)
    problems = inspect(options.network)
    for message in problems["message"]:
        console.line(message)
    console.document({"network": options.network, "ok": problems.is_empty(), "problems": problems.to_dicts()})
    if problems.is_empty():
        console.say(f"{Path(options.network).name} has no problems.")
        return OK
    count = len(problems)
    console.note(f"{count} {'problem' if count == 1 else 'problems'} in {options.network}.")
    return FINDING
