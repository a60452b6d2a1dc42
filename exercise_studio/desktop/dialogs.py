"""Dialogs: questions whose buttons are verbs, the crash dialog, the list of past messages."""

import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from exercise_studio import __version__, language
from exercise_studio.desktop import theme
from exercise_studio.desktop.tasks import Fault, Job, Tasks
from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import BETWEEN, MARGIN, button, label, row
from exercise_studio.language import N_


class Dialog(QDialog):
    """A dialog with a heading, a `body` layout and a row of buttons; closing it any way means going back, nothing else.

    Build widgets into `body`, then call `buttons(...)`. Show it with `open()`, which does not block, or `exec()`.
    """

    def __init__(self, title: Source, parent: QWidget | None = None, **params: Any) -> None:
        super().__init__(parent)
        self.setModal(True)
        tr(self.setWindowTitle, title, **params)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        outer.setSpacing(BETWEEN)
        self.heading = label(title, "section", wrap=True, **params)
        outer.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(BETWEEN)
        outer.addLayout(self.body, 1)
        self._outer = outer

    def buttons(self, *widgets: QWidget, left: Sequence[QWidget] = ()) -> None:
        """The row of buttons: `left` ones at the left, the others at the right, the way back last."""
        self._outer.addLayout(row(*left, 1, *widgets))


@dataclass(frozen=True)
class Choice:
    """One answer of a question.

    Attributes:
        id: what `Question.chosen` becomes.
        text: message id, a verb ("End the run"), never OK or Yes.
        look: "primary" for the one Enter takes, "danger" for what cannot be taken back.
    """

    id: str
    text: str
    look: str = ""


class Question(Dialog):
    """Asks for one of a few acts; Esc and the way back choose nothing and return to where one was.

    Attributes:
        chosen: the id of the choice, empty for the way back.
    """

    def __init__(
        self,
        title: Source,
        text: Source,
        choices: Sequence[Choice],
        back: str = N_("Go back"),
        parent: QWidget | None = None,
        **params: Any,
    ) -> None:
        super().__init__(title, parent, **params)
        self.chosen = ""
        self._answered: Callable[[str], object] | None = None
        said = label(text, wrap=True, **params)
        said.setMinimumWidth(theme.scaled(380))
        self.body.addWidget(said)
        made = [button(choice.text, self._clicked, choice.look) for choice in choices]
        for answer, choice in zip(made, choices, strict=True):
            answer.setProperty("answer", choice.id)
        self.back = button(back, self.reject)
        self.buttons(*reversed(made), self.back)
        first = next((m for m, c in zip(made, choices, strict=True) if c.look == "primary"), self.back)
        first.setDefault(True)
        first.setFocus()

    def choose(self, answer: str) -> None:
        """Answer with a choice's id."""
        self.chosen = answer
        self.accept()

    def ask(self, answered: Callable[[str], object]) -> None:
        """Show the question without blocking and call the bound method with the chosen id (empty: the way back)."""
        self._answered = answered
        self.open()

    def _clicked(self) -> None:
        self.choose(self.sender().property("answer"))

    def done(self, result: int) -> None:
        super().done(result)
        if self._answered is not None:
            answered, self._answered = self._answered, None
            answered(self.chosen)
            self.deleteLater()


class CrashDialog(Dialog):
    """A fault of the program: what is safe, and a text to copy for those who will repair it."""

    def __init__(self, fault: Fault, parent: QWidget | None = None) -> None:
        super().__init__(N_("Something went wrong inside the program"), parent)
        self.setModal(False)
        self.body.addWidget(
            label(
                N_(
                    "What you logged before is saved. The last act may not have been done; look before you repeat it. "
                    "Please send the text below to whoever looks after this program."
                ),
                wrap=True,
            )
        )
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setPlainText(self.report(fault))
        self.text.setFont(theme.clock_font(theme.CAPTION))
        self.text.setMinimumSize(theme.scaled(560), theme.scaled(240))
        tr(self.text.setAccessibleName, N_("Technical text"))
        self.body.addWidget(self.text, 1)
        self.buttons(button(N_("Copy the text"), self.copy, "primary"), button(N_("Go on"), self.close))

    @staticmethod
    def report(fault: Fault) -> str:
        """Versions and traceback; nothing that people typed."""
        versions = f"Exercise Studio {__version__} / Python {platform.python_version()} / {platform.platform()}"
        return f"{versions} / {language.current()} / {sys.platform}\n\n{fault.text}"

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class ProgressDialog(Dialog):
    """How far a long job is, with a way to stop it. Closes itself when the job's tasks are done.

    `ProgressDialog(title, parent).follow(tasks, tasks.start(…))`
    """

    def __init__(self, title: Source, parent: QWidget | None = None, **params: Any) -> None:
        super().__init__(title, parent, **params)
        self._job: Job | None = None
        self.what = QLabel()
        self.bar = QProgressBar()
        self.bar.setMinimumWidth(theme.scaled(380))
        self.bar.setRange(0, 0)
        tr(self.bar.setAccessibleName, title, **params)
        self.body.addWidget(self.what)
        self.body.addWidget(self.bar)
        self.stop = button(N_("Stop"), self.reject)
        self.buttons(self.stop)

    def follow(self, tasks: Tasks, job: Job) -> None:
        """Show the progress of a job; stopping asks the job to end at its next step."""
        self._job = job
        tasks.progress.connect(self._report)
        tasks.busy_changed.connect(self._busy)
        self.open()

    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _report(self, told: tuple) -> None:
        job, done, total, what = told
        if job is self._job:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.what.setText(language.translate(language.current(), what) if what else "")

    def _busy(self, busy: bool) -> None:
        if not busy:
            self.accept()


class PastNotices(Dialog):
    """The messages that were shown, newest first: nothing vanishes before it could be read."""

    def __init__(self, texts_: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(N_("Messages so far"), parent)
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setPlainText("\n\n".join(texts_))
        text.setMinimumSize(theme.scaled(520), theme.scaled(280))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        tr(text.setAccessibleName, N_("Messages so far"))
        if not texts_:
            tr(text.setPlaceholderText, N_("There has been no message yet."))
        self.body.addWidget(text, 1)
        self.buttons(button(N_("Go back"), self.close))
