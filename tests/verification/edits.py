"""Small changes to plans and networks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import NETWORK, PLAN


def _is(match: dict[str, Any]) -> pl.Expr:
    return pl.all_horizontal(pl.col(column) == value for column, value in match.items())


def edited(plan: Plan, name: str, match: dict[str, Any], **changes: Any) -> Plan:
    """The plan with the cells of one row changed."""
    frame = plan.tables[name]
    assert len(frame.filter(_is(match))) == 1, frame.filter(_is(match))
    dtypes = PLAN[name].dtypes
    changed = frame.with_columns(
        pl.when(_is(match)).then(pl.lit(value, dtypes[column])).otherwise(pl.col(column)).alias(column)
        for column, value in changes.items()
    )
    return replace(plan, tables={**plan.tables, name: changed})


def without(plan: Plan, name: str, match: dict[str, Any]) -> Plan:
    """The plan without one row."""
    frame = plan.tables[name]
    assert len(frame.filter(_is(match))) == 1
    return replace(plan, tables={**plan.tables, name: frame.filter(~_is(match))})


def added(plan: Plan, name: str, *row: Any) -> Plan:
    """The plan with one row more, cells in the order of the schema."""
    frame = plan.tables[name]
    more = pl.DataFrame([dict(zip(frame.columns, row, strict=True))], schema=frame.schema)
    return replace(plan, tables={**plan.tables, name: pl.concat([frame, more])})


def changed(network: Network, name: str, match: dict[str, Any], **changes: Any) -> Network:
    """The network with the cells of some rows changed."""
    frame, dtypes = network.tables[name], NETWORK[name].dtypes
    assert not frame.filter(_is(match)).is_empty()
    new = frame.with_columns(
        pl.when(_is(match)).then(pl.lit(value, dtypes[column])).otherwise(pl.col(column)).alias(column)
        for column, value in changes.items()
    )
    return network.replace(**{name: new})
