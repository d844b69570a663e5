"""A network as a folder: `network.toml` and one CSV file for each table that has rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from onshore.checking import Written, check, typed
from onshore.checking.problems import gathered, problem
from onshore.formats.csv_table import read_texts, write_table
from onshore.formats.law import kit_problems, with_law
from onshore.formats.replacing import replacing
from onshore.formats.settings_file import SETTINGS_FILE, read_settings, write_settings
from onshore.formats.strangers import strangers
from onshore.network import Network, NetworkError
from onshore.scenarios import apply, assumption_problems, scenario_problems
from onshore.schema import NETWORK

__all__ = ["inspect", "load", "save"]


def load(path: str | Path, scenario: str | None = None) -> Network:
    """The network in a folder, under a scenario if one is named.

    Args:
        path: folder with `network.toml` and a CSV file for each table; a table without a file is empty. Where
            `network.toml` names a `law`, it is the base of `duties`, `reliefs` and `schemes`.
        scenario: name from `scenarios.csv`; None or empty for the base.

    Raises:
        NetworkError: with every problem of the folder, or of the scenario.
    """
    network, problems, _ = _read(Path(path))
    if not problems.is_empty():
        raise NetworkError(problems)
    return apply(network, scenario) if scenario else network


def inspect(path: str | Path) -> pl.DataFrame:
    """Every problem of the network in a folder, of its scenarios and its assumptions; nothing is raised.

    Returns:
        One row a problem: table, line, column, value, rule, message, nearest. No rows: `load` succeeds.
    """
    network, problems, lines = _read(Path(path))
    found = (told(network, lines, problems) for told in (scenario_problems, assumption_problems))
    return gathered([problems, *found])


def save(network: Network, path: str | Path) -> None:
    """Write a network as a folder that `load` reads back without loss.

    The folder is written whole or not at all. A network that is there already is replaced; what is in it
    and is neither `network.toml` nor CSV files stay.

    Raises:
        FileExistsError: if the folder holds something else.
    """
    folder = Path(path)
    with replacing(folder, _is_network, "a network") as fresh:
        write_settings(network.settings, fresh)
        for name, frame in network.tables.items():
            if not frame.is_empty():
                write_table(frame, fresh / f"{name}.csv")
        _keep_others(folder, fresh)


def _is_network(folder: Path) -> bool:
    return (folder / SETTINGS_FILE).is_file()


def _keep_others(folder: Path, fresh: Path) -> None:
    """Copy what lies beside the tables: a page about the case, expected results."""
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, fresh / entry.name, symlinks=True)
        elif entry.name != SETTINGS_FILE and entry.suffix.lower() != ".csv":
            shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)


def _read(folder: Path) -> tuple[Network, pl.DataFrame, dict[str, pl.Series]]:
    """What could be read, every problem of it, and the line of each row."""
    if not folder.is_dir():
        text = f"{folder} is not a folder. A network is a folder with {SETTINGS_FILE} and CSV files."
        return Network({}, {}), problem("network", "file", text), {}
    settings, found = read_settings(folder)
    written = Written(settings.pop("decimal", None), settings.pop("date_order", None))
    files = {entry.name for entry in folder.iterdir() if entry.is_file()}
    parts = [found, *strangers(files)]
    tables: dict[str, pl.DataFrame] = {}
    lines: dict[str, pl.Series] = {}
    for name, table in NETWORK.items():
        # Some file systems would give Sites.csv for sites.csv; a folder means the same on all of them.
        if f"{name}.csv" not in files:
            continue
        texts = read_texts(folder / f"{name}.csv", name)
        parts.append(texts.problems)
        if texts.frame.width == 0:
            continue
        rows = typed(table, texts.frame, texts.lines, written)
        tables[name], lines[name] = rows.frame, texts.lines
        parts.append(rows.problems)
    law = settings.pop("law", None)
    if law is not None:
        parts.append(kit_problems(tables, lines))
        tables, lines = with_law(law, tables, lines, settings.pop("credit_days", None))
    network = Network(settings, tables)
    return network, check(network, lines=lines, reported=gathered(parts)), lines
