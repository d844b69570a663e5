"""Networks for tests: one made by hand, and random valid ones drawn from the schema's declarations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import strategies as st

from onshore.checking import typed
from onshore.network import Network
from onshore.schema import LEAST, NETWORK, SETTINGS, Column, Table

SETTINGS_BY_HAND = {
    "name": "Kite by hand",
    "currency": "INR",
    "start": dt.date(2024, 4, 1),
    "cost_of_money": 0.1,
}

#: Rows as texts, in the order in which `hand` writes them: line 2 is the first.
BY_HAND: dict[str, list[dict[str, str]]] = {
    "companies": [
        {"company": "kite", "kind": "brand", "country": "IN"},
        {"company": "alder", "kind": "manufacturer", "country": "IN"},
        {"company": "birch", "kind": "manufacturer", "country": "IN"},
        {"company": "holitech", "kind": "supplier", "country": "CN"},
    ],
    "sites": [
        {"site": "alder-noida", "company": "alder", "kind": "plant", "country": "IN", "calendar": "india"},
        {"site": "birch-pune", "company": "birch", "kind": "plant", "country": "IN", "opens": "2023-01-01"},
        {"site": "holitech-ganzhou", "company": "holitech", "kind": "supplier", "country": "CN"},
        {"site": "north", "company": "kite", "kind": "market", "country": "IN"},
    ],
    "items": [
        {
            "item": "redmi-a",
            "kind": "finished",
            "group": "phone",
            "brand": "kite",
            "value": "7000",
            "invoice_value": "8000",
        },
        {"item": "display", "kind": "component", "duty_class": "display", "weight": "0.1", "value": "900"},
    ],
    "periods": [
        {"period": "2024-04", "start": "2024-04-01", "days": "30", "fiscal_year": "2024-25"},
        {"period": "2024-05", "start": "2024-05-01", "days": "31", "fiscal_year": "2024-25"},
        {"period": "2024-06", "start": "2024-06-01", "days": "30", "fiscal_year": "2024-25"},
    ],
    "calendars": [{"calendar": "india", "from": "2024-05-01", "to": "2024-05-01"}],
    "boms": [{"item": "redmi-a", "component": "display", "quantity": "1", "scrap": "0.01"}],
    "processes": [
        {"site": "alder-noida", "item": "redmi-a", "conversion_cost": "200", "lot": "10"},
        {
            "site": "birch-pune",
            "item": "redmi-a",
            "qualified": "no",
            "qualification_cost": "5000",
            "ramp": "slow",
        },
    ],
    "ramps": [
        {"ramp": "slow", "week": "0", "capacity_share": "0.5", "yield_share": "0.9"},
        {"ramp": "slow", "week": "4", "capacity_share": "1", "yield_share": "1"},
    ],
    "resources": [
        {"resource": "noida-lines", "site": "alder-noida", "from": "2024-01-01", "hours_per_day": "20"},
        {"resource": "pune-lines", "site": "birch-pune", "from": "2024-01-01", "hours_per_day": "16"},
    ],
    "routings": [
        {"site": "alder-noida", "item": "redmi-a", "resource": "noida-lines", "hours": "0.01"},
        {"site": "birch-pune", "item": "redmi-a", "resource": "pune-lines", "hours": "0.01"},
    ],
    "sourcing": [
        {
            "supplier": "holitech-ganzhou",
            "item": "display",
            "from": "2024-01-01",
            "price": "70",
            "currency": "CNY",
            "lead_days": "10",
        }
    ],
    "lanes": [
        {
            "origin": "holitech-ganzhou",
            "destination": "alder-noida",
            "mode": "sea",
            "days": "25",
            "cost_per_kg": "2",
            "currency": "CNY",
        },
        {"origin": "holitech-ganzhou", "destination": "birch-pune", "mode": "sea", "days": "22"},
        {"origin": "alder-noida", "destination": "north", "days": "2"},
        {"origin": "birch-pune", "destination": "north", "days": "3"},
    ],
    "demand": [
        {"item": "redmi-a", "market": "north", "period": "2024-05", "quantity": "800"},
        {"item": "redmi-a", "market": "north", "period": "2024-06", "quantity": "900"},
    ],
    "awards": [
        {
            "brand": "kite",
            "company": company,
            "item_group": "phone",
            "from": "2024-04-01",
            "to": "2025-03-31",
            "low": low,
        }
        for company, low in (("alder", "0.3"), ("birch", "0.2"))
    ],
    "stock": [{"site": "north", "item": "redmi-a", "quantity": "100"}],
    "in_transit": [{"site": "alder-noida", "item": "display", "arrival": "2024-04-10", "quantity": "500"}],
    "duties": [
        {
            "duty_class": "display",
            "kind": "basic",
            "origin": "*",
            "destination": "IN",
            "from": "2023-01-01",
            "to": "2024-05-31",
            "rate": "0.1",
        },
        {
            "duty_class": "display",
            "kind": "basic",
            "origin": "*",
            "destination": "IN",
            "from": "2024-06-01",
            "rate": "0.05",
        },
        {
            "duty_class": "*",
            "kind": "surcharge",
            "origin": "*",
            "destination": "IN",
            "from": "2018-02-02",
            "rate": "0.1",
        },
    ],
    "schemes": [
        {"scheme": "pli", "category": "domestic", "year": str(year), "item_group": "phone", "rate": "0.06"}
        for year in (1, 2, 3)
    ],
    "scheme_members": [
        {"scheme": "pli", "company": "alder", "category": "domestic", "first_year": "2022-23"},
    ],
    "outside_sales": [{"company": "alder", "scheme": "pli", "fiscal_year": "2024-25", "sales": "1000000"}],
    "statements": [{"company": "alder", "scheme": "pli", "fiscal_year": "2024-25", "incentive": "60000"}],
    "exchange_rates": [{"currency": "CNY", "from": "2024-01-01", "rate": "11.5"}],
    "scenarios": [
        {
            "scenario": "dear",
            "step": "1",
            "table": "sourcing",
            "match": "item=disp*",
            "column": "price",
            "operation": "scale",
            "value": "1.1",
        },
        {
            "scenario": "dear",
            "step": "2",
            "table": "network",
            "column": "cost_of_money",
            "operation": "set",
            "value": "0.2",
        },
    ],
    "assumptions": [
        {
            "assumption": "prices",
            "table": "sourcing",
            "match": "item=disp*",
            "column": "price",
            "operation": "scale",
            "low": "0.9",
            "high": "1.1",
        },
    ],
}

#: Rows that random networks may have beside those of `hand`: a market abroad and the reliefs on what it takes, a line
#: that must be built, an origin to choose, value to add.
_EXPORT: dict[str, list[dict[str, str]]] = {
    "companies": [{"company": "dodo", "kind": "customer", "country": "MU"}],
    "sites": [{"site": "abroad", "company": "dodo", "kind": "market", "country": "MU"}],
    "lanes": [
        {"origin": plant, "destination": "abroad", "mode": "air", "days": "4", "duty_paid": "no"}
        for plant in ("alder-noida", "birch-pune")
    ],
    "demand": [{"item": "redmi-a", "market": "abroad", "period": "2024-06", "quantity": "300"}],
}
_RELIEFS: dict[str, list[dict[str, str]]] = {
    "reliefs": [
        {"relief": "advance", "kind": "authorisation", "country": "IN", "from": "2023-04-01"},
        {"relief": "bond", "kind": "bonded", "country": "IN", "from": "2019-10-01", "to": "2024-05-31"},
        {"relief": "drawback", "kind": "drawback", "country": "IN", "item_group": "phone", "from": "2020-02-04"}
        | {"rate": "0.02"},
    ],
    "relief_sites": [
        {"site": "alder-noida", "relief": "advance"},
        {"site": "alder-noida", "relief": "bond"},
        {"site": "birch-pune", "relief": "drawback"},
    ],
}
_OPTIONS: list[dict[str, list[dict[str, str]]]] = [
    _EXPORT,
    _EXPORT | _RELIEFS,
    _RELIEFS,
    {"investments": [{"investment": "hall", "site": "birch-pune", "resource": "pune-lines", "from": "2024-04-01"}]},
    {"single_sources": [{"destination": "north", "item": "redmi-a"}]},
    {"value_targets": [{"company": "alder", "method": "pli_dva"}]},
    {
        "preferential_duties": [
            {"site": "holitech-ganzhou", "item": "display", "destination": "IN", "from": "2024-05-01", "rate": "0.02"}
        ]
    },
    {"value_targets": [{"company": "birch", "method": "ppp_mii", "fiscal_year": "2024-25"}]},
]


def hand() -> Network:
    """One brand, two manufacturers, one market, one component from China; no problem in it."""
    tables = {name: typed(NETWORK[name], texts(name)).frame for name in BY_HAND}
    return Network(SETTINGS_BY_HAND, tables)


def texts(name: str, rows: list[dict[str, str]] | None = None) -> pl.DataFrame:
    """A table made by hand, as texts; or other rows of it."""
    rows = BY_HAND[name] if rows is None else rows
    columns = {c: pl.String for c in NETWORK[name].columns if any(c in row for row in rows)}
    return pl.DataFrame(rows, schema=columns)


# Words hold what spreadsheets and CSV files stumble over; names have no blanks around them.
_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
WORDS = st.text(_LETTERS, min_size=1, max_size=8).filter(lambda w: w == w.strip())
TEXTS = st.one_of(
    WORDS,
    st.text(st.sampled_from("=+-@'\"\t\r\n,;ä€ 0"), min_size=1, max_size=6),
    st.sampled_from(["=1+1", "-5", "'-5", "@a", "null", "NaN", "true", " x", '"', "\ufeffx", "''=", "# x"]),
)
_DATES = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))


def cells(column: Column, *, plain: bool = False) -> st.SearchStrategy[Any]:
    """Values that a column's declaration allows, but for its reference; plain: numbers in quarters up to 5, no larger
    and no nearer to zero.
    """
    if plain and column.dtype in (pl.Float64, pl.Int64):
        part = 4 if column.dtype == pl.Float64 else 1
        least = int(column.gt * part) + 1 if column.gt is not None else int((column.ge or 0) * part)
        some = st.integers(least, int(min(column.le if column.le is not None else 5, 5) * part))
        some = some.map(lambda k: k / part if part > 1 else k)
    elif column.choices:
        some: st.SearchStrategy[Any] = st.sampled_from(column.choices)
    elif column.dtype == pl.Float64:
        low = column.gt if column.gt is not None else column.ge
        some = st.floats(
            min_value=low,
            max_value=column.le,
            exclude_min=column.gt is not None,
            allow_nan=False,
            allow_infinity=False,
        ).filter(lambda x: x == 0 or abs(x) >= LEAST)
    elif column.dtype == pl.Int64:
        some = st.integers(int(column.ge or 0), int(column.le) if column.le is not None else 10**6)
    elif column.dtype == pl.Date:
        some = _DATES
    elif column.dtype == pl.Boolean:
        some = st.booleans()
    else:
        some = TEXTS
    return st.one_of(st.none(), some) if column.default is None else some


@st.composite
def tables(draw: st.DrawFn, table: Table, most: int = 6) -> pl.DataFrame:
    """Random rows of one table that its declaration allows; references are left open."""
    strategies = {
        name: WORDS if column.dtype == pl.String and (name in table.key or column.reference) else cells(column)
        for name, column in table.columns.items()
    }
    row = st.fixed_dictionaries(strategies)
    rows = draw(st.lists(row, max_size=most, unique_by=lambda r: tuple(r[k] for k in table.key)))
    return pl.DataFrame(rows, schema=table.dtypes, orient="row")


#: Columns whose values hang together with other rows: random networks keep them as they are.
_BOUND: dict[str, set[str]] = {
    "companies": {"country"},
    "sites": {"kind", "country", "opens", "closes", "calendar"},
    "items": {"kind", "group", "duty_class", "customs_currency", "invoice_value", "weight"},
    "periods": {"start", "days", "fiscal_year"},
    "calendars": {"calendar", "from", "to"},
    "processes": {"process", "currency", "lead_days", "qualified", "qualification_cost", "qualification_days"}
    | {"qualify_from", "yield", "lot", "minimum_lot"},
    "ramps": {"ramp", "week"},
    "resources": {"from", "lines", "hours_per_day", "days_per_week"},
    "routings": {"process", "hours", "setup_hours"},
    "sourcing": {"from", "currency", "capacity", "lead_days", "known_from", "moq", "lot"},
    "lanes": {"mode", "days", "currency", "duty_paid", "capacity"},
    "demand": {"priority", "quantity"},
    "awards": {"item_group", "from", "to", "low", "high", "invoice_share"},
    "stock": set(),
    "investments": {"from", "to"},
    "single_sources": set(),
    "reliefs": {"relief", "kind", "country", "item_group", "from", "to", "rate", "known_until"},
    "relief_sites": {"relief"},
    "value_targets": {"method", "fiscal_year"},
    "in_transit": {"arrival"},
    "duties": {"duty_class", "kind", "origin", "destination", "from", "to", "known_until", "hs"},
    "preferential_duties": {"from", "destination", "to", "known_until"},
    "schemes": {"scheme", "category", "year", "item_group", "rate", "known_until"},
    "scheme_members": {"scheme", "category", "first_year"},
    "outside_sales": {"scheme", "fiscal_year"},
    "statements": {"scheme", "fiscal_year"},
    "exchange_rates": {"currency", "from"},
    "scenarios": set(NETWORK["scenarios"].columns) - {"source"},
    "assumptions": set(NETWORK["assumptions"].columns) - {"source"},
}


@st.composite
def networks(draw: st.DrawFn, *, plain: bool = False) -> Network:
    """Random networks without a problem: several items and sites, other cells as the schema allows.

    The frame of the one made by hand is kept, with some of the rows beside it: names are drawn anew and carried through
    all references, the product and its demand are repeated, and every cell that no rule ties to others is drawn from
    its column's declaration. plain: numbers are such that a plan can be made of them.
    """
    frames = dict(hand().tables)
    for option in draw(st.lists(st.sampled_from(_OPTIONS), max_size=4)):
        frames = _with(frames, option)
    frames = _more_products(frames, draw(st.integers(0, 2)))
    frames = _renamed(draw, frames)
    for name, bound in _BOUND.items():
        frames[name] = _redrawn(draw, NETWORK[name], frames[name], bound, plain)
    settings = {
        name: SETTINGS_BY_HAND[name] if name in ("start", "currency") else draw(_setting(column, plain))
        for name, column in SETTINGS.items()
        if name not in ("law", "credit_days", "decimal", "date_order")
    }
    return Network(settings, frames)


def _with(frames: dict[str, pl.DataFrame], rows: dict[str, list[dict[str, str]]]) -> dict[str, pl.DataFrame]:
    """The tables with more rows, but for those that are there already."""
    more = {name: typed(NETWORK[name], texts(name, some)).frame for name, some in rows.items()}
    return frames | {
        name: pl.concat([frames[name], some]).unique(NETWORK[name].key, keep="first", maintain_order=True)
        for name, some in more.items()
    }


def _setting(column: Column, plain: bool) -> st.SearchStrategy[Any]:
    return WORDS if column.dtype == pl.String and not column.choices else cells(column, plain=plain)


def _more_products(frames: dict[str, pl.DataFrame], count: int) -> dict[str, pl.DataFrame]:
    """The finished item repeated under other names, wherever it stands."""
    item = pl.col("item") == "redmi-a"
    for name in ("items", "boms", "processes", "routings", "demand"):
        rows = frames[name].filter(item)
        more = [rows.with_columns(pl.lit(f"redmi-{n}").alias("item")) for n in range(count)]
        frames[name] = pl.concat([frames[name], *more])
    return frames


def _renamed(draw: st.DrawFn, frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """New names for companies, sites, items and all else that is referred to, wherever it is."""
    for owner in {c.reference for t in NETWORK.values() for c in t.columns.values() if c.reference}:
        old = frames[owner][NETWORK[owner].key[0]].unique(maintain_order=True).to_list()
        new = draw(st.lists(WORDS.filter(lambda w: w != "*"), min_size=len(old), max_size=len(old), unique=True))
        names = dict(zip(old, new, strict=True))
        for table in NETWORK.values():
            for column, declared in table.columns.items():
                if declared.reference == owner or (table.name, column) == (owner, NETWORK[owner].key[0]):
                    frames[table.name] = frames[table.name].with_columns(pl.col(column).replace(names))
    return frames


def _redrawn(draw: st.DrawFn, table: Table, frame: pl.DataFrame, bound: set[str], plain: bool) -> pl.DataFrame:
    """The frame with new values in columns that are neither names nor bound."""
    free = {
        name: column
        for name, column in table.columns.items()
        if name not in bound and not column.reference and name not in table.key
    }
    drawn = [
        pl.Series(
            name,
            draw(st.lists(cells(column, plain=plain), min_size=len(frame), max_size=len(frame))),
            dtype=column.dtype,
        )
        for name, column in free.items()
    ]
    return frame.with_columns(drawn)
