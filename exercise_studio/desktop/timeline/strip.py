"""The timeline as one painted widget: injects planned and fired, and what each team did, on the axis of play."""

from collections.abc import Callable
from html import escape
from typing import Any, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from exercise_studio import language
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.announce import announce
from exercise_studio.desktop.timeline import telling
from exercise_studio.desktop.timeline.axis import Axis
from exercise_studio.desktop.timeline.painting import HEADS, PAD, TITLES, Painting, ui_font
from exercise_studio.desktop.timeline.scene import DENSITY, LANE, MOST_LANE, PHASES, PLAN, TICKS, Scene
from exercise_studio.desktop.timeline.steps import step
from exercise_studio.desktop.timeline.tracks import Card, Sheet, place_of
from exercise_studio.language import N_, _

DRAGGED: Final = 4
"""Pixels from which on a press is a drag and no click."""


class Timeline(QWidget):
    """Paints a Sheet. Ctrl+wheel zooms at the pointer, the wheel moves, 0 shows everything and goes back.

    Where there are more lanes than room, the wheel scrolls them and Shift+wheel moves along the time. The arrows go from
    mark to mark, with Shift along the time.

    Attributes:
        sheet: what is shown; call `changed()` after changing it.
        axis: the stretch in sight.
        now: the present moment of play, None without a run.
        wanted_height: pixels it would like to have; it makes do with less.
        following: whether the now line is kept in sight.
        title_width: pixels before the axis.
        card: what to say of an entry under the pointer; without it the label is said.
    Signals:
        picked: the entry (or "inject/<id>" for one that is only planned) that was clicked, or on which Enter was pressed.
        selection_changed: the entry that is marked now.
        table_wanted: T was pressed: the table twin instead.
        moved: another stretch is in sight, or it is followed or no more.
    """

    picked = Signal(str)
    selection_changed = Signal(str)
    table_wanted = Signal()
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self.now: int | None = None
        self.selected = ""
        self.card: Callable[[str], Card | None] | None = None
        self.scale = 1.0
        self.wanted_height = 0
        self.painting = Painting()
        self._axis = Axis()
        self._following = True
        self._before: Axis | None = None
        self._drag: tuple[QPointF, Axis, float] | None = None
        self.title_width = 0
        self._axis_layer: QPixmap | None = None
        self._heads_layer: QPixmap | None = None
        self._axis_of: tuple[Any, ...] = ()
        self._heads_of: tuple[Any, ...] = ()
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.hide()
        self.bar.valueChanged.connect(self.update)
        texts.name(self.bar, N_("Lanes of the timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMouseTracking(True)
        texts.on_language(self.changed)
        texts.name(self, N_("Timeline"))

    # what is shown

    @property
    def axis(self) -> Axis:
        """The stretch in sight."""
        return self._axis

    @axis.setter
    def axis(self, wanted: Axis) -> None:
        if wanted != self._axis:
            self._axis = wanted
            self._tell()
            self.moved.emit()
            self.update()

    @property
    def following(self) -> bool:
        """Whether the now line is kept in sight."""
        return self._following

    @following.setter
    def following(self, wanted: bool) -> None:
        if wanted != self._following:
            self._following = wanted
            self.moved.emit()

    def changed(self) -> None:
        """The sheet is another one, or holds more."""
        self._measure()
        self.axis = self.axis.resized(self._room()).grown(max(self.sheet.whole, self.now or 0))
        self._tell()
        self.update()

    def begin(self) -> None:
        """Another exercise: everything in sight."""
        self.axis = Axis(whole=max(1, self.sheet.whole)).resized(self._room()).fitted()
        self._before, self.following, self.selected = None, True, ""
        self.bar.setValue(0)
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
            self.axis = self.axis.showing(play, 0.8)
        if int(self.axis.x(before)) != int(self.axis.x(play)):
            self.update()

    def select(self, entry: str, *, reveal: bool = False) -> None:
        """Mark an entry, and with `reveal` bring it into sight."""
        if reveal and entry:
            self._reveal(entry)
        if entry != self.selected:
            self.selected = entry
            self.update()
            self.selection_changed.emit(entry)

    def fit_or_back(self) -> None:
        """Everything in sight; once more, the stretch before that."""
        if self.axis.fits and self._before is not None:
            back, self._before = self._before, None
            self.axis = back.resized(self._room())
        else:
            self._before, self.axis = self.axis, self.axis.fitted()
        self.following = self.axis.fits

    def show_now(self) -> None:
        """Bring the now line into sight and follow it."""
        self.following = True
        if self.now is not None:
            self.axis = self.axis.showing(self.now, 0.8)

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Come nearer (below 1) or go away, at a pixel of the axis."""
        self.following = False
        self._before = None
        self.axis = self.axis.zoomed(factor, self.axis.width / 2 if x is None else x)

    def show_from(self, start: float) -> None:
        """The same span from another moment on."""
        self._before, self.following = None, False
        self.axis = self.axis.moved(start - self.axis.start)

    # geometry

    def scene(self) -> Scene:
        """Where everything stands now."""
        return Scene(
            self.sheet, self.axis, self.title_width, self._room(), self.height(), float(self.bar.value()), self.scale,
            self.small,
        )  # fmt: skip

    def _room(self) -> int:
        bar = self.bar.sizeHint().width() if not self.bar.isHidden() else 0
        return max(1, self.width() - self.title_width - bar)

    def _px(self, pixels: float) -> int:
        return theme.scaled(pixels * self.scale)

    def _measure(self) -> None:
        """The width of the titles, and whether the lanes need a bar."""
        metrics = QFontMetricsF(ui_font(self._blank()))
        lanes = [] if self.small else [metrics.horizontalAdvance(lane.title) for lane in self.sheet.lanes[:200]]
        widest = max((metrics.horizontalAdvance(_("Injects")), metrics.horizontalAdvance(_("T+ min")), *lanes))
        heads = self._px(HEADS) if self.sheet.coverage and not self.small else 0
        self.title_width = min(self._px(TITLES), round(widest) + self._px(14)) + heads + PAD
        overhang = 0 if self.small else round(self._blank().overhang)
        self.bar.setVisible(overhang > 0)
        self.bar.setRange(0, overhang)
        self.bar.setPageStep(max(1, self.height() - self._blank().top))
        self.bar.setSingleStep(self._px(LANE))
        wide = self.bar.sizeHint().width()
        self.bar.setGeometry(self.width() - wide, self._blank().top, wide, max(1, self.height() - self._blank().top))

    def _blank(self) -> Scene:
        return Scene(self.sheet, self.axis, 0, 1, self.height(), 0.0, self.scale, self.small)

    def lanes_height(self, *, roomy: bool = False) -> int:
        """How high it wants to be with all lanes; `roomy`: as high as they are read best."""
        lane = MOST_LANE - 2 if roomy else LANE
        return self._px(PHASES + TICKS + PLAN + lane * max(2, len(self.sheet.lanes)) + 6)

    @property
    def small(self) -> bool:
        """Whether there is room for the plan and one row only: what teams did becomes one row of density."""
        return self.height() < self._px(PHASES + TICKS + PLAN + LANE * 2)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(400), max(self.wanted_height, self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(200), self._px(TICKS + PLAN + DENSITY + 4))

    def hit(self, x: float, y: float) -> str:
        """The entry under a point, "inject/<id>" for a planned inject, or "" for nothing."""
        return self.scene().hit(x, y)

    def label_of(self, entry: str) -> str:
        """What is said of an entry in one line."""
        return telling.label_of(self.sheet, entry)

    def told(self, x: float, y: float) -> Card | None:
        """What is said of the point under the pointer: a mark, a pause, a lane's head, the legend in the corner."""
        scene = self.scene()
        found = scene.hit(x, y)
        if found:
            made = self.card(found) if self.card is not None else None
            return made or telling.plain_card(self.sheet, found)
        if x < scene.left:
            lane = scene.lane_at(y)
            return telling.lane_card(self.sheet, lane) if lane else telling.legend() if y < scene.head else None
        return telling.clock_card(scene, x)

    def _reveal(self, entry: str) -> None:
        one = self.sheet.planned_as(entry)
        where = self.sheet.where(entry)
        if one is None and not where:
            return
        play = place_of(one) if one is not None else self.sheet.tracks[where[0][0]].plays[where[0][1]]
        if not self.axis.start <= play <= self.axis.end:
            self.following = False
            self.axis = self.axis.showing(play)
        if where and not self.bar.isHidden():
            scene = self.scene()
            at = next(n for n, lane in enumerate(self.sheet.lanes) if lane.key == where[0][0])
            top, room = at * scene.lane_height, self.height() - scene.top
            if not self.bar.value() <= top <= self.bar.value() + room - scene.lane_height:
                self.bar.setValue(round(top - room / 2))

    def _tell(self) -> None:
        """What a screen reader hears of the widget: the stretch in sight and how much there is."""
        self.setAccessibleDescription(telling.description(self.sheet, self.axis, self.now))

    # painting

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        scene = self.scene()
        for layer in self._painted(scene):
            painter.drawPixmap(0, 0, layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(QRectF(scene.left - PAD, 0, scene.room + PAD, scene.height))
        self._paint_selected(painter, scene)
        self._paint_now(painter, scene)
        painter.restore()
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(theme.color("line.focus"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _painted(self, scene: Scene) -> tuple[QPixmap, QPixmap]:
        """What does not move with the clock, painted anew only when something of it changed: the axis, and the heads."""
        sheet, ratio = self.sheet, self.devicePixelRatioF()
        look = (
            theme.current().name, theme.scaled(100), scene.left, scene.room, scene.height, scene.scroll, scene.scale,
            scene.small, ratio, sheet.lanes,
        )  # fmt: skip
        axis = (*look, scene.axis, sheet.version, sheet.planned, sheet.phases, sheet.pauses, sheet.jumps, sheet.ended)
        if self._axis_layer is None or axis != self._axis_of:
            self._axis_layer, painter = self._layer(self.width(), ratio)
            self.painting.paint(painter, scene, ratio)
            painter.end()
            self._axis_of = axis
        heads = (*look, language.current(), tuple(sheet.coverage.items()))
        if self._heads_layer is None or heads != self._heads_of:
            self._heads_layer, painter = self._layer(scene.left - PAD, ratio)
            self.painting.titles(painter, scene)
            painter.end()
            self._heads_of = heads
        return self._axis_layer, self._heads_layer

    def _layer(self, width: int, ratio: float) -> tuple[QPixmap, QPainter]:
        layer = QPixmap(max(1, round(width * ratio)), max(1, round(self.height() * ratio)))
        layer.setDevicePixelRatio(ratio)
        layer.fill(theme.color("ground.bg"))
        return layer, QPainter(layer)

    def _paint_selected(self, painter: QPainter, scene: Scene) -> None:
        if not self.selected:
            return
        painter.setPen(QPen(theme.color("line.focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        one = self.sheet.planned_as(self.selected)
        if one is not None:
            painter.drawEllipse(
                QPointF(scene.x(place_of(one)), scene.head + self._px(PLAN) / 2), self._px(9), self._px(9)
            )
        places = {lane.key: rect for lane, rect in scene.lanes()}
        for key, at in self.sheet.where(self.selected):
            x = scene.x(self.sheet.tracks[key].plays[at])
            if key in places:
                painter.drawEllipse(QPointF(x, places[key].center().y()), self._px(8), self._px(8))
            elif scene.small:
                painter.drawLine(QPointF(x, scene.top), QPointF(x, scene.height))

    def _paint_now(self, painter: QPainter, scene: Scene) -> None:
        if self.now is None or self.sheet.ended is not None:
            return
        x = scene.x(self.now)
        painter.setPen(QPen(theme.color("danger.fill"), 2))
        painter.drawLine(QPointF(x, scene.head - 4), QPointF(x, scene.height))
        painter.setBrush(theme.color("danger.fill"))
        top = scene.head - 6
        painter.drawPolygon(QPolygonF([QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, top + 6)]))

    # mouse and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier:
            self.zoom(0.8 ** (turn / 120), event.position().x() - self.title_width)
        elif not self.bar.isHidden() and event.angleDelta().y() and not held & Qt.KeyboardModifier.ShiftModifier:
            self.bar.setValue(self.bar.value() - round(turn / 120 * self.bar.singleStep() * 2))
        else:
            self.show_from(self.axis.start - turn / 120 * self.axis.span * 0.1)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = (event.position(), self.axis, float(self.bar.value()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            found = self.hit(event.position().x(), event.position().y())
            self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
            return
        begun, axis, scrolled = self._drag
        way = begun - event.position()
        if way.manhattanLength() > DRAGGED:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._before, self.following = None, False
            self.axis = axis.moved(way.x() * axis.span / axis.width)
            if not self.bar.isHidden():
                self.bar.setValue(round(scrolled + way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            return
        way = event.position() - self._drag[0]
        self._drag = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        found = self.hit(event.position().x(), event.position().y())
        if way.manhattanLength() <= DRAGGED and found:
            self.select(found)
            self.picked.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key == Qt.Key.Key_0:
            self.fit_or_back()
        elif key == Qt.Key.Key_T:
            self.table_wanted.emit()
        elif key == Qt.Key.Key_N:
            self.show_now()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Semicolon):
            self.zoom(0.7, self._selected_x())
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 0.7, self._selected_x())
        elif key in sideways and shift:
            self.show_from(self.axis.start + self.axis.span * 0.15 * sideways[Qt.Key(key)])
        elif key in (*sideways, Qt.Key.Key_Up, Qt.Key.Key_Down):
            down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
            self._step(sideways.get(Qt.Key(key), 0), down)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_from(0.0 if key == Qt.Key.Key_Home else self.axis.whole)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected:
            self.picked.emit(self.selected)
        else:
            super().keyPressEvent(event)

    def _selected_x(self) -> float | None:
        """Where keys zoom: at the selected mark while it is in sight, else in the middle."""
        play = telling.play_of(self.sheet, self.selected)
        return self.axis.x(play) if play is not None and self.axis.start <= play <= self.axis.end else None

    def _step(self, along: int, down: int) -> None:
        found = step(self.sheet, self.axis, self.selected, along, down)
        if found:
            self.select(found, reveal=True)
            announce(self, telling.spoken(self.sheet, found))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.told(event.pos().x(), event.pos().y())
            if found is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), hover_text(found), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._measure()
        self.axis = self.axis.resized(self._room())


def hover_text(card: Card) -> str:
    """A card as the rich text of a tooltip; what people typed is no markup."""
    parts = [f"<b>{escape(card.heading)}</b>"] if card.heading else []
    parts += [escape(line).replace("\n", "<br>") for line in (card.who, card.text, *card.notes) if line]
    return f'<div style="white-space:pre-wrap">{"<br>".join(parts)}</div>'
