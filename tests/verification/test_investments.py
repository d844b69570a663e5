"""Investments seen from the network: the plan stays, terms change."""

import pytest

from onshore.network import Network
from onshore.verification import verify
from onshore.verification.recount import recount

from .edits import added, changed, edited
from .hand_network import day, network, table
from .hand_plan import plan

CHARGE = 1210 * 45 / 365


def messages(of: Network, by=None) -> list[str]:
    return verify(of, by or plan()).filter(rule="investment")["message"].to_list()


def hall(**cells) -> Network:
    return changed(network(), "investments", {"investment": "hall-b"}, **cells)


@pytest.mark.parametrize(
    ("rate", "life", "charge"),
    [
        (0.1, 2.0, CHARGE),
        (0.0, 2.0, 1050 * 45 / 365),
        (0.1, 1.0, 2310 * 45 / 365),
        (0.0, 0.05, 2100),  # 18 days: all of it, and no more
    ],
)
def test_what_capital_costs(rate: float, life: float, charge: float):
    (built,) = recount(hall(life_years=life).replace(discount_rate=rate), plan()).built
    assert built.charge == pytest.approx(charge)


def test_a_line_has_hours_of_the_days_after_it_is_ready():
    # Ready in the middle of 13 January: 14 to 20 are left of P2, 7 of 10 days at 8 h, 3.5 days a week.
    lines = recount(hall(lead_days=7.5), plan()).lines
    assert [load.regular for load in lines["line-b"]] == pytest.approx([0, 28, 80, 40])
    assert "capacity" in verify(hall(lead_days=7.5), plan())["rule"].to_list()
    assert messages(hall(lead_days=7.5)) == []
    # Ready on the last morning of P2, and a day later.
    assert messages(hall(lead_days=14)) == []
    assert messages(hall(lead_days=15)) == [
        "beta-1, phone, line-b, P2: 10 pieces are made, but the line is not ready by then."
    ]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-01-06", None, []),  # the middle of P1 is the first moment of 6 January
        (None, "2024-01-06", []),
        ("2024-01-07", None, ["from 2024-01-07 on"]),
        (None, "2024-01-05", ["from 2024-01-01 to 2024-01-05"]),
    ],
)
def test_the_days_on_which_it_may_be_ordered(first, last, said):
    found = messages(hall(**{"from": first and day(first), "to": last and day(last)}))
    assert found == [
        f"hall-b, P1: it may be ordered {words}, and the middle of the period is not in that." for words in said
    ]


@pytest.mark.parametrize(
    ("name", "cells", "lack"),
    [
        ("schemes", {"investment_threshold": 1260.0}, ""),
        (
            "schemes",
            {"investment_threshold": 1261.0},
            "1,260 are invested by the end of the year, and 1,261 are asked for",
        ),
        ("schemes", {"capex_rate": None}, "the scheme grants nothing to the site's company in that year"),
        ("schemes", {"year": 4}, "the scheme grants nothing to the site's company in that year"),
    ],
)
def test_when_a_scheme_pays(name: str, cells: dict, lack: str):
    of = changed(network(), name, {"scheme": "pli"}, **cells)
    assert messages(of)[:1] == ([f"hall-b, P1: pli pays nothing for it: {lack}."] if lack else [])


def test_a_scheme_of_another_group_pays_for_no_line_of_phones():
    of = changed(network(), "schemes", {"scheme": "pli"}, item_group="chips")
    assert messages(of)[0] == (
        "hall-b, P1: pli pays nothing for it: phone can be made on line-b, and the scheme counts chips alone."
    )
    # Nor does it count as investment there.
    (beta,) = [one for one in recount(of, plan()).earned if one.company == "beta"]
    assert beta.investment == 0.0


@pytest.mark.parametrize(("threshold", "reached"), [(1260.0, 1), (1261.0, 0)])
def test_what_is_built_opens_the_gate_of_the_incentive_on_sales(threshold: float, reached: int):
    # beta sells 2,500 and builds 0.6 x 2,100.
    of = changed(network(), "schemes", {"scheme": "pli"}, sales_threshold=2500.0, investment_threshold=threshold)
    (beta,) = [one for one in recount(of, plan()).earned if one.company == "beta"]
    assert (beta.investment, beta.reached, beta.incentive) == (1260.0, reached, pytest.approx(100.0 * reached))


def test_what_was_invested_before_counts_towards_the_threshold():
    of = changed(network(), "schemes", {"scheme": "pli"}, investment_threshold=1261.0)
    before = table("outside_sales", {"company": "beta", "scheme": "pli", "fiscal_year": "2023-24", "investment": 1.0})
    assert len(messages(of)) == 2  # and the grant is another
    assert messages(of.replace(outside_sales=of.outside_sales.vstack(before))) == []


def test_a_grant_need_not_be_claimed():
    none = edited(plan(), "investments", {"investment": "hall-b"}, scheme=None, grant=0)
    assert messages(network(), none) == []
    assert verify(network(), none)["rule"].to_list() == ["money:incentive"]


def test_the_chain_counts_all_of_a_grant():
    of = network().replace(perspective="chain")
    stated = verify(of, plan()).filter(rule="money:incentive", where="beta, beta-1, P4")
    assert stated["recomputed"].to_list() == pytest.approx([-0.25 * 0.6 * CHARGE / 1.1])


def test_an_investment_that_nobody_knows_cannot_be_read():
    wrong = added(plan(), "investments", "moon-base", "P1", 0, None, 0)
    assert verify(network(), wrong)["rule"].to_list() == ["tables"]
