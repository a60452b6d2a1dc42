"""How much of each group was rated: pairs with a value, not observed, and without an entry, as parts of a bar."""

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.reporting.figures.common import (
    FILLS,
    KEY_LINE,
    Anchor,
    Key,
    add,
    blank_box,
    box,
    draw_keys,
    key_lines,
    line,
    names_room,
    nothing,
    path,
    sheet,
    text,
    title,
    unseen_box,
    wide,
)
from exercise_studio.reporting.figures.data import Coverage
from exercise_studio.reporting.theme import ACCENT, MUTED, RULE, Theme
from exercise_studio.reporting.typeset import Typesetter

COVERAGE_ROW = 13.0
_TICKS = (0, 25, 50, 75, 100)


def coverage(data: Coverage, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One bar a group on an axis of percent; coverage, completion and n stand at its end."""
    rows = data.rows
    if not any(entry.valued + entry.not_observed + entry.blank for entry in rows):
        return nothing(setter, width, theme)
    names = names_room(setter, (entry.title for entry in rows), 8, 40, width * 0.32)
    notes = max(wide(setter, entry.note, 7) for entry in rows)
    completed = any(entry.completion for entry in rows)
    column = max(34.0, wide(setter, data.words["share"], 7) + 8)
    other = max(34.0, wide(setter, data.words.get("completion", ""), 7) + 8) if completed else 0.0
    bar = width - names - notes - column - other - 8
    drawing, group = sheet(width, 0)
    keys = _keys(group, data)
    foot = key_lines(setter, keys, width) * KEY_LINE + 5
    row = min(20.0, max(COVERAGE_ROW, (room - 16 - foot) / len(rows)))
    height = drawing.height = row * len(rows) + 16 + foot
    top = height - 16
    bottom = top - row * len(rows)
    first, second = width - notes - 8 - other, width - notes - 8
    text(group, setter, first, top + 4, data.words["share"], size=7, ink=MUTED, anchor="end")
    if completed:
        text(group, setter, second, top + 4, data.words["completion"], size=7, ink=MUTED, anchor="end")
    for tick in _TICKS if bar >= 130 else _TICKS[::2] if bar >= 60 else ():
        x = names + bar * tick / 100
        anchor: Anchor = "end" if tick == 100 else "start" if tick == 0 else "middle"
        text(group, setter, x, top + 4, f"{tick}%", size=6, ink=MUTED, anchor=anchor)
    y = top
    rules = [((0.0, top - row * number), (width, top - row * number)) for number in range(1, len(rows) + 1)]
    for entry in rows:
        y -= row
        middle, thick = y + row / 2, min(row - 6, 9.0)
        title(group, setter, middle, entry.title, room=names - 7, height=row)
        total = entry.valued + entry.not_observed + entry.blank
        x, low = names, middle - thick / 2
        if not total:
            line(group, x, middle, x + bar, middle, dash=[1, 2])
        for count, sort in ((entry.valued, 0), (entry.not_observed, 1), (entry.blank, 2)):
            if count:
                own = bar * count / total
                _field(group, sort, x, low, own, thick)
                x += own
        text(group, setter, first, middle - 2.9, entry.text, size=8, bold=True, anchor="end")
        text(group, setter, second, middle - 2.9, entry.completion, size=8, anchor="end")
        text(group, setter, width, middle - 2.6, entry.note, size=7, ink=MUTED, anchor="end")
    path(group, rules, edge=RULE, thick=0.3)
    # Over the bars, so that an eye can read them off.
    path(group, [((x := names + bar * tick / 100, bottom), (x, top)) for tick in _TICKS], edge=RULE, thick=0.4)
    draw_keys(group, setter, keys, width, foot - 5)
    return drawing


def _field(group: Group, sort: int, x: float, y: float, width: float, height: float) -> None:
    """A part of a bar: filled, dotted or empty."""
    if sort == 0:
        add(group, box(x, y, width, height, fill=FILLS[3], edge=ACCENT, thick=0.6))
    elif sort == 1:
        unseen_box(group, x, y, width, height)
    else:
        blank_box(group, x, y, width, height)


def _keys(group: Group, data: Coverage) -> list[Key]:
    words = data.words
    keys: list[Key] = [(words["valued"], lambda x, y: _field(group, 0, x - 5.5, y - 4, 11, 8))]
    if any(entry.not_observed for entry in data.rows):
        keys.append((words["not_observed"], lambda x, y: _field(group, 1, x - 5.5, y - 4, 11, 8)))
    if any(entry.blank for entry in data.rows):
        keys.append((words["blank"], lambda x, y: _field(group, 2, x - 5.5, y - 4, 11, 8)))
    return keys
