"""Backs the workspace up every ten minutes while an exercise is played; opening and ending a run do it themselves."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from exercise_studio.desktop.desk import Desk
from exercise_studio.language import N_

EVERY: Final = 10 * 60 * 1000
"""Milliseconds between two backups of a live run (decided with the formats: a laptop that dies costs ten minutes at most)."""


class Safekeeping(QObject):
    """Watches the exercise on screen; a backup that fails is told and does not disturb the run."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.back_up)
        desk.exercise_changed.connect(self._follow)
        desk.changes.changed.connect(self._follow)

    @property
    def watching(self) -> bool:
        """Whether a run is on and backups are being made."""
        return self._timer.isActive()

    def back_up(self) -> None:
        """One backup now, if anything changed since the last."""
        from exercise_studio.journeys.keeping import back_up

        if self._desk.workspace is not None:
            self._desk.tasks.run(back_up, self._desk.workspace, "live", then=self._made, failed=self._not_made)

    def stop(self) -> None:
        """The window is closing."""
        self._timer.stop()

    def _follow(self, _changes: object = None) -> None:
        exercise = self._desk.exercise
        playing = exercise is not None and exercise.mode in ("live", "rehearsal")
        if playing and not self._timer.isActive():
            self._timer.start()
        elif not playing:
            self._timer.stop()

    def _made(self, _backup: object) -> None:
        self._desk.resolved.emit("backup")

    def _not_made(self, error: Exception) -> None:
        self._desk.tell(
            N_("The last backup could not be made: {reason} The log itself is saved."),
            key="backup",
            reason=lambda: str(error),
        )
