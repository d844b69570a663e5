"""Building lines: when each can be ordered, from when on it then has hours, and what its capital costs in the plan."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

import polars as pl

from onshore.network import Network
from onshore.planning.horizon import Horizon

__all__ = ["annuity", "never_ready", "orders"]

_EPOCH = dt.date(1970, 1, 1)
_ORDERS = {
    "investment": pl.String,
    "site": pl.String,
    "resource": pl.String,
    "t": pl.Int64,
    "ready": pl.Float64,
    "charge": pl.Float64,
    "eligible_share": pl.Float64,
    "eligible": pl.Float64,
}


def annuity(cost: float, life_years: float, rate: float) -> float:
    """Money a year that pays a cost back with interest over its life: cost * i / (1 - (1 + i)^-life); a straight line
    without interest.
    """
    if rate == 0:
        return cost / life_years
    return cost * rate / -math.expm1(-life_years * math.log1p(rate))


def orders(network: Network, h: Horizon) -> pl.DataFrame:
    """Every period in which an investment can be ordered so that its line has a day inside the horizon.

    investment, site, resource, t, ready (moment, as in `Horizon.middle`), charge (capital from the day of the order on
    to the end of the horizon, at most over its life), eligible_share, eligible (money that capex schemes count).
    """
    rate, end = float(network.settings["discount_rate"]), int(h.end[-1])
    start = (network.start - _EPOCH).days
    rows = []
    for one in network.investments.sort("investment").to_dicts():
        first = max(start, (one["from"] - _EPOCH).days) if one["from"] else start
        last = (one["to"] - _EPOCH).days + 1 if one["to"] else math.inf
        a_year = annuity(one["cost"], one["life_years"], rate)
        for t, middle in enumerate(h.middle.tolist()):
            ready = round(middle + one["lead_days"], 3)
            if first <= middle < last and math.ceil(ready) < end:
                days = min(end - middle, 365.0 * one["life_years"])
                share = one["eligible_share"]
                names = (one["investment"], one["site"], one["resource"])
                rows.append((*names, t, ready, a_year * days / 365.0, share, share * one["cost"]))
    return pl.DataFrame(rows, schema=_ORDERS, orient="row")


def never_ready(network: Network, h: Horizon) -> Iterator[str]:
    """A sentence for each investment that no order makes ready inside the horizon: its line never has an hour."""
    able = set(orders(network, h)["investment"])
    for name, resource in network.investments.sort("investment").select("investment", "resource").iter_rows():
        if name not in able:
            yield f"no order of {name} is ready within the horizon, so {resource} has no hours in this plan"
