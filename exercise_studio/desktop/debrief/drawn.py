"""The report's figures of the exercise as it stands, one below the other: the same drawings as will be on paper."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from exercise_studio.desktop import texts
from exercise_studio.desktop.debrief.words import lang
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, label
from exercise_studio.domain.text import Lang
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_

# What draws is imported where it is used: it takes a moment, which the first figures need and the debrief does not.
if TYPE_CHECKING:
    from exercise_studio.reporting.document import Figure


def drawn(session: Session, language: Lang) -> tuple["Figure", ...]:
    """Every figure of the full report, in its order; on the database thread."""
    from exercise_studio.journeys.reporting import build_content
    from exercise_studio.reporting import figures
    from exercise_studio.reporting.document import Figure

    content = build_content(session, lang=language)
    figures.prepare()
    return tuple(block for part in content.sections for block in part.blocks if isinstance(block, Figure))


class Drawn(QScrollArea):
    """The figures with their captions and notes; those on view stay until newer ones are there."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.panels: list[_Panel] = []
        self._stale = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: one that comes and goes would change the width that makes it come and go.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        texts.name(self, N_("Figures of the report"))
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, BETWEEN, 0)
        self._column.setSpacing(2 * BETWEEN)
        self._waiting = label(N_("The figures are being drawn."), "muted")
        self._column.addWidget(self._waiting)
        self._column.addStretch(1)
        self.setWidget(holder)
        texts.on_language(self.renew)

    def renew(self) -> None:
        """Have them made anew when they are looked at, at once where they are."""
        self._stale = True
        if self.isVisible():
            self.ask()

    def ask(self) -> None:
        """Have the figures computed."""
        if self.desk.exercise is not None:
            self._stale = False
            self.desk.exercise.ask(drawn, lang(), then=self._answered, latest="debrief/drawn")

    def _answered(self, found: tuple["Figure", ...]) -> None:
        self._waiting.setVisible(not found)
        while len(self.panels) > len(found):
            panel = self.panels.pop()
            panel.hide()
            panel.deleteLater()
        for number, figure in enumerate(found):
            if number == len(self.panels):
                self.panels.append(_Panel())
                self._column.insertWidget(number, self.panels[-1])
            self.panels[number].show_figure(figure)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.ask()


class _Panel(QWidget):
    """A figure with its caption above it and its note below."""

    def __init__(self) -> None:
        super().__init__()
        from exercise_studio.desktop.widgets.figure import FigureView

        self.caption, self.view, self.note = (
            label(look="strong", wrap=True),
            FigureView(),
            label(look="caption", wrap=True),
        )
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        for part in (self.caption, self.view, self.note):
            inside.addWidget(part)

    def show_figure(self, figure: "Figure") -> None:
        """Shows one."""
        self.caption.setText(figure.caption)
        self.view.show_figure(figure, lang())
        self.note.setText(figure.note)
        self.note.setVisible(bool(figure.note))
