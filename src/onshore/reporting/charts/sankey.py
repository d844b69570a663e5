"""From where, through whom, to where: three columns and ribbons in the maker's colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onshore.reporting.charts.svg import NARROW, drawing, fmt, rect, tag, text, width_of
from onshore.reporting.words import short_name

__all__ = ["Link", "Node", "sankey"]

_BAR, _TOP, _BOTTOM = 10.0, 28.0, 6.0


@dataclass(frozen=True)
class Node:
    """A country, maker or market; `key` is unique over all columns."""

    key: str
    name: str
    colour: str


@dataclass(frozen=True)
class Link:
    """A ribbon from one node to one of the next column."""

    source: str
    target: str
    value: float
    colour: str


@dataclass
class _Place:
    """Where a node stands and how much of its sides is taken."""

    x: float
    y: float
    height: float
    value: float
    out: float
    into: float


def sankey(
    width: int,
    *,
    columns: Sequence[Sequence[Node]],
    links: Sequence[Link],
    heads: Sequence[str],
    title: str,
    unit: str,
    show: Callable[[float], str],
) -> str:
    """Nodes keep the order they are given in; what a node is worth is the larger of what enters and what
    leaves.
    """
    narrow = width < NARROW
    height = 420 if narrow else 400
    places = _places(width, height, columns, links, narrow)
    names = {n.key: n.name for column in columns for n in column}
    body = "".join(_ribbon(link, y0, y1, places, names, unit, show) for link, y0, y1 in _ends(columns, links, places))
    for i, column in enumerate(columns):
        x, anchor = ((0.0, "start"), (places[column[0].key].x + _BAR / 2, "middle"), (float(width), "end"))[i]
        body += text(x, 12, heads[i], "t2 b", anchor)
        for node in column:
            place = places[node.key]
            tip = f"{node.name}: {show(place.value)} {unit}"
            body += rect(place.x, place.y, _BAR, max(place.height, 1.5), fill=node.colour, rx=1.5, data_t=tip)
            body += (_small_label if narrow else _label)(node, place, i, show, width)
    return drawing(width, height, body, title, unit)


def _places(
    width: int, height: int, columns: Sequence[Sequence[Node]], links: Sequence[Link], narrow: bool
) -> dict[str, _Place]:
    worth: dict[str, float] = {}
    for column in columns:
        for node in column:
            into = sum(link.value for link in links if link.target == node.key)
            worth[node.key] = max(into, sum(link.value for link in links if link.source == node.key))
    gap = 20.0 if narrow else 17.0
    top = _TOP + (18.0 if narrow else 0.0)
    free = height - top - _BOTTOM
    scale = min((free - gap * (len(c) - 1)) / max(sum(worth[n.key] for n in c), 1e-9) for c in columns)
    left, right = (0.0, 0.0) if narrow else (_room(columns[0], 0.0), _room(columns[2], 44.0))
    found = {}
    for i, column in enumerate(columns):
        x = left + (width - left - right - _BAR) * i / 2
        used = sum(worth[n.key] * scale for n in column) + gap * (len(column) - 1)
        y = top + (free - used) / 2
        for node in column:
            tall = worth[node.key] * scale
            found[node.key] = _Place(x, y, tall, worth[node.key], y, y)
            y += tall + gap
    return found


def _room(column: Sequence[Node], value: float) -> float:
    return min(max(width_of(n.name, bold=True) for n in column) + value + 14, 170.0)


def _ends(
    columns: Sequence[Sequence[Node]], links: Sequence[Link], places: dict[str, _Place]
) -> list[tuple[Link, float, float]]:
    """Ribbons with the height at which they leave and arrive, in the order of the nodes so that few cross."""
    all_ = [n for column in columns for n in column]
    order = {n.key: i for i, n in enumerate(all_)}
    tall = {k: p.height / p.value if p.value else 0.0 for k, p in places.items()}
    leaving: dict[int, float] = {}
    for i, link in sorted(enumerate(links), key=lambda e: (order[e[1].source], order[e[1].target])):
        leaving[i] = places[link.source].out
        places[link.source].out += link.value * tall[link.source]
    found = []
    for i, link in sorted(enumerate(links), key=lambda e: (order[e[1].target], order[e[1].source])):
        found.append((link, leaving[i], places[link.target].into))
        places[link.target].into += link.value * tall[link.target]
    return found


def _ribbon(
    link: Link,
    y0: float,
    y1: float,
    places: dict[str, _Place],
    names: dict[str, str],
    unit: str,
    show: Callable[[float], str],
) -> str:
    source, target = places[link.source], places[link.target]
    x0, x1 = source.x + _BAR, target.x
    w0 = link.value * (source.height / source.value if source.value else 0.0)
    w1 = link.value * (target.height / target.value if target.value else 0.0)
    a, b, m = fmt(x0), fmt(x1), fmt((x0 + x1) / 2)
    path = (
        f"M{a} {fmt(y0)}C{m} {fmt(y0)} {m} {fmt(y1)} {b} {fmt(y1)}V{fmt(y1 + w1)}"
        f"C{m} {fmt(y1 + w1)} {m} {fmt(y0 + w0)} {a} {fmt(y0 + w0)}Z"
    )
    tip = f"{names[link.source]} to {names[link.target]}: {show(link.value)} {unit}"
    return tag("path", d=path, fill=link.colour, class_="flow", data_t=tip)


def _label(node: Node, place: _Place, column: int, show: Callable[[float], str], width: int) -> str:
    middle, two = place.y + place.height / 2, place.height > 22
    value = show(place.value)
    if column == 1:
        return text(place.x + _BAR + 6, middle + 4, f"{node.name}  {value}", "t b halo")
    left = column == 0
    x, anchor = (place.x - 8, "end") if left else (place.x + _BAR + 8, None)
    name = short_name(node.name, 20)
    if two:
        return text(x, middle, name, "t b", anchor) + text(x, middle + 14, value, "t2 num", anchor)
    return text(x, middle + 4, name, "t b", anchor) + ("" if left else text(width, middle + 4, value, "t2 num", "end"))


def _small_label(node: Node, place: _Place, column: int, show: Callable[[float], str], width: int) -> str:
    middle, value = place.y + place.height / 2, show(place.value)
    if column == 1:
        return text(place.x + _BAR / 2, place.y - 5, f"{short_name(node.name, 12)}", "t b halo", "middle")
    name = short_name(node.name, 11)
    if column == 0:
        return text(place.x + _BAR + 5, middle + 4, f"{name} {value}", "t halo")
    return text(place.x - 5, middle + 4, f"{name} {value}", "t halo", "end")
