"""Whole pieces: shipments and deliveries made whole too, where lots and demand are."""

from __future__ import annotations

import numpy as np

from onshore.planning.search.blocks import Block, blocks, in_pieces
from onshore.planning.search.state import Search
from onshore.planning.solver import Solver, Watch

__all__ = ["whole_pieces"]


def whole_pieces(s: Search) -> None:
    """Make shipments and deliveries whole too, where lots and demand are: part by part, the rest of the plan fixed.

    What is shipped between plants feeds a use that scrap and yield make fractional, so the solver ships fractions.
    """
    values = s.found.values
    if values is None or not _whole_network(s):
        return
    pieces = s.mask(("ship", "deliver", "short"))
    # First with lots and orders as they are; where that cannot be, with those of the part free again.
    for fixed in (s.arrays.integer | s.made, s.structure | s.runs | s.made):
        split = pieces & (np.abs(values - np.round(values)) > 1e-5)
        if not split.any():
            break
        values = values.copy()
        for part in blocks(s.arrays, fixed, values):
            if split[part.cols].any():
                answer = _in_pieces(s, part, pieces[part.cols])
                if answer is not None:
                    values[part.cols] = answer
    s.found.values, s.found.objective = values, s.cost(values)


def _in_pieces(s: Search, part: Block, pieces: np.ndarray) -> np.ndarray | None:
    solver = Solver(in_pieces(part.arrays, pieces), seed=s.seed)
    answer = solver.run(Watch(), "whole pieces", gap=1e-6, nodes=s.nodes, limit=s.part_limit)
    return answer.values


def _whole_network(s: Search) -> bool:
    n = s.f.network
    numbers = [n.processes["lot"], n.sourcing["lot"], n.demand["quantity"], n.stock["quantity"]]
    return all(bool((x == x.round()).all()) for x in numbers if len(x))
