"""Qualifying an item at a site, and the ramp after it."""

import polars as pl
import pytest

from onshore.planning.former import former_values

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
    key = ("birch-plant", "phone", "make", "", 0, 0)
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


LINE = {"resource": "line", "site": "birch-plant", "from": "2024-01-01", "hours_per_day": 1.0}
HALL = {"investment": "hall", "site": "birch-plant", "resource": "line", "cost": 730.0, "life_years": 2.0}
RAMP = [{"ramp": "new", "week": w, "capacity_share": c, "yield_share": y} for w, c, y in ((0, 0.8, 0.5), (2, 1.0, 1.0))]


def plant_to_build(*wanted: float, **tables):
    """Birch's only line is ordered in a period of ten days and ready in its middle; phones ramp up from half the yield."""
    rows = {
        "processes": [row(PLANT, conversion_cost=100.0), row(NEW, ramp="new")],
        "lanes": LANES,
        "ramps": RAMP,
        "resources": [LINE],
        "routings": [row(BIRCH, resource="line", hours=0.1)],
        "investments": [HALL],
        "demand": wants(*wanted),
    }
    return network((10,) * len(wanted), **(rows | tables))


def test_a_plant_that_must_be_built_is_qualified_when_it_stands():
    # Ordered in p0 it stands on day 5: p1, with days to qualify p2. In p1: p2, or p3.
    for days, firsts in ((0.0, [1, 2, 3]), (5.0, [1, 2, 3]), (5.5, [2, 3, 4]), (16.0, [3, 4])):
        _, f, _ = built(plant_to_build(1, 1, 1, 1, processes=[row(NEW, qualification_days=days)]))
        ordered = f.applications.filter(pl.col("first") < 4)["first"].to_list()
        assert ordered == [t for t in firsts if t < 4]
    # Known to be open to applications only later.
    _, f, _ = built(plant_to_build(1, 1, 1, 1, processes=[row(NEW, qualify_from="2024-04-21")]))
    assert f.applications["first"].to_list() == [2, 2, 3, 4]


def test_the_ramp_of_a_plant_that_must_be_built_counts_from_when_it_stands():
    # Middle of the first period: 5 days, 0.71 weeks: half yield. Of the second: 2.14 weeks: mature.
    p, _, _ = built(plant_to_build(0, 0, 10, 10))
    rows = coefficients(p, "qualification")
    weeks = {(key[-1], key[-2]): {name for name, _ in columns} for key, columns in rows.items()}
    assert sorted(weeks) == [(1, 0), (2, 0), (2, 2), (3, 0), (3, 2)]
    ways = p["make"].filter(site="birch-plant").sort("t", "week")
    assert ways["started"].to_list() == [2.0, 2.0, 1.0, 2.0, 1.0]
    # Wanted in p3 only, and nobody pays for a line before it is needed: ordered in p2, qualified in p3, half are good.
    done = best(plant_to_build(0, 0, 0, 10))
    assert done.investments["period"].to_list() == ["p2"]
    assert done.qualifications["period"].to_list() == ["p3"]
    assert done.production["started"].to_list() == [20.0]
    assert money(done) == {"conversion": 40.0, "qualification": 50.0, "investment": 15.0}


def test_it_is_built_earlier_where_the_ramp_costs_more_than_the_capital():
    # A part of 3 for each phone started: ten more in the first weeks are 30, a line ten days earlier is 10.
    tables = {
        "items": [
            {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0},
            {"item": "kit", "kind": "component"},
        ],
        "boms": [{"item": "phone", "component": "kit", "quantity": 1.0}],
        "sourcing": [{"supplier": "jade-plant", "item": "kit", "from": "2024-04-01", "price": 3.0}],
        "lanes": [
            *LANES,
            *({"origin": "jade-plant", "destination": f"{x}-plant", "duty_paid": False} for x in ("alder", "birch")),
        ],
    }
    done = best(plant_to_build(0, 0, 0, 10, **tables))
    assert done.investments["period"].to_list() == ["p1"]
    assert done.qualifications["period"].to_list() == ["p2"]
    assert done.production.select("period", "started").rows() == [("p3", 10.0)]
    assert money(done) == {"material": 30.0, "conversion": 40.0, "qualification": 50.0, "investment": 25.0}


def test_a_line_that_stands_is_enough_to_apply():
    other = row(LINE, resource="other")
    routings = [row(BIRCH, resource=name, hours=0.1) for name in ("line", "other")]
    _, f, _ = built(plant_to_build(0, 0, 0, 10, resources=[LINE, other], routings=routings))
    assert f.applications.select("first", "investment").rows() == [(0, None)]


def test_the_first_of_two_lines_is_enough_to_apply():
    # The other line may be ordered in p0 only. Halfway through p3 the line is there for 50 phones, qualified since p1.
    other = row(HALL, investment="annex", resource="other", to="2024-04-10")
    routings = [row(BIRCH, resource=name, hours=0.1) for name in ("line", "other")]
    net = plant_to_build(
        0,
        0,
        0,
        150,
        items=[{"item": "phone", "kind": "finished", "short_cost": 1000.0, "holding_cost": 5.0}],
        resources=[LINE, row(LINE, resource="other")],
        routings=routings,
        investments=[HALL, other],
    )
    done = best(net)
    assert dict(done.investments.select("investment", "period").iter_rows()) == {"annex": "p0", "hall": "p3"}
    assert done.qualifications["period"].to_list() == ["p1"]
    assert done.production.filter(site="birch-plant")["started"].sum() == 150.0


def test_a_former_plan_with_a_plant_to_build_is_a_start():
    net = plant_to_build(0, 0, 10, 10)
    done = best(net)
    assert best(net, start=done).objective == pytest.approx(done.objective)
    p, f, _ = built(net)
    values = former_values(p, f, done)
    assert p["make"].filter(pl.Series(values[p["make"]["col"].to_numpy()] > 0)).height == done.production.height


def test_a_large_program_waits_for_the_line_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("onshore.planning.search.SMALL", 0)
    net = plant_to_build(
        0, 0, 10, 10, processes=[row(PLANT, conversion_cost=100.0), row(NEW, ramp="new", minimum_lot=2.0)]
    )
    done = best(net)  # what is wanted in p2 waits for p3, for nothing
    assert money(done) == {"conversion": 80.0, "qualification": 50.0, "investment": 15.0}
    assert done.production["started"].to_list() == [40.0]
