"""Moving: freight, duty, recoverable tax, money on the way, and what may leave a place."""

import pytest

from onshore.measures.parts import material

from ..build import PLANT, ROAD, best, built, money, network, row, wants

PHONE = {"item": "phone", "kind": "finished", "short_cost": 10000.0}
KIT = {"item": "kit", "kind": "component", "duty_class": "kit", "weight": 2.0, "value": 60.0}
BOM = [{"item": "phone", "component": "kit", "quantity": 1.0}]
SEA = {"origin": "jade-plant", "destination": "alder-plant", "mode": "sea"}
OFFER = {"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 100.0}


def law(basic: float = 0.0, **cells: float) -> list[dict]:
    rows = [{"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2024-01-01", "rate": basic}]
    rows += [
        {"duty_class": "*", "kind": kind, "destination": "IN", "from": "2024-01-01", "rate": rate}
        for kind, rate in cells.items()
    ]
    return rows


def bought(days=(10,), **tables) -> dict[str, float]:
    """Money of buying one kit for one phone."""
    rows = {
        "items": [PHONE, KIT],
        "boms": BOM,
        "processes": [PLANT],
        "sourcing": [OFFER],
        "lanes": [ROAD, SEA],
        "duties": law(),
        "demand": wants(1),
    }
    return money(best(network(days, **(rows | tables))))


@pytest.mark.parametrize(
    ("basic", "sunk", "tax"),
    [(0.10, 11.0, 19.98), (0.15, 16.5, 20.97), (0.20, 22.0, 21.96)],
)
def test_duty_surcharge_and_recoverable_tax_on_a_cif_of_100(basic: float, sunk: float, tax: float):
    # Basic 10, 15, 20 and a tenth of it on top: sunk. The tax, 18% of 111.0, 116.5, 122.0, comes back after 45 days: its finance at 12% a year.
    duties = law(basic, surcharge=0.1, recoverable=0.18)
    duties[-1]["credit_days"] = 45.0
    found = bought(settings={"cost_of_money": 0.12}, duties=duties)
    assert found["material"] == 100.0
    assert found["duty"] == pytest.approx(sunk)
    assert found["tax_finance"] == pytest.approx(tax * 0.12 * 45 / 365, abs=1e-6)
    if basic == 0.10:
        assert found["tax_finance"] == pytest.approx(0.2956, abs=5e-5)


def test_freight_by_weight_piece_and_value_enters_the_cif():
    # USD 3 a kg x 2 kg + USD 1 = 7 x 80 = 560, and 2% of the price of 100: 562. CIF 662, basic 10%: 66.2.
    lane = row(SEA, cost_per_kg=3.0, cost_per_unit=1.0, cost_per_value=0.02, currency="USD")
    rates = [{"currency": "USD", "from": "2024-01-01", "rate": 80.0}]
    found = bought(lanes=[ROAD, lane], exchange_rates=rates, duties=law(0.1))
    assert found == {"material": 100.0, "freight": 562.0, "duty": 66.2}


def test_customs_has_a_rate_of_its_own():
    # USD 1 is 80 on leaving; customs takes it for 84 in the first ten days and 88 in the next ten, of which 5 have 82 as
    # theirs since their row has none: (5 x 82 + 5 x 88) / 10 = 85 in the period of arrival. CIF: price 100 x 85 / 80, sea
    # freight of USD 1 at 85, and 2% of the price, as it is in rupees 100 x 85 / 80 too: 106.25 + 85 + 2.125.
    lane = row(SEA, cost_per_unit=1.0, cost_per_value=0.02, currency="USD", days=8.0)
    offer = row(OFFER, price=1.25, currency="USD")
    rates = [
        {"currency": "USD", "from": "2024-01-01", "rate": 80.0, "customs_rate": 84.0},
        {"currency": "USD", "from": "2024-04-11", "rate": 82.0},
        {"currency": "USD", "from": "2024-04-16", "rate": 80.0, "customs_rate": 88.0},
    ]
    tables = {"lanes": [ROAD, lane], "exchange_rates": rates, "duties": law(0.1), "demand": wants(0, 1)}
    found = bought((10, 10), sourcing=[offer], **tables)
    assert found["material"] == 100.0 and found["freight"] == 82.0
    assert found["duty"] == pytest.approx(19.3375)
    # In rupees, nothing but the freight is foreign.
    assert bought((10, 10), **tables)["duty"] == pytest.approx(10.0 + 0.2 + 8.5)


def test_measures_take_the_cif_at_the_rate_of_customs():
    """The price of USD 1.25 and freight of USD 1, both at 84 where they are worth 80."""
    tables = {
        "items": [PHONE, KIT],
        "boms": BOM,
        "processes": [PLANT],
        "sourcing": [row(OFFER, price=1.25, currency="USD")],
        "lanes": [ROAD, row(SEA, cost_per_unit=1.0, currency="USD")],
        "exchange_rates": [{"currency": "USD", "from": "2024-01-01", "rate": 80.0, "customs_rate": 84.0}],
        "duties": law(0.1),
    }
    net = network((10,), demand=wants(1), **tables)
    done = best(net)
    (kit,) = material(net, done).filter(item="kit").iter_rows(named=True)
    assert (kit["value"], kit["freight"], kit["cif"]) == pytest.approx((100.0, 80.0, 189.0))
    assert money(done)["duty"] == pytest.approx(18.9)


def test_customs_has_no_say_within_a_country():
    sites = [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ]
    rates = [{"currency": "USD", "from": "2024-01-01", "rate": 80.0, "customs_rate": 100.0}]
    tables = {"sourcing": [row(OFFER, price=1.25, currency="USD")], "exchange_rates": rates}
    assert bought(sites=sites, duties=law(0.5), **tables) == {"material": 100.0}


def test_money_on_the_way():
    # 100 x 0.0365 / 365 = 0.01 a day, 4 days.
    assert bought(settings={"cost_of_money": 0.0365}, lanes=[ROAD, row(SEA, days=4.0)])["transit_finance"] == 0.04


def test_rates_are_weighted_by_days_in_the_period_of_arrival():
    # Leaves in p0, arrives in p1 (5 days after its middle): 0.2 for 4 days and 0.1 for 6 make 0.14. The rate of p0 does not matter.
    duties = [
        row(law(0.9)[0], to="2024-04-10"),
        row(law(0.2)[0], from_="2024-04-11", to="2024-04-14"),
        row(law(0.1)[0], from_="2024-04-15"),
    ]
    found = bought((10, 10), lanes=[ROAD, row(SEA, days=5.0)], duties=duties, demand=wants(0, 1))
    assert found["duty"] == pytest.approx(14.0)


def test_a_recoverable_tax_that_begins_within_the_period_counts_for_its_days():
    # 18% on 5 of 10 days, credited after 45 days: half of it, so 0.09 x 45 days of finance on 100.
    tax = law(0.0, recoverable=0.18)[1]
    duties = [*law(), row(tax, to="2024-04-05", rate=0.0), row(tax, from_="2024-04-06", credit_days=45.0)]
    found = bought(settings={"cost_of_money": 0.365}, duties=duties)
    assert found["tax_finance"] == pytest.approx(100 * 0.09 * 45 * 0.001)


def test_the_more_particular_row_of_law_holds():
    # The class before *, then the origin before *.
    general = row(law(0.5)[0], duty_class="*")
    of_class = row(law(0.3)[0])
    of_origin = row(law(0.2)[0], origin="CN")
    elsewhere = row(law(0.1)[0], origin="TW")
    assert bought(duties=[general])["duty"] == 50.0
    assert bought(duties=[general, of_class])["duty"] == 30.0
    assert bought(duties=[of_origin, elsewhere, of_class, general])["duty"] == 20.0
    assert bought(duties=[row(general, origin="CN"), of_class])["duty"] == 30.0


def test_a_certificate_of_origin_makes_a_duty_lower():
    # 20%; with the certificate 5% on 4 of the 10 days: 14%, and of that a tenth on top. A higher rate changes nothing.
    certified = {"site": "jade-plant", "item": "kit", "destination": "IN", "from": "2024-04-07", "rate": 0.05}
    duties = law(0.2, surcharge=0.1)
    assert bought(duties=duties, preferential_duties=[certified])["duty"] == pytest.approx(15.4)
    assert bought(duties=duties, preferential_duties=[row(certified, rate=0.3)])["duty"] == pytest.approx(22.0)
    ended = row(certified, from_="2024-04-01", to="2024-04-05")
    assert bought(duties=duties, preferential_duties=[ended, certified])["duty"] == pytest.approx(7.15)


def test_no_duty_where_the_customer_pays_it_or_no_border_is_crossed():
    assert "duty" not in bought(lanes=[ROAD, row(SEA, duty_paid=False)], duties=law(0.5))
    sites = [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "CN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "CN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "CN"},
    ]
    assert "duty" not in bought(sites=sites, duties=law(0.5))


