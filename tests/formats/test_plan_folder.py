"""Plans as folders."""

from __future__ import annotations

import json
import math

import polars as pl
import pytest

from onshore.formats import load_plan, load_summary, plan_folder, save_plan
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


def damaged(tmp_path, change) -> str:
    """What is said of a plan whose summary.json is changed so."""
    save_plan(made(), tmp_path / "p")
    file = tmp_path / "p" / "summary.json"
    summary = json.loads(file.read_text(encoding="utf-8"))
    change(summary)
    file.write_text(json.dumps(summary), encoding="utf-8")
    with pytest.raises(ValueError, match=r"Plan again\.$") as refused:
        load_plan(tmp_path / "p")
    assert str(refused.value).startswith(f"{file} is damaged: ")
    return str(refused.value).removeprefix(f"{file} is damaged: ").removesuffix(". Plan again.")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("network_fingerprint", 7, "network_fingerprint is a number, not a text"),
        ("scenario", None, "scenario is null, not a text"),
        ("network_name", "\ud800", "network_name holds half a sign"),
        ("objective", "x", "objective is a text, not a number"),
        ("objective", True, "objective is true, not a number"),
        ("bound", [], "bound is a list of 0, not a number"),
        ("floor", 10**400, "floor is a number too large to count with"),
        ("gap", {}, "gap is names with values, not a number"),
        ("seed", 1.5, "seed is a number, not a whole number"),
        ("seed", False, "seed is false, not a whole number"),
        ("money", [], "money is a list of 0, not names with values"),
        ("money", {"duty": None}, "money.duty is null, not a number"),
        ("measures", 3, "measures is a number, not names with values"),
        ("measures", {"cost": 3}, "measures.cost is a number, not names with values"),
        ("measures", {"cost": {"value": 3}}, "measures.cost lacks unit"),
        ("measures", {"cost": {"value": "3", "unit": "money"}}, "measures.cost.value is a text, not a number"),
        ("ranges", {"share:alder:phone": 1}, "ranges is names with values, not a list"),
        ("ranges", ["x"], "ranges[0] is a text, not names with values"),
        ("ranges", [{"decision": "x"}], "ranges[0] lacks value, within, low, high, kind"),
        ("progress", [[1, 2]], "progress[0] is a list of 2, not a list of 3"),
        ("progress", [[1, 2, "x"]], "progress[0][2] is a text, not a number"),
        ("warnings", "small", "warnings is a text, not a list"),
        ("warnings", [None], "warnings[0] is null, not a text"),
    ],
)
def test_a_value_of_the_wrong_form_is_named(tmp_path, name, value, said):
    assert damaged(tmp_path, lambda summary: summary.update({name: value})) == said


@pytest.mark.parametrize("name", SUMMARY_KEYS)
def test_a_key_that_is_missing_is_named(tmp_path, name):
    assert damaged(tmp_path, lambda summary: summary.pop(name)) == f"it lacks {name}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is not JSON from line 1 on"),
        (b'{\n"seed": 3,\n', "it is not JSON from line 3 on"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b'{"objective": NaN}', "it is not JSON that can be read"),
        (b'{"seed": ' + b"9" * 5000 + b"}", "it is not JSON that can be read"),
        (b"[" * 200_000, "it is not JSON that can be read"),
        (b"[]", "it holds a list of 0, not names with values"),
        (b"null", "it holds null, not names with values"),
    ],
    ids=range(8),
)
def test_a_summary_that_is_none_is_damaged(tmp_path, content, said):
    save_plan(made(), tmp_path / "p")
    (tmp_path / "p" / "summary.json").write_bytes(content)
    with pytest.raises(ValueError, match=rf"summary.json is damaged: {said}. Plan again\.$"):
        load_plan(tmp_path / "p")


def rewritten(tmp_path, frame: pl.DataFrame) -> str:
    """What is said of a plan with this table of money."""
    save_plan(made(), tmp_path / "p")
    file = tmp_path / "p" / "money.parquet"
    frame.write_parquet(file)
    with pytest.raises(ValueError, match=r"Plan again\.$") as refused:
        load_plan(tmp_path / "p")
    return str(refused.value).removeprefix(f"{file} is damaged: ").removesuffix(". Plan again.")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (pl.all().exclude("amount"), "it lacks the column amount"),
        (pl.col("amount").cast(pl.String), "the column amount holds texts, not numbers"),
        (pl.col("amount").cast(pl.Float32), "the column amount holds Float32, not numbers"),
        (pl.lit(1.0).alias("site"), "the column site holds numbers, not texts"),
        (pl.lit("x").alias("note"), "no table money has a column note"),
        (pl.lit(None, pl.Float64).alias("amount"), "2 of 2 cells of the column amount hold no number"),
        (pl.lit(math.nan).alias("amount"), "2 of 2 cells of the column amount hold no number"),
        (pl.lit(math.inf).alias("amount"), "2 of 2 cells of the column amount hold no number"),
        (pl.lit(None, pl.String).alias("term"), "2 of 2 cells of the column term are empty"),
    ],
    ids=range(9),
)
def test_a_table_with_other_columns_or_cells_is_named(tmp_path, edit, said):
    money = made().money
    frame = money.select(edit) if said.startswith("it lacks") else money.with_columns(edit)
    assert rewritten(tmp_path, frame) == said


def test_a_table_that_is_cut_off_or_missing_is_named(tmp_path):
    save_plan(made(), tmp_path / "p")
    file = tmp_path / "p" / "money.parquet"
    whole = file.read_bytes()
    for length in (0, 4, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(ValueError, match=r"money.parquet is damaged: it is not a whole Parquet file. Plan again."):
            load_plan(tmp_path / "p")
    file.unlink()
    with pytest.raises(ValueError, match=r"money.parquet is missing. Plan again."):
        load_plan(tmp_path / "p")


def test_columns_in_another_order_are_the_same_table(tmp_path):
    save_plan(made(), tmp_path / "p")
    made().money.select(reversed(made().money.columns)).write_parquet(tmp_path / "p" / "money.parquet")
    assert load_plan(tmp_path / "p").money.equals(made().money)


def test_cells_that_may_be_empty_are_read(tmp_path):
    save_plan(made(), tmp_path / "p")
    money = made().money.with_columns(pl.lit(None, pl.String).alias(c) for c in ("company", "site", "item", "period"))
    money.write_parquet(tmp_path / "p" / "money.parquet")
    assert load_plan(tmp_path / "p").money["site"].null_count() == 2


def test_the_summary_is_read_as_it_is_written(tmp_path):
    save_plan(made(), tmp_path / "p")
    assert load_summary(tmp_path / "p") == json.loads((tmp_path / "p" / "summary.json").read_text(encoding="utf-8"))
    with pytest.raises(FileNotFoundError, match="holds no plan"):
        load_summary(tmp_path)
