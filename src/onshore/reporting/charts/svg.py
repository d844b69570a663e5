"""SVG by hand. Colours are CSS variables, so one drawing serves light, dark and print; text is never
scaled.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from html import escape

from onshore.reporting.html import Html

__all__ = ["drawing", "fmt", "rect", "spread", "tag", "text", "tri", "width_of"]

#: Widths at which a chart over the whole page, or over 7 or 5 of 12 columns, is drawn: wide, middle, phone.
FULL, SEVEN, FIVE = (1070, 780, 330), (588, 780, 330), (406, 780, 330)
NARROW = 480


def fmt(value: float) -> str:
    """A coordinate with at most one decimal."""
    shown = f"{value:.1f}"
    return "0" if shown == "-0.0" else shown.removesuffix(".0")


def tag(name: str, body: str = "", /, **attributes: object) -> str:
    """An element; `class_` is class, other underscores are hyphens, None is left out."""
    pairs = ((k.rstrip("_").replace("_", "-"), v) for k, v in attributes.items() if v is not None)
    shown = "".join(f' {k}="{escape(fmt(v) if isinstance(v, float) else str(v))}"' for k, v in pairs)
    return f"<{name}{shown}>{body}</{name}>" if body else f"<{name}{shown}/>"


def text(x: float, y: float, words: object, cls: str = "t", anchor: str | None = None) -> str:
    """A line of text, escaped."""
    return tag("text", escape(str(words)), x=float(x), y=float(y), class_=cls, text_anchor=anchor)


def rect(x: float, y: float, width: float, height: float, **attributes: object) -> str:
    """A rectangle."""
    return tag("rect", x=float(x), y=float(y), width=float(width), height=float(height), **attributes)


def drawing(width: float, height: float, body: str, title: str, more: str = "") -> str:
    """A chart with its title for those who cannot see it; the same input gives the same bytes."""
    name = f"t{zlib.crc32(f'{title}{width}{height}{body}'.encode())}"
    words = escape(title + (f". {more}" if more else ""))
    return (
        f'<svg viewBox="0 0 {fmt(width)} {fmt(height)}" width="{fmt(width)}" '
        f'height="{fmt(height)}" role="img" '
        f'aria-labelledby="{name}"><title id="{name}">{words}</title>{body}</svg>'
    )


def tri(draw: Callable[[int], str], widths: tuple[int, int, int] = FULL) -> Html:
    """Drawn three times; CSS shows the one that fits the window."""
    parts = (f'<div class="fig-{k}">{draw(w)}</div>' for k, w in zip("wmn", widths, strict=True))
    return Html("".join(parts))


def width_of(words: str, size: float = 12.5, *, bold: bool = False) -> float:
    """About how wide a line of text is, in pixels."""
    return len(words) * size * (0.56 if bold else 0.53)


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Places of labels: in the given order, at least `apart` from each other, between `low` and `high` if
    there is room.
    """
    placed = list(wanted)
    for i in range(len(placed)):
        placed[i] = max(placed[i], low if i == 0 else placed[i - 1] + apart)
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], high if i == len(placed) - 1 else placed[i + 1] - apart)
    return placed
