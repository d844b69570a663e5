import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from tests.reporting import invented, invented_plan
from tests.reporting.conftest import Case

from onshore import measures as kpi
from onshore.measures import LANDED_TERMS
from onshore.network import Network
from onshore.plans import Plan
from onshore.reporting import report, write_report
from onshore.reporting.sections.sources import DEMO, MODEL
from onshore.reporting.subject import COST_LINES

VOID = {"meta", "br", "line", "rect", "path", "circle", "polyline", "polygon", "img"}
EVIL = "<script>alert(1)</script>"


class Tags(HTMLParser):
    """Checks that every element is closed, and collects ids, texts and requests."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.requests: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "popovertarget":
                self.targets.append(value or "")
            if name in ("src", "href", "xlink:href", "action", "data") or (value and "url(" in value):
                self.requests.append(f"{tag} {name}={value}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag, f"</{tag}> closes nothing"


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    return tags


def words(page: str) -> str:
    body = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", page, flags=re.S)
    inline = re.sub(r"</?(span|b|button)\b[^>]*>", "", body)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", inline))


def test_the_page_is_one_small_well_formed_file_that_asks_for_nothing(page: str):
    tags = parsed(page)
    assert len(page.encode()) < 300_000
    assert tags.requests == []
    assert not re.search(r"https?://|@import|url\(", page)
    assert "system-ui" not in page
    assert len(tags.ids) == len(set(tags.ids))
    assert set(tags.targets) <= set(tags.ids)


def test_the_same_plan_gives_the_same_bytes(case: Case, page: str):
    others = {"no-incentive": (case.without_network, case.without)}
    assert report(case.network, case.plan, (case.network, case.base), others) == page


def test_the_verdict_has_cost_change_share_with_range_and_proof(page: str):
    verdict = words(re.search(r'<h1 class="verdict">(.*?)</h1>', page, re.S)[1])  # type: ignore[index]
    assert re.search(r"₹6,\d\d\d a phone, \d\.\d% less than with today’s awards", verdict)
    assert re.search(r"Kiran Electronics makes 31% of phones \(28–33% within ₹5 a phone\), up from 0% today", verdict)
    assert "proven within 0.007%" in verdict


def test_every_number_that_opens_is_printed_among_the_workings(page: str):
    works = re.search(r'<section class="works">(.*?)</section>', page, re.S)[1]  # type: ignore[index]
    assert works.count('class="pop"') == len(set(parsed(page).targets))


def test_every_chart_has_a_title_and_three_widths(page: str):
    assert page.count("<svg viewBox") == page.count('role="img"') == page.count("<title id=")
    assert page.count('class="fig-w"') == page.count('class="fig-m"') == page.count('class="fig-n"') >= 7


def test_printed_parts_add_up(page: str):
    rows = re.search(r'id="w-cost">.*?</table>', page, re.S)[0]  # type: ignore[index]
    cells = [
        re.sub("<.*?>", "", c).replace("\u2212", "-").replace(",", "")
        for c in re.findall(r"<td class=r>(.*?)</td>", rows)
    ]
    for column in (cells[0::2], cells[1::2]):
        assert sum(int(c) for c in column[:-1]) == int(column[-1])


def test_names_are_escaped_everywhere(case: Case):
    net = case.network
    every = {
        "companies": net.companies.with_columns(name=pl.lit(EVIL) + pl.col("company")),
        "sites": net.sites.with_columns(name=pl.lit(EVIL) + pl.col("site"), place=pl.lit(EVIL)),
        "items": net.items.with_columns(name=pl.lit(EVIL) + pl.col("item")),
        "resources": net.resources.with_columns(kind=pl.lit(EVIL)),
        "name": EVIL,
    }
    evil = net.replace(**every)
    plan = Plan(**{**vars(case.plan), "scenario": EVIL, "warnings": (EVIL,), "solver": EVIL})
    found = report(evil, plan, (evil, case.base), {EVIL: case.without, "no-incentive": case.without})
    assert found.count("<script>") == 1
    assert "&lt;script&gt;" in found
    parsed(found)


def test_demo_networks_are_marked_on_every_page_and_print_and_others_say_what_they_are(case: Case, page: str):
    assert page.count(DEMO) >= 3
    assert f'@bottom-left{{content:"onshore. {DEMO}."' in page
    real = report(case.network.replace(demo=False), case.plan)
    assert DEMO not in real
    assert real.count(MODEL) == 2


def test_a_share_without_a_range_is_shown_nowhere(case: Case):
    plan = Plan(**{**vars(case.plan), "ranges": ()})
    page = report(case.network, plan, None, {"no-incentive": (case.without_network, case.without), "x": plan})
    found = words(page)
    assert "Who makes which share of phones is not known. " in found
    shares = dict(kpi.shares(case.network, plan).filter(group="phone").select("company", "share").iter_rows())
    today = {f"{100 * a:.0f}%" for a in case.network.awards["today"].drop_nulls()}
    for share in shares.values():
        assert f"{100 * share:.1f}%" not in page
        assert f"{100 * share:.0f}%" in today or not re.search(rf">{100 * share:.0f}%[<,]", page)
    assert re.search(r"Marlin India, the largest \? % of phones not known", found)
    assert "nothing is claimed" in found
    assert "The incentive adds" not in found


def test_the_comparison_claims_a_shift_only_if_ranges_are_apart(case: Case, page: str):
    assert "The incentive adds phones to Kiran Electronics" in page
    wide = invented_plan.plan(case.without_network, kiran=0.16, ranges=0.2, scenario="no-incentive")
    found = report(case.network, case.plan, None, {"no-incentive": (case.without_network, wide)})
    assert "The incentive adds" not in found
    assert "ranges overlap" in found


def test_a_plan_without_trouble_and_baseline_says_so(case: Case):
    found = words(report(case.network, invented_plan.plan(case.network, trouble=False)))
    assert "customers want are delivered on time" in found
    assert "Everything that customers want is delivered on time" in found
    assert "than with today" not in found
    assert "Material is" in found


def test_dollars_are_grouped_in_thousands(case: Case):
    found = report(case.network.replace(currency="USD"), case.plan)
    assert 'lang="en"' in found
    assert "lakh" not in words(found)
    assert "USD million" in found


def test_an_empty_plan_makes_a_page():
    start = invented.network().start
    nothing = Network({"name": "Nothing", "currency": "INR", "start": start}, {})
    empty = Plan({}, 0.0, float("-inf"), 0.0, "time_limit", 0.0, "none", 0, "")
    assert "delivers no" in report(nothing, empty)
    parsed(report(invented.network(), empty))


def test_what_costs_nothing_and_earns_something_has_a_page(case: Case):
    earned = case.plan.money.filter(pl.col("term") == "incentive")
    assert len(earned)
    parsed(report(case.network, replace(case.plan, tables={**case.plan.tables, "money": earned})))


def test_the_file_is_written_whole_or_not_at_all(
    case: Case, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "report.html"
    write_report(target, case.network, case.plan)
    before = target.read_text(encoding="utf-8")
    assert before.startswith("<!doctype html>")

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(OSError, match="disk full"):
        write_report(target, case.network, case.plan, (case.network, case.base))
    assert target.read_text(encoding="utf-8") == before
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_every_term_of_the_cost_of_a_piece_is_in_one_line():
    """Material is parted by where it comes from; a term without a line would be missing from the sum."""
    placed = [term for terms in COST_LINES.values() for term in terms]
    assert sorted(placed) == sorted({*LANDED_TERMS, "incentive"} - {"material"})
