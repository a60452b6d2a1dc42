"""Averages round a centre: this time drawn through, last time dashed, an axis without a value left open."""

from math import cos, pi, sin

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.reporting.figures.common import (
    KEY_LINE,
    TINT,
    Key,
    Point,
    cut,
    discs,
    draw_keys,
    line,
    nothing,
    path,
    sheet,
    text,
    wide,
)
from exercise_studio.reporting.figures.data import Radar, RadarAxis
from exercise_studio.reporting.theme import INK, MUTED, NAVY, RULE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_HEIGHT = 214.0
_DASH = [3.0, 2.0]


def radar(data: Radar, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One axis a group, 1 at the centre and 4 at the rim; this time's value and n and last time's value stand at its end."""
    if all(axis.value is None for axis in data.axes):
        return nothing(setter, width, theme)
    height = min(_HEIGHT * theme.scale, room)
    drawing, group = sheet(width, height)
    count = len(data.axes)
    before = any(axis.then is not None for axis in data.axes)
    middle, reach = width / 2, min(height / 2 - 36, width * 0.24)
    centre = height / 2 + 1

    def at(number: int, value: float) -> Point:
        angle = pi / 2 - 2 * pi * number / count
        far = reach * max(value - 1, 0) / 3
        return middle + far * cos(angle), centre + far * sin(angle)

    points = [at(n, axis.value) if axis.value is not None else None for n, axis in enumerate(data.axes)]
    earlier = [at(n, axis.then) if axis.then is not None else None for n, axis in enumerate(data.axes)]
    sides = _sides(points)
    # The ground stands only between two values: beside an axis that nobody observed it is open.
    path(group, [(a, b, (middle, centre)) for a, b in sides], fill=TINT, closed=True)
    path(group, [[at(n, level) for n in range(count)] for level in (2, 3)], edge=RULE, thick=0.4, closed=True)
    path(group, [[at(n, 4) for n in range(count)]], edge=MUTED, thick=0.5, closed=True)
    path(group, [((middle, centre), at(n, 4)) for n in range(count)], edge=RULE, thick=0.4)
    for level in (2, 3, 4):
        x, y = at(0, level)
        text(group, setter, x + 2, y - 6, str(level), size=6, ink=MUTED)
    for number, axis in enumerate(data.axes):
        _end(group, setter, axis, at(number, 4.3), middle, centre, width)
    path(group, _sides(earlier), edge=INK, thick=0.9, dash=_DASH)
    discs(group, [one for one in earlier if one is not None], 1.6, "#FFFFFF", INK)
    path(group, sides, edge=NAVY, thick=1.6)
    discs(group, [one for one in points if one is not None], 2.6, NAVY, NAVY)
    _keys(group, setter, data, before, min(width, middle - reach * 0.5), height)
    return drawing


def _end(
    group: Group, setter: Typesetter, axis: RadarAxis, place: Point, middle: float, centre: float, width: float
) -> None:
    """What stands at the end of an axis: its name, value and n, and the value of last time behind a dashed stroke."""
    x, y = place
    beside = abs(x - middle) >= 8
    anchor = "middle" if not beside else "start" if x > middle else "end"
    room = (width - x if x > middle else x) if beside else width * 0.6
    name = cut(setter, axis.title, Style(size=8, leading=9.5, align="left"), max(room, 24), 2)
    own = f"{axis.text}  {axis.note}"
    lines = len(name) + 1 + (axis.then is not None)
    up = y > centre + 8
    top = y + 9.5 * (lines - 1) + 1 if up and not beside else y + 3 if not beside else y + 9.5 * (lines - 1) / 2 - 1
    if not up and not beside:
        top = y - 7
    # Names of two lines must not leave the figure where the axis itself is near its edge.
    top = min(max(top, 9.5 * (lines - 1) + 1.5), 2 * centre - 10)
    for one in name:
        text(group, setter, x, top, one, size=8, anchor=anchor, room=room)  # type: ignore[arg-type]
        top -= 9.5
    text(group, setter, x, top, own, size=7.5, bold=True, anchor=anchor, room=room)  # type: ignore[arg-type]
    if axis.then is not None:
        top -= 9.0
        said = f"{axis.then:.1f}"
        own_width = 15 + wide(setter, said, 7)
        left = x - (own_width if anchor == "end" else own_width / 2 if anchor == "middle" else 0)
        line(group, left, top + 2.5, left + 12, top + 2.5, INK, 0.9, _DASH)
        text(group, setter, left + 15, top, said, size=7, ink=MUTED)


def _keys(group: Group, setter: Typesetter, data: Radar, before: bool, width: float, height: float) -> None:
    """The legend at the lower left, a line each."""
    keys: list[Key] = [(data.words["now"], lambda x, y: line(group, x - 5.5, y, x + 5.5, y, NAVY, 1.6))]
    if before:
        keys.append((data.words["then"], lambda x, y: line(group, x - 5.5, y, x + 5.5, y, INK, 0.9, _DASH)))
    for number, key in enumerate(reversed(keys)):
        draw_keys(group, setter, [key], width, KEY_LINE * (number + 1) + 2)


def _sides(points: list[Point | None]) -> list[tuple[Point, Point]]:
    """The sides between neighbours that both have a value."""
    found = []
    for number, one in enumerate(points):
        other = points[(number + 1) % len(points)]
        if one is not None and other is not None and len(points) > 1:
            found.append((one, other))
    return found
