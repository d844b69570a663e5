"""Which plans can be set side by side at all."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from networks import hand
from onshore.explanation import Unrelated, compare
from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import PLAN


def of(print_: str, name: str = "", **tables: list[dict[str, object]]) -> Plan:
    frames = {
        table: pl.DataFrame([{**dict.fromkeys(PLAN[table].columns), **row} for row in rows], schema=PLAN[table].dtypes)
        for table, rows in tables.items()
    }
    return Plan(frames, 0.0, 0.0, 0.0, "optimal", 0.0, "none", 0, print_, network_name=name)


KITE = {
    "production": [{"site": "noida", "item": "kite", "quantity": 1.0}],
    "purchases": [{"supplier": "holitech", "item": "display", "quantity": 1.0}],
    "sales": [{"item": "kite", "market": "north", "quantity": 1.0}],
    "awards": [{"brand": "kite", "company": "alder", "item_group": "phone", "share": 1.0}],
}


def test_plans_of_unrelated_networks_are_refused():
    boat = {name: [{k: f"{v}-boat" if isinstance(v, str) else v for k, v in row.items()} for row in rows]
            for name, rows in KITE.items()}  # fmt: skip
    words = "the first is of the network Kites, the second of Boats, and these have nothing in common"
    with pytest.raises(ValueError, match=words):
        compare(of("a", "Kites", **KITE), of("b", "Boats", **boat))
    with pytest.raises(Unrelated, match="the first is of the network one without a name"):
        compare(of("a", "", **KITE), of("b", "Boats", **boat))


@pytest.mark.parametrize("name", list(KITE))
def test_one_key_in_common_is_enough(name):
    """Two scenarios of a network may share as little as an award."""
    boat = {n: [{k: f"{v}-boat" if isinstance(v, str) else v for k, v in row.items()} for row in rows]
            for n, rows in KITE.items()} | {name: KITE[name]}  # fmt: skip
    assert compare(of("a", **KITE), of("b", **boat)).difference == 0.0


def test_names_of_different_things_are_nothing_in_common():
    """A site of one network that is called like a supplier of the other."""
    made, bought = {"production": KITE["production"]}, {"purchases": [{"supplier": "noida", "item": "kite"}]}
    with pytest.raises(Unrelated):
        compare(of("a", **made), of("b", **bought))


def test_a_plan_that_does_nothing_is_compared_with_any():
    assert compare(of("a"), of("b", **KITE)).difference == 0.0
    assert compare(of("a", **KITE), of("b")).difference == 0.0


def test_plans_of_one_network_are_always_compared():
    sold = {"sales": [{"item": "kite", "market": "south", "short": 1.0}]}
    assert compare(of("a", production=KITE["production"]), of("a", **sold)).difference == 0.0


def test_plans_in_two_currencies_are_refused():
    net = hand()
    dollars = net.replace(currency="USD")
    a, b = of("a", **KITE), of("b", **KITE)
    with pytest.raises(Unrelated, match="the first is in INR and the second in USD, so their amounts do not compare"):
        compare(a, b, (net, dollars))
    assert compare(a, b, (net, Network(net.settings, net.tables, "dear"))).difference == 0.0


def test_money_that_does_not_add_up_is_no_matter_of_kinship():
    with pytest.raises(ValueError, match="the money of the second plan does not add up to its objective") as refused:
        compare(of("a", **KITE), replace(of("b", **KITE), objective=1.0))
    assert not isinstance(refused.value, Unrelated)
