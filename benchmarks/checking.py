"""How long it takes to check, save and load a network with many rows of demand.

    python -m benchmarks.checking [--rows 1000000] [--out benchmarks/results]

The promise is a million rows in at most 3 seconds; the exit code is 1 if it is not kept.

The network is made up: 1,000 finished items with 20 components each, made at 4 plants and sold in 100 markets
over 52 weeks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.machine import RESULTS, record
from onshore.checking import check
from onshore.formats import load, save
from onshore.network import Network
from onshore.schema import NETWORK

ITEMS, PARTS, PLANTS, MARKETS, WEEKS = 1000, 20, 4, 100, 52
START = dt.date(2024, 4, 1)
#: Seconds in which a million rows are checked.
PROMISE = 3.0


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


def measured(rows: int) -> dict[str, Any]:
    """Seconds of each step."""
    network = invented(rows)
    print(f"{len(network.demand)} rows of demand, {len(network.boms)} of bills, {len(network.processes)} of processes")
    seconds: dict[str, float] = {}

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        seconds[what] = round(time.perf_counter() - begin, 3)

    with timed("check"):
        assert check(network).is_empty()
    broken = network.replace(
        demand=network.demand.with_columns(
            quantity=pl.when(pl.int_range(pl.len()) % 10 == 0).then(-1.0).otherwise("quantity")
        )
    )
    with timed("check with one row in ten bad"):
        assert len(check(broken)) == -(-len(network.demand) // 10)
    with tempfile.TemporaryDirectory() as folder:
        with timed("save"):
            save(network, Path(folder) / "network")
        with timed("load"):
            loaded = load(Path(folder) / "network")
    with timed("two fingerprints"):
        assert loaded.fingerprint == network.fingerprint
    return {"rows": len(network.demand), **seconds}


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and record. Returns 1 if the promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    found = measured(options.rows)
    found["check over promise"] = round(found["check"] / (PROMISE * found["rows"] / 1e6), 3)
    found["check over load"] = round(found["check"] / found["load"], 3)
    record(options.out, "checking", [found])
    for name, value in found.items():
        print(f"{name}: {value}")
    kept = found["rows"] < 1e6 or found["check"] <= PROMISE
    print(f"A million rows in at most {PROMISE:g} s: {'kept' if kept else 'not kept'}.")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
