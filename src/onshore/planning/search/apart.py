"""A large program taken apart: structure, runs, making and buying one after another, while a second thread proves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np

from onshore.planning.search.buying import buying, components
from onshore.planning.search.making import making
from onshore.planning.search.runs import rounded_runs, searched_runs
from onshore.planning.search.state import Search
from onshore.planning.search.structure import structure
from onshore.planning.solver import Watch

__all__ = ["apart"]


def apart(s: Search) -> None:
    """Offer the search good plans, and a bound."""
    prover = s.prover = Watch(limit=s.watch.left, under=s.watch)
    with ThreadPoolExecutor(1) as pool:
        proof = pool.submit(_proof, s, prover)
        try:
            _improve(s)
            while not proof.done() and (s.nodes is not None or not s.enough()) and not s.watch.stopped:
                wait([proof], timeout=0.2)
                s.watch.beat("proving")
        finally:
            prover.stop = True
            s.proven(max(proof.result(), prover.bound), "proving")


def _proof(s: Search, watch: Watch) -> float:
    """Cuts on the whole program, lots relaxed, at the root: only the bound is wanted."""
    answer = s.solver(s.arrays.integer & ~s.lots).run(
        watch,
        "proving",
        gap=s.gap / 4,
        nodes=1,
        mip_heuristic_effort=0.0,
        mip_max_stall_nodes=1,
        mip_heuristic_run_rins=False,
        mip_heuristic_run_rens=False,
        mip_heuristic_run_root_reduced_cost=False,
    )
    return answer.bound


def _improve(s: Search) -> None:
    if s.over():
        return
    solver, relaxed = structure(s)
    runs = None if relaxed is None or s.over() else rounded_runs(s, solver, relaxed)
    if relaxed is None or runs is None or s.over():
        return
    took = _finish(s, runs)
    if not s.enough():
        searched = searched_runs(s, relaxed, runs)
        if searched is not None and not s.over() and s.watch.left >= took:
            _finish(s, searched)


def _finish(s: Search, runs: np.ndarray) -> float:
    """Offer whole plans with these runs. Returns the seconds until the first: what it takes to begin again."""
    begin = s.watch.seconds
    values = making(s, runs)
    bought = buying(s, values) if values is not None else None
    took = s.watch.seconds - begin
    if bought is not None and not s.over():
        components(s, *bought)
    return took
