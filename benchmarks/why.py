"""Write docs/why-2023.md from the results of the reference case's scenarios.

python -m benchmarks.why [--results benchmarks/results/scenarios.csv] [--assumptions benchmarks/results/sensitivity.csv]
                         [--decided benchmarks/results/decides.csv] [--out docs/why-2023.md]

Every number and every verdict on the results is computed from them; a sentence that they do not bear out is not
written, or says the opposite. What the plan cannot say, at the end, is from the facts of the case.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "scenarios.csv"
ASSUMPTIONS = ROOT / "benchmarks" / "results" / "sensitivity.csv"
DECIDED = ROOT / "benchmarks" / "results" / "decides.csv"
PAGE = ROOT / "docs" / "why-2023.md"

#: What a scenario changes, in the words of the page.
CHANGES = {
    "base": "as it was: the incentive, 0.6 of it to the brand",
    "no-incentive": "the scheme pays nothing",
    "padget-plus-50": "Padget INR 50 a phone dearer",
    "padget-plus-50-no-incentive": "the same without incentive",
    "padget-plus-100": "Padget INR 100 dearer",
    "padget-plus-200": "Padget INR 200 dearer",
    "padget-plus-300": "Padget INR 300 dearer",
    "padget-minus-50": "Padget INR 50 cheaper",
    "padget-minus-50-no-incentive": "the same without incentive",
    "categories-swapped": "placebo: Bharat FIH domestic, Padget global",
    "domestic-category-for-all": "every maker in the domestic category",
    "share-to-brand-0": "none of the incentive reaches the brand",
    "share-to-brand-0.1": "a tenth of it does",
    "share-to-brand-0.25": "a quarter of it does",
    "share-to-brand-0.5": "half of it does",
    "share-to-brand-1": "all of it does",
    "capacity-half": "half of Padget's lines",
    "capacity-double": "twice Padget's lines",
    "sri-city-open": "Sri City does not close",
    "sri-city-open-no-incentive": "the same without incentive",
    "no-outcomes": "Sri City open, Padget with the lines agreed in 2023",
    "no-outcomes-no-incentive": "the same without incentive",
    "no-outcomes-padget-plus-50": "and Padget INR 50 a phone dearer",
    "no-outcomes-padget-plus-50-no-incentive": "the same without incentive",
    "floor-removed": "global category without the INR 15,000; base year of all phones",
    "domestic-category-for-fih": "Bharat FIH domestic, with its base year",
    "domestic-for-fih-base-0": "Bharat FIH domestic, its base year 0",
    "fih-plus-60-no-incentive": "no incentive, Bharat FIH INR 60 dearer",
    "padget-forbidden": "no phone may be made at Padget",
    "padget-forbidden-no-incentive": "the same without incentive",
    "duties-2017": "the duties of July 2017 throughout",
    "duties-2024-07": "the duties of July 2024 throughout",
    "today": "the split of 2023, five points either way",
}
#: INR a phone: what costs less is undecided, whatever the two plans say.
UNDECIDED = 1.0
#: Pairs of scenarios, and of whom the first has more; what each is about, in words.
CLAIMS = {
    ("no-outcomes", "no-outcomes-no-incentive", "padget"): "Without outcomes, at equal conversion cost",
    ("no-outcomes-padget-plus-50", "no-outcomes-padget-plus-50-no-incentive", "padget"): (
        "Without outcomes, with INR 50 a phone against Padget"
    ),
    ("base", "no-incentive", "padget"): "With what became known, at equal conversion cost",
    ("padget-plus-50", "padget-plus-50-no-incentive", "padget"): (
        "With what became known, with INR 50 a phone against Padget"
    ),
    ("categories-swapped", "base", "bharat-fih"): "The placebo, with the categories swapped",
    ("base", "categories-swapped", "padget"): "The same placebo, for Padget",
}
MAKERS = {"padget": "Padget", "bharat-fih": "Bharat FIH", "dbg": "DBG", "byd-electronic": "BYD", "china-odm": "China"}
METHODS = {
    "pli_dva": "scheme guideline, (sales - imported) / sales",
    "ppp_mii": "public procurement, duties count as imported",
    "advance_authorisation": "advance authorisation, (sales - imports) / imports",
    "aifta_rvc": "regional value content, (sales - imported) / sales",
}


@dataclass(frozen=True)
class Result:
    """One planned scenario."""

    row: Mapping[str, object]

    def number(self, name: str) -> float:
        """A figure of the row."""
        return float(str(self.row[name]))

    def ends(self, maker: str) -> tuple[float, float] | None:
        """Range of a maker's share within INR 5 a phone, percent; None if it was not computed."""
        text = self.row.get(f"{maker} range")
        if not text:
            return None
        low, high = str(text).split("-")
        return float(low), float(high)

    def share(self, maker: str) -> str:
        """34.0 (33.3-34.2); a share whose range is not known is not shown."""
        ends = self.ends(maker)
        return f"{self.number(maker):.1f} ({ends[0]:.1f}-{ends[1]:.1f})" if ends else "not known"


