"""The command line: what is printed where, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import onshore as on
from onshore.cli import main
from onshore.cli.console import Table, finite, harmless, width
from onshore.cli.progress import Progress
from onshore.reporting.numbers import Numbers

CASE = Path(__file__).parents[1] / "cases" / "three-sites"
OBJECTIVE = 5_812_382.40


@pytest.fixture(scope="session")
def folders(tmp_path_factory) -> Path:
    """A network, and its plans with and without the incentive."""
    folder = tmp_path_factory.mktemp("cli")
    shutil.copytree(CASE, folder / "net")
    for name, scenario in (("base", ""), ("without", "no-incentive")):
        assert main(["plan", str(folder / "net"), "--out", str(folder / name), "--scenario", scenario]) == 0
    return folder


@pytest.fixture
def there(folders, monkeypatch) -> Path:
    monkeypatch.chdir(folders)
    return folders


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err + out
    return code, out, err


def document(capsys, *arguments: str, code: int = 0) -> dict:
    found, out, _ = run(capsys, *arguments, "--json")
    assert found == code
    return json.loads(out)


# -- check -------------------------------------------------------------------------------------------------------


def test_check_of_a_sound_network(there, capsys):
    assert run(capsys, "check", "net") == (0, "net has no problems.\n", "")
    assert document(capsys, "check", "net") == {"network": "net", "ok": True, "problems": []}


def broken(folder: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "broken"
    shutil.copytree(folder / "net", copy)
    rows = (copy / "demand.csv").read_text(encoding="utf-8")
    (copy / "demand.csv").write_text(rows.replace("phone,shop", "phon,shop", 1), encoding="utf-8")
    return copy


def test_check_prints_each_problem_on_a_line(there, tmp_path, capsys):
    code, out, err = run(capsys, "check", str(broken(there, tmp_path)))
    assert code == 1
    assert out.startswith("demand.csv:2: item = 'phon' is not in items. Did you mean 'phone'?\n")
    assert err.startswith("1 problem in ")


def test_check_as_json_has_the_cells(there, tmp_path, capsys):
    found = document(capsys, "check", str(broken(there, tmp_path)), code=1)
    assert not found["ok"]
    problem = found["problems"][0]
    assert {k: problem[k] for k in ("table", "line", "column", "value", "nearest")} == {
        "table": "demand", "line": 2, "column": "item", "value": "phon", "nearest": "phone",
    }  # fmt: skip


def test_a_workbook_is_a_network_like_any_other(there, tmp_path, capsys):
    book = str(tmp_path / "net.xlsx")
    assert main(["convert", "net", book]) == 0
    assert main(["check", book]) == 0
    assert main(["verify", book, "base"]) == 0
    assert main(["convert", book, str(tmp_path / "back"), "--parquet"]) == 0
    assert on.load(tmp_path / "back").fingerprint == on.load("net").fingerprint
    capsys.readouterr()
    assert main(["convert", "net", book]) == 2
    assert capsys.readouterr().err == f"{book} is there already: nothing was written. Give another name.\n"
    assert main(["check", str(tmp_path / "none.xlsx")]) == 2
    assert "There is no workbook" in capsys.readouterr().err


def test_problems_are_marked_in_a_workbook(there, tmp_path, capsys):
    broken = on.load("net")
    broken = broken.replace(demand=broken.demand.with_columns(item=pl.lit("phon")))
    on.save(broken, tmp_path / "net.xlsx")
    marked = str(tmp_path / "marked.xlsx")
    assert main(["check", str(tmp_path / "net.xlsx"), "--marked", marked]) == 1
    assert capsys.readouterr().out.startswith("demand!A2: item = 'phon' is not in items. Did you mean 'phone'?")
    assert main(["check", marked, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["line"] == 2
    assert main(["check", "net", "--marked", marked]) == 2
    assert "its lines are told" in capsys.readouterr().err


def test_a_template_is_written_once(there, tmp_path, capsys):
    file = str(tmp_path / "t.xlsx")
    assert main(["template", file]) == 0
    assert main(["template", file]) == 2
    assert main(["template", str(tmp_path / "t.csv")]) == 2
    assert main(["check", file]) == 1
    assert "network: name is missing." in capsys.readouterr().out


def test_a_plan_is_written_as_a_workbook(there, tmp_path, capsys):
    file = tmp_path / "plan.xlsx"
    assert main(["show", "base", "--xlsx", str(file)]) == 0
    assert capsys.readouterr().err == f"The plan is in {file} too.\n"
    assert file.read_bytes().startswith(b"PK")
    assert main(["show", "base", "--xlsx", str(tmp_path / "plan.pdf")]) == 2
    assert main(["plan", "net", "--out", str(tmp_path / "p"), "--within", "none", "--xlsx"]) == 0
    assert (tmp_path / "p" / "plan.xlsx").is_file()


def test_planning_a_broken_network_is_a_finding(there, tmp_path, capsys):
    code, out, err = run(capsys, "plan", str(broken(there, tmp_path)), "--out", str(tmp_path / "p"))
    assert (code, out) == (1, "")
    assert "Did you mean 'phone'?" in err
    assert not (tmp_path / "p").exists()


# -- plan --------------------------------------------------------------------------------------------------------


def test_plan_writes_tables_summary_report_and_network(there):
    assert {p.name for p in (there / "base").iterdir()} == {
        *(f"{name}.parquet" for name in on.load_plan("base").tables), "summary.json", "report.html", "network",
    }  # fmt: skip
    summary = json.loads((there / "base" / "summary.json").read_text(encoding="utf-8"))
    assert summary["objective"] == pytest.approx(OBJECTIVE)
    assert (there / "base" / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert on.load(there / "base" / "network").fingerprint == summary["network_fingerprint"]
    assert not [p for p in there.iterdir() if p.name.startswith(".")]


def test_plan_with_csv_seed_and_ranges(there, tmp_path, capsys):
    found = document(
        capsys, "plan", "net", "--out", str(tmp_path / "p"), "--csv", "--seed", "3", "--within", "2", "--start", "base"
    )
    assert (found["seed"], {r["within"] for r in found["ranges"]}) == (3, {2.0})
    assert found["objective"] == pytest.approx(OBJECTIVE)
    assert (tmp_path / "p" / "production.csv").is_file()


def test_plan_replaces_a_plan_and_nothing_else(there, tmp_path, capsys):
    shutil.copytree("base", tmp_path / "p")
    assert run(capsys, "plan", "net", "--out", str(tmp_path / "p"), "--within", "none")[0] == 0
    assert on.load_plan(tmp_path / "p").ranges == ()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", encoding="utf-8")
    code, _, err = run(capsys, "plan", "net", "--out", str(tmp_path / "mine"))
    assert code == 2
    assert "is not empty and is not a plan: nothing was written. Give another folder." in err
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_progress_is_on_stderr_and_one_document_on_stdout(there, tmp_path, capsys):
    code, out, err = run(capsys, "plan", "net", "--out", str(tmp_path / "p"), "--json")
    assert code == 0
    assert json.loads(out)["status"] == "optimal"
    assert "begin with nothing made" in err
    assert "none below 58,12,382" in err


INTERRUPTED = """
    import os, signal, sys
    from onshore.cli import main
    from onshore.cli.progress import Progress

    class Interrupted(Progress):
        def __call__(self, *news):
            first, before, _ = not self.begun, self.stopped, super().__call__(*news)
            if first or AGAIN and self.stopped and not before:
                os.kill(os.getpid(), signal.SIGINT)

    import onshore.cli.verbs.plan as verb
    verb.Progress = Interrupted
    sys.exit(main(["plan", "net", "--out", sys.argv[1], "--json"]))
