"""Ratings drawn: averages in a grid of fields, and stacked bars of how many units are at each level."""

from reportlab.graphics.shapes import Drawing, Line

from exercise_studio.evaluation.scores import level_of
from exercise_studio.reporting.figures.common import (
    FILLS,
    INKS,
    box,
    colour,
    label_on,
    level_box,
    scale_legend,
    sheet,
    text,
    unseen_box,
)
from exercise_studio.reporting.figures.data import Heat, Stacks
from exercise_studio.reporting.labels import GLYPHS, NOT_OBSERVED_GLYPH
from exercise_studio.reporting.theme import MUTED, RULE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_LEGEND = 16.0


def heat(data: Heat, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """A grid of averages: glyph and value in the field, n below it."""
    scale = theme.scale
    row = 27.0 * scale
    names = min(max((setter.width(r.title, _NAME) for r in data.rows), default=40.0) + 10, width * 0.27)
    own = (width - names) / max(len(data.columns), 1)
    size = _title_size(data.columns, setter, own - 4)
    titles = [setter.set(title, Style(size=size, leading=9.5, align="centre"), own - 4) for title in data.columns]
    head = max((block.count for block in titles), default=1) * 9.5 + 4
    height = head + row * len(data.rows) + _LEGEND
    drawing, group = sheet(width, height)
    for number, block in enumerate(titles):
        y = height - 8
        for line in lines_of(block):
            text(group, setter, names + own * (number + 0.5), y, line, size=size, ink=MUTED, anchor="middle")
            y -= 9.5
    y = height - head
    for entry in data.rows:
        y -= row
        text(group, setter, 0, y + row / 2 - 3, entry.title, size=8, room=names - 6)
        for number, cell in enumerate(entry.cells):
            x = names + own * number + 2
            field = row - 3
            if cell.value is None:
                if cell.note:
                    unseen_box(group, x, y + 1.5, own - 4, field)
                    words = f"{NOT_OBSERVED_GLYPH}  {cell.note}"
                    text(group, setter, x + own / 2 - 2, y + row / 2 - 3, words, size=7, ink=MUTED, anchor="middle")
                continue
            level = level_of(cell.value)
            level_box(group, level, x, y + 1.5, own - 4, field)
            label_on(group, setter, level, x + own / 2 - 2, y + row / 2 + 0.5, f"{cell.glyph} {cell.text}", 8.5)
            note = Style(size=6.5, leading=6.5)
            if level == 2:
                wide = setter.width(cell.note, note) + 3
                group.add(
                    box(x + own / 2 - 2 - wide / 2, y + row / 2 - 9.5, wide, 8, fill=FILLS[2], edge=None)
                )  # fmt: skip
            text(group, setter, x + own / 2 - 2, y + row / 2 - 8, cell.note, size=6.5, ink=INKS[level], anchor="middle")
    scale_legend(group, setter, data.legend, 0, 3, counts=False)
    return drawing


_NAME = Style(size=8, leading=10)


def _title_size(titles: tuple[str, ...], setter: Typesetter, room: float) -> float:
    """A size at which no short word of the titles is broken, down to 5.5 points."""
    words = [
        word for title in titles for word in title.split() if len(word) <= 14 and (word.isascii() or len(word) <= 9)
    ]
    widest = max((setter.width(word, Style(size=7.5, leading=8)) for word in words), default=1.0)
    return max(5.5, min(7.5, 7.5 * (room - 0.5) / widest))


def lines_of(block: object) -> list[str]:
    """The lines of a set text as strings."""
    from exercise_studio.reporting.typeset import Block

    assert isinstance(block, Block)
    return [stretch.text[line.start : line.end] for stretch in block.stretches for line in stretch.lines]


def stacks(data: Stacks, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One bar a group, as long as its share of units; count and glyph stand in each field that has room for them."""
    row = min(21.0, max(12.0, (room - 40) / max(len(data.rows), 1)))
    names = min(max((setter.width(r.title, _NAME) for r in data.rows), default=60.0) + 10, width * 0.32)
    right = 62.0
    bar = width - names - right
    height = row * len(data.rows) + 14 + _LEGEND
    drawing, group = sheet(width, height)
    text(group, setter, width, height - 8, f"{data.average_title} (n)", size=7, ink=MUTED, anchor="end")
    y = height - 14
    for entry in data.rows:
        y -= row
        text(group, setter, 0, y + row / 2 - 3, entry.title, size=8, room=names - 6)
        total = sum(entry.counts) + entry.not_observed + entry.blank
        x = names
        thick = row - 5
        for level, count in zip((4, 3, 2, 1), entry.counts, strict=True):
            own = bar * count / total if total else 0.0
            if count:
                level_box(group, level, x, y + 2.5, own, thick)
                words = f"{GLYPHS[level]}{count}"
                if setter.width(words, Style(size=7.5, leading=8, bold=True)) + 4 <= own:
                    label_on(group, setter, level, x + own / 2, y + row / 2 - 3, words)
                elif own >= 7:
                    label_on(group, setter, level, x + own / 2, y + row / 2 - 3, str(count), 6)
            x += own
        for count, seen in ((entry.not_observed, True), (entry.blank, False)):
            own = bar * count / total if total else 0.0
            if not count:
                continue
            if seen:
                unseen_box(group, x, y + 2.5, own, thick)
            else:
                group.add(
                    box(x, y + 2.5, own, thick, fill=None, edge=RULE, thick=0.5)
                )  # fmt: skip
            words = f"{NOT_OBSERVED_GLYPH}{count}" if seen else str(count)
            if setter.width(words, Style(size=7, leading=8)) + 3 <= own:
                text(group, setter, x + own / 2, y + row / 2 - 3, words, size=7, ink=MUTED, anchor="middle")
            x += own
        text(group, setter, width - 34, y + row / 2 - 3, entry.average, size=8.5, bold=True, anchor="end")
        text(group, setter, width, y + row / 2 - 3, entry.note, size=7, ink=MUTED, anchor="end")
        group.add(Line(0, y, width, y, strokeColor=colour(RULE), strokeWidth=0.3))
    scale_legend(group, setter, data.legend, 0, 3)
    return drawing