Results = Mapping[str, Result]


def apart(a: Result, b: Result, maker: str) -> bool:
    """Whether the ranges of a maker's share are known and do not overlap."""
    first, second = a.ends(maker), b.ends(maker)
    return first is not None and second is not None and (first[0] > second[1] or second[0] > first[1])


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| --- " * 2 + "| ---: " * (len(head) - 2) + "|"
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def page(found: Results, assumed: pl.DataFrame, decided: pl.DataFrame) -> str:
    """The page from results by scenario, from the rows of `onshore sensitivity` on the base, and from what it costs to
    decide otherwise.
    """
    parts = (_walls, _handicaps, _capacity, _brand_share, _forbidden, _side_by_side)
    lines = [*_opening(found), *_incentive(found, decided), *(line for part in parts for line in part(found))]
    return "\n".join((*lines, *_assumed(assumed), *_limits())).rstrip() + "\n"


def _opening(found: Results) -> Iterator[str]:
    worst = max(found.values(), key=lambda r: r.number("gap"))
    phones = [r.number("phones") for r in found.values()]
    yield "# What moved Xiaomi's phones in India in 2023"
    yield ""
    yield (
        "This page is generated from the plans of `cases/xiaomi-india` (`python -m benchmarks.scenarios`, then "
        "`python -m benchmarks.why`). It says what a plan made from public facts and named assumptions decides, how sure "
        "that is, and what it cannot say."
    )
    yield ""
    yield (
        f"All scenarios make the same volume within {_spread(phones)}. A range is what a share can be in plans that cost "
        "at most INR 5 a phone more; it is an inner range, so the truth is at least this wide. **That the incentive decides "
        "is said only where a share on the other side is proven to cost more**, other differences only where the ranges do "
        "not overlap ([why](decisions/0009-claims-are-proven.md)). Every plan is proven to be within "
        f"{10_000 * worst.number('gap'):.1f} ten-thousandths of the best possible ({worst.row['scenario']} is the worst)."
    )
    yield ""


def _spread(numbers: Sequence[float]) -> str:
    return f"{100 * (max(numbers) - min(numbers)) / max(numbers):.2f}%"


def _table(found: Results, names: Sequence[str]) -> Iterator[str]:
    shares = (f"{name}, %" for name in MAKERS.values())
    head = ("scenario", "what changes", *shares, "INR a phone", "net of incentive", "incentive, crore")
    rows = [
        (
            name, CHANGES[name], *(r.share(maker) for maker in MAKERS), f"{r.number('cost a phone'):,.0f}",
            f"{r.number('net a phone'):,.0f}", f"{r.number('incentive on brand, crore'):,.0f}",
        )
        for name in names
        if (r := found.get(name))
    ]  # fmt: skip
    yield from _grid(head, rows)


