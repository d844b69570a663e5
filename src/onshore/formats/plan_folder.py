"""A plan as a folder: one Parquet file for each table, and `summary.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from onshore.formats.csv_table import write_table
from onshore.formats.replacing import replacing
from onshore.plans import SCHEMA_VERSION, Plan, Range
from onshore.schema import PLAN

__all__ = ["load_plan", "save_plan"]

SUMMARY_FILE: Final = "summary.json"


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
        ValueError: if it was written by another version or is damaged.
    """
    folder = Path(folder)
    if not (folder / SUMMARY_FILE).is_file():
        raise FileNotFoundError(f"{folder} holds no plan: there is no {SUMMARY_FILE} in it.")
    summary = _read_summary(folder / SUMMARY_FILE)
    tables = {name: _read_table(folder, name) for name in PLAN}
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


def _read_summary(path: Path) -> dict[str, Any]:
    try:
        summary = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is damaged: {error}. Plan again.") from error
    version = summary.get("schema_version") if isinstance(summary, dict) else None
    if version != SCHEMA_VERSION:
        raise ValueError(f"{path} has schema version {version}, and {SCHEMA_VERSION} is read here. Plan again.")
    missing = sorted(_KEYS - summary.keys())
    if missing:
        raise ValueError(f"{path} is damaged: it lacks {', '.join(missing)}. Plan again.")
    return dict(summary)


def _read_table(folder: Path, name: str) -> pl.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        frame = pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ValueError(f"{path} cannot be read: {error}. Plan again.") from error
    if dict(frame.schema) != PLAN[name].dtypes:
        raise ValueError(f"{path} has other columns than a plan's {name}. Plan again.")
    return frame


def _is_plan(folder: Path) -> bool:
    try:
        summary = json.loads((folder / SUMMARY_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and {"schema_version", "network_fingerprint"} <= summary.keys()


_KEYS: Final = _summary(Plan({}, 0.0, 0.0, 0.0, "", 0.0, "", 0, "")).keys()
