"""Before a run: what will happen, whether everything is ready, and one large button."""

import shutil
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from exercise_studio.desktop import icons, texts, theme
from exercise_studio.desktop.control.header import SPEEDS, scenario_text
from exercise_studio.desktop.control.preflight import Line, preflight, ready
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, MARGIN, Card, button, column, label, row
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import MINUTE
from exercise_studio.language import N_

GLYPHS = {"ok": "✓", "advice": "!", "block": "×"}


class StartPanel(QWidget):
    """The panel.

    Signals:
        wanted: (mode, speed) when the run is to start.
    """

    wanted = Signal(str, float)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.mode, self.speed = "live", 1.0
        self.title = label(look="title", wrap=True)
        self.what = label(look="", wrap=True)
        self.first = label(look="muted", wrap=True)
        self.again = label(look="muted", wrap=True)
        self._modes, self._speeds = QButtonGroup(self), QButtonGroup(self)
        live = self._segment(self._modes, "live", N_("Live run"))
        rehearsal = self._segment(self._modes, "rehearsal", N_("Rehearsal"))
        live.setChecked(True)
        self._speed_row = QWidget()
        speeds = [self._segment(self._speeds, speed, N_("{n}×"), n=f"{speed:g}") for speed in SPEEDS]
        speeds[0].setChecked(True)
        self._speed_row.setLayout(row(label(N_("Speed"), "muted"), *speeds, 1, spacing=GRID))
        self._modes.buttonClicked.connect(self._mode_chosen)
        self._speeds.buttonClicked.connect(self._speed_chosen)
        self.explained = label(look="muted", wrap=True)
        self.start = _Large()
        tr(self.start.setText, N_("Start the run"))
        self.start.clicked.connect(self._start)
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(INSIDE)
        self.lines.setVerticalSpacing(INSIDE)
        checks = Card(N_("Before you start"))
        checks.body.addLayout(self.lines)
        happening = Card(N_("What will happen"))
        for part in (self.what, self.first):
            happening.body.addWidget(part)
        how = Card(N_("How it is played"))
        how.body.addLayout(row(live, rehearsal, 1, spacing=GRID))
        how.body.addWidget(self._speed_row)
        how.body.addWidget(self.explained)
        left = column(happening, how, 1, spacing=BETWEEN)
        both = row(spacing=BETWEEN)
        both.addLayout(left, 1)
        both.addLayout(column(checks, 1, spacing=BETWEEN), 1)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(BETWEEN)
        whole.addWidget(self.title)
        whole.addWidget(self.again)
        whole.addLayout(both)
        whole.addSpacing(INSIDE)
        whole.addWidget(self.start, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN // 2, MARGIN // 2, MARGIN // 2, 0)
        outer.addWidget(area)

    def _segment(self, group: QButtonGroup, value: object, message: str, **params: object) -> QToolButton:
        choice = QToolButton()
        choice.setProperty("look", "segment")
        choice.setProperty("value", value)
        choice.setCheckable(True)
        tr(choice.setText, message, **params)
        group.addButton(choice)
        return choice

    def begin(self, plan: Plan, ran_before: str = "") -> None:
        """Show a plan. `ran_before` says that a run of it is over: "live", "rehearsal" or ""."""
        scenario = plan.scenario
        tr(self.title.setText, plan.title)
        said = {
            "live": N_("A live run of this exercise is over and stays as it is. A new one begins from the beginning."),
            "rehearsal": N_(
                "A rehearsal of this exercise is over and stays as it is; it never mixes with the live run."
            ),
        }.get(ran_before, "")
        tr(self.again.setText, said)
        self.again.setVisible(bool(said))
        tr(
            self.what.setText,
            N_("{injects} injects in {phases} phases over {minutes} minutes. The story begins at {time}."),
            injects=len(scenario.injects), phases=len(scenario.phases), minutes=scenario.duration // MINUTE,
            time=partial(scenario_text, scenario.clock.start, seconds=False),
        )  # fmt: skip
        timed = sorted((i for i in scenario.injects if i.at is not None), key=_at)
        if timed:
            tr(self.first.setText, N_("First: {number} {title}"), number=timed[0].id, title=timed[0].title)
        self._check(plan)
        self._explain()

    def choose(self, mode: str, speed: float = 1.0) -> None:
        """Take a mode and a speed, as a click does."""
        for group, value in ((self._modes, mode), (self._speeds, speed)):
            for choice in group.buttons():
                choice.setChecked(choice.property("value") == value)
        self.mode, self.speed = mode, speed
        self._explain()

    def _check(self, plan: Plan) -> None:
        while (item := self.lines.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        found = preflight(plan, self._free(), read_only=bool(getattr(self.desk.workspace, "read_only", False)))
        for at, line in enumerate(found):
            self._line(at, line)
        self.lines.setColumnStretch(1, 1)
        self.start.setEnabled(ready(found))

    def _line(self, at: int, line: Line) -> None:
        glyph = label(look="strong" if line.state == "ok" else "error")
        glyph.setText(GLYPHS[line.state])
        said = label(line.message, wrap=True, **line.params)
        self.lines.addWidget(glyph, at, 0, Qt.AlignmentFlag.AlignTop)
        self.lines.addWidget(said, at, 1)
        if line.state != "ok" and line.page:
            mend = button(N_("Put it right"), self._mend, "link")
            mend.setProperty("page", line.page)
            texts.name(mend, N_("Put it right: {what}"), what=texts.resolve(line.message, line.params))
            self.lines.addWidget(mend, at, 2)

    def _free(self) -> int | None:
        """Free bytes where the workspace lies; a database server's disk is not ours to know."""
        target = str(self.desk.workspace.target) if self.desk.workspace is not None else ""
        if not target or "://" in target:
            return None
        try:
            return shutil.disk_usage(target).free
        except OSError:
            return None

    def _explain(self) -> None:
        rehearsal = self.mode == "rehearsal"
        self._speed_row.setVisible(rehearsal)
        tr(
            self.explained.setText,
            N_("Everything is marked REHEARSAL and kept apart; time may run faster.")
            if rehearsal
            else N_("The plan is frozen now. Everything that happens is logged and saved at once."),
        )

    def _mode_chosen(self, choice: QToolButton) -> None:
        self.choose(choice.property("value"), self.speed if choice.property("value") == "rehearsal" else 1.0)

    def _speed_chosen(self, choice: QToolButton) -> None:
        self.choose(self.mode, choice.property("value"))

    def _mend(self) -> None:
        self.desk.go(self.sender().property("page"))

    def _start(self) -> None:
        self.wanted.emit(self.mode, self.speed)


class _Large(QPushButton):
    """The one button of the panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "primary")
        self.setIcon(icons.icon("play", "accent.on"))
        self.setAutoRepeat(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        self.setFont(theme.ui_font(theme.TITLE, bold=True))
        return QSize(super().sizeHint().width() + theme.scaled(60), theme.scaled(60))


def _at(inject: object) -> int:
    return getattr(inject, "at", None) or 0
