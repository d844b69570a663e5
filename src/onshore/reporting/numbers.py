"""Numbers as a reader meets them: grouping, units, signs, and parts that add up."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["MINUS", "Numbers", "column", "fit", "percent", "proven", "span"]

MINUS = "\u2212"
_SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "¥", "KRW": "₩", "VND": "₫"}
_INDIAN = ((1e7, "crore"), (1e5, "lakh"))
_ABROAD = ((1e9, "billion"), (1e6, "million"))


class Numbers:
    """How one page writes numbers: Indian grouping if the currency is the rupee, else international."""

    def __init__(self, currency: str, total: float = 0.0, a_piece: float = 1000.0) -> None:
        self.currency = currency
        self.indian = currency == "INR"
        self.symbol = _SYMBOLS.get(currency, f"{currency} ")
        #: decimals of money a piece, so that three digits matter
        self.digits = 0 if abs(a_piece) >= 100 else 2
        self.scale, self.scale_name = self._scale(abs(total))

    def _scale(self, total: float) -> tuple[float, str]:
        steps = (
            ((1e9, 1e7, "crore"), (1e7, 1e5, "lakh"))
            if self.indian
            else ((1e9, 1e6, "million"), (1e6, 1e3, "thousand"))
        )
        for least, scale, name in steps:
            if total >= least:
                return scale, name
        return 1.0, ""

    def near(self, value: float) -> float:
        """Money a piece as it is shown: changes are taken between what is shown, so that they add up."""
        return math.floor(value * 10.0**self.digits + 0.5) / 10.0**self.digits

    @property
    def big_unit(self) -> str:
        """Unit of large amounts in tables and charts: `INR crore`."""
        return f"{self.currency} {self.scale_name}".strip()

    def group(self, value: float, digits: int = 0) -> str:
        """1234567 as 12,34,567 or 1,234,567, with a true minus."""
        shown = f"{abs(value):.{digits}f}"
        whole, _, decimals = shown.partition(".")
        body = self._indian(whole) if self.indian else f"{int(whole):,}"
        sign = MINUS if value < 0 and float(shown) != 0 else ""
        return sign + body + (f".{decimals}" if decimals else "")

    @staticmethod
    def _indian(whole: str) -> str:
        head, tail = whole[:-3], whole[-3:]
        parts = [tail]
        while head:
            parts.insert(0, head[-2:])
            head = head[:-2]
        return ",".join(parts)

    def signed(self, value: float, digits: int = 0) -> str:
        """With a plus or a true minus; 0 has none."""
        shown = self.group(value, digits)
        return shown if value <= 0 or float(f"{value:.{digits}f}") == 0 else f"+{shown}"

    def money(self, value: float, digits: int | None = None) -> str:
        """Money a piece in a sentence: ₹8,796."""
        sign = MINUS if value < 0 else ""
        return f"{sign}{self.symbol}{self.group(abs(value), self.digits if digits is None else digits)}"

    def amount(self, value: float) -> str:
        """Large money in a sentence, three digits that matter: ₹11,800 crore."""
        sign = MINUS if value < 0 else ""
        return f"{sign}{self.symbol}{self._words(abs(value))}"

    def pieces(self, value: float) -> str:
        """Pieces in a sentence: 88,000, 13.4 lakh, 1.35 crore."""
        return self._words(abs(value))

    def _words(self, value: float) -> str:
        for scale, name in _INDIAN if self.indian else _ABROAD:
            if value >= scale * 0.9995:
                return f"{self._three(value / scale)} {name}"
        return self.group(value) if value < 10_000 else self._three(value)

    def _three(self, value: float) -> str:
        if value >= 1000:
            return self.group(round(value, -(int(math.log10(value)) - 2)))
        digits = 0 if value >= 100 else 1 if value >= 10 else 2
        shown = f"{value:.{digits}f}"
        return shown.rstrip("0").rstrip(".") if digits else shown

    def big(self, value: float) -> str:
        """A large amount in `big_unit`, without the unit."""
        return self.group(value / self.scale)


def percent(share: float, digits: int | None = None) -> str:
    """No decimal from 10 % on, one below; 0 and 100 have none, and what is nearly nothing says so."""
    value = share * 100
    if digits is None and 0 < value < 0.05:
        return "<0.1%"
    if digits is None:
        digits = 0 if abs(value) >= 9.95 or abs(value) < 0.05 else 1
    return f"{value:.{digits}f}%".replace("-", MINUS)


def span(low: float, high: float) -> str:
    """A range of shares: 24–31%."""
    a, b = percent(low), percent(high)
    return b if a == b else f"{a[:-1]}–{b}"


def proven(gap: float) -> str:
    """A gap rounded up to two digits that matter, so that it never promises too much."""
    if gap <= 0:
        return "0%"
    value = gap * 100
    step = 10.0 ** (math.floor(math.log10(value)) - 1)
    shown = math.ceil(value / step - 1e-9) * step
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{shown:.{digits}f}".rstrip("0").rstrip(".") + "%" if digits else f"{shown:.0f}%"


def fit(parts: Sequence[float], digits: int = 0) -> list[float]:
    """Parts rounded so that they add up to the rounded total (largest remainder)."""
    unit = 10.0**-digits
    scaled = [p / unit for p in parts]
    floors = [math.floor(p) for p in scaled]
    extra = math.floor(sum(scaled) + 0.5) - sum(floors)
    for i in sorted(range(len(parts)), key=lambda i: floors[i] - scaled[i])[: max(extra, 0)]:
        floors[i] += 1
    return [f * unit for f in floors]


def column(values: Sequence[float], numbers: Numbers, *, parts: bool = False) -> list[str]:
    """Amounts of one column in `big_unit`, with the decimals that the largest one needs. Parts add up to the
    rounded sum.
    """
    scaled = [value / numbers.scale for value in values]
    largest = max((abs(v) for v in scaled), default=0.0)
    digits = 0 if largest >= 1000 or numbers.scale == 1 else 1 if largest >= 100 else 2
    shown = fit(scaled, digits) if parts else scaled
    return [numbers.group(value, digits) for value in shown]
