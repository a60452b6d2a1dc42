"""Latencies as dots on an axis of minutes that is logarithmic, each row with the mark of its target."""

from math import log
from typing import Final

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.domain.times import MINUTE
from exercise_studio.language import N_, translate
from exercise_studio.reporting.figures.common import (
    KEY_LINE,
    TINT,
    Key,
    Point,
    add,
    box,
    crosses,
    diamonds,
    discs,
    draw_keys,
    key_lines,
    nothing,
    path,
    sheet,
    text,
    title,
    wide,
)
from exercise_studio.reporting.figures.data import DotRow, Dots
from exercise_studio.reporting.theme import ACCENT, INK, MUTED, RULE, WARN, WHITE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

DOTS_ROW = 11.0
_TICKS: Final = (1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440, 2880, 5760, 10080, 20160, 40320)
_MINUTES, _HOURS, _DAYS = N_("{minutes} min"), N_("{hours} h"), N_("{days} d")
_SMALL = Style(size=7, leading=8)
_DISC, _DIAMOND = 2.3, 2.9


class _Axis:
    """Minutes to points: each doubling is as long as any other. What took less than the first mark stands at it."""

    def __init__(self, rows: tuple[DotRow, ...], left: float, width: float) -> None:
        times = [one / MINUTE for row in rows for one in (*(at for at, _ in row.dots), *row.marks) if one > 0]
        least, most = max(min(times, default=1.0), 1.0), max(times, default=10.0)
        self.low = float(max((tick for tick in _TICKS if tick <= least), default=1))
        self.high = max(most, self.low * 4)
        # Room for the marks at both ends.
        self.left, self.width = left + 6, width - 12

    def x(self, milliseconds: float) -> float:
        """Where a time stands."""
        minutes = min(max(milliseconds / MINUTE, self.low), self.high)
        return self.left + self.width * log(minutes / self.low) / log(self.high / self.low)

    def ticks(self, room: float) -> list[int]:
        """Marks so far apart that their words, `room` points wide, stay clear of one another."""
        found: list[int] = []
        for tick in _TICKS:
            if self.low <= tick <= self.high and (
                not found or self.x(tick * MINUTE) - self.x(found[-1] * MINUTE) >= room
            ):
                found.append(tick)
        return found


def dots(data: Dots, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One row an item: filled discs in time, open diamonds late, a stroke at each target, and how many have no record."""
    rows = data.rows
    if not any(entry.dots or entry.never for entry in rows):
        return nothing(setter, width, theme)
    heads = {key: wide(setter, data.words[key], 6.5) for key in ("share", "never")}
    last = max(heads["never"] + 6, 30.0)
    right = last + max(heads["share"], *(wide(setter, one.note, 7) for one in rows)) + 8
    names = width * (0.42 if width >= 380 else 0.36)
    bar = width - names - right
    drawing, group = sheet(width, 0)
    keys = _keys(group, data)
    foot = key_lines(setter, keys, width) * KEY_LINE + 5
    row = min(19.0, max(DOTS_ROW, (room - 16 - foot) / len(rows)))
    height = drawing.height = row * len(rows) + 16 + foot
    top = height - 16
    bottom = top - row * len(rows)
    axis = _Axis(rows, names, bar)
    ticks = axis.ticks(max(wide(setter, translate(theme.lang, _MINUTES, minutes=480), 7), 20.0))
    _grounds(group, rows, axis, names, top, row)
    lines = [((0.0, top - row * number), (width, top - row * number)) for number in range(len(rows) + 1)]
    lines += [((axis.x(tick * MINUTE), bottom), (axis.x(tick * MINUTE), top + 2)) for tick in ticks]
    path(group, lines, edge=RULE, thick=0.3)
    for tick in ticks:
        x = axis.x(tick * MINUTE)
        text(group, setter, x, top + 4, _said(tick, theme), size=6.5, ink=MUTED, anchor="middle")
    text(group, setter, width - last, top + 4, data.words["share"], size=6.5, ink=MUTED, anchor="end")
    text(group, setter, width, top + 4, data.words["never"], size=6.5, ink=MUTED, anchor="end")
    early: list[Point] = []
    late: list[Point] = []
    for number, entry in enumerate(rows):
        middle = top - row * (number + 0.5)
        title(group, setter, middle, entry.title, size=7, room=names - 8, height=row)
        for place, on_time in _spread(entry, axis, middle, row):
            (early if on_time else late).append(place)
        text(group, setter, width - last, middle - 2.5, entry.note, size=7, anchor="end")
        if entry.never:
            text(group, setter, width, middle - 2.5, str(entry.never), size=7, bold=True, anchor="end", ink=WARN)
            own = wide(setter, str(entry.never), 7, True)
            crosses(group, [(width - own - 6, middle)], 2, WARN)
    targets = [
        ((axis.x(mark), top - row * number - 1.5), (axis.x(mark), top - row * (number + 1) + 1.5))
        for number, entry in enumerate(rows)
        for mark in set(entry.marks)
    ]
    path(group, targets, edge=INK, thick=1.4)
    discs(group, early, _DISC, ACCENT, WHITE, 0.5)
    diamonds(group, late, _DIAMOND, WHITE, WARN, 0.9)
    draw_keys(group, setter, keys, width, foot - 5)
    return drawing


def _grounds(group: Group, rows: tuple[DotRow, ...], axis: _Axis, left: float, top: float, row: float) -> None:
    """A light ground up to the target of each row: what stands on it was in time."""
    shapes = []
    for number, entry in enumerate(rows):
        if entry.marks:
            high, low, right = top - row * number, top - row * (number + 1), axis.x(min(entry.marks))
            shapes.append(((left, low), (right, low), (right, high), (left, high)))
    path(group, shapes, fill=TINT, closed=True)


def _spread(entry: DotRow, axis: _Axis, middle: float, row: float) -> list[tuple[Point, bool]]:
    """Where the dots of a row stand: those at the same time above and below one another as far as the row has room."""
    lift = min(3.6, row / 2 - 3.0)
    offsets = (0.0, lift, -lift) if lift > 1.5 else (0.0,)
    taken: dict[float, float] = {}
    found: list[tuple[Point, bool]] = []
    for latency, on_time in sorted(entry.dots):
        x = axis.x(latency)
        free = next((one for one in offsets if x - taken.get(one, -99.0) >= 4.2), None)
        offset = min(offsets, key=lambda one: taken.get(one, -99.0)) if free is None else free
        taken[offset] = x
        found.append(((x, middle + offset), on_time))
    return found


def _said(minutes: int, theme: Theme) -> str:
    """A mark of the axis."""
    if minutes >= 1440:
        return translate(theme.lang, _DAYS, days=minutes // 1440)
    if minutes >= 60:
        return translate(theme.lang, _HOURS, hours=minutes // 60)
    return translate(theme.lang, _MINUTES, minutes=minutes)


def _keys(group: Group, data: Dots) -> list[Key]:
    words = data.words
    keys: list[Key] = [
        (words["on_time"], lambda x, y: discs(group, [(x, y)], _DISC, ACCENT, WHITE, 0.5)),
        (words["late"], lambda x, y: diamonds(group, [(x, y)], _DIAMOND, WHITE, WARN, 0.9)),
        (words["target"], lambda x, y: path(group, [((x, y - 4), (x, y + 4))], edge=INK, thick=1.4)),
    ]
    if any(entry.never for entry in data.rows):
        keys.append((words["never"], lambda x, y: crosses(group, [(x, y)], 2, WARN)))
    keys.append((words["axis"], lambda x, y: add(group, box(x - 5.5, y - 4, 11, 8, fill=TINT))))
    return keys
