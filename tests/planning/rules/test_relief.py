"""Export relief: numbers by hand on one plant that sells at home and abroad."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from onshore.planning import plan
from onshore.planning.tables import settle
from onshore.verification import verify

from ..build import PLANT, ROAD, best, built, money, network, periods, quantities, row, wants

# A kit of 100 pays 10 % and a surcharge of 10 % of that: 11 a phone. 60 phones go abroad, 40 stay.
TABLES = {
    "sites": [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "CN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
        {"site": "souk", "company": "kite", "kind": "market", "country": "AE"},
    ],
    "items": [
        {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0,
         "invoice_value": 130.0, "duty_class": "phone"},
        {"item": "kit", "kind": "component", "duty_class": "kit"},
    ],
    "boms": [{"item": "phone", "component": "kit", "quantity": 1.0}],
    "processes": [PLANT | {"conversion_cost": 10.0}],
    "sourcing": [{"supplier": "jade-plant", "item": "kit", "from": "2024-04-01", "price": 100.0, "running": True}],
    "lanes": [
        ROAD,
        {"origin": "alder-plant", "destination": "souk", "duty_paid": False},
        {"origin": "jade-plant", "destination": "alder-plant"},
    ],
    "duties": [
        {"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2017-07-01", "rate": 0.1},
        {"duty_class": "*", "kind": "surcharge", "destination": "IN", "from": "2018-02-02", "rate": 0.1},
    ],
    "demand": [*wants(40), *wants(60, market="souk")],
}  # fmt: skip
AUTHORISATION = {
    "relief": "authorisation", "kind": "authorisation", "country": "IN", "from": "2023-04-01", "value_addition": 0.15,
    "validity_days": 548.0, "cost_share": 0.02,
}  # fmt: skip
DRAWBACK = {"relief": "drawback", "kind": "drawback", "country": "IN", "from": "2020-01-28", "rate": 0.04, "cap": 4.5}
BOND = {"relief": "bond", "kind": "bonded", "country": "IN", "from": "2019-10-01", "cost_share": 0.01}


def relieved(*reliefs, cost=0.0, days=(10,), **tables):
    sites = [{"site": "alder-plant", "relief": r["relief"], "cost": cost} for r in reliefs]
    return network(days, **(TABLES | {"reliefs": list(reliefs), "relief_sites": sites} | tables))


def edited(done, **tables):
    return replace(done, tables={**done.tables, **tables})


def test_an_authorisation_frees_what_the_exports_hold():
    done = best(relieved(AUTHORISATION))
    assert money(done) == {
        "material": 10_000.0, "duty": 1_100.0, "conversion": 1_000.0, "relief": -660.0, "relief_cost": 13.2,
    }  # fmt: skip
    assert quantities(done.duty_free, "item") == {"kit": 60.0}
    assert quantities(done.relieved_exports, "item") == {"phone": 60.0}


def test_value_addition_limits_the_free_inputs():
    """At an invoice of 115 x 0.6 the exports of 60 carry free inputs of 3,600: 36 kits."""
    items = [row(TABLES["items"][0], invoice_value=69.0), TABLES["items"][1]]
    done = best(relieved(AUTHORISATION, items=items))
    assert quantities(done.duty_free, "item") == {"kit": 36.0}
    assert money(done)["relief"] == pytest.approx(-36 * 11)


def test_drawback_is_a_rate_up_to_a_cap():
    assert money(best(relieved(DRAWBACK)))["relief"] == -60 * 4.5  # 4 % of 130 is 5.2
    assert money(best(relieved(row(DRAWBACK, cap=None))))["relief"] == pytest.approx(-60 * 5.2)


def test_a_stream_takes_the_better_relief():
    done = best(relieved(AUTHORISATION, DRAWBACK, BOND))
    assert done.relieved_exports["relief"].unique().to_list() == ["bond"]  # 11 less 1 %, against 11 less 2 % and 4.5
    cheap = best(relieved(DRAWBACK, BOND, duties=[row(TABLES["duties"][0], rate=0.01)]))
    assert cheap.relieved_exports["relief"].unique().to_list() == ["drawback"]  # 4.5 against 1


def test_a_claim_that_costs_more_than_it_saves_is_not_made():
    assert "relief" not in money(best(relieved(DRAWBACK, cost=271.0)))
    assert money(best(relieved(DRAWBACK, cost=269.0)))["relief_cost"] == 269.0


def test_no_more_is_claimed_than_is_shipped_where_demand_is_no_whole_number():
    kits = [{**TABLES["sourcing"][0], "capacity": 10.0}]  # 100 in ten days, for the 99.9 wanted
    done = plan(relieved(AUTHORISATION, sourcing=kits, demand=[*wants(40.5), *wants(59.4, market="souk")]), within=())
    shipped = done.shipments.filter(destination="souk")["quantity"].sum()
    assert 59.4 <= done.relieved_exports["quantity"].sum() <= shipped <= 59.5 + 1e-9
    assert done.duty_free["quantity"].to_list() == [59.0]


def test_nothing_is_relieved_where_nothing_is_exported():
    assert "relief" not in money(best(relieved(AUTHORISATION, DRAWBACK, demand=wants(100))))


def test_a_relief_not_in_force_is_not_granted():
    assert "relief" not in money(best(relieved(row(AUTHORISATION, to="2024-03-31"))))
    assert "relief" not in money(best(relieved(row(DRAWBACK, from_="2024-05-01"))))


def test_an_export_past_the_validity_does_not_discharge_the_import():
    """Kits come in 2024-25 only, phones leave on day 460: within 548 days of the year's first, not within 400."""
    when = [*periods(365, year="2024-25"), *periods(190, start="2025-04-01", year="2025-26")]
    when[1]["period"] = "p1"
    offers = [TABLES["sourcing"][0], row(TABLES["sourcing"][0], from_="2025-04-01", capacity=0.0)]
    made = [row(TABLES["processes"][0], qualified=False, qualify_from="2025-04-01")]
    late = {"periods": when, "demand": wants(0, 60, market="souk"), "sourcing": offers, "processes": made}
    assert quantities(best(relieved(AUTHORISATION, **late)).duty_free, "period") == {"p0": 60.0}
    assert best(relieved(row(AUTHORISATION, validity_days=400.0), **late)).duty_free.is_empty()


