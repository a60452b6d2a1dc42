"""How an outage spreads from sector to sector: time-stepped, bounded, and an estimate for exercises (推定値・演習用).

Every sector has a level from 0 to 1. A dependency has a buffer (stocks, batteries, generators) that empties while its
provider falls short and refills while the provider is whole; while it is empty an effect grows and pulls the dependent
down (MODEL.md, "Cascade"). Each step is computed from the one before, for all sectors at once, so loops are no problem.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from exercise_studio.domain.reference import Dependencies

Rule = Literal["weakest", "product"]
STEP_H = 1 / 6
LEAST_TAU_H = 0.5

Own = Callable[[str, float], float]
"""Sector and hour to the level that its own outages leave it, 0 to 1."""


@dataclass(frozen=True)
class Cascade:
    """Levels of every sector over time.

    Attributes:
        hours: the moments, ascending from 0.
        levels: sector to one level a moment.
        blame: sector to, for each moment, the provider that holds it down most ("" when nothing but itself does).
    """

    hours: tuple[float, ...]
    levels: Mapping[str, tuple[float, ...]]
    blame: Mapping[str, tuple[str, ...]]

    def level(self, sector: str, hour: float) -> float:
        """The level at a moment; 1 for a sector that is not in the model, the last level after the end."""
        found = self.levels.get(sector)
        return found[max(0, bisect_right(self.hours, hour + 1e-9) - 1)] if found else 1.0

    def reached(self, sector: str, below: float = 0.95) -> float | None:
        """The first hour at which a sector is below a level; None when it never is."""
        return next((hour for hour, level in zip(self.hours, self.levels[sector], strict=True) if level < below), None)

    @cached_property
    def spread(self) -> tuple[tuple[str, float, str], ...]:
        """(sector, hour, provider) for every sector that falls below 0.95, by hour."""
        found = []
        for sector in self.levels:
            hour = self.reached(sector)
            if hour is not None:
                found.append((sector, hour, self.blame[sector][self.hours.index(hour)]))
        return tuple(sorted(found, key=lambda one: one[1]))


def cascade(
    dependencies: Dependencies, own: Own, hours: float, *, step_h: float = STEP_H, rule: Rule = "weakest"
) -> Cascade:
    """Plays so many hours of outage. The result is an estimate, whatever it looks like."""
    sectors = tuple(dependencies.recovery_lag_h)
    edges = [(e.provider, e.dependent, e.time_to_impact_h, e.max_loss) for e in dependencies.edges]
    buffer, effect = [1.0] * len(edges), [0.0] * len(edges)
    level = {sector: min(1.0, max(0.0, own(sector, 0.0))) for sector in sectors}
    moments, levels = [0.0], {sector: [level[sector]] for sector in sectors}
    blame = {sector: [""] for sector in sectors}
    steps = max(1, round(hours / step_h))
    for number in range(1, steps + 1):
        now = number * step_h
        pull: dict[str, list[tuple[float, str]]] = {}
        for index, (provider, dependent, impact, max_loss) in enumerate(edges):
            short = 1.0 - level[provider]
            tau = max(impact / 2, LEAST_TAU_H)
            if short > 0:
                buffer[index] = max(0.0, buffer[index] - short * step_h / impact)
            else:
                buffer[index] = min(1.0, buffer[index] + step_h / impact)
            towards = 1.0 if buffer[index] <= 0 and short > 0 else 0.0
            change = step_h / tau
            effect[index] = min(1.0, effect[index] + change) if towards else max(0.0, effect[index] - change)
            if short > 0 and effect[index] > 0:
                pull.setdefault(dependent, []).append((1.0 - max_loss * short * effect[index], provider))
        following = {}
        for sector in sectors:
            target, why = _target(own(sector, now), pull.get(sector, ()), rule)
            rise = level[sector] + step_h / dependencies.recovery_lag_h[sector]
            following[sector] = target if target < level[sector] else min(target, rise)
            levels[sector].append(following[sector])
            blame[sector].append(why)
        level = following
        moments.append(now)
    return Cascade(
        tuple(moments),
        {s: tuple(found) for s, found in levels.items()},
        {s: tuple(found) for s, found in blame.items()},
    )


def _target(own: float, pulls: "list[tuple[float, str]] | tuple[()]", rule: Rule) -> tuple[float, str]:
    own = min(1.0, max(0.0, own))
    if not pulls:
        return own, ""
    weakest, provider = min(pulls)
    if rule == "weakest":
        return (weakest, provider) if weakest < own else (own, "")
    left = own
    for share, _ in pulls:
        left *= share
    return left, provider
