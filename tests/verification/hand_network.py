"""A network small enough to work out with pencil and paper; `hand_plan` has a plan of it that was.

Four periods of 10, 10, 20 and 10 days from 1 January 2024; middles 5, 15, 30 and 45 days after the start.
A phone takes 2 chips, and a quarter of them is scrap: 2.5 for each phone started.

alpha-1 is qualified; 8 of 10 phones started are good; they are there 10 days later.
beta-1 can be qualified when it stands, with a ramp; its phones are there at once. Its line must be built first: ordered in
the middle of P1, it is ready five days later, on the first morning of P2.
chip-cn sells chips from abroad. chip-tw could, but the plan buys nothing there.

Money tied up costs 0.365 a year: a thousandth of the value a day.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import polars as pl

from onshore.network import Network
from onshore.schema import NETWORK


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of a network table, with the defaults of the schema filled in."""
    declared = NETWORK[name]
    full = []
    for row in rows:
        assert set(row) <= set(declared.columns), set(row) - set(declared.columns)
        full.append({k: row.get(k, c.default) for k, c in declared.columns.items()})
    return pl.DataFrame(full, schema=declared.dtypes)


@cache
def network() -> Network:
    settings = {
        "name": "by hand",
        "currency": "INR",
        "start": day("2024-01-01"),
        "perspective": "brand",
        "cost_of_money": 0.365,
        "discount_rate": 0.1,
        "end_stock_share": 0.5,
    }
    return Network(settings, {**_places(), **_making(), **_moving(), **_wanted(), **_law()})


def _places() -> dict[str, pl.DataFrame]:
    return {
        "companies": table(
            "companies",
            {"company": "brand", "kind": "brand", "country": "IN"},
            {"company": "alpha", "kind": "manufacturer", "country": "IN"},
            {"company": "beta", "kind": "manufacturer", "country": "IN"},
            {"company": "chipco", "kind": "supplier", "country": "CN"},
            {"company": "tai", "kind": "supplier", "country": "TW"},
            {"company": "retail", "kind": "customer", "country": "IN"},
        ),
        "sites": table(
            "sites",
            {
                "site": "alpha-1",
                "company": "alpha",
                "kind": "plant",
                "country": "IN",
                "calendar": "plant",
                "fixed_cost": 10,
            },
            {"site": "beta-1", "company": "beta", "kind": "plant", "country": "IN"},
            {
                "site": "chip-cn",
                "company": "chipco",
                "kind": "supplier",
                "country": "CN",
                "calendar": "cn",
                "fixed_cost": 1,
            },
            {
                "site": "chip-tw",
                "company": "tai",
                "kind": "supplier",
                "country": "TW",
                "closes": day("2024-02-09"),
            },
            {"site": "market", "company": "retail", "kind": "market", "country": "IN"},
            {"site": "dubai", "company": "retail", "kind": "market", "country": "AE"},
        ),
        "calendars": table(
            "calendars",
            {"calendar": "plant", "from": day("2024-01-01"), "to": day("2024-01-02")},
            {"calendar": "cn", "from": day("2024-01-09"), "to": day("2024-01-10"), "open_share": 0.5},
        ),
        "periods": table(
            "periods",
            {"period": "P1", "start": day("2024-01-01"), "days": 10, "fiscal_year": "2023-24"},
            {"period": "P2", "start": day("2024-01-11"), "days": 10, "fiscal_year": "2023-24"},
            {"period": "P3", "start": day("2024-01-21"), "days": 20, "fiscal_year": "2023-24"},
            {"period": "P4", "start": day("2024-02-10"), "days": 10, "fiscal_year": "2023-24"},
        ),
        "items": table(
            "items",
            {
                "item": "phone",
                "kind": "finished",
                "group": "phones",
                "brand": "brand",
                "weight": 0.5,
                "value": 100,
                "invoice_value": 120,
                "holding_cost": 0.1,
                "late_cost": 1,
                "short_cost": 200,
                "max_late": 20,
            },
            {
                "item": "chip",
                "kind": "component",
                "duty_class": "ic",
                "weight": 0.1,
                "value": 20,
                "holding_cost": 0.03,
            },
        ),
    }


