"""The threshold incentive: both gates, sales over the base year, what counts, whose it is, and when it is paid."""

import datetime as dt

import pytest

from ..build import BIRCH, PLANT, ROAD, best, built, coefficients, money, network, periods, quantities, row, wants

YEAR = "2024-25"
PHONE = {
    "item": "phone",
    "kind": "finished",
    "group": "phone",
    "brand": "kite",
    "short_cost": 1000.0,
    "invoice_value": 100.0,
}
SCHEME = {"scheme": "pli", "category": "all", "year": 1, "item_group": "phone", "rate": 0.05}
MEMBER = {"scheme": "pli", "company": "alder", "category": "all", "first_year": YEAR}
OUTSIDE = {"company": "alder", "scheme": "pli", "fiscal_year": YEAR}
AWARD = {"brand": "kite", "item_group": "phone", "from": "2024-04-01", "to": "2025-03-31"}


def plan(*wanted: float, scheme=SCHEME, member=MEMBER, outside=OUTSIDE, **tables):
    settings = {"perspective": "chain"} | tables.pop("settings", {})
    days = [10] * len(wanted)
    rows = {
        "periods": periods(*days, year=YEAR),
        "items": [PHONE],
        "schemes": [scheme],
        "scheme_members": [member],
        "outside_sales": [outside],
        "demand": wants(*wanted),
    } | tables
    return best(network(days, settings, **rows))


@pytest.mark.parametrize(
    ("invoice", "wanted", "base", "threshold", "invested", "income"),
    [
        (100.0, 25, 500.0, 2000.0, 256.0, 100.0),  # sales 2,500: 2,000 over the base of 500, 5% of them
        (99.96, 25, 500.0, 2000.0, 256.0, 0.0),  # 2,499: one short of the threshold
        (100.0, 25, 500.0, 2000.0, 140.0, 0.0),  # invested too little
        (100.0, 100, 23501.0, 0.0, 256.0, 0.0),  # 10,000, under the base year
    ],
)
def test_the_gates_by_hand(invoice: float, wanted: int, base: float, threshold: float, invested: float, income: float):
    done = plan(
        wanted,
        items=[row(PHONE, invoice_value=invoice)],
        scheme=row(SCHEME, sales_threshold=threshold, investment_threshold=150.0),
        outside=row(OUTSIDE, investment=invested, base_sales=base),
    )
    # Nothing is forced: what is wanted is made, no more and no less.
    assert quantities(done.production, "item") == {"phone": float(wanted)}
    assert money(done) == {"conversion": 10.0 * wanted} | ({"incentive": -income} if income else {})
    (earned,) = done.incentives.rows(named=True)
    assert earned["sales"] == pytest.approx(invoice * wanted)
    assert (earned["reached"], earned["incentive"]) == (int(income > 0), pytest.approx(income))


@pytest.mark.parametrize("perspective", ["brand", "chain"])
def test_a_company_under_its_base_year_is_not_made_to_buy_sales(perspective: str):
    # Base 23,501, no threshold: 234 phones more would pass it. A row without the last term would ask for them.
    done = plan(
        100,
        scheme=row(SCHEME, rate=0.9),
        outside=row(OUTSIDE, base_sales=23501.0),
        settings={"perspective": perspective},
        awards=[row(AWARD, company="alder", incentive_share=1.0)],
    )
    assert quantities(done.production, "item") == {"phone": 100.0}
    assert money(done) == {"conversion": 1000.0}


#: Alder makes a phone for 10, Birch for 12; Birch is the member and gives 60% of what it earns on the brand's goods.
TWO = {
    "processes": [row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=12.0)],
    "lanes": [ROAD, row(ROAD, origin="birch-plant")],
    "member": row(MEMBER, company="birch"),
    "outside": row(OUTSIDE, company="birch"),
    "awards": [row(AWARD, company="birch", incentive_share=0.6)],
    "settings": {"perspective": "brand"},
}


def two(*wanted: float, **changes):
    return plan(*wanted, **(TWO | changes))


def test_the_brands_share_moves_the_order():
    # 5% of 100 is 5 a phone, 60% of it 3: more than the 2 that Birch is dearer.
    assert money(two(10)) == {"conversion": 120.0, "incentive": -30.0}
    # At 30% it is 1.50.
    assert money(two(10, awards=[row(AWARD, company="birch", incentive_share=0.3)])) == {"conversion": 100.0}
    # Without an award nothing reaches the brand.
    assert money(two(10, awards=[])) == {"conversion": 100.0}
    # Brand and manufacturers together count all of it: 5 a phone.
    assert money(two(10, settings={"perspective": "chain"})) == {"conversion": 120.0, "incentive": -50.0}


