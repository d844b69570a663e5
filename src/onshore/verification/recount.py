"""Everything that follows from a plan's decisions, worked out once."""

from __future__ import annotations

from dataclasses import dataclass

from onshore.network import Network
from onshore.plans import Plan
from onshore.verification.awards import Tally, credited, tallies
from onshore.verification.balances import Balances, balances
from onshore.verification.customers import Account, accounts
from onshore.verification.incentives import Earning, earnings
from onshore.verification.investments import Building, buildings, ready
from onshore.verification.lines import Load, loads
from onshore.verification.making import Making, makings
from onshore.verification.moving import Move, moves
from onshore.verification.world import World

__all__ = ["Recount", "recount"]


@dataclass(frozen=True, slots=True)
class Recount:
    """A plan's decisions in its network, with all that follows from them."""

    world: World
    plan: Plan
    made: list[Making]
    moved: list[Move]
    built: list[Building]
    lines: dict[str, list[Load]]
    stocks: Balances
    customers: list[Account]
    awards: list[Tally]
    earned: list[Earning]


def recount(network: Network, plan: Plan) -> Recount:
    """Works everything out from the network and the plan's tables."""
    world = World(network)
    made, moved = makings(world, plan), moves(world, plan)
    built = buildings(world, plan)
    return Recount(
        world=world,
        plan=plan,
        made=made,
        moved=moved,
        built=built,
        lines=loads(world, made, ready(world, built)),
        stocks=balances(world, plan, made, moved),
        customers=accounts(world, plan),
        awards=tallies(world, credited(world, made, moved)),
        earned=earnings(world, made, plan),
    )
