"""`onshore compare`: how two plans differ, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.differences import MAKER_NOTE, Differences
from onshore.cli.faults import FINDING, OK, USAGE, Fault
from onshore.cli.places import network_of, plan_at
from onshore.cli.reasons import Reasons
from onshore.cli.words import Words
from onshore.explanation import Unrelated, compare
from onshore.network import Network
from onshore.plans import Plan
from onshore.reporting.words import noun

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("a", metavar="DIR_A", help="folder of a plan")
    parser.add_argument("b", metavar="DIR_B", help="folder of the plan beside it")
    parser.add_argument(
        "--network", metavar="NET", help="folder or workbook of the network; each plan's own copy if left out"
    )
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print decisions and money of both plans, and what may be said about why they differ."""
    a, b = plan_at(options.a), plan_at(options.b)
    networks = _networks(options, a, b, console)
    try:
        found = compare(a, b, networks)
    except Unrelated as error:
        raise Fault(f"{options.a} and {options.b} cannot be compared: {error}.", USAGE) from error
    except ValueError as error:
        raise Fault(f"{error}.", FINDING) from error
    currency = networks[0].settings["currency"] if networks else None
    console.document({"a": options.a, "b": options.b, "currency": currency, **found.document()})
    if networks and not console.as_json:
        sides = [Words(network, plan) for network, plan in zip(networks, (a, b), strict=True)]
        names = _names(options, a, b)
        _told(Differences(sides[0], sides[1], names, found), Reasons(sides[0], sides[1], names), console)
    return OK


def _networks(options: Namespace, a: Plan, b: Plan, console: Console) -> tuple[Network, Network] | None:
    """What both were planned from. The document does without, if none was named and one is no longer there: plans say
    what differs, but not in which currency.
    """
    try:
        return network_of(options.a, a, options.network), network_of(options.b, b, options.network)
    except Fault as error:
        if error.code != USAGE or options.network is not None or not console.as_json:
            raise
        console.note(f"Whether both are in the same currency is not known. {error}")
        return None


def _names(options: Namespace, a: Plan, b: Plan) -> tuple[str, str]:
    """What the plans are called: by scenario, or by folder if that is the same."""
    found = a.scenario or "base", b.scenario or "base"
    return found if found[0] != found[1] else (Path(options.a).name, Path(options.b).name)


def _told(tables: Differences, reasons: Reasons, console: Console) -> None:
    console.say(f"{tables.a.network.name}: {tables.names[0]} beside {tables.names[1]}", "strong")
    for sentence in reasons.opening():
        console.say(sentence)
    for group in tables.groups:
        console.say()
        console.table(tables.shares(group))
    for note in tables.notes():
        console.say(note, "quiet")
    for group in tables.groups:
        console.heading(f"Why, {noun(group)}")
        for sentence in reasons.why(group):
            console.say(sentence, point=True)
        for table in (tables.costs(group), tables.by_maker(group)):
            console.say()
            console.table(table)
    console.say(MAKER_NOTE, "quiet")
    for table in (tables.choices(), tables.measures(), tables.money(), tables.proof()):
        if table.rows:
            console.say()
            console.table(table)
