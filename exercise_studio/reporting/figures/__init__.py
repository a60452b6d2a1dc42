"""The report's figures: each is one function from data to a drawing of vectors and text, for the PDF and the window.

A new figure (information flow, a cascade) is made in four steps:

1. `data.py`: a frozen class of what is drawn, every word in it already in the report's language. Values that do not exist
   are None, never 0.
2. A module with one function `(data, setter, width, room, theme) -> Drawing`. It begins with `common.nothing` where there
   is no value; it draws with the shapes of `common` (which makes one path of all marks of one look), writes with
   `common.text` and `common.title` (which break and cut with the report's own fonts), keeps within `width`, and tells
   apart by shape, glyph or pattern, never by colour alone. Colours are those of `reporting.theme` and `common`: the
   window has a dark one for each.
3. A line in `FIGURES`; where it has a row for each of many things, one in `PAGED` as well.
4. A sentence in `said.py`: what a person who looks at it would say to one who cannot.

A chapter then holds `document.Figure("name", data, caption, alt)`; the PDF, Word and the window draw it without more ado.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportlab.graphics.shapes import Drawing, Group

from exercise_studio.language import translate
from exercise_studio.reporting import fonts
from exercise_studio.reporting.figures.common import MORE, text
from exercise_studio.reporting.figures.coverage import COVERAGE_ROW, coverage
from exercise_studio.reporting.figures.dots import DOTS_ROW, dots
from exercise_studio.reporting.figures.radar import radar
from exercise_studio.reporting.figures.ratings import HEAT_ROW, STACK_ROW, heat, stacks
from exercise_studio.reporting.figures.timeline import LANE, timeline
from exercise_studio.reporting.figures.trend import TREND_ROW, trend
from exercise_studio.reporting.theme import MUTED, Theme
from exercise_studio.reporting.typeset import Typesetter

Draw = Callable[[Any, Typesetter, float, float, Theme], Drawing]

FIGURES: dict[str, Draw] = {
    "heat": heat, "stacks": stacks, "timeline": timeline, "dots": dots, "radar": radar, "coverage": coverage, "trend": trend,
}  # fmt: skip
"""Sort of figure to the function that draws it; a new figure is one more line."""

PAGED: dict[str, tuple[str, float, float]] = {
    "heat": ("rows", HEAT_ROW, 96.0), "stacks": ("rows", STACK_ROW, 42.0), "dots": ("rows", DOTS_ROW, 44.0),
    "coverage": ("rows", COVERAGE_ROW, 36.0), "trend": ("lines", TREND_ROW, 26.0), "timeline": ("lanes", LANE, 150.0),
}  # fmt: skip
"""Sort to the field that holds its rows, the least height of one, and what stands above and below them at most."""


def prepare() -> None:
    """Reads the fonts of figures, which takes a moment: windows do it on another thread before the first one."""
    fonts.face(fonts.REGULAR)
    fonts.face(fonts.BOLD)


def draw(sort: str, data: object, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """The drawing of a figure, `width` points wide and at most `room` points high.

    Rows that do not fit are left out, and it says how many; `parts` cuts a figure that goes on over pages.
    """
    first, *others = parts(sort, data, room)
    if not others:
        return FIGURES[sort](data, setter, width, room, theme)
    left_out = sum(len(getattr(one, PAGED[sort][0])) for one in others)
    drawing: Any = FIGURES[sort](first, setter, width, room - 12, theme)
    for shape in drawing.contents:
        shape.translate(0, 12)
    drawing.height += 12
    words = translate(theme.lang, MORE, n=left_out)
    note = Group()
    text(note, setter, 0, 2, words, size=7, ink=MUTED)
    drawing.add(note)
    made: Drawing = drawing
    return made


def parts(sort: str, data: object, room: float) -> list[Any]:
    """The figure's data cut into parts of like length that each fit `room` points; most have one."""
    if sort not in PAGED:
        return [data]
    field, least, around = PAGED[sort]
    rows = getattr(data, field)
    most = max(1, int((room - around) / least))
    if len(rows) <= most:
        return [data]
    count = -(-len(rows) // most)
    own = -(-len(rows) // count)
    made: Any = data
    return [replace(made, **{field: rows[begin : begin + own]}) for begin in range(0, len(rows), own)]
