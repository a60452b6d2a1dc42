"""Tables that stay linear: thin rules, no vertical lines, a heading row on every page, rows that split only when too tall."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from typing import Any

from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting.document import Column, Rich, Run, plain
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.tagging import COLUMN, LAYOUT, REPEATED, Tag
from exercise_studio.reporting.theme import INK, RULE, SURFACE, Theme
from exercise_studio.reporting.typeset import Block, Style, Typesetter

_PAD = 3.2
_GUTTER = 8.0
_NARROW_GUTTER = 5.0
_MANY_COLUMNS = 7
_SPLIT_FROM = 9
"""Rows with fewer lines are never split."""
_KEPT = 3
_LOOKED_AT = 40
_SHORT_WORD = 14
_WORDS = re.compile("[0-9]{1,2}/[0-9]{1,2} [0-9]{1,2}:[0-9]{2}|[!-~\u00a0\u00d7\u2212◎○△（）]+")


@dataclass
class _Grid:
    """What the pieces of one table share: set rows, their heights and where the columns stand."""

    setter: Typesetter
    columns: Sequence[Column]
    rows: Sequence[Sequence[Rich]]
    cell: Style
    head: Style
    bold_first: bool
    headless: bool
    spanning: int = 0
    width: float = 0.0
    edges: tuple[tuple[float, float], ...] = ()
    heading: tuple[Block, ...] = ()
    blocks: tuple[tuple[Block, ...], ...] = ()
    begins: tuple[bool, ...] = ()
    lines: tuple[int, ...] = ()
    along: tuple[float, ...] = ()
    tag: Tag | None = None
    body: Tag | None = None
    split: dict[int, list[Tag | None]] = field(default_factory=dict)
    """Cells of the rows that are not written whole, because they go on over a page or are spanned, by row."""

    def lay(self, width: float) -> None:
        """Sets every cell for a width, once."""
        if self.width == width:
            return
        self.width = width
        gutter = _GUTTER if len(self.columns) < _MANY_COLUMNS else _NARROW_GUTTER
        inner = width - gutter * (len(self.columns) - 1)
        edges, x = [], 0.0
        least = self._least()
        for own in _shared(inner, self._wished(inner, least), least):
            edges.append((x, own))
            x += own + gutter
        self.edges = tuple(edges)
        styles = [replace(self.cell, align=column.align, tabular=column.align == "right") for column in self.columns]
        if self.bold_first:
            styles[0] = replace(styles[0], bold=True)
        heads = [replace(self.head, align=column.align) for column in self.columns]
        make = self.setter.set
        self.heading = tuple(make(c.title, s, e[1]) for c, s, e in zip(self.columns, heads, self.edges, strict=True))
        pairs = [(style, edge[1]) for style, edge in zip(styles, self.edges, strict=True)]
        self.blocks = tuple(
            tuple(make(text, style, own) for text, (style, own) in zip(row, pairs, strict=True)) for row in self.rows
        )
        self.begins = tuple(not self.spanning or any(plain(text) for text in row[: self.spanning]) for row in self.rows)
        self.lines = self._spread([max(block.count for block in row[self.spanning :]) for row in self.blocks])
        leading, pad = self.cell.leading, 2 * _PAD
        self.along = (0.0, *accumulate(count * leading + pad for count in self.lines))

    def _wished(self, inner: float, least: list[float]) -> list[float]:
        """Column widths by weight; a column without one is as wide as its content, as far as there is room."""
        weights = [column.weight for column in self.columns]
        total = sum(weights)
        if all(weights):
            return [inner * weight / total for weight in weights]
        natural = [max(own, least[number]) for number, own in enumerate(self._natural())]
        if total:
            most = inner / 2 / weights.count(0)
            own = [min(width, most) if not weight else 0.0 for width, weight in zip(natural, weights, strict=True)]
            rest = inner - sum(own)
            return [width or rest * weight / total for width, weight in zip(own, weights, strict=True)]
        spare, wanted = inner - sum(least), sum(natural) - sum(least)
        if sum(natural) <= inner or spare <= 0 or wanted <= 0:
            return [inner * width / sum(natural) for width in natural]
        return [low + spare * (width - low) / wanted for low, width in zip(least, natural, strict=True)]

    def _natural(self) -> list[float]:
        """The width of each column's widest line, by its heading and rows from the whole length of the table."""
        rows = self.rows[:: max(1, len(self.rows) // _LOOKED_AT)]
        found = []
        for number, column in enumerate(self.columns):
            style = replace(self.cell, bold=number == 0 and self.bold_first)
            lines = {line for row in rows for line in plain(row[number]).split("\n")}
            width = max((self.setter.width(line, style) for line in lines), default=0.0)
            found.append(max(width, self.setter.width(column.title, self.head)) + 0.5)
        return found

    def _spread(self, lines: list[int]) -> tuple[int, ...]:
        """Lines of each row; the last row of a group grows where what spans the group needs more."""
        leading, pad = self.cell.leading, 2 * _PAD
        for first in range(len(lines)) if self.spanning else ():
            if self.begins[first]:
                last = self.end(first)
                need = max(block.count for block in self.blocks[first][: self.spanning]) * leading + pad
                lacking = need - sum(count * leading + pad for count in lines[first:last])
                lines[last - 1] += max(0, math.ceil(lacking / leading - 0.01))
        return tuple(lines)

    def end(self, first: int) -> int:
        """The row after the group in which a row stands."""
        last = first + 1
        while last < len(self.begins) and not self.begins[last]:
            last += 1
        return last

    def _least(self) -> list[float]:
        """The width that each column's longest short word needs, by its heading and its first rows."""
        found = []
        bold = replace(self.cell, bold=True)
        for number, column in enumerate(self.columns):
            style = bold if number == 0 and self.bold_first else self.cell
            words = {word for row in self.rows[:_LOOKED_AT] for word in _words(plain(row[number]))}
            width = max((self.setter.width(word, style) for word in words), default=0.0)
            heads = [self.setter.width(word, self.head) for word in _words(column.title)]
            found.append(max([width, *heads]) + 0.5)
        return found

    # the structure tree

    @property
    def names(self) -> bool:
        """Whether the first column names its rows."""
        return self.bold_first or self.headless

    def cells(self, row: int) -> list[Tag | None]:
        """The elements of a row's cells, made when it is first drawn; None where a cell from above reaches down."""
        known = self.split.get(row)
        if known is None:
            line = Tag("TR", self.body)
            known = self.split[row] = []
            begins = self.begins[row] or row == 0
            spanned = self.end(row) - row if self.spanning and begins else 1
            for column in range(len(self.columns)):
                if column < self.spanning and not begins:
                    known.append(None)
                    continue
                entries = "/Scope/Row" if column == 0 and self.names else ""
                if column < self.spanning and spanned > 1:
                    entries += f"/RowSpan {spanned}"
                role = "TH" if column == 0 and self.names else "TD"
                known.append(Tag(role, line, f"/A<</O/Table{entries}>>" if entries else "", kept=True))
        return known

    @property
    def head_height(self) -> float:
        """Height of the heading row, or of the rule that stands for it."""
        if self.headless:
            return 0.0
        return max(block.height for block in self.heading) + 2 * _PAD


def _words(text: str) -> list[str]:
    """Words that should not be broken in a cell."""
    return [word for word in _WORDS.findall(text) if len(word) <= _SHORT_WORD]


def _shared(inner: float, wished: list[float], least: list[float]) -> list[float]:
    """Column widths: as wished, but none below its least while the others have room to give."""
    if sum(least) >= inner:
        return wished
    widths = wished
    for _ in range(4):
        short = [max(need - own, 0.0) for own, need in zip(widths, least, strict=True)]
        missing = sum(short)
        if missing < 0.01:
            break
        spare = [max(own - need, 0.0) for own, need in zip(widths, least, strict=True)]
        given = missing / max(sum(spare), 0.01)
        widths = [own + lack - rest * given for own, lack, rest in zip(widths, short, spare, strict=True)]
    return widths


class TableFlow(Flowable):
    """A table or the part of it that stands on one page.

    Attributes:
        first, last: rows of this part (last exclusive).
        skip: lines of the first row that stand on the page before; `keep`: lines of the last row that stand here, None all.
    """

    def __init__(
        self,
        setter: Typesetter,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Rich]],
        theme: Theme,
        *,
        bold_first: bool = False,
        headless: bool = False,
        spanning: int = 0,
        after: float = 6.0,
        tag: Tag | None = None,
    ) -> None:
        super().__init__()
        self._grid = _Grid(setter, columns, rows, theme.cell, theme.cell_head, bold_first, headless, spanning, tag=tag)
        self.first, self.last = 0, len(rows)
        self.skip = 0
        self.keep: int | None = None
        self._after = after

    def _part(self, first: int, last: int, skip: int, keep: int | None) -> "TableFlow":
        part = TableFlow.__new__(TableFlow)
        Flowable.__init__(part)
        part._grid, part._after = self._grid, self._after
        part.first, part.last, part.skip, part.keep = first, last, skip, keep
        return part

    def _rows_height(self) -> float:
        grid = self._grid
        height = grid.along[self.last] - grid.along[self.first] - self.skip * grid.cell.leading
        if self.keep is not None:
            height -= (grid.lines[self.last - 1] - self.keep) * grid.cell.leading
        return height

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        self._grid.lay(aW)
        self.width, self.height = aW, self._grid.head_height + self._rows_height()
        return aW, self.height

    def least(self, width: float) -> float:
        """The height that has to be there for the heading row and the first row, or the start of a tall one."""
        grid = self._grid
        grid.lay(width)
        if self.first >= self.last:
            return grid.head_height
        if grid.spanning:
            return grid.head_height + grid.along[grid.end(self.first)] - grid.along[self.first]
        lines = grid.lines[self.first]
        if lines >= _SPLIT_FROM:
            lines = _KEPT
        return grid.head_height + lines * grid.cell.leading + 2 * _PAD

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803  reportlab's names
        grid = self._grid
        grid.lay(aW)
        room = aH - grid.head_height
        start = grid.along[self.first] + self.skip * grid.cell.leading
        fit = min(bisect_right(grid.along, start + room + 0.01, self.first, self.last + 1) - 1, self.last)
        left = start + room - grid.along[max(fit, self.first)] - 2 * _PAD
        lines = int((left + 0.01) // grid.cell.leading) if fit < self.last else 0
        row_end = self.keep if self.keep is not None and fit == self.last - 1 else None
        whole = (row_end if row_end is not None else grid.lines[fit]) if fit < self.last else 0
        begun = self.skip if fit == self.first else 0
        tall = whole - begun >= _SPLIT_FROM and not grid.spanning
        if fit < self.last and tall and lines - begun >= _KEPT and whole - lines >= 1:
            cut = min(lines, whole - _KEPT) if whole - lines < _KEPT else lines
            if cut - begun >= _KEPT:
                return [
                    self._part(self.first, fit + 1, self.skip, cut),
                    self._part(fit, self.last, cut, self.keep),
                ]
        group = fit
        while self.first < group < self.last and not grid.begins[group]:
            group -= 1
        # A group stays together, unless a page has no room for it at all.
        fit = group if group > self.first else fit
        if fit <= self.first:
            return []
        return [self._part(self.first, fit, self.skip, None), self._part(fit, self.last, 0, self.keep)]

    def draw(self) -> None:
        canvas: Any = self.canv
        grid = self._grid
        y = self.height
        begun = grid.body is not None
        if grid.body is None:
            grid.tag = grid.tag or Tag("Table", canvas.tags.root)
            head = Tag("TR", Tag("THead", grid.tag))
            grid.body = Tag("TBody", grid.tag)
        if not grid.headless:
            height = grid.head_height
            canvas._code.append(
                f"{LAYOUT} q {_rgb(SURFACE)} rg 0 {y - height:.2f} {self.width:.2f} {height:.2f} re f Q "
                f"{_line(0, y, self.width, INK, 0.8)} EMC"
            )
            if begun:
                canvas._code.append(REPEATED)
            for block, (x, _own) in zip(grid.heading, grid.edges, strict=True):
                draw_block(canvas, block, x, y - _PAD, tag=None if begun else Tag("TH", head, COLUMN, kept=True))
            if begun:
                canvas._code.append("EMC")
            y -= height
        self._rows(canvas, y)

    def _rows(self, canvas: Any, y: float) -> None:
        grid = self._grid
        leading = grid.cell.leading
        rules: list[str] = []
        for index in range(self.first, self.last):
            begin = self.skip if index == self.first else 0
            end = self.keep if self.keep is not None and index == self.last - 1 else grid.lines[index]
            if begin or end < grid.lines[index] or grid.spanning or any(block.marked for block in grid.blocks[index]):
                self._part_of_row(canvas, index, y - _PAD, begin, end)
            else:
                self._whole_row(canvas, grid.blocks[index], y - _PAD)
            y -= (end - begin) * leading + 2 * _PAD
            if index < self.last - 1:
                inside = grid.spanning and not grid.begins[index + 1]
                left = grid.edges[grid.spanning][0] if inside else 0.0
                rules.append(f"{left:.2f} {y:.2f} m {self.width:.2f} {y:.2f} l")
        if rules:
            canvas._code.append(f"{LAYOUT} q {_rgb(RULE)} RG 0.4 w {' '.join(rules)} S Q EMC")
        if self.first < self.last:
            rule(canvas, 0, y, self.width, INK, 0.6)

    def _whole_row(self, canvas: Any, blocks: Sequence[Block], top: float) -> None:
        grid = self._grid
        cells = "".join(["d" if block.blank else "D" for block in blocks])
        if grid.names:
            cells = ("h" if cells[0] == "d" else "H") + cells[1:]
        number = canvas.tags.row(grid.body, cells)
        for block, (x, _own), cell in zip(blocks, grid.edges, cells, strict=True):
            if cell in "DH":
                draw_block(canvas, block, x, top, tag=f"/T{cell}<</MCID {number}>>BDC")
                number += 1

    def _part_of_row(self, canvas: Any, index: int, top: float, begin: int, end: int) -> None:
        grid = self._grid
        tags = grid.cells(index)
        for column, (block, (x, _own), tag) in enumerate(zip(grid.blocks[index], grid.edges, tags, strict=True)):
            if tag is not None and begin < block.count:
                draw_block(canvas, block, x, top, begin, None if column < grid.spanning else end, tag)

    def getSpaceAfter(self) -> float:  # noqa: N802  reportlab's name
        return self._after

    def getSpaceBefore(self) -> float:  # noqa: N802  reportlab's name
        return 2.0


def rule(canvas: Any, x: float, y: float, width: float, colour: str, thickness: float) -> None:
    """A horizontal line, which is no content."""
    canvas._code.append(f"{LAYOUT} {_line(x, y, width, colour, thickness)} EMC")


def _line(x: float, y: float, width: float, colour: str, thickness: float) -> str:
    return f"q {_rgb(colour)} RG {thickness:g} w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S Q"


@cache
def _rgb(colour: str) -> str:
    return " ".join(f"{int(colour[index : index + 2], 16) / 255:.4g}" for index in (1, 3, 5))


def strong(text: str, colour: str = "") -> tuple[Run, ...]:
    """A bold stretch."""
    return (Run(text, True, colour),)
