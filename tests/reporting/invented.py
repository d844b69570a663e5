"""An invented network and plans of it, for looking at and for testing: four makers, 36 months, eight markets.

Every name and number is made up. Plans are put together by a small rule, not by the planner; money follows
the definitions loosely, enough for every measure and chart to have something to show: late and lost pieces,
missed gates, full lines.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from onshore.network import Network
from onshore.schema import NETWORK

MONTHS = 36
#: item: group, value, invoice, weight, share of demand, line hours
FINISHED: dict[str, tuple[str, float, float, float, float, float]] = {
    "lark-a": ("phone", 4700, 5000, 0.35, 0.24, 0.0060),
    "lark-c": ("phone", 5200, 5500, 0.35, 0.24, 0.0060),
    "lark-5g": ("phone", 7100, 7600, 0.36, 0.26, 0.0065),
    "wren": ("phone", 9600, 10300, 0.37, 0.18, 0.0065),
    "wren-pro": ("phone", 14900, 15700, 0.38, 0.08, 0.0085),
    "reed-buds": ("audio", 1100, 1250, 0.10, 1.0, 0.002),
}
#: component: price in USD, country, pieces in a phone, imported share
PARTS = {
    "memory-gb": (2.9, "KR", 6.0, 0.0, "hanbit"),
    "soc": (16.0, "TW", 1.0, 0.0, "taifa"),
    "display": (17.0, "CN", 1.0, 0.0, "shenlu"),
    "camera": (11.0, "VN", 1.0, 0.0, "songda"),
    "battery": (4.1, "IN", 1.0, 0.7, "suryacell"),
    "housing": (5.2, "IN", 1.0, 0.2, "lohia"),
}
#: site: company, place, lines (pieces a month it can make), from month
PLANTS = {
    "kiran-noida": ("kiran", "Noida", 420_000, 8),
    "marlin-south": ("marlin", "Sriperumbudur", 800_000, 0),
    "marlin-east": ("marlin", "Sri City", 300_000, 0),
    "tansy-bawal": ("tansy", "Bawal", 420_000, 0),
    "brook-chennai": ("brook", "Chennai", 200_000, 0),
    "reedworks": ("reedworks", "Noida", 150_000, 0),
}
MARKETS = {
    "north": ("IN", 0.30),
    "west": ("IN", 0.22),
    "south": ("IN", 0.20),
    "east": ("IN", 0.14),
    "central": ("IN", 0.08),
    "nepal": ("NP", 0.02),
    "bangladesh": ("BD", 0.02),
    "gulf": ("AE", 0.02),
}
NAMES = {
    "kiran": "Kiran Electronics",
    "marlin": "Marlin India",
    "tansy": "Tansy",
    "brook": "Brook Devices",
    "reedworks": "Reedworks",
}
SEASON = (0.85, 0.85, 0.86, 0.95, 1.05, 1.32, 1.38, 1.05, 0.9, 0.95, 0.9, 0.94)
USD = 84.0


def _frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    columns = NETWORK[table].columns
    full = [{n: r.get(n, None if c.required else c.default) for n, c in columns.items()} for r in rows]
    return pl.DataFrame(full, schema=NETWORK[table].dtypes, orient="row")


def _months() -> list[dict[str, Any]]:
    rows = []
    for k in range(MONTHS):
        year, month = 2027 + (k + 3) // 12, (k + 3) % 12 + 1
        start = dt.date(year, month, 1)
        days = (dt.date(year + month // 12, month % 12 + 1, 1) - start).days
        fiscal = 2027 + k // 12
        name = f"{year}-{month:02d}"
        rows.append(
            {
                "period": name,
                "start": start,
                "days": days,
                "fiscal_year": f"{fiscal}-{(fiscal + 1) % 100:02d}",
            }
        )
    return rows


def network(*, demo: bool = True, rate: float = 0.05, names: dict[str, str] | None = None) -> Network:
    """The invented network; `rate` is the scheme's, `names` replaces display names of companies."""
    names = NAMES | (names or {})
    day = dt.date(2027, 4, 1)
    companies: list[dict[str, Any]] = [{"company": "aster", "name": "Aster", "kind": "brand", "country": "CN"}]
    for slot, key in enumerate(NAMES, 1):
        companies.append({"company": key, "name": names[key], "kind": "manufacturer", "country": "IN", "slot": slot})
    companies += [{"company": p[4], "name": p[4].title(), "kind": "supplier", "country": p[1]} for p in PARTS.values()]
    companies.append({"company": "trade", "name": "Trade", "kind": "customer", "country": "IN"})
    sites: list[dict[str, Any]] = []
    for key, (company, place, _, first) in PLANTS.items():
        opens = _months()[first]["start"] if first else None
        sites.append(
            {
                "site": key,
                "company": company,
                "kind": "plant",
                "country": "IN",
                "place": place,
                "opens": opens,
            }
        )
    sites += [{"site": f"{p[4]}-plant", "company": p[4], "kind": "supplier", "country": p[1]} for p in PARTS.values()]
    sites += [
        {"site": m, "company": "trade", "kind": "market", "country": c, "name": m.title()}
        for m, (c, _) in MARKETS.items()
    ]
    return Network(
        {
            "name": "Aster phones and audio",
            "currency": "INR",
            "start": day,
            "cost_of_money": 0.12,
            "discount_rate": 0.11,
            "demo": demo,
        },
        {
            "companies": _frame("companies", companies),
            "sites": _frame("sites", sites),
            "items": _frame("items", _items()),
            "periods": _frame("periods", _months()),
            "boms": _frame("boms", _boms()),
            "processes": _frame("processes", _processes()),
            "resources": _frame("resources", _resources()),
            "routings": _frame("routings", _routings()),
            "sourcing": _frame("sourcing", _sourcing(day)),
            "lanes": _frame("lanes", _lanes()),
            "demand": _frame("demand", _demand()),
            "awards": _frame("awards", _awards()),
            "schemes": _frame("schemes", _schemes(rate)),
            "scheme_members": _frame("scheme_members", _members()),
            "outside_sales": _frame("outside_sales", _outside()),
            "exchange_rates": _frame("exchange_rates", [{"currency": "USD", "from": day, "rate": USD}]),
        },
    )


