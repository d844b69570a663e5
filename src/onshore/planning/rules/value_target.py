"""Value targets: what a company must add to what it makes, by a method of law, at a price for adding less.

    imported - (1 - least) * sales - breach <= 0          for each target, over its fiscal year or the whole horizon

which is sales - imported >= least * sales - breach. Sales are finished pieces that the company's sites make, at
invoice_value, when made. Imported content is what its sites take in, components and subassemblies alike, when it
leaves, used or not:

    from another country                 CIF; with the method ppp_mii also basic duty and surcharge
    bought in the country                price * imported_share
    from another company there           standard content: value * the largest imported share of an offer (1 if one
                                         is abroad or there is none); of what no one offers, that of its parts
    from the company's own sites there   nothing: it was counted on its way in

Counting what is taken in keeps the row linear: what a made piece holds would be a mix of origins times a number of
pieces. Duties are those of law, whatever a relief saves. Cost: breach_price for each money of `breach`. Unit: money.
Source: guideline of the PLI scheme for large-scale electronics (pli_dva); Public Procurement (Preference to Make in
India) Order 2017 (ppp_mii); local content as a row of a network, Arntzen, Brown, Harrison and Trafton 1995,
Interfaces 25; what counts as taken in, docs/meaning.md section 8.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["TARGET", "add", "made_and_taken"]

TARGET = ("company", "method", "fiscal_year")


def made_and_taken(p: Program, f: Facts, r: Routes) -> pl.DataFrame:
    """Columns that count for each target: TARGET, least, col, sales and imported (money a piece)."""
    counted = pl.concat(
        [_made(p, f).with_columns(imported=0.0, duty=0.0), _taken(p, f, r).with_columns(sales=0.0)], how="diagonal"
    )
    years = f.horizon.frame.select("t", year="fiscal_year")
    asked = f.network.value_targets.drop("source")
    inside = (pl.col("fiscal_year") == "") | (pl.col("fiscal_year") == pl.col("year"))
    levied = pl.when(pl.col("method") == "ppp_mii").then("duty").otherwise(0.0)
    return (
        asked.join(counted.join(years, on="t"), on="company")
        .filter(inside)
        .select(*TARGET, "least", "col", "sales", imported=pl.col("imported") + levied)
        .sort(*TARGET, "col")
    )


def _made(p: Program, f: Facts) -> pl.DataFrame:
    """Columns that make finished pieces: company, t, col, sales."""
    goods = f.items.filter(pl.col("kind") == "finished").select("item", sales=pl.col("invoice_value").fill_null(0.0))
    owner = f.network.sites.select("site", "company")
    return p["make"].join(goods, on="item").join(owner, on="site").select("company", "t", "col", "sales")


def _taken(p: Program, f: Facts, r: Routes) -> pl.DataFrame:
    """Columns that bring parts to a company's sites: company, t, col, imported, duty."""
    parts = f.items.filter(pl.col("kind") != "finished").select("item")
    sites = f.network.sites.select("site", "company", "country")
    shares = f.offers.select("item", "t", "imported_share", origin="supplier")
    moved = pl.concat([p["buy"], p["ship"]], how="diagonal").join(parts, on="item", how="semi")
    moved = (
        moved.join(sites, left_on="destination", right_on="site", validate="m:1")
        .join(sites, left_on="origin", right_on="site", validate="m:1", suffix="_from")
        .join(shares, on=["origin", "item", "t"], how="left", validate="m:1")
        .join(_standard(f, r), on=["country", "item"], how="left", validate="m:1")
    )
    inside = (
        pl.when(pl.col("country") != pl.col("country_from"))
        .then("cif")
        .when("bought")
        .then(pl.col("value") * pl.col("imported_share"))
        .when(pl.col("company") != pl.col("company_from"))
        .then("standard")
        .otherwise(0.0)
    )
    return moved.select("company", "t", "col", "duty", imported=inside)


def _standard(f: Facts, r: Routes) -> pl.DataFrame:
    """country, item, standard: imported content of a piece whose origin is not followed up."""
    known = f.network.sourcing.filter(pl.col("known_from").is_null() | (pl.col("known_from") <= f.network.start))
    offers = known.join(f.network.sites.select("country", supplier="site"), on="supplier", validate="m:1")
    bill = {i: rows.to_dicts() for (i,), rows in f.network.boms.partition_by("item", as_dict=True).items()}
    value = dict(f.network.items.select("item", "value").iter_rows())
    rows = []
    for country in f.network.sites["country"].unique(maintain_order=True):
        away = pl.when(pl.col("country") == country).then("imported_share").otherwise(1.0)
        share = dict(offers.group_by("item").agg(away.max()).iter_rows())
        content: dict[str, float] = {}
        for item in reversed(r.order):
            if item in share or item not in bill:
                content[item] = value[item] * share.get(item, 1.0)
            else:
                content[item] = sum(b["quantity"] * (1 + b["scrap"]) * content[b["component"]] for b in bill[item])
        rows += [(country, item, amount) for item, amount in content.items()]
    schema = {"country": pl.String, "item": pl.String, "standard": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add the shortfall of each target that has a price."""
    asked = f.network.value_targets.filter(pl.col("breach_price") > 0).drop("source")
    if asked.is_empty():
        return
    counted = made_and_taken(p, f, r).join(asked.select(TARGET), on=TARGET, how="semi")
    breach = p.columns("value_breach", asked.sort(TARGET), scale=r.coin)
    p.rows(
        "value_target",
        TARGET,
        [
            term(counted, TARGET, pl.col("imported") - (1 - pl.col("least")) * pl.col("sales")),
            term(breach, TARGET, -1.0),
        ],
        asked.select(*TARGET, upper=pl.lit(0.0)),
    )
    p.cost("value_breach", breach, pl.col("breach_price"), company="company", t=None)
