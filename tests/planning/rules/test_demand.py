"""Demand: on time, late or short, by priority and patience."""

import pytest

from ..build import ROAD, best, built, coefficients, money, network, quantities, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 100.0, "late_cost": 2.0}


def test_on_time_costs_nothing_more():
    assert money(best(network((10, 20), items=[PHONE], demand=wants(2, 3)))) == {"conversion": 50.0}


def test_late_pieces_are_paid_for_the_days_of_the_next_period():
    # The lane takes 5 days from the middle of p0: p1. Two phones late by p1's 20 days at 2: 80, against 200 short.
    done = best(network((10, 20), items=[PHONE], lanes=[row(ROAD, days=5.0)], demand=wants(2)))
    assert money(done) == {"conversion": 20.0, "late": 80.0}
    sales = done.sales.sort("period").select("period", "quantity", "late", "short").rows()
    assert sales == [("p0", 0.0, 2.0, 0.0), ("p1", 2.0, 0.0, 0.0)]


def test_who_would_wait_too_dearly_is_given_up():
    # Late by 60 days at 2 = 120 and 10 to make, against 100.
    done = best(network((10, 60), items=[PHONE], lanes=[row(ROAD, days=5.0)], demand=wants(2)))
    assert money(done) == {"short": 200.0}


@pytest.mark.parametrize(
    ("patience", "terms"),
    [
        (None, {"conversion": 10.0, "late": 60.0}),  # 10 + 20 days at 2
        (30.0, {"conversion": 10.0, "late": 60.0}),  # the end of p2 is 30 days after the end of p0
        (29.0, {"short": 100.0}),
    ],
)
def test_the_longest_wait(patience: float | None, terms: dict[str, float]):
    # From the middle of p0, 25 days: p2. A phone owed on the evening of p1 comes in p2 at the earliest: end(p2) - end(p0) = 30 days.
    phone = row(PHONE, max_late=patience)
    net = network((10, 10, 20), items=[phone], lanes=[row(ROAD, days=20.0)], demand=wants(1))
    assert money(best(net)) == terms


def test_priority_multiplies_both_costs_and_goes_first():
    # One phone on hand, one made in p1. Priority 3: short 300 or late 10 x 2 x 3 = 60; priority 1: late 20.
    demand = [*wants(1), *wants(1, priority=3.0)]
    done = best(
        network(
            (10, 10),
            items=[PHONE],
            lanes=[row(ROAD, days=5.0)],
            stock=[{"site": "shop", "item": "phone", "quantity": 1.0}],
            demand=demand,
        )
    )
    assert money(done) == {"conversion": 10.0, "late": 20.0}
    assert quantities(done.sales, "priority", "period") == {(1.0, "p0"): 0.0, (1.0, "p1"): 1.0, (3.0, "p0"): 1.0}


def test_the_rows():
    # owed(0) may be at most the demand of p0; owed(1) is zero: the horizon ends.
    p, _, _ = built(network((10, 10), items=[PHONE], demand=wants(2, 3)))
    assert coefficients(p, "demand") == {
        ("phone", "shop", 1.0, 0): {("deliver", 0): 1.0, ("short", 0): 1.0, ("owed", 0): 1.0},
        ("phone", "shop", 1.0, 1): {("deliver", 1): 1.0, ("short", 1): 1.0, ("owed", 0): -1.0},
    }
    assert p["owed"]["most_owed"].to_list() == [2.0]


def test_only_demand_that_still_waits_can_be_owed():
    # 30-day patience, periods of 10: on the evening of p1 the demand of p0 (20 days until p2 ends) and p1 can be owed, and on that of p2 too.
    phone = row(PHONE, max_late=20.0)
    p, _, _ = built(network((10, 10, 10, 10), items=[phone], demand=wants(1, 2, 4, 8)))
    assert p["owed"].sort("t")["most_owed"].to_list() == [1.0, 3.0, 6.0]


def test_a_market_that_nothing_reaches_in_time_is_short():
    # Made in p0 with 5 lead days: there in p1, whose demand it serves. The demand of p0 cannot wait.
    phone = row(PHONE, max_late=0.0)
    done = best(network((10, 10), items=[phone], lanes=[row(ROAD, days=5.0)], demand=wants(1, 1)))
    assert money(done) == {"conversion": 10.0, "short": 100.0}
