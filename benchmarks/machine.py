"""Where and when a figure was measured: seconds mean little without it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

RESULTS = Path(__file__).parent / "results"


def stamp() -> dict[str, Any]:
    """Cores that this process may use, and today's date."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {"cores": cores, "date": dt.date.today().isoformat()}


def record(folder: Path, name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows, each with its stamp, as `name.csv`; what stood there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    pl.DataFrame([{**row, **stamp()} for row in rows], infer_schema_length=None).write_csv(path)
    return path
