"""Keeps the half-typed log line while it is typed, and puts it back when the exercise is opened again."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from exercise_studio.desktop.control import drafts
from exercise_studio.desktop.tasks import Tasks
from exercise_studio.desktop.widgets.log_line import LogLineEdit

SOON: Final = 500
"""Milliseconds after which a half-typed line is kept."""


class DraftKeeper(QObject):
    """One for the log line of a page.

    Attributes:
        exercise: the exercise whose line it is, or "".
    """

    def __init__(self, line: LogLineEdit, tasks: Tasks) -> None:
        super().__init__(line)
        self._line, self._tasks = line, tasks
        self.exercise = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SOON)
        self._timer.timeout.connect(self.keep)
        line.draft_changed.connect(self._changed)

    def open(self, exercise: str) -> None:
        """Follow another exercise's line; one that was left half typed stands where it was."""
        if exercise == self.exercise:
            return
        self.finish()
        self.exercise = exercise
        text, began_at = drafts.kept(exercise)
        if text or self._line.draft():
            self._line.set_draft(text, began_at)

    def keep(self) -> None:
        """Keep the line as it stands."""
        self._timer.stop()
        if self.exercise:
            self._tasks.run(drafts.keep, self.exercise, self._line.draft(), self._line.began_at, latest="draft")

    def finish(self) -> None:
        """Keep now what was to be kept soon."""
        if self._timer.isActive():
            self.keep()

    def _changed(self, _text: str) -> None:
        self._timer.start()
