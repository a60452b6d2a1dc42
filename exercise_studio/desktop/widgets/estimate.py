"""A band that says that figures are estimates for exercises."""

from PySide6.QtWidgets import QFrame, QWidget

from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import BETWEEN, GRID, label, row


class Estimate(QFrame):
    """Says that the figures are estimates for exercises, in a way that cannot be overlooked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner-notice")
        self.said = label(look="strong")
        self.caution = label(look="caption", wrap=True)
        line = row(self.said, spacing=BETWEEN)
        line.addWidget(self.caution, 1)
        line.setContentsMargins(BETWEEN, GRID, BETWEEN, GRID)
        self.setLayout(line)

    def show_words(self, said: Source, caution: Source) -> None:
        """The label and the caution of the data."""
        tr(self.said.setText, said)
        tr(self.caution.setText, caution)
