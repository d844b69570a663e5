"""Options of a search are refused before it begins, and what it records are plain numbers."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from onshore.formats import load
from onshore.planning import PlanOptions, plan
from onshore.planning.solver import Watch

CASE = Path(__file__).parents[2] / "cases" / "three-sites"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("gap", -1.0, "gap = -1.0: it must be a number from 0 on"),
        ("gap", math.nan, "gap = nan: it must be a number from 0 on"),
        ("gap", math.inf, "gap = inf: it must be a number from 0 on"),
        ("time_limit", 0.0, "time_limit = 0.0: it must be a number of seconds above 0"),
        ("time_limit", math.nan, "time_limit = nan: it must be a number of seconds above 0"),
        ("iterations", 0, "iterations = 0: it must be a number from 1 on"),
        ("seed", -1, "seed = -1: it must be a whole number from 0 on"),
        ("within", (1.0, 0.0), r"within = \(1.0, 0.0\): it must be amounts above 0"),
        ("within", (math.nan,), r"within = \(nan,\): it must be amounts above 0"),
    ],
)
def test_an_option_out_of_its_bounds_is_refused(name, value, words):
    with pytest.raises(ValueError, match=words):
        PlanOptions(**{name: value})
    with pytest.raises(ValueError, match=words):
        replace(PlanOptions(), **{name: value})
    with pytest.raises(ValueError, match=words):
        plan(load(CASE), **{name: value})


def test_options_at_their_bounds_are_taken():
    options = PlanOptions(gap=0.0, time_limit=math.inf, iterations=1, seed=0, within=())
    assert (options.gap, options.time_limit) == (0.0, math.inf)


def test_a_watch_keeps_plain_numbers():
    watch = Watch()
    watch.note("search", np.float64(2.5), None)
    watch.note("search", np.float64(2.0), np.float64(1.0))
    assert [[type(value) for value in row] for row in watch.history] == [[float, float, type(None)], [float] * 3]


def test_a_plan_holds_plain_numbers():
    done = plan(load(CASE), gap=0.0)
    numbers = [value for row in done.progress for value in row if value is not None]
    numbers += [done.objective, done.bound, done.floor, done.seconds]
    numbers += [value for one in done.ranges for value in (one.value, one.within, one.low, one.high)]
    assert {type(value) for value in numbers} == {float}
