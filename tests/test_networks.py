"""Random networks of tests have rows in every table, and no problem."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings

from networks import networks
from onshore.checking import check
from onshore.network import Network
from onshore.schema import NETWORK

LOOK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_random_networks_have_rows_in_every_table_and_no_problem():
    filled: set[str] = set()

    @LOOK
    @given(networks())
    def look(network: Network) -> None:
        assert check(network)["message"].to_list() == []
        filled.update(name for name, rows in network.tables.items() if len(rows))

    look()
    assert filled == NETWORK.keys()
