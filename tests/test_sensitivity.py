"""Assumptions: their table, and what moves at their ends. The flips are worked by hand in cases/three-sites/README.md."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

import onshore as on
from networks import hand
from onshore.cli import main
from onshore.network import Network, NetworkError
from onshore.scenarios import assume, assumption_problems, assumptions
from onshore.schema import NETWORK

CASE = Path(__file__).parents[1] / "cases" / "three-sites"
BASE = 5_812_382.40
ALDER_ALONE = 5_850_082.40
#: Pieces that are made, and those that are delivered, 200 of which stood there.
MADE, DELIVERED = 10_000, 10_200


def row(table="", match="", column="", operation="set", low=0.0, high=0.0, name="a", step=1) -> dict[str, object]:
    given = {"assumption": name, "step": step, "table": table, "match": match, "column": column}
    return given | {"operation": operation, "low": low, "high": high, "source": "assumption"}


def with_rows(*rows: dict[str, object], network: Network | None = None) -> Network:
    frame = pl.DataFrame(list(rows), schema=NETWORK["assumptions"].dtypes)
    return (network or hand()).replace(assumptions=frame)


# -- the table -----------------------------------------------------------------------------------------------------


def test_rows_of_one_name_move_together_and_nothing_else_changes():
    network = with_rows(
        row("stock", "site=north", "quantity", "scale", 0.5, 2.0),
        row("network", "", "cost_of_money", "set", 0.05, 0.2, step=2),
        row("lanes", "mode=sea", "days", "add", -3, 5, name="b"),
    )
    assert assumption_problems(network).is_empty()
    low, high = assume(network, "a", "low"), assume(network, "a", "high")
    stock = hand().stock.filter(site="north")["quantity"]
    assert low.stock.filter(site="north")["quantity"].to_list() == (stock * 0.5).to_list()
    assert high.stock.filter(site="north")["quantity"].to_list() == (stock * 2).to_list()
    assert [n.settings["cost_of_money"] for n in (low, network, high)] == [0.05, hand().settings["cost_of_money"], 0.2]
    assert low.lanes.equals(network.lanes)
    days = [n.lanes.filter(mode="sea")["days"][0] for n in (assume(network, "b", s) for s in ("low", "high"))]
    assert days == [hand().lanes.filter(mode="sea")["days"][0] + d for d in (-3, 5)]
    assert [(a.name, a.operation, a.base, a.low, a.high, a.rows) for a in assumptions(network)] == [
        ("a", "scale", 1.0, 0.5, 2.0, 2), ("b", "add", 0.0, -3.0, 5.0, 1),
    ]  # fmt: skip


def test_assumptions_are_no_part_of_what_is_planned(tmp_path):
    network = with_rows(row("stock", "", "quantity", "scale", 0.5, 2.0))
    assert network.fingerprint == hand().fingerprint
    on.save(network, tmp_path / "n")
    assert on.load(tmp_path / "n").assumptions.equals(network.assumptions)


@pytest.mark.parametrize(
    ("one", "column", "message"),
    [
        (
            row("sourcng", "", "price", "scale", 0.9, 1.1),
            "table",
            "table = 'sourcng' is no table that an assumption can change. Did you mean 'sourcing'?",
        ),
        (
            row("scenarios", "", "step", "scale", 1, 1),
            "table",
            "table = 'scenarios' is no table that an assumption can change.",
        ),
        (
            row("sourcing", "", "prise", "scale", 0.9, 1.1),
            "column",
            "column = 'prise' is not in sourcing. Did you mean 'price'?",
        ),
        (
            row("sourcing", "item=nothing", "price", "scale", 0.9, 1.1),
            "match",
            "no row of sourcing matches 'item=nothing': the step changes nothing. Correct match or remove the step.",
        ),
        (
            row("sourcing", "", "price", "scale", 1.1, 0.9),
            "low",
            "low = 1.1 is above high = 0.9. Exchange or correct them.",
        ),
        (
            row("sourcing", "", "price", "scale", 1.1, 1.3),
            "low",
            "low = 1.1 to high = 1.3 leave out 1, which is planned with.",
        ),
        (
            row("network", "", "cost_of_money", "set", 0.01, 0.02),
            "high",
            "low = 0.01 to high = 0.02 leave out 0.1, which is planned with.",
        ),
        (
            row("sites", "", "name", "set", 1, 2),
            "column",
            "sites.name holds no numbers: it has no low and high end.",
        ),
        (
            row("network", "", "name", "set", 1, 2),
            "column",
            "network.name holds no numbers: it has no low and high end.",
        ),
        (
            row("ramps", "week=4", "week", "add", -0.5, 0),
            "low",
            "add by -0.5 gives ramps.week that is not whole.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_its_row(one, column, message):
    found = assumption_problems(with_rows(one))
    assert found["message"].to_list() == [f"assumptions.csv:2: assumption 'a': {message}"]
    assert found.select("table", "line", "column", "rule").row(0) == ("assumptions", 2, column, "assumption")


def test_a_value_outside_the_bounds_of_its_column_is_told_at_its_end():
    found = assumption_problems(with_rows(row("network", "", "cost_of_money", "add", 0, 2)))
    assert found.select("line", "column").rows() == [(2, "high")]
    found = assumption_problems(with_rows(row("stock", "", "quantity", "scale", -1, 2)))
    assert found.select("line", "column").rows() == [(2, "low")]
    assert "scale by -1 gives a bad cell" in found["message"][0]


def test_a_network_that_breaks_at_one_end_is_told_there():
    network = with_rows(row("awards", "company=alder", "high", "set", 0.1, 1))
    found = assumption_problems(network)
    assert found["message"].str.starts_with("assumption 'a' at low: awards.csv:").all()
    assert len(found) > 0
    assert on.check(network).is_empty()
    with pytest.raises(NetworkError, match="assumption 'a' at low"):
        assume(network, "a", "low")


def test_an_unknown_assumption_is_refused():
    with pytest.raises(NetworkError, match=r"there is no assumption 'b'\. Assumptions are a\."):
        assume(with_rows(row("stock", "", "quantity", "scale", 1, 1)), "b", "low")


def test_inspect_tells_with_the_lines_of_the_file(tmp_path):
    rows = (row("stock", "", "quantity", "scale", 1, 1), row("stock", "", "quanty", "scale", 1, 1, name="b"))
    on.save(with_rows(*rows), tmp_path / "n")
    assert on.inspect(tmp_path / "n")["message"].to_list() == [
        "assumptions.csv:3: assumption 'b': column = 'quanty' is not in stock. Did you mean 'quantity'?"
    ]


def test_networks_and_plans_can_be_sent_to_another_process():
    network = on.load(CASE)
    plan = on.plan(network)
    sent, back = pickle.loads(pickle.dumps((network, plan)))
    assert sent.fingerprint == network.fingerprint
    assert back.money.equals(plan.money)
    assert (back.objective, back.ranges, back.measures()) == (plan.objective, plan.ranges, plan.measures())


# -- what moves ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    return on.sensitivity(on.load(CASE))


def end(found: pl.DataFrame, assumption: str, side: str, company: str = "birch") -> dict[str, object]:
    rows = found.filter(assumption=assumption, side=side, decision=f"share:{company}:phone")
    assert len(rows) == 1
    return rows.row(0, named=True)


def test_each_end_has_a_row_for_each_maker(found):
    assert len(found) == 4 * 2 * 2
    assert found["share_base"].unique().sort().to_list() == pytest.approx([0.45, 0.55])


def test_conversion_cost_flips_at_high_and_not_at_low(found):
    """4 less for each of Birch's 5,500 phones; 12 more, and 37,700 is all that Birch was cheaper by."""
    low, high = end(found, "birch-conversion", "low"), end(found, "birch-conversion", "high")
    assert (low["value"], low["base"], low["operation"]) == (108.0, 112.0, "set")
    assert low["objective"] == pytest.approx(BASE - 5_500 * 4)
    assert (low["share"], low["flips"], low["kept"]) == (pytest.approx(0.55), False, pytest.approx(0.0))
    assert low["cost"] == pytest.approx(-5_500 * 4 / DELIVERED)
    assert high["objective"] == pytest.approx(ALDER_ALONE)
    assert (high["share"], high["flips"], high["verdict"]) == (0.0, True, "flips")
    assert high["kept"] == pytest.approx((5_500 * 12 - 37_700) / MADE)
    assert high["cost"] == pytest.approx(37_700 / DELIVERED)
    assert (high["moved"], high["beyond"]) == (pytest.approx(-0.55), pytest.approx(0.5))
    assert end(found, "birch-conversion", "high", "alder")["share"] == pytest.approx(1.0)


