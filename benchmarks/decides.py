"""What it costs a plan to decide otherwise, proven: a maker's share held on the other side of what two scenarios say.

python -m benchmarks.decides [--time-limit 60] [--out benchmarks/results] [--more] [SCENARIO ...]

Ranges of shares are inner ones: where two do not overlap, plans between them may still be cheap and not have been
found. So each pair of scenarios is planned again with the maker held to at most, and to at least, a share that lies
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
from onshore.plans import Plan

#: Above anything that a phone can save by moving: a share that is held is not breached (as in `padget-forbidden`).
_BREACH = 2000.0


def between(more: Result, less: Result, maker: str) -> float:
    """The share midway between the maker's in the two plans that were left free."""
    return round((more.number(maker) + less.number(maker)) / 200, 2)


def held(network: Network, maker: str, side: str, share: float) -> Network:
    """The network with the maker's share of phones held to at most or at least this."""
    here = (pl.col("company") == maker) & (pl.col("item_group") == "phone")
    changes = {"high" if side == "at most" else "low": share, "breach_cost": _BREACH}
    return network.replace(
        awards=network.awards.with_columns(pl.when(here).then(v).otherwise(c).alias(c) for c, v in changes.items())
    )


def row(plan: Plan, free: Result) -> dict[str, object]:
    """What the plan costs a phone more than the one left free, and the least and most that it can cost."""
    phones, objective, bound = (free.number(name) for name in ("phones", "objective", "bound"))
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "price": round((plan.objective - objective) / phones, 2),
        "least": round((plan.bound - objective) / phones, 2),
        "most": round((plan.objective - bound) / phones, 2),
    }


def main() -> None:
    """Plan both sides of every pair and write after every plan."""
    options, path, rows = begun(__doc__, sorted({name for pair in CLAIMS for name in pair[:2]}), "decides.csv")
    plans = options.out / "scenarios.csv"
    if not plans.exists():
        raise SystemExit(f"{plans} is not there: run benchmarks.scenarios first.")
    free = results(plans)
    asked = {name or "base" for name in options.scenarios} & free.keys()
    done = {(one["scenario"], one["beside"], one["maker"]) for one in rows}
    for more, less, maker in (claim for claim in CLAIMS if {*claim[:2]} <= asked):
        share = between(free[more], free[less], maker)
        for name, beside, side in ((more, less, "at most"), (less, more, "at least")):
            if (name, beside, maker) in done:
                continue
            network = held(load(options.case, None if name == "base" else name), maker, side, share)
            plan = planning.plan(network, time_limit=options.time_limit, within=())
            asks = {"maker": maker, "scenario": name, "beside": beside, "held": side, "share": share}
            rows.append(asks | row(plan, free[name]))
            pl.DataFrame(rows).write_csv(path)
            print(rows[-1], flush=True)
    if not rows:
        path.touch()


if __name__ == "__main__":
    main()
