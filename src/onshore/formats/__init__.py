"""Networks and plans, in and out."""

from onshore.formats.marking import mark
from onshore.formats.networks import inspect, load, save, write_template
from onshore.formats.plan_folder import load_plan, load_summary, save_plan
from onshore.formats.plan_workbook import write_plan_workbook
from onshore.formats.workbook import is_workbook

__all__ = [
    "inspect",
    "is_workbook",
    "load",
    "load_plan",
    "load_summary",
    "mark",
    "save",
    "save_plan",
    "write_plan_workbook",
    "write_template",
]