def test_the_share_of_the_incentive_flips_at_low(found):
    """Below 0.399, the break-even; at 0.3 Kite gets half of 112,500, which is 18,550 too little for Birch."""
    low, high = end(found, "incentive-share", "low"), end(found, "incentive-share", "high")
    assert (low["share"], low["flips"], low["objective"]) == (0.0, True, pytest.approx(ALDER_ALONE))
    assert low["kept"] == pytest.approx((56_250 - 37_700) / MADE)
    assert (high["flips"], high["objective"]) == (False, pytest.approx(BASE - 56_250))


def test_a_band_moves_a_share_inside_the_ranges(found):
    """50% costs 6,500 more and 60% 5,300 less, as worked in the README; 10,000 is what the ranges allow. With a band to
    50% the 500 phones above it would cost 50 each, and bring 6,500.
    """
    low, high = end(found, "birch-band", "low"), end(found, "birch-band", "high")
    assert [(r["share"], r["flips"], r["verdict"]) for r in (low, high)] == [
        (pytest.approx(0.5), False, "undecided"), (pytest.approx(0.6), False, "undecided"),
    ]  # fmt: skip
    assert [r["objective"] for r in (low, high)] == pytest.approx([BASE + 6_500, BASE - 5_300])
    assert low["kept"] == pytest.approx((500 * 50 - 6_500) / MADE)


