"""The threshold incentive: sales over a base year, paid only if two gates are passed.

For each member, first year that it may choose and fiscal year: X own counted sales, O others', base B, threshold T,
rate r, investment Inv against N; gate z binary, E what it earns as the perspective counts it:

    X >= max(0, B + T - O) z                   sales gate
    sum of min(e, N - Inv) * invest >= (N - Inv) z    investment gate, where Inv < N
    0 <= E <= U z,  U = min(r max(0, Smax + K), ceiling)    nothing is paid below the gates
    E <= r (X + K z)                           all sales over the base year earn
    K = O - B for `chain`; min(0, O - B) for `brand`
    z[member, first year] <= c[first year],  sum over first years of c = 1      where there are several
    z[s] + sum of z[n] <= 1   each scheme s that allows stacking, with all n that forbid it

Smax is the most counted sales that lines and rows of production allow, so U is no big number: at z = 0 the rows leave
X >= 0 and E = 0, at z = 1 X at its gate or above and E at what is owed, and between the two nothing more than their
mixtures (the convex hull), so the relaxation is as tight as rows of one year can make it. c need not be declared whole:
it is, wherever every z is. The investment gate sums what is ordered at the member's sites up to the end of that fiscal
year, e = eligible_share * cost, of lines on which nothing can be made but items that the scheme counts; one order that
is more than what is lacking is taken for just that, which leaves no plan out and is as tight as one row can be. The
last row is over schemes of one company that reward the same item group in the same fiscal year; they stand in one row,
which is tighter than a row for each pair.

All sales over the base year earn, not only those above the threshold. On the brand's goods the base year is taken from
other customers' sales first, a convention: min(r (X + O - B), r X), which is where K is from. Sales count when made, at
invoice_value * invoice_share of the award, where that is empty at invoice_value less the value of parts that are
consigned (which are not in the maker's invoice; parts on buy-sell or turnkey terms are), from the invoice floor up; of
a group with finished items these alone, else components and subassemblies, also those that the member's own plants use.
Only what a company makes at its own sites is its sales: what it has made by another company's plant is that company's,
which is what schemes ask that exclude contract making.
The perspective `brand` earns incentive_share * E, nothing where no award of the company and group says a share; `chain`
earns E; both times kept_share (claims refused or clawed back) and discounted from the day of payment.

Cost: - incentive_share * kept_share * E, discounted (`chain`: without incentive_share). Unit: money.
Source: rates, gates and any five years in a row at the applicant's choice: PLI for large-scale electronics
manufacturing, notified 1 April 2020; no second incentive on the same sales: Electronics Component Manufacturing Scheme,
April 2025; rows whose corners are whole: Balas 1998, Discrete Applied Mathematics 89 (disjunctive programming).
"""

from __future__ import annotations

import polars as pl

from onshore.planning.counted import counted_items, counted_orders, towards, within_reach
from onshore.planning.facts import Facts
from onshore.planning.program import Program, term
from onshore.planning.routes import Routes
from onshore.planning.rules.award import awarded
from onshore.planning.terms import turnover

__all__ = ["ALTERNATIVE", "YEAR", "add", "invoices", "member_years"]

MEMBER = ("scheme", "company")
ALTERNATIVE = (*MEMBER, "first_year")
YEAR = (*ALTERNATIVE, "fiscal_year")
_PLACE = ("company", "item_group", "fiscal_year")


def member_years(f: Facts) -> pl.DataFrame:
    """Each member of a scheme, with each first year that it may choose, in each fiscal year of the horizon in which
    its category has terms.

    scheme, company, first_year, fiscal_year, item_group, rate, capex_rate, threshold, gate (least own sales), base,
    outside, investment, needed (investment), lack (of it), invoice_floor, ceiling (infinite for none), no_stacking,
    last (period), share (to the brand), discount (of the part that is kept), paid (what of it counts), shift (K of the
    module).
    """
    years = (
        f.horizon.frame.filter(pl.col("fiscal_year") != "")
        .group_by("fiscal_year")
        .agg(pl.col("t").max().alias("last"))
        .with_columns(number=pl.col("fiscal_year").str.slice(0, 4).cast(pl.Int64))
    )
    members = f.network.scheme_members.select(*ALTERNATIVE, "category", "kept_share").join(years, how="cross")
    members = members.with_columns(year=pl.col("number") - pl.col("first_year").str.slice(0, 4).cast(pl.Int64) + 1)
    terms = f.network.schemes.drop("source")
    outside = f.network.outside_sales.drop("source")
    rows = members.join(terms, on=["scheme", "category", "year"], validate="m:1").join(
        outside, on=[*MEMBER, "fiscal_year"], how="left", validate="m:1"
    )
    rows = rows.with_columns(pl.col("sales", "investment", "base_sales").fill_null(0.0))
    share = awarded(f).select("company", "item_group", "since", "until", "from", "brand", "incentive_share")
    held = rows.join(share, on=["company", "item_group"]).filter(
        pl.col("last").is_between(pl.col("since"), pl.col("until"))
    )
    held = held.sort("from", "brand").group_by(YEAR).agg(share=pl.col("incentive_share").last())
    rate = 1.0 + float(f.network.settings["discount_rate"])
    chain = f.network.settings["perspective"] == "chain"
    over = pl.col("outside") - pl.col("base")
    return (
        rows.join(held, on=list(YEAR), how="left", validate="1:1")
        .select(
            *YEAR,
            "item_group",
            "rate",
            "capex_rate",
            "no_stacking",
            threshold="sales_threshold",
            gate=pl.max_horizontal(pl.lit(0.0), pl.col("base_sales") + pl.col("sales_threshold") - pl.col("sales")),
            base="base_sales",
            outside="sales",
            investment="investment",
            needed="investment_threshold",
            lack=pl.max_horizontal(0.0, pl.col("investment_threshold") - pl.col("investment")),
            invoice_floor="invoice_floor",
            ceiling=pl.col("ceiling").cast(pl.Float64).fill_null(float("inf")),
            last="last",
            share=pl.col("share").fill_null(0.0),
            discount=pl.col("kept_share") * rate ** (-pl.col("payment_days") / 365.0),
        )
        .with_columns(
            paid=pl.col("discount") * (pl.lit(1.0) if chain else pl.col("share")),
            shift=over if chain else pl.min_horizontal(pl.lit(0.0), over),
        )
        .sort(YEAR)
    )


