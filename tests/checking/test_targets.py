"""Value targets of years that the plan does not have, and of items that sell for nothing."""

from __future__ import annotations

from onshore.checking import check
from planning.build import network, periods, wants

TARGET = {"company": "alder", "method": "pli_dva", "least": 0.2, "breach_price": 1.0}
PHONE = {"item": "phone", "kind": "finished", "group": "phone"}


KIT = {"item": "kit", "kind": "component", "duty_class": "kit"}


def found(target, tables=None, **item):
    rows = {"periods": periods(10, year="2024-25"), "items": [PHONE | item, KIT], "demand": wants(1)} | (tables or {})
    rows = check(network(value_targets=[TARGET | target], **rows))
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


def test_places_and_items_that_are_not_the_companys():
    ((_, rule, message),) = found({"site": "birch-plant"}, invoice_value=100.0)
    assert rule == "value_target_elsewhere"
    assert message == (
        "value_targets.csv:2: birch-plant is a site of birch, not of alder. Name one of its own, or leave it empty for "
        "all of them."
    )
    ((_, rule, message),) = found({"site": "alder-plant", "item": "kit", "company": "alder"}, invoice_value=100.0)
    assert rule == "value_target_of_nothing"
    assert message == (
        "value_targets.csv:2: kit is no finished item that alder makes at alder-plant, so the target asks for nothing. "
        "Name another, or leave it empty for all that it makes."
    )
    ((_, rule, message),) = found({"site": "aldr-plant"}, invoice_value=100.0)
    assert (rule, message) == (
        "reference",
        "value_targets.csv:2: site = 'aldr-plant' is not in sites. Did you mean 'alder-plant'?",
    )
    assert not found({"site": "alder-plant", "item": "phone"}, invoice_value=100.0)


def test_periods_that_are_none():
    two = periods(10, 10, year="2024-25")
    two[0]["fiscal_year"] = "2023-24"
    for cells, words in (
        ({"first": "p1", "last": "p0"}, "no period is in fiscal_year '' from first = 'p1' to last = 'p0'"),
        (
            {"first": "p1", "fiscal_year": "2023-24"},
            "no period is in fiscal_year '2023-24' from first = 'p1' to last = ''",
        ),
    ):
        ((_, rule, message),) = found(cells, tables={"periods": two}, invoice_value=100.0)
        assert rule == "value_target_of_no_period"
        assert words in message
    assert not found({"first": "p0", "last": "p1"}, tables={"periods": two}, invoice_value=100.0)
    assert not found({"last": "p1", "fiscal_year": "2023-24"}, tables={"periods": two}, invoice_value=100.0)


def test_a_year_of_the_horizon_and_the_whole_of_it_pass():
    assert not found({"fiscal_year": "2024-25"}, invoice_value=100.0)
    assert not found({"fiscal_year": ""}, invoice_value=100.0)
