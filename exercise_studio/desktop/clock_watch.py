"""Watches the clocks while a run is on: one that was set, sleep, another time zone, and what to do about each."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, QTimeZone

from exercise_studio.desktop import formats
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.own_clock import GAP, STEP, OwnClock
from exercise_studio.desktop.unfinished import Unfinished
from exercise_studio.domain.times import MINUTE, SECOND, Instant
from exercise_studio.language import N_, _

if TYPE_CHECKING:
    from exercise_studio.conduct.run import RunState
    from exercise_studio.desktop.exercise import OpenExercise

LOOK: Final = 1_000
"""Milliseconds between two looks."""

CHANGED: Final = N_(
    "The computer's clock was changed by {change} at {time}. The exercise goes on by its own clock; "
    "the order of the log and every time in it stay as they are."
)
BEHIND: Final = N_(
    "The computer's clock is {change} behind the last entry of the log. The exercise goes on by its own clock, from that entry on."
)
SLEPT: Final = N_(
    "The computer slept, or the program stood still, from {since} to {until}. The log is safe; the clock of the exercise went on."
)
CLOSED: Final = N_(
    "The program was closed from {since} to {until}. The log is safe; the clock of the exercise went on."
)
ZONE: Final = N_("The computer's time zone is now {zone}. The exercise keeps its own ({own}); no time in it changes.")


def length(milliseconds: int) -> str:
    """A length in words; below a minute in seconds."""
    if milliseconds < MINUTE:
        return _("{n} seconds", n=round(milliseconds / SECOND))
    return formats.length(milliseconds)


def change(milliseconds: int) -> str:
    """The same with its sign."""
    return ("−" if milliseconds < 0 else "+") + length(abs(milliseconds))


def simulated(state: "RunState", exercise: "OpenExercise") -> bool:
    """Whether simulated teams play the run: its times are not those of this computer."""
    started = next(
        (entry for entry in exercise.entries if entry.run == state.run and entry.kind == "run_started"), None
    )
    return started is not None and getattr(started.payload, "seed", None) is not None


class ClockWatch(QObject):
    """Gives the open exercise its own clock, and says in a banner what happened to the computer's.

    Attributes:
        clock: the exercise's own.
    """

    def __init__(self, desk: Desk, clock: OwnClock | None = None, zone: Callable[[], str] | None = None) -> None:
        super().__init__(desk)
        self._desk = desk
        self.clock = clock or OwnClock()
        self._zone_of = zone or _system_zone
        self._zone = self._zone_of()
        self._continued: Unfinished | None = None
        desk.exercise_changed.connect(self._opened)
        desk.continued.connect(self._remember)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """The window is closing."""
        self._timer.stop()

    def look(self) -> None:
        """One look at the clocks."""
        seen = self.clock.look()
        exercise = self._desk.exercise
        if exercise is None or exercise.mode not in ("live", "rehearsal"):
            # Not while entries of today would come to stand before those of a moment ago.
            if exercise is None or self.clock.ahead <= STEP:
                self.clock.follow()
            self._zone = self._zone_of()
            return
        if seen.changed:
            _Told(self, exercise, CHANGED, seen.changed, seen.now).tell()
        if seen.since is not None:
            self._gap(exercise, seen.since, seen.now, closed=False)
        self._look_at_zone(exercise)

    def _look_at_zone(self, exercise: "OpenExercise") -> None:
        zone = self._zone_of()
        if zone != self._zone:
            self._zone = zone
            self._desk.tell(ZONE, kind="calm", key="zone", zone=zone, own=exercise.plan.time_zone)

    def _remember(self, unfinished: Unfinished) -> None:
        self._continued = unfinished

    def _opened(self) -> None:
        exercise = self._desk.exercise
        if exercise is None:
            return
        exercise.session.now = self.clock.now
        continued, self._continued = self._continued, None
        state = exercise.state
        if state is None or exercise.mode not in ("live", "rehearsal") or simulated(state, exercise):
            return
        device = getattr(self._desk.workspace, "device", "")
        mine = [e.at for e in exercise.entries if e.run == exercise.run and e.device == device]
        last = max(mine or [e.at for e in exercise.entries if e.run == exercise.run], default=0)
        behind = self.clock.not_before(last)
        if behind > STEP:
            _Told(self, exercise, BEHIND, behind, self.clock.now()).tell()
        if continued is not None and continued.exercise == exercise.id:
            since = Instant(max(continued.alive, last))
            if self.clock.now() - since > GAP:
                self._gap(exercise, since, self.clock.now(), closed=True)

    def _gap(self, exercise: "OpenExercise", since: Instant, until: Instant, *, closed: bool) -> None:
        from exercise_studio.journeys.taking_out import played_through

        state = exercise.state
        if state is None:
            return
        # A run that was started or resumed a moment before the lid was closed: from then on.
        since = max(since, state.clock.stamp)
        if until - since > GAP and played_through(state.clock, since, until):
            _Gap(self, exercise, since, until, closed=closed).tell()


class _Told(QObject):
    """What happened to the computer's clock, and the note of it in the log that one may make."""

    def __init__(self, watch: ClockWatch, exercise: "OpenExercise", message: str, by: int, now: Instant) -> None:
        super().__init__(exercise)
        self._desk, self._exercise, self._message, self._by = watch._desk, exercise, message, by
        self._time = f"{_local(now, exercise):%H:%M}"

    def tell(self) -> None:
        """Show the banner."""
        said = partial(length if self._message == BEHIND else change, self._by)
        self._desk.tell(
            self._message, action=N_("Note it in the log"), then=self.note, key="clock", change=said, time=self._time
        )

    def note(self) -> None:
        """A line of the log that says it."""
        from exercise_studio.journeys import conducting

        text = (
            _("The computer's clock was {change} behind the log.", change=length(self._by))
            if self._message == BEHIND
            else _("The computer's clock was changed by {change} at {time}.", change=change(self._by), time=self._time)
        )
        self._exercise.do(conducting.drop_marker, text)