"""


def interrupted(folder: Path, *, again: bool) -> subprocess.CompletedProcess[str]:
    """A plan into a folder that is interrupted when it has begun, and once more when that was heard."""
    script = textwrap.dedent(INTERRUPTED).replace("AGAIN", str(again))
    return subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)


def test_an_interrupt_saves_the_best_plan(there, tmp_path):
    done = interrupted(tmp_path / "p", again=False)
    assert done.returncode == 130, done.stderr
    assert "Stopping: the best plan so far will be saved." in done.stderr
    assert json.loads(done.stdout)["status"] == "interrupted"
    assert "Stopped by hand: this is the best plan until then, with its bound." in done.stderr
    plan = on.load_plan(tmp_path / "p")
    assert plan.status == "interrupted"
    assert plan.bound <= plan.objective
    assert on.verify(on.load("net"), plan).is_empty()


def test_a_second_interrupt_saves_nothing(there, tmp_path):
    shutil.copytree(there / "without", tmp_path / "p")
    done = interrupted(tmp_path / "p", again=True)
    assert done.returncode == 130, done.stderr
    assert done.stderr.endswith("Stopped at once: nothing was saved.\n")
    assert json.loads(done.stdout)["error"]["code"] == 130
    assert on.load_plan(tmp_path / "p").scenario == "no-incentive"
    assert [entry.name for entry in tmp_path.iterdir()] == ["p"]


ABANDONED = """
    import sys, threading
    import onshore.cli

    room = sys.modules["onshore.cli.main"]

    def run(options, console):
        threading.Thread(target=threading.Event().wait, args=(60,)).start()
        console.say("said")
        return 130

    room._run = run
    sys.argv = ["onshore", "check", "net"]
    room.main()