def test_inputs_of_what_the_plant_makes_itself_are_free_once():
    """A board can be made of a chip or bought whole: 60 phones hold 60 boards, however they came."""
    items = [*TABLES["items"], {"item": "chip", "kind": "component", "duty_class": "kit"}]
    items[1] = row(items[1], kind="subassembly")
    made = {
        "items": items,
        "boms": [*TABLES["boms"], {"item": "kit", "component": "chip", "quantity": 2.0}],
        "processes": [*TABLES["processes"], {"site": "alder-plant", "item": "kit", "conversion_cost": 5.0}],
        "sourcing": [
            row(TABLES["sourcing"][0], capacity=5.0),
            {"supplier": "jade-plant", "item": "chip", "from": "2024-04-01", "price": 45.0, "running": True},
        ],
    }
    done = best(relieved(AUTHORISATION, **made))
    free = quantities(done.duty_free, "item")
    assert free.get("kit", 0.0) + free.get("chip", 0.0) / 2 == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("relieved_exports", {"quantity": 61.0}, "shipped abroad"),
        ("duty_free", {"quantity": 61.0, "amount": 671.0}, "the exports hold"),
        ("duty_free", {"amount": 700.0}, "the duty is"),
        ("duty_free", {"relief": "drawback"}, "no relief lets it in"),
        ("relieved_exports", {"relief": "magic"}, "no relief can be claimed"),
    ],
)
def test_a_changed_claim_is_refused(table, change, words):
    net = relieved(AUTHORISATION)
    done = best(net)
    wrong = edited(done, **{table: done.tables[table].with_columns(**{k: pl.lit(v) for k, v in change.items()})})
    found = verify(net, wrong).filter(pl.col("rule") == "relief")
    assert any(words in message for message in found["message"])


def test_two_reliefs_for_one_stream_are_refused():
    net = relieved(DRAWBACK, BOND)
    done = best(net)
    other = done.relieved_exports.with_columns(quantity=pl.lit(30.0))
    both = pl.concat([other, other.with_columns(relief=pl.lit("drawback"), amount=pl.lit(135.0))])
    found = verify(net, edited(done, relieved_exports=both)).filter(pl.col("rule") == "relief")
    assert any("one relief, not bond and drawback" in message for message in found["message"])


def test_relief_never_exceeds_the_duty_paid():
    for reliefs in ((AUTHORISATION,), (BOND,), (AUTHORISATION, DRAWBACK, BOND)):
        done = best(relieved(*reliefs, demand=[*wants(1), *wants(99, market="souk")]))
        terms = money(done)
        assert -terms["relief"] <= terms["duty"] + 1e-6


def test_a_relief_that_is_chosen_and_not_claimed_costs_nothing():
    p = built(relieved(BOND, cost=50.0))[0]
    values = np.zeros(p.n_columns)
    values[p["stream"]["col"].to_numpy()] = 1.0
    assert settle(p, values)[p["stream"]["col"].to_numpy()].tolist() == [0.0]
