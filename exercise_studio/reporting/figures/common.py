"""Pieces that figures share: text with the fallback face, rating fills that stay apart without colour, the legend.

Many shapes of one look are one path: a drawing of thousands of marks is as quick as one of ten.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Final, Literal

from reportlab.graphics.shapes import Drawing, Group, Path, Rect, String
from reportlab.lib.colors import HexColor

from exercise_studio.language import N_, translate
from exercise_studio.reporting.breaking import broken
from exercise_studio.reporting.figures.data import Legend
from exercise_studio.reporting.fonts import BOLD, REGULAR, Face, clean, face
from exercise_studio.reporting.labels import GLYPHS, NOT_OBSERVED_GLYPH
from exercise_studio.reporting.theme import INK, MUTED, RULE, WHITE, Theme
from exercise_studio.reporting.typeset import Block, Style, Typesetter

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

FILLS: Final = {4: "#08325D", 3: "#BFDDF8", 2: "#F3C27A", 1: "#FFFFFF"}
INKS: Final = {4: "#FFFFFF", 3: "#0B2540", 2: "#3A2400", 1: "#881828"}
EDGES: Final = {4: "#08325D", 3: "#2A94EE", 2: "#CC7D08", 1: "#881828"}
AMBER: Final = "#B86F00"
"""Marks on white; the hatch is lighter, because figures are read on it."""
PHASE_EDGE: Final = "#A9B0BA"
GREY: Final = "#6E7278"
TINT: Final = "#E7F1FB"
"""Behind what is drawn, where white would say nothing: as light as paper when printed in black and white."""

NOTHING: Final = N_("There is no value yet that could be drawn.")
MORE: Final = N_("{n} more do not fit here.")

_TRIED: Final = (0.56, 0.66)
"""Shares of a name's width at which its second line is tried."""
_ROUND: Final = 0.5523
"""How far the handles of four curves stand from their ends to make a circle, in radii."""


@cache
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


def nothing(setter: Typesetter, width: float, theme: Theme) -> Drawing:
    """What stands in the place of a figure without a value: a sentence, and no empty frame."""
    words = translate(theme.lang, NOTHING)
    style = Style(size=8.5, leading=12, align="left", colour=MUTED)
    lines = lines_of(setter.set(words, style, width))
    drawing, group = sheet(width, 12.0 * len(lines) + 4)
    for number, line in enumerate(lines):
        text(group, setter, 0, 12.0 * (len(lines) - number) - 7, line, size=8.5, ink=MUTED)
    return drawing


# shapes

_RECT: Final[Any] = Rect(0, 0, 0, 0)
# Shapes of one path that touch must not take each other's ground away.
_MAKE: Final[Any] = Path
_NON_ZERO: Final = 1
_PATH: Final[Any] = _MAKE(fillMode=_NON_ZERO)
_STRING: Final[Any] = String(0, 0, "")


def _made(pattern: Any, **values: object) -> Any:
    """A shape like the pattern. The library would check every number of a path again, which takes longer than to draw it."""
    shape = object.__new__(type(pattern))
    shape.__dict__.update(pattern.__dict__, **values)
    return shape


def add(group: Group, shape: Any) -> None:
    """Adds a shape; the library's way to do it checks what is known here."""
    group.contents.append(shape)


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
    return _made(
        _RECT, x=x, y=y, width=width, height=height, fillColor=colour(fill) if fill else None,
        strokeColor=colour(edge) if edge else None, strokeWidth=thick, strokeDashArray=dash,
    )  # fmt: skip


def path(
    group: Group,
    parts: Iterable[Sequence[Point]],
    *,
    fill: str | None = None,
    edge: str | None = None,
    thick: float = 0.5,
    dash: list[float] | None = None,
    closed: bool = False,
) -> None:
    """Any number of lines through points, open or closed, as one shape."""
    points: list[float] = []
    operators: list[int] = []
    for part in parts:
        for x, y in part:
            points += (x, y)
        operators += (0, *(1 for _ in part[1:]))
        if closed:
            operators.append(3)
    _add_path(group, points, operators, fill, edge, thick, dash)


