"""The same network, seed and number of iterations give the same plan, whether a program is searched whole or taken apart.

A program taken apart must still give a plan that verifies, and a bound that holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from onshore import load
from onshore.network import Network
from onshore.planning import plan, program
from onshore.plans import Plan
from onshore.schema import PLAN
from onshore.verification import verify

from .build import ROAD, Row, network, row, table
from .enumerator import Enumerator
from .random_networks import draw
from .seeds import chunks

pytestmark = pytest.mark.usefixtures("poor")

SEARCH = import_module("onshore.planning.search")
CASES = Path(__file__).parents[2] / "cases"
THREE_SITES = CASES / "three-sites"


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program counts as large."""
    monkeypatch.setattr(SEARCH, "SMALL", 0)


@pytest.fixture
def only_apart(apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program counts as large, and none is searched whole afterwards."""
    monkeypatch.setattr(import_module("onshore.planning.search.state").Search, "whole", lambda _: None)


def drawn(seed: int) -> tuple[Network, float]:
    """A tiny random network and the cost of its cheapest plan."""
    tables, settings = draw(seed)
    return Network(settings, {k: table(k, r) for k, r in tables.items()}), Enumerator(tables, settings).optimum()


def many_weeks(weeks: int = 16, phones: int = 10, kits: int = 14) -> Network:
    """Phones made in lots and with set-ups at two plants, of kits that come by sea or air with least orders."""
    plants = ("alder-plant", "birch-plant")
    names, parts = [f"phone-{k}" for k in range(phones)], [f"kit-{k}" for k in range(kits)]
    goods = {"kind": "finished", "value": 100.0, "holding_cost": 0.05, "late_cost": 2.0, "short_cost": 400.0}
    line = {"from": "2024-01-01", "hours_per_day": 16.0, "overtime_share": 0.1, "overtime_cost": 5.0}
    by_sea, by_air = {"mode": "sea", "days": 7.0, "cost_per_unit": 0.5}, {"mode": "air", "cost_per_unit": 2.0}
    wanted: Sequence[Row] = [
        {"item": n, "market": "shop", "period": f"p{t}", "quantity": 20.0 + (7 * i + 5 * t) % 30}
        for i, n in enumerate(names)
        for t in range(1, weeks)
    ]
    return network(
        [7] * weeks,
        items=[goods | {"item": n} for n in names]
        + [{"item": n, "kind": "component", "value": 30.0 + i, "duty_class": "kit"} for i, n in enumerate(parts)],
        boms=[
            {"item": n, "component": parts[(i + j) % kits], "quantity": 1.0, "scrap": 0.02}
            for i, n in enumerate(names)
            for j in range(2)
        ],
        processes=[
            {"site": s, "item": n, "conversion_cost": 10.0 + j + 0.3 * (i % 3), "lot": 10.0}
            for j, s in enumerate(plants)
            for i, n in enumerate(names)
        ],
        resources=[line | {"resource": f"{s}-line", "site": s} for s in plants],
        routings=[
            {"site": s, "item": n, "resource": f"{s}-line", "hours": 0.5, "setup_hours": 2.0, "setup_cost": 40.0}
            for s in plants
            for n in names
        ],
        sourcing=[
            {"supplier": "jade-plant", "item": n, "from": "2024-04-01", "price": 30.0 + i, "lot": 15.0, "moq": 45.0}
            for i, n in enumerate(parts)
        ],
        lanes=[row(ROAD, cost_per_unit=0.5), row(ROAD, origin="birch-plant")]
        + [{"origin": "jade-plant", "destination": s} | way for s in plants for way in (by_sea, by_air)],
        duties=[{"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2023-01-01", "rate": 0.1}],
        demand=list(wanted),
    )


def assert_same(one: Plan, other: Plan) -> None:
    assert (one.objective, one.bound, one.status) == (other.objective, other.bound, other.status)
    for name in PLAN:
        assert_frame_equal(one.tables[name], other.tables[name], check_exact=True)


@pytest.mark.parametrize("seed", [0, 7])
def test_three_sites_twice(seed: int):
    one, other = (plan(load(THREE_SITES), seed=seed, iterations=50) for _ in range(2))
    assert one.ranges == other.ranges
    assert_same(one, other)


def test_three_sites_twice_taken_apart(apart: None):
    one, other = (plan(load(THREE_SITES), iterations=50, within=()) for _ in range(2))
    assert_same(one, other)
    assert one.objective == pytest.approx(5_812_382.40)


@pytest.mark.parametrize("first", chunks(14, 7, quick=7))
def test_random_networks_twice_taken_apart(first: int, apart: None):
    for seed in range(first, first + 7):
        net, _ = drawn(seed)
        assert_same(*(plan(net, gap=0.0, iterations=20, within=()) for _ in range(2)))


def test_a_large_network_twice():
    net = many_weeks()
    assert program(net)[0].arrays().integer.sum() > SEARCH.SMALL
    one, other = (plan(net, gap=0.05, iterations=5, within=()) for _ in range(2))
    assert_same(one, other)
    assert one.gap < 0.05
    assert verify(net, one).is_empty()


def never(*_: object) -> None:
    raise AssertionError("there is no time for this")


def test_few_nodes_are_not_spent_on_the_whole_of_a_large_network(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("onshore.planning.search.state").Search, "whole", never)
    net = many_weeks()
    done = plan(net, gap=0.0, iterations=2, within=())
    assert done.status == "iteration_limit"
    assert done.gap < 0.05
    monkeypatch.setattr(SEARCH, "_COLUMNS_A_NODE", 1e6)
    with pytest.raises(AssertionError, match="no time for this"):
        plan(net, gap=0.0, iterations=2, within=())


def test_a_large_network_in_a_hurry_has_a_whole_plan_and_nothing_after_it(monkeypatch: pytest.MonkeyPatch):
    for later in ("components", "searched_runs"):
        monkeypatch.setattr(import_module("onshore.planning.search.apart"), later, never)
    monkeypatch.setattr(import_module("onshore.planning.search.state").Search, "whole", never)
    net = many_weeks()
    done = plan(net, time_limit=1e-9, within=())
    assert done.status == "time_limit"
    assert done.gap < 0.2  # with nothing made it is above 0.9
    assert verify(net, done).is_empty()
    monkeypatch.setattr(import_module("onshore.planning.search.apart"), "structure", never)
    assert plan(net, time_limit=1e-9, start=done, within=()).objective <= done.objective * (1 + 1e-9)


@pytest.mark.parametrize("first", chunks(56, 14, quick=14))
def test_a_network_taken_apart_comes_to_the_optimum(first: int, apart: None):
    for seed in range(first, first + 14):
        net, optimum = drawn(seed)
        done = plan(net, gap=0.0, within=())
        assert done.objective == pytest.approx(optimum, rel=1e-6, abs=1e-6), f"seed {seed}"


@pytest.mark.parametrize("first", chunks(56, 14, quick=14))
def test_what_the_parts_give_verifies_and_the_bound_holds(first: int, only_apart: None):
    reached = 0
    for seed in range(first, first + 14):
        net, optimum = drawn(seed)
        done = plan(net, gap=0.0, within=())
        near = 1e-6 * max(1.0, abs(optimum))
        assert verify(net, done).is_empty(), f"seed {seed}"
        assert done.bound - near <= optimum <= done.objective + near, f"seed {seed}"
        reached += done.objective <= optimum + near
    assert reached >= 5  # the parts alone find the best plan of many such networks
