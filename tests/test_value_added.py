"""Value added by four methods, by hand: one phone, boards of another plant, two origins, additivity."""

from pathlib import Path

import polars as pl
import pytest

from onshore import measures as m
from onshore import policy
from onshore.formats import load
from onshore.planning import plan as planned
from test_measures import DAY, make, money, move, network, plan

PHONE = {"item": "phone", "kind": "finished", "group": "phone", "invoice_value": 110.0, "hs": "85171300"}
SHARES = {"pli_dva": 0.1818, "ppp_mii": 0.0918, "advance_authorisation": 0.2222, "aifta_rvc": 0.1818}


def rows(frame: pl.DataFrame) -> dict[str, dict]:
    return {row["method"]: row for row in frame.iter_rows(named=True)}


def test_one_phone_by_every_method():
    # Sold at 110, parts of 90 imported, 9.9 duty. What is bought abroad comes to bob-1 at its price.
    chip = {"item": "chip", "kind": "component", "hs": "85177990"}
    net = network(
        items=[PHONE, chip],
        boms=[{"item": "phone", "component": "chip", "quantity": 1.0}],
        lanes=[{"origin": "chip-1", "destination": "bob-1", "mode": "sea"}],
    )
    bought = {"supplier": "chip-1", "site": "bob-1", "item": "chip", "period": "apr", "quantity": 1.0, "price": 90.0}
    done = plan(
        production=[make("bob-1", "phone", 1)],
        purchases=[bought | {"tier": 1}],
        shipments=[move("chip-1", "bob-1", "chip", 1, "sea")],
        money=[money("duty", 9.9, "chip")],
    )
    found = rows(m.value_added(net, done, "item"))
    shares = {method: row["value_addition"] for method, row in found.items()}
    assert shares == pytest.approx(SHARES, abs=5e-5)
    assert {method: row["passes"] for method, row in found.items()} == {
        "pli_dva": None,  # the law asks no least share
        "ppp_mii": False,  # 9.2% of the 20% of a Class II local supplier
        "advance_authorisation": True,  # 22.2% of 15%
        "aifta_rvc": False,  # 18.2% of 35%, though 851713 is another sub-heading than 851779
    }
    rvc = found["aifta_rvc"]
    assert (rvc["reaches"], rvc["heading_changes"], rvc["threshold"]) == (False, True, 0.35)
    assert found["ppp_mii"]["counted"] == pytest.approx(99.9)
    kpis = m.measures(net, done)
    assert {k: v["value"] for k, v in kpis.items() if k.startswith("value_addition")} == pytest.approx(
        {f"value_addition:{method}": share for method, share in shares.items()}
        | {"value_addition:pli_dva_bought_gross": 20 / 110, "value_addition:pli_dva_bought_net": 20 / 110}
    )


def test_the_law_gives_the_same_share_of_one_phone():
    for method in m.VALUE_METHODS:
        share = policy.value_addition(method, value=110, imported=90, duties=9.9).share
        assert share == pytest.approx(SHARES[method], abs=5e-5)


def three_tiers():
    """bob-1 makes boards of two chips (10% scrap) and ships some to ann-1; phones take a board and a case.

    Chips: 100 from abroad at 10 + 8.5 freight, 300 at home at 12, of which half is imported inside: 18.5 x 100 and
    1,800 over 400. Duty 220 in all. A board holds 2.2 chips; nine of ten boards started are good.
    """
    net = network(
        items=[
            PHONE,
            {"item": "buds", "kind": "finished", "group": "audio", "invoice_value": 25.0},
            {"item": "board", "kind": "subassembly", "value": 50.0},
            {"item": "chip", "kind": "component", "value": 10.0, "weight": 0.1, "hs": "854231"},
            {"item": "case", "kind": "component", "value": 5.0},
        ],
        boms=[
            {"item": "phone", "component": "board", "quantity": 1.0},
            {"item": "phone", "component": "case", "quantity": 1.0},
            {"item": "board", "component": "chip", "quantity": 2.0, "scrap": 0.1},
            {"item": "buds", "component": "chip", "quantity": 1.0},
        ],
        lanes=[
            {"origin": "chip-1", "destination": "bob-1", "mode": "sea", "cost_per_kg": 1.0, "currency": "USD"},
            {"origin": "case-1", "destination": "bob-1"},
            {"origin": "case-1", "destination": "ann-1"},
            {"origin": "bob-1", "destination": "ann-1"},
        ],
        sourcing=[
            {"supplier": "chip-1", "item": "chip", "from": DAY, "price": 10.0},
            {"supplier": "case-1", "item": "chip", "from": DAY, "price": 12.0, "imported_share": 0.5},
            {"supplier": "case-1", "item": "case", "from": DAY, "price": 5.0, "imported_share": 0.4},
        ],
    )
    buy = {"site": "bob-1", "item": "chip", "period": "apr", "tier": 1}
    done = plan(
        production=[
            make("bob-1", "board", 90) | {"started": 100.0},
            make("ann-1", "phone", 40, "may"),
            make("bob-1", "phone", 20),
            make("bob-1", "buds", 80),
        ],
        purchases=[
            buy | {"supplier": "chip-1", "quantity": 100.0, "price": 10.0},
            buy | {"supplier": "case-1", "quantity": 300.0, "price": 12.0},
            buy | {"supplier": "case-1", "site": "ann-1", "item": "case", "quantity": 60.0, "price": 5.0},
        ],
        shipments=[
            move("chip-1", "bob-1", "chip", 100, "sea"),
            move("case-1", "bob-1", "chip", 300),
            move("case-1", "ann-1", "case", 60),
            move("bob-1", "ann-1", "board", 40),
        ],
        money=[money("duty", 220.0, "chip")],
    )
    return net, done


