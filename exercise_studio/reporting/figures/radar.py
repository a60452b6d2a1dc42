"""Averages round a centre: this time drawn through, last time dashed, an axis without a value left open."""

from math import cos, pi, sin

from reportlab.graphics.shapes import Drawing, Group, Line, Polygon

from exercise_studio.reporting.figures.common import colour, disc, sheet, text
from exercise_studio.reporting.figures.data import Radar
from exercise_studio.reporting.theme import INK, MUTED, NAVY, RULE, Theme
from exercise_studio.reporting.typeset import Typesetter

_HEIGHT = 190.0


def radar(data: Radar, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One axis a group, 1 at the centre and 4 at the rim; value and n stand at its end."""
    height = min(_HEIGHT * theme.scale, room)
    drawing, group = sheet(width, height)
    count = max(len(data.axes), 1)
    middle, centre, reach = width / 2, height / 2 + 3, height / 2 - 34

    def at(number: int, value: float) -> tuple[float, float]:
        angle = pi / 2 - 2 * pi * number / count
        far = reach * max(value - 1, 0) / 3
        return middle + far * cos(angle), centre + far * sin(angle)

    for level in (2, 3, 4):
        ring = [part for number in range(count) for part in at(number, level)]
        group.add(Polygon(ring, fillColor=None, strokeColor=colour(RULE), strokeWidth=0.4))
        x, y = at(0, level)
        text(group, setter, x + 2, y - 6, str(level), size=6, ink=MUTED)
    for number, axis in enumerate(data.axes):
        x, y = at(number, 4)
        group.add(Line(middle, centre, x, y, strokeColor=colour(RULE), strokeWidth=0.4))
        x, y = at(number, 4.35)
        anchor = "middle" if abs(x - middle) < 8 else "start" if x > middle else "end"
        lift = 10 if y > centre + 8 and anchor == "middle" else 0
        text(group, setter, x, y + lift, axis.title, size=8, anchor=anchor)  # type: ignore[arg-type]
        text(group, setter, x, y + lift - 9.5, f"{axis.text}  {axis.note}", size=7.5, bold=True, anchor=anchor)  # type: ignore[arg-type]
    _outline(group, [(at(n, a.then) if a.then is not None else None) for n, a in enumerate(data.axes)], dashed=True)
    points = [(at(n, a.value) if a.value is not None else None) for n, a in enumerate(data.axes)]
    _outline(group, points, dashed=False)
    for point in points:
        if point is not None:
            group.add(disc(*point, 2.4, NAVY, NAVY))
    group.add(Line(4, 8, 24, 8, strokeColor=colour(NAVY), strokeWidth=1.4))
    text(group, setter, 29, 5.5, data.words["now"], size=7)
    if any(axis.then is not None for axis in data.axes):
        group.add(Line(4, 19, 24, 19, strokeColor=colour(INK), strokeWidth=0.8, strokeDashArray=[3, 2]))
        text(group, setter, 29, 16.5, data.words["then"], size=7)
    return drawing


def _outline(group: Group, points: list[tuple[float, float] | None], *, dashed: bool) -> None:
    """Sides between neighbours that both have a value."""
    for number, one in enumerate(points):
        other = points[(number + 1) % len(points)]
        if one is not None and other is not None and len(points) > 1:
            side = Line(*one, *other, strokeColor=colour(INK if dashed else NAVY), strokeWidth=0.8 if dashed else 1.4)
            if dashed:
                side.strokeDashArray = [3, 2]
            group.add(side)
