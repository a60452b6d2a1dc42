"""The time of the log line: it runs while the line is empty and stands, with a frost mark, from the first key on."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.desktop.widgets.clock import ClockLabel
from exercise_studio.language import _


class TimeChip(ClockLabel):
    """A clock with a mark before it while it stands.

    Attributes:
        frozen: whether it stands.
    """

    def __init__(self, read: Callable[[], str], tip: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(read, theme.STRONG, parent)
        self._tip = WeakCall(tip)
        self.frozen = False

    def set_frozen(self, frozen: bool) -> None:
        """Stand or run."""
        self.frozen = frozen
        self.set_ink("ink.text" if frozen else "ink.muted")
        self.tick()
        self._say()

    def set_text(self, text: str) -> None:
        super().set_text(text)
        self._say()

    def _say(self) -> None:
        said = _("{time}, fixed at the first key", time=self.text) if self.frozen else _("{time}, now", time=self.text)
        self.setAccessibleName(said)

    def tip(self) -> str:
        """Wall clock, play and scenario time of the entry."""
        tip = self._tip.get()
        return tip() if tip is not None else ""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(), self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(theme.scaled(20), 0)

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        mark = theme.scaled(16)
        if self.frozen:
            icons.paint(painter, QRectF(0, (self.height() - mark) / 2, mark, mark), "frozen", "accent.fill")
        painter.setPen(theme.color("ink.text" if self.frozen else "ink.muted"))
        painter.setFont(theme.clock_font(self._points))
        room = QRectF(self.rect()).adjusted(theme.scaled(20), 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text)
