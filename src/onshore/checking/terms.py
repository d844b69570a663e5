"""Terms of purchase against the part of an invoice that counts as its maker's turnover."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import findings, said
from onshore.checking.sheets import LINE, Sheets

__all__ = ["invoice_of_consigned", "terms_disagree"]


def invoice_of_consigned(sheets: Sheets) -> pl.DataFrame:
    """An award does not call all of an invoice turnover where parts of the piece are consigned to its maker."""
    kept = _parts(sheets).join(_terms(sheets).filter("consigned"), on="item")
    rows = sheets["awards"].filter(pl.col("invoice_share") == 1).join(kept, on=["company", "item_group"])
    rows = rows.sort(LINE, "good", "item").unique(LINE, keep="first", maintain_order=True)
    text = said(
        "invoice_share = 1, but {} in the {} that {} makes is consigned: it is not in the maker's invoice, so not "
        "in the turnover that a scheme counts. Leave it empty, to go by the terms, or give the share that is left.",
        *("item", "good", "company"),
    )
    return findings(rows, "awards", "invoice_of_consigned", "invoice_share", text=text, value=pl.lit("1"))


def terms_disagree(sheets: Sheets) -> pl.DataFrame:
    """Where a maker's turnover goes by the terms of purchase, every offer of a part is consigned, or none: what a plan
    buys of each is not known before.
    """
    mixed = _terms(sheets).filter(pl.col("some") & ~pl.col("consigned"))
    stated = sheets["awards"].drop_nulls(["company", "item_group"]).group_by("company", "item_group")
    told = stated.agg(all=pl.col("invoice_share").is_not_null().all()).filter("all")
    rows = _parts(sheets).join(mixed, on="item").join(told, on=["company", "item_group"], how="anti")
    rows = rows.sort(LINE, "good", "company").unique("item", keep="first", maintain_order=True)
    text = said(
        "terms of {} are consigned here and others elsewhere, so it cannot be told whether the invoice of {} for {} "
        "holds it, which scheme '{}' counts. Write the same terms, or give invoice_share in awards.",
        *("item", "company", "good", "scheme"),
    )
    return findings(rows, "sourcing", "terms_disagree", "terms", text=text, value=pl.lit("consigned"))


def _terms(sheets: Sheets) -> pl.DataFrame:
    """item, consigned (by every known offer), some (by some), line of the first such offer."""
    known = (pl.col("known_from") <= sheets.start).fill_null(True) if sheets.start else pl.lit(True)
    rows = sheets["sourcing"].filter(known).drop_nulls(["item", "terms"])
    on = pl.col("terms") == "consigned"
    return rows.group_by("item").agg(consigned=on.all(), some=on.any(), **{LINE: pl.col(LINE).filter(on).first()})


def _parts(sheets: Sheets) -> pl.DataFrame:
    """Parts, bought at whatever tier, of what members make for a scheme: scheme, company, item_group, good, item."""
    schemes = sheets["schemes"].filter(pl.col("rate") > 0).select("scheme", "category", "item_group").unique()
    members = sheets["scheme_members"].select("scheme", "company", "category").join(schemes, on=["scheme", "category"])
    owner = sheets["sites"].select("site", "company").drop_nulls().unique("site")
    finished = sheets["items"].filter(pl.col("kind") == "finished")["group"].drop_nulls().unique().implode()
    counts = (pl.col("kind") == "finished") | ~pl.col("group").is_in(finished)
    group = sheets["items"].filter(counts).select("item", item_group="group").drop_nulls().unique("item")
    made = (
        sheets["processes"].select("site", "item").drop_nulls().unique().join(owner, on="site").join(group, on="item")
    )
    goods = made.join(members.drop_nulls(), on=["company", "item_group"])
    goods = goods.select("scheme", "company", "item_group", "item", good="item").unique()
    return _exploded(goods, sheets)


def _exploded(goods: pl.DataFrame, sheets: Sheets) -> pl.DataFrame:
    """Goods with the items that go into them, down to those that are bought; `item` goes from the good to its part."""
    bill = sheets["boms"].select("item", "component").drop_nulls().unique()
    offered = sheets["sourcing"].select("item").drop_nulls().unique()
    found, open_ = [goods.clear()], goods
    for _ in range(len(bill)):  # a bill that comes back to itself is told elsewhere
        below = open_.join(bill, on="item").with_columns(item="component").select(goods.columns).unique()
        found.append(below.join(offered, on="item", how="semi"))
        open_ = below.join(offered, on="item", how="anti")
        if open_.is_empty():
            break
    return pl.concat(found).unique()
