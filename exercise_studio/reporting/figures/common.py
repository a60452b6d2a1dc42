"""Pieces that figures share: text with the fallback face, rating fills that stay apart without colour, the legend."""

from typing import Any, Final, Literal

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor

from exercise_studio.reporting.figures.data import Legend
from exercise_studio.reporting.fonts import REGULAR
from exercise_studio.reporting.labels import GLYPHS, NOT_OBSERVED_GLYPH
from exercise_studio.reporting.theme import INK, WHITE
from exercise_studio.reporting.typeset import Style, Typesetter

Anchor = Literal["start", "middle", "end"]

FILLS: Final = {4: "#08325D", 3: "#BFDDF8", 2: "#F3C27A", 1: "#FFFFFF"}
INKS: Final = {4: "#FFFFFF", 3: "#0B2540", 2: "#3A2400", 1: "#881828"}
EDGES: Final = {4: "#08325D", 3: "#2A94EE", 2: "#CC7D08", 1: "#881828"}


def colour(value: str) -> Any:
    """A colour of reportlab."""
    return HexColor(value)


def sheet(width: float, height: float) -> tuple[Drawing, Group]:
    """An empty drawing and the group that takes its shapes."""
    drawing: Any = Drawing(width, height)
    group = Group()
    # Without it the drawing begins in a font that is not embedded.
    drawing.initialFontName = REGULAR
    drawing.add(group)
    return drawing, group


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str | None = None,
    edge: str | None = None,
    thick: float = 0.5,
    dash: list[float] | None = None,
) -> Any:
    """A rectangle."""
    # The stubs type a rectangle's keywords wrongly.
    make: Any = Rect
    return make(
        x, y, width, height, fillColor=colour(fill) if fill else None, strokeColor=colour(edge) if edge else None,
        strokeWidth=thick, strokeDashArray=dash,
    )  # fmt: skip


def text(
    group: Group,
    setter: Typesetter,
    x: float,
    y: float,
    words: str,
    *,
    size: float = 7.5,
    bold: bool = False,
    ink: str = INK,
    anchor: Anchor = "start",
    room: float | None = None,
) -> None:
    """Adds one line of text, cut with an ellipsis where it is wider than `room`."""
    style = Style(size=size, leading=size, bold=bold, align="left", colour=ink)
    if room is not None:
        words = setter.fitted(words, style, room)
    shown, spans = setter.line(words, style)
    widths = [sum(face.advance[char] for char in shown[start:end]) * size for start, end, face in spans]
    total = sum(widths)
    left = x - (total if anchor == "end" else total / 2 if anchor == "middle" else 0)
    for (start, end, face), width in zip(spans, widths, strict=True):
        group.add(String(left, y, shown[start:end], fontName=face.name, fontSize=size, fillColor=colour(ink)))
        left += width


def hatch(group: Group, x: float, y: float, width: float, height: float, ink: str, step: float = 4.0) -> None:
    """Diagonal lines over a rectangle."""
    along = -height
    while along < width:
        x1, y1, x2, y2 = along, 0.0, along + height, height
        if x1 < 0:
            x1, y1 = 0.0, -along
        if x2 > width:
            y2, x2 = height - (x2 - width), width
        if x2 > x1:
            group.add(Line(x + x1, y + y1, x + x2, y + y2, strokeColor=colour(ink), strokeWidth=0.5))
        along += step


def level_box(group: Group, level: int, x: float, y: float, width: float, height: float) -> None:
    """A field in the fill of a level: solid, light, hatched, or white with a heavy edge; told apart in grey as well."""
    group.add(box(x, y, width, height, fill=FILLS[level], edge=EDGES[level], thick=0.5))
    if level == 2:
        hatch(group, x, y, width, height, EDGES[2])
    if level == 1 and width > 3:
        group.add(
            box(
                x + 0.6, y + 0.6, width - 1.2, height - 1.2, fill=None, edge=EDGES[1], thick=1.2
            )
        )  # fmt: skip


def unseen_box(group: Group, x: float, y: float, width: float, height: float) -> None:
    """A field for what was not observed: dotted edge."""
    group.add(
        box(
            x, y, width, height, fill=WHITE, edge="#6E7278", thick=0.6,
            dash=[1, 1.5],
        )
    )  # fmt: skip


def label_on(group: Group, setter: Typesetter, level: int, x: float, y: float, words: str, size: float = 7.5) -> None:
    """Text on a field of a level, on a ground of the field's own colour where it is hatched."""
    if level == 2:
        width = setter.width(words, Style(size=size, leading=size, bold=True)) + 3
        group.add(box(x - width / 2, y - 1.6, width, size + 1.6, fill=FILLS[2], edge=None))
    text(group, setter, x, y, words, size=size, bold=True, ink=INKS[level], anchor="middle")


def scale_legend(group: Group, setter: Typesetter, legend: Legend, x: float, y: float, *, counts: bool = True) -> None:
    """The rating scale in one line: fill, glyph, digit and word of each level."""
    for level, word in zip((4, 3, 2, 1), legend.levels, strict=True):
        level_box(group, level, x, y - 1, 11, 8)
        text(group, setter, x + 14, y, f"{GLYPHS[level]} {level} {word}", size=7)
        x += 20 + setter.width(f"{GLYPHS[level]} {level} {word}", Style(size=7, leading=7)) + 6
    if counts:
        unseen_box(group, x, y - 1, 11, 8)
        words = f"{NOT_OBSERVED_GLYPH} {legend.not_observed}"
        text(group, setter, x + 14, y, words, size=7)
        x += 20 + setter.width(words, Style(size=7, leading=7)) + 6
        group.add(box(x, y - 1, 11, 8, fill=None, edge="#C9CED6", thick=0.5))
        text(group, setter, x + 14, y, legend.blank, size=7)


def triangle(x: float, y: float, radius: float, fill: str | None, stroke: str) -> Polygon:
    """A triangle that points up."""
    points = [x - radius, y - radius * 0.8, x + radius, y - radius * 0.8, x, y + radius]
    return Polygon(points, fillColor=colour(fill) if fill else None, strokeColor=colour(stroke), strokeWidth=0.7)


def diamond(x: float, y: float, radius: float, fill: str | None, stroke: str) -> Polygon:
    """A square on its corner."""
    points = [x - radius, y, x, y + radius, x + radius, y, x, y - radius]
    return Polygon(points, fillColor=colour(fill) if fill else None, strokeColor=colour(stroke), strokeWidth=0.7)


def disc(x: float, y: float, radius: float, fill: str | None, stroke: str) -> Circle:
    """A filled or empty circle."""
    return Circle(x, y, radius, fillColor=colour(fill) if fill else None, strokeColor=colour(stroke), strokeWidth=0.7)


def cross(group: Group, x: float, y: float, radius: float, stroke: str) -> None:
    """An ×."""
    for sign in (1, -1):
        group.add(
            Line(
                x - radius, y - radius * sign, x + radius, y + radius * sign, strokeColor=colour(stroke), strokeWidth=1
            )
        )
