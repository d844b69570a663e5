"""Networks and plans as folders."""

from onshore.formats.network_folder import inspect, load, save
from onshore.formats.plan_folder import load_plan, load_summary, save_plan

__all__ = ["inspect", "load", "load_plan", "load_summary", "save", "save_plan"]
