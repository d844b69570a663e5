"""Gates of incentives while a plan is made whole."""

from __future__ import annotations

import numpy as np
import pytest

from onshore.planning.search.gates import clear_of_gates, solved
from onshore.planning.search.making import making
from onshore.planning.search.state import Search
from onshore.planning.solver import Watch

from .build import BIRCH, PLANT, ROAD, built, network, periods, row, wants

# Birch is dearer by 6 a phone, but five phones of its own pass its gate, which pays 45 on other customers' sales.
TABLES = {
    "settings": {"perspective": "chain"},
    "periods": periods(10, year="2024-25"),
    "items": [
        {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0, "invoice_value": 100.0}
    ],
    "processes": [row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=16.0, lot=2.0)],
    "lanes": [ROAD, row(ROAD, origin="birch-plant")],
    "schemes": [{"scheme": "pli", "category": "all", "year": 1, "item_group": "phone", "rate": 0.05, "sales_threshold": 1400.0}],
    "scheme_members": [{"scheme": "pli", "company": "birch", "category": "all", "first_year": "2024-25"}],
    "outside_sales": [{"company": "birch", "scheme": "pli", "fiscal_year": "2024-25", "sales": 900.0}],
    "demand": wants(10),
}  # fmt: skip


@pytest.fixture
def s() -> Search:
    tables = dict(TABLES)
    p, f, r = built(network((10,), tables.pop("settings"), **tables))
    return Search(p, f, r, Watch(), gap=1e-9, seed=0, nodes=None)


def relaxed(s: Search) -> np.ndarray:
    """The best plan in fractions with the gate passed."""
    solver = s.solver(None)
    gate = s.p["gate"]["col"].to_numpy()
    solver.bounds(gate, np.ones(1), np.ones(1))
    answer = solver.run(Watch(), "structure")
    assert answer.values is not None
    return answer.values


def of_birch(s: Search, values: np.ndarray) -> float:
    return float(values[s.p["make"].filter(site="birch-plant")["col"].to_numpy()].sum())


def test_a_gate_that_is_just_passed_survives_rounding(s: Search):
    values = relaxed(s)
    assert of_birch(s, values) == pytest.approx(5.0)  # two lots and a half
    whole = making(s, values)
    assert whole is not None
    assert of_birch(s, whole) == pytest.approx(8.0)  # 7, a lot above the gate, in whole lots
    assert whole[s.p["gate"]["col"].to_numpy()] == pytest.approx([1.0])


def test_sales_are_a_lot_of_each_way_above_the_gate(s: Search):
    values, solver = relaxed(s), s.solver(None)
    s.fix(solver, s.structure, values)
    assert of_birch(s, clear_of_gates(s, solver, values)) == pytest.approx(7.0)
    # Where there is nobody to buy so many, the plan stays as it is.
    cols = s.p["make"].filter(site="birch-plant")["col"].to_numpy()
    solver.bounds(cols, np.zeros(len(cols)), np.full(len(cols), 6.0))
    assert of_birch(s, clear_of_gates(s, solver, values)) == pytest.approx(5.0)
    # And the gate is where it was.
    solver.bounds(cols, np.zeros(len(cols)), np.full(len(cols), 1e6))
    again = solver.run(Watch(), "lots")
    assert again.values is not None
    assert of_birch(s, again.values) == pytest.approx(5.0)


def test_a_gate_that_is_missed_is_shut(s: Search):
    values, solver = relaxed(s), s.solver(None)
    s.fix(solver, s.structure, values)
    cols = s.p["make"].filter(site="birch-plant")["col"].to_numpy()
    solver.bounds(cols, np.zeros(len(cols)), np.full(len(cols), 4.0))
    assert solver.run(Watch(), "lots").values is None
    answer = solved(s, solver, "lots", values)
    assert answer.values is not None
    assert answer.values[s.p["gate"]["col"].to_numpy()] == pytest.approx([0.0])
    assert of_birch(s, answer.values) == pytest.approx(0.0)
    assert answer.objective == pytest.approx(100.0)