def _making() -> dict[str, pl.DataFrame]:
    alpha = {"site": "alpha-1", "item": "phone"}
    beta = {"site": "beta-1", "item": "phone"}
    line_a = {
        "resource": "line-a",
        "site": "alpha-1",
        "hours_per_day": 6,
        "overtime_share": 0.25,
        "overtime_cost": 10,
    }
    return {
        "boms": table("boms", {"item": "phone", "component": "chip", "quantity": 2, "scrap": 0.25}),
        "processes": table(
            "processes",
            {
                **alpha,
                "conversion_cost": 1,
                "currency": "USD",
                "fee": 4,
                "yield": 0.8,
                "lead_days": 10,
                "lot": 20,
                "minimum_lot": 40,
            },
            {
                **beta,
                "conversion_cost": 70,
                "fee": 3,
                "lot": 10,
                "qualified": False,
                "qualification_cost": 500,
                "ramp": "slow",
            },
        ),
        "ramps": table(
            "ramps",
            {"ramp": "slow", "week": 0, "capacity_share": 0.5, "yield_share": 0.5},
            {"ramp": "slow", "week": 2, "capacity_share": 0.8, "yield_share": 1},
        ),
        "resources": table(
            "resources",
            {**line_a, "from": day("2023-01-01"), "minimum_load": 0.75, "idle_cost": 5, "change_cost": 1},
            {
                **line_a,
                "from": day("2024-02-10"),
                "lines": 2,
                "minimum_load": 0.5,
                "idle_cost": 4,
                "change_cost": 2,
            },
            {
                "resource": "line-b",
                "site": "beta-1",
                "from": day("2023-01-01"),
                "hours_per_day": 8,
                "days_per_week": 3.5,
            },
        ),
        "investments": table(
            "investments",
            {
                "investment": "hall-b",
                "site": "beta-1",
                "resource": "line-b",
                "cost": 2100,
                "life_years": 2,
                "lead_days": 5,
                "from": day("2024-01-02"),
                "to": day("2024-01-10"),
                "eligible_share": 0.6,
            },
        ),
        "routings": table(
            "routings",
            {**alpha, "resource": "line-a", "hours": 1, "setup_hours": 4, "setup_cost": 50},
            {**beta, "resource": "line-b", "hours": 1},
        ),
    }


def _moving() -> dict[str, pl.DataFrame]:
    chips = {
        "supplier": "chip-cn",
        "item": "chip",
        "currency": "USD",
        "terms": "consigned",
        "moq": 100,
        "lot": 50,
    }
    return {
        "sourcing": table(
            "sourcing",
            {**chips, "from": day("2023-01-01"), "price": 0.25, "capacity": 40, "lead_days": 3},
            {**chips, "from": day("2024-01-16"), "price": 0.35, "capacity": 30, "lead_days": 3},
            {**chips, "from": day("2024-02-10"), "price": 9, "known_from": day("2024-01-05")},
            {**chips, "supplier": "chip-tw", "from": day("2024-01-11"), "price": 0.5, "lead_days": 20},
        ),
        "lanes": table(
            "lanes",
            {
                "origin": "chip-cn",
                "destination": "alpha-1",
                "mode": "sea",
                "days": 10,
                "cost_per_kg": 0.5,
                "cost_per_unit": 0.05,
                "cost_per_value": 0.01,
                "currency": "USD",
                "capacity": 2.5,
                "fixed_cost": 2,
            },
            {"origin": "chip-cn", "destination": "beta-1", "mode": "sea", "days": 10, "cost_per_unit": 5},
            {"origin": "chip-tw", "destination": "beta-1", "mode": "sea", "days": 10},
            {"origin": "beta-1", "destination": "alpha-1"},
            {"origin": "alpha-1", "destination": "market", "days": 1, "cost_per_kg": 2},
            {"origin": "beta-1", "destination": "market", "days": 10, "cost_per_unit": 3},
            {"origin": "beta-1", "destination": "dubai", "days": 10, "cost_per_unit": 3, "duty_paid": False},
            {"origin": "dubai", "destination": "market", "days": 10, "cost_per_unit": 3, "duty_paid": False},
        ),
        "single_sources": table("single_sources", {"destination": "alpha-1", "item": "chip"}),
        "stock": table("stock", {"site": "alpha-1", "item": "chip", "quantity": 130}),
        "in_transit": table(
            "in_transit",
            {"site": "beta-1", "item": "chip", "arrival": day("2023-12-20"), "quantity": 3},
            {"site": "beta-1", "item": "chip", "arrival": day("2024-01-05"), "quantity": 20},
            {"site": "beta-1", "item": "chip", "arrival": day("2024-03-01"), "quantity": 7},
        ),
        "exchange_rates": table(
            "exchange_rates",
            {"currency": "USD", "from": day("2023-01-01"), "rate": 80},
            {"currency": "USD", "from": day("2024-01-16"), "rate": 90},
        ),
    }


