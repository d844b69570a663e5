"""A plan as a page that one would show a director: verdict, numbers that open, charts, and where all of it
comes from.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from onshore.network import Network
from onshore.plans import Plan
from onshore.reporting.document import document
from onshore.reporting.story import WITHOUT, Story
from onshore.reporting.subject import Subject, numbers_for

__all__ = ["WITHOUT", "report", "write_report"]


def report(
    network: Network,
    plan: Plan,
    baseline: tuple[Network, Plan] | None = None,
    others: Mapping[str, Plan | tuple[Network, Plan]] | None = None,
) -> str:
    """One self-contained HTML page about a plan; the same input gives the same bytes.

    Args:
        network: what was planned; amounts are in its currency.
        plan: the plan.
        baseline: network and plan under today's awards, for changes against today.
        others: further plans by name, of this network or with their own; `no-incentive` is set beside the plan.
    """
    subject = Subject(network, plan)
    base = Subject(*baseline, subject.group) if baseline is not None else None
    beside = {}
    for name, other in (others or {}).items():
        its, what = other if isinstance(other, tuple) else (network, other)
        beside[name] = Subject(its, what, subject.group)
    return document(Story(subject, base, beside, numbers_for(subject)))


def write_report(
    path: str | Path,
    network: Network,
    plan: Plan,
    baseline: tuple[Network, Plan] | None = None,
    others: Mapping[str, Plan | tuple[Network, Plan]] | None = None,
) -> Path:
    """Write `report` to a file, whole or not at all; returns its path."""
    target = Path(path)
    text = report(network, plan, baseline, others)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target
