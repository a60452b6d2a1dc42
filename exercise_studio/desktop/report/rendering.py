"""Printing a report and turning its pages into pictures, on the thread for computing; PDFium is used nowhere else.

PDFium is not made for several threads: everything that touches it runs on that one thread.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtGui import QImage

from exercise_studio.desktop.report.seeing import seen
from exercise_studio.domain.text import Lang
from exercise_studio.journeys import proofreading
from exercise_studio.journeys.proofreading import Proof
from exercise_studio.journeys.session import Session
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.editions import NO_OPTIONS, Options


@dataclass(frozen=True, slots=True)
class Wish:
    """Which report: its language, the moment it shows (None: everything so far), its edition and what that is told."""

    lang: Lang
    as_of: datetime | None = None
    edition: str = "full"
    options: Options = NO_OPTIONS


class Needle(NamedTuple):
    """Words to be found in the printed pages of a chapter, by its id; `key` names them in the answer."""

    key: str
    section: str
    words: str


class Place(NamedTuple):
    """A page, counted from 0, and how far down it, in points."""

    page: int
    down: float


class Printed(NamedTuple):
    """A printed report.

    Attributes:
        pdf: the file's bytes.
        sizes: width and height of every page in points.
        marks: bookmarks as (level, title, page), pages counted from 0.
        missing: characters that no font has, with how often they occur.
        places: where the needles are, by their keys; one that was not found is not there.
        mono: whether it is the black-and-white file.
    """

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    marks: tuple[tuple[int, str, int], ...]
    missing: dict[str, int]
    places: dict[str, Place]
    mono: bool = False


class Pictures(NamedTuple):
    """Pages as pictures, each with its pixels a point, of a printing told by `generation`, as `eye` sees them."""

    generation: int
    pages: dict[int, tuple[float, QImage]]
    eye: str = "colour"


def proof_of(session: Session, wish: Wish) -> Proof:
    """What the report says, and what is to be looked at in it; on the database thread."""
    return proofreading.proof(
        session, lang=wish.lang, as_of=wish.as_of, edition=wish.edition, options=wish.options
    )  # fmt: skip


def print_report(content: ReportContent, needles: Sequence[Needle] = (), mono: bool = False) -> Printed:
    """The pages of a report."""
    import pypdfium2

    from exercise_studio.reporting.pdf import write_pdf

    made = write_pdf(content, mono=mono)
    document = pypdfium2.PdfDocument(made.data)
    try:
        sizes = tuple(document.get_page_size(number) for number in range(len(document)))
        marks = []
        for mark in document.get_toc():
            place = mark.get_dest()
            number = place.get_index() if place is not None else None
            marks.append((mark.level, mark.get_title(), -1 if number is None else number))
        finder = _Finder(document, content, marks)
        for character in made.missing:
            needles = (*needles, *_lost(content, character))
        places = {needle.key: found for needle in needles if (found := finder.find(needle)) is not None}
    finally:
        document.close()
    return Printed(made.data, sizes, tuple(marks), made.missing, places, mono)


COVER = "cover"
"""The id of the part that stands for the cover."""
REPLACED = "〓"
"""What is printed for a character that no font has."""


def _lost(content: ReportContent, character: str) -> list[Needle]:
    """Where a character is that could not be printed: the first chapter that has it."""
    for section in content.sections:
        if any(character in text for text in proofreading.strings(section)):
            return [Needle(glyph_key(character), section.id, REPLACED)]
    return []


def glyph_key(character: str) -> str:
    """The key of the needle for a character that no font has."""
    return f"glyph/{character}"


class _Finder:
    """Finds words in the pages; how lines are broken and words are spaced makes no difference."""

    def __init__(self, document: Any, content: ReportContent, marks: Sequence[tuple[int, str, int]]) -> None:
        self._document = document
        self._texts: dict[int, tuple[str, list[int]]] = {}
        tops = starts(content, marks)
        if content.front:
            tops[COVER] = 0
        order = [*sorted(set(tops.values())), len(document)]
        self._ranges = {one: (top, order[bisect_right(order, top)]) for one, top in tops.items()}

    def find(self, needle: Needle) -> Place | None:
        wanted = "".join(needle.words.split())
        if not wanted or needle.section not in self._ranges:
            return None
        first, end = self._ranges[needle.section]
        # A chapter may end on the page on which the next one begins.
        for number in range(first, min(end + 1, len(self._document))):
            text, places = self._text(number)
            at = text.find(wanted)
            if at >= 0:
                return Place(number, self._down(number, places[at]))
        return None

    def _text(self, number: int) -> tuple[str, list[int]]:
        if number not in self._texts:
            said = self._document[number].get_textpage().get_text_range()
            kept = [index for index, character in enumerate(said) if not character.isspace()]
            self._texts[number] = "".join(said[index] for index in kept), kept
        return self._texts[number]

    def _down(self, number: int, index: int) -> float:
        page = self._document[number]
        words = page.get_textpage()
        if index >= words.count_chars():
            return 0.0
        _left, _bottom, _right, top = words.get_charbox(index)
        return max(0.0, float(page.get_height() - top))


def starts(content: ReportContent, marks: Sequence[tuple[int, str, int]]) -> dict[str, int]:
    """The pages on which the chapters begin, told by the bookmarks."""
    tops = [(title.rstrip(), page) for level, title, page in marks if level == 0]
    found = {}
    for section in content.sections:
        page = next((page for title, page in tops if title.endswith(section.title)), -1)
        if page >= 0:
            found[section.id] = page
    return found


def draw(pdf: bytes, pages: Sequence[tuple[int, float]], generation: int, eye: str = "colour") -> Pictures:
    """Some pages as pictures; `pages` are numbers with their pixels a point."""
    import pypdfium2

    found: dict[int, tuple[float, QImage]] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, scale in pages:
            page = document[number]
            bitmap = page.render(scale=scale)
            picture = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_BGR888)
            # A copy of its own: the bitmap's memory goes with the document.
            found[number] = (scale, seen(picture.copy(), eye))
            bitmap.close()
            page.close()
    finally:
        document.close()
    return Pictures(generation, found, eye)
