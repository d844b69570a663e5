"""Every table and column of networks and plans, declared once."""

from onshore.schema.network import NETWORK, SETTINGS
from onshore.schema.plan import MEASURE_UNITS, PLAN, TERMS
from onshore.schema.table import LEAST, MOST, REQUIRED, UNITS, Column, Table

__all__ = [
    "LEAST",
    "MEASURE_UNITS",
    "MOST",
    "NETWORK",
    "PLAN",
    "REQUIRED",
    "SETTINGS",
    "TERMS",
    "UNITS",
    "Column",
    "Table",
]
