"""`onshore compare`: how two plans differ, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.differences import GATE_NOTE, Differences
from onshore.cli.faults import FINDING, OK, Fault
from onshore.cli.places import network_of, plan_at
from onshore.cli.reasons import Reasons
from onshore.cli.words import Words
from onshore.explanation import compare
from onshore.plans import Plan
from onshore.reporting.words import noun

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("a", metavar="DIR_A", help="folder of a plan")
    parser.add_argument("b", metavar="DIR_B", help="folder of the plan beside it")
    parser.add_argument("--network", metavar="NET", help="folder of the network; each plan's own copy if left out")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print decisions and money of both plans, and what may be said about why they differ."""
    a, b = plan_at(options.a), plan_at(options.b)
    try:
        found = compare(a, b)
    except ValueError as error:
        raise Fault(f"{error}.", FINDING) from error
    console.document({"a": options.a, "b": options.b, **found.document()})
    if not console.as_json:
        sides = [Words(network_of(p, x, options.network), x) for p, x in ((options.a, a), (options.b, b))]
        names = _names(options, a, b)
        _told(Differences(sides[0], sides[1], names, found), Reasons(sides[0], sides[1], names), console)
    return OK


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
    console.say(tables.a.range_note, "quiet")
    for group in tables.groups:
        console.heading(f"Why, {noun(group)}")
        for sentence in reasons.why(group):
            console.say(sentence, point=True)
        for table in (tables.costs(group), tables.gates(group)):
            console.say()
            console.table(table)
    console.say(GATE_NOTE, "quiet")
    for table in (tables.choices(), tables.measures(), tables.money(), tables.proof()):
        if table.rows:
            console.say()
            console.table(table)
