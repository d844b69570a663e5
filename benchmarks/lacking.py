"""What the rules do that an independent model of the reference case lacks: answers with and without each.

python -m benchmarks.lacking [--time-limit 60] [--out benchmarks/results] [--more] [SCENARIO ...]

That model (25,000 columns, 48 binaries) has no overtime, lots, minimum lots, set-ups, cost of change or export
relief. Each is taken out of the case's tables alone, then all together, and what is compared is planned again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from benchmarks.scenarios import begun
from onshore import planning
from onshore.formats import load
from onshore.network import Network

#: Scenarios of which answers are compared; "" is the base.
SCENARIOS = ("", "padget-plus-200", "padget-plus-300", "no-incentive", "padget-forbidden-no-incentive")


def without_overtime(network: Network) -> Network:
    """No line works more than its hours."""
    return network.replace(resources=network.resources.with_columns(overtime_share=pl.lit(0.0)))


def without_lots(network: Network) -> Network:
    """Single pieces, no minimum, no set-up, nothing for changing a line's load."""
    return network.replace(
        processes=network.processes.with_columns(lot=pl.lit(1.0), minimum_lot=pl.lit(0.0)),
        sourcing=network.sourcing.with_columns(lot=pl.lit(1.0), moq=pl.lit(0.0)),
        routings=network.routings.with_columns(setup_hours=pl.lit(0.0), setup_cost=pl.lit(0.0)),
        resources=network.resources.with_columns(change_cost=pl.lit(0.0)),
    )


def without_reliefs(network: Network) -> Network:
    """Every duty is paid, exported or not."""
    return network.replace(reliefs=network.reliefs.clear(), relief_sites=network.relief_sites.clear())


def without_any(network: Network) -> Network:
    """All of these."""
    return without_reliefs(without_lots(without_overtime(network)))


def foreseeing(network: Network) -> Network:
    """None of these, and the prices of 2025-26 known from the start, as that model knows them."""
    known = pl.col("known_from").is_null().any().over("supplier", "item")  # a price row, not a source that opens later
    rows = network.sourcing.with_columns(known_from=pl.when(~known).then("known_from"))
    return without_any(network.replace(sourcing=rows))


VARIANTS: Mapping[str, Callable[[Network], Network]] = {
    "all rules": lambda network: network,
    "no overtime": without_overtime,
    "no lots, minimum lots, set-ups, cost of change": without_lots,
    "no export relief": without_reliefs,
    "none of these": without_any,
    "none of these, later prices known": foreseeing,
}


def main() -> None:
    """Plan every scenario without each rule, and write after every plan."""
    options, path, rows = begun(__doc__, SCENARIOS, "lacking.csv")
    done = {(row["without"], row["scenario"]) for row in rows}
    for name, change in VARIANTS.items():
        for scenario in options.scenarios:
            if (name, scenario or "base") in done:
                continue
            network = change(load(options.case, scenario or None))
            plan = planning.plan(network, time_limit=options.time_limit, within=())
            values = {key: entry["value"] for key, entry in plan.measures().items()}
            share = values.get("share:padget:phone", 0.0)
            phones = sum(v for key, v in values.items() if key.startswith("volume:") and key.endswith(":phone"))
            rows.append(
                {
                    "without": name,
                    "scenario": scenario or "base",
                    "padget": round(100 * share, 1),
                    "phones": round(phones),
                    "objective": plan.objective,
                    "bound": plan.bound,
                    "gap": plan.gap,
                }
            )
            pl.DataFrame(rows).write_csv(path)
            print(rows[-1], flush=True)


if __name__ == "__main__":
    main()
