"""A network as a folder: `network.toml` and one CSV or Parquet file for each table that has rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from onshore.checking.problems import gathered, problem
from onshore.formats.csv_table import read_texts, write_table
from onshore.formats.given import Given
from onshore.formats.parquet_table import read_parquet_texts, write_parquet_table
from onshore.formats.replacing import replacing
from onshore.formats.settings_file import SETTINGS_FILE, read_settings, write_settings
from onshore.formats.strangers import strangers
from onshore.formats.texts import Texts
from onshore.network import Network
from onshore.schema import NETWORK

__all__ = ["read_folder", "write_folder"]


def read_folder(folder: Path) -> Given:
    """What the files of a folder say."""
    if not folder.is_dir():
        text = f"{folder} is not a folder. A network is a folder with {SETTINGS_FILE} and CSV files."
        return Given({}, problem("network", "file", text))
    settings, found = read_settings(folder)
    files = {entry.name for entry in folder.iterdir() if entry.is_file()}
    return Given(settings, gathered([found, *strangers(files)]), _tables(folder, files), partial(_placed, files))


def _placed(files: set[str], problems: pl.DataFrame) -> pl.DataFrame:
    """Problems of tables that are kept as Parquet files name those."""
    kept = {f"{name}.csv": f"{name}.parquet" for name in NETWORK if f"{name}.csv" not in files}
    kept = {csv: parquet for csv, parquet in kept.items() if parquet in files}
    return problems.with_columns(pl.col("message").str.replace_many(kept)) if kept else problems


def _tables(folder: Path, files: set[str]) -> Iterator[tuple[str, Texts]]:
    for name in NETWORK:
        # Some file systems would give Sites.csv for sites.csv; a folder means the same on all of them.
        if f"{name}.csv" in files:
            yield name, read_texts(folder / f"{name}.csv", name)
        elif f"{name}.parquet" in files:
            yield name, read_parquet_texts(folder / f"{name}.parquet", name)


def write_folder(network: Network, folder: Path, *, parquet: bool = False) -> None:
    """Write a network as a folder, whole or not at all.

    A network that is there already is replaced; what is in it and is no file of a network stays.

    Raises:
        FileExistsError: if the folder holds something else.
    """
    with replacing(folder, _is_network, "a network") as fresh:
        write_settings(network.settings, fresh)
        for name, frame in network.tables.items():
            if frame.is_empty():
                continue
            if parquet:
                write_parquet_table(frame, fresh / f"{name}.parquet")
            else:
                write_table(frame, fresh / f"{name}.csv")
        _keep_others(folder, fresh)


def _is_network(folder: Path) -> bool:
    return (folder / SETTINGS_FILE).is_file()


def _keep_others(folder: Path, fresh: Path) -> None:
    """Copy what lies beside the tables: a page about the case, expected results."""
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, fresh / entry.name, symlinks=True)
        elif entry.name != SETTINGS_FILE and not _is_table(entry):
            shutil.copy2(entry, fresh / entry.name, follow_symlinks=False)


def _is_table(file: Path) -> bool:
    return file.suffix.lower() == ".csv" or (file.suffix.lower() == ".parquet" and file.stem in NETWORK)
