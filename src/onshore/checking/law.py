"""Law that was looked up to some day only, and horizons that need it longer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import polars as pl

from onshore.checking.customs import crossings
from onshore.checking.problems import findings, nothing, said
from onshore.checking.sheets import LINE, Sheets

__all__ = [
    "duty_unknown_later",
    "hs_of_another_class",
    "preference_unknown_later",
    "scheme_rate_unknown",
    "scheme_unknown_later",
]

_DAY: Final = dt.timedelta(days=1)
_TERMS: Final = ["scheme", "category", "year"]
_NAMES: Final = {"basic": "basic duty", "surcharge": "surcharge", "recoverable": "recoverable tax"}


def duty_unknown_later(sheets: Sheets) -> pl.DataFrame:
    """A rate of duty that something crosses a border under was looked up to the end of the horizon."""
    horizon = sheets.horizon
    rows = sheets["duties"].drop_nulls(["duty_class", "kind", "origin", "destination", "from"])
    if horizon is None or rows["known_until"].null_count() == len(rows):
        return nothing()
    end = pl.min_horizontal(pl.col("to").fill_null(horizon.last), pl.lit(horizon.last))
    short = rows.filter(pl.col("known_until") < end, pl.col("from") <= horizon.last, end >= horizon.first)
    if short.is_empty():
        return nothing()
    crossing = crossings(sheets).select("duty_class", "country", "item", origin="origin_country").to_dicts()
    found = []
    every = rows.with_columns(pl.col("to").fill_null(dt.date.max)).to_dicts()
    for row in short.with_columns(end=end).iter_rows(named=True):
        needed = _needed(row, max(row["known_until"] + _DAY, horizon.first, row["from"]), every, crossing)
        if needed:
            day, item = min(needed)
            found.append(row | {"needed": day, "item": item, "what": _NAMES.get(row["kind"], row["kind"])})
    if not found:
        return nothing()
    bad = pl.DataFrame(found, schema=short.schema | {"needed": pl.Date, "item": pl.String, "what": pl.String})
    text = said(
        "{} of class '{}' from {} into {} since {} is known until {} only, and {} needs it on {}. Look up whether it "
        "still holds and say so in known_until, or end the horizon before.",
        *("what", "duty_class", "origin", "destination", "from", "known_until", "item", "needed"),
    )
    return findings(
        bad.sort(LINE), "duties", "duty_unknown_later", "known_until", text=text, value=pl.col("known_until")
    )


def preference_unknown_later(sheets: Sheets) -> pl.DataFrame:
    """A preferential duty was looked up to the end of the horizon, or ends before."""
    horizon = sheets.horizon
    if horizon is None:
        return nothing()
    end = pl.min_horizontal(pl.col("to").fill_null(horizon.last), pl.lit(horizon.last))
    needed = pl.col("from") <= horizon.last, end >= horizon.first
    bad = sheets["preferential_duties"].filter(pl.col("known_until") < end, *needed)
    text = said(
        "preferential duty on {} of {} into {} since {} is known until {} only, and the horizon needs it until {}. "
        "Look up whether it still holds and say so in known_until, or end the row before.",
        *("item", "site", "destination", "from", "known_until"),
        end.cast(pl.String),
    )
    return findings(
        bad, "preferential_duties", "preference_unknown_later", "known_until", text=text, value=pl.col("known_until")
    )


def hs_of_another_class(sheets: Sheets) -> pl.DataFrame:
    """An item stands under a heading of its class of goods, where `duties` names headings of the class.

    A heading that begins the item's `hs`, or that `hs` begins, is one of them; dots and blanks do not matter.
    """
    headings = sheets["duties"].select("duty_class", heading=pl.col("hs").str.split("; ")).drop_nulls()
    headings = headings.explode("heading").unique(maintain_order=True).with_columns(code=_digits("heading"))
    items = sheets["items"].select(LINE, "item", "hs", "duty_class", given=_digits("hs")).drop_nulls()
    begins = pl.col("given").str.starts_with(pl.col("code"))
    under = begins | pl.col("code").str.starts_with(pl.col("given"))
    fits = items.join(headings, on="duty_class").filter(under)
    bad = items.join(headings, on="duty_class", how="semi", maintain_order="left")
    bad = bad.join(fits, on="item", how="anti", maintain_order="left")
    names = headings.group_by("duty_class").agg(pl.col("heading").str.join(", "))
    near = bad.select("item", "given").join(headings, how="cross").filter(begins)
    near = near.sort(pl.col("code").str.len_chars(), descending=True, maintain_order=True)
    near = near.unique("item", keep="first").select("item", nearest="duty_class")
    rows = bad.join(names, on="duty_class", maintain_order="left").join(near, on="item", how="left")
    text = said(
        "duty_class = '{}' of {} does not fit its hs = '{}': duties has the class under {}.",
        *("duty_class", "item", "hs", "heading"),
    )
    return findings(
        rows.sort(LINE),
        "items",
        "hs_of_another_class",
        "duty_class",
        text=text,
        value=pl.col("duty_class"),
        nearest=pl.col("nearest"),
        otherwise="Correct one of them.",
    )


def _digits(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(r"[\s.]", "")


def _needed(
    row: dict[str, Any], start: dt.date, every: list[dict[str, Any]], crossing: Iterable[dict[str, Any]]
) -> list[tuple[dt.date, str]]:
    """First day from `start` on, with the item, on which each crossing would be charged by the row."""
    found = []
    for way in crossing:
        if not _fits(row, way):
            continue
        before = [r for r in every if r["kind"] == row["kind"] and _fits(r, way) and _rank(r) > _rank(row)]
        day = next(_bare(start, row["end"], before), None)
        if day is not None:
            found.append((day, way["item"]))
    return found


def _fits(row: dict[str, Any], way: dict[str, Any]) -> bool:
    return bool(
        row["destination"] == way["country"]
        and row["duty_class"] in (way["duty_class"], "*")
        and row["origin"] in (way["origin"], "*")
    )


def _rank(row: dict[str, Any]) -> int:
    """The row of the class goes before that of all classes, then that of the origin."""
    return 2 * (row["duty_class"] != "*") + (row["origin"] != "*")


def _bare(day: dt.date, last: dt.date, rows: list[dict[str, Any]]) -> Iterator[dt.date]:
    """Days that none of the rows covers."""
    while day <= last:
        over = [r["to"] for r in rows if r["from"] <= day <= r["to"]]
        if not over:
            yield day
            return
        if max(over) >= last:
            return
        day = max(over) + _DAY


def scheme_unknown_later(sheets: Sheets) -> pl.DataFrame:
    """The terms of a scheme that a member sells under were looked up to the end of its fiscal years."""
    rows = _needed_terms(sheets).filter(pl.col("known_until") < pl.col("needed"))
    bad = rows.sort("needed", "company").unique(_TERMS, keep="first", maintain_order=True)
    text = said(
        "terms of '{}', category '{}', year {} are known until {} only, and {} needs them until {} ({}). Look up "
        "whether they still hold and say so in known_until, or end the horizon before.",
        *(*_TERMS, "known_until", "company", "needed", "fiscal_year"),
    )
    return findings(
        bad.sort(LINE), "schemes", "scheme_unknown_later", "known_until", text=text, value=pl.col("known_until")
    )


def scheme_rate_unknown(sheets: Sheets) -> pl.DataFrame:
    """The rate of a scheme that a member sells under is known: what is not known is not zero."""
    rows = _needed_terms(sheets).filter(pl.col("rate").is_null())
    bad = rows.sort("needed", "company").unique(_TERMS, keep="first", maintain_order=True)
    text = said(
        "rate of '{}', category '{}', year {} is empty, so not known, and {} needs it in {}. Write the rate, 0 for "
        "none, or take the company out of scheme_members.",
        *(*_TERMS, "company", "fiscal_year"),
    )
    return findings(bad.sort(LINE), "schemes", "scheme_rate_unknown", "rate", text=text)


def _needed_terms(sheets: Sheets) -> pl.DataFrame:
    """Rows of `schemes` with each company and fiscal year of the horizon that needs them, and its last day."""
    terms = sheets["schemes"].drop_nulls(_TERMS)
    last = pl.col("start").dt.offset_by(pl.format("{}d", pl.col("days") - 1))
    years = sheets["periods"].drop_nulls(["fiscal_year", "start", "days"])
    years = years.group_by("fiscal_year").agg(needed=last.max())
    begins = pl.col("fiscal_year").str.head(4).cast(pl.Int64, strict=False)
    first = pl.col("first_year").str.head(4).cast(pl.Int64, strict=False)
    members = sheets["scheme_members"].drop_nulls(["scheme", "company", "category", "first_year"])
    used = members.join(years, how="cross").with_columns(year=begins - first + 1)
    return terms.join(used.select(*_TERMS, "company", "fiscal_year", "needed"), on=_TERMS)
