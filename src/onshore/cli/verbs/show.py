"""`onshore show`: a plan in plain tables."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import OK, Fault
from onshore.cli.places import network_of, plan_at
from onshore.cli.words import Words
from onshore.formats import is_workbook, write_plan_workbook
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["add", "run", "tell_makers"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("plan", metavar="DIR", help="folder of the plan")
    parser.add_argument(
        "--network", metavar="NET", help="folder or workbook of the network; the plan's own copy if left out"
    )
    parser.add_argument(
        "--xlsx",
        metavar="FILE.xlsx",
        help="write the plan as a workbook too: a sheet a measure, items down, periods across",
    )
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print verdict, makers with volume and cost, costs by term, origin, investments, incentives, service and proof."""
    plan = plan_at(options.plan)
    network = network_of(options.plan, plan, options.network)
    words = Words(network, plan)
    if options.xlsx is not None:
        _write_workbook(network, plan, options.xlsx)
    console.document({"plan": options.plan} | words.summary())
    console.say(words.title(), "strong")
    for sentence in words.verdict():
        console.say(sentence)
    tell_makers(words, console)
    for group in words.groups:
        console.say()
        console.table(words.cost(group))
    _tables(words, console)
    for sentence in ("", *words.proof()):
        console.say(sentence)
    for warning in plan.warnings:
        console.note(f"Warning: {warning}")
    if options.xlsx is not None:
        console.note(f"The plan is in {options.xlsx} too.")
    return OK


def _write_workbook(network: Network, plan: Plan, path: str) -> None:
    if not is_workbook(path):
        raise Fault(f"{path} must end in .xlsx.")
    try:
        write_plan_workbook(network, plan, path)
    except (FileExistsError, ValueError) as error:
        raise Fault(f"{path} was not written: {error}") from error


def tell_makers(words: Words, console: Console) -> None:
    """Print volume, share with ranges, and cost of each maker, group by group."""
    for group in words.groups:
        console.say()
        console.table(words.makers(group))
    for note in words.notes():
        console.say(note, "quiet")


def _tables(words: Words, console: Console) -> None:
    console.say()
    console.table(words.origin())
    if len(words.plan.investments):
        console.say()
        console.table(words.investments())
        console.say("Charged: the capital of the days from the order to the end of the horizon.", "quiet")
    if len(words.plan.incentives):
        console.say()
        console.table(words.incentives())
        console.say("A year pays if sales and investment both pass what is needed.", "quiet")
    console.say()
    console.table(words.service())
