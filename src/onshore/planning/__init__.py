"""From a network to a plan: columns, rows and coefficients, a search over a solver, and the plan's tables."""

from onshore.planning.plan import PlanError, PlanOptions, plan, program

__all__ = ["PlanError", "PlanOptions", "plan", "program"]
