"""Is it proven: the best plan found and the amount that no plan can go below, as the search went."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from onshore.reporting.charts.area import ceiling
from onshore.reporting.charts.svg import NARROW, drawing, fmt, tag, text, width_of

__all__ = ["Point", "drawn", "steps"]

Point = tuple[float, float | None, float | None]


def drawn(points: Sequence[Point]) -> float:
    """Over which share of the axis of time `steps` draws the best plan; before that it lies beyond the frame."""
    low, high = _window(points, *_end(points))
    begin = min((t for t, best, _ in points if best is not None and low <= best <= high), default=points[-1][0])
    return 1 - math.sqrt(begin / max(points[-1][0], 1e-9))


def _end(points: Sequence[Point]) -> tuple[float, float]:
    """The best plan and the bound at the end."""
    _, best, bound = points[-1]
    return best or 0.0, bound if bound is not None else best or 0.0


def steps(width: int, *, points: Sequence[Point], unit: str, title: str, show: Callable[[float], str]) -> str:
    """Two stepped lines over a root time axis. What lies far from the end is cut off at the edge of the
    frame.
    """
    narrow = width < NARROW
    last = points[-1]
    best, bound = _end(points)
    low, high = _window(points, best, bound)
    labels = (f"best plan {show(best)}", f"none below {show(bound)}")
    left, right = 10 + width_of(show(high), 11.5), max(width_of(w, bold=True) for w in labels) + 20
    top, bottom, height = 26.0, 26.0, 250.0 if narrow else 380.0
    inner, tall = width - left - right, height - top - bottom

    def x(seconds: float) -> float:
        return left + inner * math.sqrt(seconds / max(last[0], 1e-9))

    def y(value: float) -> float:
        return top + tall * (1 - (min(max(value, low), high) - low) / (high - low))

    body = text(0, 12, unit, "t2") + _grid(low, high, left, inner, y, show)
    dashed = {"stroke": "var(--ink-2)", "stroke_width": 1.5, "stroke_dasharray": "4 3"}
    body += tag("path", d=_path(points, 2, x, y, (low, high)), fill="none", **dashed)
    body += tag("path", d=_path(points, 1, x, y, (low, high)), fill="none", stroke="var(--accent)", stroke_width=2.25)
    ya, yb = y(best), y(bound)
    if yb - ya < 18:
        middle = (ya + yb) / 2
        ya, yb = middle - 9, middle + 9
    ya, yb = max(ya, top + 4), min(yb, height - bottom)
    body += text(left + inner + 10, ya + 4, labels[0], "t b") + text(left + inner + 10, yb + 4, labels[1], "t2")
    body += _seconds(last[0], narrow, x, height)
    return drawing(width, height, body, title, unit)


def _window(points: Sequence[Point], best: float, bound: float) -> tuple[float, float]:
    """The part of the axis that is shown: three times what the second half of the search moved in."""
    values = [v for p in points for v in p[1:] if v is not None]
    reach = max(abs(best - bound), 1e-4 * abs(best), 1e-9)
    near = [v for v in values if abs(v - best) <= max(0.06 * abs(best), 8 * reach)]
    low, high = min([*near, bound]), max([*near, best])
    edge = 0.08 * max(high - low, reach)  # a plan proven to the last rupee still gets an axis
    return low - edge, high + edge


def _grid(
    low: float,
    high: float,
    left: float,
    inner: float,
    y: Callable[[float], float],
    show: Callable[[float], str],
) -> str:
    _, step = ceiling(high - low)
    body, value, seen = "", math.ceil(low / step) * step, set()
    while value <= high:
        if show(value) not in seen:
            body += tag("line", x1=left, x2=left + inner, y1=y(value), y2=y(value), class_="grid")
            body += text(left - 6, y(value) + 4, show(value), "t2 num", "end")
            seen.add(show(value))
        value += step
    return body


def _path(
    points: Sequence[Point],
    which: int,
    x: Callable[[float], float],
    y: Callable[[float], float],
    window: tuple[float, float],
) -> str:
    """Steps from where the line comes into the window to the end."""
    path, before = "", False
    for point in points:
        value = point[which]
        if value is None:
            continue
        inside = window[0] <= value <= window[1]
        if path:
            path += f"H{fmt(x(point[0]))}V{fmt(y(value))}"
        elif inside:
            edge = y(window[1] if which == 1 else window[0]) if before else y(value)
            path = f"M{fmt(x(point[0]))} {fmt(edge)}V{fmt(y(value))}"
        before = True
    return path + f"H{fmt(x(points[-1][0]))}" if path else "M0 0"


def _seconds(end: float, narrow: bool, x: Callable[[float], float], height: float) -> str:
    wanted = (0, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600)
    body, before = "", -100.0
    for seconds in wanted:
        if seconds <= end and x(seconds) - before > (56 if narrow else 44):
            body += text(x(seconds), height - 8, f"{seconds} s", "t2", "middle")
            before = x(seconds)
    return body
