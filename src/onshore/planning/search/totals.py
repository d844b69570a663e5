"""Running totals rounded to whole lots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np

__all__ = ["whole_totals"]

_NEAR = 1e-6  # of a lot: how much of a lot may be missing without another one


def whole_totals(
    x: np.ndarray,
    lots: np.ndarray,
    lot: np.ndarray,
    way: np.ndarray,
    date: np.ndarray,
    stock: np.ndarray,
    take: Callable[[int], bool],
) -> None:
    """Add to whole `lots`, none above the fractions `x`, as few as keep the stock that several ways feed from
    falling below zero; the way that lags most brings the next one.

    x, lots: lots by row, as they should be and as they are. lot: pieces. way: which way a row belongs to. date:
    period in which it arrives; rows of the same way and date differ in when they left. stock: pieces by period
    that are left if everything arrives as in x. take(k): whether row k can have one more, which then is taken.
    """
    lag: dict[int, float] = defaultdict(float)
    dates = np.unique(date)
    for day, after in zip(dates, [*dates[1:], len(stock)], strict=True):
        here = [int(k) for k in np.flatnonzero(date == day)]
        for k in here:
            lag[int(way[k])] += (x[k] - lots[k]) * lot[k]
        spare = min(stock[day:after], default=float("inf"))
        while here and sum(lag.values()) > spare + _NEAR * min(lot[k] for k in here):
            k = max(here, key=lambda k: lag[int(way[k])])
            if take(k):
                lots[k] += 1
                lag[int(way[k])] -= lot[k]
            else:
                here.remove(k)
