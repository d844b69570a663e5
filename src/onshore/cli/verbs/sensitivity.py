"""`onshore sensitivity`: which assumption, within its low and high end, flips an award."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from onshore.checking import check
from onshore.checking.problems import nearest_to
from onshore.cli.arguments import add_common, number, whole
from onshore.cli.console import Console, Table
from onshore.cli.faults import INTERRUPTED, NO_PLAN, OK, Fault
from onshore.cli.places import network_at
from onshore.cli.progress import Progress
from onshore.explanation import sensitivity
from onshore.explanation.sides import SHIFT
from onshore.formats.csv_table import write_table
from onshore.network import Network, NetworkError
from onshore.planning import PlanError, PlanOptions
from onshore.reporting.numbers import Numbers, percent, span
from onshore.reporting.words import listed, noun

__all__ = ["add", "run"]

_DEFAULT = PlanOptions()
_STOPPING = "Stopping: what is planned so far will be shown. Ctrl-C once more ends at once."
_HEADINGS: Final = {
    "flips": "Flips who makes {things}",
    "undecided": "Moves within what is undecided: the ranges overlap, so the base did not decide it either",
    "none": "Does not matter for who makes {things}: no share moves by a point",
}
_NOTE: Final = (
    "Each assumption alone, at its low and its high end; of all makers the one that it moves most. Costs: a delivered "
    "{thing}, net of incentives, less that of the base. Keeping: what the choices of the base would cost more, a "
    "{thing}, if the assumption turns out so; – where they cannot be kept. A share flips if the ranges do not overlap, "
    "it moves by a point, and keeping costs more than {within} a {thing}."
)


def add(parser: ArgumentParser) -> None:
    """Arguments of the verb."""
    parser.add_argument("network", metavar="NET", help="folder or workbook of the network, with rows in assumptions")
    parser.add_argument(
        "--scenario", metavar="NAME", default="", help="which scenario of the network; the base if left out"
    )
    parser.add_argument(
        "--assumption", metavar="NAME", nargs="+", action="extend", help="only these assumptions; all if left out"
    )
    parser.add_argument(
        "--within", metavar="M", type=number(0), default=min(_DEFAULT.within),
        help="extra cost a piece for which ranges are compared (default %(default)g)",
    )  # fmt: skip
    parser.add_argument(
        "--gap", metavar="G", type=number(0, True), default=_DEFAULT.gap,
        help="stop a search when its plan is proven to be within this share of the best possible (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--time-limit", metavar="S", type=number(0), default=_DEFAULT.time_limit,
        help="stop each search after so many seconds: one for the base, two an assumption (default %(default)g). What "
        "this covers, `onshore plan --help` says",
    )  # fmt: skip
    parser.add_argument(
        "--iterations", metavar="N", type=whole(1),
        help="count instead of seconds, as in `onshore plan`: the same input and seed then give the same plans",
    )  # fmt: skip
    parser.add_argument(
        "--seed", metavar="N", type=whole(0), default=_DEFAULT.seed, help="seed of the solver (default %(default)s)"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=whole(1), default=1, help="searches at the same time (default %(default)s)"
    )
    parser.add_argument("--out", metavar="FILE.csv", help="write every row as CSV too; a file there is replaced")
    add_common(parser)


def run(options: Namespace, console: Console) -> int:
    """Plan the base and both ends of each assumption; print what flips, what moves and what does not matter."""
    _writable(options.out)
    network = network_at(options.network, options.scenario)
    problems = check(network)
    if len(problems):
        raise NetworkError(problems)
    names = _names(network, options)
    found = _found(network, options, names, console)
    ends, done = 2 * len(names), found.select("assumption", "side").n_unique()
    if options.out:
        write_table(found, Path(options.out))
    console.document({
        "network": options.network, "scenario": options.scenario, "currency": network.settings["currency"],
        "within": options.within, "ends": ends, "done": done, "assumptions": found.to_dicts(),
    })  # fmt: skip
    _Page(network, options.within, found).print(console)
    if options.out:
        console.say(f"Every row is in {options.out}.")
    if done == ends:
        return OK
    console.note(f"Stopped by hand: {done} of {ends} ends are planned.")
    return INTERRUPTED


def _writable(path: str | None) -> None:
    """Refuse at once what cannot be written after an hour of searching."""
    if path is not None and Path(path).is_dir():
        raise Fault(f"{path} is a folder. Name a file for the rows.")
    if path is not None and not Path(path).parent.is_dir():
        raise Fault(f"There is no folder {Path(path).parent} for {Path(path).name}.")


def _names(network: Network, options: Namespace) -> list[str]:
    """The assumptions to look at."""
    known = network.assumptions["assumption"].unique(maintain_order=True).to_list()
    if not known:
        raise Fault(f"{options.network} has no assumptions: give some in assumptions.csv. docs/tables.md says how.")
    for name in options.assumption or ():
        if name not in known:
            near = nearest_to(name, known)
            hint = f"Did you mean '{near}'?" if near else f"Its assumptions are {', '.join(known)}."
            raise Fault(f"{options.network} has no assumption '{name}'. {hint}")
    return [name for name in known if name in (options.assumption or known)]


def _found(network: Network, options: Namespace, names: Sequence[str], console: Console) -> pl.DataFrame:
    progress = Progress(Numbers(str(network.settings["currency"])), stopping=_STOPPING, only_live=True)

    def tell(one: int, of: int, what: str) -> None:
        progress.close()
        console.note(f"{one} of {of}: {what}")

    wanted = PlanOptions(
        gap=options.gap, time_limit=options.time_limit, iterations=options.iterations, seed=options.seed,
        within=(options.within,),
        tell=progress,
    )  # fmt: skip
    try:
        return sensitivity(network, wanted, only=names, jobs=options.jobs, tell=tell)
    except PlanError as error:
        text = f"The planner made a plan that the verifier refuses, a defect of onshore: {error}"
        raise Fault(text, NO_PLAN) from error
    except KeyboardInterrupt:
        raise Fault("Stopped before the base was planned: there is nothing to show.", NO_PLAN) from None
    finally:
        progress.close()


class _Page:
    """What was found, for a planner to read."""

    def __init__(self, network: Network, within: float, found: pl.DataFrame) -> None:
        self.network, self.found = network, found
        self.numbers = Numbers(str(network.settings["currency"]))
        self.names = dict(network.companies.select("company", "name").iter_rows())
        group = next((d.split(":")[2] for d in found["decision"].drop_nulls()), "piece")
        self.things, self.thing = noun(group), noun(group, many=False)
        self.within, self.extra = within, self.numbers.money(within, 0 if within == int(within) else 2)

    def print(self, console: Console) -> None:
        """The base, a table for each verdict, and what the columns mean."""
        if self.found.is_empty():
            return
        console.say(self._base())
        for verdict, heading in _HEADINGS.items():
            rows = self.found.filter(verdict=verdict)
            if len(rows):
                console.heading(f"{heading.format(things=self.things)}.")
                console.table(self._table(rows))
        console.say()
        console.say(_NOTE.format(thing=self.thing, within=self.extra), "quiet")
        if self.found["flips"].null_count():
            console.say("(?): how far the share can move was not found in time, so no flip is claimed.", "quiet")
        open_ = max(value for value in self.found["open"])
        if open_ > self.within:
            console.say(
                f"A longer search could still save up to {self.numbers.money(open_, 2)} a {self.thing} in one of these "
                f"plans, more than the {self.extra} of the ranges: give them more time before you build on a flip."
            )

    def _base(self) -> str:
        rows = self.found.select("decision", "share_base", "low_base", "high_base").drop_nulls("share_base")
        rows = rows.unique("decision", keep="first", maintain_order=True).filter(pl.col("share_base") > 0)
        parts = [f"{self._maker(d)} {_share(share, low, high)}" for d, share, low, high in rows.iter_rows()]
        return (
            f"In the base {self.things} are made by {listed(parts)}; in brackets the range in plans that cost at most "
            f"{self.extra} more a {self.thing}."
        )

    def _maker(self, decision: str) -> str:
        company = decision.split(":")[1]
        return str(self.names.get(company) or company)

    def _table(self, rows: pl.DataFrame) -> Table:
        head = ("Assumption", "at", "maker", "share", "costs", "keeping", "")
        body = [cells for (_,), own in rows.partition_by("rank", as_dict=True).items() for cells in self._lines(own)]
        return Table(head, body, frozenset((0, 1, 2, 3, 6)))

    def _lines(self, own: pl.DataFrame) -> Iterator[list[str]]:
        """A line for each end, about the maker that the assumption moves most."""
        most = own.sort(
            pl.col("beyond").fill_null(0.0), pl.col("moved").abs().fill_null(0.0), descending=True, maintain_order=True
        )
        name, decision = most.select("assumption", "decision").row(0)
        for row in own.filter(pl.col("decision").eq_missing(decision)).iter_rows(named=True):
            yield [name, _at(row), self._maker(decision) if decision else "–", *self._cells(row)]
            name = ""

    def _cells(self, row: dict[str, Any]) -> list[str]:
        known = row["share"] is not None
        cost, kept = row["cost"], row["kept"]
        verdict = "flips" if row["flips"] else "undecided" if known and row["verdict"] != "none" and _moves(row) else ""
        return [
            _share(row["share"], row["low"], row["high"]) if known else "–",
            "–" if cost is None else self.numbers.signed(cost, 0 if abs(cost) >= 100 else 1),
            "–" if kept is None else self.numbers.group(kept, 0 if kept >= 100 else 1),
            verdict,
        ]


def _moves(row: dict[str, Any]) -> bool:
    return abs(row["moved"] or 0.0) >= SHIFT


def _at(row: dict[str, Any]) -> str:
    """low 108, high ×1.2, high +50."""
    value = row["value"]
    shown = {"scale": f"×{value:.6g}", "add": f"{value:+.6g}"}.get(row["operation"], f"{value:.6g}")
    return f"{row['side']} {shown}".replace("-", "\N{MINUS SIGN}")


def _share(share: float, low: float | None, high: float | None) -> str:
    return f"{percent(share)} ({'?' if low is None or high is None else span(low, high)})"
