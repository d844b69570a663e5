import datetime as dt
import xml.etree.ElementTree as ET

import pytest

from onshore.reporting.charts.area import Layer, area, ceiling
from onshore.reporting.charts.bridge import Bar, bars, bridge
from onshore.reporting.charts.gates import Gate, gates
from onshore.reporting.charts.heat import Cell, Heat, Line, heat
from onshore.reporting.charts.sankey import Link, Node, sankey
from onshore.reporting.charts.shares import Reach, Share, bands, pairs
from onshore.reporting.charts.spark import spark
from onshore.reporting.charts.steps import steps
from onshore.reporting.charts.svg import spread
from onshore.reporting.words import Buckets

WIDTHS = (1070, 780, 588, 406, 330)
EVIL = "<script>alert('x')</script> & Söhne"
MONTHS = Buckets(("a", "b", "c"), tuple(dt.date(2026, m, 1) for m in (4, 5, 6)), (30, 31, 30))


STEPS = [(EVIL, -281.0), ("up", 10.0), ("same", 0.0)]
SEARCH = [(0.1, 100.0, None), (1.0, 90.0, 80.0), (9.0, 89.0, 88.9)]


def show(value: float) -> str:
    return f"{value:.0f}"


def _bridge(width: int, rows: list[Bar]) -> str:
    return bridge(width, rows=rows, unit=EVIL, title=EVIL, show=show, signed=show)


def _charts(width: int) -> list[str]:
    layers = [Layer(EVIL, "var(--m1)", (1.0, 2.0, 0.0)), Layer("B", "var(--m2)", (0.0, 0.0, 0.0))]
    cells = (Cell(1.2, True, EVIL), Cell(None, False, ""), Cell(0.3, False, "x"))
    heats = Heat((Line(EVIL, "smt", (EVIL, EVIL), cells, ("", "not open yet", "")),), (("Apr", "Apr", "2026"),) * 3)
    share = Share(
        EVIL,
        "var(--m1)",
        0.3,
        (Reach("within ₹1", 0.29, 0.31), Reach("within ₹5", 0.2, 0.4)),
        (0.1, 0.5),
        0.2,
        EVIL,
    )
    gate = Gate(EVIL, "FY 2026-27", 5.0, 3.0, 6.0, 0.0, 0.0, EVIL, EVIL, True)
    nodes = [
        [Node("o", EVIL, "red")],
        [Node("m", EVIL, "red")],
        [Node("d", EVIL, "red"), Node("e", "E", "red")],
    ]
    links = [Link("o", "m", 5.0, "red"), Link("m", "d", 4.0, "red"), Link("m", "e", 1.0, "red")]
    return [
        area(
            width,
            layers=layers,
            demand=[1.0, 3.0, 0.0],
            missed=[0.0, 1.0, 0.0],
            buckets=MONTHS,
            unit=EVIL,
            title=EVIL,
            show=show,
        ),
        _bridge(width, bars(("Today", 9077), STEPS, ("Plan", 8806))),
        heat(width, wide=heats, narrow=heats, title=EVIL),
        sankey(width, columns=nodes, links=links, heads=(EVIL, "b", "c"), title=EVIL, unit=EVIL, show=show),
        gates(width, rows=[gate], title=EVIL, unit=EVIL, show=show),
        bands(width, rows=[share], title=EVIL),
        pairs(width, rows=[(share, share, EVIL)], title=EVIL, names=(EVIL, EVIL)),
        steps(width, points=SEARCH, unit=EVIL, title=EVIL, show=show),
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_well_formed_at_every_width_and_escapes_names(width: int):
    for chart in _charts(width):
        root = ET.fromstring(chart)
        assert root.get("role") == "img"
        assert EVIL in "".join(root.itertext())
        assert "<script" not in chart
        assert "nan" not in chart


@pytest.mark.parametrize("width", WIDTHS)
def test_text_stays_inside_the_drawing(width: int):
    for chart in _charts(width):
        for node in ET.fromstring(chart).iter("text"):
            assert -1 <= float(node.get("x", 0)) <= width + 1


def test_the_same_input_gives_the_same_drawing():
    assert _charts(588) == _charts(588)


def test_an_axis_ends_just_above_its_highest_value():
    assert ceiling(2158) == (2500, 500)
    assert ceiling(9.5) == (10, 2)
    assert ceiling(0) == (1.0, 0.5)


def test_labels_keep_their_distance_and_order():
    assert spread([10, 12, 90], 33, 0, 100) == [10, 43, 90]
    assert spread([90, 95, 99], 20, 0, 100) == [60, 80, 100]
    assert spread([], 20, 0, 100) == []


def test_a_bridge_cuts_its_axis_only_if_the_change_is_small_and_says_so():
    assert "the axis starts at" in _bridge(588, bars(("Today", 9077), [("x", -281)], ("Plan", 8796)))
    built = bars(None, [("x", 8000), ("y", 796)], ("Plan", 8796))
    assert "the axis starts at" not in _bridge(588, built)


def test_a_share_without_a_range_is_not_drawn():
    share = Share("A", "red", 0.3, (), None, None, "no award")
    drawn = bands(588, rows=[share], title="t")
    assert "not known: give it longer, or --full-ranges" in drawn
    assert "30%" not in drawn
    assert "<circle" not in drawn


def test_a_spark_needs_two_values():
    assert spark([1.0]) == ""
    assert "polyline" in spark([1.0, 1.0], base=1.0)
