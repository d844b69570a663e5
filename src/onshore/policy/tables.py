"""How the tables of law are declared: columns, keys, units and what an empty cell means.

A row of law holds on the days from `from` to `to`. An empty `to` means that nothing is known to end it; such a row
is known until `known_until` and no longer: a later day raises. An empty rate or threshold is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

from onshore.schema import NETWORK, Column, Table

__all__ = ["LAW"]

S, F, I, D, B = pl.String, pl.Float64, pl.Int64, pl.Date, pl.Boolean  # noqa: E741

SOURCE = Column(S, "", "Keys of `sources`, each after `S:`, or the word `assumption` and the reasoning.")
FROM = Column(D, "date", "First day.")
SINCE = Column(D, "date", "First day; empty: not known.", None)
TO = Column(D, "date", "Last day; empty: open, as far as is known.", None)
INSTRUMENT = Column(S, "", "Notification, act or circular, and its date where that was seen.", None)
CONFIDENCE = Column(S, "", "How sure the row is.", choices=("high", "medium", "low"))
KNOWN_UNTIL = Column(D, "date", "Last day for which the row was looked up, where `to` is empty.", None)
UNIT = Column(S, "", "What rates are shares of, and in what amounts are, in words.")
SCOPE = Column(S, "", "What the row covers, and what to mind.", None)


def _table(name: str, meaning: str, key: tuple[str, ...], absent: str, /, **columns: Column) -> Table:
    named = {k.rstrip("_"): c for k, c in columns.items()}
    return Table(name, meaning, key, absent, MappingProxyType({**named, "source": SOURCE}))


#: Columns that rows of law share, in the order in which they stand before `source`.
_DATED: Final = {
    "from_": FROM, "to": TO, "known_until": KNOWN_UNTIL, "instrument": INSTRUMENT, "confidence": CONFIDENCE,
}  # fmt: skip
_LOOSELY: Final = {**_DATED, "from_": SINCE}
_DUTIES: Final = NETWORK["duties"].columns

_TABLES: Final = (
    Table(
        "duties",
        "Rates on import by class of goods and day, as the table `duties` of a network has them.",
        ("duty_class", "kind", "origin", "destination", "from"),
        "not known: asking for it raises",
        MappingProxyType(
            {
                **{n: c for n, c in _DUTIES.items() if n not in ("source", "known_until", "confidence", "hs")},
                "credit_days": Column(F, "day", "Empty: how soon a tax is credited is no matter of law.", None),
                "unit": UNIT,
                "confidence": CONFIDENCE,
                "known_until": KNOWN_UNTIL,
                "hs": Column(S, "", "Headings of the tariff, or beginnings of them, parted by `; `.", None),
                "condition": Column(S, "", "What the importer must do for the rate; empty: none known.", None),
                "scope": SCOPE,
                "source": SOURCE,
            }
        ),
    ),
    _table(
        "aliases",
        "Other names of classes of goods, as people say them.",
        ("alias",),
        "only the name of the class itself is understood",
        alias=Column(S, "", "What people say."),
        duty_class=Column(S, "", "Class of `duties` that is meant."),
    ),
    _table(
        "kit_parts",
        "Parts that come with a display, and since when they do not take it out of the display assembly.",
        ("part",),
        "not known: a kit with such a part raises",
        part=Column(S, "", "What comes with the panel."),
        inside_from=Column(D, "date", "First day on which it is inside the display assembly; empty: never.", None),
        out_from=Column(
            D,
            "date",
            "First day on which it is known to make the whole an other part (8517 79 90); empty: never.",
            None,
        ),
        out_until=Column(D, "date", "Last such day; empty: open.", None),
        scope=SCOPE,
    ),
    _table(
        "reliefs",
        "What an exporter need not pay, or gets back.",
        ("relief", "duty_class", "from"),
        "no relief is known",
        relief=Column(S, "", "Short name."),
        name=Column(S, "", "Name in full."),
        kind=Column(S, "", "What it does.", choices=("authorisation", "bonded", "drawback", "remission")),
        duty_class=Column(S, "", "Class of goods that are exported, or * for all.", wildcard=True),
        rate=Column(F, "share", "Of the FOB value; empty: not known, or not of this kind.", None, ge=0, le=1),
        cap=Column(F, "money/unit", "Most for a piece, in INR; empty: none known.", None, ge=0),
        unit=UNIT,
        value_addition=Column(F, "share", "Least value addition on the CIF value of inputs.", None, ge=0),
        import_months=Column(I, "rank", "Months in which inputs may be imported.", None, ge=1),
        export_months=Column(I, "rank", "Months in which the goods must be exported.", None, ge=1),
        no_stacking=Column(S, "", "Reliefs that cannot be taken beside it, parted by `; `.", None),
        terms=Column(S, "", "Terms in words."),
        **_LOOSELY,
    ),
    _table(
        "schemes",
        "Incentives by category and year of the applicant.",
        ("scheme", "category", "year"),
        "no such scheme is known",
        scheme=Column(S, "", "Short name."),
        category=Column(S, "", "Class of applicants or segment of goods."),
        year=Column(I, "rank", "First, second, ... year of the applicant; empty: every year.", None, ge=1),
        item_group=Column(S, "", "Group of goods whose sales count."),
        duty_classes=Column(S, "", "Classes of goods that it concerns, parted by `; `.", None),
        status=Column(S, "", "Whether it is law.", choices=("notified", "proposed")),
        kind=Column(S, "", "What is rewarded.", choices=("turnover", "capex", "hybrid")),
        years=Column(I, "rank", "How many years an applicant is paid.", None, ge=1),
        rate=Column(F, "share", "Of sales over the base year; empty: not known.", None, ge=0, le=1),
        rate_low=Column(F, "share", "Lowest yearly rate that reports give.", None, ge=0, le=1),
        rate_high=Column(F, "share", "Highest yearly rate that reports give.", None, ge=0, le=1),
        capex_rate=Column(F, "share", "Of capital expenditure.", None, ge=0, le=1),
        sales_threshold=Column(F, "money", "Least sales over the base year, INR; empty: not known.", None, ge=0),
        investment_threshold=Column(F, "money", "Least cumulative investment, INR; empty: not known.", None, ge=0),
        invoice_floor=Column(F, "money/unit", "Only pieces invoiced at this or more count, INR; empty: all.", None),
        ceiling=Column(F, "money", "Most that a company gets, INR; empty: not known.", None, ge=0),
        unit=UNIT,
        base_year=Column(S, "", "Fiscal year over which sales must grow.", None),
        first_years=Column(S, "", "Fiscal years that an applicant may have as its first, parted by `; `.", None),
        payment_days=Column(F, "day", "From the end of the fiscal year to payment.", None, ge=0),
        excludes_contract_making=Column(B, "", "Whether making through a contract manufacturer does not count.", None),
        no_stacking=Column(B, "", "Whether sales and investment that another scheme rewards do not count.", None),
        terms=Column(S, "", "Terms in words.", None),
        **_LOOSELY,
    ),
    _table(
        "value_addition",
        "Value addition by method, with the thresholds that are tested against it.",
        ("method", "test"),
        "no such test is known",
        method=Column(S, "", "Short name."),
        test=Column(S, "", "What is reached at the threshold."),
        threshold=Column(F, "share", "Least value addition; empty: it is reported, not tested.", None, ge=0),
        of=Column(S, "", "Unit: what the share is taken of."),
        tariff_change=Column(B, "", "Whether the tariff sub-heading must change as well.", False),
        formula=Column(S, "", "The method in words."),
        **_LOOSELY,
    ),
    _table(
        "notes",
        "What the press says wrongly.",
        ("note",),
        "no trap is known",
        note=Column(S, "", "Short name."),
        wrong=Column(S, "", "What is said."),
        right=Column(S, "", "What holds."),
        duty_classes=Column(S, "", "Classes of goods that it is about, parted by `; `.", None),
        said_by=Column(S, "", "Sources that say it, each after `S:`.", None),
    ),
    Table(
        "sources",
        "Where rows come from. Many are press or secondary: the gazette is the better text.",
        ("key",),
        "no such source",
        MappingProxyType(
            {
                "key": Column(S, "", "What stands after `S:`."),
                "says": Column(S, "", "What it says."),
                "address": Column(S, "", "Address as found; dots stand for a part left out."),
            }
        ),
    ),
)

LAW: Final[Mapping[str, Table]] = MappingProxyType({t.name: t for t in _TABLES})
