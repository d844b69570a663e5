"""Countries and currencies written in a form of their own."""

from __future__ import annotations

from onshore.checking import check
from planning.build import network, wants


def found(**tables):
    rows = check(network(demand=wants(1), **tables))
    return [(r["table"], r["column"], r["rule"], r["message"]) for r in rows.iter_rows(named=True)]


def test_a_country_of_three_letters():
    rows = [{"company": "kite", "kind": "brand", "country": "IND"}, {"company": "alder", "kind": "manufacturer", "country": "IN"},
            {"company": "birch", "kind": "manufacturer", "country": "in"}, {"company": "jade", "kind": "supplier", "country": "CN"}]  # fmt: skip
    three, small = found(companies=rows)
    assert three[:3] == ("companies", "country", "country_form") and "'IND' is not a country of ISO 3166" in three[3]
    assert small[:3] == ("companies", "country", "country_form") and "'IN'" in small[3]


def test_a_currency_in_words():
    rates = [{"currency": "dollar", "from": "2024-01-01", "rate": 83.0}]
    ((table, column, rule, message),) = found(exchange_rates=rates)
    assert (table, column, rule) == ("exchange_rates", "currency", "currency_form")
    assert "'dollar' is not a currency of ISO 4217" in message
