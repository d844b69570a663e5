"""Names of things in sentences: pieces, countries, months, lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["HOW_KNOWN", "NOT_KNOWN", "Buckets", "country", "listed", "noun", "short_name"]

#: What stands in the place of a share whose range is not known, and how to get to know it.
NOT_KNOWN, HOW_KNOWN = "not known", "give it longer, or --full-ranges"

_COUNTED = {
    **{w: w + "s" for w in ("phone", "tablet", "laptop", "television", "router", "display", "camera", "speaker")},
    "watch": "watches",
}
_COUNTRIES = {
    "AE": "UAE", "AU": "Australia", "BD": "Bangladesh", "BR": "Brazil", "CA": "Canada", "CN": "China",
    "CZ": "Czechia", "DE": "Germany", "EG": "Egypt", "ES": "Spain", "EU": "European Union", "FR": "France",
    "GB": "UK", "HK": "Hong Kong", "HU": "Hungary", "ID": "Indonesia", "IN": "India", "IT": "Italy",
    "JP": "Japan", "KE": "Kenya", "KR": "Korea", "LK": "Sri Lanka", "MX": "Mexico", "MY": "Malaysia",
    "NG": "Nigeria", "NL": "Netherlands", "NP": "Nepal", "PH": "Philippines", "PK": "Pakistan",
    "PL": "Poland", "RU": "Russia", "SA": "Saudi Arabia", "SG": "Singapore", "TH": "Thailand",
    "TR": "Türkiye", "TW": "Taiwan", "US": "USA", "VN": "Vietnam", "ZA": "South Africa",
}  # fmt: skip


def noun(group: str, *, many: bool = True) -> str:
    """What a piece of a group is called: phones, audio pieces, pieces."""
    if group in _COUNTED:
        return _COUNTED[group] if many else group
    name = "piece" if group == "other" else f"{group} piece"
    return name + "s" if many else name


def country(code: str) -> str:
    """A customs territory by name, or its code if it is not in the list."""
    return _COUNTRIES.get(code, code)


def listed(parts: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else "none"


def short_name(name: str, room: int) -> str:
    """The name if it has at most `room` letters, else its first word, else its beginning and an ellipsis."""
    if len(name) <= room:
        return name
    first = name.replace(",", " ").split(" ")[0]
    return first if 1 < len(first) <= room else name[: max(room - 1, 1)].rstrip() + "…"


@dataclass(frozen=True)
class Buckets:
    """Periods by name: what one is called and how the axis is labelled."""

    names: tuple[str, ...]
    starts: tuple[dt.date, ...]
    days: tuple[int, ...]

    @property
    def monthly(self) -> bool:
        """Whether every period is a calendar month."""
        return all(s.day == 1 and 28 <= d <= 31 for s, d in zip(self.starts, self.days, strict=True))

    @property
    def word(self) -> str:
        """What a period is called: month, week, or period."""
        return "month" if self.monthly else "week" if all(d == 7 for d in self.days) else "period"

    def long(self, at: int) -> str:
        """In a sentence: Nov 2027, week of 23 Nov 2026."""
        start = self.starts[at]
        if self.monthly:
            return f"{start:%b %Y}"
        return f"{'week of ' if self.word == 'week' else ''}{start.day} {start:%b %Y}"

    def tick(self, at: int) -> str:
        """On an axis; the year stands beneath."""
        start = self.starts[at]
        return f"{start:%b}" if self.monthly else f"{start.day} {start:%b}"

    def year(self, at: int) -> str:
        """The year of a period, for the second line of an axis."""
        return f"{self.starts[at]:%Y}"

    def span(self, first: int, last: int) -> str:
        """Apr 2026 to Mar 2029; one name if they are the same."""
        return self.long(first) if first == last else f"{self.long(first)} to {self.long(last)}"
