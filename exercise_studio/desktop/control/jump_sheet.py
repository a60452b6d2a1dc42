"""The sheet of the time jump: to which scenario time, what players are told, and what becomes of the injects in between."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from exercise_studio import language
from exercise_studio.conduct.run import RunState
from exercise_studio.desktop import texts
from exercise_studio.desktop.control.header import scenario_text
from exercise_studio.desktop.control.jumping import Between, coming_jump, injects_between
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, button, column, label, row
from exercise_studio.domain.scenario import ScenarioPhase
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import Play
from exercise_studio.language import N_, _

CHOICES: Final = (
    ("keep", N_("Keep it pending")),
    ("summary", N_("Tell it in the summary")),
    ("skip", N_("Skip it")),
)


class JumpSheet(QFrame):
    """A sheet inside the room; nothing is jumped before its button is pressed.

    Signals:
        wanted: (to, told or None, phase or None, choices) as `conducting.jump` takes them.
        left: closed without jumping.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self._state: RunState | None = None
        self._phase: ScenarioPhase | None = None
        self._now: datetime | None = None
        self._told: Text | None = None
        self.boxes: dict[str, QComboBox] = {}
        self.at = QDateTimeEdit()
        self.at.setDisplayFormat("yyyy/MM/dd HH:mm")
        self.at.setCalendarPopup(False)
        self.at.lineEdit().setTextMargins(6, 0, 0, 0)
        self.at.dateTimeChanged.connect(self._moved)
        texts.name(self.at, N_("New scenario time"))
        self.now = label(look="muted", wrap=True)
        self.planned = button("", self.take_planned, "link")
        texts.name(self.planned, N_("Take the time jump that the scenario plans"))
        self.planned.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.told = QPlainTextEdit()
        self.told.setTabChangesFocus(True)
        texts.name(self.told, N_("What players are told"))
        self.preview = QToolButton()
        self.preview.setProperty("look", "chip")
        self.preview.setCheckable(True)
        tr(self.preview.setText, N_("As players read it"))
        texts.name(self.preview, N_("As players read it"))
        self.preview.toggled.connect(self._previewed)
        self.as_read = label(look="", wrap=True)
        self.as_read.setAlignment(Qt.AlignmentFlag.AlignTop)
        read = QScrollArea()
        read.setWidgetResizable(True)
        read.setProperty("look", "paper")
        paper = QWidget()
        paper.setProperty("look", "paper")
        paper.setLayout(column(self.as_read, 1, margin=BETWEEN))
        read.setWidget(paper)
        self.texts = QStackedWidget()
        self.texts.addWidget(self.told)
        self.texts.addWidget(read)
        self.fault = label(look="error")
        self.heading = label(look="strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(INSIDE)
        inner = QWidget()
        inner.setLayout(column(self._grid, 1))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        self.jump = button(N_("Jump the scenario clock"), self.commit, "primary")
        steps = [button(N_("+{n} h"), self._step, n=n) for n in (1, 6, 12, 24)]
        for step, hours in zip(steps, (1, 6, 12, 24), strict=True):
            step.setProperty("hours", hours)
        left = column(
            label(N_("To which scenario time?"), "strong"), row(self.at, *steps, 1, spacing=4), row(self.planned),
            row(label(N_("What players are told"), "strong"), 1, self.preview), spacing=INSIDE,
        )  # fmt: skip
        left.addWidget(self.texts, 1)
        right = column(self.heading, spacing=INSIDE)
        right.addWidget(area, 1)
        both = row(spacing=BETWEEN)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        whole = column(_heading(label(N_("Time jump"), "section"), self.now), spacing=INSIDE, margin=BETWEEN)
        whole.addLayout(both, 1)
        whole.addLayout(row(self.fault, 1, button(N_("Leave it"), self.leave), self.jump))
        self.setLayout(whole)

    def begin(self, state: RunState, play: Play) -> None:
        """Open it for the present moment, with the scenario's next planned jump filled in where there is one."""
        self._state, self._phase = state, coming_jump(state, play)
        self._now = state.clock.scenario_of(play)
        tr(self.now.setText, N_("Now {time}. Play does not move."), time=scenario_text(self._now))
        self.told.clear()
        self.preview.setChecked(False)
        self._told = None
        planned = self._phase.jump if self._phase else None
        self.planned.setVisible(planned is not None)
        if planned is not None and self._phase is not None:
            tr(
                self.planned.setText, N_("Planned: {phase}, {time}"), phase=self._phase.title,
                time=scenario_text(planned.to, seconds=False),
            )  # fmt: skip
            self.take_planned()
        else:
            self._set(self._now + timedelta(hours=1))
        self._moved()
        self.at.setFocus()

    def leave(self) -> None:
        """Close it without jumping."""
        self.left.emit()

    def take_planned(self) -> None:
        """Time and words as the scenario has them."""
        if self._phase is not None and self._phase.jump is not None:
            self._set(self._phase.jump.to)
            self._told = self._phase.jump.told
            self.told.setPlainText(self._told.get(language.current()).strip())  # type: ignore[arg-type]

    def commit(self) -> None:
        """Jump."""
        to = self._to()
        if self._now is None or to <= self._now:
            return
        typed = self.told.toPlainText().strip()
        lang = language.current()
        told = None
        if self._told is not None and typed == self._told.get(lang).strip():  # type: ignore[arg-type]
            told = self._told
        elif typed:
            told = Text(ja=typed) if lang == "ja" else Text(en=typed)
        planned = self._phase is not None and self._phase.jump is not None and self._phase.jump.to == to
        phase = self._phase.id if planned and self._phase is not None else None
        choices = {inject: str(box.currentData()) for inject, box in self.boxes.items()}
        self.wanted.emit((to, told, phase, choices))

    def _previewed(self, on: bool) -> None:
        """Show what becomes visible to players: the two times, the words, and the injects told in the summary."""
        self.texts.setCurrentIndex(1 if on else 0)
        if on and self._now is not None:
            tr(self.as_read.setText, self._as_read)

    def _as_read(self) -> str:
        if self._now is None:
            return ""
        lines = [f"{scenario_text(self._now, seconds=False)}  →  {scenario_text(self._to(), seconds=False)}", ""]
        lines.append(self.told.toPlainText().strip() or _("(Nothing is told.)"))
        state = self._state
        told = [name for name, box in self.boxes.items() if box.currentData() == "summary"]
        if told and state is not None:
            lines += ["", _("In the meantime:")]
            lines += [f"・{texts.authored(state.plan.scenario.inject_by_id[name].title)}" for name in told]
        return "\n".join(lines)

    def _set(self, moment: datetime) -> None:
        self.at.setDateTime(QDateTime(moment.date(), moment.time()))

    def _to(self) -> datetime:
        moment = self.at.dateTime().toPython()
        assert isinstance(moment, datetime)
        return moment

    def _step(self) -> None:
        hours = self.sender().property("hours")
        self._set(self._to() + timedelta(hours=hours))

    def _moved(self) -> None:
        if self._state is None or self._now is None:
            return
        to = self._to()
        backwards = to <= self._now
        self.jump.setEnabled(not backwards)
        tr(self.fault.setText, N_("The scenario clock can only jump forward.") if backwards else "")
        self._fill(injects_between(self._state, to))

    def _fill(self, between: list[Between]) -> None:
        chosen = {inject: box.currentIndex() for inject, box in self.boxes.items()}
        while (item := self._grid.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.boxes = {}
        heading = (
            N_("What becomes of the {n} open injects in between?") if between else N_("No open inject lies in between.")
        )
        tr(self.heading.setText, heading, **({"n": len(between)} if between else {}))
        for at, one in enumerate(between):
            said = QLabel()
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            tr(
                said.setText,
                N_("{number} {title} ({time})"),
                number=one.inject.id,
                title=one.inject.title,
                time=scenario_text(one.planned, seconds=False),
            )
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            for key, message in CHOICES:
                box.addItem(texts.resolve(message), key)
            box.setCurrentIndex(chosen.get(one.inject.id, 0))
            texts.name(box, N_("What becomes of {number}"), number=one.inject.id)
            self._grid.addWidget(said, at, 0)
            self._grid.addWidget(box, at, 1)
            self.boxes[one.inject.id] = box
        self._grid.setColumnStretch(0, 1)


def _heading(title: QLabel, said: QLabel) -> QHBoxLayout:
    line = row(title, said)
    line.setStretch(1, 1)
    return line
