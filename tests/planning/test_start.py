"""Beginning from a former plan, and stopping when there is hardly any time: neither ever leaves a planner with less than it had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from onshore import apply, load
from onshore.network import Network
from onshore.planning import plan
from onshore.verification import verify

from .build import ROAD, best, network, row, table, wants
from .enumerator import Enumerator
from .random_networks import Tables, draw
from .seeds import chunks

pytestmark = pytest.mark.usefixtures("poor")

THREE_SITES = Path(__file__).parents[2] / "cases" / "three-sites"
AT_ONCE = 1e-9  # seconds


def made_of(tables: Tables, settings: dict) -> Network:
    return Network(settings, {k: table(k, rows) for k, rows in tables.items()})


def near(cost: float) -> float:
    return 1e-6 * max(1.0, abs(cost))


@pytest.mark.parametrize("first", chunks(14, 7, quick=7))
def test_the_best_plan_is_still_there_without_time_to_search(first: int):
    for seed in range(first, first + 7):
        net = made_of(*draw(seed))
        former = plan(net, gap=0.0, within=())
        done = plan(net, start=former, time_limit=AT_ONCE, within=())
        assert done.objective <= former.objective + near(former.objective), f"seed {seed}"


@pytest.mark.parametrize("first", chunks(24, 12, quick=12))
def test_a_start_never_does_harm(first: int):
    for seed in range(first, first + 12):
        tables, settings = draw(seed, odd=True)
        net = made_of(tables, settings)
        former = plan(net, gap=0.3, within=())
        done = plan(net, start=former, gap=0.0, within=())
        assert done.objective <= former.objective + near(former.objective), f"seed {seed}"


@pytest.mark.parametrize("scenario", ["wide-band", "share-to-brand-0.3", "chain", "price-known", "higher-threshold"])
def test_the_plan_of_one_scenario_starts_another(scenario: str):
    base = load(THREE_SITES)
    other = apply(base, scenario)
    former = plan(base, within=())
    cold = plan(other, gap=0.0, within=())
    assert plan(other, start=former, gap=0.0, within=()).objective == pytest.approx(cold.objective)
    hurried = plan(other, start=former, time_limit=AT_ONCE, within=())
    assert verify(other, hurried).is_empty()
    assert cold.objective <= hurried.objective + near(cold.objective)
    assert hurried.objective < 6_100_000  # 14,130,666 is what nothing made costs


TINY = {"days": (10, 10), "demand": wants(2, 2), "lanes": [ROAD, row(ROAD, origin="birch-plant")]}
TINY["processes"] = [
    {"site": s, "item": "phone", "conversion_cost": c} for s, c in (("alder-plant", 10.0), ("birch-plant", 12.0))
]


def drop(name: str, column: str, value: str) -> Callable[[Network], Network]:
    return lambda net: net.replace(**{name: net.tables[name].filter(pl.col(column) != value)})


CHANGED: dict[str, Callable[[Network], Network]] = {
    "a lane is gone": drop("lanes", "origin", "alder-plant"),
    "a plant makes it no more": drop("processes", "site", "alder-plant"),
    "a period is gone": lambda net: drop("periods", "period", "p1")(drop("demand", "period", "p1")(net)),
    "other names of periods": lambda net: net.replace(
        periods=net.periods.with_columns("week-" + pl.col("period")),
        demand=net.demand.with_columns("week-" + pl.col("period")),
    ),
    "nothing is wanted": lambda net: net.replace(demand=net.demand.with_columns(quantity=pl.lit(0.0))),
    "less is wanted": lambda net: net.replace(demand=net.demand.with_columns(pl.col("quantity") - 1.0)),
    "lots have grown": lambda net: net.replace(processes=net.processes.with_columns(lot=pl.lit(3.0))),
    "the lane carries less": lambda net: net.replace(
        lanes=net.lanes.with_columns(capacity=pl.lit(0.1)), items=net.items.with_columns(weight=pl.lit(1.0))
    ),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_plan_of_a_network_that_has_changed_since_is_a_start(change: str):
    net = network(**TINY)
    changed = CHANGED[change](net)
    cold, warm = best(changed), best(changed, start=best(net))
    assert warm.objective == pytest.approx(cold.objective)
    assert verify(changed, plan(changed, start=best(net), time_limit=AT_ONCE)).is_empty()


def test_what_a_start_says_is_used():
    # Two phones at 10 each. In no time nothing is made and both are short; the former plan has them made.
    net = network(demand=wants(2))
    assert plan(net, time_limit=AT_ONCE).objective == pytest.approx(2000.0)
    assert plan(net, time_limit=AT_ONCE, start=best(net)).objective == pytest.approx(20.0)


@pytest.mark.parametrize("first", chunks(28, 14, quick=14))
def test_at_once_there_is_a_plan_with_a_bound(first: int):
    for seed in range(first, first + 14):
        tables, settings = draw(seed)
        net, optimum = made_of(tables, settings), Enumerator(tables, settings).optimum()
        done = plan(net, time_limit=AT_ONCE, gap=0.0)
        assert verify(net, done).is_empty(), f"seed {seed}"
        assert done.floor - near(optimum) <= done.bound <= optimum + near(optimum), f"seed {seed}"
        assert optimum <= done.objective + near(optimum), f"seed {seed}"
        assert done.status == ("time_limit" if done.gap > 1e-9 else "optimal"), f"seed {seed}"