def test_the_gate_is_taken_by_as_many_as_it_needs():
    # Birch can make 6 (12 h at 2 h). At least 500 over a base year of 0: 5 phones. 6 earn 18 for 12.
    line = {"resource": "line", "site": "birch-plant", "from": "2024-01-01", "hours_per_day": 1.2}
    birch = {"resources": [line], "routings": [row(BIRCH, resource="line", hours=2.0)]}
    done = two(10, scheme=row(SCHEME, sales_threshold=500.0), **birch)
    assert quantities(done.production, "site") == {"alder-plant": 4.0, "birch-plant": 6.0}
    assert money(done) == {"conversion": 112.0, "incentive": -18.0}
    # At 700 the line is too short: no phone goes to Birch.
    assert money(two(10, scheme=row(SCHEME, sales_threshold=700.0), **birch)) == {"conversion": 100.0}


def test_a_gate_is_passed_at_a_loss_a_piece_where_the_step_pays():
    # Chain, Birch dearer by 6 a phone; others' sales of 900 over the base pay 45 once the gate of 1,000 is passed: one phone is enough (5 + 45 - 6).
    done = two(
        10,
        processes=[row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=16.0)],
        scheme=row(SCHEME, sales_threshold=1000.0),
        outside=row(OUTSIDE, company="birch", sales=900.0),
        settings={"perspective": "chain"},
    )
    assert quantities(done.production, "site") == {"alder-plant": 9.0, "birch-plant": 1.0}
    assert money(done) == {"conversion": 106.0, "incentive": -50.0}


@pytest.mark.parametrize(
    ("outside", "base", "part"),
    [
        (0.0, 300.0, 35.0),  # I = 5% x (1,000 - 300); all of it is on the brand's goods
        (300.0, 300.0, 50.0),  # the base year is taken from the others' sales: 5% x 1,000
        (700.0, 300.0, 50.0),  # I = 70, of which 5% x 1,000 on the brand's goods
    ],
)
def test_the_part_on_the_brands_goods(outside: float, base: float, part: float):
    done = two(
        10,
        outside=row(OUTSIDE, company="birch", sales=outside, base_sales=base),
        awards=[row(AWARD, company="birch", incentive_share=1.0)],
    )
    assert done.incentives["incentive_on_brand"].to_list() == [pytest.approx(part)]
    assert done.incentives["incentive"].to_list() == [pytest.approx(0.05 * (1000 + outside - base))]
    assert money(done)["incentive"] == pytest.approx(-part)


def test_it_is_paid_later_and_booked_in_the_last_period_of_the_year():
    # 3 a phone a year later at 20%: 2.50.
    done = two(5, 5, scheme=row(SCHEME, payment_days=365.0), settings={"perspective": "brand", "discount_rate": 0.2})
    assert money(done) == {"conversion": 120.0, "incentive": -25.0}
    booked = done.money.filter(term="incentive").select("company", "site", "item", "period").rows()
    assert booked == [("birch", "", "", "p1")]


def test_only_pieces_from_the_invoice_floor_up_count():
    assert "incentive" not in money(two(10, scheme=row(SCHEME, invoice_floor=100.5)))
    assert money(two(10, scheme=row(SCHEME, invoice_floor=100.0)))["incentive"] == -30.0


def test_a_consigned_piece_counts_with_its_invoice_share():
    # Half of the invoice is turnover: X = 500, 5% of it, all for the brand: 25, against 20 dearer.
    award = row(AWARD, company="birch", incentive_share=1.0, invoice_share=0.5)
    done = two(10, awards=[award])
    assert done.incentives["sales"].to_list() == [500.0]
    assert money(done) == {"conversion": 120.0, "incentive": -25.0}


def test_the_invoice_share_is_that_of_the_brand_of_the_piece():
    # Another brand's award to Birch says 0.1; it holds for its own goods.
    other = row(AWARD, brand="other", company="birch", invoice_share=0.1, incentive_share=1.0)
    companies = [{"company": c, "kind": "brand", "country": "IN"} for c in ("kite", "other", "alder", "birch", "jade")]
    done = two(
        10, companies=companies, awards=[row(AWARD, company="birch", invoice_share=0.5, incentive_share=1.0), other]
    )
    assert done.incentives["sales"].to_list() == [500.0]


