"""A plan as a folder: one Parquet file for each table, and `summary.json`.

What is read back is not trusted: files and columns that are missing or of another kind, and cells that should be
numbers and are none, are told in a sentence. Whether the plan is right is the verifier's to say.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from onshore.formats.csv_table import write_table
from onshore.formats.plan_summary import SUMMARY_FILE, read_summary
from onshore.formats.replacing import replacing
from onshore.plans import SCHEMA_VERSION, Plan, Range
from onshore.schema import PLAN, Column, Table

__all__ = ["load_plan", "load_summary", "save_plan"]

#: What the columns of a plan hold, in words.
_HOLDS: Final[Mapping[Any, str]] = {pl.String: "texts", pl.Float64: "numbers", pl.Int64: "whole numbers"}


def save_plan(plan: Plan, folder: str | Path, csv: bool = False) -> None:
    """Write a plan as a folder, whole or not at all. A plan that is there already is replaced.

    Args:
        plan: the plan.
        folder: where it goes.
        csv: whether each table is also written as CSV, where texts that would run as formulas get an
            apostrophe.

    Raises:
        FileExistsError: if the folder holds something else than a plan.
    """
    with replacing(Path(folder), _is_plan, "a plan") as fresh:
        for name, table in PLAN.items():
            frame = plan.tables[name].select(pl.col(c).cast(d) for c, d in table.dtypes.items())
            frame.write_parquet(fresh / f"{name}.parquet")
            if csv:
                write_table(frame, fresh / f"{name}.csv")
        text = json.dumps(_summary(plan), indent=2, allow_nan=False, ensure_ascii=False)
        (fresh / SUMMARY_FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def load_plan(folder: str | Path) -> Plan:
    """The plan in a folder that `save_plan` wrote.

    Raises:
        FileNotFoundError: if the folder holds no plan.
        ValueError: if it was written by another version or is damaged, naming the file and what is wrong with it.
    """
    folder = Path(folder)
    summary = load_summary(folder)
    tables = {name: _read_table(folder / f"{name}.parquet", table) for name, table in PLAN.items()}
    return Plan(
        tables=tables,
        objective=_number(summary["objective"], math.inf),
        bound=_number(summary["bound"], -math.inf),
        floor=_number(summary["floor"], -math.inf),
        status=summary["status"],
        seconds=_number(summary["seconds"], math.nan),
        solver=summary["solver"],
        seed=summary["seed"],
        network_fingerprint=summary["network_fingerprint"],
        scenario=summary["scenario"],
        network_name=summary["network_name"],
        ranges=tuple(_range(r) for r in summary["ranges"]),
        measures_table=summary["measures"],
        progress=tuple((s, o, b) for s, o, b in summary["progress"]),
        warnings=tuple(summary["warnings"]),
    )


def load_summary(folder: str | Path) -> dict[str, Any]:
    """What `summary.json` of a plan says, amounts that follow from the tables too: for `verify` to hold against them.

    Raises:
        FileNotFoundError: if the folder holds no plan.
        ValueError: if the file was written by another version or is damaged.
    """
    path = Path(folder) / SUMMARY_FILE
    if not path.is_file():
        raise FileNotFoundError(f"{folder} holds no plan: there is no {SUMMARY_FILE} in it.")
    return read_summary(path)


def _summary(plan: Plan) -> dict[str, Any]:
    """What `summary.json` holds. Numbers that are not finite become null."""
    summary = {
        "schema_version": SCHEMA_VERSION,
        "network_fingerprint": plan.network_fingerprint,
        "network_name": plan.network_name,
        "scenario": plan.scenario,
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "floor": plan.floor,
        "gap_controllable": plan.gap_controllable,
        "seconds": plan.seconds,
        "solver": plan.solver,
        "seed": plan.seed,
        "money": plan.money_by_term,
        "measures": {name: {"value": entry["value"], "unit": entry["unit"]} for name, entry in plan.measures().items()},
        "ranges": [
            {
                "decision": r.decision,
                "value": r.value,
                "within": r.within,
                "low": r.low,
                "high": r.high,
                "kind": r.kind,
            }
            for r in plan.ranges
        ],
        "progress": plan.progress,
        "warnings": plan.warnings,
    }
    return {name: _finite(value) for name, value in summary.items()}


def _finite(value: Any) -> Any:
    """The value with null for each number that is not finite; JSON knows no others."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return value


def _number(value: float | None, absent: float) -> float:
    return absent if value is None else float(value)


def _range(entry: Mapping[str, Any]) -> Range:
    return Range(
        entry["decision"],
        _number(entry["value"], math.nan),
        _number(entry["within"], math.nan),
        _number(entry["low"], -math.inf),
        _number(entry["high"], math.inf),
        entry["kind"],
    )


def _read_table(path: Path, table: Table) -> pl.DataFrame:
    if not path.is_file():
        raise ValueError(f"{path} is missing. Plan again.")
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise ValueError(f"{path} is damaged: it is not a whole Parquet file. Plan again.") from error
    wrong = next(_wrong(frame, table), None)
    if wrong is not None:
        raise ValueError(f"{path} is damaged: {wrong}. Plan again.")
    return frame.select(list(table.columns))


def _wrong(frame: pl.DataFrame, table: Table) -> Iterator[str]:
    """What keeps a frame from being a table of a plan."""
    found = dict(frame.schema)
    for name, column in table.columns.items():
        if name not in found:
            yield f"it lacks the column {name}"
        elif found[name] != column.dtype:
            yield f"the column {name} holds {_HOLDS.get(found[name], found[name])}, not {_HOLDS[column.dtype]}"
        else:
            yield from _odd_cells(frame[name], column)
    yield from (f"no table {table.name} has a column {name}" for name in found if name not in table.columns)


def _odd_cells(cells: pl.Series, column: Column) -> Iterator[str]:
    """Cells that hold no number, or nothing where something is needed."""
    if column.dtype == pl.String:
        odd, what = int(cells.null_count()) if column.required else 0, "are empty"
    else:
        odd, what = len(cells) - int(cells.is_finite().sum()), "hold no number"
    if odd:
        yield f"{odd} of {len(cells)} cells of the column {cells.name} {what}"


def _is_plan(folder: Path) -> bool:
    try:
        summary = json.loads((folder / SUMMARY_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and {"schema_version", "network_fingerprint"} <= summary.keys()
