"""Before a run: what will happen, whether everything is ready, and one large button."""

from collections.abc import Callable
from dataclasses import replace
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

from exercise_studio.desktop import icons, surroundings, texts, theme
from exercise_studio.desktop.control.header import SPEEDS, scenario_text
from exercise_studio.desktop.control.preflight import FIXES, Line, Surroundings, by_weight, preflight, ready
from exercise_studio.desktop.control.rehearsals import RehearsalList
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, INSIDE, MARGIN, Card, button, column, label, row
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys import keeping
from exercise_studio.language import N_

GLYPHS = {"ok": "✓", "advice": "!", "block": "×"}
STATES = {"ok": N_("In order"), "advice": N_("Advice"), "block": N_("Stands against starting")}


class StartPanel(QWidget):
    """The panel.

    Attributes:
        found: what was found around the plan; a test may put its own `look` in the place of the real one.
        fixes: id of a line to the button that puts it right.
    Signals:
        wanted: (mode, speed) when the run is to start.
        sheet_wanted: the run sheet is to be printed.
    """

    wanted = Signal(str, float)
    sheet_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.mode, self.speed = "live", 1.0
        self.look: Callable[[Desk, QWidget], Surroundings] = surroundings.look
        self.found = Surroundings()
        self.plan: Plan | None = None
        self.shown: list[Line] = []
        self.seen: set[str] = set()
        self.fixes: dict[str, QPushButton] = {}
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
        checks = Card()
        again = button(N_("Look again"), self.check, "link")
        heading = row(label(N_("Before you start"), "section"), 1, again)
        checks.body.addLayout(heading)
        checks.body.addLayout(self.lines)
        happening = Card(N_("What will happen"))
        for part in (self.what, self.first):
            happening.body.addWidget(part)
        how = Card(N_("How it is played"))
        how.body.addLayout(row(live, rehearsal, 1, spacing=GRID))
        how.body.addWidget(self._speed_row)
        how.body.addWidget(self.explained)
        self.rehearsals = RehearsalList(desk)
        left = column(happening, how, self.rehearsals, 1, spacing=BETWEEN)
        both = row(spacing=BETWEEN)
        both.addLayout(left, 4)
        both.addLayout(column(checks, 1, spacing=BETWEEN), 5)
        inner = QWidget()
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(BETWEEN)
        whole.addWidget(self.title)
        whole.addWidget(self.again)
        whole.addLayout(both)
        whole.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN // 2, MARGIN // 2, MARGIN // 2, 0)
        outer.addWidget(area, 1)
        self.verdict = label(look="strong", wrap=True)
        self.sheet = button(N_("Print the run sheet…"), self._print)
        foot = row(self.verdict, self.sheet, self.start, spacing=BETWEEN)
        foot.setStretch(0, 1)
        foot.setContentsMargins(0, INSIDE, 0, INSIDE)
        outer.addLayout(foot)

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
        self.plan = plan
        self.rehearsals.look()
        self.check()
        self._explain()

    def choose(self, mode: str, speed: float = 1.0) -> None:
        """Take a mode and a speed, as a click does."""
        for group, value in ((self._modes, mode), (self._speeds, speed)):
            for choice in group.buttons():
                choice.setChecked(choice.property("value") == value)
        self.mode, self.speed = mode, speed
        self._explain()
        self.check()

    def check(self) -> None:
        """Look at everything anew; the line that had the focus keeps it."""
        plan = self.plan
        if plan is None:
            return
        at = next((name for name, fix in self.fixes.items() if fix.hasFocus()), "")
        self.found = self.look(self.desk, self.window())
        while (item := self.lines.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.fixes = {}
        lines = [self._fitted(line) for line in preflight(plan, self.found, mode=self.mode)]
        self.shown = by_weight(lines)
        for number, line in enumerate(self.shown):
            self._line(number, line)
        self.lines.setColumnStretch(1, 1)
        self.start.setEnabled(ready(self.shown))
        self._judge()
        if at in self.fixes:
            self.fixes[at].setFocus()

    def _fitted(self, line: Line) -> Line:
        """Where this system has no address for its settings, a person sees to it and says so."""
        fix = line.fix
        if fix in ("power", "input") and not surroundings.has_settings(fix):
            fix = "seen"
        elif fix in ("displays", "clock") and not surroundings.has_settings(fix):
            fix = "look"
        if fix == "seen" and line.id in self.seen:
            return replace(line, state="ok", fix="")
        return replace(line, fix=fix)

    def _judge(self) -> None:
        """The list in one sentence."""
        blocks = sum(line.state == "block" for line in self.shown)
        advice = sum(line.state == "advice" for line in self.shown)
        if blocks:
            tr(self.verdict.setText, N_("Cannot be started yet: {n} things stand against it."), n=blocks)
        elif advice:
            tr(self.verdict.setText, N_("Can be started. {n} pieces of advice are open."), n=advice)
        else:
            tr(self.verdict.setText, N_("Everything is ready. You can start."))

    def _line(self, at: int, line: Line) -> None:
        glyph = label(look={"ok": "strong", "advice": "value", "block": "error"}[line.state])
        glyph.setText(GLYPHS[line.state])
        texts.name(glyph, STATES[line.state])
        said = label(line.message, "muted" if line.state == "ok" else "", wrap=True, **line.params)
        self.lines.addWidget(glyph, at, 0, Qt.AlignmentFlag.AlignTop)
        self.lines.addWidget(said, at, 1)
        if line.state == "ok":
            return
        fix = line.fix
        mend = button(FIXES[fix], self._mend)
        # Enter puts the line right that has the focus.
        mend.setAutoDefault(True)
        mend.setProperty("fix", fix)
        mend.setProperty("line", line.id)
        texts.name(mend, partial(self._mend_name, FIXES[fix], line))
        self.lines.addWidget(mend, at, 2, Qt.AlignmentFlag.AlignTop)
        self.fixes[line.id] = mend

    @staticmethod
    def _mend_name(fix: str, line: Line) -> str:
        return f"{texts.resolve(fix)}: {texts.resolve(line.message, line.params)}"

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
        fix = self.sender().property("fix")
        if fix in ("plan", "home", "observe"):
            self.desk.go(fix)
        elif fix == "print":
            self._print()
        elif fix == "rehearse":
            self.choose("rehearsal")
            self.start.setFocus()
        elif fix == "backup":
            self.desk.tasks.run(keeping.back_up, self.desk.workspace, "hand", then=self._backed_up)
        elif fix == "seen":
            self.seen.add(self.sender().property("line"))
            self.check()
        elif fix == "look":
            self.check()
        else:
            surroundings.open_settings(fix)

    def _backed_up(self, _made: object) -> None:
        self.check()

    def _print(self) -> None:
        self.sheet_wanted.emit()

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
