"""`onshore show`: a plan in plain tables."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import OK
from onshore.cli.places import network_of, plan_at
from onshore.cli.words import Words

__all__ = ["add", "run", "tell_makers"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("plan", metavar="DIR", help="folder of the plan")
    parser.add_argument("--network", metavar="NET", help="folder of the network; the plan's own copy if left out")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print verdict, makers with volume and cost, costs by term, origin, investments, incentives, service and proof."""
    plan = plan_at(options.plan)
    words = Words(network_of(options.plan, plan, options.network), plan)
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
    return OK


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
