"""The cue list: every inject of the plan in the order of play, what it is waiting for, and which one GO would fire."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from exercise_studio.conduct.conditions import holds
from exercise_studio.conduct.run import InjectState, RunState
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.times import Play

Readiness = Literal["ready", "waiting", "due", "done"]
DONE = ("fired", "recalled", "skipped", "missed")
"""What became of an inject that is not to come any more."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One inject as the facilitator sees it.

    Attributes:
        due: play time at which it is planned; None for one that waits for a condition or for another inject.
        readiness: done (fired, recalled, skipped), due (its time has come), ready (may be fired), waiting (its condition is not true).
        ready_for: organisations that it is addressed to and for which its condition, if any, is true; none for one to a
            slot that nobody fills.
    """

    inject: Inject
    state: InjectState
    phase: str
    due: Play | None
    readiness: Readiness
    ready_for: tuple[str, ...]


def sort_key(state: RunState, inject: Inject) -> tuple[int, int]:
    """Planned time, then the scenario's order; what only waits for a condition stands at the earliest moment it could come."""
    return _sort_key(state, inject, list(state.plan.scenario.inject_by_id).index(inject.id))


def _sort_key(state: RunState, inject: Inject, order: int) -> tuple[int, int]:
    due = state.expected_at(inject)
    if due is None and inject.after is not None:
        base = state.plan.scenario.inject_by_id.get(inject.after.inject)
        due = Play((base.at or 0) + inject.after.delay) if base else None
    if due is None and inject.when is not None:
        delays = [call.delay for call in inject.when.calls() if call.delay is not None]
        fired = [
            state.plan.scenario.inject_by_id[i].at or 0
            for i in inject.when.injects()
            if i in state.plan.scenario.inject_by_id
        ]
        due = Play(max([*delays, *fired], default=0)) if delays or fired else None
        if due is None and inject.phase:
            phase = next((p for p in state.plan.scenario.phases if p.id == inject.phase), None)
            due = Play(phase.start) if phase else None
    return (due if due is not None else state.plan.scenario.duration, order)


def cue_list(state: RunState, play: Play, organisation: str | None = None) -> list[Cue]:
    """All cues in order at a moment of play, for all organisations or as one of them sees them."""
    keys = [(_sort_key(state, inject, at), inject) for at, inject in enumerate(state.plan.scenario.injects)]
    return [cue_of(state, inject, play, organisation) for _key, inject in sorted(keys, key=lambda one: one[0])]


def cue_of(state: RunState, inject: Inject, play: Play, organisation: str | None = None) -> Cue:
    """One cue."""
    due = state.expected_at(inject, organisation)
    phase = inject.phase or state.plan.scenario.phase_at(due if due is not None else sort_key(state, inject)[0]).id
    asked = _asked(state, inject, organisation)
    # To a slot that nobody fills: controllers play it among themselves, so it comes in its time and reaches no house.
    among_controllers = not asked and organisation is None
    if among_controllers:
        asked = tuple(state.plan.organisation_by_id)
    mine = _shown(state, inject, organisation, asked)
    open_for = _open_for(state, inject, play, asked)
    readiness: Readiness
    if mine.status in DONE:
        readiness = "done"
    elif not open_for and (organisation or state.plan.organisations):
        readiness = "waiting"
    elif due is None or play >= due:
        readiness = "due" if due is not None or inject.when is not None else "ready"
    else:
        readiness = "ready"
    return Cue(inject, mine, phase, due, readiness, () if among_controllers else open_for)


def _asked(state: RunState, inject: Inject, organisation: str | None) -> tuple[str, ...]:
    plan = state.plan
    if organisation is not None:
        return (organisation,) if plan.is_addressed(inject, organisation) else ()
    found = plan.receivers.get(inject.id)
    return found if found is not None else tuple(o.id for o in plan.organisations if plan.is_addressed(inject, o.id))


def _open_for(state: RunState, inject: Inject, play: Play, asked: tuple[str, ...]) -> tuple[str, ...]:
    """Those who still wait for it and for whom its condition, if any, is true."""
    common = state.injects.get(inject.id)
    is_pending = common is None or common.status == "pending"
    own = state.organisations
    found = [
        house for house in asked
        if (is_pending if (mine := own.get(house)) is None or inject.id not in mine.injects
            else mine.injects[inject.id].status == "pending")
    ]  # fmt: skip
    if inject.after is not None:
        found = [house for house in found if state.expected_at(inject, house) is not None]
    if inject.when is not None and found:
        # Of a slot's organisations that have done nothing yet, one speaks for all; ratings stand by team.
        alike: dict[str, bool] = {}
        rated = any(call.name == "rated" for call in inject.when.calls())
        told = []
        for house in found:
            if rated or house in own:
                true = holds(inject.when, state, house, play)
            else:
                slot = state.plan.organisation_by_id[house].slot
                if slot not in alike:
                    alike[slot] = holds(inject.when, state, house, play)
                true = alike[slot]
            if true:
                told.append(house)
        found = told
    return tuple(found)


def _shown(state: RunState, inject: Inject, organisation: str | None, asked: tuple[str, ...]) -> InjectState:
    """What the cue shows: everybody's state, or once nobody it is addressed to still waits for it, theirs."""
    mine = state.inject_state(inject.id, organisation)
    if organisation is None and mine.status == "pending" and asked:
        if any(state.inject_state(inject.id, house).status in ("pending", "held") for house in asked):
            return mine
        return state.inject_state(inject.id, asked[0])
    return mine


def next_cue(state: RunState, play: Play, organisation: str | None = None, chosen: str | None = None) -> Cue | None:
    """What GO fires now (`next_of`)."""
    return next_of(cue_list(state, play, organisation), chosen)


def next_of(cues: Sequence[Cue], chosen: str | None = None) -> Cue | None:
    """What GO fires: the one set by hand while it is open, else the first planned inject that is neither done nor held.

    Contingency and information injects are never next by themselves: they are offered (`suggestions`) or set by hand. Nor
    are injects that reach nobody who takes part.
    """
    open_cues = [c for c in cues if c.readiness != "done" and c.state.status != "held"]
    by_hand = next((c for c in open_cues if c.inject.id == chosen), None)
    planned = (c for c in open_cues if c.inject.kind == "normal" and c.readiness != "waiting" and c.ready_for)
    return by_hand or next(planned, None)


def next_for(cues: Sequence[Cue], houses: Sequence[str], chosen: str | None = None) -> Cue | None:
    """What GO fires for some organisations only: the first planned inject that one of them still waits for."""
    wanted = set(houses)
    return next_of([cue for cue in cues if wanted & set(cue.ready_for)], chosen)


def suggestions(state: RunState, play: Play, organisation: str | None = None) -> list[Cue]:
    """Contingency injects whose condition is true now and whose planned time, if any, has come."""
    cues = cue_list(state, play, organisation)
    return [c for c in cues if c.inject.kind == "contingency" and c.readiness == "due" and c.state.status == "pending"]
