"""Law on a page: what an import pays and why, its history, reliefs and schemes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onshore.cli.console import Console, Table
from onshore.policy import Levy, Stack

__all__ = ["Page"]

_CRORE = 1e7
_COUNTRIES = {"IN": "India"}
_KINDS = {
    "authorisation": "duty-free inputs",
    "bonded": "deferred duty",
    "drawback": "share of FOB paid back",
    "remission": "share of FOB paid back",
}
_BASES = {"basic": "CIF", "surcharge": "basic duty", "recoverable": "CIF and duties"}
_NAMES = {"basic": "Basic duty", "surcharge": "Surcharge", "recoverable": "Tax, credited"}


def _percent(rate: float | None) -> str:
    return "not known" if rate is None else f"{100 * rate:.4g}%"


def _end(levy: Levy) -> str:
    return str(levy.last) if levy.last else "open"


def _known(levy: Levy) -> str:
    return str(levy.known_until or levy.last)


def _cite(source: str) -> str:
    """Sources as people read them: without the mark before each key."""
    return source.replace("S:", "")


class Page:
    """Writes each part to a console."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def stack(self, paid: Stack, later: Sequence[Levy]) -> None:
        """The levies with what each comes to, then their instruments, and what comes next."""
        origin = "any country" if paid.origin == "*" else paid.origin
        goods = paid.item if paid.item == paid.duty_class else f"{paid.item} ({paid.duty_class})"
        self.console.say(f"{goods}, imported into {_COUNTRIES[paid.destination]} from {origin} on {paid.on}.", "strong")
        if paid.display is not None:
            self.console.say(f"The kit: {paid.display.why} ({_cite(paid.display.source)}).")
        self.console.say()
        amounts = paid.amounts(100.0)
        body = []
        for row in paid.rows:
            spans = [str(row.first), _end(row), _known(row), row.confidence]
            body.append([_NAMES[row.kind], _percent(row.rate), _BASES[row.kind], f"{amounts[row.kind]:.2f}", *spans])
            if row.kind == "surcharge":
                body.append(["Duty that is sunk", "", "", f"{100 * paid.sunk:.2f}", "", "", "", ""])
        head = ("Levy", "rate", "of", "on CIF 100", "from", "to", "known until", "confidence")
        self.console.table(Table(head, body, frozenset((0, 2, 4, 5, 6, 7))))
        self.console.say()
        for row in paid.rows:
            self._cited(row)
        for row in later[:1]:
            rate = _percent(row.rate)
            self.console.say(
                f"Next: the basic duty becomes {rate} on {row.first}, {row.instrument} ({row.confidence})."
            )

    def _cited(self, row: Levy) -> None:
        hs = f"; headings {', '.join(row.hs)}" if row.hs else ""
        condition = f" On condition: {row.condition}." if row.condition else ""
        text = (
            f"{_NAMES[row.kind]}: {row.instrument}{hs}. {_capital(row.scope)}.{condition} Source: {_cite(row.source)}."
        )
        self.console.say(text, point=True)

    def timeline(self, goods: str, history: Sequence[Levy]) -> None:
        """Every row of the basic duty, and what is not known."""
        self.console.say(f"Basic duty of {goods}, imported into India, of the CIF value.", "strong")
        self.console.say()
        body = []
        former: dt.date | None = None
        for row in history:
            if former is not None and row.first > former + dt.timedelta(days=1):
                body.append(
                    [str(former + dt.timedelta(days=1)), str(row.first - dt.timedelta(days=1)), "not known"] + [""] * 4
                )
            body.append(
                [
                    str(row.first),
                    _end(row),
                    _percent(row.rate),
                    _known(row),
                    row.confidence,
                    row.instrument,
                    _cite(row.source),
                ]
            )
            former = row.end
        head = ("From", "to", "rate", "known until", "confidence", "instrument", "source")
        self._wide(head, body, {0, 1, 3, 4, 5, 6})
        for scope in dict.fromkeys(_scope(row) for row in history):
            self.console.say(scope, point=True)

    def _wide(self, head: Sequence[str], body: list[list[str]], words: set[int]) -> None:
        """A table whose last columns move to points below where they would not fit."""
        self.console.table(Table(head[:-2], [row[:-2] for row in body], frozenset(words)))
        self.console.say()
        for row in body:
            if row[-1]:
                self.console.say(f"From {row[0]}: {row[-2] or 'instrument not seen'}. Source: {row[-1]}.", point=True)

    def reliefs(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """What an exporter of the goods need not pay or gets back."""
        rows = list(rows)
        if not rows:
            return
        self.console.heading("Reliefs when it is exported, or made for export")
        for row in rows:
            parts = [f"{row['name']}: {_KINDS[row['kind']]}"]
            if row["kind"] in ("drawback", "remission"):
                cap = "cap not known" if row["cap"] is None else f"at most INR {row['cap']:g} a piece"
                parts.append(f"rate {_percent(row['rate'])}, {cap}")
            if row["value_addition"] is not None:
                parts.append(f"value addition at least {_percent(row['value_addition'])} of the CIF value")
            for name, words in (("import_months", "inputs imported"), ("export_months", "goods exported")):
                if row[name] is not None:
                    parts.append(f"{words} within {row[name]} months")
            text = f"{', '.join(parts)}. {_capital(row['terms'])}."
            if row["no_stacking"]:
                text += f" Not beside {row['no_stacking'].replace('; ', ', ')}."
            self.console.say(f"{text} {_dated(row)}", point=True)

    def schemes(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Incentives on making the goods, a category a point."""
        by: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for row in rows:
            by.setdefault((row["scheme"], row["category"]), []).append(row)
        if by:
            self.console.heading("Schemes for making it in the country")
        for (scheme, category), years in by.items():
            self.console.say(f"{scheme}, {category}: {_terms(years)} {_dated(years[-1])}", point=True)

    def notes(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """What is said wrongly about the goods."""
        rows = list(rows)
        if rows:
            self.console.heading("Said wrongly")
        for row in rows:
            self.console.say(
                f"{row['wrong']}{_said_by(row)} {row['right']} Source: {_cite(row['source'])}.", point=True
            )

    def sources(self, addresses: Mapping[str, str]) -> None:
        """Where to look, a line each."""
        self.console.heading("Sources")
        for key, address in addresses.items():
            self.console.line(f"{key}: {address}")


def _scope(row: Levy) -> str:
    hs = f" Headings {', '.join(row.hs)}." if row.hs else ""
    condition = f" On condition: {row.condition}." if row.condition else ""
    return f"{_capital(row.scope)}.{hs}{condition}"


def _said_by(row: Mapping[str, Any]) -> str:
    return f" ({_cite(row['said_by'])})" if row["said_by"] else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _dated(row: Mapping[str, Any]) -> str:
    """Span, instrument, confidence and source of a row."""
    span = f"From {row['from']}" if row["from"] else "First day not known"
    if row["to"]:
        span += f" to {row['to']}"
    if row["known_until"]:
        span += f", known until {row['known_until']}"
    instrument = f"; {row['instrument']}" if row["instrument"] else ""
    return f"{span}{instrument}; confidence {row['confidence']}. Source: {_cite(row['source'])}."


def _terms(years: Sequence[Mapping[str, Any]]) -> str:
    """Rates, thresholds and exclusions of a category in sentences."""
    first = years[0]
    if first["status"] == "proposed":
        return f"proposed only, pays nothing. {_capital(first['terms'])}."
    said = [_rates(years)]
    for name, words in (
        ("sales_threshold", "sales over the base year"),
        ("investment_threshold", "cumulative investment"),
    ):
        amounts = [row[name] for row in years if row[name] is not None]
        if amounts:
            said.append(f"{words} at least INR {_series(amounts, _CRORE)} crore")
    if first["capex_rate"] is not None:
        said.append(f"{_percent(first['capex_rate'])} of capital expenditure")
    if first["invoice_floor"] is not None:
        said.append(f"pieces invoiced at INR {first['invoice_floor']:,.0f} or more")
    if first["base_year"]:
        said.append(f"base year {first['base_year']}")
    if first["first_years"]:
        said.append(f"first year {first['first_years'].replace('; ', ' or ')}")
    if first["ceiling"] is None and first["kind"] == "turnover":
        said.append("ceiling of a company not known")
    if first["excludes_contract_making"]:
        said.append("making through a contract manufacturer does not count")
    if first["no_stacking"]:
        said.append("no second incentive on the same sales or investment")
    terms = f" {_capital(first['terms'])}." if first["terms"] else ""
    return f"{'; '.join(filter(None, said))}.{terms}"


def _rates(years: Sequence[Mapping[str, Any]]) -> str:
    if years[0]["kind"] == "capex":
        return ""
    if all(row["rate"] is not None for row in years):
        return f"{_series([row['rate'] for row in years], 0.01)}% of sales over the base year, by the applicant's year"
    low, high = years[0]["rate_low"], years[0]["rate_high"]
    seen = "" if low is None or high is None else f"; {100 * low:g} to {100 * high:g}% is reported"
    return f"rates by year not known{seen}"


def _series(amounts: Sequence[float], unit: float) -> str:
    return " / ".join(
        f"{amount / unit:,.4g}" if amount / unit < 1000 else f"{amount / unit:,.0f}" for amount in amounts
    )
