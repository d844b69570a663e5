"""`network.toml`: the settings of a network."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import tomli_w

from onshore.checking import typed_settings
from onshore.checking.problems import problem

__all__ = ["SETTINGS_FILE", "read_settings", "write_settings"]

SETTINGS_FILE = "network.toml"


def read_settings(folder: Path) -> tuple[dict[str, Any], pl.DataFrame]:
    """Settings with their types, and what is wrong with them."""
    path = folder / SETTINGS_FILE
    if not path.is_file():
        text = f"{folder} has no such file: it must give at least name, currency and start."
        return {}, problem("network", "file", text)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        given = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return {}, problem("network", "file", f"not UTF-8 ({error.reason}). Save it as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        return {}, problem("network", "file", f"not TOML: {error}. A text stands in quotes, a date does not.")
    return typed_settings(given, _lines(text, given))


def _lines(text: str, given: Mapping[str, Any]) -> dict[str, int]:
    """Line of each name, where it begins one."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.match(r"""\s*\[*["']?([\w-]+)["']?\s*[=.\]]""", line)
        if found and found[1] in given:
            lines.setdefault(found[1], number)
    return lines


def write_settings(settings: Mapping[str, Any], folder: Path) -> None:
    """Write the settings that have a value."""
    given = {name: value for name, value in settings.items() if value is not None}
    (folder / SETTINGS_FILE).write_text(tomli_w.dumps(given), encoding="utf-8", newline="\n")
