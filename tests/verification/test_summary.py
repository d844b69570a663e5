"""Whatever summary.json says of a plan that follows from its tables is recomputed; a falsehood is a finding."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from onshore.formats import load_plan, load_summary, save_plan
from onshore.measures import measures
from onshore.verification import verify

from .edits import without
from .hand_network import network
from .hand_plan import plan

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The plan by hand as a folder, with its measures."""
    good = replace(plan(), network_name=network().name)
    save_plan(replace(good, measures_table=measures(network(), good)), tmp_path / "p")
    return tmp_path / "p"


def findings(folder: Path, change: Change) -> pl.DataFrame:
    """What is found if summary.json is changed so."""
    path = folder / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    change(summary)
    path.write_text(json.dumps(summary), encoding="utf-8")
    return verify(network(), load_plan(folder), measures=measures, stated=load_summary(folder))


def put(*path: Any, value: Any) -> Change:
    """Another value in the place of the one that a path of keys leads to."""

    def change(summary: dict[str, Any]) -> None:
        for key in path[:-1]:
            summary = summary[key]
        summary[path[-1]] = value

    return change


def more(*path: Any, by: float) -> Change:
    def change(summary: dict[str, Any]) -> None:
        for key in path[:-1]:
            summary = summary[key]
        summary[path[-1]] += by

    return change


def gone(*path: Any) -> Change:
    def change(summary: dict[str, Any]) -> None:
        for key in path[:-1]:
            summary = summary[key]
        del summary[path[-1]]

    return change


def test_the_summary_of_a_right_plan_has_no_finding(folder):
    found = findings(folder, lambda summary: None)
    assert found.is_empty(), found.to_dicts()


SHARE = "share:alpha:phones"
FALSE: list[tuple[str, str, Change]] = [
    ("objective", "", more("objective", by=1.0)),
    ("objective", "", put("objective", value=0.0)),
    ("bound", "objective", put("objective", value=None)),
    ("bound", "bound", more("bound", by=11.0)),
    ("bound", "floor", more("bound", by=-1000.0)),
    ("bound", "floor", more("floor", by=991.0)),
    ("bound", "bound", put("bound", value=None)),
    ("fingerprint", network().name, put("network_fingerprint", value="0" * 64)),
    ("ranges", SHARE, put("ranges", 0, "value", value=0.9)),
    ("summary", "network_name", put("network_name", value="Another")),
    ("summary", "gap", put("gap", value=0.0)),
    ("summary", "gap", put("gap", value=None)),
    ("summary", "gap", more("bound", by=5.0)),
    ("summary", "gap_controllable", put("gap_controllable", value=0.0)),
    ("summary", "gap_controllable", put("gap_controllable", value=None)),
    ("summary", "gap_controllable", more("floor", by=5.0)),
    ("summary", "money, material", more("money", "material", by=-1.0)),
    ("summary", "money, material", gone("money", "material")),
    ("summary", "money, bribes", put("money", "bribes", value=7.0)),
    ("summary", "measures, jobs", more("measures", "jobs", "value", by=1.0)),
    ("summary", "measures, jobs", put("measures", "jobs", "value", value=None)),
    ("summary", "measures, jobs", put("measures", "jobs", "unit", value="share")),
    ("summary", "measures, jobs", gone("measures", "jobs")),
    ("summary", "measures, joy", put("measures", "joy", value={"value": 1.0, "unit": "index"})),
    ("summary", "measures, joy", put("measures", "joy", value={"value": None, "unit": "index"})),
    ("summary", f"ranges, {SHARE}", more("ranges", 0, "value", by=0.01)),
]


@pytest.mark.parametrize(("rule", "where", "change"), FALSE, ids=[f"{r}: {w} {n}" for n, (r, w, _) in enumerate(FALSE)])
def test_a_falsehood_is_found(folder, rule, where, change):
    found = findings(folder, change)
    assert (rule, where) in found.select("rule", "where").rows(), found.to_dicts()


def test_every_measure_and_every_term_is_looked_at(folder):
    summary = load_summary(folder)
    for term in summary["money"]:
        summary["money"][term] += 1.0
    for entry in summary["measures"].values():
        entry["value"] = 1.0 if entry["value"] is None else entry["value"] + 1.0
    found = findings(folder, lambda s: s.update(money=summary["money"], measures=summary["measures"]))
    expected = {*(f"money, {t}" for t in summary["money"]), *(f"measures, {m}" for m in summary["measures"])}
    assert set(found.filter(rule="summary")["where"]) == expected


def test_a_finding_says_what_is_stated_and_what_it_should_be(folder):
    found = findings(folder, put("money", "setup", value=160.5))
    assert found.to_dicts() == [
        {
            "rule": "summary",
            "where": "money, setup",
            "stated": 160.5,
            "recomputed": 150.0,
            "message": "money, setup: it comes to 150, summary.json says 160.5 (10.5 too much).",
        }
    ]


def test_what_is_missing_or_not_known_is_said_in_words(folder):
    found = findings(folder, gone("measures", "short"))
    assert found["message"].to_list() == ["measures, short: it comes to 3, summary.json does not have it."]
    found = findings(folder, put("measures", "short", value={"value": None, "unit": "unit"}))
    assert found["message"].to_list() == ["measures, short: it comes to 3, summary.json says nothing that is known."]
    assert math.isnan(found["stated"][0])


def test_rounding_of_a_summary_is_no_finding(folder):
    assert findings(folder, lambda s: s["money"].update({t: a * (1 + 1e-9) for t, a in s["money"].items()})).is_empty()


def test_a_plan_that_cannot_be_read_is_not_measured(folder):
    def never(*_: object) -> dict[str, dict[str, Any]]:
        raise AssertionError("measured all the same")

    moon = replace(load_plan(folder), tables={"stock": plan().stock.with_columns(site=pl.lit("moon"))})
    found = verify(network(), moon, measures=never, stated=load_summary(folder))
    assert set(found["rule"]) == {"tables"}


def test_a_wrong_table_shows_in_the_summary_too(folder):
    """A row taken out of the money table alone: the summary still has the true sum."""
    loaded = without(load_plan(folder), "money", {"term": "setup", "period": "P4"})
    found = verify(network(), loaded, measures=measures, stated=load_summary(folder))
    assert "money, setup" in found.filter(rule="summary")["where"].to_list()
    assert {"objective", "money:setup"} <= set(found["rule"])