@pytest.mark.parametrize(("declared", "duty"), [(None, 30.0), (1.5, 60.0)])
def test_what_is_made_inside_is_declared_at_its_customs_value(declared: float | None, duty: float):
    # Phones made in India for a shop abroad: items.value 300 x 10%, or USD 1.5 x 400 = 600 x 10%.
    phone = row(PHONE, duty_class="phone", value=300.0, customs_value=declared, customs_currency="USD")
    sites = [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "NP"},
    ]
    duties = [{"duty_class": "phone", "kind": "basic", "destination": "NP", "from": "2024-01-01", "rate": 0.1}]
    rates = [{"currency": "USD", "from": "2024-01-01", "rate": 400.0}]
    done = best(network(sites=sites, items=[phone], duties=duties, exchange_rates=rates, demand=wants(1)))
    assert money(done) == {"conversion": 10.0, "duty": duty}


@pytest.mark.usefixtures("poor")
def test_an_item_without_a_duty_class_crosses_no_border_with_duty():
    items = [PHONE, row(KIT, duty_class=None)]
    stock = [{"site": "alder-plant", "item": "kit", "quantity": 1.0}]
    found = bought(items=items, stock=stock, demand=wants(2))
    assert found == {"short": 10000.0}  # one from stock, none can be bought
    free = bought(items=items, stock=stock, demand=wants(2), lanes=[ROAD, row(SEA, duty_paid=False)])
    assert free == {"material": 100.0}


