"""Rules seen from the network: the plan stays, what is wanted or allowed changes."""

from dataclasses import replace

import polars as pl
import pytest

from onshore.network import Network
from onshore.plans import Plan
from onshore.verification import verify
from onshore.verification.awards import credited, tallies
from onshore.verification.balances import owner
from onshore.verification.findings import differs
from onshore.verification.incentives import scheme_year
from onshore.verification.ledger import Ledger
from onshore.verification.money import customs_value, money
from onshore.verification.moving import levy
from onshore.verification.recount import recount
from onshore.verification.whole import whole_pieces
from onshore.verification.world import World

from .edits import added, changed, edited
from .hand_network import day, network, table
from .hand_plan import plan


def messages(of: Network, rule: str, by: Plan | None = None) -> list[str]:
    return verify(of, by or plan()).filter(rule=rule)["message"].to_list()


def ledger(of: Network, by: Plan | None = None) -> Ledger:
    return money(recount(of, by or plan()))


def test_running_orders_need_no_lead_time():
    slow = changed(network(), "sourcing", {"supplier": "chip-cn"}, lead_days=6)
    assert len(messages(slow, "sourcing")) == 2  # both lanes of P1, whose middle is day 5
    assert not messages(changed(slow, "sourcing", {"supplier": "chip-cn"}, running=True), "sourcing")
    assert not messages(changed(slow, "sourcing", {"supplier": "chip-cn"}, lead_days=5), "sourcing")


def test_a_closed_site_passes_nothing_on():
    closed = changed(network(), "sites", {"site": "beta-1"}, closes=day("2024-02-09"))
    assert messages(closed, "lane") == [
        "beta-1, to dubai, road, phone, P4: 10 pieces leave a site that is closed all the period."
    ]


def test_a_lane_into_a_country_with_an_unknown_duty_is_refused():
    none = network().replace(duties=network().duties.filter(pl.col("kind") != "basic"))
    assert len(messages(none, "lane")) == 4
    assert "the basic duty at this border is not known" in messages(none, "lane")[0]
    assert not messages(changed(none, "lanes", {"origin": "chip-cn"}, duty_paid=False), "lane")


def test_no_duty_within_a_country_or_where_the_customer_pays_it():
    unpaid = changed(network(), "lanes", {"origin": "chip-cn", "destination": "beta-1"}, duty_paid=False)
    assert ledger(unpaid).amount(("duty", "beta", "beta-1", "chip", "P1")) == 0
    world = World(network())
    assert all(levy(world, m) is None for m in recount(network(), plan()).moved if m.item == "phone")


@pytest.mark.parametrize(
    ("item", "cif"),
    [
        ({}, 100 + 1),  # items.value, and a rupee of freight
        ({"customs_value": 90}, 90 + 1),
        ({"customs_value": 1.5, "customs_currency": "USD"}, 1.5 * 85 + 1),
    ],
)
def test_the_customs_value_of_what_is_made_inside(item, cif):
    of = changed(network(), "items", {"item": "phone"}, duty_class="ic", **item) if item else network()
    count = recount(of, plan())
    move = next(m for m in count.moved if (m.origin, m.t, m.item) == ("alpha-1", 1, "phone"))
    assert customs_value(count.world, move) == pytest.approx(cif)


def test_what_is_bought_is_declared_at_its_price():
    of = changed(network(), "items", {"item": "chip"}, customs_value=1)
    assert ledger(of).amount(("duty", "beta", "beta-1", "chip", "P1")) == pytest.approx(150 * 25 * 0.11)


def test_customers_wait_no_longer_than_they_say():
    impatient = changed(network(), "items", {"item": "phone"}, max_late=19)
    # Owed at the end of P2 comes at the end of P3 at the earliest for the rule: 20 days.
    # Of what is owed at the end of P3, 17 can be the demand of P3, which waits 10.
    assert messages(impatient, "demand") == [
        "phone, market, priority 1, P2: 10 of the 10 pieces owed would come later than the customer waits; "
        "deliver them or give them up."
    ]
    assert len(messages(changed(network(), "items", {"item": "phone"}, max_late=9), "demand")) == 2
    assert not messages(changed(network(), "items", {"item": "phone"}, max_late=None), "demand")


def test_what_is_owed_from_before_counts_as_the_oldest():
    # 9 delivered in P3 leave 21 owed, and only 20 of them can be of P3.
    late = edited(plan(), "sales", {"period": "P3", "priority": 1.0}, quantity=9, late=21)
    assert "P3: 1 of the 21 pieces owed would come later" in messages(network(), "demand", late)[0]


