"""A paragraph that flows over pages: our own lines, at least two of them on either side of a page break."""

from dataclasses import replace
from typing import Any, Final

from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting import fonts
from exercise_studio.reporting.document import Rich, plain
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.tagging import Tag
from exercise_studio.reporting.typeset import Block, Style, Typesetter

_KEPT: Final = 2
"""Fewest lines of a paragraph at the foot and at the head of a page."""


class Paragraph(Flowable):
    """Text in one style.

    Attributes:
        mark: a bullet or number that stands left of the first line, inside the indent.
        key: the name of the place in the document, for bookmarks and page numbers; "" for none.
        stays_with_next: it is a heading.
        stays_with_previous: it is the note of the table above it.
        tag: what it is in the structure tree, shared by its pieces; None: a paragraph of the document.
        mark_tag: the same of its mark.
        first, last: the lines of the block that this piece shows (a split paragraph shares one block).
    """

    def __init__(self, setter: Typesetter, text: Rich, style: Style, *, mark: str = "", key: str = "") -> None:
        super().__init__()
        self._setter, self._text, self.style, self.mark, self.key = setter, text, style, mark, key
        self._block: Block | None = None
        self.first = 0
        self.last: int | None = None
        self.tag: Tag | None = None
        self.mark_tag: Tag | None = None

    stays_with_next = False
    stays_with_previous = False

    def __repr__(self) -> str:
        return f"Paragraph({self._text!r})"

    @property
    def words(self) -> str:
        """What it says, as it can be printed."""
        return fonts.clean(plain(self._text))

    def block(self, width: float) -> Block:
        """The text broken for a width, once."""
        if self._block is None or abs(self._block.width - width) > 0.01:
            self._block = self._setter.set(self._text, self.style, width)
        return self._block

    def _end(self, block: Block) -> int:
        return block.count if self.last is None else self.last

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        block = self.block(aW)
        self.width, self.height = aW, (self._end(block) - self.first) * self.style.leading
        return aW, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803  reportlab's names
        block = self.block(aW)
        end = self._end(block)
        total = end - self.first
        fit = int((aH + 0.01) // self.style.leading)
        if total - fit < _KEPT:
            fit = total - _KEPT
        if fit < _KEPT or total <= fit:
            return []
        return [self._part(self.first, self.first + fit), self._part(self.first + fit, end)]

    def _part(self, first: int, last: int) -> "Paragraph":
        mark = self.mark if first == 0 else ""
        part = type(self)(self._setter, self._text, self.style, mark=mark, key=self.key if first == 0 else "")
        part._block, part.first, part.last = self._block, first, last
        part.tag, part.mark_tag = self.tag, self.mark_tag
        return part

    def least(self, width: float) -> float:
        """The height of the fewest lines that may stand at the foot of a page."""
        block = self.block(width)
        count = self._end(block) - self.first
        return (count if count <= _KEPT + 1 else _KEPT) * self.style.leading

    def draw(self) -> None:
        block = self.block(self.width)
        tag = self.content_tag()
        if self.mark:
            style = replace(self.style, indent=0.0, hanging=0.0, first=0.0, align="left", bold=True)
            mark = self._setter.set(self.mark, style, self.style.indent + 20)
            draw_block(self.canv, mark, 0, self.height, tag=self.mark_tag or tag)
        draw_block(self.canv, block, 0, self.height, self.first, self._end(block), tag)

    def content_tag(self) -> Tag:
        """Its element; one that nobody placed hangs at the end of the document."""
        if self.tag is None:
            canvas: Any = self.canv
            self.tag = Tag("P", canvas.tags.root)
        return self.tag

    def getSpaceBefore(self) -> float:  # noqa: N802  reportlab's name
        return self.style.before if self.first == 0 else 0.0

    def getSpaceAfter(self) -> float:  # noqa: N802  reportlab's name
        return self.style.after


class Title(Paragraph):
    """A few lines of like length."""

    _for = 0.0

    def block(self, width: float) -> Block:
        if self._block is None or abs(self._for - width) > 0.01:
            self._block, self._for = self._setter.balanced(self._text, self.style, width), width
        return self._block