def bars(
    group: Group,
    boxes: Sequence[tuple[float, float, float, float]],
    fill: str | None,
    edge: str | None,
    thick: float = 0.5,
) -> None:
    """Rectangles of one look: (x, y, width, height). Our pen writes them as such, other renderers as paths."""
    points: list[float] = []
    for x, y, width, height in boxes:
        points += (x, y, x + width, y, x + width, y + height, x, y + height)
    _add_path(group, points, [0, 1, 1, 1, 3] * len(boxes), fill, edge, thick, boxes=boxes)


def _add_path(
    group: Group, points: list[float], operators: list[int], fill: str | None, edge: str | None, thick: float,
    dash: list[float] | None = None, boxes: Sequence[tuple[float, float, float, float]] = (),
) -> None:  # fmt: skip
    if not operators:
        return
    shape = _made(
        _PATH, points=points, operators=operators, fillColor=colour(fill) if fill else None,
        strokeColor=colour(edge) if edge else None, strokeWidth=thick, strokeDashArray=dash, boxes=boxes,
    )  # fmt: skip
    add(group, shape)


def line(
    group: Group, x1: float, y1: float, x2: float, y2: float, ink: str = RULE, thick: float = 0.4,
    dash: list[float] | None = None,
) -> None:  # fmt: skip
    """A straight line."""
    path(group, (((x1, y1), (x2, y2)),), edge=ink, thick=thick, dash=dash)


def discs(
    group: Group, places: Iterable[Point], radius: float, fill: str | None, edge: str | None, thick: float = 0.7
) -> None:
    """Circles of one look."""
    points: list[float] = []
    operators: list[int] = []
    far = radius * _ROUND
    for x, y in places:
        points += (
            x + radius, y,
            x + radius, y + far, x + far, y + radius, x, y + radius,
            x - far, y + radius, x - radius, y + far, x - radius, y,
            x - radius, y - far, x - far, y - radius, x, y - radius,
            x + far, y - radius, x + radius, y - far, x + radius, y,
        )  # fmt: skip
        operators += (0, 2, 2, 2, 2, 3)
    _add_path(group, points, operators, fill, edge, thick)


def diamonds(
    group: Group, places: Iterable[Point], radius: float, fill: str | None, edge: str | None, thick: float = 0.7
) -> None:
    """Squares on their corners, of one look."""
    shapes = (((x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius)) for x, y in places)
    path(group, shapes, fill=fill, edge=edge, thick=thick, closed=True)


def triangles(
    group: Group, places: Iterable[Point], radius: float, fill: str | None, edge: str | None, *, down: bool = False
) -> None:
    """Triangles that point up, or down, of one look."""
    sign = -1 if down else 1
    shapes = (
        ((x - radius, y - sign * radius * 0.8), (x + radius, y - sign * radius * 0.8), (x, y + sign * radius))
        for x, y in places
    )
    path(group, shapes, fill=fill, edge=edge, thick=0.7, closed=True)


def crosses(group: Group, places: Iterable[Point], radius: float, ink: str, thick: float = 1.0) -> None:
    """× of one look."""
    strokes = (
        ((x - radius, y - radius * sign), (x + radius, y + radius * sign)) for x, y in places for sign in (1, -1)
    )
    path(group, strokes, edge=ink, thick=thick)


def hatch(group: Group, x: float, y: float, width: float, height: float, ink: str, step: float = 4.0) -> None:
    """Diagonal lines over a rectangle."""
    strokes: list[tuple[Point, Point]] = []
    along = -height + step / 2
    while along < width:
        x1, y1, x2, y2 = along, 0.0, along + height, height
        if x1 < 0:
            x1, y1 = 0.0, -along
        if x2 > width:
            y2, x2 = height - (x2 - width), width
        if x2 > x1:
            strokes.append(((x + x1, y + y1), (x + x2, y + y2)))
        along += step
    path(group, strokes, edge=ink, thick=0.5)


# words


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
    if not words:
        return
    if room is not None and wide(setter, words, size, bold) > room:
        words = setter.fitted(words, _style(size, bold), room)
    known = _plain(words, bold)
    if known is not None:
        own, em = known
        total = em * size
        left = x - (total if anchor == "end" else total / 2 if anchor == "middle" else 0)
        add(group, _made(_STRING, x=left, y=y, text=words, fontName=own.name, fontSize=size, fillColor=colour(ink)))
        return
    shown, spans = setter.line(words, _style(size, bold))
    widths = [sum(own.advance[char] for char in shown[start:end]) * size for start, end, own in spans]
    total = sum(widths)
    left = x - (total if anchor == "end" else total / 2 if anchor == "middle" else 0)
    for (start, end, own), width in zip(spans, widths, strict=True):
        made = _made(
            _STRING, x=left, y=y, text=shown[start:end], fontName=own.name, fontSize=size, fillColor=colour(ink)
        )  # fmt: skip
        add(group, made)
        left += width


