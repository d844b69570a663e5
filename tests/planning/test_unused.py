"""Warnings of rows that are slower than the horizon: twenty days from 1 April 2024, so that nothing of 15 days arrives."""

from __future__ import annotations

import pytest

from .build import PLANT, ROAD, best, network, wants

SEA = {"origin": "jade-plant", "destination": "alder-plant"}
OFFER = {"supplier": "jade-plant", "item": "kit", "from": "2024-01-01", "price": 10.0}
ALSO = "longer than the horizon, and is never used"


def warned(**tables) -> tuple[str, ...]:
    return best(network((10, 10), demand=wants(1, 1), **tables)).warnings


def test_rows_that_are_fast_enough_say_nothing():
    assert warned() == ()
    assert warned(lanes=[ROAD, ROAD | {"mode": "rail", "days": 14.9}]) == ()


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (
            {"lanes": [ROAD, ROAD | {"mode": "rail", "days": 2000.0}]},
            "the way by rail from alder-plant to shop takes 2,000 days",
        ),
        (
            {"lanes": [ROAD, ROAD | {"mode": "rail", "days": 15.0}]},
            "the way by rail from alder-plant to shop takes 15 days",
        ),
        (
            {"processes": [PLANT, PLANT | {"process": "slow", "lead_days": 400.0}]},
            "slow of phone at alder-plant takes 400 days",
        ),
        ({"lanes": [ROAD, SEA], "sourcing": [OFFER | {"lead_days": 16.0}]}, "jade-plant needs 16 days for kit"),
    ],
)
def test_a_row_that_is_too_slow_is_named(tables, words):
    assert warned(**tables) == (f"{words}, {ALSO}",)


def test_orders_that_run_already_need_no_days():
    assert warned(lanes=[ROAD, SEA], sourcing=[OFFER | {"lead_days": 400.0, "running": True}]) == ()


def test_of_many_slow_rows_their_number_is_said():
    slow = [ROAD | {"mode": f"m{n}", "days": 100.0} for n in range(8)]
    said = warned(lanes=[ROAD, *slow])
    assert said[0] == f"the way by m0 from alder-plant to shop takes 100 days, {ALSO}"
    assert said[5:] == ("3 more lanes, processes and offers are never used, for they take longer than the horizon",)
