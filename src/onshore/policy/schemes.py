"""Incentive schemes: their terms by category and year of the applicant."""

from __future__ import annotations

import datetime as dt

from onshore.policy.goods import duty_class
from onshore.policy.law import Row, rows
from onshore.policy.unknown import UnknownName, nearest

__all__ = ["PLI", "categories", "schemes", "year_of"]

#: The incentive for large-scale electronics manufacturing: phones.
PLI = "pli-lsem"


def schemes(item: str, on: dt.date) -> tuple[Row, ...]:
    """Rows of `schemes` that concern a class of goods on a day: those in force, and what is proposed only.

    A row whose first day is not known is told if its last day has not passed.

    Raises:
        UnknownName: if there is no such class.
    """
    goods = duty_class(item)
    return tuple(
        row
        for row in rows("schemes")
        if goods in (row["duty_classes"] or "").split("; ")
        and (row["status"] == "proposed" or (row["from"] or dt.date.min) <= on <= (row["to"] or dt.date.max))
    )


def categories(scheme: str) -> dict[str, dict[int | None, Row]]:
    """Rows of a scheme by category and year; year None stands for every year.

    Raises:
        UnknownName: if there is no such scheme.
    """
    found: dict[str, dict[int | None, Row]] = {}
    for row in rows("schemes"):
        if row["scheme"] == scheme:
            found.setdefault(row["category"], {})[row["year"]] = row
    if not found:
        known = {row["scheme"] for row in rows("schemes")}
        near = ", ".join(nearest(scheme, known)) or ", ".join(sorted(known))
        raise UnknownName(f"There is no scheme '{scheme}'. Nearest: {near}.")
    return found


def year_of(fiscal_year: str, first_year: str) -> int:
    """Which year of the applicant a fiscal year is: 2023-24 is the third after a first year 2021-22.

    Raises:
        ValueError: if one of them is not written like 2023-24.
    """
    return _begins(fiscal_year) - _begins(first_year) + 1


def _begins(fiscal_year: str) -> int:
    first, _, second = fiscal_year.partition("-")
    if not (len(first) == 4 and len(second) == 2 and (first + second).isdecimal()):
        raise ValueError(f"'{fiscal_year}' is not a fiscal year like 2023-24")
    if (int(first) + 1) % 100 != int(second):
        raise ValueError(f"'{fiscal_year}' is not a fiscal year like 2023-24: the second year must follow the first")
    return int(first)
