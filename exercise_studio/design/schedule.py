"""When a plan's injects are due and how much is asked of each team at what moment, before anything was played."""

from collections.abc import Iterator
from dataclasses import dataclass

from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Expectation, Inject, Scenario
from exercise_studio.domain.times import MINUTE

OPEN_FOR = 15 * MINUTE
"""How long an expected action without a target time of its own is taken to keep a team busy (play milliseconds)."""


def planned_times(scenario: Scenario) -> dict[str, int | None]:
    """Play time (milliseconds) at which each inject is planned: its own, or that of the inject it follows plus the delay.

    None for an inject that waits for a condition only, or follows one whose time is not known.
    """
    return {inject.id: _planned(scenario, inject, set()) for inject in scenario.injects}


def _planned(scenario: Scenario, inject: Inject, on_the_way: set[str]) -> int | None:
    if inject.at is not None:
        return inject.at
    if inject.after is None or inject.id in on_the_way:
        return None
    base = scenario.inject_by_id.get(inject.after.inject)
    start = _planned(scenario, base, on_the_way | {inject.id}) if base else None
    return None if start is None else start + inject.after.delay


def earliest(scenario: Scenario, inject: Inject) -> int:
    """The earliest moment of play at which an inject could come: where lists place one that waits for a condition."""
    planned = _planned(scenario, inject, set())
    if planned is not None:
        return planned
    phase = next((p for p in scenario.phases if p.id == inject.phase), None)
    hints = [phase.start] if phase else []
    if inject.when is not None:
        hints += [call.delay for call in inject.when.calls() if call.delay is not None]
        others = [scenario.inject_by_id[i] for i in sorted(inject.when.injects()) if i in scenario.inject_by_id]
        hints += [other.at for other in others if other.at is not None]
    return max(hints, default=scenario.duration)


def in_order(scenario: Scenario) -> list[Inject]:
    """The injects by their earliest moment, equal ones as the scenario has them."""
    return sorted(scenario.injects, key=lambda inject: earliest(scenario, inject))


def phase_of(scenario: Scenario, inject: Inject) -> str:
    """The id of the phase that an inject belongs to."""
    return inject.phase or scenario.phase_at(earliest(scenario, inject)).id


@dataclass(frozen=True, slots=True)
class Busy:
    """A stretch of play (milliseconds) in which a team has something to do, and what: an item, or the inject itself."""

    team: str
    inject: str
    item: str
    start: int
    end: int


def workload(plan: Plan) -> Iterator[Busy]:
    """What the script asks of the teams that take part, inject by inject.

    An expected action counts for the team it names (`by`), else for those receivers that the item applies to; from the
    inject until its target time. An inject without expected actions occupies its receivers for `OPEN_FOR`.
    """
    for inject in plan.scenario.injects:
        start = earliest(plan.scenario, inject)
        receivers = plan.targets_of(inject)
        for expect in inject.expects:
            end = start + (expect.within or OPEN_FOR)
            for team in who_acts(plan, expect, receivers):
                yield Busy(team, inject.id, expect.item, start, end)
        if not inject.expects and inject.kind != "information":
            for team in receivers:
                yield Busy(team, inject.id, "", start, start + OPEN_FOR)


def who_acts(plan: Plan, expect: Expectation, receivers: tuple[str, ...]) -> tuple[str, ...]:
    """The teams (organisation/kind) that an expected action is asked of; none when nobody who could do it takes part."""
    if expect.by is None:
        mine = tuple(team for team in receivers if expect.item in plan.items_of(team))
        return mine or receivers
    member, _, kind = expect.by.partition("/")
    return tuple(
        address
        for address, (house, team) in plan.teams.items()
        if member in ("all", house.slot, house.id) and kind in ("", team.kind)
    )
