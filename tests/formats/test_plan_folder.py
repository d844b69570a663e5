"""Plans as folders."""

from __future__ import annotations

import json
import math

import polars as pl
import pytest

from onshore.formats import load_plan, plan_folder, save_plan
from onshore.plans import SCHEMA_VERSION, Plan, Range
from onshore.schema import PLAN

SUMMARY_KEYS = [
    "schema_version",
    "network_fingerprint",
    "network_name",
    "scenario",
    "status",
    "objective",
    "bound",
    "gap",
    "floor",
    "gap_controllable",
    "seconds",
    "solver",
    "seed",
    "money",
    "measures",
    "ranges",
    "progress",
    "warnings",
]


def made(**changes) -> Plan:
    money = pl.DataFrame(
        [("material", "kite", "noida", "=cmd()", "2024-04", 100.0), ("short", "", "", "", "", 20.0)],
        schema=PLAN["money"].dtypes,
        orient="row",
    )
    given = {
        "tables": {"money": money},
        "objective": 120.0,
        "bound": 119.0,
        "floor": 20.0,
        "status": "optimal",
        "seconds": 1.5,
        "solver": "highs 1.15",
        "seed": 3,
        "network_fingerprint": "abc",
        "scenario": "dear",
        "network_name": "Kite",
        "ranges": (Range("share:alder:phone", 0.4, 5.0, 0.3, math.inf, "inner"),),
        "measures_table": {
            "cost": {"value": 120.0, "unit": "money"},
            "late": {"value": math.nan, "unit": "day"},
        },
        "progress": ((0.5, None, 100.0), (1.5, 120.0, 119.0)),
        "warnings": ("small",),
    }
    return Plan(**{**given, **changes})


def test_a_plan_comes_back_as_it_was(tmp_path):
    plan = made(measures_table={"cost": {"value": 120.0, "unit": "money"}})
    save_plan(plan, tmp_path / "p")
    loaded = load_plan(tmp_path / "p")
    for name in PLAN:
        assert loaded.tables[name].equals(plan.tables[name])
    fields = [f for f in plan.__dataclass_fields__ if f != "tables"]
    assert {f: getattr(loaded, f) for f in fields} == {f: getattr(plan, f) for f in fields}
    assert sorted(p.name for p in (tmp_path / "p").iterdir()) == sorted(
        [*(f"{n}.parquet" for n in PLAN), "summary.json"]
    )


def test_the_summary_has_its_keys_and_null_for_what_is_not_finite(tmp_path):
    save_plan(made(objective=math.inf, bound=-math.inf), tmp_path / "p")
    summary = json.loads((tmp_path / "p" / "summary.json").read_text())
    assert list(summary) == SUMMARY_KEYS
    assert (summary["objective"], summary["bound"], summary["gap"]) == (None, None, None)
    assert summary["money"] == {"material": 100.0, "short": 20.0}
    assert summary["measures"]["late"] == {"value": None, "unit": "day"}
    assert summary["ranges"] == [
        {
            "decision": "share:alder:phone",
            "value": 0.4,
            "within": 5.0,
            "low": 0.3,
            "high": None,
            "kind": "inner",
        }
    ]
    assert summary["progress"] == [[0.5, None, 100.0], [1.5, 120.0, 119.0]]
    loaded = load_plan(tmp_path / "p")
    assert (loaded.objective, loaded.bound) == (math.inf, -math.inf)
    assert loaded.ranges[0].high == math.inf


def test_names_in_csv_files_do_not_run_as_formulas(tmp_path):
    save_plan(made(), tmp_path / "p", csv=True)
    lines = (tmp_path / "p" / "money.csv").read_text().splitlines()
    assert lines[1] == "material,kite,noida,'=cmd(),2024-04,100.0"
    assert {p.stem for p in (tmp_path / "p").glob("*.csv")} == set(PLAN)


def test_a_former_plan_is_replaced_whole(tmp_path):
    save_plan(made(), tmp_path / "p", csv=True)
    (tmp_path / "p" / "report.html").write_text("of the former plan")
    save_plan(made(seed=4), tmp_path / "p")
    assert load_plan(tmp_path / "p").seed == 4
    assert not (tmp_path / "p" / "report.html").exists()
    assert not list((tmp_path / "p").glob("*.csv"))
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


def test_a_plan_that_cannot_be_written_leaves_the_former(tmp_path, monkeypatch):
    save_plan(made(), tmp_path / "p")
    monkeypatch.setattr(plan_folder, "_summary", lambda plan: {"bad": math.nan})
    with pytest.raises(ValueError, match="not JSON compliant"):
        save_plan(made(seed=4), tmp_path / "p")
    assert load_plan(tmp_path / "p").seed == 3
    assert [p.name for p in tmp_path.iterdir()] == ["p"]


@pytest.mark.parametrize("content", ["", "{}", '{"name": "of another program"}'])
def test_a_folder_of_something_else_is_refused(tmp_path, content):
    (tmp_path / "summary.json").write_text(content)
    with pytest.raises(FileExistsError, match=r"is not empty and is not a plan: nothing was written. Give another"):
        save_plan(made(), tmp_path)
    assert (tmp_path / "summary.json").read_text() == content


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "p").write_text("x")
    with pytest.raises(FileExistsError, match="is a file and is not a plan"):
        save_plan(made(), tmp_path / "p")


def test_an_empty_folder_is_used(tmp_path):
    (tmp_path / "p").mkdir()
    save_plan(made(), tmp_path / "p")
    assert load_plan(tmp_path / "p").solver == "highs 1.15"


def test_what_is_no_plan_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"holds no plan: there is no summary.json in it"):
        load_plan(tmp_path)
    save_plan(made(), tmp_path / "p")
    file = tmp_path / "p" / "summary.json"
    text = file.read_text()
    file.write_text(text.replace(f'"schema_version": {SCHEMA_VERSION}', '"schema_version": 99'))
    with pytest.raises(ValueError, match=rf"has schema version 99, and {SCHEMA_VERSION} is read here. Plan again"):
        load_plan(tmp_path / "p")
    file.write_text(text[: len(text) // 2])
    with pytest.raises(ValueError, match="is damaged"):
        load_plan(tmp_path / "p")
    file.write_text(text.replace('"floor": 20.0,', ""))
    with pytest.raises(ValueError, match="is damaged: it lacks floor"):
        load_plan(tmp_path / "p")
    file.write_text(text)
    (tmp_path / "p" / "stock.parquet").write_bytes(b"PAR1")
    with pytest.raises(ValueError, match=r"stock.parquet cannot be read"):
        load_plan(tmp_path / "p")
    (tmp_path / "p" / "stock.parquet").unlink()
    with pytest.raises(ValueError, match=r"stock.parquet cannot be read"):
        load_plan(tmp_path / "p")
