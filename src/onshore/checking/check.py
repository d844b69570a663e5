"""Everything that can be wrong with a network, found at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import polars as pl

from onshore.checking.keys import ABSENT, duplicates, references
from onshore.checking.problems import gathered, nothing, problem
from onshore.checking.rules import RULES
from onshore.checking.settings import typed_settings
from onshore.checking.sheets import Sheets
from onshore.checking.values import values
from onshore.network import Network, NetworkError
from onshore.schema import NETWORK, REQUIRED, Table

__all__ = ["check", "checked"]


def check(
    network: Network,
    *,
    lines: Mapping[str, pl.Series] | None = None,
    reported: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every problem of a network: its cells, keys and references, and the rules that span rows and tables.

    Args:
        network: the network, whole or with nulls where a cell could not be read.
        lines: for each table, the line of each of its rows; without, as if `save` had written it.
        reported: problems found on reading. They are part of the result and not told twice.

    Returns:
        A table with one row a problem: table, line, column, value, rule, message, nearest.
    """
    reported = nothing() if reported is None else reported
    shape = gathered(part for t in NETWORK.values() for part in _shape(t, network.tables[t.name]))
    if not shape.is_empty():
        return gathered([reported, shape])
    sheets = Sheets(network, lines or {}, reported)
    cells = [values(t, sheets[t.name]) for t in NETWORK.values()]
    found = [_settings(network, reported), *cells]
    sheets = dataclasses.replace(sheets, reported=_told_once(reported, gathered(found)))
    found = [references(sheets), *(duplicates(t, sheets[t.name]) for t in NETWORK.values())]
    found += [rule.problems(sheets) for rule in RULES if rule.first]
    sheets = dataclasses.replace(sheets, reported=_told_once(sheets.reported, gathered(found)))
    crossing = [rule.problems(sheets) for rule in RULES if not rule.first]
    return _in_order(_told_once(sheets.reported, gathered(crossing)))


def checked(network: Network) -> Network:
    """The network itself, if nothing is wrong with it.

    Raises:
        NetworkError: with every problem.
    """
    problems = check(network)
    if not problems.is_empty():
        raise NetworkError(problems)
    return network


def _settings(network: Network, reported: pl.DataFrame) -> pl.DataFrame:
    """Problems of settings, but for those that reading has told about."""
    told = reported.filter(pl.col("table") == "network")["column"]
    if told.has_nulls():
        return nothing()
    given = {name: value for name, value in network.settings.items() if value is not REQUIRED}
    return typed_settings(given)[1].filter(~pl.col("column").is_in(told.implode()))


def _shape(table: Table, frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Columns that are missing, too many or of another type: frames made by hand."""
    declared, given = table.dtypes, frame.schema
    for name in declared:
        if name not in given:
            yield problem(table.name, "column", f"column '{name}' is missing.", column=name)
        elif given[name] != declared[name]:
            text = f"column '{name}' holds {given[name]} and must hold {declared[name].__name__}."
            yield problem(table.name, "type", text + " `network.replace` casts it.", column=name)
    for name in given:
        if name not in declared:
            yield problem(table.name, "column", f"{table.name} has no column '{name}'.", column=name)


def _told_once(told: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Both, without what was found in a cell that was told about. A missing column tells of its cells."""
    if told.is_empty() or found.is_empty():
        return gathered([told, found])
    cell = ["table", "line", "column"]
    new = found.join(told, on=cell, how="anti", nulls_equal=True, maintain_order="left")
    whole = told.filter((pl.col("rule") == "column") & pl.col("column").is_not_null())
    new = new.join(whole, on=["table", "column"], how="anti", maintain_order="left")
    return gathered([told, new])


def _in_order(problems: pl.DataFrame) -> pl.DataFrame:
    """In the order of tables, lines and columns in which a planner goes through them."""
    order = {name: i for i, name in enumerate(("network", *NETWORK))}
    rank = pl.col("table").replace_strict(order, default=-1, return_dtype=pl.Int64)
    present = pl.col("rule") != ABSENT  # what is not there at all comes first
    return problems.sort(present, rank, "line", maintain_order=True, nulls_last=False)
