"""Demand that nothing serves: neither what can be made and bought, nor what is in stock or on the way."""

from __future__ import annotations

import polars as pl

from onshore.checking.chains import Chains
from onshore.checking.flows import able, stocked
from onshore.checking.sheets import LINE, Sheets

__all__ = ["unserved"]

#: Pieces short of a demand that are not worth a word: sums of numbers with decimals.
_DUST = 1e-6


def unserved(sheets: Sheets) -> pl.DataFrame:
    """`market`, `item`, `quantity` wanted, `line` of the first row and number of rows `len` of such demand.

    Opening stock and goods on the way serve a demand only if there could be enough of them for all of it.
    """
    return sheets.derived("*unserved", _unserved)


def _unserved(sheets: Sheets) -> pl.DataFrame:
    wanted = sheets["demand"].filter(pl.col("quantity") > 0).drop_nulls(["item", "market"])
    rows = wanted.group_by("item", "market").agg(pl.col("quantity").sum(), pl.col(LINE).min(), pl.len())
    lost = rows.join(able(sheets), left_on=["market", "item"], right_on=["site", "item"], how="anti")
    if lost.is_empty() or stocked(sheets).is_empty():
        return lost
    return _beyond_stock(Chains(sheets), lost)


def _beyond_stock(chains: Chains, lost: pl.DataFrame) -> pl.DataFrame:
    """Those of the rows for which stock is too little, for one market or for all markets that have only it."""
    pairs = lost.select("market", "item").iter_rows()
    one = [chains.from_stock(frozenset([market]), item) for market, item in pairs]
    markets = lost.group_by("item").agg("market", pl.col("quantity").sum().alias("all"))
    most = [chains.from_stock(frozenset(places), item) for item, places, _ in markets.iter_rows()]
    rows = lost.with_columns(one=pl.Series(one, dtype=pl.Float64)).join(
        markets.select("item", "all", most=pl.Series(most, dtype=pl.Float64)), on="item", maintain_order="left"
    )
    short = (pl.col("quantity") > pl.col("one") + _DUST) | (pl.col("all") > pl.col("most") + _DUST)
    return rows.filter(short).drop("one", "all", "most")
