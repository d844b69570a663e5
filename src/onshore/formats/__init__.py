"""Networks and plans as folders."""

from onshore.formats.network_folder import inspect, load, save
from onshore.formats.plan_folder import load_plan, save_plan

__all__ = ["inspect", "load", "load_plan", "save", "save_plan"]
