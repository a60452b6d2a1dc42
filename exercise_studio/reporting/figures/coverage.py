"""How much of each group was rated: pairs with a value, not observed, and without an entry, as parts of a bar."""

from reportlab.graphics.shapes import Drawing, Line

from exercise_studio.reporting.figures.common import box, colour, sheet, text, unseen_box
from exercise_studio.reporting.figures.data import Coverage
from exercise_studio.reporting.theme import MUTED, NAVY, RULE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_NAME = Style(size=8, leading=10)
_SMALL = Style(size=7, leading=8)


def coverage(data: Coverage, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """One bar a group; the share with a value and its n stand at the end."""
    row = min(17.0, max(10.0, (room - 36) / max(len(data.rows), 1)))
    names = min(max((setter.width(r.title, _NAME) for r in data.rows), default=60.0) + 10, width * 0.32)
    right = 92.0
    bar = width - names - right
    height = row * len(data.rows) + 30
    drawing, group = sheet(width, height)
    text(group, setter, width, height - 8, data.words["share"], size=7, ink=MUTED, anchor="end")
    y = height - 14
    for entry in data.rows:
        y -= row
        text(group, setter, 0, y + row / 2 - 3, entry.title, size=8, room=names - 6)
        total = entry.valued + entry.not_observed + entry.blank
        x, thick = names, row - 6
        for count, sort in ((entry.valued, "valued"), (entry.not_observed, "seen"), (entry.blank, "blank")):
            own = bar * count / total if total else 0.0
            if count and sort == "valued":
                group.add(box(x, y + 3, own, thick, fill=NAVY, edge=NAVY))
            elif count and sort == "seen":
                unseen_box(group, x, y + 3, own, thick)
            elif count:
                group.add(box(x, y + 3, own, thick, fill=None, edge=RULE))
            x += own
        text(group, setter, width - 40, y + row / 2 - 3, entry.text, size=8, bold=True, anchor="end")
        text(group, setter, width, y + row / 2 - 3, entry.note, size=7, ink=MUTED, anchor="end")
        group.add(Line(0, y, width, y, strokeColor=colour(RULE), strokeWidth=0.3))
    x = 0.0
    for sort in ("valued", "not_observed", "blank"):
        if sort == "valued":
            group.add(box(x, 3, 9, 7, fill=NAVY, edge=NAVY))
        elif sort == "not_observed":
            unseen_box(group, x, 3, 9, 7)
        else:
            group.add(box(x, 3, 9, 7, fill=None, edge=RULE))
        text(group, setter, x + 13, 4, data.words[sort], size=7)
        x += 27 + setter.width(data.words[sort], _SMALL)
    return drawing
