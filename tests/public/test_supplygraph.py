"""A public file as it comes: daily orders of a consumer-goods maker, wide, doubled and with odd names (SupplyGraph)."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from onshore.importing import read_map, take

pytestmark = pytest.mark.public
MAP = Path(__file__).parents[2] / "docs" / "maps" / "supplygraph.toml"


def test_every_order_is_taken_or_told():
    bench = Path(os.environ["ONSHORE_BENCH"]) / "supplygraph"
    folder = bench / "Raw Dataset" / "Homogenoeus"
    known = dict(pl.read_csv(bench / "answers.csv").iter_rows())
    found = take(folder, read_map(MAP))
    demand, told = found.rows["demand"], found.not_taken
    days = known["production days"]
    assert demand.read == days * known["product nodes"]
    assert demand.read == demand.rows + demand.joined + demand.left
    late = told.filter(pl.col("why") == "is in no period")
    assert len(late) == demand.left == 4 * known["product nodes"]
    orders = pl.read_csv(folder / "Temporal Data" / "Unit" / "Sales Order.csv")
    left = orders.tail(4).select(pl.exclude("Date").cast(pl.Float64).sum()).sum_horizontal().item()
    assert found.network.demand["quantity"].sum() + left == pytest.approx(known["sum of unit sales orders"])
    assert len(found.network.items) == known["product nodes"] - 1
    assert told.filter(column="item")["value"].to_list() == ["POP001L12P"]