def test_pieces_may_be_broken_where_a_lot_is():
    assert whole_pieces(network())
    for of in (
        changed(network(), "processes", {"site": "beta-1"}, lot=0.5),
        changed(network(), "sourcing", {"supplier": "chip-tw"}, lot=2.5),
        changed(network(), "demand", {"period": "P4"}, quantity=49.5),
    ):
        assert not whole_pieces(of)
    broken = edited(plan(), "shipments", {"origin": "alpha-1", "period": "P2"}, quantity=29.5)
    assert not messages(changed(network(), "demand", {"period": "P4"}, quantity=49.5), "whole", broken)


def test_a_lot_is_whole_to_the_piece_however_large():
    of = changed(network(), "processes", {"site": "alpha-1"}, lot=1)
    many = edited(plan(), "production", {"site": "alpha-1", "period": "P4"}, quantity=4_000_000.5)
    assert len(messages(of, "lot", many)) == 1


@pytest.mark.parametrize(
    ("terms", "brand", "company"),
    [
        ("consigned", None, "brand"),
        ("consigned", "retail", "retail"),
        ("turnkey", None, "alpha"),
        ("buy-sell", None, "alpha"),
    ],
)
def test_only_consigned_items_are_the_brands(terms, brand, company):
    of = changed(network(), "sourcing", {"supplier": "chip-tw"}, terms=terms)
    of = changed(of, "items", {"item": "chip"}, brand=brand)
    assert owner(World(of), "alpha-1", "chip") == company
    assert owner(World(of), "alpha-1", "phone") == "alpha"


def test_an_award_counts_periods_whose_middle_it_covers():
    # The middle of P3 is the first moment of 31 January: `to` counts that day, or does not.
    def total(to: str) -> float:
        of = changed(network(), "awards", {"company": "beta"}, to=day(to))
        return recount(of, plan()).awards[1].total

    assert [total("2024-01-31"), total("2024-01-30")] == [130, 50]


def test_an_award_begins_with_its_first_day():
    def total(first: str) -> float:
        of = changed(network(), "awards", {"company": "alpha"}, **{"from": day(first)})
        return recount(of, plan()).awards[0].total

    assert [total("2024-01-31"), total("2024-02-01")] == [60 + 20 + 40 + 10, 40 + 10]


def test_a_share_below_the_band_is_a_breach_too():
    of = changed(network(), "awards", {"company": "alpha"}, low=0.8, high=0.9)
    assert recount(of, plan()).awards[0].breach == pytest.approx(0.8 * 180 - 140)
    assert ledger(of).amount(("breach", "alpha", "", "", "")) == pytest.approx(4 * 7)


def test_late_and_short_pieces_cost_by_priority():
    of = changed(network(), "items", {"item": "phone"}, late_cost=3)
    late = edited(plan(), "sales", {"priority": 2.0}, quantity=5, late=2)
    # P3, the next period has 10 days: 17 of priority 1 and 2 of priority 2.
    assert ledger(of, late).amount(("late", "retail", "market", "phone", "P3")) == pytest.approx(
        17 * 10 * 3 + 2 * 10 * 3 * 2
    )
    assert ledger(of, late).amount(("short", "retail", "market", "phone", "P3")) == pytest.approx(3 * 200 * 2)


def test_finished_goods_that_are_bought_count_for_the_supplier():
    buys = table("sourcing", {"supplier": "market", "item": "phone", "from": day("2023-01-01"), "price": 90})
    way = table("lanes", {"origin": "market", "destination": "beta-1"})
    of = network().replace(sourcing=network().sourcing.vstack(buys), lanes=network().lanes.vstack(way))
    count = recount(of, added(plan(), "shipments", "market", "beta-1", "road", "phone", "P2", 20, "P2"))
    (credit,) = credited(count.world, [], count.moved)
    assert (credit.company, credit.t, credit.quantity) == ("retail", 1, 20)
    assert count.awards[0].total == 200
    assert [one.sales for one in count.earned] == pytest.approx([15120, 2500])


def test_components_and_other_brands_do_not_count_for_an_award():
    world, made = World(network()), recount(network(), plan()).made
    assert tallies(world, credited(world, made, []))[0].total == 180
    other = World(changed(network(), "items", {"item": "phone"}, brand="retail"))
    assert tallies(other, credited(other, made, []))[0].total == 0
    board = World(changed(network(), "items", {"item": "phone"}, kind="subassembly"))
    assert tallies(board, credited(board, made, []))[0].total == 0


