"""What the press says wrongly about the law, and what holds."""

from __future__ import annotations

from onshore.policy.goods import duty_class
from onshore.policy.law import Row, rows

__all__ = ["notes"]


def notes(item: str | None = None) -> tuple[Row, ...]:
    """Rows of `notes`, those about a class of goods if one is named.

    Raises:
        UnknownName: if there is no such class.
    """
    if item is None:
        return tuple(rows("notes"))
    goods = duty_class(item)
    return tuple(row for row in rows("notes") if goods in (row["duty_classes"] or "").split("; "))
