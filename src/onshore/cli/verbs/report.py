"""`onshore report`: write a plan's page once more, beside other plans."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import OK
from onshore.cli.places import network_of, plan_at, rewrite_report

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("plan", metavar="DIR", help="folder of the plan")
    parser.add_argument(
        "--network", metavar="NET", help="folder or workbook of the network; the plan's own copy if left out"
    )
    parser.add_argument("--against", metavar="DIR", help="plan to compare with, as under today's awards")
    parser.add_argument(
        "--other", metavar="DIR", action="append", default=[], help="a further plan beside it; may be repeated"
    )
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Write `report.html` into the plan's folder."""
    plan = plan_at(options.plan)
    network = network_of(options.plan, plan, options.network)
    path = rewrite_report(options.plan, (network, plan), options.against, options.other, options.network)
    console.line(f"The report is in {path}.")
    console.document({"plan": options.plan, "report": str(path)})
    return OK
