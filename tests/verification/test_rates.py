"""Exchange rates, prices, capacities and duties, by the day. Numbers are worked out in `hand_plan`."""

import math

import polars as pl
import pytest

from onshore.verification.world import World

from .edits import changed
from .hand_network import day, network, table


def world(**tables) -> World:
    return World(network().replace(**tables))


def test_an_exchange_rate_is_the_mean_over_the_days():
    exchange = world().exchange
    assert [exchange.mean("USD", t) for t in range(4)] == [80, 85, 90, 90]


@pytest.mark.parametrize("own", [None, "", "INR"])
def test_the_currency_of_the_network_is_worth_one(own):
    assert world().exchange.mean(own, 0) == 1


def test_a_currency_without_a_rate_on_some_day_is_not_guessed():
    assert math.isnan(world().exchange.mean("CNY", 0))
    late = network().exchange_rates.filter(rate=90)
    assert math.isnan(world(exchange_rates=late).exchange.mean("USD", 1))
    assert world(exchange_rates=late).exchange.mean("USD", 2) == 90


def test_a_price_is_the_mean_over_days_times_the_mean_exchange_rate():
    offers = world().offers
    assert offers.of("chip-cn", "chip", 0).price == pytest.approx(0.25 * 80)
    assert offers.of("chip-cn", "chip", 1).price == pytest.approx(0.30 * 85)
    assert offers.of("chip-cn", "chip", 2).price == pytest.approx(0.35 * 90)


def test_a_price_counts_the_days_on_which_it_is_offered_only():
    later = network().sourcing.filter(price=0.35)
    offer = world(sourcing=later).offers.of("chip-cn", "chip", 1)
    assert offer.price == pytest.approx(0.35 * 85)
    assert offer.capacity == 5 * 30
    assert world(sourcing=later).offers.of("chip-cn", "chip", 0) is None


def test_a_row_known_only_after_the_start_does_not_exist():
    assert world().offers.of("chip-cn", "chip", 3).price == pytest.approx(0.35 * 90)
    known = changed(network(), "sourcing", {"price": 9.0}, known_from=day("2024-01-01"))
    assert World(known).offers.of("chip-cn", "chip", 3).price == pytest.approx(9 * 90)


def test_what_a_supplier_delivers_follows_its_calendar_and_its_rows():
    offers = world().offers
    assert offers.of("chip-cn", "chip", 0).capacity == 8 * 40 + 2 * 20
    assert offers.of("chip-cn", "chip", 1).capacity == 5 * 40 + 5 * 30
    assert offers.of("chip-tw", "chip", 1).capacity == math.inf


def test_the_row_of_the_last_offered_day_gives_the_terms():
    changed_lot = changed(network(), "sourcing", {"price": 0.35}, lot=25, moq=7, lead_days=4, running=True)
    offer = World(changed_lot).offers.of("chip-cn", "chip", 1)
    assert (offer.lot, offer.moq, offer.lead_days, offer.running) == (25, 7, 4, True)


def levy(duty_class="ic", origin="CN", t=1, **tables):
    return world(**tables).duties.levy(duty_class, origin, "IN", t)


def test_a_duty_is_the_mean_over_the_days_of_the_period():
    assert [levy(t=t).basic for t in range(4)] == pytest.approx([0.1, 0.1, 0.15, 0.2])


@pytest.mark.parametrize(
    ("duty_class", "origin", "basic"),
    [
        ("ic", "CN", 0.1),  # own class, own origin
        ("ic", "TW", 0.3),  # own class, any origin: before any class
        ("glass", "CN", 0.5),  # any class, own origin
    ],
)
def test_the_own_class_goes_before_the_own_origin(duty_class, origin, basic):
    assert levy(duty_class, origin).basic == pytest.approx(basic)


def test_own_class_from_anywhere_goes_before_any_class_from_the_origin():
    both = network().duties.filter(~((network().duties["duty_class"] == "ic") & (network().duties["origin"] == "CN")))
    assert levy(duties=both).basic == pytest.approx(0.3)


def test_the_precedence_is_that_of_each_day():
    gap = changed(network(), "duties", {"rate": 0.2}, **{"from": day("2024-02-05")})
    # P3: ten days of 10 %, five of the 30 % for any origin, five of 20 %.
    assert World(gap).duties.levy("ic", "CN", "IN", 2).basic == pytest.approx((10 * 0.1 + 5 * 0.3 + 5 * 0.2) / 20)


def test_an_unknown_basic_duty_is_not_zero_but_other_kinds_are():
    assert math.isnan(levy("glass", "TW").basic)
    basics = network().duties.filter(kind="basic")
    assert levy(duties=basics)[1:] == (0, 0)


def test_a_levy_that_holds_on_other_days_only_is_not_zero():
    extra = network().duties.filter(kind="surcharge")
    basics = network().duties.filter(kind="basic")
    late = extra.with_columns(**{"from": pl.lit(day("2024-01-16"))})
    assert math.isnan(levy(duties=basics.vstack(late)).surcharge)
    assert levy(duties=basics.vstack(late), t=2).surcharge == pytest.approx(0.1)
    other = late.with_columns(duty_class=pl.lit("glass"))
    assert levy(duties=basics.vstack(other)).surcharge == 0


def test_an_item_without_a_class_has_no_duty():
    assert math.isnan(levy(None, "CN").basic)


def test_recoverable_tax_weighs_each_day_with_its_days_of_credit():
    tax = {
        "duty_class": "ic",
        "kind": "recoverable",
        "destination": "IN",
        "from": day("2024-01-16"),
        "rate": 0.28,
    }
    more = table("duties", {**tax, "credit_days": 40})
    duties = network().duties.vstack(more)
    assert levy(duties=duties).recoverable_days == pytest.approx((5 * 0.18 * 20 + 5 * 0.28 * 40) / 10)