def test_the_year_of_a_scheme():
    assert scheme_year("2023-24", "2021-22") == 3
    assert scheme_year("2021-22", "2021-22") == 1


@pytest.mark.parametrize(
    ("table_name", "changes", "incentive", "on_brand"),
    [
        (
            "outside_sales",
            {"sales": 0.0},
            0.04 * 5120,
            0.04 * 5120,
        ),  # the base year is taken from the brand's then
        ("outside_sales", {"sales": 0.0, "base_sales": 10120.0}, 0.04 * 5000, 0.04 * 5000),  # just reached
        ("outside_sales", {"sales": 0.0, "base_sales": 10121.0}, 0, 0),
        ("outside_sales", {"investment": 999.0}, 0, 0),
        ("outside_sales", {"investment": 1000.0}, 724.8, 604.8),
        ("schemes", {"invoice_floor": 120.0}, 724.8, 604.8),
        ("schemes", {"invoice_floor": 121.0}, 0, 0),  # 3000 outside over the base: below the threshold
        ("schemes", {"invoice_floor": 121.0, "sales_threshold": 3000.0}, 0.04 * 3000, 0),
    ],
)
def test_both_gates_of_an_incentive(table_name, changes, incentive, on_brand):
    of = changed(network(), table_name, {"scheme": "pli"}, **changes)
    earned = recount(of, plan()).earned[0]
    assert (earned.incentive, earned.on_brand) == pytest.approx((incentive, on_brand))


def choosing() -> Network:
    """The network by hand, where alpha could have begun a year later: year 2 pays 5%, over a threshold of 8,000."""
    scheme, member = network().schemes.row(0, named=True), network().scheme_members.row(0, named=True)
    second = table("schemes", scheme | {"year": 2, "rate": 0.05, "sales_threshold": 8000.0})
    later = table("scheme_members", member | {"first_year": "2022-23"})
    return network().replace(
        schemes=network().schemes.vstack(second), scheme_members=network().scheme_members.vstack(later)
    )


def test_the_first_year_is_the_one_that_the_plan_states():
    def earned(plan_):
        return next(one for one in recount(choosing(), plan_).earned if one.company == "alpha")

    assert (earned(plan()).first_year, earned(plan()).incentive) == ("2021-22", pytest.approx(724.8))
    other = edited(plan(), "incentives", {"company": "alpha"}, first_year="2022-23")
    assert (earned(other).first_year, earned(other).incentive) == ("2022-23", pytest.approx(0.05 * 18120))
    # Its row still says what year 3 pays.
    said = verify(choosing(), other).filter(pl.col("rule") == "incentive")["message"].to_list()
    assert said[:2] == [
        "pli, alpha, 2023-24: sales_threshold is 8,000, the plan says 5,000.",
        "pli, alpha, 2023-24: rate is 0.05, the plan says 0.04.",
    ]


def test_a_member_has_one_first_year():
    more = plan().incentives.row(0, named=True) | {"fiscal_year": "2022-23", "first_year": "2022-23"}
    two = added(plan(), "incentives", *more.values())
    assert "incentive" in verify(choosing(), two)["rule"].to_list()
    strange = edited(plan(), "incentives", {"company": "alpha"}, first_year="2019-20")
    said = verify(choosing(), strange).filter(pl.col("rule") == "incentive")["message"].to_list()
    assert said == [
        "pli, alpha, 2023-24: first_year is 2019-20, but the member has one first year, of those in scheme_members: "
        "2021-22 by the plan's other rows, or for want of a right one."
    ]


def stacked(forbid: bool) -> Network:
    """The network by hand with a second scheme for alpha, that pays 2% from the first sale on."""
    scheme, member = network().schemes.row(0, named=True), network().scheme_members.row(0, named=True)
    terms = {"scheme": "state", "rate": 0.02, "sales_threshold": 0.0, "investment_threshold": 0.0}
    state = table("schemes", scheme | terms | {"no_stacking": forbid})
    joined = table("scheme_members", member | {"scheme": "state"})
    return network().replace(
        schemes=network().schemes.vstack(state), scheme_members=network().scheme_members.vstack(joined)
    )


