"""Text set in lines and drawn: bold runs, a fallback face for rare characters, justification, Japanese beside Latin.

Text from people is data here: nothing in it is markup, and any string can be set.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

from exercise_studio.reporting import fonts
from exercise_studio.reporting.breaking import GAP, Line, broken, gaps_of, may_break
from exercise_studio.reporting.document import Rich
from exercise_studio.reporting.marks import Mark, marks_of, target_of

Align = Literal["justify", "left", "right", "centre"]

_SHORT: Final = 24
_MOST_KNOWN: Final = 20_000
_BALANCED: Final = 4
"""Most lines of a text that is set in lines of like length."""
_TRIED: Final = 12
_LIKE: Final = 0.5
"""How short the shorter of two lines of a title may be against the other."""
_RESTS: Final = "、。，．：；」』）)／・"
_BREATHS: Final = "、。，．：；」』／ \u3000"
_OPENS: Final = "「『（("


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
    tabular: bool = False
    """Every digit is as wide as the others, so that numbers stand below one another digit by digit."""


class Stretch(NamedTuple):
    """Text between two hard breaks with its faces, colours and lines."""

    text: str
    advance: list[float]
    spans: list[tuple[int, int, fonts.Face, str]]
    lines: list[Line]
    gaps: frozenset[int]
    marks: tuple[Mark, ...] = ()


@dataclass
class Block:
    """Text broken for one width: what a paragraph, a cell or a label draws."""

    style: Style
    width: float
    stretches: list[Stretch]
    count: int
    blank: bool = False
    """It has no characters at all."""
    marked: bool = False
    """Some of it is a link, of another language or not what is meant."""

    @property
    def height(self) -> float:
        """Points from the top of the first line to the bottom of the last."""
        return self.count * self.style.leading

    @property
    def natural(self) -> float:
        """Width of its widest line, points."""
        widest = max((line.width for stretch in self.stretches for line in stretch.lines), default=0.0)
        return widest * self.style.size + self.style.indent


_Set = tuple[str, list[tuple[int, int, fonts.Face, str]], tuple[Mark, ...]]
"""The characters of a stretch as they are drawn, its faces and its marks."""


@dataclass
class Typesetter:
    """Sets the text of one document and keeps account of missing glyphs.

    Attributes:
        language: the document's; text that is not of it is marked. "" marks none.
    """

    coverage: fonts.Coverage = field(default_factory=fonts.Coverage)
    language: str = ""
    _known: dict[tuple[Rich, Style, float], Block] = field(default_factory=dict)
    _widths: dict[tuple[str, str], float] = field(default_factory=dict)
    _uncounted: fonts.Coverage = field(default_factory=fonts.Coverage)
    """For what is only measured."""

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
        blank, marked = True, False
        for part, spans, marks in self._stretches(text, style):
            advance = _advance(part, spans)
            if style.tabular and "1" in part:
                _even(part, spans, advance)
            lines, gaps = broken(
                part, advance, room, (style.first - style.hanging) / size, ragged=style.align != "justify"
            )
            stretches.append(Stretch(part, advance, spans, lines, gaps, marks))
            count += len(lines)
            blank, marked = blank and not part, marked or bool(marks)
        block = Block(style, width, stretches, count, blank, marked)
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
        best = min(enumerate(tried), key=lambda one: (_harm(one[1]) + 4 * one[0] / _TRIED, one[0]))[1]
        return _at_rest(best, width) if best.count == 2 and _harm(best) > 1 else best

    def width(self, text: str, style: Style) -> float:
        """Width of the text on one line, points."""
        name = fonts.FIXED if style.fixed else fonts.BOLD if style.bold else fonts.REGULAR
        known = self._widths.get((text, name))
        if known is None:
            whole = fonts.clean(text).replace("\n", " ")
            part, found = self._uncounted.resolve(whole, name)
            spans = [(start, end, face, "") for start, end, face in found]
            known = sum(_advance(part, spans)) + GAP * len(gaps_of(part))
            if len(text) <= _SHORT and len(self._widths) < _MOST_KNOWN:
                self._widths[text, name] = known
        return known * style.size

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

    def _stretches(self, text: Rich, style: Style) -> list[_Set]:
        if isinstance(text, str):
            text = self.coverage.clean(text)
            if "\n" not in text:
                shown, spans = self._resolved(((text, style.bold, style.colour),), style)
                return [(shown, spans, marks_of(text, shown, [], self.language))]
        runs = ((text, style.bold, style.colour, ""),) if isinstance(text, str) else tuple(
            (run.text, style.bold or run.bold, run.colour or style.colour, run.link) for run in text
        )  # fmt: skip
        parts: list[list[tuple[str, bool, str]]] = [[]]
        links: list[list[tuple[int, int, int, str]]] = [[]]
        for number, (words, bold, colour, link) in enumerate(runs):
            target = target_of(link) if link else ""
            for index, piece in enumerate(self.coverage.clean(words).split("\n")):
                if index:
                    parts.append([])
                    links.append([])
                if piece and target:
                    start = sum(len(one[0]) for one in parts[-1])
                    links[-1].append((start, start + len(piece), number, target))
                if piece:
                    parts[-1].append((piece, bold, colour))
        found: list[_Set] = []
        for part, own in zip(parts, links, strict=True):
            shown, spans = self._resolved(part, style)
            meant = part[0][0] if len(part) == 1 else "".join(one[0] for one in part)
            found.append((shown, spans, marks_of(meant, shown, own, self.language)))
        return found

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


def _even(text: str, spans: list[tuple[int, int, fonts.Face, str]], advance: list[float]) -> None:
    """Widens the ones."""
    for start, end, face, _ in spans:
        for index in range(start, end):
            if text[index] == "1":
                advance[index] += 2 * beside_one(face)


def beside_one(face: fonts.Face) -> float:
    """The room on either side of a one that makes it as wide as a nought, em."""
    return max(face.advance.get("0", 0.0) - face.advance.get("1", 0.0), 0.0) / 2


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


def _at_rest(block: Block, width: float) -> Block:
    """A title of two lines broken at a mark or a space instead, where its lines are not too unlike then."""
    if len(block.stretches) > 1:
        return block
    (stretch,) = block.stretches
    text, room = stretch.text, (width - block.style.indent - block.style.hanging) / block.style.size
    found: list[tuple[float, list[Line]]] = []
    for at in range(1, len(text)):
        rests = text[at - 1] in _BREATHS or text[at] in _OPENS
        if rests and may_break(text, at):
            lines = [_measured(stretch, 0, at, False), _measured(stretch, at, len(text), True)]
            longest = max(line.width for line in lines)
            if longest <= room:
                found.append((min(line.width for line in lines) / longest, lines))
    likeness, lines = max(found, default=(0.0, []), key=lambda one: one[0])
    if likeness < _LIKE:
        return block
    return replace(block, width=width, stretches=[stretch._replace(lines=lines)])


def _measured(stretch: Stretch, start: int, end: int, last: bool) -> Line:
    """The line of these characters, without spaces at its end."""
    end = start + len(stretch.text[start:end].rstrip(" "))
    gaps = sum(1 for index in stretch.gaps if start <= index < end - 1)
    return Line(start, end, sum(stretch.advance[start:end]) + GAP * gaps, last)


def _kind(character: str) -> str:
    if "ぁ" <= character <= "ん":
        return "kana"
    return "katakana" if "ァ" <= character <= "ー" else "other"
