"""The rules of the business, one file each: a rule adds its columns, rows and costs, and says when it applies."""

from onshore.planning.rules import (
    award,
    balance,
    capacity,
    capex_grant,
    demand,
    incentive,
    investment,
    lane,
    loading,
    making,
    moving,
    purchase,
    qualification,
    relief,
    setup,
    single_source,
    site,
    value_target,
)

__all__ = ["RULES"]

#: In the order in which they build on one another's columns.
RULES = (
    making,
    setup,
    investment,
    capacity,
    loading,
    qualification,
    moving,
    purchase,
    lane,
    site,
    single_source,
    demand,
    balance,
    award,
    incentive,
    capex_grant,
    relief,
    value_target,
)
