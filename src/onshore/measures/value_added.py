"""Value added at home, by four methods of law: what a finished piece holds that was imported, tier by tier.

A percentage of value added means nothing without its method, so every row and every KPI here carries one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

import polars as pl

from onshore import policy
from onshore.measures.days import home
from onshore.measures.parts import material
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["VALUE_METHODS", "value_added"]

By = Literal["item", "site", "company", "period", "all"]
Place = tuple[str, str]  # site, item

#: Each method of the law's table `value_addition`: what it is called, and its formula.
VALUE_METHODS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "pli_dva": ("scheme guideline", "(sales - imported) / sales"),
        "ppp_mii": ("public procurement", "duties count as imported too"),
        "advance_authorisation": ("export obligation", "(sales - imports) / imports"),
        "aifta_rvc": ("regional value content", "(sales - imported) / sales"),
    }
)
_AMOUNTS: Final = ("sales", "imported", "content", "duty")
_COLUMNS: Final = (
    *("method", "key", *_AMOUNTS, "counted", "value_addition", "threshold"),
    *("reaches", "heading_changes", "passes"),
)
_DIGITS: Final = 6
#: Rounds of following pieces through bills and between sites; only lanes that run in a circle need more than a few.
_ROUNDS: Final = 100


def value_added(network: Network, plan: Plan, by: By = "company") -> pl.DataFrame:
    """Value added to finished items made in the home country, by method and item, site, company, period, or all.

    Columns: method, key; sales (pieces made × `invoice_value`; items without one are left out), imported (CIF of
    what crossed the border), content (imported content inside local purchases), duty (basic and surcharge on the
    imports, whatever a relief saves), counted (what the method takes for imported), value_addition (None where there
    is nothing to divide by), threshold (the lowest of the law; by company the whole-horizon row of `value_targets` if
    there is one), reaches (at least the threshold), heading_changes (aifta_rvc only: each imported input differs in
    the first 6 digits of `hs`; None if a code is missing or too short to tell), passes (all tests of the method).

    What a piece holds is worked out from below: a component is the mean of all of it that comes to the site in this
    plan (imports at CIF, local purchases at `imported_share` of their price, pieces of other sites at what those
    hold), a subassembly made there the sum of its parts, with scrap and yield. What was there on the first morning
    is taken to be like what comes; where nothing comes it has its standard content: `items.value` × the largest
    imported share of an offer (1 if one is abroad or there is none), or the sum of its parts. Amounts of items add
    up to those of sites, companies, periods and all.
    """
    base = _base(network, plan)
    key = pl.lit("") if by == "all" else pl.col(by)
    sums = (
        base.group_by(key=key)
        .agg(pl.col(_AMOUNTS).sum(), pl.col("heading").min(), unknown=pl.col("heading").is_null().any())
        .sort("key")
    )
    changes = pl.when(pl.col("heading") == 0).then(False).when(~pl.col("unknown")).then(True)
    frames = [
        sums.with_columns(
            method=pl.lit(method),
            counted=_counted(method),
            threshold=pl.lit(_least(method), pl.Float64),
            heading_changes=changes if method == "aifta_rvc" else pl.lit(None, pl.Boolean),
        )
        for method in VALUE_METHODS
    ]
    rows = pl.concat(frames)
    if by == "company":
        whole = pl.all_horizontal(pl.col("site", "item", "fiscal_year", "first", "last") == "")
        asked = network.value_targets.filter(whole).select("method", "least", key="company")
        rows = rows.join(asked, on=["method", "key"], how="left", maintain_order="left", validate="m:1")
        rows = rows.with_columns(threshold=pl.coalesce("least", "threshold"))
    over = pl.when(pl.col("method") == "advance_authorisation").then("counted").otherwise("sales")
    left = pl.col("sales") - pl.col("counted")
    nothing_imported = (pl.col("method") == "advance_authorisation") & (pl.col("counted") <= 0)
    enough = left >= pl.col("threshold") * over - 1e-9 * pl.col("sales")
    rows = rows.with_columns(
        value_addition=pl.when(over > 0).then(left / over),
        reaches=pl.when(nothing_imported).then(True).otherwise(enough),
    )
    both = pl.when(pl.col("method") == "aifta_rvc").then(pl.col("reaches") & pl.col("heading_changes"))
    return rows.with_columns(passes=both.otherwise(pl.col("reaches"))).select(_COLUMNS)


def _least(method: str) -> float | None:
    """The lowest threshold that the law has for a method; None where it has none."""
    tests = policy.law()["value_addition"].filter(method=method)
    return tests.select(pl.col("threshold").min()).item()


def _counted(method: str) -> pl.Expr:
    """What a method takes for imported."""
    parts = {"advance_authorisation": ["imported"], "ppp_mii": ["imported", "content", "duty"]}
    return pl.sum_horizontal(parts.get(method, ["imported", "content"]))


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one piece holds: imports at CIF, imported content of local purchases, duty, and imported inputs."""

    imported: float = 0.0
    content: float = 0.0
    duty: float = 0.0
    inputs: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Ways:
    """How an item comes to a site: amounts from outside, pieces of other sites, and pieces made there."""

    quantity: float = 0.0
    imported: float = 0.0
    content: float = 0.0
    duty: float = 0.0
    abroad: bool = False
    sites: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    made: float = 0.0
    started: float = 0.0


