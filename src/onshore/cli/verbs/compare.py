"""`onshore compare`: how two plans differ, and why."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from onshore.cli.console import Console
from onshore.cli.differences import GATE_NOTE, Differences
from onshore.cli.faults import FINDING, OK, Fault
from onshore.cli.places import network_of, plan_at
from onshore.cli.words import Words
from onshore.explanation import compare
from onshore.plans import Plan

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("a", metavar="DIR_A", help="folder of a plan")
    parser.add_argument("b", metavar="DIR_B", help="folder of the plan beside it")
    parser.add_argument("--network", metavar="NET", help="folder of the network; each plan's own copy if left out")


def run(options: Namespace, console: Console) -> int:
    """Print decisions and money of both plans, and what may be said about why they differ."""
    a, b = plan_at(options.a), plan_at(options.b)
    try:
        found = compare(a, b)
    except ValueError as error:
        raise Fault(f"{error}.", FINDING) from error
    console.document({"a": options.a, "b": options.b, **found.document()})
    if not console.as_json:
        words = [Words(network_of(p, x, options.network), x) for p, x in ((options.a, a), (options.b, b))]
        _told(Differences(words[0], words[1], _names(options, a, b)), console)
    return OK


def _names(options: Namespace, a: Plan, b: Plan) -> tuple[str, str]:
    """What the plans are called: by scenario, or by folder if that is the same."""
    found = a.scenario or "base", b.scenario or "base"
    return found if found[0] != found[1] else (Path(options.a).name, Path(options.b).name)


def _told(differences: Differences, console: Console) -> None:
    console.say(f"{differences.a.network.name}: {differences.names[0]} beside {differences.names[1]}", "strong")
    for sentence in differences.opening():
        console.say(sentence)
    for group in differences.groups:
        console.say()
        console.table(differences.shares(group))
    console.say(differences.a.range_note, "quiet")
    for group in differences.groups:
        console.heading(f"Why, for {group}")
        for sentence in differences.why(group):
            console.say(sentence, point=True)
        for table in (differences.costs(group), differences.gates(group)):
            console.say()
            console.table(table)
        console.say(GATE_NOTE, "quiet")
    tables = (differences.choices(), differences.measures(), differences.money(), differences.proof())
    for table in tables:
        if table.rows:
            console.say()
            console.table(table)
