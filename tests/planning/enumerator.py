"""Every plan of a tiny network, by counting: docs/meaning.md once more, in plain loops over whole numbers, sharing no code with the planner.

Period by period, every whole number of lots bought, pieces shipped, lots made, pieces delivered and given up is tried. Ways of coming to the same
place (the same stocks, goods on the way, debts and counts) are kept once, with the least cost. Qualifications and single sources are tried one by one
outside. What is on hand is bounded by what can still be delivered and one lot more: networks must be such that more never pays.

Rows are dicts as in `build`, without defaults filled in.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from onshore.schema import NETWORK, SETTINGS

Row = dict[str, Any]
Node = tuple[str, str]

INF = math.inf
TINY = 1e-9


class Enumerator:
    """A tiny network as rows of tables, and its cheapest plan."""

    def __init__(self, tables: dict[str, list[Row]], settings: Row) -> None:
        full = {
            name: [{k: r.get(k, c.default) for k, c in t.columns.items()} for r in tables.get(name, [])]
            for name, t in NETWORK.items()
        }
        self.rows = {name: [{k: _date(v, k) for k, v in r.items()} for r in rows] for name, rows in full.items()}
        self.set = {k: settings.get(k, c.default) for k, c in SETTINGS.items()}
        self.items = {r["item"]: r for r in self.rows["items"]}
        self.sites = {r["site"]: r for r in self.rows["sites"]}
        self._time()
        self.chain = self.set["perspective"] == "chain"
        self.money_a_day = self.set["cost_of_money"] / 365
        self.bom: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for r in self.rows["boms"]:
            self.bom[r["item"]].append((r["component"], r["quantity"] * (1 + r["scrap"])))
        self.classes = sorted({(r["item"], r["market"], r["priority"]) for r in self.rows["demand"]})
        self.wanted = [[0.0] * self.T for _ in self.classes]
        for r in self.rows["demand"]:
            k = self.classes.index((r["item"], r["market"], r["priority"]))
            self.wanted[k][self.names.index(r["period"])] += r["quantity"]
        self.lines = sorted({r["resource"] for r in self.rows["resources"]})
        self.years = [y for y in self._member_years() if y["rate"]]
        self.targets = [r for r in self.rows["value_targets"] if r["breach_price"]]
        self.ready: dict[str, float] = {}
        self.orders: list[tuple[Row, int]] = []
        self.claims = self._claims()

    # -- time ------------------------------------------------------------------------------------------------------------------

    def _time(self) -> None:
        rows = sorted(self.rows["periods"], key=lambda r: r["start"])
        self.T = len(rows)
        self.names = [r["period"] for r in rows]
        self.begin = [r["start"].toordinal() for r in rows]
        self.days = [r["days"] for r in rows]
        self.fiscal = [r["fiscal_year"] for r in rows]
        self.end = [b + d for b, d in zip(self.begin, self.days, strict=True)]
        self.middle = [b + d / 2 for b, d in zip(self.begin, self.days, strict=True)]
        self.start = self.set["start"].toordinal()

    def arrives(self, t: int, lead: float) -> int:
        """Period of arrival; T for after the horizon."""
        return next((u for u in range(self.T) if self.middle[t] + lead < self.end[u]), self.T)

    def each_day(self, t: int) -> range:
        return range(self.begin[t], self.end[t])

    def open_share(self, site: str, on: int) -> float:
        r = self.sites[site]
        if (r["opens"] and on < r["opens"].toordinal()) or (r["closes"] and on > r["closes"].toordinal()):
            return 0.0
        share = 1.0
        for c in self.rows["calendars"]:
            if c["calendar"] == r["calendar"] and c["from"].toordinal() <= on <= c["to"].toordinal():
                share *= c["open_share"]
        return share

    def is_open(self, site: str, t: int) -> bool:
        return any(self.open_share(site, d) > 0 for d in self.each_day(t))

    @staticmethod
    def on_day(rows: list[Row], on: int) -> Row | None:
        """The row with the last `from` that is not after the day."""
        held = [r for r in rows if r["from"].toordinal() <= on]
        return max(held, key=lambda r: r["from"], default=None)

    def fx(self, currency: str | None, t: int, kind: str = "rate") -> float:
        if currency is None or currency == self.set["currency"]:
            return 1.0
        rows = [r for r in self.rows["exchange_rates"] if r["currency"] == currency]
        held = [self.on_day(rows, d) for d in self.each_day(t)]
        return sum(r["rate"] if r[kind] is None else r[kind] for r in held if r) / len(held)

    def customs(self, currency: str | None, t: int, arrival: int) -> float:
        """What customs makes of an amount on arrival, beside what it was worth on leaving."""
        if all(r["customs_rate"] is None for r in self.rows["exchange_rates"] if r["currency"] == currency):
            return 1.0
        return self.fx(currency, arrival, "customs_rate") / self.fx(currency, t)

    def levy(
        self, kind: str, duty_class: str, origin: str, destination: str, t: int, item: str = "", site: str = ""
    ) -> tuple[float, float]:
        """Mean rate, and mean of rate times credit days, in a period; of an item and a site: by their origin too."""
        rate = credit = 0.0
        for d in self.each_day(t):
            fits = [
                r
                for r in self.rows["duties"]
                if r["kind"] == kind
                and r["destination"] == destination
                and r["duty_class"] in (duty_class, "*")
                and r["origin"] in (origin, "*")
                and r["from"].toordinal() <= d
                and (r["to"] is None or d <= r["to"].toordinal())
            ]
            fits.sort(key=lambda r: (r["duty_class"] != "*", r["origin"] != "*"))
            if fits:
                origins = [
                    r["rate"]
                    for r in self.rows["preferential_duties"]
                    if (r["site"], r["item"], r["destination"]) == (site, item, destination)
                    and r["from"].toordinal() <= d
                    and (r["to"] is None or d <= r["to"].toordinal())
                ]
                rate += min([fits[-1]["rate"], *origins])
                credit += fits[-1]["rate"] * fits[-1]["credit_days"]
        return rate / self.days[t], credit / self.days[t]

    # -- what can be done ------------------------------------------------------------------------------------------------------

    def offer(self, supplier: str, item: str, t: int) -> Row | None:
        """Terms on which a supplier delivers an item in a period; None if it does not."""
        rows = [
            r
            for r in self.rows["sourcing"]
            if (r["supplier"], r["item"]) == (supplier, item)
            and (r["known_from"] is None or r["known_from"].toordinal() <= self.start)
        ]
        held = [(d, r) for d in self.each_day(t) if (r := self.on_day(rows, d))]
        if not held or not self.is_open(supplier, t):
            return None
        last = held[-1][1]
        if not last["running"] and self.middle[t] < self.start + last["lead_days"]:
            return None
        most = sum(INF if r["capacity"] is None else r["capacity"] * self.open_share(supplier, d) for d, r in held)
        price = sum(r["price"] * self.fx(r["currency"], t) for _, r in held) / len(held)
        return last | {"price": price, "most": most}

    def sold_by(self, site: str, item: str) -> bool:
        return any((r["supplier"], r["item"]) == (site, item) for r in self.rows["sourcing"])

    def passes_on(self, site: str, item: str) -> bool:
        """A plant or supplier ships only what it makes."""
        makes = any((r["site"], r["item"]) == (site, item) for r in self.rows["processes"])
        return makes or self.sites[site]["kind"] not in ("plant", "supplier")

    def lane_costs(self, lane: Row, item: str, t: int, price: float | None, currency: str | None = None) -> Row:
        """Arrival and cost of moving one piece; `price`, and its currency, if it is bought."""
        thing = self.items[item]
        value = thing["value"] if price is None else price
        fx = self.fx(lane["currency"], t)
        carried = (thing["weight"] * lane["cost_per_kg"] + lane["cost_per_unit"]) * fx
        insured = lane["cost_per_value"] * value
        freight = carried + insured
        cost = freight + value * self.money_a_day * lane["days"] + (price or 0.0)
        arrival, duty = self.arrives(t, lane["days"]), 0.0
        here, there = (self.sites[lane[k]]["country"] for k in ("origin", "destination"))
        law = min(arrival, self.T - 1)
        declared, declared_in = value, currency
        if price is None and thing["customs_value"] is not None:
            declared_in = thing["customs_currency"]
            declared = thing["customs_value"] * self.fx(declared_in, t)
        cif = declared * self.customs(declared_in, t, law)
        cif += carried * self.customs(lane["currency"], t, law) + insured * self.customs(currency, t, law)
        if here != there and lane["duty_paid"]:
            basic, _ = self.levy("basic", thing["duty_class"], here, there, law, item, lane["origin"])
            extra, _ = self.levy("surcharge", thing["duty_class"], here, there, law)
            _, credit = self.levy("recoverable", thing["duty_class"], here, there, law)
            duty = cif * basic * (1 + extra)
            cost += duty + (cif + duty) * credit * self.money_a_day
        return {
            "lane": (lane["origin"], lane["destination"], lane["mode"]),
            "from": (lane["origin"], item),
            "to": (lane["destination"], item),
            "cost": cost,
            "arrival": arrival,
            "weight": thing["weight"],
            "kg": INF if lane["capacity"] is None else lane["capacity"] * self.days[t],
            "fixed": lane["fixed_cost"] * fx,
            "cif": cif,
            "duty": duty,
        }

    def moves(self, t: int) -> tuple[list[Row], list[Row]]:
        """What can be bought and what can be shipped in a period."""
        buys, ships = [], []
        for lane in self.rows["lanes"]:
            crosses = (
                self.sites[lane["origin"]]["country"] != self.sites[lane["destination"]]["country"]
                and lane["duty_paid"]
            )
            for item, thing in self.items.items():
                if crosses and thing["duty_class"] is None:
                    continue
                if self.sold_by(lane["origin"], item):
                    offer = self.offer(lane["origin"], item, t)
                    if offer:
                        one = self.lane_costs(lane, item, t, offer["price"], offer["currency"])
                        content = {"content": offer["price"] * offer["imported_share"]}
                        buys.append(one | content | {k: offer[k] for k in ("lot", "moq", "most")})
                elif self.is_open(lane["origin"], t) and self.passes_on(lane["origin"], item):
                    ships.append(self.lane_costs(lane, item, t, None))
        return buys, ships

    def first_qualified(self, r: Row) -> int:
        """First period in which an item that is qualified by the plan can be made: a plant applies when it stands."""
        own = [x for x in self.rows["processes"] if (x["site"], x["item"]) == (r["site"], r["item"])]
        stands = []
        for x in own:
            lines = [
                y["resource"] for y in self.rows["routings"] if all(x[k] == y[k] for k in ("site", "item", "process"))
            ]
            stands += [self.ready.get(line, -INF) for line in lines] or [-INF]
        applies = max(r["qualify_from"].toordinal() if r["qualify_from"] else self.start, min(stands))
        ready = applies + r["qualification_days"]
        return next((t for t in range(self.T) if self.begin[t] >= ready and self.is_open(r["site"], t)), self.T)

    def ways(self, t: int, qualified: frozenset[Node]) -> list[Row]:
        """What can be made in a period."""
        found = []
        for r in self.rows["processes"]:
            if not self.is_open(r["site"], t):
                continue
            output, good = 1.0, r["yield"]
            if not r["qualified"]:
                first = self.first_qualified(r)
                if (r["site"], r["item"]) not in qualified or t < first:
                    continue
                weeks = (self.middle[t] - self.begin[first]) / 7
                ramp = [x for x in self.rows["ramps"] if x["ramp"] == r["ramp"] and x["week"] <= weeks]
                if ramp:
                    last = max(ramp, key=lambda x: x["week"])
                    output, good = last["capacity_share"], good * last["yield_share"]
            key = (r["site"], r["item"], r["process"])
            routings = [x for x in self.rows["routings"] if (x["site"], x["item"], x["process"]) == key]
            there = [x for x in routings if self.end[t] - 1 >= self.ready.get(x["resource"], -INF)]
            if routings and not there:
                continue
            for x in there or [{"resource": "", "hours": 0.0, "setup_hours": 0.0, "setup_cost": 0.0}]:
                found.append(
                    {
                        "site": r["site"],
                        "item": r["item"],
                        "resource": x["resource"],
                        "lot": r["lot"],
                        "least": r["minimum_lot"],
                        "started": 1 / good,
                        "hours": x["hours"] / good / output,
                        "setup_hours": x["setup_hours"],
                        "setup_cost": x["setup_cost"],
                        "cost": r["conversion_cost"] * self.fx(r["currency"], t) + (0 if self.chain else r["fee"]),
                        "arrival": self.arrives(t, r["lead_days"]),
                    }
                )
        return found

    def line(self, name: str, t: int) -> Row:
        """Hours and prices of a line in a period."""
        rows = [r for r in self.rows["resources"] if r["resource"] == name]
        regular = extra = 0.0
        for d in self.each_day(t):
            r = self.on_day(rows, d)
            if r and d >= self.ready.get(name, -INF):
                hours = r["lines"] * r["hours_per_day"] * r["days_per_week"] / 7
                hours *= self.open_share(r["site"], d)
                regular, extra = regular + hours, extra + hours * r["overtime_share"]
        last = self.on_day(rows, self.end[t] - 1)
        price = {k: last[k] if last else 0.0 for k in ("overtime_cost", "minimum_load", "idle_cost", "change_cost")}
        return price | {"regular": regular, "extra": extra}

    # -- awards and incentives -------------------------------------------------------------------------------------------------

    def covers(self, award: Row, t: int) -> bool:
        return award["from"].toordinal() <= self.middle[t] < award["to"].toordinal() + 1

    def award_of(self, company: str, group: str, t: int) -> Row | None:
        return next(
            (
                a
                for a in self.rows["awards"]
                if (a["company"], a["item_group"]) == (company, group) and self.covers(a, t)
            ),
            None,
        )

    def _member_years(self) -> list[Row]:
        found = []
        for m in self.rows["scheme_members"]:
            for year in sorted({y for y in self.fiscal if y}):
                number = int(year[:4]) - int(m["first_year"][:4]) + 1
                for s in self.rows["schemes"]:
                    if (s["scheme"], s["category"], s["year"]) == (m["scheme"], m["category"], number):
                        others = [
                            o
                            for o in self.rows["outside_sales"]
                            if (o["company"], o["scheme"], o["fiscal_year"]) == (m["company"], m["scheme"], year)
                        ]
                        nothing = {"sales": 0.0, "investment": 0.0, "base_sales": 0.0}
                        last = max(t for t in range(self.T) if self.fiscal[t] == year)
                        found.append(
                            s
                            | {
                                "company": m["company"],
                                "first": m["first_year"],
                                "fiscal": year,
                                "last": last,
                                "other": (others or [nothing])[0],
                            }
                        )
        return found

    def _claims(self) -> list[tuple[int, ...]]:
        """Every set of members' years that may be paid together: of one first year each, and no sales twice."""

        def along(a: Row, b: Row) -> bool:
            if a["company"] != b["company"]:
                return True
            if a["scheme"] == b["scheme"]:
                return bool(a["first"] == b["first"])
            same = (a["fiscal"], a["item_group"]) == (b["fiscal"], b["item_group"])
            return not (same and (a["no_stacking"] or b["no_stacking"]))

        numbers = range(len(self.years))
        sets = (s for n in range(len(numbers) + 1) for s in itertools.combinations(numbers, n))
        return [s for s in sets if all(along(self.years[a], self.years[b]) for a, b in itertools.combinations(s, 2))]

    def earned(self, year: Row, own: float) -> float:
        """What a member's year is worth to whom the perspective counts."""
        over = own + year["other"]["sales"] - year["other"]["base_sales"]
        if over < year["sales_threshold"] - 1e-6 or self.invested(year) < year["investment_threshold"] - 1e-6:
            return 0.0
        gets = year["rate"] * over
        if not self.chain:
            award = self.award_of(year["company"], year["item_group"], year["last"])
            share = award["incentive_share"] if award else 0.0
            gets = share * min(gets, year["rate"] * own)
        return float(gets * (1 + self.set["discount_rate"]) ** (-year["payment_days"] / 365))

    def counts(self, site: str, item: str, t: int, bought: bool) -> list[float]:
        """What one finished piece adds to the counts: own and all for each award, sales for each member's year."""
        thing, maker = self.items[item], self.sites[site]["company"]
        adds: list[float] = []
        for a in self.rows["awards"]:
            fits = (
                thing["kind"] == "finished"
                and thing["group"] == a["item_group"]
                and thing["brand"] in (None, a["brand"])
            )
            fits = fits and self.covers(a, t)
            adds += [float(fits and maker == a["company"]), float(fits)]
        for y in self.years:
            counts = (
                not bought
                and maker == y["company"]
                and self.fiscal[t] == y["fiscal"]
                and thing["kind"] == "finished"
                and thing["group"] == y["item_group"]
                and thing["invoice_value"] is not None
                and thing["invoice_value"] >= y["invoice_floor"]
            )
            adds.append(self.turnover(thing, self.award_of(maker, thing["group"], t)) if counts else 0.0)
        return adds

    def turnover(self, thing: Row, award: Row | None) -> float:
        """What of the invoice counts: by the award, or without what the brand gives."""
        if award and award["invoice_share"] is not None:
            return float(thing["invoice_value"] * award["invoice_share"])
        given = 0.0
        for part, takes in self.bom[thing["item"]]:
            terms = {r["terms"] for r in self.rows["sourcing"] if r["item"] == part}
            given += takes * self.items[part]["value"] if terms == {"consigned"} else 0.0
        return float(max(0.0, thing["invoice_value"] - given))

    # -- value addition --------------------------------------------------------------------------------------------------------

    def asked(self, target: Row, company: str, t: int) -> bool:
        return bool(target["company"] == company and target["fiscal_year"] in ("", self.fiscal[t]))

    def sales(self, site: str, item: str, t: int) -> list[float]:
        """What one finished piece made takes from the shortfall of each value target."""
        sold = (self.items[item]["invoice_value"] or 0.0) if self.items[item]["kind"] == "finished" else 0.0
        asked = (self.asked(r, self.sites[site]["company"], t) for r in self.targets)
        return [-(1 - r["least"]) * sold if a else 0.0 for r, a in zip(self.targets, asked, strict=True)]

    def imported(self, move: Row, t: int) -> list[float]:
        """What one part taken in adds to the shortfall of each value target."""
        (origin, item), (destination, _) = move["from"], move["to"]
        here, there = self.sites[origin], self.sites[destination]
        if self.items[item]["kind"] == "finished":
            content = duty = 0.0
        elif here["country"] != there["country"]:
            content, duty = move["cif"], move["duty"]
        elif "content" in move:
            content, duty = move["content"], 0.0
        else:
            content, duty = self.standard(item, there) if here["company"] != there["company"] else 0.0, 0.0
        asked = (self.asked(r, there["company"], t) for r in self.targets)
        return [
            content + (duty if r["method"] == "ppp_mii" else 0.0) if a else 0.0
            for r, a in zip(self.targets, asked, strict=True)
        ]

    def standard(self, item: str, there: Row) -> float:
        """Imported content of a component whose origin nobody followed up."""
        known = (
            r for r in self.rows["sourcing"] if r["known_from"] is None or r["known_from"].toordinal() <= self.start
        )
        offers = [r for r in known if r["item"] == item]
        abroad = (self.sites[r["supplier"]]["country"] != there["country"] for r in offers)
        shares = [1.0 if away else r["imported_share"] for away, r in zip(abroad, offers, strict=True)]
        return float(self.items[item]["value"] * max(shares, default=1.0))

    # -- counting --------------------------------------------------------------------------------------------------------------

    def optimum(self) -> float:
        """Least cost of all plans."""
        halls = self.rows["investments"]
        best = INF
        for orders in itertools.product(*([None, *self._order_periods(r)] for r in halls)):
            self.orders = [(r, t) for r, t in zip(halls, orders, strict=True) if t is not None]
            for r, t in zip(halls, orders, strict=True):
                self.ready[r["resource"]] = INF if t is None else self.middle[t] + r["lead_days"]
            spent = sum(self.capital(r, t) - self.granted(r, t) for r, t in self.orders)
            best = min(best, spent + self._built())
        return best

    def _order_periods(self, r: Row) -> list[int]:
        first = r["from"].toordinal() if r["from"] else -INF
        last = r["to"].toordinal() if r["to"] else INF
        return [t for t in range(self.T) if max(first, self.start) <= self.middle[t] < last + 1]

    def capital(self, r: Row, t: int) -> float:
        """Annuity for the days from the order to the end, not beyond the life."""
        i, life = self.set["discount_rate"], r["life_years"]
        a_year = r["cost"] * i / (1 - (1 + i) ** -life) if i else r["cost"] / life
        return float(a_year * min((self.end[-1] - self.middle[t]) / 365, life))

    def of_scheme(self, hall: Row, year: Row) -> bool:
        """Whether what is built is the member's, and makes nothing but what its scheme counts."""
        made = [self.items[x["item"]] for x in self.rows["routings"] if x["resource"] == hall["resource"]]
        finished = any(i["kind"] == "finished" and i["group"] == year["item_group"] for i in self.items.values())
        return self.sites[hall["site"]]["company"] == year["company"] and all(
            i["group"] == year["item_group"] and (i["kind"] == "finished") == finished for i in made
        )

    def invested(self, year: Row) -> float:
        """By the end of a member's year, before and by the orders at hand."""
        halls = [r for r, t in self.orders if t <= year["last"] and self.of_scheme(r, year)]
        return float(year["other"]["investment"] + sum(r["eligible_share"] * r["cost"] for r in halls))

    def granted(self, r: Row, t: int) -> float:
        """What the best capex scheme pays for an order, as the perspective counts it."""
        best, company = 0.0, self.sites[r["site"]]["company"]
        for y in self._member_years():
            if y["fiscal"] != self.fiscal[t] or not y["capex_rate"] or not self.of_scheme(r, y):
                continue
            award = self.award_of(company, y["item_group"], y["last"])
            share = 1.0 if self.chain else award["incentive_share"] if award else 0.0
            pays = share * (1 + self.set["discount_rate"]) ** (-y["payment_days"] / 365)
            if self.invested(y) >= y["investment_threshold"] - 1e-6:
                best = max(best, pays * y["capex_rate"] * r["eligible_share"] * self.capital(r, t))
        return best

    def _built(self) -> float:
        """Least cost of all plans with the lines that are there."""
        undecided = sorted({(r["site"], r["item"]): r for r in self.rows["processes"] if not r["qualified"]}.items())
        undecided = [(k, r) for k, r in undecided if self.first_qualified(r) < self.T]
        best = INF
        bound = [(r["destination"], r["item"]) for r in self.rows["single_sources"]]
        origins = [[lane["origin"] for lane in self.rows["lanes"] if lane["destination"] == d] for d, _ in bound]
        for n in range(len(undecided) + 1):
            for chosen in itertools.combinations(undecided, n):
                cost = sum(r["qualification_cost"] for _, r in chosen)
                for picks in itertools.product(*origins):
                    only = dict(zip(bound, picks, strict=True))
                    best = min(best, cost + self._run(frozenset(k for k, _ in chosen), only))
        return best

    def _run(self, qualified: frozenset[Node], only: dict[Node, str]) -> float:
        """Least cost with these qualifications and single sources."""
        stock: dict[Node, float] = defaultdict(float)
        coming: dict[tuple[int, Node], float] = defaultdict(float)
        for r in self.rows["stock"]:
            stock[r["site"], r["item"]] += r["quantity"]
        for r in self.rows["in_transit"]:
            on = r["arrival"].toordinal()
            t = next((u for u in range(self.T) if on < self.end[u]), self.T)
            coming[t, (r["site"], r["item"])] += r["quantity"]
        count = [0.0] * (2 * len(self.rows["awards"]) + len(self.years) + len(self.targets))
        states = {self._key(stock, coming, [0.0] * len(self.classes), count, [0.0] * len(self.lines)): 0.0}
        for t in range(self.T):
            after: dict[Any, float] = {}
            period = _Period(self, t, qualified, only)
            for state, spent in states.items():
                for new, cost in period.choices(state):
                    total = spent + cost
                    if total < after.get(new, INF):
                        after[new] = total
            states = after
        return min((spent + self._last(state) for state, spent in states.items()), default=INF)

    @staticmethod
    def _key(
        stock: dict[Node, float],
        coming: dict[tuple[int, Node], float],
        owed: list[float],
        count: list[float],
        hours: list[float],
    ) -> tuple[Any, ...]:
        return (
            tuple(sorted((n, round(q, 9)) for n, q in stock.items() if abs(q) > TINY)),
            tuple(sorted((n, round(q, 9)) for n, q in coming.items() if abs(q) > TINY)),
            tuple(owed),
            tuple(round(c, 6) for c in count),
            tuple(round(h, 9) for h in hours),
        )

    def _last(self, state: tuple[Any, ...]) -> float:
        """What is left to pay when the horizon is over."""
        stock, coming, _, count, _ = state
        share = self.set["end_stock_share"]
        left = [(item, q) for (_, item), q in stock] + [(item, q) for (_, (_, item)), q in coming]
        cost = -sum(self.items[item]["value"] * share * q for item, q in left)
        awards = self.rows["awards"]
        for k, a in enumerate(awards):
            own, everyone = count[2 * k], count[2 * k + 1]
            cost += a["breach_cost"] * max(0.0, a["low"] * everyone - own, own - a["high"] * everyone)
            cost += a["commitment_cost"] * max(0.0, a["commitment"] - own)
        own, lacks = count[2 * len(awards) :][: len(self.years)], count[2 * len(awards) + len(self.years) :]
        cost += sum(r["breach_price"] * max(0.0, lack) for r, lack in zip(self.targets, lacks, strict=True))
        paid = [self.earned(y, sold) for y, sold in zip(self.years, own, strict=True)]
        return float(cost - max(sum(paid[k] for k in claim) for claim in self.claims))


