"""How good the planner proves its plan of the reference case to be, and how soon.

    python -m benchmarks.gap [--time-limit 60] [--out benchmarks/results] [SCENARIO ...]

Plans the base, the scenario without the incentive and the one without any policy (no duty, relief or incentive), one
after the other, and writes for each the objective, the bound, the gap, and the seconds after which the gap was at most
1e-3, 2e-4 and 1e-4 (empty: not within the limit). The promises: at most 1e-4 after 60 seconds, and at most twice the
time that it takes without policy.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.machine import RESULTS, record
from onshore import planning
from onshore.formats import load
from onshore.plans import Plan

CASE = Path(__file__).parents[1] / "cases" / "xiaomi-india"
SCENARIOS = ("", "no-incentive", "no-policy")
GOALS = (1e-3, 2e-4, 1e-4)


def reached(progress: Iterable[tuple[float, float | None, float | None]], goal: float) -> float | None:
    """Seconds after which plan and bound were within a gap of `goal`; None if they never were."""
    for seconds, objective, bound in progress:
        if objective is None or bound is None or not (math.isfinite(objective) and math.isfinite(bound)):
            continue
        if objective - bound <= goal * abs(objective):
            return seconds
    return None


def row(scenario: str, plan: Plan, limit: float) -> dict[str, Any]:
    """One line of the table."""
    progress = [*plan.progress, (plan.seconds, plan.objective, plan.bound)]
    return {
        "scenario": scenario or "base",
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "gap over goal": round(plan.gap / GOALS[-1], 3),
        "gap of what a plan can change": plan.gap_controllable,
        **{f"seconds to {goal:g}": reached(progress, goal) for goal in GOALS},
        "seconds": plan.seconds,
        "limit": limit,
        "status": plan.status,
        "solver": plan.solver,
    }


def main(arguments: list[str] | None = None) -> int:
    """Plan, and write after every plan, so that a run cut short keeps what it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=SCENARIOS)
    parser.add_argument("--case", type=Path, default=CASE)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    for scenario in options.scenarios:
        network = load(options.case, None if scenario in ("", "base") else scenario)
        plan = planning.plan(network, gap=GOALS[-1], time_limit=options.time_limit, within=())
        rows.append(row(scenario, plan, options.time_limit))
        record(options.out, "gap", rows)
        print(_said(rows[-1]), flush=True)
    for found in rows:
        print(_beside(found, rows), end="", flush=True)
    return 0


def _beside(found: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """How many times as long a scenario took to the last goal as the one without policy."""
    seconds = {row["scenario"]: row[f"seconds to {GOALS[-1]:g}"] for row in rows}
    own, bare = seconds[found["scenario"]], seconds.get("no-policy")
    if found["scenario"] == "no-policy" or own is None or bare is None:
        return ""
    return f"{found['scenario']}: {own / bare:.2f} times as long to {GOALS[-1]:g} as without policy\n"


def _said(found: dict[str, Any]) -> str:
    parts = [f"{found['scenario']}: gap {found['gap']:.2e}, {found['gap over goal']:.2f} times the goal"]
    for goal in GOALS:
        seconds = found[f"seconds to {goal:g}"]
        parts.append(f"{goal:g} {'not reached' if seconds is None else f'after {seconds:.1f} s'}")
    return "; ".join(parts)


if __name__ == "__main__":
    raise SystemExit(main())
