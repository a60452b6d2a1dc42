"""The timeline as one painted widget: injects planned and fired, and what each team did, on the axis of play."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.timeline.axis import Axis
from exercise_studio.desktop.timeline.tracks import CODE, Planned, Sheet, Track
from exercise_studio.language import N_, _, plural

PHASES, TICKS, LANE, PLAN, DENSITY = 16, 15, 17, 22, 14
REACH: Final = 7
"""Pixels within which the pointer finds a mark."""
BIN: Final = 3
"""Pixels of one bar where marks would lie on one another."""


class Timeline(QWidget):
    """Paints a Sheet. Ctrl+wheel zooms at the pointer, the wheel and the arrows move, 0 shows everything and goes back.

    Attributes:
        sheet: what is shown; call `changed()` after changing it.
        axis: the stretch in sight.
        now: the present moment of play, None without a run.
        wanted_height: pixels it would like to have; it makes do with less.
        following: whether the now line is kept in sight.
    Signals:
        picked: the entry (or "inject/<id>" for one that is only planned) that was clicked.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.axis = Axis()
        self.now: int | None = None
        self.following = True
        self.selected = ""
        self._before: Axis | None = None
        self._drag: tuple[float, Axis] | None = None
        self._title_width = 0
        self.wanted_height = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        texts.on_language(self.changed)
        texts.name(self, N_("Timeline"))

    # what is shown

    def changed(self) -> None:
        """The sheet is another one, or holds more."""
        metrics = QFontMetricsF(theme.ui_font(theme.CAPTION))
        widths = [metrics.horizontalAdvance(lane.title) for lane in self.sheet.lanes]
        widths.append(metrics.horizontalAdvance(_("Injects")))
        self._title_width = min(theme.scaled(120), round(max(widths, default=0)) + theme.scaled(14))
        self.axis = self.axis.resized(self._room()).grown(max(self.sheet.whole, self.now or 0))
        events = self.sheet.events
        fired = sum(one.fired is not None for one in self.sheet.planned)
        told = plural("{n} event on the timeline", "{n} events on the timeline", events)
        self.setAccessibleDescription(
            f"{told}, {_('{fired} of {count} injects fired', fired=fired, count=len(self.sheet.planned))}"
        )
        self.update()

    def begin(self) -> None:
        """Another exercise: everything in sight."""
        self.axis = Axis(whole=max(1, self.sheet.whole)).resized(self._room()).fitted()
        self._before, self.following = None, True
        self.changed()
        self.axis = self.axis.fitted()

    def set_now(self, play: int | None) -> None:
        """The present moment; repaints only when its line moves by a pixel."""
        before, self.now = self.now, play
        if play is None or before is None:
            self.update()
            return
        if play > self.axis.whole:
            self.axis = self.axis.grown(play)
        if self.following and not self.axis.fits:
            moved = self.axis.showing(play, 0.8)
            if moved != self.axis:
                self.axis = moved
                self.update()
                return
        if int(self.axis.x(before)) != int(self.axis.x(play)):
            self.update()

    def select(self, entry: str) -> None:
        """Mark an entry."""
        if entry != self.selected:
            self.selected = entry
            self.update()

    def fit_or_back(self) -> None:
        """Everything in sight; once more, the stretch before that."""
        if self.axis.fits and self._before is not None:
            self.axis, self._before = self._before.resized(self._room()), None
        else:
            self._before, self.axis = self.axis, self.axis.fitted()
        self.following = self.axis.fits
        self.update()

    def show_now(self) -> None:
        """Bring the now line into sight and follow it."""
        self.following = True
        if self.now is not None:
            self.axis = self.axis.showing(self.now, 0.8)
        self.update()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Come nearer (below 1) or go away, at a pixel of the axis."""
        self.axis = self.axis.zoomed(factor, self.axis.width / 2 if x is None else x)
        self._before = None
        self.following = False
        self.update()

    # geometry

    def _room(self) -> int:
        return max(1, self.width() - self._title_width)

    @property
    def _head(self) -> int:
        """Pixels above the plan: the phases and the minutes, or where room is scarce the minutes alone."""
        return theme.scaled(TICKS if self.small else PHASES + TICKS)

    def lanes_height(self) -> int:
        """How high it wants to be with all lanes."""
        return theme.scaled(PHASES + TICKS + PLAN + LANE * max(1, len(self.sheet.lanes)) + 4)

    @property
    def small(self) -> bool:
        """Whether there is room for the plan and one row only: what teams did becomes one row of density."""
        return self.height() < theme.scaled(PHASES + TICKS + PLAN + LANE * 2)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(400), max(self.wanted_height, self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(TICKS + PLAN + DENSITY + 4))

    def _lane_rects(self) -> list[tuple[str, QRectF]]:
        top = self._head + theme.scaled(PLAN)
        lanes = self.sheet.lanes
        if not lanes:
            return []
        height = min(float(theme.scaled(LANE + 6)), (self.height() - top - 2) / len(lanes))
        return [(lane.key, QRectF(0, top + at * height, self.width(), height)) for at, lane in enumerate(lanes)]

    def hit(self, x: float, y: float) -> str:
        """The entry under a point, "inject/<id>" for a planned inject, or "" for nothing."""
        at = x - self._title_width
        if at < 0:
            return ""
        play, reach = self.axis.play(at), REACH * self.axis.span / self.axis.width
        if self._head <= y < (self._head + theme.scaled(PLAN)):
            near = [one for one in self.sheet.planned if abs(_place(one) - play) <= reach]
            best = min(near, key=lambda one: abs(_place(one) - play), default=None)
            return (best.entry or f"inject/{best.inject}") if best else ""
        if self.small:
            return ""
        for key, rect in self._lane_rects():
            if rect.top() <= y < rect.bottom():
                track = self.sheet.tracks[key]
                found = track.nearest(play, reach)
                return track.entries[found] if found >= 0 else ""
        return ""

    def label_of(self, entry: str) -> str:
        """What is said of an entry under the pointer."""
        for one in self.sheet.planned:
            if entry in (f"inject/{one.inject}", one.entry):
                return f"{one.inject} {one.title}"
        for track in self.sheet.tracks.values():
            if entry in track.entries:
                return track.labels[track.entries.index(entry)]
        return ""

    # painting

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("ground.bg"))
        left = self._title_width
        self._paint_phases(painter, left)
        painter.save()
        painter.setClipRect(QRectF(left, 0, self._room(), self.height()))
        self._paint_ticks(painter, left)
        self._paint_clock(painter, left)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_plan(painter, left)
        if self.small:
            self._paint_density(painter, left)
        else:
            for key, rect in self._lane_rects():
                self._paint_lane(painter, left, self.sheet.tracks[key], rect, self._colour(key))
        self._paint_now(painter, left)
        painter.restore()
        self._paint_titles(painter, left)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _colour(self, key: str) -> QColor:
        lane = next(lane for lane in self.sheet.lanes if lane.key == key)
        if lane.colour < 0:
            return theme.color("ink.text")
        teams = theme.current().team
        return QColor(teams[lane.colour % len(teams)].fill)

    def _paint_phases(self, painter: QPainter, left: int) -> None:
        painter.setFont(theme.ui_font(theme.CAPTION))
        metrics = painter.fontMetrics()
        for at, phase in enumerate(self.sheet.phases):
            x, end = left + self.axis.x(phase.start), left + self.axis.x(phase.end)
            x, end = max(float(left), x), min(float(self.width()), end)
            if end <= x:
                continue
            ground = "ground.surface" if at % 2 else "ground.alternate"
            painter.fillRect(QRectF(x, 0, end - x, self.height()), theme.color(ground))
            painter.setPen(theme.color("ink.muted"))
            room = QRectF(x + 4, 0, end - x - 8, theme.scaled(PHASES))
            if room.width() > 24 and not self.small:
                said = metrics.elidedText(phase.title, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)

    def _paint_ticks(self, painter: QPainter, left: int) -> None:
        painter.setFont(theme.clock_font(theme.CAPTION - 1))
        for tick in self.axis.ticks(theme.scaled(70)):
            x = left + self.axis.x(tick)
            painter.setPen(QPen(theme.color("line.divider"), 1))
            painter.drawLine(QPointF(x, self._head - theme.scaled(TICKS) + 2), QPointF(x, self.height()))
            painter.setPen(theme.color("ink.muted"))
            minutes, seconds = divmod(tick // 1000, 60)
            said = f"{minutes}" if not seconds else f"{minutes}:{seconds:02}"
            painter.drawText(
                QRectF(x - 42, self._head - theme.scaled(TICKS), 39, theme.scaled(TICKS)),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                said,
            )

    def _paint_clock(self, painter: QPainter, left: int) -> None:
        """Pauses are hatched, jumps are a double line with the time that was jumped to."""
        for play in self.sheet.pauses:
            x = left + self.axis.x(play)
            painter.fillRect(
                QRectF(x - 2, self._head, 4, self.height()),
                QBrush(theme.color("ink.muted"), Qt.BrushStyle.BDiagPattern),
            )
        painter.setFont(theme.ui_font(theme.CAPTION - 1))
        for play, said in self.sheet.jumps:
            x = left + self.axis.x(play)
            painter.setPen(QPen(theme.color("accent.fill"), 1))
            for shift in (-1, 2):
                painter.drawLine(QPointF(x + shift, self._head), QPointF(x + shift, self.height()))
            painter.drawText(
                QRectF(x + 5, self.height() - theme.scaled(14), 120, theme.scaled(13)),
                Qt.AlignmentFlag.AlignLeft,
                f"» {said}",
            )

    def _paint_plan(self, painter: QPainter, left: int) -> None:
        """Hollow where an inject is planned, filled where it was fired, with a thread between the two."""
        middle = self._head + theme.scaled(PLAN) / 2
        size = theme.scaled(5)
        for one in self.sheet.planned:
            due = left + self.axis.x(one.due)
            if one.fired is None:
                if left - 10 <= due <= self.width() + 10:
                    pen = QPen(theme.color("ink.muted" if one.state == "skipped" else "accent.fill"), 1.5)
                    pen.setStyle(Qt.PenStyle.DashLine if one.state == "waiting" else Qt.PenStyle.SolidLine)
                    painter.setPen(pen)
                    painter.setBrush(theme.color("ground.bg"))
                    painter.drawRect(QRectF(due - size, middle - size, 2 * size, 2 * size))
                    if one.state == "skipped":
                        painter.drawLine(QPointF(due - size, middle + size), QPointF(due + size, middle - size))
                continue
            fired = left + self.axis.x(one.fired)
            if abs(fired - due) > size * 2:
                painter.setPen(QPen(theme.color("line.border"), 1))
                painter.drawLine(QPointF(due, middle), QPointF(fired, middle))
                painter.drawLine(QPointF(due, middle - size), QPointF(due, middle + size))
            recalled = one.state == "recalled"
            painter.setPen(QPen(theme.color("inject.recalled" if recalled else "accent.fill"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush if recalled else QBrush(theme.color("accent.fill")))
            painter.drawRect(QRectF(fired - size, middle - size, 2 * size, 2 * size))
            if self.selected and self.selected == one.entry:
                self._ring(painter, fired, middle, size + 3)

    def _paint_lane(self, painter: QPainter, left: int, track: Track, rect: QRectF, colour: QColor) -> None:
        first, last = track.between(self.axis.start, self.axis.end)
        painter.setPen(QPen(theme.color("line.divider"), 1))
        painter.drawLine(QPointF(left, rect.top()), QPointF(rect.right(), rect.top()))
        middle = rect.center().y()
        if last - first > self.axis.width / 5:
            self._bars(painter, left, track, rect, colour)
            return
        size = min(theme.scaled(5), rect.height() / 2 - 2)
        for at in range(first, last):
            x = left + self.axis.x(track.plays[at])
            _mark(painter, track.codes[at], x, middle, size, colour)
            if self.selected and track.entries[at] == self.selected:
                self._ring(painter, x, middle, size + 3)

    def _bars(self, painter: QPainter, left: int, track: Track, rect: QRectF, colour: QColor) -> None:
        counts = track.counts(self.axis.start, self.axis.end, self.axis.width // BIN)
        most = max(counts, default=0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        # One call for all bars: a call a bar costs more than the painting.
        bottom, scale = rect.bottom() - 2, (rect.height() - 4) / max(1, most)
        heights = ((at, max(2.0, count * scale)) for at, count in enumerate(counts) if count)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawRects([QRectF(left + at * BIN, bottom - height, BIN - 1, height) for at, height in heights])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_density(self, painter: QPainter, left: int) -> None:
        """All teams in one row of bars."""
        top = self._head + theme.scaled(PLAN)
        rect = QRectF(left, top, self._room(), self.height() - top)
        total = [0] * max(1, self.axis.width // (BIN * 2))
        for track in self.sheet.tracks.values():
            for at, count in enumerate(track.counts(self.axis.start, self.axis.end, len(total))):
                total[at] += count
        most = max(total, default=0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ink.muted"))
        step = rect.width() / len(total)
        for at, count in enumerate(total):
            if count:
                height = max(2.0, (rect.height() - 3) * count / most)
                painter.drawRect(QRectF(left + at * step, rect.bottom() - 1 - height, step - 1, height))

    def _paint_now(self, painter: QPainter, left: int) -> None:
        if self.now is None:
            return
        x = left + self.axis.x(self.now)
        painter.setPen(QPen(theme.color("danger.fill"), 2))
        painter.drawLine(QPointF(x, self._head - 4), QPointF(x, self.height()))
        painter.setBrush(theme.color("danger.fill"))
        top = self._head - 6
        painter.drawPolygon(QPolygonF([QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, top + 6)]))

    def _paint_titles(self, painter: QPainter, left: int) -> None:
        painter.fillRect(QRectF(0, 0, left, self.height()), theme.color("ground.bg"))
        painter.setPen(QPen(theme.color("line.divider"), 1))
        painter.drawLine(QPointF(left - 1, 0), QPointF(left - 1, self.height()))
        painter.setFont(theme.ui_font(theme.CAPTION))
        painter.setPen(theme.color("ink.muted"))
        head = QRectF(6, self._head - theme.scaled(TICKS), left - 8, theme.scaled(TICKS))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _("T+ min"))
        plan = QRectF(6, self._head, left - 8, theme.scaled(PLAN))
        painter.setPen(theme.color("ink.text"))
        painter.drawText(plan, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _("Injects"))
        if self.small:
            rect = QRectF(
                6, (self._head + theme.scaled(PLAN)), left - 8, self.height() - (self._head + theme.scaled(PLAN))
            )
            painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _("Entries"))
            return
        metrics = painter.fontMetrics()
        for lane, (_key, rect) in zip(self.sheet.lanes, self._lane_rects(), strict=True):
            said = metrics.elidedText(lane.title, Qt.TextElideMode.ElideRight, left - 12)
            painter.drawText(
                rect.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said
            )

    def _ring(self, painter: QPainter, x: float, y: float, radius: float) -> None:
        painter.setPen(QPen(theme.color("line.focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, y), radius, radius)

    # mouse and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(0.8 ** (turn / 120), event.position().x() - self._title_width)
        else:
            self._before, self.following = None, False
            self.axis = self.axis.moved(-turn / 120 * self.axis.span * 0.1)
            self.update()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position().x(), self.axis)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            begun, axis = self._drag
            shift = (begun - event.position().x()) * axis.span / axis.width
            if abs(begun - event.position().x()) > 4:
                self.following = False
                self.axis = axis.moved(shift)
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        begun, _axis = self._drag
        self._drag = None
        if abs(begun - event.position().x()) <= 4 and (found := self.hit(event.position().x(), event.position().y())):
            self.select(found)
            self.picked.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_0:
            self.fit_or_back()
        elif key == Qt.Key.Key_N:
            self.show_now()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Semicolon):
            self.zoom(0.7)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 0.7)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.following = False
            self.axis = self.axis.moved(self.axis.span * (0.15 if key == Qt.Key.Key_Right else -0.15))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.following = False
            self.axis = self.axis.moved(-self.axis.whole if key == Qt.Key.Key_Home else self.axis.whole)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.hit(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self.label_of(found), self) if found else QToolTip.hideText()
            return True
        return super().event(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.axis = self.axis.resized(self._room())


def _place(one: Planned) -> int:
    return one.fired if one.fired is not None else one.due


def _mark(painter: QPainter, code: int, x: float, y: float, size: float, colour: QColor) -> None:
    """Shapes tell the kinds apart: dot, diamond, triangle, question mark, double arrow."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if code == CODE["decision"]:
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])
        )
    elif code == CODE["marker"]:
        painter.drawPolygon(QPolygonF([QPointF(x, y - size), QPointF(x + size, y + size), QPointF(x - size, y + size)]))
    elif code == CODE["question"]:
        painter.setPen(colour)
        painter.setFont(theme.ui_font(theme.CAPTION, bold=True))
        painter.drawText(QRectF(x - 8, y - 9, 16, 18), Qt.AlignmentFlag.AlignCenter, "?")
    elif code == CODE["share"]:
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QPointF(x - size, y), QPointF(x + size, y))
        painter.drawLine(QPointF(x + size - 3, y - 3), QPointF(x + size, y))
        painter.drawLine(QPointF(x + size - 3, y + 3), QPointF(x + size, y))
    elif code == CODE["significant"]:
        painter.drawEllipse(QPointF(x, y), size, size)
        painter.setPen(QPen(theme.color("ground.bg"), 1.5))
        painter.drawLine(QPointF(x, y - size + 2), QPointF(x, y + 1))
        painter.drawPoint(QPointF(x, y + size - 2))
    else:
        painter.drawEllipse(QPointF(x, y), size * 0.75, size * 0.75)
