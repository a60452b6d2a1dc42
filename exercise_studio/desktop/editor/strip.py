"""The forecast: how much the script asks of each team from moment to moment, with the phases, the injects and quiet gaps."""

from bisect import bisect_left
from itertools import pairwise
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QHelpEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from exercise_studio.design.schedule import planned_times, workload
from exercise_studio.desktop import texts, theme
from exercise_studio.desktop.editor.words import clock, span
from exercise_studio.desktop.texts import authored
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.times import MINUTE
from exercise_studio.journeys.authoring import TEAM_TITLES
from exercise_studio.language import N_, _

BIN: Final = 5 * MINUTE
QUIET: Final = 15 * MINUTE
"""A longer stretch without any inject is pointed out (play milliseconds)."""
LANE, AXIS, SIDE = 13, 18, 152


class Lane(NamedTuple):
    """One kind of team: how many things it is asked for in each bin of five minutes."""

    kind: str
    load: tuple[int, ...]


def lanes_of(plan: Plan, organisation: str = "") -> list[Lane]:
    """The load by kind of team, of one organisation or of all (the busiest of them in each bin)."""
    bins = max(1, -(-plan.scenario.duration // BIN))
    asked: dict[str, list[set[str]]] = {}
    for busy in workload(plan):
        house = busy.team.partition("/")[0]
        if organisation and house != organisation:
            continue
        lane = asked.setdefault(busy.team, [set() for _bin in range(bins)])
        for number in range(busy.start // BIN, min(bins, -(-busy.end // BIN))):
            lane[number].add(busy.item or busy.inject)
    kinds = dict.fromkeys(t.kind for o in plan.organisations if organisation in ("", o.id) for t in o.teams)
    ordered = [kind for kind in TEAM_TITLES if kind in kinds]
    found = []
    for kind in ordered:
        teams = [lane for team, lane in asked.items() if team.endswith(f"/{kind}")]
        found.append(Lane(kind, tuple(max((len(lane[i]) for lane in teams), default=0) for i in range(bins))))
    return found


def gaps_of(plan: Plan) -> list[tuple[int, int]]:
    """Stretches of play without a planned inject that are longer than `QUIET`."""
    times = sorted(t for t in planned_times(plan.scenario).values() if t is not None)
    edges = [0, *times, plan.scenario.duration]
    return [(a, b) for a, b in pairwise(edges) if b - a > QUIET]


class ForecastStrip(QWidget):
    """Painted; the table of injects below says the same to a screen reader, the busiest moment is in the description.

    Signals:
        picked: the id of the inject whose mark was pressed.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._lanes: list[Lane] = []
        self._gaps: list[tuple[int, int]] = []
        self._marks: list[tuple[int, str]] = []
        self._selected = ""
        self.organisation = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts.name(self, N_("Forecast of the load on each team"))
        texts.on_language(self._retranslate)

    def show_plan(self, plan: Plan, organisation: str = "") -> None:
        """Show a plan's forecast, of one organisation or of all."""
        if organisation not in plan.organisation_by_id:
            organisation = ""
        self._plan, self.organisation = plan, organisation
        self._lanes = lanes_of(plan, organisation)
        self._gaps = gaps_of(plan)
        self._marks = sorted((t, i) for i, t in planned_times(plan.scenario).items() if t is not None)
        self._retranslate()
        self.updateGeometry()

    def select(self, inject: str) -> None:
        """Emphasise an inject's mark."""
        if inject != self._selected:
            self._selected = inject
            self.update()

    def sentence(self) -> str:
        """The busiest moment and the longest gap, in words."""
        parts = []
        busiest = max(((max(lane.load, default=0), lane) for lane in self._lanes), default=None, key=lambda b: b[0])
        if busiest and busiest[0]:
            load, lane = busiest
            at = lane.load.index(load) * BIN
            team = authored(TEAM_TITLES[lane.kind])
            parts.append(
                _("Busiest: {team}, {count} actions at once at T+{time}.", team=team, count=load, time=clock(at))
            )
        if self._gaps:
            start, end = max(self._gaps, key=lambda gap: gap[1] - gap[0])
            parts.append(_("No inject for {length} from T+{time}.", length=span(end - start), time=clock(start)))
        return " ".join(parts)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(400), theme.scaled(AXIS + LANE * max(1, len(self._lanes)) + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(240), self.sizeHint().height())

    def _retranslate(self) -> None:
        self.setAccessibleDescription(self.sentence() if self._plan else "")
        self.update()

    def _area(self) -> QRectF:
        left = theme.scaled(SIDE)
        return QRectF(left, theme.scaled(AXIS), max(1, self.width() - left - 6), self.height() - theme.scaled(AXIS) - 4)

    def _x(self, play: int, area: QRectF) -> float:
        duration = self._plan.scenario.duration if self._plan else 1
        return area.left() + area.width() * min(play, duration) / max(1, duration)

    def paintEvent(self, event: object) -> None:
        if self._plan is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        painter.fillRect(area, theme.color("ground.bg"))
        self._paint_gaps(painter, area)
        self._paint_lanes(painter, area)
        self._paint_phases(painter, area)
        self._paint_marks(painter, area)
        painter.setPen(QPen(theme.color("line.divider"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)

    def _paint_gaps(self, painter: QPainter, area: QRectF) -> None:
        """Quiet stretches are hatched."""
        hatch = QBrush(theme.color("line.divider"), Qt.BrushStyle.BDiagPattern)
        for start, end in self._gaps:
            x = self._x(start, area)
            painter.fillRect(QRectF(x, area.top(), self._x(end, area) - x, area.height()), hatch)

    def _paint_lanes(self, painter: QPainter, area: QRectF) -> None:
        lane_height = area.height() / max(1, len(self._lanes))
        most = max((max(lane.load, default=0) for lane in self._lanes), default=0)
        painter.setFont(theme.ui_font(theme.CAPTION))
        for number, lane in enumerate(self._lanes):
            top = area.top() + number * lane_height
            painter.setPen(theme.color("ink.muted"))
            room = QRectF(0, top, area.left() - 8, lane_height)
            said = painter.fontMetrics().elidedText(
                authored(TEAM_TITLES[lane.kind]), Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
            painter.setPen(QPen(theme.color("line.divider"), 0.5))
            painter.drawLine(QPointF(area.left(), top + lane_height), QPointF(area.right(), top + lane_height))
            painter.setPen(Qt.PenStyle.NoPen)
            width = self._x(BIN, area) - area.left()
            for index, load in enumerate(lane.load):
                if load:
                    height = max(2.0, (lane_height - 2) * load / most)
                    crowded = load >= 8
                    painter.setBrush(theme.color("accent.fill" if crowded else "inject.pending"))
                    x = area.left() + index * width
                    painter.drawRect(QRectF(x + 0.5, top + lane_height - height, max(1.0, width - 1), height))

    def _paint_phases(self, painter: QPainter, area: QRectF) -> None:
        assert self._plan is not None
        painter.setFont(theme.ui_font(theme.CAPTION))
        phases = self._plan.scenario.phases
        for phase in phases:
            x, end = self._x(phase.start, area), self._x(phase.end, area)
            painter.setPen(QPen(theme.color("line.border"), 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, area.bottom()))
            painter.setPen(theme.color("ink.muted"))
            room = QRectF(x + 4, 0, end - x - 6, theme.scaled(AXIS) - 7)
            said = f"{clock(phase.start)} {authored(phase.title)}"
            said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(room.width()))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)

    def _paint_marks(self, painter: QPainter, area: QRectF) -> None:
        """A small triangle an inject, standing on the upper edge."""
        for at, inject in self._marks:
            x, y = self._x(at, area), area.top()
            chosen = inject == self._selected
            size = 5.0 if chosen else 3.5
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("inject.next" if chosen else "ink.muted"))
            painter.drawPolygon(
                QPolygonF([QPointF(x - size, y - size - 1), QPointF(x + size, y - size - 1), QPointF(x, y)])
            )
            if chosen:
                painter.setPen(QPen(theme.color("inject.next"), 1.5))
                painter.drawLine(QPointF(x, y), QPointF(x, area.bottom()))

    def _at(self, position: QPointF) -> int:
        area = self._area()
        duration = self._plan.scenario.duration if self._plan else 0
        return round((position.x() - area.left()) / area.width() * duration)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._marks or self._plan is None:
            return
        play = self._at(event.position())
        place = bisect_left(self._marks, (play, ""))
        near = self._marks[max(0, place - 1) : place + 1]
        self.picked.emit(min(near, key=lambda mark: abs(mark[0] - play))[1])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._plan is not None:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _tip(self, position: QPointF) -> str:
        area = self._area()
        if not area.contains(position) or not self._lanes:
            return self.sentence()
        lane = self._lanes[
            min(len(self._lanes) - 1, int((position.y() - area.top()) / area.height() * len(self._lanes)))
        ]
        number = min(len(lane.load) - 1, max(0, self._at(position) // BIN))
        return _(
            "{team}, T+{time}: {count} expected actions at once",
            team=authored(TEAM_TITLES[lane.kind]),
            time=clock(number * BIN),
            count=lane.load[number],
        )
