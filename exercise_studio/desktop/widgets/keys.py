"""The F1 overlay: every key of the page and of the window, made from their tables of acts."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.actions import Act, key_text
from exercise_studio.desktop.widgets.layout import BETWEEN, MARGIN, Card, label
from exercise_studio.language import N_


class KeysOverlay(QWidget):
    """Lies over its parent until Esc, F1 or a click."""

    def __init__(self, tables: Sequence[tuple[str, Iterable[Act]]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.name(self, N_("Keys of this page"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN * 3, MARGIN * 2, MARGIN * 3, MARGIN * 2)
        card = Card(N_("Keys"))
        outer.addWidget(card)
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setSpacing(MARGIN * 3)
        for title, table in tables:
            columns.addLayout(self._column(title, table), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        card.body.addWidget(scroll, 1)
        card.body.addWidget(label(N_("Esc or F1 closes this list."), "muted"))
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())

    def _column(self, title: str, table: Iterable[Act]) -> QVBoxLayout:
        column = QVBoxLayout()
        grid = QGridLayout()
        grid.addWidget(label(title, "strong"), 0, 0, 1, 2)
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(BETWEEN // 2)
        grid.setColumnStretch(1, 1)
        for line, act in enumerate((act for act in table if act.keys), start=1):
            keys = label()
            keys.setText(" / ".join(key_text(key) for key in act.keys))
            keys.setFont(theme.clock_font(theme.BODY))
            grid.addWidget(keys, line, 0)
            grid.addWidget(label(act.text), line, 1)
        column.addLayout(grid)
        column.addStretch(1)
        return column

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        self.close()

    def paintEvent(self, event: Any) -> None:
        veil = QColor(theme.color("ground.surface"))
        veil.setAlpha(225)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
