"""One function a KPI, over a network and a plan: the same definition in CLI, API, pages and reports.

The home country is the one where most plants of manufacturers stand; imports and exports are seen from there.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from onshore.measures.customers import on_time_share, service, stock_days, stock_value
from onshore.measures.days import home, order
from onshore.measures.landed import LANDED_TERMS, cost_per_unit, weights
from onshore.measures.lines import HOURS_A_YEAR, capacity_use, jobs, site_use
from onshore.measures.making import concentration, finished, groups, made, shares, volume
from onshore.measures.origins import flows, makers_of_deliveries
from onshore.measures.parts import (
    export_share,
    exports,
    import_share,
    imports,
    material,
    taken_in,
    value_addition,
)
from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import MEASURE_UNITS

__all__ = [
    "HOURS_A_YEAR",
    "LANDED_TERMS",
    "capacity_use",
    "concentration",
    "cost_per_unit",
    "export_share",
    "exports",
    "finished",
    "flows",
    "groups",
    "home",
    "import_share",
    "imports",
    "jobs",
    "made",
    "makers_of_deliveries",
    "material",
    "measures",
    "on_time_share",
    "order",
    "service",
    "shares",
    "site_use",
    "stock_days",
    "stock_value",
    "taken_in",
    "value_addition",
    "volume",
    "weights",
]


def measures(network: Network, plan: Plan) -> dict[str, dict[str, Any]]:
    """Every KPI as `{name: {"value": number or None, "unit": unit}}`; None where it has no meaning.

    `landed_cost:GROUP` is gross, `landed_cost_net:GROUP` less the incentive that counts.
    `incentive:COMPANY` is what the company earns on all its counted sales, undiscounted;
    `incentive_on_brand:COMPANY` the part on the brand's goods. `value_addition` names its method in its
    function; `_net` counts imported content inside local purchases as imported.
    """
    found: dict[str, tuple[float | None, str]] = {}
    found |= _cost(network, plan)
    found |= {
        "on_time_share": (on_time_share(network, plan), "share"),
        "short": (float(plan.sales["short"].sum()), "unit"),
        "import_share": (import_share(network, plan), "share"),
        "import_share_net": (import_share(network, plan, net=True), "share"),
        "value_addition": (value_addition(network, plan), "share"),
        "value_addition_net": (value_addition(network, plan, net=True), "share"),
        "exports": (float(exports(network, plan)["quantity"].sum()), "unit"),
        "export_share": (export_share(network, plan), "share"),
        "jobs": (jobs(network, plan), "head"),
        "stock_days": (stock_days(network, plan), "day"),
    }
    found |= {f"capacity_use:{r['site']}": (r["use"], "share") for r in site_use(network, plan).iter_rows(named=True)}
    found |= _incentives(plan)
    found |= _makers(network, plan)
    assert all(unit in MEASURE_UNITS for _, unit in found.values())
    return {name: {"value": value, "unit": unit} for name, (value, unit) in found.items()}


def _cost(network: Network, plan: Plan) -> dict[str, tuple[float | None, str]]:
    rows = cost_per_unit(network, plan)
    gross = dict(rows.filter(pl.col("term") != "incentive").group_by("group").agg(pl.col("per_unit").sum()).iter_rows())
    net = dict(rows.group_by("group").agg(pl.col("per_unit").sum()).iter_rows())
    found: dict[str, tuple[float | None, str]] = {}
    for group in groups(network, plan):
        found[f"landed_cost:{group}"] = (gross.get(group), "money/unit")
        found[f"landed_cost_net:{group}"] = (net.get(group), "money/unit")
    return found


def _incentives(plan: Plan) -> dict[str, tuple[float | None, str]]:
    columns = ["incentive", "incentive_on_brand"]
    rows = plan.incentives.group_by("company").agg(pl.col(columns).sum()).sort("company")
    return {f"{c}:{r['company']}": (r[c], "money") for c in columns for r in rows.iter_rows(named=True)}


def _makers(network: Network, plan: Plan) -> dict[str, tuple[float | None, str]]:
    found: dict[str, tuple[float | None, str]] = {}
    for row in shares(network, plan).iter_rows(named=True):
        key = f"{row['company']}:{row['group']}"
        found[f"share:{key}"] = (row["share"], "share")
        found[f"volume:{key}"] = (row["quantity"], "unit")
    for row in concentration(network, plan).iter_rows(named=True):
        found[f"largest_share:{row['group']}"] = (row["largest"], "share")
        found[f"concentration:{row['group']}"] = (row["index"], "index")
    return found
