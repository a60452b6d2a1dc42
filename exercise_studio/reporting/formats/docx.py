"""The report as a Word document: real headings, styles, tables, figures with alternative text, head and foot."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from exercise_studio.reporting import figures
from exercise_studio.reporting.document import (
    Block,
    Card,
    Cover,
    Facts,
    Figure,
    Heading,
    Lead,
    PageBreak,
    Points,
    Prose,
    ReportContent,
    Rich,
    Run,
    Section,
    Small,
    Table,
    Tiles,
    plain,
)
from exercise_studio.reporting.formats.pictures import picture
from exercise_studio.reporting.formats.zips import steady
from exercise_studio.reporting.theme import (
    ACCENT,
    INK,
    MUTED,
    NAVY,
    RULE,
    SIDE,
    SURFACE,
    TLP_INK,
    WARN,
    Theme,
    frame_of,
)
from exercise_studio.reporting.typeset import Typesetter

LATIN: Final = "Yu Gothic"
JAPANESE: Final = "游ゴシック"
"""Fonts that Word has wherever it speaks Japanese; LibreOffice takes what comes nearest."""
_BASIS = {"fact": NAVY, "view": ACCENT, "estimate": WARN, "": NAVY}
_LANGUAGES = {"ja": "ja-JP", "en": "en-GB"}
_WORDS = re.compile(r"[!-~]+|[^!-~\s]")
_SHORT: Final = 9
"""A cell of so many characters stays on one line."""
_CELL_SIDES: Final = 12.0
"""Points left and right of a cell's text."""
_LOOKED_AT: Final = 200
_CLEAN: dict[int, int | None] = dict.fromkeys([*range(9), *range(11, 32), 0xFFFE, 0xFFFF])
_CLEAN |= dict.fromkeys(range(55296, 57344), 65533)


def write_docx(content: ReportContent) -> bytes:
    """The report as a DOCX file, the same bytes for the same content. Characters that XML cannot hold are left out."""
    return steady(_Writer(content).bytes())