def _incentive(found: Results, decided: pl.DataFrame) -> Iterator[str]:
    yield "## The incentive"
    yield ""
    yield (
        "Sri City's closing and the capacity that Padget announced at its opening came after the orders moved: they are "
        "outcomes. So the claim is made without them (`no-outcomes`), and then once more with what became known."
    )
    yield ""
    names = ("no-outcomes", "no-outcomes-no-incentive", "no-outcomes-padget-plus-50",
             "no-outcomes-padget-plus-50-no-incentive", "base", "no-incentive", "padget-plus-50",
             "padget-plus-50-no-incentive", "categories-swapped", "sri-city-open", "sri-city-open-no-incentive",
             "today")  # fmt: skip
    yield from _table(found, names)
    for (first, second, maker), words in CLAIMS.items():
        if first in found and second in found:
            yield f"- {words}: {_claim(found, first, second, maker, decided)}"
    yield ""


def _claim(found: Results, first: str, second: str, maker: str, decided: pl.DataFrame) -> str:
    """What a pair of scenarios says of a maker, from what it costs to decide otherwise."""
    shares = (
        f"{MAKERS[maker]} has {found[first].share(maker)}% in `{first}` and {found[second].share(maker)}% in `{second}`"
    )
    rows = decided.filter(maker=maker).iter_rows(named=True) if len(decided) else ()
    price = {row["scenario"]: row for row in rows if {row["scenario"], row["beside"]} == {first, second}}
    if price.keys() != {first, second}:
        return f"{shares}. What it costs to decide otherwise was not computed, so nothing is said."
    costs = ", ".join(_price(name, row) for name, row in price.items())
    return f"{shares}. {costs[0].upper()}{costs[1:]}: {_verdict(price[first]['least'], price[second]['least'])}."


def _verdict(first: float, second: float) -> str:
    """In words; the two are the least that it costs to decide otherwise in each plan of a pair."""
    if min(first, second) > UNDECIDED:
        return f"**it decides, in all plans that cost up to INR {min(first, second):.1f} a phone more than the best**"
    if first > UNDECIDED:
        return "**it turns a toss-up into a decision**, and no more can be said"
    return "nothing can be said"


def _price(scenario: str, row: Mapping[str, Any]) -> str:
    share, price = f"{row['held']} {100 * row['share']:.0f}%", f"INR {row['price']:.1f}"
    return f"{share} in `{scenario}` costs {price} a phone (proven: {row['least']:.1f} to {row['most']:.1f})"


def _handicaps(found: Results) -> Iterator[str]:
    names = [n for n in ("padget-minus-50", "base", "padget-plus-50", "padget-plus-100", "padget-plus-200",
                         "padget-plus-300") if n in found]  # fmt: skip
    yield "## What conversion cost it takes to undo it"
    yield ""
    yield from _table(found, names)
    base = found["base"].number("padget")
    kept = [
        f"{100 * found[n].number('padget') / base:.0f}% at INR {n.rpartition('-')[2]}" for n in names if "plus" in n
    ]
    if kept:
        yield f"Of its volume in the base Padget keeps {', '.join(kept)} a phone dearer."
        yield ""


def _capacity(found: Results) -> Iterator[str]:
    yield "## How much moves is a capacity row"
    yield ""
    yield from _table(found, ("capacity-half", "base", "capacity-double"))
    if {"capacity-half", "capacity-double"} <= found.keys():
        half, base, double = (found[n] for n in ("capacity-half", "base", "capacity-double"))
        if apart(half, base, "padget") and apart(base, double, "padget"):
            yield (
                "The three ranges do not overlap: the plan fills what lines there are. It does not foretell how many "
                "there will be, so the size of the move is an input, not a finding."
            )
            yield ""


def _brand_share(found: Results) -> Iterator[str]:
    known = {0.0: "share-to-brand-0", 0.1: "share-to-brand-0.1", 0.25: "share-to-brand-0.25", 0.5: "share-to-brand-0.5", 0.6: "base",
             1.0: "share-to-brand-1"}  # fmt: skip
    here = {share: found[name] for share, name in known.items() if name in found}
    yield "## Who keeps the incentive"
    yield ""
    yield from _table(found, [known[share] for share in here])
    if 0.0 in here:
        decided = [share for share, r in here.items() if share > 0 and _narrow(r, here[0.0])]
        if decided:
            yield (
                f"The break-even share lies between {max([s for s in here if s < min(decided)]):g} and {min(decided):g}: "
                f"from {min(decided):g} on Padget is filled whatever else is equal, at 0 it is a toss-up. Who keeps the "
                "incentive is not public."
            )
            yield ""


