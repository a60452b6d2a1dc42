"""Keeps a run safe while it is played: backups, a mark of what is open, the clocks, and a way out when nothing can be saved."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from exercise_studio.desktop.clock_watch import ClockWatch
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.elsewhere import Elsewhere
from exercise_studio.desktop.unfinished import Mark, Unfinished, forget
from exercise_studio.language import N_
from exercise_studio.store.faults import CannotSave

EVERY: Final = 10 * 60 * 1000
"""Milliseconds between two backups of a live run (decided with the formats: a laptop that dies costs ten minutes at most)."""
ALIVE: Final = 5_000
"""Milliseconds between two signs of life: so exactly can be said when a program was killed."""


class Safekeeping(QObject):
    """Watches the exercise on screen; a backup that fails is told and does not disturb the run.

    Attributes:
        clocks: the exercise's own clock, and what happens to the computer's.
        elsewhere: what is done when the workspace takes nothing any more.
        mark: says on disk that a run is open.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.clocks = ClockWatch(desk)
        self.elsewhere = Elsewhere(desk)
        self.mark = Mark()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.back_up)
        self._alive = QTimer(self)
        self._alive.setInterval(ALIVE)
        self._alive.timeout.connect(self._follow)
        self._continued: Unfinished | None = None
        desk.continued.connect(self._remember)
        desk.exercise_changed.connect(self._follow)
        desk.workspace_changed.connect(self._follow)
        desk.changes.changed.connect(self._follow)

    @property
    def watching(self) -> bool:
        """Whether a run is on and backups are being made."""
        return self._timer.isActive()

    def back_up(self) -> None:
        """One backup now, if anything changed since the last."""
        from exercise_studio.journeys.keeping import back_up

        workspace = self._desk.workspace
        if workspace is None:
            return
        self._keep_here()
        self._desk.tasks.run(back_up, workspace, "live", then=self._made, failed=self._not_made)

    def _keep_here(self) -> None:
        """A run begins, or is gone on with: of a workspace on a share this computer has a copy from now on."""
        from exercise_studio.journeys.keeping import keep_second_copy, needs_second_copy

        if self._desk.workspace is not None and needs_second_copy(self._desk.workspace):
            self._desk.tasks.run(keep_second_copy, self._desk.workspace, failed=self._not_made)

    def stop(self) -> None:
        """The window is closing."""
        self._timer.stop()
        self._alive.stop()
        self.clocks.stop()
        self.elsewhere.stop()
        self.mark.take_away()

    def _remember(self, continued: Unfinished) -> None:
        self._continued = continued

    def _follow(self, _changes: object = None) -> None:
        exercise, workspace = self._desk.exercise, self._desk.workspace
        playing = exercise is not None and exercise.mode in ("live", "rehearsal")
        if playing and not self._timer.isActive():
            self._timer.start()
            self._alive.start()
            self._keep_here()
        elif not playing:
            self._timer.stop()
            self._alive.stop()
        if exercise is not None and playing and workspace is not None and not workspace.read_only:
            self.mark.put(
                str(workspace.target), exercise.id, exercise.run, exercise.plan.title, self.clocks.clock.now()
            )
            continued, self._continued = self._continued, None
            if continued is not None:
                forget(continued.mark)  # only now: killed a moment ago, it would still have been found
        else:
            self.mark.take_away()

    def _made(self, _backup: object) -> None:
        self._desk.resolved.emit("backup")

    def _not_made(self, error: Exception) -> None:
        if isinstance(error, CannotSave):
            self._desk.tell_error(error)
            return
        self._desk.tell(
            N_("The last backup could not be made: {reason} The log itself is saved."),
            key="backup",
            reason=lambda: str(error),
        )
