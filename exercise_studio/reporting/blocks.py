"""Flowables for the report's blocks that are neither plain paragraphs nor tables: headings, tiles, figures, contents."""

from dataclasses import dataclass
from typing import Any

from reportlab.graphics.shapes import Drawing
from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting.document import Tile
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.figures.paint import paint
from exercise_studio.reporting.paragraph import Title
from exercise_studio.reporting.tables import rule
from exercise_studio.reporting.tagging import LAYOUT, Tag, cut, string
from exercise_studio.reporting.theme import INK, MUTED, NAVY, RULE, Theme
from exercise_studio.reporting.typeset import Style, Typesetter

_TILE_GAP = 14.0


class HeadingFlow(Title):
    """A heading that is in the outline and stays with what follows.

    Attributes:
        outline: (title, level) of its bookmark; level 0 is a chapter. None: not in the outline.
        ruled: a thin line stands under it.
        least_below: points that must be left for what follows.
    """

    stays_with_next = True
    outline: tuple[str, int] | None = None
    ruled = False
    least_below = 0.0

    def split(self, aW: float, aH: float) -> list[Flowable]:  # noqa: N803  reportlab's names
        return []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        _width, height = super().wrap(aW, aH)
        self.height = height + (6 if self.ruled else 0)
        return aW, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        if self.key:
            canvas.bookmarkHorizontal(self.key, 0, self.height + 6)
        if self.outline is not None:
            title, level = self.outline
            canvas.addOutlineEntry(cut(title), self.key, level, closed=level > 0)
        draw_block(canvas, self.block(self.width), 0, self.height, tag=self.content_tag())
        if self.ruled:
            rule(canvas, 0, 0, self.width, NAVY, 1.2)


class TilesFlow(Flowable):
    """Key figures side by side: a list, each item with its name, its value and what it counts."""

    def __init__(self, setter: Typesetter, tiles: tuple[Tile, ...], theme: Theme, tag: Tag | None = None) -> None:
        super().__init__()
        self._setter, self._tiles, self._theme, self._tag = setter, tiles, theme, tag

    def _own(self) -> float:
        count = len(self._tiles)
        return (self.width - _TILE_GAP * (count - 1)) / count

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        self.width = aW
        theme, own = self._theme, self._own()
        titles = max(self._setter.set(tile.title, theme.tile_title, own).height for tile in self._tiles)
        notes = max(self._setter.set(tile.note, theme.tile_note, own).height for tile in self._tiles)
        self.height = 5 + titles + theme.tile_value.leading + 2 + notes
        return aW, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        theme, own, setter = self._theme, self._own(), self._setter
        titles = max(setter.set(tile.title, theme.tile_title, own).height for tile in self._tiles)
        unit = Style(size=11 * theme.scale, leading=theme.tile_value.leading, colour=MUTED, align="left")
        items = self._tag or Tag("L", canvas.tags.root)
        for number, tile in enumerate(self._tiles):
            item = Tag("LBody", Tag("LI", items))
            x = number * (own + _TILE_GAP)
            rule(canvas, x, self.height, own, NAVY, 1.2)
            y = self.height - 5
            draw_block(canvas, setter.set(tile.title, theme.tile_title, own), x, y, tag=Tag("P", item))
            y -= titles
            value = Tag("P", item)
            draw_block(canvas, setter.set(tile.value, theme.tile_value, own), x, y, tag=value)
            wide = setter.width(tile.value, theme.tile_value)
            draw_block(canvas, setter.set(tile.unit, unit, own), x + wide + 4, y - 4 * theme.scale, tag=value)
            y -= theme.tile_value.leading + 2
            draw_block(canvas, setter.set(tile.note, theme.tile_note, own), x, y, tag=Tag("P", item))

    def getSpaceAfter(self) -> float:  # noqa: N802  reportlab's name
        return 12.0 * self._theme.scale


class FigureFlow(Flowable):
    """A drawing as wide as the text; `alt` says in words what it shows."""

    def __init__(self, drawing: Drawing, alt: str = "", tag: Tag | None = None) -> None:
        super().__init__()
        self._drawing, self._alt, self._tag = drawing, alt, tag

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        self.width, self.height = aW, self._drawing.height
        return aW, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        tag = self._tag or Tag("Figure", canvas.tags.root)
        left, bottom = canvas.absolutePosition(0, 0)
        right, top = canvas.absolutePosition(self.width, self.height)
        box = f"/A<</O/Layout/Placement/Block/BBox[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]>>"
        tag.entries = f"{box}/Alt {string(self._alt)}"
        canvas._code.append(canvas.tags.begin(tag))
        paint(self._drawing, canvas)
        canvas._code.append("EMC")

    def getSpaceAfter(self) -> float:  # noqa: N802  reportlab's name
        return 6.0


@dataclass
class _Entry:
    number: str
    title: str
    key: str


class ContentsFlow(Flowable):
    """The table of contents: chapters with the pages that layout gave them."""

    def __init__(
        self, setter: Typesetter, entries: list[tuple[str, str, str]], numbers: dict[str, int], tag: Tag | None = None
    ) -> None:
        super().__init__()
        self._setter, self._numbers, self._tag = setter, numbers, tag
        self._entries = [_Entry(*entry) for entry in entries]
        self._style = Style(size=10, leading=19, align="left", colour=INK)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        self.width, self.height = aW, len(self._entries) * self._style.leading
        return aW, self.height

    def draw(self) -> None:
        canvas: Any = self.canv
        style, setter = self._style, self._setter
        right = Style(size=10, leading=19, align="right", colour=INK)
        y = self.height
        contents = self._tag or Tag("TOC", canvas.tags.root)
        for entry in self._entries:
            link = Tag("Link", Tag("Reference", Tag("TOCI", contents)))
            draw_block(canvas, setter.set(entry.number, style, 30), 0, y, tag=link)
            title = setter.fitted(entry.title, style, self.width - 80)
            draw_block(canvas, setter.set(title, style, self.width - 70), 30, y, tag=link)
            page = str(self._numbers.get(entry.key, ""))
            draw_block(canvas, setter.set(page, right, 30), self.width - 30, y, tag=link)
            begin = 30 + setter.width(title, style) + 8
            if begin < self.width - 40:
                base = y - style.leading / 2 - 3
                canvas._code.append(
                    f"{LAYOUT} q 0.55 G 0.5 w [0.5 3] 0 d 1 J {begin:.2f} {base:.2f} m {self.width - 34:.2f} {base:.2f} l S Q EMC"
                )
            if canvas.leads(f"#{entry.key}"):
                rect = (0.0, y - style.leading, self.width, y)
                canvas.link(rect, f"#{entry.key}", f"{entry.number} {entry.title}, {page}", link)
            y -= style.leading


class RuleFlow(Flowable):
    """A thin line over the whole width."""

    def __init__(self, colour: str = RULE, thickness: float = 0.5, after: float = 6.0) -> None:
        super().__init__()
        self._colour, self._thickness, self._after = colour, thickness, after

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803  reportlab's names
        self.width, self.height = aW, self._thickness
        return aW, self.height

    def draw(self) -> None:
        rule(self.canv, 0, 0, self.width, self._colour, self._thickness)

    def getSpaceAfter(self) -> float:  # noqa: N802  reportlab's name
        return self._after