def _narrow(r: Result, toss_up: Result) -> bool:
    """Whether Padget is filled in one and can be nearly anything in the other."""
    own, wide = r.ends("padget"), toss_up.ends("padget")
    if own is None or wide is None:
        return False
    return own[1] - own[0] < 0.25 * (wide[1] - wide[0]) and own[0] > toss_up.number("padget")


def _forbidden(found: Results) -> Iterator[str]:
    pairs = (("with the incentive", "base", "padget-forbidden"),
             ("without it", "no-incentive", "padget-forbidden-no-incentive"))  # fmt: skip
    there = [pair for pair in pairs if pair[1] in found and pair[2] in found]
    if not there:
        return
    yield "## The price of forbidding the move"
    yield ""
    for words, free, held in there:
        a, b = found[free], found[held]
        phones = a.number("phones")
        price = (b.number("objective") - a.number("objective")) / phones
        least = (b.number("bound") - a.number("objective")) / phones
        most = (b.number("objective") - a.number("bound")) / phones
        yield f"- {words}: INR {price:.1f} a phone, proven to be between {least:.1f} and {most:.1f}"
    yield ""


def _walls(found: Results) -> Iterator[str]:
    """What keeps the other maker from the incentive."""
    names = [n for n in ("base", "floor-removed", "domestic-category-for-fih", "domestic-for-fih-base-0",
                         "domestic-category-for-all") if n in found]  # fmt: skip
    if len(names) < 2:
        return
    yield "## What keeps Bharat FIH from the incentive"
    yield ""
    yield from _table(found, names)
    base = found["base"]
    alone = [n for n in ("floor-removed", "domestic-category-for-fih") if n in names]
    moved = [n for n in alone if apart(base, found[n], "bharat-fih")]
    if alone and not moved:
        yield (
            "Taking away one wall alone, the price floor or the category, moves Bharat FIH's share within what is undecided "
            "anyway: with all phones in its segment its base year is the next wall."
        )
    elif moved:
        yield f"One wall alone moves Bharat FIH's share beyond what is undecided: {', '.join(f'`{n}`' for n in moved)}."
    if "domestic-for-fih-base-0" in found and apart(base, found["domestic-for-fih-base-0"], "bharat-fih"):
        yield (
            "With the base year gone as well, which is no true world, it has "
            f"{found['domestic-for-fih-base-0'].share('bharat-fih')}%."
        )
    yield ""


def _side_by_side(found: Results) -> Iterator[str]:
    """Volume, cost, imports, value added and incentive of every scenario."""
    methods = [m for m in METHODS if f"value addition {m}" in found["base"].row]
    yield "## Side by side"
    yield ""
    yield "Value added by four methods, in percent; a percentage never stands without its method:"
    yield ""
    yield from (f"- `{m}`: {METHODS[m]}" for m in methods)
    yield ""
    head = ("scenario", "what changes", "phones, million", "INR a phone", "net of incentive", "imports, % of material",
            "with imported content, %", *(f"`{m}`" for m in methods), "incentive, crore",
            "exports, thousand")  # fmt: skip
    rows = [
        (
            name, CHANGES.get(name, ""), f"{r.number('phones') / 1e6:.2f}", f"{r.number('cost a phone'):,.0f}",
            f"{r.number('net a phone'):,.0f}", f"{r.number('import share'):.1f}",
            f"{r.number('import share net'):.1f}", *(f"{r.number(f'value addition {m}'):.1f}" for m in methods),
            f"{r.number('incentive on brand, crore'):,.0f}", f"{r.number('exports') / 1e3:,.0f}",
        )
        for name, r in found.items()
    ]  # fmt: skip
    yield from _grid(head, rows)
    if "duties-2017" in found:
        yield _duties(found["base"], found["duties-2017"])
        yield ""


