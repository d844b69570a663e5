"""Capex schemes: a part of what a member invests comes back.

For each order s of an investment by a member of a scheme and category with a capex_rate, Inv invested by its fiscal
year's end (outside_sales), N the investment threshold, gate w binary (none where Inv >= N):

    sum over schemes of grant <= invest[s]            one scheme pays for an investment, whether or not schemes stack
    grant <= w
    sum of min(e, N - Inv) * invest >= (N - Inv) * w         e = eligible_share * cost

The sum is over what the company orders at its sites up to the end of that fiscal year: what the plan builds counts
towards the threshold; one order that is more than what is lacking is taken for just that, which is tighter. Eligible
are lines alone on which nothing can be made but items that the scheme counts: a scheme for components pays for no line
of phones, nor for one that makes both. The year of the order says which row of `schemes` holds. A grant is capex_rate *
eligible_share * charge(s): of the capital only the days inside the horizon are charged, so of the grant the same days
count, and none exceeds the capital charged; all of it, capex_rate * eligible_share * cost, is paid over the life of the
line. It earns kept_share, discounted from the day of payment, payment_days after the fiscal year; the perspective
`brand` has incentive_share of it, by the award of the company and the scheme's item_group in the middle of the year's
last period, `chain` all. The ceiling of a year is one on sales incentives.

Cost: - grant, discounted, by the share that the perspective has. Unit: money. Source: capital subsidies of this kind
for electronics in India: SPECS, notified 1 April 2020.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.counted import counted_orders, towards, within_reach
from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.incentive import member_years
from onshore.planning.rules.investment import ORDER

__all__ = ["YEAR", "add", "claim"]

YEAR = ("scheme", "company", "fiscal_year")
CLAIM = (*ORDER, "scheme")


def _years(f: Facts) -> pl.DataFrame:
    """Members' fiscal years with a capex_rate: YEAR, item_group, capex_rate, lack (of investment), last (period), paid
    (of each money granted).
    """
    rows = member_years(f).filter(pl.col("capex_rate") > 0)
    return rows.select(*YEAR, "item_group", "capex_rate", "last", "paid", "lack")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add what schemes grant for the lines that are ordered, where their threshold can be reached."""
    if not p.has("invest"):
        return
    ordered, years = counted_orders(p, f), _years(f)
    counted = towards(ordered, years, YEAR)
    years = within_reach(years, counted, YEAR)
    claims = ordered.rename({"col": "order"}).join(years, on=["company", "item_group", "fiscal_year"]).sort(CLAIM)
    if claims.is_empty():
        return
    claims = claims.with_columns(amount=pl.col("capex_rate") * pl.col("eligible_share") * pl.col("charge"))
    grant = p.columns("grant", claims, upper=1.0)
    opens = p["invest"].join(claims.select(ORDER).unique(), on=list(ORDER), how="semi")
    p.rows("granted_once", ORDER, [term(grant, ORDER), term(opens, ORDER, -1.0)], upper=0.0)
    closed = years.filter(pl.col("lack") > 0).join(claims.select(YEAR).unique(), on=list(YEAR), how="semi")
    if len(closed):
        gate = p.columns("capex_gate", closed.sort(YEAR), upper=1.0, integer=True)
        builds = counted.join(gate.select(YEAR), on=list(YEAR), how="semi")
        needs = term(gate, YEAR, -pl.col("lack"))
        p.rows("capex_gate", YEAR, [term(builds, YEAR, pl.col("enough")), needs], lower=0.0)
        behind = grant.join(gate.select(*YEAR, passed="col"), on=list(YEAR), validate="m:1")
        p.rows("capex_paid", CLAIM, [term(behind, CLAIM), behind.select(*CLAIM, col="passed", coef=-1.0)], upper=0.0)
    p.cost("incentive", grant, -pl.col("amount") * pl.col("paid"), company="company", site="site", t="last")


def claim(p: Program, values: np.ndarray) -> None:
    """Set gates and grants to what is ordered: a gate that is reached is passed, and the best scheme pays."""
    if not p.has("grant"):
        return
    grant = p["grant"]
    shut: set[tuple[str, str, str]] = set()
    if p.has("capex_gate"):
        rows = next(one for one in p.rules if one.rule == "capex_gate")
        values[p["capex_gate"]["col"].to_numpy()] = 0.0
        built = rows.frame.select(rows.keys).with_columns(built=pl.Series(p.activity(rows, values)))
        gates = p["capex_gate"].join(built, on=list(YEAR), how="left", maintain_order="left", validate="1:1")
        passed = (gates["built"].fill_null(0.0) >= gates["lack"] * (1 - 1e-9) - 1e-6).to_numpy()
        values[gates["col"].to_numpy()] = passed
        shut = {*gates.filter(~pl.Series(passed)).select(YEAR).iter_rows()}
    values[grant["col"].to_numpy()] = 0.0
    best: dict[int, tuple[float, int]] = {}
    for row in grant.sort(CLAIM, descending=True).iter_rows(named=True):
        if tuple(row[k] for k in YEAR) not in shut and values[row["order"]] > 0.5:
            found = (row["amount"] * row["paid"], row["col"])
            if row["order"] not in best or found[0] >= best[row["order"]][0]:
                best[row["order"]] = found
    for _, col in best.values():
        values[col] = 1.0
