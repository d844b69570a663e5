"""What tests of the planner share."""

from __future__ import annotations

from importlib import import_module

import polars as pl
import pytest

from onshore.checking import check
from onshore.network import Network
from onshore.planning import plan

_POOR = ("nothing_made", "nothing_bought", "nothing_moved", "demand_out_of_reach")


@pytest.fixture
def poor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random networks are planned even if nothing serves a demand in them: nothing is then the best plan, or stock."""

    def but_for_demand(network: Network) -> pl.DataFrame:
        return check(network).filter(~pl.col("rule").is_in(_POOR))

    monkeypatch.setattr(import_module(plan.__module__), "check", but_for_demand)
