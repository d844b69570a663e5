"""The reference case: it loads, it is planned and verified, and what it decides where ranges do not overlap."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from onshore.formats import inspect, load
from onshore.planning import plan
from onshore.verification import verify

CASE = Path(__file__).parents[2] / "cases" / "xiaomi-india"
DECISIONS = pl.read_csv(CASE / "expected" / "decisions.csv")


def test_no_problem_in_the_case_or_any_scenario() -> None:
    assert inspect(CASE)["message"].to_list() == []


def test_every_row_says_where_it_comes_from() -> None:
    for name, rows in load(CASE).tables.items():
        assert rows["source"].null_count() == 0, name


def test_the_main_job_in_a_hurry() -> None:
    """However little time there is, a whole, verified plan comes out; `make plan` takes the time for a small gap."""
    network = load(CASE)
    hurried = plan(network, time_limit=10.0, within=())
    assert verify(network, hurried).is_empty()
    assert hurried.floor <= hurried.bound <= hurried.objective
    assert hurried.gap < 0.05
    assert hurried.measures()["on_time_share"]["value"] > 0.98


@pytest.mark.long
@pytest.mark.parametrize("row", DECISIONS.to_dicts(), ids=lambda r: str(r["scenario"]))
def test_decisions_whose_ranges_do_not_overlap(row: dict[str, object]) -> None:
    found = plan(load(CASE, str(row["scenario"])), time_limit=60.0, within=())
    share = found.measures()[str(row["decision"])]["value"]
    assert row["low"] <= share <= row["high"]
    assert found.gap < 1e-3
