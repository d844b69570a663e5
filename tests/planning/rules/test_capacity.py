"""Line hours: lines, calendars, overtime, alternatives."""

import pytest

from ..build import PLANT, best, built, money, network, quantities, row, wants

LINE = {
    "resource": "line",
    "site": "alder-plant",
    "from": "2024-01-01",
    "hours_per_day": 6.0,
    "overtime_share": 0.2,
    "overtime_cost": 50.0,
}
SITES = [
    {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN", "calendar": "feast"},
    {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
]
FEAST = [
    {"calendar": "feast", "from": "2024-04-02", "to": "2024-04-03"},
    {"calendar": "feast", "from": "2024-04-05", "to": "2024-04-05", "open_share": 0.5},
]


def test_hours_are_summed_by_day_with_the_row_in_force_and_the_calendar():
    # p0, 10 days at 6 h: 2 closed and 1 half closed leave 7.5 x 6 = 45 h; overtime a fifth: 9.
    # p1: 4 days at 6 h = 24; from 15 April 2 lines, 8 h a day on 3.5 days a week: 6 days x 2 x 8 / 2 = 48; overtime 4.8 + 0.
    second = row(LINE, from_="2024-04-15", lines=2.0, hours_per_day=8.0, days_per_week=3.5, overtime_share=0.0)
    _, f, _ = built(network((10, 10), sites=SITES, calendars=FEAST, resources=[LINE, second], demand=wants(1)))
    hours = f.hours.sort("t")
    assert hours["regular"].to_list() == pytest.approx([45.0, 72.0])
    assert hours["overtime"].to_list() == pytest.approx([9.0, 4.8])


def test_hours_before_the_first_row_are_none():
    later = row(LINE, from_="2024-04-08")  # 3 days of p0: 18 h, 3.6 overtime: 4 pieces of 5 h
    done = best(network(resources=[later], routings=[row(PLANT, resource="line", hours=5.0)], demand=wants(6)))
    assert sum(quantities(done.production, "item").values()) == 4.0


def test_overtime_is_paid_by_the_hour_and_ends():
    # 45 + 9 = 54 h at 5 h: 10 pieces, 50 h, of which 5 overtime at 50. 12 wanted: 2 short.
    done = best(
        network(
            sites=SITES,
            calendars=FEAST,
            resources=[LINE],
            routings=[row(PLANT, resource="line", hours=5.0)],
            demand=wants(12),
        )
    )
    assert money(done) == {"conversion": 100.0, "overtime": 250.0, "short": 2000.0}


def test_items_share_a_line():
    # 60 h and 12 overtime: phones take 5 h, tablets 10 h and are worth more a piece but less an hour. 72 = 12 x 5 + 1 x 10 + 2 left over.
    tablet = {"item": "tablet", "kind": "finished", "short_cost": 1500.0}
    ipad = {"site": "alder-plant", "item": "tablet"}
    done = best(
        network(
            items=[{"item": "phone", "kind": "finished", "short_cost": 1000.0}, tablet],
            processes=[PLANT, ipad],
            resources=[row(LINE, overtime_cost=0.0)],
            routings=[row(PLANT, resource="line", hours=5.0), row(ipad, resource="line", hours=10.0)],
            demand=[*wants(12), *wants(3, item="tablet")],
        )
    )
    assert quantities(done.production, "item") == {"phone": 12.0, "tablet": 1.0}
    assert money(done) == {"short": 3000.0}


def test_routings_are_alternatives():
    # Two lines of 60 h (no overtime), the second slower: 12 at 5 h on the first, 6 at 10 h on the second.
    lines = [row(LINE, overtime_share=0.0), row(LINE, resource="old", overtime_share=0.0)]
    ways = [row(PLANT, resource="line", hours=5.0), row(PLANT, resource="old", hours=10.0)]
    done = best(network(resources=lines, routings=ways, demand=wants(20)))
    assert quantities(done.production, "resource") == {"line": 12.0, "old": 6.0}
    assert money(done)["short"] == 2000.0
