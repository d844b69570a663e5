"""A network under a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from onshore.checking import check
from onshore.checking.problems import gathered, nearest_to, nothing, problem
from onshore.checking.sheets import LINE, Sheets
from onshore.network import Network, NetworkError
from onshore.scenarios.operations import done
from onshore.scenarios.step import Step, StepError, Work
from onshore.schema import NETWORK

__all__ = ["apply", "finished", "scenario_problems", "worked"]


def apply(network: Network, scenario: str) -> Network:
    """The network as a scenario changes it, under the scenario's name. An empty name is the network itself.

    Args:
        network: the base.
        scenario: name in `network.scenarios`, whose rows are applied in order of `step`.

            `match` says which rows: `column=pattern`, parted by semicolons, all of which must fit; empty for
            every row. Patterns are those of file names (`*`, `?`, `[ab]`, `[*]` for a star); numbers are
            compared as numbers; `column=` finds empty cells.

            `operation` is to `set` the cells of `column` to `value` (empty: the default), `scale` numbers by
            it, `add` it to them, `shift` dates by days, `remove` the rows, or `insert` one with `value` =
            `column=value; column=value`. Table `network` stands for the settings. To set what stands there
            already is allowed; any other step that changes nothing is not.

    Raises:
        NetworkError: if there is no such scenario, if a step cannot be done or changes nothing, or if the
            network that results has problems.
    """
    return _applied(network, scenario, {})


def scenario_problems(
    network: Network,
    lines: Mapping[str, pl.Series] | None = None,
    reported: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Problems of every scenario of a network, each applied to the network as it is.

    Args:
        network: the base.
        lines: for each table, the line of each of its rows.
        reported: problems of the base. If there are any, the steps that cannot be done are told, except on
            tables with problems; the networks that would result are not looked at.
    """
    told = nothing() if reported is None else reported
    if "scenarios" in told["table"] or "file" in told["rule"]:
        return nothing()
    unsound = frozenset(told["table"])
    parts = []
    for scenario in network.scenarios["scenario"].drop_nulls().unique(maintain_order=True):
        try:
            work, found = _worked(network, scenario, lines or {}, unsound)
            if told.is_empty():
                finished(work, found, scenario, f"scenario '{scenario}'")
            parts.append(found)
        except NetworkError as error:
            parts.append(error.problems)
    return gathered(parts)


def _applied(network: Network, scenario: str, lines: Mapping[str, pl.Series]) -> Network:
    if not scenario:
        return network
    return finished(*_worked(network, scenario, lines), scenario, f"scenario '{scenario}'")


def _worked(
    network: Network,
    scenario: str,
    lines: Mapping[str, pl.Series],
    unsound: frozenset[str] = frozenset(),
) -> tuple[Work, pl.DataFrame]:
    sheets = Sheets(network, lines)
    return worked(sheets, _steps(sheets, scenario), unsound)


def worked(sheets: Sheets, steps: Iterable[Step], unsound: frozenset[str] = frozenset()) -> tuple[Work, pl.DataFrame]:
    """The changed tables, and the problems of steps; those on unsound tables are left out."""
    work = Work(dict(sheets.settings), {name: sheets[name] for name in NETWORK})
    parts = []
    for step in steps:
        if step.table in unsound:
            continue
        try:
            parts.append(done(work, step))
        except StepError as error:
            parts.append(step.problem(error.cell, error.text, error.nearest))
    return work, gathered(parts)


def finished(work: Work, problems: pl.DataFrame, scenario: str, under: str) -> Network:
    """The network that results, if it is sound; `under` says what made it, where it is not."""
    if not problems.is_empty():
        raise NetworkError(problems)
    tables = {name: rows.drop(LINE) for name, rows in work.tables.items()}
    result = Network(work.settings, tables).renamed(scenario)
    problems = check(result, lines={name: rows[LINE] for name, rows in work.tables.items()})
    if not problems.is_empty():
        message = pl.format("{}: {}", pl.lit(under), "message")
        raise NetworkError(problems.with_columns(message.alias("message")))
    return result


def _steps(sheets: Sheets, scenario: str) -> list[Step]:
    rows = sheets["scenarios"].filter(pl.col("scenario") == scenario).sort("step")
    if rows.is_empty():
        raise NetworkError(_unknown(scenario, sheets))
    texts = [pl.col(c).fill_null("") for c in ("scenario", "table", "match", "column", "operation", "value")]
    return [Step(*row) for row in rows.select(LINE, *texts, "source").iter_rows()]


def _unknown(scenario: str, sheets: Sheets) -> pl.DataFrame:
    known = sheets["scenarios"]["scenario"].drop_nulls().unique().sort().to_list()
    near = nearest_to(scenario, known)
    text = f"there is no scenario '{scenario}'."
    if near is None:
        text += f" Scenarios are {', '.join(known)}." if known else " The network has none."
    return problem("scenarios", "scenario", text, column="scenario", value=scenario, nearest=near)
