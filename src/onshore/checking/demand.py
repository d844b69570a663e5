"""Networks in which nobody wants anything."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import nothing, problem
from onshore.checking.sheets import Sheets

__all__ = ["demand_missing"]


def demand_missing(sheets: Sheets) -> pl.DataFrame:
    """A network without demand has nothing to plan."""
    if not sheets["demand"].is_empty():
        return nothing()
    text = "nothing to plan: no market wants anything. Add a row for each item that a market wants in a period."
    return problem("demand", "demand_missing", text)
