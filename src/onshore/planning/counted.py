"""What counts under a scheme: the making of which items, and the building of which lines."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program

__all__ = ["counted_items", "counted_lines", "counted_orders", "towards", "within_reach"]


def counted_items(f: Facts) -> pl.DataFrame:
    """Items whose making counts in schemes of their group: item, group, item_brand, invoice_value. Of a group with
    finished items these alone: what goes into them is in their value.
    """
    finished = f.items.filter(pl.col("kind") == "finished")["group"].drop_nulls().unique().implode()
    items = f.items.filter((pl.col("kind") == "finished") | ~pl.col("group").is_in(finished))
    return items.select("item", "group", "invoice_value", item_brand="brand")


def counted_lines(f: Facts) -> pl.DataFrame:
    """resource, item_group of the lines on which nothing can be made but what counts in schemes of one group."""
    groups = counted_items(f).select("item", item_group="group")
    made = f.network.routings.select("resource", "item").join(groups, on="item", how="left", validate="m:1")
    whole = pl.col("item_group").is_not_null().all() & (pl.col("item_group").n_unique() == 1)
    lines = made.group_by("resource", maintain_order=True).agg(pl.col("item_group").first(), whole=whole)
    return lines.filter("whole").drop("whole")


def counted_orders(p: Program, f: Facts) -> pl.DataFrame:
    """The columns `invest` whose lines count in schemes, with company, item_group and fiscal_year."""
    owner = f.network.sites.select("site", "company")
    periods = f.horizon.frame.select("t", "fiscal_year")
    ordered = p["invest"].join(counted_lines(f), on="resource", validate="m:1", maintain_order="left")
    return ordered.join(owner, on="site", validate="m:1", maintain_order="left").join(
        periods, on="t", validate="m:1", maintain_order="left"
    )


def towards(orders: pl.DataFrame, years: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Orders that count towards the investment of member years, all up to the last period of each: key, lack,
    investment, col, eligible (money), and `enough`: eligible, at most what is lacking. Where the sum of `eligible`
    reaches what is lacking, that of `enough` does, and nowhere else; it leaves a relaxation less room.
    """
    placed = orders.select("company", "item_group", "investment", "t", "col", "eligible")
    rows = years.select(*key, "item_group", "last", "lack").join(placed, on=["company", "item_group"])
    rows = rows.filter((pl.col("t") <= pl.col("last")) & (pl.col("eligible") > 0))
    return rows.select(*key, "lack", "investment", "col", "eligible", enough=pl.min_horizontal("eligible", "lack"))


def within_reach(years: pl.DataFrame, counted: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """The member years of which all that can be ordered, each once, makes up for what they lack of investment."""
    most = counted.unique([*key, "investment"]).group_by(key).agg(most=pl.col("eligible").sum())
    rows = years.join(most, on=list(key), how="left", validate="1:1", maintain_order="left")
    return rows.filter(pl.col("most").fill_null(0.0) >= pl.col("lack") * (1 - 1e-9)).drop("most")
