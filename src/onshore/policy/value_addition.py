"""Value addition by four methods. Each gives another share for one and the same phone, so each result says which."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

from onshore.policy.law import Row, rows
from onshore.policy.unknown import Unknown, UnknownName, nearest

__all__ = ["METHODS", "ValueAddition", "value_addition"]

#: Methods: PLI guidelines, public procurement, Advance Authorisation, ASEAN-India.
METHODS: Final = ("pli_dva", "ppp_mii", "advance_authorisation", "aifta_rvc")


@dataclass(frozen=True)
class ValueAddition:
    """A share with the method that gave it and the test it is held against.

    of: what it is a share of. threshold: of the highest test that is reached, else of the lowest; None where the
    method only reports. test: name of that test. passes: None where there is no test, or where it hangs on a change
    of tariff sub-heading that is not told. why: the test in words.
    """

    method: str
    share: float
    of: str
    test: str
    threshold: float | None
    passes: bool | None
    why: str
    formula: str
    instrument: str
    source: str


def value_addition(
    method: str,
    *,
    value: float,
    imported: float,
    duties: float = 0.0,
    consigned: float = 0.0,
    originating: float | None = None,
    tariff_change: bool | None = None,
    on: dt.date | None = None,
) -> ValueAddition:
    """Value addition of a product by one method, and whether it reaches the threshold.

    pli_dva: (value − imported) / value. ppp_mii: (value − imported − duties) / value. advance_authorisation:
    (value − imported) / (imported + consigned). aifta_rvc: (value − imported) / value, or originating / value.

    Thresholds come from the table `value_addition`; a share at the threshold reaches it.

    Args:
        method: one of `METHODS`.
        value: what it is sold for: net sales, value net of domestic indirect tax, FOB, FOB. Any one currency.
        imported: content from abroad at CIF, the imported part of local purchases with it; for pli_dva material and
            services that do not originate.
        duties: customs duties on it; ppp_mii counts them as imported content, the others do not look at them.
        consigned: notional value of inputs that the buyer gives free of cost; advance_authorisation adds it to both
            FOB and CIF, the others do not look at it.
        originating: aifta_rvc, direct way: originating material, labour, overhead, profit. Left out: the indirect way.
        tariff_change: aifta_rvc: whether the tariff sub-heading changes between inputs and product.
        on: day that the rule must hold on; left out: the rule as it is known last.

    Raises:
        UnknownName: for another method.
        Unknown: if the rule is not known on the day.
        ValueError: for amounts that are not finite or below zero, or a base of zero.
    """
    tests = _tests(method, on)
    amounts = {"value": value, "imported": imported, "duties": duties, "consigned": consigned}
    for name, amount in (amounts | ({} if originating is None else {"originating": originating})).items():
        if not math.isfinite(amount) or amount < 0:
            raise ValueError(f"{name} = {amount} is not an amount of zero or more")
    base = imported + consigned if method == "advance_authorisation" else value
    if base <= 0:
        raise ValueError(f"the {tests[0]['of']} is zero: there is nothing to take a share of")
    added = value - imported - (duties if method == "ppp_mii" else 0.0)
    share = (originating if method == "aifta_rvc" and originating is not None else added) / base
    row, passes, why = _tested(share, tests, tariff_change)
    return ValueAddition(
        method, share, row["of"], row["test"], row["threshold"], passes, why,
        row["formula"], row["instrument"], row["source"],
    )  # fmt: skip


def _tests(method: str, on: dt.date | None) -> list[Row]:
    """Tests of a method, the highest threshold first."""
    found = [row for row in rows("value_addition") if row["method"] == method]
    if not found:
        near = ", ".join(nearest(method, METHODS)) or ", ".join(METHODS)
        raise UnknownName(f"There is no method '{method}'. Nearest: {near}.")
    if on is not None:
        held = [row for row in found if row["from"] <= on <= (row["to"] or row["known_until"])]
        if not held:
            span = f"from {found[0]['from']} to {found[0]['to'] or found[0]['known_until']}"
            raise Unknown(f"Unknown: {method} on {on}. It is known {span}.", method, on)
        found = held
    return sorted(found, key=lambda row: -(row["threshold"] or 0.0))


def _tested(share: float, tests: list[Row], tariff_change: bool | None) -> tuple[Row, bool | None, str]:
    """The test that tells, whether it is passed, and why."""
    lowest = tests[-1]
    if lowest["threshold"] is None:
        return lowest, None, "it is reported; there is no threshold"
    # 1e-12: 0.15 of a base is reached by what is exactly that much, whatever the last bit of the division.
    reached = next((row for row in tests if share >= row["threshold"] - 1e-12), None)
    row = reached or lowest
    said = f"{share:.1%} of {row['of']} against {row['threshold']:.0%}"
    if reached is None:
        return row, False, f"{said}: {row['test']} is not reached"
    if row["tariff_change"] and not tariff_change:
        if tariff_change is None:
            return row, None, f"{said} is enough; whether the tariff sub-heading changes is not told"
        return row, False, f"{said} is enough, but the tariff sub-heading does not change"
    return row, True, f"{said}: {row['test']}"
