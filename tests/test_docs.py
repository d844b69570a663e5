"""The generated pages are those of the code, and no page points at nothing."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from pathlib import Path

import polars as pl
import pytest

import onshore as on
from onshore import docs, measures
from onshore.checking.rules import RULES as CHECKS
from onshore.docs.__main__ import main
from onshore.docs.prose import joined, links, prose
from onshore.planning.rules import RULES as PLANNING
from onshore.schema import NETWORK, PLAN, SETTINGS, TERMS
from onshore.verification import RULES as VERIFICATION

ROOT = Path(__file__).parents[1]
PAGES = docs.pages()
#: Pages of the project, by whomever they are written.
WRITTEN = sorted(p for part in (".", "docs", "benchmarks", "cases") for p in (ROOT / part).glob("*.md"))
WRITTEN += sorted(p for part in ("docs/decisions", "cases") for p in (ROOT / part).glob("**/*.md") if p not in WRITTEN)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def test_the_pages_are_up_to_date():
    assert docs.outdated(ROOT / "docs") == [], "run `make docs`"


def test_a_page_that_is_old_or_missing_is_named(tmp_path, capsys):
    assert main([str(tmp_path), "--check"]) == 1
    docs.write(tmp_path)
    assert main([str(tmp_path), "--check"]) == 0
    (tmp_path / "rules.md").write_text("edited by hand")
    assert docs.outdated(tmp_path) == ["rules.md"]
    capsys.readouterr()
    assert main([str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out == "rules.md is out of date: run `make docs`.\n"


def sections(page: str) -> dict[str, str]:
    """Text below each heading."""
    parts = re.split(r"^#+ (.+)$", PAGES[page], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_table_and_column_is_on_the_page():
    found = sections("tables.md")
    for name in SETTINGS:
        assert f"| `{name}` |" in found["Settings"]
    for table in NETWORK.values():
        assert f"**Missing row:** {table.absent}." in found[table.name]
    for tables, heading in ((NETWORK, "{}"), (PLAN, "{} of a plan")):
        for name, table in tables.items():
            text = found.get(heading.format(name), "") or found[name]
            for column, declared in table.columns.items():
                if column != "source":
                    assert re.search(
                        rf"^\| (\*\*)?`{column}`(\*\*)? \| {re.escape(declared.meaning)}", text, re.MULTILINE
                    )
    assert all(f"| `{term}` | {meaning} |" in found["Terms of money"] for term, meaning in TERMS.items())


def test_every_rule_and_measure_is_on_its_page():
    rules = sections("rules.md")
    assert all(f"| `{name}` |" in rules["Rules of the verifier"] for name in VERIFICATION)
    assert all(f"| `{rule.name}` |" in rules["Rules of check"] for rule in CHECKS)
    assert {module.__name__.split(".")[-1].replace("_", " ").capitalize() for module in PLANNING} <= rules.keys()
    found = sections("measures.md")
    assert all(f"| `{name}` | {unit} | {meaning} |" in found["KPIs"] for name, (unit, meaning) in measures.KPIS.items())
    assert {name for name in measures.__all__ if callable(getattr(measures, name))} <= found.keys()


@pytest.mark.parametrize("rule", PLANNING, ids=lambda rule: rule.__name__.split(".")[-1])
def test_a_rule_says_its_mathematics_cost_unit_and_source(rule):
    name = rule.__name__.split(".")[-1]
    text = sections("rules.md")[name.replace("_", " ").capitalize()]
    assert re.search(r"```text\n.*(<=|>=|=).*\n```", text, re.DOTALL), "no mathematics in an indented block"
    assert re.search(r"^\*\*Unit:\*\* \w", text, re.MULTILINE), "no `Unit:`"
    costs = bool(re.search(r"^\*\*Cost( for each piece)?:\*\* \S", text, re.MULTILINE))
    source = re.search(r"^\*\*Source:\*\* (.+)$", text, re.MULTILINE)
    assert costs == ("p.cost(" in inspect.getsource(rule)), "`Cost:` where there is one"
    assert source, "no `Source:`"
    assert re.search(r"\b(19|20)\d\d\b|\[meaning\.md\]\(meaning\.md\) section \d", source[1]), (
        "a work, a law or our own page"
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_paragraph_is_one_line(page):
    """Docstrings are broken at the width of the code: that means nothing on a page."""
    fenced = False
    for line, following in zip(PAGES[page].splitlines(), [*PAGES[page].splitlines()[1:], ""], strict=True):
        fenced ^= line.startswith("```")
        plain = [text and text[0] not in "|-#*`<" for text in (line, following)]
        assert fenced or not all(plain), f"{line!r} and {following!r}"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, place = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), f"{path.name} points at {target}"
        if place:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            # The first heading of a name has no number, the second one has 1.
            slugs, seen = set(), {}
            for heading in headings:
                slug = re.search(r"#([^)]*)\)$", links([heading])[heading]).group(1)
                slugs.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
                seen[slug] = seen.get(slug, 0) + 1
            assert place in slugs, f"{path.name} points at {target}"


def documented() -> None:
    """What it does, broken
    over lines.

    cost: of max_late days, over all
    of them. unit: pieces * 2.

        a * b <= c

        d

    Cost: late_cost of each. Unit: `a_b` and docs/meaning.md. Source: Someone 1960.

    Args:
        one: the
            first.

            More of it.
        two: the second.

    Raises:
        ValueError: never.
    """


def test_a_docstring_as_a_page():
    assert list(prose(documented)) == [
        "What it does, broken over lines.",
        "",
        "- `cost`: of `max_late` days, over all of them.",
        "- `unit`: pieces × 2.",
        "",
        "```text",
        "a * b <= c\n\nd",
        "```",
        "",
        "**Cost:** `late_cost` of each.",
        "",
        "**Unit:** `a_b` and [meaning.md](meaning.md).",
        "",
        "**Source:** Someone 1960.",
        "",
        "**Arguments:**",
        "",
        "- `one`: the first.",
        "",
        "  More of it.",
        "- `two`: the second.",
        "",
        "**Raises:**",
        "",
        "- `ValueError`: never.",
    ]
    assert joined("src/on_shore/x.py and `a * b` and a * b") == "src/on_shore/x.py and `a * b` and a × b"


def test_the_smallest_network_has_the_tables_that_the_page_names():
    """With less than these nothing can be delivered; with these something can."""
    named = re.search(r"The smallest network has rows in (.+?)\. ", PAGES["tables.md"]).group(1)
    tables = re.findall(r"`(\w+)`", named)
    assert tables[-2:] == ["processes", "sourcing"]
    rows = {
        "companies": {"company": "kite", "kind": "brand", "country": "IN"},
        "sites": [
            {"site": "plant", "company": "kite", "kind": "plant", "country": "IN"},
            {"site": "shop", "company": "kite", "kind": "market", "country": "IN"},
        ],
        "items": {"item": "phone", "kind": "finished", "short_cost": 9.0},
        "periods": {"period": "2024-04", "start": dt.date(2024, 4, 1), "days": 30},
        "lanes": {"origin": "plant", "destination": "shop"},
        "demand": {"item": "phone", "market": "shop", "period": "2024-04", "quantity": 5.0},
        "processes": {"site": "plant", "item": "phone"},
    }
    assert [*rows, "sourcing"] == tables
    settings = {"name": "smallest", "currency": "INR", "start": dt.date(2024, 4, 1)}
    network = on.Network(settings, {name: filled(name, given) for name, given in rows.items()})
    assert on.check(network).is_empty()
    assert on.plan(network, within=()).production["quantity"].to_list() == [5.0]


def filled(name: str, given: dict | list) -> pl.DataFrame:
    columns = NETWORK[name].columns
    rows = given if isinstance(given, list) else [given]
    full = [{n: r.get(n, None if c.required else c.default) for n, c in columns.items()} for r in rows]
    return pl.DataFrame(full, schema=NETWORK[name].dtypes, orient="row")
