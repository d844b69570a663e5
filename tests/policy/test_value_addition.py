"""One phone, FOB 110 with imported inputs of 90 at CIF: four methods, four answers."""

from __future__ import annotations

import datetime as dt

import pytest

from onshore import policy
from onshore.measures.value_added import VALUE_METHODS
from onshore.policy import Unknown, UnknownName, value_addition


def test_pli_reports():
    found = value_addition("pli_dva", value=110, imported=90)
    assert found.share == pytest.approx(0.1818, abs=5e-5)
    assert (found.method, found.of, found.threshold, found.passes) == ("pli_dva", "net sales", None, None)


def test_public_procurement_counts_duties_as_imported():
    bare = value_addition("ppp_mii", value=110, imported=90)
    assert bare.share == pytest.approx(0.1818, abs=5e-5)
    found = value_addition("ppp_mii", value=110, imported=90, duties=9.9)
    assert found.share == pytest.approx(0.0918, abs=5e-5)
    assert found.passes is False and found.threshold == 0.20


@pytest.mark.parametrize(
    ("imported", "test", "passes"),
    [
        (50, "Class I local supplier", True),
        (80, "Class II local supplier", True),
        (80.1, "Class II local supplier", False),
    ],
)
def test_classes_of_public_procurement(imported, test, passes):
    found = value_addition("ppp_mii", value=100, imported=imported)
    assert (found.test, found.passes) == (test, passes)


def test_advance_authorisation_is_on_cif():
    found = value_addition("advance_authorisation", value=110, imported=90, duties=9.9)
    assert found.share == pytest.approx(0.2222, abs=5e-5)
    assert found.passes and found.of == "CIF value of inputs" and found.threshold == 0.15
    assert value_addition("advance_authorisation", value=115, imported=100).passes
    assert not value_addition("advance_authorisation", value=114.99, imported=100).passes
    # 15% of CIF is 13.04% of FOB.
    assert pytest.approx(0.1304, abs=5e-5) == 15 / 115


def test_free_of_cost_inputs_count_on_both_sides():
    found = value_addition("advance_authorisation", value=30, imported=10, consigned=80)
    # (30 + 80 - 10 - 80) / (10 + 80)
    assert found.share == pytest.approx(20 / 90)
    assert value_addition("advance_authorisation", value=30, imported=10).share == pytest.approx(2.0)


def test_asean_needs_content_and_a_change_of_heading():
    found = value_addition("aifta_rvc", value=110, imported=90, tariff_change=True)
    assert found.share == pytest.approx(0.1818, abs=5e-5)
    assert found.passes is False and found.threshold == 0.35
    enough = {"value": 100, "imported": 65}
    assert value_addition("aifta_rvc", **enough, tariff_change=True).passes is True
    assert value_addition("aifta_rvc", **enough, tariff_change=False).passes is False
    untold = value_addition("aifta_rvc", **enough)
    assert untold.passes is None and "not told" in untold.why


def test_asean_direct_way():
    found = value_addition("aifta_rvc", value=100, imported=65, originating=36, tariff_change=True)
    assert found.share == pytest.approx(0.36) and found.passes


def test_gross_and_net():
    """40 of 100 bought at home, three quarters of that imported inside: 40% gross, 10% net."""
    assert value_addition("pli_dva", value=100, imported=60).share == pytest.approx(0.40)
    assert value_addition("pli_dva", value=100, imported=60 + 30).share == pytest.approx(0.10)


def test_measures_of_a_plan_have_the_methods_of_law():
    assert set(VALUE_METHODS) == set(policy.METHODS)


def test_every_method_of_the_data_is_offered():
    assert set(policy.law()["value_addition"]["method"]) == set(policy.METHODS)


def test_what_cannot_be_told_raises():
    with pytest.raises(UnknownName, match=r"There is no method 'ppp_mi'. Nearest: ppp_mii"):
        value_addition("ppp_mi", value=1, imported=0)
    with pytest.raises(Unknown, match=r"ppp_mii on 2020-09-15. It is known from 2020-09-16"):
        value_addition("ppp_mii", value=1, imported=0, on=dt.date(2020, 9, 15))
    assert value_addition("ppp_mii", value=1, imported=0, on=dt.date(2024, 9, 15)).passes
    with pytest.raises(ValueError, match=r"CIF value of inputs is zero"):
        value_addition("advance_authorisation", value=1, imported=0)
    with pytest.raises(ValueError, match=r"imported = -1"):
        value_addition("pli_dva", value=1, imported=-1)
