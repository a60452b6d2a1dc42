"""The line for what belongs to no item: written down with the time of its first key, kept with Enter."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.frame import Elided
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import INSIDE, label
from exercise_studio.desktop.widgets.log_line import LogLine, LogLineEdit
from exercise_studio.language import N_


class ObservationLine(QWidget):
    """A heading, the frozen time, the line, and the observation that was kept last.

    Signals:
        written: a LogLine to be kept.
    """

    written = Signal(object)

    def __init__(self, now: Callable[[], int], local: Callable[[int], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local = local
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(INSIDE)
        self.edit = LogLineEdit(now)
        texts.name(self.edit, N_("Observation"))
        tr(self.edit.setPlaceholderText, N_("Belongs to no item. Enter keeps it with the time of its first key."))
        self.edit.committed.connect(self._written)
        self.edit.stamped.connect(self._stamped)
        self.time = label(look="muted")
        self.time.setFont(theme.clock_font(theme.BODY))
        self.last = Elided("caption")
        self.last.hide()
        line.addWidget(label(N_("Observation"), "strong"))
        line.addWidget(self.time)
        line.addWidget(self.edit, 3)
        line.addWidget(self.last, 1)

    def forget(self) -> None:
        """Another seat: nothing of the one before is shown."""
        self.edit.set_draft("")
        self.last.hide()
        self.last.set_full("")

    def kept(self, line: LogLine) -> None:
        """An observation is on disk."""
        self.last.set_full(f"✓ {self._local(line.began_at):%H:%M:%S}  {line.typed}")
        self.last.show()

    def give_back(self, line: LogLine) -> None:
        """An observation could not be kept: its text and time are put back, unless a new one was begun."""
        if not self.edit.draft():
            self.edit.set_draft(line.typed, line.began_at)

    def _written(self, line: LogLine) -> None:
        self.written.emit(line)

    def _stamped(self, at: int | None) -> None:
        self.time.setText(f"❄ {self._local(at):%H:%M:%S}" if at is not None else "")
