"""The report: mixed pages against stock platypus, a long annex against chunks by hand, the roll-up of ratings, a whole report."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as StockParagraph
from reportlab.platypus import SimpleDocTemplate, Spacer
from reportlab.platypus import Table as StockTable

from benchmarks.measure import Result, beside, median
from exercise_studio.reporting import fonts
from exercise_studio.reporting.blocks import HeadingFlow
from exercise_studio.reporting.compose import Composer, Item, NewPage
from exercise_studio.reporting.document import Column, Run
from exercise_studio.reporting.paper import Paper
from exercise_studio.reporting.paragraph import Paragraph
from exercise_studio.reporting.tables import TableFlow
from exercise_studio.reporting.tagging import Tag
from exercise_studio.reporting.theme import Theme, frame_of
from exercise_studio.reporting.typeset import Typesetter

TEXT = (
    "対策本部は、CSIRTからの報告を受けて搬出入の一時停止を決定し、所管省庁への第一報を15分以内に行った。"
    "しかし、荷主への連絡は「確認中」として45分遅れ、情報連絡の手順（第3版）に定める期限を守れなかった。"
)
BOLD = "改善策として、手順書に担当と期限を明記する。"
CHAPTERS = 40
ROWS = 10_000


def _drawn(items: Sequence[Item], tags: Tag | None = None) -> int:
    """Lays the items out and draws them with their tags; the number of pages."""
    composer = Composer()
    composer.add([NewPage(), *items])
    canvas = Paper(io.BytesIO())
    canvas.tags.root = tags or canvas.tags.root
    for page in composer.pages:
        for placed in page.placed:
            placed.flowable.drawOn(canvas, placed.x, placed.y)
        canvas.showPage()
    canvas.save()
    return len(composer.pages)


def _ours() -> int:
    setter, theme = Typesetter(language="ja"), Theme("ja")
    items: list[Item] = []
    root = Tag("Document")
    columns = (Column("番号", 0.6), Column("内容", 4), Column("期限", 1))
    for number in range(CHAPTERS):
        part = Tag("Sect", root)
        heading = HeadingFlow(setter, f"{number} 対応の経過", theme.heading)
        heading.tag = Tag("H1", part)
        items.append(heading)
        for _ in range(5):
            paragraph = Paragraph(setter, (Run(TEXT), Run(BOLD, True)), theme.body)
            paragraph.tag = Tag("P", part)
            items.append(paragraph)
        rows = [(f"A-{row}", TEXT[:40], "2026-09-30") for row in range(6)]
        items.append(TableFlow(setter, columns, rows, theme, bold_first=True, tag=Tag("Table", part)))
    return _drawn(items, root)


def _stock() -> int:
    body = ParagraphStyle("body", fontName=fonts.REGULAR, fontSize=10, leading=16, wordWrap="CJK", spaceAfter=6)
    head = ParagraphStyle("head", parent=body, fontName=fonts.BOLD, fontSize=12)
    cell = ParagraphStyle("cell", parent=body, fontSize=8.5, leading=12.5, spaceAfter=0)
    story: list[Any] = []
    for number in range(CHAPTERS):
        story.append(StockParagraph(f"{number} 対応の経過", head))
        story += [StockParagraph(f"{TEXT}<b>{BOLD}</b>", body) for _ in range(5)]
        rows = [[f"A-{row}", StockParagraph(TEXT[:40], cell), "2026-09-30"] for row in range(6)]
        story += [
            StockTable(rows, colWidths=(50, 320, 89), style=[("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR)]),
            Spacer(1, 6),
        ]
    document = SimpleDocTemplate(io.BytesIO(), initialFontName=fonts.REGULAR, invariant=1)
    document.build(story)
    return int(document.page)


def _family() -> None:
    from reportlab.lib.fonts import addMapping

    # Binary streams, as ours have them.
    rl_config.useA85 = 0
    fonts.face(fonts.REGULAR)
    fonts.face(fonts.BOLD)
    addMapping(fonts.REGULAR, 1, 0, fonts.BOLD)


def bench_report_pages() -> Iterator[Result]:
    """Pages a second with bold, kinsoku, justification, tables and tags, against stock platypus on the same text."""
    _family()
    ours, stock = _ours(), _stock()
    one, other = beside(_ours, _stock, times=5)
    yield Result("report pages", ours / median(one), "pages/s", stock / median(other), 3, at_least=True)


def bench_report_annex() -> Iterator[Result]:
    """A table of 10,000 rows against stock tables of 200 rows, the fastest way to have them without ours."""
    _family()
    rows = [(f"PRE-{row}", f"期待する行動その{row}", "経営層", "3.0") for row in range(ROWS)]
    columns = (Column("項目", 1), Column("行動", 4), Column("チーム", 2), Column("評点", 1))

    def annex() -> None:
        _drawn((TableFlow(Typesetter(), columns, rows, Theme("ja")),))

    def chunks() -> None:
        width = frame_of("tall")[2]
        story: list[Any] = [
            StockTable(
                rows[begin : begin + 200], colWidths=[width * share for share in (0.13, 0.5, 0.24, 0.13)],
                style=[("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR), ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#C9CED6")],
            )
            for begin in range(0, len(rows), 200)
        ]  # fmt: skip
        SimpleDocTemplate(io.BytesIO(), initialFontName=fonts.REGULAR, invariant=1).build(story)

    one, other = beside(annex, chunks, times=2)
    yield Result("report annex of 10,000 rows", median(one) * 1000, "ms", median(other) * 1000, 1.2)


def bench_report_linear() -> Iterator[Result]:
    """A tagged table of 50,000 rows against the same number of rows in tables of 10,000: what a row costs does not grow."""
    _family()
    columns = (Column("項目", 1), Column("行動", 4), Column("チーム", 2), Column("評点", 1))

    def table(first: int, count: int) -> None:
        rows = [
            (f"PRE-{row:05d}", f"期待する行動その{row:05d}", "経営層", "3.0") for row in range(first, first + count)
        ]
        _drawn((TableFlow(Typesetter(language="ja"), columns, rows, Theme("ja"), bold_first=True),))

    def parts() -> None:
        for first in range(0, 5 * ROWS, ROWS):
            table(first, ROWS)

    one, other = beside(lambda: table(0, 5 * ROWS), parts, times=1)
    # 5.5 times what 10,000 rows take.
    yield Result("report table of 50,000 rows", median(one) * 1000, "ms", median(other) * 1000, 1.1)
