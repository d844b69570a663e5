"""What is bought, where it comes from, and how much of it is imported into the home country."""

from __future__ import annotations

import polars as pl

from onshore.measures.days import exchange, home, order
from onshore.measures.making import made
from onshore.network import Network
from onshore.plans import Plan

__all__ = ["export_share", "exports", "import_share", "imports", "material", "taken_in", "value_addition"]


_COLUMNS = (
    *("origin", "destination", "item", "kind", "period", "quantity", "from_country", "to_country", "bought"),
    *("value", "freight", "cif", "content"),
)


def material(network: Network, plan: Plan) -> pl.DataFrame:
    """Everything that moves over a lane, with what it is worth: one row a shipment.

    Columns: origin, destination, item, kind, period, quantity, from_country, to_country, bought (a supplier
    sells it on this lane), value (price paid, else declared customs value, else `items.value`, network
    currency), freight, cif, content (imported content by `sourcing.imported_share`, zero where the piece
    itself is imported).
    """
    moved = _with_rate(_moved(network, plan), network, "currency", "rate")
    moved = _with_rate(moved, network, "customs_currency", "declared_rate")
    moved = moved.join(_offered(network), on=["origin", "item", "period"], how="left", validate="m:1")
    own = pl.lit(network.settings["currency"])
    paid_in = pl.when(pl.col("price").is_not_null()).then(pl.col("price_currency").fill_null(own)).otherwise(own)
    declared_in = pl.when(pl.col("price").is_null() & pl.col("customs_value").is_not_null()).then("customs_currency")
    moved = moved.with_columns(paid_in=paid_in, declared_in=declared_in.otherwise(paid_in))
    for currency, name in (("paid_in", "of_price"), ("declared_in", "of_declared"), ("currency", "of_lane")):
        moved = _with_customs_rate(moved, network, currency, name)
    declared = pl.col("customs_value") * pl.col("declared_rate")
    carried = (pl.col("weight") * pl.col("cost_per_kg") + pl.col("cost_per_unit")) * pl.col("rate")
    by_value = pl.col("cost_per_value") * pl.coalesce("price", "item_value")
    worth = pl.coalesce("price", declared, "item_value")
    cif = worth * pl.col("of_declared") + by_value * pl.col("of_price") + carried * pl.col("of_lane")
    local = pl.col("bought") & (pl.col("from_country") == pl.col("to_country"))
    inside = pl.col("value") * pl.col("imported_share").fill_null(0.0)
    content = pl.when(local).then(inside).otherwise(0.0)
    return (
        moved.with_columns(
            bought=pl.col("price").is_not_null(),
            value=pl.col("quantity") * worth,
            freight=pl.col("quantity") * (carried + by_value),
            cif=pl.col("quantity") * cif,
        )
        .with_columns(content=content)
        .select(_COLUMNS)
    )


def _moved(network: Network, plan: Plan) -> pl.DataFrame:
    """Shipments with the countries of their ends, the price if bought there, and terms of item and lane."""
    country = network.sites.select("site", "country")
    lanes = network.lanes.drop("source", "fixed_cost", "capacity", "days")
    return (
        plan.shipments.join(country.select(origin="site", from_country="country"), on="origin", validate="m:1")
        .join(country.select(destination="site", to_country="country"), on="destination", validate="m:1")
        .join(_prices(plan), on=["origin", "destination", "item", "period"], how="left", validate="m:1")
        .join(_items(network), on="item", validate="m:1")
        .join(lanes, on=["origin", "destination", "mode"], validate="m:1")
    )


def _prices(plan: Plan) -> pl.DataFrame:
    mean = (pl.col("price") * pl.col("quantity")).sum() / pl.col("quantity").sum()
    return (
        plan.purchases.filter(pl.col("quantity") > 0)
        .group_by(origin="supplier", destination="site", item="item", period="period")
        .agg(price=mean)
    )


def _items(network: Network) -> pl.DataFrame:
    return network.items.select("item", "kind", "weight", "customs_value", "customs_currency", item_value="value")


def _with_rate(rows: pl.DataFrame, network: Network, column: str, name: str) -> pl.DataFrame:
    own = pl.col(column).fill_null(network.settings["currency"])
    rates = exchange(network).rename({"currency": column, "rate": name})
    return rows.with_columns(own).join(rates, on=[column, "period"], how="left", validate="m:1")


def _with_customs_rate(rows: pl.DataFrame, network: Network, currency: str, name: str) -> pl.DataFrame:
    """Add what customs takes an amount for on arrival, beside its worth on leaving; 1 within a country."""
    after = order(network)["period"].last() if len(network.periods) else None
    at = exchange(network, "customs_rate").rename({"period": "arrival", "rate": "customs"})
    noted = network.exchange_rates.filter(pl.col("customs_rate").is_not_null()).select("currency").unique()
    at = at.join(noted, on="currency", how="semi").rename({"currency": currency})
    left = exchange(network).rename({"currency": currency, "rate": "worth"})
    share = pl.when(pl.col("from_country") != pl.col("to_country")).then(pl.col("customs") / pl.col("worth"))
    return (
        rows.with_columns(arrival=pl.col("arrival").fill_null(pl.lit(after, pl.String)))
        .join(left, on=[currency, "period"], how="left", validate="m:1")
        .join(at, on=[currency, "arrival"], how="left", validate="m:1")
        .with_columns(share.fill_null(1.0).alias(name))
        .drop("worth", "customs")
    )