def wide(setter: Typesetter, words: str, size: float, bold: bool = False) -> float:
    """Points that a text takes on one line."""
    known = _plain(words, bold)
    return known[1] * size if known is not None else setter.width(words, _style(size, bold))


@cache
def _style(size: float, bold: bool) -> Style:
    return Style(size=size, leading=size, bold=bold, align="left")


@lru_cache(maxsize=4096)
def _plain(words: str, bold: bool) -> tuple[Face, float] | None:
    """Face and width in em of a text that needs neither the fallback face nor any care; None for all others."""
    one = face(BOLD if bold else REGULAR)
    if not one.covered.issuperset(words) or "\n" in words or clean(words) != words:
        return None
    return one, sum(one.advance[char] for char in words)


def lines_of(block: Block) -> list[str]:
    """The lines of a set text as strings."""
    return [stretch.text[one.start : one.end].strip() for stretch in block.stretches for one in stretch.lines]


def cut(setter: Typesetter, words: str, style: Style, room: float, most: int) -> list[str]:
    """The lines of a name, the last of at most so many ending with an ellipsis where there is more."""
    lines = _even(setter, words, style, room)
    if len(lines) <= most:
        return lines
    kept = _set(setter, words, style, room)[: most - 1]
    place = 0
    for one in kept:
        place = max(place, words.find(one, place) + len(one))
    return [*kept, setter.fitted(words[place:].strip(), style, room)]


def _set(setter: Typesetter, words: str, style: Style, room: float) -> list[str]:
    """The lines of a text as wide as the room allows."""
    if _plain(words, style.bold) is not None:
        return list(_plain_lines(words, style.bold, round(max(room / style.size, 1.0), 3)))
    return lines_of(setter.set(words, style, room))


@lru_cache(maxsize=4096)
def _plain_lines(words: str, bold: bool, room: float) -> tuple[str, ...]:
    """The lines of a text that needs no fallback face, in a room of so many em: names come back in figure after figure."""
    own = face(BOLD if bold else REGULAR)
    lines, _gaps = broken(words, [own.advance[char] for char in words], room, 0.0)
    return tuple(words[one.start : one.end].strip() for one in lines)


def title(
    group: Group,
    setter: Typesetter,
    middle: float,
    words: str,
    *,
    room: float,
    height: float,
    size: float = 8.0,
    bold: bool = False,
    x: float = 0.0,
) -> None:
    """A row's name at its left: broken into the lines that the row has room for, the last one cut where that is too few."""
    style = Style(size=size, leading=size * 1.2, bold=bold, align="left")
    if wide(setter, words, size, bold) <= room:
        text(group, setter, x, middle - size * 0.36, words, size=size, bold=bold)
        return
    lines = cut(setter, words, style, room, max(1, int((height + 1.0) / style.leading)))
    y = middle + style.leading * (len(lines) - 1) / 2 - size * 0.36
    for one in lines:
        text(group, setter, x, y, one, size=size, bold=bold, room=room)
        y -= style.leading


def _even(setter: Typesetter, words: str, style: Style, room: float) -> list[str]:
    """The lines of a name; two are broken where a reader would, as far as a few tries show it."""
    lines = _set(setter, words, style, room)
    if len(lines) != 2:
        return lines
    whole = wide(setter, words, style.size, style.bold)
    narrower = (whole * share for share in _TRIED if whole * share < room)
    tried = [lines, *(_set(setter, words, style, own) for own in narrower)]
    return min((one for one in tried if len(one) == 2), key=_torn)


