"""What `check` says of investments."""

import pytest

from onshore import check
from planning.build import BIRCH, ROAD, network, periods, row, wants

LINE = {"resource": "line", "site": "birch-plant", "from": "2024-01-01", "hours_per_day": 10.0}
HALL = {"investment": "hall", "site": "birch-plant", "resource": "line", "cost": 7300.0, "life_years": 2.0}
SPECS = {"scheme": "specs", "category": "all", "year": 1, "item_group": "phone", "rate": 0.0, "capex_rate": 0.1}
MEMBER = {"scheme": "specs", "company": "birch", "category": "all", "first_year": "2024-25"}


def said(**tables):
    rows = {
        "periods": periods(10, 10, year="2024-25"),
        "processes": [BIRCH],
        "resources": [LINE],
        "routings": [row(BIRCH, resource="line", hours=1.0)],
        "lanes": [row(ROAD, origin="birch-plant")],
        "investments": [HALL],
        "schemes": [SPECS],
        "scheme_members": [MEMBER],
        "demand": wants(0, 5),
    }
    return check(network((10, 10), **(rows | tables)))["message"].to_list()


def test_nothing_is_wrong_with_a_line_to_be_built_and_a_scheme_that_pays_for_it():
    assert said() == []


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (
            {"investments": [HALL, row(HALL, investment="annex")]},
            "investments.csv:3: resource 'line' is built by hall already (line 2). Give the lines of annex a name of "
            "their own in resources.csv.",
        ),
        (
            {"investments": [row(HALL, site="alder-plant")]},
            "investments.csv:2: hall is built at alder-plant, but its resource 'line' stands at birch-plant. Correct "
            "one of them.",
        ),
        (
            {"investments": [row(HALL, from_="2024-04-20", to="2024-04-10")]},
            "investments.csv:2: to = 2024-04-10 is before from = 2024-04-20. Exchange or correct the two dates.",
        ),
        (
            {"investments": [row(HALL, resource="lime")]},
            "investments.csv:2: resource = 'lime' is not in resources. Did you mean 'line'?",
        ),
        (
            {"scheme_members": [MEMBER, row(MEMBER, first_year="2023-24")]},
            "scheme_members.csv:3: birch has several first years in specs, which pays for investment by year: say which "
            "one it has. Remove the others.",
        ),
    ],
)
def test_a_broken_investment_is_told(tables, message):
    assert said(**tables) == [message]


def test_a_life_of_no_years_is_out_of_bounds():
    (message,) = said(investments=[row(HALL, life_years=0.0)])
    assert message == "investments.csv:2: life_years = 0 is not above 0. Unit: years of 365 days."
