"""What holds of the best plan of any network: on random ones, with all that law gives and takes."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from onshore.network import Network
from onshore.planning import plan
from onshore.plans import Plan

from .build import Row, table
from .random_networks import Tables, draw

pytestmark = pytest.mark.usefixtures("poor")

CENT = 1e-6


def drawn(tables: Tables, settings: Row) -> tuple[Network, Plan]:
    net = Network(settings, {k: table(k, rows) for k, rows in tables.items()})
    return net, plan(net, gap=0.0, within=())


def test_nothing_is_paid_below_either_gate_and_no_more_than_rate_and_ceiling_say():
    met: Counter[str] = Counter()
    for seed in (s for s in range(70) if "schemes" in draw(s)[0]):
        tables, settings = draw(seed)
        ceiling = 3.0 if seed % 3 == 0 else None
        _, done = drawn(tables | {"schemes": [r | {"ceiling": ceiling} for r in tables["schemes"]]}, settings)
        booked = done.money.filter(term="incentive", site="").group_by("company").agg(pl.col("amount").sum())
        paid = dict(booked.iter_rows())
        for y in done.incentives.iter_rows(named=True):
            over = y["sales"] + y["outside_sales"] - y["base_sales"]
            short = over < y["sales_threshold"] - CENT
            poor = y["investment"] < y["investment_threshold"] - CENT
            if short or poor:
                assert (y["reached"], y["incentive"], y["incentive_on_brand"]) == (0, 0.0, 0.0), f"seed {seed}"
            assert y["incentive"] <= max(0.0, y["rate"] * over) + CENT, f"seed {seed}"
            assert y["incentive_on_brand"] <= min(y["incentive"], y["rate"] * y["sales"]) + CENT, f"seed {seed}"
            assert y["incentive"] <= (ceiling or y["incentive"]) + CENT, f"seed {seed}"
            met.update({"short": short, "poor": poor, "paid": y["incentive"] > 0, "capped": y["incentive"] == ceiling})
        earned = done.incentives.group_by("company").agg(pl.col("incentive").sum())
        for company, amount in earned.iter_rows():  # undiscounted, and all of it: no more can be counted
            assert -amount - CENT <= paid.get(company, 0.0) <= CENT, f"seed {seed}"
        grants = done.investments.select(pl.col("grant").sum(), pl.col("charge").sum()).row(0)
        assert grants[0] <= grants[1] + CENT, f"seed {seed}"
    assert min(met[k] for k in ("short", "poor", "paid", "capped")) > 0, met


def test_money_by_row_is_money_by_term_and_the_objective():
    for seed in range(35):
        _, done = drawn(*draw(seed))
        by_term = dict(done.money.group_by("term").agg(pl.col("amount").sum()).iter_rows())
        assert done.money_by_term == pytest.approx(by_term, abs=CENT), f"seed {seed}"
        assert sum(by_term.values()) == pytest.approx(done.objective, abs=CENT), f"seed {seed}"


FROM = {"country": "IN", "from": "2020-01-01"}
AUTHORISATION = FROM | {"relief": "licence", "kind": "authorisation", "value_addition": 0.15, "cost_share": 0.02}
BOND = FROM | {"relief": "bond", "kind": "bonded", "cost_share": 0.01}
DRAWBACK = FROM | {"relief": "drawback", "kind": "drawback", "rate": 0.04, "cap": 1.2}
LOW = FROM | {"relief": "drawback", "kind": "drawback", "rate": 0.01, "cap": 1.2}
RELIEFS = ([AUTHORISATION], [BOND], [DRAWBACK], [LOW], [AUTHORISATION, BOND, DRAWBACK])


def exporting(tables: Tables, reliefs: list[Row]) -> Tables:
    """The network with its shop abroad, where the customer pays the duty, and plants that may claim these reliefs; no
    certificate of origin leaves too little duty for them.
    """
    tables = {name: rows for name, rows in tables.items() if name != "preferential_duties"}
    to_shop = [r | ({"duty_paid": False} if r["destination"] == "shop" else {}) for r in tables["lanes"]]
    sites = [r | ({"country": "AE"} if r["site"] == "shop" else {}) for r in tables["sites"]]
    plants = sorted({r["site"] for r in tables["processes"]})
    claims = [{"site": s, "relief": r["relief"]} for s in plants for r in reliefs]
    return tables | {"lanes": to_shop, "sites": sites, "reliefs": reliefs, "relief_sites": claims}


@pytest.mark.parametrize("number", range(len(RELIEFS)))
def test_relief_never_exceeds_the_duty_nor_drawback_its_rate_or_cap(number: int):
    reliefs, given, claimed = RELIEFS[number], 0.0, 0.0
    for seed in (s for s in range(42) if s % 7 in (2, 4)):  # a kit from abroad
        tables, settings = draw(seed)
        net, done = drawn(exporting(tables, reliefs), settings)
        key = ["site", "item", "period"]
        free = done.duty_free.rename({"destination": "site"}).group_by(key).agg(pl.col("amount").sum())
        duty = done.money.filter(term="duty").group_by(key).agg(duty=pl.col("amount").sum())
        both = free.join(duty, on=key, how="left").with_columns(pl.col("duty").fill_null(0.0))
        assert (both["amount"] <= both["duty"] + CENT).all(), f"seed {seed}"
        moved = done.shipments.rename({"origin": "site"}).group_by(key).agg(shipped=pl.col("quantity").sum())
        claims = done.relieved_exports.join(moved, on=key, how="left")
        claims = claims.join(net.reliefs.select("relief", "kind", "rate", "cap"), on="relief")
        most = pl.min_horizontal(pl.col("rate") * 40.0, pl.col("cap").fill_null(0.0)) * pl.col("quantity")
        most = pl.when(pl.col("kind") == "drawback").then(most).otherwise(0.0)
        assert (claims["quantity"] <= claims["shipped"] + CENT).all(), f"seed {seed}"
        assert (claims["amount"] <= claims.select(most=most)["most"] + CENT).all(), f"seed {seed}"
        total = free["amount"].sum() + claims["amount"].sum()
        assert -done.money_by_term.get("relief", 0.0) == pytest.approx(total, abs=CENT), f"seed {seed}"
        given, claimed = given + free["amount"].sum(), claimed + claims["amount"].sum()
    kinds = {r["kind"] for r in reliefs}
    assert given > 0 or kinds == {"drawback"}
    assert claimed > 0 or "drawback" not in kinds
