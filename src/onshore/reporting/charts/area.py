"""Who makes what over time: stacked areas with their names at the right, and demand as a dashed line."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onshore.reporting.charts.svg import NARROW, drawing, fmt, rect, spread, tag, text, width_of
from onshore.reporting.words import Buckets, short_name

__all__ = ["Layer", "area", "ceiling"]


@dataclass(frozen=True)
class Layer:
    """One maker: name, colour, and a value for each period."""

    name: str
    colour: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class _Frame:
    """Where the chart stands in its drawing."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    count: int
    highest: float

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    @property
    def inner(self) -> float:
        return self.width - self.left - self.right

    def x(self, at: float) -> float:
        return self.left + self.inner * at / max(self.count - 1, 1)

    def y(self, value: float) -> float:
        return self.top + (self.height - self.top - self.bottom) * (1 - value / self.highest)


def ceiling(value: float) -> tuple[float, float]:
    """The end of an axis and the distance of its lines, for values up to `value`."""
    if value <= 0:
        return 1.0, 0.5
    rough = value / 5
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(m * scale for m in (1, 2, 2.5, 5, 10) if m * scale >= rough)
    return math.ceil(value / step - 1e-9) * step, step


def area(
    width: int,
    *,
    layers: Sequence[Layer],
    demand: Sequence[float],
    missed: Sequence[float],
    buckets: Buckets,
    unit: str,
    title: str,
    show: Callable[[float], str],
) -> str:
    """Layers from the bottom up; `missed` is what is not on time; `show` writes a value in `unit`."""
    totals = [sum(v) for v in zip(*(layer.values for layer in layers), strict=True)]
    highest, step = ceiling(max([*totals, *demand]))
    narrow = width < NARROW
    names = [short_name(layer.name, 11) if narrow else layer.name for layer in layers]
    right = max([width_of(n, bold=True) for n in names] + [78.0]) + 26
    frame = _Frame(width, 330, 8 + width_of(show(highest), 11.5), right, 26, 34, len(totals), highest)
    body = text(0, 12, unit, "t2") + _grid(frame, step, show)
    cumulated = [0.0] * len(totals)
    for layer in layers:
        upper = [c + v for c, v in zip(cumulated, layer.values, strict=True)]
        body += _polygon(frame, layer.colour, cumulated, upper)
        cumulated = upper
    body += _demand(frame, demand, totals, missed, show) + _names(frame, layers, names, show) + _axis(frame, buckets)
    body += _columns(frame, layers, totals, demand, buckets, show)
    return drawing(width, frame.height, body, title, buckets.span(0, len(totals) - 1))


def _grid(frame: _Frame, step: float, show: Callable[[float], str]) -> str:
    body, value = "", 0.0
    while value <= frame.highest * 1.0001:
        y = frame.y(value)
        body += tag("line", x1=frame.left, x2=frame.left + frame.inner, y1=y, y2=y, class_="grid")
        body += text(frame.left - 6, y + 4, show(value), "t2", "end")
        value += step
    return body


def _polygon(frame: _Frame, colour: str, lower: Sequence[float], upper: Sequence[float]) -> str:
    there = [f"{fmt(frame.x(i))},{fmt(frame.y(v))}" for i, v in enumerate(upper)]
    back = [f"{fmt(frame.x(i))},{fmt(frame.y(v))}" for i, v in reversed(list(enumerate(lower)))]
    return tag("polygon", points=" ".join(there + back), fill=colour, stroke="var(--surface)", stroke_width=1.25)


def _demand(
    frame: _Frame,
    demand: Sequence[float],
    totals: Sequence[float],
    missed: Sequence[float],
    show: Callable[[float], str],
) -> str:
    """The line of demand, named once, and the worst period if much of its demand is not met in time."""
    points = " ".join(f"{fmt(frame.x(i))},{fmt(frame.y(v))}" for i, v in enumerate(demand))
    body = tag("polyline", points=points, fill="none", stroke="var(--ink)", stroke_width=1.5, stroke_dasharray="5 3")
    gap = max(range(len(totals)), key=lambda i: (missed[i], -i))
    if missed[gap] > 0.02 * frame.highest:
        words = f"{show(missed[gap])} not on time"
        half = width_of(words, bold=True) / 2
        x = min(max(frame.x(gap), frame.left + half), frame.left + frame.inner - half)
        body += text(x, max(frame.y(demand[gap]) - 8, 24), words, "t b short halo", "middle")
    else:
        gap = -len(totals)
    quiet = [i for i in range(1, len(totals) - 1) if abs(i - gap) * frame.inner / len(totals) > 95]
    if not quiet:
        return body
    at = max(quiet, key=lambda i: (max(demand[i], totals[i]), -i))
    return body + text(frame.x(at), frame.y(max(demand[at], totals[at])) - 9, "demand", "t2 halo", "middle")


def _names(frame: _Frame, layers: Sequence[Layer], names: Sequence[str], show: Callable[[float], str]) -> str:
    body, below, middles = "", 0.0, []
    for layer in layers:
        middles.append(frame.y(below + layer.values[-1] / 2))
        below += layer.values[-1]
    apart = 33.0
    places = spread(list(reversed(middles)), apart, frame.top + 8, frame.height - frame.bottom - 16)
    x = frame.left + frame.inner + 8
    for layer, name, y in zip(layers, names, reversed(places), strict=True):
        body += rect(x, y - 8, 4, 28, fill=layer.colour, rx=1)
        body += text(x + 10, y + 4, name, "t b") + text(x + 10, y + 18, f"{show(layer.values[-1])} at the end", "t2")
    return body


def _axis(frame: _Frame, buckets: Buckets) -> str:
    """A label for every nth period, with the year under the first one of each year."""
    room = 46.0 if buckets.monthly else 58.0
    step = max(1, math.ceil(frame.count * room / max(frame.inner, 1)))
    step = next((s for s in (1, 3, 6, 12) if s >= step), 12) if buckets.monthly else step
    body, year = "", ""
    for at in range(0, frame.count, step):
        body += text(frame.x(at), frame.height - 16, buckets.tick(at), "t2", "middle")
        if buckets.year(at) != year:
            year = buckets.year(at)
            body += text(frame.x(at), frame.height - 3, year, "t2", "middle")
    return body


def _columns(
    frame: _Frame,
    layers: Sequence[Layer],
    totals: Sequence[float],
    demand: Sequence[float],
    buckets: Buckets,
    show: Callable[[float], str],
) -> str:
    """Invisible columns that carry the numbers of their period."""
    body, wide = "", frame.inner / max(frame.count - 1, 1)
    for at, total in enumerate(totals):
        rows = " · ".join(f"{layer.name} {show(layer.values[at])}" for layer in reversed(layers))
        words = f"{buckets.long(at)}: {rows} · all {show(total)}, demand {show(demand[at])}"
        left = max(frame.x(at) - wide / 2, frame.left)
        end = min(frame.x(at) + wide / 2, frame.left + frame.inner)
        tall = frame.height - frame.top - frame.bottom
        body += rect(left, frame.top, end - left, tall, fill="transparent", class_="hit", data_t=words)
    return body
