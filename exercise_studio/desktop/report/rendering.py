"""Printing a report and turning its pages into pictures, on the thread for computing; PDFium is used nowhere else.

PDFium is not made for several threads: everything that touches it runs on that one thread.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtGui import QImage

from exercise_studio.domain.text import Lang
from exercise_studio.journeys import reporting
from exercise_studio.journeys.session import Session
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.writers import write


class Printed(NamedTuple):
    """A printed report.

    Attributes:
        pdf: the file's bytes.
        sizes: width and height of every page in points.
        marks: bookmarks as (level, title, page), pages counted from 0.
    """

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    marks: tuple[tuple[int, str, int], ...]


class Pictures(NamedTuple):
    """Pages as pictures, each with its pixels a point, of a printing told by `generation`."""

    generation: int
    pages: dict[int, tuple[float, QImage]]


def content_of(session: Session, lang: Lang, as_of: datetime | None) -> ReportContent:
    """What the report says; on the database thread."""
    return reporting.build_content(session, lang=lang, as_of=as_of)


def print_report(content: ReportContent) -> Printed:
    """The pages of a report."""
    import pypdfium2

    pdf = write(content, "pdf")
    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = tuple(document.get_page_size(number) for number in range(len(document)))
        marks = []
        for mark in document.get_toc():
            place = mark.get_dest()
            number = place.get_index() if place is not None else None
            marks.append((mark.level, mark.get_title(), -1 if number is None else number))
    finally:
        document.close()
    return Printed(pdf, sizes, tuple(marks))


def draw(pdf: bytes, pages: Sequence[tuple[int, float]], generation: int) -> Pictures:
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
            found[number] = (scale, picture.copy())
            bitmap.close()
            page.close()
    finally:
        document.close()
    return Pictures(generation, found)
