"""Turns the report's blocks into flowables in the look of the theme."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from reportlab.platypus.flowables import Flowable

from exercise_studio.reporting import figures, fonts
from exercise_studio.reporting.blocks import FigureFlow, HeadingFlow, TilesFlow
from exercise_studio.reporting.compose import Item, NewPage, Together, height_of
from exercise_studio.reporting.document import (
    Block,
    Card,
    Column,
    Facts,
    Figure,
    Heading,
    Lead,
    PageBreak,
    Points,
    Prose,
    Rich,
    Run,
    Section,
    Small,
    Table,
    Tiles,
    plain,
)
from exercise_studio.reporting.paragraph import Paragraph, Title
from exercise_studio.reporting.tables import TableFlow, strong
from exercise_studio.reporting.tagging import BULLETS, NUMBERED, Headings, Tag
from exercise_studio.reporting.theme import ACCENT, NAVY, WARN, Sheet, Theme, frame_of
from exercise_studio.reporting.typeset import Typesetter

_Text = TypeVar("_Text", bound=Paragraph)
_SCALES = (1.0, 0.96, 0.92, 0.88, 0.84, 0.8)
_SMALL_TABLE = 10
"""Tables of at most so many rows stay on one page."""
_CLIPPED = (240, 180, 140, 110, 90)
"""Characters that a text keeps on a page that is still too full at the smallest scale; the first that is few enough."""
_BASIS = {"fact": NAVY, "view": ACCENT, "estimate": WARN, "": NAVY}
_CARD = 5
"""How deep the headings of findings stand: below all others of their chapter."""
_NEW_PAGE = frozenset({"summary", "overview", "results", "ratings"})
"""Chapters that begin on a page of their own."""


class Flow:
    """Makes flowables for one document.

    Attributes:
        setter: the document's typesetter, which counts missing glyphs.
        entries: chapters for the table of contents: number, title, key.
        root: the document in the structure tree; `here` is the part of it into which blocks go.
    """

    def __init__(self, setter: Typesetter, theme: Theme, continued: str = "", root: Tag | None = None) -> None:
        self.setter, self.theme, self.continued = setter, theme, continued
        self.entries: list[tuple[str, str, str]] = []
        self.root = self.here = root or Tag("Document")
        self._headings = Headings()

    def section(self, section: Section) -> list[Item]:
        """A chapter with its page breaks."""
        key = f"s-{section.id}"
        self.entries.append((section.number, section.title, key))
        self.here = Tag("Sect", self.root)
        if section.one_page:
            return [NewPage("tall"), *self._one_page(section, key), NewPage("tall")]
        sheet: Sheet = "tall"
        wide = next((n for n, block in enumerate(section.blocks) if getattr(block, "wide", False)), None)
        items: list[Item] = []
        if wide is not None and all(isinstance(block, Prose) for block in section.blocks[:wide]):
            sheet = "wide"
        if section.id in _NEW_PAGE or sheet == "wide":
            items.append(NewPage(sheet))
        items.append(self._chapter(section, key))
        for number, block in enumerate(section.blocks):
            turned = getattr(block, "wide", False)
            below = section.blocks[number + 1 : number + 2]
            leads = isinstance(block, Heading) and any(getattr(one, "wide", False) for one in below)
            if (turned or leads) and sheet == "tall":
                sheet = "wide"
                items.append(NewPage("wide"))
            if isinstance(block, Figure) and turned:
                items += self._figure(block, sheet, self._room(items, sheet))
            elif isinstance(block, Table) and turned:
                items += self._wide_table(block, self._room(items, sheet))
            else:
                items += self.block(block, sheet, f"{key}-{number}")
            if turned:
                sheet = "tall"
                items.append(NewPage("tall"))
        return items

    def _chapter(self, section: Section, key: str) -> HeadingFlow:
        style = self.theme.chapter
        text = f"{section.number}　{section.title}" if self.theme.lang == "ja" else f"{section.number}  {section.title}"
        heading = self.heading(HeadingFlow(self.setter, text, style, key=key), 1)
        heading.outline = (f"{section.number} {section.title}", 0)
        heading.ruled = True
        heading.least_below = 110.0
        return heading

    def heading(self, flow: HeadingFlow, depth: int) -> HeadingFlow:
        """A heading in the structure tree, of the level that its depth comes to here; without words it is none."""
        return self._as(flow, self._headings.role(depth) if flow.words.strip() else "P")

    def _as(self, flow: _Text, role: str, parent: Tag | None = None) -> _Text:
        flow.tag = Tag(role, parent or self.here)
        return flow

    def _one_page(self, section: Section, key: str) -> list[Item]:
        """The chapter at the largest scale at which it fits; at the smallest one, long texts are cut."""
        _left, _bottom, width, height = frame_of("tall")
        usual = self.theme
        items: list[Item] = []
        for scale in _SCALES:
            self.theme = Theme(usual.lang, scale)
            items = [self._chapter(section, key), *(i for b in section.blocks for i in self.block(b, "tall", ""))]
            if height_of(items, width) <= height:
                break
        for most in _CLIPPED if height_of(items, width) > height else ():
            cut = [_clipped(block, most) for block in section.blocks]
            items = [self._chapter(section, key), *(i for block in cut for i in self.block(block, "tall", ""))]
            if height_of(items, width) <= height:
                break
        self.theme = usual
        return items

    def block(self, block: Block, sheet: Sheet, key: str) -> list[Item]:
        """The flowables of one block."""
        theme, setter = self.theme, self.setter
        match block:
            case Heading():
                style = theme.heading if block.level == 2 else theme.subheading
                heading = HeadingFlow(setter, block.text, style, key=key if block.level == 2 else "")
                self.heading(heading, block.level)
                if block.level == 2 and key:
                    heading.outline = (block.text, 1)
                return [heading]
            case Prose():
                return self._prose(block)
            case Lead():
                return [self._as(Title(setter, block.text, theme.lead), "P")]
            case Points():
                return self._points(block)
            case Small():
                return [self._as(Paragraph(setter, block.text, theme.small), "P")]
            case Table():
                return self._table(block)
            case Facts():
                columns = (Column("", 1.5), Column("", 6))
                rows = [(strong(name, "#5B636E"), value) for name, value in block.rows]
                return [TableFlow(setter, columns, rows, theme, headless=True, after=8, tag=Tag("Table", self.here))]
            case Tiles():
                return [TilesFlow(setter, block.tiles, theme, Tag("L", self.here))]
            case Card():
                return self._card(block)
            case Figure():
                return self._figure(block, sheet, frame_of(sheet)[3])
            case PageBreak():
                return [NewPage(sheet)]

    def _prose(self, block: Prose) -> list[Item]:
        theme = self.theme
        if block.to_write:
            return [self._as(Paragraph(self.setter, block.text, theme.to_write), "P")]
        text: Rich = block.text
        if block.label:
            runs = (Run(text),) if isinstance(text, str) else text
            mark = f"【{block.label}】" if theme.lang == "ja" else f"[{block.label}] "
            text = (Run(mark, True, _BASIS[block.basis]), *runs)
        return [self._as(Paragraph(self.setter, text, theme.body), "P")]

    def _points(self, block: Points) -> list[Item]:
        style = self.theme.point
        items: list[Item] = []
        points = Tag("L", self.here, NUMBERED if block.numbered else BULLETS)
        for number, text in enumerate(block.items, 1):
            mark = f"{number}." if block.numbered else "・" if self.theme.lang == "ja" else "•"
            point = Paragraph(self.setter, text, style, mark=mark)
            item = Tag("LI", points)
            point.mark_tag, point.tag = Tag("Lbl", item), Tag("LBody", item)
            items.append(point)
        return items

    def _table(self, block: Table) -> list[Item]:
        theme = self.theme
        items: list[Item] = []
        table = Tag("Table" if block.rows else "Div", self.here)
        if block.caption and not block.wide:
            caption = HeadingFlow(self.setter, block.caption, theme.caption)
            items.append(self._as(caption, "Caption", table))
        if block.rows:
            flow = TableFlow(
                self.setter, block.columns, block.rows, theme, bold_first=block.bold_first, spanning=block.spanning,
                after=3 if block.note else 8, tag=table,
            )  # fmt: skip
            items.append(flow)
        if block.note:
            note = self._as(Paragraph(self.setter, block.note, theme.small), "Note")
            note.stays_with_previous = True
            items.append(note)
        if 0 < len(block.rows) <= _SMALL_TABLE and not block.wide and not block.caption:
            return [Together(tuple(item for item in items if isinstance(item, Flowable)), 0.28)]
        return items

    def _wide_table(self, block: Table, room: float) -> list[Item]:
        """A table a little smaller where that saves it a second page."""
        usual, width = self.theme, frame_of("wide")[2]
        for scale in _SCALES[:4]:
            self.theme = Theme(usual.lang, scale)
            items = self._table(block)
            if height_of(items, width) + usual.body.after <= room:
                break
        else:
            self.theme = usual
            items = self._table(block)
        self.theme = usual
        return items

    def _card(self, block: Card) -> list[Item]:
        theme = self.theme
        colour = ACCENT if block.good else NAVY
        style = replace(theme.card_title, before=10.0, after=1.0)
        title = HeadingFlow(self.setter, (Run(f"{block.number}  ", True, colour), Run(block.title, True)), style)
        parts: list[Flowable] = [self.heading(title, _CARD)]
        if block.marks:
            marks = HeadingFlow(self.setter, "　".join(block.marks), replace(theme.small, align="left", after=3.0))
            parts.append(self._as(marks, "P"))
        rows: list[tuple[Rich, Rich]] = []
        for part in block.parts:
            runs = (Run(part.text),) if isinstance(part.text, str) else part.text
            if part.label:
                mark = f"【{part.label}】" if theme.lang == "ja" else f"[{part.label}] "
                runs = (Run(mark, True, _BASIS[part.basis]), *runs)
            rows.append((strong(part.title, colour), runs))
        columns, table = (Column("", 1.25), Column("", 6)), Tag("Table", self.here)
        parts.append(TableFlow(self.setter, columns, rows, theme, headless=True, after=7, tag=table))
        return [Together(tuple(parts))]

    def _room(self, items: list[Item], sheet: Sheet) -> float:
        """What is left of a page of this sheet below what stands on it since it was turned to."""
        _left, _bottom, width, height = frame_of(sheet)
        last = max((number for number, item in enumerate(items) if isinstance(item, NewPage)), default=-1)
        return height - height_of(items[last + 1 :], width)

    def _figure(self, block: Figure, sheet: Sheet, room: float) -> list[Item]:
        width = frame_of(sheet)[2]
        own = room - 34 - (18 if block.note else 0)
        group = Tag("Div", self.here)
        items: list[Item] = []
        cut = figures.parts(block.sort, block.data, own)
        for number, part in enumerate(cut):
            drawing = figures.draw(block.sort, part, self.setter, width, own, self.theme)
            words = self._further(block.caption) if number else block.caption
            caption = self._as(HeadingFlow(self.setter, words, self.theme.caption), "Caption", group)
            parts: list[Flowable] = [caption, FigureFlow(drawing, _said(block), Tag("Figure", group))]
            if block.note and number == len(cut) - 1:
                parts.append(self._as(Paragraph(self.setter, block.note, self.theme.small), "Note", group))
            items.append(Together(tuple(parts)))
        return items

    def _further(self, caption: str) -> str:
        """The caption of what goes on over a page."""
        return f"{caption}{'' if self.theme.lang == 'ja' else ' '}{self.continued}"


def _said(figure: Figure) -> str:
    """What stands for a figure where it cannot be seen; never nothing."""
    return next(text for text in (figure.alt, figure.caption, figure.sort) if fonts.clean(text).strip())


def _clipped(block: Block, most: int) -> Block:
    if isinstance(block, Points):
        return replace(block, items=tuple(_short(item, most) for item in block.items[:5]))
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(_short(cell, most) for cell in row) for row in block.rows[:4]))
    if isinstance(block, Lead | Small):
        return replace(block, text=str(_short(block.text, most)))
    if isinstance(block, Prose):
        return replace(block, text=_short(block.text, most))
    return block


def _short(text: Rich, most: int) -> Rich:
    words = " ".join(plain(text).split())
    if len(words) <= most:
        return text
    # Not within a word of Latin text.
    space = words.rfind(" ", most - 15, most + 1)
    left = space if space > 0 else most
    if isinstance(text, str):
        return words[:left] + "…"
    runs: list[Run] = []
    for run in text:
        kept = run.text[:left]
        left -= len(kept)
        runs.append(run._replace(text=kept if left > 0 else f"{kept}…"))
        if left <= 0:
            break
    return tuple(runs)


def all_items(flow: Flow, sections: Iterable[Section]) -> list[Item]:
    """The flowables of all chapters in order."""
    return [item for section in sections for item in flow.section(section)]
