"""Reliefs that nobody grants there, and kinds that disagree."""

from __future__ import annotations

from onshore.checking import check
from planning.build import network, wants

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
