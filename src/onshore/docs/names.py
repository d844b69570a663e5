"""The page of Python: everything that the package exports."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import onshore
from onshore.docs.prose import links, prose

__all__ = ["names"]


def names() -> Iterator[str]:
    """Lines of the page."""
    things = {name: getattr(onshore, name) for name in onshore.__all__ if callable(getattr(onshore, name))}
    yield from ("# Python", "", *prose(onshore, "python"), "")
    to = links(["Python", *things])
    yield f"Functions: {', '.join(to[n] for n, thing in things.items() if not inspect.isclass(thing))}."
    yield from ("", f"Classes: {', '.join(to[n] for n, thing in things.items() if inspect.isclass(thing))}.")
    for name, thing in things.items():
        yield from ("", f"## {name}", "", f"`{name}{_signature(thing)}`", "", *prose(thing))


def _signature(thing: Any) -> str:
    given = inspect.signature(thing).parameters.values()
    return f"({', '.join(_parameter(p) for p in given)})"


def _parameter(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_KEYWORD:
        return f"**{parameter.name}"
    return parameter.name if parameter.default is parameter.empty else f"{parameter.name}=…"
