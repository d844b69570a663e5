"""A network with one of its assumptions at its low or high end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from onshore.checking.problems import gathered, nothing, problem
from onshore.checking.sheets import LINE, Sheets
from onshore.network import Network, NetworkError
from onshore.scenarios.applying import finished, worked
from onshore.scenarios.matching import matching
from onshore.scenarios.operations import NEUTRAL
from onshore.scenarios.step import Step, StepError
from onshore.schema import NETWORK

__all__ = ["SIDES", "Assumption", "assume", "assumption_problems", "assumptions"]

SIDES: Final = ("low", "high")
#: Beyond rounding.
_CLOSE: Final = 1e-9


@dataclass(frozen=True)
class Assumption:
    """An assumption as its first row states it.

    operation: what low and high are: values to set, multipliers, or amounts to add. base: what stands in the tables
    in the same terms; None if that is not one number. rows: how many rows move together.
    """

    name: str
    operation: str
    base: float | None
    low: float
    high: float
    rows: int
    source: str | None


def assumptions(network: Network) -> list[Assumption]:
    """The assumptions of a network, in the order of the table. Those that cannot be read are left out."""
    found = []
    sheets = Sheets(network)
    for (name,), rows in sheets["assumptions"].partition_by("assumption", as_dict=True).items():
        first = rows.sort("step").row(0, named=True)
        if name is None or first["low"] is None or first["high"] is None:
            continue
        values = _now(sheets, _step(first, "low"))
        base = float(values[0]) if len(values) == 1 else None
        known = (first["operation"], base, first["low"], first["high"], len(rows), first["source"])
        found.append(Assumption(str(name), *known))
    return found


def assume(network: Network, assumption: str, side: str) -> Network:
    """The network with one assumption at its `low` or `high` end, under the same name.

    Raises:
        NetworkError: if there is no such assumption, if a step cannot be done or changes nothing, or if the network
            that results has problems.
    """
    sheets = Sheets(network)
    steps = _steps(sheets, assumption, side)
    if not steps:
        known = sheets["assumptions"]["assumption"].drop_nulls().unique().sort().to_list()
        text = f"there is no assumption '{assumption}'. "
        text += f"Assumptions are {', '.join(known)}." if known else "The network has none."
        raise NetworkError(problem("assumptions", "assumption", text, column="assumption", value=assumption))
    crossed = _crossed(steps, _steps(sheets, assumption, "high"))
    if not crossed.is_empty():
        raise NetworkError(crossed)
    return finished(*worked(sheets, steps), network.scenario, _under(assumption, side))


def assumption_problems(
    network: Network,
    lines: Mapping[str, pl.Series] | None = None,
    reported: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Problems of every assumption of a network at either end.

    Args:
        network: the base.
        lines: for each table, the line of each of its rows.
        reported: problems of the base. If there are any, the rows that cannot be done are told, except on
            tables with problems; the networks that would result are not looked at.
    """
    told = nothing() if reported is None else reported
    if "assumptions" in told["table"] or "file" in told["rule"]:
        return nothing()
    unsound = frozenset(told["table"])
    sheets = Sheets(network, lines or {})
    parts = []
    for name in network.assumptions["assumption"].drop_nulls().unique(maintain_order=True):
        both = {side: _steps(sheets, name, side) for side in SIDES}
        crossed = _crossed(both["low"], both["high"])
        if not crossed.is_empty():
            parts.append(crossed)
            continue
        found = [worked(sheets, steps, unsound) for steps in both.values()]
        faults = gathered(problems for _, problems in found).unique("message", keep="first", maintain_order=True)
        if faults.is_empty():
            faults = _strayed(sheets, both["low"], both["high"], unsound)
        parts.append(faults)
        if faults.is_empty() and told.is_empty():
            for side, (work, problems) in zip(SIDES, found, strict=True):
                try:
                    finished(work, problems, network.scenario, _under(name, side))
                except NetworkError as error:
                    parts.append(error.problems)
    return gathered(parts)


def _under(assumption: str, side: str) -> str:
    return f"assumption '{assumption}' at {side}"


def _steps(sheets: Sheets, assumption: str, side: str) -> list[Step]:
    rows = sheets["assumptions"].filter(pl.col("assumption") == assumption).sort("step")
    return [_step(row, side) for row in rows.iter_rows(named=True)]


def _step(row: Mapping[str, object], side: str) -> Step:
    name, table, match, column, operation = (
        str(row[cell] or "") for cell in ("assumption", "table", "match", "column", "operation")
    )
    line, source = row[LINE], row["source"]
    assert line is None or isinstance(line, int)
    value = row[side]
    cited = None if source is None else str(source)
    return Step(line, name, table, match, column, operation, _number(value), cited, side)


def _number(value: object) -> str:
    """A number as people write it; nothing for an empty cell, which the check of cells has told."""
    return "" if value is None else repr(value).removesuffix(".0")


def _crossed(low: list[Step], high: list[Step]) -> pl.DataFrame:
    """Rows whose low end is above the high one."""
    return gathered(
        one.problem("value", f"low = {one.value} is above high = {other.value}. Exchange or correct them.")
        for one, other in zip(low, high, strict=True)
        if one.value and other.value and float(one.value) > float(other.value)
    )


def _now(sheets: Sheets, step: Step) -> list[float]:
    """What stands in the cells that a step is about, in its terms: each value once."""
    if step.operation in NEUTRAL:
        return [NEUTRAL[step.operation]]
    if step.table == "network":
        value = sheets.settings.get(step.column)
        return [float(value)] if isinstance(value, int | float) else []
    if step.table not in NETWORK or step.column not in NETWORK[step.table].columns:
        return []
    rows = sheets[step.table]
    try:
        cells = rows.filter(matching(step, rows))[step.column].drop_nulls()
    except StepError:
        return []
    return [float(value) for value in cells.unique().sort()] if cells.dtype.is_numeric() else []


def _strayed(sheets: Sheets, low: list[Step], high: list[Step], unsound: frozenset[str]) -> pl.DataFrame:
    """Rows whose ends do not take in what the tables say."""
    parts = []
    for one, other in zip(low, high, strict=True):
        values = [] if one.table in unsound else _now(sheets, one)
        for end, beyond in ((one, min(values, default=None)), (other, max(values, default=None))):
            if beyond is None:
                continue
            past = float(end.value) - beyond if end is one else beyond - float(end.value)
            if past > _CLOSE * max(1.0, abs(beyond)):
                text = f"low = {one.value} to high = {other.value} leave out {_number(beyond)}, which is planned with."
                parts.append(end.problem("value", text))
                break
    return gathered(parts)
