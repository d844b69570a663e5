"""What must not change a plan's cost, or may change it in one direction only, whatever the network."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from onshore import apply, load
from onshore.network import Network
from onshore.planning import plan
from onshore.schema import NETWORK, PLAN

from .build import ROAD, best, network, row, table, wants
from .random_networks import Tables, draw
from .seeds import chunks

pytestmark = pytest.mark.usefixtures("poor")

THREE_SITES = Path(__file__).parents[2] / "cases" / "three-sites"
SEEDS = range(7)  # one of each shape

#: Every amount of money: scaled together, they scale what everything costs.
MONEY = [(t, c) for t, table_ in NETWORK.items() for c, col in table_.columns.items() if col.unit.startswith("money")]
#: Amounts that are only ever paid. (Not values: stock is worth them at the end.)
COSTS = [
    ("sites", "fixed_cost"),
    *(("items", c) for c in ("holding_cost", "late_cost", "short_cost")),
    *(("processes", c) for c in ("conversion_cost", "fee", "qualification_cost")),
    *(("resources", c) for c in ("overtime_cost", "idle_cost", "change_cost")),
    ("routings", "setup_cost"),
    ("sourcing", "price"),
    *(("lanes", c) for c in ("cost_per_kg", "cost_per_unit", "cost_per_value", "fixed_cost")),
    *(("awards", c) for c in ("breach_cost", "commitment_cost")),
    ("duties", "rate"),
    ("exchange_rates", "rate"),
]


def drawn(seed: int) -> Network:
    return made_of(*draw(seed))


def made_of(tables: Tables, settings: dict) -> Network:
    return Network(settings, {k: table(k, rows) for k, rows in tables.items()})


def cost(net: Network) -> float:
    """Of the cheapest plan."""
    return best(net).objective


def about(amount: float) -> float:
    return 1e-6 * max(1.0, abs(amount))


def scaled(net: Network, factor: float) -> Network:
    """The network with every amount of money multiplied."""
    frames = dict(net.tables)
    for name, column in MONEY:
        if name in frames and not frames[name].is_empty():
            frames[name] = frames[name].with_columns(pl.col(column) * factor)
    return net.replace(**frames)


def renamed(net: Network) -> tuple[Network, dict[str, dict[str, str]]]:
    """New names for all that has one, in another order of the alphabet; and the old name of each new one."""
    frames, old = dict(net.tables), {}
    for owner in ("companies", "sites", "items", "periods", "resources", "ramps"):
        names = frames[owner][NETWORK[owner].key[0]].unique(maintain_order=True).to_list()
        new = {name: f"{owner}-{len(names) - k:02}" for k, name in enumerate(names)}
        old[owner] = {v: k for k, v in new.items()}
        for name, declared in NETWORK.items():
            mine = [
                c
                for c, x in declared.columns.items()
                if name in frames and (x.reference == owner or (name, c) == (owner, declared.key[0]))
            ]
            if mine:
                frames[name] = frames[name].with_columns(pl.col(mine).replace(new))
    return net.replace(**frames), old


def shuffled(net: Network, seed: int) -> Network:
    """Rows in another order; only periods must stand in order of time."""
    frames = {k: x.sample(fraction=1.0, shuffle=True, seed=seed) for k, x in net.tables.items() if k != "periods"}
    return net.replace(**frames)


@pytest.mark.parametrize("factor", [1e-3, 1e4])
def test_all_money_times_a_factor(factor: float):
    for seed in SEEDS:
        net = drawn(seed)
        assert cost(scaled(net, factor)) == pytest.approx(factor * cost(net), rel=1e-6, abs=1e-9), f"seed {seed}"


def in_currency(net: Network, currency: str, factor: float) -> Network:
    """The same network, its own amounts told in another currency at one fixed rate; foreign amounts stay foreign."""
    frames = dict(net.tables)
    own = net.settings["currency"]
    for name, column in MONEY:
        rows = frames[name]
        if "currency" in rows.columns:
            mine = pl.col("currency").is_null() | (pl.col("currency") == own)
            frames[name] = rows.with_columns(pl.when(mine).then(pl.col(column) * factor).otherwise(pl.col(column)))
        elif name != "exchange_rates":
            frames[name] = rows.with_columns(pl.col(column) * factor)
    rates = frames["exchange_rates"].with_columns(pl.col("rate", "customs_rate") * factor)
    old = {"currency": own, "from": min([net.periods["start"].min(), *rates["from"]]), "rate": factor}
    frames["exchange_rates"] = pl.concat([rates, table("exchange_rates", [old])])
    return Network(dict(net.settings) | {"currency": currency}, frames)


def weighed(net: Network, factor: float) -> Network:
    """The same network, its masses told in another unit."""
    times = {"kg/unit": factor, "kg/day": factor, "money/kg": 1.0 / factor}
    frames = {
        name: rows.with_columns(pl.col(c) * times[x.unit] for c, x in NETWORK[name].columns.items() if x.unit in times)
        for name, rows in net.tables.items()
    }
    return net.replace(**frames)


def test_another_currency_at_a_fixed_rate_tells_the_same_cost():
    for net in (*(drawn(seed) for seed in SEEDS), load(THREE_SITES)):
        factor = 1.0 / 83.0
        assert cost(in_currency(net, "SGD", factor)) == pytest.approx(factor * cost(net), rel=1e-6, abs=1e-9)


def test_another_unit_of_mass_tells_the_same_cost():
    for net in (*(drawn(seed) for seed in SEEDS), load(THREE_SITES)):
        assert cost(weighed(net, 1e-3)) == pytest.approx(cost(net), rel=1e-6, abs=1e-9)


def test_names_do_not_matter_to_the_cost():
    for seed in SEEDS:
        net = drawn(seed)
        assert cost(renamed(net)[0]) == pytest.approx(cost(net), rel=1e-9), f"seed {seed}"


def test_a_plan_under_other_names_is_the_same_plan():
    net = load(THREE_SITES)
    other, old = renamed(net)
    one, two = plan(net, gap=0.0, within=()), plan(other, gap=0.0, within=())
    places = {"site": "sites", "origin": "sites", "destination": "sites", "supplier": "sites", "market": "sites"}
    things = {"item": "items", "company": "companies", "owner": "companies", "brand": "companies"}
    owners = places | things | {"period": "periods", "arrival": "periods", "resource": "resources"}
    for name in ("production", "shipments", "stock", "sales", "qualifications", "money"):
        back = two.tables[name].with_columns(
            pl.col(c).replace(old[o]) for c, o in owners.items() if c in two.tables[name].columns
        )
        assert_frame_equal(back.sort(PLAN[name].key), one.tables[name].sort(PLAN[name].key), abs_tol=1e-6)


def test_the_order_of_rows_does_not_matter():
    for seed in SEEDS:
        net = drawn(seed)
        assert cost(shuffled(net, seed)) == pytest.approx(cost(net), rel=1e-9), f"seed {seed}"
    net = load(THREE_SITES)
    one, two = (plan(x, gap=0.0, within=()) for x in (net, shuffled(net, 1)))
    for name in PLAN:
        assert_frame_equal(one.tables[name], two.tables[name], check_row_order=False, abs_tol=1e-6)


@pytest.mark.parametrize(("name", "column"), COSTS)
def test_a_higher_cost_never_makes_a_plan_cheaper(name: str, column: str):
    rose, tried = 0, 0
    for seed in random.Random(column).sample(range(300), 300):
        net = drawn(seed)
        if name not in net.tables or not net.tables[name][column].sum():
            continue
        before, after = best(net), best(net.replace(**{name: net.tables[name].with_columns(pl.col(column) * 1.3)}))
        assert after.objective >= before.bound - about(before.bound), f"seed {seed}"
        rose += after.objective > before.objective + about(before.objective)
        tried += 1
        if tried >= 5 and rose:
            return
    pytest.fail("the cost never mattered")


RAIL = {"origin": "alder-plant", "destination": "shop", "mode": "rail", "days": 0.0, "cost_per_unit": 0.3}
MORE: dict[str, Tables] = {
    "a lane": {"lanes": [RAIL]},
    "a plant": {
        "sites": [{"site": "alder-annex", "company": "alder", "kind": "plant", "country": "IN"}],
        "processes": [{"site": "alder-annex", "item": "phone", "conversion_cost": 21.0}],
        "lanes": [row(ROAD, origin="alder-annex"), row(ROAD, origin="jade-plant", destination="alder-annex")],
    },
    "a source": {
        "sites": [{"site": "pearl-plant", "company": "jade", "kind": "supplier", "country": "IN"}],
        "sourcing": [{"supplier": "pearl-plant", "item": "phone", "price": 24.0, "from": "2024-01-01"}],
        "lanes": [row(ROAD, origin="pearl-plant")],
    },
}


@pytest.mark.parametrize("option", MORE)
def test_one_more_option_never_makes_a_plan_dearer(option: str):
    fell = 0
    for seed in SEEDS:
        tables, settings = draw(seed)
        before = best(made_of(tables, settings))
        after = best(made_of(tables | {k: tables.get(k, []) + rows for k, rows in MORE[option].items()}, settings))
        assert after.bound <= before.objective + about(before.objective), f"seed {seed}"
        fell += after.objective < before.objective - about(before.objective)
    assert fell  # the option is of use to some


def test_where_nothing_is_wanted_nothing_is_done_and_nothing_paid():
    done = best(network((10, 10), demand=[{"item": "phone", "market": "shop", "period": "p0", "quantity": 0.0}]))
    assert done.objective == done.bound == done.floor == 0.0
    assert all(frame.is_empty() for frame in done.tables.values())
    # Kits, lots, fixed charges and lines do not change that; what stands there, and what has been promised, would.
    for seed in SEEDS:
        tables, settings = draw(seed)
        given = ("stock", "in_transit", "awards", "schemes", "scheme_members", "outside_sales")
        kept = {k: v for k, v in tables.items() if k not in given}
        kept |= {"resources": [r | {"minimum_load": 0.0} for r in tables.get("resources", ())]}
        kept["demand"] = [r | {"quantity": 0.0} for r in tables["demand"]]
        done = best(made_of(kept, settings))
        assert done.objective == 0.0, f"seed {seed}"
        assert done.production.is_empty(), f"seed {seed}"
        assert done.shipments.is_empty(), f"seed {seed}"


def test_as_much_again_of_everything_costs_as_much_again():
    # No lots, lines or fixed charges: 3 phones cost what 1 phone costs, three times.
    one, three = (cost(network((10, 20), demand=wants(q, 2 * q))) for q in (1.0, 3.0))
    assert three == pytest.approx(3 * one) == 90.0


@pytest.mark.parametrize("first", chunks(28, 14, quick=14))
def test_the_floor_is_below_the_bound_and_the_bound_below_the_cost(first: int):
    apart = 0
    for seed in range(first, first + 14):
        net = drawn(seed)
        for gap in (0.0, 0.2):
            done = plan(net, gap=gap, within=())
            assert done.floor <= done.bound + about(done.bound), f"seed {seed}"
            assert done.bound <= done.objective + about(done.objective), f"seed {seed}"
            apart += done.floor < done.bound - about(done.bound)
    assert apart


@pytest.mark.parametrize("scenario", ["", "no-incentive", "wide-band", "chain", "price-known"])
def test_floor_bound_and_cost_of_three_sites(scenario: str):
    net = load(THREE_SITES)
    done = plan(apply(net, scenario) if scenario else net, within=())
    assert 0 < done.floor < done.bound <= done.objective
