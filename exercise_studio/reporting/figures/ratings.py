"""Ratings drawn: averages in a grid of fields, and stacked bars of how many units are at each level."""

from collections.abc import Sequence

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.evaluation.scores import level_of
from exercise_studio.reporting.figures.common import (
    FILLS,
    INKS,
    KEY_LINE,
    add,
    blank_box,
    box,
    draw_keys,
    key_lines,
    label_on,
    level_box,
    line,
    lines_of,
    names_room,
    nothing,
    path,
    scale_keys,
    sheet,
    text,
    title,
    unseen_box,
    wide,
)
from exercise_studio.reporting.figures.data import Heat, HeatCell, StackRow, Stacks
from exercise_studio.reporting.labels import GLYPHS, NOT_OBSERVED_GLYPH
from exercise_studio.reporting.theme import MUTED, RULE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

HEAT_ROW = 20.0
"""The least height of a row of averages: glyph and value above, n below."""
STACK_ROW = 13.0
_NARROW = 9.0
"""The least width of a field that stands for anything: its glyph must be readable, however small the share is."""


def heat(data: Heat, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """A grid of averages: glyph and value in the field, n below it; a field nobody observed is dotted, one that does not
    apply is left out."""
    if not any(cell.value is not None for entry in data.rows for cell in entry.cells):
        return nothing(setter, width, theme)
    names = names_room(setter, (entry.title for entry in data.rows), 8, 24, width * 0.30)
    own = (width - names) / len(data.columns)
    size = _title_size(data.columns, setter, own - 4)
    lead = size + 2
    heads = [lines_of(setter.set(one, Style(size=size, leading=lead), own - 4)) for one in data.columns]
    head = max(len(lines) for lines in heads) * lead + 4
    unseen = any(cell.value is None and cell.note for entry in data.rows for cell in entry.cells)
    drawing, group = sheet(width, 0)
    keys = scale_keys(group, data.legend, unseen=unseen, blank=False)
    foot = key_lines(setter, keys, width) * KEY_LINE + 5
    row = min(27.0 * theme.scale, max(HEAT_ROW, (room - head - foot) / len(data.rows)))
    height = drawing.height = head + row * len(data.rows) + foot
    for number, lines in enumerate(heads):
        # What is short stands at the grid, not at the top.
        y = height - head + 6 + lead * (len(lines) - 1)
        for one in lines:
            text(group, setter, names + own * (number + 0.5), y, one, size=size, ink=MUTED, anchor="middle")
            y -= lead
    y = height - head
    for entry in data.rows:
        y -= row
        title(group, setter, y + row / 2, entry.title, room=names - 7, height=row - 2)
        for number, cell in enumerate(entry.cells):
            _cell(group, setter, cell, names + own * number + 1.5, y + 1.5, own - 3, row - 3)
    draw_keys(group, setter, keys, width, foot - 5)
    return drawing


def _cell(group: Group, setter: Typesetter, cell: HeatCell, x: float, y: float, width: float, height: float) -> None:
    middle = x + width / 2
    small = 6.5 if height >= 20 else 6.0
    if cell.value is None:
        if cell.note:
            unseen_box(group, x, y, width, height)
            words = f"{NOT_OBSERVED_GLYPH} {cell.note}"
            size = _fitting(setter, words, 7.0, width - 4)
            text(group, setter, middle, y + height / 2 - 2.5, words, size=size, ink=MUTED, anchor="middle")
        return
    level = level_of(cell.value)
    level_box(group, level, x, y, width, height)
    words = f"{cell.glyph} {cell.text}"
    size = _fitting(setter, words, 8.5, width - 5, bold=True)
    # Two lines of which the upper one is the larger, with even space above and below.
    above, below = y + height * 0.5 + 0.6, y + height * 0.5 - small - 0.4
    if not cell.note:
        above = y + height / 2 - size * 0.36
    label_on(group, setter, level, middle, above, words, size)
    if cell.note:
        small = min(_fitting(setter, cell.note, small, width - 3), max(size - 0.5, 5.0))
        if level == 2:
            own = min(wide(setter, cell.note, small) + 3, width)
            add(group, box(middle - own / 2, below - 1.4, own, small + 1, fill=FILLS[2]))
        text(group, setter, middle, below, cell.note, size=small, ink=INKS[level], anchor="middle")


def _fitting(setter: Typesetter, words: str, size: float, room: float, *, bold: bool = False) -> float:
    """The size at which words fit, not below 5 points."""
    own = wide(setter, words, size, bold)
    return size if own <= room else max(5.0, size * room / own)


def _title_size(columns: tuple[str, ...], setter: Typesetter, room: float) -> float:
    """7.5 points, less where a short word would have to break: nobody reads 「シス／テム」 easily."""
    words = [
        word for title in columns for word in title.split() if len(word) <= 14 and (word.isascii() or len(word) <= 9)
    ]
    widest = max((wide(setter, word, 7.5) for word in words), default=1.0)
    return max(5.5, min(7.5, 7.5 * (room - 0.5) / widest))


def stacks(data: Stacks, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One bar a group, each level as long as its share of units, with its glyph and count; what occurs at all is as wide as
    its glyph."""
    if not any(_total(entry) for entry in data.rows):
        return nothing(setter, width, theme)
    names = names_room(setter, (entry.title for entry in data.rows), 8, 40, width * 0.32)
    notes = max(wide(setter, entry.note, 7) for entry in data.rows)
    right = max(62.0, notes + 34)
    bar = width - names - right
    drawing, group = sheet(width, 0)
    keys = scale_keys(
        group, data.legend, unseen=any(e.not_observed for e in data.rows), blank=any(e.blank for e in data.rows)
    )
    foot = key_lines(setter, keys, width) * KEY_LINE + 5
    row = min(21.0, max(STACK_ROW, (room - 14 - foot) / len(data.rows)))
    height = drawing.height = row * len(data.rows) + 14 + foot
    text(group, setter, width, height - 8, f"{data.average_title} (n)", size=7, ink=MUTED, anchor="end")
    y = height - 14
    rules = []
    for entry in data.rows:
        y -= row
        middle = y + row / 2
        title(group, setter, middle, entry.title, room=names - 7, height=row)
        _bar(group, setter, entry, names, y + 2.5, bar, row - 5)
        text(group, setter, width - notes - 8, middle - 3, entry.average, size=8.5, bold=True, anchor="end")
        text(group, setter, width, middle - 2.6, entry.note, size=7, ink=MUTED, anchor="end")
        rules.append(((0.0, y), (width, y)))
    path(group, rules, edge=RULE, thick=0.3)
    draw_keys(group, setter, keys, width, foot - 5)
    return drawing


def _total(entry: StackRow) -> int:
    return sum(entry.counts) + entry.not_observed + entry.blank


def _bar(group: Group, setter: Typesetter, entry: StackRow, x: float, y: float, width: float, height: float) -> None:
    """The fields of one group."""
    counts = (*entry.counts, entry.not_observed, entry.blank)
    if not sum(counts):
        line(group, x, y + height / 2, x + width, y + height / 2, dash=[1, 2])
        return
    for level, count, own in zip((4, 3, 2, 1, 0, -1), counts, shares(counts, width), strict=True):
        if not count:
            continue
        middle, glyph = x + own / 2, GLYPHS.get(level, NOT_OBSERVED_GLYPH if level == 0 else "")
        words = f"{glyph}{count}"
        fits = wide(setter, words, 7.5, True) + 4 <= own
        base = y + height / 2 - 2.7
        if level > 0:
            level_box(group, level, x, y, own, height)
            if fits:
                label_on(group, setter, level, middle, base, words)
            elif height >= 15 and wide(setter, str(count), 6, True) + 2.5 <= own:
                label_on(group, setter, level, middle, y + height / 2 + 0.6, glyph, 6)
                label_on(group, setter, level, middle, y + height / 2 - 5.8, str(count), 6)
            else:
                label_on(group, setter, level, middle, base, glyph, 6.5)
        else:
            (unseen_box if level == 0 else blank_box)(group, x, y, own, height)
            words = words if fits else glyph
            text(group, setter, middle, base, words, size=7, ink=MUTED, anchor="middle")
        x += own


def shares(counts: Sequence[int], width: float, least: float = _NARROW) -> list[float]:
    """The parts of a bar: by count, but what occurs is at least `least` wide, at the cost of the others."""
    total = sum(counts)
    parts = [width * count / total if total else 0.0 for count in counts]
    if least * sum(1 for count in counts if count) > width:
        return parts
    for _turn in counts:
        small = [n for n, count in enumerate(counts) if count and parts[n] <= least]
        large = [n for n, count in enumerate(counts) if count and parts[n] > least]
        rest, whole = width - least * len(small), sum(counts[n] for n in large)
        for n in small:
            parts[n] = least
        for n in large:
            parts[n] = rest * counts[n] / whole
        if all(parts[n] >= least for n in large):
            break
    return parts
