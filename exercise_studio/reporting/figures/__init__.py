"""The report's figures: each is one function from data to a drawing of vectors and text, for the PDF and the window."""

from collections.abc import Callable
from typing import Any

from reportlab.graphics.shapes import Drawing

from exercise_studio.reporting.figures.coverage import coverage
from exercise_studio.reporting.figures.dots import dots
from exercise_studio.reporting.figures.radar import radar
from exercise_studio.reporting.figures.ratings import heat, stacks
from exercise_studio.reporting.figures.timeline import timeline
from exercise_studio.reporting.figures.trend import trend
from exercise_studio.reporting.theme import Theme
from exercise_studio.reporting.typeset import Typesetter

Draw = Callable[[Any, Typesetter, float, float, Theme], Drawing]

FIGURES: dict[str, Draw] = {
    "heat": heat, "stacks": stacks, "timeline": timeline, "dots": dots, "radar": radar, "coverage": coverage, "trend": trend,
}  # fmt: skip
"""Sort of figure to the function that draws it; a new figure is one more line."""


def draw(sort: str, data: object, setter: Typesetter, width: float, room: float, theme: Theme) -> Drawing:
    """The drawing of a figure, `width` points wide and at most `room` points high."""
    return FIGURES[sort](data, setter, width, room, theme)
