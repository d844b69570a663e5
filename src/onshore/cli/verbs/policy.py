"""`onshore policy`: the law that is shipped, by day, with its sources."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from typing import Any

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import FINDING, OK, USAGE, Fault
from onshore.cli.law import Page
from onshore.policy import Unknown, UnknownName, cited, duty_class, notes, reliefs, schemes, stack, timeline

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    verbs = parser.add_subparsers(dest="action", metavar="show|timeline", required=True)
    words = "say what an import pays on a day, by which instrument, and which reliefs and schemes concern it"
    show = verbs.add_parser("show", help=words, description=_sentence(words), allow_abbrev=False)
    show.add_argument("--item", required=True, metavar="ITEM", help="class of goods, as phone or display_assembly")
    show.add_argument("--on", required=True, metavar="DATE", help="day of import, YYYY-MM-DD")
    show.add_argument("--origin", default="*", metavar="COUNTRY", help="country of departure, as CN; any if left out")
    show.add_argument("--kit", metavar="PARTS", help="for a display, what comes with it: panel,touch,sim-tray")
    words = "tell how the basic duty of a class of goods changed"
    line = verbs.add_parser("timeline", help=words, description=_sentence(words), allow_abbrev=False)
    line.add_argument("item", metavar="ITEM", help="class of goods, as phone or display_assembly")
    for verb in (show, line):
        add_common(verb)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def run(options: Namespace, console: Console) -> int:
    """Print what applies, or the history."""
    try:
        return _show(options, console) if options.action == "show" else _timeline(options, console)
    except UnknownName as error:
        raise Fault(str(error), USAGE) from error
    except Unknown as error:
        raise Fault(str(error), FINDING) from error
    except ValueError as error:
        text = str(error)
        raise Fault(f"{text[:1].upper()}{text[1:]}.", USAGE) from error


def _show(options: Namespace, console: Console) -> int:
    on, origin = _day(options.on), _country(options.origin)
    kit = None if options.kit is None else [part for part in options.kit.split(",") if part.strip()]
    paid = stack(options.item, on, origin, kit=kit)
    asked = duty_class(options.item)
    relief, scheme, traps = reliefs(asked, on), schemes(asked, on), notes(asked)
    later = [one for one in timeline(paid.duty_class, origin=origin) if one.first > on]
    sources = _sources([row.source for row in paid.rows], traps, relief, scheme)
    console.document(
        {
            "item": paid.item, "duty_class": paid.duty_class, "on": on, "origin": origin, "destination": "IN",
            "sunk": paid.sunk, "recoverable": paid.recoverable, "of": "CIF value", "known_until": paid.known_until,
            "levies": [vars(row) for row in paid.rows], "display": vars(paid.display) if paid.display else None,
            "next": vars(later[0]) if later else None,
            "reliefs": relief, "schemes": scheme, "notes": traps, "sources": sources,
        }
    )  # fmt: skip
    page = Page(console)
    page.stack(paid, later)
    page.reliefs(relief)
    page.schemes(scheme)
    page.notes(traps)
    page.sources(sources)
    return OK


def _timeline(options: Namespace, console: Console) -> int:
    goods = duty_class(options.item)
    history, traps = timeline(goods), notes(goods)
    sources = _sources([row.source for row in history], traps)
    console.document(
        {"item": options.item, "duty_class": goods, "destination": "IN", "kind": "basic"}
        | {"levies": [vars(row) for row in history], "notes": traps, "sources": sources}
    )
    page = Page(console)
    page.timeline(goods, history)
    page.notes(traps)
    page.sources(sources)
    return OK


def _sources(texts: list[str], *tables: tuple[Any, ...]) -> dict[str, str]:
    """Keys and addresses of all that is cited."""
    rows = [row for table in tables for row in table]
    texts += [row[column] for row in rows for column in ("source", "said_by") if row.get(column)]
    return cited("; ".join(texts))


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Fault(f"--on {text} is not a date: write YYYY-MM-DD.")
    return day


def _country(text: str) -> str:
    country = text.upper()
    if country != "*" and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Fault(f"--origin {text} is not a country: write two letters, as CN.")
    return country
