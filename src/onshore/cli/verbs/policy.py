"""`onshore policy`: the law that is shipped, by day, with its sources."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import FINDING, OK, USAGE, Fault
from onshore.cli.law import Page
from onshore.cli.places import network_at
from onshore.network import Network
from onshore.policy import (
    Levy,
    Unknown,
    UnknownName,
    cited,
    duty_class,
    notes,
    reliefs,
    schemes,
    stack,
    timeline,
)
from onshore.policy.law import Row
from onshore.policy.unknown import nearest

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    verbs = parser.add_subparsers(dest="action", metavar="show|timeline", required=True)
    words = "say what an import pays on a day, by which instrument, and which reliefs and schemes concern it"
    show = verbs.add_parser("show", help=words, description=_sentence(words), allow_abbrev=False)
    show.add_argument("--item", required=True, metavar="ITEM", help="class of goods, as phone or display_assembly")
    show.add_argument("--on", required=True, metavar="DATE", help="day of import, YYYY-MM-DD")
    show.add_argument("--kit", metavar="PARTS", help="for a display, what comes with it: panel,touch,sim-tray")
    words = "tell how the basic duty of a class of goods changed"
    line = verbs.add_parser("timeline", help=words, description=_sentence(words), allow_abbrev=False)
    line.add_argument("item", metavar="ITEM", help="class of goods, as phone or display_assembly")
    for verb in (show, line):
        verb.add_argument(
            "--origin", default="*", metavar="COUNTRY", help="country of departure, as CN; any if left out"
        )
        verb.add_argument("--into", default="IN", metavar="COUNTRY", help="country that levies, as US; IN if left out")
        verb.add_argument(
            "--network", metavar="NET", help="folder of a network: the duties that it reckons with, its own with them"
        )
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


@dataclass(frozen=True)
class _Asked:
    """What is asked about: the class of goods, the way, and the rows of a network if it is one's.

    shipped: whether the law of India, which has more than duties, is what is asked about.
    """

    goods: str
    origin: str
    into: str
    duties: Sequence[Row] | None
    shipped: bool

    @classmethod
    def of(cls, options: Namespace, item: str) -> _Asked:
        """From the command line."""
        origin, into = _country("origin", options.origin), _country("into", options.into)
        if options.network is None:
            return cls(duty_class(item), origin, into, None, into == "IN")
        network = network_at(options.network)
        return cls(_class_in(network, item), origin, into, network.duties.to_dicts(), False)

    def timeline(self, goods: str) -> tuple[Levy, ...]:
        """Rows of the basic duty."""
        return timeline(goods, origin=self.origin, destination=self.into, duties=self.duties)


def _class_in(network: Network, item: str) -> str:
    """The class of goods that a name means in a network: of an item, a class of its duties, or another name of one."""
    named = dict(network.items.select("item", "duty_class").drop_nulls().iter_rows())
    classes = set(network.duties["duty_class"]) - {"*"}
    if item in named or item in classes:
        return str(named.get(item, item))
    try:
        goods = duty_class(item)
    except UnknownName:
        goods = item
    if goods not in classes:
        near = ", ".join(nearest(item, {*named, *classes}))
        raise UnknownName(f"The network has no duty for '{item}'. " + (f"Nearest: {near}." if near else ""))
    return goods


def _show(options: Namespace, console: Console) -> int:
    on, asked = _day(options.on), _Asked.of(options, options.item)
    kit = None if options.kit is None else [part for part in options.kit.split(",") if part.strip()]
    paid = replace(stack(asked.goods, on, asked.origin, asked.into, kit, asked.duties), item=options.item)
    law = asked.goods if asked.shipped else None
    relief, scheme, traps = (reliefs(law, on), schemes(law, on), notes(law)) if law else ((), (), ())
    later = [one for one in asked.timeline(paid.duty_class) if one.first > on]
    sources = _sources([row.source for row in paid.rows], traps, relief, scheme)
    console.document(
        {
            "item": paid.item, "duty_class": paid.duty_class, "on": on, "origin": asked.origin,
            "destination": asked.into, "network": options.network,
            "sunk": paid.sunk, "recoverable": paid.recoverable, "of": "CIF value", "known_until": paid.known_until,
            "levies": [vars(row) for row in paid.rows], "display": vars(paid.display) if paid.display else None,
            "next": vars(later[0]) if later else None,
            "reliefs": relief, "schemes": scheme, "notes": traps, "sources": sources,
        }
    )  # fmt: skip
    page = Page(console)
    page.stack(paid, later, options.network)
    page.reliefs(relief)
    page.schemes(scheme)
    page.notes(traps)
    page.sources(sources)
    return OK


def _timeline(options: Namespace, console: Console) -> int:
    asked = _Asked.of(options, options.item)
    history = asked.timeline(asked.goods)
    if not history:
        raise Unknown(f"No row is known for the basic duty of {asked.goods} into {asked.into}.")
    traps = notes(asked.goods) if asked.shipped else ()
    sources = _sources([row.source for row in history], traps)
    console.document(
        {"item": options.item, "duty_class": asked.goods, "origin": asked.origin, "destination": asked.into}
        | {"network": options.network, "kind": "basic"}
        | {"levies": [vars(row) for row in history], "notes": traps, "sources": sources}
    )
    page = Page(console)
    page.timeline(asked.goods, history, asked.origin, asked.into, options.network)
    page.notes(traps)
    page.sources(sources)
    return OK


def _sources(texts: list[str], *tables: tuple[Any, ...]) -> dict[str, str]:
    """Keys and addresses of all that is cited; a network cites what is nowhere but with itself."""
    rows = [row for table in tables for row in table]
    texts += [row[column] for row in rows for column in ("source", "said_by") if row.get(column)]
    found: dict[str, str] = {}
    for text in texts:
        with suppress(UnknownName):
            found |= cited(text)
    return found


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Fault(f"--on {text} is not a date: write YYYY-MM-DD.")
    return day


def _country(argument: str, text: str) -> str:
    country = text.upper()
    if country == "*" and argument == "into":
        raise Fault("--into * is not a country: write two letters, as IN.")
    if country != "*" and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Fault(f"--{argument} {text} is not a country: write two letters, as CN.")
    return country
