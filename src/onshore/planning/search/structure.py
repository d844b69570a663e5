"""Structure: which factories are qualified, gates passed, sites, lanes and sources used."""

from __future__ import annotations

import numpy as np

from onshore.planning.search.state import Search
from onshore.planning.solver import Answer

__all__ = ["structure"]

#: Share of the time that the program may take.
_SHARE = 0.4


def structure(s: Search) -> Answer:
    """The structure of a good plan, lots and set-ups relaxed; what is proven here holds for the whole."""
    limit = _SHARE * s.watch.limit
    answer = s.solver(s.structure).run(s.watch, "structure", gap=1.2 * s.gap, limit=limit, nodes=s.nodes)
    s.proven(answer.bound, "structure")
    return answer if answer.values is not None else _rounded(s)


def _rounded(s: Search) -> Answer:
    """In a hurry: whatever the relaxation uses at all is used, gates it passes by more than half are passed."""
    relaxed = s.solver(None)
    answer = relaxed.run(s.watch, "structure", patient=True)
    s.proven(answer.bound, "structure")
    if answer.values is None:
        return answer
    cols = np.flatnonzero(s.structure)
    gates = s.mask(("gate",), whole=True)[cols]
    used = np.where(gates, answer.values[cols] > 0.5, answer.values[cols] > 1e-3).astype(float)
    relaxed.bounds(cols, used, used)
    return relaxed.run(s.watch, "structure", patient=True)
