"""Material balance: yield and scrap, stock and its cost, goods on the way, what is left at the end."""

import pytest

from ..build import PLANT, ROAD, best, built, coefficients, money, network, quantities, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 1000.0}
KIT = {"item": "kit", "kind": "component"}
BOM = [{"item": "phone", "component": "kit", "quantity": 2.0, "scrap": 0.25}]


def test_yield_and_scrap_by_hand():
    # 4 good of 5 started (yield 0.8); each started takes 2 x 1.25 = 2.5 kits: 3.125 kits a good phone.
    # 13 kits: 4 phones take 12.5 and leave 0.5; a fifth would take 3.125.
    net = network(
        items=[PHONE, KIT],
        boms=BOM,
        processes=[row(PLANT, conversion_cost=10.0, yield_=0.8)],
        stock=[{"site": "alder-plant", "item": "kit", "quantity": 13.0}],
        demand=wants(5),
    )
    p, _, _ = built(net)
    rows = coefficients(p, "balance")
    assert rows["alder-plant", "kit", 0] == {("make", 0): 3.125, ("stock", 0): 1.0}
    done = best(net)
    assert done.production.select("quantity", "started").rows() == [(4.0, 5.0)]
    assert quantities(done.stock, "site", "item") == {("alder-plant", "kit"): 0.5}
    assert money(done) == {"conversion": 40.0, "short": 1000.0}


def test_holding_is_the_evening_stock_for_the_days_of_the_period():
    # 3 phones wanted in p2 stand in p0 (10 days) and p1 (20 days): 3 x 30 days x (0.2 + 100 x 0.0365 / 365) = 90 x 0.21 = 18.9.
    done = best(
        network(
            (10, 20, 10),
            settings={"cost_of_money": 0.0365},
            items=[row(PHONE, holding_cost=0.2, value=100.0)],
            stock=[{"site": "shop", "item": "phone", "quantity": 3.0}],
            demand=wants(0, 0, 3),
        )
    )
    assert money(done) == {"holding": 18.9}


def test_nothing_is_dumped_at_the_end():
    # 4 phones at the plant on the first morning, 1 wanted. The three left stay there, and are worth 0.9 x 8 = 7.2 each, or nothing.
    tables = {
        "items": [row(PHONE, value=8.0)],
        "stock": [{"site": "alder-plant", "item": "phone", "quantity": 4.0}],
        "demand": wants(1),
    }
    done = best(network(settings={"end_stock_share": 0.9}, **tables))
    assert money(done) == {"end_stock": pytest.approx(-21.6)}
    assert sum(quantities(done.stock, "item").values()) == 3.0
    done = best(network(settings={"end_stock_share": 0.0}, **tables))
    assert money(done) == {}
    assert sum(quantities(done.stock, "item").values()) == 3.0


@pytest.mark.parametrize(("share", "made"), [(0.0, 0.0), (0.9, 2.0)])
def test_its_worth_decides_between_making_and_keeping(share: float, made: float):
    # Two phones stand at Alder behind a lane that costs 6; Birch makes one for 10 next to the shop. A phone from stock costs 6 and forgoes its worth:
    # 6 against 10, or 6 + 0.9 x 8 = 13.2 against 10.
    done = best(
        network(
            settings={"end_stock_share": share},
            items=[row(PHONE, value=8.0)],
            processes=[
                row(PLANT, conversion_cost=50.0),
                {"site": "birch-plant", "item": "phone", "conversion_cost": 10.0},
            ],
            lanes=[row(ROAD, cost_per_unit=6.0), {"origin": "birch-plant", "destination": "shop"}],
            stock=[{"site": "alder-plant", "item": "phone", "quantity": 2.0}],
            demand=wants(2),
        )
    )
    assert sum(quantities(done.production, "item").values()) == made


@pytest.mark.parametrize("share", [0.0, 0.9, 1.0])
def test_nobody_builds_to_collect_it(share: float):
    # A phone costs 10 and is worth at most 10: two are wanted, two are made.
    done = best(network((10, 10), settings={"end_stock_share": share}, items=[row(PHONE, value=9.9)], demand=wants(2)))
    assert sum(quantities(done.production, "item").values()) == 2.0
    assert money(done) == {"conversion": 20.0}
    assert done.warnings == ()


def test_who_would_build_to_collect_it_is_warned_and_has_a_limit():
    # Kits bought at 5 are worth 9 at the end. A period's purchase is at most what all demand could take and a lot.
    done = best(
        network(
            settings={"end_stock_share": 0.9},
            items=[PHONE, row(KIT, value=10.0)],
            boms=[{"item": "phone", "component": "kit", "quantity": 1.0}],
            sites=[
                {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
                {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN"},
                {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
            ],
            lanes=[ROAD, {"origin": "jade-plant", "destination": "alder-plant"}],
            sourcing=[{"supplier": "jade-plant", "item": "kit", "from": "2024-04-01", "price": 5.0}],
            demand=wants(2),
        )
    )
    assert "kit at alder-plant is worth 9.00 at the end and can be had for 5.00" in done.warnings[0]
    assert "short" not in money(done)
    assert 2.0 < sum(quantities(done.purchases, "item").values()) < 10.0


def test_what_is_on_the_way_arrives_when_it_is_due():
    # Due before the first day: p0. Due on 11 April: p1. Due after the last day: it stays on the way and is worth 0.5 x 8 each.
    coming = [
        {"site": "shop", "item": "phone", "arrival": on, "quantity": q}
        for on, q in (("2024-03-15", 1.0), ("2024-04-11", 2.0), ("2024-04-21", 4.0))
    ]
    done = best(
        network(
            (10, 10),
            settings={"end_stock_share": 0.5},
            items=[row(PHONE, value=8.0, holding_cost=0.1)],
            processes=[],
            lanes=[],
            in_transit=coming,
            demand=wants(1, 2),
        )
    )
    assert money(done) == {"end_stock": -16.0}
    assert quantities(done.sales, "period") == {"p0": 1.0, "p1": 2.0}


def test_what_is_under_way_at_the_end_keeps_its_worth():
    # Promised pieces: 2 at 30 each not given. They are made (10 each) in the last period with 20 lead days, and are worth 0.5 x 8 on the way.
    award = {"brand": "kite", "company": "alder", "item_group": "phone", "from": "2024-04-01", "to": "2024-04-30"}
    done = best(
        network(
            (10, 10),
            settings={"end_stock_share": 0.5},
            items=[row(PHONE, value=8.0, group="phone")],
            processes=[row(PLANT, conversion_cost=10.0, lead_days=14.9)],
            stock=[{"site": "shop", "item": "phone", "quantity": 2.0}],
            demand=wants(2),
            awards=[row(award, commitment=2.0, commitment_cost=30.0)],
        )
    )
    assert money(done) == {"conversion": 20.0, "end_stock": -8.0}


def test_stock_is_never_below_zero_and_adds_up():
    # 5 on hand, 2 wanted in each of three periods, 1 made on time for the last.
    done = best(
        network(
            (10, 10, 10),
            items=[row(PHONE, holding_cost=0.1)],
            stock=[{"site": "shop", "item": "phone", "quantity": 5.0}],
            demand=wants(2, 2, 2),
        )
    )
    assert quantities(done.stock, "period") == {"p0": 3.0, "p1": 1.0}
    assert quantities(done.production, "period") == {"p2": 1.0}
    assert money(done) == {"conversion": 10.0, "holding": pytest.approx(4.0)}
