"""`onshore plan`: plan a network and write the plan, its report and its network as one folder."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onshore.cli.arguments import add_common, number, whole
from onshore.cli.console import Console
from onshore.cli.faults import INTERRUPTED, NO_PLAN, OK, Fault
from onshore.cli.places import REPORT, WORKBOOK, network_at, new_plan_folder, plan_at, write_plan
from onshore.cli.progress import Progress
from onshore.cli.verbs.show import tell_makers
from onshore.cli.words import Words
from onshore.network import Network
from onshore.planning import PlanError, PlanOptions, plan
from onshore.plans import Plan
from onshore.reporting.numbers import Numbers

__all__ = ["add", "run"]

_DEFAULT = PlanOptions()
_STOPPING = "Stopping: the best plan so far will be saved. Ctrl-C once more ends at once and saves nothing."


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder for the plan; a plan there is replaced")
    parser.add_argument(
        "--scenario", metavar="NAME", default="", help="which scenario of the network; the base if left out"
    )
    parser.add_argument(
        "--gap", metavar="G", type=number(0, True), default=_DEFAULT.gap,
        help="stop when the plan is proven to be within this share of the best possible (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--time-limit", metavar="S", type=number(0), default=_DEFAULT.time_limit,
        help="stop searching after so many seconds (default %(default)g). On a large network the first whole plan may "
        "outlast a short limit, and making the best one whole takes a few seconds more; ranges take at most S/4 more, "
        "or 10 seconds if S is short",
    )  # fmt: skip
    parser.add_argument(
        "--iterations", metavar="N", type=whole(1),
        help="count instead of seconds, so that the same input and seed give the same plan: each program that a search "
        "solves ends after N nodes, each round of trials after N. What comes before a program's first node is not "
        "counted: on a large network a minute or more, whatever N",
    )  # fmt: skip
    parser.add_argument(
        "--seed", metavar="N", type=whole(0), default=_DEFAULT.seed, help="seed of the solver (default %(default)s)"
    )
    parser.add_argument("--start", metavar="DIR", help="a former plan to begin from")
    parser.add_argument(
        "--within", metavar="1,5", type=_within, default=_DEFAULT.within,
        help="extra costs a piece for which ranges are given (default 1,5; `none` for no ranges)",
    )  # fmt: skip
    parser.add_argument(
        "--full-ranges", action="store_true",
        help="give the ranges that no plan exceeds instead of the quick inner ones; takes minutes on a large network, "
        "whatever the limit",
    )  # fmt: skip
    parser.add_argument("--csv", action="store_true", help="write each table as CSV too")
    parser.add_argument(
        "--xlsx", action="store_true", help=f"write {WORKBOOK} too: a sheet a measure, items down, periods across"
    )
    add_common(parser)


def _within(text: str) -> tuple[float, ...]:
    amount = number(0)
    return () if text in ("", "none") else tuple(sorted({amount(part) for part in text.split(",")}))


def run(options: Namespace, console: Console) -> int:
    """Plan, write, and say in a few lines what came out."""
    start = plan_at(options.start) if options.start else None
    with new_plan_folder(options.out) as fresh:
        network = network_at(options.network, options.scenario)
        progress = Progress(Numbers(str(network.settings["currency"])), stopping=_STOPPING)
        try:
            with _one_interrupt(progress, console):
                result = _planned(network, options, start, progress)
                progress.close()
                write_plan(fresh, network, result, csv=options.csv, xlsx=options.xlsx)
        except KeyboardInterrupt:
            progress.close()
            if progress.begun:
                raise Fault("Stopped at once: nothing was saved.", INTERRUPTED) from None
            raise Fault("Stopped before there was a plan: nothing was written.", NO_PLAN) from None
    return _told(options, console, network, result)


def _planned(network: Network, options: Namespace, start: Plan | None, progress: Progress) -> Plan:
    names = ("gap", "time_limit", "iterations", "seed", "within", "full_ranges")
    wanted: dict[str, Any] = {name: getattr(options, name) for name in names}
    try:
        return plan(network, PlanOptions(**wanted, tell=progress, start=start))
    except PlanError as error:
        progress.close()
        text = f"No plan was written. The planner made one that the verifier refuses, a defect of onshore: {error}"
        raise Fault(text, NO_PLAN) from error


@contextmanager
def _one_interrupt(progress: Progress, console: Console) -> Iterator[None]:
    """Once there is a plan, the first Ctrl-C does not stop it from being written, be it heard here or in the search."""
    asked = False

    def stop(number: int, frame: Any) -> None:
        nonlocal asked
        if asked or progress.stopped or not progress.begun:
            raise KeyboardInterrupt
        asked = True
        console.note("Writing the plan; Ctrl-C once more leaves nothing.")

    former = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _told(options: Namespace, console: Console, network: Network, result: Plan) -> int:
    words = Words(network, result)
    for sentence in words.verdict():
        console.say(sentence)
    tell_makers(words, console)
    for warning in result.warnings:
        console.note(warning)
    out = Path(options.out)
    console.say()
    console.say(f"The plan is in {out}, its report in {out / REPORT}. `onshore show {out}` says more.")
    if result.status == "interrupted":
        console.note("Stopped by hand: this is the best plan until then, with its bound.")
    console.document(words.summary() | {"out": str(out), "report": str(out / REPORT)})
    return INTERRUPTED if result.status == "interrupted" else OK
