"""What a network says, by period: the tables with dates turned into rates, hours and limits of each period.

Nothing here decides anything; the rules join these frames to their columns. `t` counts periods from 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from onshore.network import Network
from onshore.planning.building import orders
from onshore.planning.horizon import Horizon

__all__ = ["Facts"]


def _by_period(horizon: Horizon, keys: dict[str, str], values: Mapping[str, np.ndarray | pl.Series]) -> pl.DataFrame:
    """One row a period for one thing."""
    t = pl.DataFrame({"t": np.arange(len(horizon)), **values})
    return t.select(*(pl.lit(v).alias(k) for k, v in keys.items()), pl.all())


@dataclass(frozen=True)
class Facts:
    """A network by period. Each property is a frame; its columns are named in its docstring."""

    network: Network
    horizon: Horizon

    @classmethod
    def of(cls, network: Network) -> Facts:
        """The facts of a network."""
        return cls(network, Horizon.of(network))

    @property
    def finance(self) -> float:
        """Yearly cost of money over 365: a day's finance of one unit of value."""
        return float(self.network.settings["cost_of_money"]) / 365.0

    @cached_property
    def open_days(self) -> dict[str, np.ndarray]:
        """(D,) share of each day that a site is open, by site."""
        h = self.horizon
        calendars = {
            name: np.prod([1.0 - h.span(r["from"], r["to"]) * (1.0 - r["open_share"]) for r in rows.to_dicts()], axis=0)
            for (name,), rows in self.network.calendars.partition_by("calendar", as_dict=True).items()
        }
        every_day = np.ones(int(h.days.sum()))
        return {
            r["site"]: h.span(r["opens"], r["closes"]) * calendars.get(r["calendar"], every_day)
            for r in self.network.sites.to_dicts()
        }

    @cached_property
    def open(self) -> pl.DataFrame:
        """site, t for the periods in which a site is open at all."""
        h = self.horizon
        frames = [_by_period(h, {"site": s}, {"open": h.total(d)}) for s, d in self.open_days.items()]
        return pl.concat(frames).filter(pl.col("open") > 0).select("site", "t")

    @cached_property
    def fx(self) -> pl.DataFrame:
        """currency, t, fx: mean exchange rate; the network's own currency has 1."""
        h = self.horizon
        own = _by_period(h, {"currency": str(self.network.settings["currency"])}, {"fx": np.ones(len(h))})
        others = [
            _by_period(h, {"currency": c}, {"fx": h.mean(h.steps(rows, "rate"))})
            for (c,), rows in self.network.exchange_rates.partition_by("currency", as_dict=True).items()
            if c != self.network.settings["currency"]
        ]
        return pl.concat([own, *others])

    @cached_property
    def _rates(self) -> dict[str, np.ndarray]:
        """(T,) mean exchange rate by currency."""
        groups = self.fx.partition_by("currency", as_dict=True).items()
        return {str(currency): rows.sort("t")["fx"].to_numpy() for (currency,), rows in groups}

    def with_fx(self, frame: pl.DataFrame, currency: str = "currency") -> pl.DataFrame:
        """Add `fx` of the period `t` for the column `currency`; empty means the network's own."""
        own = str(self.network.settings["currency"])
        return frame.with_columns(pl.col(currency).fill_null(own)).join(
            self.fx.rename({"currency": currency}), on=[currency, "t"], how="left", validate="m:1"
        )

    @cached_property
    def hours(self) -> pl.DataFrame:
        """resource, site, t, regular, overtime (hours), overtime_cost, minimum_load, idle_cost, change_cost.

        A line that must be built first has here the hours of its earliest order: the most that there can be.
        """
        h = self.horizon
        stands = {name: h.days_from(day) for name, day in self._earliest.items()}
        frames = []
        for (resource,), group in self.network.resources.partition_by("resource", as_dict=True).items():
            rows = group.sort("from")
            row = h.in_force(rows["from"].to_list())
            regular, overtime = (h.total(x * stands.get(resource, 1.0)) for x in self._daily_hours[resource])
            values = {"regular": regular, "overtime": overtime} | {
                c: h.last(np.append(rows[c].to_numpy(), 0.0)[row])
                for c in ("overtime_cost", "minimum_load", "idle_cost", "change_cost")
            }
            frames.append(_by_period(h, {"resource": resource, "site": rows["site"][0]}, values))
        return (
            pl.concat(frames)
            if frames
            else pl.DataFrame(
                schema={"resource": pl.String, "site": pl.String, "t": pl.Int64}
                | _HOURS
                | dict.fromkeys(["overtime_cost", "minimum_load", "idle_cost", "change_cost"], pl.Float64)
            )
        )

    @cached_property
    def _daily_hours(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """(D,) regular and overtime hours of each day, by resource, as if every line stood."""
        found = {}
        for (resource,), group in self.network.resources.partition_by("resource", as_dict=True).items():
            rows = group.sort("from")
            row = self.horizon.in_force(rows["from"].to_list())
            normal = (rows["lines"] * rows["hours_per_day"] * rows["days_per_week"] / 7).to_numpy()
            regular = np.append(normal, 0.0)[row] * self.open_days[rows["site"][0]]
            found[str(resource)] = (regular, regular * np.append(rows["overtime_share"].to_numpy(), 0.0)[row])
        return found

    @cached_property
    def orders(self) -> pl.DataFrame:
        """investment, site, resource, t, ready, charge, eligible_share, eligible: see `building.orders`."""
        return orders(self.network, self.horizon)

    @cached_property
    def _earliest(self) -> dict[str, float]:
        """Moment from which a line that must be built can be ready, by resource; infinite for never."""
        ready = dict(self.orders.group_by("resource").agg(pl.col("ready").min()).iter_rows())
        return {name: ready.get(name, float("inf")) for name in self.network.investments["resource"].to_list()}

    @cached_property
    def built(self) -> pl.DataFrame:
        """investment, order (period), resource, t, regular, overtime: hours of a line that is built, in each period
        with a day on which it is ready.
        """
        h = self.horizon
        frames = []
        for one in self.orders.to_dicts():
            on = h.days_from(one["ready"])
            regular, overtime = (x * on for x in self._daily_hours[one["resource"]])
            values = {"regular": h.total(regular), "overtime": h.total(overtime), "days": h.total(on)}
            keys = {"investment": one["investment"], "resource": one["resource"]}
            frames.append(_by_period(h, keys, values).with_columns(order=pl.lit(one["t"], pl.Int64)))
        schema = {"investment": pl.String, "order": pl.Int64, "resource": pl.String, "t": pl.Int64}
        rows = pl.concat(frames).filter(pl.col("days") > 0) if frames else pl.DataFrame(schema=schema | _HOURS)
        return rows.select(*schema, *_HOURS)

    @cached_property
    def applications(self) -> pl.DataFrame:
        """site, item, cost, first (period), investment, order (period): when an item can be qualified at a site.

        One row an item, without an investment; where all lines that make it there must be built, one for each order of
        each of them. `first` may lie past the horizon.
        """
        node, never = ["site", "item"], float("inf")
        processes = self.network.processes.filter(~pl.col("qualified"))
        lines = processes.join(self.network.routings, on=[*node, "process"], how="left")
        lines = lines.join(self.network.investments.select("resource", "investment"), on="resource", how="left")
        waits = lines.filter(pl.col("investment").is_not_null().all().over(node)).select(*node, "investment").unique()
        orders = self.orders.select("investment", "ready", order="t")
        rows = processes.unique(node, keep="first", maintain_order=True).join(waits, on=node, how="left")
        rows = rows.join(orders, on="investment", how="left").sort(*node, "investment", "order")
        stands = pl.when(pl.col("investment").is_null()).then(-never).otherwise(pl.col("ready").fill_null(never))
        applies = pl.col("qualify_from").fill_null(self.network.start).cast(pl.Int32)
        moment = (pl.max_horizontal(applies, stands) + pl.col("qualification_days")).round(3)
        firsts = [self._first_open(*row) for row in rows.select("site", moment).iter_rows()]
        return rows.select(
            *node, "investment", "order", cost="qualification_cost", first=pl.Series(firsts, dtype=pl.Int64)
        )

    def _first_open(self, site: str, moment: float) -> int:
        """First period that begins at a moment or after it and in which a site is open; T for none."""
        h = self.horizon
        fits = np.flatnonzero((h.start >= moment) & (h.total(self.open_days[site]) > 0))
        return int(fits[0]) if len(fits) else len(h)

    @cached_property
    def qualifiable(self) -> pl.DataFrame:
        """site, item, first, cost: every period in which an item can be qualified at a site; one, but for items that
        wait for a line to be built.
        """
        return self.applications.select("site", "item", "first", "cost").unique(maintain_order=True)

    @cached_property
    def stages(self) -> pl.DataFrame:
        """site, item, process, first, t, week, capacity_share, yield_share: the row of its ramp in which a process is
        in each period, if it is qualified in the period `first`; week 0 without a ramp.
        """
        h, key = self.horizon, ["site", "item", "process"]
        mature = pl.DataFrame({"week": [0], "capacity_share": [1.0], "yield_share": [1.0]})
        ramps = {k[0]: rows.sort("week") for k, rows in self.network.ramps.partition_by("ramp", as_dict=True).items()}
        ways = self.network.processes.filter(~pl.col("qualified")).join(self.qualifiable, on=["site", "item"])
        frames = []
        for r in ways.filter(pl.col("first") < len(h)).to_dicts():
            rows = ramps[r["ramp"]] if r["ramp"] else mature
            weeks = (h.middle - h.start[r["first"]]) / 7
            step = np.maximum(np.searchsorted(rows["week"].to_numpy(), weeks, side="right") - 1, 0)
            columns = {c: rows[c].to_numpy()[step] for c in ("week", "capacity_share", "yield_share")}
            frame = _by_period(h, {k: r[k] for k in key}, columns).with_columns(first=pl.lit(r["first"], pl.Int64))
            frames.append(frame.filter(pl.col("t") >= r["first"]).select(pl.col(c).cast(d) for c, d in _STAGE.items()))
        return pl.concat(frames) if frames else pl.DataFrame(schema=_STAGE)

    @cached_property
    def ways(self) -> pl.DataFrame:
        """Every way of making in every period in which it is open to the plan.

        site, item, process, resource, week, t, lot, minimum_lot, started (pieces for a good one), hours (for a good
        one), setup_hours, setup_cost, unit_cost, fee, labour_hours, lead, made (period in which good pieces
        are there), qualified. On a line that must be built: from the first period in which it can be ready. `week` is
        the row of the ramp: a process that waits for a line can be in several in one period, by when it is ordered.
        """
        h, key = self.horizon, ["site", "item", "process"]
        stages = self.stages.drop("first").unique([*key, "t", "week"])
        processes = self.network.processes.join(self.open, on="site").join(stages, on=[*key, "t"], how="left")
        processes = processes.filter(pl.col("qualified") | pl.col("week").is_not_null())
        processes = self.with_fx(processes).with_columns(pl.col("week").fill_null(0))
        routings = self.network.routings.select(*key, "resource", "hours", "setup_hours", "setup_cost")
        ways = processes.join(routings, on=key, how="left").with_columns(
            pl.col("resource").fill_null(""),
            pl.col("hours", "setup_hours", "setup_cost").fill_null(0.0),
            pl.col("capacity_share", "yield_share").fill_null(1.0),
        )
        leads = ways["lead_days"].unique().to_list()
        made = (
            pl.concat(
                [
                    pl.DataFrame({"lead_days": np.full(len(h), float(d)), "t": np.arange(len(h)), "made": h.arrival(d)})
                    for d in leads
                ]
            )
            if leads
            else pl.DataFrame(schema={"lead_days": pl.Float64, "t": pl.Int64, "made": pl.Int64})
        )
        line = ["resource", "t"]
        builds = self.network.investments.select("resource")
        ready = ways.join(self.built.select(line).unique(), on=line, how="semi")
        ways = pl.concat([ways.join(builds, on="resource", how="anti"), ready])
        return (
            ways.join(made, on=["lead_days", "t"], how="left", validate="m:1")
            .select(
                *key,
                "resource",
                "week",
                "t",
                "lot",
                "minimum_lot",
                started=1.0 / (pl.col("yield") * pl.col("yield_share")),
                hours=pl.col("hours") / (pl.col("yield") * pl.col("yield_share") * pl.col("capacity_share")),
                setup_hours="setup_hours",
                setup_cost="setup_cost",
                unit_cost=pl.col("conversion_cost") * pl.col("fx"),
                fee="fee",
                labour_hours="labour_hours",
                made="made",
                qualified="qualified",
            )
            .sort(*key, "resource", "t", "week")
        )

    @cached_property
    def offers(self) -> pl.DataFrame:
        """supplier, item, t, price (network currency), lot, moq, capacity (pieces in the period; inf for none),
        imported_share, currency (of the price on the last day).
        """
        start = self.network.start
        known = self.network.sourcing.filter(pl.col("known_from").is_null() | (pl.col("known_from") <= start))
        groups = known.partition_by("supplier", "item", as_dict=True).items()
        frames = [self._offer(supplier, item, rows.sort("from")) for (supplier, item), rows in groups]
        schema = (
            {"supplier": pl.String, "item": pl.String, "t": pl.Int64}
            | dict.fromkeys(["price", "lot", "moq", "capacity", "imported_share"], pl.Float64)
            | {"currency": pl.String}
        )
        return pl.concat(frames).select(*schema) if frames else pl.DataFrame(schema=schema)

    def _offer(self, supplier: str, item: str, rows: pl.DataFrame) -> pl.DataFrame:
        """The periods in which one supplier can deliver one item."""
        h = self.horizon
        row = h.in_force(rows["from"].to_list())
        last = np.maximum.reduceat(row, h.start - h.start[0])  # rows ascend, so the greatest is the last in force
        pick = {c: rows[c].to_numpy()[last] for c in ("lot", "moq", "lead_days", "running", "imported_share")}
        paid_in = rows["currency"].fill_null(str(self.network.settings["currency"]))
        in_time = pick["running"].astype(bool) | (h.middle >= _day(self.network.start) + pick["lead_days"])
        share = self.open_days[supplier]
        limit = np.append(rows["capacity"].fill_null(float("inf")).to_numpy(), 0.0)[row]
        working = (row >= 0) & (share > 0)
        price = np.full(len(row), np.nan)
        for k, (amount, currency) in enumerate(rows.select("price", "currency").iter_rows()):
            rate = (
                self._rates[currency or str(self.network.settings["currency"])] if (row == k).any() else np.ones(len(h))
            )
            price[row == k] = amount * rate[h.period_of_day[row == k]]
        values: dict[str, np.ndarray | pl.Series] = {
            "price": h.mean(price),
            "lot": pick["lot"],
            "moq": pick["moq"],
            "capacity": h.total(np.where(working, limit, 0.0) * np.where(working, share, 1.0)),
            "imported_share": pick["imported_share"],
            "currency": paid_in.gather(np.maximum(last, 0)),
            "can": in_time & (h.total(working.astype(float)) > 0),
        }
        return _by_period(h, {"supplier": supplier, "item": item}, values).filter("can").drop("can")

    @cached_property
    def lanes(self) -> pl.DataFrame:
        """origin, destination, mode, t with arrival (period), days, per_kg, per_unit, fixed (network
        currency), per_value, lane_currency, capacity (kg).
        """
        h, key = self.horizon, ["origin", "destination", "mode"]
        leads = self.network.lanes["days"].unique().to_list()
        frames = [
            pl.DataFrame({"days": float(d), "t": np.arange(len(h)), "arrival": h.arrival(d), "length": h.days})
            for d in leads
        ]
        if not frames:
            return pl.DataFrame(schema=_LANES)
        lanes = self.with_fx(self.network.lanes.join(pl.concat(frames), on="days"))
        country = self.network.sites.select("site", "country")
        return (
            lanes.join(country, left_on="origin", right_on="site", validate="m:1")
            .join(country, left_on="destination", right_on="site", validate="m:1", suffix="_to")
            .select(
                *key,
                "t",
                "days",
                "arrival",
                "country",
                "country_to",
                crosses=(pl.col("country") != pl.col("country_to")) & pl.col("duty_paid"),
                per_kg=pl.col("cost_per_kg") * pl.col("fx"),
                per_unit=pl.col("cost_per_unit") * pl.col("fx"),
                per_value="cost_per_value",
                lane_currency="currency",
                fixed=pl.col("fixed_cost") * pl.col("fx"),
                capacity=(pl.col("capacity") * pl.col("length")).fill_null(float("inf")),
            )
        )

    @cached_property
    def items(self) -> pl.DataFrame:
        """item with weight, value, finance (a day of a piece on the way), keep (a day of a piece in stock),
        end_value, ...
        """
        settings = self.network.settings
        return self.network.items.with_columns(
            finance=pl.col("value") * self.finance,
            keep=pl.col("value") * self.finance + pl.col("holding_cost"),
            end_value=pl.col("value") * float(settings["end_stock_share"]),
        )


def _day(day: dt.date) -> int:
    return day.toordinal() - dt.date(1970, 1, 1).toordinal()


_STAGE: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(["site", "item", "process"], pl.String),
    **dict.fromkeys(["first", "t", "week"], pl.Int64),
    **dict.fromkeys(["capacity_share", "yield_share"], pl.Float64),
}
_HOURS: dict[str, type[pl.DataType]] = dict.fromkeys(["regular", "overtime"], pl.Float64)
_LANES = (
    dict.fromkeys(["origin", "destination", "mode"], pl.String)
    | {
        "t": pl.Int64,
        "days": pl.Float64,
        "arrival": pl.Int64,
        "country": pl.String,
        "country_to": pl.String,
        "crosses": pl.Boolean,
        "lane_currency": pl.String,
    }
    | dict.fromkeys(["per_kg", "per_unit", "per_value", "fixed", "capacity"], pl.Float64)
)
