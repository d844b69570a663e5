"""Lines: the hours that there are, day by day, and the hours that are used."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onshore.verification.calendar import Row, Succession
from onshore.verification.findings import Finding, exceeds, figure, place
from onshore.verification.making import Making
from onshore.verification.world import World

__all__ = ["Load", "check_capacity", "loads"]


@dataclass(frozen=True, slots=True)
class Load:
    """A line in a period, hours. terms: the row in force on the period's last day, None if there is none."""

    resource: str
    t: int
    used: float
    regular: float
    overtime_limit: float
    terms: Row | None

    @property
    def overtime(self) -> float:
        """Hours above the regular ones."""
        return max(0.0, self.used - self.regular)


def loads(world: World, made: list[Making], ready: Mapping[str, float]) -> dict[str, list[Load]]:
    """Every line, period by period. ready: the moment from which a line that must be built has hours."""
    used: dict[tuple[str, int], list[float]] = defaultdict(list)
    for m in made:
        used[m.resource, m.t].append(m.hours)
    return {
        resource: [
            _load(world, resource, rows, t, math.fsum(used.get((resource, t), [])), ready.get(resource, -math.inf))
            for t in range(len(world.horizon))
        ]
        for resource, rows in world.resources.items()
    }


def _load(world: World, resource: str, rows: Succession, t: int, used: float, ready: float) -> Load:
    regular, extra = [], []
    for day in world.horizon.days_of(t):
        row = rows.in_force(day)
        if row is None or day < ready:
            continue
        normal = row["lines"] * row["hours_per_day"] * row["days_per_week"] / 7
        regular.append(normal * world.opening.share(row["site"], day))
        extra.append(regular[-1] * row["overtime_share"])
    last_day = world.horizon.end(t) - 1
    return Load(resource, t, used, math.fsum(regular), math.fsum(extra), rows.in_force(last_day))


def check_capacity(world: World, lines: dict[str, list[Load]]) -> Iterator[Finding]:
    """Rule `capacity`: regular hours and overtime are enough."""
    for load in (load for periods in lines.values() for load in periods):
        limit = load.regular + load.overtime_limit
        if exceeds(load.used, limit, load.used + limit):
            where = place(load.resource, world.period(load.t))
            words = (
                f"{where}: {figure(load.used)} line hours are used, {figure(load.used - limit)} more than "
                f"the {figure(load.regular)} regular and {figure(load.overtime_limit)} overtime hours."
            )
            yield Finding("capacity", where, load.used, limit, words)
