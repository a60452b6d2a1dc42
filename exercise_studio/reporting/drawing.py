"""Lines of text drawn on a page: justified, with faces and colours, links and marks, glyphs as hexadecimal digits alone."""

import re
from bisect import bisect_right
from typing import Any, Final, NamedTuple

from exercise_studio.reporting import fonts
from exercise_studio.reporting.breaking import GAP, WORD, Line
from exercise_studio.reporting.marks import Mark
from exercise_studio.reporting.tagging import Tag
from exercise_studio.reporting.typeset import Block, Stretch, beside_one

# Wider gaps than these between characters would be read as spaces, by the eye and by programs that extract the text.
_MOST_BETWEEN: Final = 0.09
_MOST_BESIDE: Final = 0.20
_MOST_SPACE: Final = 0.50
_MOST_POINT: Final = 0.40
"""After a comma or a closing bracket: with it the mark is as wide as in faces that are not proportional."""
_CJK_SHARE: Final = 0.25
_POINTS: Final = re.compile(
    "[、。，．・：；」』）】〕〉》](?![、。，．・：；」』）】〕〉》ー？！])|[^「『（【〔〈《、。，．・：；」』）】〕〉》](?=[「『（【〔〈《])"
)
"""Characters after which a line may be stretched first."""
_PIECES: Final = re.compile(f"(?P<word>(?:{WORD.pattern})+)|(?P<space>[ ]+)|(?P<other>(?:(?!{WORD.pattern})[^ ])+)")


def draw_block(
    canvas: Any,
    block: Block,
    x: float,
    top: float,
    first: int = 0,
    last: int | None = None,
    tag: Tag | str | None = None,
) -> None:
    """Draws lines `first` to `last` (exclusive) of a block, the top of the first one at `top`, as content of `tag`.

    A string is the operator that begins the content. Without a tag it is content of whatever the caller has begun on the
    canvas, which is a `Paper`.
    """
    style = block.style
    if block.blank:
        return
    marked = block.marked and isinstance(tag, Tag)
    pen = _MarkedPen(canvas, style.size, tag) if marked else _Pen(canvas, style.size, tag)  # type: ignore[arg-type]
    pen.tabular = style.tabular
    index = -1
    # Japanese type sits a little above the middle of its line.
    y = top - (style.leading - style.size) / 2 - style.size * 0.88
    for pen.stretch, stretch in enumerate(block.stretches):
        for line in stretch.lines:
            index += 1
            if index < first or (last is not None and index >= last):
                continue
            indent = style.indent + (style.first if line is stretch.lines[0] else style.hanging)
            _draw_line(pen, block, stretch, line, x + indent, y, block.width - indent)
            y -= style.leading
    pen.close()


class _Pen:
    """Writes one text object of the page, changing font, colour and character spacing only where they differ."""

    def __init__(self, canvas: Any, size: float, tag: Tag | str | None) -> None:
        self.canvas, self.size, self.tag = canvas, size, tag
        self.code: list[str] = ["q BT"]
        self.font: Any = None
        self.colour = ""
        self.spacing = 0.0
        self.stretch = 0
        self.tabular = False

    def move(self, x: float, y: float) -> None:
        self.code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")

    def show(self, text: str, face: fonts.Face, colour: str, spacing: float, after: float) -> None:
        """Shows text with extra `spacing` points after each character and moves on by `after` em."""
        if colour != self.colour:
            self.colour = colour
            self.code.append(f"{_rgb(colour)} rg")
        if abs(spacing - self.spacing) > 1e-4:
            self.spacing = spacing
            self.code.append(f"{spacing:.4f} Tc")
        glyphs = self.canvas.glyphs(face)
        if glyphs is not self.font:
            self.font = glyphs
            self.code.append(f"{glyphs.name} {self.size:g} Tf")
        if self.tabular and "1" in text:
            self._ones(text, glyphs, face)
            text = ""
            if not after:
                return
        shown = glyphs.shown(text)
        self.code.append(f"[{shown} {-after * 1000:.1f}] TJ" if after else f"{shown} Tj")

    def _ones(self, text: str, glyphs: Any, face: fonts.Face) -> None:
        """Shows text whose ones are as wide as the other digits: a little wider themselves, with a little room around.

        With room alone, programs that extract the text would read spaces.
        """
        room = 2 * beside_one(face)
        loose = min(room, _MOST_BETWEEN * 0.9)
        wider = 1 + (room - loose) / face.advance["1"]
        side = f"{-500 * loose / wider:.1f}"
        one = f"{100 * wider:.2f} Tz [{side} {glyphs.shown('1')} {side}] TJ 100 Tz"
        parts = [f"{glyphs.shown(part)} Tj" if part else "" for part in text.split("1")]
        self.code.append(f" {one} ".join(parts))

    def close(self) -> None:
        code = self.code
        # The colour and the spacing are part of the graphics state: what follows must not inherit them.
        tag = self.tag
        if tag is None:
            code.append("ET Q")
        else:
            code[0] = f"{tag if isinstance(tag, str) else self.canvas.tags.begin(tag)} q BT"
            code.append("ET Q EMC")
        self.canvas._code.append("\n".join(code))


