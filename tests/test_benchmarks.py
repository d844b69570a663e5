"""The benchmarks run; what they measure is their own business."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from benchmarks import checking, decides, expected, gap, run, why

from onshore.formats import load
from onshore.plans import Plan

ROOT = Path(__file__).parents[1]
THREE_SITES = str(ROOT / "cases" / "three-sites")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("goal, seconds", [(1.0, 2.0), (0.2, 2.0), (0.1, 3.0), (0.05, 4.0), (0.01, None)], ids=str)
def test_when_a_gap_was_reached(goal, seconds):
    progress = [
        (0.0, None, None), (1.0, 120.0, float("-inf")), (1.5, None, 90.0), (2.0, 100.0, 90.0 - 10.0),
        (3.0, 100.0, 90.0), (4.0, 100.0, 95.0),
    ]  # fmt: skip
    assert gap.reached(progress, goal) == seconds


def test_the_proof_at_the_end_counts_as_well():
    plan = Plan({}, 100.0, 99.995, 50.0, "optimal", 9.0, "none", 0, "", progress=((4.0, 100.0, 99.95),))
    found = gap.row("", plan, 60.0)
    assert (found["scenario"], found["gap over goal"]) == ("base", 0.5)
    assert [found[f"seconds to {goal}"] for goal in ("0.001", "0.0002", "0.0001")] == [4.0, 9.0, 9.0]


def test_checking_measures_and_keeps_its_result(tmp_path, capsys):
    assert checking.main(["--rows", "500", "--out", str(tmp_path)]) == 0
    (found,) = rows(tmp_path / "checking.csv")
    assert found["rows"] == "500"
    assert {"check", "load", "check over load", "cores", "date"} <= found.keys()
    assert "kept" in capsys.readouterr().out


def test_all_benchmarks_run_in_turn(tmp_path):
    """On the small case, one scenario beside the base, in processes of their own as `make bench` has them."""
    given = ["--case", THREE_SITES, "--time-limit", "2", "--rows", "500", "--out", str(tmp_path), "", "no-incentive"]
    assert run.main(given) == 0
    assert {path.stem for path in tmp_path.iterdir()} == run.BENCHMARKS.keys()
    found = rows(tmp_path / "gap.csv")
    assert [row["scenario"] for row in found] == ["base", "no-incentive"]
    assert all(float(row["gap"]) <= 1e-4 and row["seconds to 0.0001"] for row in found)
    assert [row["scenario"] for row in rows(tmp_path / "scenarios.csv")] == ["base", "no-incentive"]


def test_the_page_on_2023_is_what_the_results_say():
    rows = (pl.read_csv(path) for path in (why.ASSUMPTIONS, why.DECIDED))
    assert why.PAGE.read_text(encoding="utf-8") == why.page(why.results(why.RESULTS), *rows)


@pytest.mark.parametrize(
    "with_, without, said",
    [
        (5.1, 3.2, "it decides, in all plans that cost up to INR 3.2 a phone more"),
        (5.1, 0.2, "turns a toss-up into a decision"),
        (0.2, 5.1, "nothing can be said"),
    ],
)
def test_the_page_claims_only_what_is_proven(with_, without, said):
    found, price = why.results(why.RESULTS), {"maker": "padget", "share": 0.2, "price": 6.0, "most": 7.0}
    pair = ("padget-plus-50", "padget-plus-50-no-incentive")
    rows = [
        price | {"scenario": pair[0], "beside": pair[1], "held": "at most", "least": with_},
        price | {"scenario": pair[1], "beside": pair[0], "held": "at least", "least": without},
    ]
    text = why.page(found, pl.DataFrame(), pl.DataFrame(rows))
    (line,) = [one for one in text.splitlines() if f"`{pair[1]}`" in one and one.startswith("- ")]
    assert said in line and "(proven: " in line
    others = [one for one in text.splitlines() if "`categories-swapped`" in one and one.startswith("- ")]
    assert len(others) == 2
    assert all(one.endswith("was not computed, so nothing is said.") for one in others)


def test_a_share_between_two_plans_is_held():
    assert decides.between(why.Result({"padget": 30.0}), why.Result({"padget": 10.0}), "padget") == 0.2
    awards = decides.held(load(ROOT / "cases" / "xiaomi-india"), "padget", "at least", 0.2).awards.filter(
        item_group="phone"
    )
    assert awards.filter(company="padget").select("low", "high", "breach_cost").rows() == [(0.2, 1.0, 2000.0)]
    assert set(awards.filter(pl.col("company") != "padget")["low"]) == {0.0}


def test_the_page_shows_of_each_end_the_maker_that_moves_most():
    row = {
        "rank": 1, "assumption": "lines", "verdict": "flips", "operation": "scale", "base": 1.0, "side": "low",
        "value": 0.5, "cost": -2.0, "share_base": 0.3, "low_base": 0.25, "high_base": 0.35, "low": 0.1, "high": 0.2,
    }  # fmt: skip
    rows = [
        row | {"decision": "share:ann:phone", "share": 0.29, "moved": -0.01},
        row | {"decision": "share:bob:phone", "share": 0.15, "moved": -0.15},
    ]
    text = why.page(why.results(why.RESULTS), pl.DataFrame(rows), pl.DataFrame())
    assert "| `lines` | times 0.5 | bob | 30.0 (25.0-35.0) | 15.0 (10.0-20.0) | -2 |" in text
    assert "ann" not in text.split("## If an assumption")[1].split("## What the plan")[0]


def test_what_is_expected_of_the_case_is_what_its_results_say():
    found = why.results(why.RESULTS)
    for name, rows in (("objectives", expected.objectives(found)), ("decisions", expected.decisions(found))):
        assert pl.read_csv(expected.EXPECTED / f"{name}.csv").equals(rows), name
    assert len(expected.decisions(found)) == len(expected.CLAIMS)


def test_a_benchmark_that_fails_is_told(tmp_path, capfd):
    assert run.main(["--only", "gap", "--case", str(tmp_path), "--out", str(tmp_path)]) != 0
    capfd.readouterr()


def test_every_benchmark_is_run_and_described():
    """`reference` is `make plan`, `why` and `expected` write from results; `machine` measures nothing."""
    others = {"__init__", "run", "machine", "reference", "why", "expected"}
    files = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - others
    assert files == run.BENCHMARKS.keys()
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert all(f"benchmarks.{name}`" in text for name in run.BENCHMARKS)
