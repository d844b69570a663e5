"""What the command line says of lines that a plan has built."""

from __future__ import annotations

import json

import pytest

import onshore as on
from onshore.cli.main import main
from planning.rules.test_investment import HALL, MEMBER, SPECS, of

NETWORK = {"schemes": [SPECS], "scheme_members": [MEMBER], "settings": {"perspective": "chain"}}


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """A network in which 26 phones are wanted, and 20; the line saves 6 a phone, costs 150 and is granted 15."""
    at = tmp_path_factory.mktemp("investments")
    for name, wanted in (("many", 26), ("few", 20)):
        on.save(of(0, wanted, **NETWORK), at / f"net-{name}")
        assert main(["plan", str(at / f"net-{name}"), "--out", str(at / name)]) == 0
    return at


def test_show_says_what_is_ordered_and_when_and_what_it_costs(plans, capsys):
    assert main(["show", str(plans / "many")]) == 0
    out = capsys.readouterr().out
    (line,) = [line.split() for line in out.splitlines() if line.startswith("hall")]
    assert line == ["hall", "p0", "7,300", "150", "15", "specs"]
    assert "Charged: the capital of the days from the order to the end of the horizon." in out
    assert main(["show", str(plans / "few")]) == 0
    assert "hall" not in capsys.readouterr().out


def test_show_as_json(plans, capsys):
    assert main(["show", str(plans / "many"), "--json"]) == 0
    order = {"investment": HALL["investment"], "period": "p0", "charge": 150.0, "scheme": "specs", "grant": 15.0}
    assert json.loads(capsys.readouterr().out)["investments"] == [order]


def test_compare_names_a_line_that_one_plan_has_built(plans, capsys):
    assert main(["compare", str(plans / "few"), str(plans / "many"), "--json"]) == 0
    found = {one["decision"]: one for one in json.loads(capsys.readouterr().out)["decisions"]}
    assert (found["investment:hall"]["period_a"], found["investment:hall"]["period_b"]) == (None, "p0")
    assert main(["compare", str(plans / "few"), str(plans / "many")]) == 0
    assert "investment hall" in capsys.readouterr().out


def test_a_grant_lowers_what_a_piece_costs(plans):
    network, plan = on.load(plans / "net-many"), on.load_plan(plans / "many")
    cost = {row["term"]: row["amount"] for row in on.measures.cost_per_unit(network, plan).to_dicts()}
    assert cost == {"conversion": 104.0, "investment": 150.0, "incentive": -15.0}


def test_a_line_has_no_regular_hours_before_it_stands(plans):
    network, plan = on.load(plans / "net-many"), on.load_plan(plans / "many")
    use = on.measures.capacity_use(network, plan)
    assert use.select("period", "hours", "regular").rows() == [("p1", 26.0, 100.0)]
    few = on.measures.capacity_use(network, on.load_plan(plans / "few"))
    assert few.is_empty()
