"""Money: every term of the objective, booked where it arises. Section 3 of docs/meaning.md, term by term."""

from __future__ import annotations

from onshore.verification.findings import NOTHING
from onshore.verification.ledger import Ledger
from onshore.verification.making import unqualified
from onshore.verification.moving import Move, levy
from onshore.verification.recount import Recount
from onshore.verification.world import World

__all__ = ["customs_value", "freight_a_piece", "money"]


def money(count: Recount) -> Ledger:
    """The whole ledger of a plan."""
    ledger = Ledger()
    for book in (
        _moving,
        _lanes,
        _making,
        _lines,
        _qualifying,
        _sites,
        _stocks,
        _customers,
        _awards,
        _earnings,
    ):
        book(count, ledger)
    return ledger


def freight_a_piece(world: World, move: Move) -> float:
    """What the lane costs a piece, network currency."""
    lane, weight = move.lane, world.items[move.item]["weight"]
    rate = world.exchange.mean(lane["currency"], move.t)
    return float((weight * lane["cost_per_kg"] + lane["cost_per_unit"]) * rate + lane["cost_per_value"] * move.value)


def customs_value(world: World, move: Move) -> float:
    """CIF of a piece: its price, else its customs value, else its value; and its freight, each at the customs rate."""
    item, lane, rate = world.items[move.item], move.lane, world.exchange.mean
    abroad = world.sites[move.origin]["country"] != world.sites[move.destination]["country"]

    def at_customs(amount: float, currency: str | None) -> float:
        return amount * (world.exchange.at_customs(currency, move.t, move.arrival) if abroad else 1.0)

    carried = (item["weight"] * lane["cost_per_kg"] + lane["cost_per_unit"]) * rate(lane["currency"], move.t)
    paid_in = None if move.offer is None else move.offer.currency
    by_value = at_customs(lane["cost_per_value"] * move.value, paid_in)
    if move.offer is None and item["customs_value"] is not None:
        declared = item["customs_value"] * rate(item["customs_currency"], move.t)
        cost = at_customs(declared, item["customs_currency"])
    else:
        cost = at_customs(move.value, paid_in)
    return float(cost + at_customs(carried, lane["currency"]) + by_value)


def _moving(count: Recount, ledger: Ledger) -> None:
    world = count.world
    for move in count.moved:
        site, item, period = move.destination, move.item, world.period(move.t)
        company = world.company(site)
        if move.offer is not None:
            supplier = world.company(move.origin)
            ledger.book("material", supplier, move.quantity * move.offer.price, site, item, period)
        freight = move.quantity * freight_a_piece(world, move)
        finance = move.quantity * world.finance_a_day(move.value) * move.lane["days"]
        ledger.book("freight", company, freight, site, item, period)
        ledger.book("transit_finance", company, finance, site, item, period)
        rates = levy(world, move)
        if rates is not None:
            cif = move.quantity * customs_value(world, move)
            duty = cif * rates.basic * (1 + rates.surcharge)
            credit = world.finance_a_day((cif + duty) * rates.recoverable_days)
            ledger.book("duty", company, duty, site, item, period)
            ledger.book("tax_finance", company, credit, site, item, period)


def _lanes(count: Recount, ledger: Ledger) -> None:
    world = count.world
    used = {(move.origin, move.destination, move.mode, move.t) for move in count.moved}
    for origin, destination, mode, t in sorted(used):
        lane = world.lanes[origin, destination, mode]
        amount = lane["fixed_cost"] * world.exchange.mean(lane["currency"], t)
        ledger.book("lane", world.company(destination), amount, destination, "", world.period(t))


def _making(count: Recount, ledger: Ledger) -> None:
    world = count.world
    with_fee = world.network.settings["perspective"] != "chain"
    for m in count.made:
        company, period = world.company(m.site), world.period(m.t)
        rate = world.exchange.mean(m.process["currency"], m.t)
        conversion = m.quantity * m.process["conversion_cost"] * rate
        ledger.book("conversion", company, conversion, m.site, m.item, period)
        if with_fee:
            ledger.book("fee", company, m.quantity * m.process["fee"], m.site, m.item, period)
        ledger.book("setup", company, m.setup_cost, m.site, m.item, period)


