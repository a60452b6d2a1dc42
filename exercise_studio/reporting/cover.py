"""The cover: kind, title, facts, approval boxes and distribution, on one calm page."""

from typing import Any

from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting.document import Cover
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.tables import rule
from exercise_studio.reporting.tagging import BULLETS, COLUMN, LAYOUT, ROW, Tag
from exercise_studio.reporting.theme import INK, MM, MUTED, NAVY, RULE
from exercise_studio.reporting.typeset import Style, Typesetter

_BOX = 22 * MM
_HEAD = Style(size=9, leading=14, bold=True, colour=NAVY, align="left")


class CoverFlow(Flowable):
    """Fills the whole text area of the first page."""

    def __init__(self, setter: Typesetter, cover: Cover, height: float, tag: Tag) -> None:
        super().__init__()
        self._setter, self._cover, self._full, self._tag = setter, cover, height, tag

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        self.width, self.height = aW, self._full
        return aW, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        cover, width = self._cover, self.width
        y = self.height - 42 * MM
        kind = Style(size=13, leading=20, bold=True, colour=NAVY, align="left")
        draw_block(canvas, self._setter.set(cover.kind, kind, width), 0, y, tag=Tag("P", self._tag))
        y -= 28
        rule(canvas, 0, y, 46 * MM, NAVY, 2.4)
        y -= 16
        title = self._title(width)
        draw_block(canvas, title, 0, y, tag=Tag("Title", self._tag))
        y -= title.height + 8
        subtitle = Style(size=12, leading=19, colour=MUTED, align="left")
        block = self._setter.set(cover.subtitle, subtitle, width)
        draw_block(canvas, block, 0, y, tag=Tag("P", self._tag))
        y -= block.height + 30
        self._lines(canvas, y)
        self._foot(canvas)

    def _title(self, width: float) -> Any:
        """The title as large as leaves it at most four lines."""
        for size in (27, 24, 21, 18, 15, 12, 9, 7):
            style = Style(size=size, leading=size * 1.42, bold=True, colour=INK, align="left")
            block = self._setter.set(self._cover.title, style, width)
            if block.count <= 4:
                return self._setter.balanced(self._cover.title, style, width)
        short = self._setter.fitted(self._cover.title, style, width * 3.6)
        return self._setter.set(short, style, width)

    def _lines(self, canvas: Any, y: float) -> None:
        name = Style(size=9, leading=15, colour=MUTED, align="left")
        value = Style(size=10, leading=15, align="left")
        body = Tag("TBody", Tag("Table", self._tag))
        for title, text in self._cover.lines:
            row = Tag("TR", body)
            own = Tag("TH", row, ROW, kept=True)
            draw_block(canvas, self._setter.set(title, name, 42 * MM), 0, y, tag=own)
            fitted = self._setter.fitted(text, value, self.width - 44 * MM)
            own = Tag("TD", row, kept=True)
            draw_block(canvas, self._setter.set(fitted, value, self.width - 42 * MM), 44 * MM, y, tag=own)
            y -= 15
            rule(canvas, 0, y - 2, self.width, RULE, 0.4)
            y -= 6

    def _foot(self, canvas: Any) -> None:
        """Distribution on the left, approval boxes on the right, the notice below both; read in this order."""
        cover, setter = self._cover, self._setter
        notice = Style(size=8, leading=12.5, colour=MUTED, align="left")
        block = setter.set(cover.notice, notice, self.width)
        base = block.height + 14
        rule(canvas, 0, base - 6, self.width, RULE, 0.5)
        left = self.width - len(cover.approvals) * _BOX
        self._distribution(canvas, base + _BOX + 34, left)
        self._approvals(canvas, base, left)
        draw_block(canvas, block, 0, block.height, tag=Tag("P", self._tag))

    def _approvals(self, canvas: Any, base: float, left: float) -> None:
        cover, setter = self._cover, self._setter
        table = Tag("Table", self._tag)
        label = Style(size=8.5, leading=14, align="centre")
        date = Style(size=7.5, leading=12, colour=MUTED, align="centre")
        title = setter.set(cover.approval_title, _HEAD, len(cover.approvals) * _BOX)
        draw_block(canvas, title, left, base + _BOX + 34, tag=Tag("Caption", table))
        words, dates = Tag("TR", Tag("THead", table)), Tag("TR", Tag("TBody", table))
        for number, word in enumerate(cover.approvals):
            x = left + number * _BOX
            own = Tag("TH", words, COLUMN, kept=True)
            draw_block(canvas, setter.set(word, label, _BOX), x, base + _BOX + 16, tag=own)
            box = f"q 0.106 0.122 0.141 RG 0.6 w {x:.2f} {base + 2:.2f} {_BOX:.2f} {_BOX:.2f} re S Q"
            canvas._code.append(f"{LAYOUT} {box} EMC")
            draw_block(canvas, setter.set("／　　／", date, _BOX), x, base + 14, tag=Tag("TD", dates, kept=True))

    def _distribution(self, canvas: Any, top: float, left: float) -> None:
        cover, setter = self._cover, self._setter
        draw_block(canvas, setter.set(cover.distribution_title, _HEAD, left - 20), 0, top, tag=Tag("P", self._tag))
        text = Style(size=9, leading=14.5, align="left")
        y = top - 17
        names = Tag("L", self._tag, BULLETS)
        for name in cover.distribution[:5]:
            fitted = setter.set(setter.fitted(name, text, left - 24), text, left - 20)
            draw_block(canvas, fitted, 0, y, tag=Tag("LBody", Tag("LI", names)))
            y -= 14.5
        if len(cover.distribution) > 5:
            more = Style(size=8, leading=12, colour=MUTED, align="left")
            count = setter.set(f"+{len(cover.distribution) - 5}", more, 60)
            draw_block(canvas, count, 0, y, tag=Tag("LBody", Tag("LI", names)))
