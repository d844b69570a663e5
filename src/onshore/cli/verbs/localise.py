"""`onshore localise`: which components are worth making at home, and from when."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

import polars as pl

from onshore.cli.arguments import add_common
from onshore.cli.console import Console, Table
from onshore.cli.faults import OK
from onshore.cli.places import network_at, plan_at
from onshore.explanation import localise
from onshore.network import Network
from onshore.reporting.numbers import Numbers, percent

__all__ = ["add", "run"]

_NOTE = (
    "Landed cost of a piece at plants at home, mean over the horizon: price, freight, duty and finance. A year: what "
    "the piece from home saves or, where nobody at home offers it, what duty and freight leave room for. Pays for: "
    "the largest investment that the savings pay back within the horizon. Days: from order to plant, abroad / home."
)


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder of the network")
    parser.add_argument(
        "--scenario", metavar="NAME", default="", help="which scenario of the network; the base if left out"
    )
    parser.add_argument("--plan", metavar="DIR", help="a plan whose volumes count; else all demand, made at home")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print the components, the most valuable to localise first."""
    network = network_at(options.network, options.scenario)
    found = localise(network, plan_at(options.plan) if options.plan else None)
    console.document({"network": options.network, "scenario": options.scenario, "components": found.to_dicts()})
    if found.is_empty():
        console.say("Nothing that plants at home use can be had from abroad.")
        return OK
    numbers = Numbers(str(network.settings["currency"]), max(found["a_year"].to_list()))
    for sentence in _verdict(network, numbers, found):
        console.say(sentence)
    console.say()
    console.table(_table(numbers, found))
    console.say(_NOTE, "quiet")
    return OK


def _verdict(network: Network, numbers: Numbers, found: pl.DataFrame) -> list[str]:
    worth = found.filter(pl.col("worth_from") <= network.start)
    later = found.filter(pl.col("worth_from") > network.start).sort("worth_from", "item")
    nobody = found.filter(pl.col("at_home").is_null())
    words = [f"{len(worth)} of {len(found)} parts that can be imported are cheaper from home from the first day."]
    if len(later):
        when = ", ".join(f"{item} ({day})" for item, day in later.select("item", "worth_from").iter_rows())
        words.append(f"Later: {when}.")
    if len(nobody):
        first = nobody.row(0, named=True)
        words.append(
            f"{len(nobody)} have no maker at home. Duty and freight leave most room for {first['item']}: "
            f"{percent(first['room'])} above its price abroad, {numbers.amount(first['a_year'])} a year."
        )
    return words


def _table(numbers: Numbers, found: pl.DataFrame) -> Table:
    head = [
        "Component",
        "from",
        "landed",
        "duty",
        "at home",
        "saves",
        "room",
        "worth from",
        "a year",
        "pays for",
        "days",
    ]
    rows = [_line(numbers, row) for row in found.iter_rows(named=True)]
    return Table(
        head,
        rows,
        frozenset((0, 1)),
        over=(("", 2), (f"{numbers.currency} a piece", 4), ("", 2), (numbers.big_unit, 2)),
    )


def _line(numbers: Numbers, row: dict[str, Any]) -> list[str]:
    def money(value: float | None) -> str:
        return "–" if value is None else numbers.group(value, 0 if abs(value) >= 100 else 1)

    days = f"{row['days_abroad']:.0f}" + ("" if row["days_at_home"] is None else f" / {row['days_at_home']:.0f}")
    never = "no maker" if row["at_home"] is None else "never"
    return [
        row["item"], row["origin"], money(row["abroad"]), money(row["duty"]), money(row["at_home"]),
        money(row["saves"]), percent(row["room"]) if row["room"] is not None else "–",
        str(row["worth_from"] or never), numbers.big(row["a_year"]),
        numbers.big(row["pays_for"]) if row["worth_from"] else "–", days,
    ]  # fmt: skip
