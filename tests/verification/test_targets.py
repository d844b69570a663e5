"""Value targets seen from the network: the plan by hand stays, what is asked changes."""

import polars as pl
import pytest

from onshore.network import Network
from onshore.verification import verify
from onshore.verification.recount import recount
from onshore.verification.targets import reckonings

from .edits import changed, edited
from .hand_network import network, table
from .hand_plan import plan

BETA = {"company": "beta", "method": "pli_dva", "least": 0.2}


def asked(*targets: dict) -> Network:
    return network().replace(value_targets=table("value_targets", *targets))


def reckoned(**cells) -> tuple[float, float, float, float]:
    """sales, imported, value addition and breach of a target of beta's. It makes 40 phones of 120 from P2 on; 150 chips
    of 25 leave for it in P1. A phone takes 2.5 chips.
    """
    (found,) = reckonings(recount(asked(BETA | cells), plan()))
    return found.sales, found.imported, found.value_addition, found.breach


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({}, (4800, 3750, 1050 / 4800, 0)),
        ({"least": 0.3}, (4800, 3750, 1050 / 4800, 390)),
        ({"method": "aifta_rvc", "least": 0.35}, (4800, 3750, 1050 / 4800, 630)),
        ({"method": "advance_authorisation"}, (4800, 3750, 0.28, 0)),
        ({"method": "advance_authorisation", "least": 0.5}, (4800, 3750, 0.28, 825)),
        ({"method": "ppp_mii"}, (4800, 3750 * 1.11, (4800 - 4162.5) / 4800, 960 - 637.5)),
        ({"site": "beta-1"}, (4800, 3750, 1050 / 4800, 0)),
        ({"item": "phone"}, (4800, 3750, 1050 / 4800, 0)),
        ({"first": "P2"}, (4800, 0, 1, 0)),
        ({"last": "P1"}, (0, 3750, 0, 3750)),
        ({"first": "P1", "last": "P1", "method": "advance_authorisation"}, (0, 3750, -1, 4500)),
        ({"first": "P4"}, (1200, 0, 1, 0)),
        ({"fiscal_year": "2023-24", "last": "P3"}, (3600, 3750, -150 / 3600, 870)),
    ],
)
def test_what_a_target_counts(cells: dict, right: tuple[float, ...]):
    assert reckoned(**cells) == pytest.approx(right)


def test_common_parts_of_an_item_count_by_the_standard():
    # A tablet of chips could be made at beta-1 too: of a phone that is started 2.5 chips of 20 count, all of them from
    # abroad. Nothing says what of the 150 that came is the tablet's, and none is made.
    of = asked(BETA | {"item": "phone"}, BETA | {"item": "tablet"})
    more = {
        name: of.tables[name].vstack(of.tables[name].filter(item="phone").with_columns(item=pl.lit("tablet")))
        for name in ("items", "boms")
    }
    rows = of.processes.filter(item="phone", site="beta-1").with_columns(item=pl.lit("tablet"))
    found = reckonings(recount(of.replace(processes=of.processes.vstack(rows), **more), plan()))
    started = plan().production.filter(site="beta-1")["started"].sum()
    assert [(one.sales, one.imported) for one in found] == [(4800, pytest.approx(started * 2.5 * 20)), (0, 0)]


def test_what_comes_from_another_site_of_the_company_has_its_standard_content_for_a_site():
    # Both plants are alpha's now: a chip between them is worth 20, wholly from abroad.
    both = changed(asked(BETA | {"company": "alpha", "site": "alpha-1"}), "sites", {"site": "beta-1"}, company="alpha")
    count = recount(both, plan())
    (chips,) = (one for one in count.moved if (one.origin, one.t, one.item) == ("chip-cn", 1, "chip"))
    count.moved.append(type(chips)("beta-1", "alpha-1", "", "chip", 1, 10, {}, 1, False, None, 20))
    (of_site,) = reckonings(count)
    whole = changed(both, "value_targets", {"company": "alpha"}, site="")
    whole_count = recount(whole, plan())
    (of_all,) = reckonings(whole_count)
    whole_count.moved.append(count.moved[-1])
    (of_all_too,) = reckonings(whole_count)
    assert of_site.imported == pytest.approx(reckonings(recount(both, plan()))[0].imported + 200)
    assert of_all_too.imported == of_all.imported


def test_a_target_that_may_not_be_missed():
    hard = changed(network(), "value_targets", {"company": "beta"}, breach_price=None)
    assert "value_target" not in verify(hard, plan())["rule"].to_list()
    missed = changed(network(), "value_targets", {"company": "alpha"}, breach_price=None)
    found = verify(missed, plan()).filter(rule="value_target")
    assert found["message"].to_list() == ["alpha, ppp_mii, 2023-24: 2,105.891 of value are missing, and none may be."]


def test_a_plan_cannot_state_another_target_instead():
    for cells in ({"site": "beta-1"}, {"item": "phone"}, {"first": "P1"}, {"last": "P4"}):
        wrong = edited(plan(), "value_targets", {"company": "beta"}, **cells)
        said = verify(network(), wrong).filter(rule="value_target")["message"].to_list()
        assert any(one.endswith("there is no such target.") for one in said)
