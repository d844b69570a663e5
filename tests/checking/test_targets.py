"""Value targets of years that the plan does not have, and of items that sell for nothing."""

from __future__ import annotations

from onshore.checking import check
from planning.build import network, periods, wants

TARGET = {"company": "alder", "method": "pli_dva", "least": 0.2, "breach_price": 1.0}
PHONE = {"item": "phone", "kind": "finished", "group": "phone"}


def found(target, **item):
    tables = {"periods": periods(10, year="2024-25"), "items": [PHONE | item], "demand": wants(1)}
    rows = check(network(value_targets=[TARGET | target], **tables))
    return [(r["table"], r["rule"], r["message"]) for r in rows.iter_rows(named=True)]


def test_a_year_of_no_period():
    ((table, rule, message),) = found({"fiscal_year": "2024-52"}, invoice_value=100.0)
    assert (table, rule) == ("value_targets", "value_target_of_no_year")
    assert "'2024-52' is of no period" in message
    assert "2024-25" in message


def test_an_item_without_an_invoice_value():
    ((table, rule, message),) = found({})
    assert (table, rule) == ("items", "value_target_without_sales")
    assert "phone has no invoice_value, but alder makes it" in message


def test_a_year_of_the_horizon_and_the_whole_of_it_pass():
    assert not found({"fiscal_year": "2024-25"}, invoice_value=100.0)
    assert not found({"fiscal_year": ""}, invoice_value=100.0)
