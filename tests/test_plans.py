"""What a plan says about its own proof, and which networks are the same."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import onshore as on
from networks import hand
from onshore.formats import load_plan, save_plan
from onshore.plans import Plan


def proven(objective: float, bound: float, floor: float = 50.0) -> Plan:
    return Plan({}, objective, bound, floor, "time_limit", 1.0, "none", 0, "abc")


def test_the_gaps_of_a_plan():
    assert (proven(100.0, 90.0).gap, proven(100.0, 90.0).gap_controllable) == (0.1, 0.2)
    assert (proven(100.0, 100.0).gap, proven(0.0, 0.0, 0.0).gap) == (0.0, 0.0)
    assert proven(0.0, 0.0, 0.0).gap_controllable is None
    assert proven(-100.0, -110.0, -200.0).gap == 0.1


@pytest.mark.parametrize("objective, bound", [(math.inf, 90.0), (100.0, -math.inf), (math.inf, -math.inf)])
def test_what_is_not_known_has_no_gap(objective, bound, tmp_path):
    plan = proven(objective, bound)
    assert plan.gap == math.inf
    assert plan.gap_controllable is None
    save_plan(plan, tmp_path / "p")
    summary = json.loads((tmp_path / "p" / "summary.json").read_text())
    assert (summary["gap"], summary["gap_controllable"]) == (None, None)
    assert load_plan(tmp_path / "p").gap == math.inf


def test_without_a_floor_nothing_is_controllable():
    assert proven(100.0, 90.0, -math.inf).gap_controllable is None
    assert proven(100.0, 90.0, -math.inf).gap == 0.1


def test_equal_settings_give_equal_fingerprints():
    one = hand()
    prints = {one.replace(cost_of_money=value, demo=False).fingerprint for value in (0, 0.0, -0.0)}
    assert len(prints) == 1
    assert one.replace(cost_of_money=1).fingerprint == one.replace(cost_of_money=1.0).fingerprint
    assert one.replace(cost_of_money=0.1).fingerprint == one.fingerprint
    assert one.replace(cost_of_money=0.2).fingerprint != one.fingerprint
    assert one.replace(demo=True).fingerprint != one.fingerprint


def test_zero_has_no_sign_in_a_fingerprint():
    one = hand()
    prints = {one.replace(stock=one.stock.with_columns(quantity=value)).fingerprint for value in (0, 0.0, -0.0)}
    assert len(prints) == 1


def test_where_rows_come_from_does_not_enter_a_fingerprint():
    one = hand()
    assert one.replace(stock=one.stock.with_columns(source=pl.lit("a book"))).fingerprint == one.fingerprint
    assert replace(one, scenario="dear").fingerprint == one.fingerprint


def test_a_way_too_slow_for_the_horizon_changes_nothing():
    """Check lets it pass because another way serves; planner and verifier must then live with it."""
    network = on.load(Path(__file__).parents[1] / "cases" / "three-sites")
    lanes = network.lanes.with_columns(mode=pl.lit("raft"), days=400.0)
    slower = network.replace(lanes=pl.concat([network.lanes, lanes.unique(["origin", "destination"])]))
    assert on.check(slower).is_empty()
    plan = on.plan(slower, within=())
    assert on.verify(slower, plan).is_empty()
    assert plan.objective == pytest.approx(on.plan(network, within=()).objective, rel=1e-9)
