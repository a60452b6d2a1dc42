"""Text set in lines and drawn: bold runs, a fallback face for rare characters, justification, Japanese beside Latin.

Text from people is data here: nothing in it is markup, and any string can be set.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from exercise_studio.reporting import fonts
from exercise_studio.reporting.breaking import GAP, WORD, Line, broken, gaps_of
from exercise_studio.reporting.document import Rich

Align = Literal["justify", "left", "right", "centre"]

# Wider gaps than these between characters would be read as spaces, by the eye and by programs that extract the text.
_MOST_BETWEEN: Final = 0.09
_MOST_BESIDE: Final = 0.20
_MOST_SPACE: Final = 0.50
_CJK_SHARE: Final = 0.5
_SHORT: Final = 24
_MOST_KNOWN: Final = 20_000
_BALANCED: Final = 4
"""Most lines of a text that is set in lines of like length."""
_TRIED: Final = 12
_RESTS: Final = "、。，．：；」』）)／・"
_OPENS: Final = "「『（("
_PIECES: Final = re.compile(f"(?P<word>(?:{WORD.pattern})+)|(?P<space>[ ]+)|(?P<other>(?:(?!{WORD.pattern})[^ ])+)")


@dataclass(frozen=True)
class Style:
    """How a paragraph looks. Lengths in points; `hanging` is how far lines after the first stand to the right."""

    size: float = 10.0
    leading: float = 16.0
    bold: bool = False
    colour: str = "#1B1F24"
    align: Align = "justify"
    indent: float = 0.0
    first: float = 0.0
    hanging: float = 0.0
    before: float = 0.0
    after: float = 4.0
    fixed: bool = False


class _Stretch(NamedTuple):
    """Text between two hard breaks with its faces, colours and lines."""

    text: str
    advance: list[float]
    spans: list[tuple[int, int, fonts.Face, str]]
    lines: list[Line]
    gaps: frozenset[int]


@dataclass
class Block:
    """Text broken for one width: what a paragraph, a cell or a label draws."""

    style: Style
    width: float
    stretches: list[_Stretch]
    count: int

    @property
    def height(self) -> float:
        """Points from the top of the first line to the bottom of the last."""
        return self.count * self.style.leading

    @property
    def natural(self) -> float:
        """Width of its widest line, points."""
        widest = max((line.width for stretch in self.stretches for line in stretch.lines), default=0.0)
        return widest * self.style.size + self.style.indent


@dataclass
class Typesetter:
    """Sets the text of one document and keeps account of missing glyphs."""

    coverage: fonts.Coverage = field(default_factory=fonts.Coverage)
    _known: dict[tuple[Rich, Style, float], Block] = field(default_factory=dict)

    @property
    def missing(self) -> Counter[str]:
        """Characters that no font has, with how often they were wanted."""
        return self.coverage.missing

    def set(self, text: Rich, style: Style, width: float) -> Block:
        """The text in lines no wider than `width` points."""
        short = isinstance(text, str) and len(text) <= _SHORT
        if short:
            known = self._known.get((text, style, width))
            if known is not None:
                return known
        size = style.size
        room = max((width - style.indent - style.hanging) / size, 1.0)
        stretches = []
        count = 0
        for part, spans in self._stretches(text, style):
            advance = _advance(part, spans)
            lines, gaps = broken(part, advance, room, (style.first - style.hanging) / size)
            stretches.append(_Stretch(part, advance, spans, lines, gaps))
            count += len(lines)
        block = Block(style, width, stretches, count)
        # Cells repeat the same few words; what has a missing glyph is set anew each time, so that it is counted.
        if short and len(self._known) < _MOST_KNOWN and not any(fonts.MISSING in one.text for one in stretches):
            self._known[text, style, width] = block
        return block

    def balanced(self, text: Rich, style: Style, width: float) -> Block:
        """As `set`, in as many lines but of like length: a title must not leave a syllable on its last line."""
        block = self.set(text, style, width)
        if not 1 < block.count <= _BALANCED or any(fonts.MISSING in one.text for one in block.stretches):
            return block
        low, high = width / 2, width
        for _step in range(7):
            middle = (low + high) / 2
            if self.set(text, style, middle).count > block.count:
                low = middle
            else:
                high = middle
        widths = [high + (width - high) * step / _TRIED for step in range(_TRIED + 1)]
        tried = [self.set(text, style, own) for own in widths]
        return min(enumerate(tried), key=lambda one: (_harm(one[1]) + 4 * one[0] / _TRIED, one[0]))[1]

    def width(self, text: str, style: Style) -> float:
        """Width of the text on one line, points."""
        part, spans = self._resolved(((fonts.clean(text), style.bold, style.colour),), style)
        return (sum(_advance(part, spans)) + GAP * len(gaps_of(part))) * style.size

    def line(self, text: str, style: Style) -> tuple[str, list[fonts.Span]]:
        """The text on one line as it can be printed, and its stretches by face."""
        shown, spans = self._resolved(((" ".join(fonts.clean(text).split("\n")), style.bold, ""),), style)
        return shown, [(start, end, face) for start, end, face, _ in spans]

    def fitted(self, text: str, style: Style, width: float) -> str:
        """The text on one line, cut with an ellipsis where it is wider than `width` points."""
        text = " ".join(fonts.clean(text).split("\n"))
        if self.width(text, style) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.width(text[:middle] + "…", style) <= width else (low, middle - 1)
        return text[:low] + "…"

    def _stretches(self, text: Rich, style: Style) -> list[tuple[str, list[tuple[int, int, fonts.Face, str]]]]:
        runs = ((text, style.bold, style.colour),) if isinstance(text, str) else tuple(
            (run.text, style.bold or run.bold, run.colour or style.colour) for run in text
        )  # fmt: skip
        parts: list[list[tuple[str, bool, str]]] = [[]]
        for words, bold, colour in runs:
            for index, piece in enumerate(fonts.clean(words).split("\n")):
                if index:
                    parts.append([])
                if piece:
                    parts[-1].append((piece, bold, colour))
        return [self._resolved(part, style) for part in parts]

    def _resolved(
        self, part: list[tuple[str, bool, str]] | tuple[tuple[str, bool, str], ...], style: Style
    ) -> tuple[str, list[tuple[int, int, fonts.Face, str]]]:
        texts: list[str] = []
        spans: list[tuple[int, int, fonts.Face, str]] = []
        offset = 0
        for words, bold, colour in part:
            name = fonts.FIXED if style.fixed else fonts.BOLD if bold else fonts.REGULAR
            shown, found = self.coverage.resolve(words, name, offset)
            texts.append(shown)
            spans += [(start, end, face, colour) for start, end, face in found]
            offset += len(shown)
        return "".join(texts), spans


def _advance(text: str, spans: list[tuple[int, int, fonts.Face, str]]) -> list[float]:
    if len(spans) == 1:
        return list(map(spans[0][2].advance.__getitem__, text))
    found: list[float] = []
    for start, end, face, _ in spans:
        found += map(face.advance.__getitem__, text[start:end])
    return found


def _harm(block: Block) -> int:
    """How much the ends of lines tear apart: nothing at punctuation and spaces, little behind a particle, most in a word."""
    harm = 0
    for stretch in block.stretches:
        for line in stretch.lines[:-1]:
            before, after = stretch.text[line.end - 1], stretch.text[line.end]
            if after != " " and before not in _RESTS and after not in _OPENS:
                kinds = _kind(before), _kind(after)
                harm += 1 if kinds[0] == "kana" != kinds[1] else 2 if kinds[0] != kinds[1] else 4
    return harm


def _kind(character: str) -> str:
    if "ぁ" <= character <= "ん":
        return "kana"
    return "katakana" if "ァ" <= character <= "ー" else "other"


def draw_block(canvas: Any, block: Block, x: float, top: float, first: int = 0, last: int | None = None) -> None:
    """Draws lines `first` to `last` (exclusive) of a block, the top of the first one at `top`."""
    style = block.style
    pen = _Pen(canvas, style.size)
    index = -1
    # Japanese type sits a little above the middle of its line.
    y = top - (style.leading - style.size) / 2 - style.size * 0.88
    for stretch in block.stretches:
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

    def __init__(self, canvas: Any, size: float) -> None:
        self.canvas, self.size = canvas, size
        self.code: list[str] = ["BT"]
        self.font: Any = None
        self.colour = ""
        self.spacing = 0.0

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
        document = self.canvas._doc
        pieces = face.font.splitString(text, document)
        for number, (subset, codes) in enumerate(pieces):
            if (face.name, subset) != self.font:
                self.font = (face.name, subset)
                self.code.append(f"{face.font.getSubsetInternalName(subset, document)} {self.size:g} Tf")
            shown = self.canvas._escape(codes)
            if after and number == len(pieces) - 1:
                self.code.append(f"[({shown}) {-after * 1000:.1f}] TJ")
            else:
                self.code.append(f"({shown}) Tj")

    def close(self) -> None:
        if self.spacing:
            self.code.append("0 Tc")
        self.code.append("ET")
        # The colour is part of the graphics state: what follows must not inherit it.
        self.canvas._code.append("q " + "\n".join(self.code) + " Q")


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


def _draw_line(pen: _Pen, block: Block, stretch: _Stretch, line: Line, x: float, y: float, width: float) -> None:
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
    between = beside = space = 0.0
    pen.move(x, y)
    if align == "justify" and not line.last and slack > 1e-3:
        pieces = _pieces(stretch, line)
        between, beside, space = _spread(stretch, line, pieces, slack)
    elif len(stretch.spans) == 1 and not stretch.gaps:
        _start, _end, face, colour = stretch.spans[0]
        pen.show(stretch.text[line.start : line.end], face, colour, 0.0, 0.0)
        return
    else:
        pieces = _pieces(stretch, line)
    for piece in pieces:
        after = 0.0
        if piece.end - 1 in stretch.gaps and piece.end < line.end:
            after = GAP + beside
            if piece.sort == "other":
                after -= between
        spacing = between * size if piece.sort == "other" else space * size if piece.sort == "space" else 0.0
        pen.show(stretch.text[piece.start : piece.end], piece.face, piece.colour, spacing, after)


def _pieces(stretch: _Stretch, line: Line) -> list[_Piece]:
    """The line cut at changes of face and colour, and between words, spaces and Japanese: gaps stand only there."""
    found: list[_Piece] = []
    for start, end, face, colour in stretch.spans:
        low, high = max(start, line.start), min(end, line.end)
        if low < high:
            matches = _PIECES.finditer(stretch.text, low, high)
            found += (_Piece(m.start(), m.end(), face, colour, m.lastgroup or "other") for m in matches)
    return found


def _spread(stretch: _Stretch, line: Line, pieces: list[_Piece], slack: float) -> tuple[float, float, float]:
    """How much wider gaps become, in em: between Japanese characters, beside Latin, at spaces. Zeros: left ragged."""
    characters = sum(piece.end - piece.start for piece in pieces if piece.sort == "other")
    spaces = sum(piece.end - piece.start for piece in pieces if piece.sort == "space")
    besides = sum(1 for index in stretch.gaps if line.start <= index < line.end - 1)
    total = line.end - line.start
    if characters < _CJK_SHARE * total:
        return 0.0, 0.0, 0.0
    places = characters - (1 if pieces[-1].sort == "other" else 0)
    even = slack / max(places + besides + spaces, 1)
    if even <= _MOST_BETWEEN * 0.6:
        return even, even, even
    beside, space = (min(_MOST_BESIDE, slack / (besides + spaces)),) * 2 if besides + spaces else (0.0, 0.0)
    rest = slack - beside * besides - space * spaces
    between = rest / max(places, 1)
    if between <= _MOST_BETWEEN:
        return max(between, 0.0), beside, space
    space = min(_MOST_SPACE, (slack - beside * besides - _MOST_BETWEEN * places) / spaces) if spaces else 0.0
    if spaces and _MOST_BETWEEN * places + beside * besides + space * spaces >= slack - 1e-6:
        return _MOST_BETWEEN, beside, space
    return 0.0, 0.0, 0.0
