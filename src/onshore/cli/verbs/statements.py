"""`onshore statements`: what companies state of their incentives, against what a plan says."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any, Final

from onshore.cli.arguments import add_common
from onshore.cli.console import Console, Table
from onshore.cli.faults import OK
from onshore.cli.places import network_of, plan_at
from onshore.explanation import CAUSES, statements
from onshore.reporting.numbers import Numbers, percent

__all__ = ["add", "run"]

_NOTE = (
    "Sales that are not stated are told from the amount: over the base year amount / rate. The causes are put in one "
    "after the other and add up to the difference."
)
_PASSES: Final = {
    (True, True): "both pass",
    (True, False): "only the first passes",
    (False, True): "only the second passes",
    (False, False): "neither passes",
}


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network, with rows in statements")
    parser.add_argument("plan", metavar="DIR", help="folder of the plan")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print each statement against the plan, and why the two differ."""
    plan = plan_at(options.plan)
    network = network_of(options.plan, plan, options.network)
    found = statements(network, plan)
    console.document({"network": options.network, "plan": options.plan, "statements": found.to_dicts()})
    if found.is_empty():
        console.say(f"Nobody states anything: {options.network} has no rows in statements.csv.")
        return OK
    amounts = [x for x in (*found["stated"], *found["planned"].drop_nulls()) if x]
    numbers = Numbers(str(network.settings["currency"]), max(amounts, default=0.0))
    rows = found.to_dicts()
    console.table(_table(numbers, rows))
    for row in rows:
        console.heading(f"{row['company']}, {row['scheme']}, {row['fiscal_year']}")
        for sentence in _sentences(numbers, row):
            console.say(sentence, point=True)
    console.say()
    console.say(_NOTE, "quiet")
    return OK


def _table(numbers: Numbers, rows: list[dict[str, Any]]) -> Table:
    head = ["Company", "scheme", "year", "stated", "planned", "difference"]
    lines = [
        [
            row["company"], row["scheme"], row["fiscal_year"],
            *("–" if row[c] is None else numbers.big(row[c]) for c in ("stated", "planned", "difference")),
        ]
        for row in rows
    ]  # fmt: skip
    return Table(head, lines, frozenset((0, 1, 2)), over=(("", 3), (numbers.big_unit, 3)))


def _sentences(numbers: Numbers, row: dict[str, Any]) -> Iterator[str]:
    """What is stated, and each cause of a difference with its amount, the largest first."""
    if row["implied"]:
        yield (
            f"{numbers.amount(row['stated'])} at {percent(row['stated_rate'])} stand for sales of "
            f"{numbers.amount(row['stated_over_base'])} over the base year."
        )
    if row["planned"] is None:
        yield "The plan does not have the year, so there is nothing to hold it against."
        return
    if abs(row["difference"]) <= 1e-6 * max(1.0, row["stated"]):
        yield f"As the plan has it: {numbers.amount(row['planned'])}."
    for cause in sorted(CAUSES, key=lambda c: -abs(row[c])):
        if abs(row[cause]) > 1e-6 * max(1.0, row["stated"], row["planned"]):
            more = "more" if row[cause] > 0 else "less"
            yield f"{_said(numbers, row, cause)}: {numbers.amount(abs(row[cause]))} {more}."
    if row["stated_investment"] is not None:
        yield _invested(numbers, row)


def _said(numbers: Numbers, row: dict[str, Any], cause: str) -> str:
    """A cause in words."""
    money = numbers.amount
    if cause == "gate":
        return _gate(numbers, row)
    if cause == "sales":
        return f"Counted sales of {money(row['stated_sales'])}, and {money(row['planned_sales'])} in the plan"
    if cause == "base_year":
        return f"A base year of {money(row['stated_base'])}, and {money(row['planned_base'])} in the plan"
    if cause in ("first_year", "rate"):
        other = ", the rate of another year of the scheme: another first year" if cause == "first_year" else ""
        return f"A rate of {percent(row['stated_rate'])}{other}, and {percent(row['planned_rate'])} in the plan"
    if cause == "ceiling":
        return "A ceiling"
    return "What is stated does not fit together: rate, sales and base year do not make the amount"


def _gate(numbers: Numbers, row: dict[str, Any]) -> str:
    """Which gate is not passed, and by whom."""
    if row["reached"]:
        return f"The year is stated not to pay{_short(numbers, row, 'stated_over_base', 'stated_investment')}"
    over = {**row, "over": max(0.0, row["planned_sales"] - row["planned_base"])}
    return f"In the plan the year does not pay{_short(numbers, over, 'over', 'planned_investment')}"


def _short(numbers: Numbers, row: dict[str, Any], sales: str, investment: str) -> str:
    """What a gate lacks, where it does."""
    lacks = [
        f"{what} {numbers.amount(row[column])} of the {numbers.amount(row[gate])} needed"
        for what, column, gate in (
            ("sales over the base year", sales, "sales_threshold"),
            ("investment", investment, "investment_threshold"),
        )
        if row[column] is not None and row[gate] is not None and row[column] < row[gate] * (1 - 1e-9)
    ]
    return f" ({', '.join(lacks)})" if lacks else " though both gates are passed"


def _invested(numbers: Numbers, row: dict[str, Any]) -> str:
    stated, planned, needed = row["stated_investment"], row["planned_investment"], row["investment_threshold"]
    both = f"Investment of {numbers.amount(stated)}, and {numbers.amount(planned)} in the plan"
    if needed is None:
        return f"{both}."
    passes = tuple(invested >= needed * (1 - 1e-9) for invested in (stated, planned))
    return f"{both}: {_PASSES[passes]} the gate of {numbers.amount(needed)}."