class _Period:
    """One period of an enumeration: every choice from a state."""

    def __init__(self, e: Enumerator, t: int, qualified: frozenset[Node], only: dict[Node, str]) -> None:
        self.e, self.t = e, t
        buys, ships = e.moves(t)
        allowed: Callable[[Row], bool] = lambda m: only.get(m["to"], m["from"][0]) == m["from"][0]  # noqa: E731
        self.buys = [m for m in buys if allowed(m)]
        self.ships = [m for m in ships if allowed(m)]
        self.ways = e.ways(t, qualified)
        self.lines = [e.line(name, t) for name in e.lines]
        self.made = [
            e.counts(w["site"], w["item"], t, bought=False) + e.sales(w["site"], w["item"], t) for w in self.ways
        ]
        self.taken = [e.counts(m["from"][0], m["from"][1], t, bought=True) + e.imported(m, t) for m in self.buys]
        nothing = [0.0] * (2 * len(e.rows["awards"]) + len(e.years))
        for m in self.ships:
            m["adds"] = nothing + e.imported(m, t)
        self.finished = {i for i, r in e.items.items() if r["kind"] == "finished"}
        self.slack = max(
            [1.0]
            + [max(r["lot"], r["minimum_lot"]) for r in e.rows["processes"]]
            + [max(r["lot"], r["moq"]) for r in e.rows["sourcing"] if r["item"] in self.finished]
        )
        if e.rows["awards"] or e.years or e.targets:  # making may pay although there is stock
            coming = (r for r in e.rows["in_transit"] if r["arrival"].toordinal() < e.end[-1])
            given = (*e.rows["stock"], *coming)
            self.slack += sum(r["quantity"] for r in given if r["item"] in self.finished)

    def choices(self, state: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], float]]:
        """Every way through the period: the state after it and what it costs."""
        stock, coming, owed, count, hours = state
        have = defaultdict(float, dict(stock))
        late = defaultdict(float)
        for (u, node), q in coming:
            if u <= self.t:
                have[node] += q
            else:
                late[u, node] += q
        self.owed, self.count, self.before = owed, count, hours
        missing = {item: self._missing(item, have, late) for item in self.finished}
        self.room = self.slack + sum(missing.values())
        self.most = {item: self.slack + q for item, q in missing.items()}
        for have_2, late_2, done, cost in self._steps(have, late):
            yield from self._sell(have_2, late_2, done, cost)

    def _missing(self, item: str, have: Any, late: Any) -> float:
        """Pieces that would let all demand be on time, beside those there are by then."""
        short = -sum(q for (_, i), q in have.items() if i == item)
        most = 0.0
        for u in range(self.t, self.e.T):
            short += sum(w[u] for (i, *_), w in zip(self.e.classes, self.e.wanted, strict=True) if i == item)
            short -= sum(q for (on, (_, i)), q in late.items() if on == u and i == item)
            if u == self.t:
                short += sum(x for (i, *_), x in zip(self.e.classes, self.owed, strict=True) if i == item)
            most = max(most, short)
        return most

    def _steps(self, have: Any, late: Any) -> Iterator[tuple[Any, Any, list[Any], float]]:
        """Buying, moving components, making, moving finished pieces."""
        parts = [m for m in self.ships if m["from"][1] not in self.finished]
        goods = [m for m in self.ships if m["from"][1] in self.finished]
        for h1, l1, bought in self._buy(have, late, 0, ()):
            cost = self._orders(bought)
            if cost is None:
                continue
            for h2, l2, moved in self._ship(parts, h1, l1, 0, ()):
                for h3, l3, made in self._make(h2, l2, 0, ()):
                    lines = self._load(made)
                    if lines is None:
                        continue
                    for h4, l4, sent in self._ship(goods, h3, l3, 0, ()):
                        lanes = self._lanes(bought, moved, sent)
                        if lanes is None:
                            continue
                        total = cost + lines[0] + lanes + self._sites(bought, moved, sent, made)
                        yield h4, l4, [bought, made, moved, lines[1]], total

    def _put(self, have: Any, late: Any, node: Node, arrival: int, q: float) -> tuple[Any, Any]:
        if not q:
            return have, late
        if arrival == self.t:
            have = have.copy()
            have[node] += q
        else:
            late = late.copy()
            late[arrival, node] += q
        return have, late

    def _buy(self, have: Any, late: Any, k: int, done: tuple[float, ...]) -> Iterator[Any]:
        if k == len(self.buys):
            yield have, late, done
            return
        m = self.buys[k]
        item = m["from"][1]
        most = min(m["most"], self._useful(item, have, late) + max(m["lot"], m["moq"]))
        for n in range(int(most / m["lot"] + TINY) + 1):
            h, x = self._put(have, late, m["to"], m["arrival"], n * m["lot"])
            yield from self._buy(h, x, k + 1, (*done, n * m["lot"]))

    def _useful(self, item: str, have: Any, late: Any) -> float:
        """Pieces of an item that could still be of use, beyond what there is."""
        if item in self.finished:
            return self._missing(item, have, late)
        there = sum(q for (_, i), q in have.items() if i == item)
        there += sum(q for (u, (_, i)), q in late.items() if i == item and u < self.e.T)
        worst = [0.0]
        for r in self.e.rows["processes"]:
            good = r["yield"] * min([1.0] + [x["yield_share"] for x in self.e.rows["ramps"] if x["ramp"] == r["ramp"]])
            worst += [takes / good for c, takes in self.e.bom[r["item"]] if c == item]
        return max(0.0, math.ceil(max(worst) * max(0.0, self.room) - TINY) - there)

    def _orders(self, bought: tuple[float, ...]) -> float | None:
        """Cost of what is bought; None if a supplier does not deliver so."""
        total: dict[Node, float] = defaultdict(float)
        cost = 0.0
        for m, q in zip(self.buys, bought, strict=True):
            total[m["from"]] += q
            cost += q * m["cost"]
        for m in self.buys:
            q = total[m["from"]]
            if q > m["most"] + TINY or 0 < q < m["moq"] - TINY:
                return None
        return cost

    def _ship(
        self, ways: list[Row], have: Any, late: Any, k: int, done: tuple[tuple[Row, float], ...]
    ) -> Iterator[Any]:
        if k == len(ways):
            yield have, late, done
            return
        m = ways[k]
        for n in range(int(have.get(m["from"], 0.0) + TINY) + 1):
            h, x = have, late
            if n:
                h = have.copy()
                h[m["from"]] -= n
                h, x = self._put(h, x, m["to"], m["arrival"], float(n))
            yield from self._ship(ways, h, x, k + 1, (*done, (m, float(n))) if n else done)

    def _make(self, have: Any, late: Any, k: int, done: tuple[float, ...]) -> Iterator[Any]:
        if k == len(self.ways):
            yield have, late, done
            return
        w = self.ways[k]
        most = min(self.room - sum(done), self.most.get(w["item"], INF))
        for n in range(int(most / w["lot"] + TINY) + 1 if most > 0 else 1):
            q = n * w["lot"]
            if 0 < q < w["least"] - TINY:
                continue
            h, x = have, late
            if q:
                h = have.copy()
                for component, takes in self.e.bom[w["item"]]:
                    h[w["site"], component] -= takes * w["started"] * q
                if any(h[w["site"], c] < -1e-7 for c, _ in self.e.bom[w["item"]]):
                    break
                h, x = self._put(h, x, (w["site"], w["item"]), w["arrival"], q)
            yield from self._make(h, x, k + 1, (*done, q))

    def _load(self, made: tuple[float, ...]) -> tuple[float, list[float]] | None:
        """Cost of what is made and of the lines, and hours of each line; None if there are not enough."""
        used = dict.fromkeys(self.e.lines, 0.0)
        cost = 0.0
        for w, q in zip(self.ways, made, strict=True):
            if not q:
                continue
            cost += q * w["cost"] + w["setup_cost"]
            if w["resource"]:
                used[w["resource"]] += q * w["hours"] + w["setup_hours"]
        hours = []
        for k, (name, x) in enumerate(zip(self.e.lines, self.lines, strict=True)):
            if used[name] > x["regular"] + x["extra"] + TINY:
                return None
            cost += max(0.0, used[name] - x["regular"]) * x["overtime_cost"]
            cost += max(0.0, x["minimum_load"] * x["regular"] - used[name]) * x["idle_cost"]
            a_day = used[name] / self.e.days[self.t]
            if self.t:
                cost += abs(a_day - self.before[k]) * 30 * x["change_cost"]
            hours.append(a_day)
        if not any(r["change_cost"] for r in self.e.rows["resources"]):
            hours = [0.0] * len(hours)
        return cost, hours

    def _lanes(self, bought: Any, moved: Any, sent: Any) -> float | None:
        """Cost of moving, and fixed cost of lanes used; None if a lane carries less."""
        kg: dict[Any, float] = defaultdict(float)
        used: dict[Any, Row] = {}
        cost = sum(m["cost"] * q for m, q in (*moved, *sent))
        for m, q in (*zip(self.buys, bought, strict=True), *moved, *sent):
            if q:
                kg[m["lane"]] += q * m["weight"]
                used[m["lane"]] = m
        if any(weight > used[lane]["kg"] + TINY for lane, weight in kg.items()):
            return None
        return float(cost + sum(m["fixed"] for m in used.values()))

    def _sites(self, bought: Any, moved: Any, sent: Any, made: Any) -> float:
        sites = {m["from"][0] for m, q in zip(self.buys, bought, strict=True) if q}
        sites |= {m["from"][0] for m, _ in (*moved, *sent)}
        sites |= {w["site"] for w, q in zip(self.ways, made, strict=True) if q}
        return float(sum(self.e.sites[s]["fixed_cost"] for s in sites) * self.e.days[self.t])

    def _sell(self, have: Any, late: Any, done: list[Any], cost: float) -> Iterator[tuple[Any, float]]:
        """Every delivery and order given up, then the evening: stock kept and debts."""
        bought, made, moved, hours = done
        count = list(self.count)
        if count:
            shipped = ((m["adds"], q) for m, q in moved)
            for adds, q in (*zip(self.taken, bought, strict=True), *zip(self.made, made, strict=True), *shipped):
                if q:
                    for k, a in enumerate(adds):
                        count[k] += a * q
        for stock, owed, paid in self._serve(have, 0, [], 0.0):
            keep = 0.0
            for (_, item), q in stock.items():
                thing = self.e.items[item]
                keep += q * (thing["holding_cost"] + thing["value"] * self.e.money_a_day) * self.e.days[self.t]
            yield self.e._key(stock, late, owed, count, hours), cost + paid + keep

    def _serve(self, have: Any, k: int, owed: list[float], cost: float) -> Iterator[Any]:
        if k == len(self.e.classes):
            yield have, owed, cost
            return
        item, market, priority = self.e.classes[k]
        thing, t = self.e.items[item], self.t
        due = self.owed[k] + self.e.wanted[k][t]
        window = 0.0
        if t + 1 < self.e.T:
            for u in range(t + 1):
                if thing["max_late"] is None or self.e.end[t + 1] - self.e.end[u] <= thing["max_late"]:
                    window += self.e.wanted[k][u]
        for give in range(int(min(due, have.get((market, item), 0.0)) + TINY) + 1):
            for short in range(int(due - give) + 1):
                rest = due - give - short
                if rest > window + TINY:
                    continue
                h = have
                if give:
                    h = have.copy()
                    h[market, item] -= give
                paid = short * thing["short_cost"] * priority
                if rest:
                    paid += rest * thing["late_cost"] * priority * self.e.days[t + 1]
                yield from self._serve(h, k + 1, [*owed, rest], cost + paid)


def _date(value: Any, column: str) -> Any:
    if isinstance(value, str) and column in _DATES:
        return dt.date.fromisoformat(value)
    return value


_DATES = {
    "start", "from", "to", "opens", "closes", "qualify_from", "known_from", "arrival",
}  # fmt: skip
