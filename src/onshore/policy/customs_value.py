"""The value on which duty is paid."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["CustomsValue", "customs_value"]


@dataclass(frozen=True)
class CustomsValue:
    """FOB, freight and insurance in the currency of the invoice; exchange_rate: home currency for one unit."""

    fob: float
    freight: float
    insurance: float
    exchange_rate: float

    @property
    def foreign(self) -> float:
        """CIF value in the currency of the invoice."""
        return self.fob + self.freight + self.insurance

    @property
    def cif(self) -> float:
        """CIF value in home currency: what duty is a share of."""
        return self.foreign * self.exchange_rate


def customs_value(fob: float, freight: float, insurance: float, exchange_rate: float = 1.0) -> CustomsValue:
    """The CIF value: FOB, freight to the border and insurance, at the rate that customs publish.

    Args:
        fob: price at the port of export, in the currency of the invoice.
        freight: to the port of import, same currency.
        insurance: same currency.
        exchange_rate: home currency for one unit, as customs publish it for the day: not the rate of the bank.

    Raises:
        ValueError: for an amount below zero or not finite, or a rate that is not above zero.
    """
    for name, amount in (("fob", fob), ("freight", freight), ("insurance", insurance)):
        if not math.isfinite(amount) or amount < 0:
            raise ValueError(f"{name} = {amount} is not an amount of zero or more")
    if not math.isfinite(exchange_rate) or exchange_rate <= 0:
        raise ValueError(f"exchange_rate = {exchange_rate} is not above zero")
    return CustomsValue(fob, freight, insurance, exchange_rate)
