"""The sheet in which the facilitator chooses what players are asked: prompts of the script, or a question typed now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.widgets.layout import BETWEEN, INSIDE, Paragraph, button, column, label, row
from exercise_studio.language import N_


class QuestionSheet(QFrame):
    """A sheet inside the room. Prompts are the controllers'; only those that are ticked here reach the players.

    Signals:
        wanted: the questions to put up, in order; none takes down what stands there.
        left: closed without a change.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.boxes: list[tuple[QCheckBox, str]] = []
        self.own = QPlainTextEdit()
        self.own.setTabChangesFocus(True)
        self.own.setMaximumHeight(64)
        texts.name(self.own, N_("A question of your own, one on each line"))
        self._list = QVBoxLayout()
        self._list.setSpacing(INSIDE)
        inner = QWidget()
        inner.setLayout(column(self._list, 1))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(inner)
        self.up = button(N_("Put up on the screen"), self.commit, "primary")
        self.down = button(N_("Take down"), self.take_down)
        whole = column(
            label(N_("Questions for the players"), "section"),
            label(
                N_("What is ticked here is shown to the players. The script's prompts are otherwise seen by you alone."),
                "muted", wrap=True,
            ),
            spacing=INSIDE, margin=BETWEEN,
        )  # fmt: skip
        whole.addWidget(self._area, 1)
        whole.addWidget(label(N_("A question of your own, one on each line"), "strong"))
        whole.addWidget(self.own)
        whole.addLayout(row(button(N_("Leave it"), self.leave), 1, self.down, self.up))
        self.setLayout(whole)

    def begin(self, groups: Sequence[tuple[str, Sequence[str]]], up: Sequence[str]) -> None:
        """Offer prompts under their headings; what stands on the screen now is ticked, or typed below."""
        while (old := self._list.takeAt(0)) is not None:
            if old.layout() is not None:
                while (part := old.layout().takeAt(0)) is not None:
                    part.widget().deleteLater()
            elif old.widget() is not None:
                old.widget().deleteLater()
        self.boxes = []
        for heading, prompts in groups:
            if prompts:
                title = label(look="strong")
                title.setText(heading)
                self._list.addWidget(title)
            for prompt in prompts:
                self._offer(prompt, prompt in up)
        known = {prompt for _box, prompt in self.boxes}
        self.own.setPlainText("\n".join(question for question in up if question not in known))
        self.down.setEnabled(bool(up))
        (self.boxes[0][0] if self.boxes else self.own).setFocus()

    def _offer(self, prompt: str, chosen: bool) -> None:
        box = QCheckBox()
        box.setChecked(chosen)
        box.setAccessibleName(prompt)
        text = Paragraph()
        text.setText(prompt)
        line = row(box, text, spacing=INSIDE)
        line.setStretchFactor(text, 1)
        self._list.addLayout(line)
        self.boxes.append((box, prompt))

    def questions(self) -> list[str]:
        """What is ticked, then what was typed."""
        typed = [line.strip() for line in self.own.toPlainText().splitlines() if line.strip()]
        return [prompt for box, prompt in self.boxes if box.isChecked()] + typed

    def commit(self) -> None:
        """Put them up."""
        self.wanted.emit(self.questions())

    def take_down(self) -> None:
        """Take away what stands there."""
        self.wanted.emit([])

    def leave(self) -> None:
        """Change nothing."""
        self.left.emit()
