"""Spans of days that end before they begin."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import findings, gathered, said
from onshore.checking.sheets import Sheets

__all__ = ["backward_spans"]

_SPANS: Final = (
    ("calendars", "from", "to"),
    ("duties", "from", "to"),
    ("duties", "from", "known_until"),
    ("reliefs", "from", "to"),
    ("reliefs", "from", "known_until"),
    ("awards", "from", "to"),
    ("investments", "from", "to"),
    ("sites", "opens", "closes"),
)


def backward_spans(sheets: Sheets) -> pl.DataFrame:
    """The last day must not be before the first."""
    parts = []
    for table, first, last in _SPANS:
        bad = sheets[table].filter(pl.col(last) < pl.col(first))
        text = said(
            "{} = {} is before {} = {}. Exchange or correct the two dates.",
            *(pl.lit(last), pl.col(last), pl.lit(first), pl.col(first)),
        )
        parts.append(findings(bad, table, "backward_spans", last, text=text, value=pl.col(last)))
    return gathered(parts)
