"""The reference case: it loads, it is planned and verified, and what it decides where ranges do not overlap."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from onshore.formats import inspect, load
from onshore.measures import measures
from onshore.planning import plan
from onshore.plans import Plan
from onshore.verification import verify

CASE = Path(__file__).parents[2] / "cases" / "xiaomi-india"
DECISIONS, OBJECTIVES = (pl.read_csv(CASE / "expected" / f"{name}.csv") for name in ("decisions", "objectives"))
#: The case's own rows: duties of law have their sources beside the law.
OWN = {file.stem: pl.read_csv(file, infer_schema=False) for file in sorted(CASE.glob("*.csv"))}
#: What parties, places and periods are, and what a scenario asks, are no estimates of a number.
NO_ESTIMATES = {"companies", "sites", "periods", "scenarios"}
#: From how low to how high, in brackets.
RANGE = r"\([^()]*(\d[%x]?\.\.[+-]?\d|half\.\.double|\+-\d+%)[^()]*\)"


def test_no_problem_in_the_case_or_any_scenario() -> None:
    assert inspect(CASE)["message"].to_list() == []


def test_every_row_says_where_it_comes_from() -> None:
    for name, rows in load(CASE).tables.items():
        assert rows["source"].null_count() == 0, name


def test_an_assumption_has_its_reasoning() -> None:
    for name, rows in OWN.items():
        assumed = rows["source"].filter(rows["source"].str.contains("assumption"))
        said = assumed.str.replace_all(RANGE, "").str.replace("assumption", "").str.count_matches(r"[\w:'-]+")
        assert assumed.filter(said < 4).unique().to_list() == [], name


@pytest.mark.parametrize("name", sorted(OWN.keys() - NO_ESTIMATES))
def test_an_assumed_number_has_a_low_and_a_high(name: str) -> None:
    assumed = OWN[name].filter(pl.col("source").str.contains("assumption"))["source"]
    assert assumed.filter(~assumed.str.contains(RANGE)).unique().to_list() == []


def test_every_key_that_a_row_cites_is_among_the_sources() -> None:
    page = (CASE / "SOURCES.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| (K:[A-Z]+|[A-Z0-9_-]+) \|", page, re.MULTILINE)) - {"---"}
    texts = (s for rows in OWN.values() for s in rows["source"])
    cited = {k.removeprefix("S:") for s in texts for k in re.findall(r"S:[A-Z0-9_-]+|K:[A-Z]+", s)}
    assert cited == listed


def test_the_main_job_in_a_hurry() -> None:
    """However little time there is, a whole, verified plan comes out; `make plan` takes the time for a small gap."""
    network = load(CASE)
    hurried = plan(network, time_limit=10.0, within=())
    assert verify(network, hurried, measures=measures).is_empty()
    assert meets(hurried, "base")
    assert hurried.floor <= hurried.bound <= hurried.objective
    assert hurried.gap < 0.05
    assert hurried.measures()["on_time_share"]["value"] > 0.98


@pytest.mark.long
@pytest.mark.parametrize("row", DECISIONS.to_dicts(), ids=lambda r: str(r["scenario"]))
def test_decisions_whose_ranges_do_not_overlap(row: dict[str, Any]) -> None:
    more, less = planned(row["scenario"]), planned(row["other"])
    first, second = (ends(found, row["decision"]) for found in (more, less))
    assert first[0] > second[1], (first, second)
    for (low, high), share in zip((("low", "high"), ("other_low", "other_high")), (first, second), strict=True):
        assert share[0] <= row[high] and share[1] >= row[low], "the range is another one than was expected"


def planned(scenario: str) -> Plan:
    """A verified plan whose objective is what was expected, within both gaps."""
    network = load(CASE, None if scenario == "base" else scenario)
    found = plan(network, gap=2e-4, time_limit=240.0, within=(5.0,))
    assert verify(network, found, measures=measures).is_empty()
    assert found.gap <= 2e-4
    assert meets(found, scenario)
    return found


def meets(found: Plan, scenario: str) -> bool:
    """Whether the best plan can cost what this search and the one of the results both say of it."""
    expected = OBJECTIVES.row(by_predicate=pl.col("scenario") == scenario, named=True)
    return bool(found.bound <= expected["objective"] and expected["bound"] <= found.objective)


def ends(found: Plan, decision: str) -> tuple[float, float]:
    """Range of a decision."""
    (own,) = [r for r in found.ranges if r.decision == decision]
    return own.low, own.high
