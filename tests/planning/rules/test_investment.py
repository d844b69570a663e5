"""Lines that are built: where it pays, from when on they have hours, what their capital costs, and what comes back."""

import pytest

from ..build import BIRCH, PLANT, ROAD, best, built, coefficients, day, money, network, periods, quantities, row, wants

#: Birch makes a phone for 4, Alder for 10. Birch's line makes a phone an hour, 10 hours a day, and must be built: 7,300 over
#: two years is 10 a day. Ordered in the middle of p0 it is ready 5 days later, when p1 begins, and costs the 15 days left.
LINE = {"resource": "line", "site": "birch-plant", "from": "2024-01-01", "hours_per_day": 10.0}
HALL = {
    "investment": "hall",
    "site": "birch-plant",
    "resource": "line",
    "cost": 7300.0,
    "life_years": 2.0,
    "lead_days": 5.0,
}
YEAR = "2024-25"
SPECS = {"scheme": "specs", "category": "all", "year": 1, "item_group": "phone", "rate": 0.0, "capex_rate": 0.1}
MEMBER = {"scheme": "specs", "company": "birch", "category": "all", "first_year": YEAR}
AWARD = {"brand": "kite", "company": "birch", "item_group": "phone", "from": "2024-04-01", "to": "2025-03-31"}


def of(*wanted: float, settings=None, days=(10, 10), **tables):
    rows = {
        "periods": periods(*days, year=YEAR),
        "processes": [row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=4.0)],
        "resources": [LINE],
        "routings": [row(BIRCH, resource="line", hours=1.0)],
        "lanes": [ROAD, row(ROAD, origin="birch-plant")],
        "investments": [HALL],
        "demand": wants(*wanted),
    }
    return network(days, settings, **(rows | tables))


def granted(*wanted: float, scheme=SPECS, perspective="chain", **tables):
    rows = {"schemes": [scheme], "scheme_members": [MEMBER]} | tables
    settings = {"perspective": perspective} | rows.pop("settings", {})
    return best(of(*wanted, settings=settings, **rows))


def test_it_is_built_where_it_pays():
    # 6 saved a phone: 26 phones save 156, the line costs 150.
    done = best(of(0, 26))
    assert money(done) == {"conversion": 104.0, "investment": 150.0}
    assert done.investments.rows() == [("hall", "p0", 150.0, None, 0.0)]
    assert done.money.filter(term="investment").row(0)[:5] == ("investment", "birch", "birch-plant", "", "p0")
    # 24 phones save 144.
    done = best(of(0, 24))
    assert money(done) == {"conversion": 240.0}
    assert done.investments.is_empty()


@pytest.mark.parametrize(
    ("rate", "life", "charge"),
    [
        (0.1, 2.0, 1210.0 * 15 / 365),  # 2100 x 0.1 / (1 - 1 / 1.21) = 1210
        (0.0, 2.0, 1050.0 * 15 / 365),
        (0.1, 1.0, 2310.0 * 15 / 365),  # one year: the cost and its interest
        (0.0, 0.02, 2100.0),  # a life of 7.3 days is paid in full, and not twice
    ],
)
def test_the_annuity_by_hand(rate: float, life: float, charge: float):
    hall = row(HALL, cost=2100.0, life_years=life)
    _, f, _ = built(of(0, 1, settings={"discount_rate": rate}, investments=[hall]))
    assert f.orders["charge"].to_list() == pytest.approx([charge])


def test_it_is_ordered_as_late_as_it_can_be():
    # Wanted in p2. Ordered in p0 it costs 25 days, in p1 15, in p2 it is ready after the horizon.
    done = best(of(0, 0, 90, days=(10, 10, 10)))
    assert money(done) == {"conversion": 360.0, "investment": 150.0}
    assert done.investments["period"].to_list() == ["p1"]


@pytest.mark.parametrize(
    ("cells", "orders"),
    [
        ({}, [0, 1]),
        ({"from": "2024-04-06"}, [0, 1]),  # the middle of p0 is the first moment of 6 April
        ({"from": "2024-04-07"}, [1]),
        ({"to": "2024-04-06"}, [0]),
        ({"to": "2024-04-05"}, []),
        ({"lead_days": 14.0}, [0, 1]),  # from p1 it is ready on the last morning
        ({"lead_days": 15.0}, [0]),
        ({"lead_days": 30.0}, []),
    ],
)
def test_the_periods_in_which_it_may_be_ordered(cells, orders):
    _, f, _ = built(of(1, 1, 1, days=(10, 10, 10), investments=[HALL | cells]))
    assert f.orders["t"].to_list() == orders


