"""What it costs a plan to decide otherwise, proven: Padget's share held on the other side of what two scenarios say.

python -m benchmarks.decides [--time-limit 60] [--out benchmarks/results] [--more] [SCENARIO ...]

Ranges of shares are inner ones: where two do not overlap, plans between them may still be cheap and not have been
found. So each pair of scenarios is planned again with Padget held to at most, and to at least, a share that lies
between the two. What that costs a phone is proven from both sides: at least (bound held - objective free) / phones, at
most (objective held - bound free) / phones. Needs the rows of `benchmarks.scenarios` for the plans left free.
"""

from __future__ import annotations

import polars as pl

from benchmarks.scenarios import begun
from benchmarks.why import CLAIMS, Result, results
from onshore import planning
from onshore.formats import load
from onshore.network import Network

#: Above anything that a phone can save by moving: a share that is held is not breached (as in `padget-forbidden`).
_BREACH = 2000.0


def between(more: Result, less: Result) -> float:
    """The share midway between Padget's in the two plans that were left free."""
    return round((more.number("padget") + less.number("padget")) / 200, 2)


def held(network: Network, side: str, share: float) -> Network:
    """The network with Padget's share of phones held to at most or at least this."""
    here = (pl.col("company") == "padget") & (pl.col("item_group") == "phone")
    column = "high" if side == "at most" else "low"
    changes = {column: share, "breach_cost": _BREACH}
    return network.replace(
        awards=network.awards.with_columns(pl.when(here).then(v).otherwise(c).alias(c) for c, v in changes.items())
    )


def main() -> None:
    """Plan both sides of every pair and write after every plan."""
    options, path, rows = begun(__doc__, [name for pair in CLAIMS for name in pair], "decides.csv")
    plans = options.out / "scenarios.csv"
    if not plans.exists():
        raise SystemExit(f"{plans} is not there: run benchmarks.scenarios first.")
    free = results(plans)
    done = {(row["scenario"], row["beside"]) for row in rows}
    pairs = [pair for pair in CLAIMS if {*pair} <= {name or "base" for name in options.scenarios} & free.keys()]
    for more, less in pairs:
        share = between(free[more], free[less])
        for name, beside, side in ((more, less, "at most"), (less, more, "at least")):
            if (name, beside) in done:
                continue
            network = held(load(options.case, None if name == "base" else name), side, share)
            plan = planning.plan(network, time_limit=options.time_limit, within=())
            phones = free[name].number("phones")
            rows.append(
                {
                    "scenario": name,
                    "beside": beside,
                    "held": side,
                    "share": share,
                    "objective": plan.objective,
                    "bound": plan.bound,
                    "gap": plan.gap,
                    "price": round((plan.objective - free[name].number("objective")) / phones, 2),
                    "least": round((plan.bound - free[name].number("objective")) / phones, 2),
                    "most": round((plan.objective - free[name].number("bound")) / phones, 2),
                }
            )
            pl.DataFrame(rows).write_csv(path)
            print(rows[-1], flush=True)
    if not rows:
        path.touch()


if __name__ == "__main__":
    main()
