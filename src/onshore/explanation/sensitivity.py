"""Which assumption, within its low and high end, moves who makes what: each alone, planned anew at both ends.

A share that moves says little by itself: plans that cost hardly more may have had that share all along. So a move is
held against the ranges. An assumption *flips* a share if the range at one of its ends does not overlap that of the
base, both among plans that cost the smallest extra more a piece, if the shares are a point apart at least, and if
keeping what the base chose would cost more than that extra. It is *undecided* where a share moves by a point, but
inside the ranges: the base did not decide it either. Else it does not matter for who makes what, whatever it costs.

Ranges that keep the whole-number choices of their plan are at least as wide as given, so a flip may still be none
with the full ones. Assumptions are moved one at a time: two that flip nothing alone may do so together.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from onshore import measures as kpi
from onshore.explanation.comparing import apart
from onshore.explanation.sides import SHIFT
from onshore.network import Network
from onshore.planning import PlanOptions, plan
from onshore.plans import Plan, Range
from onshore.scenarios import Assumption, assume, assumptions

__all__ = ["VERDICTS", "sensitivity"]

#: What an assumption does to who makes what, the strongest first.
VERDICTS: Final = ("flips", "undecided", "none")
_SIDES: Final = ("low", "high")
#: What a search calls the plan that it begins with.
_FORMER: Final = "former plan"
_SCHEMA: Final[dict[str, Any]] = {
    "rank": pl.Int64, "assumption": pl.String, "verdict": pl.String, "operation": pl.String, "base": pl.Float64,
    "side": pl.String, "value": pl.Float64, "objective": pl.Float64, "open": pl.Float64, "cost": pl.Float64,
    "kept": pl.Float64, "decision": pl.String, "share_base": pl.Float64, "low_base": pl.Float64,
    "high_base": pl.Float64, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "moved": pl.Float64,
    "beyond": pl.Float64, "flips": pl.Boolean, "source": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class _Outcome:
    """What counts of a plan: what it costs, and a piece of the group; what is still open a piece, and what the choices
    of the base would cost more a piece; shares, and the ranges that are known.
    """

    objective: float
    cost: float | None
    open: float
    kept: float | None
    shares: dict[str, float]
    ranges: dict[str, Range]
    interrupted: bool


def sensitivity(
    network: Network,
    options: PlanOptions | None = None,
    decisions: Sequence[str] | None = None,
    *,
    only: Sequence[str] | None = None,
    jobs: int = 1,
    tell: Callable[[int, int, str], None] | None = None,
) -> pl.DataFrame:
    """What each assumption of a network does to who makes what, the one that flips most first.

    Args:
        network: with rows in `assumptions`.
        options: how to search, each time; every plan after the base starts from the base.
        decisions: `share:COMPANY:GROUP` each; every maker's share of the largest group if left out.
        only: names of the assumptions to look at; all if left out.
        jobs: how many plans are searched at the same time, each in a process of its own.
        tell: called with (number, how many, what) before a plan, or after it if there are several jobs.

    Returns:
        One row for each assumption, side (low, high) and decision: rank; verdict of the assumption (flips, undecided,
        none); operation, base and value (what is set, multiplied by or added, of its first row); objective; open
        (what a longer search can still save here or in the base, a piece made of the group); cost (a delivered piece
        of the group net of incentives, less that of the base); kept (what the whole-number choices of the base, lots
        too, would cost more, a piece made; null where they cannot be kept); share with low and high, in the base and
        at this side; moved (by how much); beyond (how far the ranges are apart, 0 where nothing flips); flips (null
        where a range is not known); source. If a search is interrupted, the sides that were not finished have no rows.

    Raises:
        NetworkError: if the network has problems, or one at an end of an assumption.
        ValueError: if the options ask for no ranges.
        KeyboardInterrupt: if the base itself is interrupted.
    """
    options = options or PlanOptions()
    if not options.within:
        raise ValueError("whether an assumption flips an award is told by ranges: give an extra cost in `within`")
    wanted = [a for a in assumptions(network) if only is None or a.name in only]
    wanted_names = [a.name for a in wanted] if only is None else list(dict.fromkeys(only))
    sides = [(name, side, assume(network, name, side)) for name in wanted_names for side in _SIDES]
    note = tell or (lambda *_: None)
    note(1, 1 + len(sides), "base")
    base = plan(network, options)
    groups = kpi.groups(network)
    group = groups[0] if groups else ""
    planned = _outcome(network, base, group, options, base.objective)
    if planned.interrupted:
        raise KeyboardInterrupt
    if decisions is None:
        makers = {d for d in (*planned.shares, *planned.ranges) if d.endswith(f":{group}")}
        decisions = sorted(makers, key=lambda decision: (-planned.shares.get(decision, 0.0), decision))
    found: dict[tuple[str, str], _Outcome] = {}
    with suppress(KeyboardInterrupt):
        for name, side, outcome in _outcomes(sides, planned, base, group, options, jobs, note):
            found[name, side] = outcome
    rows: list[dict[str, Any]] = []
    for one in wanted:
        ends = {side: found[one.name, side] for side in _SIDES if (one.name, side) in found}
        rows += list(_rows(one, ends, planned, decisions))
    return _ranked(rows)


def _planned(network: Network, group: str, options: PlanOptions) -> _Outcome:
    """Plan from the base. What its choices cost is the first that the search says of them."""
    kept: list[float] = []

    def tell(phase: str, seconds: float, objective: float | None, bound: float | None) -> None:
        if phase == _FORMER and objective is not None and not kept:
            kept.append(objective)
        if options.tell:
            options.tell(phase, seconds, objective, bound)

    result = plan(network, replace(options, tell=tell))
    return _outcome(network, result, group, options, kept[0] if kept else None)


def _outcome(network: Network, result: Plan, group: str, options: PlanOptions, kept: float | None) -> _Outcome:
    cost = result.measures().get(f"landed_cost_net:{group}", {}).get("value")
    made = kpi.shares(network, result)
    pieces = float(made.filter(group=group)["quantity"].sum())
    names = pl.concat_str(pl.lit("share:"), "company", pl.lit(":"), "group")

    def more(amount: float) -> float:
        return max(0.0, amount / pieces) if pieces else math.inf

    return _Outcome(
        objective=result.objective,
        cost=None if cost is None else float(cost),
        open=more(result.objective - result.bound),
        kept=None if kept is None else more(kept - result.objective),
        shares=dict(made.select(names, "share").iter_rows()),
        ranges={r.decision: r for r in result.ranges if r.within == min(options.within)},
        interrupted=result.status == "interrupted",
    )


_Side = tuple[str, str, Network]


def _outcomes(
    sides: Sequence[_Side],
    planned: _Outcome,
    base: Plan,
    group: str,
    options: PlanOptions,
    jobs: int,
    note: Callable[[int, int, str], None],
) -> Iterator[tuple[str, str, _Outcome]]:
    """What comes out at each side, in order; ends early if it is interrupted."""
    options = replace(options, start=base)
    same = [network.fingerprint == base.network_fingerprint for _, _, network in sides]
    if jobs > 1:
        yield from _together(sides, same, planned, group, replace(options, tell=None), jobs, note)
        return
    for number, (name, side, network) in enumerate(sides):
        note(number + 2, 1 + len(sides), f"{name} at {side}")
        outcome = planned if same[number] else _planned(network, group, options)
        if outcome.interrupted:
            return
        yield name, side, outcome


def _together(
    sides: Sequence[_Side],
    same: Sequence[bool],
    planned: _Outcome,
    group: str,
    options: PlanOptions,
    jobs: int,
    note: Callable[[int, int, str], None],
) -> Iterator[tuple[str, str, _Outcome]]:
    """The same in several processes; each is ended if the caller is interrupted."""
    with multiprocessing.get_context("spawn").Pool(jobs, _deaf) as pool:
        given = [(network, group, options) for (_, _, network), known in zip(sides, same, strict=True) if not known]
        results = pool.imap(_apart, given)
        for number, ((name, side, _), known) in enumerate(zip(sides, same, strict=True)):
            outcome = planned if known else next(results)
            note(number + 2, 1 + len(sides), f"{name} at {side}")
            yield name, side, outcome


def _deaf() -> None:
    """Whoever interrupts means the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _apart(given: tuple[Network, str, PlanOptions]) -> _Outcome:
    return _planned(*given)


