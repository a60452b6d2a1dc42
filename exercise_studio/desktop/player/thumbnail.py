"""The small picture of the players' screen in the control room: the same paint, into fewer pixels."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.player import words
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.stage import paint
from exercise_studio.desktop.player.window import NOTHING
from exercise_studio.language import N_


class Thumbnail(QWidget):
    """Shows what players see in the proportions of their screen.

    Attributes:
        seen: what is shown.
        size_there: the size of their screen.
        missing: whether no window shows it to anybody: then it is framed with dashes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen = NOTHING
        self.size_there = QSizeF(1024, 576)
        self.missing = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        texts.name(self, N_("What players see"))

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(150), theme.scaled(72))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(96), theme.scaled(54))

    def show_this(self, seen: Seen, size: QSizeF, *, missing: bool) -> None:
        """Show something."""
        if (seen, size, missing) != (self.seen, self.size_there, self.missing):
            self.seen, self.size_there, self.missing = seen, size, missing
            self.setAccessibleDescription(words.spoken(seen.first))
            self.update()

    def picture(self) -> QRectF:
        """Where the picture lies."""
        scale = min(self.width() / self.size_there.width(), self.height() / self.size_there.height())
        size = QSizeF(self.size_there.width() * scale, self.size_there.height() * scale)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = self.picture()
        paint(painter, rect, self.seen)
        pen = QPen(theme.color("line.border"), 1, Qt.PenStyle.DashLine if self.missing else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()
