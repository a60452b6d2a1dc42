"""Keeps what is half written while it is written, and puts it back when the exercise is opened again."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from exercise_studio.desktop.control import drafts
from exercise_studio.desktop.control.composer import Composer
from exercise_studio.desktop.tasks import Tasks

SOON: Final = 500
"""Milliseconds after which what is half written is kept."""
AFTER: Final = 50
"""Milliseconds after which what is no longer there is forgotten: after the entry that it became was handed on."""


class DraftKeeper(QObject):
    """One for the log line of a page, with its strips.

    Attributes:
        exercise: the exercise whose line it is, or "".
    """

    def __init__(self, composer: Composer, tasks: Tasks) -> None:
        super().__init__(composer)
        self._composer, self._tasks = composer, tasks
        self.exercise = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SOON)
        self._timer.timeout.connect(self.keep)
        composer.draft_changed.connect(self._changed)

    def open(self, exercise: str) -> None:
        """Follow another exercise's line; what was left half written stands where it was."""
        if exercise == self.exercise:
            return
        self.finish()
        self.exercise = exercise
        draft = drafts.kept_whole(exercise)
        if draft or self._composer.draft():
            try:
                self._composer.restore(draft)
            except (TypeError, ValueError, KeyError, IndexError):
                # A draft of another program version: its line is what matters.
                self._composer.line.set_draft(*drafts.kept(exercise))

    def keep(self) -> None:
        """Keep it as it stands."""
        self._timer.stop()
        if self.exercise:
            self._tasks.run(drafts.keep, self.exercise, self._composer.draft(), latest="draft")

    def finish(self) -> None:
        """Keep now what was to be kept soon."""
        if self._timer.isActive():
            self.keep()

    def _changed(self) -> None:
        # Not anew at each key: who types without a pause would have nothing kept. A line that was logged is forgotten as
        # soon as its entry is on its way, so that it is not offered a second time.
        if not self._composer.draft():
            self._timer.start(AFTER)
        elif not self._timer.isActive():
            self._timer.start(SOON)
