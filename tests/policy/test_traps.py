"""What the press says wrongly is not what the data says."""

from __future__ import annotations

import datetime as dt

import pytest

from onshore import policy


def rate(item: str, *day: int) -> float:
    return policy.levy(item, dt.date(*day)).rate


def test_the_five_traps_are_told_with_both_sides_and_sources():
    told = policy.notes()
    assert [row["note"] for row in told] == ["pcba-inputs", "cut-2024", "parts-2018", "days-2021", "e-waste-2025"]
    for row in told:
        assert row["wrong"] and row["right"] and policy.cited(row["source"])


def test_the_board_did_not_fall_with_its_inputs():
    assert rate("pcba", 2021, 4, 1) == 0.20 and rate("inputs of pcba", 2021, 4, 1) == 0.025
    assert rate("inputs of pcba", 2021, 3, 31) == 0.0
    assert rate("pcba", 2025, 2, 2) == 0.15 and rate("inputs of pcba", 2025, 2, 2) == 0.0
    assert rate("inputs of pcba", 2025, 2, 1) == 0.025
    assert "pcba-inputs" in {row["note"] for row in policy.notes("pcba")}


@pytest.mark.parametrize("item", ["phone", "pcba", "charger"])
def test_the_cut_is_of_july_2024_and_nothing_is_new_in_2025(item):
    assert rate(item, 2024, 7, 23) == 0.20
    assert rate(item, 2024, 7, 24) == 0.15
    assert rate(item, 2025, 2, 1) == rate(item, 2025, 2, 2) == 0.15
    assert not [row for row in policy.timeline(item) if row.first.year == 2025]


@pytest.mark.parametrize("item", ["battery", "headset", "microphone", "mechanics"])
def test_in_2018_phones_went_to_20_and_parts_to_15(item):
    assert rate("phone", 2018, 2, 2) == 0.20
    assert rate(item, 2018, 2, 1) == 0.10
    assert rate(item, 2018, 2, 2) == 0.15
    assert all(row.rate <= 0.15 for row in policy.timeline(item))


def test_the_budget_of_2021_began_on_two_days():
    assert rate("inputs of pcba", 2021, 2, 2) == 0.0 and rate("inputs of pcba", 2021, 4, 1) == 0.025
    for item, before, after in (("charger board", 0.10, 0.15), ("charger_other_inputs", 0.0, 0.10)):
        assert rate(item, 2021, 2, 1) == before
        assert rate(item, 2021, 2, 2) == after


def test_the_share_of_e_waste_is_that_of_the_rules_in_force():
    (note,) = [row for row in policy.notes() if row["note"] == "e-waste-2025"]
    assert "80% of e-waste by 2025" in note["wrong"]
    assert "60% in 2023-24" in note["right"] and "2027-28" in note["right"]


def test_surcharge_is_of_the_duty_not_of_the_value():
    paid = policy.stack("phone", dt.date(2023, 5, 8))
    assert paid.sunk == pytest.approx(0.22) and paid.sunk != pytest.approx(0.30)
    lens = policy.stack("lens", dt.date(2022, 6, 1))
    assert lens.sunk == pytest.approx(0.0275)


def test_tax_was_12_percent_before_april_2020():
    assert policy.levy("phone", dt.date(2020, 3, 31), kind="recoverable").rate == 0.12
    assert policy.levy("phone", dt.date(2020, 4, 1), kind="recoverable").rate == 0.18
    before = policy.stack("phone", dt.date(2020, 3, 31))
    assert before.recoverable == pytest.approx(0.12 * 1.22)
