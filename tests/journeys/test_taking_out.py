"""Time that nobody played, taken out of a run by a pause of the past."""

import pytest

from exercise_studio.domain.errors import InputError
from exercise_studio.domain.times import HOUR, MINUTE, Instant
from exercise_studio.journeys import conducting
from exercise_studio.journeys.session import Session
from exercise_studio.journeys.taking_out import played_through, take_out
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import plan_of


class HandClock:
    """A clock that stands until the test moves it."""

    time = 1_783_040_400_000

    def __call__(self) -> Instant:
        return Instant(self.time)


@pytest.fixture
def session(tmp_path, clock: HandClock):  # type: ignore[no-untyped-def]
    from exercise_studio.journeys import authoring

    with Workspace.create(tmp_path / "w.estudio") as workspace:
        exercise = authoring.create_exercise(workspace, plan_of(1))
        found = Session.open(workspace, exercise, now=clock)
        conducting.start_run(found)
        yield found


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def test_play_stands_still_in_it_and_the_log_says_why(session: Session, clock: HandClock) -> None:
    clock.time += 10 * MINUTE
    since = Instant(clock.time)
    clock.time += 25 * MINUTE
    until = Instant(clock.time)
    clock.time += MINUTE
    conducting.drop_marker(session, "after waking")
    changes = take_out(session, since, until, "the computer slept")
    assert len(changes.entries) == 2
    assert session.state.clock.mode == "running"
    assert session.play() == 11 * MINUTE
    assert session.state.clock.elapsed(session.now()) == 36 * MINUTE, "real time is what it is"
    assert session.state.clock.pauses == [(10 * MINUTE, since, until)]
    again = Session.open(session.workspace, session.exercise, now=clock)
    assert again.play() == 11 * MINUTE
    assert verify(session.workspace).problems == ()


def test_it_is_refused_where_the_clock_stood_or_the_time_has_not_passed(session: Session, clock: HandClock) -> None:
    start = Instant(clock.time)
    clock.time += 30 * MINUTE
    conducting.pause(session)
    clock.time += 30 * MINUTE
    conducting.resume(session)
    clock.time += 30 * MINUTE
    for since, until in ((10, 40), (35, 50), (70, 95), (20, 20), (-10, 10)):
        with pytest.raises(InputError):
            take_out(session, Instant(start + since * MINUTE), Instant(start + until * MINUTE))
    take_out(session, Instant(start + 65 * MINUTE), Instant(start + 85 * MINUTE))
    with pytest.raises(InputError):
        take_out(session, Instant(start + 70 * MINUTE), Instant(start + 75 * MINUTE))
    assert session.play() == 40 * MINUTE


def test_in_a_rehearsal_at_sixty_times_the_pace_it_takes_sixty_times_as_much(
    session: Session, clock: HandClock
) -> None:
    conducting.end_run(session)
    conducting.start_run(session, "rehearsal", speed=60.0)
    clock.time += MINUTE
    since = Instant(clock.time)
    clock.time += 2 * MINUTE
    assert played_through(session.state.clock, since, Instant(clock.time))
    take_out(session, since, Instant(clock.time))
    assert session.play() == HOUR
