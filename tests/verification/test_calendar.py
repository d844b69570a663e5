"""The one rule for lead times, and days on which places are open."""

import datetime as dt

import pytest

from onshore.verification.calendar import Horizon, Opening, Succession

from .hand_network import day, network, table

#: Three months of 31, 29 and 31 days.
MONTHS = table(
    "periods",
    {"period": "2024-01", "start": day("2024-01-01"), "days": 31},
    {"period": "2024-02", "start": day("2024-02-01"), "days": 29},
    {"period": "2024-03", "start": day("2024-03-01"), "days": 31},
)


@pytest.mark.parametrize(
    ("t", "lead_days", "arrival"),
    [
        (0, 0, 0),
        (0, 14, 0),  # 15.5 + 14 = 29.5
        (0, 15.4, 0),  # 30.9: the last day of January
        (0, 15.5, 1),  # 31.0: exactly the start of February belongs to February
        (1, 14, 1),  # 31 + 14.5 + 14 = 59.5
        (1, 14.5, 2),  # 60.0: exactly the start of March
        (0, 45, 2),  # 60.5
        (2, 15, 2),  # 75.5 + 15 = 90.5: on the last day
        (2, 15.5, None),  # 91.0: the moment after the last day
        (0, 400, None),
    ],
)
def test_what_leaves_arrives_in_the_period_of_middle_plus_lead_time(t, lead_days, arrival):
    assert Horizon(MONTHS).arrival(t, lead_days) == arrival


def test_a_middle_may_be_half_a_day():
    horizon = Horizon(MONTHS)
    assert horizon.middle(0) == dt.date(2024, 1, 16).toordinal() + 0.5
    assert horizon.middle(1) == dt.date(2024, 2, 15).toordinal() + 0.5


def test_periods_are_put_in_order_of_time():
    assert Horizon(MONTHS.reverse()).names == ["2024-01", "2024-02", "2024-03"]


@pytest.mark.parametrize(
    ("moment", "t"), [("2023-11-30", 0), ("2024-01-31", 0), ("2024-02-01", 1), ("2024-04-01", None)]
)
def test_goods_on_the_way_arrive_on_their_day_or_in_the_first_period(moment, t):
    assert Horizon(MONTHS).containing(day(moment).toordinal()) == t


def share(site: dict, *closures: dict, on: str) -> float:
    sites = table("sites", {"site": "a", "company": "c", "kind": "plant", "country": "IN", "calendar": "k", **site})
    calendars = table("calendars", *({"calendar": "k", **closure} for closure in closures))
    return Opening(sites, calendars).share("a", day(on).toordinal())


def test_a_site_is_open_from_its_first_to_its_last_day():
    days = {"opens": day("2024-01-02"), "closes": day("2024-01-03")}
    assert [share(days, on=f"2024-01-0{d}") for d in (1, 2, 3, 4)] == [0, 1, 1, 0]


def test_closures_multiply_and_hold_on_their_last_day():
    half = {"from": day("2024-01-01"), "to": day("2024-01-03"), "open_share": 0.5}
    other = {"from": day("2024-01-02"), "to": day("2024-01-02"), "open_share": 0.4}
    assert [share({}, half, other, on=f"2024-01-0{d}") for d in (1, 2, 3, 4)] == [0.5, 0.2, 0.5, 1]


def test_calendars_of_others_do_not_matter():
    assert share({"calendar": None}, {"from": day("2024-01-01"), "to": day("2024-12-31")}, on="2024-05-01") == 1


def test_a_later_row_replaces_an_earlier_one_from_its_day_on():
    rows = Succession([{"from": day("2024-02-01"), "rate": 2}, {"from": day("2024-01-01"), "rate": 1}])

    def rate(text: str) -> int | None:
        row = rows.in_force(day(text).toordinal())
        return None if row is None else row["rate"]

    assert [rate(f"2024-{d}") for d in ("01-01", "01-31", "02-01")] == [1, 1, 2]
    assert rate("2023-12-31") is None


def test_a_site_is_open_in_a_period_with_some_opening_above_zero():
    opening = Opening(network().sites, network().calendars)
    first = day("2024-01-01").toordinal()
    assert not opening.any_of("alpha-1", range(first, first + 2))
    assert opening.any_of("alpha-1", range(first, first + 3))
