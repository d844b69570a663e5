"""A shipped law as the base of a network's own duties, reliefs and schemes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from onshore.checking.problems import gathered, problem
from onshore.policy import ABROAD, DESTINATIONS, UnknownName, kit, kit_rows, law
from onshore.schema import NETWORK

__all__ = ["kit_problems", "with_law"]

#: What a row of law and an own row share where the row of law gives way, if both hold on a day.
_GIVES_WAY: Final = {
    "duties": ("duty_class", "kind", "origin", "destination"),
    "reliefs": ("relief", "country"),
    "schemes": ("scheme", "category", "year"),
}
_MONTH: Final = 365.25 / 12


def with_law(
    name: str, tables: Mapping[str, pl.DataFrame], lines: Mapping[str, pl.Series], credit_days: float | None = None
) -> tuple[dict[str, pl.DataFrame], dict[str, pl.Series]]:
    """The tables of a network with rows of law before its own, and the line of each; rows of law stand on none.

    A row of law gives way, as a whole, to any own row that holds on one of its days: in `duties` one of the same
    class, kind, origin and destination, in `reliefs` of the same relief and country, in `schemes` of the same scheme,
    category and year. So the own ones must cover what they take over.

    Args:
        name: of the law.
        tables: tables of the network, typed; cells that could not be read are null and take nothing over.
        lines: the lines of their rows.
        credit_days: days until a recoverable tax of the law is credited; None for none.
    """
    empty = {table: NETWORK[table].empty() for table in ("items", "scheme_members", "scenarios", *_GIVES_WAY)}
    whole = empty | dict(tables)
    bases = {
        "duties": _duties(name, credit_days or 0.0, _kits(whole["items"], whole["scenarios"])),
        "reliefs": _reliefs(name, whole["items"]),
        "schemes": _schemes(name, whole["scheme_members"]),
    }
    found = {table: _over(table, base, whole[table], lines.get(table)) for table, base in bases.items()}
    return (
        dict(tables) | {table: rows for table, (rows, _) in found.items()},
        dict(lines) | {table: numbers for table, (_, numbers) in found.items()},
    )


def _duties(name: str, credit_days: float, kits: list[str]) -> pl.DataFrame:
    """Duties of the country, those of displays with these kits among them, and of countries that it exports to."""
    days = pl.when(kind="recoverable").then(pl.lit(credit_days))
    home = law(name)["duties"].with_columns(credit_days=days)
    rows = [row for of in kits for row in kit_rows(of, home.iter_rows(named=True))]
    return _filled("duties", pl.concat([home, pl.DataFrame(rows, schema=home.schema), law(ABROAD)["duties"]]))


def _kits(items: pl.DataFrame, scenarios: pl.DataFrame) -> list[str]:
    """Classes of items, as they are or under a scenario, that are called after the kit of a display. One with a part
    that nobody knows has no rows; `check` tells of it.
    """
    asked = scenarios.filter(table="items", column="duty_class")["value"]
    classes = sorted({*items["duty_class"].drop_nulls(), *asked.drop_nulls()})
    return [name for name in classes if kit(name) and _understood(name)]


def _understood(duty_class: str) -> bool:
    return not _misread(duty_class)


def _misread(duty_class: str) -> str:
    """What is wrong with the name of a kit; empty if nothing is."""
    try:
        list(kit_rows(duty_class, ()))
    except UnknownName as error:
        return str(error)
    return ""


def kit_problems(tables: Mapping[str, pl.DataFrame], lines: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Items that are classed as a display with a part that the law does not know, and that have no duties of their own.

    Args:
        tables, lines: as for `with_law`.
    """
    items, duties = (tables.get(name, NETWORK[name].empty()) for name in ("items", "duties"))
    own = set(duties["duty_class"].drop_nulls())
    places = lines.get("items", pl.int_range(2, len(items) + 2, dtype=pl.Int64, eager=True))
    found = [
        problem("items", "kit_unknown", said, line=line, column="duty_class", value=goods)
        for line, goods in zip(places, items["duty_class"], strict=True)
        if goods is not None and goods not in own and (said := _misread(goods))
    ]
    return gathered(found)


def _reliefs(name: str, items: pl.DataFrame) -> pl.DataFrame:
    """Reliefs by group: those of a class of goods are of the groups of finished items of that class."""
    groups = items.filter(kind="finished").select("duty_class", item_group="group").drop_nulls()
    groups = pl.concat([groups.unique(maintain_order=True), pl.DataFrame({"duty_class": "*", "item_group": "*"})])
    known = NETWORK["reliefs"].columns["kind"].choices
    country = next(country for country, of in DESTINATIONS.items() if of == name)
    rows = law(name)["reliefs"].filter(pl.col("kind").is_in(known))
    rows = rows.join(groups, on="duty_class", maintain_order="left_right").with_columns(
        country=pl.lit(country),
        validity_days=(pl.col("export_months") * _MONTH).round(),
        cost_share=pl.lit(None, pl.Float64),
    )
    return _filled("reliefs", rows)


def _schemes(name: str, members: pl.DataFrame) -> pl.DataFrame:
    """Terms by year of the schemes that have members; where the law says the same of every year, a row for each."""
    every = pl.int_ranges(1, pl.col("years") + 1)
    one = pl.concat_list(pl.col("year"))
    rows = law(name)["schemes"].join(members.select("scheme"), on="scheme", how="semi", maintain_order="left")
    rows = rows.filter(pl.coalesce("year", "years").is_not_null())
    rows = rows.with_columns(year=pl.when(pl.col("year").is_null()).then(every).otherwise(one)).explode("year")
    return _filled("schemes", rows.with_columns(known_until=pl.min_horizontal("to", "known_until")))


def _filled(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of law in the columns of a network; what the law leaves open has the network's default."""
    declared = NETWORK[table].columns
    return rows.select(
        (pl.col(name).fill_null(c.default) if c.default is not None and not c.required else pl.col(name)).cast(c.dtype)
        for name, c in declared.items()
    )


def _over(table: str, base: pl.DataFrame, own: pl.DataFrame, lines: pl.Series | None) -> tuple[pl.DataFrame, pl.Series]:
    key = list(_GIVES_WAY[table])
    base = base.with_row_index("number")
    met = base.join(own.select(*key, *_span(own, "since", "until")), on=key)
    met = met.with_columns(_span(met, "first", "last")).filter(
        pl.col("since") <= pl.col("last"), pl.col("until") >= pl.col("first")
    )
    kept = base.join(met, on="number", how="anti", maintain_order="left").drop("number")
    nowhere = pl.Series("line", [None] * len(kept), dtype=pl.Int64)
    if lines is None:
        lines = pl.int_range(2, len(own) + 2, dtype=pl.Int64, eager=True)
    return pl.concat([kept, own]), pl.concat([nowhere, lines.cast(pl.Int64).alias("line")])


def _span(rows: pl.DataFrame, first: str, last: str) -> list[pl.Expr]:
    """The days on which rows hold; all days where a table has none."""
    if "from" not in rows.columns:
        return [pl.lit(dt.date.min, pl.Date).alias(first), pl.lit(dt.date.max, pl.Date).alias(last)]
    return [pl.col("from").alias(first), pl.col("to").fill_null(dt.date.max).alias(last)]
