"""Awards: bands and commitments are priced, over the award's own days, on finished pieces only."""

import pytest

from ..build import BIRCH, PLANT, ROAD, best, built, coefficients, money, network, quantities, row, wants

PHONE = {"item": "phone", "kind": "finished", "group": "phone", "brand": "kite", "short_cost": 1000.0}
WAYS = [row(PLANT, conversion_cost=10.0), row(BIRCH, conversion_cost=13.0)]
LANES = [ROAD, row(ROAD, origin="birch-plant")]
AWARD = {
    "brand": "kite",
    "company": "birch",
    "item_group": "phone",
    "from": "2024-04-01",
    "to": "2024-04-30",
    "breach_cost": 5.0,
}


def plan(*awards: dict, days=(10,), wanted=(10,), **tables):
    rows = {"items": [PHONE], "processes": WAYS, "lanes": LANES, "demand": wants(*wanted)} | tables
    return best(network(days, awards=list(awards), **rows))


@pytest.mark.parametrize(
    ("price", "birch", "terms"),
    [
        # 4 of 10 for Birch, at 3 more each. A breach at 5 is dearer than 3: all 4 are given.
        (5.0, 4.0, {"conversion": 112.0}),
        # At 2 it is cheaper to pay for the 4 outside the band.
        (2.0, 0.0, {"conversion": 100.0, "breach": 8.0}),
    ],
)
def test_the_lower_end(price: float, birch: float, terms: dict[str, float]):
    done = plan(row(AWARD, low=0.4, breach_cost=price))
    assert quantities(done.production, "site").get("birch-plant", 0.0) == birch
    assert money(done) == terms
    share, breach = done.awards.select("share", "breach").row(0)
    assert (share, breach) == (birch / 10, 4.0 - birch)


def test_the_upper_end():
    # Alder is cheaper by 3, but may make 70% at most: the pieces above cost 5 each.
    done = plan(row(AWARD, company="alder", high=0.7))
    assert quantities(done.production, "site") == {"alder-plant": 7.0, "birch-plant": 3.0}
    assert money(done) == {"conversion": 109.0}
    done = plan(row(AWARD, company="alder", high=0.7, breach_cost=2.0))
    assert money(done) == {"breach": 6.0, "conversion": 100.0}


def test_a_band_is_never_a_reason_to_leave_demand_open():
    # Nobody but Alder can make phones, and it may make nothing: 10 pieces outside, and all are made.
    done = plan(row(AWARD, company="alder", high=0.0), row(AWARD, low=1.0), processes=WAYS[:1])
    assert money(done) == {"breach": 100.0, "conversion": 100.0}


def test_the_band_holds_over_the_days_of_the_award_as_a_whole():
    # Half of 4 for Birch, over both periods: any two will do. Only Alder can make the two of p0 (Birch opens in p1).
    sites = [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "birch-plant", "company": "birch", "kind": "plant", "country": "IN", "opens": "2024-04-11"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ]
    done = plan(row(AWARD, low=0.5), days=(10, 10), wanted=(2, 2), sites=sites)
    assert quantities(done.production, "site", "period") == {("alder-plant", "p0"): 2.0, ("birch-plant", "p1"): 2.0}


def test_a_period_counts_if_its_middle_is_within_from_and_to():
    # Middles: 6 April 0:00, 16 April 0:00, 26 April 0:00. From 6 to 15 April holds the first only: `to` ends as 16 April begins.
    def columns(first: str, last: str) -> set[int]:
        net = network(
            (10, 10, 10),
            items=[PHONE],
            processes=WAYS,
            lanes=LANES,
            awards=[row(AWARD, low=0.5, from_=first, to=last)],
            demand=wants(1, 1, 1),
        )
        p, _, _ = built(net)
        rows = coefficients(p, "award_under")
        (cells,) = rows.values()
        return {p["make"]["t"][k] for name, k in cells if name == "make"}

    assert columns("2024-04-06", "2024-04-15") == {0}
    assert columns("2024-04-06", "2024-04-16") == {0, 1}
    assert columns("2024-04-07", "2024-04-25") == {1}