def _base(network: Network, plan: Plan) -> pl.DataFrame:
    """Finished pieces made at home, with what they sell for and hold: item, site, company, period, _AMOUNTS, and
    heading (1 if each imported input is of another sub-heading, 0 if not, null if unknown).
    """
    goods = network.items.filter(pl.col("kind") == "finished", pl.col("invoice_value").is_not_null())
    here = network.sites.filter(country=home(network)).select("site", "company")
    made = (
        plan.production.filter(pl.col("quantity") > 0)
        .join(goods.select("item", "hs", "invoice_value"), on="item")
        .join(here, on="site")
        .group_by("item", "site", "company", "period", "hs", "invoice_value", maintain_order=True)
        .agg(pl.col("quantity").sum())
    )
    held = _Held(network, plan)
    headings = dict(network.items.select("item", "hs").iter_rows())
    rows = []
    for row in made.iter_rows(named=True):
        piece = held.made(row["site"], row["item"])
        n = row["quantity"]
        amounts = (n * row["invoice_value"], n * piece.imported, n * piece.content, n * piece.duty)
        heading = _heading(row["hs"], [headings[i] for i in piece.inputs])
        rows.append((row["item"], row["site"], row["company"], row["period"], *amounts, heading))
    schema = dict.fromkeys(("item", "site", "company", "period"), pl.String) | dict.fromkeys(_AMOUNTS, pl.Float64)
    return pl.DataFrame(rows, schema=schema | {"heading": pl.Int64}, orient="row")


def _heading(own: str | None, inputs: list[str | None]) -> int | None:
    """1 if the sub-heading differs from that of each input, 0 if one is the same, None if that cannot be told."""
    found = [_differs(own, one) for one in inputs]
    if False in found:
        return 0
    return None if None in found else 1


def _differs(own: str | None, other: str | None) -> bool | None:
    if not own or not other:
        return None
    size = min(len(own), len(other), _DIGITS)
    if own[:size] != other[:size]:
        return True
    return False if size == _DIGITS else None


