"""Which items can be where: places an item can reach and is useful at, and the moves between them.

Columns exist only here, so a program holds no piece that could never be made, moved or used.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from onshore.planning.customs import duty_rates, preferential_rates, with_cif
from onshore.planning.facts import Facts

__all__ = ["Routes"]

Pair = tuple[str, str]  # site, item


@dataclass(frozen=True)
class Routes:
    """The graph of (site, item) pairs of a network."""

    facts: Facts

    @cached_property
    def _bill(self) -> dict[str, list[str]]:
        return dict(self.facts.network.boms.group_by("item").agg("component").iter_rows())

    @cached_property
    def _makes(self) -> set[Pair]:
        return set(self.facts.ways.select("site", "item").unique().iter_rows())

    @cached_property
    def _sells(self) -> set[Pair]:
        return set(self.facts.offers.select("supplier", "item").unique().iter_rows())

    @cached_property
    def stocked(self) -> set[Pair]:
        """Pairs with opening stock or goods on the way."""
        n = self.facts.network
        rows = pl.concat([x.filter(pl.col("quantity") > 0).select("site", "item") for x in (n.stock, n.in_transit)])
        return set(rows.iter_rows())

    @cached_property
    def wanted(self) -> set[Pair]:
        """Pairs at which customers want something."""
        return set(
            self.facts.network.demand.filter(pl.col("quantity") > 0).select("market", "item").unique().iter_rows()
        )

    @cached_property
    def _lanes(self) -> list[tuple[str, str, bool]]:
        """origin, destination, whether every way between them needs a duty class."""
        lanes = self.facts.lanes
        if lanes.is_empty():
            return []
        pairs = lanes.group_by("origin", "destination", maintain_order=True).agg(pl.col("crosses").all())
        return list(pairs.iter_rows())

    @cached_property
    def _passed_on(self) -> set[Pair]:
        """Pairs from which stock can be shipped: a plant ships only what it makes, other places pass on anything."""
        n = self.facts.network
        makers = set(n.sites.filter(pl.col("kind").is_in(["plant", "supplier"]))["site"])
        others = n.sites.filter(~pl.col("site").is_in(sorted(makers))).select("site")
        anything = others.join(n.items.select("item"), how="cross")
        return set(n.processes.select("site", "item").iter_rows()) | set(anything.iter_rows())

    @cached_property
    def _unclassed(self) -> set[str]:
        """Items without a duty class: they never cross a border at which duty is paid."""
        items = self.facts.network.items
        return set(items.filter(pl.col("duty_class").is_null())["item"])

    @cached_property
    def nodes(self) -> set[Pair]:
        """Pairs that can hold stock: reachable and useful, or stocked from the start."""
        return (self._reachable & self.useful) | self.stocked

    @cached_property
    def _reachable(self) -> set[Pair]:
        """Pairs that an item can get to."""
        reach, before = set(self.stocked), -1
        while before != len(reach):
            before = len(reach)
            reach |= {(s, i) for s, i in self._makes if all((s, c) in reach for c in self._bill.get(i, ()))}
            for origin, destination, crosses in self._lanes:
                items = {i for s, i in (reach & self._passed_on) | self._sells if s == origin}
                reach |= {(destination, i) for i in (items - self._unclassed if crosses else items)}
        return reach

    @cached_property
    def useful(self) -> set[Pair]:
        """Pairs at which an item serves a customer, a process or a place further on."""
        use, before = set(self.wanted), -1
        makes = set(self.facts.network.processes.select("site", "item").iter_rows())
        while before != len(use):
            before = len(use)
            use |= {(s, c) for s, i in makes if (s, i) in use for c in self._bill.get(i, ())}
            for origin, destination, crosses in self._lanes:
                items = {i for s, i in use if s == destination}
                leaving = {(origin, i) for i in (items - self._unclassed if crosses else items)}
                use |= leaving & self._passed_on
        return use

    def frame(self, pairs: set[Pair]) -> pl.DataFrame:
        """site, item of pairs, sorted."""
        return pl.DataFrame(sorted(pairs), schema={"site": pl.String, "item": pl.String}, orient="row")

    @cached_property
    def moves(self) -> pl.DataFrame:
        """origin, destination, mode, item, bought: what can move where; bought pieces leave a supplier."""
        lanes = self.facts.lanes.select("origin", "destination", "mode", "crosses").unique(maintain_order=True)
        ends = self.frame(self._reachable & self.useful).rename({"site": "destination"})
        bought = self.frame(self._sells).rename({"site": "origin"}).with_columns(bought=pl.lit(True))
        held = (
            self.frame((self.nodes & self._passed_on) - self._sells)
            .rename({"site": "origin"})
            .with_columns(bought=pl.lit(False))
        )
        return (
            lanes.join(pl.concat([bought, held]), on="origin")
            .join(ends, on=["destination", "item"], how="semi")
            .filter(~pl.col("crosses") | ~pl.col("item").is_in(sorted(self._unclassed)))
            .drop("crosses")
            .sort("origin", "destination", "mode", "item")
        )

    @cached_property
    def need(self) -> dict[str, float]:
        """Most pieces of each item that serving all demand and keeping all commitments could take (docs/meaning.md,
        section 2): with the worst yield and scrap, and with a whole and a smallest lot more of what it goes into in
        every period and way of making that.
        """
        n = self.facts.network
        need = dict(n.demand.group_by("item").agg(pl.col("quantity").sum()).iter_rows())
        promised = n.awards.filter((pl.col("commitment") > 0) & (pl.col("commitment_cost") > 0))
        promised = promised.group_by(group="item_group").agg(pl.col("commitment").sum())
        goods = n.items.filter(kind="finished").join(promised, on="group").select("item", "commitment")
        for item, commitment in goods.iter_rows():
            need[item] = need.get(item, 0.0) + commitment
        worst, over = dict(self._worst.iter_rows()), dict(self._over.iter_rows())
        bom = {i: rows.to_dicts() for (i,), rows in n.boms.partition_by("item", as_dict=True).items()}
        for item in self.order:
            made = need[item] + over.get(item, 0.0) if need.get(item) else 0.0
            for row in bom.get(item, ()):
                extra = made * worst.get(item, 1.0) * row["quantity"] * (1 + row["scrap"])
                need[row["component"]] = need.get(row["component"], 0.0) + extra
        return need

    @cached_property
    def _worst(self) -> pl.DataFrame:
        """item, pieces started for a good one by its worst process in the worst week of its ramp."""
        n = self.facts.network
        least = n.ramps.group_by("ramp").agg(least=pl.col("yield_share").min())
        ways = n.processes.join(least, on="ramp", how="left", validate="m:1")
        share = pl.when("qualified").then(1.0).otherwise(pl.col("least").fill_null(1.0))
        return ways.group_by("item").agg((1.0 / (pl.col("yield") * share)).max())

    @cached_property
    def _over(self) -> pl.DataFrame:
        """item, a lot and a smallest lot for every way of making it in every period."""
        n, key = self.facts.network, ["site", "item", "process"]
        ways = n.processes.join(n.routings.select(key), on=key, how="left")
        return ways.group_by("item").agg((pl.col("lot") + pl.col("minimum_lot")).sum() * len(self.facts.horizon))

    @cached_property
    def order(self) -> list[str]:
        """Items, each before its components."""
        seen: dict[str, int] = {}

        def depth(item: str) -> int:
            if item not in seen:
                seen[item] = 1 + max((depth(c) for c in self._bill.get(item, ())), default=0)
            return seen[item]

        items = self.facts.network.items["item"].to_list()
        return sorted(items, key=lambda i: (-depth(i), i))

    @cached_property
    def crossings(self) -> pl.DataFrame:
        """duty_class, country, country_to of what can move over a border at which duty is paid."""
        f = self.facts
        crossing = f.lanes.filter("crosses").select("origin", "destination", "mode", "country", "country_to").unique()
        return (
            self.moves.join(crossing, on=["origin", "destination", "mode"])
            .join(f.items.select("item", "duty_class"), on="item")
            .select("duty_class", "country", "country_to")
            .unique()
            .sort("duty_class", "country", "country_to")
        )

    @cached_property
    def preferential(self) -> pl.DataFrame:
        """origin, item, country_to, arrival, preferential: see `customs.preferential_rates`."""
        return preferential_rates(self.facts, self.crossings)

    @cached_property
    def flows(self) -> pl.DataFrame:
        """Every move in every period with its lane, unit value and unit costs in network currency.

        origin, destination, mode, item, t, arrival, bought, weight, value, lot, least (order),
        freight, transit_finance, cif, duty, tax_finance.
        """
        f = self.facts
        key = ["origin", "destination", "mode"]
        offers = f.offers.rename({"supplier": "origin"}).with_columns(bought=pl.lit(True))
        moves = self.moves.join(f.lanes, on=key).join(
            offers.select("origin", "item", "t", "bought", "price", "lot", price_currency="currency", least="moq"),
            on=["origin", "item", "t", "bought"],
            how="left",
            validate="m:1",
        )
        moves = moves.filter(~pl.col("bought") | pl.col("price").is_not_null())
        moves = moves.join(f.open.rename({"site": "origin"}), on=["origin", "t"], how="semi")
        items = f.items.select(
            "item",
            "weight",
            item_value="value",
            finance="finance",
            duty_class="duty_class",
            customs_value="customs_value",
            customs_currency="customs_currency",
        )
        value = pl.when("bought").then("price").otherwise("item_value")
        moves = moves.join(items, on="item", validate="m:1").with_columns(value=value)
        moves = with_cif(f, moves).with_columns(
            freight=pl.col("weight") * pl.col("per_kg") + pl.col("per_unit") + pl.col("per_value") * pl.col("value"),
            transit_finance=pl.col("value") * f.finance * pl.col("days"),
        )
        moves = moves.join(
            duty_rates(f, self.crossings),
            on=["duty_class", "country", "country_to", "arrival"],
            how="left",
            validate="m:1",
            nulls_equal=True,
        ).join(self.preferential, on=["origin", "item", "country_to", "arrival"], how="left", validate="m:1")
        cif = pl.col("cif")
        duty = cif * pl.coalesce("preferential", "basic") * (1 + pl.col("surcharge"))
        credit = f.finance * pl.col("recoverable_days")
        return moves.select(
            *key,
            "item",
            "t",
            "arrival",
            "bought",
            "weight",
            "value",
            pl.col("lot").fill_null(1.0),
            pl.col("least").fill_null(0.0),
            "freight",
            "transit_finance",
            "cif",
            duty=pl.when("crosses").then(duty).otherwise(0.0),
            tax_finance=pl.when("crosses").then((cif + duty) * credit).otherwise(0.0),
        ).sort(*key, "item", "t")

    @cached_property
    def piece(self) -> float:
        """Quantity that a continuous column stands for, a power of ten: keeps the program's numbers near one."""
        return float(10 ** max(0, math.floor(math.log10(max([1.0, *self.need.values()]))) - 5))

    @cached_property
    def coin(self) -> float:
        """Money that a column of money stands for, a power of ten."""
        worth = self.facts.items.select("item", "value")
        most = max([1.0, *(v * self.need.get(i, 0.0) for i, v in worth.iter_rows())])
        return float(10 ** max(0, math.floor(math.log10(most)) - 4))

    @cached_property
    def needs(self) -> pl.DataFrame:
        """item, need: see `need`."""
        return pl.DataFrame(list(self.need.items()), schema={"item": pl.String, "need": pl.Float64}, orient="row")