def test_freight_costs_and_does_not_matter(found):
    """A fifth of 20 a kit, with a tenth of duty, its surcharge and finance of the tax."""
    a_kit = 0.2 * 20 * (1 + 0.11 + 1.11 * 0.001)
    for side, sign in (("low", -1), ("high", 1)):
        row = end(found, "sea-freight", side)
        assert row["objective"] == pytest.approx(BASE + sign * 8_160 * a_kit)
        assert (row["moved"], row["flips"], row["verdict"]) == (pytest.approx(0.0), False, "none")


def test_what_flips_most_is_first(found):
    order = found.select("rank", "assumption", "verdict").unique(maintain_order=True).rows()
    assert [(rank, verdict) for rank, _, verdict in order] == [
        (1, "flips"), (2, "flips"), (3, "undecided"), (4, "none"),
    ]  # fmt: skip
    # Both flip alike; the ends of the incentive's share differ more in cost.
    assert [name for _, name, _ in order] == ["incentive-share", "birch-conversion", "birch-band", "sea-freight"]


def test_keeping_what_costs_hardly_more_is_no_flip():
    """At 119 Birch costs 800 too much: 0.08 a phone, less than the 1 that the ranges allow."""
    network = with_rows(row("processes", "site=birch-plant", "conversion_cost", "set", 112, 119), network=on.load(CASE))
    high = end(on.sensitivity(network, on.PlanOptions(gap=0.0)), "a", "high")
    assert (high["share"], high["kept"]) == (0.0, pytest.approx((5_500 * 7 - 37_700) / MADE))
    assert (high["flips"], high["verdict"]) == (False, "undecided")


def test_decisions_and_assumptions_can_be_chosen_and_jobs_change_nothing(found):
    given = {"decisions": ["share:birch:phone"], "only": ["birch-conversion"]}
    alone = on.sensitivity(on.load(CASE), on.PlanOptions(iterations=1000), **given)
    assert alone["side"].to_list() == ["low", "high"]
    assert alone["flips"].to_list() == [False, True]
    again = on.sensitivity(on.load(CASE), on.PlanOptions(iterations=1000), jobs=2, **given)
    assert again.equals(alone)


def test_where_a_range_is_not_known_no_flip_is_claimed(monkeypatch, there, capsys):
    room = sys.modules["onshore.explanation.sensitivity"]
    planned = room.plan
    monkeypatch.setattr(room, "plan", lambda *given: replace(planned(*given), ranges=()))
    found = on.sensitivity(on.load(CASE), only=["birch-conversion"])
    high = end(found, "birch-conversion", "high")
    assert (high["share"], high["moved"], high["low"], high["flips"]) == (0.0, pytest.approx(-0.55), None, None)
    assert high["verdict"] == "undecided"
    out = run(capsys, "net", "--assumption", "birch-conversion")[1]
    assert "0% (?)" in out
    assert "so no flip is claimed" in out


def test_without_ranges_nothing_can_be_told():
    with pytest.raises(ValueError, match="give an extra cost in `within`"):
        on.sensitivity(on.load(CASE), on.PlanOptions(within=()))


def test_nothing_assumed_nothing_found():
    network = on.load(CASE).replace(assumptions=NETWORK["assumptions"].empty())
    assert on.sensitivity(network).is_empty()


