"""Parts of a page: escaping, tables, numbers that open, sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

__all__ = ["Html", "Page", "esc", "join", "labelled", "stacked", "table"]


class Html(str):
    """Text that is markup already; every other text is escaped where it enters a page."""

    __slots__ = ()


def esc(value: object) -> Html:
    """Markup as it is, anything else escaped."""
    return value if isinstance(value, Html) else Html(escape(str(value)))


def join(*parts: object) -> Html:
    """Parts one after another, each escaped unless it is markup."""
    return Html("".join(esc(p) for p in parts))


def table(
    head: Sequence[object],
    body: Sequence[Sequence[object]],
    foot: Sequence[object] | None = None,
    *,
    words: frozenset[int] = frozenset((0,)),
    kind: str = "",
) -> Html:
    """A table: columns in `words` hold text (left), the others numbers (right)."""

    def row(cells: Sequence[object], tag: str, cls: str = "") -> str:
        inner = "".join(f"<{tag}{'' if i in words else ' class=r'}>{esc(c)}</{tag}>" for i, c in enumerate(cells))
        return f"<tr{cls}>{inner}</tr>"

    rows = "".join(row(b, "td") for b in body)
    total = row(foot, "td", " class=sum") if foot is not None else ""
    named = f' class="{kind}"' if kind else ""
    return Html(f"<table{named}><thead>{row(head, 'th')}</thead><tbody>{rows}{total}</tbody></table>")


def labelled(word: str, value: object) -> Html:
    """A cell with its column's name, which shows where the table is stacked."""
    return join(Html('<span class="lab">'), word[:1].lower() + word[1:], Html(" </span>"), value)


def stacked(
    head: Sequence[object],
    body: Sequence[Sequence[object]],
    foot: Sequence[object] | None = None,
    *,
    words: frozenset[int] = frozenset((0,)),
) -> Html:
    """A table whose rows stand one under another on a phone, each cell with its column's name."""

    def row(cells: Sequence[object]) -> tuple[object, ...]:
        return cells[0], *(labelled(str(name), cell) for name, cell in zip(head[1:], cells[1:], strict=True))

    return table(head, [row(cells) for cells in body], foot and row(foot), words=words, kind="stack")


def details(inner: object, label: str = "Show the numbers") -> Html:
    """A table that opens under its chart."""
    return join(
        Html('<details class="data"><summary>'),
        label,
        Html('</summary><div class="tw">'),
        inner,
        Html("</div></details>"),
    )


def card(*inner: object, kind: str = "card") -> Html:
    """A framed block."""
    return join(Html(f'<div class="{kind}">'), *inner, Html("</div>"))


def block(heading: object, lead: object, *inner: object) -> Html:
    """A finding as heading, a line under it, and what shows it."""
    return join(Html("<h2>"), heading, Html('</h2><p class="lead">'), lead, Html("</p>"), *inner)


def section(*inner: object) -> Html:
    """One finding over the whole width."""
    return join(Html("<section>"), *inner, Html("</section>"))


def pair(left: object, right: object) -> Html:
    """Two findings side by side, 7 to 5."""
    return join(Html('<section class="g2"><div>'), left, Html("</div><div>"), right, Html("</div></section>"))


def keys(*entries: tuple[str, str]) -> Html:
    """What marks mean: (style of the mark, words)."""
    spans = "".join(f'<span><i style="{escape(style)}"></i>{escape(words)}</span>' for style, words in entries)
    return Html(f'<div class="key">{spans}</div>')


@dataclass
class Page:
    """Collects the numbers that open, in the order in which they appear."""

    opened: dict[str, tuple[str, Html, str]] = field(default_factory=dict)

    def opens(self, label: str, key: str, title: str, rows: Html, source: str) -> Html:
        """A number that shows the rows it is made of; `key` tells the same number apart from others."""
        self.opened.setdefault(key, (title, rows, source))
        letter = _letter(list(self.opened).index(key))
        return Html(f'<button class="n" popovertarget="w-{escape(key)}" data-k="{letter}">{escape(label)}</button>')

    def popovers(self) -> Html:
        """All tables that open."""
        parts = (
            f'<div popover id="w-{escape(k)}"><h4>{escape(t)}</h4>{rows}<p class="src">{escape(src)}</p></div>'
            for k, (t, rows, src) in self.opened.items()
        )
        return Html("".join(parts))

    def workings(self) -> Html:
        """The same tables for print, lettered."""
        parts = (
            f'<div class="pop"><b>{_letter(i)}. {escape(t)}</b>{rows}<small>{escape(src)}</small></div>'
            for i, (t, rows, src) in enumerate(self.opened.values())
        )
        return Html(f'<section class="works"><h2>Workings</h2><div class="cols">{"".join(parts)}</div></section>')


def _letter(index: int) -> str:
    return chr(97 + index) if index < 26 else chr(96 + index // 26) + chr(97 + index % 26)
