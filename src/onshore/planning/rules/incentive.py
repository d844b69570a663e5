"""The threshold incentive: sales over a base year, paid only if two gates are passed.

For each member and fiscal year: X own counted sales, O others', S = X + O, base B, threshold T, rate r,
investment Inv against N, gate z binary:

    X >= max(0, B + T - O) z                     sales gate; z = 0 if Inv < N
    0 <= I <= U z,  U = min(r max(0, Smax - B), ceiling)   nothing is paid below the gates
    I <= r (S - B) + r max(0, B - O) (1 - z)     all sales over the base year earn
    0 <= I_x <= I,  I_x <= r X                   the part on the brand's goods

All sales over the base year earn, not only those above the threshold. Without the last term of the third row a
company under its base year would be forced to buy sales. On the brand's goods the base year is taken from other
customers' sales first, a convention.
Smax is what lines and rows of production allow, so U is no big number. Sales count when made, at invoice_value *
invoice_share, from the invoice floor up. The perspective `brand` earns incentive_share * I_x, `chain` earns
I, both times kept_share (claims refused or clawed back) and discounted from the day of payment. Rates and gates
for phones in India: PLI for large-scale electronics manufacturing, notified 1 April 2020. Unit: money.
"""

from __future__ import annotations

import polars as pl

from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.award import awarded, made

__all__ = ["YEAR", "add", "invoices", "member_years"]

YEAR = ("scheme", "company", "fiscal_year")


def member_years(f: Facts) -> pl.DataFrame:
    """Each member of a scheme in each fiscal year of the horizon in which its category has terms.

    scheme, company, fiscal_year, item_group, rate, threshold, gate (least own sales), base, outside,
    investment, needed (investment), invoice_floor, ceiling (infinite for none), last (period), share (to the
    brand), discount (of the part that is kept).
    """
    years = (
        f.horizon.frame.filter(pl.col("fiscal_year") != "")
        .group_by("fiscal_year")
        .agg(pl.col("t").max().alias("last"))
        .with_columns(number=pl.col("fiscal_year").str.slice(0, 4).cast(pl.Int64))
    )
    members = f.network.scheme_members.select("scheme", "company", "category", "first_year", "kept_share").join(
        years, how="cross"
    )
    members = members.with_columns(year=pl.col("number") - pl.col("first_year").str.slice(0, 4).cast(pl.Int64) + 1)
    terms = f.network.schemes.drop("source")
    outside = f.network.outside_sales.drop("source")
    rows = members.join(terms, on=["scheme", "category", "year"], validate="m:1").join(
        outside, on=list(YEAR), how="left", validate="1:1"
    )
    rows = rows.with_columns(pl.col("sales", "investment", "base_sales").fill_null(0.0))
    share = awarded(f).select("company", "item_group", "since", "until", "from", "brand", "incentive_share")
    held = rows.join(share, on=["company", "item_group"]).filter(
        pl.col("last").is_between(pl.col("since"), pl.col("until"))
    )
    held = held.sort("from", "brand").group_by(YEAR).agg(share=pl.col("incentive_share").last())
    rate = 1.0 + float(f.network.settings["discount_rate"])
    return (
        rows.join(held, on=list(YEAR), how="left", validate="1:1")
        .select(
            *YEAR,
            "item_group",
            "rate",
            threshold="sales_threshold",
            gate=pl.max_horizontal(pl.lit(0.0), pl.col("base_sales") + pl.col("sales_threshold") - pl.col("sales")),
            base="base_sales",
            outside="sales",
            investment="investment",
            needed="investment_threshold",
            invoice_floor="invoice_floor",
            ceiling=pl.col("ceiling").cast(pl.Float64).fill_null(float("inf")),
            last="last",
            share=pl.col("share").fill_null(0.0),
            discount=pl.col("kept_share") * rate ** (-pl.col("payment_days") / 365.0),
        )
        .sort(YEAR)
    )


