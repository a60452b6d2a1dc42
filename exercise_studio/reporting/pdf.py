"""Writes a report as PDF: A4, embedded subset fonts, bookmarks, the same bytes for the same content."""

import calendar
import io
import time
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from exercise_studio.reporting import fonts
from exercise_studio.reporting.blocks import ContentsFlow, HeadingFlow
from exercise_studio.reporting.compose import Composer, NewPage
from exercise_studio.reporting.cover import CoverFlow
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.flow import Flow, all_items
from exercise_studio.reporting.page import draw_furniture
from exercise_studio.reporting.theme import Theme, frame_of, size_of
from exercise_studio.reporting.typeset import Typesetter

# Streams stay binary: a fifth smaller and quicker than in letters and digits.
rl_config.useA85 = 0


@dataclass(frozen=True)
class Pdf:
    """A written file.

    Attributes:
        pages: how many.
        missing: characters that no font has, shown as 〓, with how often they occur.
    """

    data: bytes
    pages: int
    missing: dict[str, int]


def write_pdf(content: ReportContent) -> Pdf:
    """The report as a file. It never fails on a text: what no font can show is shown as 〓 and named in `missing`."""
    fonts.face(fonts.REGULAR)
    setter = Typesetter()
    composer = _laid_out(content, setter)
    buffer = io.BytesIO()
    make: Any = Canvas
    canvas = make(
        buffer, pagesize=size_of("tall"), invariant=1, initialFontName=fonts.REGULAR, pageCompression=1, lang=content.language
    )  # fmt: skip
    _describe(canvas, content)
    for number, page in enumerate(composer.pages, 1):
        canvas.setPageSize(size_of(page.sheet))
        draw_furniture(canvas, setter, content, page.sheet, number, len(composer.pages), page.bare)
        for placed in page.placed:
            placed.flowable.drawOn(canvas, placed.x, placed.y)
        canvas.showPage()
    canvas.save()
    return Pdf(buffer.getvalue(), len(composer.pages), dict(sorted(setter.missing.items())))


def _laid_out(content: ReportContent, setter: Typesetter) -> Composer:
    theme = Theme(content.language)
    flow = Flow(setter, theme, content.continued)
    sections = all_items(flow, content.sections)
    composer = Composer()
    height = frame_of("tall")[3]
    contents = HeadingFlow(setter, content.cover.contents_title, theme.heading)
    if content.front:
        composer.add([NewPage("tall", bare=True), CoverFlow(setter, content.cover, height), NewPage("tall")])
        composer.add([contents, ContentsFlow(setter, flow.entries, composer.numbers)])
        composer.add(flow.block(content.cover.history, "tall", ""))
    composer.add(sections)
    if composer.pages and not composer.pages[-1].placed:
        composer.pages.pop()
    return composer


def _describe(canvas: Any, content: ReportContent) -> None:
    """Title, author and dates of the file; the dates are those of the content, not of the moment of writing."""
    canvas.setTitle(fonts.clean(f"{content.header} ({content.version})"))
    canvas.setAuthor(fonts.clean(content.cover.lines[3][1]))
    canvas.setSubject(fonts.clean(content.subject))
    canvas.setCreator("Exercise Studio")
    canvas.setKeywords([f"TLP:{content.tlp}", content.handling])
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    if content.created:
        parts = time.strptime(content.created, "%Y%m%d%H%M%S")
        stamp = canvas._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = float(calendar.timegm(parts)), tuple(parts), tuple(parts)[:6]
