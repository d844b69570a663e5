"""Texts that a spreadsheet would take for a formula, in CSV files.

A text that begins with = + - @, a tab or a carriage return runs as a formula when the file is opened in a
spreadsheet. Written, it gets a leading apostrophe; read, it loses it again. So that nothing is lost, a text
that has apostrophes before such a sign gets one more, and loses one. Plain numbers (-5) are no formulas.
"""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["neutralised", "restored"]

_RISKY: Final = r"^'*[=+\-@\t\r]"
_NUMBER: Final = r"^[+-]?(\d+(\.\d*)?|\.\d+)$"
_WRITTEN: Final = r"^'+[=+\-@\t\r]"


def neutralised(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with an apostrophe before every text that would run as a formula."""
    text = pl.col(pl.String)
    risky = text.str.contains(_RISKY) & ~text.str.contains(_NUMBER)
    return frame.with_columns(pl.when(risky).then(pl.lit("'") + text).otherwise(text).name.keep())


def restored(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows as they were before `neutralised`."""
    text = pl.col(pl.String)
    return frame.with_columns(pl.when(text.str.contains(_WRITTEN)).then(text.str.slice(1)).otherwise(text).name.keep())