def invoices(p: Program, f: Facts, years: pl.DataFrame) -> pl.DataFrame:
    """Columns that make counted pieces, by member and year, with `worth`: what a piece adds to counted sales."""
    plants = p["make"].select("site", "item", "t", "col", "resource", "hours", "most")
    makers = f.network.sites.select("site", maker="company")
    pieces = (
        plants.join(counted_items(f), on="item", validate="m:1")
        .join(makers, on="site", validate="m:1")
        .join(f.horizon.frame.select("t", "fiscal_year"), on="t", validate="m:1")
    )
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
    counted = counted.join(terms, on="col", how="left", validate="m:1").join(turnover(f), on="item", validate="m:1")
    return counted.with_columns(worth=pl.coalesce(pl.col("invoice_value") * pl.col("invoice_share"), "turnover"))


def add(p: Program, f: Facts, r: Routes) -> None:
    """Add sales, gates and what they pay, where it can be earned and counts."""
    if f.network.scheme_members.is_empty() or f.network.schemes.is_empty():
        return
    years = member_years(f).with_columns(t="last")
    years = years.filter((pl.col("rate") > 0) & (pl.col("paid") > 0))
    years = _invested(p, f, years)
    goods = invoices(p, f, years)
    years = years.join(_most(goods, f), on=list(YEAR), how="left", validate="1:1").with_columns(
        pl.col("most").fill_null(0.0)
    )
    years = years.filter(pl.col("most") >= pl.col("gate") * (1 - 1e-9))
    if years.is_empty():
        return
    goods = goods.join(years, on=list(YEAR), how="semi")
    top = pl.col("rate") * pl.max_horizontal(pl.lit(0.0), pl.col("most") + pl.col("shift"))
    years = years.with_columns(top=pl.min_horizontal(top, "ceiling"))
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
    _investment_gate(p, f, passed)
    p.rows("incentive_gate", YEAR, [term(earned, YEAR), term(passed, YEAR, -pl.col("top"))], upper=0.0)
    over_base = [
        term(earned, YEAR),
        term(sales, YEAR, -pl.col("rate")),
        term(passed, YEAR, -pl.col("rate") * pl.col("shift")),
    ]
    p.rows("incentive_base", YEAR, over_base, upper=0.0)
    _first_year(p, passed)
    _no_stacking(p, passed)
    p.cost("incentive", earned, -pl.col("paid"), company="company")


def _invested(p: Program, f: Facts, years: pl.DataFrame) -> pl.DataFrame:
    """The years whose investment threshold is reached, or can be by what the plan orders."""
    if not p.has("invest"):
        return years.filter(pl.col("lack") <= 0)
    return within_reach(years, towards(counted_orders(p, f), years, YEAR), YEAR)


def _investment_gate(p: Program, f: Facts, passed: pl.DataFrame) -> None:
    """A gate that lacks investment stays shut unless the plan orders it."""
    lacking = passed.filter(pl.col("lack") > 0)
    if len(lacking):
        orders = towards(counted_orders(p, f), lacking, YEAR)
        needs = term(lacking, YEAR, -pl.col("lack"))
        p.rows("investment_gate", YEAR, [term(orders, YEAR, pl.col("enough")), needs], lower=0.0)


def _first_year(p: Program, passed: pl.DataFrame) -> None:
    """One first year of each member that has several: gates of the others stay shut."""
    open_ = passed.select(ALTERNATIVE).unique(maintain_order=True).filter(pl.len().over(MEMBER) > 1)
    if open_.is_empty():
        return
    chosen = p.columns("first_year", open_, upper=1.0)
    p.rows("first_year", MEMBER, [term(chosen, MEMBER)], lower=1.0, upper=1.0)
    gates = passed.join(open_, on=list(ALTERNATIVE), how="semi")
    each = chosen.join(gates.select(YEAR), on=list(ALTERNATIVE))
    p.rows("first_year_gate", YEAR, [term(gates, YEAR), term(each, YEAR, -1.0)], upper=0.0)


def _no_stacking(p: Program, passed: pl.DataFrame) -> None:
    """Sales of a company's item group and fiscal year pass one gate at most, if one of the schemes forbids a second."""
    rivals = passed.filter(pl.col("no_stacking").any().over(_PLACE) & (pl.col("scheme").n_unique().over(_PLACE) > 1))
    if rivals.is_empty():
        return
    alone, others = rivals.filter("no_stacking"), rivals.filter(~pl.col("no_stacking"))
    row = (*_PLACE, "beside")
    others = others.with_columns(beside="scheme")
    rows = others.select(row).unique(maintain_order=True)
    bare = alone.select(_PLACE).unique(maintain_order=True).join(rows, on=list(_PLACE), how="anti")
    rows = pl.concat([rows, bare.with_columns(beside=pl.lit(""))])
    p.rows("no_stacking", row, [term(others, row), term(alone.join(rows, on=list(_PLACE)), row)], upper=1.0)


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
