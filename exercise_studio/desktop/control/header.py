"""The head of the live room: what the clock does, elapsed and scenario time, and the acts on the clock."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import ActionSet
from exercise_studio.desktop.control.freeze_sheet import HatchedBand
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.chips import paint_mode
from exercise_studio.desktop.widgets.clock import ClockLabel
from exercise_studio.desktop.widgets.layout import GRID, column, label, row
from exercise_studio.language import N_

SPEEDS = (1.0, 10.0, 60.0)
DAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
STATES = {
    "running": N_("▶ running"),
    "paused": N_("‖ paused"),
    "suspended": N_("■ suspended: real event"),
    "ended": N_("■ ended"),
    "ready": N_("ready"),
}


def scenario_text(moment: datetime, *, seconds: bool = True) -> str:
    """The story's date and time: "7/4(土) 06:30:00"."""
    day = DAYS[language.current()][moment.weekday()]
    return f"{moment.month}/{moment.day}({day}) {moment:%H:%M:%S}"[: None if seconds else -3]


class ClockBox(QWidget):
    """A clock under its name."""

    def __init__(self, title: str, read: Callable[[], str], points: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(title, "caption")
        self.clock = ClockLabel(read, points)
        texts.name(self, title)
        self.setLayout(column(self.title, self.clock, spacing=0))


class ModeStrip(QWidget):
    """A band over the whole room: filled when it is live, striped in a rehearsal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = ""
        self.setFixedHeight(theme.scaled(5))

    def set_mode(self, mode: str) -> None:
        """As the mode badge has it; nothing is painted before and after a run."""
        self._mode = mode
        self.update()

    def paintEvent(self, event: object) -> None:
        if self._mode in ("live", "rehearsal"):
            paint_mode(QPainter(self), QRectF(self.rect()), self._mode, 0)


class RoomHeader(QFrame):
    """Reads the clocks through the functions it is given; nothing here counts by itself.

    Signals:
        speed_wanted: another speed of a rehearsal.
    """

    speed_wanted = Signal(float)

    def __init__(
        self,
        acts: ActionSet,
        elapsed: Callable[[], str],
        play: Callable[[], str],
        scenario: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = label(look="caption")
        self.strip = ModeStrip()
        self.frozen = HatchedBand(9)
        self.frozen.hide()
        self.speed = QToolButton()
        self.speed.setAutoRaise(True)
        self.speed.setFont(theme.ui_font(theme.CAPTION))
        self.speed.setMaximumHeight(theme.scaled(18))
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.name(self.speed, N_("Speed of the rehearsal"))
        menu = QMenu(self.speed)
        for times in SPEEDS:
            menu.addAction(f"{times:g}×").setData(times)
        menu.triggered.connect(self._speed_chosen)
        self.speed.setMenu(menu)
        self.elapsed = ClockBox(N_("Elapsed"), elapsed, theme.SECTION)
        self.scenario = ClockBox(N_("Scenario time"), scenario, theme.TITLE + 1)
        self.play = ClockBox(N_("Play"), play, theme.SECTION)
        self.pause, self.resume = acts.button("pause"), acts.button("resume", "primary")
        self.go_on = acts.button("continue", "primary")
        self.jump, self.end, self.suspend = acts.button("jump"), acts.button("end"), acts.button("suspend")
        whole = column(self.strip, self.frozen, spacing=GRID)
        line = row(spacing=6)
        whole.addLayout(line)
        self._line = line
        self.setLayout(whole)
        for box in (self.scenario, self.elapsed, self.play):
            line.addWidget(box)
        line.addLayout(column(self.state, row(self.speed, 1), 1, spacing=1))
        line.addStretch(1)
        buttons = row(self.go_on, self.pause, self.resume, self.jump, self.suspend, self.end, spacing=GRID)
        line.addLayout(buttons)
        self.show_state("", "ready", 1.0)

    def minimumSizeHint(self) -> QSize:
        """Play time makes way in a narrow window: without pauses it is the elapsed time."""
        return QSize(self._needed(), super().minimumSizeHint().height())

    def _needed(self) -> int:
        """The width without the play time."""
        whole = super().minimumSizeHint().width()
        return whole if self.play.isHidden() else whole - self.play.sizeHint().width() - self._line.spacing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.play.setVisible(self.width() >= self._needed() + self.play.sizeHint().width() + self._line.spacing())

    def _speed_chosen(self, action: QAction) -> None:
        self.speed_wanted.emit(action.data())

    def show_state(self, mode: str, state: str, speed: float) -> None:
        """What the run is and what its clock does."""
        tr(self.state.setText, STATES.get(state, N_("ready")))
        self.strip.set_mode(mode)
        self.strip.setVisible(state != "suspended")
        self.frozen.setVisible(state == "suspended")
        self.speed.setText(f"{speed:g}×  ")
        self.speed.setVisible(mode == "rehearsal" and state in ("running", "paused"))
        running, paused = state == "running", state == "paused"
        self.pause.setVisible(running)
        self.resume.setVisible(paused)
        self.go_on.setVisible(state == "suspended")
        self.jump.setVisible(running or paused)
        self.suspend.setVisible(running or paused)
        self.end.setVisible(state in ("running", "paused", "suspended"))
        ink = "ink.text" if running else "danger.fill"
        self.scenario.clock.set_ink(ink)
        self.play.clock.set_ink(ink)
