"""Where the rows come from, and what the page is."""

from __future__ import annotations

from onshore import measures as kpi
from onshore.reporting.html import Html, details, join, table
from onshore.reporting.story import Story
from onshore.reporting.words import country

__all__ = ["DEMO", "MODEL", "footer"]

DEMO = "Demo: every number is made up"
MODEL = "Volumes are a model’s decision from public facts and assumptions; they are not the firms’ data."


def footer(story: Story) -> Html:
    """Sources, what was run, and what the numbers are not."""
    numbers, plan = story.numbers, story.plan.plan
    demo = bool(story.plan.network.settings["demo"])
    said = [f"{DEMO}; names and numbers describe no real company’s business." if demo else MODEL]
    said.append(
        f"Imports, exports and value added are seen from {country(kpi.home(story.plan.network)) or 'no country'}."
    )
    said.append(f"Jobs count {numbers.group(kpi.HOURS_A_YEAR)} hours a head and year: {_jobs(story)} heads.")
    if numbers.indian:
        said.append("Figures follow Indian digit grouping: 1 lakh = 100,000; 1 crore = 10,000,000.")
    run = f"{plan.solver}, seed {plan.seed}, {plan.seconds:.0f} s, {plan.status.replace('_', ' ')}"
    said.append(f"Network {plan.network_fingerprint[:12] or '?'}; {run}.")
    return join(
        Html("<footer><p>"),
        " ".join(said),
        Html("</p>"),
        details(_sources(story), "Where the rows come from"),
        Html("</footer>"),
    )


def _jobs(story: Story) -> str:
    return story.numbers.group(story.plan.value("jobs") or 0.0)


def _sources(story: Story) -> Html:
    """Rows of each table that cite something, that are assumptions, and that say nothing."""
    body, group = [], story.numbers.group
    for name, frame in story.plan.network.tables.items():
        if frame.is_empty() or name in ("scenarios", "assumptions"):
            continue
        source = frame["source"].fill_null("").str.strip_chars()
        assumed = int(source.str.to_lowercase().str.starts_with("assumption").sum())
        silent = int((source == "").sum())
        body.append((name, group(len(frame)), group(len(frame) - assumed - silent), group(assumed), group(silent)))
    return table(("Table", "Rows", "Cited", "Assumption", "No source"), body)
