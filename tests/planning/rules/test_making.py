"""Making: lots, cost of conversion, fee, closed sites, lead days."""

import pytest

from ..build import PLANT, best, built, money, network, quantities, row, wants


def test_conversion_is_paid_at_the_mean_rate_of_the_period_and_the_fee_by_the_brand():
    # USD 2 a piece; 80 for 4 days and 90 for 6: mean 86. 3 pieces: 3 x 2 x 86 = 516. Fee 3 x 5 = 15.
    tables = {
        "processes": [row(PLANT, conversion_cost=2.0, currency="USD", fee=5.0)],
        "exchange_rates": [
            {"currency": "USD", "from": "2024-01-01", "rate": 80.0},
            {"currency": "USD", "from": "2024-04-05", "rate": 90.0},
        ],
        "demand": wants(3),
    }
    assert money(best(network(**tables))) == {"conversion": 516.0, "fee": 15.0}
    # Between brand and manufacturer the fee changes hands, so the chain does not count it.
    assert money(best(network(settings={"perspective": "chain"}, **tables))) == {"conversion": 516.0}


@pytest.mark.parametrize(
    ("short_cost", "made", "cost"),
    [
        (1000.0, 8.0, 80.0),  # 5 wanted in lots of 4: two lots, 3 left over
        (12.0, 4.0, 52.0),  # one lot 40 and one short 12, against 80
        (9.0, 0.0, 45.0),  # dearer to make than to give up
    ],
)
def test_lots_are_whole(short_cost: float, made: float, cost: float):
    phone = {"item": "phone", "kind": "finished", "short_cost": short_cost}
    done = best(network(items=[phone], processes=[row(PLANT, conversion_cost=10.0, lot=4.0)], demand=wants(5)))
    assert done.objective == pytest.approx(cost)
    assert sum(quantities(done.production, "item").values()) == made


def test_a_column_holds_what_line_hours_and_demand_allow():
    # 10 days x 3 h = 30 h, a fifth more in overtime: 36. (36 - 4 set-up) / 5 h = 6.4 pieces: 3 lots of 2.
    tables = {
        "processes": [row(PLANT, lot=2.0)],
        "resources": [
            {
                "resource": "line",
                "site": "alder-plant",
                "from": "2024-01-01",
                "hours_per_day": 3.0,
                "overtime_share": 0.2,
            }
        ],
        "routings": [row(PLANT, resource="line", hours=5.0, setup_hours=4.0)],
    }
    p, _, _ = built(network(**tables, demand=wants(100)))
    assert p["make"]["most"].to_list() == [6.0]
    p, _, _ = built(network(**tables, demand=wants(3)))  # all demand: 3, so 2 lots
    assert p["make"]["most"].to_list() == [4.0]


def test_a_site_makes_only_in_periods_with_some_opening():
    tables = {
        "sites": [
            {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN", "calendar": "feast"},
            {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
        ],
        "calendars": [
            {"calendar": "feast", "from": "2024-04-01", "to": "2024-04-10"},
            {"calendar": "feast", "from": "2024-04-11", "to": "2024-04-19"},
        ],
    }
    p, _, _ = built(network((10, 10), demand=wants(1, 1), **tables))
    assert p["make"]["t"].to_list() == [1]  # p1 is open on its last day, 20 April


def test_good_pieces_are_there_after_the_lead_days():
    # Middle of p0 is 5 days after its start; 5 days later p1 begins. Started in p0, delivered in p1, late by p1's 10 days at 3.
    phone = {"item": "phone", "kind": "finished", "short_cost": 1000.0, "late_cost": 3.0}
    done = best(
        network(
            (10, 10),
            items=[phone],
            processes=[row(PLANT, conversion_cost=10.0, lead_days=5.0)],
            demand=wants(1),
        )
    )
    assert quantities(done.production, "period") == {"p0": 1.0}
    assert money(done) == {"conversion": 10.0, "late": 30.0}
