"""A number that every screen shows for a moment, so that one sees which is which."""

from typing import Any, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QScreen
from PySide6.QtWidgets import QWidget

from exercise_studio.desktop.player.brush import Brush
from exercise_studio.language import _


class Sign(QWidget):
    """Stands in the middle of its screen, takes no focus and lets clicks through."""

    STAYS: Final = 3000
    """Milliseconds."""

    def __init__(self, number: int, screen: QScreen) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowTransparentForInput
        super().__init__(None, flags)
        self.number, self.screen_name = number, screen.name()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAccessibleName(_("Screen {number}: {name}", number=number, name=self.screen_name))
        place = screen.geometry()
        self.setGeometry(place.center().x() - 160, place.center().y() - 130, 320, 260)

    def paintEvent(self, event: Any) -> None:
        brush = Brush(QPainter(self))
        brush.fill(QRectF(self.rect()), "accent.fill")
        center = Qt.AlignmentFlag.AlignHCenter
        brush.say(QRectF(0, 20, 320, 160), str(self.number), 140, "accent.on", bold=True, align=center)
        brush.say(QRectF(10, 190, 300, 50), self.screen_name, 28, "accent.on", align=center)
        brush.painter.end()
