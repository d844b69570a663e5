"""The network as a verifier reads it: rows by their keys, and the calendars and rates that hold for it."""

from __future__ import annotations

from onshore.network import Network
from onshore.verification.calendar import Horizon, Opening, Row, Succession
from onshore.verification.rates import Duties, Exchange, Offers, grouped

__all__ = ["World"]


class World:
    """A network's rows, looked up by key."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.horizon = Horizon(network.periods)
        self.opening = Opening(network.sites, network.calendars)
        self.exchange = Exchange(network, self.horizon)
        self.offers = Offers(network, self.horizon, self.opening, self.exchange)
        self.duties = Duties(network.duties, network.preferential_duties, self.horizon)
        self.sites: dict[str, Row] = {row["site"]: row for row in network.sites.iter_rows(named=True)}
        self.items: dict[str, Row] = {row["item"]: row for row in network.items.iter_rows(named=True)}
        self.lanes = {
            (row["origin"], row["destination"], row["mode"]): row for row in network.lanes.iter_rows(named=True)
        }
        self.boms = {item: rows for (item,), rows in grouped(network.boms.iter_rows(named=True), "item").items()}
        self.awards: list[Row] = [*network.awards.iter_rows(named=True)]
        self._read_making(network)

    def _read_making(self, network: Network) -> None:
        self.processes: dict[tuple[str, str, str], Row] = {
            (row["site"], row["item"], row["process"]): row for row in network.processes.iter_rows(named=True)
        }
        self.makeable = {(site, item) for site, item, _ in self.processes}
        self.routings: dict[tuple[str, ...], dict[str, Row]] = {
            key: {row["resource"]: row for row in rows}
            for key, rows in grouped(network.routings.iter_rows(named=True), "site", "item", "process").items()
        }
        self.resources = {
            name: Succession(rows)
            for (name,), rows in grouped(network.resources.iter_rows(named=True), "resource").items()
        }
        self.investments: dict[str, Row] = {row["investment"]: row for row in network.investments.iter_rows(named=True)}
        self.ramps = {
            name: sorted(rows, key=lambda row: row["week"])
            for (name,), rows in grouped(network.ramps.iter_rows(named=True), "ramp").items()
        }

    def company(self, site: str) -> str:
        """Who runs the site."""
        return str(self.sites[site]["company"])

    def period(self, t: int) -> str:
        """Name of a period."""
        return self.horizon.names[t]

    def is_open(self, site: str, t: int) -> bool:
        """Whether the site works at all in a period."""
        return self.opening.any_of(site, self.horizon.days_of(t))

    def finance_a_day(self, value: float) -> float:
        """Cost of the money tied up for a day in something of this value."""
        return value * float(self.network.settings["cost_of_money"]) / 365