def test_it_is_not_ordered_before_the_networks_start():
    _, f, _ = built(of(1, 1, 1, days=(10, 10, 10), settings={"start": day("2024-04-07")}))
    assert f.orders["t"].to_list() == [1]


def test_hours_are_those_of_the_days_after_it_is_ready():
    # Middle of p0 is day 5; 7.5 days later is the middle of day 12: days 13 to 19 of p1, 7 of 10.
    net = of(
        1, 1, 1, days=(10, 10, 10), investments=[row(HALL, lead_days=7.5)], resources=[row(LINE, overtime_share=0.5)]
    )
    p, f, _ = built(net)
    found = {(r["order"], r["t"]): (r["regular"], r["overtime"]) for r in f.built.to_dicts()}
    assert found == {(0, 1): (70.0, 35.0), (0, 2): (100.0, 50.0), (1, 2): (70.0, 35.0)}
    assert f.hours.sort("t")["regular"].to_list() == [0.0, 70.0, 100.0]
    # Birch has no column in p0. Its `make` are the last two, of p1 and p2; so are lots of a phone an hour.
    ways = coefficients(p, "built")
    birch = {key[-1]: row for key, row in ways.items()}
    assert [sorted(v for (name, _), v in birch[t].items() if name == "invest") for t in (1, 2)] == [
        [-3.0],
        [-3.0, -3.0],
    ]
    rows = coefficients(p, "capacity")
    assert [sorted(v for (name, _), v in rows["line", t].items() if name == "invest") for t in (1, 2)] == [
        [-70.0],
        [-100.0, -70.0],
    ]


def test_nothing_is_made_before_it_is_ready():
    # 7 days of 10 hours are left of p1: 70 phones of an hour, the rest at Alder.
    done = best(of(0, 100, investments=[row(HALL, lead_days=8.0)]))
    assert quantities(done.production, "site") == {"alder-plant": 30.0, "birch-plant": 70.0}
    # Wanted in p0: there is no line yet, and nobody waits.
    done = best(of(100, investments=[row(HALL, lead_days=0.0)], days=(10,)))
    assert quantities(done.production, "site") == {"alder-plant": 50.0, "birch-plant": 50.0}
    assert money(done) == {"conversion": 700.0, "investment": 50.0}


def test_what_takes_no_hours_still_needs_the_line():
    net = of(0, 50, investments=[row(HALL, lead_days=30.0)], routings=[row(BIRCH, resource="line", hours=0.0)])
    done = best(net)
    assert money(done) == {"conversion": 500.0}
    assert done.warnings == ("no order of hall is ready within the horizon, so line has no hours in this plan",)
    done = best(of(0, 50, routings=[row(BIRCH, resource="line", hours=0.0)]))
    assert money(done) == {"conversion": 200.0, "investment": 150.0}


def test_overtime_and_the_least_load_are_those_of_the_line_that_stands():
    # 70 hours and 7 of overtime at 2 from day 13 on: 77 phones.
    line = row(LINE, overtime_share=0.1, overtime_cost=2.0, minimum_load=0.5, idle_cost=1.0)
    done = best(of(0, 100, investments=[row(HALL, lead_days=8.0)], resources=[line]))
    assert money(done) == {"conversion": 230.0 + 308.0, "overtime": 14.0, "investment": 150.0}
    # 30 phones for 35 hours of the 70: 5 hours are paid for. Before it stands, and if it is never built, none.
    done = best(of(0, 30, investments=[row(HALL, lead_days=8.0)], resources=[line]))
    assert money(done) == {"conversion": 120.0, "idle": 5.0, "investment": 150.0}
    assert money(best(of(0, 20, resources=[line]))) == {"conversion": 200.0}