def clean(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return text.translate(_CLEAN)


class _Writer:
    """Writes one document."""

    def __init__(self, content: ReportContent) -> None:
        import docx
        from docx.enum import text as text_enum
        from docx.enum.section import WD_ORIENT
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor
        from docx.table import _Cell

        self._pt, self._rgb, self._element, self._qn = Pt, RGBColor, OxmlElement, qn
        self._align = text_enum.WD_ALIGN_PARAGRAPH
        self._break, self._tab_leader = text_enum.WD_BREAK, text_enum.WD_TAB_LEADER
        self._tab_align, self._highlight = text_enum.WD_TAB_ALIGNMENT, text_enum.WD_COLOR_INDEX
        self._cell_of = _Cell
        self._orient, self._table_left = WD_ORIENT, WD_TABLE_ALIGNMENT.LEFT
        self.content, self.lang = content, content.language
        self.setter, self.theme = Typesetter(), Theme(content.language)
        self.doc: Any = docx.Document()
        self.wide = False
        self._bookmarks = 0
        self._numbered_lists = 0

    def bytes(self) -> bytes:
        """The file."""
        content = self.content
        self._styles()
        self._sheet(self.doc.sections[0], wide=False)
        self._furniture(self.doc.sections[0])
        if content.front:
            self._cover(content.cover)
            self._contents()
        for number, section in enumerate(content.sections):
            self._section(section, first=number == 0)
        self._describe()
        buffer = io.BytesIO()
        self.doc.save(buffer)
        return buffer.getvalue()

    # styles and pages

    def _styles(self) -> None:
        styles = self.doc.styles
        normal = styles["Normal"]
        self._font(normal, 10.5, INK)
        normal.paragraph_format.space_after = self._pt(6)
        normal.paragraph_format.line_spacing = 1.35
        properties = normal.element.get_or_add_rPr()
        language = self._element("w:lang")
        language.set(self._qn("w:val"), "en-GB" if self.lang == "ja" else _LANGUAGES["en"])
        language.set(self._qn("w:eastAsia"), "ja-JP")
        for old in properties.findall(self._qn("w:lang")):
            properties.remove(old)
        properties.append(language)
        sizes = {1: (16, NAVY, 20, 8), 2: (13, NAVY, 14, 5), 3: (11.5, INK, 10, 4), 4: (10.5, INK, 8, 3)}
        for level, (size, colour, before, after) in sizes.items():
            style = styles[f"Heading {level}"]
            self._font(style, size, colour, bold=True)
            style.paragraph_format.space_before, style.paragraph_format.space_after = self._pt(before), self._pt(after)
            style.paragraph_format.keep_with_next = True
        self._font(styles["Title"], 26, INK, bold=True)
        self._font(styles["Subtitle"], 12, MUTED)
        caption = styles["Caption"]
        self._font(caption, 9.5, INK, bold=True)
        caption.paragraph_format.keep_with_next = True
        for name in ("List Bullet", "List Number"):
            styles[name].paragraph_format.space_after = self._pt(3)
        for name, size, colour, bold in (
            ("Report Lead", 13, NAVY, True), ("Report Small", 8.5, MUTED, False), ("Report Cell", 9, INK, False),
            ("Report To Write", 10.5, WARN, False), ("Report Contents", 10, INK, False),
        ):  # fmt: skip
            style = styles.add_style(name, 1)
            style.base_style = normal
            self._font(style, size, colour, bold=bold)
        cell = styles["Report Cell"]
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = self._pt(2)
        cell.paragraph_format.line_spacing = 1.2
        self._cell_style = cell.style_id

    def _font(self, style: Any, size: float, colour: str, *, bold: bool = False) -> None:
        style.font.name, style.font.size, style.font.bold = LATIN, self._pt(size), bold
        style.font.italic = False  # Japanese has no italics
        style.font.color.rgb = self._rgb.from_string(colour[1:])
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            if fonts.get(self._qn(key)) is not None:
                del fonts.attrib[self._qn(key)]
        fonts.set(self._qn("w:eastAsia"), JAPANESE)

    def _sheet(self, section: Any, *, wide: bool) -> None:
        width, height = (842.0, 595.3) if wide else (595.3, 842.0)
        section.orientation = self._orient.LANDSCAPE if wide else self._orient.PORTRAIT
        section.page_width, section.page_height = self._pt(width), self._pt(height)
        section.left_margin = section.right_margin = self._pt(SIDE)
        section.top_margin, section.bottom_margin = self._pt(72), self._pt(64)
        section.header_distance, section.footer_distance = self._pt(34), self._pt(30)

    def _furniture(self, section: Any) -> None:
        """TLP, name and edition at the head; handling, date, TLP and page x / y at the foot of every page."""
        content, width = self.content, frame_of("wide" if self.wide else "tall")[2]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        for paragraph in (head, foot):
            for run in list(paragraph.runs):
                run._element.getparent().remove(run._element)
            paragraph.paragraph_format.tab_stops.add_tab_stop(self._pt(width), self._tab_align.RIGHT)
            paragraph.style = self.doc.styles["Report Small"]
        head.add_run(clean(f"{content.header}　{content.version}\t"))
        self._tlp(head)
        foot.add_run(clean(f"{content.handling}　{content.as_of}　"))
        before, _, rest = content.page.partition("{page}")
        between, _, after = rest.partition("{pages}")
        foot.add_run(before)
        self._field(foot, "PAGE", "1")
        foot.add_run(between)
        self._field(foot, "NUMPAGES", "1")
        foot.add_run(f"{after}\t")
        self._tlp(foot)

    def _tlp(self, paragraph: Any) -> None:
        run = paragraph.add_run(f" TLP:{self.content.tlp} ")
        run.font.size, run.font.bold = self._pt(12), True
        run.font.color.rgb = self._rgb.from_string(TLP_INK[self.content.tlp][1:])
        self._shade(run._element.get_or_add_rPr(), "000000")

    def _shade(self, properties: Any, colour: str) -> None:
        shade = self._element("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
            shade.set(self._qn(key), value)
        properties.append(shade)

    def _field(self, paragraph: Any, code: str, shown: str) -> None:
        for sort, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
            run = paragraph.add_run(text if sort == "shown" else "")
            if sort == "shown":
                continue
            if sort:
                mark = self._element("w:fldChar")
                mark.set(self._qn("w:fldCharType"), sort)
            else:
                mark = self._element("w:instrText")
                mark.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                mark.text = f" {text} "
            run._element.append(mark)

    def _turn(self, *, wide: bool) -> None:
        """Begins a section of the other orientation."""
        from docx.enum.section import WD_SECTION

        if wide == self.wide:
            return
        self.wide = wide
        section = self.doc.add_section(WD_SECTION.NEW_PAGE)
        self._sheet(section, wide=wide)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        self._furniture(section)

    # the front

    def _cover(self, cover: Cover) -> None:
        doc = self.doc
        kind = doc.add_paragraph(style="Subtitle")
        kind.paragraph_format.space_before = self._pt(90)
        self._runs(kind, (Run(cover.kind, True, NAVY),))
        self._runs(doc.add_paragraph(style="Title"), cover.title)
        self._runs(doc.add_paragraph(style="Subtitle"), cover.subtitle)
        doc.add_paragraph()
        self._grid([(name, value) for name, value in cover.lines], (1.3, 4.0), head=False)
        doc.add_paragraph()
        self._runs(doc.add_paragraph(style="Caption"), cover.approval_title)
        boxes = doc.add_table(rows=2, cols=len(cover.approvals))
        boxes.style = doc.styles["Table Grid"]
        for at, title in enumerate(cover.approvals):
            self._cell(boxes.cell(0, at), title, align="centre")
            boxes.cell(0, at).width = boxes.cell(1, at).width = self._pt(80)
        boxes.rows[1].height = self._pt(62)
        boxes.autofit = False
        doc.add_paragraph()
        self._runs(doc.add_paragraph(style="Caption"), cover.distribution_title)
        for line in cover.distribution:
            self._runs(doc.add_paragraph(style="List Bullet"), line)
        self._runs(doc.add_paragraph(style="Report Small"), cover.notice)
        self._page_break()

    def _contents(self) -> None:
        """Written out, and a field that Word can bring up to date with its page numbers."""
        doc, cover = self.doc, self.content.cover
        heading = doc.add_paragraph(style="Heading 2")
        self._runs(heading, cover.contents_title)
        first = doc.add_paragraph(style="Report Contents")
        self._mark(first, "begin")
        run = first.add_run()
        code = self._element("w:instrText")
        code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        code.text = ' TOC \\o "1-2" \\h \\z \\u '
        run._element.append(code)
        self._mark(first, "separate")
        last = first
        for number, section in enumerate(self.content.sections):
            last = first if number == 0 else doc.add_paragraph(style="Report Contents")
            self._runs(last, f"{section.number}　{section.title}")
        self._mark(last, "end")
        self._table(cover.history)
        self._page_break()

    def _mark(self, paragraph: Any, sort: str) -> None:
        mark = self._element("w:fldChar")
        mark.set(self._qn("w:fldCharType"), sort)
        paragraph.add_run()._element.append(mark)

    def _page_break(self) -> None:
        self.doc.add_paragraph().add_run().add_break(self._break.PAGE)

    # chapters

    def _section(self, section: Section, *, first: bool) -> None:
        wide = any(getattr(block, "wide", False) for block in section.blocks[:2])
        self._turn(wide=wide)
        heading = self.doc.add_paragraph(style="Heading 1")
        heading.paragraph_format.page_break_before = section.one_page and not first and not wide
        self._runs(heading, f"{section.number}　{section.title}")
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            turned = getattr(following if isinstance(block, Heading) else block, "wide", False)
            if turned != self.wide and not (self.wide and isinstance(block, Prose | Small | Heading) and wide):
                self._turn(wide=turned)
            self._block(block)
        self._turn(wide=False)

    def _block(self, block: Block) -> None:
        doc = self.doc
        match block:
            case Heading():
                self._runs(doc.add_paragraph(style=f"Heading {block.level}"), block.text)
            case Prose():
                self._prose(block)
            case Lead():
                self._runs(doc.add_paragraph(style="Report Lead"), block.text)
            case Points():
                for text in self._numbered(block):
                    self._runs(doc.add_paragraph(style="Normal" if block.numbered else "List Bullet"), text)
            case Small():
                self._runs(doc.add_paragraph(style="Report Small"), block.text)
            case Table():
                self._table(block)
            case Facts():
                self._grid(list(block.rows), (1.5, 6.0), head=False)
                self._gap()
            case Tiles():
                self._tiles(block)
            case Card():
                self._card(block)
            case Figure():
                self._figure(block)
            case PageBreak():
                self._page_break()

    def _numbered(self, block: Points) -> Iterable[Rich]:
        """Numbers are written: an automatic list would count on from the one before."""
        for number, text in enumerate(block.items, 1):
            runs = (Run(text),) if isinstance(text, str) else text
            yield (Run(f"{number}. "), *runs) if block.numbered else runs

    def _prose(self, block: Prose) -> None:
        if block.to_write:
            paragraph = self.doc.add_paragraph(style="Report To Write")
            self._runs(paragraph, block.text)
            for run in paragraph.runs:
                run.font.highlight_color = self._highlight.YELLOW
            return
        paragraph = self.doc.add_paragraph()
        if self.lang == "ja":
            paragraph.alignment = self._align.JUSTIFY
        self._runs(paragraph, self._labelled(block.text, block.label, block.basis))

    def _labelled(self, text: Rich, label: str, basis: str) -> Rich:
        if not label:
            return text
        mark = f"【{label}】" if self.lang == "ja" else f"[{label}] "
        return (Run(mark, True, _BASIS[basis]), *((Run(text),) if isinstance(text, str) else text))

    def _table(self, table: Table) -> None:
        if table.caption:
            self._runs(self.doc.add_paragraph(style="Caption"), table.caption)
        if table.rows:
            weights = tuple(column.weight for column in table.columns)
            aligns = tuple(column.align for column in table.columns)
            rows = [tuple(column.title for column in table.columns), *table.rows]
            self._grid(rows, weights, aligns, head=True, bold_first=table.bold_first, spanning=table.spanning)
        if table.note:
            self._runs(self.doc.add_paragraph(style="Report Small"), table.note)
        self._gap()

    def _gap(self) -> None:
        self.doc.add_paragraph(style="Report Cell")

    def _grid(
        self,
        rows: Sequence[tuple[Rich, ...]],
        weights: tuple[float, ...],
        aligns: tuple[str, ...] = (),
        *,
        head: bool,
        bold_first: bool = False,
        spanning: int = 0,
    ) -> None:
        widths = self._widths(rows, weights)
        table = self.doc.add_table(rows=len(rows), cols=len(weights))
        table.alignment, table.autofit = self._table_left, False
        table.style = self.doc.styles["Table Grid"]
        self._rules(table)
        columns = table.columns
        for at, width in enumerate(widths):
            columns[at].width = self._pt(width)
        # Through the elements: python-docx looks through all rows again for each row's cells.
        for number, (values, line) in enumerate(zip(rows, table._tbl.tr_lst, strict=True)):
            heading = head and number == 0
            self._row(line, repeat=heading)
            cells = [self._cell_of(one, table) for one in line.tc_lst]
            for at, (value, cell) in enumerate(zip(values, cells, strict=True)):
                cell.width = self._pt(widths[at])
                if at < spanning and number > 0:
                    self._merge(cell, begins=bool(plain(value)))
                align = aligns[at] if at < len(aligns) else "left"
                self._cell(cell, value, align=align, bold=heading or (bold_first and at == 0))
                if heading:
                    self._shade(cell._element.get_or_add_tcPr(), SURFACE[1:])

    def _widths(self, rows: Sequence[tuple[Rich, ...]], weights: tuple[float, ...]) -> list[float]:
        """Each column's share of the page, but none narrower than its longest word while the others have room to give."""
        whole = frame_of("wide" if self.wide else "tall")[2]
        wished = [weight * whole / sum(weights) for weight in weights]
        least = [0.0] * len(weights)
        for row in rows[:_LOOKED_AT]:
            for at, value in enumerate(row):
                text = " ".join(clean(plain(value)).split())
                words = [text] if len(text) <= _SHORT else _WORDS.findall(text)
                widest = max((self.setter.width(word, self.theme.body) for word in words), default=0.0)
                least[at] = max(least[at], min(widest + _CELL_SIDES, whole / 3))
        missing = sum(max(need - own, 0.0) for own, need in zip(wished, least, strict=True))
        spare = sum(max(own - need, 0.0) for own, need in zip(wished, least, strict=True))
        part = min(1.0, missing / spare) if spare else 0.0
        return [
            own - (own - need) * part if own > need else own + (need - own) * min(1.0, spare / missing)
            for own, need in zip(wished, least, strict=True)
        ]

    def _merge(self, cell: Any, *, begins: bool) -> None:
        """Makes a cell one with the empty ones below it."""
        merge = self._element("w:vMerge")
        if begins:
            merge.set(self._qn("w:val"), "restart")
        cell._element.get_or_add_tcPr().append(merge)

    def _rules(self, table: Any) -> None:
        """Horizontal lines only."""
        borders = self._element("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = self._element(f"w:{side}")
            seen = side in ("top", "bottom", "insideH")
            for key, value in (
                ("w:val", "single" if seen else "nil"), ("w:sz", "4"), ("w:space", "0"), ("w:color", RULE[1:]),
            ):  # fmt: skip
                line.set(self._qn(key), value)
            borders.append(line)
        table._element.tblPr.append(borders)

    def _row(self, line: Any, *, repeat: bool) -> None:
        properties = line.get_or_add_trPr()
        whole = self._element("w:cantSplit")
        properties.append(whole)
        if repeat:
            properties.append(self._element("w:tblHeader"))

    def _cell(self, cell: Any, text: Rich, *, align: str = "left", bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._cell_style  # its id at once: by the object python-docx reads all styles for each
        if align != "left":
            paragraph.alignment = self._align.RIGHT if align == "right" else self._align.CENTER
        self._runs(paragraph, text, bold=bold)

    def _tiles(self, block: Tiles) -> None:
        table = self.doc.add_table(rows=3, cols=len(block.tiles))
        table.autofit = True
        for at, tile in enumerate(block.tiles):
            self._cell(table.cell(0, at), (Run(tile.title, False, MUTED),))
            self._cell(table.cell(1, at), (Run(tile.value, True, NAVY), Run(f" {tile.unit}", False, MUTED)))
            table.cell(1, at).paragraphs[0].runs[0].font.size = self._pt(20)
            self._cell(table.cell(2, at), (Run(tile.note, False, MUTED),))
        self._gap()

    def _card(self, block: Card) -> None:
        colour = ACCENT if block.good else NAVY
        heading = self.doc.add_paragraph(style="Heading 3")
        self._runs(heading, (Run(f"{block.number}　", True, colour), Run(block.title, True)))
        if block.marks:
            marks = self.doc.add_paragraph(style="Report Small")
            marks.paragraph_format.keep_with_next = True
            self._runs(marks, "　".join(block.marks))
        rows = [
            (part_title(part.title, colour), self._labelled(part.text, part.label, part.basis)) for part in block.parts
        ]
        self._grid(rows, (1.25, 6.0), head=False)
        self._gap()

    def _figure(self, block: Figure) -> None:
        sheet = "wide" if self.wide else "tall"
        _left, _bottom, width, height = frame_of(sheet)  # type: ignore[arg-type]
        self._runs(self.doc.add_paragraph(style="Caption"), block.caption)
        # One of many rows goes on in further pictures, as it does over pages in the PDF.
        for part in figures.parts(block.sort, block.data, height * 0.8):
            shown = picture(replace(block, data=part), self.setter, self.theme, width, height * 0.8)
            paragraph = self.doc.add_paragraph()
            drawn = paragraph.add_run().add_picture(io.BytesIO(shown.data), width=self._pt(shown.width))
            properties = drawn._inline.docPr
            properties.set("descr", clean(block.alt))
            properties.set("title", clean(block.caption))
        if block.note:
            self._runs(self.doc.add_paragraph(style="Report Small"), block.note)

    def _runs(self, paragraph: Any, text: Rich, *, bold: bool = False) -> None:
        for run in (Run(text),) if isinstance(text, str) else text:
            for number, line in enumerate(clean(run.text).split("\n")):
                written = paragraph.add_run(line)
                if number:
                    written._element.insert(0, self._element("w:br"))
                if run.bold or bold:
                    written.bold = True
                if run.colour:
                    written.font.color.rgb = self._rgb.from_string(run.colour[1:])

    def _describe(self) -> None:
        """The file's properties; its dates are those of the content."""
        content, said = self.content, self.doc.core_properties
        said.title = clean(f"{content.header} ({content.version})")[:255]
        said.subject, said.author = clean(content.subject)[:255], "Exercise Studio"
        said.keywords, said.language = f"TLP:{content.tlp}", _LANGUAGES[content.language]
        said.comments, said.last_modified_by, said.revision = "", "Exercise Studio", 1
        made = datetime.strptime(content.created or "20000101000000", "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        said.created = said.modified = made.replace(tzinfo=None)


def part_title(title: str, colour: str) -> Rich:
    """The name of a finding's step, strong."""
    return (Run(title, True, colour),)
