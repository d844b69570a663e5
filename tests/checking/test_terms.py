"""Consigned parts against awards that call all of an invoice turnover, and parts on several terms."""

from __future__ import annotations

import pytest

from onshore.checking import check
from planning.build import ROAD, network, periods, row, wants

PHONE = {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "invoice_value": 100.0}
BOARD = {"item": "board", "kind": "subassembly", "value": 50.0}
KIT = {"item": "kit", "kind": "component", "duty_class": "kit", "value": 40.0}
OFFER = {"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 40.0, "running": True}
AWARD = {"brand": "kite", "company": "alder", "item_group": "phone", "from": "2024-04-01", "to": "2025-03-31"}
SCHEME = {"scheme": "pli", "category": "all", "year": 1, "item_group": "phone", "rate": 0.05}
MEMBER = {"scheme": "pli", "company": "alder", "category": "all", "first_year": "2024-25"}


def said(*terms: str, award=AWARD, **tables) -> list[str]:
    """What is said of a kit on these terms, inside a board inside the phone."""
    rows = {
        "periods": periods(10, year="2024-25"),
        "items": [PHONE, BOARD, KIT],
        "boms": [
            {"item": "phone", "component": "board", "quantity": 1.0},
            {"item": "board", "component": "kit", "quantity": 1.0},
        ],
        "processes": [{"site": "alder-plant", "item": "phone"}, {"site": "alder-plant", "item": "board"}],
        "lanes": [ROAD, {"origin": "jade-plant", "destination": "alder-plant", "duty_paid": False}],
        "sourcing": [row(OFFER, terms=t, from_=f"2024-0{k}-01") for k, t in enumerate(terms, 1)],
        "awards": [award],
        "schemes": [SCHEME],
        "scheme_members": [MEMBER],
        "demand": wants(1),
    }
    return check(network(**(rows | tables)))["message"].to_list()


ALL_OF_IT = (
    "awards.csv:2: invoice_share = 1, but kit in the phone that alder makes is consigned: it is not in the maker's "
    "invoice, so not in the turnover that a scheme counts. Leave it empty, to go by the terms, or give the share that is "
    "left."
)
MIXED = (
    "sourcing.csv:3: terms of kit are consigned here and others elsewhere, so it cannot be told whether the invoice of "
    "alder for phone holds it, which scheme 'pli' counts. Write the same terms, or give invoice_share in awards."
)


@pytest.mark.parametrize(
    ("terms", "share", "messages"),
    [
        (["consigned"], None, []),
        (["consigned"], 0.6, []),
        (["consigned"], 1.0, [ALL_OF_IT]),
        (["turnkey", "buy-sell"], 1.0, []),
        (["turnkey", "buy-sell"], None, []),
        (["turnkey", "consigned"], None, [MIXED]),
        (["turnkey", "consigned"], 0.6, []),
        (["turnkey", "consigned"], 1.0, []),  # somebody says so
    ],
)
def test_terms_and_the_share_of_an_award(terms: list[str], share: float | None, messages: list[str]):
    assert said(*terms, award=row(AWARD, invoice_share=share)) == messages


def test_only_members_and_what_they_make_are_told():
    assert said("consigned", award=row(AWARD, invoice_share=1.0), scheme_members=[row(MEMBER, company="birch")]) == []
    assert said("turnkey", "consigned", scheme_members=[]) == []
    assert said("turnkey", "consigned", award=row(AWARD, company="birch")) == [MIXED]
    # A board that can be bought has its kit in its price.
    bought = [row(OFFER, terms="consigned"), row(OFFER, item="board")]
    items = [PHONE, row(BOARD, duty_class="kit"), KIT]
    assert said(award=row(AWARD, invoice_share=1.0), sourcing=bought, items=items) == []
