"""What lies between now and a later scenario time: for the sheet of the time jump. Without Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from exercise_studio.conduct.cues import sort_key
from exercise_studio.conduct.run import RunState
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.scenario import Inject, ScenarioPhase
from exercise_studio.domain.times import Play, ScenarioTime


def planned_scenario(plan: Plan, play: int) -> ScenarioTime:
    """The scenario time at which a moment of play was planned, with the jumps of the phases before it."""
    found = plan.scenario.clock.start + timedelta(milliseconds=play)
    for phase in plan.scenario.phases:
        if phase.jump is not None and phase.start <= play:
            found = phase.jump.to + timedelta(milliseconds=play - phase.start)
    return ScenarioTime(found)


@dataclass(frozen=True, slots=True)
class Between:
    """An open inject that a jump would pass over, and the scenario time it was planned for."""

    inject: Inject
    planned: ScenarioTime


def injects_between(state: RunState, to: datetime) -> list[Between]:
    """Open injects with a planned time that comes before `to`, in that order; what waits for a condition alone is left out."""
    found = []
    for inject in state.plan.scenario.injects:
        if inject.at is None and inject.after is None:
            continue
        if state.inject_state(inject.id).status not in ("pending", "held"):
            continue
        planned = planned_scenario(state.plan, sort_key(state, inject)[0])
        if planned < to:
            found.append(Between(inject, planned))
    return sorted(found, key=lambda one: (one.planned, one.inject.id))


def coming_jump(state: RunState, play: Play) -> ScenarioPhase | None:
    """The next phase that begins with a jump which has not been made: one is made once the clock reads its time or later."""
    now = state.clock.scenario_of(play)
    return next((p for p in state.plan.scenario.phases if p.jump is not None and p.jump.to > now), None)
