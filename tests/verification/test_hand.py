"""The plan worked out by hand is verified, and so are other ways of writing the same plan."""

from dataclasses import replace

import polars as pl

from onshore.verification import verify

from .edits import added
from .hand_network import network
from .hand_plan import plan


def test_the_plan_by_hand_is_verified():
    findings = verify(network(), plan())
    assert findings.is_empty(), findings.to_dicts()
    assert findings.schema == {
        "rule": pl.String,
        "where": pl.String,
        "stated": pl.Float64,
        "recomputed": pl.Float64,
        "message": pl.String,
    }


def test_rows_of_zero_may_be_there():
    padded = added(plan(), "stock", "market", "phone", "P1", 0, "retail")
    padded = added(padded, "money", "material", "chipco", "alpha-1", "chip", "P3", 0)
    padded = added(padded, "sales", "phone", "market", "P1", 0, 0, 0, 1)
    assert verify(network(), padded).is_empty()


def test_names_that_are_none_may_be_null():
    money = plan().money.with_columns(pl.col(c).replace("", None) for c in ("company", "site", "item", "period"))
    same = replace(plan(), tables={**plan().tables, "money": money})
    assert verify(network(), same).is_empty()


def test_rounding_is_not_a_finding():
    money = plan().money.with_columns(pl.col("amount") * (1 + 1e-9))
    same = replace(plan(), tables={**plan().tables, "money": money})
    assert verify(network(), same).is_empty()


def test_order_of_rows_does_not_matter():
    shuffled = {name: frame.reverse() for name, frame in plan().tables.items()}
    assert verify(network(), replace(plan(), tables=shuffled)).is_empty()
