"""A former plan as a start: its quantities on the columns of a program. What has no column any more is dropped."""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.earning import settled_years
from onshore.planning.facts import Facts
from onshore.planning.program import Program
from onshore.planning.rules.capex_grant import claim
from onshore.planning.rules.qualification import as_ordered
from onshore.plans import Plan

__all__ = ["former_values"]


def former_values(p: Program, f: Facts, former: Plan) -> np.ndarray:
    """Quantities of the whole-number columns of the program as the former plan has them; all other columns are zero."""
    values = np.zeros(p.n_columns)
    number = f.horizon.frame.select("t", "period")

    def put(name: str, rows: pl.DataFrame, keys: list[str]) -> None:
        if p.has(name):
            block = p[name].join(rows, on=keys, how="left", maintain_order="left", validate="m:1")
            values[block["col"].to_numpy()] = block["quantity"].fill_null(0.0).to_numpy()

    def used(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
        return rows.select(keys).unique().with_columns(quantity=pl.lit(1.0))

    made = former.production.join(number, on="period").select("site", "item", "process", "resource", "t", "quantity")
    moved = former.shipments.join(number, on="period").select("origin", "destination", "mode", "item", "t", "quantity")
    bought = moved.join(
        former.purchases.select(origin="supplier", item="item").unique(), on=["origin", "item"], how="semi"
    )
    way, lane = ["site", "item", "process", "resource", "t"], ["origin", "destination", "mode", "t"]
    put("make", made, way)
    put("buy", bought, ["origin", "destination", "mode", "item", "t"])
    put("run", used(made, way), way)
    put("order", used(bought, ["origin", "item", "t"]), ["origin", "item", "t"])
    put("qualify", used(former.qualifications, ["site", "item"]), ["site", "item"])
    orders = former.investments.join(number, on="period").select("investment", "t")
    put("invest", used(orders, ["investment", "t"]), ["investment", "t"])
    as_ordered(p, f, values)
    claim(p, values)
    put("lane_use", used(moved, lane), lane)
    active = pl.concat([made.select("site", "t"), moved.select("t", site="origin").select("site", "t")])
    put("site_use", used(active, ["site", "t"]), ["site", "t"])
    put("source", used(moved, ["destination", "item", "origin"]), ["destination", "item", "origin"])
    claims = former.relieved_exports.join(f.items.select("item", "group"), on="item")
    put("stream", used(claims, ["site", "group", "relief"]), ["site", "group", "relief"])
    if p.has("gate"):
        values[p["gate"]["col"].to_numpy()] = settled_years(p, values)["reached"].cast(pl.Float64).to_numpy()
    return values
