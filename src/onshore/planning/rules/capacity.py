"""Line hours, reserved for this brand, with overtime.

    sum(hours * make) + sum(setup_hours * run) - over <= regular hours        for each resource and period
    0 <= over <= overtime hours

Regular hours are the sum over the period's days of lines * hours_per_day * days_per_week / 7 * open share.
Cost: overtime_cost for each hour of `over`. Unit: hours.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["LINE", "add", "use"]

LINE = ("resource", "t")


def use(p: Program) -> list[pl.DataFrame]:
    """Line hours used, by resource and period."""
    terms = [term(p["make"].filter(pl.col("resource") != ""), LINE, pl.col("hours"))]
    if p.has("run"):
        terms.append(term(p["run"].filter(pl.col("setup_hours") > 0), LINE, pl.col("setup_hours")))
    return terms


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add overtime and the rows of line hours."""
    used = p["make"].filter(pl.col("resource") != "").select(LINE).unique(maintain_order=True)
    lines = used.join(f.hours, on=LINE, how="left", validate="1:1")
    if lines.is_empty():
        return
    over = p.columns("over", lines.filter(pl.col("overtime") > 0), upper=pl.col("overtime"))
    p.rows("capacity", LINE, [*use(p), term(over, LINE, -1.0)], lines.select(*LINE, upper="regular"))
    p.cost("overtime", over, pl.col("overtime_cost"), site="site")
