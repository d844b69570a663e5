"""Value targets: imports against sales by a method of law, priced, on what a company makes and takes in."""

import pytest

from ..build import BIRCH, PLANT, ROAD, best, built, coefficients, day, money, network, periods, quantities, row, wants

COMPANIES = [
    {"company": "kite", "kind": "brand", "country": "IN"},
    {"company": "alder", "kind": "manufacturer", "country": "IN"},
    {"company": "birch", "kind": "manufacturer", "country": "IN"},
    {"company": "jade", "kind": "supplier", "country": "CN"},
    {"company": "onyx", "kind": "supplier", "country": "IN"},
]
SITES = [
    {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
    {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN"},
    {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "CN"},
    {"site": "onyx-plant", "company": "onyx", "kind": "supplier", "country": "IN"},
    {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
]
PHONE = {"item": "phone", "kind": "finished", "group": "phone", "invoice_value": 100.0, "short_cost": 1000.0}
KIT = {"item": "kit", "kind": "component", "duty_class": "kit", "value": 50.0}
# A kit from abroad costs 60 and 6 duty; the local one 70, of which 14 are imported inside.
JADE = {"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 60.0}
ONYX = {"supplier": "onyx-plant", "item": "kit", "from": "2024-01-01", "price": 70.0, "imported_share": 0.2}
DUTY = {"duty_class": "*", "kind": "basic", "origin": "*", "destination": "IN", "from": "2024-01-01", "rate": 0.1}
SEA = {"origin": "jade-plant", "destination": "alder-plant", "mode": "sea"}
NEAR = {"origin": "onyx-plant", "destination": "alder-plant"}
TARGET = {"company": "alder", "method": "pli_dva", "least": 0.5, "breach_price": 1.0}


def of(*targets: dict, days=(10,), wanted=(10,), **tables):
    rows = {
        "companies": COMPANIES,
        "sites": SITES,
        "items": [PHONE, KIT],
        "boms": [{"item": "phone", "component": "kit", "quantity": 1.0}],
        "processes": [row(PLANT, conversion_cost=1.0)],
        "lanes": [SEA, NEAR, ROAD],
        "sourcing": [JADE, ONYX],
        "duties": [DUTY],
        "demand": wants(*wanted),
    }
    return network(days, value_targets=list(targets), **(rows | tables))


@pytest.mark.parametrize(
    ("price", "local", "missing"),
    [
        # Ten phones sell for 1,000, so 500 may be imported. A local kit takes off 60 - 14 = 46 and costs 70 - 66 = 4
        # more: it pays from 4 / 46 = 0.087 on. Below that 600 are imported and 100 are missing.
        (0.08, 0.0, 100.0),
        # Two local kits leave 508; the third would save 8 only, which is worth its 4 from 0.5 on.
        (0.10, 2.0, 8.0),
        (0.49, 2.0, 8.0),
        (0.51, 3.0, 0.0),
    ],
)
def test_a_target_moves_purchases_to_the_local_supplier_at_its_price(price: float, local: float, missing: float):
    done = best(of(row(TARGET, breach_price=price)))
    assert quantities(done.purchases, "supplier").get("onyx-plant", 0.0) == local
    assert money(done).get("value_breach", 0.0) == pytest.approx(missing * price)
    assert money(done)["material"] == 600 + 10 * local
    stated = done.value_targets.row(0, named=True)
    imported = 600 - 46 * local
    assert stated == {
        "company": "alder",
        "site": "",
        "item": "",
        "method": "pli_dva",
        "fiscal_year": "",
        "first": "",
        "last": "",
        "sales": 1000.0,
        "imported": pytest.approx(imported),
        "value_addition": pytest.approx((1000 - imported) / 1000),
        "least": 0.5,
        "breach": pytest.approx(missing),
    }


def test_public_procurement_counts_duties_as_imported():
    # 66 a kit with duty, a local one takes off 52: three leave 504, and 510 may be imported.
    done = best(of(row(TARGET, method="ppp_mii", least=0.49)))
    assert quantities(done.purchases, "supplier")["onyx-plant"] == 3.0
    assert done.value_targets["imported"].to_list() == pytest.approx([504.0])
    done = best(of(row(TARGET, least=0.49)))  # by the guideline 600 - 2 x 46 = 508 will do
    assert quantities(done.purchases, "supplier")["onyx-plant"] == 2.0


def test_coefficients():
    p, _, _ = built(of(row(TARGET, method="ppp_mii", least=0.4)))
    (found,) = coefficients(p, "value_target").values()
    assert {k: v for (name, k), v in found.items() if name == "make"} == {0: pytest.approx(-60.0)}
    assert sorted(v for (name, _), v in found.items() if name == "buy") == pytest.approx([14.0, 66.0])
    assert found["value_breach", 0] == -1.0


def test_a_year_counts_its_own_periods_and_no_year_the_whole_horizon():
    later = {"period": "p1", "start": "2024-04-01", "days": 10, "fiscal_year": "2024-25"}
    days = [*periods(10, start="2024-03-22", year="2023-24"), later]
    tables = {"settings": {"start": day("2024-03-22")}, "periods": days, "wanted": (4, 6)}
    tables["items"] = [row(PHONE, late_cost=50.0, holding_cost=5.0), KIT]
    net = of(row(TARGET, fiscal_year="2024-25"), row(TARGET, least=0.4), **tables)
    done = best(net)
    rows = {r["fiscal_year"]: r for r in done.value_targets.iter_rows(named=True)}
    assert rows[""]["sales"] == 1000.0
    assert rows["2024-25"]["sales"] == 600.0
    assert rows["2024-25"]["imported"] <= 300.0 + 1e-6
    assert rows[""]["imported"] <= 600.0 + 1e-6
    assert all(r["breach"] == 0 for r in rows.values())


def test_a_target_without_a_price_is_told_and_changes_nothing():
    done = best(of(row(TARGET, breach_price=0.0)))
    assert "value_breach" not in money(done)
    assert done.value_targets.select("imported", "breach").row(0) == (600.0, 100.0)
    assert best(of()).value_targets.is_empty()


def test_other_companies_and_finished_pieces_do_not_count():
    # Birch buys a phone abroad and passes kits on: none of it is Alder's.
    done = best(of(row(TARGET, company="birch")))
    assert done.value_targets.select("sales", "imported", "value_addition", "breach").row(0) == (0, 0, 0, 0)


def test_what_comes_from_another_company_has_its_standard_content():
    # Birch makes boards of two kits with 5% scrap. Nobody offers boards: 2.1 kits at 50, wholly imported as one offer is.
    board = {"item": "board", "kind": "subassembly", "value": 130.0}
    tables = {
        "items": [PHONE, KIT, board],
        "boms": [
            {"item": "phone", "component": "board", "quantity": 1.0},
            {"item": "board", "component": "kit", "quantity": 2.0, "scrap": 0.05},
        ],
        "processes": [row(PLANT), row(BIRCH, item="board")],
        "lanes": [row(SEA, destination="birch-plant"), {"origin": "birch-plant", "destination": "alder-plant"}, ROAD],
    }
    done = best(of(TARGET, row(TARGET, company="birch"), **tables))
    rows = {r["company"]: r for r in done.value_targets.iter_rows(named=True)}
    assert rows["alder"]["imported"] == pytest.approx(10 * 2.1 * 50)
    assert rows["birch"]["imported"] == pytest.approx(21 * 60)
    assert rows["birch"]["sales"] == 0.0
    # Its own boards bring nothing in: the kits were counted at Alder's other plant.
    own = [row(s, company="alder") if s["site"] == "birch-plant" else s for s in SITES]
    done = best(of(TARGET, **tables, sites=own))
    assert done.value_targets["imported"].to_list() == pytest.approx([21 * 60])


def test_it_is_never_a_reason_to_leave_demand_open():
    done = best(of(row(TARGET, least=1.0, breach_price=1.0), sourcing=[JADE]))
    assert money(done)["value_breach"] == 600.0
    assert "short" not in money(done)


@pytest.mark.parametrize(
    ("least", "local"),
    # Regional value content is the guideline's amount: 40 of a phone with a kit from abroad, 86 with a local one.
    [(0.4, 0.0), (0.41, 1.0), (0.86, 10.0)],
)
def test_regional_value_content(least: float, local: float):
    done = best(of(row(TARGET, method="aifta_rvc", least=least, breach_price=9.0)))
    assert quantities(done.purchases, "supplier").get("onyx-plant", 0.0) == local
    assert done.value_targets["value_addition"].to_list() == pytest.approx([0.4 + 0.046 * local])


@pytest.mark.parametrize(
    ("least", "local"),
    # Ten kits from abroad are 600 of 1,000: 400 are two thirds of them. A local one takes off 60, its content is no
    # import here: three leave 420, and 580 are 1.38 of them.
    [(0.66, 0.0), (0.67, 1.0), (0.99, 2.0)],
)
def test_the_export_obligation_asks_for_a_share_of_what_is_imported(least: float, local: float):
    done = best(of(row(TARGET, method="advance_authorisation", least=least, breach_price=9.0)))
    assert quantities(done.purchases, "supplier").get("onyx-plant", 0.0) == local
    imported = 600 - 60 * local
    (stated,) = done.value_targets.rows(named=True)
    assert stated["imported"] == pytest.approx(imported)
    assert stated["value_addition"] == pytest.approx((1000 - imported) / imported)
    assert stated["breach"] == 0.0


def test_the_breach_of_an_export_obligation():
    # 400 of 600 for 0.9: 140 are missing; with nothing imported there is nothing to divide by, and nothing missing.
    done = best(of(row(TARGET, method="advance_authorisation", least=0.9, breach_price=0.01)))
    assert done.value_targets.select("value_addition", "breach").row(0) == pytest.approx((2 / 3, 140.0))
    assert money(done)["value_breach"] == pytest.approx(1.4)
    done = best(of(row(TARGET, method="advance_authorisation", least=0.9), sourcing=[ONYX]))
    assert done.value_targets.select("imported", "value_addition", "breach").row(0) == (0.0, 0.0, 0.0)


def test_a_target_without_a_price_may_not_be_missed():
    # 86 of 100 with all kits local, however dear they are; 87 are out of reach, so nothing is made, and that is a plan.
    dear = [JADE, row(ONYX, price=90.0, imported_share=14 / 90)]
    done = best(of(row(TARGET, least=0.86, breach_price=None), sourcing=dear))
    assert quantities(done.purchases, "supplier") == {"onyx-plant": 10.0}
    done = best(of(row(TARGET, least=0.87, breach_price=None), sourcing=dear))
    assert money(done) == {"short": 10000.0}
    # A price beside it is for the other target alone.
    done = best(
        of(row(TARGET, least=0.5, breach_price=None), row(TARGET, least=1.0, fiscal_year="", site="alder-plant"))
    )
    rows = {r["site"]: r for r in done.value_targets.iter_rows(named=True)}
    assert rows[""]["breach"] == 0.0
    assert money(done)["value_breach"] == pytest.approx(rows["alder-plant"]["breach"])


def test_a_range_of_periods():
    # Ten phones in each of three periods, of which the middle one alone is asked: three local kits of its own.
    tables = {
        "days": (10, 10, 10),
        "wanted": (10, 10, 10),
        "items": [row(PHONE, holding_cost=50.0, late_cost=50.0), row(KIT, holding_cost=50.0)],
    }
    done = best(of(row(TARGET, least=0.53, breach_price=9.0, first="p1", last="p1"), **tables))
    assert quantities(done.purchases, "supplier", "period")["onyx-plant", "p1"] == 3.0
    assert done.value_targets["sales"].to_list() == [1000.0]
    done = best(of(row(TARGET, least=0.53, breach_price=9.0, first="p1"), **tables))
    assert done.value_targets["sales"].to_list() == [2000.0]
    done = best(of(row(TARGET, least=0.53, breach_price=9.0, last="p1"), **tables))
    assert done.value_targets["sales"].to_list() == [2000.0]


def test_a_target_of_a_site():
    # Alder makes boards at a second plant, at 30 each: 31.5 of a kit of 60 with a part lost, 50 x 1.05 by the standard.
    board = {"item": "board", "kind": "subassembly", "value": 130.0}
    second = {"site": "alder-two", "company": "alder", "kind": "plant", "country": "IN"}
    tables = {
        "sites": [*SITES, second],
        "items": [PHONE, KIT, board],
        "boms": [
            {"item": "phone", "component": "board", "quantity": 1.0},
            {"item": "board", "component": "kit", "quantity": 1.0, "scrap": 0.1},
        ],
        "processes": [PLANT, row(PLANT, site="alder-two", item="board")],
        "lanes": [row(SEA, destination="alder-two"), {"origin": "alder-two", "destination": "alder-plant"}, ROAD],
        "sourcing": [JADE],
    }
    one, two = (row(TARGET, site=site, breach_price=0.0) for site in ("alder-plant", "alder-two"))
    done = best(of(one, two, row(TARGET, breach_price=0.0), **tables))
    rows = {r["site"]: (r["sales"], r["imported"]) for r in done.value_targets.iter_rows(named=True)}
    assert rows["alder-plant"] == pytest.approx((1000.0, 10 * 1.1 * 50))
    assert rows["alder-two"] == pytest.approx((0.0, 11 * 60))
    assert rows[""] == pytest.approx((1000.0, 11 * 60))


#: A phone and a tablet share the kit; each has a lens of its own, of 20, of which a fifth is imported.
TWO = {
    "items": [
        row(PHONE, invoice_value=100.0),
        row(PHONE, item="tablet", invoice_value=200.0),
        KIT,
        {"item": "lens", "kind": "component", "value": 20.0, "duty_class": "kit"},
        {"item": "pen", "kind": "component", "value": 20.0},
    ],
    "boms": [
        {"item": "phone", "component": "kit", "quantity": 1.0, "scrap": 0.1},
        {"item": "phone", "component": "lens", "quantity": 2.0},
        {"item": "tablet", "component": "kit", "quantity": 1.0},
        {"item": "tablet", "component": "pen", "quantity": 1.0},
    ],
    "processes": [row(PLANT, **{"yield": 0.5}), row(PLANT, item="tablet")],
    "sourcing": [
        JADE,
        row(ONYX, item="lens", price=20.0),
        row(JADE, item="lens", price=15.0),
        row(ONYX, item="pen", price=20.0),
    ],
    "demand": [*wants(10), *wants(10, item="tablet")],
}


def test_a_target_of_an_item_counts_its_own_parts_as_taken_in_and_common_ones_by_the_standard():
    # 20 phones are started: 22 kits by the standard of 50 (one offer is from abroad), and 40 lenses as bought: 15 each
    # from abroad, 4 inside a local one. Of the tablet: 10 kits, and pens with 4 inside.
    phone, tablet = (row(TARGET, item=i, breach_price=0.0) for i in ("phone", "tablet"))
    done = best(of(phone, tablet, row(TARGET, breach_price=0.0), **TWO))
    rows = {r["item"]: (r["sales"], r["imported"]) for r in done.value_targets.iter_rows(named=True)}
    assert rows["phone"] == pytest.approx((1000.0, 22 * 50 + 40 * 15))
    assert rows["tablet"] == pytest.approx((2000.0, 10 * 50 + 10 * 4))
    assert rows[""] == pytest.approx((3000.0, 32 * 60 + 40 * 15 + 10 * 4))


def test_a_target_of_an_item_moves_its_own_parts_alone():
    # 1,000 of phones: 1,700 imported. Each local lens takes off 11 and costs 3.5 more: at a price of 1 all 40 are.
    done = best(of(row(TARGET, item="phone", least=0.0), **TWO))
    bought = quantities(done.purchases, "item", "supplier")
    assert bought["lens", "onyx-plant"] == 40.0
    assert ("lens", "jade-plant") not in bought
    assert done.value_targets.select("imported", "breach").row(0) == pytest.approx((22 * 50 + 40 * 4, 260.0))
    done = best(of(row(TARGET, item="tablet", least=0.0), **TWO))
    assert quantities(done.purchases, "item", "supplier")["lens", "jade-plant"] == 40.0


def test_a_part_that_other_sites_share_is_still_a_sites_own():
    # The tablet is made at a second plant: at the first one all parts are the phone's own.
    second = {"site": "alder-two", "company": "alder", "kind": "plant", "country": "IN"}
    tables = row(
        TWO,
        sites=[*SITES, second],
        processes=[TWO["processes"][0], row(PLANT, site="alder-two", item="tablet")],
        lanes=[
            *(row(one, destination=to) for one in (SEA, NEAR) for to in ("alder-plant", "alder-two")),
            *(row(ROAD, origin=site) for site in ("alder-plant", "alder-two")),
        ],
    )
    one = row(TARGET, item="phone", site="alder-plant", breach_price=0.0)
    done = best(of(one, row(one, site=""), **tables))
    rows = {r["site"]: r["imported"] for r in done.value_targets.iter_rows(named=True)}
    assert rows == pytest.approx({"alder-plant": 22 * 60 + 40 * 15, "": 22 * 50 + 40 * 15})
