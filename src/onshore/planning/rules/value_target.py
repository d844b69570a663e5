"""Value targets: what a company must add to what it makes, by a method of law, at a price for adding less, or at none.

    imported - (1 - least) * sales - breach <= 0          for each target
    (1 + least) * imported - sales - breach <= 0          for one with the method advance_authorisation

which is sales - imported >= least * sales - breach, or least * imported - breach. Targets without a price have no
breach: a plan that makes and buys nothing keeps all of them, so they leave none without a plan. Sales are finished
pieces that the company's sites make, at invoice_value, when made; imported content is what its sites take in,
components and subassemblies alike, when it leaves, used or not:

    from another country                 CIF; with the method ppp_mii also basic duty and surcharge
    bought in the country                price * imported_share; with advance_authorisation nothing
    from another company there           standard content: value * the largest imported share of an offer (1 if one
                                         is abroad or there is none); of what no one offers, that of its parts
    from the company's own sites there   nothing: it was counted on its way in

A target of a site counts what that site makes and takes in, from the company's other sites as from another company.
A target of an item counts its sales, parts that go into nothing else that is made there, when taken in, and of other
parts the standard content of what is started of it and of such parts.

Counting what is taken in keeps the row linear: what a made piece holds would be a mix of origins times a number of
pieces. Duties are those of law, whatever a relief saves. Cost: breach_price for each money of `breach`. Unit: money.
Source: guideline of the PLI scheme for large-scale electronics (pli_dva); Public Procurement (Preference to Make in
India) Order 2017 (ppp_mii); export obligation of the Foreign Trade Policy (advance_authorisation); ASEAN-India free
trade agreement (aifta_rvc), of which this is the value content: the change of heading is no number to add up; local
content as a row of a network, Arntzen, Brown, Harrison and Trafton 1995, Interfaces 25; what counts as taken in,
docs/meaning.md section 8.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes

__all__ = ["TARGET", "add", "made_and_taken"]

TARGET = ("company", "site", "item", "method", "fiscal_year", "first", "last")
_OBLIGATION = pl.col("method") == "advance_authorisation"


def made_and_taken(p: Program, f: Facts, r: Routes) -> pl.DataFrame:
    """Columns that count for each target: TARGET, least, col, sales and imported (money a piece)."""
    asked = f.network.value_targets.drop("source", "breach_price")
    contents = _standard(f, r)
    own = _own_parts(f)
    frames = [_made(asked, p, f), _taken(asked, own, p, f, contents), _common(asked, own, p, f, contents)]
    counted = pl.concat(frame.select(*TARGET, "least", "t", "col", "sales", "imported") for frame in frames)
    numbers = f.horizon.frame.select("t", "period", year="fiscal_year")
    begins, ends = (numbers.select(pl.col("period").alias(k), pl.col("t").alias(f"{k}_t")) for k in ("first", "last"))
    inside = (
        counted.join(numbers, on="t", validate="m:1")
        .join(begins, on="first", how="left", validate="m:1")
        .join(ends, on="last", how="left", validate="m:1")
        .filter(
            (pl.col("fiscal_year") == "") | (pl.col("fiscal_year") == pl.col("year")),
            pl.col("t") >= pl.col("first_t").fill_null(0),
            pl.col("t") <= pl.col("last_t").fill_null(len(f.horizon)),
        )
    )
    return inside.select(*TARGET, "least", "col", "sales", "imported").sort(*TARGET, "col")


def _placed(asked: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    """Targets with the columns at their places; `place` and `piece` are the site and the item of a column."""
    rows = asked.join(columns, on="company")
    return rows.filter((pl.col("site") == "") | (pl.col("site") == pl.col("place")))


def _makes(p: Program, f: Facts) -> pl.DataFrame:
    """Columns that make: company, country, place, piece, t, col, started."""
    owner = f.network.sites.select("company", "country", place="site")
    made = p["make"].select("t", "col", "started", place="site", piece="item")
    return made.join(owner, on="place", validate="m:1", maintain_order="left")


def _made(asked: pl.DataFrame, p: Program, f: Facts) -> pl.DataFrame:
    """What finished pieces sell for."""
    goods = f.items.filter(pl.col("kind") == "finished").select(
        piece="item", sales=pl.col("invoice_value").fill_null(0.0)
    )
    rows = _placed(asked, _makes(p, f).join(goods, on="piece", validate="m:1"))
    return rows.filter((pl.col("item") == "") | (pl.col("item") == pl.col("piece"))).with_columns(imported=0.0)


def _taken(asked: pl.DataFrame, own: pl.DataFrame, p: Program, f: Facts, contents: pl.DataFrame) -> pl.DataFrame:
    """Imported content of parts that come to sites, of targets of an item its own parts alone."""
    parts = f.items.filter(pl.col("kind") != "finished").select("item")
    sites = f.network.sites.select("site", "company", "country")
    shares = f.offers.select("item", "t", "imported_share", origin="supplier")
    moved = pl.concat([p["buy"], p["ship"]], how="diagonal").join(parts, on="item", how="semi")
    moved = (
        moved.join(sites, left_on="destination", right_on="site", validate="m:1")
        .join(sites, left_on="origin", right_on="site", validate="m:1", suffix="_from")
        .join(shares, on=["origin", "item", "t"], how="left", validate="m:1")
        .join(contents, on=["country", "item"], how="left", validate="m:1")
        .rename({"destination": "place", "item": "piece"})
    )
    rows = _placed(asked, moved.drop("mode"))
    theirs = rows.join(own, on=[*TARGET, "piece"], how="semi")
    rows = pl.concat([rows.filter(pl.col("item") == ""), theirs.filter(pl.col("item") != "")])
    levied = pl.when(pl.col("method") == "ppp_mii").then("duty").otherwise(0.0)
    bought = pl.when(_OBLIGATION).then(0.0).otherwise(pl.col("value") * pl.col("imported_share"))
    inside = (
        pl.when(pl.col("country") != pl.col("country_from"))
        .then(pl.col("cif") + levied)
        .when("bought")
        .then(bought)
        .when((pl.col("company") != pl.col("company_from")) | (pl.col("site") != ""))
        .then("standard")
        .otherwise(0.0)
    )
    return rows.with_columns(sales=0.0, imported=inside)


def _common(asked: pl.DataFrame, own: pl.DataFrame, p: Program, f: Facts, contents: pl.DataFrame) -> pl.DataFrame:
    """Standard content of what an item and its own parts take of parts that go into other items as well."""
    goods = asked.filter(pl.col("item") != "").with_columns(piece="item").select(*TARGET, "piece")
    wholes = pl.concat([goods, own.select(goods.columns)])
    bill = f.network.boms.select("component", takes=pl.col("quantity") * (1 + pl.col("scrap")), piece="item")
    parts = wholes.join(bill, on="piece").join(
        own, left_on=[*TARGET, "component"], right_on=[*TARGET, "piece"], how="anti"
    )
    rows = _placed(asked, _makes(p, f)).join(parts, on=[*TARGET, "piece"])
    rows = rows.join(contents.rename({"item": "component"}), on=["country", "component"], validate="m:1")
    amount = pl.col("started") * pl.col("takes") * pl.col("standard")
    return rows.with_columns(sales=0.0, imported=amount)


def _own_parts(f: Facts) -> pl.DataFrame:
    """TARGET, piece of targets of an item: parts that, where the target looks, go into nothing that is finished there
    but the item.
    """
    places = f.network.sites.select("company", "site")
    made = f.network.processes.select("site", "item").unique(maintain_order=True).join(places, on="site")
    bill = f.network.boms.select("item", "component")
    finished = {*f.items.filter(pl.col("kind") == "finished")["item"]}
    rows = []
    for target in f.network.value_targets.filter(pl.col("item") != "").select(TARGET).iter_rows(named=True):
        here = made.filter(company=target["company"]).filter(
            (pl.lit(target["site"]) == "") | (pl.col("site") == target["site"])
        )
        uses: dict[str, set[str]] = defaultdict(set)
        for item, component in bill.join(here, on="item", how="semi").iter_rows():
            uses[component].add(item)
        parts = (part for part in uses if part not in finished)
        rows += [(*target.values(), part) for part in parts if _goods(part, uses, finished) == {target["item"]}]
    return pl.DataFrame(rows, schema=dict.fromkeys((*TARGET, "piece"), pl.String), orient="row")


def _goods(item: str, uses: dict[str, set[str]], finished: set[str]) -> set[str]:
    """The finished items that an item ends in; what is used nowhere ends in itself."""
    if item in finished or not uses.get(item):
        return {item}
    return set().union(*(_goods(whole, uses, finished) for whole in uses[item]))


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
    """Add the shortfall of each target that has a price, and keep those that have none; a price of 0 only tells."""
    held = pl.col("breach_price").is_null() | (pl.col("breach_price") > 0)
    asked = f.network.value_targets.filter(held).drop("source").sort(TARGET)
    if asked.is_empty():
        return
    counted = made_and_taken(p, f, r).join(asked.select(TARGET), on=TARGET, how="semi")
    imported = pl.col("imported") * pl.when(_OBLIGATION).then(1 + pl.col("least")).otherwise(1.0)
    sales = pl.col("sales") * pl.when(_OBLIGATION).then(1.0).otherwise(1 - pl.col("least"))
    terms = [term(counted, TARGET, imported - sales)]
    priced = asked.filter(pl.col("breach_price").is_not_null())
    if len(priced):
        breach = p.columns("value_breach", priced, scale=r.coin)
        terms.append(term(breach, TARGET, -1.0))
        p.cost("value_breach", breach, pl.col("breach_price"), company="company", t=None)
    p.rows("value_target", TARGET, terms, asked.select(*TARGET, upper=pl.lit(0.0)))
