"""The tables of a network: parties and things, what they can do, what is wanted, and the law that applies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from onshore.schema.table import Column, Table

__all__ = ["NETWORK", "SETTINGS"]

S, F, I, D, B = pl.String, pl.Float64, pl.Int64, pl.Date, pl.Boolean  # noqa: E741

#: `network.toml`: one value each. Column.default None means that the setting may be left out.
SETTINGS: Final[Mapping[str, Column]] = MappingProxyType(
    {
        "name": Column(S, "", "What the network is called in reports."),
        "currency": Column(
            S, "", "Currency of every amount that has no currency column beside it, ISO 4217."
        ),
        "start": Column(D, "date", "First day that can still be planned; prices known later do not count."),
        "perspective": Column(
            S,
            "",
            "Whose cost is minimised: what the brand pays net of its share of incentives, or brand and "
            "manufacturers together.",
            "brand",
            choices=("brand", "chain"),
        ),
        "cost_of_money": Column(
            F, "share", "Yearly cost of money tied up in stock and on the way.", 0.0, ge=0, le=1
        ),
        "discount_rate": Column(
            F, "share", "Yearly rate at which money that comes later is discounted.", 0.0, ge=0, le=1
        ),
        "end_stock_share": Column(
            F,
            "share",
            "What stock is worth on the last evening, as a share of the item's value. Below the cheapest cost of "
            "getting one, so that nobody builds to collect it; above zero, so that nothing is dumped.",
            0.9,
            ge=0,
            le=1,
        ),
        "demo": Column(B, "", "True for invented data: every page and print then says so.", False),
    }
)

SOURCE = Column(
    S, "", "Where the row comes from: a citation, or the word `assumption` and the reasoning.", None
)


def _table(name: str, meaning: str, key: tuple[str, ...], absent: str, /, **columns: Column) -> Table:
    named = {k.rstrip("_"): c for k, c in columns.items()}
    return Table(name, meaning, key, absent, MappingProxyType({**named, "source": SOURCE}))


def _ref(
    table: str, meaning: str, default: Any = None, *, required: bool = True, wildcard: bool = False
) -> Column:
    if required:
        return Column(S, "", meaning, reference=table, wildcard=wildcard)
    return Column(S, "", meaning, default, reference=table, wildcard=wildcard)


_TABLES: Final = (
    _table(
        "companies",
        "Legal entities: brands, contract manufacturers, their subsidiaries, suppliers, customers.",
        ("company",),
        "the company does not exist",
        company=Column(S, "", "Short name, unique."),
        name=Column(S, "", "Name as people say it.", None),
        kind=Column(S, "", "Its part.", choices=("brand", "manufacturer", "supplier", "customer")),
        parent=_ref("companies", "The company that owns it; empty for none.", required=False),
        country=Column(S, "", "Customs territory of its seat, ISO 3166 alpha-2."),
        ownership=Column(
            S, "", "Domestic or foreign owned, where a scheme asks.", None, choices=("domestic", "foreign")
        ),
        slot=Column(
            I,
            "rank",
            "Colour in every picture, 1 to 7; empty draws grey. Given once and never changed.",
            None,
            ge=1,
            le=7,
        ),
    ),
    _table(
        "sites",
        "Places: plants, supplier plants, warehouses, ports and markets.",
        ("site",),
        "the site does not exist",
        site=Column(S, "", "Short name, unique."),
        company=_ref("companies", "Who runs it."),
        kind=Column(S, "", "What it is.", choices=("plant", "supplier", "warehouse", "port", "market")),
        name=Column(S, "", "Name as people say it.", None),
        country=Column(
            S, "", "Customs territory, ISO 3166 alpha-2; a lane between two of them crosses a border."
        ),
        place=Column(S, "", "State, province or town.", None),
        latitude=Column(F, "degree", "For the map.", None, ge=-90, le=90),
        longitude=Column(F, "degree", "For the map.", None, ge=-180, le=180),
        opens=Column(D, "date", "First day of work; empty: always open.", None),
        closes=Column(D, "date", "Last day of work; empty: stays open.", None),
        calendar=Column(S, "", "Which calendar's closed days apply; empty: none.", None),
        fixed_cost=Column(
            F,
            "money/day",
            "Cost of every day of a period in which the site makes, supplies or passes on anything.",
            0.0,
            ge=0,
        ),
    ),
    _table(
        "items",
        "Finished goods, subassemblies and components.",
        ("item",),
        "the item does not exist",
        item=Column(S, "", "Short name, unique."),
        name=Column(S, "", "Name as people say it.", None),
        kind=Column(
            S,
            "",
            "Shares of manufacturers count finished items only.",
            choices=("finished", "subassembly", "component"),
        ),
        group=Column(S, "", "Family: phone, audio, display, ...; awards and schemes name it.", None),
        brand=_ref("companies", "Whose product it is.", required=False),
        hs=Column(S, "", "Customs tariff heading.", None),
        duty_class=Column(
            S,
            "",
            "Which rows of `duties` apply when it crosses a border; empty: it never crosses one at which duty is paid.",
            None,
        ),
        weight=Column(F, "kg/unit", "Packed weight.", 0.0, ge=0),
        value=Column(
            F, "money/unit", "Standard value: finance of stock, cargo value and end stock.", 0.0, ge=0
        ),
        customs_value=Column(
            F,
            "money/unit",
            "Value declared when a piece made inside the network crosses a border, in `customs_currency`.",
            None,
            ge=0,
        ),
        customs_currency=Column(S, "", "Currency of `customs_value`; empty: the network's.", None),
        invoice_value=Column(
            F,
            "money/unit",
            "What a manufacturer's invoice for one piece says, net of tax: the turnover that a scheme counts.",
            None,
            ge=0,
        ),
        holding_cost=Column(
            F,
            "money/unit/day",
            "Cost of keeping a piece a day, beside the money tied up in its value.",
            0.0,
            ge=0,
        ),
        late_cost=Column(
            F, "money/unit/day", "Cost of each day that a wanted piece is late, at priority 1.", 0.0, ge=0
        ),
        short_cost=Column(
            F, "money/unit", "Cost of a wanted piece that is never delivered, at priority 1.", 0.0, ge=0
        ),
        max_late=Column(
            F,
            "day",
            "Longest delay a customer waits; then the order is lost. Empty: until the end.",
            None,
            ge=0,
        ),
    ),
    _table(
        "periods",
        "The buckets of the horizon, one after another without a hole.",
        ("period",),
        "the horizon does not cover it",
        period=Column(S, "", "Name, unique, in order of time: 2024-04, 2024-W07."),
        start=Column(D, "date", "First day."),
        days=Column(I, "day", "Length.", ge=1),
        fiscal_year=Column(S, "", "Fiscal year as written in schemes: 2023-24.", None),
    ),
    _table(
        "calendars",
        "Days on which places that use the calendar are closed or work less.",
        ("calendar", "from"),
        "open as usual",
        calendar=Column(S, "", "Name that `sites.calendar` uses."),
        from_=Column(D, "date", "First day."),
        to=Column(D, "date", "Last day."),
        open_share=Column(F, "share", "What is left of a normal day.", 0.0, ge=0, le=1),
        name=Column(S, "", "Holiday.", None),
    ),
    _table(
        "boms",
        "Bills of material: what one started piece of an item takes.",
        ("item", "component"),
        "the item does not contain it",
        item=_ref("items", "What is made."),
        component=_ref("items", "What goes in."),
        quantity=Column(F, "unit/unit", "Pieces of the component in one piece of the item.", gt=0),
        scrap=Column(F, "share", "Pieces lost for each piece used: 0.003 takes 1.003.", 0.0, ge=0, le=1),
    ),
    _table(
        "processes",
        "An item that can be made at a site.",
        ("site", "item", "process"),
        "the site cannot make the item",
        site=_ref("sites", "Where."),
        item=_ref("items", "What."),
        process=Column(S, "", "Name of the way of making, if there are several.", "make"),
        conversion_cost=Column(F, "money/unit", "Paid for each good piece, in `currency`.", 0.0, ge=0),
        currency=Column(S, "", "Currency of `conversion_cost`; empty: the network's.", None),
        fee=Column(
            F, "money/unit", "Manufacturer's margin on each good piece, in network currency.", 0.0, ge=0
        ),
        yield_=Column(F, "share", "Good pieces of those started, once mature.", 1.0, gt=0, le=1),
        lead_days=Column(F, "day", "From start to good piece.", 0.0, ge=0),
        lot=Column(F, "unit", "Good pieces come in whole multiples of this, a period.", 1.0, gt=0),
        minimum_lot=Column(F, "unit", "Fewest good pieces in a period in which any are made.", 0.0, ge=0),
        labour_hours=Column(F, "h/unit", "Hours of people for each started piece.", 0.0, ge=0),
        qualified=Column(
            B, "", "Whether the item is registered and released at the site at the start.", True
        ),
        qualification_cost=Column(F, "money", "One-off cost of qualifying the item at the site.", 0.0, ge=0),
        qualification_days=Column(F, "day", "From applying to the first piece.", 0.0, ge=0),
        qualify_from=Column(D, "date", "Earliest day of applying; empty: the network's start.", None),
        ramp=_ref("ramps", "How output grows after qualification; empty: at once.", required=False),
    ),
    _table(
        "ramps",
        "Capacity and yield by weeks since the first piece could be made.",
        ("ramp", "week"),
        "no ramp",
        ramp=Column(S, "", "Name that `processes.ramp` uses."),
        week=Column(I, "week", "From this week on; the first row has week 0.", ge=0),
        capacity_share=Column(F, "share", "Output of a line hour, as a share of the mature one.", gt=0, le=1),
        yield_share=Column(F, "share", "Yield, as a share of the mature one.", gt=0, le=1),
    ),
    _table(
        "resources",
        "Lines and their hours, reserved for this brand; a later row replaces an earlier one from its day on.",
        ("resource", "from"),
        "no such line; before the first row: no hours",
        resource=Column(S, "", "Name of the group of lines."),
        site=_ref("sites", "Where it stands."),
        from_=Column(D, "date", "First day on which this row holds."),
        lines=Column(F, "line", "Lines reserved for this brand.", 1.0, ge=0),
        hours_per_day=Column(F, "h/day", "Hours a line works on a working day.", ge=0, le=24),
        days_per_week=Column(F, "days/week", "Working days in a week.", 7.0, ge=0, le=7),
        overtime_share=Column(F, "share", "Hours beyond these, as a share of them.", 0.0, ge=0),
        overtime_cost=Column(F, "money/h", "Extra cost of a line hour of overtime.", 0.0, ge=0),
        minimum_load=Column(
            F, "share", "Share of the hours that is paid for even if not used.", 0.0, ge=0, le=1
        ),
        idle_cost=Column(F, "money/h", "Price of a line hour below `minimum_load`.", 0.0, ge=0),
        change_cost=Column(
            F,
            "money/h",
            "Price of each line hour by which use rises or falls from one period to the next, a 30-day month.",
            0.0,
            ge=0,
        ),
        kind=Column(S, "", "What it does: assembly, SMT, ...", None),
    ),
    _table(
        "routings",
        "Hours that a process takes on a resource; several rows of a process are alternatives.",
        ("site", "item", "process", "resource"),
        "the process needs no line",
        site=_ref("sites", "Where."),
        item=_ref("items", "What."),
        process=Column(S, "", "Which process.", "make"),
        resource=_ref("resources", "On which lines."),
        hours=Column(F, "h/unit", "Line hours for each started piece.", ge=0),
        setup_hours=Column(F, "h", "Line hours of each period in which any are made.", 0.0, ge=0),
        setup_cost=Column(F, "money", "Cost of each period in which any are made.", 0.0, ge=0),
    ),
    _table(
        "sourcing",
        "An item that a supplier offers; a later row replaces an earlier one from its day on.",
        ("supplier", "item", "from"),
        "the supplier does not offer the item; before the first row: not yet",
        supplier=_ref("sites", "Whose plant."),
        item=_ref("items", "What."),
        from_=Column(D, "date", "First day of delivery on which this row holds."),
        price=Column(F, "money/unit", "Price at the supplier's gate, in `currency`.", ge=0),
        currency=Column(S, "", "Currency of `price`; empty: the network's.", None),
        terms=Column(
            S,
            "",
            "Who buys: the brand and keeps it, the brand and sells it on, the manufacturer.",
            "turnkey",
            choices=("consigned", "buy-sell", "turnkey"),
        ),
        moq=Column(
            F,
            "unit",
            "Smallest delivery of the item in a period in which any is delivered, over all sites.",
            0.0,
            ge=0,
        ),
        lot=Column(F, "unit", "A delivery to a site by a mode is a whole multiple of this.", 1.0, gt=0),
        capacity=Column(F, "unit/day", "Most that the supplier delivers; empty: no limit.", None, ge=0),
        lead_days=Column(F, "day", "From order to the supplier's gate.", 0.0, ge=0),
        running=Column(
            B, "", "Whether orders placed before the start already fill the first `lead_days`.", False
        ),
        imported_share=Column(
            F,
            "share",
            "Part of the price that is imported content, where the supplier is in the country of use.",
            0.0,
            ge=0,
            le=1,
        ),
        known_from=Column(
            D,
            "date",
            "Day on which the row became known; a row known after the start of the plan does not enter.",
            None,
        ),
    ),
    _table(
        "lanes",
        "Ways from place to place.",
        ("origin", "destination", "mode"),
        "nothing moves that way",
        origin=_ref("sites", "From."),
        destination=_ref("sites", "To."),
        mode=Column(S, "", "sea, air, road, rail, ...", "road"),
        days=Column(F, "day", "Door to door.", 0.0, ge=0),
        cost_per_kg=Column(F, "money/kg", "In `currency`.", 0.0, ge=0),
        cost_per_unit=Column(F, "money/unit", "In `currency`.", 0.0, ge=0),
        cost_per_value=Column(
            F, "share", "Insurance and charges, as a share of the cargo's value.", 0.0, ge=0, le=1
        ),
        currency=Column(S, "", "Currency of the costs; empty: the network's.", None),
        capacity=Column(F, "kg/day", "Most that the lane carries; empty: no limit.", None, ge=0),
        fixed_cost=Column(F, "money", "Cost of each period in which the lane is used.", 0.0, ge=0),
        duty_paid=Column(
            B,
            "",
            "Whether this network pays the import duty at the destination (no: the customer does).",
            True,
        ),
    ),
    _table(
        "demand",
        "What markets want.",
        ("item", "market", "period", "priority"),
        "nothing is wanted",
        item=_ref("items", "What."),
        market=_ref("sites", "Where."),
        period=_ref("periods", "Until the end of this period."),
        quantity=Column(F, "unit", "Pieces wanted.", ge=0),
        priority=Column(F, "weight", "Multiplies the cost of being late or short.", 1.0, gt=0),
        price=Column(F, "money/unit", "What the customer pays; for information.", None, ge=0),
    ),
    _table(
        "awards",
        "What a brand has agreed to give a manufacturer: shares, commitments and terms.",
        ("brand", "company", "item_group", "from"),
        "no band, no commitment, no share of incentives",
        brand=_ref("companies", "Who gives."),
        company=_ref("companies", "Who makes."),
        item_group=Column(S, "", "Group of finished items."),
        from_=Column(D, "date", "First day."),
        to=Column(D, "date", "Last day."),
        low=Column(
            F,
            "share",
            "Least share of what all makers make of the group, over from-to as a whole.",
            0.0,
            ge=0,
            le=1,
        ),
        high=Column(F, "share", "Greatest share.", 1.0, ge=0, le=1),
        today=Column(F, "share", "Share today, for comparison.", None, ge=0, le=1),
        breach_cost=Column(F, "money/unit", "Price of each piece outside the band.", 0.0, ge=0),
        commitment=Column(F, "unit", "Pieces promised over from-to.", 0.0, ge=0),
        commitment_cost=Column(F, "money/unit", "Price of each promised piece not given.", 0.0, ge=0),
        incentive_share=Column(
            F,
            "share",
            "Part of the manufacturer's incentive on the brand's goods that reaches the brand.",
            0.0,
            ge=0,
            le=1,
        ),
        invoice_share=Column(
            F,
            "share",
            "Part of the invoice value that is the manufacturer's turnover: 1 for turnkey and buy-sell, fee over value if consigned.",
            1.0,
            ge=0,
            le=1,
        ),
    ),
    _table(
        "single_sources",
        "Places that take an item from one origin only, over the whole horizon.",
        ("destination", "item"),
        "any number of origins",
        destination=_ref("sites", "Where."),
        item=_ref("items", "What."),
    ),
    _table(
        "stock",
        "What is on hand on the first morning.",
        ("site", "item"),
        "none",
        site=_ref("sites", "Where."),
        item=_ref("items", "What."),
        quantity=Column(F, "unit", "Good pieces.", ge=0),
    ),
    _table(
        "in_transit",
        "What is on the way on the first morning; duty and freight are paid.",
        ("site", "item", "arrival"),
        "none",
        site=_ref("sites", "Where to."),
        item=_ref("items", "What."),
        arrival=Column(D, "date", "When it arrives."),
        quantity=Column(F, "unit", "Good pieces.", ge=0),
    ),
    _table(
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
        rate=Column(F, "share", "The rate.", ge=0),
        credit_days=Column(F, "day", "For recoverable: days until it is credited.", 0.0, ge=0),
        instrument=Column(S, "", "Notification and date.", None),
        confidence=Column(S, "", "How sure the row is.", None, choices=("high", "medium", "low")),
    ),
    _table(
        "schemes",
        "Incentives on sales over a base year, by category and year of the scheme.",
        ("scheme", "category", "year"),
        "no incentive in that year",
        scheme=Column(S, "", "Name."),
        category=Column(S, "", "Class of applicants."),
        year=Column(I, "rank", "First, second, ... year of the applicant.", ge=1),
        item_group=Column(S, "", "Target segment: group of finished items."),
        rate=Column(F, "share", "Incentive on sales over the base year.", ge=0, le=1),
        sales_threshold=Column(
            F, "money", "Least sales over the base year; below it the year pays nothing.", 0.0, ge=0
        ),
        investment_threshold=Column(
            F, "money", "Least cumulative investment; below it the year pays nothing.", 0.0, ge=0
        ),
        invoice_floor=Column(F, "money/unit", "Only pieces invoiced at this or more count.", 0.0, ge=0),
        payment_days=Column(F, "day", "From the end of the fiscal year to payment.", 0.0, ge=0),
    ),
    _table(
        "scheme_members",
        "Companies approved under a scheme.",
        ("scheme", "company"),
        "the company earns nothing under the scheme",
        scheme=Column(S, "", "Which scheme."),
        company=_ref("companies", "Who."),
        category=Column(S, "", "In which category. Ownership decides it in law: not a choice."),
        first_year=Column(S, "", "Fiscal year that is the applicant's year 1: 2021-22."),
    ),
    _table(
        "outside_sales",
        "What a member sells to others and has invested: a scheme counts the whole company.",
        ("company", "scheme", "fiscal_year"),
        "no other sales, no investment, base year of zero",
        company=_ref("companies", "Who."),
        scheme=Column(S, "", "Under which scheme."),
        fiscal_year=Column(S, "", "Which year: 2023-24."),
        sales=Column(F, "money", "Counted sales to other customers in the year.", 0.0, ge=0),
        investment=Column(F, "money", "Cumulative counted investment at the end of the year.", 0.0, ge=0),
        base_sales=Column(F, "money", "Sales of the target segment in the base year.", 0.0, ge=0),
    ),
    _table(
        "exchange_rates",
        "Network currency for one unit of a foreign currency; a later row replaces an earlier one.",
        ("currency", "from"),
        "unknown: an amount in that currency is refused",
        currency=Column(S, "", "ISO 4217."),
        from_=Column(D, "date", "First day."),
        rate=Column(F, "rate", "Network currency for one unit.", gt=0),
    ),
    _table(
        "scenarios",
        "Changes to the other tables, applied in order of `step`.",
        ("scenario", "step"),
        "the base as it is",
        scenario=Column(S, "", "Name."),
        step=Column(I, "rank", "Order within the scenario.", ge=1),
        table=Column(S, "", "Table that changes, or `network` for a setting."),
        match=Column(S, "", "Which rows: `column=value; column=pattern*`; empty for all.", ""),
        column=Column(S, "", "Which column; empty for insert and remove.", ""),
        operation=Column(
            S,
            "",
            "set to the value, multiply by it, add it, move a date by days, remove or insert rows.",
            choices=("set", "scale", "add", "shift", "remove", "insert"),
        ),
        value=Column(S, "", "The value; for insert `column=value; column=value`.", ""),
    ),
)

NETWORK: Final[Mapping[str, Table]] = MappingProxyType({t.name: t for t in _TABLES})
