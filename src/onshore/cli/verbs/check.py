"""`onshore check`: every problem of a network at once."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import polars as pl

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import FINDING, OK, Fault
from onshore.cli.places import require_network
from onshore.formats import inspect, is_workbook, mark
from onshore.formats.workbook import WorkbookError

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network")
    parser.add_argument(
        "--marked", metavar="FILE.xlsx",
        help="of a workbook: write it with every problem marked in its cell and listed on a sheet of its own; "
        "NET itself may be named",
    )  # fmt: skip
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print each problem on a line of its own, as table, line, reason and nearest fix."""
    require_network(options.network)
    if options.marked is not None:
        _require_workbooks(options.network, options.marked)
    problems = inspect(options.network)
    if options.marked is not None:
        _mark(options.network, problems, options.marked)
    for message in problems["message"]:
        console.line(message)
    console.document({"network": options.network, "ok": problems.is_empty(), "problems": problems.to_dicts()})
    if options.marked is not None:
        console.note(f"{options.marked} has them marked." if len(problems) else f"{options.marked} has no marks.")
    if problems.is_empty():
        console.say(f"{Path(options.network).name} has no problems.")
        return OK
    count = len(problems)
    console.note(f"{count} {'problem' if count == 1 else 'problems'} in {options.network}.")
    return FINDING


def _require_workbooks(network: str, marked: str) -> None:
    if not is_workbook(network):
        raise Fault(f"--marked marks the cells of a workbook, and {network} is none: its lines are told.")
    if not is_workbook(marked):
        raise Fault(f"{marked} must end in .xlsx.")


def _mark(network: str, problems: pl.DataFrame, marked: str) -> None:
    try:
        mark(Path(network), problems, Path(marked))
    except FileExistsError as error:
        raise Fault(str(error)) from error
    except WorkbookError as error:
        raise Fault(f"{network} cannot be marked: {error}.", FINDING) from error
