"""Bills of material that come back to where they began."""

from __future__ import annotations

import polars as pl

from onshore.checking.problems import gathered, problem
from onshore.checking.sheets import LINE, Sheets

__all__ = ["bom_cycles"]


def bom_cycles(sheets: Sheets) -> pl.DataFrame:
    """No item contains itself, through however many others."""
    rows = _knotted(sheets["boms"].select(LINE, "item", "component").drop_nulls(["item", "component"]))
    inside: dict[str, list[tuple[str, int | None]]] = {}
    for line, item, component in rows.iter_rows():
        inside.setdefault(item, []).append((component, line))
    parts, seen = [], set[str]()
    for item in inside:
        names, lines = _walk(item, inside, seen)
        if names:
            way = " → ".join([*names, names[0]])
            where = ", ".join(str(line) for line in lines if line is not None)
            text = f"{names[0]} contains itself: {way}. Remove one of these rows (lines {where})."
            parts.append(
                problem("boms", "bom_cycles", text, line=lines[0], column="component", value=names[1 % len(names)])
            )
    return gathered(parts)


def _knotted(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that are left when items without components, and what only contains those, are taken away."""
    while True:
        left = rows.join(rows.select("item").unique(), left_on="component", right_on="item", how="semi")
        if len(left) == len(rows):
            return left
        rows = left


def _walk(
    start: str, inside: dict[str, list[tuple[str, int | None]]], seen: set[str]
) -> tuple[list[str], list[int | None]]:
    """Go down from an item until one comes twice.

    Returns:
        The items and lines in between; nothing where others went before.
    """
    way: dict[str, int | None] = {}
    item = start
    while item not in seen:
        seen.add(item)
        component, line = next(c for c in inside[item] if c[0] in inside)
        way[item] = line
        item = component
    if item not in way:
        return [], []
    names = list(way)[list(way).index(item) :]
    return names, [way[name] for name in names]
