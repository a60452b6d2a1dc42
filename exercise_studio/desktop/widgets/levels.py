"""A rating level with the behaviour it stands for, as a row that can be chosen."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.widgets.chips import LEVEL_MARKS, paint_rating
from exercise_studio.domain.text import Text
from exercise_studio.language import _

WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LevelRow(QAbstractButton):
    """One level: its chip, and beside it what an observer sees at this level."""

    def __init__(self, level: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self._anchor: Text | None = None
        self.setCheckable(True)
        self.setAutoRepeat(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A digit pressed while a level has the focus must not go into a conversion.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        texts.on_language(self.retranslate)
        self.retranslate()

    def set_anchor(self, anchor: Text | None) -> None:
        """The behaviour that this level stands for, or none."""
        self._anchor = anchor
        self.retranslate()

    def said(self) -> str:
        """What stands beside the chip."""
        return texts.authored(self._anchor) if self._anchor is not None else _(LEVEL_MARKS[self.level].word)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        mark = LEVEL_MARKS[self.level]
        self.setAccessibleName(f"{mark.digit} {_(mark.word)}")
        self.setAccessibleDescription(self.said())
        self.setToolTip(_("Rate as “{level}” ({key})", level=_(mark.word), key=mark.digit))
        self.updateGeometry()
        self.update()

    def _chip_width(self) -> float:
        metrics = QFontMetricsF(theme.ui_font(theme.BODY, bold=True))
        widest = max(metrics.horizontalAdvance(f"{m.glyph} {m.digit}") for m in LEVEL_MARKS.values())
        return widest + theme.scaled(16)

    def _room(self, width: float) -> float:
        return max(40.0, width - self._chip_width() - theme.scaled(26))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetricsF(theme.ui_font())
        needed = metrics.boundingRect(QRectF(0, 0, self._room(width), 10_000), int(WRAP), self.said()).height()
        return round(max(theme.scaled(32), needed + theme.scaled(12)))

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.scaled(260))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(180), theme.scaled(32))

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.isChecked():
            painter.setBrush(theme.color("ground.selected"))
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(theme.color("ground.hover"))
        painter.setPen(QPen(theme.color("line.border" if self.isChecked() else "line.divider"), 1))
        painter.drawRoundedRect(whole, 4, 4)
        width, high = self._chip_width(), theme.scaled(24)
        chip = QRectF(theme.scaled(6), self.height() / 2 - high / 2, width, high)
        mark = LEVEL_MARKS[self.level]
        if self.isChecked():
            paint_rating(painter, chip, self.level)
        else:
            painter.setPen(QPen(theme.color("line.border"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(theme.color("ink.text" if self.isEnabled() else "ink.disabled"))
            painter.setFont(theme.ui_font(theme.BODY, bold=True))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, f"{mark.glyph} {mark.digit}")
        painter.setFont(theme.ui_font())
        ink = "ink.disabled" if not self.isEnabled() else "ink.on_selected" if self.isChecked() else "ink.text"
        painter.setPen(theme.color(ink))
        left = chip.right() + theme.scaled(10)
        painter.drawText(QRectF(left, 0, self._room(self.width()), self.height()), int(WRAP), self.said())
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