# -- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def there(tmp_path, monkeypatch) -> Path:
    shutil.copytree(CASE, tmp_path / "net")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["sensitivity", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err + out
    return code, out, err


def test_the_page_says_what_flips_what_is_undecided_and_what_does_not_matter(there, capsys):
    code, out, err = run(capsys, "net", "--out", "rows.csv")
    assert code == 0
    assert err.splitlines() == [
        "1 of 9: base",
        *(
            f"{2 * i + j + 2} of 9: {name} at {side}"
            for i, name in enumerate(("birch-conversion", "incentive-share", "birch-band", "sea-freight"))
            for j, side in enumerate(("low", "high"))
        ),
    ]
    assert "made by Birch Assembly 55% (50–55%) and Alder Assembly 45% (45–50%)" in out
    lines = out.splitlines()
    headings = [
        i for i, line in enumerate(lines) if line.startswith(("Flips", "Moves within what is", "Does not matter"))
    ]
    assert len(headings) == 3
    flips, undecided, none = ("\n".join(lines[a:b]) for a, b in zip(headings, [*headings[1:], None], strict=True))
    assert "high 124  Birch Assembly  0% (0%)" in flips
    assert flips.count("flips") == 2
    assert "birch-band" in undecided
    assert "low ×0.8" in none
    assert all(len(line) <= 100 for line in lines)
    assert pl.read_csv("rows.csv").height == 16


def test_one_document_on_stdout(there, capsys):
    code, out, _ = run(capsys, "net", "--assumption", "birch-conversion", "--iterations", "1000", "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["network"], found["within"], found["ends"], found["done"]) == ("net", 1.0, 2, 2)
    assert [(r["side"], r["flips"]) for r in found["assumptions"] if r["decision"] == "share:birch:phone"] == [
        ("low", False), ("high", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["net", "--assumption", "birch-convers"], 2, "Did you mean 'birch-conversion'?"),
        (["net", "--assumption", "zzz"], 2, "Its assumptions are birch-conversion, incentive-share"),
        (["net", "--out", "nowhere/rows.csv"], 2, "There is no folder nowhere for rows.csv."),
        (["net", "--out", "net"], 2, "net is a folder. Name a file for the rows."),
        (["net", "--jobs", "0"], 2, "0 is below 1"),
        (["net", "--within", "0"], 2, "0 is not a number above 0."),
        (["nowhere"], 2, "There is no folder nowhere."),
    ],
)
def test_wrong_commands_end_with_a_sentence(there, capsys, arguments, code, words):
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert words in err


def test_a_network_without_assumptions_says_where_to_give_them(there, capsys):
    (there / "net" / "assumptions.csv").unlink()
    code, _, err = run(capsys, "net")
    assert code == 2
    assert "net has no assumptions: give some in assumptions.csv." in err


def test_an_assumption_that_cannot_be_is_a_finding_before_any_search(there, capsys):
    file = there / "net" / "assumptions.csv"
    file.write_text(file.read_text().replace("site=birch-plant", "site=elm-plant"))
    code, out, err = run(capsys, "net")
    assert (code, out) == (1, "")
    assert "no row of processes matches 'site=elm-plant'" in err
    assert "base" not in err


def test_a_plan_open_by_more_than_the_ranges_allow_says_so(there, capsys, monkeypatch):
    def found(*given, **more):
        return on.sensitivity(*given, **more).with_columns(open=pl.lit(1.5))

    monkeypatch.setattr("onshore.cli.verbs.sensitivity.sensitivity", found)
    words = " ".join(run(capsys, "net", "--assumption", "birch-conversion")[1].split())
    assert "A longer search could still save up to ₹1.50 a phone in one of these plans, more than the ₹1 of" in words


INTERRUPTED = """
    import os, signal, sys
    from dataclasses import replace
    from onshore.cli import main

    room = sys.modules["onshore.explanation.sensitivity"]
    planned, count = room.plan, 0

    def stop(*_):
        os.kill(os.getpid(), signal.SIGINT)

    def plan(network, options):
        global count
        count += 1

        pressed = []

        def tell(*news):
            options.tell(*news)
            pressed or pressed.append(stop())

        if count == AFTER and WHILE:
            return planned(network, replace(options, tell=tell))
        if count == AFTER:
            stop()
        return planned(network, options)

    room.plan = plan
    sys.exit(main(["sensitivity", "net", "--json"]))
"""


@pytest.mark.parametrize("during", [True, False])
@pytest.mark.parametrize(("after", "code", "done"), [(4, 130, 2), (1, 3, None)])
def test_an_interrupt_prints_what_is_done_so_far(there, after, code, done, during):
    script = textwrap.dedent(INTERRUPTED).replace("AFTER", str(after)).replace("WHILE", str(during))
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == code, ended.stderr
    assert ("Stopping: what is planned so far will be shown." in ended.stderr) == during
    found = json.loads(ended.stdout)
    if done is None:
        assert found["error"]["message"] == "Stopped before the base was planned: there is nothing to show."
        return
    assert (found["done"], found["ends"]) == (done, 8)
    assert {r["assumption"] for r in found["assumptions"]} == {"birch-conversion"}
    assert "Stopped by hand: 2 of 8 ends are planned." in ended.stderr
