"""The sheet that ends a run: what is left open, and a button that is pressed twice."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.stylesheet import set_look
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, button, column, label, row
from exercise_studio.language import N_

ARMED = 5_000
"""Milliseconds in which the second press ends the run, as with a major inject."""


class EndSheet(QFrame):
    """Ending cannot be taken back, so the button is armed first; nothing is modal.

    Signals:
        wanted: the reason; the run is to end now.
        left: closed without ending.
    """

    wanted = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.open_injects = label(wrap=True)
        self.late = label(wrap=True)
        self.kept = label(
            N_("Everything logged so far is saved and stays as it is. After the end the debrief begins."),
            "muted",
            wrap=True,
        )
        self.reason = QLineEdit()
        texts.name(self.reason, N_("Remark on the end"))
        tr(self.reason.setPlaceholderText, N_("Remark (may stay empty)"))
        self.end = button(N_("End the run"), self.press, "danger")
        self._disarm = QTimer(self)
        self._disarm.setSingleShot(True)
        self._disarm.setInterval(ARMED)
        self._disarm.timeout.connect(self._disarmed)
        whole = column(
            label(N_("End the run?"), "section"), self.open_injects, self.late, self.kept, self.reason,
            row(1, button(N_("Go on playing"), self.leave), self.end), 1, spacing=BETWEEN, margin=BETWEEN + INSIDE,
        )  # fmt: skip
        self.setLayout(whole)

    def begin(self, open_injects: int, late: int) -> None:
        """Open it."""
        self._disarmed()
        self.reason.clear()
        message = (
            N_("{n} injects have not been fired. They stay as not fired.")
            if open_injects
            else N_("All injects are done.")
        )
        tr(self.open_injects.setText, message, **({"n": open_injects} if open_injects else {}))
        late_message = N_("{n} expected actions are late.") if late else N_("No expected action is late.")
        tr(self.late.setText, late_message, **({"n": late} if late else {}))

    @property
    def armed(self) -> bool:
        """Whether the next press ends the run."""
        return self._disarm.isActive()

    def press(self) -> None:
        """The first press arms, the second within five seconds ends."""
        if self.armed:
            self._disarmed()
            self.wanted.emit(self.reason.text().strip())
            return
        self._disarm.start()
        tr(self.end.setText, N_("ARMED: press again to end the run"))
        set_look(self.end, "danger")

    def leave(self) -> None:
        """Go on playing."""
        self._disarmed()
        self.left.emit()

    def _disarmed(self) -> None:
        self._disarm.stop()
        tr(self.end.setText, N_("End the run"))
