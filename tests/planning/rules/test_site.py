"""The fixed cost of a site in the periods in which it makes, supplies or passes on anything."""

import pytest

from ..build import ROAD, best, money, network, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 1000.0, "late_cost": 100.0, "holding_cost": 1.0}
PLANT_SITE = {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN", "fixed_cost": 3.0}
SHOP = {"site": "shop", "company": "kite", "kind": "market", "country": "IN"}


def test_each_period_of_use_is_paid_by_its_days():
    # Making on time in p0 (10 days) and p1 (20): 30 x 3 = 90; all in p0: 10 x 3 and one phone kept for 10 days: 40.
    done = best(network((10, 20), sites=[PLANT_SITE, SHOP], items=[PHONE], demand=wants(1, 1)))
    assert money(done) == {"conversion": 20.0, "holding": 10.0, "site": 30.0}
    dear = row(PHONE, holding_cost=7.0)
    done = best(network((10, 20), sites=[PLANT_SITE, SHOP], items=[dear], demand=wants(1, 1)))
    assert money(done) == {"conversion": 20.0, "site": 90.0}


def test_passing_on_is_use():
    # The phone stands at the plant from the start and is wanted in p1: the plant only ships. Shipping in p0 costs 30 and 10 of holding at the shop.
    stock = [{"site": "alder-plant", "item": "phone", "quantity": 1.0}]
    done = best(network((10, 10), sites=[PLANT_SITE, SHOP], items=[PHONE], stock=stock, demand=wants(0, 1)))
    assert money(done) == {"holding": 10.0, "site": 30.0}


@pytest.mark.parametrize(("daily", "terms"), [(1.0, {"material": 70.0, "site": 10.0}), (9.0, {"conversion": 100.0})])
def test_a_supplier_has_one_too(daily: float, terms: dict[str, float]):
    # Ten phones bought at 7 and 10 days of Jade's plant, or made at 10.
    jade = {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN", "fixed_cost": daily}
    done = best(
        network(
            sites=[row(PLANT_SITE, fixed_cost=0.0), jade, SHOP],
            items=[PHONE],
            lanes=[ROAD, row(ROAD, origin="jade-plant")],
            sourcing=[{"supplier": "jade-plant", "item": "phone", "from": "2024-01-01", "price": 7.0}],
            demand=wants(10),
        )
    )
    assert money(done) == terms
