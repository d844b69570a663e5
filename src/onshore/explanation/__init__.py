"""Why a plan is as it is, and how two plans differ."""

from onshore.explanation.comparing import Comparison, Unrelated, compare
from onshore.explanation.inputs import changed_inputs
from onshore.explanation.localising import localise
from onshore.explanation.sensitivity import sensitivity
from onshore.explanation.sides import Maker, Side, apart_at, cost_by_term, makers, moved_pieces
from onshore.explanation.statements import CAUSES, statements

__all__ = [
    "CAUSES",
    "Comparison",
    "Maker",
    "Side",
    "Unrelated",
    "apart_at",
    "changed_inputs",
    "compare",
    "cost_by_term",
    "localise",
    "makers",
    "moved_pieces",
    "sensitivity",
    "statements",
]
