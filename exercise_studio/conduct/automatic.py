"""Injects that fire by themselves: which ones now, and when none may because somebody has to look first.

Only what `plan.settings.automatic` names fires by itself, never a major inject, never while the clock stands. A pile of due
injects never bursts: they come one after the other, and after a gap (the machine was asleep, the program was closed) none
comes at all before the facilitator says so; what was missed then waits for GO.
"""

from dataclasses import dataclass, field
from typing import Literal

from exercise_studio.conduct.cues import cue_of
from exercise_studio.conduct.run import RunState
from exercise_studio.domain.payloads import How
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.times import MINUTE, SECOND, Play

SPACING = 5 * SECOND
"""Real milliseconds between two injects that fire by themselves, at speed 1."""
GRACE = 10 * SECOND
"""Real milliseconds between a condition's coming true and the firing, so that it can be held; at speed 1."""
GAP = 60 * SECOND
"""Real milliseconds without a look at the clock after which nothing fires by itself any more."""
STALE = 2 * MINUTE
"""Real milliseconds after which a due inject was missed and waits for somebody; at speed 1."""

StopReason = Literal["", "gap", "stale", "failed"]


@dataclass(frozen=True, slots=True)
class Due:
    """An inject that fires by itself, now or soon.

    Attributes:
        organisations: those it is open for, by their own state and condition.
        at: play time at which it is due; None for one whose condition alone decides.
        now: whether its time has come and its condition holds.
    """

    inject: Inject
    organisations: tuple[str, ...]
    how: How
    at: Play | None
    now: bool


def is_automatic(state: RunState, inject: str) -> bool:
    """Whether an inject fires by itself: it was chosen for it, and it is not major."""
    found = state.plan.scenario.inject_by_id.get(inject)
    return found is not None and found.guard != "major" and inject in state.plan.settings.automatic


def automatic_injects(state: RunState, play: Play) -> list[Due]:
    """Everything still to fire by itself, what is due first, in the order in which it comes."""
    found = []
    for inject_id in state.plan.settings.automatic:
        if not is_automatic(state, inject_id):
            continue
        inject = state.plan.scenario.inject_by_id[inject_id]
        cue = cue_of(state, inject, play)
        if cue.readiness == "done" or cue.state.status == "held":
            continue
        how: How = "condition" if inject.when is not None else "scheduled"
        found += _groups(state, inject, play, cue.ready_for, how)
    order = {inject.id: at for at, inject in enumerate(state.plan.scenario.injects)}
    return sorted(found, key=lambda one: (not one.now, one.at if one.at is not None else play, order[one.inject.id]))


def _groups(state: RunState, inject: Inject, play: Play, ready: tuple[str, ...], how: How) -> list[Due]:
    """One inject, for those whose time comes together: what follows another comes to each house in its own time."""
    times: dict[Play | None, list[str]] = {}
    for house in ready:
        times.setdefault(state.expected_at(inject, house), []).append(house)
    found = []
    for at, houses in times.items():
        if at is None and how == "scheduled":
            continue
        # Before its time a condition may still turn, so it is announced by its time alone.
        found.append(Due(inject, tuple(houses), how, at, at is None or play >= at))
    return found


@dataclass(slots=True)
class Autopilot:
    """Decides at each look at the clock what fires by itself. `now` is real milliseconds of the wall clock.

    Attributes:
        stopped: why nothing fires by itself until somebody says so; "" while all is well.
        missed: (inject, organisation) pairs that wait for GO, because their time passed while nothing could fire.
    """

    stopped: StopReason = ""
    missed: set[tuple[str, str]] = field(default_factory=set)
    _looked: int | None = None
    _last: int | None = None
    _true_since: dict[str, int] = field(default_factory=dict)
    _waiting: list[Due] = field(default_factory=list)

    def look(self, state: RunState, play: Play, now: int) -> Due | None:
        """Returns the one inject to fire now, or None. Call it about twice a second while a run is on."""
        before, self._looked = self._looked, now
        if state.clock.mode != "running":
            return None
        speed = max(1.0, state.clock.speed)
        self._waiting = self._open(automatic_injects(state, play))
        due = [one for one in self._waiting if one.now]
        for name in self._true_since.keys() - {one.inject.id for one in due}:
            del self._true_since[name]
        if due and not self.stopped:
            # What jumps back is a clock somebody set: nothing is told of how long nobody looked.
            slept = now - before > GAP or before > now if before is not None else play > GAP
            stale = any(one.how == "scheduled" and play - (one.at or 0) > STALE * speed for one in due)
            if slept or stale:
                self.stopped = "gap" if slept else "stale"
        if self.stopped:
            return None
        for one in due:
            self._true_since.setdefault(one.inject.id, now)
        if self._last is not None and 0 <= now - self._last < SPACING / speed:
            return None
        return next((one for one in due if self.left(one, play, now, speed) <= 0), None)

    def _open(self, found: list[Due]) -> list[Due]:
        if not self.missed:
            return found
        kept = []
        for one in found:
            houses = tuple(h for h in one.organisations if (one.inject.id, h) not in self.missed)
            if houses:
                kept.append(Due(one.inject, houses, one.how, one.at, one.now))
        return kept

    def left(self, one: Due, play: Play, now: int, speed: float = 1.0) -> float:
        """Real milliseconds until it fires if nobody holds it; what is due at once counts the grace of its condition."""
        if not one.now:
            return (one.at - play) / speed if one.at is not None else GRACE / speed
        if one.how == "scheduled":
            return 0.0
        return self._true_since.get(one.inject.id, now) + GRACE / speed - now

    def coming(self, play: Play, now: int, within: int = MINUTE, speed: float = 1.0) -> tuple[Due, float] | None:
        """What fires by itself next within so many real milliseconds, and in how many; None while stopped or nothing is near."""
        if self.stopped:
            return None
        near = [(self.left(one, play, now, speed), one) for one in self._waiting if one.now or one.at is not None]
        near = [(left, one) for left, one in near if left <= within]
        if not near:
            return None
        left, one = min(near, key=lambda pair: pair[0])
        return one, max(0.0, left)

    def overdue(self) -> list[Due]:
        """What was due at the last look and did not fire: for the banner that asks."""
        return [one for one in self._waiting if one.now]

    def fired(self, now: int) -> None:
        """One was fired: the next one waits a moment."""
        self._last = now

    def failed(self) -> None:
        """It could not be kept: nothing fires by itself before somebody looked."""
        self.stopped = "failed"

    def go_on(self, now: int) -> None:
        """The facilitator has looked: what comes from now on fires by itself again, what was missed waits for GO."""
        self.missed |= {(one.inject.id, house) for one in self.overdue() for house in one.organisations}
        self.stopped, self._looked = "", now
