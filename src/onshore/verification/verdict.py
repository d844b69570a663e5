"""The verdict on a plan: every rule, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from onshore.network import Network
from onshore.plans import Plan
from onshore.verification import (
    awards,
    balances,
    buying,
    customers,
    incentives,
    investments,
    ledger,
    lines,
    making,
    money,
    moving,
    need,
    proof,
    reliefs,
    summary,
    tables,
    targets,
    whole,
)
from onshore.verification.findings import Finding, as_frame
from onshore.verification.recount import Recount, recount

__all__ = ["check_tables", "verify"]


def verify(
    network: Network,
    plan: Plan,
    *,
    measures: Callable[[Network, Plan], Mapping[str, Mapping[str, Any]]] | None = None,
    stated: Mapping[str, Any] | None = None,
) -> pl.DataFrame:
    """Recomputes a plan from its decisions and its network, by docs/meaning.md alone.

    Returns one row for everything that does not hold: rule (see RULES), where, stated, recomputed, message.
    No rows: the plan is verified. A plan whose tables cannot be read (missing columns, unknown names, empty
    cells) is refused for that, its fingerprint and its proof alone.

    Args:
        network: what was planned.
        plan: the plan.
        measures: how to recompute what the plan says of itself, `onshore.measures.measures`; left out, its measures and
            the shares of its ranges are not looked at.
        stated: what `summary.json` beside the plan holds, if its money by term and its gaps shall be recomputed too.
    """
    findings = [
        *tables.check_shape(network, plan),
        *proof.check_fingerprint(network, plan),
        *proof.check_bound(plan),
        *proof.check_ranges(plan),
    ]
    if not any(finding.rule == "tables" for finding in findings):
        findings += [
            *tables.check_keys_and_signs(plan),
            *whole.check_whole(network, plan),
            *proof.check_objective(plan),
            *_recounted(network, plan),
            *(summary.check_summary(network, plan, stated) if stated is not None else ()),
        ]
    if measures is not None and not any(finding.rule == "tables" for finding in findings):
        findings += summary.check_measures(plan, measures(network, plan))
    return as_frame(findings)


def check_tables(network: Network, plan: Plan) -> pl.DataFrame:
    """Rule `tables` alone, in a moment: whether the plan can be shown at all. Same columns as `verify`."""
    findings = [*tables.check_shape(network, plan)]
    return as_frame(findings or tables.check_keys_and_signs(plan))


def _recounted(network: Network, plan: Plan) -> Iterator[Finding]:
    count = recount(network, plan)
    world, made, moved = count.world, count.made, count.moved
    yield from making.check_processes(world, plan)
    yield from making.check_lots(world, made)
    yield from making.check_started_and_hours(world, made)
    yield from lines.check_capacity(world, count.lines)
    yield from making.check_qualifications(world, plan, made, investments.ready(world, count.built))
    yield from investments.check_investments(world, made, count.built)
    yield from buying.check_offers(world, moved)
    yield from buying.check_purchase_lots(world, moved)
    yield from buying.check_orders(world, moved)
    yield from buying.check_purchases(world, plan, moved)
    yield from moving.check_lanes(world, plan, moved)
    yield from moving.check_lane_capacity(world, moved)
    yield from moving.check_arrivals(world, plan)
    yield from moving.check_single_sources(world, moved)
    yield from need.check_need(world, made, moved, count.built)
    yield from balances.check_balances(world, plan, count.stocks)
    yield from balances.check_owners(world, plan)
    yield from customers.check_accounts(world, count.customers)
    yield from awards.check_awards(plan, count.awards)
    yield from incentives.check_incentives(plan, count.earned)
    yield from reliefs.check_reliefs(count)
    yield from targets.check_targets(count)
    yield from ledger.check_money(plan, _ledger(count))


def _ledger(count: Recount) -> ledger.Ledger:
    book = money.money(count)
    investments.book_investments(count.world, count.built, book)
    reliefs.book(count, book)
    targets.book_targets(count, book)
    return book
