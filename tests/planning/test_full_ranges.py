"""Full ranges hold every plan that costs so little more, and so the inner ones too."""

from __future__ import annotations

import pytest

import onshore as on
from onshore.formats import load


@pytest.mark.parametrize("scenario", ["", "no-incentive", "wide-band"])
def test_inner_ranges_lie_within_full_ones(scenario):
    network = load("cases/three-sites", scenario)
    inner = {(r.decision, r.within): r for r in on.plan(network, within=(1.0, 50.0)).ranges}
    full = {(r.decision, r.within): r for r in on.plan(network, within=(1.0, 50.0), full_ranges=True).ranges}
    assert inner.keys() == full.keys() and inner
    for key, outer in full.items():
        assert outer.kind == "full"
        assert outer.low - 1e-4 <= inner[key].low <= outer.value <= inner[key].high <= outer.high + 1e-4


def test_a_plan_within_the_cost_has_its_share_within_the_full_range():
    """The cheapest plan of a changed network that keeps the volume is a plan of the old one too."""
    network = load("cases/three-sites")
    base = on.plan(network)
    other = on.plan(load("cases/three-sites", "no-incentive"))
    pieces = base.sales["quantity"].sum()
    assert other.sales["quantity"].sum() == pytest.approx(pieces)
    cost = sum(other.money.filter(other.money["term"] != "incentive")["amount"])
    extra = cost - base.money.filter(base.money["term"] != "incentive")["amount"].sum()
    assert extra < 0  # it does without the incentive, so it makes where that is cheaper
    sure = on.plan(network, within=((base.objective * 0.1) / pieces,), full_ranges=True).ranges
    shares = {r.decision: r for r in other.ranges if r.within == 1.0}
    for found in sure:
        assert found.low - 1e-6 <= shares[found.decision].value <= found.high + 1e-6
