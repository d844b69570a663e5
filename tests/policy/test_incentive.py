"""What a scheme pays a company, worked by hand. Amounts of the scheme are in crore of INR."""

from __future__ import annotations

import pytest

from onshore import policy
from onshore.policy import Unknown, UnknownName

CR = 1e7


def pays(sales, base, investment, *, category="domestic", year="2023-24", first="2021-22"):
    return policy.incentive(category, year, first, sales=sales * CR, base_sales=base * CR, investment=investment * CR)


@pytest.mark.parametrize(
    ("sales", "base", "investment", "amount"),
    [
        (2_500, 500, 256, 100.0),  # every rupee over the base year earns, not only those over the threshold
        (2_499, 500, 256, 0.0),
        (2_600, 500, 140, 0.0),
        (2_600, 500, 150, 105.0),
        (10_000, 23_501, 400, 0.0),  # below the base year: nothing, and never less
    ],
)
def test_both_gates(sales, base, investment, amount):
    earned = pays(sales, base, investment)
    assert earned.amount / CR == pytest.approx(amount)
    assert (earned.year, earned.rate) == (3, 0.05)
    assert earned.sales_threshold == 2_000 * CR and earned.investment_threshold == 150 * CR
    assert earned.reached is (amount > 0)


def test_a_year_below_the_base_says_so():
    earned = pays(10_000, 23_501, 400)
    assert not earned.sales_reached and earned.investment_reached
    assert earned.incremental == -13_501 * CR
    # The rate on what is over the base year alone would be negative.
    assert earned.rate * earned.incremental < 0 == earned.amount


@pytest.mark.parametrize(("year", "sales"), [("2023-24", 21_502), ("2024-25", 22_176), ("2025-26", 16_864)])
def test_a_maker_against_its_own_base_year_earns_nothing_in_the_domestic_category(year, sales):
    assert pays(sales, 23_501, 400, year=year).amount == 0
    assert not pays(sales, 23_501, 400, year=year).sales_reached


@pytest.mark.parametrize(("first", "rates"), [("2021-22", [0.05, 0.05, 0.04]), ("2020-21", [0.05, 0.04, 0.0])])
def test_the_first_year_that_is_chosen_decides_the_rate(first, rates):
    years = ("2023-24", "2024-25", "2025-26")
    assert [pays(30_000, 0, 1_000, year=year, first=first).rate for year in years] == rates
    assert pays(30_000, 0, 1_000, year="2026-27", first=first).amount == 0
    assert pays(30_000, 0, 1_000, year="2019-20", first=first).year is None


def test_thresholds_by_category_and_year():
    for category, sales, invested in (
        ("global", [4_000, 8_000, 15_000, 20_000, 25_000], [250, 500, 750, 1_000, 1_000]),
        ("domestic", [500, 1_000, 2_000, 3_500, 5_000], [50, 100, 150, 200, 200]),
        ("components", [100, 200, 300, 450, 600], [25, 50, 75, 100, 100]),
    ):
        for i, year in enumerate(("2021-22", "2022-23", "2023-24", "2024-25", "2025-26")):
            earned = pays(0, 0, 0, category=category, year=year)
            assert earned.sales_threshold == sales[i] * CR
            assert earned.investment_threshold == invested[i] * CR
            assert earned.rate == [0.06, 0.06, 0.05, 0.05, 0.04][i]
            assert earned.ceiling is None


def test_the_first_payment_stands_for_sales():
    assert policy.implied_sales(111.57, 0.06) == pytest.approx(1859.5)
    earned = pays(1_859.5, 0, 50, year="2021-22")
    assert earned.amount / CR == pytest.approx(111.57)
    assert earned.incremental > earned.sales_threshold == 500 * CR
    assert policy.implied_sales(earned.amount, earned.rate) == pytest.approx(earned.incremental)
    with pytest.raises(ValueError, match=r"rate = 0 is not above zero"):
        policy.implied_sales(1.0, 0)


def test_terms_of_trade_decide_what_the_rate_is_taken_of():
    rate = pays(2_500, 500, 256).rate
    assert rate * 9_000 == pytest.approx(450)
    assert rate * 243 == pytest.approx(12.15)


def test_the_payment_a_year_later():
    earned = policy.incentive("domestic", "2023-24", "2021-22", sales=2_000 * CR + 9_000, investment=256 * CR)
    before = policy.incentive("domestic", "2023-24", "2021-22", sales=2_000 * CR, investment=256 * CR)
    assert earned.amount - before.amount == pytest.approx(450)
    assert earned.present(0.11) - before.present(0.11) == pytest.approx(405.4054054)


@pytest.mark.parametrize(("shelf", "counted"), [(16_999, False), (21_799, False), (21_999, True)])
def test_the_floor_is_of_the_invoice_not_of_the_shelf(shelf, counted):
    invoice = shelf / 1.18 * 0.92 * 0.88
    assert policy.counts(invoice, "global") is counted
    assert policy.counts(invoice, "domestic")
    assert policy.counts(15_000, "global") and not policy.counts(14_999.99, "global")


def test_what_cannot_be_computed_raises():
    with pytest.raises(Unknown, match=r"rate and sales_threshold and investment_threshold of ecms, A camera module"):
        policy.incentive("A camera module", "2026-27", "2025-26", sales=1, investment=1, scheme="ecms")
    with pytest.raises(Unknown, match=r"Reports give 3% to 5% a year"):
        policy.incentive("components-round-2", "2022-23", "2021-22", sales=1, investment=1)
    with pytest.raises(UnknownName, match=r"pli-lsem has no category 'domstic'. Nearest: domestic"):
        pays(1, 0, 1, category="domstic")
    with pytest.raises(UnknownName, match=r"There is no scheme 'pli-lesm'. Nearest: pli-lsem"):
        policy.incentive("domestic", "2023-24", "2021-22", sales=1, investment=1, scheme="pli-lesm")
    with pytest.raises(ValueError, match=r"first_year = 2022-23 cannot be chosen under pli-lsem: 2020-21 or 2021-22"):
        pays(1, 0, 1, first="2022-23")
    with pytest.raises(ValueError, match=r"'2023-25' is not a fiscal year like 2023-24"):
        pays(1, 0, 1, year="2023-25")
    with pytest.raises(ValueError, match=r"'FY24' is not a fiscal year"):
        pays(1, 0, 1, year="FY24")
    with pytest.raises(ValueError, match=r"sales = -1"):
        pays(-1e-7, 0, 1)
