"""`onshore convert`: a network in another form."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import OK, Fault
from onshore.cli.places import network_at
from onshore.formats import is_workbook, save

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network")
    parser.add_argument(
        "destination", metavar="DEST",
        help="an Excel workbook if it ends in .xlsx, else a folder; nothing that is there is replaced",
    )  # fmt: skip
    parser.add_argument("--parquet", action="store_true", help="write the tables of a folder as Parquet instead of CSV")
    parser.add_argument("--scenario", metavar="NAME", default="", help="apply this scenario; the base if left out")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the network, and say where it is."""
    target = Path(options.destination)
    if options.parquet and is_workbook(target):
        raise Fault("--parquet is about the files of a folder; DEST is a workbook. Leave one of the two.")
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Fault(f"{target} is there already: nothing was written. Give another name.")
    network = network_at(options.network, options.scenario)
    try:
        save(network, target, parquet=options.parquet)
    except ValueError as error:
        raise Fault(f"{target} was not written: {error}") from error
    console.say(f"{options.network} is in {target} too. Next: `onshore check {target}`.")
    console.document({"network": options.network, "destination": str(target), "fingerprint": network.fingerprint})
    return OK
