"""The page of commands, as the command line itself declares them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from onshore.cli import parser
from onshore.docs.prose import grid, link

__all__ = ["commands"]


def commands() -> Iterator[str]:
    """Lines of the page."""
    root = parser()
    verbs = _verbs(root)
    yield from ("# Commands", "", f"{root.description}", "", f"{root.epilog}", "")
    yield from (f"- {link(verb.prog)}: {verb.description}" for verb in verbs)
    yield ""
    for verb in verbs:
        yield from _command(verb)


def _verbs(root: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """Parsers of the verbs, and of the verbs below them."""
    found: list[argparse.ArgumentParser] = []
    for action in root._actions:
        if isinstance(action, argparse._SubParsersAction):
            for verb in action.choices.values():
                found += _verbs(verb) or [verb]
    return found


def _command(verb: argparse.ArgumentParser) -> Iterator[str]:
    given = [action for action in verb._actions if not isinstance(action, argparse._HelpAction)]
    plain = [f"[{a.metavar}]" if a.nargs == "?" else str(a.metavar) for a in given if not a.option_strings]
    needed = [f"{a.option_strings[0]} {a.metavar}" for a in given if a.option_strings and a.required]
    yield from (f"## {verb.prog}", "", f"`{' '.join([verb.prog, *plain, *needed])}`", "", f"{verb.description}", "")
    yield from grid(("argument", "meaning"), ((_name(a), (a.help or "") % {"default": a.default}) for a in given))
    yield ""


def _name(action: argparse.Action) -> str:
    name = action.option_strings[0] if action.option_strings else ""
    return f"`{' '.join(filter(None, (name, str(action.metavar or ''))))}`"
