"""How much a scenario asks of each team from moment to moment, as a small figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from exercise_studio.design.schedule import Busy
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.library.words import clock
from exercise_studio.desktop.texts import authored
from exercise_studio.domain.scenario import Scenario
from exercise_studio.domain.text import Text
from exercise_studio.domain.times import HOUR, MINUTE
from exercise_studio.journeys import browsing
from exercise_studio.journeys.authoring import TEAM_TITLES
from exercise_studio.language import N_, _

BIN: Final = 5 * MINUTE
MANY: Final = 8
"""So many things at once stand out."""
LANE, HEAD, AXIS, SIDE = 14, 18, 18, 128


@dataclass(frozen=True)
class Lane:
    """A line of the figure: a team with its load in each bin, or an organisation's name above its teams (no load)."""

    title: Text
    load: tuple[int, ...] = ()


@dataclass(frozen=True)
class Load:
    """What the figure shows. Times in play milliseconds."""

    lanes: tuple[Lane, ...]
    duration: int
    phases: tuple[tuple[int, Text], ...]

    @property
    def most(self) -> int:
        """The largest load of any team at any moment."""
        return max((max(lane.load, default=0) for lane in self.lanes), default=0)


def load_of(scenario: Scenario) -> Load:
    """The load of every team of a scenario when every slot is filled; off the window's thread."""
    return arranged(scenario, browsing.load_over_time(scenario))


