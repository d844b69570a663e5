"""How a search went is drawn where there is something to see, and told in a table where lines would be a dot."""

import re
from dataclasses import replace

import pytest
from tests.reporting.conftest import Case

from onshore.reporting import report
from onshore.reporting.charts.steps import Point, drawn
from onshore.reporting.numbers import Numbers
from onshore.reporting.sections import proof

DRAWING = "Best plan found and proven floor"


def searched(case: Case, seconds: float, *steps: tuple[float, float, float | None]) -> str:
    """The report of the invented plan if its search had gone so: seconds, plan and bound as shares of the objective."""
    whole = case.plan.objective
    progress = tuple((t, whole * best, None if bound is None else whole * bound) for t, best, bound in steps)
    return report(case.network, replace(case.plan, seconds=seconds, bound=whole, progress=progress))


def cells(page: str) -> list[list[str]]:
    """The cells of the table of steps, its head first."""
    table = next(t for t in re.findall(r"<table.*?</table>", page, flags=re.S) if "After seconds" in t)
    rows = re.findall(r"<tr.*?</tr>", table, flags=re.S)
    return [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, flags=re.S) for row in rows]


def test_a_long_search_is_drawn(page: str):
    assert DRAWING in page
    assert "After seconds" not in page


def test_a_search_of_an_instant_is_a_table_of_its_steps(case: Case):
    page = searched(case, 0.596, (0.0, 2.4, None), (0.59, 1.0, None), (0.59, 1.0, 1.0))
    assert DRAWING not in page
    head, *rows = cells(page)
    assert [row[0] for row in rows] == ["0.0", "0.6", "0.6"]
    assert rows[0][2] == rows[1][2] == "not yet"
    assert rows[2][1] == rows[2][2] == rows[1][1] != rows[0][1]
    assert head[1].startswith("Best plan, INR")
    assert "the gap that was asked for was reached, in less than a second." in page


def test_a_plan_found_in_the_last_moment_of_a_long_search_is_told_too(case: Case):
    page = searched(case, 30.0, (0.1, 9.0, None), (29.0, 1.0, 1.0))
    assert DRAWING not in page
    assert [row[0] for row in cells(page)[1:]] == ["0.1", "29.0"]
    assert DRAWING in searched(case, 30.0, (0.1, 9.0, None), (15.0, 1.0, 1.0))


def test_a_table_of_many_steps_keeps_the_first_and_the_last(case: Case):
    steps = [(k / 100, 3.0 - k / 10, None) for k in range(20)]
    times = [row[0] for row in cells(searched(case, 0.9, *steps))[1:]]
    assert (len(times), times[0], times[-1]) == (8, "0.0", "0.9")


@pytest.mark.parametrize(
    ("points", "share"),
    [
        ([(0.0, 100.0, None), (9.0, 100.0, 99.0)], 1.0),
        ([(0.0, 300.0, None), (1.0, 100.0, None), (4.0, 100.0, 99.0)], 0.5),
        ([(0.0, 300.0, None), (4.0, 100.0, 99.0)], 0.0),
    ],
)
def test_what_is_drawn_of_the_axis(points: list[Point], share: float):
    assert drawn(points) == pytest.approx(share)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "in less than a second."), (1.2, "after 1 second."), (34.0, "after 34 seconds.")]
)
def test_how_long_a_search_took_is_said_in_words(case: Case, seconds: float, said: str):
    assert proof.stopped(replace(case.plan, seconds=seconds), Numbers("INR"), None, "phone").startswith(
        f"It stopped because the gap that was asked for was reached, {said}"
    )