def _lines(count: Recount, ledger: Ledger) -> None:
    world = count.world
    for periods in count.lines.values():
        for before, load in zip([None, *periods], periods, strict=False):
            terms = load.terms
            if terms is None:
                continue
            site, period = terms["site"], world.period(load.t)
            company, least = world.company(site), terms["minimum_load"] * load.regular
            overtime, idle = (
                load.overtime * terms["overtime_cost"],
                max(0.0, least - load.used) * terms["idle_cost"],
            )
            width = load.used + load.regular
            ledger.book("overtime", company, overtime, site, "", period, width * terms["overtime_cost"])
            ledger.book("idle", company, idle, site, "", period, width * terms["idle_cost"])
            if before is not None:
                now, then = (one.used / world.horizon.days[one.t] for one in (load, before))
                price = 30 * terms["change_cost"]
                ledger.book("change", company, abs(now - then) * price, site, "", period, (now + then) * price)


def _qualifying(count: Recount, ledger: Ledger) -> None:
    world = count.world
    for row in count.plan.qualifications.iter_rows(named=True):
        site, item = row["site"], row["item"]
        cost = max((p["qualification_cost"] for p in unqualified(world, site, item)), default=0.0)
        ledger.book("qualification", world.company(site), cost, site, item, row["period"])


def _sites(count: Recount, ledger: Ledger) -> None:
    world = count.world
    used = {(m.site, m.t) for m in count.made if m.quantity > NOTHING}
    used |= {(move.origin, move.t) for move in count.moved}
    for site, t in sorted(used):
        amount = world.sites[site]["fixed_cost"] * world.horizon.days[t]
        ledger.book("site", world.company(site), amount, site, "", world.period(t))


def _stocks(count: Recount, ledger: Ledger) -> None:
    world = count.world
    last, share = world.horizon.last, world.network.settings["end_stock_share"]
    for (site, item), balance in count.stocks.items():
        company, thing = world.company(site), world.items[item]
        a_day = thing["holding_cost"] + world.finance_a_day(thing["value"])
        for t, (level, scale) in enumerate(zip(balance.levels, balance.scales, strict=True)):
            price = world.horizon.days[t] * a_day
            ledger.book("holding", company, level * price, site, item, world.period(t), max(1.0, scale) * price)
        price = thing["value"] * share
        # What a balance may be off by (a millionth of a piece at least), at the price of a piece.
        left, width = balance.levels[-1] + balance.beyond, max(1.0, balance.scales[-1] + balance.beyond)
        ledger.book("end_stock", company, -left * price, site, item, world.period(last), width * price)


def _customers(count: Recount, ledger: Ledger) -> None:
    world = count.world
    next_days = [*world.horizon.days[1:], 0]
    for one in count.customers:
        item, company = world.items[one.item], world.company(one.market)
        for t, (owed, scale) in enumerate(zip(one.owed, one.scales, strict=True)):
            period, price = world.period(t), next_days[t] * item["late_cost"] * one.priority
            ledger.book("late", company, owed * price, one.market, one.item, period, max(1.0, scale) * price)
            short = one.short[t] * item["short_cost"] * one.priority
            ledger.book("short", company, short, one.market, one.item, period)


def _awards(count: Recount, ledger: Ledger) -> None:
    for tally in count.awards:
        award, company = tally.award, tally.award["company"]
        price = award["breach_cost"]
        ledger.book("breach", company, tally.breach * price, scale=tally.total * price)
        price = award["commitment_cost"]
        width = (award["commitment"] + tally.own) * price
        ledger.book("commitment", company, tally.missing * price, scale=width)


def _earnings(count: Recount, ledger: Ledger) -> None:
    world = count.world
    for earning in count.earned:
        period, width = world.period(earning.last), earning.terms["rate"] * earning.scale
        ledger.book("incentive", earning.company, -earning.counted(world), period=period, scale=width)