def test_a_capex_grant_tips_it():
    # 144 saved, 150 charged: a tenth back tips it.
    done = granted(0, 24)
    assert money(done) == {"conversion": 96.0, "investment": 150.0, "incentive": -15.0}
    assert done.investments.rows() == [("hall", "p0", 150.0, "specs", 15.0)]
    assert done.money.filter(term="incentive").row(0)[:5] == ("incentive", "birch", "birch-plant", "", "p1")
    # Of 30% of the cost it is 4.50: too little.
    assert money(granted(0, 24, investments=[row(HALL, eligible_share=0.3)])) == {"conversion": 240.0}
    # Not a member, not in its first year, or only by half kept, of which a half a year later.
    assert money(granted(0, 24, scheme_members=[row(MEMBER, company="alder")])) == {"conversion": 240.0}
    assert money(granted(0, 24, scheme=row(SPECS, year=2))) == {"conversion": 240.0}
    assert money(granted(0, 26, scheme_members=[row(MEMBER, kept_share=0.5)]))["incentive"] == -7.5


def test_a_grant_is_discounted_from_the_day_of_payment():
    # 2100 at 10% over two years: 1210 a year.
    done = granted(
        0,
        90,
        scheme=row(SPECS, payment_days=365.0),
        settings={"discount_rate": 0.1},
        investments=[row(HALL, cost=2100.0)],
    )
    assert money(done)["incentive"] == pytest.approx(-121.0 * 15 / 365 / 1.1, abs=1e-6)


@pytest.mark.parametrize(("share", "is_built"), [(0.5, True), (0.3, False)])
def test_the_brand_counts_its_share_of_a_grant(share: float, is_built: bool):
    # 7.50 of 15 make 142.50 of 150; 4.50 make 145.50.
    done = granted(0, 24, perspective="brand", awards=[row(AWARD, incentive_share=share)])
    assert len(done.investments) == int(is_built)
    assert money(granted(0, 26, perspective="brand")) == {"conversion": 104.0, "investment": 150.0}


#: Birch's line makes phones; a camera of its own, for another customer, could be made on it as well.
CAMERA = {"item": "camera", "kind": "component", "group": "camera", "invoice_value": 20.0}
PHONE = {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0}
BOTH = {
    "items": [PHONE, CAMERA],
    "processes": [row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=4.0), row(BIRCH, item="camera")],
}
CAMERA_LINE = row(BIRCH, item="camera", resource="line", hours=1.0)
PHONE_LINE = row(BIRCH, resource="line", hours=1.0)


@pytest.mark.parametrize(
    ("group", "routings", "pays"),
    [
        ("phone", [PHONE_LINE], True),
        ("camera", [PHONE_LINE], False),  # a scheme for components pays for no line of phones
        ("camera", [PHONE_LINE, CAMERA_LINE], False),  # nor for one of both,
        ("phone", [PHONE_LINE, CAMERA_LINE], False),  # nor does one for phones
    ],
)
def test_a_capex_scheme_pays_for_lines_of_its_own_group(group: str, routings: list, pays: bool):
    # 144 saved by 24 phones, 150 charged, 135 granted of 150 at nine tenths.
    done = granted(0, 24, scheme=row(SPECS, item_group=group, capex_rate=0.9), **BOTH, routings=routings)
    assert len(done.investments) == int(pays)
    assert money(done).get("incentive", 0.0) == (-135.0 if pays else 0.0)


def test_a_line_of_another_group_does_not_reach_a_threshold():
    # A camera line of 5,000 is ordered for its own sake beside the hall of 7,300; the scheme for phones asks for 7,301.
    lab = row(HALL, investment="lab", resource="bench", cost=5000.0)
    bench = row(CAMERA_LINE, resource="bench")
    tables = row(BOTH, boms=[{"item": "phone", "component": "camera", "quantity": 1.0}])
    tables |= {
        "processes": [row(BIRCH, conversion_cost=4.0), row(BIRCH, item="camera")],
        "investments": [HALL, lab],
        "resources": [LINE, row(LINE, resource="bench")],
        "routings": [PHONE_LINE, bench],
    }
    assert "incentive" not in money(granted(0, 24, scheme=row(SPECS, investment_threshold=7301.0), **tables))
    assert money(granted(0, 24, scheme=row(SPECS, investment_threshold=7300.0), **tables))["incentive"] == -15.0


# -- the gate of the incentive on sales ----------------------------------------------------------------------------------

#: 5% of phones of 100. Birch saves 6 a phone, its hall costs 150.
PLI = {"scheme": "pli", "category": "all", "year": 1, "item_group": "phone", "rate": 0.05}