"""


def test_the_command_ends_though_a_search_does_not_look_up(there):
    script = textwrap.dedent(ABANDONED)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=50)
    assert (done.returncode, done.stdout, done.stderr) == (130, "said\n", "")


def test_an_interrupt_before_any_plan_writes_nothing(there, tmp_path, monkeypatch, capsys):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onshore.cli.verbs.plan.plan", stopped)
    code, out, err = run(capsys, "plan", "net", "--out", str(tmp_path / "p"))
    assert (code, out) == (3, "")
    assert err == "Stopped before there was a plan: nothing was written.\n"
    assert not list(tmp_path.iterdir())


def test_a_plan_that_does_not_verify_is_not_written(there, tmp_path, monkeypatch, capsys):
    findings = pl.DataFrame({"rule": ["balance"], "message": ["Stock of kit does not follow."]})

    def refused(*_: object) -> None:
        raise on.PlanError(findings)

    monkeypatch.setattr("onshore.cli.verbs.plan.plan", refused)
    code, _, err = run(capsys, "plan", "net", "--out", str(tmp_path / "p"))
    assert code == 3
    assert "a defect of onshore" in err
    assert "Stock of kit does not follow." in err
    assert not list(tmp_path.iterdir())


# -- verify ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["base", "without"])
def test_verify_applies_the_scenario_of_the_plan(there, capsys, name):
    code, out, err = run(capsys, "verify", "net", name)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name} is verified: ")
    found = document(capsys, "verify", "net", name)
    assert (found["verified"], found["findings"]) == (True, [])


def test_verify_names_the_rule_that_is_broken(there, tmp_path, capsys):
    shutil.copytree("base", tmp_path / "p")
    rows = pl.read_parquet(tmp_path / "p" / "stock.parquet")
    extra = pl.DataFrame([("shop", "phone", "2024-04", 7.0, "kite")], schema=rows.schema, orient="row")
    pl.concat([rows, extra]).write_parquet(tmp_path / "p" / "stock.parquet")
    code, out, err = run(capsys, "verify", "net", str(tmp_path / "p"))
    assert code == 1
    assert any(line.startswith("balance: ") for line in out.splitlines())
    assert "is refused: " in err
    found = document(capsys, "verify", "net", str(tmp_path / "p"), code=1)
    assert "balance" in {f["rule"] for f in found["findings"]}


def test_a_damaged_plan_is_a_finding(there, tmp_path, capsys):
    shutil.copytree("base", tmp_path / "p")
    (tmp_path / "p" / "summary.json").write_text("{", encoding="utf-8")
    code, _, err = run(capsys, "verify", "net", str(tmp_path / "p"))
    assert code == 1
    assert "is damaged" in err


def in_summary(there: Path, folder: Path, change: Callable[[dict], object]) -> str:
    """A copy of the base plan whose summary.json is changed."""
    shutil.copytree(there / "base", folder / "changed")
    path = folder / "changed" / "summary.json"
    summary = json.loads(path.read_text(encoding="utf-8"))
    change(summary)
    path.write_text(json.dumps(summary), encoding="utf-8")
    return str(folder / "changed")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s["money"].update(duty=1.0), "summary: money, duty: it comes to 448,800, summary.json says 1 "),
        (lambda s: s.update(gap=0.5), "summary: gap: it comes to 0, summary.json says 0.5 (0.5 too much)."),
        (lambda s: s["measures"]["jobs"].update(value=9), "summary: measures, jobs: it comes to 6.233, summary.json "),
        (lambda s: s.update(objective=1.0), "objective: The money comes to 5,812,382.4, the plan's objective is 1."),
    ],
)
def test_verify_holds_the_summary_against_the_tables(there, tmp_path, capsys, change, said):
    plan = in_summary(there, tmp_path, change)
    code, out, _ = run(capsys, "verify", "net", plan)
    assert code == 1
    assert any(line.startswith(said) for line in out.splitlines()), out


COMMANDS = [
    ["show", "PLAN"], ["show", "PLAN", "--json"], ["verify", "net", "PLAN"], ["report", "PLAN"],
    ["compare", "PLAN", "base"], ["compare", "base", "PLAN"], ["compare", "base", "PLAN", "--json"],
    ["report", "base", "--against", "PLAN"], ["localise", "net", "--plan", "PLAN"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_plan_with_a_damaged_file_is_told_in_a_sentence(there, tmp_path, capsys, command):
    plan = in_summary(there, tmp_path, lambda summary: summary.update(money=[]))
    command = [plan if word == "PLAN" else word for word in command]
    code, _, err = run(capsys, *command)
    words = f"{plan}/summary.json is damaged: money is a list of 0, not names with values. Plan again.\n"
    assert (code, err) == (1, words)
    shutil.copy("base/summary.json", plan)
    file = Path(plan) / "stock.parquet"
    file.write_bytes(file.read_bytes()[:100])
    code, _, err = run(capsys, *command)
    assert (code, err) == (1, f"{file} is damaged: it is not a whole Parquet file. Plan again.\n")
    file.unlink()
    code, _, err = run(capsys, *command)
    assert (code, err) == (1, f"{file} is missing. Plan again.\n")


@pytest.mark.parametrize("command", [["show"], ["report"], ["compare", "base"]], ids=" ".join)
def test_a_plan_that_does_not_fit_its_network_is_not_shown(there, tmp_path, capsys, command):
    shutil.copytree("base", tmp_path / "p")
    rows = pl.read_parquet(tmp_path / "p" / "shipments.parquet").with_columns(period=pl.lit("2031-01"))
    rows.write_parquet(tmp_path / "p" / "shipments.parquet")
    code, _, err = run(capsys, *command, str(tmp_path / "p"))
    assert code == 1
    assert err == (
        f"{tmp_path / 'p'} is damaged: its tables do not fit its network. shipments.period = '2031-01' is not one of "
        "the network's periods. Plan again.\n"
    )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda s: s.update(objective=None), "the objective"),
        (lambda s: s["ranges"][0].update(high=None), "the range of share:alder:phone"),
    ],
)
def test_a_plan_that_knows_no_cost_is_not_shown(there, tmp_path, capsys, change, what):
    plan = in_summary(there, tmp_path, change)
    for verb in ("show", "report"):
        code, _, err = run(capsys, verb, plan)
        assert (code, err) == (1, f"{plan} is damaged: its summary.json does not know {what}. Plan again.\n")


# -- show and compare --------------------------------------------------------------------------------------------


def test_show_fits_the_page_and_says_what_matters(there, capsys):
    code, out, err = run(capsys, "show", "base")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    assert out.startswith("Three sites, Apr 2024 to Jul 2024, base. Invented numbers.\n")
    for words in (
        "The plan costs ₹570 a phone. Birch Assembly makes 55% of phones",
        "All 10,200 phones that customers want are delivered on time.",
        "Each range is at least this wide",
        "Value added, pli_dva ",
        "Value added, advance_authorisation ",
        "Value added, pli_dva, bought, net ",
        "no plan can cost less than INR 58,12,382",
    ):
        assert words in out
    lines = [line.split() for line in out.splitlines()]
    assert ["material", "384.00", "39,16,800", "66.1%"] in lines
    assert ["net", "569.84", "58,12,382", "98.1%"] in lines
    assert ["Birch", "Assembly", "2024-25", "65.00", "60.00", "120.0", "100.0", "5.0%", "2.25", "2.25"] in lines


#: 5,610 kits at 556.515, 2 set-ups of 1,000, 10,000 to register, 61 days of 10; 112 + 20 a phone, 10.12 for the road.
#: The incentive gives 112,500 of it back; 5,500 phones are worth 600 each.
GROSS_OF_BIRCH = (5_610 * 556.515 + 2_000 + 10_000 + 610) / 5_500 + 142.12
COST_OF_BIRCH = [f"{GROSS_OF_BIRCH:.2f}", f"{GROSS_OF_BIRCH - 112_500 / 5_500:.2f}", f"{GROSS_OF_BIRCH / 6:.1f}%"]


def test_volume_and_cost_by_maker_are_printed(there, tmp_path, capsys):
    row = ["Birch", "Assembly", "5,500", "55.0%", "50–55%", "50–55%", *COST_OF_BIRCH]
    for command in (["show", "base"], ["plan", "net", "--out", str(tmp_path / "p")]):
        _, out, _ = run(capsys, *command)
        assert row in [line.split() for line in out.splitlines()]
    found = {row["company"]: row for row in document(capsys, "show", "base")["cost_by_maker"]}
    assert found["birch"]["gross"] == pytest.approx(GROSS_OF_BIRCH)
    _, out, _ = run(capsys, "show", "without")
    birch = next(line.split() for line in out.splitlines() if line.startswith("Birch Assembly"))
    assert (birch[2:4], birch[-3:]) == (["0", "0.0%"], ["–", "–", "–"])
    assert "–: it makes none." in " ".join(out.split())
    _, out, _ = run(capsys, "compare", "base", "without")
    assert ["Birch", "Assembly", *COST_OF_BIRCH, "–", "–", "–"] in [line.split() for line in out.splitlines()]


def test_a_share_is_never_shown_without_its_range(there, tmp_path, capsys):
    run(capsys, "plan", "net", "--out", str(tmp_path / "p"), "--within", "none")
    _, out, _ = run(capsys, "show", str(tmp_path / "p"))
    assert "Who makes which share of phones is not known: give it longer, or --full-ranges." in " ".join(out.split())
    assert "55%" not in out
    assert "55.0%" not in out
    assert "Not known: a share is shown only with its range. For one, give it longer, or --full-ranges." in out
    assert "Each range" not in out
    lines = [line.split() for line in out.splitlines()]
    assert ["Birch", "Assembly", "5,500", "not", "known", *COST_OF_BIRCH] in lines
    _, out, _ = run(capsys, "compare", str(tmp_path / "p"), "base")
    row = next(line.split() for line in out.splitlines() if line.startswith("Birch Assembly"))
    assert row[2:] == ["5,500", "?", "?", "?", "5,500", "55.0%", "50–55%", "50–55%"]
    assert "? Not known: a share is shown only with its range." in out


def test_show_as_json(there, capsys):
    found = document(capsys, "show", "base")
    assert (found["network"], found["scenario"], found["currency"]) == ("Three sites", "", "INR")
    assert {m["company"]: m["quantity"] for m in found["makers"]} == {"birch": 5500, "alder": 4500}
    assert sum(c["per_unit"] for c in found["cost"]) == pytest.approx(569.8414, abs=1e-3)


def test_show_needs_the_network_of_the_plan(there, tmp_path, capsys):
    on.save_plan(on.load_plan("base"), tmp_path / "p")
    code, _, err = run(capsys, "show", str(tmp_path / "p"))
    assert (code, "Name it with --network NET." in err) == (2, True)
    assert run(capsys, "show", str(tmp_path / "p"), "--network", "net")[0] == 0
    changed = tmp_path / "changed"
    shutil.copytree("net", changed)
    rows = (changed / "demand.csv").read_text(encoding="utf-8")
    (changed / "demand.csv").write_text(rows.replace("2200", "2300"), encoding="utf-8")
    code, _, err = run(capsys, "show", str(tmp_path / "p"), "--network", str(changed))
    assert code == 1
    assert "was planned from another network" in err


def test_compare_adds_up_exactly(there, capsys):
    found = document(capsys, "compare", "base", "without")
    assert found["objective_a"] == pytest.approx(OBJECTIVE)
    difference = found["objective_b"] - found["objective_a"]
    assert sum(row["difference"] for row in found["money"]) == difference
    assert sum(row["difference"] for row in reversed(found["money"])) == difference
    assert all(row["difference"] == row["b"] - row["a"] for row in found["money"])
    decisions = {row["decision"]: row for row in found["decisions"]}
    assert decisions["share:birch:phone"]["a"] == pytest.approx(0.55)
    assert decisions["share:birch:phone"]["apart"] is True
    assert decisions["volume:alder:phone"]["difference"] == pytest.approx(5500)
    assert decisions["qualification:birch-plant:phone"] == {
        "decision": "qualification:birch-plant:phone", "unit": "", "period_a": "2024-05", "period_b": None,
    }  # fmt: skip
    assert decisions["incentive:birch:2024-25"]["difference"] == -1


def test_compare_says_why(there, capsys):
    code, out, err = run(capsys, "compare", "base", "without")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    words = " ".join(out.split())
    for sentence in (
        "What differs going in: schemes.rate (1 row). All else is the same.",
        "All in all, no-incentive costs ₹37,700 more than base (0.65%); no plan of no-incentive can cost as little.",
        "Birch Assembly loses phones from base to no-incentive: 55%",
        "in base Birch Assembly ₹2.25 lakh in 1 year, of which ₹20.45 for each phone that it makes counts here; in "
        "no-incentive nobody.",
        "Both deliver 10,200 phones, so costs a phone compare.",
        "A phone costs ₹3.70 more net in no-incentive, most of it incentive +11.03, conversion −6.47",
        "In base, 5,500 phones are made by others than in no-incentive; all costs but the incentive are ₹13.60 more "
        "for each of them.",
    ):
        assert sentence in words


def test_a_plan_compared_with_itself_does_not_differ(there, capsys):
    found = document(capsys, "compare", "base", "base")
    assert found["decisions"] == []
    assert {row["difference"] for row in found["money"]} == {0.0}
    _, out, _ = run(capsys, "compare", "base", "base")
    assert "Both were planned from the same tables: only the search differs." in out
    assert " gains " not in out


def planned_as(folder: Path, network: on.Network) -> str:
    """A network planned from Python, as `onshore plan` writes it."""
    plan = on.plan(network, within=())
    on.save_plan(plan, folder)
    on.save(network, folder / "network")
    return str(folder)


def test_plans_in_two_currencies_are_not_compared(there, tmp_path, capsys):
    other = planned_as(tmp_path / "euro", on.load("net").replace(currency="EUR"))
    words = (
        f"base and {other} cannot be compared: the first is in INR and the second in EUR, so their amounts do not "
        "compare."
    )
    assert run(capsys, "compare", "base", other) == (2, "", f"{words}\n")
    assert document(capsys, "compare", "base", other, code=2)["error"] == {"code": 2, "message": words}


def test_plans_of_unrelated_networks_are_not_compared(there, tmp_path, capsys):
    network = on.load("net").replace(name="Boats")
    named = (("items", "item"), ("sites", "site"), ("companies", "company"))
    boats = {key: f"{key}-boat" for table, column in named for key in network.tables[table][column]}
    tables = {name: frame.with_columns(pl.col(pl.String).replace(boats)) for name, frame in network.tables.items()}
    tables["scenarios"] = network.scenarios.clear()
    other = planned_as(tmp_path / "boats", on.Network(network.settings, tables))
    words = f"base and {other} cannot be compared: the first is of the network Three sites, the second of Boats, and"
    code, out, err = run(capsys, "compare", "base", other)
    assert (code, out, err.startswith(words)) == (2, "", True), err
    assert document(capsys, "compare", "base", other, code=2)["error"]["message"].startswith(words)


def test_a_document_without_networks_says_that_currencies_are_not_compared(there, tmp_path, capsys):
    assert document(capsys, "compare", "base", "without")["currency"] == "INR"
    on.save_plan(on.load_plan("base"), tmp_path / "p")
    code, out, err = run(capsys, "compare", str(tmp_path / "p"), "without", "--json")
    found = json.loads(out)
    assert (code, found["currency"]) == (0, None)
    assert found["objective_a"] == pytest.approx(OBJECTIVE)
    assert err == (
        f"Whether both are in the same currency is not known. {tmp_path / 'p'} holds no copy of the network it was "
        "planned from. Name it with --network NET.\n"
    )
    code, _, err = run(capsys, "compare", str(tmp_path / "p"), "without")
    assert (code, err.endswith("Name it with --network NET.\n")) == (2, True)


def with_ranges(there: Path, folder: Path, name: str, low: float, high: float, kind: str = "inner") -> str:
    """A copy of a plan in which Birch's share within 5 has this range, and no other range is known."""
    plan = on.load_plan(there / name)
    share = plan.measures()["share:birch:phone"]["value"]
    ranges = (on.Range("share:birch:phone", share, 5.0, low, high, kind),)
    shutil.copytree(there / name, folder / name)
    on.save_plan(replace(plan, ranges=ranges), folder / "tables")
    shutil.copy(folder / "tables" / "summary.json", folder / name / "summary.json")
    return str(folder / name)


