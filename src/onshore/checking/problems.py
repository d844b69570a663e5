"""The table of problems: one row says what is wrong, where, why and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

import polars as pl

__all__ = [
    "PROBLEMS",
    "condensed",
    "findings",
    "gathered",
    "nearest_to",
    "nearest_values",
    "nothing",
    "problem",
    "said",
    "shown",
]

#: Columns of a table of problems. `line` is the line of the CSV file; its header is line 1.
PROBLEMS: Final[Mapping[str, type[pl.DataType]]] = MappingProxyType(
    {
        "table": pl.String,
        "line": pl.Int64,
        "column": pl.String,
        "value": pl.String,
        "rule": pl.String,
        "message": pl.String,
        "nearest": pl.String,
    }
)

# Comparing texts is slow: beyond these a wrong name gets no suggestion, or one among names that begin alike.
_VALUES_LIMIT = 100
_CANDIDATES_LIMIT = 2000
_CUTOFF = 0.6
# So many rows with the same wrong cell are told one by one; of more, one stands for all.
_ALIKE_LIMIT = 5
# Lines that are named of rows that one stands for.
_LINES_LIMIT = 10


@cache
def nothing() -> pl.DataFrame:
    """The table of problems without rows."""
    return pl.DataFrame(schema=dict(PROBLEMS))


def gathered(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables of problems as one."""
    found = [part for part in parts if not part.is_empty()]
    return pl.concat(found, rechunk=True) if found else nothing()


def condensed(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Several tables of problems as one; the first of many with the same value in a column stands for all."""
    found = gathered(parts)
    alike, line = ["table", "column", "value", "rule"], pl.col("line")
    if len(found) <= _ALIKE_LIMIT:
        return found
    rest = line.slice(1, _LINES_LIMIT).cast(pl.String).implode().list.join(", ").over(alike)
    dots = pl.when(pl.len().over(alike) > _LINES_LIMIT + 1).then(pl.lit(", ...")).otherwise(pl.lit(""))
    more = said(" The same is so on {} more lines ({}{}).", pl.len().over(alike) - 1, rest, dots)
    many = pl.len().over(alike) > _ALIKE_LIMIT
    first = pl.int_range(pl.len()).over(alike) == 0
    told = pl.when(many).then(pl.concat_str("message", more)).otherwise("message")
    return found.with_columns(message=told).filter(~many | first)


def problem(
    table: str,
    rule: str,
    text: str,
    *,
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
    nearest: str | None = None,
) -> pl.DataFrame:
    """A table with one problem; `text` follows the place and comes before the suggestion."""
    row = pl.DataFrame({"line": line}, schema={"line": pl.Int64})
    return findings(row, table, rule, column, text=text, value=value, nearest=nearest)


def findings(
    rows: pl.DataFrame,
    table: str,
    rule: str,
    column: str | None,
    *,
    text: pl.Expr | str,
    value: pl.Expr | str | None = None,
    nearest: pl.Expr | str | None = None,
    otherwise: str = "",
) -> pl.DataFrame:
    """Offending rows as problems.

    Args:
        rows: one row a problem, with `line`.
        table: table that the rows belong to; a column of that name is not needed.
        rule: name of the rule that they break.
        column: column to look at.
        text: what is wrong and why, without the place.
        value: what stands there.
        nearest: valid value close to it; the message then asks whether it was meant.
        otherwise: what to do where there is no nearest value.
    """
    if rows.is_empty():
        return nothing()
    near = _text(nearest)
    hint = pl.when(near.is_null()).then(pl.lit(f" {otherwise}" if otherwise else ""))
    hint = hint.otherwise(pl.format(" Did you mean '{}'?", near))  # type: ignore[assignment]
    file = "network.toml" if table == "network" else f"{table}.csv"
    place = pl.when(pl.col("line").is_null()).then(pl.lit(f"{file}: "))
    placed = place.otherwise(pl.format(file + ":{}: ", pl.col("line")))
    # polars 2.1 fails to join texts of columns that are chunked differently, as filters leave them.
    return rows.rechunk().select(
        pl.lit(table).alias("table"),
        pl.col("line").cast(pl.Int64),
        pl.lit(column, pl.String).alias("column"),
        _text(value).alias("value"),
        pl.lit(rule).alias("rule"),
        pl.concat_str(placed, _text(text), hint).alias("message"),
        near.alias("nearest"),
    )


def said(template: str, *parts: pl.Expr | str) -> pl.Expr:
    """A text with values in the places of `{}`, as `pl.format` makes it; an empty cell is said to be empty."""
    pieces = template.split("{}")
    texts = [pl.lit(pieces[0])]
    for part, piece in zip(parts, pieces[1:], strict=True):
        value = pl.col(part) if isinstance(part, str) else part
        texts += [value.cast(pl.String).fill_null("(empty)"), pl.lit(piece)]
    return pl.concat_str(texts)


def shown(number: str) -> pl.Expr:
    """A column of numbers as people write them: 12 rather than 12.0."""
    return pl.col(number).cast(pl.String).str.replace(r"\.0$", "")


def _text(value: pl.Expr | str | None) -> pl.Expr:
    """An expression of texts from an expression or a constant."""
    if isinstance(value, pl.Expr):
        return value.cast(pl.String)
    return pl.lit(value, pl.String)


def nearest_to(value: str, candidates: Sequence[str], cutoff: float = _CUTOFF) -> str | None:
    """The candidate that looks most like the value, capitals aside; None if none does.

    `cutoff` is how alike they must be, from 0 to 1; one that begins with the other always is.
    """
    by_folded = {c.strip().casefold(): c for c in reversed(candidates)}
    folded = value.strip().casefold()
    if len(by_folded) > _CANDIDATES_LIMIT:
        by_folded = {f: c for f, c in by_folded.items() if f[:2] == folded[:2]}
    found = difflib.get_close_matches(folded, list(by_folded), 1, cutoff)
    if not found and len(folded) > 2:
        found = [f for f in by_folded if f.startswith(folded) or (len(f) > 2 and folded.startswith(f))][:1]
    return by_folded[found[0]] if found else None


def nearest_values(values: pl.Series, candidates: Iterable[str | None], cutoff: float = _CUTOFF) -> pl.DataFrame:
    """`value` and `nearest`, one row for each distinct value: to be joined to offending rows."""
    known = sorted({c for c in candidates if c})
    distinct = values.drop_nulls().unique(maintain_order=True).to_list()
    near = [nearest_to(v, known, cutoff) if i < _VALUES_LIMIT else None for i, v in enumerate(distinct)]
    return pl.DataFrame({"value": distinct, "nearest": near}, schema={"value": pl.String, "nearest": pl.String})
