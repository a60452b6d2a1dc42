"""Taking time out of a run that nobody played: while the computer slept, or while the program was closed."""

from exercise_studio.conduct.clock import Clock
from exercise_studio.domain import payloads as p
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.domain.times import Instant
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_


def played_through(clock: Clock, since: Instant, until: Instant) -> bool:
    """Whether play ran from `since` to `until` without a stop: only then is there something to take out."""
    if clock.began is None or since < clock.began or clock.mode == "ended":
        return False
    speed = next((speed for at, _play, speed in reversed(clock.turns) if at <= since), 0.0)
    return speed > 0 and not any(since < at <= until for at, _play, _speed in clock.turns)


def take_out(session: Session, since: Instant, until: Instant, reason: str = "") -> ChangeSet:
    """A pause from `since` to `until`, both past: play and scenario clock did not move in between.

    Two entries with those times, in one transaction. Raises InputError where the clock did not run all the time.
    """
    session.refresh()
    if not since < until <= session.now() or not played_through(session.state.clock, since, until):
        raise InputError(
            N_("This time cannot be taken out, because the clock did not run from its beginning to its end."),
            safe=N_("Nothing was changed."),
        )
    with session.together():
        session.say(p.ClockPaused(reason=reason), at=since)
        session.say(p.ClockResumed(), at=until)
    assert session.last is not None
    return session.last
