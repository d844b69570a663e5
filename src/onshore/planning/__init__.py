"""From a network to a plan: columns, rows and coefficients, a search over a solver, and the plan's tables."""

from onshore.planning.plan import PlanError, PlanOptions, plan, program
from onshore.planning.stopping import STOPPING

__all__ = ["STOPPING", "PlanError", "PlanOptions", "plan", "program"]
