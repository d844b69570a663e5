"""Certificates of origin: two rates on one day, and rates that are not known for the whole horizon."""

from __future__ import annotations

from onshore.checking import check
from planning.build import network, row, wants
from planning.rules.test_moving import BOM, KIT, OFFER, PHONE, ROAD, SEA, law

CERTIFIED = {"site": "jade-plant", "item": "kit", "destination": "IN", "from": "2024-01-01", "rate": 0.05}


def told(*certified) -> list[str]:
    """Of kits that jade sells into India, in ten days from 1 April 2024."""
    tables = {"items": [PHONE, KIT], "boms": BOM, "sourcing": [OFFER], "lanes": [ROAD, SEA], "duties": law(0.2)}
    rows = check(network((10,), demand=wants(1), preferential_duties=list(certified), **tables))
    return rows["message"].to_list()


def test_a_certificate_that_holds():
    assert told(CERTIFIED) == []
    assert told(row(CERTIFIED, to="2024-04-05"), row(CERTIFIED, from_="2024-04-06", rate=0.1)) == []


def test_two_rates_on_one_day():
    assert told(CERTIFIED, row(CERTIFIED, from_="2024-04-06", rate=0.1)) == [
        "preferential_duties.csv:3: preferential duty on kit of jade-plant into IN begins on 2024-04-06, but the one "
        "before it (line 2) has no end: two rates on one day. End the earlier row on the day before."
    ]


def test_a_rate_that_is_needed_later_than_it_is_known():
    assert told(row(CERTIFIED, known_until="2024-04-09")) == [
        "preferential_duties.csv:2: preferential duty on kit of jade-plant into IN since 2024-01-01 is known until "
        "2024-04-09 only, and the horizon needs it until 2024-04-10. Look up whether it still holds and say so in "
        "known_until, or end the row before."
    ]
    assert told(row(CERTIFIED, known_until="2024-04-10")) == []
    assert told(row(CERTIFIED, to="2024-04-05", known_until="2024-04-05")) == []


def test_a_site_that_is_not_there():
    (message,) = told(row(CERTIFIED, site="jade-plan"))
    assert message == "preferential_duties.csv:2: site = 'jade-plan' is not in sites. Did you mean 'jade-plant'?"
