"""Plan the reference case's scenarios one after another and write what they decide, side by side.

python -m benchmarks.scenarios [--time-limit 60] [--out benchmarks/results] [SCENARIO ...]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from onshore import planning
from onshore.formats import load
from onshore.plans import Plan

#: The claim's scenarios, in the order in which docs and the case's README show them; "" is the base.
SCENARIOS = (
    "",
    "no-incentive",
    "padget-plus-50",
    "padget-plus-50-no-incentive",
    "categories-swapped",
    "padget-forbidden",
    "padget-forbidden-no-incentive",
    "no-outcomes",
    "no-outcomes-no-incentive",
    "no-outcomes-padget-plus-50",
    "no-outcomes-padget-plus-50-no-incentive",
    "share-to-brand-0",
    "share-to-brand-0.1",
    "share-to-brand-0.25",
    "share-to-brand-0.5",
    "share-to-brand-1",
    "padget-plus-100",
    "padget-plus-200",
    "padget-plus-300",
    "capacity-half",
    "capacity-double",
    "sri-city-open",
    "sri-city-open-no-incentive",
    "domestic-category-for-all",
    "floor-removed",
    "domestic-category-for-fih",
    "domestic-for-fih-base-0",
    "fih-plus-60-no-incentive",
    "duties-2017",
    "duties-2024-07",
    "padget-minus-50",
    "padget-minus-50-no-incentive",
    "today",
)
MAKERS = ("padget", "bharat-fih", "dbg", "byd-electronic", "china-odm")


def row(scenario: str, plan: Plan) -> dict[str, object]:
    """One line of the table: shares of phones with their range within 5 a piece, cost, import share, value
    addition, incentive, proof.
    """
    measures = {name: entry["value"] for name, entry in plan.measures().items()}
    found: dict[str, object] = {"scenario": scenario or "base"}
    for maker in MAKERS:
        found[maker] = round(100 * measures.get(f"share:{maker}:phone", 0.0), 1)
        for r in plan.ranges:
            if r.decision == f"share:{maker}:phone" and r.within == 5.0:
                found[f"{maker} range"] = f"{100 * r.low:.1f}-{100 * r.high:.1f}"
    pieces = sum(v or 0.0 for key, v in measures.items() if key.startswith("volume:") and key.endswith(":phone"))
    return found | {
        "phones": round(pieces),
        "cost a phone": round(measures["landed_cost:phone"], 1),
        "net a phone": round(measures["landed_cost_net:phone"], 1),
        "import share": round(100 * measures["import_share"], 1),
        "import share net": round(100 * measures["import_share_net"], 1),
        **{
            f"value addition {name.partition(':')[2]}": round(100 * value, 1)
            for name, value in sorted(measures.items())
            if name.startswith("value_addition:") and value is not None
        },
        "exports": round(measures["exports"] or 0),
        "short": round(measures["short"] or 0),
        "incentive on brand, crore": round(
            sum(v for k, v in measures.items() if k.startswith("incentive_on_brand:")) / 1e7
        ),
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "seconds": plan.seconds,
    }


def begun(
    description: str | None, scenarios: Sequence[str], name: str
) -> tuple[argparse.Namespace, Path, list[dict[str, object]]]:
    """What a benchmark of scenarios was asked, the file of its results, and the rows there that are kept."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=scenarios)
    parser.add_argument("--case", default="cases/xiaomi-india")
    parser.add_argument("--more", action="store_true", help="keep the rows that are there, plan only what is missing")
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / name
    return options, path, pl.read_csv(path).to_dicts() if options.more and path.exists() else []


def main() -> None:
    """Plan and write after every scenario, so that a run cut short keeps what it has."""
    options, path, rows = begun(__doc__, SCENARIOS, "scenarios.csv")
    done = {row["scenario"] for row in rows}
    for scenario in options.scenarios:
        if (scenario or "base") in done:
            continue
        network = load(options.case, scenario or None)
        rows.append(row(scenario, planning.plan(network, time_limit=options.time_limit)))
        pl.DataFrame(rows, infer_schema_length=None).write_csv(path)
        print(rows[-1], flush=True)


if __name__ == "__main__":
    main()
