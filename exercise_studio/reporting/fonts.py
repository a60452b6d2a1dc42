"""The report's embedded fonts: which has a character, how wide it is, and what stands for one that none has."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from exercise_studio import paths

MISSING: Final = "〓"
"""Printed where no font has the character; the writer reports which ones."""

REGULAR: Final = "BIZUDPGothic"
BOLD: Final = "BIZUDPGothic-Bold"
FIXED: Final = "BIZUDGothic"
FALLBACK: Final = "NotoSansJP"
FALLBACKS: Final = (FALLBACK, "NotoSansSymbols", "NotoEmoji")
"""Asked in this order for a character that the text's own face lacks."""
_FILES = {
    REGULAR: "BIZUDPGothic-Regular.ttf",
    BOLD: "BIZUDPGothic-Bold.ttf",
    FIXED: "BIZUDGothic-Regular.ttf",
    FALLBACK: "NotoSansJP-Regular.ttf",
    "NotoSansSymbols": "NotoSansSymbols-Regular.ttf",
    "NotoEmoji": "NotoEmoji-Regular.ttf",
}

# What has no shape of its own (joiners, variation selectors, marks of direction) is not printed: text stays in logical
# order, and no character of it can turn the order of what stands beside it.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
_SPACES = str.maketrans(
    dict.fromkeys("\u1680\u2000\u2001\u2004\u2005\u2006\u2008\u2009\u200a\u205f", " ")
    | dict.fromkeys("\u2007\u202f", "\xa0")
)
"""Spaces of other widths, which no font has."""
_ODD = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\ud800-\udfff{_INVISIBLE}]")
_REMOVED = re.compile(f"[{_INVISIBLE}]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_VARIANT = re.compile("([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])([\ufe00-\ufe02\U000e0100-\U000e01ef])")
_COMBINED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")


@dataclass(frozen=True)
class Face:
    """One embedded font: advance of each character it has, in em, and the object that reportlab draws with."""

    name: str
    advance: dict[str, float]
    covered: frozenset[str]
    ascent: float
    descent: float
    font: Any


@cache
def face(name: str) -> Face:
    """The font of that name, read and registered once a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(paths.resources("fonts", _FILES[name])))
    pdfmetrics.registerFont(font)
    shape = font.face
    glyphs, widths = shape.charToGlyph, shape.charWidths
    advance = {chr(code): widths.get(code, shape.defaultWidth) / 1000 for code in glyphs if code >= 0x20}
    return Face(name, advance, frozenset(advance) | {"\n"}, shape.ascent / 1000, shape.descent / 1000, font)


def clean(text: str) -> str:
    """The text as it can be printed: tabs and rare spaces are spaces, breaks "\\n", controls `MISSING`, invisible characters left out."""
    if _ODD.search(text):
        text = _BREAKS.sub("\n", text).replace("\t", " ").translate(_SPACES)
        text = _CONTROL.sub(MISSING, _REMOVED.sub("", text))
    if max(text, default="") >= "\u0300" and _COMBINED.search(text):
        # Only what is combined is composed: composing all of it would change kanji of names (U+FA19 to U+795E).
        text = _COMBINED.sub(lambda found: unicodedata.normalize("NFC", found.group()), text)
    return text


def lacking(texts: Iterable[str]) -> Counter[str]:
    """Characters of the texts that no font has or that are controls, with how often; half of a pair counts as U+FFFD.

    A kanji with the sign for another shape than its usual one counts too, as both: it is printed in the usual shape.
    """
    found: Counter[str] = Counter()
    known = face(REGULAR).covered.union(*(face(name).covered for name in FALLBACKS))
    for text in texts:
        if not known.issuperset(text):
            found.update(_controls(text))
            found.update(char for char in clean(text) if char not in known)
            found.update(one.group() for one in _VARIANT.finditer(text) if one.group() not in usual_shapes())
    return found


@cache
def usual_shapes() -> frozenset[str]:
    """Kanji with the signs that only name the shape they have anyway, by OpenType's cmap format 14.

    The face of even widths has the fullest table; its kanji have the shapes of the text face's.
    """
    data = paths.resources("fonts", _FILES[FIXED]).read_bytes()

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], "big")

    tables = {data[at : at + 4]: number(at + 8, 4) for at in range(12, 12 + 16 * number(4, 2), 16)}
    cmap = tables[b"cmap"]
    parts = [cmap + number(at + 4, 4) for at in range(cmap + 4, cmap + 4 + 8 * number(cmap + 2, 2), 8)]
    found = set()
    for part in (one for one in parts if number(one, 2) == 14):
        for record in range(part + 10, part + 10 + 11 * number(part + 6, 4), 11):
            sign, ranges = chr(number(record, 3)), number(record + 3, 4)
            begin = part + ranges
            for at in range(begin + 4, begin + 4 + 4 * number(begin, 4), 4) if ranges else ():
                found |= {chr(code) + sign for code in range(number(at, 3), number(at, 3) + data[at + 3] + 1)}
    return frozenset(found)


def _controls(text: str) -> list[str]:
    plain = _BREAKS.sub("\n", text).replace("\t", " ")
    return ["\ufffd" if "\ud800" <= char <= "\udfff" else char for char in _CONTROL.findall(plain)]


@cache
def spare_for(char: str) -> Face | None:
    """The first of the spare fonts that has a character."""
    return next((one for one in map(face, FALLBACKS) if char in one.advance), None)


Span = tuple[int, int, Face]
"""Start, end (exclusive) and face of a stretch of characters."""


@dataclass
class Coverage:
    """Chooses a face for every character of a document and keeps account of those that no font has.

    Attributes:
        missing: each character without a glyph, and how often it was wanted.
    """

    missing: Counter[str] = field(default_factory=Counter)

    def clean(self, text: str) -> str:
        """As `clean`, and counts the controls."""
        cleaned = clean(text)
        if cleaned is not text and _CONTROL.search(text):
            self.missing.update(_controls(text))
        return cleaned

    def resolve(self, text: str, name: str = REGULAR, offset: int = 0) -> tuple[str, list[Span]]:
        """The text as it can be printed (same length) and its stretches by face, counted from `offset`."""
        main = face(name)
        if main.covered.issuperset(text):
            return text, [(offset, offset + len(text), main)]
        spans: list[Span] = []
        out: list[str] = []
        for index, char in enumerate(text, offset):
            chosen, shown = main, char
            if char not in main.advance and char != "\n":
                spare = spare_for(char)
                if spare is not None:
                    chosen = spare
                else:
                    self.missing[char] += 1
                    shown = MISSING
            out.append(shown)
            if spans and spans[-1][2] is chosen:
                spans[-1] = (spans[-1][0], index + 1, chosen)
            else:
                spans.append((index, index + 1, chosen))
        return "".join(out), spans
