"""Hours paid for and not used, and the price of swings."""

from ..build import PLANT, best, money, network, row, wants

LINE = {"resource": "line", "site": "alder-plant", "from": "2024-01-01", "hours_per_day": 1.0}
WAY = [row(PLANT, resource="line", hours=2.0)]
ON_TIME = [{"item": "phone", "kind": "finished", "short_cost": 1000.0, "max_late": 0.0, "holding_cost": 100.0}]


def test_idle_hours_below_the_minimum_load_are_paid():
    # 10 h, 0.8 of them: 8. Two phones take 4: 4 idle at 3.
    line = row(LINE, minimum_load=0.8, idle_cost=3.0)
    assert money(best(network(resources=[line], routings=WAY, demand=wants(2)))) == {"conversion": 20.0, "idle": 12.0}
    # Nothing made: 8 idle hours. Loading is priced, so there is always a plan.
    assert money(
        best(network(resources=[line], routings=WAY, processes=[row(PLANT, conversion_cost=1e4)], demand=wants(2)))
    ) == {
        "idle": 24.0,
        "short": 2000.0,
    }


def test_the_price_of_idle_hours_is_that_of_the_last_day():
    line = row(LINE, minimum_load=0.8, idle_cost=3.0)
    last = row(line, from_="2024-04-10", idle_cost=5.0)
    assert money(best(network(resources=[line, last], routings=WAY, demand=wants(2))))["idle"] == 20.0


def test_a_swing_is_measured_by_days_and_paid_for_thirty():
    line = row(LINE, change_cost=2.0)
    # 4 h in 10 days, 8 h in 10 days: 0.4 and 0.8 a day; 0.4 x 30 = 12 h at 2 = 24.
    done = best(network((10, 10), items=ON_TIME, resources=[line], routings=WAY, demand=wants(2, 4)))
    assert money(done) == {"conversion": 60.0, "change": 24.0}
    # The same pieces in 10 and 20 days are no swing. The first period has none before it.
    done = best(network((10, 20), items=ON_TIME, resources=[line], routings=WAY, demand=wants(2, 4)))
    assert money(done) == {"conversion": 60.0}


def test_falling_is_paid_like_rising():
    line = row(LINE, change_cost=2.0)
    done = best(network((10, 10), items=ON_TIME, resources=[line], routings=WAY, demand=wants(4, 2)))
    assert money(done)["change"] == 24.0


def test_a_dear_swing_makes_stock_instead():
    # 2 and 4 on time: 3 and 3 with one phone kept for 10 days at 1 = 10, against a swing of 24.
    cheap = [row(ON_TIME[0], holding_cost=1.0)]
    line = row(LINE, change_cost=2.0)
    done = best(network((10, 10), items=cheap, resources=[line], routings=WAY, demand=wants(2, 4)))
    assert money(done) == {"conversion": 60.0, "holding": 10.0}
