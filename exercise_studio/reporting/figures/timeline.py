"""The run as a strip along its play time: phases, injects planned and given, and what each team did."""

from collections.abc import Callable
from typing import Any

from reportlab.graphics.shapes import Drawing, Group, Line

from exercise_studio.reporting.figures.common import box, colour, cross, diamond, disc, sheet, text, triangle
from exercise_studio.reporting.figures.data import Lane, PlannedMark, Timeline
from exercise_studio.reporting.theme import ACCENT, INK, MUTED, NAVY, RULE, SURFACE, WARN, WHITE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_MINUTE = 60_000
_STEPS = (5, 10, 15, 30, 60, 120, 240, 480, 1440)
_AMBER = "#CC7D08"


def timeline(data: Timeline, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """The strip, at most `room` points high."""
    names = min(max((setter.width(lane.title, _NAME) for lane in data.lanes), default=60.0) + 12, width * 0.26)
    names = max(names, 74.0)
    bar = width - names
    planned = _rows_of(data.injects, bar, data.end, "planned")
    given = _rows_of(data.injects, bar, data.end, "actual")
    top_rows = (max(planned.values(), default=0) + 1) * 9 + (max(given.values(), default=0) + 1) * 9 + 22
    head = 16 + 17 + top_rows
    lane = min(30.0, max(12.0, (room - head - 36) / max(len(data.lanes), 1)))
    height = head + lane * len(data.lanes) + 36
    drawing, group = sheet(width, height)
    axis = _Axis(names, bar, max(data.end, _MINUTE))
    bottom = 34.0
    _ground(group, setter, data, axis, height, bottom)
    y = height - 16 - 17
    y = _injects(group, setter, data, axis, y, planned, given)
    for number, entry in enumerate(data.lanes):
        y -= lane
        _lane(group, setter, entry, axis, y, lane, number)
    _stops(group, setter, data, axis, height - 33, bottom)
    _legend(group, setter, data, width)
    return drawing


_NAME = Style(size=7.5, leading=9)


class _Axis:
    """Play time to points."""

    def __init__(self, left: float, width: float, end: int) -> None:
        self.left, self.width, self.end = left, width, end

    def x(self, at: int) -> float:
        return self.left + self.width * min(max(at, 0), self.end) / self.end

    def step(self) -> int:
        """Minutes between ticks, so that their labels have room."""
        for step in _STEPS:
            if self.end / (step * _MINUTE) * 34 <= self.width:
                return step
        return _STEPS[-1]


def _ground(group: Group, setter: Typesetter, data: Timeline, axis: _Axis, height: float, bottom: float) -> None:
    """Phases as bands, ticks as thin lines."""
    for number, phase in enumerate(data.phases):
        x1, x2 = axis.x(phase.start), axis.x(phase.end)
        if number % 2 == 0:
            group.add(box(x1, bottom, x2 - x1, height - 16 - bottom, fill=SURFACE, edge=None))
        text(group, setter, x1 + 3, height - 28, phase.title, size=7.5, bold=True, ink=NAVY, room=x2 - x1 - 6)
        group.add(Line(x1, bottom, x1, height - 16, strokeColor=colour(MUTED), strokeWidth=0.4))
    text(group, setter, 0, height - 28, data.words["phases"], size=7.5, ink=MUTED)
    step = axis.step()
    for minute in range(0, axis.end // _MINUTE + 1, step):
        x = axis.x(minute * _MINUTE)
        group.add(Line(x, height - 16, x, height - 13, strokeColor=colour(INK), strokeWidth=0.5))
        if x + 14 <= axis.left + axis.width + 8:
            label = f"{minute // 60}:{minute % 60:02d}"
            text(group, setter, x, height - 10, label, size=6.5, ink=MUTED, anchor="middle")
    group.add(
        Line(axis.left, height - 16, axis.left + axis.width, height - 16, strokeColor=colour(INK), strokeWidth=0.7)
    )


def _rows_of(injects: tuple[PlannedMark, ...], bar: float, end: int, which: str) -> dict[str, int]:
    """A row for each label so that none lies on another."""
    rows: dict[str, int] = {}
    free: list[float] = []
    marks = [(getattr(one, which), one.label) for one in injects if getattr(one, which) is not None]
    for at, label in sorted(marks):
        x = bar * at / max(end, 1)
        need = 9.0 + 4.6 * len(label)
        row = next((n for n, until in enumerate(free) if until <= x), len(free))
        if row == len(free):
            free.append(0.0)
        free[row] = x + need
        rows[label] = row
    return rows


def _injects(
    group: Group, setter: Typesetter, data: Timeline, axis: _Axis, top: float, planned: dict[str, int], given: dict[str, int]
) -> float:  # fmt: skip
    """Planned injects above, given ones below, joined where they differ; returns the lower edge."""
    words = data.words
    text(group, setter, 0, top - 10, words["injects"], size=7.5, bold=True)
    plan_base = top - 9
    give_base = plan_base - (max(planned.values(), default=0) + 1) * 9 - 6
    text(group, setter, axis.left - 6, plan_base - 3, words["planned"], size=6.5, ink=MUTED, anchor="end")
    text(group, setter, axis.left - 6, give_base - 3, words["actual"], size=6.5, ink=MUTED, anchor="end")
    for one in data.injects:
        places = []
        for at, rows, base in ((one.planned, planned, plan_base), (one.actual, given, give_base)):
            if at is None:
                continue
            x, y = axis.x(at), base - rows[one.label] * 9
            places.append((x, y))
            filled = base == give_base
            if one.contingency:
                group.add(diamond(x + 2.4, y, 2.8, ACCENT if filled else WHITE, ACCENT))
            else:
                group.add(disc(x + 2.4, y, 2.4, NAVY if filled else WHITE, NAVY))
            text(group, setter, x + 6.4, y - 2.4, one.label, size=6.5, ink=INK if filled else MUTED)
    edge = give_base - (max(given.values(), default=0) + 1) * 9 - 1
    group.add(Line(0, edge, axis.left + axis.width, edge, strokeColor=colour(INK), strokeWidth=0.5))
    return edge


def _lane(group: Group, setter: Typesetter, entry: Lane, axis: _Axis, y: float, height: float, number: int) -> None:
    """One team: responses on the upper line, decisions and sharing on the lower one."""
    group.add(Line(0, y, axis.left + axis.width, y, strokeColor=colour(RULE), strokeWidth=0.4))
    text(group, setter, 0, y + height / 2 - 2.6, entry.title, size=7.5, room=axis.left - 8)
    upper, lower = (y + height * 0.68, y + height * 0.28) if height >= 18 else (y + height / 2, y + height / 2)
    radius = 2.2 if height >= 18 else 1.8
    order = {"share": 0, "missed": 1, "partly": 2, "done": 3, "plan": 4, "decision": 5}
    for mark in sorted(entry.marks, key=lambda one: order[one.sort]):
        x = axis.x(mark.at)
        if mark.sort == "done":
            group.add(disc(x, upper, radius, NAVY, WHITE))
        elif mark.sort == "partly":
            group.add(disc(x, upper, radius, WHITE, _AMBER))
        elif mark.sort == "missed":
            cross(group, x, upper, radius * 0.9, WARN)
        elif mark.sort == "decision":
            group.add(diamond(x, lower, radius + 1, ACCENT, WHITE))
        elif mark.sort == "plan":
            group.add(diamond(x, lower, radius + 1, WHITE, ACCENT))
        else:
            group.add(triangle(x, lower, radius, WHITE, MUTED))


def _stops(group: Group, setter: Typesetter, data: Timeline, axis: _Axis, top: float, bottom: float) -> None:
    """Pauses and jumps as lines over all lanes with their labels at the foot."""
    for at, label in data.pauses:
        x = axis.x(at)
        group.add(
            Line(x, bottom, x, top, strokeColor=colour(MUTED), strokeWidth=1.1, strokeDashArray=[3, 2])
        )  # fmt: skip
        text(group, setter, x + 2, bottom - 8, f"‖ {label}", size=6.5, ink=MUTED)
    for at, label in data.jumps:
        x = axis.x(at)
        group.add(Line(x, bottom, x, top, strokeColor=colour(ACCENT), strokeWidth=1.1))
        text(group, setter, x + 2, bottom - 8, f"→ {label}", size=6.5, ink=ACCENT)


def _legend(group: Group, setter: Typesetter, data: Timeline, width: float) -> None:
    """What the marks mean, in one or two lines at the foot."""
    words = data.words
    entries: tuple[tuple[str, Callable[[float, float], Any]], ...] = (
        ("done", lambda x, y: group.add(disc(x, y, 2.2, NAVY, WHITE))),
        ("partly", lambda x, y: group.add(disc(x, y, 2.2, WHITE, _AMBER))),
        ("missed", lambda x, y: cross(group, x, y, 2.0, WARN)),
        ("decision", lambda x, y: group.add(diamond(x, y, 3.2, ACCENT, WHITE))),
        ("plan", lambda x, y: group.add(diamond(x, y, 3.2, WHITE, ACCENT))),
        ("share", lambda x, y: group.add(triangle(x, y, 2.2, WHITE, MUTED))),
        ("contingency", lambda x, y: group.add(diamond(x, y, 2.8, ACCENT, ACCENT))),
        ("pause", lambda x, y: text(group, setter, x - 2, y - 2.5, "‖", size=7, ink=MUTED)),
        ("jump", lambda x, y: text(group, setter, x - 3, y - 2.5, "→", size=7, ink=ACCENT)),
    )
    x, y = 3.0, 14.0
    for name, shape in entries:
        own = setter.width(words[name], Style(size=7, leading=8)) + 22
        if x + own > width:
            x, y = 3.0, y - 10
        shape(x + 2, y)
        text(group, setter, x + 8, y - 2.5, words[name], size=7)
        x += own