def _offered(network: Network) -> pl.DataFrame:
    """Imported share and currency of what a supplier sells, by the row in force on the last day of the period."""
    known = network.sourcing.filter(pl.col("known_from").is_null() | (pl.col("known_from") <= network.start))
    rows = known.select("imported_share", price_currency="currency", origin="supplier", item="item", day="from").sort(
        "day"
    )
    last = order(network).select("period", day=pl.col("start") + pl.duration(days=pl.col("days") - 1))
    offered = rows.select("origin", "item").unique().join(last, how="cross").sort("day")
    found = offered.join_asof(rows, on="day", by=["origin", "item"], strategy="backward", check_sortedness=False)
    return found.select("origin", "item", "period", "imported_share", "price_currency")


def taken_in(network: Network, plan: Plan) -> pl.DataFrame:
    """What the home country takes in: `imported` from abroad at CIF, and bought at home at its price."""
    here = home(network)
    rows = material(network, plan).filter(to_country=here)
    crossing = pl.col("from_country") != here
    return rows.filter(crossing | pl.col("bought")).with_columns(
        imported=crossing, worth=pl.when(crossing).then(pl.col("cif")).otherwise(pl.col("value"))
    )


def imports(network: Network, plan: Plan) -> pl.DataFrame:
    """What the home country takes in, by item and country: item, kind, origin, imported, quantity, worth,
    content, share.

    worth: CIF of what is imported, price of what is bought at home. content: imported content inside what
    is bought at home. share: of all worth.
    """
    return (
        taken_in(network, plan)
        .group_by("item", "kind", "imported", origin="from_country")
        .agg(pl.col("quantity", "worth", "content").sum())
        .with_columns(share=pl.col("worth") / pl.col("worth").sum())
        .select("item", "kind", "origin", "imported", "quantity", "worth", "content", "share")
        .sort("worth", "item", "origin", descending=[True, False, False])
    )


def import_share(network: Network, plan: Plan, *, net: bool = False) -> float | None:
    """Imports at CIF over all material that the home country takes in (imports at CIF, local purchases at
    price).

    Finished pieces that are bought abroad count as imports. With `net`, imported content inside local
    purchases counts as imported too. None if nothing is taken in.
    """
    rows = imports(network, plan)
    total = float(rows["worth"].sum())
    if total <= 0:
        return None
    abroad = float(rows.filter(pl.col("imported"))["worth"].sum())
    return (abroad + (float(rows["content"].sum()) if net else 0.0)) / total


def value_addition(network: Network, plan: Plan, *, net: bool = False) -> float | None:
    """(sales − imported) / sales by the scheme guideline's method (pli_dva), on what is bought, used or not.

    Sales are pieces made in the home country × `invoice_value`; imported is the CIF of imported components
    and subassemblies and, with `net`, imported content inside local purchases. `value_added` has what
    goes into the pieces made, by this and other methods. None if nothing made at home has an invoice value.
    """
    here = network.sites.filter(country=home(network)).select("site")
    own = made(network, plan).join(here, on="site", how="semi")
    rows = own.join(network.items.select("item", "invoice_value"), on="item", validate="m:1")
    sales = float((rows["quantity"] * rows["invoice_value"].fill_null(0.0)).sum())
    if sales <= 0:
        return None
    parts = imports(network, plan).filter(pl.col("kind") != "finished")
    imported = float(parts.filter(pl.col("imported"))["worth"].sum()) + (float(parts["content"].sum()) if net else 0.0)
    return (sales - imported) / sales


def exports(network: Network, plan: Plan) -> pl.DataFrame:
    """Finished pieces that leave the home country over a lane: item, destination (country), period,
    quantity.
    """
    here = home(network)
    return (
        material(network, plan)
        .filter((pl.col("kind") == "finished") & (pl.col("from_country") == here) & (pl.col("to_country") != here))
        .group_by("item", "period", destination="to_country")
        .agg(pl.col("quantity").sum())
        .select("item", "destination", "period", "quantity")
        .sort("item", "destination", "period")
    )


def export_share(network: Network, plan: Plan) -> float | None:
    """Exported pieces over finished pieces made in the home country; None if none are made."""
    here = network.sites.filter(country=home(network)).select("site")
    own = float(made(network, plan).join(here, on="site", how="semi")["quantity"].sum())
    return None if own <= 0 else float(exports(network, plan)["quantity"].sum()) / own
