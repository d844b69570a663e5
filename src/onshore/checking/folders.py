"""Settings that say how a folder is read. A network in memory has the rows of law in its tables, and no texts."""

from __future__ import annotations

from typing import Final

import polars as pl

from onshore.checking.problems import gathered, problem
from onshore.checking.sheets import Sheets

__all__ = ["unread_setting"]

_TEXTS: Final = "is about the files of a folder, and changes nothing here. Leave it empty."
_WHY: Final = {
    "law": "is done when a folder is read, and changes nothing here. Leave it empty and change duties, reliefs and "
    "schemes.",
    "credit_days": "is about the rows of a shipped law, and no law is named. Name one in law, or say in duties after "
    "how many days a tax is credited.",
    "decimal": _TEXTS,
    "date_order": _TEXTS,
}


def unread_setting(sheets: Sheets) -> pl.DataFrame:
    """Settings for reading a folder are none of a network in memory, and `credit_days` goes with a law."""
    given = {name: sheets.settings[name] for name in _WHY if sheets.settings[name] is not None}
    if "law" in given:
        given.pop("credit_days", None)
    return gathered(
        problem("network", "unread_setting", f"{name} = {_shown(value)} {_WHY[name]}", column=name, value=str(value))
        for name, value in given.items()
    )


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else f"'{value}'"
