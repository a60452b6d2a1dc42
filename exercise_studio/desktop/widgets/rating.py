"""Ratings as a row of buttons to give one, and as a bar that shows how many there are of each."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, level_key, paint_rating, rating_ground
from exercise_studio.language import N_, _, plural


class _LevelButton(QAbstractButton):
    """One level, painted as its chip when it is the rating, as an outline with the same words when not."""

    def __init__(self, level: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self.setCheckable(True)
        self.setAutoRepeat(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # A digit pressed on a button must not go to the input method.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        texts.on_language(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        mark = LEVEL_MARKS[self.level]
        self.setAccessibleName(f"{mark.digit} {_(mark.word)}")
        self.setToolTip(f"{_(mark.word)} ({mark.digit})")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        mark = LEVEL_MARKS[self.level]
        metrics = QFontMetricsF(theme.ui_font(theme.BODY, bold=True))
        width = metrics.horizontalAdvance(f"{mark.glyph} {mark.digit} {_(mark.word)}")
        return QSize(round(width) + theme.scaled(20), theme.scaled(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: object) -> None:
        mark = LEVEL_MARKS[self.level]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        if self.isChecked():
            paint_rating(painter, rect, self.level, word=True)
        else:
            if self.underMouse() and self.isEnabled():
                painter.setBrush(theme.color("ground.hover"))
            painter.setPen(QPen(theme.color("line.border"), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(theme.color("ink.text" if self.isEnabled() else "ink.disabled"))
            painter.setFont(theme.ui_font())
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"{mark.glyph} {mark.digit} {_(mark.word)}")
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)


class RatingPad(QWidget):
    """Buttons for ◎ ○ △ × and not observed. The same button twice keeps the rating; only `clear` takes it away.

    Signals:
        rated: the key "4", "3", "2", "1" or "no", each time somebody chooses, also the same one again.
    """

    rated = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _LevelButton] = {}
        for level in LEVEL_MARKS:
            button = _LevelButton(level, self)
            self._buttons[level] = button
            self._group.addButton(button)
            row.addWidget(button)
        self._group.buttonClicked.connect(self._clicked)
        texts.name(self, N_("Rating"))

    @property
    def level(self) -> str:
        """The key of the chosen level; empty for none."""
        button = self._group.checkedButton()
        return button.level if isinstance(button, _LevelButton) else ""

    def set_level(self, value: Any) -> None:
        """Show a rating as the log has it, without a signal."""
        key = level_key(value)
        if key:
            self._buttons[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _LevelButton):
            self.rated.emit(button.level)


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
