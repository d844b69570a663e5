"""Whole pieces: shipments and deliveries made whole too, where lots and demand are."""

from __future__ import annotations

import numpy as np

from onshore.planning.search.blocks import Block, blocks, in_pieces
from onshore.planning.search.state import Search
from onshore.planning.solver import Solver, Watch

__all__ = ["search_in_pieces", "whole_pieces"]

#: What counts pieces: shipments from stock, deliveries, and what is given up.
_PIECES = ("ship", "deliver", "short")


def whole_pieces(s: Search) -> None:
    """Make shipments and deliveries whole too, where lots and demand are: part by part, the rest of the plan fixed.

    What is shipped between plants feeds a use that scrap and yield make fractional, so the solver ships fractions.
    """
    values = s.found.values
    if values is None or not _whole_network(s):
        return
    pieces = s.mask(_PIECES)
    # First with lots and orders as they are; where that cannot be, with those of the part free again, at last for as
    # long as it takes to find any: a plan in fractions is no plan.
    free = s.structure | s.runs | s.apart
    for fixed, at_last in ((s.arrays.integer | s.apart, False), (free, False), (free, True)):
        split = pieces & (np.abs(values - np.round(values)) > 1e-5)
        if not split.any():
            break
        values = values.copy()
        for part in blocks(s.arrays, fixed, values):
            if split[part.cols].any():
                answer = _in_pieces(s, part, pieces[part.cols], at_last)
                if answer is not None:
                    values[part.cols] = answer
    s.found.values, s.found.objective = values, s.cost(values)


def search_in_pieces(s: Search) -> None:
    """The whole program with every piece whole, from the best plan, and a bound on it: what no repair can reach."""
    arrays = in_pieces(s.arrays, s.mask(_PIECES))
    solver = Solver(arrays, seed=s.seed)
    if s.found.values is not None:
        solver.start(s.found.values)
    answer = solver.run(s.watch, "search", gap=s.gap, nodes=s.nodes)
    if answer.values is not None and s.cost(answer.values) < s.found.objective:
        s.found.values, s.found.objective = answer.values, s.cost(answer.values)
    s.proven(answer.bound, "search")
    s.found.status = answer.status


def _in_pieces(s: Search, part: Block, pieces: np.ndarray, at_last: bool) -> np.ndarray | None:
    solver = Solver(in_pieces(part.arrays, pieces), seed=s.seed)
    if at_last:
        answer = solver.run(Watch(), "whole pieces", mip_max_improving_sols=1)
    else:
        answer = solver.run(Watch(), "whole pieces", gap=1e-6, nodes=s.nodes, limit=s.part_limit)
    return answer.values


def _whole_network(s: Search) -> bool:
    n = s.f.network
    numbers = [n.processes["lot"], n.sourcing["lot"], n.demand["quantity"]]
    return all(bool((x == x.round()).all()) for x in numbers if len(x))
