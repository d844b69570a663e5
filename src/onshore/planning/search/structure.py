"""Structure: which factories are qualified, which lines are built, gates passed, sites, lanes and sources used."""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.rules.capex_grant import claim
from onshore.planning.search.state import Search
from onshore.planning.solver import Answer

__all__ = ["structure"]

#: Share of the time that the program may take.
_SHARE = 0.4


def structure(s: Search) -> Answer:
    """The structure of a good plan, lots and set-ups relaxed; what is proven here holds for the whole.

    A plan cannot do without it, so the program may go through its root even if time is up.
    """
    limit = _SHARE * s.watch.limit
    answer = s.solver(s.structure).run(s.watch, "structure", gap=1.2 * s.gap, limit=limit, nodes=s.nodes, rooted=True)
    s.proven(answer.bound, "structure")
    return answer if answer.values is not None else _rounded(s)


def _rounded(s: Search) -> Answer:
    """Nothing was found: whatever the relaxation uses at all is used, gates it passes by more than half are passed, and
    a line is ordered when the relaxation orders most of it.
    """
    relaxed = s.solver(None)
    answer = relaxed.run(s.watch, "structure", patient=True)
    s.proven(answer.bound, "structure")
    if answer.values is None:
        return answer
    cols = np.flatnonzero(s.structure)
    gates = s.mask(("gate",), whole=True)
    used = np.where(gates, answer.values > 0.5, answer.values > 1e-3).astype(float)
    if s.p.has("invest"):
        orders = s.p["invest"].select("investment", "col")
        orders = orders.with_columns(share=pl.Series(answer.values[orders["col"].to_numpy()]))
        later = orders.sort("share", descending=True).filter(~pl.col("investment").is_first_distinct())
        used[later["col"].to_numpy()] = 0.0
        claim(s.p, used)
    relaxed.bounds(cols, used[cols], used[cols])
    return relaxed.run(s.watch, "structure", patient=True)
