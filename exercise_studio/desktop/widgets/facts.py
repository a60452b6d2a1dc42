"""Pairs of a name and a value, one below the other."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from exercise_studio.desktop.texts import Source, tr
from exercise_studio.desktop.widgets.layout import BETWEEN, label


class Facts(QWidget):
    """Names at the left, values that may take several lines at the right."""

    def __init__(self, *names: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(BETWEEN)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._values = {}
        for line, name in enumerate(names):
            value = label(wrap=True)
            self._values[name] = value
            grid.addWidget(label(name, "muted", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1, Qt.AlignmentFlag.AlignTop)

    def set(self, name: str, source: Source, **params: Any) -> None:
        """Show a value."""
        tr(self._values[name].setText, source, **params)

    def value(self, name: str) -> str:
        """What is shown under a name."""
        return self._values[name].text()
