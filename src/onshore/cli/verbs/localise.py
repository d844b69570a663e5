"""`onshore localise`: which components are worth making at home, and from when."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
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

_PIECE = (
    "Landed cost at plants at home, mean over the horizon: price or cost of making, freight, duty, finance. pli_dva: "
    "value added at home to a piece from home, by the scheme guideline: (price - imports at CIF - imported content "
    "inside local purchases) / price. Days: from order to plant, abroad / home. Places: that can supply it, abroad "
    "(countries) / at home; a part with one country abroad and nobody at home hangs by it."
)
_YEAR = (
    "Saves: landed cost, from the day on which it is worth it. Duty: what is saved of it, in that. Adds: value added "
    "at home by pli_dva. Frees: money no longer tied up on the way, once. Capital: of the line that must be built, and "
    "qualification. Net: saves less capital; the ranking. Back: years until the capital is paid back."
)


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network")
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
    offered, nobody = found.filter(pl.col("at_home").is_not_null()), found.filter(pl.col("at_home").is_null())
    for title, rows, shown in (
        ("A piece", found, _pieces),
        ("A year, if it is made at home", offered, _years),
        ("Nobody at home offers it: what duty and freight leave room for", nobody, _rooms),
    ):
        if len(rows):
            console.heading(title)
            console.table(shown(numbers, rows))
    console.say()
    console.say(_PIECE, "quiet")
    console.say(_YEAR, "quiet")
    return OK


def _verdict(network: Network, numbers: Numbers, found: pl.DataFrame) -> list[str]:
    worth = found.filter(pl.col("worth_from") <= network.start)
    later = found.filter(pl.col("worth_from") > network.start).sort("worth_from", "item")
    lost = found.filter(pl.col("cheaper_from").is_not_null() & pl.col("worth_from").is_null())
    nobody = found.filter(pl.col("at_home").is_null())
    one = nobody.filter(pl.col("countries") == 1)["item"].to_list()
    words = [f"{len(worth)} of {len(found)} parts that can be imported are worth having from home from the first day."]
    if len(later):
        when = ", ".join(f"{item} ({day})" for item, day in later.select("item", "worth_from").iter_rows())
        words.append(f"Later: {when}.")
    words += [
        f"{row['item']}: cheaper from home from {row['cheaper_from']} on. That saves {numbers.amount(row['a_year'])} a "
        f"year, and the capital of {numbers.amount(row['capital'])} costs {numbers.amount(row['capital_a_year'])}."
        for row in lost.iter_rows(named=True)
    ]  # fmt: skip
    if len(nobody):
        first = nobody.row(0, named=True)
        words.append(
            f"{len(nobody)} have no maker at home. Duty and freight leave most room for {first['item']}: "
            f"{percent(first['room'])} above its price abroad, {numbers.amount(first['a_year'])} a year."
        )
    if one:
        words.append(f"From one country alone, and from nobody at home: {', '.join(one)}.")
    return words


def _money(numbers: Numbers, value: float | None) -> str:
    return "–" if value is None else numbers.group(value, 0 if abs(value) >= 100 else 1)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _days(row: dict[str, Any]) -> str:
    return f"{row['days_abroad']:.0f}" + ("" if row["days_at_home"] is None else f" / {row['days_at_home']:.0f}")


def _pieces(numbers: Numbers, found: pl.DataFrame) -> Table:
    """What a piece costs, adds, takes in time, and hangs by."""
    concentrated = found["largest"].null_count() < len(found)
    head = ["Component", "from", "abroad", "duty", "at home", "pli_dva", "days", "places"]
    rows = [
        [
            row["item"], row["origin"], *(_money(numbers, row[c]) for c in ("abroad", "duty", "at_home")),
            _share(row["pli_dva"]), _days(row), f"{row['suppliers']} ({row['countries']}) / {row['makers']}",
            *([_share(row["largest"])] if concentrated else []),
        ]
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    over = (("", 2), (f"{numbers.currency} a piece", 3))
    return Table([*head, *(["largest"] if concentrated else [])], rows, frozenset((0, 1)), over=over)


def _years(numbers: Numbers, found: pl.DataFrame) -> Table:
    """What a year brings, and what it takes."""
    columns = ("a_year", "duty_a_year", "adds_a_year", "frees", "capital_a_year", "net_a_year")
    head = ["Component", "saves", "duty", "adds", "frees", "capital", "net", "back", "worth from"]
    rows = [
        [
            row["item"], *("–" if row[c] is None else numbers.big(row[c]) for c in columns),
            "–" if row["payback_years"] is None else f"{row['payback_years']:.1f}", str(row["worth_from"] or "never"),
        ]
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
    return Table(head, rows, frozenset((0,)), over=(("", 1), (numbers.big_unit, len(columns))))


def _rooms(numbers: Numbers, found: pl.DataFrame) -> Table:
    head: Sequence[str] = ["Component", "room", "a year", "of it duty"]
    rows = [
        [row["item"], _share(row["room"]), numbers.big(row["a_year"]), numbers.big(row["duty_a_year"])]
        for row in found.iter_rows(named=True)
    ]
    return Table(head, rows, frozenset((0,)), over=(("", 2), (numbers.big_unit, 2)))
