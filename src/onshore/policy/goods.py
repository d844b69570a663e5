"""Classes of goods by name."""

from __future__ import annotations

from onshore.policy.law import rows
from onshore.policy.unknown import UnknownName, nearest

__all__ = ["duty_class", "duty_classes"]


def duty_classes() -> tuple[str, ...]:
    """Every class of goods that has rows, in the order of the data."""
    return tuple(dict.fromkeys(row["duty_class"] for row in rows("duties") if row["duty_class"] != "*"))


def duty_class(item: str) -> str:
    """The class that a name means: `phone` is `phone_cbu`.

    Raises:
        UnknownName: naming the classes and other names that look most like it.
    """
    classes = duty_classes()
    names = {row["alias"]: row["duty_class"] for row in rows("aliases")} | {c: c for c in classes}
    given = item.strip().casefold()
    for form in (given, given.replace("-", "_"), given.replace("_", " "), given.replace("-", " ")):
        if form in names:
            return names[form]
    near = nearest(item, names)
    known = f"Nearest: {', '.join(near)}." if near else f"Classes are {', '.join(classes)}."
    raise UnknownName(f"There is no duty known for '{item}'. {known}")
