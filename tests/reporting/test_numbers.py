import pytest

from onshore.reporting.numbers import MINUS, Numbers, fit, percent, proven, span

RUPEE, DOLLAR = Numbers("INR", 4e11, 8796), Numbers("USD", 4e9, 12.5)


@pytest.mark.parametrize(
    ("value", "indian", "abroad"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (12345678, "1,23,45,678", "12,345,678"),
        (-1234567, MINUS + "12,34,567", MINUS + "1,234,567"),
        (-0.2, "0", "0"),
    ],
)
def test_grouping_follows_the_currency(value: float, indian: str, abroad: str):
    assert RUPEE.group(value) == indian
    assert DOLLAR.group(value) == abroad


def test_sentences_have_three_digits_that_matter():
    assert RUPEE.amount(1.18e11) == "₹11,800 crore"
    assert RUPEE.pieces(1_346_000) == "13.5 lakh"
    assert RUPEE.pieces(88_000) == "88,000"
    assert DOLLAR.amount(2_450_000_000) == "$2.45 billion"
    assert RUPEE.pieces(10_000_000) == "1 crore"
    assert RUPEE.money(8796.4) == "₹8,796"
    assert DOLLAR.money(12.5) == "$12.50"


def test_large_amounts_share_one_unit():
    assert RUPEE.big_unit == "INR crore"
    assert RUPEE.big(1.18e11) == "11,800"
    assert DOLLAR.big_unit == "USD million"
    assert Numbers("CHF", 500).big_unit == "CHF"


def test_changes_have_a_sign_and_a_true_minus():
    assert RUPEE.signed(281) == "+281"
    assert RUPEE.signed(-281) == MINUS + "281"
    assert RUPEE.signed(0.3) == "0"


def test_percent_has_a_decimal_below_ten_only():
    assert [percent(v) for v in (0.0, 0.058, 0.0996, 0.284, 1.0)] == ["0%", "5.8%", "10%", "28%", "100%"]
    assert span(0.027, 0.33) == "2.7–33%"
    assert span(0.3, 0.3) == "30%"


def test_a_gap_never_promises_too_much():
    assert proven(0.0000712) == "0.0072%"
    assert proven(0.004) == "0.4%"
    assert proven(0.00401) == "0.41%"
    assert proven(0.0) == "0%"
    assert proven(0.5) == "50%"


def test_rounded_parts_add_up():
    parts = [8255.4, 358.4, 421.4, -238.3]
    assert sum(fit(parts)) == round(sum(parts))
    assert sum(fit([0.333, 0.333, 0.333], 2)) == pytest.approx(1.0)
    assert fit([]) == []
