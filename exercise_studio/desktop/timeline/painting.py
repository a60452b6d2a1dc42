"""Paints a timeline's scene: ground, phases and minutes, what the clock did, the plan, the lanes, their heads."""

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

from exercise_studio.desktop import formats, theme
from exercise_studio.desktop.timeline.marks import Sprites
from exercise_studio.desktop.timeline.scene import BIN, PHASES, TICKS, Scene, drawing
from exercise_studio.desktop.timeline.tracks import CODE, Coverage, Lane, Planned, Track, place_of
from exercise_studio.language import _

TITLES, HEADS = 124, 104
"""Pixels at most for the names of lanes, and for what of their checklist is done."""
MOST_ARROWS = 80
"""More shares than this in sight are told by their marks alone: arrows would cover the lanes."""
KEPT = 60
"""Lanes whose bars are kept: while one lane grows the others' need not be made anew."""
PAD = 8
"""Pixels before the axis' beginning that marks may lie on."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def ui_font(scene: Scene, points: float = theme.CAPTION, *, bold: bool = False) -> QFont:
    """The interface's face at the timeline's scale."""
    return theme.ui_font(points * scene.scale, bold=bold)


def lane_colour(lane: Lane) -> QColor:
    """The colour of a lane's team, or that of text."""
    if lane.colour < 0:
        return theme.color("ink.text")
    teams = theme.current().team
    return QColor(teams[lane.colour % len(teams)].fill)


