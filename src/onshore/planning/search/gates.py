"""Gates of incentives while a plan is made whole: rounding may end a few lots short of one."""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.search.state import Search
from onshore.planning.solver import Answer, Solver

__all__ = ["clear_of_gates", "solved"]

_NEAR = 1e-6


def solved(s: Search, solver: Solver, phase: str, gates: np.ndarray, *, inside: bool = False) -> Answer:
    """Re-solve a relaxation whose choices are fixed; if that is no plan any more, the gates that it misses are shut.

    gates: values of all columns, which say how the gates are fixed. inside: as for `Solver.run`.
    """
    answer = solver.run(s.watch, phase, patient=True, inside=inside)
    if answer.values is not None or s.watch.stopped or not s.p.has("gate"):
        return answer
    cols = s.p["gate"]["col"].to_numpy()
    solver.bounds(cols, np.zeros(len(cols)), np.round(gates[cols]))
    answer = solver.run(s.watch, phase, patient=True)
    if answer.values is None:
        return answer
    passed = np.floor(answer.values[cols] + _NEAR)
    solver.bounds(cols, passed, passed)
    return solver.run(s.watch, phase, patient=True)


def clear_of_gates(s: Search, solver: Solver, values: np.ndarray) -> np.ndarray:
    """The plan with sales so far above every gate that it passes that rounding to whole lots can't shut it: by a lot
    of every way of making that it uses in that year. Where that can't be, the plan as it was.
    """
    rows = next((rows for rows in s.p.rules if rows.rule == "sales_gate"), None)
    if rows is None:
        return values
    number, spare = np.arange(rows.first, rows.first + len(rows.frame)), _spare(s, values)
    passed = s.p["gate"].join(rows.frame, on=list(rows.keys), maintain_order="right")["col"].to_numpy()
    near = (np.round(values[passed]) > 0) & (s.p.activity(rows, values) < spare)
    if not near.any():
        return values
    solver.row_lower(number[near], spare[near])
    answer = solver.run(s.watch, "lots", patient=True)
    solver.row_lower(number[near], np.zeros(near.sum()))
    return values if answer.values is None else answer.values


def _spare(s: Search, values: np.ndarray) -> np.ndarray:
    """(rows of sales_gate,) counted sales of a lot of every way of making that the plan uses in the year."""
    make = s.p["make"].filter(pl.Series(values[s.p["make"]["col"].to_numpy()] > _NEAR))
    years = make.join(s.f.horizon.frame.select("t", "fiscal_year"), on="t", maintain_order="left")
    ways = years.unique(["site", "item", "process", "resource", "fiscal_year"], maintain_order=True)
    lots = np.zeros(len(values))
    lots[ways["col"].to_numpy()] = ways["lot"].to_numpy()
    sales = next(rows for rows in s.p.rules if rows.rule == "counted_sales")
    gate = next(rows for rows in s.p.rules if rows.rule == "sales_gate")
    worth = sales.frame.select(*sales.keys, worth=pl.Series(-s.p.activity(sales, lots)))
    return gate.frame.join(worth, on=list(gate.keys), maintain_order="left")["worth"].to_numpy()
