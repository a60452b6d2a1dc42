"""Slopes from earlier exercises to this one, one line a group, with value, n and difference written beside it."""

from reportlab.graphics.shapes import Drawing, Line

from exercise_studio.reporting.figures.common import colour, disc, sheet, text
from exercise_studio.reporting.figures.data import Trend
from exercise_studio.reporting.theme import INK, MUTED, NAVY, RULE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_NAME = Style(size=8, leading=10)
_ROW = 30.0


def trend(data: Trend, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """A row a group, so that lines of equal values never lie upon one another; 1 is its foot and 4 its head."""
    row = min(_ROW * theme.scale, max(20.0, (room - 20) / max(len(data.lines), 1)))
    names = min(max((setter.width(one.title, _NAME) for one in data.lines), default=60.0) + 34, width * 0.36)
    right = 84.0
    span = width - names - right - 60
    height = row * len(data.lines) + 16
    drawing, group = sheet(width, height)
    steps = max(len(data.columns) - 1, 1)
    places = [names + 40 + span * number / steps for number in range(len(data.columns))]
    for place, title in zip(places, data.columns, strict=True):
        text(group, setter, place, height - 9, title, size=7, ink=MUTED, anchor="middle", room=span / steps + 36)
    y = height - 16
    for one in data.lines:
        y -= row
        group.add(Line(0, y, width, y, strokeColor=colour(RULE), strokeWidth=0.3))
        text(group, setter, 0, y + row / 2 - 3, one.title, size=8, bold=one.bold, room=names - 34)
        text(group, setter, names - 6, y + row / 2 - 3, one.note, size=7, ink=MUTED, anchor="end")
        last: tuple[float, float] | None = None
        for number, (place, point) in enumerate(zip(places, one.points, strict=True)):
            if point.value is None:
                last = None
                continue
            here = (place, y + 5 + (row - 10) * (point.value - 1) / 3)
            if last is not None:
                group.add(Line(*last, *here, strokeColor=colour(NAVY), strokeWidth=1.8 if one.bold else 1.1))
            group.add(disc(*here, 2.4, NAVY, NAVY))
            final, first = number == len(one.points) - 1, number == 0
            # Inside, the line runs on both sides of the point: the words stand above it, or below where it is high up.
            lift = -3.0 if final or first else 4.5 if point.value < 3.2 else -10.5
            text(
                group, setter, place + (6 if final else -6 if first else 0), here[1] + lift, point.text, size=8, ink=INK,
                bold=final, anchor="start" if final else "end" if first else "middle",
            )  # fmt: skip
            last = here
        text(group, setter, width, y + row / 2 - 3, one.change, size=8, bold=one.bold, anchor="end")
    return drawing
