"""Days and periods: when things arrive, and when places are open. A day is its ordinal number."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

__all__ = ["Horizon", "Opening", "Row", "Succession"]

Row = Mapping[str, Any]


class Horizon:
    """The periods in order of time; a period is its position, a moment a number of days."""

    def __init__(self, periods: pl.DataFrame) -> None:
        rows = periods.sort("start").to_dicts()
        self.names: list[str] = [row["period"] for row in rows]
        self.starts: list[int] = [row["start"].toordinal() for row in rows]
        self.days: list[int] = [row["days"] for row in rows]
        self.fiscal_years: list[str | None] = [row["fiscal_year"] for row in rows]
        self.position = {name: t for t, name in enumerate(self.names)}

    def __len__(self) -> int:
        return len(self.names)

    @property
    def last(self) -> int:
        """Position of the last period."""
        return len(self.names) - 1

    def end(self, t: int) -> int:
        """The first day after a period."""
        return self.starts[t] + self.days[t]

    def middle(self, t: int) -> float:
        """The moment halfway through a period."""
        return self.starts[t] + self.days[t] / 2

    def days_of(self, t: int) -> range:
        """The days of a period."""
        return range(self.starts[t], self.end(t))

    def containing(self, moment: float) -> int | None:
        """The period that contains a moment, the first for any earlier one, None after the last day."""
        if moment >= self.end(self.last):
            return None
        return max(0, bisect_right(self.starts, moment) - 1)

    def arrival(self, t: int, lead_days: float) -> int | None:
        """The period in which arrives what leaves in t; None after the horizon."""
        return self.containing(round(self.middle(t) + lead_days, 3))


class Opening:
    """How much each site works on each day."""

    def __init__(self, sites: pl.DataFrame, calendars: pl.DataFrame) -> None:
        self._sites: dict[str, Row] = {row["site"]: row for row in sites.iter_rows(named=True)}
        self._closures: dict[str, list[Row]] = defaultdict(list)
        for row in calendars.iter_rows(named=True):
            self._closures[row["calendar"]].append(row)
        self._known: dict[tuple[str, int], float] = {}

    def share(self, site: str, day: int) -> float:
        """What is left of a normal day of work."""
        if (site, day) not in self._known:
            self._known[site, day] = self._share(self._sites[site], dt.date.fromordinal(day))
        return self._known[site, day]

    def _share(self, site: Row, date: dt.date) -> float:
        if site["opens"] is not None and date < site["opens"]:
            return 0.0
        if site["closes"] is not None and date > site["closes"]:
            return 0.0
        share = 1.0
        for closure in self._closures.get(site["calendar"], ()):
            if closure["from"] <= date <= closure["to"]:
                share *= closure["open_share"]
        return share

    def any_of(self, site: str, days: Iterable[int]) -> bool:
        """Whether the site works at all on some of the days."""
        return any(self.share(site, day) > 0 for day in days)


class Succession:
    """Rows of which a later one replaces an earlier one from its day `from` on."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = sorted(rows, key=lambda row: row["from"])
        self._firsts = [row["from"].toordinal() for row in self.rows]

    def in_force(self, day: int) -> Row | None:
        """The row that holds on a day; None before the first."""
        position = bisect_right(self._firsts, day) - 1
        return None if position < 0 else self.rows[position]
