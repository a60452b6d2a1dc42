"""The sheet of a freeze: a real event stopped the exercise; what everybody does now, and the one way back into play."""

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.end_sheet import ARMED
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import INSIDE, MARGIN, button, column, label, row
from exercise_studio.language import N_

STEPS = (
    N_("1. Say aloud, three times: “Real event. The exercise is stopped.”"),
    N_("2. Everybody leaves the play and goes back to their real duty. Nothing of the exercise is sent any more."),
    N_("3. The facilitator calls the person in charge of the exercise; sub-controllers tell their own house."),
    N_("4. Whoever was told of an invented event by phone or mail is told now that it was an exercise."),
)
BAND = 14


class HatchedBand(QWidget):
    """A stripe of red hatching: it is seen from the far end of a room, and without colour too."""

    def __init__(self, height: int = BAND, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.scaled(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.fillRect(rect, theme.color("danger.fill"))
        painter.setPen(QPen(theme.color("danger.on"), theme.scaled(4)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, x = theme.scaled(16), -int(rect.height())
        while x < rect.width():
            painter.drawLine(x, int(rect.height()), x + int(rect.height()), 0)
            x += step


class FreezeSheet(QFrame):
    """It is shown as long as the exercise is suspended; going on is armed first, in words.

    Signals:
        noted: the reason, to be logged.
        released: the exercise goes on.
        left: the lists are wanted; the exercise stays stopped.
    """

    noted = Signal(str)
    released = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.title = label(N_("Stopped for a real event"), "title", wrap=True)
        self.stands = label(
            N_(
                "Both clocks of the story stand still. Scheduled injects wait, GO is locked, players see the holding card."
            ),
            "strong",
            wrap=True,
        )
        steps = [label(step, wrap=True) for step in STEPS]
        self.reason = QLineEdit()
        self.reason.setMaxLength(500)
        texts.name(self.reason, N_("Reason of the stop"))
        tr(self.reason.setPlaceholderText, N_("Reason, for the log (may stay empty)"))
        self.reason.returnPressed.connect(self.note)
        self.log = button(N_("Log the reason"), self.note)
        self.go_on = button(N_("Continue the exercise…"), self.press)
        self._disarm = QTimer(self)
        self._disarm.setSingleShot(True)
        self._disarm.setInterval(ARMED)
        self._disarm.timeout.connect(self._disarmed)
        inside = column(
            self.title, self.stands, *steps, row(self.reason, self.log), 1,
            row(button(N_("Look at the lists"), self.leave, "quiet"), 1, self.go_on), spacing=INSIDE, margin=MARGIN,
        )  # fmt: skip
        whole = column(HatchedBand(), spacing=0)
        whole.addLayout(inside, 1)
        whole.addWidget(HatchedBand())
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.setMinimumHeight(theme.scaled(120))

    def begin(self) -> None:
        """Open it."""
        self._disarmed()
        self.reason.clear()

    @property
    def armed(self) -> bool:
        """Whether the next press lets the exercise go on."""
        return self._disarm.isActive()

    def note(self) -> None:
        """Log the reason, if there is one."""
        reason = self.reason.text().strip()
        if reason:
            self.noted.emit(reason)
            self.reason.clear()

    def press(self) -> None:
        """The first press arms, the second within five seconds goes on: a real event is not over by a slip of the hand."""
        if self.armed:
            self._disarmed()
            self.note()
            self.released.emit()
            return
        self._disarm.start()
        tr(self.go_on.setText, N_("The real event is over: release and continue"))

    def leave(self) -> None:
        """Show the lists; the exercise stays stopped."""
        self._disarmed()
        self.left.emit()

    def _disarmed(self) -> None:
        self._disarm.stop()
        tr(self.go_on.setText, N_("Continue the exercise…"))