class _Held:
    """What pieces hold at each site of the home country."""

    def __init__(self, network: Network, plan: Plan) -> None:
        self._network, self._country = network, home(network)
        self._bills: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in network.boms.iter_rows(named=True):
            self._bills[row["item"]].append((row["component"], row["quantity"] * (1 + row["scrap"])))
        self._values: dict[str, float] = dict(network.items.select("item", "value").iter_rows())
        self._shares = self._imported_shares()
        self._ways = self._collected(plan)
        self._pieces: dict[Place, _Piece] = {}
        for _ in range(_ROUNDS):
            before, self._pieces = self._pieces, {place: self._mean(place) for place in self._ways}
            if _same(before, self._pieces):
                break

    def _collected(self, plan: Plan) -> dict[Place, _Ways]:
        ways: dict[Place, _Ways] = defaultdict(_Ways)
        duties = plan.money.filter(term="duty").group_by("site", "item").agg(pl.col("amount").sum())
        for row in material(self._network, plan).filter(to_country=self._country).iter_rows(named=True):
            way = ways[row["destination"], row["item"]]
            way.quantity += row["quantity"]
            if row["from_country"] != self._country:
                way.imported += row["cif"]
                way.abroad = True
            elif row["bought"]:
                way.content += row["content"]
            else:
                way.sites[row["origin"]] += row["quantity"]
        for site, item, amount in duties.iter_rows():
            if (site, item) in ways:
                ways[site, item].duty += amount
        plants = self._network.sites.filter(country=self._country).select("site")
        for row in plan.production.join(plants, on="site", how="semi").iter_rows(named=True):
            way = ways[row["site"], row["item"]]
            way.quantity += row["quantity"]
            way.made += row["quantity"]
            way.started += row["started"]
        return {place: way for place, way in ways.items() if way.quantity > 0}

    def _imported_shares(self) -> dict[str, float]:
        """Largest imported share of an offer, by item; 1 if one is abroad."""
        rows = self._network.sourcing
        known = rows.filter(pl.col("known_from").is_null() | (pl.col("known_from") <= self._network.start))
        offers = known.join(self._network.sites.select("country", supplier="site"), on="supplier", validate="m:1")
        share = pl.when(pl.col("country") == self._country).then("imported_share").otherwise(1.0)
        return dict(offers.group_by("item").agg(share.max()).iter_rows())

    def made(self, site: str, item: str) -> _Piece:
        """A good piece that the site makes."""
        way = self._ways[site, item]
        each = way.started / way.made
        parts = [(self._part(site, component), takes * each) for component, takes in self._bills.get(item, ())]
        return _mixed(parts)

    def _part(self, site: str, item: str) -> _Piece:
        if (site, item) in self._ways:
            return self._pieces.get((site, item), _Piece())
        return self._standard(item)

    def _standard(self, item: str) -> _Piece:
        """A piece of which nothing comes to the site in the plan."""
        if item in self._shares or item not in self._bills:
            share = self._shares.get(item, 1.0)
            worth = self._values[item] * share
            return _Piece(imported=worth, inputs=frozenset([item])) if share >= 1 else _Piece(content=worth)
        return _mixed([(self._standard(component), takes) for component, takes in self._bills[item]])

    def _mean(self, place: Place) -> _Piece:
        site, item = place
        way = self._ways[place]
        parts = [(self._part(origin, item), pieces) for origin, pieces in way.sites.items()]
        if way.made > 0:
            parts.append((self.made(site, item), way.made))
        own = frozenset([item]) if way.abroad else frozenset[str]()
        outside = _Piece(way.imported, way.content, way.duty, own)
        return _mixed([(outside, 1.0), *parts], way.quantity)


def _mixed(parts: list[tuple[_Piece, float]], of: float = 1.0) -> _Piece:
    """The sum of so many of each, divided by `of`."""
    return _Piece(
        sum(piece.imported * n for piece, n in parts) / of,
        sum(piece.content * n for piece, n in parts) / of,
        sum(piece.duty * n for piece, n in parts) / of,
        frozenset(i for piece, _ in parts for i in piece.inputs),
    )


def _same(a: Mapping[Place, _Piece], b: Mapping[Place, _Piece]) -> bool:
    """Whether two rounds found the same, to a trillionth."""

    def near(x: float, y: float) -> bool:
        return abs(x - y) <= 1e-12 * max(1.0, abs(y))

    return a.keys() == b.keys() and all(
        near(a[k].imported, p.imported)
        and near(a[k].content, p.content)
        and near(a[k].duty, p.duty)
        and a[k].inputs == p.inputs
        for k, p in b.items()
    )
