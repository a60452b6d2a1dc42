"""Writes a report as PDF: A4, tagged, embedded subset fonts, bookmarks, the same bytes for the same content."""

import calendar
import io
import time
from dataclasses import dataclass

from exercise_studio.reporting.blocks import ContentsFlow, HeadingFlow
from exercise_studio.reporting.compose import Composer, NewPage
from exercise_studio.reporting.cover import CoverFlow
from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.flow import Flow, all_items
from exercise_studio.reporting.page import draw_furniture
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.tagging import Tag, cut
from exercise_studio.reporting.theme import Theme, frame_of, size_of
from exercise_studio.reporting.typeset import Typesetter


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


def write_pdf(content: ReportContent, *, mono: bool = False) -> Pdf:
    """The report as a file. It never fails on a text: what no font can show is shown as 〓 and named in `missing`.

    `mono` prints it in greys, each as light as the colour it stands for.
    """
    setter = Typesetter(language=content.language)
    buffer = io.BytesIO()
    canvas = Paper(buffer, language=content.language, mono=mono)
    composer = _laid_out(content, setter, canvas.tags.root)
    _describe(canvas, content)
    titles = {f"s-{section.id}": f"{section.number} {section.title}" for section in content.sections}
    canvas.targets = {key: title for key, title in titles.items() if key in composer.numbers}
    for number, page in enumerate(composer.pages, 1):
        canvas.setPageSize(size_of(page.sheet))
        draw_furniture(canvas, setter, content, page.sheet, number, len(composer.pages), page.bare)
        for placed in page.placed:
            placed.flowable.drawOn(canvas, placed.x, placed.y)
        canvas.showPage()
    canvas.save()
    return Pdf(buffer.getvalue(), len(composer.pages), dict(sorted(setter.missing.items())))


def _laid_out(content: ReportContent, setter: Typesetter, root: Tag) -> Composer:
    theme = Theme(content.language)
    # In the order in which they are read, whatever is laid out first.
    cover, front = Tag("Sect", root), Tag("Sect", root)
    flow = Flow(setter, theme, content.continued, root)
    sections = all_items(flow, content.sections)
    composer = Composer()
    height = frame_of("tall")[3]
    if content.front:
        flow.here = front
        contents = flow.heading(HeadingFlow(setter, content.cover.contents_title, theme.heading), 1)
        composer.add([NewPage("tall", bare=True), CoverFlow(setter, content.cover, height, cover), NewPage("tall")])
        composer.add([contents, ContentsFlow(setter, flow.entries, composer.numbers, Tag("TOC", front))])
        composer.add(flow.block(content.cover.history, "tall", ""))
    composer.add(sections)
    if composer.pages and not composer.pages[-1].placed:
        composer.pages.pop()
    return composer


def _describe(canvas: Paper, content: ReportContent) -> None:
    """Title, author and dates of the file; the dates are those of the content, not of the moment of writing."""
    canvas.setTitle(cut(f"{content.header} ({content.version})"))
    canvas.setAuthor(cut(content.cover.lines[3][1]))
    canvas.setSubject(cut(content.subject))
    canvas.setCreator("Exercise Studio")
    canvas.setKeywords(f"TLP:{content.tlp}, {cut(content.handling)}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    if content.created:
        parts = time.strptime(content.created, "%Y%m%d%H%M%S")
        stamp = canvas._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = float(calendar.timegm(parts)), tuple(parts), tuple(parts)[:6]
