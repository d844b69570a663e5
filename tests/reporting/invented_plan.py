"""Plans of the invented network, put together month by month by a small rule and not by the planner."""

from __future__ import annotations

from typing import Any

import polars as pl
from tests.reporting.invented import FINISHED, PARTS, PLANTS, USD, per_piece

from onshore.network import Network
from onshore.plans import Plan, Range
from onshore.schema import PLAN


def _fit(parts: list[float], total: int) -> list[int]:
    floor = [int(p) for p in parts]
    for i in sorted(range(len(parts)), key=lambda i: floor[i] - parts[i])[: total - sum(floor)]:
        floor[i] += 1
    return floor


class Maker:
    """Puts a plan together month by month."""

    def __init__(self, net: Network, kiran: float, trouble: bool) -> None:
        self.net, self.kiran, self.trouble = net, kiran, trouble
        self.tables: dict[str, list[dict[str, Any]]] = {n: [] for n in PLAN}
        self.money: dict[tuple[str, str, str, str, str], float] = {}
        self.owed: dict[tuple[str, str], int] = {}

    def pay(self, term: str, company: str, site: str, item: str, period: str, amount: float) -> None:
        if amount:
            key = (term, company, site, item, period)
            self.money[key] = self.money.get(key, 0.0) + amount

    def capacity(self, site: str, k: int) -> int:
        _, _, cap, first = PLANTS[site]
        if k < first:
            return 0
        grown = {0: 1.0, 1: 1.6, 2: 2.2}[(k >= 12) + (k >= 20)] if site == "kiran-noida" else 1.0
        return int(cap * grown * (0.97 if self.trouble else 1.2))

    def month(self, k: int, name: str, days: int) -> None:
        wanted = self.net.demand.filter(period=name)
        for group in ("phone", "audio"):
            rows = [
                (r["item"], r["market"], int(r["quantity"]), self.owed.get((r["item"], r["market"]), 0))
                for r in wanted.iter_rows(named=True)
                if FINISHED[r["item"]][0] == group
            ]
            total = sum(q + o for _, _, q, o in rows)
            plants = [s for s in PLANTS if (PLANTS[s][0] == "reedworks") == (group == "audio")]
            caps = {s: self.capacity(s, k) for s in plants}
            making = min(total, sum(caps.values()))
            split = self.split(caps, making)
            given = _fit([(q + o) * making / max(total, 1) for _, _, q, o in rows], making)
            self.sell(rows, given, name, days)
            self.make(rows, given, split, k, name)

    def split(self, caps: dict[str, int], making: int) -> dict[str, int]:
        first = min(caps.get("kiran-noida", 0), int(self.kiran * making))
        others = {s: c for s, c in caps.items() if s != "kiran-noida"}
        rest = making - first
        room = sum(others.values())
        if rest > room:
            first, rest = first + rest - room, room
        parts = dict(zip(others, _fit([rest * c / room for c in others.values()], rest), strict=True))
        return ({"kiran-noida": first} if "kiran-noida" in caps else {}) | parts

    def sell(self, rows: list[tuple[str, str, int, int]], given: list[int], name: str, days: int) -> None:
        for (item, market, q, owed), got in zip(rows, given, strict=True):
            late = q + owed - got
            lost = late // 8 if self.trouble else 0
            late -= lost
            self.owed[item, market] = late
            row = {
                "item": item,
                "market": market,
                "period": name,
                "quantity": got,
                "late": late,
                "short": lost,
                "priority": 1.0,
            }
            self.tables["sales"].append(row)
            self.pay("late", "trade", market, item, name, late * days * 8.0)
            self.pay("short", "trade", market, item, name, lost * 1500.0)

    def make(
        self,
        rows: list[tuple[str, str, int, int]],
        given: list[int],
        split: dict[str, int],
        k: int,
        name: str,
    ) -> None:
        pieces: dict[str, int] = {}
        for (item, _, _, _), got in zip(rows, given, strict=True):
            pieces[item] = pieces.get(item, 0) + got
        left = dict(pieces)
        total = sum(pieces.values())
        sites = [s for s in split if split[s]]
        by_site: dict[str, dict[str, int]] = {}
        for n, site in enumerate(sites):
            parts = [left[i] if n == len(sites) - 1 else split[site] * pieces[i] / total for i in pieces]
            fitted = [int(p) for p in parts] if n == len(sites) - 1 else _fit(parts, split[site])
            by_site[site] = {i: min(q, left[i]) for i, q in zip(pieces, fitted, strict=True)}
            for i, q in by_site[site].items():
                left[i] -= q
        for site, made in by_site.items():
            for item, q in made.items():
                if q:
                    self.build(site, item, q, name)
        self.ship(rows, given, by_site, name)

    def build(self, site: str, item: str, q: int, name: str) -> None:
        company, started = PLANTS[site][0], q / 0.985
        hours = started * FINISHED[item][5]
        keys = {"site": site, "item": item, "process": "make", "resource": f"{site}-asm", "period": name}
        self.tables["production"].append({**keys, "quantity": q, "started": started, "hours": hours})
        self.pay("conversion", company, site, item, name, q * 140.0)
        self.pay("fee", company, site, item, name, q * 90.0)
        for part, (usd, country, _, _, supplier) in PARTS.items():
            need = round(started * per_piece(item, part) * 1.003)
            if need:
                self.buy(part, site, supplier, need, usd * USD, country, name)

    def buy(self, part: str, site: str, supplier: str, q: int, price: float, country: str, name: str) -> None:
        company = PLANTS[site][0]
        self.tables["purchases"].append(
            {
                "supplier": f"{supplier}-plant",
                "site": site,
                "item": part,
                "period": name,
                "quantity": q,
                "tier": 1,
                "price": price,
            }
        )
        keys = {
            "origin": f"{supplier}-plant",
            "destination": site,
            "mode": "sea",
            "item": part,
            "period": name,
        }
        self.tables["shipments"].append({**keys, "quantity": q, "arrival": name})
        self.pay("material", supplier, site, part, name, q * price)
        self.pay("freight", company, site, part, name, q * 0.03 * 40.0)
        if country != "IN":
            self.pay("duty", company, site, part, name, q * price * 0.11)
            self.pay("tax_finance", company, site, part, name, q * price * 0.003)
        self.pay("transit_finance", company, site, part, name, q * price * 0.12 * 20 / 365)

    def ship(self, rows: Any, given: list[int], by_site: dict[str, dict[str, int]], name: str) -> None:
        for (item, market, _, _), got in zip(rows, given, strict=True):
            total = sum(m.get(item, 0) for m in by_site.values())
            sites = [s for s in by_site if by_site[s].get(item)]
            for site, q in zip(sites, _fit([got * by_site[s][item] / total for s in sites], got), strict=True):
                if q:
                    keys = {
                        "origin": site,
                        "destination": market,
                        "mode": "road",
                        "item": item,
                        "period": name,
                    }
                    self.tables["shipments"].append({**keys, "quantity": q, "arrival": name})
                    self.pay("freight", "trade", market, item, name, q * FINISHED[item][3] * 8.0)
        for site in by_site:
            stock = {
                "site": site,
                "item": "display",
                "period": name,
                "quantity": 40_000.0,
                "owner": PLANTS[site][0],
            }
            self.tables["stock"].append(stock)
            self.pay("holding", PLANTS[site][0], site, "display", name, 40_000 * 924 * 0.12 / 12)
            self.pay("site", PLANTS[site][0], site, "", name, 30 * 90_000.0)

    def incentives(self) -> None:
        made = pl.DataFrame(self.tables["production"]).join(self.net.sites.select("site", "company"), on="site")
        made = made.join(self.net.items.select("item", "group", "invoice_value"), on="item")
        made = made.join(self.net.periods.select("period", "fiscal_year"), on="period")
        last = dict(self.net.periods.group_by("fiscal_year").agg(pl.col("period").last()).iter_rows())
        for member in self.net.scheme_members.iter_rows(named=True):
            for out in self.net.outside_sales.filter(company=member["company"]).iter_rows(named=True):
                year = int(out["fiscal_year"][:4]) - 2025 + 1
                terms = self.net.schemes.filter(category=member["category"], year=year).row(0, named=True)
                own = made.filter(
                    (pl.col("company") == member["company"])
                    & (pl.col("fiscal_year") == out["fiscal_year"])
                    & (pl.col("group") == "phone")
                    & (pl.col("invoice_value") >= terms["invoice_floor"])
                )
                self.year(member, out, terms, float((own["quantity"] * own["invoice_value"]).sum()), last)

    def year(self, member: Any, out: Any, terms: Any, own: float, last: dict[str, str]) -> None:
        company, rate = member["company"], terms["rate"]
        reached = (
            own + out["sales"] >= out["base_sales"] + terms["sales_threshold"]
            and out["investment"] >= terms["investment_threshold"]
        )
        earned = rate * (own + out["sales"] - out["base_sales"]) if reached else 0.0
        brand = min(earned, rate * own)
        self.tables["incentives"].append(
            {
                "scheme": member["scheme"],
                "company": company,
                "fiscal_year": out["fiscal_year"],
                "first_year": member["first_year"],
                "sales": own,
                "outside_sales": out["sales"],
                "base_sales": out["base_sales"],
                "sales_threshold": terms["sales_threshold"],
                "investment": out["investment"],
                "investment_threshold": terms["investment_threshold"],
                "rate": rate,
                "reached": int(reached),
                "incentive": earned,
                "incentive_on_brand": brand,
            }
        )
        self.pay("incentive", company, "", "", last[out["fiscal_year"]], -0.6 * brand / 1.11)

    def awards(self) -> dict[str, float]:
        made = pl.DataFrame(self.tables["production"]).join(self.net.sites.select("site", "company"), on="site")
        made = made.join(self.net.items.select("item", "group"), on="item")
        found = {}
        for a in self.net.awards.iter_rows(named=True):
            group = made.filter(group=a["item_group"])
            share = float(group.filter(company=a["company"])["quantity"].sum()) / float(group["quantity"].sum())
            breach = max(0.0, a["low"] - share, share - a["high"]) * float(group["quantity"].sum())
            keys = {"brand": a["brand"], "company": a["company"], "item_group": a["item_group"]}
            span = {
                "period": f"{a['from']}/{a['to']}",
                "share": share,
                "low": a["low"],
                "high": a["high"],
                "breach": breach,
            }
            self.tables["awards"].append({**keys, **span})
            found[f"share:{a['company']}:{a['item_group']}"] = share
        return found