@pytest.mark.parametrize(
    ("base", "without", "said"),
    [
        ((0.5, 0.6), (0.0, 0.4), "loses phones from base to no-incentive: 55% (50–60%) becomes 0% (0–40%)."),
        ((0.5, 0.6), (0.0, 0.5), "Birch Assembly: no shift is claimed, since ranges overlap or shares hardly differ."),
        ((0.54, 0.56), (0.0, 0.6), "the range found in base is 54–56% and in no-incentive 0–60%. So in no-incentive"),
    ],
)
def test_a_shift_is_claimed_only_where_ranges_are_apart(there, tmp_path, capsys, base, without, said):
    a, b = with_ranges(there, tmp_path, "base", *base), with_ranges(there, tmp_path, "without", *without)
    words = " ".join(run(capsys, "compare", a, b)[1].split())
    assert said in words
    assert ("loses phones" in words) == ("loses phones" in said)
    assert "Alder Assembly: how far the share can move is not known, so nothing is claimed." in words


# -- report and case ---------------------------------------------------------------------------------------------


def test_report_beside_other_plans(there, tmp_path, capsys):
    for name in ("base", "without"):
        shutil.copytree(name, tmp_path / name)
    before = (tmp_path / "base" / "report.html").read_text(encoding="utf-8")
    code, out, _ = run(
        capsys, "report", str(tmp_path / "base"),
        "--against", str(tmp_path / "without"), "--other", str(tmp_path / "without"),
    )  # fmt: skip
    assert (code, out) == (0, f"The report is in {tmp_path / 'base' / 'report.html'}.\n")
    after = (tmp_path / "base" / "report.html").read_text(encoding="utf-8")
    assert "without the incentive" in after
    assert "without the incentive" not in before


