"""The immutable plan: decisions and money as tables, with what is proven about them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

import polars as pl

from onshore.schema import PLAN

__all__ = ["SCHEMA_VERSION", "Plan", "Range"]

SCHEMA_VERSION = 3


@dataclass(frozen=True)
class Range:
    """How far a headline decision can move among plans that cost little more.

    decision: `share:COMPANY:GROUP`. value: what it is in the plan. low, high: how far it can move. within: extra cost
    a piece of the group, network currency. kind: `inner` (at least this wide: whole-number choices kept) or `full`.
    """

    decision: str
    value: float
    within: float
    low: float
    high: float
    kind: str


@dataclass(frozen=True)
class Plan:
    """A plan as tables (`schema.PLAN`) with its proof.

    objective: network currency. bound: no plan that verifies costs less. floor: see docs/meaning.md, section 5.
    status: `optimal` (gap reached), `time_limit`, `iteration_limit`, `interrupted` or `whole_pieces` (the gap was
    reached, and making every piece whole cost more than that). progress: (seconds, objective or None, bound or None)
    as the search went.
    """

    tables: Mapping[str, pl.DataFrame]
    objective: float
    bound: float
    floor: float
    status: str
    seconds: float
    solver: str
    seed: int
    network_fingerprint: str
    scenario: str = ""
    network_name: str = ""
    ranges: tuple[Range, ...] = ()
    measures_table: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    progress: tuple[tuple[float, float | None, float | None], ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        filled = {name: self.tables.get(name, table.empty()) for name, table in PLAN.items()}
        object.__setattr__(self, "tables", MappingProxyType(filled))

    def __reduce__(self) -> tuple[Any, ...]:
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return Plan, tuple((values | {"tables": dict(self.tables)}).values())

    def __getattr__(self, name: str) -> pl.DataFrame:
        if name in PLAN:
            return self.tables[name]
        raise AttributeError(f"a plan has no table {name!r}; its tables are {', '.join(PLAN)}")

    def __dir__(self) -> Iterator[str]:
        return iter([*super().__dir__(), *PLAN])

    @property
    def gap(self) -> float:
        """(objective − bound) / |objective|; 0 where both are 0, infinite while either is not known."""
        if not (math.isfinite(self.objective) and math.isfinite(self.bound)):
            return math.inf
        if self.objective == self.bound:
            return 0.0
        return max(0.0, (self.objective - self.bound) / max(abs(self.objective), 1e-12))

    @property
    def gap_controllable(self) -> float | None:
        """(objective − bound) / (objective − floor): of what a plan can influence.

        None if the floor is not below the objective, or if one of the three is not known.
        """
        known = all(math.isfinite(amount) for amount in (self.objective, self.bound, self.floor))
        if not known or self.floor >= self.objective:
            return None
        return max(0.0, (self.objective - self.bound) / (self.objective - self.floor))

    @property
    def money_by_term(self) -> dict[str, float]:
        """Sum of `money` a term; the sums add up to the objective."""
        rows = self.tables["money"].group_by("term", maintain_order=True).agg(pl.col("amount").sum())
        return dict(zip(rows["term"], rows["amount"], strict=True))

    def measures(self) -> dict[str, dict[str, Any]]:
        """Each KPI as `{name: {value, unit}}`; defined in `onshore.measures`."""
        return {name: dict(entry) for name, entry in self.measures_table.items()}
