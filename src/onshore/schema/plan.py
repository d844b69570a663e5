"""The tables of a plan: decisions, and money by term."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

from onshore.schema.table import Column, Table

__all__ = ["MEASURE_UNITS", "PLAN", "TERMS"]

S, F, I = pl.String, pl.Float64, pl.Int64  # noqa: E741

SITE = Column(S, "", "Site.")
ITEM = Column(S, "", "Item.")
PERIOD = Column(S, "", "Period.")
QUANTITY = Column(F, "unit", "Pieces.")


def _table(name: str, meaning: str, key: tuple[str, ...], /, **columns: Column) -> Table:
    return Table(name, meaning, key, "zero", MappingProxyType(columns))


_TABLES: Final = (
    _table(
        "production",
        "Good pieces made, in the period in which they are started.",
        ("site", "item", "process", "resource", "period"),
        site=SITE,
        item=ITEM,
        process=Column(S, "", "Way of making."),
        resource=Column(S, "", "Lines; empty if the process needs none.", None),
        period=PERIOD,
        quantity=Column(F, "unit", "Good pieces, whole lots."),
        started=Column(F, "unit", "Pieces started: good pieces over yield."),
        hours=Column(F, "h", "Line hours, set-up included."),
    ),
    _table(
        "purchases",
        "Pieces bought, in the period in which they leave the supplier.",
        ("supplier", "site", "item", "period"),
        supplier=Column(S, "", "Supplier's site."),
        site=Column(S, "", "Where they go."),
        item=ITEM,
        period=PERIOD,
        quantity=QUANTITY,
        tier=Column(I, "rank", "Price tier, 1 for the only one."),
        price=Column(F, "money/unit", "Price paid, network currency."),
    ),
    _table(
        "shipments",
        "Pieces moved over a lane, in the period in which they leave.",
        ("origin", "destination", "mode", "item", "period"),
        origin=Column(S, "", "From."),
        destination=Column(S, "", "To."),
        mode=Column(S, "", "By."),
        item=ITEM,
        period=PERIOD,
        quantity=QUANTITY,
        arrival=Column(S, "", "Period of arrival; empty: after the horizon.", None),
    ),
    _table(
        "stock",
        "Pieces on hand on the last evening of the period.",
        ("site", "item", "period"),
        site=SITE,
        item=ITEM,
        period=PERIOD,
        quantity=QUANTITY,
        owner=Column(S, "", "Company that owns them."),
    ),
    _table(
        "sales",
        "Wanted pieces delivered, still owed and lost.",
        ("item", "market", "priority", "period"),
        item=ITEM,
        market=Column(S, "", "Market."),
        period=PERIOD,
        quantity=Column(F, "unit", "Delivered in the period."),
        late=Column(F, "unit", "Wanted by now and still owed on the last evening."),
        short=Column(F, "unit", "Given up in the period: never delivered."),
        priority=Column(F, "weight", "Priority class of the demand."),
    ),
    _table(
        "awards",
        "Share of each award over its own from-to.",
        ("brand", "company", "item_group", "period"),
        brand=Column(S, "", "Who gives."),
        company=Column(S, "", "Who makes."),
        item_group=Column(S, "", "Group of finished items."),
        period=Column(S, "", "The award's from-to, as `YYYY-MM-DD/YYYY-MM-DD`."),
        share=Column(F, "share", "Share of what all makers make of the group."),
        low=Column(F, "share", "Contract band."),
        high=Column(F, "share", "Contract band."),
        breach=Column(F, "unit", "Pieces outside the band."),
    ),
    _table(
        "qualifications",
        "Items qualified at sites by the plan.",
        ("site", "item"),
        site=SITE,
        item=ITEM,
        period=Column(S, "", "First period in which a piece can be made."),
    ),
    _table(
        "investments",
        "Lines ordered by the plan, and the scheme that pays a part of them.",
        ("investment", "period"),
        investment=Column(S, "", "Investment."),
        period=Column(S, "", "Period in which it is ordered."),
        charge=Column(F, "money", "Capital charged, from the middle of the period to the end of the horizon."),
        scheme=Column(S, "", "Capex scheme that pays; empty: none.", None),
        grant=Column(F, "money", "What the scheme grants of the capital charged, undiscounted."),
    ),
    _table(
        "incentives",
        "What each member of a scheme earns in each fiscal year.",
        ("scheme", "company", "fiscal_year"),
        scheme=Column(S, "", "Scheme."),
        company=Column(S, "", "Member."),
        fiscal_year=Column(S, "", "Year of the sales."),
        first_year=Column(
            S, "", "The member's first year: of several in `scheme_members`, the one that the plan chose."
        ),
        sales=Column(F, "money", "Counted sales of the brand's goods."),
        outside_sales=Column(F, "money", "Counted sales to others."),
        base_sales=Column(F, "money", "Base year."),
        sales_threshold=Column(F, "money", "Least sales over the base year."),
        investment=Column(F, "money", "Cumulative investment, with what the plan orders."),
        investment_threshold=Column(F, "money", "Least cumulative investment."),
        rate=Column(F, "share", "Rate of the year."),
        reached=Column(
            I,
            "rank",
            "1 if both gates are passed and the year pays; else 0, also where another scheme pays for the sales.",
        ),
        incentive=Column(F, "money", "What the company earns for the year, undiscounted."),
        incentive_on_brand=Column(F, "money", "The part earned on the brand's goods, undiscounted."),
    ),
    _table(
        "relieved_exports",
        "Exports that a relief is claimed for, in the period in which they leave.",
        ("site", "item", "relief", "period"),
        site=SITE,
        item=ITEM,
        relief=Column(S, "", "Relief."),
        period=PERIOD,
        quantity=QUANTITY,
        amount=Column(F, "money", "Drawback."),
    ),
    _table(
        "duty_free",
        "Imports on which no duty is paid for the sake of exports, in the period in which they leave.",
        ("origin", "destination", "mode", "item", "relief", "period"),
        origin=Column(S, "", "From."),
        destination=Column(S, "", "To."),
        mode=Column(S, "", "By."),
        item=ITEM,
        relief=Column(S, "", "Relief."),
        period=PERIOD,
        quantity=QUANTITY,
        amount=Column(F, "money", "Duty that is not paid."),
    ),
    _table(
        "value_targets",
        "Value that companies with a target add, by the method of the target.",
        ("company", "site", "item", "method", "fiscal_year", "first", "last"),
        company=Column(S, "", "Who."),
        site=Column(S, "", "At which site; empty: all of the company's.", None),
        item=Column(S, "", "Which finished item; empty: all.", None),
        method=Column(S, "", "Method of law."),
        fiscal_year=Column(S, "", "Which year; empty: the whole horizon.", None),
        first=Column(S, "", "First period that counts; empty: from the first on.", None),
        last=Column(S, "", "Last period that counts; empty: up to the last.", None),
        sales=Column(F, "money", "Invoice value of finished items that the company makes."),
        imported=Column(F, "money", "Imported content that its sites take in, by the method."),
        value_addition=Column(
            F,
            "share",
            "(sales - imported) / sales, with advance_authorisation / imported; 0 where there is nothing to divide by.",
        ),
        least=Column(F, "share", "Target."),
        breach=Column(
            F,
            "money",
            "Value that is missing: least x sales - (sales - imported); with advance_authorisation least x imported.",
        ),
    ),
    _table(
        "money",
        "Every cost of the plan (income is negative); the sum is the objective.",
        ("term", "company", "site", "item", "period"),
        term=Column(S, "", "Kind of cost."),
        company=Column(S, "", "Company that it arises at; empty: none.", None),
        site=Column(S, "", "Site; empty: none.", None),
        item=Column(S, "", "Item; empty: none.", None),
        period=Column(S, "", "Period; empty: the whole horizon.", None),
        amount=Column(F, "money", "Network currency."),
    ),
)

PLAN: Final[Mapping[str, Table]] = MappingProxyType({t.name: t for t in _TABLES})

#: Terms of `money`, in the order in which they are shown.
TERMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "material": "purchases at the supplier's price",
        "freight": "lanes, by weight, piece and value",
        "lane": "fixed cost of lanes used",
        "duty": "basic duty and surcharge on crossing a border",
        "relief": "duty not paid, or paid back, on what is exported",
        "relief_cost": "bonds and paper of export reliefs",
        "tax_finance": "money tied up in recoverable tax",
        "conversion": "conversion cost of good pieces",
        "fee": "manufacturers' margins",
        "setup": "set-ups",
        "overtime": "overtime hours",
        "idle": "line hours below the minimum load",
        "change": "line hours by which use rises or falls from period to period",
        "qualification": "qualifying items at sites",
        "investment": "capital of lines that the plan has built",
        "site": "fixed cost of sites used",
        "transit_finance": "money tied up on the way",
        "holding": "keeping stock, and money tied up in it",
        "late": "days late",
        "short": "wanted and never delivered",
        "breach": "pieces outside an award's band",
        "commitment": "promised pieces not given",
        "value_breach": "value added less than a target asks",
        "incentive": "incentives that reach whom the perspective counts, discounted",
        "end_stock": "value of stock and goods on the way on the last evening",
    }
)

#: Units that a measure may have, beside those of columns.
MEASURE_UNITS: Final = ("money", "money/unit", "share", "unit", "day", "head", "h", "index")
