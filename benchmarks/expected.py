"""Write what the tests expect of the reference case, from the results of its scenarios.

python -m benchmarks.expected [--results benchmarks/results/scenarios.csv] [--out cases/xiaomi-india/expected]

Two tables: objective and bound of every scenario, and those shares of two scenarios whose ranges do not overlap.
Never rows of a plan, which may differ between plans that cost the same. It measures nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.why import RESULTS, ROOT, Results, apart, results

EXPECTED = ROOT / "cases" / "xiaomi-india" / "expected"
#: Scenarios of which the claim says that a maker has more of the phones in the first.
CLAIMS = (
    ("padget", "no-outcomes-padget-plus-50", "no-outcomes-padget-plus-50-no-incentive"),
    ("padget", "padget-plus-50", "padget-plus-50-no-incentive"),
    ("padget", "base", "categories-swapped"),
    ("bharat-fih", "categories-swapped", "base"),
    ("padget", "base", "capacity-half"),
    ("padget", "capacity-double", "base"),
    ("padget", "base", "padget-plus-300"),
)


def objectives(found: Results) -> pl.DataFrame:
    """scenario, objective, bound: the best plan of each scenario costs something between the two."""
    rows = [{"scenario": name, **{k: r.number(k) for k in ("objective", "bound")}} for name, r in found.items()]
    return pl.DataFrame(rows)


def decisions(found: Results) -> pl.DataFrame:
    """decision, scenario, low, high, other, other_low, other_high: the first range lies above the second."""
    rows: list[dict[str, Any]] = []
    for maker, more, less in CLAIMS:
        if more in found and less in found and apart(found[more], found[less], maker):
            first, second = found[more].ends(maker), found[less].ends(maker)
            assert first is not None and second is not None
            rows.append(
                {
                    "decision": f"share:{maker}:phone",
                    "scenario": more,
                    **dict(zip(("low", "high"), (round(x / 100, 3) for x in first), strict=True)),
                    "other": less,
                    **dict(zip(("other_low", "other_high"), (round(x / 100, 3) for x in second), strict=True)),
                }
            )
    return pl.DataFrame(rows)


def main() -> None:
    """Write both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--out", type=Path, default=EXPECTED)
    options = parser.parse_args()
    found = results(options.results)
    objectives(found).write_csv(options.out / "objectives.csv")
    decisions(found).write_csv(options.out / "decisions.csv")


if __name__ == "__main__":
    main()
