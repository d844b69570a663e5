"""The structure of a plan, where the solver finds it and where the relaxation is rounded."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from onshore.formats import load
from onshore.planning import plan
from onshore.planning.solver import Answer, Solver

CASE = Path(__file__).parents[2] / "cases" / "three-sites"
SEARCH, STRUCTURE = (import_module(f"onshore.planning.search{name}") for name in ("", ".structure"))


@pytest.fixture(autouse=True)
def only_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program counts as large, and none is searched whole afterwards."""
    monkeypatch.setattr(SEARCH, "SMALL", 0)
    monkeypatch.setattr(import_module("onshore.planning.search.state").Search, "whole", lambda _: None)


@pytest.fixture(scope="module")
def best() -> float:
    return plan(load(CASE), gap=0.0, within=()).objective


def in_parts() -> float:
    """What the plan of three-sites costs that the parts find."""
    return plan(load(CASE), within=()).objective


def test_a_relaxation_that_is_rounded_comes_near_the_best(monkeypatch: pytest.MonkeyPatch, best: float):
    monkeypatch.setattr(STRUCTURE, "_QUICK", 0.0)
    assert best * (1 - 1e-9) <= in_parts() <= best * 1.05


def test_a_poor_structure_that_the_solver_had_time_for_gives_way_to_the_rounded_one(
    monkeypatch: pytest.MonkeyPatch, best: float
):
    run = Solver.run

    def poor(self: Solver, watch, phase, **options) -> Answer:
        """Stopped with nothing but an expensive structure: everything shut."""
        answer = run(self, watch, phase, **options)
        if phase == "structure" and self._whole and answer.values is not None:
            return Answer("time_limit", answer.values * 0.0, 1e3 * abs(answer.objective), answer.bound)
        return answer

    monkeypatch.setattr(Solver, "run", poor)
    assert best * (1 - 1e-9) <= in_parts() <= best * 1.05
