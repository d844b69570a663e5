"""Scenarios: named changes to the tables of a network, applied step by step."""

from onshore.scenarios.applying import apply, scenario_problems

__all__ = ["apply", "scenario_problems"]