def _torn(lines: list[str]) -> float:
    """How badly a name of two lines is broken: nothing at a space or a comma, little behind a particle, most in a word."""
    before, after = lines[0][-1:], lines[1][:1]
    uneven = 2.5 * abs(len(lines[0]) - len(lines[1])) / max(len(lines[0]), len(lines[1]), 1)
    if before in "、。・）」／" or after in "（「" or (before.isascii() and after.isascii()):
        return uneven
    kana = ["ぁ" <= char <= "ん" for char in (before, after)]
    return uneven + (1 if kana == [True, False] else 3 if kana[0] != kana[1] else 4)


def names_room(setter: Typesetter, titles: Iterable[str], size: float, least: float, most: float) -> float:
    """The width of a column of names: what the longest wants, but never more than `most`."""
    wanted = max((wide(setter, one, size) for one in titles), default=0.0) + 10
    return max(min(wanted, most), min(least, most))


# ratings


def level_box(group: Group, level: int, x: float, y: float, width: float, height: float) -> None:
    """A field in the fill of a level: solid, light, hatched, or white with a heavy edge; told apart in grey as well."""
    add(group, box(x, y, width, height, fill=FILLS[level], edge=EDGES[level], thick=0.5))
    if level == 2:
        hatch(group, x, y, width, height, EDGES[2])
    if level == 1 and width > 3:
        add(group, box(x + 0.6, y + 0.6, width - 1.2, height - 1.2, edge=EDGES[1], thick=1.2))


def unseen_box(group: Group, x: float, y: float, width: float, height: float) -> None:
    """A field for what was not observed: dotted edge."""
    add(group, box(x, y, width, height, fill=WHITE, edge=GREY, thick=0.6, dash=[1, 1.5]))


def blank_box(group: Group, x: float, y: float, width: float, height: float) -> None:
    """A field for what nobody has entered."""
    add(group, box(x, y, width, height, edge=RULE, thick=0.5))


def label_on(group: Group, setter: Typesetter, level: int, x: float, y: float, words: str, size: float = 7.5) -> None:
    """Text on a field of a level, on a ground of the field's own colour where it is hatched."""
    if level == 2:
        width = wide(setter, words, size, True) + 3
        add(group, box(x - width / 2, y - size * 0.2, width, size * 1.2, fill=FILLS[2]))
    text(group, setter, x, y, words, size=size, bold=True, ink=INKS[level], anchor="middle")


# the legend


Mark = Callable[[float, float], object]
"""Draws a mark: called with the middle of its place."""

Key = tuple[str, Mark]
"""A word of a legend and its mark."""

KEY_LINE: Final = 11.0
_KEY: Final = 7.0


def key_lines(setter: Typesetter, keys: Sequence[Key], width: float) -> int:
    """How many lines a legend takes."""
    return max((number for _x, number in _key_places(setter, keys, width)), default=-1) + 1


def draw_keys(group: Group, setter: Typesetter, keys: Sequence[Key], width: float, top: float) -> None:
    """A legend in lines: each mark with its word, words that are wider than the figure cut."""
    for (words, mark), (x, number) in zip(keys, _key_places(setter, keys, width), strict=True):
        y = top - KEY_LINE * (number + 0.5)
        mark(x + 5.5, y)
        text(group, setter, x + 14, y - _KEY * 0.36, words, size=_KEY, room=width - 14)


def _key_places(setter: Typesetter, keys: Sequence[Key], width: float) -> list[tuple[float, int]]:
    places = []
    x, number = 0.0, 0
    for words, _mark in keys:
        own = 14 + wide(setter, words, _KEY)
        if x and x + own > width:
            x, number = 0.0, number + 1
        places.append((x, number))
        x += own + 10
    return places


def scale_keys(group: Group, legend: Legend, *, unseen: bool, blank: bool) -> list[Key]:
    """The legend of the rating scale: fill, glyph, digit and word of each level; the other two where they occur."""

    def field(level: int) -> Mark:
        return lambda x, y: level_box(group, level, x - 5.5, y - 4, 11, 8)

    keys: list[Key] = [
        (f"{GLYPHS[level]} {level} {word}", field(level))
        for level, word in zip((4, 3, 2, 1), legend.levels, strict=True)
    ]
    if unseen:
        words = f"{NOT_OBSERVED_GLYPH} {legend.not_observed}"
        keys.append((words, lambda x, y: unseen_box(group, x - 5.5, y - 4, 11, 8)))
    if blank:
        keys.append((legend.blank, lambda x, y: blank_box(group, x - 5.5, y - 4, 11, 8)))
    return keys
