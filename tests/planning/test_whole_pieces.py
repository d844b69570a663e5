"""Pieces are whole, and what that costs is not hidden."""

from __future__ import annotations

from importlib import import_module

import pytest

from onshore.planning import plan

from .build import PLANT, ROAD, best, network, quantities, row, wants

HEAVY = [{"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0, "weight": 6.0}]


def test_a_lane_that_carries_a_piece_and_a_half_carries_one():
    """10 kg for phones of 6: one is made, at 10, and the other is short; two made and one short would cost 1,020."""
    done = best(network(items=HEAVY, lanes=[row(ROAD, capacity=1.0)], demand=wants(2)))
    assert done.objective == pytest.approx(1010.0)
    assert quantities(done.production, "item") == {"phone": 1.0}


def test_a_lot_that_cannot_be_delivered_is_not_made():
    """A lot of two at 20 each, of which one can be moved, saves 30: nothing is made."""
    items = [row(HEAVY[0], short_cost=30.0, weight=1.0)]
    processes = [row(PLANT, conversion_cost=20.0, lot=2.0)]
    lanes = [row(ROAD, capacity=0.115)]
    done = best(network(items=items, processes=processes, lanes=lanes, demand=wants(2)))
    assert done.objective == pytest.approx(60.0)


def test_a_large_program_says_that_whole_pieces_cost_the_gap(monkeypatch):
    monkeypatch.setattr(import_module("onshore.planning.search"), "SMALL", 0)
    done = plan(network(items=HEAVY, lanes=[row(ROAD, capacity=1.0)], demand=wants(2)), gap=0.0, within=())
    assert done.gap > 1e-6 and done.status == "whole_pieces"


def test_pieces_are_whole_however_little_time_there_is_for_it(monkeypatch):
    """A part that is not made whole in its seconds, or nodes, is given as long as it takes: a plan has no fractions."""
    pieces, tried = import_module("onshore.planning.search.pieces"), []
    given = pieces.Solver.run

    def hurried(self, watch, phase, **how):
        if phase == "whole pieces" and "mip_max_improving_sols" not in how:
            tried.append(phase)
            return import_module("onshore.planning.solver").Answer("time_limit", None, float("inf"), -float("inf"))
        return given(self, watch, phase, **how)

    monkeypatch.setattr(pieces.Solver, "run", hurried)
    done = plan(network(items=HEAVY, lanes=[row(ROAD, capacity=1.0)], demand=wants(2)), gap=0.0, within=())
    assert tried and quantities(done.production, "item") == {"phone": 1.0}
