"""Places that take an item from one origin only."""

from ..build import BIRCH, PLANT, ROAD, best, money, network, quantities, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 25.0, "late_cost": 0.1}
WAYS = [row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=20.0)]
LANES = [ROAD, row(ROAD, origin="birch-plant")]
#: Alder can make 2 a period (4 h at 2 h), Birch any number.
LINE = [{"resource": "line", "site": "alder-plant", "from": "2024-01-01", "hours_per_day": 0.4}]
ROUTING = [row(PLANT, resource="line", hours=2.0)]
ONE = [{"destination": "shop", "item": "phone"}]


def plan(one: list[dict], *wanted: int):
    return best(
        network(
            [10] * len(wanted),
            items=[PHONE],
            processes=WAYS,
            lanes=LANES,
            resources=LINE,
            routings=ROUTING,
            single_sources=one,
            demand=wants(*wanted),
        )
    )


def test_without_the_row_both_serve():
    assert money(plan([], 3)) == {"conversion": 40.0}


def test_one_origin_serves():
    # All three from Birch: 60; or two from Alder and one short: 20 + 25 = 45.
    assert money(plan(ONE, 3)) == {"conversion": 20.0, "short": 25.0}
    # Five: from Birch 100, from Alder 20 + 75 = 95. Seven: from Birch 140, from Alder 20 + 125 = 145.
    assert money(plan(ONE, 5)) == {"conversion": 20.0, "short": 75.0}
    assert money(plan(ONE, 7)) == {"conversion": 140.0}


def test_it_is_one_over_the_whole_horizon():
    # Two in p0 and seven in p1. Period by period it would be Alder, then Birch: 20 + 140. Birch alone: 180; Alder alone: 40 + 5 x 25 = 165.
    done = plan(ONE, 2, 7)
    assert quantities(done.shipments, "origin") == {"alder-plant": 4.0}
    assert done.objective == 165.0


def test_modes_of_one_origin_are_one_source():
    lanes = [row(ROAD, capacity=0.1), row(ROAD, mode="rail", cost_per_unit=1.0), LANES[1]]
    done = best(
        network(
            items=[row(PHONE, weight=1.0)],
            processes=WAYS,
            lanes=lanes,
            single_sources=ONE,
            demand=wants(2),
        )
    )
    assert quantities(done.shipments, "origin", "mode") == {
        ("alder-plant", "rail"): 1.0,
        ("alder-plant", "road"): 1.0,
    }
