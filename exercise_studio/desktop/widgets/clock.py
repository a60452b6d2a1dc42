"""A clock whose digits do not dance, fed from the outside."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from exercise_studio.desktop import theme
from exercise_studio.desktop.weak import WeakCall


def format_span(milliseconds: int, *, hours: bool = True) -> str:
    """A span of time as 01:02:03 (or 62:03 without hours), a sign in front when negative."""
    sign, total = ("−", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    seconds = total // 1000
    if hours:
        return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{sign}{seconds // 60:02}:{seconds % 60:02}"


class ClockLabel(QWidget):
    """Shows what `read()` says, asked four times a second while visible; `read` is a bound method giving a text.

    The width is that of the widest text so far, so that nothing beside it moves.
    """

    def __init__(
        self, read: Callable[[], str] | None = None, points: float = theme.CLOCK, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read = WeakCall(read) if read is not None else None
        self._points = points
        self._text = ""
        self._widest = "00:00:00"
        self._token = "ink.text"
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self.tick)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show a text."""
        if text == self._text:
            return
        self._text = text
        if len(text) > len(self._widest):
            self._widest = "0" * len(text)
            self.updateGeometry()
        self.setAccessibleName(text)
        self.update()

    def set_ink(self, token: str) -> None:
        """Paint in the colour of another token."""
        self._token = token
        self.update()

    def tick(self) -> None:
        """Ask for the time now."""
        read = self._read.get() if self._read is not None else None
        if read is not None:
            self.set_text(read())

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._read is not None:
            self.tick()
            self._timer.start()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.clock_font(self._points))
        widest = max(metrics.horizontalAdvance(self._widest), metrics.horizontalAdvance(self._text))
        return QSize(round(widest) + 4, round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setPen(theme.color(self._token))
        painter.setFont(theme.clock_font(self._points))
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()), alignment, self._text)
