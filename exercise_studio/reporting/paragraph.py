"""A paragraph that flows over pages: our lines in reportlab's frames, two of them at least on either side of a break."""

from typing import Final

from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting.document import Rich
from exercise_studio.reporting.typeset import Block, Style, Typesetter, draw_block

_KEPT: Final = 2
"""Fewest lines of a paragraph at the foot and at the head of a page."""


class Paragraph(Flowable):
    """Text in one style.

    Attributes:
        first, last: the lines of the block that this piece shows (a split paragraph shares one block).
    """

    def __init__(self, setter: Typesetter, text: Rich, style: Style) -> None:
        super().__init__()
        self._setter, self._text, self.style = setter, text, style
        self._block: Block | None = None
        self.first = 0
        self.last: int | None = None

    def __repr__(self) -> str:
        return f"Paragraph({self._text!r})"

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
        part = Paragraph(self._setter, self._text, self.style)
        part._block, part.first, part.last = self._block, first, last
        return part

    def draw(self) -> None:
        block = self.block(self.width)
        draw_block(self.canv, block, 0, self.height, self.first, self._end(block))

    def getSpaceBefore(self) -> float:  # noqa: N802  reportlab's name
        return self.style.before if self.first == 0 else 0.0

    def getSpaceAfter(self) -> float:  # noqa: N802  reportlab's name
        return self.style.after
