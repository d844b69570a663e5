"""Units that other systems keep their numbers in, as multiples of the units of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["UNITS_OF", "factor"]

_COUNTS: Final = {
    "piece": 1.0,
    "dozen": 12.0,
    "gross": 144.0,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
}
_MASSES: Final = {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "t": 1e3, "lb": 0.45359237, "oz": 0.028349523125}
_TIMES: Final = {"s": 1.0, "min": 60.0, "h": 3600.0, "day": 86400.0, "week": 604800.0}
_SHARES: Final = {"share": 1.0, "percent": 0.01, "basis point": 1e-4}

#: What a number may be given in, by the unit of its column: multiples of that unit. Money has none: its rate changes
#: from day to day, and the column `currency` says what it is in.
UNITS_OF: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "unit": _COUNTS,
        "unit/day": {
            f"{name} a {time}": n / (s / 86400.0) for name, n in _COUNTS.items() for time, s in _TIMES.items()
        },
        "kg/unit": _MASSES,
        "kg/day": _MASSES,
        "share": _SHARES,
        "h": {name: s / 3600.0 for name, s in _TIMES.items()},
        "h/unit": {name: s / 3600.0 for name, s in _TIMES.items()},
        "h/day": {name: s / 3600.0 for name, s in _TIMES.items()},
        "day": {name: s / 86400.0 for name, s in _TIMES.items()},
        "week": {name: s / 604800.0 for name, s in _TIMES.items()},
        "money": _COUNTS,
        "money/unit": {f"per {name}": 1.0 / n for name, n in _COUNTS.items()},
        "money/kg": {f"per {name}": 1.0 / n for name, n in _MASSES.items()},
    }
)


def factor(unit: str, given: str) -> float | None:
    """What a number in `given` is multiplied by to be in `unit`, the unit of a column; None if it cannot be."""
    return UNITS_OF.get(unit, {}).get(given)
