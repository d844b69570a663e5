"""The plan of `hand_network`, by hand from docs/meaning.md. No number here was computed by onshore."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from onshore.plans import Plan, Range
from onshore.schema import PLAN

from .hand_network import network

# Production: site, item, process, resource, period, quantity, started, hours.
# alpha: started = good / 0.8, hours = started + 4.
# beta, P2: (15 − 10) / 7 = 0.7 weeks after its first day: half yield, half capacity: 20 started,
# 20 / 0.5 hours, which is all there is: 8 h × 3.5 / 7 × 10 days.
# P3: (30 − 10) / 7 = 2.9 weeks: 20 / 0.8 hours.
PRODUCTION = [
    ("alpha-1", "phone", "make", "line-a", "P1", 40, 50, 54),
    ("alpha-1", "phone", "make", "line-a", "P3", 60, 75, 79),
    ("alpha-1", "phone", "make", "line-a", "P4", 40, 50, 54),
    ("beta-1", "phone", "make", "line-b", "P2", 10, 20, 40),
    ("beta-1", "phone", "make", "line-b", "P3", 20, 20, 25),
    ("beta-1", "phone", "make", "line-b", "P4", 10, 10, 12.5),
]

# Price: P1 0.25 USD × 80. P2: five days at 0.25, five at 0.35; five at 80 rupees, five at 90: 0.30 × 85.
# P4: 0.35 × 90, for the row of 9 USD became known after the start.
PURCHASES = [
    ("chip-cn", "alpha-1", "chip", "P1", 200, 1, 20),
    ("chip-cn", "beta-1", "chip", "P1", 150, 1, 20),
    ("chip-cn", "alpha-1", "chip", "P2", 150, 1, 25.5),
    ("chip-cn", "alpha-1", "chip", "P4", 100, 1, 31.5),
]

# Arrival: middle of leaving + days. P1: 5 + 10 = 15. P2: 15 + 10 = 25. P3: 30 + 10 = 40, the first moment
# of P4. P4: 45 + 10 = 55 is after the last day.
SHIPMENTS = [
    ("chip-cn", "alpha-1", "sea", "chip", "P1", 200, "P2"),
    ("chip-cn", "beta-1", "sea", "chip", "P1", 150, "P2"),
    ("chip-cn", "alpha-1", "sea", "chip", "P2", 150, "P3"),
    ("chip-cn", "alpha-1", "sea", "chip", "P4", 100, None),
    ("alpha-1", "market", "road", "phone", "P2", 30, "P2"),
    ("alpha-1", "market", "road", "phone", "P3", 10, "P3"),
    ("alpha-1", "market", "road", "phone", "P4", 50, "P4"),
    ("beta-1", "market", "road", "phone", "P2", 10, "P3"),
    ("beta-1", "market", "road", "phone", "P3", 20, "P4"),
    ("beta-1", "dubai", "road", "phone", "P4", 10, None),
]

# alpha's chips: 130 − 125; + 200; + 150 − 187.5; − 125. beta's: 3 + 20; + 150 − 50; − 50; − 25.
# alpha's phones of P1 are there in P2 (5 + 10), those of P3 in P4 (30 + 10): 40 − 30; − 10; + 60 − 50.
# The market has 20 + 50 phones for 67 in P4. Chips are consigned: the brand's.
STOCK = [
    ("alpha-1", "chip", "P1", 5, "brand"),
    ("alpha-1", "chip", "P2", 205, "brand"),
    ("alpha-1", "chip", "P3", 167.5, "brand"),
    ("alpha-1", "chip", "P4", 42.5, "brand"),
    ("beta-1", "chip", "P1", 23, "brand"),
    ("beta-1", "chip", "P2", 123, "brand"),
    ("beta-1", "chip", "P3", 73, "brand"),
    ("beta-1", "chip", "P4", 48, "brand"),
    ("alpha-1", "phone", "P2", 10, "alpha"),
    ("alpha-1", "phone", "P4", 10, "alpha"),
    ("market", "phone", "P4", 3, "retail"),
]

# Delivered, late, short, priority. Owed: 40 − 30; + 20 − 13; + 50 − 67.
SALES = [
    ("phone", "market", "P2", 30, 10, 0, 1),
    ("phone", "market", "P3", 13, 17, 0, 1),
    ("phone", "market", "P3", 7, 0, 3, 2),
    ("phone", "market", "P4", 67, 0, 0, 1),
]

# alpha makes 140 of 180: 5 above 0.75 × 180. beta's award ends on the day of the middle of P3: 30 of 130.
AWARDS = [
    ("brand", "alpha", "phones", "2024-01-01/2024-02-19", 140 / 180, 0.7, 0.75, 5),
    ("brand", "beta", "phones", "2024-01-01/2024-01-31", 30 / 130, 0.2, 1, 0),
    ("brand", "beta", "phones", "2024-02-10/2024-02-19", 10 / 50, 0, 1, 0),
]

QUALIFICATIONS = [("beta-1", "phone", "P2")]

# 2100 over two years at 10 %: 2100 × 0.1 / (1 − 1 / 1.21) = 1210 a year, for the 45 of 50 days that are left on day 5.
# A quarter of the six tenths that count, which are 1260 of the 1000 that are asked for.
INVESTMENTS = [("hall-b", "P1", 1210 * 45 / 365, "pli", 0.25 * 0.6 * 1210 * 45 / 365)]

# alpha: 140 × 120 × 0.9 = 15120; 15120 + 13000 − 10000 = 18120 ≥ 5000; × 0.04 = 724.8, of the brand's 604.8.
# beta: 30 × 120 × 0.5 under its award, then 10 × (120 − 2.5 × 20), as chips are consigned; the hall that it has built is 0.6 × 2100 of investment.
INCENTIVES = [
    ("pli", "alpha", "2023-24", "2021-22", 15120, 13000, 10000, 5000, 2000, 1000, 0.04, 1, 724.8, 604.8),
    ("pli", "beta", "2023-24", "2021-22", 2500, 0, 0, 5000, 1260, 1000, 0.04, 0, 0, 0),
]

# Ten phones leave for Dubai. They hold 25 chips at 2.5 a phone; 20 of the 150 chips that came from China are let in
# free for them: exports of 10 × 120 against 1.15 × 20 × CIF 25.
RELIEVED_EXPORTS = [("beta-1", "phone", "authorisation", "P4", 10, 0)]
DUTY_FREE = [("chip-cn", "beta-1", "sea", "chip", "authorisation", "P1", 20, 55)]

# alpha: 140 × 120; chips at CIF with duty 200 × 28.2 × 1.11 + 150 × 34.255 × 1.165 + 100 × 40.815 × 1.22, more
# than it sells; missing 1680 + 425.89125. beta: 40 × 120; 150 × 25 without duty.
VALUE_TARGETS = [
    ("alpha", "", "", "ppp_mii", "2023-24", "", "", 16800, 17225.89125, -425.89125 / 16800, 0.1, 2105.89125),
    ("beta", "", "", "pli_dva", "", "", "", 4800, 3750, 1050 / 4800, 0.2, 0),
]

MONEY = [
    ("material", "chipco", "alpha-1", "chip", "P1", 200 * 20),
    ("material", "chipco", "beta-1", "chip", "P1", 150 * 20),
    ("material", "chipco", "alpha-1", "chip", "P2", 150 * 25.5),
    ("material", "chipco", "alpha-1", "chip", "P4", 100 * 31.5),
    # A chip on the lane to alpha: (0.1 kg × 0.5 + 0.05) USD = 0.1 USD, and 1 % of its price.
    ("freight", "alpha", "alpha-1", "chip", "P1", 200 * (8 + 0.2)),
    ("freight", "beta", "beta-1", "chip", "P1", 150 * 5),
    ("freight", "alpha", "alpha-1", "chip", "P2", 150 * (8.5 + 0.255)),
    ("freight", "alpha", "alpha-1", "chip", "P4", 100 * (9 + 0.315)),
    ("freight", "retail", "market", "phone", "P2", 30 * 1 + 10 * 3),
    ("freight", "retail", "market", "phone", "P3", 10 * 1 + 20 * 3),
    ("freight", "retail", "market", "phone", "P4", 50 * 1),
    ("freight", "retail", "dubai", "phone", "P4", 10 * 3),
    ("transit_finance", "alpha", "alpha-1", "chip", "P1", 200 * 0.020 * 10),
    ("transit_finance", "beta", "beta-1", "chip", "P1", 150 * 0.020 * 10),
    ("transit_finance", "alpha", "alpha-1", "chip", "P2", 150 * 0.0255 * 10),
    ("transit_finance", "alpha", "alpha-1", "chip", "P4", 100 * 0.0315 * 10),
    ("transit_finance", "retail", "market", "phone", "P2", 30 * 0.1 * 1 + 10 * 0.1 * 10),
    ("transit_finance", "retail", "market", "phone", "P3", 10 * 0.1 * 1 + 20 * 0.1 * 10),
    ("transit_finance", "retail", "market", "phone", "P4", 50 * 0.1 * 1),
    ("transit_finance", "retail", "dubai", "phone", "P4", 10 * 0.1 * 10),
    ("lane", "alpha", "alpha-1", "", "P1", 2 * 80),
    ("lane", "alpha", "alpha-1", "", "P2", 2 * 85),
    ("lane", "alpha", "alpha-1", "", "P4", 2 * 90),
    # CIF × basic × 1.1. Arrival P2: 10 %. P3: ten days of 10 %, ten of 20 %. After the horizon: as in P4.
    ("duty", "alpha", "alpha-1", "chip", "P1", 200 * 28.2 * 0.11),
    ("duty", "beta", "beta-1", "chip", "P1", 150 * 25 * 0.11),
    ("duty", "alpha", "alpha-1", "chip", "P2", 150 * 34.255 * 0.165),
    ("duty", "alpha", "alpha-1", "chip", "P4", 100 * 40.815 * 0.22),
    # 20 chips of beta's at CIF 25 × 0.11, with 2 % for the bond; 7 for claiming at all.
    ("relief", "beta", "beta-1", "chip", "P1", -20 * 2.75),
    ("relief_cost", "beta", "beta-1", "chip", "P1", 20 * 2.75 * 0.02),
    ("relief_cost", "beta", "beta-1", "", "", 7),
    # (CIF + duty) × 0.18 for 20 days at a thousandth a day: × 0.0036. Of beta's 150 chips 20 are let in free.
    ("tax_finance", "alpha", "alpha-1", "chip", "P1", 22.53744),
    ("tax_finance", "beta", "beta-1", "chip", "P1", 130 * 27.75 * 0.0036),
    ("tax_finance", "alpha", "alpha-1", "chip", "P2", 21.5498205),
    ("tax_finance", "alpha", "alpha-1", "chip", "P4", 17.925948),
    ("conversion", "alpha", "alpha-1", "phone", "P1", 40 * 80),
    ("conversion", "alpha", "alpha-1", "phone", "P3", 60 * 90),
    ("conversion", "alpha", "alpha-1", "phone", "P4", 40 * 90),
    ("conversion", "beta", "beta-1", "phone", "P2", 10 * 70),
    ("conversion", "beta", "beta-1", "phone", "P3", 20 * 70),
    ("conversion", "beta", "beta-1", "phone", "P4", 10 * 70),
    ("fee", "alpha", "alpha-1", "phone", "P1", 40 * 4),
    ("fee", "alpha", "alpha-1", "phone", "P3", 60 * 4),
    ("fee", "alpha", "alpha-1", "phone", "P4", 40 * 4),
    ("fee", "beta", "beta-1", "phone", "P2", 10 * 3),
    ("fee", "beta", "beta-1", "phone", "P3", 20 * 3),
    ("fee", "beta", "beta-1", "phone", "P4", 10 * 3),
    ("setup", "alpha", "alpha-1", "phone", "P1", 50),
    ("setup", "alpha", "alpha-1", "phone", "P3", 50),
    ("setup", "alpha", "alpha-1", "phone", "P4", 50),
    # Regular hours of line-a: 8 open days × 6 = 48; 60; 120; 2 lines × 60 = 120.
    ("overtime", "alpha", "alpha-1", "", "P1", (54 - 48) * 10),
    ("idle", "alpha", "alpha-1", "", "P2", 0.75 * 60 * 5),
    ("idle", "alpha", "alpha-1", "", "P3", (0.75 * 120 - 79) * 5),
    ("idle", "alpha", "alpha-1", "", "P4", (0.5 * 120 - 54) * 4),
    # Hours a day: 5.4; 0; 3.95; 5.4.
    ("change", "alpha", "alpha-1", "", "P2", 5.4 * 30 * 1),
    ("change", "alpha", "alpha-1", "", "P3", 3.95 * 30 * 1),
    ("change", "alpha", "alpha-1", "", "P4", 1.45 * 30 * 2),
    ("qualification", "beta", "beta-1", "phone", "P2", 500),
    ("investment", "beta", "beta-1", "", "P1", 1210 * 45 / 365),
    ("site", "alpha", "alpha-1", "", "P1", 10 * 10),
    ("site", "alpha", "alpha-1", "", "P2", 10 * 10),
    ("site", "alpha", "alpha-1", "", "P3", 20 * 10),
    ("site", "alpha", "alpha-1", "", "P4", 10 * 10),
    ("site", "chipco", "chip-cn", "", "P1", 10 * 1),
    ("site", "chipco", "chip-cn", "", "P2", 10 * 1),
    ("site", "chipco", "chip-cn", "", "P4", 10 * 1),
    # A chip a day: 0.03 + 0.02; a phone: 0.1 + 0.1.
    ("holding", "alpha", "alpha-1", "chip", "P1", 5 * 10 * 0.05),
    ("holding", "alpha", "alpha-1", "chip", "P2", 205 * 10 * 0.05),
    ("holding", "alpha", "alpha-1", "chip", "P3", 167.5 * 20 * 0.05),
    ("holding", "alpha", "alpha-1", "chip", "P4", 42.5 * 10 * 0.05),
    ("holding", "beta", "beta-1", "chip", "P1", 23 * 10 * 0.05),
    ("holding", "beta", "beta-1", "chip", "P2", 123 * 10 * 0.05),
    ("holding", "beta", "beta-1", "chip", "P3", 73 * 20 * 0.05),
    ("holding", "beta", "beta-1", "chip", "P4", 48 * 10 * 0.05),
    ("holding", "alpha", "alpha-1", "phone", "P2", 10 * 10 * 0.2),
    ("holding", "alpha", "alpha-1", "phone", "P4", 10 * 10 * 0.2),
    ("holding", "retail", "market", "phone", "P4", 3 * 10 * 0.2),
    ("late", "retail", "market", "phone", "P2", 10 * 20 * 1),
    ("late", "retail", "market", "phone", "P3", 17 * 10 * 1),
    ("short", "retail", "market", "phone", "P3", 3 * 200 * 2),
    ("breach", "alpha", "", "", "", 5 * 7),
    ("commitment", "alpha", "", "", "", (150 - 140) * 2),
    ("value_breach", "alpha", "", "", "", 2105.89125 * 0.2),
    # Half of 604.8, a year later at 10 %.
    ("incentive", "alpha", "", "", "P4", -0.5 * 604.8 / 1.1),
    # Four tenths of what beta is granted for its line, a year later at 10 %.
    ("incentive", "beta", "beta-1", "", "P4", -0.4 * 0.25 * 0.6 * 1210 * 45 / 365 / 1.1),
    # Half of the value of what is left, on the way (100 and 7 chips, 10 phones), in the making (40 phones).
    ("end_stock", "alpha", "alpha-1", "chip", "P4", -10 * (42.5 + 100)),
    ("end_stock", "beta", "beta-1", "chip", "P4", -10 * (48 + 7)),
    ("end_stock", "alpha", "alpha-1", "phone", "P4", -50 * (10 + 40)),
    ("end_stock", "retail", "market", "phone", "P4", -50 * 3),
    ("end_stock", "retail", "dubai", "phone", "P4", -50 * 10),
]


@cache
def plan() -> Plan:
    tables = {
        "production": PRODUCTION,
        "purchases": PURCHASES,
        "shipments": SHIPMENTS,
        "stock": STOCK,
        "sales": SALES,
        "awards": AWARDS,
        "qualifications": QUALIFICATIONS,
        "investments": INVESTMENTS,
        "incentives": INCENTIVES,
        "value_targets": VALUE_TARGETS,
        "relieved_exports": RELIEVED_EXPORTS,
        "duty_free": DUTY_FREE,
        "money": MONEY,
    }
    columns = {
        "sales": ("item", "market", "period", "quantity", "late", "short", "priority"),
    }
    objective = float(sum(row[-1] for row in MONEY))
    return Plan(
        tables={name: _plan_table(name, rows, columns.get(name)) for name, rows in tables.items()},
        objective=objective,
        bound=objective - 10,
        floor=objective - 1000,
        status="optimal",
        seconds=0.0,
        solver="by hand",
        seed=0,
        network_fingerprint=network().fingerprint,
        ranges=(Range("share:alpha:phones", 140 / 180, 1.0, 0.7, 0.8, "inner"),),
    )


def _plan_table(name: str, rows: list[tuple[Any, ...]], columns: tuple[str, ...] | None) -> pl.DataFrame:
    dtypes = PLAN[name].dtypes
    names = columns or tuple(dtypes)
    return pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows], schema=dtypes)
