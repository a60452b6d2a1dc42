"""Latencies as dots along multiples of the target: left of the line in time, right of it late."""

from reportlab.graphics.shapes import Drawing, Group, Line

from exercise_studio.reporting.figures.common import box, colour, cross, diamond, disc, sheet, text
from exercise_studio.reporting.figures.data import Dots
from exercise_studio.reporting.theme import ACCENT, INK, MUTED, RULE, SURFACE, WARN, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_MOST = 3.0
"""Multiples shown; what is later stands at the edge with an arrow."""
_SMALL = Style(size=7, leading=8)


def dots(data: Dots, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One row an item: filled discs in time, empty diamonds late, and a count of those without completion."""
    row = min(16.0, max(10.0, (room - 50) / max(len(data.rows), 1)))
    names, right = width * 0.40, 78.0
    bar = width - names - right
    height = row * len(data.rows) + 34
    drawing, group = sheet(width, height)
    top = height - 14
    bottom = top - row * len(data.rows)
    group.add(box(names, bottom, bar / _MOST, top - bottom, fill=SURFACE, edge=None))
    for tick in (0, 0.5, 1, 1.5, 2, 2.5, 3):
        x = names + bar * tick / _MOST
        main = tick == 1
        group.add(
            Line(x, bottom, x, top, strokeColor=colour(INK if main else RULE), strokeWidth=0.9 if main else 0.3)
        )  # fmt: skip
        label = f"{tick:g}×" if not main else data.words["target"]
        text(group, setter, x, top + 4, label, size=6.5, ink=INK if main else MUTED, anchor="middle", bold=main)
    text(group, setter, width - 38, top + 4, data.words["share"], size=6.5, ink=MUTED, anchor="end")
    text(group, setter, width, top + 4, data.words["never"], size=6.5, ink=MUTED, anchor="end")
    y = top
    for entry in data.rows:
        y -= row
        middle = y + row / 2
        text(group, setter, 0, middle - 2.5, entry.title, size=7, room=names - 8)
        group.add(Line(0, y, width, y, strokeColor=colour(RULE), strokeWidth=0.25))
        for latency, on_time in entry.dots:
            share = latency / entry.target if entry.target else _MOST
            x = names + bar * min(max(share, 0.0), _MOST) / _MOST
            group.add(
                disc(x, middle, 2.4, ACCENT, ACCENT) if on_time else diamond(x, middle, 3.2, "#FFFFFF", WARN)
            )  # fmt: skip
            if share > _MOST:
                text(group, setter, x + 5, middle - 2.5, "→", size=7, ink=WARN)
        text(group, setter, width - 38, middle - 2.5, entry.note, size=7, anchor="end")
        if entry.never:
            cross(group, width - 12, middle, 2, WARN)
            text(group, setter, width, middle - 2.5, str(entry.never), size=7, bold=True, anchor="end", ink=WARN)
    _legend(group, setter, data)
    return drawing


def _legend(group: Group, setter: Typesetter, data: Dots) -> None:
    x = 4.0
    group.add(disc(x, 6, 2.4, ACCENT, ACCENT))
    text(group, setter, x + 6, 3.5, data.words["on_time"], size=7)
    x += 18 + setter.width(data.words["on_time"], _SMALL)
    group.add(diamond(x, 6, 3.2, "#FFFFFF", WARN))
    text(group, setter, x + 6, 3.5, data.words["late"], size=7)
    x += 18 + setter.width(data.words["late"], _SMALL)
    cross(group, x, 6, 2, WARN)
    text(group, setter, x + 6, 3.5, data.words["never"], size=7)
    x += 22 + setter.width(data.words["never"], _SMALL)
    text(group, setter, x, 3.5, data.words["axis"], size=7, ink=MUTED)
