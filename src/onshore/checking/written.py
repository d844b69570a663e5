"""Numbers and days as people write them in spreadsheets: read where there is one way to, refused where there are two.

Grouped by thousands or lakhs (1,234,567.5; 12,34,567), with blanks between the groups, or marked as text by an
apostrophe, a number is read. 1,234 is 1234 or 1.234, and a decimal comma is none elsewhere: `decimal` of
`network.toml` says which is meant. A day is read as 2024-04-13, 13/04/2024, 04/13/2024 or 13-Apr-2024; 03/04/2024
fits two orders, and `date_order` says which is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

__all__ = ["Written"]

_BLANKS: Final = "[ \u00a0\u2009\u202f]"
_SIGN: Final = r"^[+-]?"
_GROUPED: Final = (r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$", r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$")
_SPACED: Final = rf"{_SIGN}\d{{1,3}}(?:{_BLANKS}\d{{3}})+(?:\.\d+)?$"
_EITHER: Final = _SIGN + r"[1-9]\d{0,2},\d{3}$"
_COMMA: Final = _SIGN + r"(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,2}(?:\.\d{2})+\.\d{3}),\d+$"
_WITH_COMMA: Final = _SIGN + r"(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,2}(?:\.\d{2})+\.\d{3})(?:,\d+)?(?:[eE][+-]?\d+)?$"
_TWO_ORDERS: Final = r"^(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})$"


@dataclass(frozen=True)
class Written:
    """How a folder writes numbers and days, where `network.toml` says so.

    decimal: "." or ",". date_order: "dmy" or "mdy".
    """

    decimal: str | None = None
    date_order: str | None = None

    def number(self, text: pl.Expr) -> pl.Expr:
        """The number that a text is; null if it is none, or two."""
        bare = text.str.strip_prefix("'").str.strip_chars()
        if self.decimal == ",":
            bare = pl.when(bare.str.contains(_WITH_COMMA)).then(bare)
            return bare.str.replace_all(".", "", literal=True).str.replace(",", ".").cast(pl.Float64, strict=False)
        grouped = pl.any_horizontal(bare.str.contains(_SIGN + form) for form in _GROUPED)
        if self.decimal is None:
            grouped &= ~bare.str.contains(_EITHER)
        joined = pl.when(grouped).then(bare.str.replace_all(",", "", literal=True))
        spaced = pl.when(bare.str.contains(_SPACED)).then(bare.str.replace_all(_BLANKS, ""))
        return pl.coalesce(
            bare.cast(pl.Float64, strict=False), pl.coalesce(joined, spaced).cast(pl.Float64, strict=False)
        )

    def day(self, text: pl.Expr) -> pl.Expr:
        """The day that a text is; null if it is none, or two."""
        bare = text.str.strip_prefix("'").str.replace(r"[T ]00:00(:00(\.0+)?)?$", "")
        year_first = pl.when(bare.str.contains(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$")).then(
            bare.str.replace_all("[/.]", "-").str.to_date("%Y-%m-%d", strict=False)
        )
        named = pl.when(bare.str.contains(r"^\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}$")).then(bare.str.replace_all(" ", "-"))
        found: list[pl.Expr] = [year_first, *(named.str.to_date(f, strict=False) for f in ("%d-%b-%Y", "%d-%B-%Y"))]
        for order, day, month in (("dmy", 1, 3), ("mdy", 3, 1)):
            if self.date_order in (None, order):
                parts = [bare.str.extract(_TWO_ORDERS, group) for group in (4, month, day)]
                found.append(pl.concat_str(*parts, separator="-").str.to_date("%Y-%m-%d", strict=False))
        if self.date_order is None:
            *found, dmy, mdy = found
            found.append(pl.when(dmy.is_null() | mdy.is_null() | (dmy == mdy)).then(pl.coalesce(dmy, mdy)))
        return pl.coalesce(found)

    def two_ways(self, text: pl.Expr) -> pl.Expr:
        """Whether no nearest number can be named for a text."""
        return text.str.contains(_EITHER) | (self.decimal == ",")

    def why(self, text: pl.Expr, dtype: type[pl.DataType]) -> pl.Expr:
        """Why a text was refused that is a number or a day, if only one knew which; null for anything else."""
        return self._why_no_day(text) if dtype == pl.Date else self._why_no_number(text)

    def _why_no_day(self, text: pl.Expr) -> pl.Expr:
        if self.date_order is None:
            order = "can be read by day or by month first. Write YYYY-MM-DD, or say date_order = "
            order += '"dmy" or "mdy" in network.toml'
        else:
            order = f'is no day in the order of date_order = "{self.date_order}" of network.toml. Write YYYY-MM-DD'
        two = text.str.contains(_TWO_ORDERS)
        short = text.str.contains(r"^\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2}$")
        digits = pl.lit("has a year of two digits. Write YYYY-MM-DD")
        return pl.when(two).then(pl.lit(order)).when(short).then(digits)

    def _why_no_number(self, text: pl.Expr) -> pl.Expr:
        if self.decimal == ",":
            missing = 'has no decimal comma, as decimal = "," of network.toml asks. Write it so'
            return pl.when(text.str.contains(_SIGN + r"[\d,]*\.\d+$")).then(pl.lit(missing))
        if self.decimal == ".":
            point = 'has a decimal comma, but decimal = "." in network.toml. Write a point'
            return pl.when(text.str.contains(_COMMA)).then(pl.lit(point))
        either = "can be read as {} or as {}. Write it without the comma, or say decimal = "
        either += '"." or "," in network.toml'
        two = pl.format(either, text.str.replace(",", ""), text.str.replace(",", "."))
        comma = 'has a decimal comma. Write a point, or say decimal = "," in network.toml if all numbers have one'
        return pl.when(text.str.contains(_EITHER)).then(two).when(text.str.contains(_COMMA)).then(pl.lit(comma))
