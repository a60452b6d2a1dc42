"""Injects that fire by themselves, in the room: a strip that counts down to the next one, and the timer that fires it.

The timer goes on while another page is shown, because players wait for what was planned whatever the facilitator reads.
"""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from exercise_studio.conduct.automatic import Autopilot, Due
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.wording import countdown
from exercise_studio.desktop.widgets.elided import Elided
from exercise_studio.desktop.widgets.layout import INSIDE, IconLabel, button, row
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.log import ChangeSet
from exercise_studio.journeys import conducting
from exercise_studio.language import N_, _

if TYPE_CHECKING:
    from exercise_studio.desktop.control.page import LivePage

LOOK: Final = 500
"""Milliseconds between two looks."""
KEY: Final = "automatic"

STOPPED: Final = {
    "gap": N_("Nothing fires by itself for now, because the clock was not watched for a while: {n} injects are overdue. "
              "What is overdue waits for GO; what comes from now on can fire by itself again."),
    "stale": N_("Nothing fires by itself for now, because {n} injects have long been overdue. "
                "What is overdue waits for GO; what comes from now on can fire by itself again."),
    "failed": N_("Nothing fires by itself for now, because an inject could not be kept. "
                 "What is overdue waits for GO; what comes from now on can fire by itself again."),
}  # fmt: skip


class AutomaticStrip(QFrame):
    """A line between GO and the lists, there only while something is about to fire by itself, or would if it might.

    Signals:
        hold_wanted: keep the inject that is counted down to back.
        go_on_wanted: the facilitator has looked; fire by itself again.
    """

    hold_wanted = Signal()
    go_on_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner-notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.text = Elided("strong")
        self.hold = button(N_("Hold it back"), self.hold_wanted.emit, "link", icon="hold")
        self.go_on = button(N_("Fire by itself again"), self.go_on_wanted.emit, "link", icon="clock")
        for one in (self.hold, self.go_on):
            one.setMaximumHeight(theme.scaled(24))
        line = row(IconLabel("clock", 18), self.text, self.hold, self.go_on)
        line.setContentsMargins(INSIDE, 0, INSIDE, 0)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setMaximumHeight(theme.scaled(28))
        self.hide()

    def show_coming(self, inject: str, left: float) -> None:
        """Count down to what fires by itself."""
        self._say(
            _("{inject} fires by itself in {time}", inject=inject, time=countdown(max(0, round(left)))), stopped=False
        )

    def show_stopped(self, overdue: int) -> None:
        """Say that nothing fires by itself."""
        self._say(_("Nothing fires by itself for now; {n} injects are overdue", n=overdue), stopped=True)

    def _say(self, text: str, *, stopped: bool) -> None:
        self.text.set_full(text)
        self.setAccessibleName(text)
        self.hold.setVisible(not stopped)
        self.go_on.setVisible(stopped)
        self.setVisible(True)


class SelfFiring(QObject):
    """Looks at the clock while a run is on and fires what comes by itself, one after the other.

    Attributes:
        pilot: what decides; it begins anew with each run.
    """

    def __init__(self, page: "LivePage", strip: AutomaticStrip) -> None:
        super().__init__(page)
        self._page, self.strip = page, strip
        self.pilot = Autopilot()
        self._run: tuple[str, str | None] = ("", None)
        self._busy = ""
        self._told = ""
        strip.hold_wanted.connect(self.hold)
        strip.go_on_wanted.connect(self.go_on)
        texts.on_language(self.show)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """One look at the clock."""
        exercise = self._page.exercise
        state = exercise.state if exercise is not None else None
        if exercise is None or state is None or state.clock.mode == "ended":
            self.strip.hide()
            return
        if (exercise.id, exercise.run) != self._run:
            self._run, self.pilot, self._busy = (exercise.id, exercise.run), Autopilot(), ""
        if not state.plan.settings.automatic:
            self.strip.hide()
            return
        now = self._page.now()
        due = self.pilot.look(state, state.clock.play(now), now)
        guard = self._page.room.go.guard
        if due is not None and not self._busy and not (guard.state == "counting" and guard.inject == due.inject.id):
            self._fire(due)
        self.show()

    def _fire(self, due: Due) -> None:
        exercise = self._page.exercise
        if exercise is not None:
            self._busy = due.inject.id
            self._page.room.go.drop(due.inject.id)
            exercise.do(
                conducting.fire_by_itself, due.inject.id, due.organisations, then=self._fired, failed=self._failed
            )

    def _fired(self, changes: ChangeSet | None) -> None:
        inject, self._busy = self._busy, ""
        self.pilot.fired(self._page.now())
        if changes is not None:
            self._page.fired.emit(inject)
        self.show()

    def _failed(self, error: Exception) -> None:
        self._busy = ""
        self.pilot.failed()
        if isinstance(error, KnownError):
            self._page.desk.tell_error(error)
        else:
            self._page.desk.bug(error)
        self.show()

    def show(self) -> None:
        """The strip as of the last look, and the banner that asks where nothing fires by itself any more."""
        exercise = self._page.exercise
        state = exercise.state if exercise is not None else None
        if state is None or state.clock.mode == "ended" or not state.plan.settings.automatic:
            self.strip.hide()
            return
        overdue = len({one.inject.id for one in self.pilot.overdue()})
        if self.pilot.stopped:
            self.strip.show_stopped(overdue)
            if self._told != self.pilot.stopped:
                self._page.desk.tell(
                    STOPPED[self.pilot.stopped], action=N_("Fire by itself again"), then=self.go_on, key=KEY, n=overdue
                )
        elif self._told:
            self._page.desk.resolved.emit(KEY)
        self._told = self.pilot.stopped
        now = self._page.now()
        coming = None
        if not self.pilot.stopped and state.clock.mode == "running":
            coming = self.pilot.coming(state.clock.play(now), now, speed=max(1.0, state.clock.speed))
        if coming is not None:
            inject = coming[0].inject
            self.strip.show_coming(f"{inject.id} {texts.authored(inject.title)}", coming[1])
        elif not self.pilot.stopped:
            self.strip.hide()

    def hold(self) -> None:
        """Keep back what is counted down to."""
        exercise, now = self._page.exercise, self._page.now()
        state = exercise.state if exercise is not None else None
        if exercise is None or state is None:
            return
        coming = self.pilot.coming(state.clock.play(now), now, speed=max(1.0, state.clock.speed))
        if coming is not None:
            exercise.do(conducting.hold, coming[0].inject.id, then=self._held)

    def _held(self, changes: ChangeSet) -> None:
        self._page._remember(changes)
        self.look()

    def go_on(self) -> None:
        """Fire by itself again; what is overdue waits for GO."""
        self.pilot.go_on(self._page.now())
        self._page.desk.resolved.emit(KEY)
        self._told = ""
        self.show()