def test_the_content_of_a_piece_is_rolled_up_through_tiers_and_origins():
    net, done = three_tiers()
    cif, inside, duty = 1850 / 400, 1800 / 400, 220 / 400  # a chip at bob-1
    board = 2.2 / 0.9
    found = {(r["key"]): r for r in m.value_added(net, done, "site").filter(method="ppp_mii").iter_rows(named=True)}
    ann, bob = found["ann-1"], found["bob-1"]
    assert ann["sales"] == 40 * 110
    assert ann["imported"] == pytest.approx(40 * board * cif)
    assert ann["duty"] == pytest.approx(40 * board * duty)
    assert ann["content"] == pytest.approx(40 * (board * inside + 5 * 0.4))  # its cases were bought there
    # bob-1 bought no case: those in its phones have the standard content, 5 x 0.4.
    assert bob["sales"] == 20 * 110 + 80 * 25
    assert bob["imported"] == pytest.approx((20 * board + 80) * cif)
    assert bob["content"] == pytest.approx(20 * (board * inside + 2) + 80 * inside)
    for row in (ann, bob):
        assert row["value_addition"] == pytest.approx(1 - row["counted"] / row["sales"])
        assert row["counted"] == pytest.approx(row["imported"] + row["content"] + row["duty"])


def test_items_sites_companies_and_periods_add_up_to_all():
    net, done = three_tiers()
    amounts = ["sales", "imported", "content", "duty", "counted"]
    whole = m.value_added(net, done, "all").select("method", *amounts).sort("method")
    for by in ("item", "site", "company", "period"):
        parts = m.value_added(net, done, by).group_by("method").agg(pl.col(amounts).sum()).sort("method")
        for name in amounts:
            assert parts[name].to_list() == pytest.approx(whole[name].to_list()), (by, name)
    assert m.value_added(net, done, "period").filter(method="pli_dva")["sales"].to_list() == [4200.0, 4400.0]


def test_headings_that_cannot_be_told_are_not_passed():
    net, done = three_tiers()
    found = {r["key"]: r for r in m.value_added(net, done, "item").filter(method="aifta_rvc").iter_rows(named=True)}
    assert found["phone"]["heading_changes"] is True  # 851713 of chips 854231; the case crosses no border
    assert found["buds"]["heading_changes"] is None  # they have no code
    assert found["buds"]["passes"] is None
    short = net.replace(items=net.items.with_columns(hs=pl.when(item="chip").then(pl.lit("8517")).otherwise("hs")))
    assert m.value_added(short, done, "all").filter(method="aifta_rvc")["heading_changes"].to_list() == [None]
    same = net.replace(items=net.items.with_columns(hs=pl.when(item="chip").then(pl.lit("851713")).otherwise("hs")))
    (row,) = m.value_added(same, done, "all").filter(method="aifta_rvc").to_dicts()
    assert (row["heading_changes"], row["passes"]) == (False, False)


def test_of_what_never_comes_the_standard_content_counts():
    # One phone of a board from stock: nobody offers boards, so 2.2 chips at 10, wholly imported as one offer is.
    net, _ = three_tiers()
    found = rows(m.value_added(net, plan(production=[make("ann-1", "phone", 1)]), "all"))
    assert found["pli_dva"]["imported"] == pytest.approx(22)
    assert found["pli_dva"]["content"] == pytest.approx(2)


def test_with_nothing_imported_the_export_obligation_is_met():
    net = network(items=[PHONE], boms=[])
    (row,) = (
        m.value_added(net, plan(production=[make("ann-1", "phone", 1)]), "all")
        .filter(method="advance_authorisation")
        .to_dicts()
    )
    assert (row["value_addition"], row["passes"]) == (None, True)


def test_nothing_made_has_no_value_addition():
    assert m.value_added(network(), plan()).is_empty()
    found = m.measures(network(), plan())
    assert {found[f"value_addition:{method}"]["value"] for method in m.VALUE_METHODS} == {None}


def test_by_company_the_target_is_the_threshold():
    net, done = three_tiers()
    everywhere = dict.fromkeys(("site", "item", "fiscal_year", "first", "last", "source"), "")
    target = {"company": "ann", "method": "pli_dva", "least": 0.75, "breach_price": 0.0}
    asked = net.replace(value_targets=pl.DataFrame([target | everywhere], schema=net.value_targets.schema))
    found = {r["key"]: r for r in m.value_added(asked, done, "company").filter(method="pli_dva").iter_rows(named=True)}
    assert (found["ann"]["threshold"], found["bob"]["threshold"]) == (0.75, None)
    counted = 40 * (2.2 / 0.9 * 3650 / 400 + 2)
    assert found["ann"]["passes"] is (1 - counted / 4400 >= 0.75)


def test_three_sites_by_hand():
    # A phone holds 1.02 kits of 500 CIF and 55 duty: 49% and 43.39% of 1,000 at either plant.
    net = load(Path(__file__).parents[1] / "cases" / "three-sites")
    done = planned(net, within=())
    for by in ("company", "item", "all"):
        found = m.value_added(net, done, by)
        assert found.filter(method="pli_dva")["value_addition"].to_list() == pytest.approx(
            [0.49] * found["key"].n_unique()
        )
        assert set(found.filter(method="ppp_mii")["value_addition"].round(6)) == {0.4339}
