"""Lanes: capacity by weight, and the charge of a period of use."""

import pytest

from onshore.planning import plan

from ..build import PLANT, ROAD, best, built, coefficients, money, network, quantities, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 1000.0, "weight": 2.0}


def test_capacity_is_kilograms_a_day():
    # 0.6 kg a day x 10 days = 6 kg: three phones of 2 kg. The other lane is dearer by 5.
    rail = row(ROAD, mode="rail", cost_per_unit=5.0)
    done = best(network(items=[PHONE], lanes=[row(ROAD, capacity=0.6), rail], demand=wants(4)))
    assert quantities(done.shipments, "mode") == {"rail": 1.0, "road": 3.0}
    assert money(done) == {"conversion": 40.0, "freight": 5.0}


def test_items_share_a_lane():
    tablet = {"item": "tablet", "kind": "finished", "short_cost": 100.0, "weight": 1.0}
    p, _, _ = built(
        network(
            items=[PHONE, tablet],
            processes=[{"site": "alder-plant", "item": i} for i in ("phone", "tablet")],
            lanes=[row(ROAD, capacity=0.6)],
            demand=[*wants(4), *wants(4, item="tablet")],
        )
    )
    found = coefficients(p, "lane_capacity")
    assert found == {("alder-plant", "shop", "road", 0): {("ship", 0): 2.0, ("ship", 1): 1.0}}


def test_pieces_are_whole_even_where_a_lane_carries_a_part_of_one():
    # 5 kg: two phones, not two and a half.
    done = plan(network(items=[PHONE], lanes=[row(ROAD, capacity=0.5)], demand=wants(4)))
    assert done.shipments["quantity"].to_list() == [2.0]


@pytest.mark.parametrize(("charge", "uses", "cost"), [(19.0, 2, 38.0), (21.0, 1, 41.0)])
def test_the_charge_is_paid_for_each_period_of_use(charge: float, uses: int, cost: float):
    # Two phones each period: two charges, or one and 2 phones kept for 10 days at 1 = 20.
    phone = row(PHONE, holding_cost=1.0, late_cost=100.0)
    done = best(network((10, 10), items=[phone], lanes=[row(ROAD, fixed_cost=charge)], demand=wants(2, 2)))
    assert len(done.shipments) == uses
    assert done.objective == pytest.approx(40.0 + cost)
    assert money(done)["lane"] == charge * uses


def test_the_charge_is_in_the_currency_of_the_lane():
    lane = row(ROAD, fixed_cost=2.0, currency="USD")
    rates = [{"currency": "USD", "from": "2024-01-01", "rate": 80.0}]
    assert money(best(network(items=[PHONE], lanes=[lane], exchange_rates=rates, demand=wants(1))))["lane"] == 160.0


def test_a_least_order_above_all_demand_passes_a_lane_with_a_charge():
    # 20 kits for one phone: 20 x 7 + 3, cheaper than 1,000.
    net = network(
        sites=[
            {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
            {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN", "fixed_cost": 0.1},
            {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
        ],
        items=[PHONE, {"item": "kit", "kind": "component"}],
        boms=[{"item": "phone", "component": "kit", "quantity": 1.0}],
        processes=[{"site": "alder-plant", "item": "phone"}],
        lanes=[ROAD, {"origin": "jade-plant", "destination": "alder-plant", "fixed_cost": 3.0}],
        sourcing=[{"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 7.0, "moq": 20.0}],
        single_sources=[{"destination": "alder-plant", "item": "kit"}],
        demand=wants(1),
    )
    assert money(best(net)) == {"lane": 3.0, "material": 140.0, "site": 1.0}


def test_more_than_demand_takes_may_move_on_a_charged_lane():
    # Three phones stand at the plant, one is wanted in p1. On the way they are not held: 5 for the lane, two left in p1 for 10 days: 25.
    done = best(
        network(
            (10, 10),
            items=[{"item": "phone", "kind": "finished", "short_cost": 1000.0, "holding_cost": 1.0}],
            lanes=[row(ROAD, days=10.0, fixed_cost=5.0)],
            stock=[PLANT | {"quantity": 3.0}],
            demand=wants(0, 1),
        )
    )
    assert money(done) == {"lane": 5.0, "holding": 20.0}
    assert quantities(done.shipments, "period") == {"p0": 3.0}