def _wanted() -> dict[str, pl.DataFrame]:
    phone = {"item": "phone", "market": "market"}
    return {
        "demand": table(
            "demand",
            {**phone, "period": "P2", "quantity": 40},
            {**phone, "period": "P3", "quantity": 20},
            {**phone, "period": "P3", "quantity": 10, "priority": 2},
            {**phone, "period": "P4", "quantity": 50},
        ),
        "value_targets": table(
            "value_targets",
            {"company": "alpha", "method": "ppp_mii", "fiscal_year": "2023-24", "least": 0.1, "breach_price": 0.2},
            {"company": "beta", "method": "pli_dva", "least": 0.2, "breach_price": 3},
        ),
        "awards": table(
            "awards",
            {
                "brand": "brand",
                "company": "alpha",
                "item_group": "phones",
                "from": day("2024-01-01"),
                "to": day("2024-02-19"),
                "low": 0.7,
                "high": 0.75,
                "breach_cost": 7,
                "commitment": 150,
                "commitment_cost": 2,
                "incentive_share": 0.5,
                "invoice_share": 0.9,
            },
            {
                "brand": "brand",
                "company": "beta",
                "item_group": "phones",
                "from": day("2024-01-01"),
                "to": day("2024-01-31"),
                "low": 0.2,
                "invoice_share": 0.5,
            },
            {
                "brand": "brand",
                "company": "beta",
                "item_group": "phones",
                "from": day("2024-02-10"),
                "to": day("2024-02-19"),
                "incentive_share": 0.4,
            },
        ),
    }


def _law() -> dict[str, pl.DataFrame]:
    into = {"destination": "IN", "from": day("2020-01-01")}
    return {
        "duties": table(
            "duties",
            {
                **into,
                "duty_class": "ic",
                "kind": "basic",
                "origin": "CN",
                "rate": 0.1,
                "to": day("2024-01-30"),
            },
            {
                **into,
                "duty_class": "ic",
                "kind": "basic",
                "origin": "CN",
                "rate": 0.2,
                "from": day("2024-01-31"),
            },
            {**into, "duty_class": "ic", "kind": "basic", "rate": 0.3},
            {**into, "duty_class": "*", "kind": "basic", "origin": "CN", "rate": 0.5},
            {**into, "duty_class": "*", "kind": "surcharge", "rate": 0.1},
            {**into, "duty_class": "*", "kind": "recoverable", "rate": 0.18, "credit_days": 20},
        ),
        "reliefs": table(
            "reliefs",
            {
                "relief": "authorisation",
                "kind": "authorisation",
                "country": "IN",
                "from": day("2023-04-01"),
                "value_addition": 0.15,
                "validity_days": 548,
                "cost_share": 0.02,
            },
            {
                "relief": "drawback",
                "kind": "drawback",
                "country": "IN",
                "from": day("2020-01-28"),
                "rate": 0.04,
                "cap": 4.5,
            },
        ),
        "relief_sites": table(
            "relief_sites",
            {"site": "beta-1", "relief": "authorisation", "cost": 7},
            {"site": "beta-1", "relief": "drawback"},
        ),
        "schemes": table(
            "schemes",
            {
                "scheme": "pli",
                "category": "global",
                "year": 3,
                "item_group": "phones",
                "rate": 0.04,
                "capex_rate": 0.25,
                "sales_threshold": 5000,
                "investment_threshold": 1000,
                "invoice_floor": 110,
                "payment_days": 365,
            },
        ),
        "scheme_members": table(
            "scheme_members",
            {"scheme": "pli", "company": "alpha", "category": "global", "first_year": "2021-22"},
            {"scheme": "pli", "company": "beta", "category": "global", "first_year": "2021-22"},
        ),
        "outside_sales": table(
            "outside_sales",
            {
                "company": "alpha",
                "scheme": "pli",
                "fiscal_year": "2023-24",
                "sales": 13000,
                "investment": 2000,
                "base_sales": 10000,
            },
        ),
    }