class _MarkedPen(_Pen):
    """Also says of what it writes that it is a link, of another language, or stands for what no font has."""

    tag: Tag

    def __init__(self, canvas: Any, size: float, tag: Tag) -> None:
        super().__init__(canvas, size, tag)
        self.open: Tag | None = None
        self.place = (0.0, 0.0)
        self.rects: dict[int, tuple[float, float, Mark]] = {}

    def move(self, x: float, y: float) -> None:
        self._annotate()
        self.place = (x, y)
        super().move(x, y)

    def piece(self, piece: "_Piece", stretch: Stretch, spacing: float, after: float) -> None:
        """Shows a piece of a line, cut where marks begin and end."""
        at = piece.start
        while at < piece.end:
            number = bisect_right(stretch.marks, at, key=lambda mark: mark.start) - 1
            mark = stretch.marks[number] if number >= 0 and at < stretch.marks[number].end else None
            following = stretch.marks[number + 1].start if number + 1 < len(stretch.marks) else piece.end
            end = min(piece.end, mark.end if mark is not None else following)
            self._part(stretch, at, end, mark, piece, spacing, after if end == piece.end else 0.0)
            at = end

    def _part(
        self, stretch: Stretch, start: int, end: int, mark: Mark | None, piece: "_Piece", spacing: float, after: float
    ) -> None:
        wanted = self._element(mark)
        if wanted is not self.open:
            if self.open is not None:
                self.code.append("EMC")
            self.open = wanted
            self.code.append(self.canvas.tags.begin(wanted))
        self.show(stretch.text[start:end], piece.face, piece.colour, spacing, after)
        x, y = self.place
        width = (sum(stretch.advance[start:end]) + after) * self.size + spacing * (end - start)
        if mark is not None and self._leads(mark):
            begin = self.rects[mark.link][0] if mark.link in self.rects else x
            self.rects[mark.link] = (begin, x + width - after * self.size, mark)
        self.place = (x + width, y)

    def _leads(self, mark: Mark) -> bool:
        return mark.link >= 0 and bool(self.canvas.leads(mark.target))

    def _element(self, mark: Mark | None) -> Tag:
        """Elements of their own, not spans inside a content: poppler loses what comes after such a span."""
        if mark is None:
            return self.tag
        tag, tags = self.tag, self.canvas.tags
        if self._leads(mark):
            tag = tags.inner(tag, mark.link, "Link")
        if mark.properties:
            tag = tags.inner(tag, (self.stretch, mark.start), "Span", mark.properties)
        return tag

    def _annotate(self) -> None:
        """Lays the links of a finished line over it."""
        y = self.place[1]
        for number, (left, right, mark) in self.rects.items():
            rect = (left, y - 0.2 * self.size, right, y + 0.9 * self.size)
            named = self.canvas.targets.get(mark.target[1:], mark.target)
            self.canvas.link(rect, mark.target, named, self.canvas.tags.inner(self.tag, number, "Link"))
        self.rects.clear()

    def close(self) -> None:
        self._annotate()
        if self.open:
            self.code.append("EMC")
        self.code.append("ET Q")
        self.canvas._code.append("\n".join(self.code))


_colours: dict[str, str] = {}


def _rgb(colour: str) -> str:
    known = _colours.get(colour)
    if known is None:
        values = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
        known = _colours[colour] = " ".join(f"{value:.4g}" for value in values)
    return known


class _Piece(NamedTuple):
    """A stretch of a line in one face whose characters are spaced alike."""

    start: int
    end: int
    face: fonts.Face
    colour: str
    sort: str


