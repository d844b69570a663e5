"""Qualifying an item at a site, and the ramp after it."""

import pytest

from ..build import BIRCH, PLANT, best, built, coefficients, money, network, quantities, row, wants

LANES = [{"origin": "alder-plant", "destination": "shop"}, {"origin": "birch-plant", "destination": "shop"}]
NEW = row(BIRCH, conversion_cost=4.0, qualified=False, qualification_cost=50.0)


@pytest.mark.parametrize(
    ("wanted", "cost"),
    [
        (8, 80.0),  # 8 x 10 at Alder, against 50 + 8 x 4 = 82
        (9, 86.0),  # 50 + 9 x 4, against 90
    ],
)
def test_it_pays_from_some_volume_on(wanted: int, cost: float):
    done = best(network(processes=[row(PLANT, conversion_cost=10.0), NEW], lanes=LANES, demand=wants(wanted)))
    assert done.objective == pytest.approx(cost)
    assert done.qualifications.rows() == ([("birch-plant", "phone", "p0")] if wanted == 9 else [])


def test_the_first_period_does_not_begin_before_the_days_are_over():
    # 1 April + 10 days = 11 April, the first day of p1; with 11 days it is p2. Applying on 12 April + 5 = 17: p2.
    for days, since, first in (
        (0.0, None, 0),
        (10.0, None, 1),
        (11.0, None, 2),
        (5.0, "2024-04-12", 2),
        (21.0, None, 3),
    ):
        new = row(NEW, qualification_days=days, qualify_from=since)
        _, f, _ = built(network((10, 10, 10), processes=[new], lanes=LANES, demand=wants(1)))
        assert f.qualifiable["first"].to_list() == [first]
        assert f.ways["t"].to_list() == list(range(first, 3))


def test_the_first_period_is_one_in_which_the_site_is_open():
    sites = [
        {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN", "opens": "2024-04-21"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ]
    _, f, _ = built(network((10, 10, 10), sites=sites, processes=[NEW], lanes=LANES[1:], demand=wants(0, 0, 1)))
    assert f.qualifiable["first"].to_list() == [2]


def test_ways_of_one_item_at_a_site_share_the_qualification():
    # Two processes, each on a line of 10 h for 2 h a piece: 5 + 5 pieces, one fee of 50.
    line = {"site": "birch-plant", "from": "2024-01-01", "hours_per_day": 1.0}
    done = best(
        network(
            processes=[NEW, row(NEW, process="other")],
            lanes=LANES,
            resources=[row(line, resource="a"), row(line, resource="b")],
            routings=[row(BIRCH, resource="a", hours=2.0), row(BIRCH, process="other", resource="b", hours=2.0)],
            demand=wants(10),
        )
    )
    assert money(done) == {"conversion": 40.0, "qualification": 50.0}
    assert quantities(done.production, "process") == {"make": 5.0, "other": 5.0}


def test_nothing_is_made_without_it():
    p, _, _ = built(network(processes=[NEW], lanes=LANES, demand=wants(3)))
    key = ("birch-plant", "phone", "make", "", 0)
    assert coefficients(p, "qualification") == {key: {("make", 0): 1.0, ("qualify", 0): -3.0}}


def test_the_ramp_by_hand():
    # First period p0 from 1 April. Middles: p0 5 days = 0.71 weeks, p1 15 days = 2.14 weeks, p2 25 days = 3.57 weeks.
    # Rows of weeks 0, 2 and 3: 0.5/0.8, 0.8/0.9, 1/1. Yield 0.9, 2 h a started piece.
    # p0: good piece = 1 / 0.72 = 1.3889 started, 2 x 1.3889 / 0.5 = 5.5556 h. p1: 1 / 0.81 = 1.2346 started, 3.0864 h. p2: 1.1111, 2.2222 h.
    ramps = [
        {"ramp": "slow", "week": w, "capacity_share": c, "yield_share": y}
        for w, c, y in ((0, 0.5, 0.8), (2, 0.8, 0.9), (3, 1.0, 1.0))
    ]
    new = row(NEW, yield_=0.9, ramp="slow")
    line = {"resource": "line", "site": "birch-plant", "from": "2024-01-01", "hours_per_day": 1.0}
    net = network(
        (10, 10, 10),
        items=[{"item": "phone", "kind": "finished", "short_cost": 1000.0, "max_late": 0.0, "holding_cost": 500.0}],
        processes=[new],
        lanes=LANES,
        ramps=ramps,
        resources=[line],
        routings=[row(BIRCH, resource="line", hours=2.0)],
        demand=wants(9, 9, 9),
    )
    _, f, _ = built(net)
    assert f.ways["started"].to_list() == pytest.approx([1 / 0.72, 1 / 0.81, 1 / 0.9])
    assert f.ways["hours"].to_list() == pytest.approx([2 / 0.72 / 0.5, 2 / 0.81 / 0.8, 2 / 0.9])
    # 10 h a period: 1, 3 and 4 good pieces; 27 - 8 = 19 short.
    done = best(net)
    assert quantities(done.production, "period") == {"p0": 1.0, "p1": 3.0, "p2": 4.0}
    assert money(done) == {"conversion": 32.0, "qualification": 50.0, "short": 19000.0}
    assert done.production.sort("period")["started"].to_list() == pytest.approx([1 / 0.72, 3 / 0.81, 4 / 0.9])


def test_what_is_qualified_from_the_start_has_no_ramp():
    ramps = [{"ramp": "slow", "week": 0, "capacity_share": 0.5, "yield_share": 0.5}]
    _, f, _ = built(network(processes=[row(PLANT, ramp="slow")], ramps=ramps, demand=wants(1)))
    assert f.ways["started"].to_list() == [1.0]