def test_cases_are_listed_and_copied(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert {"three-sites", "xiaomi-india"} <= {c["name"] for c in document(capsys, "case", "list")["cases"]}
    assert "Three sites" in run(capsys, "case", "list")[1]
    code, out, _ = run(capsys, "case", "copy", "three-sites", "mine")
    assert (code, out) == (0, "three-sites is in mine. Next: `onshore check mine`.\n")
    assert run(capsys, "check", "mine")[0] == 0
    assert run(capsys, "case", "copy", "three-sites", "mine")[0] == 2
    assert "Did you mean 'three-sites'?" in run(capsys, "case", "copy", "three-site", "other")[2]


# -- how it fails ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "VERB"),
        (["fly"], "invalid choice: 'fly'"),
        (["check"], "required: NET"),
        (["check", "nowhere"], "There is no folder nowhere."),
        (["check", "three-site"], "`onshore case copy three-sites` makes the folder three-sites"),
        (["check", "net/items.csv"], "is a file. Name the folder that holds it."),
        (["check", ""], "The name of the folder is empty. Name one; `.` is the folder that you are in."),
        (["verify", "net", " "], "The name of the folder is empty."),
        (["plan", "net", "--out", ""], "The name of the folder is empty."),
        (["plan", "net"], "required: --out"),
        (["plan", "net", "--out", "x", "--scenario", "no-incentiv"], "Did you mean 'no-incentive'?"),
        (["plan", "net", "--out", "x", "--scenario", "zzz"], "Its scenarios are chain, higher-threshold"),
        (["plan", "net", "--out", "x", "--gap", "-1"], "-1 is not a number from 0 on"),
        (["plan", "net", "--out", "x", "--gap", "nan"], "nan is not a number from 0 on"),
        (["plan", "net", "--out", "x", "--time-limit", "0"], "0 is not a number above 0."),
        (["plan", "net", "--out", "x", "--seed", "1.5"], "'1.5' is not a whole number"),
        (["plan", "net", "--out", "x", "--within", "1,a"], "'a' is not a number"),
        (["plan", "net", "--out", "x", "--start", "net"], "net holds no plan: there is no summary.json in it."),
        (["verify", "net", "nowhere"], "There is no folder nowhere."),
        (["show", "net"], "`onshore plan NET --out net` writes one."),
        (["compare", "base", "nowhere"], "There is no folder nowhere."),
        (["case", "copy", "nothing-like-it"], "Cases are three-sites, xiaomi-india."),
    ],
)
def test_wrong_commands_end_with_a_sentence(there, capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert not (there / "x").exists()
    error = document(capsys, *arguments, code=2)["error"]
    assert error["code"] == 2
    assert words in error["message"]


def test_the_unexpected_has_a_code_of_its_own(there, monkeypatch, capsys):
    def fails(_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("onshore.cli.verbs.check.inspect", fails)
    code, _, err = run(capsys, "check", "net")
    assert code == 70
    assert err == (
        "Something in onshore went wrong: ZeroDivisionError: division by zero. Run it again with --debug to see where, "
        "and report it.\n"
    )
    assert main(["check", "net", "--debug"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(there, capsys):
    code, _, err = run(capsys, "plan", "net", "--out", "/proc/nobody/plan")
    assert code == 2
    assert "/proc/nobody" in err


def test_help_of_every_verb_names_the_exit_codes(capsys):
    for verb in ([], ["check"], ["plan"], ["verify"], ["compare"], ["sensitivity"], ["show"], ["report"], ["case"]):
        with pytest.raises(SystemExit) as ended:
            main([*verb, "--help"])
        assert ended.value.code == 0
        words = " ".join(capsys.readouterr().out.split())
        for code in ("0 done", "1 a finding", "2 a command", "3 no plan", "70 something", "130 interr", "141 whoever"):
            assert f" {code}" in words


def test_a_reader_that_leaves_is_no_error(there):
    command = f"{sys.executable} -m onshore show base | true"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, env={**os.environ, "TERM": "dumb"}
    )
    assert (done.returncode, done.stderr) == (0, "")


# -- what reaches the terminal -----------------------------------------------------------------------------------


def test_names_cannot_act_on_the_terminal(there, tmp_path, capsys):
    copy = tmp_path / "net"
    shutil.copytree("net", copy)
    rows = (copy / "companies.csv").read_text(encoding="utf-8")
    evil = "Birch\x1b[31m\x07\u202eAssembly"
    (copy / "companies.csv").write_text(rows.replace("Birch Assembly", evil), encoding="utf-8")
    assert main(["plan", str(copy), "--out", str(tmp_path / "p")]) == 0
    for command in (["show", str(tmp_path / "p")], ["compare", str(tmp_path / "p"), "without"]):
        _, out, err = run(capsys, *command)
        assert not set(out + err) & set("\x1b\x07\u202e")
        assert "Birch\N{REPLACEMENT CHARACTER}[31m" in out


def test_harmless_keeps_scripts_that_need_joiners():
    assert harmless("रेडमी क्\u200dष") == "रेडमी क्\u200dष"
    assert (
        harmless("a\nb\tc\u2028d") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}d"
    )
    assert width("小米") == 4


def test_a_table_aligns_and_cuts_its_first_column():
    table = Table(("Name", "pieces"), [("Birch", "5,500"), ("小米", "12"), ("All", "5,512")], total=True)
    assert [line for line, _ in table.lines()] == [
        "Name   pieces",
        "─────────────",
        "Birch   5,500",
        "小米       12",
        "─────────────",
        "All     5,512",
    ]
    long = Table(("Name", "pieces"), [("A manufacturer with a long name", "5,500")])
    assert [line for line, _ in long.lines(24)][2] == "A manufacturer…    5,500"


def test_numbers_that_json_does_not_know_become_null():
    assert finite({"a": float("nan"), "b": (1, float("inf"))}) == {"a": None, "b": [1, None]}


class Terminal:
    """A stream that says it is a terminal."""

    def __init__(self, live: bool) -> None:
        self.live, self.text = live, ""

    def isatty(self) -> bool:
        return self.live

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass

    def fileno(self) -> int:
        raise OSError


def test_progress_is_sparse_where_lines_cannot_change(monkeypatch):
    monkeypatch.delenv("TERM", raising=False)
    stream = Terminal(live=False)
    progress = Progress(Numbers("INR"), stream)
    for second in range(10):
        progress("search", float(second), 6.5e11, 6.5e11 * (1 - 0.001 / (1 + second)))
    lines = stream.text.splitlines()
    assert len(lines) == 4
    assert lines[0] == "    0 s  search                    plan 65,000.00 crore  none below 64,935.00 crore  gap 0.1%"


def test_progress_rewrites_its_line_on_a_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal(live=True)
    progress = Progress(Numbers("INR"), stream)
    progress("structure", 1.0, 5e6, None)
    progress("search", 2.0, 5e6, 5e6)
    progress.close()
    assert "\n" not in stream.text
    assert stream.text.count("\r") == 4
