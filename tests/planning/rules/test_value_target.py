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
        "method": "pli_dva",
        "fiscal_year": "",
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