def plan(
    net: Network,
    *,
    kiran: float = 0.42,
    trouble: bool = True,
    ranges: float | None = 0.01,
    scenario: str = "",
) -> Plan:
    """A plan in which the first maker gets `kiran` of each month's phones, as far as its lines allow.

    `ranges` is how far each share may move within 1 unit of currency a piece (three times that within 5);
    None: not computed.
    """
    maker = Maker(net, kiran, trouble)
    for k, row in enumerate(net.periods.iter_rows(named=True)):
        maker.month(k, row["period"], row["days"])
    maker.incentives()
    shares = maker.awards()
    maker.tables["money"] = [
        dict(zip(("term", "company", "site", "item", "period", "amount"), (*k, v), strict=True))
        for k, v in maker.money.items()
    ]
    objective = sum(maker.money.values())
    found: list[Range] = []
    for decision, value in shares.items():
        for within, far in ((1.0, ranges), (5.0, 3 * ranges)) if ranges is not None else ():
            found.append(Range(decision, value, within, max(0.0, value - far), min(1.0, value + 0.7 * far), "inner"))
    steps = [
        (0.4, 3.1, 0.0),
        (1.0, 1.4, 0.9),
        (3.0, 1.05, 0.97),
        (8.0, 1.012, 0.992),
        (21.0, 1.001, 0.9985),
        (34.0, 1.0, 0.99993),
    ]
    return Plan(
        {n: pl.DataFrame(r, schema=PLAN[n].dtypes, orient="row", strict=False) for n, r in maker.tables.items() if r},
        objective=objective,
        bound=objective * 0.99993,
        floor=objective * 0.962,
        status="optimal",
        seconds=34.0,
        solver="HiGHS 1.15",
        seed=7,
        network_fingerprint=net.fingerprint,
        scenario=scenario,
        network_name=net.name,
        ranges=tuple(found),
        progress=tuple((t, objective * a, objective * b if b else None) for t, a, b in steps),
    )
