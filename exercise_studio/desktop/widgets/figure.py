"""A figure of the report in a window: the same drawing as on paper, laid out anew for the width that it has.

`figures.prepare` on another thread first: reading the fonts takes a moment.
"""

from functools import cache
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from reportlab.graphics.shapes import Drawing, Rect, String

from exercise_studio.desktop import texts, theme
from exercise_studio.domain.text import Lang
from exercise_studio.reporting import figures, fonts
from exercise_studio.reporting.document import Figure
from exercise_studio.reporting.figures.common import AMBER, EDGES, FILLS, GREY, INKS, PHASE_EDGE, TINT
from exercise_studio.reporting.figures.paint import shapes_of
from exercise_studio.reporting.theme import ACCENT, INK, MUTED, NAVY, RULE, SURFACE, WARN, WHITE, Theme
from exercise_studio.reporting.typeset import Typesetter

SCALE: Final = 1.45
"""Pixels for each point of the drawing at 100 %: its small print is as large as the windows' captions."""
LEAST: Final = 340
MARGIN: Final = 4
FINE: Final = 10
_ROOM: Final = 4000.0
"""Points that a drawing may be high: windows scroll, nothing is left out."""

_FAMILIES: Final = {
    fonts.REGULAR: ("BIZ UDPGothic", False), fonts.BOLD: ("BIZ UDPGothic", True), fonts.FALLBACK: ("Noto Sans JP", False),
    fonts.FIXED: ("BIZ UDGothic", False),
}  # fmt: skip

# What the paper's colours are in the dark, by what is drawn with them: white is both the ground and ink on the darkest
# fill. Light windows show the paper's own colours.
DARK_INKS: Final = {
    INK: "ink.text", MUTED: "ink.muted", NAVY: "ink.link", ACCENT: "ink.link", WARN: "rating.1.fill",
    INKS[4]: "rating.4.on", INKS[3]: "rating.3.on", INKS[2]: "rating.2.on",
}  # fmt: skip
DARK_FILLS: Final = {
    WHITE: "ground.bg", SURFACE: "ground.surface", TINT: "accent.soft", NAVY: "rating.4.fill", ACCENT: "accent.fill",
    FILLS[3]: "rating.3.fill", FILLS[2]: "rating.2.fill",
}  # fmt: skip
DARK_EDGES: Final = {
    WHITE: "ground.bg", INK: "ink.text", MUTED: "ink.muted", GREY: "ink.muted", RULE: "line.divider", NAVY: "accent.fill",
    PHASE_EDGE: "line.border", ACCENT: "accent.fill", WARN: "rating.1.fill", EDGES[3]: "rating.3.fill",
    EDGES[2]: "rating.2.on", AMBER: "rating.2.fill",
}  # fmt: skip


