"""Scenarios and assumptions: named changes to the tables of a network, applied step by step."""

from onshore.scenarios.applying import apply, scenario_problems
from onshore.scenarios.assuming import Assumption, assume, assumption_problems, assumptions

__all__ = ["Assumption", "apply", "assume", "assumption_problems", "assumptions", "scenario_problems"]