def _items() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "item": k,
            "name": k.replace("-", " ").title(),
            "kind": "finished",
            "group": g,
            "brand": "aster",
            "value": v,
            "invoice_value": inv,
            "weight": w,
            "late_cost": 8.0,
            "short_cost": 1500.0,
        }
        for k, (g, v, inv, w, _, _) in FINISHED.items()
    ]
    rows += [{"item": k, "kind": "component", "value": p[0] * USD, "weight": 0.03} for k, p in PARTS.items()]
    return rows


def _phones() -> list[str]:
    return [k for k, v in FINISHED.items() if v[0] == "phone"]


def _who(item: str) -> list[str]:
    audio = FINISHED[item][0] == "audio"
    return [s for s, p in PLANTS.items() if (p[0] == "reedworks") == audio]


def per_piece(item: str, part: str) -> float:
    if FINISHED[item][0] == "audio":
        return 1.0 if part == "battery" else 0.0
    scale = FINISHED[item][1] / 7100
    return round(PARTS[part][2] * scale) if part == "memory-gb" else 1.0


def _boms() -> list[dict[str, Any]]:
    return [
        {"item": i, "component": c, "quantity": per_piece(i, c), "scrap": 0.003}
        for i in FINISHED
        for c in PARTS
        if per_piece(i, c)
    ]


def _processes() -> list[dict[str, Any]]:
    return [
        {"site": s, "item": i, "conversion_cost": 140.0, "fee": 90.0, "yield": 0.985, "labour_hours": 0.42}
        for i in FINISHED
        for s in _who(i)
    ]