def _rows(
    one: Assumption, ends: dict[str, _Outcome], planned: _Outcome, decisions: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """The rows of one assumption: each side, each decision."""
    for side, outcome in ends.items():
        dearer = None if outcome.cost is None or planned.cost is None else outcome.cost - planned.cost
        row = {
            "assumption": one.name, "operation": one.operation, "base": one.base, "side": side,
            "value": one.low if side == "low" else one.high, "objective": outcome.objective,
            "open": max(outcome.open, planned.open), "cost": dearer, "kept": outcome.kept, "source": one.source,
        }  # fmt: skip
        for decision in decisions or ("",):
            yield row | {"decision": decision or None} | (_moved(decision, planned, outcome) if decision else {})


def _moved(decision: str, planned: _Outcome, outcome: _Outcome) -> dict[str, Any]:
    """How a share moves from the base. Nothing flips where a range is not known."""
    a, b = planned.ranges.get(decision), outcome.ranges.get(decision)
    before, after = (side.shares.get(decision, 0.0) for side in (planned, outcome))
    row: dict[str, Any] = {"share_base": before, "share": after, "moved": after - before, "beyond": 0.0}
    row |= {} if a is None else {"low_base": a.low, "high_base": a.high}
    row |= {} if b is None else {"low": b.low, "high": b.high}
    if a is None or b is None:
        return row
    costly = outcome.kept is None or outcome.kept > b.within
    flips = apart(a, b) and abs(after - before) >= SHIFT and costly
    return row | {"beyond": max(b.low - a.high, a.low - b.high) if flips else 0.0, "flips": flips}


def _ranked(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The rows with verdict and rank of their assumption, the first rank first."""
    strongest: dict[str, list[float]] = {}
    for row in rows:
        best = strongest.setdefault(row["assumption"], [0.0, 0.0, 0.0])
        sizes = row.get("beyond") or 0.0, abs(row.get("moved") or 0.0), abs(row["cost"] or 0.0)
        best[:] = map(max, best, sizes)
    names = sorted(strongest, key=lambda name: ([-round(size, 9) for size in strongest[name]], name))
    rank = {name: number for number, name in enumerate(names, start=1)}
    full = [
        dict.fromkeys(_SCHEMA)
        | row
        | {"rank": rank[row["assumption"]], "verdict": _verdict(strongest[row["assumption"]])}
        for row in sorted(rows, key=lambda row: rank[row["assumption"]])
    ]
    return pl.DataFrame(full, schema=_SCHEMA, orient="row")


def _verdict(sizes: Sequence[float]) -> str:
    beyond, moved, _ = sizes
    return VERDICTS[0] if beyond > 0 else VERDICTS[1] if moved >= SHIFT else VERDICTS[2]
