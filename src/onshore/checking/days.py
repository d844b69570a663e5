"""Days that can be meant."""

from __future__ import annotations

import datetime as dt
from typing import Final

__all__ = ["DAYS", "LONGEST_PERIOD"]

#: First and last day that a cell can hold. Beyond them a date is mistyped, or stands for "never".
DAYS: Final = (dt.date(1900, 1, 1), dt.date(2199, 12, 31))

#: Days of the longest period that makes sense; a longer one is mistyped.
LONGEST_PERIOD: Final = 3660