def test_the_year_of_the_scheme_is_counted_from_the_first_of_the_member():
    # Birch began in 2022-23: 2023-24 is its year 2 (3%), 2024-25 its year 3 (no terms). One phone each on 22 March and 1 April.
    spans = [
        {"period": "p0", "start": dt.date(2024, 3, 22), "days": 10, "fiscal_year": "2023-24"},
        {"period": "p1", "start": "2024-04-01", "days": 10, "fiscal_year": "2024-25"},
    ]
    done = two(
        1,
        1,
        periods=spans,
        schemes=[row(SCHEME, year=1), row(SCHEME, year=2, rate=0.03)],
        member=row(MEMBER, company="birch", first_year="2022-23"),
        settings={"perspective": "chain", "start": dt.date(2024, 3, 22)},
        processes=[row(BIRCH, conversion_cost=12.0)],
        lanes=[row(ROAD, origin="birch-plant")],
        items=[row(PHONE, late_cost=50.0, holding_cost=50.0)],
    )
    assert done.incentives.select("fiscal_year", "rate", "sales").rows() == [("2023-24", 0.03, 100.0)]
    assert money(done) == {"conversion": 24.0, "incentive": -3.0}


def test_bought_pieces_do_not_count():
    # Birch is also a supplier's company: what is bought from it is no turnover of its making.
    sites = [
        {"site": "birch-plant", "company": "birch", "kind": "supplier", "country": "IN"},
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ]
    offer = {"supplier": "birch-plant", "item": "phone", "from": "2024-01-01", "price": 9.0}
    done = two(10, sites=sites, sourcing=[offer], processes=[row(PLANT, conversion_cost=10.0)])
    assert money(done) == {"material": 90.0}
    assert done.incentives["sales"].to_list() in ([], [0.0])


def test_the_rows_by_hand():
    # X - 100 make = 0. Gate B + T - O = 300 + 500 - 100 = 700: X - 700 z >= 0. Smax: 10 made in the one period: 1,000.
    # U = 0.05 x (1,000 + 100 - 300) = 40: I - 40 z <= 0. I - 0.05 X + 0.05 x 200 z <= 0.05 (100 - 300) + 10 = 0. I_x <= I, I_x <= 0.05 X.
    net = network(
        items=[PHONE],
        periods=periods(10, year=YEAR),
        schemes=[row(SCHEME, sales_threshold=500.0)],
        scheme_members=[MEMBER],
        outside_sales=[row(OUTSIDE, sales=100.0, base_sales=300.0)],
        awards=[row(AWARD, company="alder", incentive_share=0.6)],
        demand=wants(10),
    )
    p, _, _ = built(net)
    key = ("pli", "alder", YEAR)
    sales, gate, earned, part = ("counted_sales", 0), ("gate", 0), ("incentive", 0), ("incentive_part", 0)
    assert coefficients(p, "counted_sales") == {key: {sales: 1.0, ("make", 0): -100.0}}
    assert coefficients(p, "sales_gate") == {key: {sales: 1.0, gate: -700.0}}
    assert coefficients(p, "incentive_gate") == {key: {earned: 1.0, gate: pytest.approx(-40.0)}}
    assert coefficients(p, "incentive_base") == {key: {earned: 1.0, sales: -0.05, gate: pytest.approx(10.0)}}
    assert coefficients(p, "incentive_part") == {key: {part: 1.0, earned: -1.0}}
    assert coefficients(p, "incentive_own") == {key: {part: 1.0, sales: -0.05}}
    (base,) = (r for r in p.rules if r.rule == "incentive_base")
    assert base.frame["upper"].to_list() == [pytest.approx(0.0)]


def test_lots_above_all_demand_can_still_be_made():
    # 2 wanted, 3 made at least: counted sales of 300 are more than demand takes, and no reason to make none.
    done = plan(
        2, processes=[row(PLANT, conversion_cost=10.0, minimum_lot=3.0)], outside=row(OUTSIDE, base_sales=200.0)
    )
    assert money(done) == {"conversion": 30.0, "incentive": -5.0}


def test_a_ceiling_caps_what_a_year_pays():
    # 5% of 1,000 is 50; a ceiling of 30 stands, and the part on the brand's goods is no more.
    done = plan(10, scheme=row(SCHEME, ceiling=30.0))
    assert money(done) == {"conversion": 100.0, "incentive": -30.0}
    (earned,) = done.incentives.rows(named=True)
    assert (earned["incentive"], earned["incentive_on_brand"]) == (30.0, 30.0)


def test_only_what_is_expected_to_be_kept_counts():
    done = plan(10, member=row(MEMBER, kept_share=0.8))
    assert money(done) == {"conversion": 100.0, "incentive": -40.0}
    assert done.incentives["incentive"].to_list() == [50.0]  # what the company earns is told in full
