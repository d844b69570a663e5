"""One step of a scenario, and how it fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from onshore.checking.problems import nearest_to, problem
from onshore.schema import NETWORK

__all__ = ["Step", "StepError", "Work"]


class StepError(Exception):
    """A step that cannot be done: what is wrong with which of its cells."""

    def __init__(self, cell: str, text: str, nearest: str | None = None) -> None:
        super().__init__(text)
        self.cell, self.text, self.nearest = cell, text, nearest


@dataclass(frozen=True)
class Step:
    """One row of `scenarios`, or one of `assumptions` at its low or high end."""

    line: int | None
    scenario: str
    table: str
    match: str
    column: str
    operation: str
    value: str
    source: str | None
    side: str = ""

    @property
    def kind(self) -> str:
        """What the step belongs to, in a word."""
        return "assumption" if self.side else "scenario"

    def problem(self, cell: str, text: str, nearest: str | None = None) -> pl.DataFrame:
        """What is wrong with one of its cells, as a table of problems."""
        text = f"{self.kind} '{self.scenario}': {text}"
        value = str(getattr(self, cell))
        column = self.side if self.side and cell == "value" else cell
        table = f"{self.kind}s"
        return problem(table, self.kind, text, line=self.line, column=column, value=value, nearest=nearest)

    def pairs(self, cell: str) -> dict[str, str]:
        """`column=value; column=value`, in `match` or `value`, as a mapping."""
        pairs: dict[str, str] = {}
        columns = list(NETWORK[self.table].columns)
        for part in str(getattr(self, cell)).split(";"):
            if not part.strip():
                continue
            name, sign, value = (p.strip() for p in part.partition("="))
            if not sign:
                raise StepError(cell, f"{cell} = '{part.strip()}' is not of the form `column=value`.")
            if name not in columns:
                text = f"{cell} names column '{name}', which is not in {self.table}."
                raise StepError(cell, text, nearest_to(name, columns))
            if name in pairs:
                raise StepError(cell, f"{cell} names column '{name}' twice.")
            pairs[name] = value
        return pairs

    def number(self) -> float:
        """The value as a finite number."""
        try:
            amount = float(self.value)
        except ValueError:
            amount = float("nan")
        if abs(amount) < float("inf"):
            return amount
        raise StepError("value", f"value = '{self.value}' is not a finite number: {self.operation} needs one.")


@dataclass
class Work:
    """A network while it changes. Rows keep the line that they had; inserted ones have none."""

    settings: dict[str, Any]
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
