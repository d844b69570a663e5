"""Law that changes inside the horizon: what a plan reckons with and nobody may take for settled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.routes import Routes

__all__ = ["law_changes"]

_DAY: Final = dt.timedelta(days=1)
_NAMES: Final = {"basic": "basic duty", "surcharge": "surcharge", "recoverable": "recoverable tax"}


def law_changes(f: Facts, r: Routes) -> tuple[str, ...]:
    """A sentence for each day inside the horizon on which a rate that the plan can pay under ends, and for each
    member of a scheme whose terms end.
    """
    return (*_duties(f, r), *_schemes(f))


def _duties(f: Facts, r: Routes) -> Iterator[str]:
    start, end = (_date(day) for day in (f.horizon.start[0], f.horizon.end[-1]))
    every = f.network.duties.to_dicts()
    by_day: dict[dt.date, set[str]] = defaultdict(set)
    for goods, origin, destination in r.crossings.iter_rows():
        rows = [
            row
            for row in every
            if row["duty_class"] in (goods, "*")
            and row["origin"] in (origin, "*")
            and row["destination"] == destination
        ]
        for row in rows:
            if row["to"] is None or not start <= row["to"] < end - _DAY:
                continue
            day = row["to"] + _DAY
            if _in_force(rows, row["kind"], row["to"]) is not row:
                continue
            then = _in_force(rows, row["kind"], day)
            if then is not None and then["rate"] != row["rate"]:
                by_day[day].add(_said(row, then))
    for day, said in sorted(by_day.items()):
        yield f"law changes on {day}, inside the horizon: {'; '.join(sorted(said))}"


def _in_force(rows: list[dict[str, Any]], kind: str, day: dt.date) -> dict[str, Any] | None:
    """The row of a kind that holds on a day, the most particular one first."""
    held = [
        row for row in rows if row["kind"] == kind and row["from"] <= day and (row["to"] is None or day <= row["to"])
    ]
    return max(held, key=lambda row: (row["duty_class"] != "*", row["origin"] != "*", row["from"]), default=None)


def _said(row: dict[str, Any], then: dict[str, Any]) -> str:
    goods = "all goods" if row["duty_class"] == "*" else row["duty_class"]
    what = f"{_NAMES[row['kind']]} of {goods} into {row['destination']}"
    by = f" ({then['instrument']})" if then["instrument"] else ""
    return f"{what} from {_percent(row['rate'])} to {_percent(then['rate'])}{by}"


def _schemes(f: Facts) -> Iterator[str]:
    """Members whose scheme pays for a fiscal year of the horizon and has no terms for the next one in it."""
    terms = {tuple(row) for row in f.network.schemes.select("scheme", "category", "year").iter_rows()}
    years = list(dict.fromkeys(year for year in f.horizon.fiscal_year if year))
    members = f.network.scheme_members.with_columns(several=pl.len().over("scheme", "company") > 1)
    for member in members.sort("scheme", "company", "first_year").iter_rows(named=True):
        first = int(member["first_year"][:4])
        paid = [(member["scheme"], member["category"], int(year[:4]) - first + 1) in terms for year in years]
        for year, now, after in zip(years[1:], paid, paid[1:], strict=False):
            if now and not after:
                who, scheme = member["company"], member["scheme"]
                chosen = f" with first year {member['first_year']}" if member["several"] else ""
                yield (
                    f"{scheme} has no terms for {who}{chosen} in {year}, inside the horizon: "
                    f"it pays nothing from then on"
                )


def _percent(rate: float) -> str:
    return f"{100 * rate:.4g}%"


def _date(day: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day))
