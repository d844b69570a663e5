"""Lines that are paid for and people who are hired: minimum load, and the price of swings.

    use + idle >= minimum_load * regular hours                                for each resource and period
    use(t) * 30 / days(t) - use(t-1) * 30 / days(t-1) = rise - fall            from the second period on

Both are priced, never hard, so no plan is impossible. Cost: idle_cost for each hour of `idle`; change_cost for each
hour, of a 30-day month, of `rise` and `fall` (hiring, training and release). Unit: hours. Source: smoothing of
aggregate planning, Holt, Modigliani, Muth and Simon 1960, Planning Production, Inventories, and Work Force, in the
linear form of Hanssmann and Hess 1960, Management Technology 1.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.capacity import LINE, use
from onshore.planning.rules.investment import brought

__all__ = ["add"]


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add idle hours and the rises and falls of use."""
    _idle(p, f)
    _change(p, f)


def _idle(p: Program, f: Facts) -> None:
    floor = pl.col("minimum_load") * pl.col("regular")
    lines = f.hours.filter((floor > 0) & (pl.col("idle_cost") > 0))
    if lines.is_empty():
        return
    idle = p.columns("idle", lines)
    used = [x.join(lines, on=LINE, how="semi") for x in use(p)]
    built = brought(p, f).join(lines.select(*LINE, "minimum_load"), on=LINE).filter(pl.col("regular") > 0)
    builds = f.network.investments["resource"].unique().implode()
    there = pl.when(pl.col("resource").is_in(builds)).then(0.0).otherwise(floor)
    terms = [*used, term(idle, LINE), term(built, LINE, -floor)]
    p.rows("minimum_load", LINE, terms, lines.select(*LINE, lower=there))
    p.cost("idle", idle, pl.col("idle_cost"), site="site")


def _change(p: Program, f: Facts) -> None:
    lines = f.hours.filter((pl.col("change_cost") > 0) & (pl.col("t") > 0))
    if lines.is_empty():
        return
    rise, fall = p.columns("rise", lines), p.columns("fall", lines)
    days = f.horizon.frame.select("t", "days")
    now = [x.join(days, on="t").with_columns(pl.col("coef") * 30.0 / pl.col("days")).drop("days") for x in use(p)]
    before = [x.with_columns(pl.col("t") + 1, -pl.col("coef")) for x in now]
    terms = [x.join(lines, on=LINE, how="semi") for x in [*now, *before]]
    p.rows(
        "change",
        LINE,
        [*terms, term(rise, LINE, -1.0), term(fall, LINE)],
        lines.select(*LINE, lower=0.0, upper=0.0),
    )
    for block in (rise, fall):
        p.cost("change", block, pl.col("change_cost"), site="site")
