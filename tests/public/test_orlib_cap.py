"""Warehouse location (Beasley, OR-Library) as a network: the plan costs what the library says is the least.

A warehouse is a plant with a line whose hours are its capacity and a fixed cost for the one day of the horizon; a customer is a market; the cost of serving all of a customer's
demand from a warehouse is spread over its pieces on the lane.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from pathlib import Path

import polars as pl
import pytest

from onshore.network import Network
from onshore.planning import plan
from onshore.schema import NETWORK
from onshore.verification import verify

pytestmark = pytest.mark.public
DAY = dt.date(2024, 1, 1)


def folder() -> Path:
    return Path(os.environ["ONSHORE_BENCH"]) / "orlib_cap"


def answers() -> list[tuple[str, float]]:
    """Instances with capacities and a proven optimum, a sample of those in the folder; the folder must be there."""
    if "ONSHORE_BENCH" not in os.environ:
        return []
    with (folder() / "answers.csv").open() as lines:
        rows = [
            r for r in csv.DictReader(lines) if r["instance"] in {"cap41", "cap61", "cap71", "cap72", "cap91", "cap101"}
        ]
    return [(r["file"], float(r["published_value"])) for r in rows]


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    declared = NETWORK[name]
    filled = [{c: r.get(c, None if x.required else x.default) for c, x in declared.columns.items()} for r in rows]
    return pl.DataFrame(filled, schema=declared.dtypes, orient="row")


def warehouses(text: str) -> Network:
    """The network of one file: m n; capacity and fixed cost of each warehouse; demand and m costs of each customer."""
    numbers = [float(x) for x in text.split()]
    m, n = int(numbers[0]), int(numbers[1])
    capacity, fixed = numbers[2 : 2 + 2 * m : 2], numbers[3 : 3 + 2 * m : 2]
    rest = numbers[2 + 2 * m :]
    customers = [(rest[j * (m + 1)], rest[j * (m + 1) + 1 : (j + 1) * (m + 1)]) for j in range(n)]
    place = {"company": "firm", "country": "XX"}
    plants = [{"site": f"w{i}", "kind": "plant", "fixed_cost": fixed[i], **place} for i in range(m)]
    markets = [{"site": f"c{j}", "kind": "market", **place} for j in range(n)]
    lanes = [
        {"origin": f"w{i}", "destination": f"c{j}", "cost_per_unit": costs[i] / wanted}
        for j, (wanted, costs) in enumerate(customers)
        for i in range(m)
    ]
    at = [{"site": f"w{i}", "item": "good", "resource": f"line{i}", "from": DAY} for i in range(m)]
    tables: dict[str, list[dict[str, object]]] = {
        "companies": [{"company": "firm", "kind": "brand", "country": "XX"}],
        "sites": [*plants, *markets],
        "items": [{"item": "good", "kind": "finished", "short_cost": 1e6}],
        "periods": [{"period": "day", "start": DAY, "days": 1}],
        "processes": [dict(x) for x in at],
        "resources": [{**x, "lines": capacity[i], "hours_per_day": 1.0} for i, x in enumerate(at)],
        "routings": [{**x, "hours": 1.0} for x in at],
        "lanes": lanes,
        "demand": [
            {"item": "good", "market": f"c{j}", "period": "day", "quantity": d} for j, (d, _) in enumerate(customers)
        ],
    }
    settings = {"name": "warehouses", "currency": "XXX", "start": DAY}
    return Network(settings, {name: table(name, rows) for name, rows in tables.items()})


def test_the_folder_of_public_cases_is_there() -> None:
    assert (folder() / "answers.csv").is_file()


@pytest.mark.parametrize(("file", "best"), answers())
def test_the_least_cost_is_found_and_proven(file: str, best: float) -> None:
    network = warehouses((folder() / file).read_text())
    found = plan(network, gap=1e-6, time_limit=60.0, within=())
    assert verify(network, found).is_empty()
    assert found.objective == pytest.approx(best, rel=1e-4)
    assert found.bound <= best * (1 + 1e-6)
    assert found.gap <= 1e-4
