"""What is said of late and lost pieces counts the groups in which something is late, whichever is the main one."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.reporting import invented, invented_plan

from onshore import measures as kpi
from onshore.plans import Plan
from onshore.reporting.sections.late import promise
from onshore.reporting.subject import Subject

NETWORK = invented.network()
GOODS = dict(kpi.finished(NETWORK).select("item", "group").iter_rows())
WANTED = (
    NETWORK.demand.with_columns(group=pl.col("item").replace_strict(GOODS))
    .group_by("group")
    .agg(pl.col("quantity").sum())
)


def _plan(*lost: str) -> Plan:
    """All demand served on time, but for what is wanted of these items."""
    gone = pl.col("item").is_in(lost)
    sales = NETWORK.demand.select(
        "item",
        "market",
        "period",
        "priority",
        quantity=pl.when(gone).then(0.0).otherwise(pl.col("quantity")),
        late=pl.lit(0.0),
        short=pl.when(gone).then(pl.col("quantity")).otherwise(0.0),
    )
    base = invented_plan.plan(NETWORK)
    sold = sales.select(base.sales.columns).cast(dict(base.sales.schema))
    return replace(base, tables={**base.tables, "sales": sold})


def _wanted(*groups: str) -> float:
    return float(WANTED.filter(pl.col("group").is_in(groups))["quantity"].sum())


def test_all_on_time_names_every_group_the_main_one_first():
    said = promise(Subject(NETWORK, _plan()))
    assert said.kept
    assert (said.groups, said.things) == (("phone", "audio"), "phones and audio pieces")
    assert said.wanted == pytest.approx(_wanted("phone", "audio"))


def test_a_group_that_alone_is_short_is_named_though_it_is_not_the_main_one():
    said = promise(Subject(NETWORK, _plan("reed-buds")))
    assert (said.groups, said.things) == (("audio",), "audio pieces")
    assert said.wanted == said.missed == said.short == pytest.approx(_wanted("audio"))


def test_short_in_several_groups_counts_pieces_of_them_all():
    said = promise(Subject(NETWORK, _plan("reed-buds", "wren")))
    assert (said.groups, said.things) == (("phone", "audio"), "pieces")
    assert said.wanted == pytest.approx(_wanted("phone", "audio"))
    assert _wanted("audio") < said.short < _wanted("phone", "audio")


def test_the_main_group_is_the_one_worth_most_even_if_another_has_more_pieces():
    many = NETWORK.demand.with_columns(
        quantity=pl.when(pl.col("item") == "reed-buds").then(pl.col("quantity") * 10).otherwise(pl.col("quantity"))
    )
    pieces = (
        many.with_columns(group=pl.col("item").replace_strict(GOODS)).group_by("group").agg(pl.col("quantity").sum())
    )
    worth = {"phone": 4700.0, "audio": 1100.0}  # the cheapest phone, the only audio piece
    by = dict(pieces.iter_rows())
    assert by["phone"] * worth["phone"] > by["audio"] * worth["audio"]
    assert kpi.groups(NETWORK.replace(demand=many))[0] == "phone"
