"""Random tiny networks, small enough to count every plan of: a few pieces, one to three periods, and a random mix of features.

Prices are such that no reward for a piece (incentive, idle line, share) is worth making it only to throw it away, beyond the lot that rounding up takes:
the enumeration's bound rests on that. At most one family of such rewards is in a network.
"""

from __future__ import annotations

import random
from typing import Any

from .build import BIRCH, PLANT, ROAD, Row, periods, row

Tables = dict[str, list[Row]]

#: Three periods; two plants; a kit by sea; phones from abroad; two plants and a kit; a kit by a warehouse; two products.
SHAPES = ("long", "two", "kit", "import", "wide", "hub", "pair")


def draw(seed: int, *, odd: bool = False) -> tuple[Tables, Row]:
    """Tables and settings of one network; the same seed draws the same.

    odd: lanes may carry a part of a piece, and what is shipped from stock may feed a use of parts of pieces. Pieces are whole all the same.
    """
    return _Draw(random.Random(seed), random.Random(f"schemes {seed}"), SHAPES[seed % len(SHAPES)], odd).network()


def with_law(seed: int) -> tuple[Tables, Row]:
    """The network of a seed with a market abroad, reliefs for what goes there and value that its makers must add: too many ways
    for counting, so for what must hold of every plan.
    """
    tables, settings = draw(seed)
    dice = random.Random(f"law {seed}")
    plants = [
        r["site"]
        for r in tables["sites"]
        if r["kind"] == "plant" and r["site"] in {x["site"] for x in tables["processes"]}
    ]
    more: Tables = {
        "companies": [{"company": "dodo", "kind": "customer", "country": "MU"}],
        "sites": [{"site": "abroad", "company": "dodo", "kind": "market", "country": "MU"}],
        "lanes": [row(ROAD, origin=p, destination="abroad", mode="air", duty_paid=False) for p in plants],
        "demand": [row(tables["demand"][0], market="abroad", period=tables["periods"][-1]["period"], quantity=2.0, priority=1.0)],
        "reliefs": _reliefs(dice),
        "relief_sites": [{"site": p, "relief": r, "cost": dice.choice((0.0, 0.0, 0.5))} for p in plants for r in ("free", "paid")],
        "value_targets": [
            {
                "company": p.removesuffix("-plant"),
                "method": dice.choice(("pli_dva", "ppp_mii")),
                "fiscal_year": dice.choice(("", "2024-25")),
                "least": dice.choice((0.8, 0.9, 1.0)),
                "breach_price": dice.choice((0.2, 1.0)),
            }
            for p in plants
        ],
    }  # fmt: skip
    tables.pop("value_targets", None)
    return tables | {name: [*tables.get(name, ()), *rows] for name, rows in more.items()}, settings


def _reliefs(dice: random.Random) -> list[Row]:
    """Free inputs under an authorisation or a bond, and a drawback."""
    free = {"relief": "free", "country": "IN", "from": "2023-04-01", "cost_share": dice.choice((0.0, 0.1))}
    kinds: list[Row] = [
        {
            "kind": "authorisation",
            "value_addition": dice.choice((0.15, 2.0)),
            "validity_days": dice.choice((None, 30.0)),
        },
        {"kind": "bonded"},
    ]
    paid = {"relief": "paid", "kind": "drawback", "country": "IN", "from": "2023-04-01"}
    return [free | dice.choice(kinds), paid | {"rate": dice.choice((0.005, 0.02)), "cap": dice.choice((None, 0.3))}]


