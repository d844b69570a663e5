"""One function a KPI, over a network and a plan: the same definition in CLI, API, pages and reports.

The home country is the one where most plants of manufacturers stand; imports and exports are seen from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from onshore.measures.customers import on_time_share, service, stock_days, stock_value
from onshore.measures.days import home, order
from onshore.measures.landed import LANDED_TERMS, cost_per_unit, weights
from onshore.measures.lines import HOURS_A_YEAR, capacity_use, jobs, site_use
from onshore.measures.makers import cost_by_maker
from onshore.measures.making import concentration, finished, groups, made, shares, swing, volume
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
from onshore.measures.value_added import VALUE_METHODS, value_added
from onshore.network import Network
from onshore.plans import Plan
from onshore.schema import MEASURE_UNITS

__all__ = [
    "HOURS_A_YEAR",
    "KPIS",
    "LANDED_TERMS",
    "VALUE_METHODS",
    "capacity_use",
    "concentration",
    "cost_by_maker",
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
    "swing",
    "taken_in",
    "value_added",
    "value_addition",
    "volume",
    "weights",
]


#: Every KPI that is one number: its unit, and what it says. A name in capitals stands for each of its kind.
KPIS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "landed_cost:GROUP": ("money/unit", "What a delivered piece of the group costs, before incentives."),
        "landed_cost_net:GROUP": ("money/unit", "The same, less the part of the incentive that counts."),
        "landed_cost:COMPANY:GROUP": ("money/unit", "What a piece that the company makes costs, before incentives."),
        "landed_cost_net:COMPANY:GROUP": ("money/unit", "The same, less what counts of the incentive on it."),
        "on_time_share": ("share", "Pieces delivered in the period in which they are wanted, of all wanted."),
        "short": ("unit", "Pieces that are wanted and never delivered."),
        "import_share": ("share", "Imports at CIF, of all material that the home country takes in."),
        "import_share_net": ("share", "The same, with imported content inside local purchases."),
        "value_addition:METHOD": (
            "share",
            "Value added at home to what is made there, by a method of law: pli_dva (scheme guideline), ppp_mii "
            "(public procurement), advance_authorisation (over imports), aifta_rvc (regional value content).",
        ),
        "value_addition:pli_dva_bought_gross": (
            "share",
            "(sales - imports bought) / sales: the scheme guideline's method on what is bought, used or not.",
        ),
        "value_addition:pli_dva_bought_net": ("share", "The same, with imported content inside local purchases."),
        "exports": ("unit", "Finished pieces that leave the home country."),
        "export_share": ("share", "Of finished pieces made in the home country, those that leave it."),
        "jobs": ("head", "People that the plan keeps at work, a mean over the horizon."),
        "stock_days": ("day", "Mean stock on hand, in days of deliveries at standard value."),
        "capacity_use:SITE": ("share", "Line hours of the site over its regular hours; overtime can lift it above 1."),
        "incentive:COMPANY": ("money", "What the company earns on all its counted sales, undiscounted."),
        "incentive_on_brand:COMPANY": ("money", "The part of it on the brand's goods, undiscounted."),
        "share:COMPANY:GROUP": ("share", "What the company makes of the group, of what all make."),
        "volume:COMPANY:GROUP": ("unit", "Pieces of the group that the company makes."),
        "swing:COMPANY:GROUP": (
            "share",
            "Mean change of the company's pieces a day from one period to the next, of its mean; 0 is a steady volume.",
        ),
        "largest_share:GROUP": ("share", "Share of the largest maker of the group."),
        "concentration:GROUP": ("index", "Herfindahl index: sum of squared shares of the makers; 1 is one maker."),
    }
)
_UNITS: Final = {name.partition(":")[0]: unit for name, (unit, _) in KPIS.items()}
assert set(_UNITS.values()) <= set(MEASURE_UNITS)


def measures(network: Network, plan: Plan) -> dict[str, dict[str, Any]]:
    """Every KPI of `KPIS` as `{name: {"value": number or None, "unit": unit}}`; None where it has no meaning."""
    found: dict[str, float | None] = {}
    found |= _cost(network, plan)
    found |= {
        "on_time_share": on_time_share(network, plan),
        "short": float(plan.sales["short"].sum()),
        "import_share": import_share(network, plan),
        "import_share_net": import_share(network, plan, net=True),
        **_value_added(network, plan),
        "value_addition:pli_dva_bought_gross": value_addition(network, plan),
        "value_addition:pli_dva_bought_net": value_addition(network, plan, net=True),
        "exports": float(exports(network, plan)["quantity"].sum()),
        "export_share": export_share(network, plan),
        "jobs": jobs(network, plan),
        "stock_days": stock_days(network, plan),
    }
    found |= {f"capacity_use:{r['site']}": r["use"] for r in site_use(network, plan).iter_rows(named=True)}
    found |= _incentives(plan)
    found |= _makers(network, plan)
    return {name: {"value": value, "unit": _UNITS[name.partition(":")[0]]} for name, value in found.items()}


def _cost(network: Network, plan: Plan) -> dict[str, float | None]:
    rows = cost_per_unit(network, plan)
    gross = dict(rows.filter(pl.col("term") != "incentive").group_by("group").agg(pl.col("per_unit").sum()).iter_rows())
    net = dict(rows.group_by("group").agg(pl.col("per_unit").sum()).iter_rows())
    found: dict[str, float | None] = {}
    for group in groups(network):
        found[f"landed_cost:{group}"] = gross.get(group)
        found[f"landed_cost_net:{group}"] = net.get(group)
    for row in cost_by_maker(network, plan).iter_rows(named=True):
        key = f"{row['company']}:{row['group']}"
        found |= {f"landed_cost:{key}": row["gross"], f"landed_cost_net:{key}": row["net"]}
    return found


def _value_added(network: Network, plan: Plan) -> dict[str, float | None]:
    found = dict(value_added(network, plan, "all").select("method", "value_addition").iter_rows())
    return {f"value_addition:{method}": found.get(method) for method in VALUE_METHODS}


def _incentives(plan: Plan) -> dict[str, float | None]:
    columns = ["incentive", "incentive_on_brand"]
    rows = plan.incentives.group_by("company").agg(pl.col(columns).sum()).sort("company")
    return {f"{c}:{r['company']}": r[c] for c in columns for r in rows.iter_rows(named=True)}


def _makers(network: Network, plan: Plan) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    for row in shares(network, plan).iter_rows(named=True):
        key = f"{row['company']}:{row['group']}"
        found[f"share:{key}"] = row["share"]
        found[f"volume:{key}"] = row["quantity"]
    for row in swing(network, plan).iter_rows(named=True):
        found[f"swing:{row['company']}:{row['group']}"] = row["swing"]
    for row in concentration(network, plan).iter_rows(named=True):
        found[f"largest_share:{row['group']}"] = row["largest"]
        found[f"concentration:{row['group']}"] = row["index"]
    return found
