"""One invented case, planned with and without its incentive, for all tests of the report."""

from dataclasses import dataclass

import pytest
from tests.reporting import invented, invented_plan

from onshore.network import Network
from onshore.plans import Plan
from onshore.reporting import report


@dataclass(frozen=True)
class Case:
    network: Network
    plan: Plan
    without_network: Network
    without: Plan
    base: Plan


@pytest.fixture(scope="session")
def case() -> Case:
    net, none = invented.network(), invented.network(rate=0.0)
    without = invented_plan.plan(none, kiran=0.16, ranges=0.02, scenario="no-incentive")
    return Case(net, invented_plan.plan(net), none, without, invented_plan.plan(net, kiran=0.02, ranges=None))


@pytest.fixture(scope="session")
def page(case: Case) -> str:
    others = {"no-incentive": (case.without_network, case.without)}
    return report(case.network, case.plan, (case.network, case.base), others)
