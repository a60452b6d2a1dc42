"""Strips that open above the log line and block nothing: a decision's details, a correction, a withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, button, column, label, row
from exercise_studio.desktop.widgets.log_line import LogLine
from exercise_studio.journeys.logging_acts import Decision
from exercise_studio.language import N_


@dataclass(frozen=True, slots=True)
class OpenBranch:
    """A branch that has not been taken: its question and its options by id."""

    id: str
    question: str
    options: tuple[tuple[str, str], ...]


class Strip(QFrame):
    """The base: a quiet frame; Enter in a field commits, Esc leaves.

    Signals:
        opened: True when it comes, False when it goes.
        changed: what stands in it is another now, for the draft that survives a crash.
    """

    opened = Signal(bool)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner-calm")
        # A layout short of height would put the fields over one another before it takes anything from the log.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.opened.emit(True)

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.opened.emit(False)

    def commit(self) -> None:
        """Take what stands in the strip."""

    def leave(self) -> None:
        """Close it without taking anything."""
        self.hide()


def choice_box() -> QComboBox:
    """A field in which one chooses or types; Enter in it is the strip's."""
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.setMinimumContentsLength(8)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def fields_grid(fields: Sequence[tuple[str, QWidget]]) -> QGridLayout:
    """Captions with their fields, two pairs a line."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GRID)
    for at, (title, field) in enumerate(fields):
        said = label(title, "caption")
        said.setBuddy(field)
        texts.name(field, title)
        field.setMinimumWidth(theme.scaled(80))
        grid.addWidget(said, at // 2, at % 2 * 2)
        grid.addWidget(field, at // 2, at % 2 * 2 + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid


class DecisionStrip(Strip):
    """What a decision needs beside its choice. Nothing is compulsory: what is left open stays open.

    Signals:
        told: a journeys.logging_acts.Decision.
        left: closed without a decision; the line that began it, or None where an entry was being corrected.
    """

    told = Signal(object)
    left = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begun: Decision | None = None
        self.line: LogLine | None = None
        self._branches: tuple[OpenBranch, ...] = ()
        self.question, self.choice, self.role = choice_box(), choice_box(), choice_box()
        self.options, self.ground = QLineEdit(), QLineEdit()
        self.back = QComboBox()
        self.back.addItems(["", "", ""])
        self.heading = label(N_("Decision"), "strong")
        texts.on_language(self._retranslate)
        self._retranslate()
        grid = fields_grid((
            (N_("Question"), self.question), (N_("Choice"), self.choice), (N_("Options"), self.options),
            (N_("Ground"), self.ground), (N_("Decided by"), self.role), (N_("Reversible"), self.back),
        ))  # fmt: skip
        tr(self.options.setPlaceholderText, N_("A / B / C"))
        commit = button(N_("Log the decision"), self.commit, "primary")
        drop = button(N_("Leave it"), self.leave, "quiet")
        self.setLayout(column(row(self.heading, 1, drop, commit), grid, spacing=GRID, margin=INSIDE))
        self.question.currentIndexChanged.connect(self._question_chosen)
        for box in (self.question, self.choice, self.role):
            box.lineEdit().returnPressed.connect(self.commit)
            box.editTextChanged.connect(self.changed)
        for field in (self.options, self.ground):
            field.textChanged.connect(self.changed)
        self.back.currentIndexChanged.connect(self.changed)

    def begin(self, told: Decision, line: LogLine | None, roles: Sequence[str], branches: Sequence[OpenBranch]) -> None:
        """Ask for the details of a decision that was typed as one line, or show those of one that is corrected."""
        self._begun, self.line = told, line
        self._branches = tuple(branches)
        tr(self.heading.setText, N_("Correcting a decision") if told.corrects else N_("Decision"))
        self.question.blockSignals(True)
        self.question.clear()
        self.question.addItem("")
        self.question.addItems([branch.question for branch in branches])
        self.question.setCurrentIndex(0)
        at = self.question.findText(told.question) if told.question else -1
        if at > 0:
            self.question.setCurrentIndex(at)
        elif told.question != told.choice or not told.corrects:
            self.question.setEditText(told.question)
        self.question.blockSignals(False)
        self.choice.clear()
        if at > 0:
            self.choice.addItems([text for _id, text in self._branches[at - 1].options])
        self.choice.setEditText(told.choice)
        self.choice.lineEdit().setCursorPosition(0)
        self.options.setText(" / ".join(told.options))
        self.ground.setText(told.ground)
        self.role.clear()
        self.role.addItems(list(dict.fromkeys(roles)))
        self.role.setEditText(told.decided_by)
        self.role.lineEdit().setCursorPosition(0)
        self.back.setCurrentIndex({True: 1, False: 2}.get(told.reversible, 0) if told.reversible is not None else 0)
        self.show()
        self.question.setFocus()

    @property
    def asking(self) -> bool:
        """Whether a decision waits for its details."""
        return self._begun is not None

    def told_so_far(self) -> Decision | None:
        """The decision as the fields stand."""
        if self._begun is None:
            return None
        choice = self.choice.currentText().strip() or self._begun.choice
        question = self.question.currentText().strip()
        branch = next((b for b in self._branches if b.question == question), None)
        option = next((o for o, text in branch.options if text == choice), "") if branch else ""
        options = self.options.text().replace("／", "/").split("/")
        return self._begun._replace(
            question=question or choice, choice=choice, options=tuple(part.strip() for part in options if part.strip()),
            ground=self.ground.text().strip(), decided_by=self.role.currentText().strip(),
            reversible={1: True, 2: False}.get(self.back.currentIndex()),
            branch=branch.id if branch and option else "", option=option,
        )  # fmt: skip

    def commit(self) -> None:
        told = self.told_so_far()
        if told is None:
            return
        self._begun, self.line = None, None
        self.hide()
        self.told.emit(told)

    def drop(self) -> None:
        """Close it, and keep quiet about it: another exercise is on screen."""
        self._begun, self.line = None, None
        self.hide()

    def leave(self) -> None:
        line, self._begun, self.line = self.line, None, None
        super().leave()
        self.left.emit(line)

    def _question_chosen(self, at: int) -> None:
        """A branch of the scenario offers its own options."""
        typed = self.choice.currentText()
        self.choice.clear()
        if 0 < at <= len(self._branches):
            options = [text for _id, text in self._branches[at - 1].options]
            self.choice.addItems(options)
            self.options.setText(" / ".join(options))
        if typed:
            self.choice.setEditText(typed)

    def _retranslate(self) -> None:
        for at, message in enumerate((N_("Not said"), N_("Can be taken back"), N_("Cannot be taken back"))):
            self.back.setItemText(at, texts.resolve(message))


class CorrectingStrip(Strip):
    """Says which entry the log line corrects now.

    Signals:
        left: the correction was given up.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        line = row(self.text, 1, button(N_("Leave it"), self.leave, "quiet"), spacing=INSIDE, margin=GRID)
        self.setLayout(line)

    def begin(self, time: str, *, marker: bool = False) -> None:
        """Show it."""
        message = N_("You are correcting the entry of {time}. The old wording stays readable.")
        tr(self.text.setText, N_("What the marker of {time} is about:") if marker else message, time=time)
        self.show()

    def leave(self) -> None:
        super().leave()
        self.left.emit()


class WithdrawStrip(Strip):
    """Asks for the reason of a withdrawal.

    Signals:
        withdrawn: (entry, reason).
    """

    withdrawn = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = ""
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = QLineEdit()
        texts.name(self.reason, N_("Reason of the withdrawal"))
        tr(self.reason.setPlaceholderText, N_("Reason"))
        self.reason.returnPressed.connect(self.commit)
        commit = button(N_("Withdraw the entry"), self.commit, "primary")
        line = row(
            self.text, self.reason, commit, button(N_("Leave it"), self.leave, "quiet"), spacing=INSIDE, margin=GRID
        )
        line.setStretch(1, 1)
        self.setLayout(line)

    def begin(self, entry: str, time: str) -> None:
        """Ask for an entry."""
        self._entry = entry
        tr(self.text.setText, N_("Withdraw the entry of {time}:"), time=time)
        self.reason.clear()
        self.show()
        self.reason.setFocus()

    def commit(self) -> None:
        if self._entry:
            entry, self._entry = self._entry, ""
            self.hide()
            self.withdrawn.emit(entry, self.reason.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        QFrame.keyPressEvent(self, event)
