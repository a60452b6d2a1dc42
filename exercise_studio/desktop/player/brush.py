"""What the players' screen is painted with: its faces, its colours, and lines of set text.

The screen is light whatever theme the control room is worked in: nothing that the facilitator does to their own window may
change what players see.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from exercise_studio.desktop import icons, theme
from exercise_studio.desktop.player.setting import LEADING, Line, set_plain

SMALL: Final = 28.0
"""Pixels of the smallest type at 768 high."""
TITLE: Final = 44.0
_EM: Final = 200


def colour(token: str) -> QColor:
    """A colour of the light theme by token."""
    return theme.load("light").color(token)


def face(pixels: float, *, bold: bool = False, fixed: bool = False) -> QFont:
    """The reading face at a size in design pixels, whatever zoom the control room has."""
    families = (theme.clock_font() if fixed else theme.ui_font()).families()
    font = QFont(families)
    font.setPixelSize(round(pixels))
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def _metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(face(_EM, bold=bold))


@cache
def measure(char: str, bold: bool) -> float:
    """A character's width, em."""
    return _metrics(bold).horizontalAdvance(char) / _EM


def width_of(text: str, pixels: float, *, bold: bool = False) -> float:
    """A text's width in design pixels."""
    return sum(measure(char, bold) for char in text) * pixels


def elided(text: str, pixels: float, width: float, *, bold: bool = False) -> str:
    """A text that fits into a width, with an ellipsis where it is cut."""
    if width_of(text, pixels, bold=bold) <= width:
        return text
    room = width - pixels * measure("…", bold)
    kept = 0
    for char in text:
        room -= measure(char, bold) * pixels
        if room < 0:
            break
        kept += 1
    return f"{text[:kept].rstrip()}…"


def wrapped(text: str, pixels: float, width: float, *, bold: bool = False, balanced: bool = False) -> list[Line]:
    """Lines of a title or a question in a width in design pixels; balanced: of about equal lengths."""
    em = width / pixels
    lines = set_plain(text, measure, em, bold=bold)
    while balanced and len(lines) > 1:
        em -= 0.5
        narrower = set_plain(text, measure, em, bold=bold)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


class Brush:
    """A painter with the few things that this screen paints.

    Attributes:
        painter: scaled so that one unit is a design pixel.
    """

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter

    def fill(self, rect: QRectF, token: str, radius: float = 0) -> None:
        """A filled rectangle."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(colour(token))
        self.painter.drawRoundedRect(rect, radius, radius)

    def frame(self, rect: QRectF, token: str, width: float = 2, radius: float = 0) -> None:
        """An outline inside a rectangle."""
        half = width / 2
        self.painter.setPen(QPen(colour(token), width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)

    def rule(self, left: float, right: float, y: float, token: str, width: float = 2) -> None:
        """A horizontal line."""
        self.painter.setPen(QPen(colour(token), width))
        self.painter.drawLine(QPointF(left, y), QPointF(right, y))

    def hatch(self, rect: QRectF, token: str) -> None:
        """Diagonal stripes: what warns is told by more than its colour."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QBrush(colour(token), Qt.BrushStyle.BDiagPattern))
        self.painter.drawRect(rect)

    def icon(self, name: str, x: float, y: float, size: float, token: str) -> None:
        """An icon, its upper left corner at (x, y)."""
        icons.paint_in(self.painter, QRectF(x, y, size, size), name, colour(token))

    def say(
        self, rect: QRectF, text: str, pixels: float, token: str, *,
        bold: bool = False, fixed: bool = False, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        """One line of text in a rectangle, cut with an ellipsis where it is too long."""
        self.painter.setFont(face(pixels, bold=bold, fixed=fixed))
        self.painter.setPen(colour(token))
        said = text if fixed else elided(text, pixels, rect.width() + 1, bold=bold)
        self.painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, said)

    def say_in(self, rect: QRectF, text: str, pixels: float, ink: QColor) -> None:
        """A mark in a colour of its own: the reserved ones of TLP."""
        self.painter.setFont(face(pixels, bold=True))
        self.painter.setPen(ink)
        self.painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def lines(
        self, lines: Iterable[Line], x: float, y: float, width: float, pixels: float, token: str, *, align: str = ""
    ) -> float:
        """Lines of set text from y on; returns where they end."""
        self.painter.setPen(colour(token))
        plain, bold = face(pixels), face(pixels, bold=True)
        ascent = (_metrics(False).ascent() - _metrics(False).descent()) / _EM * pixels
        first = True
        for line in lines:
            y += 0 if first else line.above * pixels
            first = False
            place = align or line.align
            left = x + {"left": 0.0, "right": width - line.width * pixels}.get(place, (width - line.width * pixels) / 2)
            base = y + (LEADING * pixels + ascent) / 2
            for run in line.runs:
                self.painter.setFont(bold if run.bold else plain)
                self.painter.drawText(QPointF(left + run.x * pixels, base), run.text)
            y += LEADING * pixels
        return y