def test_sales_are_rewarded_once_where_a_scheme_forbids_more():
    # alpha's 15,120 earn 2% of them under the second scheme, which has no base year.
    row = plan().incentives.row(0, named=True)
    changes = {"scheme": "state", "rate": 0.02, "sales_threshold": 0.0, "investment_threshold": 0.0}
    changes |= {"outside_sales": 0.0, "base_sales": 0.0, "investment": 0.0}
    paid = {"incentive": 302.4, "incentive_on_brand": 302.4}
    nothing = {"reached": 0, "incentive": 0.0, "incentive_on_brand": 0.0}
    both = added(plan(), "incentives", *(row | changes | paid).values())
    one = added(plan(), "incentives", *(row | changes | nothing).values())
    first = {"scheme": "pli", "company": "alpha"}
    other = edited(both, "incentives", first, **nothing)
    none = edited(one, "incentives", first, **nothing)

    def said(of: Network, plan_: Plan) -> list[str]:
        return verify(of, plan_).filter(pl.col("rule") == "incentive")["message"].to_list()

    assert said(stacked(False), both) == []
    assert said(stacked(False), one)[0] == "state, alpha, 2023-24: reached is 1, the plan says 0."
    assert said(stacked(True), one) == said(stacked(True), other) == []
    assert said(stacked(True), both)[0] == (
        "state, alpha, 2023-24: pli pays for the same sales, and one of the two schemes allows no other."
    )
    # A gate that is passed pays where nothing stands against it.
    assert said(stacked(True), none)[0] == "pli, alpha, 2023-24: reached is 1, the plan says 0."


def test_components_count_for_a_scheme_of_theirs_where_they_are_made():
    board = changed(network(), "items", {"item": "phone"}, kind="subassembly")
    assert [one.sales for one in recount(board, plan()).earned] == pytest.approx([15120, 2500])
    # Of a group with a finished item it alone counts.
    mixed = board.replace(
        items=board.items.vstack(table("items", {"item": "tv", "kind": "finished", "group": "phones"}))
    )
    assert [one.sales for one in recount(mixed, plan()).earned] == [0, 0]
    # Made at another company's plant it is no sale of the member.
    moved = changed(network(), "sites", {"site": "alpha-1"}, company="brand")
    assert [one.sales for one in recount(moved, plan()).earned] == pytest.approx([0, 2500])


def test_the_perspective_of_the_chain_counts_the_whole_incentive_and_no_fee():
    chain = ledger(network().replace(perspective="chain"))
    assert chain.amount(("incentive", "alpha", "", "", "P4")) == pytest.approx(-724.8 / 1.1)
    assert chain.amount(("fee", "alpha", "alpha-1", "phone", "P1")) == 0


def test_an_incentive_without_an_award_at_the_end_of_the_year_reaches_nobody():
    of = changed(network(), "awards", {"company": "alpha"}, to=day("2024-02-13"))
    assert ledger(of).amount(("incentive", "alpha", "", "", "P4")) == 0


def test_a_network_of_other_numbers_has_another_fingerprint():
    of = changed(network(), "stock", {"site": "alpha-1"}, quantity=131)
    assert "fingerprint" in verify(of, plan())["rule"].to_list()


def test_an_unknown_exchange_rate_is_said_to_be_unknown():
    of = network().replace(exchange_rates=network().exchange_rates.filter(rate=90))
    assert "an exchange rate or a duty is not known" in messages(of, "money:material")[0]


def test_rounding_grows_with_the_amounts_of_a_row():
    # A million chips on hand: a difference of half a chip is within a millionth, two are not.
    of = changed(network(), "stock", {"site": "alpha-1"}, quantity=1_000_130)
    level = {"site": "alpha-1", "item": "chip", "period": "P1"}
    assert any(
        "1,000,005 pieces" in words
        for words in messages(of, "balance", edited(plan(), "stock", level, quantity=1_000_003))
    )
    near = edited(plan(), "stock", level, quantity=1_000_004.5)
    assert not any("alpha-1, chip, P1" in words for words in messages(of, "balance", near))


def test_a_range_whose_ends_are_the_value_is_right():
    point = replace(plan().ranges[0], low=140 / 180, high=140 / 180)
    assert verify(network(), replace(plan(), ranges=(point,))).is_empty()


def test_a_millionth_of_a_piece_is_no_money():
    """What rounding leaves of a stock that was used up is worth less than the tolerance, whatever a piece costs."""
    count = recount(network(), plan())
    dust = count.stocks["alpha-1", "chip"]
    dust.levels[:], dust.scales[:], dust.beyond = [4e-7] * 4, [4e-7] * 4, 0.0
    book = money(count)
    key = ("end_stock", "alpha", "alpha-1", "chip", "P4")
    assert book.amount(key) == pytest.approx(-4e-6)
    assert not differs(0.0, book.amount(key), book.scale(key))
