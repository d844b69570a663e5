"""Set-ups and minimum lots."""

import pytest

from ..build import PLANT, best, built, coefficients, money, network, quantities, row, wants

LINE = {"resource": "line", "site": "alder-plant", "from": "2024-01-01", "hours_per_day": 1.0}


def phone(**cells: float) -> list[dict]:
    return [{"item": "phone", "kind": "finished", "short_cost": 1000.0} | cells]


@pytest.mark.parametrize(
    ("holding", "runs", "cost"),
    [
        (1.0, 1, 90.0),  # one run: 40 + 30 + 2 pieces x 10 days x 1 = 90, against two runs: 40 + 60 = 100
        (2.0, 2, 100.0),  # one run would be 40 + 30 + 40 = 110
    ],
)
def test_a_set_up_costs_once_a_period(holding: float, runs: int, cost: float):
    done = best(
        network(
            (10, 10),
            items=phone(holding_cost=holding, late_cost=100.0),
            routings=[row(PLANT, resource="line", hours=0.1, setup_cost=30.0)],
            resources=[LINE],
            demand=wants(2, 2),
        )
    )
    assert done.objective == pytest.approx(cost)
    assert len(done.production) == runs
    assert money(done)["setup"] == 30.0 * runs


def test_a_set_up_takes_hours():
    # 10 h in 10 days; (10 - 3) / 2 = 3.5: three pieces. The fourth is short: 30 + 1,000.
    done = best(
        network(routings=[row(PLANT, resource="line", hours=2.0, setup_hours=3.0)], resources=[LINE], demand=wants(4))
    )
    assert money(done) == {"conversion": 30.0, "short": 1000.0}
    assert done.production["hours"].to_list() == [9.0]


@pytest.mark.parametrize(("short_cost", "made", "cost"), [(15.0, 0.0, 45.0), (20.0, 5.0, 50.0)])
def test_fewer_than_the_minimum_lot_are_not_made(short_cost: float, made: float, cost: float):
    # 3 wanted, at least 5 made: 50; or 3 short.
    done = best(
        network(
            items=phone(short_cost=short_cost),
            processes=[row(PLANT, conversion_cost=10.0, minimum_lot=5.0)],
            demand=wants(3),
        )
    )
    assert sum(quantities(done.production, "item").values()) == made
    assert done.objective == pytest.approx(cost)


def test_the_rows_of_a_run():
    # most: 3 wanted, at least 5 made: 3 lots of 2 are the least that is enough.
    p, _, _ = built(network(processes=[row(PLANT, lot=2.0, minimum_lot=5.0)], demand=wants(3)))
    key = ("alder-plant", "phone", "make", "", 0, 0)
    assert coefficients(p, "lot_most") == {key: {("make", 0): 1.0, ("run", 0): -6.0}}
    assert coefficients(p, "minimum_lot") == {key: {("make", 0): 1.0, ("run", 0): -5.0}}


def test_a_run_of_nothing_is_no_use_of_a_line():
    # 10 h, half of them paid for: 5 h at 1. In p0 one piece: 2 + 3 = 5 h, none idle. In p1 nothing is made, so 5 idle hours: 10 + 5.
    # (A run without pieces would stand for 3 hours of use, and cost nothing.)
    done = best(
        network(
            (10, 10),
            resources=[row(LINE, minimum_load=0.5, idle_cost=1.0)],
            routings=[row(PLANT, resource="line", hours=2.0, setup_hours=3.0)],
            demand=wants(1),
        )
    )
    assert money(done) == {"conversion": 10.0, "idle": 5.0}
