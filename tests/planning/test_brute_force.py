"""The planner against counting: on tiny random networks its plan costs what the cheapest of all plans costs.

What the networks are about is counted too, so that they cannot become trivial: in every hundred, each rule must matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest

from onshore.checking.problems import nothing
from onshore.network import Network
from onshore.planning import plan
from onshore.plans import Plan

from .build import Row, table
from .enumerator import Enumerator
from .random_networks import Tables, draw
from .seeds import chunks

pytestmark = pytest.mark.usefixtures("poor")

NETWORKS, CHUNK = 500, 100
#: Fewest networks of a chunk in which a rule must matter.
SHARE = 1
#: Terms of money that a rule shows in when it matters.
TERMS = {
    "set-ups": "setup",
    "late demand": "late",
    "short demand": "short",
    "duties": "duty",
    "recoverable tax": "tax_finance",
    "breach of awards": "breach",
    "commitments": "commitment",
    "incentives": "incentive",
    "fixed charges of lanes": "lane",
    "fixed charges of sites": "site",
    "overtime": "overtime",
    "idle lines": "idle",
    "changing loads": "change",
    "investments": "investment",
    "worth of end stock": "end_stock",
    "breach of value targets": "value_breach",
}


def without(tables: Tables, name: str, **cells: float | None) -> Tables:
    """A network with these cells in all rows of a table."""
    return tables | {name: [r | cells for r in tables.get(name, ())]}


def without_site(tables: Tables, site: str) -> Tables:
    """A network in which nothing is bought or made at a site, and nothing leaves it."""
    left = {name: [r for r in tables.get(name, ()) if r[c] != site] for name, c in PLACES}
    return tables | left


PLACES = (("processes", "site"), ("routings", "site"), ("sourcing", "supplier"), ("lanes", "origin"))
#: The network without a rule: the rule matters where the optimum is then another.
REMOVED: dict[str, Callable[[Tables], Tables]] = {
    "a second plant": lambda x: without_site(x, "birch-plant"),
    "a second source": lambda x: without_site(x, "opal-plant"),
    "a source of phones": lambda x: without_site(x, "jade-plant") if "boms" not in x else x,
    "lots": lambda x: without(x, "processes", lot=1.0),
    "minimum lots": lambda x: without(x, "processes", minimum_lot=0.0),
    "lots of a source": lambda x: without(x, "sourcing", lot=1.0),
    "minimum orders": lambda x: without(x, "sourcing", moq=0.0),
    "capacity of a source": lambda x: without(x, "sourcing", capacity=None),
    "capacity of a lane": lambda x: without(x, "lanes", capacity=None),
    "hours of a line": lambda x: without(x, "resources", hours_per_day=24.0),
    "opening stock": lambda x: x | {"stock": []},
    "goods on the way": lambda x: x | {"in_transit": []},
    "one source only": lambda x: x | {"single_sources": []},
    "the gate of an incentive": lambda x: without(x, "schemes", sales_threshold=0.0),
    "another first year": lambda x: (
        x | {"scheme_members": [r for r in x.get("scheme_members", ()) if r["first_year"] != "2022-23"]}
    ),
    "no second incentive": lambda x: without(x, "schemes", no_stacking=False),
    "capex grants": lambda x: without(x, "schemes", capex_rate=None),
    "value targets": lambda x: x | {"value_targets": []},
    "what is built towards the gate of an incentive": lambda x: (
        without(x, "investments", eligible_share=0.0)
        if not any(r.get("capex_rate") for r in x.get("schemes", ()))
        else x
    ),
    "the rate of customs": lambda x: without(x, "exchange_rates", customs_rate=None),
    "certificates of origin": lambda x: x | {"preferential_duties": []},
    "terms of purchase": lambda x: without(x, "sourcing", terms="turnkey"),
    "patience": lambda x: without(x, "items", max_late=None),
}


def matter(tables: Tables, settings: Row, done: Plan, optimum: float, open_: set[str]) -> Iterator[str]:
    """Which of the rules still open matter in a network."""
    spent = done.money_by_term
    yield from (rule for rule, term in TERMS.items() if abs(spent.get(term, 0.0)) > 1e-9)
    if len(done.qualifications):
        yield "qualification"
    built = {r["site"] for r in tables.get("investments", ())} if len(done.investments) else set()
    if built & {*done.qualifications["site"]}:
        yield "a plant that is qualified when it stands"
    for rule, remove in REMOVED.items():
        if rule in open_ and (other := remove(tables)) != tables:
            full = {k: v for k, v in other.items() if v}
            if full != tables and abs(Enumerator(full, settings).optimum() - optimum) > 1e-6:
                yield rule


def check_none_but_the_first(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks take half the time of a plan this small; that networks drawn here pass them is seen on the first ones."""
    if first:
        monkeypatch.setattr(import_module(plan.__module__), "check", lambda _: nothing())


@pytest.mark.parametrize("first", chunks(NETWORKS, CHUNK, quick=200))
def test_the_plan_costs_what_the_cheapest_of_all_plans_costs(first: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module(plan.__module__), "measures", lambda *_: {})  # not at issue, and slow
    check_none_but_the_first(first, monkeypatch)
    rules = {*TERMS, *REMOVED, "qualification", "a plant that is qualified when it stands"}
    mattered: Counter[str] = Counter()
    for seed in range(first, first + CHUNK):
        tables, settings = draw(seed)
        optimum = Enumerator(tables, settings).optimum()
        done = plan(Network(settings, {k: table(k, rows) for k, rows in tables.items()}), gap=0.0, within=())
        assert done.objective == pytest.approx(optimum, rel=1e-6, abs=1e-6), f"seed {seed}"
        assert done.bound <= optimum + 1e-6 * max(1.0, abs(optimum)), f"seed {seed}"
        open_ = {rule for rule in rules if mattered[rule] < SHARE}
        mattered.update(matter(tables, settings, done, optimum, open_))
    assert {rule for rule in rules if mattered[rule] < SHARE} == set()


@pytest.mark.parametrize("first", chunks(100, 50, quick=50))
def test_pieces_are_whole_where_lanes_and_yields_are_not(first: int, monkeypatch: pytest.MonkeyPatch):
    """Lanes that carry a part of a piece, and uses of parts of pieces: the best plan in whole pieces is found, and proven."""
    check_none_but_the_first(first, monkeypatch)
    for seed in range(first, first + 50):
        tables, settings = draw(seed, odd=True)
        optimum = Enumerator(tables, settings).optimum()
        done = plan(Network(settings, {k: table(k, rows) for k, rows in tables.items()}), gap=0.0, within=())
        assert done.objective == pytest.approx(optimum, rel=1e-6, abs=1e-6), f"seed {seed}"
        assert done.bound <= optimum + 1e-6 * max(1.0, abs(optimum)), f"seed {seed}"
