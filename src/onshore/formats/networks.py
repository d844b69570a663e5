"""Networks in and out, whatever they are kept in: a folder of CSV or Parquet files, or an Excel workbook."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from onshore.checking import Written, check, typed
from onshore.checking.problems import gathered
from onshore.formats.given import Given
from onshore.formats.law import kit_problems, with_law
from onshore.formats.network_folder import read_folder, write_folder
from onshore.formats.network_workbook import is_workbook, read_workbook, write_workbook
from onshore.network import Network, NetworkError
from onshore.scenarios import apply, assumption_problems, scenario_problems
from onshore.schema import NETWORK

__all__ = ["inspect", "load", "save", "write_template"]


def load(path: str | Path, scenario: str | None = None) -> Network:
    """The network in a folder or a workbook, under a scenario if one is named.

    Args:
        path: folder with `network.toml` and a CSV or Parquet file for each table, or an Excel workbook (.xlsx) with
            a sheet `network` and one for each table; a table without a file or a sheet is empty. Where the settings
            name a `law`, it is the base of `duties`, `reliefs` and `schemes`.
        scenario: name from `scenarios`; None or empty for the base.

    Raises:
        NetworkError: with every problem of the network, or of the scenario.
    """
    given = _given(Path(path))
    network, problems, _ = _typed(given)
    if not problems.is_empty():
        raise NetworkError(given.placed(problems))
    return apply(network, scenario) if scenario else network


def inspect(path: str | Path) -> pl.DataFrame:
    """Every problem of the network in a folder or a workbook, of its scenarios and its assumptions; nothing is raised.

    Returns:
        One row a problem: table, line, column, value, rule, message, nearest. No rows: `load` succeeds. `line` is the
        line of a CSV file, the row of a sheet.
    """
    given = _given(Path(path))
    network, problems, lines = _typed(given)
    if given.tables is not None:
        found = (told(network, lines, problems) for told in (scenario_problems, assumption_problems))
        problems = gathered([problems, *found])
    return given.placed(problems)


def save(network: Network, path: str | Path, *, parquet: bool = False) -> None:
    """Write a network so that `load` reads it back without loss, whole or not at all.

    Args:
        network: the network.
        path: an Excel workbook if it ends in `.xlsx`, else a folder. A network that is there already is replaced;
            what is in its folder and is no file of a network stays.
        parquet: whether the tables of a folder are Parquet files instead of CSV files.

    Raises:
        FileExistsError: if something else is there.
        ValueError: if a table has more rows than a sheet can hold.
    """
    if is_workbook(path):
        write_workbook(network, Path(path))
    else:
        write_folder(network, Path(path), parquet=parquet)


def write_template(path: str | Path) -> None:
    """Write an Excel workbook with a sheet for each table and no rows: notes tell units, meanings and bounds."""
    write_workbook(None, Path(path))


def _given(path: Path) -> Given:
    return read_workbook(path) if is_workbook(path) and not path.is_dir() else read_folder(path)


def _typed(given: Given) -> tuple[Network, pl.DataFrame, dict[str, pl.Series]]:
    """What could be read, every problem of it, and the line of each row."""
    if given.tables is None:
        return Network({}, {}), given.problems, {}
    settings = dict(given.settings)
    written = Written(settings.pop("decimal", None), settings.pop("date_order", None))
    parts = [given.problems]
    tables: dict[str, pl.DataFrame] = {}
    lines: dict[str, pl.Series] = {}
    for name, texts in given.tables:
        parts.append(texts.problems)
        if texts.frame.width == 0:
            continue
        rows = typed(NETWORK[name], texts.frame, texts.lines, written)
        tables[name], lines[name] = rows.frame, texts.lines
        told = texts.problems.drop_nulls("column")
        parts.append(rows.problems.join(told, on=("line", "column"), how="anti", maintain_order="left"))
    law = settings.pop("law", None)
    if law is not None:
        parts.append(kit_problems(tables, lines))
        tables, lines = with_law(law, tables, lines, settings.pop("credit_days", None))
    network = Network(settings, tables)
    return network, check(network, lines=lines, reported=gathered(parts)), lines
