"""What customs takes a piece for, and what it levies, by the period of arrival. Section 3 of docs/meaning.md."""

from __future__ import annotations

import numpy as np
import polars as pl

from onshore.planning.facts import Facts

__all__ = ["duty_rates", "preferential_rates", "with_cif"]

_KINDS = ("basic", "surcharge", "recoverable")


def with_cif(f: Facts, moves: pl.DataFrame) -> pl.DataFrame:
    """Moves with `cif`: price, declared customs value or value of a piece, and its freight, network currency.

    moves: t, arrival, country, country_to, bought, price and price_currency (of what is bought), value, item_value,
    customs_value, customs_currency, weight, per_kg, per_unit, per_value, lane_currency.
    """
    moves = f.with_fx(moves, "customs_currency")
    declared = pl.col("customs_value").is_not_null()
    moves = moves.with_columns(  # what is worth `items.value` is so in the network's own currency
        declared_in=pl.when("bought").then("price_currency").when(declared).then("customs_currency"),
        declared=pl.when("bought")
        .then("price")
        .otherwise((pl.col("customs_value") * pl.col("fx")).fill_null(pl.col("item_value"))),
    )
    rates = (("price_currency", "of_price"), ("declared_in", "of_declared"), ("lane_currency", "of_lane"))
    for currency, name in rates:
        moves = _with_customs_rate(f, moves, currency, name)
    cif = pl.col("declared") * pl.col("of_declared") + pl.col("per_value") * pl.col("value") * pl.col("of_price")
    cif += (pl.col("weight") * pl.col("per_kg") + pl.col("per_unit")) * pl.col("of_lane")
    return moves.with_columns(cif=cif)


def _with_customs_rate(f: Facts, moves: pl.DataFrame, currency: str, name: str) -> pl.DataFrame:
    """Add `name`: what customs values an amount at on arrival, beside its worth on leaving; 1 within a country."""
    h = f.horizon
    known = []
    for (foreign,), rows in f.network.exchange_rates.partition_by("currency", as_dict=True).items():
        if rows["customs_rate"].is_not_null().any():
            rates = h.mean(h.steps(rows.with_columns(pl.coalesce("customs_rate", "rate").alias("at")), "at"))
            known += [(foreign, arrival, rate) for arrival, rate in enumerate([*rates, rates[-1]])]
    schema = {currency: pl.String, "arrival": pl.Int64, "customs_rate": pl.Float64}
    moves = moves.join(
        pl.DataFrame(known, schema=schema, orient="row"), on=[currency, "arrival"], how="left", validate="m:1"
    ).join(f.fx.rename({"currency": currency, "fx": "worth"}), on=[currency, "t"], how="left", validate="m:1")
    abroad = pl.col("country") != pl.col("country_to")
    share = pl.when(abroad).then(pl.col("customs_rate") / pl.col("worth")).fill_null(1.0)
    return moves.with_columns(share.alias(name)).drop("customs_rate", "worth")


def duty_rates(f: Facts, crossings: pl.DataFrame) -> pl.DataFrame:
    """duty_class, country, country_to, arrival with mean rates: basic, surcharge, recoverable_days. Past the horizon
    they are as in the last period.

    crossings: duty_class, country, country_to of what can move over a border at which duty is paid.

    Raises:
        ValueError: if on some day of the horizon no rate is known: of basic duty, or of a kind that has rows.
    """
    schema: dict[str, type[pl.DataType]] = dict.fromkeys(["duty_class", "country", "country_to"], pl.String)
    schema |= {"arrival": pl.Int64}
    rates: dict[str, type[pl.DataType]] = dict.fromkeys(["basic", "surcharge", "recoverable_days"], pl.Float64)
    frames = []
    for duty_class, origin, destination in crossings.iter_rows():
        daily = _daily(f, duty_class, origin, destination)
        values = {kind: _by_arrival(f, daily[kind]) for kind in rates}
        frame = pl.DataFrame({"arrival": np.arange(len(f.horizon) + 1), **values})
        labels = {"duty_class": duty_class, "country": origin, "country_to": destination}
        frame = frame.with_columns(pl.lit(label, pl.String).alias(name) for name, label in labels.items())
        frames.append(frame.select(*schema, *rates))
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema | rates)


def preferential_rates(f: Facts, crossings: pl.DataFrame) -> pl.DataFrame:
    """origin, item, country_to, arrival, preferential: the mean basic rate on an item from a site where it meets a rule
    of origin, the lower one of each day.

    crossings: duty_class, country, country_to of what can move over a border at which duty is paid.
    """
    known, key = f.network.preferential_duties, ["site", "item", "destination"]
    ways = known.select(key).unique(maintain_order=True).join(f.network.sites.select("site", "country"), on="site")
    ways = ways.join(f.items.select("item", "duty_class"), on="item").rename({"destination": "country_to"})
    ways = ways.join(crossings, on=["duty_class", "country", "country_to"], how="semi")
    found = []
    for site, item, to, country, duty_class in ways.iter_rows():
        basic = _daily(f, duty_class, country, to)["basic"]
        for row in known.filter(site=site, item=item, destination=to).iter_rows(named=True):
            on = f.horizon.span(row["from"], row["to"]) > 0
            basic[on] = np.minimum(basic[on], row["rate"])
        found += [(site, item, to, arrival, rate) for arrival, rate in enumerate(_by_arrival(f, basic))]
    schema = {"origin": pl.String, "item": pl.String, "country_to": pl.String, "arrival": pl.Int64}
    return pl.DataFrame(found, schema=schema | {"preferential": pl.Float64}, orient="row")


def _by_arrival(f: Facts, daily: np.ndarray) -> np.ndarray:
    """(T + 1,) mean of each period; past the horizon as in the last."""
    means = f.horizon.mean(daily)
    return np.append(means, means[-1])


def _daily(f: Facts, duty_class: str | None, origin: str, destination: str) -> dict[str, np.ndarray]:
    """(D,) rates of each day by kind, and of `recoverable_days` (rate times days until credited), for goods of a class
    on the way between two countries. A kind that no row ever levies on them is zero.
    """
    h = f.horizon
    fits = f.network.duties.filter(
        pl.col("duty_class").is_in([duty_class or "*", "*"])
        & pl.col("origin").is_in([origin, "*"])
        & (pl.col("destination") == destination)
    )
    levied = {"basic", *fits["kind"]}
    daily = {kind: np.full(int(h.days.sum()), np.nan if kind in levied else 0.0) for kind in _KINDS}
    daily["recoverable_days"] = daily["recoverable"].copy()
    rank = 2 * (pl.col("duty_class") != "*").cast(pl.Int8) + (pl.col("origin") != "*").cast(pl.Int8)
    for row in fits.sort(rank, "from").to_dicts():  # the most specific row is written last
        on = h.span(row["from"], row["to"]) > 0
        daily[row["kind"]][on] = row["rate"]
        if row["kind"] == "recoverable":
            daily["recoverable_days"][on] = row["rate"] * row["credit_days"]
    for kind in _KINDS:
        if np.isnan(daily[kind]).any():
            raise ValueError(
                f"no {kind} rate is known for class {duty_class!r} from {origin} to {destination} on every day"
            )
    return daily