class Painting:
    """Paints everything of a scene that does not move with the clock.

    Attributes:
        drawn: how many marks and bars the last painting drew; it stays bounded however many events there are.
    """

    def __init__(self) -> None:
        self.sprites = Sprites()
        self.drawn = 0
        self._bars_of: dict[object, list[QRectF]] = {}

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """All but the heads of the lanes."""
        self.drawn = 0
        width = scene.left + scene.room
        painter.fillRect(QRectF(0, 0, width, scene.height), theme.color("ground.bg"))
        self._phases(painter, scene)
        painter.save()
        painter.setClipRect(QRectF(scene.left - PAD, 0, scene.room + PAD, scene.height))
        said = list(self._clock_words(painter, scene))
        self._ticks(painter, scene, [rect for rect, _words in said])
        self._clock(painter, scene)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if scene.small:
            self._density(painter, scene)
        else:
            self._lanes(painter, scene, ratio)
        painter.setClipRect(QRectF(scene.left - PAD, 0, scene.room + PAD, scene.height))
        self._plan(painter, scene)
        self._say_clock(painter, scene, said)
        painter.restore()

    # the axis

    def _phases(self, painter: QPainter, scene: Scene) -> None:
        painter.setFont(ui_font(scene))
        metrics = painter.fontMetrics()
        right = scene.left + scene.room
        for at, phase in enumerate(scene.sheet.phases):
            x = max(float(scene.left), scene.x(phase.start))
            end = min(float(right), scene.x(phase.end))
            if end <= x:
                continue
            ground = "ground.surface" if at % 2 else "ground.alternate"
            painter.fillRect(QRectF(x, 0, end - x, scene.height), theme.color(ground))
            room = QRectF(x + 4, 0, end - x - 8, scene.px(PHASES))
            if room.width() > 24 and not scene.small:
                painter.setPen(theme.color("ink.muted"))
                words = metrics.elidedText(phase.title, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, LEFT, words)

    def _ticks(self, painter: QPainter, scene: Scene, taken: list[QRectF]) -> None:
        painter.setFont(theme.clock_font((theme.CAPTION - 1) * scene.scale))
        top, high, wide = scene.head - scene.px(TICKS), scene.px(TICKS), scene.px(42)
        for tick in scene.axis.ticks(scene.px(70)):
            x = scene.x(tick)
            painter.setPen(QPen(theme.color("line.divider"), 1))
            painter.drawLine(QPointF(x, top + 2), QPointF(x, scene.height))
            minutes, seconds = divmod(tick // 1000, 60)
            said = f"{minutes}" if not seconds else f"{minutes}:{seconds:02}"
            room = QRectF(x - wide - 3, top, wide, high)
            room.setLeft(room.right() - painter.fontMetrics().horizontalAdvance(said))
            if room.left() >= scene.left - PAD and not any(room.intersects(one) for one in taken):
                painter.setPen(theme.color("ink.muted"))
                painter.drawText(room, RIGHT, said)

    # the clock

    def _clock(self, painter: QPainter, scene: Scene) -> None:
        """Pauses are hatched notches, a freeze is hatched both ways, jumps are a double line, the end is a thick one."""
        high = scene.height - scene.head
        for pause in scene.sheet.pauses:
            x = scene.x(pause.play)
            notch = QRectF(x - 3, scene.head, 6, high)
            painter.fillRect(notch, theme.color("ground.bg"))
            pattern = Qt.BrushStyle.DiagCrossPattern if pause.frozen else Qt.BrushStyle.BDiagPattern
            painter.fillRect(notch, QBrush(theme.color("danger.fill" if pause.frozen else "ink.muted"), pattern))
        painter.setPen(QPen(theme.color("accent.fill"), 1))
        for jump in scene.sheet.jumps:
            x = scene.x(jump.play)
            for shift in (-1, 2):
                painter.drawLine(QPointF(x + shift, scene.head), QPointF(x + shift, scene.height))
        if scene.sheet.ended is not None:
            x = scene.x(scene.sheet.ended)
            painter.setPen(QPen(theme.color("ink.text"), 2))
            painter.drawLine(QPointF(x, scene.head - 4), QPointF(x, scene.height))

    def _clock_words(self, painter: QPainter, scene: Scene) -> Iterator[tuple[QRectF, str]]:
        """What is written of the clock where there is room: "» 07/05 07:00", "‖ 12 min", "■ freeze"."""
        painter.setFont(ui_font(scene, theme.CAPTION - 1))
        metrics = painter.fontMetrics()
        words = [(jump.play, f"» {jump.to}") for jump in scene.sheet.jumps]
        words += [(pause.play, pause_words(pause.length, frozen=pause.frozen)) for pause in scene.sheet.pauses]
        if scene.sheet.ended is not None:
            words.append((scene.sheet.ended, _("■ End")))
        after = float(scene.left)
        for play, said in sorted(words):
            width = metrics.horizontalAdvance(said) + 6
            x = min(scene.x(play) - 3, scene.left + scene.room - width)
            rect = QRectF(x, scene.head - scene.px(TICKS), width, scene.px(TICKS) - 1)
            if scene.axis.start <= play <= scene.axis.end and x >= after:
                after = rect.right() + 2
                yield rect, said

    def _say_clock(self, painter: QPainter, scene: Scene, said: list[tuple[QRectF, str]]) -> None:
        painter.setFont(ui_font(scene, theme.CAPTION - 1))
        for rect, words in said:
            painter.setPen(QPen(theme.color("line.divider"), 1))
            painter.setBrush(theme.color("ground.bg"))
            painter.drawRoundedRect(rect, 3, 3)
            painter.setPen(theme.color("ink.text"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)

    # the plan

    def _plan(self, painter: QPainter, scene: Scene) -> None:
        """Hollow where an inject is planned, filled where it was fired, with a thread between the two."""
        middle, size = scene.head + scene.px(22) / 2, float(scene.px(5))
        shown = [
            one
            for one in sorted(scene.sheet.planned, key=place_of)
            if max(one.due, place_of(one)) >= scene.axis.start and min(one.due, place_of(one)) <= scene.axis.end
        ]
        painter.setFont(ui_font(scene, theme.CAPTION - 1))
        metrics = painter.fontMetrics()
        for at, one in enumerate(shown):
            self.drawn += 1
            x = scene.x(place_of(one))
            self._thread(painter, scene, one, middle, size)
            self._inject(painter, one, x, middle, size)
            following = scene.x(place_of(shown[at + 1])) - size if at + 1 < len(shown) else scene.left + scene.room
            # An early inject's thread leads to the right: its number stands behind what was planned.
            begin = max(x + size, scene.x(one.due) if one.fired is not None else x) + 3
            if following - begin > metrics.horizontalAdvance(one.inject) + 3:
                painter.setPen(theme.color("ink.muted"))
                room = QRectF(begin, middle - scene.px(8), following - begin, scene.px(16))
                painter.drawText(room, LEFT, one.inject)

    def _thread(self, painter: QPainter, scene: Scene, one: Planned, middle: float, size: float) -> None:
        if one.fired is None or abs(scene.axis.x(one.fired) - scene.axis.x(one.due)) <= size * 1.5:
            return
        due, fired = scene.x(one.due), scene.x(one.fired)
        pen = QPen(theme.color("ink.muted"), 1)
        painter.setPen(pen)
        painter.drawLine(QPointF(due, middle - size), QPointF(due, middle + size))
        if fired < due:  # early: the thread to what was planned is dotted
            pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
        painter.drawLine(QPointF(due, middle), QPointF(fired, middle))

    def _inject(self, painter: QPainter, one: Planned, x: float, y: float, size: float) -> None:
        box = QRectF(x - size, y - size, 2 * size, 2 * size)
        accent, muted = theme.color("accent.fill"), theme.color("ink.muted")
        if one.fired is not None and one.state != "recalled":
            painter.setPen(QPen(accent, 1.5))
            painter.setBrush(accent)
            painter.drawRect(box)
            return
        painter.setBrush(theme.color("ground.bg"))
        pen = QPen(muted if one.state in ("skipped", "recalled") else accent, 2.5 if one.state == "next" else 1.5)
        pen.setStyle(Qt.PenStyle.DashLine if one.state == "waiting" else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawRect(box)
        pen.setStyle(Qt.PenStyle.SolidLine)
        pen.setWidthF(1.5)
        painter.setPen(pen)
        if one.state == "next":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawPolygon(QPolygonF([QPointF(x - 2, y - 3), QPointF(x + 3, y), QPointF(x - 2, y + 3)]))
        elif one.state == "skipped":
            painter.drawLine(box.bottomLeft(), box.topRight())
        elif one.state == "recalled":
            painter.drawLine(box.bottomLeft(), box.topRight())
            painter.drawLine(box.topLeft(), box.bottomRight())
        elif one.state == "held":
            for shift in (-1.5, 1.5):
                painter.drawLine(QPointF(x + shift, y - size / 2), QPointF(x + shift, y + size / 2))

    # the lanes

    def _lanes(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        painter.setClipRect(QRectF(scene.left - PAD, scene.top, scene.room + PAD, scene.height - scene.top))
        places = scene.lanes()
        self._arrows(painter, scene, {lane.key: rect.center().y() for lane, rect in places})
        for lane, rect in places:
            painter.setPen(QPen(theme.color("line.divider"), 1))
            painter.drawLine(QPointF(scene.left - PAD, rect.top()), QPointF(rect.right(), rect.top()))
            self._lane(painter, scene, scene.sheet.tracks[lane.key], rect, lane_colour(lane), ratio)

    def _lane(self, painter: QPainter, scene: Scene, track: Track, rect: QRectF, colour: QColor, ratio: float) -> None:
        found = drawing(track, scene.axis)
        if isinstance(found, list):
            self._bars(painter, scene, found, rect, colour)
            return
        size = min(float(scene.px(5)), rect.height() / 2 - 2)
        stamps = [self.sprites.of(code, colour, size, ratio) for code in range(len(CODE))]
        shift = stamps[0].width() / ratio / 2
        y = rect.center().y() - shift
        start, scale = scene.axis.start, scene.axis.width / scene.axis.span
        first, last = found
        self.drawn += last - first
        for at in range(first, last):
            x = scene.left + (track.plays[at] - start) * scale - shift
            painter.drawPixmap(QPointF(x, y), stamps[track.codes[at]])

    def _bars(self, painter: QPainter, scene: Scene, counts: list[int], rect: QRectF, colour: QColor) -> None:
        most = max(counts, default=0)
        left, bottom, scale, wide = float(scene.left), rect.bottom() - 2, (rect.height() - 4) / max(1, most), BIN - 1
        key = (tuple(counts), left, bottom, scale)
        bars = self._bars_of.get(key)
        if bars is None:
            if len(self._bars_of) > KEPT:
                self._bars_of.clear()
            bars = self._bars_of[key] = [
                QRectF(left + at * BIN, bottom - high, wide, high)
                for at, count in enumerate(counts)
                if count and (high := count * scale if count * scale > 2 else 2.0)
            ]
        self.drawn += len(bars)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        # One call for all bars: a call a bar costs more than the painting.
        painter.drawRects(bars)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _arrows(self, painter: QPainter, scene: Scene, places: dict[str, float]) -> None:
        """From the lane that told to the one that was told, where both are shown and there are not too many."""
        arrows = scene.sheet.arrows_between(scene.axis.start, scene.axis.end)
        if len(arrows) > MOST_ARROWS:
            return
        painter.setPen(QPen(theme.color("ink.muted"), 1.2))
        for one in arrows:
            if one.sender not in places or one.receiver not in places:
                continue
            self.drawn += 1
            x, above, below = scene.x(one.play), places[one.sender], places[one.receiver]
            step = 1 if below > above else -1
            tip = below - step * 2
            painter.drawLine(QLineF(x, above + step * 5, x, tip))
            painter.drawLine(QLineF(x - 3, tip - step * 5, x, tip))
            painter.drawLine(QLineF(x + 3, tip - step * 5, x, tip))

    def _density(self, painter: QPainter, scene: Scene) -> None:
        """All lanes in one row of bars."""
        rect = QRectF(scene.left, scene.top, scene.room, scene.height - scene.top)
        counts = scene.sheet.density(scene.axis.start, scene.axis.end, max(1, scene.axis.width // BIN))
        self._bars(painter, scene, counts, rect, theme.color("ink.muted"))

    # the titles

    def titles(self, painter: QPainter, scene: Scene) -> None:
        """The names of the rows and the lanes' heads, left of the axis."""
        left = scene.left - PAD
        painter.fillRect(QRectF(0, 0, left, scene.height), theme.color("ground.bg"))
        painter.setPen(QPen(theme.color("line.divider"), 1))
        painter.drawLine(QPointF(left - 1, 0), QPointF(left - 1, scene.height))
        painter.setFont(ui_font(scene))
        painter.setPen(theme.color("ink.muted"))
        painter.drawText(QRectF(6, scene.head - scene.px(TICKS), left - 8, scene.px(TICKS)), LEFT, _("T+ min"))
        painter.setPen(theme.color("ink.text"))
        painter.drawText(QRectF(6, scene.head, left - 8, scene.px(22)), LEFT, _("Injects"))
        if scene.small:
            painter.drawText(QRectF(6, scene.top, left - 8, scene.height - scene.top), LEFT, _("Log"))
            return
        painter.save()
        painter.setClipRect(QRectF(0, scene.top, left - 1, scene.height - scene.top))
        metrics = painter.fontMetrics()
        for lane, rect in scene.lanes():
            coverage = scene.sheet.coverage.get(lane.key)
            heads = scene.px(HEADS) if scene.sheet.coverage else 0
            painter.setPen(QPen(theme.color("line.divider"), 1))
            painter.drawLine(QPointF(0, rect.top()), QPointF(left, rect.top()))
            # A stripe in the colour of the marks: the eye goes from the name to the lane.
            painter.fillRect(QRectF(0, rect.top() + 2, 3, rect.height() - 3), lane_colour(lane))
            painter.setPen(theme.color("ink.text"))
            painter.setFont(ui_font(scene))
            said = metrics.elidedText(lane.title, Qt.TextElideMode.ElideRight, left - heads - 12)
            painter.drawText(rect.adjusted(7, 0, 0, 0), LEFT, said)
            if coverage is not None and coverage.whole:
                self._coverage(painter, scene, coverage, QRectF(left - heads, rect.top(), heads - 4, rect.height()))
        painter.restore()

    def _coverage(self, painter: QPainter, scene: Scene, coverage: Coverage, rect: QRectF) -> None:
        """A bar of what is done: filled, hatched where partly, crossed where late; under it a line for what is rated."""
        figures = f"{coverage.done}/{coverage.whole}"
        painter.setFont(theme.clock_font((theme.CAPTION - 1) * scene.scale))
        painter.setPen(theme.color("danger.fill" if coverage.late else "ink.muted"))
        words = f"!{figures}" if coverage.late else figures
        painter.drawText(rect, RIGHT, words)
        wide = rect.width() - scene.px(46)
        high = float(scene.px(5))
        bar = QRectF(rect.left(), rect.center().y() - high, wide, high)
        ink = theme.color("ink.text")
        at = bar.left()
        for count, brush in (
            (coverage.done, QBrush(ink)),
            (coverage.partly, QBrush(ink, Qt.BrushStyle.Dense5Pattern)),
            (coverage.late, QBrush(theme.color("danger.fill"), Qt.BrushStyle.DiagCrossPattern)),
        ):
            part = wide * count / coverage.whole
            painter.fillRect(QRectF(at, bar.top(), part, high), brush)
            at += part
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(theme.color("line.border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        if coverage.rated:
            line = QRectF(bar.left(), bar.bottom() + 3, wide * coverage.rated / coverage.whole, 2)
            painter.fillRect(line, theme.color("accent.fill"))


def pause_words(length: int | None, *, frozen: bool) -> str:
    """ "‖ 12 minutes", "■ Frozen 3 minutes", or that it still goes on."""
    if length is None:
        return _("■ Frozen") if frozen else _("‖ Paused")
    said = formats.length(length) if length >= 30_000 else _("{n} s", n=round(length / 1000))
    return _("■ Frozen {length}", length=said) if frozen else f"‖ {said}"