def test_the_rows_of_a_band():
    # low Q - q - under <= 0 with low 0.4: 0.4 for Alder's piece, 0.4 - 1 for Birch's. q - high Q - above <= 0 with high 0.5.
    p, _, _ = built(
        network(items=[PHONE], processes=WAYS, lanes=LANES, awards=[row(AWARD, low=0.4, high=0.5)], demand=wants(1))
    )
    (under,) = coefficients(p, "award_under").values()
    (above,) = coefficients(p, "award_above").values()
    assert under == {("make", 0): 0.4, ("make", 1): pytest.approx(-0.6), ("under", 0): -1.0}
    assert above == {("make", 0): -0.5, ("make", 1): 0.5, ("above", 0): -1.0}


def test_boards_and_goods_of_another_brand_do_not_count():
    # Birch makes the boards; the band wants it to make phones. A rival's phone does not count either, one of no brand does.
    board = {"item": "board", "kind": "subassembly", "group": "phone"}
    rival = row(PHONE, item="rival", brand="other")
    plain = row(PHONE, item="plain", brand=None)
    companies = [{"company": c, "kind": "brand", "country": "IN"} for c in ("kite", "other", "alder", "birch")]
    p, _, _ = built(
        network(
            companies=companies,
            items=[PHONE, board, rival, plain],
            boms=[{"item": "phone", "component": "board", "quantity": 1.0}],
            processes=[{"site": "alder-plant", "item": i} for i in ("board", "phone", "plain", "rival")],
            awards=[row(AWARD, low=0.5)],
            demand=[*wants(1), *wants(1, item="rival"), *wants(1, item="plain")],
        )
    )
    (cells,) = coefficients(p, "award_under").values()
    counted = {p["make"]["item"][k] for name, k in cells if name == "make"}
    assert counted == {"phone", "plain"}


def test_finished_pieces_that_are_bought_count_for_the_supplier():
    sites = [
        {"site": "alder-plant", "company": "alder", "kind": "plant", "country": "IN"},
        {"site": "jade-plant", "company": "jade", "kind": "supplier", "country": "IN"},
        {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
    ]
    done = plan(
        row(AWARD, company="jade", high=0.2),
        sites=sites,
        processes=WAYS[:1],
        lanes=[ROAD, row(ROAD, origin="jade-plant")],
        sourcing=[{"supplier": "jade-plant", "item": "phone", "from": "2024-01-01", "price": 6.0}],
    )
    # 4 cheaper a piece, 5 for each above two: two bought.
    assert money(done) == {"conversion": 80.0, "material": 12.0}


@pytest.mark.parametrize(
    ("price", "birch", "terms"),
    [
        (4.0, 6.0, {"conversion": 118.0}),  # 6 promised at 3 more each
        (2.0, 0.0, {"conversion": 100.0, "commitment": 12.0}),  # cheaper to pay for them
        (1000.0, 6.0, {"conversion": 118.0}),
    ],
)
def test_a_commitment(price: float, birch: float, terms: dict[str, float]):
    done = plan(row(AWARD, commitment=6.0, commitment_cost=price))
    assert quantities(done.production, "site").get("birch-plant", 0.0) == birch
    assert money(done) == terms


def test_a_commitment_that_nobody_can_keep_is_paid():
    done = plan(row(AWARD, commitment=6.0, commitment_cost=7.0), processes=WAYS[:1])
    assert money(done) == {"commitment": 42.0, "conversion": 100.0}


def test_awards_without_a_price_do_not_decide():
    done = plan(row(AWARD, low=0.4, breach_cost=0.0))
    assert money(done) == {"conversion": 100.0}
    assert done.awards.select("share", "breach").row(0) == (0.0, 4.0)


def test_more_than_is_wanted_is_made_to_keep_a_commitment():
    # One wanted, ten promised at 9 a missing piece, made at 1: all ten are made, and nine are kept.
    award = {"brand": "kite", "company": "alder", "item_group": "phone", "from": "2024-04-01", "to": "2024-04-10",
             "commitment": 10.0, "commitment_cost": 9.0}  # fmt: skip
    done = best(network(processes=[row(PLANT, conversion_cost=1.0)], awards=[award], demand=wants(1)))
    assert money(done) == {"conversion": 10.0}