class _Gap(QObject):
    """Time in which nobody can have played, and the way to take it out of play."""

    def __init__(
        self, watch: ClockWatch, exercise: "OpenExercise", since: Instant, until: Instant, *, closed: bool
    ) -> None:
        super().__init__(exercise)
        self._desk, self._exercise, self._closed = watch._desk, exercise, closed
        self._since, self._until = since, until

    def tell(self) -> None:
        """Show the banner."""
        since, until = _local(self._since, self._exercise), _local(self._until, self._exercise)
        form = "%H:%M" if self._until - self._since >= MINUTE else "%H:%M:%S"
        if since.date() != until.date():
            form = f"%m/%d {form}"
        self._desk.tell(
            CLOSED if self._closed else SLEPT,
            action=N_("Take these {length} out"), then=self.take, key=f"gap/{self._since}",
            since=since.strftime(form), until=until.strftime(form), length=self._length,
        )  # fmt: skip

    def _length(self) -> str:
        return length(self._until - self._since)

    def take(self) -> None:
        """Play did not move in that time."""
        from exercise_studio.journeys.taking_out import take_out

        reason = _("the program was closed") if self._closed else _("the computer slept")
        self._exercise.do(take_out, self._since, self._until, reason, then=self._taken)

    def _taken(self, _changes: Any) -> None:
        self._desk.tell(
            N_("{length} were taken out of play; the log shows them as a pause."), kind="calm", key="taken",
            length=self._length,
        )  # fmt: skip


def _local(instant: Instant, exercise: "OpenExercise") -> datetime:
    """In the exercise's zone, as the log shows it."""
    # The windows stand before the journeys are imported.
    from exercise_studio.journeys.session import local_of

    return local_of(instant, exercise.plan.time_zone)


def _system_zone() -> str:
    return bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