def rewarded(*wanted: float, scheme=PLI, outside=0.0, **tables):
    other = {"company": "birch", "scheme": "pli", "fiscal_year": YEAR, "investment": outside}
    goods = {"items": [row(PHONE, invoice_value=100.0)], "outside_sales": [other]}
    return granted(*wanted, scheme=scheme, **({"scheme_members": [row(MEMBER, scheme="pli")]} | goods | tables))


@pytest.mark.parametrize(
    ("threshold", "eligible", "outside", "pays"),
    [
        (7300.0, 1.0, 0.0, True),
        (7301.0, 1.0, 0.0, False),
        (7301.0, 1.0, 1.0, True),
        (7300.0, 0.9, 0.0, False),
        (6570.0, 0.9, 0.0, True),
        (2000.0, 1.0, 0.0, True),  # more than enough
    ],
)
def test_what_is_built_opens_the_gate_of_the_incentive_on_sales(threshold, eligible, outside, pays):
    hall = row(HALL, eligible_share=eligible)
    done = rewarded(0, 26, scheme=row(PLI, investment_threshold=threshold), outside=outside, investments=[hall])
    assert money(done) == {"conversion": 104.0, "investment": 150.0} | ({"incentive": -130.0} if pays else {})
    (earned,) = done.incentives.rows(named=True)
    assert (earned["investment"], earned["reached"]) == (pytest.approx(7300.0 * eligible + outside), int(pays))


def test_a_line_is_built_for_the_gate():
    # 20 phones save 120 of the 150, and bring 100: without the incentive it is not built.
    done = rewarded(0, 20, scheme=row(PLI, investment_threshold=7300.0))
    assert money(done) == {"conversion": 80.0, "investment": 150.0, "incentive": -100.0}
    assert money(rewarded(0, 20, scheme=row(PLI, investment_threshold=7301.0))) == {"conversion": 200.0}


def test_a_large_program_opens_the_gate_with_the_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("onshore.planning.search.SMALL", 0)
    done = rewarded(0, 20, scheme=row(PLI, investment_threshold=7300.0))
    assert money(done) == {"conversion": 80.0, "investment": 150.0, "incentive": -100.0}


def test_what_is_built_later_opens_no_gate_of_a_year_before():
    # Birch makes 5 phones of 2023-24 without the line, which can be ordered in 2024-25 alone: that year's gate opens.
    days = [*periods(10, start="2024-03-22", year="2023-24")]
    days += [{"period": f"p{k}", "start": f"2024-04-{10 * k - 9:02}", "days": 10, "fiscal_year": YEAR} for k in (1, 2)]
    done = rewarded(
        5,
        0,
        26,
        scheme=row(PLI, investment_threshold=7300.0),
        schemes=[row(PLI, year=y, investment_threshold=7300.0) for y in (1, 2)],
        scheme_members=[row(MEMBER, scheme="pli", first_year="2023-24")],
        periods=days,
        settings={"start": day("2024-03-22")},
        processes=[row(BIRCH, conversion_cost=4.0), row(BIRCH, process="hand", conversion_cost=30.0)],
        investments=[row(HALL, from_="2024-04-01")],
        items=[row(PHONE, invoice_value=100.0, late_cost=50.0, holding_cost=50.0)],
    )
    reached = done.incentives.select("fiscal_year", "investment", "reached").rows()
    assert reached == [("2023-24", 0.0, 0), (YEAR, 7300.0, 1)]
    assert money(done)["incentive"] == -130.0


def test_the_row_of_the_investment_gate():
    # 2,000 are lacking of 3,000; the hall of 7,300 alone is enough, in whichever period: 2,000 at most are taken of it.
    other = {"company": "birch", "scheme": "pli", "fiscal_year": YEAR, "investment": 1000.0}
    tables = {"schemes": [row(PLI, investment_threshold=3000.0)], "scheme_members": [row(MEMBER, scheme="pli")]}
    tables |= {"outside_sales": [other], "items": [row(PHONE, invoice_value=100.0)]}
    p, _, _ = built(of(0, 0, 26, days=(10, 10, 10), settings={"perspective": "chain"}, **tables))
    (found,) = coefficients(p, "investment_gate").values()
    assert found == {("invest", 0): 2000.0, ("invest", 1): 2000.0, ("gate", 0): -2000.0}


