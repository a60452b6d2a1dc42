"""Ratings as a bar that shows how many there are of each level."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, level_key, rating_ground
from exercise_studio.language import _, plural


class RatingBar(QWidget):
    """How many ratings of each level there are: one segment each with glyph and count, blanks as an empty rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, int] = {}
        self._total = 0
        self._mono = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts.on_language(self._describe)

    def set_counts(self, counts: Mapping[Any, int], total: int = 0) -> None:
        """Counts by rating; `total` is the number of applicable items, so that missing ones show as a gap."""
        self._counts = dict.fromkeys(LEVEL_MARKS, 0)
        for value, count in counts.items():
            if key := level_key(value):
                self._counts[key] += count
        self._total = max(total, sum(self._counts.values()))
        self._describe()
        self.update()

    def set_mono(self, mono: bool) -> None:
        """Paint as it will be printed in black and white."""
        self._mono = mono
        self.update()

    def _describe(self) -> None:
        said = [f"{_(mark.word)} {self._counts.get(level, 0)}" for level, mark in LEVEL_MARKS.items()]
        rest = self._total - sum(self._counts.values())
        if rest:
            said.append(plural("{n} item not rated yet", "{n} items not rated yet", rest))
        self.setAccessibleName(", ".join(said))
        self.setToolTip("\n".join(said))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(240), theme.scaled(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(120), theme.scaled(24))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("line.divider"), 1))
        painter.setBrush(theme.color("ground.surface"))
        painter.drawRoundedRect(whole, 4, 4)
        if not self._total:
            return
        left = 0.0
        for level, count in self._counts.items():
            if not count:
                continue
            width = self.width() * count / self._total
            rect = QRectF(left, 0, max(2.0, width - 1), self.height())
            self._segment(painter, rect, level, count)
            left += width

    def _segment(self, painter: QPainter, rect: QRectF, level: str, count: int) -> None:
        mark = LEVEL_MARKS[level]
        font = theme.ui_font(theme.CAPTION, bold=True)
        label = f"{mark.glyph} {count}"
        if QFontMetricsF(font).horizontalAdvance(label) + 6 > rect.width():
            label = mark.glyph
        room = QFontMetricsF(font).horizontalAdvance(label) <= rect.width()
        painter.save()
        ink: QColor = rating_ground(painter, rect, level, self._mono)
        if room:
            painter.setPen(ink)
            painter.setFont(font)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label)
        painter.restore()
