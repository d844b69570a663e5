"""Tables of law and of what follows from it: duties, incentives, export reliefs, targets of value added."""

from __future__ import annotations

from typing import Final

from onshore.schema.declaring import KNOWN_UNTIL, B, D, F, I, S, declare, reference
from onshore.schema.table import Column

__all__ = ["LAW"]

LAW: Final = (
    declare(
        "duties",
        "Rates of law on crossing a border, by day.",
        ("duty_class", "kind", "origin", "destination", "from"),
        "unknown: a lane that crosses into the country with such an item is refused",
        duty_class=Column(S, "", "Class of goods that `items.duty_class` names; * for all.", wildcard=True),
        kind=Column(
            S,
            "",
            "basic: on the CIF value. surcharge: on the basic duty. recoverable: tax on CIF, duty and surcharge that is credited `credit_days` later.",
            choices=("basic", "surcharge", "recoverable"),
        ),
        origin=Column(S, "", "Country of departure, or *.", "*", wildcard=True),
        destination=Column(S, "", "Country that levies."),
        from_=Column(D, "date", "First day."),
        to=Column(D, "date", "Last day; empty: open, as far as is known.", None),
        rate=Column(F, "share", "The rate of the levy.", ge=0, le=2),
        credit_days=Column(F, "day", "For recoverable: days until it is credited.", 0.0, ge=0),
        instrument=Column(S, "", "Notification and date.", None),
        confidence=Column(S, "", "How sure the row is.", None, choices=("high", "medium", "low")),
        known_until=KNOWN_UNTIL,
        hs=Column(S, "", "Headings of the tariff, or beginnings of them, that the class is of, parted by `; `.", None),
    ),
    declare(
        "schemes",
        "Incentives on sales over a base year, and on investment, by category and year of the scheme.",
        ("scheme", "category", "year"),
        "no incentive in that year",
        scheme=Column(S, "", "Name of the scheme."),
        category=Column(S, "", "Class of applicants."),
        year=Column(I, "rank", "First, second, ... year of the applicant.", ge=1),
        item_group=Column(
            S,
            "",
            "Target segment: a group of finished items, of which those alone count, or of components and subassemblies.",
        ),
        rate=Column(
            F,
            "share",
            "Incentive on sales over the base year; 0 for none; empty: not known, and a member that would sell under it is refused.",
            None,
            ge=0,
            le=1,
        ),
        capex_rate=Column(
            F,
            "share",
            "Part of what a company invests in the year, in lines for the target segment alone, that is granted to it; empty: none.",
            None,
            ge=0,
            le=1,
        ),
        sales_threshold=Column(
            F, "money", "Least sales over the base year; below it the year pays nothing.", 0.0, ge=0
        ),
        investment_threshold=Column(
            F, "money", "Least cumulative investment; below it the year pays nothing.", 0.0, ge=0
        ),
        invoice_floor=Column(F, "money/unit", "Only pieces invoiced at this or more count.", 0.0, ge=0),
        ceiling=Column(F, "money", "Most that a company is paid for the year; empty: no ceiling is known.", None, ge=0),
        payment_days=Column(F, "day", "From the end of the fiscal year to payment.", 0.0, ge=0),
        no_stacking=Column(
            B, "", "Whether sales that another scheme rewards in the same fiscal year do not count as well.", False
        ),
        known_until=KNOWN_UNTIL,
    ),
    declare(
        "scheme_members",
        "Companies approved under a scheme. Several rows of one member are alternatives: the plan chooses its first year.",
        ("scheme", "company", "first_year"),
        "the company earns nothing under the scheme",
        scheme=Column(S, "", "Which scheme."),
        company=reference("companies", "Who."),
        category=Column(
            S, "", "In which category. Ownership decides it in law: not a choice, the same in all rows of a member."
        ),
        first_year=Column(S, "", "Fiscal year that is the applicant's year 1: 2021-22."),
        kept_share=Column(
            F,
            "share",
            "Part of what is earned that a plan counts on: less than 1 for claims refused or clawed back.",
            1.0,
            ge=0,
            le=1,
        ),
    ),
    declare(
        "outside_sales",
        "What a member sells to others and has invested: a scheme counts the whole company.",
        ("company", "scheme", "fiscal_year"),
        "no other sales, no investment, base year of zero",
        company=reference("companies", "Who."),
        scheme=Column(S, "", "Under which scheme."),
        fiscal_year=Column(S, "", "Which year: 2023-24."),
        sales=Column(F, "money", "Counted sales to other customers in the year.", 0.0, ge=0),
        investment=Column(
            F, "money", "Cumulative counted investment at the end of the year, beside what a plan orders.", 0.0, ge=0
        ),
        base_sales=Column(F, "money", "Sales of the target segment in the base year.", 0.0, ge=0),
    ),
    declare(
        "statements",
        "What a company says itself of its incentive in a year, to be held against a plan; it changes none.",
        ("company", "scheme", "fiscal_year"),
        "nothing is stated",
        company=reference("companies", "Who."),
        scheme=Column(S, "", "Under which scheme."),
        fiscal_year=Column(S, "", "Which year: 2023-24. Of a part of a year what is stated is taken for all of it."),
        incentive=Column(F, "money", "Incentive of the year, whenever it is paid; 0: stated not to be paid.", ge=0),
        rate=Column(F, "share", "Rate that it was computed at; empty: not said.", None, gt=0, le=1),
        sales=Column(F, "money", "Counted sales of the year to all customers; empty: not said.", None, ge=0),
        base_sales=Column(F, "money", "Sales of the base year taken off them; empty: not said.", None, ge=0),
        investment=Column(F, "money", "Cumulative counted investment; empty: not said.", None, ge=0),
    ),
    declare(
        "reliefs",
        "Export reliefs of law: duty not paid, or paid back, for what leaves the country.",
        ("relief", "item_group", "from"),
        "no relief",
        relief=Column(S, "", "Name: advance-authorisation, bonded-manufacture, drawback."),
        kind=Column(
            S,
            "",
            "authorisation: inputs free of duty against an export obligation. bonded: duty deferred, and remitted on what is exported. drawback: a rate on the value of what is exported.",
            choices=("authorisation", "bonded", "drawback"),
        ),
        country=Column(S, "", "Country that grants it."),
        item_group=Column(S, "", "Group of finished items that it is granted for, or * for all.", "*", wildcard=True),
        from_=Column(D, "date", "First day."),
        to=Column(D, "date", "Last day; empty: open, as far as is known.", None),
        value_addition=Column(
            F,
            "share",
            "Authorisation: least (value exported - CIF of free inputs) / CIF of free inputs.",
            0.0,
            ge=0,
            le=2,
        ),
        validity_days=Column(
            F,
            "day",
            "Authorisation: days from the import in which the export must follow; empty: no limit.",
            None,
            ge=0,
        ),
        rate=Column(
            F,
            "share",
            "Drawback: share of the value exported; 0 for none; empty: not known, and a plant that could claim it is refused.",
            None,
            ge=0,
            le=1,
        ),
        cap=Column(F, "money/unit", "Drawback: most that is paid a piece; empty: no cap.", None, ge=0),
        cost_share=Column(F, "share", "Cost of bonds and paper, as a share of the duty not paid.", 0.0, ge=0, le=1),
        instrument=Column(S, "", "Notification and date.", None),
        confidence=Column(S, "", "How sure the row is.", None, choices=("high", "medium", "low")),
        known_until=KNOWN_UNTIL,
    ),
    declare(
        "relief_sites",
        "Plants that can claim a relief on what they make and export.",
        ("site", "relief"),
        "the plant claims no relief",
        site=reference("sites", "Which plant."),
        relief=Column(S, "", "Which relief of `reliefs`."),
        cost=Column(F, "money", "One-off cost for each group of items that it is claimed for.", 0.0, ge=0),
    ),
    declare(
        "value_targets",
        "Value that a company must add to what it makes, by a method of law, and the price of adding less.",
        ("company", "site", "item", "method", "fiscal_year", "first", "last"),
        "no target",
        company=reference("companies", "Who."),
        site=reference("sites", "At which of its sites; empty: at all of them together.", "", required=False),
        item=reference("items", "Which finished item it makes; empty: all of them together.", "", required=False),
        method=Column(
            S,
            "",
            "pli_dva: the scheme guideline, imports at CIF. ppp_mii: public procurement, customs duties on imports count as imported. advance_authorisation: export obligation, on what is imported. aifta_rvc: regional value content.",
            choices=("pli_dva", "ppp_mii", "advance_authorisation", "aifta_rvc"),
        ),
        fiscal_year=Column(S, "", "Which year: 2023-24; empty: the whole horizon.", ""),
        first=reference("periods", "First period that counts; empty: from the first on.", "", required=False),
        last=reference("periods", "Last period that counts; empty: up to the last.", "", required=False),
        least=Column(
            F,
            "share",
            "Least (sales - imported content) / sales; with advance_authorisation / imported content.",
            ge=0,
            le=1,
        ),
        breach_price=Column(
            F,
            "share",
            "Money for each money of value that is missing; 0: it is only told; empty: none may be missing.",
            None,
            ge=0,
            le=1000,
        ),
    ),
)
