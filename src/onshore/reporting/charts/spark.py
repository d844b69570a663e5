"""A small line beside a number, with the baseline as a dashed line."""

from __future__ import annotations

from collections.abc import Sequence

from onshore.reporting.charts.svg import fmt, tag
from onshore.reporting.html import Html

__all__ = ["spark"]

WIDTH, HEIGHT = 132, 26


def spark(values: Sequence[float], base: float | None = None) -> Html:
    """`values` over time; nothing if there are fewer than two."""
    if len(values) < 2:
        return Html("")
    shown = [*values, base] if base is not None else list(values)
    low, high = min(shown), max(shown)
    wide = (high - low) or 1.0

    def x(i: int) -> float:
        return 2 + i * (WIDTH - 6) / (len(values) - 1)

    def y(value: float) -> float:
        return 3 + (HEIGHT - 6) * (1 - (value - low) / wide)

    body = ""
    if base is not None:
        body += tag("line", x1=0, x2=WIDTH, y1=y(base), y2=y(base), stroke="var(--rule-2)", stroke_dasharray="2 2")
    points = " ".join(f"{fmt(x(i))},{fmt(y(v))}" for i, v in enumerate(values))
    body += tag(
        "polyline",
        points=points,
        fill="none",
        stroke="var(--ink-2)",
        stroke_width=1.5,
        stroke_linejoin="round",
    )
    body += tag("circle", cx=x(len(values) - 1), cy=y(values[-1]), r=2.4, fill="var(--ink-2)")
    box = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return Html(f'<svg class="spark" {box} aria-hidden="true">{body}</svg>')
