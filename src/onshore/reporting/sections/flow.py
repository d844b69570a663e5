"""Where the material comes from, who turns it into goods, and where they go; and which parts are imported."""

from __future__ import annotations

import polars as pl

from onshore import measures as kpi
from onshore.reporting.charts.sankey import Link, Node, sankey
from onshore.reporting.charts.svg import SEVEN, tri
from onshore.reporting.html import Html, block, card, details, pair, table
from onshore.reporting.numbers import fit, percent
from onshore.reporting.story import Story
from onshore.reporting.subject import Subject
from onshore.reporting.words import country

__all__ = ["finding", "import_finding", "links", "section"]

_MOST, _MOST_PARTS = 6, 8
_OTHERS = "others"


def links(subject: Subject) -> pl.DataFrame:
    """Flows with markets as countries where there are several, else as places; small ends are one."""
    rows = kpi.flows(subject.network, subject.plan)
    where = dict(subject.network.sites.select("site", "country").iter_rows())
    markets = rows.filter(stage="market")
    if len({where[m] for m in markets["target"]}) > 1:
        markets = markets.with_columns(pl.col("target").replace_strict(where, default=None))
    rows = pl.concat([rows.filter(stage="material"), markets])
    rows = _few(_few(rows, "material", "source"), "market", "target")
    rows = _few(_few(rows, "material", "target"), "market", "source", keep=_makers(rows))
    return rows.group_by("stage", "source", "target").agg(pl.col("value").sum()).sort("stage", "source", "target")


def _makers(rows: pl.DataFrame) -> list[str]:
    return _largest(rows.filter(stage="material"), "target")


def _largest(rows: pl.DataFrame, column: str) -> list[str]:
    worth = rows.group_by(column).agg(pl.col("value").sum()).sort("value", column, descending=[True, False])
    names = worth[column].to_list()
    return names if len(names) <= _MOST + 1 else names[:_MOST]


def _few(rows: pl.DataFrame, stage: str, column: str, keep: list[str] | None = None) -> pl.DataFrame:
    """All but the largest names of a column become `others`."""
    kept = keep or _largest(rows.filter(stage=stage), column)
    named = (
        pl.when((pl.col("stage") != stage) | pl.col(column).is_in(kept)).then(pl.col(column)).otherwise(pl.lit(_OTHERS))
    )
    return rows.with_columns(named.alias(column))


def finding(rows: pl.DataFrame, home: str) -> str:
    """The heading: which country sends most material, and the part of the home country or the next one."""
    worth = rows.filter(stage="material").group_by("source").agg(pl.col("value").sum())
    worth = worth.sort("value", "source", descending=[True, False])
    total = float(worth["value"].sum())
    if total <= 0:
        return "Nothing is bought"
    parts = {s: v / total for s, v in worth.iter_rows()}
    most = next(s for s in parts if s != _OTHERS or len(parts) == 1)
    first = f"{country(most)} {'supplies' if most == home else 'sends'} {percent(parts[most])} of the material"
    second = home if home in parts and most != home else next((s for s in parts if s not in (most, _OTHERS)), "")
    return f"{first}, {country(second)} {percent(parts[second])}" if second else first


def import_finding(gross: float | None, net: float | None, largest: str) -> str:
    """The heading of the parts: imported share without and with what is inside local parts, and the largest
    import.
    """
    if gross is None or net is None:
        return "Nothing is imported or bought at home"
    first = f"{percent(gross)} of material is imported"
    if percent(net) != percent(gross):
        first += f", {percent(net)} with what is inside local parts"
    return first + (f"; {largest} is the largest import" if largest else "")


def section(story: Story) -> Html:
    """Sankey and table of parts."""
    rows = links(story.plan)
    if rows.is_empty():
        return Html("")
    return pair(_flow(story, rows), _parts(story))


def _flow(story: Story, rows: pl.DataFrame) -> Html:
    subject, numbers = story.plan, story.numbers
    home = kpi.home(subject.network)
    columns = _columns(subject, rows, home)
    names = {n.key: n.name for column in columns for n in column}
    ribbons = [_link(subject, r) for r in rows.iter_rows(named=True)]
    heads = ("Origin of material", "Manufacturer", "Market")

    def draw(width: int) -> str:
        return sankey(
            width,
            columns=columns,
            links=ribbons,
            heads=heads,
            title="Material value from its origin through manufacturers to markets",
            unit=numbers.big_unit,
            show=numbers.big,
        )

    lead = (
        f"{numbers.big_unit}, all goods over the whole horizon. Material at the price paid; "
        "onward it is split by the standard "
        "value of the pieces that reach each market."
    )
    listing = [(names[k.source], names[k.target], numbers.big(k.value)) for k in ribbons]
    shown = table(("From", "To", numbers.big_unit), listing, words=frozenset((0, 1)))
    return block(finding(rows, home), lead, card(tri(draw, SEVEN), details(shown)))


