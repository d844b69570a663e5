"""`onshore verify`: recompute a plan from its network and its decisions alone."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from onshore.cli.arguments import add_common
from onshore.cli.console import Console
from onshore.cli.faults import FINDING, OK
from onshore.cli.places import network_at, plan_at
from onshore.formats import load_summary
from onshore.measures import measures
from onshore.verification import RULES, verify

__all__ = ["add", "run"]


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network that was planned")
    parser.add_argument("plan", metavar="DIR", help="folder of the plan; its own scenario is applied")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Print each finding with its rule, or that all rules hold."""
    plan = plan_at(options.plan)
    network = network_at(options.network, plan.scenario)
    findings = verify(network, plan, measures=measures, stated=load_summary(options.plan))
    for rule, message in findings.select("rule", "message").iter_rows():
        console.line(f"{rule}: {message}")
    verified = findings.is_empty()
    console.document(
        {"network": options.network, "plan": options.plan, "scenario": plan.scenario}
        | {"verified": verified, "rules": list(RULES), "findings": findings.to_dicts()}
    )
    if verified:
        console.say(f"{options.plan} is verified: {len(RULES)} rules were recomputed from the tables, and all hold.")
        return OK
    rules = findings["rule"].n_unique()
    console.note(f"{options.plan} is refused: {len(findings)} findings against {rules} of {len(RULES)} rules.")
    return FINDING
