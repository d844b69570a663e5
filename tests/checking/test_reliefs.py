"""Reliefs that nobody grants there, kinds that disagree, and what is not known of a relief."""

from __future__ import annotations

from onshore.checking import check
from planning.build import network, row, wants
from planning.rules.test_relief import AUTHORISATION, DRAWBACK, TABLES, relieved

BOND = {"relief": "bond", "kind": "bonded", "country": "IN", "from": "2019-10-01"}


def found(**tables):
    rows = check(network(demand=wants(1), **tables))
    return [(r["table"], r["rule"], r["message"]) for r in rows.iter_rows(named=True)]


def test_a_relief_that_is_not_in_reliefs():
    ((table, rule, message),) = found(reliefs=[BOND], relief_sites=[{"site": "alder-plant", "relief": "bnod"}])
    assert (table, rule) == ("relief_sites", "relief_of_elsewhere")
    assert "'bnod' is not in reliefs" in message and "'bond'" in message


def test_a_relief_of_another_country():
    there = BOND | {"country": "VN"}
    ((_, rule, message),) = found(reliefs=[there], relief_sites=[{"site": "alder-plant", "relief": "bond"}])
    assert rule == "relief_of_elsewhere" and "not granted by IN" in message


def test_kinds_that_disagree():
    other = BOND | {"kind": "drawback", "from": "2020-01-01"}
    ((table, rule, _),) = found(reliefs=[BOND, other], relief_sites=[{"site": "alder-plant", "relief": "bond"}])
    assert (table, rule) == ("reliefs", "relief_kinds_disagree")


def said(*reliefs, **tables) -> list[str]:
    """Of a plant that exports phones, in twenty days from 1 April 2024: the second period's middle is 16 April."""
    return check(relieved(*reliefs, days=(10, 10), **tables))["message"].to_list()


def test_a_relief_that_is_needed_later_than_it_is_known():
    assert said(row(AUTHORISATION, known_until="2024-04-16")) == []
    assert said(row(AUTHORISATION, known_until="2024-04-15")) == [
        "reliefs.csv:2: 'authorisation' of IN for '*' since 2023-04-01 is known until 2024-04-15 only, and alder-plant "
        "could claim it on 2024-04-16. Look up whether it still holds and say so in known_until, end the row with to, "
        "or end the horizon before."
    ]
    assert said(row(AUTHORISATION, known_until="2024-04-10", to="2024-04-10")) == []


def test_a_relief_that_no_plant_can_claim_may_be_old():
    old = row(AUTHORISATION, known_until="2024-04-01")
    at_home = [TABLES["lanes"][0], TABLES["lanes"][2]]
    assert said(old, lanes=at_home, demand=wants(40)) == []
    own = row(AUTHORISATION, item_group="phone")
    assert said(old, own, relief_sites=[{"site": "alder-plant", "relief": "authorisation"}]) == []


def test_a_rate_of_drawback_that_is_not_known_is_not_zero():
    later = row(DRAWBACK, from_="2024-04-11", rate=None, cap=None)
    site = [{"site": "alder-plant", "relief": "drawback"}]
    assert said(row(DRAWBACK, to="2024-04-10"), later, relief_sites=site) == [
        "reliefs.csv:3: rate of 'drawback' of IN for '*' since 2024-04-11 is empty, so not known, and alder-plant "
        "could claim it on 2024-04-16. Write the rate, 0 for none, or take the relief out of relief_sites."
    ]
    assert said(row(DRAWBACK, to="2024-04-10"), later, relief_sites=[]) == []
    assert said(row(AUTHORISATION, rate=None)) == []  # only a drawback has a rate
