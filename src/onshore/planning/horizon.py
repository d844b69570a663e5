"""Time as the planner sees it: periods, days, arrivals, and rates that change from one day to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from onshore.network import Network

__all__ = ["Horizon"]

_EPOCH = dt.date(1970, 1, 1)


def _ordinal(day: dt.date | None, default: int) -> int:
    return default if day is None else (day - _EPOCH).days


@dataclass(frozen=True)
class Horizon:
    """The periods of a network as arrays; `t` counts them from 0 and days count from 1970.

    names: (T,) str. start, days: (T,) int days. fiscal_year: (T,) str.
    """

    names: tuple[str, ...]
    start: np.ndarray
    days: np.ndarray
    fiscal_year: tuple[str, ...]

    @classmethod
    def of(cls, network: Network) -> Horizon:
        """The horizon of a network, in order of time."""
        rows = network.periods.sort("start")
        return cls(
            tuple(rows["period"]),
            rows["start"].cast(pl.Int32).to_numpy().astype(np.int64),
            rows["days"].to_numpy(),
            tuple(rows["fiscal_year"].fill_null("")),
        )

    def __len__(self) -> int:
        return len(self.names)

    @property
    def end(self) -> np.ndarray:
        """(T,) day after the last of each period."""
        return self.start + self.days

    @property
    def middle(self) -> np.ndarray:
        """(T,) middle of each period, in days and halves."""
        return self.start + self.days / 2

    @property
    def period_of_day(self) -> np.ndarray:
        """(D,) period of each day of the horizon."""
        return np.repeat(np.arange(len(self)), self.days)

    @property
    def frame(self) -> pl.DataFrame:
        """t, period, days, fiscal_year."""
        return pl.DataFrame(
            {
                "t": np.arange(len(self)),
                "period": self.names,
                "days": self.days,
                "fiscal_year": self.fiscal_year,
            }
        )

    def arrival(self, lead: float) -> np.ndarray:
        """(T,) period in which what leaves in t arrives after `lead` days; T means after the horizon."""
        moments = np.round(self.middle + lead, 3)  # a scenario may leave 11.499999999 days
        return np.where(moments >= self.end[-1], len(self), np.searchsorted(self.start, moments, side="right") - 1)

    def period_at(self, day: dt.date) -> int:
        """Period that holds a day; days before the first period count as the first, T means after the last."""
        d = _ordinal(day, 0)
        if d >= self.end[-1]:
            return len(self)
        return max(0, int(np.searchsorted(self.start, d, side="right")) - 1)

    def span(self, opens: dt.date | None, closes: dt.date | None) -> np.ndarray:
        """(D,) 1.0 on days from `opens` to `closes`, both included, else 0.0."""
        first, last = int(self.start[0]), int(self.end[-1]) - 1
        d = np.arange(first, last + 1)
        return ((d >= _ordinal(opens, first)) & (d <= _ordinal(closes, last))).astype(float)

    def days_from(self, moment: float) -> np.ndarray:
        """(D,) 1.0 on days that begin at a moment or after it, else 0.0."""
        return (np.arange(int(self.start[0]), int(self.end[-1])) >= moment).astype(float)

    def in_force(self, starts: Sequence[dt.date]) -> np.ndarray:
        """(D,) which of the ascending `starts` is the last not after each day; -1 before the first."""
        days = np.arange(int(self.start[0]), int(self.end[-1]))
        return np.searchsorted(np.array([_ordinal(s, 0) for s in starts]), days, side="right") - 1

    def total(self, daily: np.ndarray) -> np.ndarray:
        """(T,) sum of a daily series over each period."""
        return np.add.reduceat(daily, self.start - self.start[0])

    def mean(self, daily: np.ndarray) -> np.ndarray:
        """(T,) mean over the days of each period on which the series is known (not NaN); NaN if on none."""
        known = ~np.isnan(daily)
        count = self.total(known.astype(float))
        return np.divide(
            self.total(np.where(known, daily, 0.0)), count, out=np.full(len(self), np.nan), where=count > 0
        )

    def last(self, daily: np.ndarray) -> np.ndarray:
        """(T,) value of a daily series on the last day of each period."""
        return daily[self.end - 1 - self.start[0]]

    def steps(self, rows: pl.DataFrame, value: str) -> np.ndarray:
        """(D,) value in force on each day of rows with `from`; NaN before the first."""
        rows = rows.sort("from")
        values = np.append(rows[value].to_numpy().astype(float), np.nan)  # index -1 is "before the first"
        return values[self.in_force(rows["from"].to_list())]
