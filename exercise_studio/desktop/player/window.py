"""The players' window. It is given `Seen` values and nothing else: no plan, no inject, no exercise can be reached from it."""

from typing import Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import QWidget

from exercise_studio.conduct.showing import Shown
from exercise_studio.desktop import icons, texts
from exercise_studio.desktop.announce import announce
from exercise_studio.desktop.player import words
from exercise_studio.desktop.player.pages import Seen
from exercise_studio.desktop.player.stage import paint
from exercise_studio.language import N_, _

NOTHING = Seen(Shown("holding", "ja", "", "AMBER"))


class PlayerWindow(QWidget):
    """A top-level window without a parent and without children: all that players see is painted.

    Attributes:
        seen: what is on the screen.
    Signals:
        closed: somebody closed it by its own button.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.seen = NOTHING
        self._spoken = ""
        # The control window's end is the program's end, whatever still shows.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(320, 240)
        icon: QIcon = icons.icon("play")
        self.setWindowIcon(icon)
        texts.tr(self.setWindowTitle, N_("Player display – EXERCISE"))
        texts.name(self, N_("Player display"))
        self._describe()

    def show_this(self, seen: Seen) -> None:
        """Show something; the same again repaints nothing."""
        if seen == self.seen:
            return
        self.seen = seen
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Give a screen reader what is painted, and say what is new; the seconds that pass are not."""
        self.setAccessibleDescription(words.spoken(self.seen.first))
        still = words.announced(self.seen.first)
        if still != self._spoken:
            self._spoken = still
            announce(self, _("Players now see: {text}", text=still))

    def paintEvent(self, event: Any) -> None:
        painter = QPainter(self)
        paint(painter, QRectF(self.rect()), self.seen)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            # A pointer that somebody left on the projector points at things all day.
            shape = Qt.CursorShape.BlankCursor if self.isFullScreen() else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def closeEvent(self, event: Any) -> None:
        super().closeEvent(event)
        self.closed.emit()
