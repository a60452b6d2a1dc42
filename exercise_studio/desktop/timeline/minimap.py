"""The whole run in a row of bars, with the stretch in sight as a frame: click to go there, drag the frame."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.timeline.axis import Axis
from exercise_studio.desktop.timeline.scene import BIN
from exercise_studio.desktop.timeline.strip import Timeline
from exercise_studio.desktop.timeline.tracks import place_of
from exercise_studio.language import N_


class Minimap(QWidget):
    """Follows a Timeline. The keyboard has the same on the timeline itself: 0, Home, End and Shift with the arrows.

    Attributes:
        frame: left and right pixel of the stretch in sight.
    """

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self._grip: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        texts.name(self, N_("Overview of the whole run"))
        timeline.moved.connect(self.update)

    def whole(self) -> Axis:
        """Everything, on this width."""
        return Axis(whole=self._timeline.axis.whole).resized(self.width()).fitted()

    @property
    def frame(self) -> tuple[float, float]:
        whole, axis = self.whole(), self._timeline.axis
        return max(0.0, whole.x(axis.start)), min(float(self.width()), whole.x(axis.end))

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(160), theme.scaled(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(40), theme.scaled(22))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        whole, sheet, high = self.whole(), self._timeline.sheet, self.height()
        painter.fillRect(self.rect(), theme.color("ground.surface"))
        counts = sheet.density(whole.start, whole.end, max(1, self.width() // BIN))
        most = max(counts, default=0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ink.muted"))
        heights = ((at, max(2.0, count * (high - 7) / most)) for at, count in enumerate(counts) if count)
        painter.drawRects([QRectF(at * BIN, high - 2 - height, BIN - 1, height) for at, height in heights])
        painter.setPen(QPen(theme.color("accent.fill"), 1))
        for one in sheet.planned:
            x = whole.x(place_of(one))
            painter.drawLine(QPointF(x, 0), QPointF(x, 4 if one.fired is not None else 2))
        if self._timeline.now is not None:
            x = whole.x(self._timeline.now)
            painter.setPen(QPen(theme.color("danger.fill"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, high))
        if not self._timeline.axis.fits:
            left, right = self.frame
            veil = theme.color("ground.bg")
            veil.setAlphaF(0.6)
            painter.fillRect(QRectF(0, 0, left, high), veil)
            painter.fillRect(QRectF(right, 0, self.width() - right, high), veil)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("ink.text"), 2))
            painter.drawRect(QRectF(left + 1, 1, max(4.0, right - left - 2), high - 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        left, right = self.frame
        if left <= x <= right and not self._timeline.axis.fits:
            self._grip = x - left
        else:
            self._grip = (right - left) / 2
            self._go(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        self._timeline.zoom(0.8 ** (turn / 120))
        event.accept()

    def _go(self, x: float) -> None:
        self._timeline.show_from(self.whole().play(x - (self._grip or 0.0)))
