"""Slopes from earlier exercises to this one, one line a group, with value, n and difference written beside it."""

from itertools import pairwise

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.reporting.figures.common import (
    Point,
    discs,
    line,
    lines_of,
    names_room,
    nothing,
    path,
    sheet,
    text,
    title,
    triangles,
    wide,
)
from exercise_studio.reporting.figures.data import Trend, TrendLine
from exercise_studio.reporting.theme import INK, MUTED, NAVY, RULE, SURFACE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_HEAD = Style(size=7, leading=8.5, align="centre")
TREND_ROW = 24.0
_ROW = 34.0
_VALUE = 30.0
"""Room beside the first and the last point for their values."""


def trend(data: Trend, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """A row a group, so that lines of equal values never lie upon one another; 1 is its foot and 4 its head."""
    lines = data.lines
    if not any(point.value is not None for one in lines for point in one.points):
        return nothing(setter, width, theme)
    notes = max(wide(setter, one.note, 7) for one in lines)
    names = names_room(setter, (one.title for one in lines), 8.3, 40, width * 0.34 - notes)
    changes = max(wide(setter, one.change, 8, True) for one in lines) + 16
    left, right = names + notes + 8 + _VALUE, width - changes - _VALUE - 6
    span = max(right - left, 10.0)
    steps = max(len(data.columns) - 1, 1)
    places = [left + span * number / steps for number in range(len(data.columns))]
    # A date that is wider than its share of the axis stands in two lines.
    heads = [lines_of(setter.set(words, _HEAD, max(span / steps - 4, 24)))[:2] for words in data.columns]
    head = 7.0 + 8.5 * max(len(one) for one in heads)
    row = min(_ROW * theme.scale, max(TREND_ROW, (room - head) / len(lines)))
    height = row * len(lines) + head
    drawing, group = sheet(width, height)
    for place, broken in zip(places, heads, strict=True):
        for number, words in enumerate(reversed(broken)):
            text(group, setter, place, height - head + 5 + 8.5 * number, words, size=7, ink=MUTED, anchor="middle")
    y = height - head
    rules = [((0.0, y - row * number), (width, y - row * number)) for number in range(len(lines) + 1)]
    for one in lines:
        y -= row
        if one.bold:
            path(group, [((0, y), (width, y), (width, y + row), (0, y + row))], fill=SURFACE, closed=True)
        middle = y + row / 2
        title(group, setter, middle, one.title, bold=one.bold, room=names - 7, height=row - 2)
        text(group, setter, names + notes, middle - 2.6, one.note, size=7, ink=MUTED, anchor="end")
        _slope(group, setter, one, places, y + 6, row - 12)
        _change(group, setter, one, width, middle)
    path(group, rules, edge=RULE, thick=0.3)
    return drawing


def _slope(group: Group, setter: Typesetter, one: TrendLine, places: list[float], low: float, high: float) -> None:
    """The line of a group with the values at its points; it is broken where an exercise has none."""
    # The least and the greatest value that there can be, so that the height of a point tells something.
    path(group, [((places[0], low + part), (places[-1], low + part)) for part in (0, high)], edge=RULE, thick=0.3,
         dash=[0.6, 1.8])  # fmt: skip
    points: list[Point | None] = [
        None if point.value is None else (place, low + high * (point.value - 1) / 3)
        for place, point in zip(places, one.points, strict=True)
    ]
    strokes = [(a, b) for a, b in pairwise(points) if a is not None and b is not None]
    path(group, strokes, edge=NAVY, thick=1.8 if one.bold else 1.1)
    last = len(points) - 1
    discs(group, [point for point in points[:last] if point is not None], 2.2, "#FFFFFF", NAVY, 1.1)
    discs(group, [point for point in points[last:] if point is not None], 2.6, NAVY, NAVY)
    for number, (here, point) in enumerate(zip(points, one.points, strict=True)):
        if here is None or point.value is None:
            continue
        final, first = number == last, number == 0
        if final or first:
            x, y = here[0] + (6 if final else -6), here[1] - 2.9
        else:
            # Inside, the line runs on both sides of the point: the words stand above it, or below where it is high up.
            x, y = here[0], here[1] + (4.5 if point.value < 2.9 else -10.5)
        text(
            group, setter, x, y, point.text, size=8, ink=INK, bold=final,
            anchor="start" if final else "end" if first else "middle",
        )  # fmt: skip


def _change(group: Group, setter: Typesetter, one: TrendLine, right: float, middle: float) -> None:
    """The difference, with a triangle for the way it went: up is filled, down is open."""
    text(group, setter, right, middle - 2.9, one.change, size=8, bold=one.bold, anchor="end")
    x = right - wide(setter, one.change, 8, one.bold) - 7
    if one.change.startswith("+"):
        triangles(group, [(x, middle)], 2.8, NAVY, NAVY)
    elif one.change.startswith("−"):
        triangles(group, [(x, middle)], 2.8, "#FFFFFF", NAVY, down=True)
    elif one.change.startswith("±"):
        line(group, x - 2.8, middle, x + 2.8, middle, NAVY, 1.1)