def invoices(p: Program, f: Facts, years: pl.DataFrame) -> pl.DataFrame:
    """Columns that make counted pieces, by member and year, with `worth`: what a piece adds to counted sales."""
    plants = p["make"].select("col", "resource", "hours", "most")
    pieces = (
        made(p, f)
        .join(plants, on="col", validate="1:1")
        .join(f.items.select("item", "invoice_value"), on="item", validate="m:1")
    )
    pieces = pieces.join(f.horizon.frame.select("t", "fiscal_year"), on="t", validate="m:1")
    counted = pieces.join(
        years, left_on=["maker", "group", "fiscal_year"], right_on=["company", "item_group", "fiscal_year"]
    )
    counted = counted.with_columns(company="maker").filter(pl.col("invoice_value") >= pl.col("invoice_floor"))
    awards = awarded(f).select("company", "brand", "from", "since", "until", "invoice_share", group="item_group")
    own = ["col", "company", "group", "item_brand", "t"]
    terms = counted.select(own).unique().join(awards, on=["company", "group"])
    terms = (
        terms.filter(
            pl.col("t").is_between(pl.col("since"), pl.col("until"))
            & (pl.col("item_brand").is_null() | (pl.col("item_brand") == pl.col("brand")))
        )
        .sort("from", "brand")
        .group_by("col")
        .agg(pl.col("invoice_share").last())
    )
    counted = counted.join(terms, on="col", how="left", validate="m:1")
    return counted.with_columns(worth=pl.col("invoice_value") * pl.col("invoice_share").fill_null(1.0))


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add sales, gates and what they pay, where it can be earned and counts."""
    if f.network.scheme_members.is_empty() or f.network.schemes.is_empty():
        return
    chain = f.network.settings["perspective"] == "chain"
    years = member_years(f).filter(pl.col("rate") > 0).with_columns(t="last")
    counts = pl.lit(1.0) if chain else pl.col("share")
    years = years.with_columns(paid=counts * pl.col("discount")).filter(
        (pl.col("paid") > 0) & (pl.col("investment") >= pl.col("needed"))
    )
    goods = invoices(p, f, years)
    years = years.join(_most(goods, f), on=list(YEAR), how="left", validate="1:1").with_columns(
        pl.col("most").fill_null(0.0)
    )
    years = years.filter(pl.col("most") >= pl.col("gate") * (1 - 1e-9))
    if years.is_empty():
        return
    goods = goods.join(years, on=list(YEAR), how="semi")
    top = pl.col("rate") * pl.max_horizontal(pl.lit(0.0), pl.col("most") + pl.col("outside") - pl.col("base"))
    top = pl.min_horizontal(top, "ceiling")
    years = years.with_columns(
        top=top, lack=pl.col("rate") * pl.max_horizontal(pl.lit(0.0), pl.col("base") - pl.col("outside"))
    )
    sales = p.columns("counted_sales", years, scale=r.coin, upper=pl.col("most"))
    passed = p.columns("gate", years, upper=1.0, integer=True)
    earned = p.columns("incentive", years, scale=r.coin, upper=pl.col("top"))
    p.rows(
        "counted_sales",
        YEAR,
        [term(sales, YEAR), term(goods, YEAR, -pl.col("worth"))],
        years.select(*YEAR, lower=0.0, upper=0.0),
    )
    p.rows("sales_gate", YEAR, [term(sales, YEAR), term(passed, YEAR, -pl.col("gate"))], lower=0.0)
    p.rows("incentive_gate", YEAR, [term(earned, YEAR), term(passed, YEAR, -pl.col("top"))], upper=0.0)
    over_base = years.select(*YEAR, upper=pl.col("rate") * (pl.col("outside") - pl.col("base")) + pl.col("lack"))
    p.rows(
        "incentive_base",
        YEAR,
        [term(earned, YEAR), term(sales, YEAR, -pl.col("rate")), term(passed, YEAR, pl.col("lack"))],
        over_base,
    )
    if chain:
        p.cost("incentive", earned, -pl.col("paid"), company="company")
        return
    part = p.columns("incentive_part", years, scale=r.coin, upper=pl.col("top"))
    p.rows("incentive_part", YEAR, [term(part, YEAR), term(earned, YEAR, -1.0)], upper=0.0)
    p.rows("incentive_own", YEAR, [term(part, YEAR), term(sales, YEAR, -pl.col("rate"))], upper=0.0)
    p.cost("incentive", part, -pl.col("paid"), company="company")


def _most(goods: pl.DataFrame, f: Facts) -> pl.DataFrame:
    """Greatest own counted sales of a year: all hours of each line on its dearest piece, or the most of every row of
    production, whichever is less.
    """
    rows = goods.group_by(YEAR).agg(by_rows=(pl.col("worth") * pl.col("most")).sum())
    total = f.hours.select("resource", "t", total=pl.col("regular") + pl.col("overtime"))
    lines = goods.filter(pl.col("hours") > 0).join(total, on=["resource", "t"])
    lines = lines.group_by(*YEAR, "resource", "t").agg(
        most=(pl.col("worth") / pl.col("hours")).max() * pl.col("total").first()
    )
    free = goods.filter(pl.col("hours") == 0).select(*YEAR).unique().with_columns(most=pl.lit(float("inf")))
    hours = pl.concat([lines.select(*YEAR, "most"), free]).group_by(YEAR).agg(by_hours=pl.col("most").sum())
    both = rows.join(hours, on=list(YEAR), validate="1:1")
    return both.select(*YEAR, most=pl.min_horizontal("by_rows", "by_hours"))