def _columns(subject: Subject, rows: pl.DataFrame, home: str) -> list[list[Node]]:
    def ordered(stage: str, column: str) -> list[str]:
        worth = rows.filter(stage=stage).group_by(column).agg(pl.col("value").sum())
        names = worth.sort("value", column, descending=[True, False])[column].to_list()
        return [n for n in names if n != _OTHERS] + [n for n in names if n == _OTHERS]

    sites = dict(subject.network.sites.select("site", pl.coalesce("name", "site")).iter_rows())

    def place(key: str, prefix: str) -> Node:
        name = "All others" if key == _OTHERS else sites.get(key, country(key))
        return Node(f"{prefix}:{key}", name, "var(--ink-2)" if key == home else "var(--m-other)")

    makers = [
        Node(f"m:{k}", "All others" if k == _OTHERS else subject.name(k), subject.colour(k))
        for k in ordered("material", "target")
    ]
    return [
        [place(k, "o") for k in ordered("material", "source")],
        makers,
        [place(k, "d") for k in ordered("market", "target")],
    ]


def _link(subject: Subject, row: dict[str, object]) -> Link:
    first = row["stage"] == "material"
    source, target = str(row["source"]), str(row["target"])
    maker = target if first else source
    ends = (f"o:{source}", f"m:{target}") if first else (f"m:{source}", f"d:{target}")
    return Link(*ends, float(str(row["value"])), subject.colour(maker))


def _parts(story: Story) -> Html:
    subject = story.plan
    rows = kpi.imports(subject.network, subject.plan)
    abroad = rows.filter(pl.col("imported"))
    largest = subject.item(abroad["item"][0]) if len(abroad) else ""
    heading = import_finding(subject.value("import_share"), subject.value("import_share_net"), largest)
    return block(heading, _method(story), card(_table(story, rows), kind="card tw"), _more(len(rows)))


def _more(count: int) -> Html:
    return (
        Html("")
        if count <= _MOST_PARTS
        else Html(f'<p class="note">The largest {_MOST_PARTS} of {count} rows are named.</p>')
    )


def _table(story: Story, rows: pl.DataFrame) -> Html:
    numbers, shown, rest = story.numbers, rows.head(_MOST_PARTS), rows.slice(_MOST_PARTS)
    named = [(story.plan.item(i), country(c)) for i, c in shown.select("item", "origin").iter_rows()]
    parts = [shown.slice(i, 1) for i in range(len(shown))] + ([rest] if len(rest) else [])
    worth = [float(p["worth"].sum()) for p in parts]
    large, shares = fit([w / numbers.scale for w in worth]), fit([100 * w / sum(worth) for w in worth], 1)
    body = [
        (*name, numbers.group(big), f"{share:.1f}%", _inside(part))
        for name, big, share, part in zip([*named, ("All others", "")], large, shares, parts, strict=False)
    ]
    foot = ("All", "", numbers.group(sum(large)), "100%", _inside(rows))
    return table(("Part", "From", numbers.big_unit, "Share", "Imported"), body, foot, words=frozenset((0, 1)))


def _inside(rows: pl.DataFrame) -> str:
    """How much of it is imported, with what is inside local parts."""
    worth = float(rows["worth"].sum())
    abroad = float(rows.filter(pl.col("imported"))["worth"].sum()) + float(rows["content"].sum())
    return percent(abroad / worth) if worth else "0%"


def _method(story: Story) -> str:
    first = "Imports at CIF, local purchases at their price."
    bought = [story.plan.value(f"value_addition:pli_dva_bought_{side}") for side in ("gross", "net")]
    if bought[0] is None or bought[1] is None:
        return first
    return (
        f"{first} Value added at home by the guideline (pli_dva), on what is bought, used or not: {percent(bought[0])} "
        f"gross, {percent(bought[1])} net of imported content in local parts."
    )
