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
_PARTICULAR: Final = ("duty_class", "origin", "item_group")
#: Terms of a relief that a plan reckons with, in words.
_TERMS: Final = {
    "rate": "rate", "cap": "cap a piece", "value_addition": "least value addition", "validity_days": "validity in days",
    "cost_share": "cost share",
}  # fmt: skip
_NAMES: Final = {"basic": "basic duty", "surcharge": "surcharge", "recoverable": "recoverable tax"}


def law_changes(f: Facts, r: Routes) -> tuple[str, ...]:
    """A sentence for each day inside the horizon on which a rate that the plan can pay under, or a relief that a plant
    can claim, changes or ends, and for each member of a scheme whose terms end.
    """
    by_day: dict[dt.date, set[str]] = defaultdict(set)
    for day, said in (*_duties(f, r), *_preferences(f, r), *_reliefs(f)):
        by_day[day].add(said)
    days = (f"law changes on {day}, inside the horizon: {'; '.join(sorted(by_day[day]))}" for day in sorted(by_day))
    return (*days, *_schemes(f))


def _duties(f: Facts, r: Routes) -> Iterator[tuple[dt.date, str]]:
    every = f.network.duties.to_dicts()
    for goods, origin, destination in r.crossings.iter_rows():
        rows = [
            row
            for row in every
            if row["duty_class"] in (goods, "*")
            and row["origin"] in (origin, "*")
            and row["destination"] == destination
        ]
        for row in _ending(f, rows):
            kind = [other for other in rows if other["kind"] == row["kind"]]
            then = _in_force(kind, row["to"] + _DAY)
            if _in_force(kind, row["to"]) is row and then is not None and then["rate"] != row["rate"]:
                yield row["to"] + _DAY, _said(row, then)


def _preferences(f: Facts, r: Routes) -> Iterator[tuple[dt.date, str]]:
    used = r.preferential.select("item", site="origin", destination="country_to").unique()
    every = f.network.preferential_duties.join(used, on=["site", "item", "destination"], how="semi").to_dicts()
    for row in _ending(f, every):
        same = [o for o in every if all(o[c] == row[c] for c in ("site", "item", "destination"))]
        then = _in_force(same, row["to"] + _DAY)
        if then is None or then["rate"] != row["rate"]:
            what = f"preferential duty on {row['item']} of {row['site']} into {row['destination']}"
            after = "ends" if then is None else f"from {_percent(row['rate'])} to {_percent(then['rate'])}"
            yield row["to"] + _DAY, f"{what} {after}"


def _reliefs(f: Facts) -> Iterator[tuple[dt.date, str]]:
    countries = f.network.relief_sites.join(f.network.sites.select("site", "country"), on="site")
    claimed = f.network.reliefs.join(countries.select("relief", "country"), on=["relief", "country"], how="semi")
    for _, group in claimed.group_by("relief", "country", maintain_order=True):
        every = group.to_dicts()
        for name in dict.fromkeys(group["item_group"]):
            rows = [row for row in every if row["item_group"] in (name, "*")]
            for row in _ending(f, rows):
                then = _in_force(rows, row["to"] + _DAY)
                if _in_force(rows, row["to"]) is row and (change := _changed(row, then)):
                    goods = "all goods" if name == "*" else name
                    yield row["to"] + _DAY, f"{row['relief']} of {goods} from {row['country']} {change}"


def _ending(f: Facts, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows that end inside the horizon."""
    start, end = (_date(day) for day in (f.horizon.start[0], f.horizon.end[-1]))
    yield from (row for row in rows if row["to"] is not None and start <= row["to"] < end - _DAY)


def _changed(row: dict[str, Any], then: dict[str, Any] | None) -> str:
    """What becomes of a relief, in words; empty if it stays as it is."""
    if then is None:
        return "ends and no row follows, so that nothing is claimed from then on"
    changes = [
        f"{words} from {_shown(row[c])} to {_shown(then[c])}" for c, words in _TERMS.items() if row[c] != then[c]
    ]
    by = f" ({then['instrument']})" if then["instrument"] and changes else ""
    return f"changes: {', '.join(changes)}{by}" if changes else ""


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"


def _in_force(rows: list[dict[str, Any]], day: dt.date) -> dict[str, Any] | None:
    """The row that holds on a day, the most particular one first."""
    held = [row for row in rows if row["from"] <= day and (row["to"] is None or day <= row["to"])]
    return max(held, key=lambda row: (*(row.get(c) != "*" for c in _PARTICULAR), row["from"]), default=None)


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
