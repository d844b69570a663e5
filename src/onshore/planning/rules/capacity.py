"""Line hours, reserved for this brand, with overtime.

    sum(hours * make) + sum(setup_hours * run) - over <= regular hours        for each resource and period
    0 <= over <= overtime hours

Regular hours are the sum over the period's days of lines * hours_per_day * days_per_week / 7 * open share. Those of a
line that must be built are what its order brings (rule investment). Cost: overtime_cost for each hour of `over`.
Unit: hours. Source: hours of shared facilities for items with bills, Billington, McClain and Thomas 1983, Management
Science 29; overtime, Hanssmann and Hess 1960, Management Technology 1; days and shares of opening, docs/meaning.md
section 2.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.investment import brought

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
    built = brought(p, f).join(lines, on=LINE, how="semi")
    builds = f.network.investments["resource"].unique().implode()
    there = pl.when(pl.col("resource").is_in(builds)).then(0.0).otherwise("regular")
    hours = term(built.filter(pl.col("regular") > 0), LINE, -pl.col("regular"))
    p.rows("capacity", LINE, [*use(p), term(over, LINE, -1.0), hours], lines.select(*LINE, upper=there))
    extra = built.join(over, on=LINE, how="semi").filter(pl.col("overtime") > 0)
    above = term(over.join(built, on=LINE, how="semi"), LINE)
    p.rows("built_overtime", LINE, [above, term(extra, LINE, -pl.col("overtime"))], upper=0.0)
    p.cost("overtime", over, pl.col("overtime_cost"), site="site")