def _draw_line(pen: _Pen, block: Block, stretch: Stretch, line: Line, x: float, y: float, width: float) -> None:
    style = block.style
    size = style.size
    slack = width / size - line.width
    align = style.align
    if align == "right":
        x += slack * size
    elif align == "centre":
        x += slack * size / 2
    if line.end <= line.start:
        return
    between = beside = space = point = 0.0
    points: frozenset[int] = frozenset()
    pen.move(x, y)
    marked = pen if isinstance(pen, _MarkedPen) else None
    # The space that a line ends with is written as well: programs that read aloud must not join the words around it.
    ending = stretch.text[line.end : line.end + 1] == " " or (line.last and stretch is not block.stretches[-1])
    if align == "justify" and not line.last and slack > 1e-3:
        pieces = _pieces(stretch, line)
        between, beside, space, rest = _spread(stretch, line, pieces, slack)
        if rest:
            points = frozenset(one.start() for one in _POINTS.finditer(stretch.text, line.start, line.end - 1))
            points = points.difference(stretch.gaps)
            point = rest / len(points) if points else _MOST_POINT
            if point < _MOST_POINT:
                pieces = _cut(pieces, points)
            else:
                between = beside = space = 0.0
                points = frozenset()
    elif len(stretch.spans) == 1 and not stretch.gaps and marked is None:
        _start, _end, face, colour = stretch.spans[0]
        text = stretch.text[line.start : line.end]
        pen.show(f"{text} " if ending else text, face, colour, 0.0, 0.0)
        return
    else:
        pieces = _pieces(stretch, line)
    for piece in pieces:
        after = 0.0
        if piece.end - 1 in stretch.gaps and piece.end < line.end:
            after = GAP + beside
            if piece.sort == "other":
                after -= between
        elif piece.end - 1 in points:
            after = point
        spacing = between * size if piece.sort == "other" else space * size if piece.sort == "space" else 0.0
        if marked is not None:
            marked.piece(piece, stretch, spacing, after)
        else:
            pen.show(stretch.text[piece.start : piece.end], piece.face, piece.colour, spacing, after)
    if ending:
        pen.show(" ", pieces[-1].face, pieces[-1].colour, pen.spacing, 0.0)


def _pieces(stretch: Stretch, line: Line) -> list[_Piece]:
    """The line cut at changes of face and colour, and between words, spaces and Japanese: gaps stand only there."""
    found: list[_Piece] = []
    first, last = line.start, line.end
    for start, end, face, colour in stretch.spans:
        if end > first and start < last:
            for match in _PIECES.finditer(stretch.text, max(start, first), min(end, last)):
                begin, stop = match.span()
                found.append(_Piece(begin, stop, face, colour, match.lastgroup or ""))
    return found


def _cut(pieces: list[_Piece], points: frozenset[int]) -> list[_Piece]:
    """The pieces cut after some of their characters."""
    found = []
    for piece in pieces:
        start = piece.start
        for index in range(start, piece.end - 1) if piece.sort == "other" else ():
            if index in points:
                found.append(piece._replace(start=start, end=index + 1))
                start = index + 1
        found.append(piece._replace(start=start))
    return found


def _spread(stretch: Stretch, line: Line, pieces: list[_Piece], slack: float) -> tuple[float, float, float, float]:
    """How much wider gaps become, in em: between Japanese characters, beside Latin, at spaces; and what is left over.

    What is left over has to be found at commas and brackets, or the line is left ragged.
    """
    characters = sum(piece.end - piece.start for piece in pieces if piece.sort == "other")
    spaces = sum(piece.end - piece.start for piece in pieces if piece.sort == "space")
    besides = sum(1 for index in stretch.gaps if line.start <= index < line.end - 1)
    total = line.end - line.start
    places = characters - (1 if pieces[-1].sort == "other" else 0)
    even = slack / max(places + besides + spaces, 1)
    if even <= _MOST_BETWEEN * 0.6:
        return even, even, even, 0.0
    if characters < _CJK_SHARE * total:
        return 0.0, 0.0, 0.0, 0.0
    beside, space = (min(_MOST_BESIDE, slack / (besides + spaces)),) * 2 if besides + spaces else (0.0, 0.0)
    rest = slack - beside * besides - space * spaces
    between = rest / max(places, 1)
    if between <= _MOST_BETWEEN:
        return max(between, 0.0), beside, space, 0.0
    rest = slack - beside * besides - _MOST_BETWEEN * places
    space = min(_MOST_SPACE, rest / spaces) if spaces else 0.0
    rest -= space * spaces
    return _MOST_BETWEEN, beside, space, rest if rest > 1e-6 else 0.0
