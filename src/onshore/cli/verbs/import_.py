"""`onshore import`: tables of a network out of somebody else's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Final

import polars as pl

from onshore.cli.arguments import add_common
from onshore.cli.console import Console, Table
from onshore.cli.faults import FINDING, OK, Fault
from onshore.cli.places import network_at
from onshore.formats import save
from onshore.formats.csv_table import write_table
from onshore.formats.workbook import WorkbookError
from onshore.importing import Import, MapError, read_map, take
from onshore.reporting.words import listed

__all__ = ["add", "run"]

#: Reasons, sheets and columns that are told; the rest is in the file.
_TOLD: Final = 10


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("file", metavar="FILE", help="an Excel workbook, a CSV file, or a folder of CSV files")
    parser.add_argument("--map", metavar="MAP.toml", required=True, help="which of its columns is which of the network")
    parser.add_argument(
        "--out", metavar="DEST", required=True,
        help="the network that comes of it: a workbook if it ends in .xlsx, else a folder; nothing there is replaced",
    )  # fmt: skip
    parser.add_argument(
        "--into", metavar="NET", help="a network that the rows are added to, in DEST; NET stays as it is"
    )
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Write the network, and say what was taken and what was not."""
    target = Path(options.out)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Fault(f"{target} is there already: nothing was written. Give another name.")
    into = network_at(options.into) if options.into else None
    try:
        found = take(options.file, read_map(Path(options.map)), into)
    except MapError as error:
        raise Fault(f"Nothing was written.\n{error}") from error
    except WorkbookError as error:
        raise Fault(f"{options.file} is not read: {error}.", FINDING) from error
    try:
        save(found.network, target)
    except ValueError as error:
        raise Fault(f"{target} was not written: {error}") from error
    account = target.with_name(f"{target.name}.not-taken.csv")
    write_table(found.not_taken, account)
    console.document(
        {
            "out": options.out,
            "rows": {name: asdict(count) for name, count in found.rows.items()},
            "not_taken": found.not_taken.to_dicts(),
        }
    )
    _tell(found, console)
    console.say(f"The network is in {target}; all that was not taken is in {account}. Next: `onshore check {target}`.")
    return FINDING if found.not_taken["wanted"].any() else OK


def _tell(found: Import, console: Console) -> None:
    """Counts by table, then why rows were left out, then what the map does not name."""
    counts = [(name, *(f"{n:,}" for n in (c.read, c.rows, c.joined, c.left))) for name, c in found.rows.items()]
    console.table(Table(("Table", "cells or rows read", "rows made", "joined", "left out"), counts))
    wanted = found.not_taken.filter("wanted")
    why = wanted.group_by("source", "column", "why", maintain_order=True).agg(
        pl.len(), pl.col("line").first(), pl.col("value").first(), pl.col("nearest").first()
    )
    for row in why.head(_TOLD).iter_rows(named=True):
        meant = f" Did you mean '{row['nearest']}'?" if row["nearest"] else ""
        told = f"'{row['value']}' {row['why'].rstrip('.')}" if row["value"] is not None else row["why"].rstrip(".")
        often = f" ({row['len']:,} times in all)" if row["len"] > 1 else ""
        console.line(f"{row['source']}:{row['line']}: {row['column']}: {told}{often}.{meant}")
    if len(why) > _TOLD:
        console.line(f"... and for {len(why) - _TOLD} more reasons.")
    aside = found.not_taken.filter(~pl.col("wanted"))
    sheets, columns = aside.filter(what="sheet")["source"].to_list(), aside.filter(what="column")
    if sheets:
        console.say(f"Not named by the map: {listed(sheets[:_TOLD])}{_more(len(sheets))}.")
    if len(columns):
        named = [f"{column} of {source}" for source, column in columns.select("source", "column").iter_rows()]
        console.say(f"Columns not named by the map: {listed(named[:_TOLD])}{_more(len(named))}.")


def _more(count: int) -> str:
    return f", and {count - _TOLD} more" if count > _TOLD else ""