@pytest.mark.parametrize(
    ("threshold", "eligible", "outside", "pays"),
    [
        (7300.0, 1.0, 0.0, True),  # what it builds counts
        (7301.0, 1.0, 0.0, False),
        (7301.0, 1.0, 1.0, True),  # and what it has built
        (7300.0, 0.9, 0.0, False),  # but only what is eligible
        (6570.0, 0.9, 0.0, True),
    ],
)
def test_the_threshold_of_the_investment(threshold: float, eligible: float, outside: float, pays: bool):
    done = granted(
        0,
        24,
        scheme=row(SPECS, investment_threshold=threshold),
        investments=[row(HALL, eligible_share=eligible)],
        outside_sales=[{"company": "birch", "scheme": "specs", "fiscal_year": YEAR, "investment": outside}],
    )
    assert len(done.investments) == int(pays)
    assert done.objective == pytest.approx(246.0 - 15.0 * eligible if pays else 240.0)


def test_a_second_line_can_pass_the_threshold_for_both():
    # Halls of 3,650 charge 75 each and make 20 phones each: 120 saved. The second one, for 4 phones, saves 24 of 75, but
    # both together pass 7,300 and are granted half: 150 + 96 - 75 = 171, against 80 + 75 + 40 = 195.
    halls = [row(HALL, cost=3650.0), row(HALL, cost=3650.0, investment="annex", resource="other")]
    lines = [row(LINE, hours_per_day=2.0), row(LINE, resource="other", hours_per_day=2.0)]
    both = {
        "investments": halls,
        "resources": lines,
        "routings": [row(BIRCH, resource="line", hours=1.0), row(BIRCH, resource="other", hours=1.0)],
    }
    half = row(SPECS, capex_rate=0.5)
    done = granted(0, 24, scheme=row(half, investment_threshold=7300.0), **both)
    assert money(done) == {"conversion": 96.0, "investment": 150.0, "incentive": -75.0}
    done = granted(0, 24, scheme=row(half, investment_threshold=7301.0), **both)
    assert money(done) == {"conversion": 120.0, "investment": 75.0}


def test_one_scheme_pays_for_an_investment_and_the_best_does():
    schemes = [SPECS, row(SPECS, scheme="state", capex_rate=0.2, no_stacking=True)]
    members = [MEMBER, row(MEMBER, scheme="state")]
    done = granted(0, 26, schemes=schemes, scheme_members=members)
    assert money(done)["incentive"] == -30.0
    assert done.investments["scheme"].to_list() == ["state"]
    # Its threshold is out of reach: the other one pays.
    schemes[1] = row(schemes[1], investment_threshold=9000.0)
    done = granted(0, 26, schemes=schemes, scheme_members=members)
    assert done.investments["scheme"].to_list() == ["specs"]


def test_a_grant_never_exceeds_the_capital():
    # All of it comes back, and still nothing is built for the grant alone.
    done = granted(0, 26, scheme=row(SPECS, capex_rate=1.0))
    assert money(done) == {"conversion": 104.0, "investment": 150.0, "incentive": -150.0}
    assert done.floor <= 104.0


def test_a_former_plan_is_a_start():
    net = of(0, 26)
    done = best(net)
    assert best(net, start=done).objective == pytest.approx(done.objective)
    assert best(of(0, 24), start=done).objective == pytest.approx(240.0)


def test_a_large_program_decides_it_among_the_structure(monkeypatch: pytest.MonkeyPatch):
    """Taken apart, with the line ready inside a period: whole lots keep within the hours that are left of it."""
    monkeypatch.setattr("onshore.planning.search.SMALL", 0)
    routings = [row(BIRCH, resource="line", hours=1.5, setup_hours=1.0, setup_cost=1.0)]
    net = of(0, 60, 200, days=(10, 10, 10), investments=[row(HALL, lead_days=8.0)], routings=routings)
    done = best(net)
    # 69 hours of p1 make 46, 99 hours of p2 66; the rest at Alder.
    assert quantities(done.production, "site") == {"alder-plant": 148.0, "birch-plant": 112.0}
    assert money(done) == {"conversion": 1480.0 + 448.0, "setup": 2.0, "investment": 250.0}