class FigureView(QWidget):
    """One figure with its alternative text, which screen readers get as its description.

    Attributes:
        figure: what is shown, None for nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self._lang: Lang = "ja"
        self._drawings: dict[int, Drawing] = {}
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(0)
        texts.on_language(self._renew)

    def show_figure(self, figure: Figure, lang: Lang) -> None:
        """Shows a figure whose words are of a language."""
        self.figure, self._lang = figure, lang
        self.setAccessibleName(figure.caption)
        self.setAccessibleDescription(figure.alt)
        self._drawings.clear()
        self._fit()
        self._renew()

    def drawing(self, width: int) -> Drawing | None:
        """The drawing for a width of so many pixels."""
        if self.figure is None:
            return None
        points = int((width - 2 * MARGIN) / _unit())
        if points not in self._drawings:
            # A window that is dragged asks for many widths: only the last few are kept.
            while len(self._drawings) > 3:
                del self._drawings[next(iter(self._drawings))]
            self._drawings[points] = figures.draw(
                self.figure.sort, self.figure.data, Typesetter(language=self._lang), float(points), _ROOM,
                Theme(self._lang),
            )  # fmt: skip
        return self._drawings[points]

    def _fit(self) -> None:
        """As high as its drawing: areas that scroll ask no widget inside of another what height goes with its width."""
        self.setFixedHeight(self.heightForWidth(self.width()))

    def _renew(self) -> None:
        self._picture = None
        self.update()

    # Qt

    def heightForWidth(self, width: int) -> int:
        drawing = self.drawing(max(width, self.minimumSizeHint().width()))
        return round(drawing.height * _unit()) + 2 * MARGIN if drawing is not None else 0

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.scaled(LEAST))
        return QSize(theme.scaled(560), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(LEAST), theme.scaled(24))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
        self._picture = None

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        # Fonts and palette are set anew when zoom or theme change.
        if event.type() in (event.Type.FontChange, event.Type.PaletteChange, event.Type.StyleChange):
            self._drawings.clear()
            self._fit()
            self._renew()

    def paintEvent(self, event: Any) -> None:
        if self.figure is None:
            return
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._painted(ratio)
        painter.drawPixmap(0, 0, self._picture)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _painted(self, ratio: float) -> QPixmap:
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.color("ground.bg"))
        drawing = self.drawing(self.width())
        if drawing is not None:
            painter = QPainter(picture)
            painter.translate(MARGIN, MARGIN)
            paint(drawing, painter, _unit(), dark=theme.current().dark)
            painter.end()
        return picture


def paint(drawing: Drawing, painter: QPainter, unit: float, *, dark: bool = False) -> None:
    """Draws it with its upper left corner at the origin, `unit` pixels a point, in the window's colours where it is dark."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(unit, unit)
    for shape, left, bottom in shapes_of(drawing):
        top = drawing.height - bottom
        if isinstance(shape, String):
            name = _name(shape.fillColor)
            painter.setPen(_colour(name, DARK_INKS if dark else {}))
            painter.setFont(_font(shape.fontName, shape.fontSize))
            painter.save()
            painter.translate(shape.x + left, top - shape.y)
            painter.scale(1 / FINE, 1 / FINE)
            painter.drawText(QPointF(0, 0), shape.text)
            painter.restore()
            continue
        painter.setBrush(_brush(shape, dark))
        painter.setPen(_pen(shape, dark))
        if isinstance(shape, Rect):
            painter.drawRect(QRectF(shape.x + left, top - shape.y - shape.height, shape.width, shape.height))
        else:
            painter.drawPath(_way(shape, left, top))
    painter.restore()


def _unit() -> float:
    """Pixels a point at the zoom in use."""
    return SCALE * theme.zoom() / 100


def _name(colour: Any) -> str:
    return f"#{colour.hexval()[2:].upper()}"


def _colour(name: str, dark: dict[str, str]) -> QColor:
    token = dark.get(name)
    return theme.color(token) if token else QColor(name)


def _brush(shape: Any, dark: bool) -> QBrush:
    if shape.fillColor is None:
        return QBrush(Qt.BrushStyle.NoBrush)
    return QBrush(_colour(_name(shape.fillColor), DARK_FILLS if dark else {}))


def _pen(shape: Any, dark: bool) -> QPen:
    if shape.strokeColor is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(_colour(_name(shape.strokeColor), DARK_EDGES if dark else {}), shape.strokeWidth)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if shape.strokeDashArray:
        # Qt counts dashes in widths of the pen.
        pen.setDashPattern([one / shape.strokeWidth for one in shape.strokeDashArray])
    return pen


def _way(shape: Any, left: float, top: float) -> QPainterPath:
    """A path of the drawing, whose heights count upwards."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    numbers = iter(shape.points)

    def point() -> QPointF:
        x = next(numbers)
        return QPointF(x + left, top - next(numbers))

    for operator in shape.operators:
        match operator:
            case 0:
                path.moveTo(point())
            case 1:
                path.lineTo(point())
            case 2:
                path.cubicTo(point(), point(), point())
            case _:
                path.closeSubpath()
    return path


@cache
def _font(name: str, size: float) -> QFont:
    """The report's face, `FINE` times as large as it is drawn: Qt rounds sizes to whole pixels."""
    family, bold = _FAMILIES[name]
    font = QFont(family)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPixelSize(round(size * FINE))
    return font