class _Draw:
    """One network being drawn."""

    def __init__(self, dice: random.Random, schemes: random.Random, shape: str, odd: bool) -> None:
        self.dice, self.schemes, self.shape, self.odd = dice, schemes, shape, odd
        # What came later is thrown with dice of its own, so that the networks of a seed stay what they were otherwise.
        self.customs = random.Random(str(dice.getstate()[1][:5]))
        self.t: Tables = {}
        self.settings: Row = {"name": shape, "currency": "INR"}

    @property
    def parts(self) -> bool:
        """Whether a piece may take a part of a component."""
        return self.odd or self.shape != "hub"

    def maybe(self, share: float) -> bool:
        return self.dice.random() < share

    def pick(self, *values: Any) -> Any:
        return self.dice.choice(values)

    def network(self) -> tuple[Tables, Row]:
        length = {"long": 3, "wide": 1}.get(self.shape, 2)
        self.unit = self.pick(7, 10)
        self.days = [self.unit * self.pick(1, 2) for _ in range(length)]
        self.t["periods"] = periods(*self.days, year="2024-25")
        self._settings()
        self._places()
        self._demand()
        self._plants()
        if self.shape in ("kit", "wide", "hub"):
            self._kit()
        if self.shape == "import":
            self._import()
        self._lanes()
        self._lines()
        self._stocks()
        self.pick(self._incentive, self._incentive, self._awards, self._loading, lambda: None)()
        self._single_source()
        self._investment(random.Random(repr(self.t)))
        self._value_target(random.Random(f"value {self.t!r}"))
        self._newcomer(random.Random(repr(self.t)))
        return self.t, self.settings

    def _settings(self) -> None:
        self.settings |= {
            "start": self.t["periods"][0]["start"],
            "end_stock_share": self.pick(0.0, 0.9),
            "cost_of_money": self.pick(0.0, 0.1),
            "discount_rate": self.pick(0.0, 0.1),
            "perspective": self.pick("brand", "brand", "chain"),
        }

    def _places(self) -> None:
        self.plants = ["alder-plant", "birch-plant"] if self.shape in ("two", "wide") else ["alder-plant"]
        self.t["companies"] = [
            {"company": c, "kind": k, "country": "IN"}
            for c, k in (
                ("kite", "brand"),
                ("alder", "manufacturer"),
                ("birch", "manufacturer"),
                ("jade", "supplier"),
                ("opal", "supplier"),
            )
        ]
        kinds = {"alder": "plant", "birch": "plant", "jade": "supplier", "opal": "supplier"}
        self.t["sites"] = [
            {
                "site": f"{c}-plant",
                "company": c,
                "kind": k,
                "country": "CN" if c == "jade" else "IN",
                "fixed_cost": self.pick(0.0, 0.0, 0.0, 0.5),
            }
            for c, k in kinds.items()
        ]
        self.t["sites"].append({"site": "shop", "company": "kite", "kind": "market", "country": "IN"})
        if self.maybe(0.3):
            first = self.t["periods"][0]["start"]
            self.t["calendars"] = [
                {
                    "calendar": "feast",
                    "from": first,
                    "to": self.t["periods"][self.pick(0, -1)]["start"],
                    "open_share": self.pick(0.0, 0.5),
                }
            ]
            self.t["sites"][self.pick(0, 2)]["calendar"] = "feast"

    def _demand(self) -> None:
        most = {"long": 4, "two": 4, "wide": 4, "pair": 2}.get(self.shape, 3)
        least = 1 if self.shape in ("kit", "wide", "import") else 0
        wanted = [self.dice.randint(least, 4 if self.shape == "wide" else most - 1) for _ in self.days]
        while sum(wanted) > most:
            wanted[wanted.index(max(wanted))] -= 1
        if not sum(wanted):
            wanted[-1] = 2
        if self.shape in ("kit", "hub"):  # a kit takes its time
            wanted.sort()
        self.wanted = sum(wanted)
        rows = [
            {"item": "phone", "market": "shop", "period": f"p{k}", "quantity": float(q)}
            for k, q in enumerate(wanted)
            if q
        ]
        if self.maybe(0.25):
            rows[0]["priority"] = 2.0
        self.t["demand"] = rows
        self.t["items"] = [
            {
                "item": "phone",
                "kind": "finished",
                "group": "phone",
                "brand": "kite",
                "value": self.pick(5.0, 12.0),
                "invoice_value": 40.0,
                "weight": self.pick(0.0, 0.3) if self.odd else self.pick(0.0, 0.025, 0.05, 0.1) * self.unit,
                "duty_class": "phone",
                "holding_cost": self.pick(0.0, 0.05, 0.3),
                "late_cost": self.pick(0.2, 1.0, 4.0),
                "short_cost": self.pick(30.0 if self.shape in ("long", "two", "pair") else 60.0, 80.0, 120.0, 300.0),
                "max_late": self.pick(None, None, 0.0, 14.0),
            }
        ]

    def _second_product(self) -> None:
        """A tablet beside the phone: of the same group, but of no brand."""
        phone = self.t["items"][0]
        tablet = {"item": "tablet", "brand": None, "late_cost": 2.0, "short_cost": 90.0, "invoice_value": 60.0}
        self.t["items"].append(phone | tablet)
        self.t["demand"].append(
            {
                "item": "tablet",
                "market": "shop",
                "period": self.t["periods"][self.pick(0, -1)]["period"],
                "quantity": 1.0,
            }
        )
        self.t["processes"].append(
            self.t["processes"][0] | {"item": "tablet", "lot": 1.0, "minimum_lot": self.pick(0.0, 2.0)}
        )
        self.wanted += 1

    def _plants(self) -> None:
        self.t["processes"], self.t["routings"] = [], []
        for site in self.plants:
            lot = self.pick(1.0, 1.0, 1.0, 2.0)
            self.t["processes"].append(
                {
                    "site": site,
                    "item": "phone",
                    "conversion_cost": self.pick(20.0, 23.0, 31.5),
                    "fee": self.pick(0.0, 2.5),
                    "yield": self.pick(1.0, 0.9) if self.parts else 1.0,
                    "lot": lot,
                    "minimum_lot": self.pick(0.0, 0.0, 0.0, 2.0, 3.0 if len(self.plants) == 1 else 2.0),
                    "lead_days": self.pick(0.0, 0.0, 3.0),
                }
            )
        if self.shape == "pair":
            self._second_product()
        if self.maybe(0.35):
            one = self.t["processes"][-1]
            one |= {
                "qualified": False,
                "qualification_cost": self.pick(0.0, 10.0),
                "qualification_days": self.pick(0.0, 5.0),
            }
            if self.maybe(0.6):
                one["ramp"] = "slow"
                self.t["ramps"] = [
                    {"ramp": "slow", "week": 0, "capacity_share": 0.5, "yield_share": 0.8 if self.parts else 1.0},
                    {"ramp": "slow", "week": 1, "capacity_share": 1.0, "yield_share": 1.0},
                ]

    def _kit(self) -> None:
        self.t["items"].append(
            {
                "item": "kit",
                "kind": "component",
                "duty_class": "kit",
                "value": 3.0,
                "weight": 0.2,
                "holding_cost": self.pick(0.0, 0.02),
            }
        )
        self.t["boms"] = [
            {"item": "phone", "component": "kit", "quantity": 1.0, "scrap": self.pick(0.0, 0.1) if self.parts else 0.0}
        ]
        first = self.t["periods"][0]["start"]
        offer = {
            "supplier": "jade-plant",
            "item": "kit",
            "from": first,
            "price": self.pick(5.0, 8.0),
            "moq": self.pick(0.0, 0.0, 2.0, 3.0),
            "lot": self.pick(1.0, 1.0, 1.0, 2.0, 3.0),
            "capacity": self.pick(None, 0.15, 0.2, 0.3),
            "lead_days": self.pick(0.0, 0.0, 3.0, 6.0 if len(self.days) > 1 else 2.0),
            "running": self.maybe(0.5),
        }
        if self.maybe(0.5):
            offer |= {"currency": "USD", "price": 0.1}
            dollar = {"currency": "USD", "from": first, "rate": 50.0}
            self.t["exchange_rates"] = [dollar | ({"customs_rate": 70.0} if self.customs.random() < 0.35 else {})]
            self.t["exchange_rates"].append(
                {"currency": "USD", "from": first.replace(day=self.pick(4, 9)), "rate": 80.0}
            )
        self.t["sourcing"] = [offer]
        if self.maybe(0.4):
            later = offer | {
                "from": first.replace(day=5),
                "price": offer["price"] * 1.5,
                "known_from": self.pick(None, first.replace(day=2)),
            }
            self.t["sourcing"].append(later)
        if self.shape != "hub" and self.maybe(0.7):
            self.t["sourcing"].append(
                {
                    "supplier": "opal-plant",
                    "item": "kit",
                    "from": first,
                    "price": self.pick(6.0, 9.0),
                    "moq": self.pick(0.0, 0.0, 2.0),
                    "lot": self.pick(1.0, 1.0, 2.0),
                    "capacity": self.pick(0.15, 0.2, 0.3),
                }
            )
        self._law("kit")

    def _import(self) -> None:
        first = self.t["periods"][0]["start"]
        self.t["sourcing"] = [
            {
                "supplier": "jade-plant",
                "item": "phone",
                "from": first,
                "price": self.pick(18.0, 22.0, 25.0),
                "moq": self.pick(0.0, 0.0, 2.0, 4.0),
                "lot": self.pick(1.0, 2.0),
                "capacity": self.pick(None, 0.15, 0.2),
                "lead_days": self.pick(0.0, 4.0),
            }
        ]
        self._law("phone")

    def _law(self, duty_class: str) -> None:
        first = self.t["periods"][0]["start"]
        change = first.replace(day=self.pick(4, 8))
        rows = [
            {"duty_class": duty_class, "kind": "basic", "from": first, "to": change, "rate": 0.2},
            {
                "duty_class": duty_class,
                "kind": "basic",
                "from": change.replace(day=change.day + 1),
                "rate": self.pick(0.0, 0.1),
            },
            {"duty_class": "*", "kind": "surcharge", "from": first, "rate": 0.1},
        ]
        tax = {"duty_class": "*", "kind": "recoverable", "credit_days": 45.0}
        begins = self.pick(first, change)
        if begins > first:
            rows.append(tax | {"from": first, "to": begins.replace(day=begins.day - 1), "rate": 0.0})
        rows.append(tax | {"from": begins, "rate": 0.18})
        self.t["duties"] = [r | {"destination": "IN"} for r in rows]
        if duty_class == "kit" and self.customs.random() < 0.3:
            certified = {"site": "jade-plant", "item": "kit", "destination": "IN", "from": change, "rate": 0.05}
            self.t["preferential_duties"] = [certified | {"to": change.replace(day=change.day + 1)}]

    def _lanes(self) -> None:
        self.t["lanes"] = [self._lane(p, "shop", "road", days=(0.0, 0.0, 2.0)) for p in self.plants]
        if self.shape == "long" and self.maybe(0.5):
            self.t["lanes"].append(self._lane("alder-plant", "shop", "rail", days=(4.0,)))
        if self.shape in ("kit", "wide"):
            to = self.plants
            self.t["lanes"] += [self._lane("jade-plant", p, "sea", days=(0.0, 2.0, 3.0)) for p in to]
            if self.shape == "kit" and self.maybe(0.4):
                self.t["lanes"].append(self._lane("jade-plant", "alder-plant", "air", days=(1.0,)))
            if len({r["supplier"] for r in self.t["sourcing"]}) > 1:
                self.t["lanes"] += [self._lane("opal-plant", p, "road", days=(0.0, 1.0)) for p in to]
        if self.shape == "hub":
            self.t["sites"].append({"site": "hub", "company": "kite", "kind": "warehouse", "country": "IN"})
            self.t["lanes"].append(self._lane("jade-plant", "hub", "sea", days=(0.0, 3.0)))
            self.t["lanes"].append(self._lane("hub", "alder-plant", "road", days=(0.0, 1.0)))
        if self.shape == "import":
            self.t["lanes"].append(self._lane("jade-plant", "shop", "sea", days=(0.0, 2.0, 3.0)))

    def _lane(self, origin: str, destination: str, mode: str, days: tuple[float, ...]) -> Row:
        return {
            "origin": origin,
            "destination": destination,
            "mode": mode,
            "days": self.pick(*days),
            "cost_per_kg": self.pick(0.0, 1.0, 1.0),
            "cost_per_unit": self.pick(0.0, 0.7),
            "cost_per_value": self.pick(0.0, 0.02),
            "capacity": self.pick(None, None, 0.1),
            "fixed_cost": self.pick(0.0, 0.0, 3.0),
        }

    def _lines(self) -> None:
        if not self.maybe(1.0 if self.shape in ("two", "wide", "import") else 0.8):
            return
        first = self.t["periods"][0]["start"]
        self.t["resources"] = []
        for site in self.plants:
            name = f"{site}-line"
            self.t["resources"].append(
                {
                    "resource": name,
                    "site": site,
                    "from": first,
                    "hours_per_day": self.pick(1.0, 1.0, 2.0),
                    "days_per_week": self.pick(5.0, 7.0),
                    "overtime_share": self.pick(0.0, 0.3, 0.6),
                    "overtime_cost": self.pick(0.5, 1.5),
                }
            )
            self.t["routings"] += [
                {
                    "site": site,
                    "item": item,
                    "resource": name,
                    "hours": self.pick(2.0, 4.0, 5.0),
                    "setup_hours": self.pick(0.0, 1.0),
                    "setup_cost": self.pick(0.0, 0.0, 4.0),
                }
                for item in sorted({r["item"] for r in self.t["processes"]})
            ]

    def _stocks(self) -> None:
        first = self.t["periods"][0]["start"]
        items = [r["item"] for r in self.t["items"]]
        if self.maybe(0.25):
            self.t["stock"] = [{"site": self.pick("alder-plant", "shop"), "item": "phone", "quantity": 1.0}]
        if self.maybe(0.25):
            last = self.t["periods"][-1]["start"]
            on = self.pick(first.replace(day=1), last, last.replace(year=2025))
            self.t["in_transit"] = [
                {"site": "alder-plant", "item": items[-1], "arrival": on, "quantity": self.pick(1.0, 1.0, 2.0)}
            ]

    def _single_source(self) -> None:
        ways = {(r["origin"], r["destination"]) for r in self.t["lanes"]}
        several = [d for d in ("shop", "alder-plant") if len([w for w in ways if w[1] == d]) > 1]
        if several and self.maybe(0.5):
            to = self.pick(*several)
            self.t["single_sources"] = [{"destination": to, "item": "phone" if to == "shop" else "kit"}]

    def _incentive(self) -> None:
        share, counted = self.pick(0.4, 1.0), self.pick(1.0, 0.5)
        pieces = self.dice.randint(1, self.wanted)
        outside = self.pick(0.0, 60.0, 200.0)
        base = self.pick(0.0, 80.0)
        gate = pieces * 40.0 * counted
        self.t["awards"] = [self._award("alder") | {"incentive_share": share, "invoice_share": counted}]
        self.t["schemes"] = [
            {
                "scheme": "pli",
                "category": "all",
                "year": 2,
                "item_group": "phone",
                "rate": self.pick(0.05, 0.15),
                "sales_threshold": max(0.0, gate + outside - base),
                "investment_threshold": 150.0,
                "invoice_floor": self.pick(*[0.0] * 6, 50.0),
                "payment_days": self.pick(0.0, 365.0),
            }
        ]
        self.t["scheme_members"] = [
            {
                "scheme": "pli",
                "company": "alder",
                "category": "all",
                "first_year": self.pick(*["2023-24"] * 6, "2024-25"),
            }
        ]
        self.t["outside_sales"] = [
            {
                "company": "alder",
                "scheme": "pli",
                "fiscal_year": "2024-25",
                "sales": outside,
                "investment": self.pick(140.0, *[256.0] * 6),
                "base_sales": base,
            }
        ]

        self._second_first_year(counted)
        self._second_scheme(counted)
        self._consigned()

    def _consigned(self) -> None:
        """Kits may be the brand's: the invoice then holds no more than is left."""
        if "sourcing" in self.t and self.schemes.random() < 0.6:
            self.t["sourcing"] = [r | {"terms": "consigned"} for r in self.t["sourcing"]]
            self.t["awards"] = [r | {"invoice_share": None} for r in self.t["awards"]]

    def _gate(self, counted: float) -> float:
        """A threshold that some of the pieces wanted reach."""
        other = self.t["outside_sales"][0]
        pieces = self.schemes.randint(1, self.wanted) * 40.0 * counted
        return float(max(0.0, pieces + other["sales"] - other["base_sales"]))

    def _second_first_year(self, counted: float) -> None:
        """Another year of the scheme to be in, of another rate and threshold, for the plan to choose."""
        if self.schemes.random() > 0.5:
            return
        first = self.t["schemes"][0]
        rate = self.schemes.choice((0.03, 0.1, 0.2))
        self.t["schemes"].append(first | {"year": 3, "rate": rate, "sales_threshold": self._gate(counted)})
        self.t["scheme_members"].append(self.t["scheme_members"][0] | {"first_year": "2022-23"})

    def _second_scheme(self, counted: float) -> None:
        """A scheme beside it, that may forbid another on the same sales or be forbidden by it."""
        if self.schemes.random() > 0.3:
            return
        first, forbids = self.t["schemes"][0], self.schemes.choice(((True, False), (False, True), (False, False)))
        for terms in self.t["schemes"]:
            terms["no_stacking"] = forbids[0]
        state = {"scheme": "state", "rate": 0.08, "no_stacking": forbids[1], "sales_threshold": self._gate(counted)}
        self.t["schemes"].append(first | state)
        self.t["scheme_members"].append(self.t["scheme_members"][0] | {"scheme": "state"})
        self.t["outside_sales"].append(self.t["outside_sales"][0] | {"scheme": "state"})

    def _investment(self, dice: random.Random) -> None:
        """One of the lines must be built first, and a scheme may pay a part of it."""
        rewarded = "outside_sales" in self.t
        if not self.t.get("resources") or dice.random() > (0.6 if rewarded else 0.3):
            return
        line = self.t["resources"][dice.choice((0, -1)) if rewarded else -1]
        self.t["investments"] = [
            {
                "investment": "hall",
                "site": line["site"],
                "resource": line["resource"],
                "cost": dice.choice((50.0, 200.0, 600.0)),
                "life_years": dice.choice((1.0, 5.0)),
                "lead_days": dice.choice((0.0, 0.0, 3.0, float(self.unit))),
                "eligible_share": dice.choice((0.6, 1.0)),
            }
        ]
        for other in self.t.get("outside_sales", ()):  # the gate of an incentive on sales may ask for what is built
            other["investment"] = dice.choice((other["investment"], 0.0, 100.0, 120.0))
        if dice.random() > (0.3 if rewarded else 0.6):
            return
        company = line["site"].removesuffix("-plant")
        scheme = {"scheme": "specs", "category": "all", "year": 1, "item_group": "phone", "rate": 0.0}
        scheme |= {"capex_rate": 0.5, "investment_threshold": dice.choice((0.0, 120.0, 200.0))}
        self.t["schemes"] = [*self.t.get("schemes", ()), scheme]
        member = {"scheme": "specs", "company": company, "category": "all", "first_year": "2024-25"}
        self.t["scheme_members"] = [*self.t.get("scheme_members", ()), member]

    def _value_target(self, dice: random.Random) -> None:
        """A maker must add value to what it makes of kits, where nothing else rewards making."""
        loads = any(r.get("minimum_load") or r.get("change_cost") for r in self.t.get("resources", ()))
        if "boms" not in self.t or "awards" in self.t or loads or dice.random() > 0.8:
            return
        self.settings["end_stock_share"] *= 1 / 3
        for r in self.t["sourcing"]:
            if r["supplier"] == "opal-plant":
                r["imported_share"] = dice.choice((0.0, 0.3, 1.0))
        self.t["value_targets"] = [
            {
                "company": "alder",
                "method": dice.choice(("pli_dva", "ppp_mii")),
                "fiscal_year": dice.choice(("", "2024-25")),
                "least": dice.choice((0.85, 0.95)),
                "breach_price": dice.choice((0.5, 1.0)),
            }
        ]

    def _newcomer(self, dice: random.Random) -> None:
        """What is made on the line that must be built must be qualified there, and ramps up."""
        if not self.t.get("investments") or dice.random() > 0.25:
            return
        site = self.t["investments"][0]["site"]
        rows = [r for r in self.t["processes"] if r["site"] == site]
        cost, days = dice.choice((0.0, 10.0)), dice.choice((0.0, 3.0))
        for one in rows:
            one |= {"qualified": False, "qualification_cost": cost, "qualification_days": days, "ramp": "new"}
        self.t["ramps"] = [
            *self.t.get("ramps", ()),
            {"ramp": "new", "week": 0, "capacity_share": 0.5, "yield_share": 0.8 if self.parts else 1.0},
            {"ramp": "new", "week": 1, "capacity_share": 1.0, "yield_share": 1.0},
        ]

    def _award(self, company: str) -> Row:
        last = self.t["periods"][-1]
        return {
            "brand": "kite",
            "company": company,
            "item_group": "phone",
            "from": self.t["periods"][0]["start"],
            "to": last["start"].replace(day=28),
        }

    def _awards(self) -> None:
        self.settings["end_stock_share"] *= 1 / 3
        makers = ["alder", "birch" if "birch-plant" in self.plants else "jade"]
        self.t["awards"] = [
            self._award(makers[0])
            | {"low": self.pick(0.0, 0.4), "high": self.pick(0.5, 1.0), "breach_cost": self.pick(1.0, 6.0)},
            self._award(makers[1])
            | {
                "low": self.pick(0.0, 0.3),
                "breach_cost": self.pick(0.0, 3.0),
                "commitment": float(self.dice.randint(0, self.wanted)),
                "commitment_cost": self.pick(2.0, 9.0),
            },
        ]

    def _loading(self) -> None:
        for r in self.t.get("resources", ()):
            if self.maybe(0.5):
                r |= {"minimum_load": self.pick(0.3, 0.8), "idle_cost": self.pick(0.3, 1.0)}
            else:
                r |= {"change_cost": self.pick(0.08, 0.1)}


__all__ = ["BIRCH", "PLANT", "ROAD", "SHAPES", "draw", "with_law"]