def _duties(base: Result, then: Result) -> str:
    if apart(base, then, "china-odm"):
        return (
            f"With the duties of 2017 China would make {then.share('china-odm')}% of the phones instead of "
            f"{base.share('china-odm')}%."
        )
    return (
        "The duties of 2017 alone move no assembly of phones out of India beyond what is undecided; what they change is "
        f"where parts and boards come from: imports are {then.number('import share'):.1f}% of the material instead of "
        f"{base.number('import share'):.1f}%."
    )


#: What a verdict of `onshore sensitivity` says of an assumption.
VERDICTS = {
    "flips": "Alone, these change who makes the phones",
    "undecided": "These move shares only within what is undecided anyway",
    "none": "These move no share by a point",
}


def _assumed(rows: pl.DataFrame) -> Iterator[str]:
    """How the answer changes over low and high of each assumption."""
    if rows.is_empty():
        return
    names = rows["assumption"].n_unique()
    yield "## If an assumption is otherwise"
    yield ""
    yield (
        f"Each of the {names} assumptions alone, at its low and its high end (`onshore sensitivity cases/xiaomi-india "
        "--within 5`); of all makers the one whose share it moves most, with the range of the base and of that end. "
        "INR a phone: landed cost net of the incentive, less that of the base."
    )
    yield ""
    most = rows.with_columns(far=pl.col("moved").abs()).sort("rank", "side", "far", descending=[False, True, True])
    most = most.unique(["assumption", "side"], keep="first", maintain_order=True)
    for verdict, words in VERDICTS.items():
        chosen = most.filter(verdict=verdict)
        if chosen.is_empty():
            continue
        yield f"**{words}.**"
        yield ""
        body = [_end(row) for row in chosen.iter_rows(named=True)]
        head = ("assumption", "at", "maker", "base, %", "there, %", "INR a phone")
        yield from _grid(head, body)


def _end(row: Mapping[str, Any]) -> tuple[str, ...]:
    """One end of an assumption."""
    words = {"set": "{}", "scale": "times {}", "add": "{} more"}[row["operation"]]
    before = _percent(row["share_base"], row["low_base"], row["high_base"])
    after = _percent(row["share"], row["low"], row["high"])
    cost = "" if row["cost"] is None else f"{row['cost']:+,.0f}"
    maker = row["decision"].split(":")[1]
    return f"`{row['assumption']}`", words.format(f"{row['value']:,.6g}"), maker, before, after, cost


def _percent(share: float, low: float | None, high: float | None) -> str:
    return "not known" if low is None or high is None else f"{100 * share:.1f} ({100 * low:.1f}-{100 * high:.1f})"


def _limits() -> Iterator[str]:
    yield """## What the plan does not explain

- **The fall before Padget opened.** Bharat FIH's orders fell by 70% from 2021 to 2023; Padget's plant opened on 30 November 2023. If the 70% are
  pieces, 7.7 of 14.1 million go with the smaller market, and 5 to 6.4 million went to makers that no incentive list names.
- **Which phones moved, and how many lines were built.** An incentive on value sends the dearest phones first; no public source says which went.
- Wishes, pressure, credit and people are not in the model.

## What public facts can't decide

- Who keeps the incentive, and what conversion costs at each site.
- Capacities at Bharat FIH, DBG and BYD; what Padget makes; consigned or bought terms; ceilings for each company; the base year of the segment.
- Whether Bharat FIH's fall is in pieces or rupees; how much the brand exports.
- What comes after 31 March 2026: nothing notified was found.

[The case](../cases/xiaomi-india/README.md) has the facts, the assumptions and the other scenarios."""


def results(path: Path) -> dict[str, Result]:
    """Results by scenario."""
    return {str(row["scenario"]): Result(row) for row in pl.read_csv(path).to_dicts()}


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--assumptions", type=Path, default=ASSUMPTIONS)
    parser.add_argument("--decided", type=Path, default=DECIDED)
    parser.add_argument("--out", type=Path, default=PAGE)
    options = parser.parse_args()
    text = page(results(options.results), pl.read_csv(options.assumptions), pl.read_csv(options.decided))
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
