"""Warnings of law that changes inside the horizon: twenty days from 1 April 2024."""

from __future__ import annotations

import pytest

from onshore.network import NetworkError

from .build import PLANT, ROAD, best, network, periods, row, wants
from .rules.test_relief import AUTHORISATION, DRAWBACK, relieved

KIT = {"item": "kit", "kind": "component", "duty_class": "kit"}
PHONE = {
    "item": "phone",
    "kind": "finished",
    "group": "phone",
    "brand": "kite",
    "short_cost": 1000.0,
    "invoice_value": 9.0,
}
SEA = {"origin": "jade-plant", "destination": "alder-plant"}
BASIC = {"duty_class": "kit", "kind": "basic", "destination": "IN", "from": "2024-01-01", "rate": 0.1}


def warned(*duties, **tables) -> tuple[str, ...]:
    rows = {
        "items": [PHONE, KIT],
        "boms": [{"item": "phone", "component": "kit", "quantity": 1.0}],
        "processes": [PLANT],
        "sourcing": [{"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 10.0}],
        "lanes": [ROAD, SEA],
        "duties": list(duties),
        "demand": wants(1, 1),
    }
    return best(network((10, 10), **(rows | tables))).warnings


def test_law_that_stays_says_nothing():
    assert warned(BASIC) == ()
    assert warned(BASIC | {"to": "2024-04-20"}) == ()  # the last day of the horizon


def test_a_rate_with_a_successor():
    after = BASIC | {"from": "2024-04-11", "rate": 0.05, "instrument": "Notification 7"}
    assert warned(BASIC | {"to": "2024-04-10"}, after) == (
        "law changes on 2024-04-11, inside the horizon: basic duty of kit into IN from 10% to 5% (Notification 7)",
    )


def test_a_row_that_is_followed_by_one_of_the_same_rate_says_nothing():
    assert warned(BASIC | {"to": "2024-04-10"}, BASIC | {"from": "2024-04-11"}) == ()


def test_a_rate_that_ends_without_one_is_refused():
    extra = BASIC | {"kind": "surcharge", "duty_class": "*", "to": "2024-04-05"}
    with pytest.raises(NetworkError, match="and kit needs one on 2024-04-06, coming from CN"):
        warned(BASIC, extra)


def test_a_rate_that_is_followed_by_none():
    extra = BASIC | {"kind": "surcharge", "duty_class": "*", "to": "2024-04-05"}
    none = BASIC | {"kind": "surcharge", "duty_class": "*", "from": "2024-04-06", "rate": 0.0}
    assert warned(BASIC, extra, none) == (
        "law changes on 2024-04-06, inside the horizon: surcharge of all goods into IN from 10% to 0%",
    )


def test_a_certificate_of_origin_that_ends_or_is_followed():
    certified = {"site": "jade-plant", "item": "kit", "destination": "IN", "from": "2024-01-01", "rate": 0.05}
    ends, after = certified | {"to": "2024-04-10"}, certified | {"from": "2024-04-11", "rate": 0.07}
    said = "law changes on 2024-04-11, inside the horizon: preferential duty on kit of jade-plant into IN "
    assert warned(BASIC, preferential_duties=[certified]) == ()
    assert warned(BASIC, preferential_duties=[ends]) == (said + "ends",)
    assert warned(BASIC, preferential_duties=[ends, after]) == (said + "from 5% to 7%",)
    assert warned(BASIC, preferential_duties=[ends, after | {"rate": 0.05}]) == ()


def test_changes_of_one_day_are_told_together_and_others_not_at_all():
    first = BASIC | {"to": "2024-04-10"}
    after = BASIC | {"from": "2024-04-11", "rate": 0.05}
    extra = BASIC | {"kind": "surcharge", "to": "2024-04-10"}
    none = BASIC | {"kind": "surcharge", "from": "2024-04-11", "rate": 0.0}
    other = BASIC | {"duty_class": "gold", "to": "2024-04-03"}
    covered = BASIC | {"duty_class": "*", "to": "2024-04-02"}
    (one,) = warned(first, after, extra, none, other, covered)
    assert one.startswith("law changes on 2024-04-11, inside the horizon: basic duty of kit")
    assert "; surcharge of kit into IN from 10% to 0%" in one


def test_a_scheme_that_ends_inside_the_horizon():
    years = [*periods(10, year="2023-24"), *periods(10, start="2024-04-11", year="2024-25")]
    years[1]["period"] = "p1"
    terms = {"scheme": "pli", "category": "domestic", "item_group": "phone", "rate": 0.05}
    member = {"scheme": "pli", "company": "alder", "category": "domestic", "first_year": "2023-24"}
    rows = {"periods": years, "scheme_members": [member]}
    assert warned(BASIC, **rows, schemes=[terms | {"year": 1}, terms | {"year": 2}]) == ()
    assert warned(BASIC, **rows, schemes=[terms | {"year": 1}]) == (
        "pli has no terms for alder in 2024-25, inside the horizon: it pays nothing from then on",
    )


def relief_warned(*reliefs) -> tuple[str, ...]:
    return best(relieved(*reliefs[:1], days=(10, 10), reliefs=list(reliefs))).warnings


def test_a_relief_that_ends_inside_the_horizon():
    assert relief_warned(AUTHORISATION) == ()
    assert relief_warned(row(AUTHORISATION, to="2024-04-20")) == ()
    assert relief_warned(row(AUTHORISATION, to="2024-04-10")) == (
        "law changes on 2024-04-11, inside the horizon: authorisation of all goods from IN ends and no row follows, so "
        "that nothing is claimed from then on",
    )


def test_a_relief_that_changes_inside_the_horizon():
    later = row(DRAWBACK, from_="2024-04-11", rate=0.03, cap=None, instrument="Notification 8")
    assert relief_warned(row(DRAWBACK, to="2024-04-10"), later) == (
        "law changes on 2024-04-11, inside the horizon: drawback of all goods from IN changes: rate from 0.04 to 0.03, "
        "cap a piece from 4.5 to none (Notification 8)",
    )
    assert relief_warned(row(DRAWBACK, to="2024-04-10"), row(DRAWBACK, from_="2024-04-11")) == ()
