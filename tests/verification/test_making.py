"""Ramps, qualification, lines and lots, one rule at a time."""

import pytest

from onshore.verification import verify
from onshore.verification.making import earliest_qualification, makings, stage
from onshore.verification.recount import recount
from onshore.verification.world import World

from .edits import changed, edited
from .hand_network import day, network, table
from .hand_plan import plan

BETA = {"site": "beta-1", "item": "phone"}


def refused(of, by=None):
    findings = verify(of, by or plan())
    return findings.filter(findings["rule"] != "fingerprint")


@pytest.mark.parametrize(
    ("first", "t", "shares"),
    [
        (0, 0, (0.5, 0.5)),  # 5 / 7 weeks
        (0, 1, (0.8, 1.0)),  # 15 / 7 = 2.1 weeks
        (1, 1, (0.5, 0.5)),
        (2, 2, (0.5, 0.5)),  # 10 / 7 = 1.4 weeks
        (2, 3, (0.8, 1.0)),  # 25 / 7
    ],
)
def test_the_ramp_counts_weeks_from_the_first_day_to_the_middle(first, t, shares):
    world = World(network())
    assert stage(world, world.processes["beta-1", "phone", "make"], first, t) == shares


def test_a_stage_begins_exactly_on_its_week():
    ramp = network().ramps
    week = table("ramps", {"ramp": "slow", "week": 0, "capacity_share": 0.1, "yield_share": 0.1}).vstack(
        table("ramps", {"ramp": "slow", "week": 1, "capacity_share": 0.9, "yield_share": 0.9})
    )
    periods = changed(network(), "periods", {"period": "P1"}, days=14)
    world = World(periods.replace(ramps=week))
    assert len(ramp) == 2
    assert stage(world, world.processes["beta-1", "phone", "make"], 0, 0) == (0.9, 0.9)  # (14 / 2) / 7 = 1


def test_what_is_qualified_from_the_start_has_no_ramp():
    world = World(changed(network(), "processes", BETA, qualified=True))
    assert stage(world, world.processes["beta-1", "phone", "make"], None, 1) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "stands", "earliest"),
    [
        ({}, {}, 1),  # 10 days after the start: the start of P2 is not before it
        ({"qualification_days": 10.5}, {}, 2),
        ({"qualify_from": day("2024-01-10")}, {}, 2),  # 20 January, and P3 starts on the 21st
        ({"qualification_days": 100}, {}, None),
        ({"qualification_days": 0}, {"line-b": "2024-01-11"}, 1),  # the first morning of P2
        ({"qualification_days": 0.001}, {"line-b": "2024-01-11"}, 2),
        ({}, {"line-b": "2024-01-11"}, 2),  # 10 days after that, whatever could be applied for before
        ({"qualify_from": day("2024-01-12")}, {"line-b": "2024-01-11"}, 3),
        ({}, {"line-a": "2024-01-11"}, 1),  # another plant's
    ],
)
def test_the_earliest_qualification(changes, stands, earliest):
    world = World(changed(network(), "processes", BETA, **({"qualification_days": 10} | changes)))
    ready = {line: float(day(date).toordinal()) for line, date in stands.items()}
    assert earliest_qualification(world, "beta-1", "phone", ready) == earliest


def test_a_second_line_that_stands_is_enough_to_apply():
    other = table("routings", {"site": "beta-1", "item": "phone", "process": "make", "resource": "line-a", "hours": 1})
    net = network()
    world = World(net.replace(routings=net.routings.vstack(other)))
    late = float(day("2024-02-01").toordinal())
    assert earliest_qualification(world, "beta-1", "phone", {"line-b": late}) == 0
    assert earliest_qualification(world, "beta-1", "phone", {"line-a": late - 10, "line-b": late}) == 3


def test_a_closed_site_is_qualified_once_it_is_open():
    world = World(changed(network(), "sites", {"site": "beta-1"}, opens=day("2024-02-01")))
    assert earliest_qualification(world, "beta-1", "phone", {}) == 2


def test_a_closed_site_makes_nothing():
    findings = refused(changed(network(), "sites", {"site": "beta-1"}, closes=day("2024-02-09")))
    closed = findings.filter(findings["rule"] == "process")
    assert closed["where"].to_list() == ["beta-1, phone, make, line-b, P4"]
    assert "closed" in closed["message"][0]


def test_a_process_without_routing_needs_no_line():
    free = network().replace(routings=network().routings.filter(site="alpha-1"))
    line = {"process": "make", "resource": "line-b"}
    by = plan()
    for period in ("P2", "P3", "P4"):
        by = edited(by, "production", {**line, "period": period}, resource="", hours=0)
    assert refused(free, by)["rule"].to_list() == ["need"]  # line-b is then built for nothing
    assert "has no routing on line-b" in refused(free).filter(rule="process")["message"][0]


def test_hours_follow_the_rows_in_force_and_the_calendar():
    lines = recount(network(), plan()).lines
    assert [load.regular for load in lines["line-a"]] == pytest.approx([48, 60, 120, 120])
    assert [load.overtime_limit for load in lines["line-a"]] == pytest.approx([12, 15, 30, 30])
    assert [load.used for load in lines["line-a"]] == pytest.approx([54, 0, 79, 54])
    assert [load.regular for load in lines["line-b"]] == pytest.approx([0, 40, 80, 40])  # built from P2 on


def test_a_line_that_changes_in_a_period_is_counted_by_the_day():
    earlier = changed(network(), "resources", {"resource": "line-a", "lines": 2.0}, **{"from": day("2024-01-16")})
    loads = recount(earlier, plan()).lines["line-a"]
    assert loads[1].regular == pytest.approx(5 * 6 + 5 * 12)
    assert loads[1].terms["idle_cost"] == 4


def test_there_are_no_hours_before_the_first_row():
    later = changed(network(), "resources", {"resource": "line-b"}, **{"from": day("2024-01-16")})
    loads = recount(later, plan()).lines["line-b"]
    assert [load.regular for load in loads] == pytest.approx([0, 20, 80, 40])
    assert loads[0].terms is None


def test_alternative_lines_are_lots_and_set_ups_of_their_own():
    second = table(
        "resources", {"resource": "line-c", "site": "alpha-1", "from": day("2023-01-01"), "hours_per_day": 24}
    )
    route = table("routings", {"site": "alpha-1", "item": "phone", "resource": "line-c", "hours": 2, "setup_hours": 1})
    of = network().replace(resources=network().resources.vstack(second), routings=network().routings.vstack(route))
    by = edited(plan(), "production", {"site": "alpha-1", "period": "P4"}, resource="line-c")
    making = next(m for m in makings(World(of), by) if m.resource == "line-c")
    assert (making.started, making.hours, making.setup_cost) == pytest.approx((50, 101, 0))
