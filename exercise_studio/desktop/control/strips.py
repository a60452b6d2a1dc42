"""Strips that open above the log line and block nothing: a decision's details, a correction, a withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.control.logline import Parsed
from exercise_studio.desktop.texts import tr
from exercise_studio.desktop.widgets.layout import GRID, INSIDE, button, column, label, row
from exercise_studio.language import N_


@dataclass(frozen=True, slots=True)
class OpenBranch:
    """A branch that has not been taken: its question and its options by id."""

    id: str
    question: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision as the strip holds it.

    Attributes:
        branch, option: the branch of the scenario that it settles, or "".
    """

    team: str
    question: str
    options: tuple[str, ...]
    choice: str
    ground: str
    decided_by: str
    reversible: bool | None
    items: tuple[tuple[str, str], ...]
    began_at: int
    branch: str = ""
    option: str = ""


class Strip(QFrame):
    """The base: a quiet frame; Enter in a field commits, Esc leaves.

    Signals:
        opened: True when it comes, False when it goes.
    """

    opened = Signal(bool)

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


class DecisionStrip(Strip):
    """What a decision needs beside its choice. Nothing is compulsory: what is left open stays open.

    Signals:
        told: a DecisionTold.
        left: closed without a decision.
    """

    told = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parsed: Parsed | None = None
        self._team, self._began_at = "", 0
        self._branches: tuple[OpenBranch, ...] = ()
        self.question = QComboBox()
        self.question.setEditable(True)
        self.question.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.question.currentIndexChanged.connect(self._question_chosen)
        self.choice = QComboBox()
        self.choice.setEditable(True)
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for box in (self.question, self.choice):
            box.lineEdit().returnPressed.connect(self.commit)
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.options, self.ground, self.role = QLineEdit(), QLineEdit(), QLineEdit()
        self.back = QComboBox()
        self.back.addItems(["", "", ""])
        texts.on_language(self._retranslate)
        self._retranslate()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        fields = (
            (N_("Question"), self.question), (N_("Choice"), self.choice), (N_("Options"), self.options),
            (N_("Ground"), self.ground), (N_("Decided by"), self.role), (N_("Reversible"), self.back),
        )  # fmt: skip
        for at, (title, field) in enumerate(fields):
            said = label(title, "caption")
            said.setBuddy(field)
            texts.name(field, title)
            field.setMinimumWidth(theme.scaled(80))
            grid.addWidget(said, at // 2, at % 2 * 2)
            grid.addWidget(field, at // 2, at % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        tr(self.options.setPlaceholderText, N_("A / B / C"))
        commit = button(N_("Log the decision"), self.commit, "primary")
        drop = button(N_("Leave it"), self.leave, "quiet")
        line = column(row(label(N_("Decision"), "strong"), 1, drop, commit), grid, spacing=GRID, margin=INSIDE)
        self.setLayout(line)

    def begin(self, parsed: Parsed, team: str, began_at: int, role: str, branches: Sequence[OpenBranch]) -> None:
        """Ask for the details of a decision that was typed as one line."""
        self._parsed, self._team, self._began_at = parsed, team, began_at
        self._branches = tuple(branches)
        self.question.blockSignals(True)
        self.question.clear()
        self.question.addItem("")
        self.question.addItems([branch.question for branch in branches])
        self.question.setCurrentIndex(0)
        self.question.blockSignals(False)
        self.choice.clear()
        self.choice.setEditText(parsed.text)
        self.choice.lineEdit().setCursorPosition(0)
        self.options.clear()
        self.ground.clear()
        self.role.setText(role)
        self.role.setCursorPosition(0)
        self.back.setCurrentIndex(0)
        self.show()
        self.question.setFocus()

    @property
    def asking(self) -> bool:
        """Whether a decision waits for its details."""
        return self._parsed is not None

    def commit(self) -> None:
        if self._parsed is None:
            return
        parsed, self._parsed = self._parsed, None
        choice = self.choice.currentText().strip() or parsed.text
        branch = next((b for b in self._branches if b.question == self.question.currentText()), None)
        option = next((o for o, text in branch.options if text == choice), "") if branch else ""
        options = tuple(part.strip() for part in self.options.text().replace("／", "/").split("/") if part.strip())
        told = DecisionTold(
            team=self._team, question=self.question.currentText().strip() or choice, options=options, choice=choice,
            ground=self.ground.text().strip(), decided_by=self.role.text().strip(),
            reversible={1: True, 2: False}.get(self.back.currentIndex()), items=parsed.items, began_at=self._began_at,
            branch=branch.id if branch and option else "", option=option,
        )  # fmt: skip
        self.hide()
        self.told.emit(told)

    def leave(self) -> None:
        self._parsed = None
        super().leave()
        self.left.emit()

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

    def begin(self, time: str) -> None:
        """Show it."""
        tr(self.text.setText, N_("You are correcting the entry of {time}. The old wording stays readable."), time=time)
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
