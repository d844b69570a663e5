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


#: A phone of 100 takes a kit of 40, with a twentieth of scrap, and a battery of 30 that it is sold with.
PARTS = {
    "items": [
        PHONE,
        {"item": "kit", "kind": "component", "value": 40.0},
        {"item": "battery", "kind": "component", "value": 30.0},
    ],
    "sites": [
        {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN"},
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ],
    "boms": [
        {"item": "phone", "component": "kit", "quantity": 1.0, "scrap": 0.05},
        {"item": "phone", "component": "battery", "quantity": 1.0},
    ],
    "lanes": [
        ROAD,
        row(ROAD, origin="birch-plant"),
        row(ROAD, origin="jade-plant", destination="birch-plant"),
        row(ROAD, origin="jade-plant", destination="alder-plant"),
    ],
    "settings": {"perspective": "chain"},
}
OFFER = {"supplier": "jade-plant", "from": "2024-01-01", "price": 0.0}


@pytest.mark.parametrize(
    ("kit", "battery", "counted"),
    [
        ("turnkey", "turnkey", 100.0),
        ("buy-sell", "turnkey", 100.0),
        ("consigned", "turnkey", 58.0),  # 100 - 1.05 x 40
        ("consigned", "buy-sell", 58.0),
        ("turnkey", "consigned", 70.0),
        ("consigned", "consigned", 28.0),  # what is left is conversion and fee
    ],
)
def test_the_terms_of_purchase_say_what_of_an_invoice_is_turnover(kit: str, battery: str, counted: float):
    offers = [row(OFFER, item="kit", terms=kit), row(OFFER, item="battery", terms=battery)]
    alone = {"processes": [row(BIRCH, conversion_cost=12.0)], "awards": [row(AWARD, company="birch")]}
    done = two(10, **PARTS, sourcing=offers, **alone)
    assert done.incentives["sales"].to_list() == [pytest.approx(10 * counted)]
    assert money(done) == {"conversion": 120.0, "incentive": pytest.approx(-0.5 * counted)}
    # Beside Alder, which is 2 cheaper, 5% of the turnover must be as much: of 28 it is not.
    beside = two(10, **PARTS, sourcing=offers)
    assert ("incentive" in money(beside)) == (0.05 * counted > 2)


def test_an_award_that_says_the_share_goes_before_the_terms():
    offers = [row(OFFER, item="kit", terms="consigned"), row(OFFER, item="battery")]
    done = two(10, **PARTS, sourcing=offers, awards=[row(AWARD, company="birch", invoice_share=0.9)])
    assert done.incentives["sales"].to_list() == [pytest.approx(900.0)]
    # So does its absence: without an award the terms hold.
    assert two(10, **PARTS, sourcing=offers, awards=[]).incentives["sales"].to_list() == [pytest.approx(580.0)]


def test_consigned_parts_count_at_whatever_tier_and_known_offers_alone_say_so():
    # Boards of two kits, made at Birch of what the brand buys; a turnkey offer that nobody knows yet changes nothing.
    board = {"item": "board", "kind": "subassembly", "value": 90.0}
    tiers = row(
        PARTS,
        items=[PHONE, *PARTS["items"][1:], board],
        boms=[
            {"item": "phone", "component": "board", "quantity": 0.5},
            {"item": "board", "component": "kit", "quantity": 2.0},
        ],
        processes=[row(BIRCH, conversion_cost=12.0), row(BIRCH, item="board")],
    )
    later = row(OFFER, item="kit", from_="2024-04-05", known_from="2024-05-01")
    done = two(10, **tiers, sourcing=[row(OFFER, item="kit", terms="consigned"), later])
    assert done.incentives["sales"].to_list() == [pytest.approx(600.0)]
    # Boards that can be bought turnkey are in the invoice, whatever they hold.
    offers = [row(OFFER, item="kit", terms="consigned"), row(OFFER, item="board", price=500.0)]
    assert two(10, **tiers, sourcing=offers).incentives["sales"].to_list() == [pytest.approx(1000.0)]


def test_a_piece_of_which_more_is_consigned_than_it_is_invoiced_at_counts_for_nothing():
    offers = [row(OFFER, item="kit", terms="consigned"), row(OFFER, item="battery")]
    dear = row(PARTS, items=[row(PHONE, invoice_value=40.0), *PARTS["items"][1:]])
    assert "incentive" not in money(two(10, **dear, sourcing=offers))


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
    # K = min(0, 100 - 300) = -200. U = 0.05 x (1,000 - 200) = 40: E - 40 z <= 0. E - 0.05 X + 0.05 x 200 z <= 0.
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
    key = ("pli", "alder", YEAR, YEAR)
    sales, gate, earned = ("counted_sales", 0), ("gate", 0), ("incentive", 0)
    assert coefficients(p, "counted_sales") == {key: {sales: 1.0, ("make", 0): -100.0}}
    assert coefficients(p, "sales_gate") == {key: {sales: 1.0, gate: -700.0}}
    assert coefficients(p, "incentive_gate") == {key: {earned: 1.0, gate: pytest.approx(-40.0)}}
    assert coefficients(p, "incentive_base") == {key: {earned: 1.0, sales: -0.05, gate: pytest.approx(10.0)}}
    (base,) = (r for r in p.rules if r.rule == "incentive_base")
    assert base.frame["upper"].to_list() == [0.0]
    assert not p.has("first_year")
    assert coefficients(p, "no_stacking") == {}


def test_the_rows_of_a_network_where_others_sell_more_than_the_base_year():
    # Others sell 700 over the base of 300: K = 400 for the chain, so U = 0.05 x 1,400 = 70 and what they bring, 20, comes
    # with the gate alone; for the brand K = 0, and U = 0.05 x 1,000 holds its part.
    for perspective, top, shift in (("chain", 70.0, 400.0), ("brand", 50.0, 0.0)):
        net = network(
            items=[PHONE],
            periods=periods(10, year=YEAR),
            settings={"perspective": perspective},
            schemes=[row(SCHEME, sales_threshold=500.0)],
            scheme_members=[MEMBER],
            outside_sales=[row(OUTSIDE, sales=700.0, base_sales=300.0)],
            awards=[row(AWARD, company="alder", incentive_share=0.6)],
            demand=wants(10),
        )
        p, _, _ = built(net)
        key = ("pli", "alder", YEAR, YEAR)
        base = {("incentive", 0): 1.0, ("counted_sales", 0): -0.05}
        base |= {("gate", 0): pytest.approx(-0.05 * shift)} if shift else {}
        assert coefficients(p, "incentive_base") == {key: base}
        assert coefficients(p, "incentive_gate") == {key: {("incentive", 0): 1.0, ("gate", 0): pytest.approx(-top)}}


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


# -- a choice of first year -----------------------------------------------------------------------------------------------

#: Begun in 2023-24, 2024-25 is year 2 (3%); begun in 2024-25, year 1 (5%, but from sales of 600 on).
CHOICE = {
    "schemes": [row(SCHEME, sales_threshold=600.0), row(SCHEME, year=2, rate=0.03)],
    "scheme_members": [row(MEMBER, first_year="2023-24"), MEMBER],
}


def chosen(done):
    return done.incentives.select("first_year", "fiscal_year", "reached", "incentive").rows()


def test_the_better_first_year_is_taken():
    # 10 phones: year 1 pays 5% of 1,000 = 50, year 2 pays 30.
    done = plan(10, **CHOICE)
    assert chosen(done) == [("2024-25", YEAR, 1, pytest.approx(50.0))]
    assert money(done) == {"conversion": 100.0, "incentive": -50.0}
    # 5 phones: below the gate of year 1, and 3% of 500 = 15 in year 2.
    done = plan(5, **CHOICE)
    assert chosen(done) == [("2023-24", YEAR, 1, pytest.approx(15.0))]
    assert money(done) == {"conversion": 50.0, "incentive": -15.0}
    # For the brand alike, with its share of 60%.
    award = row(AWARD, company="alder", incentive_share=0.6)
    done = plan(10, awards=[award], settings={"perspective": "brand"}, **CHOICE)
    assert money(done) == {"conversion": 100.0, "incentive": -30.0}


def test_the_gate_of_a_first_year_is_worth_what_the_other_does_not_pay():
    # Birch makes at most 6 phones; each costs 2 more there. Begun in 2024-25 5% of 600 = 30 at the gate of 600, for 12; begun
    # before, 3% of what is made: 3 a phone, 18 for 12. At a gate of 700 only the latter is left.
    line = {"resource": "line", "site": "birch-plant", "from": "2024-01-01", "hours_per_day": 1.2}
    birch = TWO | {"resources": [line], "routings": [row(BIRCH, resource="line", hours=2.0)]}
    birch |= {"awards": [row(AWARD, company="birch", incentive_share=1.0)]}
    birch |= {"scheme_members": [row(m, company="birch") for m in CHOICE["scheme_members"]]}
    done = plan(10, **birch, schemes=CHOICE["schemes"])
    assert money(done) == {"conversion": 112.0, "incentive": -30.0}
    higher = [row(SCHEME, sales_threshold=700.0), row(SCHEME, year=2, rate=0.03)]
    done = plan(10, **birch, schemes=higher)
    assert money(done) == {"conversion": 112.0, "incentive": -18.0}
    assert chosen(done) == [("2023-24", YEAR, 1, pytest.approx(18.0))]


def test_one_first_year_holds_for_all_years():
    # 5 phones in each of two fiscal years. Begun in 2023-24 they are years 1 and 2: 4% and 0, 20. Begun in 2022-23 years 2 and
    # 3: nothing and 3%, 15. Taking the better in each year would be 35.
    spans = [
        {"period": "p0", "start": dt.date(2024, 3, 22), "days": 10, "fiscal_year": "2023-24"},
        {"period": "p1", "start": "2024-04-01", "days": 10, "fiscal_year": YEAR},
    ]
    done = plan(
        5,
        5,
        periods=spans,
        schemes=[row(SCHEME, year=year, rate=rate) for year, rate in ((1, 0.04), (2, 0.0), (3, 0.03))],
        scheme_members=[row(MEMBER, first_year=first) for first in ("2022-23", "2023-24")],
        settings={"perspective": "chain", "start": dt.date(2024, 3, 22)},
        items=[row(PHONE, late_cost=50.0, holding_cost=50.0)],
    )
    assert money(done) == {"conversion": 100.0, "incentive": -20.0}
    assert chosen(done) == [("2023-24", "2023-24", 1, pytest.approx(20.0)), ("2023-24", YEAR, 1, 0.0)]


def test_the_rows_of_a_choice_by_hand():
    p, _, _ = built(
        network(
            items=[PHONE],
            periods=periods(10, year=YEAR),
            settings={"perspective": "chain"},
            demand=wants(10),
            **CHOICE,
        )
    )
    one, other = ("first_year", 0), ("first_year", 1)
    assert coefficients(p, "first_year") == {("pli", "alder"): {one: 1.0, other: 1.0}}
    assert coefficients(p, "first_year_gate") == {
        ("pli", "alder", "2023-24", YEAR): {("gate", 0): 1.0, one: -1.0},
        ("pli", "alder", YEAR, YEAR): {("gate", 1): 1.0, other: -1.0},
    }


# -- no second incentive on the same sales --------------------------------------------------------------------------------


def stacked(*forbid: bool, wanted: float = 10, **changes):
    """A phone of Alder's is rewarded by three schemes, with 5%, 4% and 3% from sales of 0, 0 and 900 on."""
    terms = zip(("pli", "state", "top"), (0.05, 0.04, 0.03), (0.0, 0.0, 900.0), forbid, strict=True)
    schemes = [row(SCHEME, scheme=s, rate=r, sales_threshold=t, no_stacking=f) for s, r, t, f in terms]
    members = [row(MEMBER, scheme=s) for s in ("pli", "state", "top")]
    done = plan(wanted, schemes=schemes, scheme_members=members, **changes)
    return {
        s: (reached, round(i, 6)) for s, reached, i in done.incentives.select("scheme", "reached", "incentive").rows()
    }


def test_sales_are_rewarded_once_where_a_scheme_forbids_more():
    assert stacked(False, False, False) == {"pli": (1, 50.0), "state": (1, 40.0), "top": (1, 30.0)}
    # pli alone, 50, or the other two, 70.
    assert stacked(True, False, False) == {"pli": (0, 0.0), "state": (1, 40.0), "top": (1, 30.0)}
    # Below the gate of `top`: 5 x 5 = 25 or 20.
    assert stacked(True, False, False, wanted=5) == {"pli": (1, 25.0), "state": (0, 0.0), "top": (0, 0.0)}
    assert stacked(True, True, True) == {"pli": (1, 50.0), "state": (0, 0.0), "top": (0, 0.0)}


def test_a_scheme_that_pays_nobody_here_pays_instead_of_none():
    # Nothing reaches the brand, so nothing is in the objective: the company takes the better all the same.
    assert stacked(True, True, True, settings={"perspective": "brand"}) == {
        "pli": (1, 50.0),
        "state": (0, 0.0),
        "top": (0, 0.0),
    }


def test_the_rows_against_stacking_by_hand():
    terms = (("a", True), ("b", False), ("c", False))
    p, _, _ = built(
        network(
            items=[PHONE],
            periods=periods(10, year=YEAR),
            settings={"perspective": "chain"},
            demand=wants(10),
            schemes=[row(SCHEME, scheme=s, no_stacking=n) for s, n in terms],
            scheme_members=[row(MEMBER, scheme=s) for s, _ in terms],
        )
    )
    place = ("alder", "phone", YEAR)
    assert coefficients(p, "no_stacking") == {
        (*place, "b"): {("gate", 1): 1.0, ("gate", 0): 1.0},
        (*place, "c"): {("gate", 2): 1.0, ("gate", 0): 1.0},
    }


# -- components -----------------------------------------------------------------------------------------------------------

#: Alder's phone takes a camera, which Alder or Birch makes: for 20 or 21. Invoiced at 200. Each makes and ships.
CAMERA = {
    "items": [PHONE, {"item": "camera", "kind": "component", "group": "camera", "invoice_value": 200.0}],
    "boms": [{"item": "phone", "component": "camera", "quantity": 1.0}],
    "processes": [
        row(PLANT, conversion_cost=10.0),
        {"site": "alder-plant", "item": "camera", "conversion_cost": 20.0},
        {"site": "birch-plant", "item": "camera", "conversion_cost": 21.0},
    ],
    "lanes": [ROAD, row(ROAD, origin="birch-plant", destination="alder-plant")],
    "scheme": row(SCHEME, scheme="ecms", item_group="camera", rate=0.03, sales_threshold=1000.0),
    "outside": row(OUTSIDE, company="birch", scheme="ecms", base_sales=400.0),
    "member": row(MEMBER, scheme="ecms", company="birch"),
}
CAMERAS = row(AWARD, company="birch", item_group="camera", incentive_share=1.0)


def test_a_scheme_for_components_by_hand():
    # 10 cameras by Birch: sales of 2,000, 1,600 over the base year, 3% of them 48, for 10 dearer.
    done = plan(10, **CAMERA)
    assert money(done) == {"conversion": 100.0 + 210.0, "incentive": -48.0}
    (earned,) = done.incentives.rows(named=True)
    assert (earned["company"], earned["sales"], earned["incentive"]) == ("birch", 2000.0, pytest.approx(48.0))
    # 5 cameras are 1,000: 600 over the base year, below the threshold, so Alder makes them.
    assert money(plan(5, **CAMERA)) == {"conversion": 50.0 + 100.0}
    # 6 are 1,200, and a seventh for nobody passes the gate: 30 for the 27 that it and Birch's price cost.
    assert money(plan(6, **CAMERA)) == {"conversion": 60.0 + 147.0, "incentive": -30.0}


def test_the_brands_part_of_an_incentive_on_components_is_that_of_an_award_of_their_group():
    brand = {"settings": {"perspective": "brand"}}
    assert money(plan(10, **CAMERA, **brand)) == {"conversion": 300.0}  # none says a share: none
    # All of it: 48. Shares of manufacturers go on counting phones only.
    done = plan(10, **CAMERA, **brand, awards=[CAMERAS])
    assert money(done) == {"conversion": 310.0, "incentive": -48.0}
    assert done.awards.select("company", "item_group", "share", "breach").rows() == [("birch", "camera", 0.0, 0.0)]
    # Half of the invoice is turnover: 1,000 is 600 over the base year, below the threshold.
    assert money(plan(10, **CAMERA, **brand, awards=[row(CAMERAS, invoice_share=0.5)])) == {"conversion": 300.0}


def test_what_is_made_at_another_companys_plant_is_no_sale_of_the_member():
    # Birch has no plant of its own: what Alder makes for it under contract is Alder's making, who is no member.
    there = row(CAMERA, processes=CAMERA["processes"][:2])
    done = plan(10, **there)
    assert money(done) == {"conversion": 300.0}
    assert done.incentives.select("company", "sales", "reached").rows() == [("birch", 0.0, 0)]


def test_of_a_group_with_finished_items_these_alone_count():
    # A board of the phone's own group is in the phone's value: 5% of 1,000, and nothing for the board.
    board = {"item": "board", "kind": "subassembly", "group": "phone", "invoice_value": 60.0}
    done = plan(
        10,
        items=[PHONE, board],
        boms=[{"item": "phone", "component": "board", "quantity": 1.0}],
        processes=[row(PLANT, conversion_cost=10.0), {"site": "alder-plant", "item": "board", "conversion_cost": 1.0}],
    )
    assert money(done) == {"conversion": 110.0, "incentive": -50.0}
