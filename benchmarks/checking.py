"""How long it takes to check, save and load a network with many rows of demand.

    python -m benchmarks.checking [rows of demand, 1000000]

The network is made up: 1,000 finished items with 20 components each, made at 4 plants and sold in 100 markets
over 52 weeks.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from onshore.checking import check
from onshore.formats import load, save
from onshore.network import Network
from onshore.schema import NETWORK

ITEMS, PARTS, PLANTS, MARKETS, WEEKS = 1000, 20, 4, 100, 52
START = dt.date(2024, 4, 1)


def filled(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every column of the table, defaults where they do not give one."""
    table = NETWORK[name]
    missing = [
        pl.lit(None if c.required else c.default, c.dtype).alias(n) for n, c in table.columns.items() if n not in rows
    ]
    return rows.with_columns(missing).select(pl.col(n).cast(d) for n, d in table.dtypes.items())


def names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}-{n}" for n in range(count)]


def invented(demand: int) -> Network:
    """A network with about so many rows of demand."""
    plants = pl.DataFrame({"site": names("plant", PLANTS), "company": "maker", "kind": "plant", "country": "IN"})
    markets = pl.DataFrame({"site": names("market", MARKETS), "company": "brand", "kind": "market", "country": "IN"})
    supplier = pl.DataFrame({"site": ["parts"], "company": "maker", "kind": "supplier", "country": "IN"})
    items = pl.DataFrame({"item": names("phone", ITEMS), "kind": "finished"})
    parts = pl.DataFrame({"item": names("part", ITEMS), "kind": "component"})
    weeks = pl.DataFrame({"period": names("week", WEEKS), "start": [START + dt.timedelta(7 * w) for w in range(WEEKS)]})
    boms = items.select("item", pl.int_range(pl.len()).alias("n")).join(pl.DataFrame({"k": range(PARTS)}), how="cross")
    boms = boms.select(
        "item", pl.format("part-{}", (pl.col("n") + pl.col("k")) % ITEMS).alias("component"), quantity=1.0
    )
    made = plants.select("site").join(items.select("item"), how="cross")
    wanted = items.select("item").join(markets.select(pl.col("site").alias("market")), how="cross")
    wanted = wanted.join(weeks.select("period"), how="cross").with_columns(quantity=10.0)
    inbound = plants.select(pl.lit("parts").alias("origin"), pl.col("site").alias("destination"))
    outbound = plants.select(pl.col("site").alias("origin")).join(
        markets.select(pl.col("site").alias("destination")), how="cross"
    )
    tables = {
        "companies": pl.DataFrame({"company": ["brand", "maker"], "kind": ["brand", "manufacturer"], "country": "IN"}),
        "sites": pl.concat([plants, markets, supplier]),
        "items": pl.concat([items, parts]),
        "periods": weeks.with_columns(days=7),
        "boms": boms,
        "processes": made,
        "sourcing": parts.select(pl.lit("parts").alias("supplier"), "item", pl.lit(START).alias("from"), price=1.0),
        "lanes": pl.concat([inbound, outbound]),
        "demand": wanted.sample(min(demand, len(wanted)), seed=1),
    }
    return Network(
        {"name": "invented", "currency": "INR", "start": START},
        {name: filled(name, rows) for name, rows in tables.items()},
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block takes."""
    begin = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begin:.2f} s")


def main() -> None:
    network = invented(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print(f"{len(network.demand)} rows of demand, {len(network.boms)} of bills, {len(network.processes)} of processes")
    with timed("check"):
        assert check(network).is_empty()
    broken = network.replace(
        demand=network.demand.with_columns(
            quantity=pl.when(pl.int_range(pl.len()) % 10 == 0).then(-1.0).otherwise("quantity")
        )
    )
    with timed("check, one row in ten bad"):
        print(f"{len(check(broken))} problems")
    with tempfile.TemporaryDirectory() as folder:
        with timed("save"):
            save(network, Path(folder) / "network")
        with timed("load"):
            loaded = load(Path(folder) / "network")
    with timed("fingerprints"):
        assert loaded.fingerprint == network.fingerprint


if __name__ == "__main__":
    main()
