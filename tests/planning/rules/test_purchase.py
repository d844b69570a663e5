"""What a supplier delivers: lots, least order, capacity, lead time, what is known, price."""

import pytest

from ..build import ROAD, best, built, coefficients, money, network, quantities, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 1000.0}
KIT = {"item": "kit", "kind": "component"}
BOM = [{"item": "phone", "component": "kit", "quantity": 1.0}]
SITES = [
    {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
    {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN"},
    {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN", "calendar": "feast"},
    {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
]
SEA = {"origin": "jade-plant", "destination": "alder-plant", "mode": "sea"}
OFFER = {"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 7.0}
#: The supplier is closed on 2 and 3 April and half open on the 5th: 7.5 days of the first ten.
FEAST = [
    {"calendar": "feast", "from": "2024-04-02", "to": "2024-04-03"},
    {"calendar": "feast", "from": "2024-04-05", "to": "2024-04-05", "open_share": 0.5},
]


def shop(days=(10,), offers=None, **tables):
    """A phone of one kit, made at Alder for nothing."""
    rows = {
        "sites": SITES,
        "items": [PHONE, KIT],
        "boms": BOM,
        "processes": [{"site": "alder-plant", "item": "phone"}],
        "sourcing": offers or [OFFER],
        "lanes": [ROAD, SEA],
        "calendars": FEAST,
    }
    return network(days, **(rows | tables))


@pytest.mark.parametrize(
    ("offer", "wanted", "bought"),
    [
        ({"lot": 4.0}, 5, 8.0),
        ({"moq": 6.0}, 5, 6.0),
        ({"moq": 6.0, "lot": 4.0}, 5, 8.0),
        ({"moq": 3.0, "lot": 4.0}, 1, 4.0),
        ({"moq": 20.0}, 1, 20.0),
        ({"moq": 200.0}, 1, 0.0),  # 1,400 against 1,000 short
    ],
)
def test_lots_and_least_order(offer: dict, wanted: int, bought: float):
    done = best(shop(offers=[row(OFFER, **offer)], demand=wants(wanted)))
    assert sum(quantities(done.purchases, "item").values()) == bought
    assert money(done).get("material", 0.0) == 7.0 * bought


def test_the_least_order_is_over_all_sites_and_the_lot_for_each():
    # Alder and Birch can make 2 each (10 h, 5 h a piece): 2 + 2 kits in lots of 2, and together at least 5: one lot more.
    line = {"from": "2024-01-01", "hours_per_day": 1.0}
    way = {"item": "phone", "hours": 5.0}
    done = best(
        shop(
            offers=[row(OFFER, lot=2.0, moq=5.0)],
            processes=[{"site": s, "item": "phone"} for s in ("alder-plant", "birch-plant")],
            resources=[row(line, resource=s, site=s) for s in ("alder-plant", "birch-plant")],
            routings=[row(way, resource=s, site=s) for s in ("alder-plant", "birch-plant")],
            lanes=[ROAD, row(ROAD, origin="birch-plant"), SEA, row(SEA, destination="birch-plant")],
            demand=wants(4),
        )
    )
    assert sum(quantities(done.purchases, "item").values()) == 6.0
    assert all(q % 2 == 0 for q in done.purchases["quantity"])
    assert money(done) == {"material": 42.0}


def test_capacity_counts_the_days_on_which_the_supplier_is_open():
    # 0.4 a day x 7.5 days = 3; in p1 0.4 x 10 = 4. From 16 April 0.9 a day: 0.4 x 5 + 0.9 x 5 = 6.5.
    offers = [row(OFFER, capacity=0.4)]
    _, f, _ = built(shop((10, 10), offers, demand=wants(1)))
    assert f.offers["capacity"].to_list() == pytest.approx([3.0, 4.0])
    assert money(best(shop((10,), offers, demand=wants(5)))) == {"material": 21.0, "short": 2000.0}
    _, f, _ = built(shop((10, 10), [*offers, row(OFFER, from_="2024-04-16", capacity=0.9)], demand=wants(1)))
    assert f.offers["capacity"].to_list() == pytest.approx([3.0, 6.5])


def test_a_supplier_closed_all_period_delivers_nothing():
    feast = [{"calendar": "feast", "from": "2024-04-01", "to": "2024-04-10"}]
    p, _, _ = built(shop((10, 10), calendars=feast, demand=wants(1)))
    assert p["buy"]["t"].to_list() == [1]


@pytest.mark.parametrize(
    ("lead", "running", "periods"),
    [
        (5.0, False, [0, 1]),  # the middle of p0 is the 5th day
        (5.5, False, [1]),
        (15.0, False, [1]),
        (5.5, True, [0, 1]),  # orders placed before the start
    ],
)
def test_what_must_be_ordered_first(lead: float, running: bool, periods: list[int]):
    p, _, _ = built(shop((10, 10), [row(OFFER, lead_days=lead, running=running)], demand=wants(1)))
    assert p["buy"]["t"].to_list() == periods


def test_a_price_known_after_the_start_does_not_exist():
    # 7 until 5 April and 17 from the 6th: 12 on average. If that became known on 2 April, 7 holds on; on 1 April, the start, it counts.
    dearer = row(OFFER, from_="2024-04-06", price=17.0)
    assert money(best(shop(offers=[OFFER, dearer], demand=wants(1))))["material"] == 12.0
    late = row(dearer, known_from="2024-04-02")
    assert money(best(shop(offers=[OFFER, late], demand=wants(1))))["material"] == 7.0
    early = row(dearer, known_from="2024-04-01")
    assert money(best(shop(offers=[OFFER, early], demand=wants(1))))["material"] == 12.0


def test_a_price_is_averaged_over_the_days_on_which_it_is_offered():
    # Offered from 6 April: 20 for 2 days and 10 for 3: 14. The days before do not count.
    offers = [row(OFFER, from_="2024-04-06", price=20.0), row(OFFER, from_="2024-04-08", price=10.0)]
    assert money(best(shop(offers=offers, demand=wants(1))))["material"] == 14.0


def test_rows_of_different_currencies():
    # INR 50 for 5 days and USD 1 x 80 for 5 days: 65.
    offers = [row(OFFER, price=50.0), row(OFFER, from_="2024-04-06", price=1.0, currency="USD")]
    rates = [{"currency": "USD", "from": "2024-01-01", "rate": 80.0}]
    assert money(best(shop(offers=offers, exchange_rates=rates, demand=wants(1))))["material"] == 65.0


def test_the_exchange_rate_is_that_of_leaving():
    # USD 1 in p0: 80 for 5 days and 90 for 5: 85, though the kit arrives in p1.
    rates = [{"currency": "USD", "from": f"2024-{d}", "rate": r} for d, r in (("01-01", 80.0), ("04-06", 90.0))]
    net = shop(
        (10, 10),
        [row(OFFER, price=1.0, currency="USD")],
        lanes=[ROAD, row(SEA, days=5.0)],
        exchange_rates=rates,
        demand=wants(0, 1),
    )
    assert money(best(net))["material"] == 85.0


def test_the_rows_of_an_order():
    # Most of an order: need 2 (1 wanted and 1 lot over), the least order 6, and a lot for the one way: 7. Capacity 0.8 x 7.5 = 6 is less.
    p, _, _ = built(shop(offers=[row(OFFER, moq=6.0, capacity=0.8)], demand=wants(1)))
    key = ("jade-plant", "kit", 0)
    assert coefficients(p, "moq") == {key: {("buy", 0): 1.0, ("order", 0): -6.0}}
    assert coefficients(p, "supplier_capacity") == {key: {("buy", 0): 1.0, ("order", 0): -6.0}}


def test_minimum_lots_of_what_it_goes_into_can_be_fed_at_once():
    # One phone wanted, 9 made at least: 9 kits in one order, with a least order of 2.
    processes = [{"site": "alder-plant", "item": "phone", "minimum_lot": 9.0}]
    done = best(shop(offers=[row(OFFER, moq=2.0)], processes=processes, demand=wants(1)))
    assert money(done) == {"material": 63.0}
