"""Live coverage: for each phase or layer how many of the actions expected by now were done, as one quiet line of bars."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolTip, QWidget

from exercise_studio.desktop import theme
from exercise_studio.journeys.expected import Coverage
from exercise_studio.language import _

GAP = 6


class CoverageStrip(QAbstractButton):
    """A cell a group: its name, "5/7", and a bar of done, partly done and late. A click changes between phases and layers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[Coverage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(theme.scaled(60))

    def show_groups(self, groups: Sequence[Coverage]) -> None:
        """Groups in their order, but for those of which nothing was expected yet."""
        found = tuple(one for one in groups if one.asked)
        if found == self.groups and self.accessibleName():
            return
        self.groups = found
        self.setAccessibleName(_("Coverage by phase or layer; a click changes between them"))
        self.setAccessibleDescription(self.said())
        self.update()

    def said(self) -> str:
        """All groups in words."""
        return "\n".join(
            _("{group}: {done} of {asked} expected, {late} late", group=one.title, done=one.done, asked=one.asked, late=one.late)
            for one in self.groups
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(200), round(2 * QFontMetricsF(theme.ui_font(theme.CAPTION)).height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(60), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.said(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: Any) -> None:
        if not self.groups:
            return
        painter = QPainter(self)
        font = theme.ui_font(theme.CAPTION)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        wide = (self.width() - GAP * (len(self.groups) - 1)) / len(self.groups)
        thick, high = theme.scaled(6), metrics.height()
        for at, one in enumerate(self.groups):
            x = at * (wide + GAP)
            count = f"{one.done}/{one.asked}"
            room = metrics.horizontalAdvance(count) + 4
            painter.setPen(theme.color("ink.muted"))
            name = metrics.elidedText(one.title, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRectF(x, 0, wide, high), Qt.AlignmentFlag.AlignLeft, name)
            line = QRectF(x, high, wide, high)
            painter.setPen(theme.color("danger.fill" if one.late else "ink.text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, count)
            self._bar(painter, QRectF(x, line.center().y() - thick / 2, max(0.0, wide - room), thick), one)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent.fill"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    @staticmethod
    def _bar(painter: QPainter, room: QRectF, one: Coverage) -> None:
        painter.fillRect(room, theme.color("ground.pressed"))
        x = room.left()
        for count, token in ((one.done, "rating.4.fill"), (one.partly, "rating.3.fill"), (one.late, "danger.fill")):
            part = room.width() * count / one.asked if one.asked else 0.0
            painter.fillRect(QRectF(x, room.top(), part, room.height()), theme.color(token))
            x += part