def arranged(scenario: Scenario, busy: Sequence[Busy]) -> Load:
    """Stretches of work as lanes, organisation by organisation."""
    bins = max(1, -(-scenario.duration // BIN))
    asked: dict[str, list[set[str]]] = {}
    for one in busy:
        lane = asked.setdefault(one.team, [set() for _bin in range(bins)])
        for number in range(one.start // BIN, min(bins, -(-one.end // BIN))):
            lane[number].add(one.item or one.inject)
    players = [member for member in scenario.cast if member.kind == "player"]
    lanes = []
    for member in players:
        if len(players) > 1:
            lanes.append(Lane(member.title))
        for kind in member.teams:
            found = asked.get(f"{member.id}/{kind}", [set()] * bins)
            lanes.append(Lane(TEAM_TITLES[kind], tuple(len(things) for things in found)))
    return Load(tuple(lanes), scenario.duration, tuple((phase.start, phase.title) for phase in scenario.phases))


class LoadFigure(QWidget):
    """Painted; its description says the busiest moment in words, and the script lists every expected action."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._load: Load | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts.name(self, N_("Load on each team over time"))
        texts.on_language(self._retranslate)

    def show_load(self, load: Load | None) -> None:
        """Show a load; None leaves the place empty until it is known."""
        self._load = load
        self._retranslate()
        self.updateGeometry()

    def sentence(self) -> str:
        """The busiest moment in words."""
        if self._load is None or not self._load.most:
            return ""
        lane = next(lane for lane in self._load.lanes if self._load.most in lane.load)
        at = lane.load.index(self._load.most) * BIN
        return _(
            "Busiest: {team}, {count} actions at once at T+{time}.",
            team=authored(lane.title), count=self._load.most, time=clock(at),
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        lanes = self._load.lanes if self._load else ()
        height = sum(self._height(lane) for lane in lanes) + theme.scaled(AXIS) * 2
        return QSize(theme.scaled(320), round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(240), self.sizeHint().height())

    @staticmethod
    def _height(lane: Lane) -> float:
        return theme.scaled(LANE if lane.load else HEAD)

    def _retranslate(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.update()

    def _area(self) -> QRectF:
        left, top = theme.scaled(SIDE), theme.scaled(AXIS)
        return QRectF(left, top, max(1, self.width() - left - 2), max(1, self.height() - 2 * top))

    def _x(self, play: int, area: QRectF) -> float:
        duration = self._load.duration if self._load else 1
        return area.left() + area.width() * min(play, duration) / max(1, duration)

    def paintEvent(self, event: object) -> None:
        if self._load is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.ui_font(theme.CAPTION))
        area = self._area()
        painter.fillRect(area, theme.color("ground.bg"))
        self._paint_phases(painter, area)
        self._paint_lanes(painter, area)
        self._paint_axis(painter, area)

    def _paint_lanes(self, painter: QPainter, area: QRectF) -> None:
        assert self._load is not None
        top, most = area.top(), max(1, self._load.most)
        width = self._x(BIN, area) - area.left()
        for lane in self._load.lanes:
            height = self._height(lane)
            if not lane.load:
                painter.fillRect(QRectF(0, top, self.width(), height), theme.color("ground.surface"))
                self._write(painter, QRectF(0, top, self.width(), height), lane.title, "ink.text", left=True)
                top += height
                continue
            self._write(painter, QRectF(0, top, area.left() - 8, height), lane.title, "ink.muted")
            painter.setPen(QPen(theme.color("line.divider"), 0.5))
            painter.drawLine(QPointF(area.left(), top + height), QPointF(area.right(), top + height))
            painter.setPen(Qt.PenStyle.NoPen)
            for index, load in enumerate(lane.load):
                if load:
                    tall = max(2.0, (height - 3) * load / most)
                    painter.setBrush(theme.color("accent.fill" if load >= MANY else "inject.pending"))
                    x = area.left() + index * width
                    painter.drawRect(QRectF(x + 0.5, top + height - tall, max(1.0, width - 1), tall))
            top += height

    @staticmethod
    def _write(painter: QPainter, room: QRectF, title: Text, ink: str, *, left: bool = False) -> None:
        painter.setPen(theme.color(ink))
        said = painter.fontMetrics().elidedText(authored(title), Qt.TextElideMode.ElideRight, int(room.width()))
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, said)

    def _paint_phases(self, painter: QPainter, area: QRectF) -> None:
        assert self._load is not None
        ends = [start for start, _title in self._load.phases[1:]] + [self._load.duration]
        for (start, title), end in zip(self._load.phases, ends, strict=True):
            x = self._x(start, area)
            painter.setPen(QPen(theme.color("line.border"), 1))
            painter.drawLine(QPointF(x, 4), QPointF(x, area.bottom()))
            room = QRectF(x + 4, 0, self._x(end, area) - x - 6, area.top() - 2)
            self._write(painter, room, title, "ink.muted", left=True)

    def _paint_axis(self, painter: QPainter, area: QRectF) -> None:
        assert self._load is not None
        painter.setPen(theme.color("ink.muted"))
        step = next(step for step in (15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR) if self._load.duration / step <= 6.5)
        for at in range(0, self._load.duration + 1, step):
            x = self._x(at, area)
            painter.setPen(QPen(theme.color("line.border"), 1))
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            painter.setPen(theme.color("ink.muted"))
            room = QRectF(x - 30, area.bottom() + 3, 60, theme.scaled(AXIS) - 3)
            side = Qt.AlignmentFlag.AlignHCenter
            if room.right() > self.width():
                room.moveRight(self.width())
                side = Qt.AlignmentFlag.AlignRight
            painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, clock(at))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._load is not None:
            QToolTip.showText(event.globalPos(), self.tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip(self, position: QPointF) -> str:
        """What is under a point, in words."""
        area = self._area()
        if self._load is None or not area.contains(position):
            return self.sentence()
        top = area.top()
        for lane in self._load.lanes:
            top += self._height(lane)
            if position.y() < top:
                break
        if not lane.load:
            return authored(lane.title)
        at = (position.x() - area.left()) / area.width() * self._load.duration
        number = min(len(lane.load) - 1, max(0, int(at // BIN)))
        return _(
            "{team}, T+{time}: {count} expected actions at once",
            team=authored(lane.title), time=clock(number * BIN), count=lane.load[number],
        )  # fmt: skip
