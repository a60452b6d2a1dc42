"""The shapes of the marks on a timeline and their names: shape tells the kind, colour only the team."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from exercise_studio.desktop import theme
from exercise_studio.desktop.timeline.tracks import MARKS
from exercise_studio.language import N_

NAMES: Final = {
    "response": N_("Response"),
    "significant": N_("Key response"),
    "decision": N_("Decision"),
    "share": N_("Information passed on"),
    "question": N_("Parked question"),
    "marker": N_("Marker"),
    "inject": N_("Inject"),
    "clock": N_("Clock"),
}
STATES: Final = {
    "pending": N_("Inject, planned"),
    "next": N_("Inject, next"),
    "waiting": N_("Inject, waiting for its condition"),
    "held": N_("Inject, held back"),
    "skipped": N_("Inject, skipped"),
    "fired": N_("Inject, fired"),
    "recalled": N_("Inject, recalled"),
}


class Sprites:
    """Marks painted once and stamped as often as they are needed: a stamp costs a tenth of painting the shape."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, int, int, float], QPixmap] = {}

    def of(self, code: int, colour: QColor, size: float, ratio: float) -> QPixmap:
        """The mark of a kind in a colour, `size` pixels from its middle to its edge."""
        key = (theme.current().name, code, colour.rgba(), round(size * 4), ratio)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = _stamp(MARKS[code], colour, size, ratio)
        return found


def _stamp(mark: str, colour: QColor, size: float, ratio: float) -> QPixmap:
    side = round(size * 2 + 6)
    found = QPixmap(round(side * ratio), round(side * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, mark, side / 2, side / 2, size, colour)
    painter.end()
    return found


def paint_mark(painter: QPainter, mark: str, x: float, y: float, size: float, colour: QColor) -> None:
    """Dot, diamond, triangle, question mark, arrow, or a dot with an exclamation mark cut out."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if mark == "decision":
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])
        )
    elif mark == "marker":
        painter.drawPolygon(QPolygonF([QPointF(x, y - size), QPointF(x + size, y + size), QPointF(x - size, y + size)]))
    elif mark == "question":
        painter.setPen(colour)
        font = theme.ui_font(theme.CAPTION, bold=True)
        font.setPixelSize(max(8, round(size * 2.5)))
        painter.setFont(font)
        painter.drawText(QRectF(x - size * 2, y - size * 2, size * 4, size * 4), Qt.AlignmentFlag.AlignCenter, "?")
    elif mark == "share":
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QPointF(x - size, y), QPointF(x + size, y))
        painter.drawLine(QPointF(x + size - 3, y - 3), QPointF(x + size, y))
        painter.drawLine(QPointF(x + size - 3, y + 3), QPointF(x + size, y))
    elif mark == "significant":
        painter.drawEllipse(QPointF(x, y), size, size)
        painter.setPen(QPen(theme.color("ground.bg"), 1.5))
        painter.drawLine(QPointF(x, y - size + 2), QPointF(x, y + 1))
        painter.drawPoint(QPointF(x, y + size - 2))
    else:
        painter.drawEllipse(QPointF(x, y), size * 0.75, size * 0.75)


LEGEND: Final = {
    "response": "●",
    "significant": "!",
    "decision": "◆",
    "share": "→",
    "question": "?",
    "marker": "▲",
}
"""The kinds in the order in which a legend names them, with the sign nearest to their shape."""
