"""`summary.json` as it is read back: each value must have the form that a plan writes, or the file is damaged.

The file can be edited by hand, cut off or written by another program. What is wrong with it is said in a sentence here,
so that nothing behind has to fear a text where a number belongs.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from onshore.plans import SCHEMA_VERSION

__all__ = ["SUMMARY_FILE", "read_summary"]

SUMMARY_FILE: Final = "summary.json"

#: What is wrong with a value, given what the value is called; nothing if it has the form.
Form = Callable[[Any, str], Iterator[str]]


def _text(value: Any, name: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{name} is {_said(value)}, not a text"
    elif any("\ud800" <= sign <= "\udfff" for sign in value):
        yield f"{name} holds half a sign"


def _whole(value: Any, name: str) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{name} is {_said(value)}, not a whole number"


def _number(value: Any, name: str) -> Iterator[str]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield f"{name} is {_said(value)}, not a number"
    elif not _finite(value):
        yield f"{name} is a number too large to count with"


def _known(value: Any, name: str) -> Iterator[str]:
    """A number, or null for one that is not known."""
    if value is not None:
        yield from _number(value, name)


def _each(form: Form) -> Form:
    def found(value: Any, name: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{name} is {_said(value)}, not a list"
            return
        for place, entry in enumerate(value):
            yield from form(entry, f"{name}[{place}]")

    return found


def _row(*forms: Form) -> Form:
    """A list with one value for each form."""

    def found(value: Any, name: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) != len(forms):
            yield f"{name} is {_said(value)}, not a list of {len(forms)}"
            return
        for place, (form, entry) in enumerate(zip(forms, value, strict=True)):
            yield from form(entry, f"{name}[{place}]")

    return found


def _named(form: Form) -> Form:
    """Any names, each with a value of the form."""

    def found(value: Any, name: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{name} is {_said(value)}, not names with values"
            return
        for key, entry in value.items():
            yield from _text(key, f"a name in {name}")
            yield from form(entry, f"{name}.{key}")

    return found


def _record(forms: Mapping[str, Form]) -> Form:
    """These names, each with a value of its own form; others beside them are left alone."""

    def found(value: Any, name: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{name} is {_said(value)}, not names with values"
            return
        missing = [key for key in forms if key not in value]
        if missing:
            yield f"{name or 'it'} lacks {', '.join(missing)}"
            return
        for key, form in forms.items():
            yield from form(value[key], f"{name}.{key}" if name else key)

    return found


_SUMMARY: Final = _record(
    {
        "schema_version": _whole,
        "network_fingerprint": _text,
        "network_name": _text,
        "scenario": _text,
        "status": _text,
        "objective": _known,
        "bound": _known,
        "gap": _known,
        "floor": _known,
        "gap_controllable": _known,
        "seconds": _known,
        "solver": _text,
        "seed": _whole,
        "money": _named(_number),
        "measures": _named(_record({"value": _known, "unit": _text})),
        "ranges": _each(
            _record(
                {"decision": _text, "value": _number, "within": _number, "low": _known, "high": _known, "kind": _text}
            )
        ),
        "progress": _each(_row(_number, _known, _known)),
        "warnings": _each(_text),
    }
)


def read_summary(path: Path) -> dict[str, Any]:
    """What `summary.json` holds, each value in its form.

    Raises:
        ValueError: if the file is of another version or damaged, with its name, the first thing that is wrong and what
            to do.
    """
    try:
        summary = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is damaged: {_unread(error)}. Plan again.") from error
    if not isinstance(summary, dict):
        raise ValueError(f"{path} is damaged: it holds {_said(summary)}, not names with values. Plan again.")
    version = summary.get("schema_version")
    if "schema_version" in summary and version != SCHEMA_VERSION:
        raise ValueError(f"{path} has schema version {version}, and {SCHEMA_VERSION} is read here. Plan again.")
    wrong = next(_SUMMARY(summary, ""), None)
    if wrong is not None:
        raise ValueError(f"{path} is damaged: {wrong}. Plan again.")
    return summary


def _unread(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON from line {error.lineno} on"
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "it is not JSON that can be read"


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _finite(value: float) -> bool:
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _said(value: Any) -> str:
    """A value by its kind, as a person would say it."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return {dict: "names with values", str: "a text", float: "a number", int: "a number"}[type(value)]
