"""The search for a good plan and for a bound on all plans.

Small programs go to the solver whole. Larger ones are taken apart by what their decisions are about, most
far-reaching first:

1. structure (qualifications, investments, gates, sites, lanes, sources): a mixed-integer program in which lots
   and set-ups are relaxed;
2. runs (set-ups, minimum lots): rounded a few at a time, then each doubtful one turned over on trial;
3. making: running totals rounded to whole lots, finished items first;
4. buying: with production fixed the rest falls apart by component: one small program each decides the orders,
   another the lots near the best fractions, two at a time.

Meanwhile a second thread lets the solver strengthen the relaxation of the whole program with cuts. The bound
is the best that was proven on any relaxation of the whole; nothing found in a part enters it. If the gap
asked for is not reached, the runs are searched again as a program and what follows is done again; then the
solver goes on with the whole from the best plan until the limit, unless that is a number of nodes which is small
beside the program. At the end shipments and deliveries are made whole pieces; if that costs more than the gap, a
small program is searched again with pieces that are whole from the start.
"""

from __future__ import annotations

import numpy as np

from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.routes import Routes
from onshore.planning.search.apart import apart
from onshore.planning.search.pieces import search_in_pieces, whole_pieces
from onshore.planning.search.state import Found, Search
from onshore.planning.solver import Watch

__all__ = ["SMALL", "Found", "search"]

#: Programs with at most this many whole-number columns go to the solver whole.
SMALL = 1500
#: Whole-number columns for each node asked for, beyond which a program is not searched whole after its parts.
_COLUMNS_A_NODE = 100
#: A gap up to this is rounding.
_NEAR = 1e-6


def search(
    p: Program,
    f: Facts,
    r: Routes,
    watch: Watch,
    *,
    gap: float,
    seed: int = 0,
    nodes: int | None = None,
    start: np.ndarray | None = None,
) -> Found:
    """The best plan found within the watch's time, and the bound proven.

    gap: relative to the objective. nodes: ends every program by nodes instead of seconds, so that the same
    input gives the same plan. start: quantities of a former plan to begin from.
    """
    s = Search(p, f, r, watch, gap=gap, seed=seed, nodes=nodes)
    s.better(s.nothing(), "nothing made")
    if start is not None:
        s.better(s.polished(start), "former plan")
    if s.arrays.integer.sum() > SMALL:
        apart(s)
    if not s.enough() and not _too_large(s):
        s.whole()
    elif watch.stopped:
        s.found.status = "interrupted"
    elif s.found.gap > s.gap:
        s.found.status = "time_limit" if nodes is None else "iteration_limit"
    before = s.found.objective
    whole_pieces(s)
    if s.found.objective > before and s.found.status == "optimal" and s.found.gap > max(gap, _NEAR):
        if s.arrays.integer.sum() <= SMALL:
            search_in_pieces(s)
        else:
            s.found.status = "whole_pieces"
    return s.found


def _too_large(s: Search) -> bool:
    """Whether the root of the whole program would take far longer than the nodes that were asked for."""
    return s.nodes is not None and s.arrays.integer.sum() > _COLUMNS_A_NODE * s.nodes
