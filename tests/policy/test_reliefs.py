"""Drawback and the other reliefs, by day."""

from __future__ import annotations

import datetime as dt

import pytest

from onshore import policy
from onshore.policy import Unknown, UnknownName


@pytest.mark.parametrize(
    ("fob", "on", "amount", "capped"),
    [
        (4_000.0, "2020-01-27", 160.0, False),
        (10_000.0, "2020-01-27", 197.0, True),
        (10_000.0, "2020-01-28", 350.0, True),
        (8_000.0, "2020-01-28", 320.0, False),
        (8_750.0, "2023-10-29", 350.0, False),
    ],
)
def test_drawback_of_a_phone(fob, on, amount, capped):
    back = policy.drawback(fob, 1, dt.date.fromisoformat(on))
    assert back.amount == pytest.approx(amount)
    assert back.capped is capped


def test_the_cap_is_a_piece():
    assert policy.drawback(10_000_000.0, 1_000, dt.date(2021, 1, 1)).amount == pytest.approx(350_000.0)


def test_drawback_that_is_not_known_raises():
    with pytest.raises(Unknown, match=r"drawback of phone_cbu on 2024-02-01.*since 2023-10-30, 77/2023-Cus"):
        policy.drawback(1.0, 1, dt.date(2024, 2, 1))
    with pytest.raises(Unknown, match=r"on 2018-12-18. Its first row begins on 2018-12-19"):
        policy.drawback(1.0, 1, dt.date(2018, 12, 18))
    with pytest.raises(Unknown, match=r"Its last row is known until 2026-04-30"):
        policy.drawback(1.0, 1, dt.date(2026, 5, 1))
    with pytest.raises(Unknown, match=r"No row of drawback is known for charger_cbu"):
        policy.drawback(1.0, 1, dt.date(2021, 1, 1), "charger")
    with pytest.raises(ValueError, match=r"fob = -1 is not an amount"):
        policy.drawback(-1, 1, dt.date(2021, 1, 1))


def test_reliefs_of_a_day():
    names = [row["relief"] for row in policy.reliefs("phone", dt.date(2024, 2, 1))]
    assert names == ["advance-authorisation", "dfia", "bonded-manufacture", "drawback", "rodtep"]
    assert [row["relief"] for row in policy.reliefs("phone", dt.date(2019, 10, 1))] == [
        "bonded-manufacture",
        "drawback",
    ]
    assert [row["relief"] for row in policy.reliefs("charger", dt.date(2024, 2, 1))] == names[:3]


def test_terms_of_an_advance_authorisation():
    row = policy.relief("advance-authorisation", dt.date(2024, 2, 1))
    assert (row["value_addition"], row["import_months"], row["export_months"]) == (0.15, 12, 18)
    with pytest.raises(UnknownName, match=r"There is no relief 'drawbak'. Nearest: drawback"):
        policy.relief("drawbak", dt.date(2024, 2, 1))
