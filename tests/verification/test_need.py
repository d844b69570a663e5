"""Nothing is made, bought or moved for nobody."""

import polars as pl
import pytest

from onshore.verification import verify
from onshore.verification.need import needs_of
from onshore.verification.world import World

from .edits import added, changed, edited
from .hand_network import network
from .hand_plan import plan

#: 120 wanted and 150 promised.
PHONES = 270
#: A lot and a smallest lot of alpha's and a lot of beta's in each of four periods; beta's first two weeks lose half.
CHIPS = (PHONES + 4 * (20 + 40 + 10)) * 2 * 2 * 1.25


def messages(of, by) -> list[str]:
    return verify(of, by).filter(rule="need")["message"].to_list()


def test_need_by_hand():
    assert needs_of(World(network())) == {"phone": PHONES, "chip": CHIPS}


def test_a_row_of_production_is_at_most_the_need_in_whole_lots():
    made = {"site": "alpha-1", "period": "P4"}
    assert not messages(network(), edited(plan(), "production", made, quantity=280))
    assert messages(network(), edited(plan(), "production", made, quantity=300)) == [
        "alpha-1, phone, line-a, P4: 300 pieces are made, but all that is wanted and promised could take 280 at most."
    ]


def test_a_promise_without_a_price_is_no_need():
    free = changed(network(), "awards", {"company": "alpha"}, commitment_cost=0.0)
    assert needs_of(World(free))["phone"] == 120


def test_a_purchase_is_at_most_the_need_and_a_lot():
    bought = {"origin": "chip-cn", "destination": "alpha-1", "mode": "sea", "period": "P1"}
    lots = plan().shipments.filter(**bought)
    assert len(lots) == 1
    many = {
        quantity: messages(network(), edited(plan(), "shipments", bought, quantity=quantity))
        for quantity in (2800, 2900)
    }
    assert not many[2800]
    assert "could take" in many[2900][0]


def test_what_leads_to_no_customer_is_of_no_use():
    nobody = added(plan(), "shipments", "beta-1", "dubai", "road", "chip", "P4", 1, None)
    assert messages(network(), nobody) == [
        "beta-1, to dubai, road, chip, P4: 1 pieces are moved, but nothing leads from there to a customer who wants it."
    ]
    away = network().replace(lanes=network().lanes.filter(pl.col("origin") != "dubai"))
    assert "to dubai" in messages(away, plan())[0]


@pytest.mark.parametrize("quantity", [311, 312])
def test_a_shipment_may_also_move_what_stood_there(quantity: int):
    # 270 needed, 1 for rounding, and the largest lot of 40: nothing stands there on the first day.
    sent = {"origin": "alpha-1", "destination": "market", "period": "P2"}
    found = messages(network(), edited(plan(), "shipments", sent, quantity=quantity))
    assert bool(found) == (quantity > 311)


def test_a_line_is_built_only_if_it_comes_in_time_and_is_of_use():
    late = changed(network(), "investments", {"investment": "hall-b"}, lead_days=60)
    assert "is not ready within the horizon" in messages(late, plan())[0]
    assert not messages(network(), plan())
