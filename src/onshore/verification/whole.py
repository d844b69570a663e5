"""Whole pieces, where all lots and demands are whole."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from onshore.network import Network
from onshore.plans import Plan
from onshore.verification.findings import Finding, differs, figure, place

__all__ = ["check_whole", "whole_pieces"]

_COLUMNS = (
    ("production", "quantity", ("site", "item", "process", "resource", "period")),
    ("shipments", "quantity", ("origin", "destination", "mode", "item", "period")),
    ("purchases", "quantity", ("supplier", "site", "item", "period")),
    ("sales", "quantity", ("item", "market", "period")),
    ("sales", "short", ("item", "market", "period")),
)


def whole_pieces(network: Network) -> bool:
    """Whether every lot of a process or a supplier and every demand is a whole number."""
    amounts = pl.concat([network.processes["lot"], network.sourcing["lot"], network.demand["quantity"].alias("lot")])
    return bool((amounts == amounts.round()).all())


def check_whole(network: Network, plan: Plan) -> Iterator[Finding]:
    """Rule `whole`: pieces made, shipped, bought, sold and given up."""
    if not whole_pieces(network):
        return
    for table, column, key in _COLUMNS:
        for row in plan.tables[table].iter_rows(named=True):
            amount = row[column]
            if differs(amount, round(amount), 1.0):
                where = place(*(row[name] or "" for name in key))
                words = f"{where}: {table} {column} {figure(amount)} is not a whole number of pieces."
                yield Finding("whole", where, amount, float(round(amount)), words)