@pytest.mark.usefixtures("poor")
def test_a_plant_passes_on_only_what_it_makes():
    # Alder has a kit and a lane to Birch, who makes phones: kits stay where they are. A warehouse would pass them on.
    def found(kind: str) -> dict[str, float]:
        sites = [
            {"site": "alder-plant", "company": "alder", "kind": kind, "country": "IN"},
            {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN"},
            {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
        ]
        lanes = [
            {"origin": "alder-plant", "destination": "birch-plant"},
            {"origin": "birch-plant", "destination": "shop"},
        ]
        stock = [{"site": s, "item": "kit", "quantity": q} for s, q in (("alder-plant", 1.0), ("birch-plant", 1.0))]
        return money(
            best(
                network(
                    sites=sites,
                    items=[PHONE, KIT],
                    boms=BOM,
                    lanes=lanes,
                    processes=[{"site": "birch-plant", "item": "phone"}],
                    stock=stock,
                    demand=wants(2),
                )
            )
        )

    assert found("plant") == {"short": 10000.0}
    assert found("warehouse") == {}


def test_a_place_passes_on_only_while_it_is_open():
    sites = [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN", "closes": "2024-04-10"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ]
    p, _, _ = built(network((10, 10), sites=sites, demand=wants(1, 1)))
    assert p["ship"]["t"].to_list() == [0]


def test_money_is_booked_where_it_arises():
    net = network(
        items=[PHONE, KIT],
        boms=BOM,
        sourcing=[OFFER],
        lanes=[ROAD, row(SEA, cost_per_unit=1.0)],
        duties=law(0.1),
        demand=wants(1),
    )
    booked = best(net).money.sort("term").select("term", "company", "site", "item", "period").rows()
    assert booked == [
        ("conversion", "alder", "alder-plant", "phone", "p0"),
        ("duty", "alder", "alder-plant", "kit", "p0"),
        ("freight", "alder", "alder-plant", "kit", "p0"),
        ("material", "jade", "alder-plant", "kit", "p0"),
    ]