def _resources() -> list[dict[str, Any]]:
    rows = []
    for site, (_, _, cap, first) in PLANTS.items():
        hours = 0.0064 if site != "reedworks" else 0.002
        for later, factor in (
            (0, 1.0),
            (12, 1.6 if site == "kiran-noida" else 1.0),
            (20, 2.2 if site == "kiran-noida" else 1.0),
        ):
            rows.append(
                {
                    "resource": f"{site}-asm",
                    "site": site,
                    "from": _months()[max(first, later)]["start"],
                    "lines": round(cap * factor * hours / 390),
                    "hours_per_day": 15.0,
                    "days_per_week": 6.0,
                    "kind": "assembly",
                }
            )
    unique = {(r["resource"], r["from"]): r for r in rows}
    return list(unique.values())


def _routings() -> list[dict[str, Any]]:
    return [{"site": s, "item": i, "resource": f"{s}-asm", "hours": FINISHED[i][5]} for i in FINISHED for s in _who(i)]


def _sourcing(day: dt.date) -> list[dict[str, Any]]:
    return [
        {
            "supplier": f"{p[4]}-plant",
            "item": k,
            "from": day,
            "price": p[0],
            "currency": "USD",
            "imported_share": p[3],
        }
        for k, p in PARTS.items()
    ]


def _lanes() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"origin": f"{p[4]}-plant", "destination": s, "mode": "sea", "days": 20.0, "cost_per_kg": 40.0}
        for p in PARTS.values()
        for s in PLANTS
    ]
    rows += [
        {"origin": s, "destination": m, "mode": "road", "days": 4.0, "cost_per_kg": 8.0}
        for s in PLANTS
        for m in MARKETS
    ]
    return rows


def _demand() -> list[dict[str, Any]]:
    rows = []
    for k, month in enumerate(_months()):
        for item, (group, *_, share, _) in FINISHED.items():
            total = (1_450_000 if group == "phone" else 110_000) * SEASON[k % 12] * (1 + 0.04 * (k // 12))
            for market, (_, part) in MARKETS.items():
                rows.append(
                    {
                        "item": item,
                        "market": market,
                        "period": month["period"],
                        "quantity": float(round(total * share * part)),
                    }
                )
    return rows


def _awards() -> list[dict[str, Any]]:
    span = {"brand": "aster", "from": dt.date(2027, 4, 1), "to": dt.date(2030, 3, 31), "incentive_share": 0.6}
    bands = {
        "kiran": (0.0, 0.35, 0.0),
        "marlin": (0.2, 0.6, 0.56),
        "tansy": (0.1, 0.3, 0.28),
        "brook": (0.04, 0.2, 0.16),
    }
    rows = [
        {**span, "company": c, "item_group": "phone", "low": lo, "high": hi, "today": now}
        for c, (lo, hi, now) in bands.items()
    ]
    return [*rows, {**span, "company": "reedworks", "item_group": "audio", "today": 1.0}]


def _schemes(rate: float) -> list[dict[str, Any]]:
    rows = []
    for year, (domestic, abroad) in enumerate(((15e9, 150e9), (20e9, 200e9), (95e9, 250e9)), 3):
        common = {"scheme": "onshore-phones", "item_group": "phone", "year": year, "payment_days": 365.0}
        part = rate if year < 5 else rate * 0.8
        rows.append(
            {
                **common,
                "category": "domestic",
                "rate": part,
                "sales_threshold": domestic,
                "investment_threshold": 1.5e9,
            }
        )
        rows.append(
            {
                **common,
                "category": "global",
                "rate": part,
                "sales_threshold": abroad,
                "investment_threshold": 7.5e9,
                "invoice_floor": 15000.0,
            }
        )
    return rows


def _members() -> list[dict[str, Any]]:
    rows = [("kiran", "domestic"), ("marlin", "global")]
    return [{"scheme": "onshore-phones", "company": c, "category": k, "first_year": "2025-26"} for c, k in rows]


def _outside() -> list[dict[str, Any]]:
    rows = []
    for k, year in enumerate(("2027-28", "2028-29", "2029-30")):
        common = {"scheme": "onshore-phones", "fiscal_year": year}
        rows.append({**common, "company": "kiran", "sales": 14e9, "investment": 2.5e9 + 1e9 * k, "base_sales": 5e9})
        rows.append({**common, "company": "marlin", "sales": 0.0, "investment": 4e9, "base_sales": 0.0})
    return rows
