"""`onshore template`: an empty workbook of a network, to be filled in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import OK, Fault
from onshore.formats import is_workbook, write_template

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("file", metavar="FILE.xlsx", help="where it goes; nothing that is there is replaced")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the workbook, and say what to do with it."""
    if not is_workbook(options.file):
        raise Fault(f"{options.file} must end in .xlsx.")
    if Path(options.file).exists():
        raise Fault(f"{options.file} is there already: nothing was written. Give another name.")
    write_template(options.file)
    console.say(
        f"{options.file} has a sheet for each table; notes on the names of the columns say what goes there. "
        f"Fill in the sheet `network` first. Next: `onshore check {options.file}`."
    )
    console.document({"file": options.file})
    return OK
