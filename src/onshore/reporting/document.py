"""The whole page: sections in order, style and script inside, nothing fetched from anywhere."""

from __future__ import annotations

from functools import cache
from importlib import resources

from onshore.reporting.html import Html, esc, join
from onshore.reporting.sections import (
    awards,
    capacity,
    costs,
    flow,
    incentives,
    investments,
    kpis,
    late,
    makers,
    opening,
    others,
    proof,
    sources,
    value,
    volumes,
    without,
)
from onshore.reporting.story import Story

__all__ = ["document"]

_MARK = (
    '<svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M1 14c3-3 5-3 9 '
    '0s6 3 9 0" fill="none" '
    'stroke="var(--accent)" stroke-width="2.4" stroke-linecap="round"/><path d="M4 10 10 3l6 7" fill="none" '
    'stroke="var(--ink)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


@cache
def _asset(name: str) -> str:
    return resources.files("onshore.reporting").joinpath("assets", name).read_text(encoding="utf-8").strip()


def document(story: Story) -> str:
    """HTML of a report, complete in itself; the same story gives the same bytes."""
    demo = bool(story.plan.network.settings["demo"])
    head = opening.opening(story)
    parts = (
        kpis.strip(story),
        volumes.section(story),
        makers.section(story),
        costs.section(story),
        awards.section(story),
        without.section(story),
        incentives.section(story),
        capacity.section(story),
        investments.section(story),
        late.section(story),
        flow.section(story),
        value.section(story),
        proof.section(story),
        others.section(story),
    )
    body = join(Html('<div class="wrap">'), _top(story, demo), Html("<main>"), head, *parts)
    body = join(
        body,
        story.page.workings(),
        Html("</main>"),
        sources.footer(story),
        Html("</div>"),
        story.page.popovers(),
    )
    title = f"{story.plan.network.name}{' (demo)' if demo else ''} - onshore"
    language = "en-IN" if story.numbers.indian else "en"
    note = f"onshore. {sources.DEMO}." if demo else f"onshore. {sources.MODEL}"
    style = f"{_asset('tokens.css')}\n{_asset('report.css').replace('@NOTE@', note)}"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{esc(title)}</title>'
        f'<style>{style}</style></head><body>{body}<div id="tip" role="status"></div>'
        f"<script>{_asset('report.js')}</script></body></html>\n"
    )


def _top(story: Story, demo: bool) -> Html:
    plan = story.plan.plan
    chip = join(Html('<span class="demo">'), sources.DEMO, Html("</span>")) if demo else Html("")
    return join(
        *(
            Html(f'<header class="top"><span class="brand">{_MARK}onshore</span><span class="who">'),
            story.plan.network.name,
        ),
        *(Html("</span>"), chip, Html('<span class="sp"></span><span class="who">')),
        *(f"scenario {plan.scenario}" if plan.scenario else "base case", Html("</span>")),
        Html(
            '<button class="btn" id="theme">Light / dark</button><button class="btn" '
            'onclick="print()">Print</button></header>'
        ),
    )
