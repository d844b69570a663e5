"""What differs between two networks: which cells of which tables."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from onshore.network import Network
from onshore.schema import NETWORK, SETTINGS, Table

__all__ = ["changed_inputs"]


def changed_inputs(a: Network, b: Network) -> pl.DataFrame:
    """Where network B is not network A: table, column, rows.

    `column` is empty for rows that only one of them has; table `network` stands for the settings. Where a row
    comes from, the scenarios not applied, the assumptions and statements do not count.
    """
    found = [("network", name, 1) for name in SETTINGS if a.settings[name] != b.settings[name]]
    for table in NETWORK.values():
        if table.name not in ("scenarios", "assumptions", "statements"):
            found += [(table.name, column, rows) for column, rows in _changed(table, a, b)]
    return pl.DataFrame(found, schema={"table": pl.String, "column": pl.String, "rows": pl.Int64}, orient="row")


def _changed(table: Table, a: Network, b: Network) -> Iterator[tuple[str, int]]:
    first, second = (network.tables[table.name].drop("source") for network in (a, b))
    key = list(table.key)
    alone = sum(len(x.join(y, on=key, how="anti", nulls_equal=True)) for x, y in ((first, second), (second, first)))
    if alone:
        yield "", alone
    both = first.join(second, on=key, how="inner", nulls_equal=True, suffix=" b", validate="1:1")
    for column in table.columns:
        if column not in key and column != "source":
            rows = both.filter(pl.col(column).ne_missing(pl.col(f"{column} b"))).height
            if rows:
                yield column, rows
