"""Rows that a plan can never use, for they are slower than its horizon is long: often a mistyped number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import polars as pl

from onshore.planning.facts import Facts

__all__ = ["never_used"]

#: Sentences that are said; of more rows only their number.
_MOST: Final = 5
_EPOCH: Final = dt.date(1970, 1, 1)
_LONGER: Final = "longer than the horizon, and is never used"


def never_used(f: Facts) -> tuple[str, ...]:
    """A sentence for each lane, process and offer of which nothing could arrive or leave within the horizon."""
    said = [*_lanes(f), *_processes(f), *_offers(f)]
    rest = len(said) - _MOST
    more = (f"{rest} more lanes, processes and offers are never used, for they take longer than the horizon",)
    return (*said[:_MOST], *(more if rest > 0 else ()))


def _late(f: Facts, rows: pl.DataFrame, lead: str) -> pl.DataFrame:
    """Rows of which the first piece, from the middle of the first period, comes after the last day."""
    leads = rows[lead].unique().to_list()
    late = [days for days in leads if f.horizon.arrival(days)[0] == len(f.horizon)]
    return rows.filter(pl.col(lead).is_in(late))


def _lanes(f: Facts) -> Iterator[str]:
    rows = _late(f, f.network.lanes, "days").sort("origin", "destination", "mode")
    for origin, destination, mode, days in rows.select("origin", "destination", "mode", "days").iter_rows():
        yield f"the way by {mode} from {origin} to {destination} takes {days:,g} days, {_LONGER}"


def _processes(f: Facts) -> Iterator[str]:
    rows = _late(f, f.network.processes, "lead_days").sort("site", "item", "process")
    for site, item, process, days in rows.select("site", "item", "process", "lead_days").iter_rows():
        yield f"{process} of {item} at {site} takes {days:,g} days, {_LONGER}"


def _offers(f: Facts) -> Iterator[str]:
    day = (f.network.start - _EPOCH).days
    late = ~pl.col("running") & (day + pl.col("lead_days") > float(f.horizon.middle[-1]))
    rows = f.network.sourcing.filter(late).sort("supplier", "item", "from")
    for supplier, item, days in rows.select("supplier", "item", "lead_days").iter_rows():
        yield f"{supplier} needs {days:,g} days for {item}, {_LONGER}"
