"""Law on a page: what an import pays and why, its history, reliefs and schemes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onshore.cli.console import Console, Table
from onshore.policy import Levy, Stack

__all__ = ["Page"]

_CRORE = 1e7
_DAY = dt.timedelta(days=1)
_COUNTRIES = {
    "IN": "India", "US": "the United States", "EU": "the European Union", "GB": "the United Kingdom",
    "AE": "the United Arab Emirates",
}  # fmt: skip
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
    return str(levy.known_until or levy.last or "not said")


def _cite(source: str) -> str:
    """Sources as people read them: without the mark before each key."""
    return source.replace("S:", "")


def _way(into: str, origin: str, network: str | None) -> str:
    """From where to where goods go, and whose rows are looked at."""
    whence = "any country" if origin == "*" else origin
    of = "" if network is None else f", as the network {network} has it"
    return f"imported into {_COUNTRIES.get(into, into)} from {whence}{of}"


class Page:
    """Writes each part to a console."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def stack(self, paid: Stack, later: Sequence[Levy], network: str | None = None) -> None:
        """The levies with what each comes to, then their instruments, and what comes next."""
        goods = paid.item if paid.item == paid.duty_class else f"{paid.item} ({paid.duty_class})"
        self.console.say(f"{goods}, {_way(paid.destination, paid.origin, network)}, on {paid.on}.", "strong")
        if paid.display is not None:
            self.console.say(f"The kit: {paid.display.why} ({_cite(paid.display.source)}).")
        self.console.say()
        amounts = paid.amounts(100.0)
        sunk = ["Duty that is sunk", "", "", f"{100 * paid.sunk:.2f}", "", "", "", ""]
        body = []
        for row in paid.rows:
            spans = [str(row.first), _end(row), _known(row), row.confidence or "not said"]
            body.append([_NAMES[row.kind], _percent(row.rate), _BASES[row.kind], f"{amounts[row.kind]:.2f}", *spans])
        body.insert(sum(row.kind != "recoverable" for row in paid.rows), sunk)
        head = ("Levy", "rate", "of", "on CIF 100", "from", "to", "known until", "confidence")
        self.console.table(Table(head, body, frozenset((0, 2, 4, 5, 6, 7))))
        self.console.say()
        for row in paid.rows:
            self.console.say(f"{_NAMES[row.kind]}: {_cited(row, row.scope)}", point=True)
        absent = [_NAMES[kind] for kind in _NAMES if kind not in {row.kind for row in paid.rows}]
        if absent:
            self.console.say(f"{' and '.join(absent)}: the data has no row, so none is reckoned with.", point=True)
        for row in later[:1]:
            by = ", ".join(filter(None, (row.instrument, f"confidence {row.confidence}" if row.confidence else "")))
            rate = f"the basic duty becomes {_percent(row.rate)} on {row.first}"
            self.console.say(f"Next: {rate}{f' ({by})' if by else ''}.")

    def timeline(
        self, goods: str, history: Sequence[Levy], origin: str = "*", into: str = "IN", network: str | None = None
    ) -> None:
        """Every row of the basic duty with what is said of it alone, and what is not known."""
        self.console.say(f"Basic duty of {goods}, {_way(into, origin, network)}: of the CIF value.", "strong")
        shared = [part for part in _parts(history[0]) if all(part in _parts(row) for row in history)]
        hs = {row.hs for row in history}
        headings = f"Headings {', '.join(*hs)}" if len(hs) == 1 and hs != {()} else ""
        if shared or headings:
            self.console.say(" ".join(f"{_capital(text)}." for text in ("; ".join(shared), headings) if text))
        self.console.say()
        several = len({(row.duty_class, row.origin) for row in history}) > 1
        self.console.table(_steps(history, several))
        self.console.say()
        for row in history:
            own = "; ".join(part for part in _parts(row) if part not in shared)
            of = f" ({_of(row)})" if several else ""
            self.console.say(f"From {row.first}{of}: {_cited(row, own, headings=not headings)}", point=True)
        if several:
            self.console.say("On a day the row of the class goes before that of all goods, then that of the origin.")
        self.console.say("Surcharge and tax come on top: `onshore policy show` has them by day.")

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
        if addresses:
            self.console.heading("Sources")
        for key, address in addresses.items():
            self.console.line(f"{key}: {address}")


def _steps(history: Sequence[Levy], several: bool) -> Table:
    """Rates by span, with what lies between them; `several`: of several goods or origins, which overlap."""
    body: list[list[str]] = []
    former: dt.date | None = None
    for row in history:
        if former is not None and not several and row.first > former + _DAY:
            body.append([str(former + _DAY), str(row.first - _DAY), "not known", "", ""])
        former = row.end
        span = [str(row.first), _end(row), _percent(row.rate)]
        body.append([*span, *([_of(row)] if several else []), _known(row), row.confidence or "not said"])
    head = ("From", "to", "rate", *(["of"] if several else []), "known until", "confidence")
    return Table(head, body, frozenset({0, 1, *range(3, len(head))}))


def _parts(row: Levy) -> list[str]:
    """What a row covers, statement by statement."""
    return row.scope.split("; ") if row.scope else []


def _of(row: Levy) -> str:
    """Which goods from where a row is about."""
    goods = "all goods" if row.duty_class == "*" else row.duty_class
    return goods if row.origin == "*" else f"{goods} from {row.origin}"


def _cited(row: Levy, scope: str, *, headings: bool = True) -> str:
    """Instrument, headings, what is said, condition and source of a row."""
    hs = f"; headings {', '.join(row.hs)}" if row.hs and headings else ""
    said = f" {_capital(scope)}." if scope else ""
    condition = f" On condition: {row.condition}." if row.condition else ""
    source = f" Source: {_cite(row.source)}." if row.source else " No source is given."
    return f"{row.instrument or 'instrument not said'}{hs}.{said}{condition}{source}"


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
