"""What a report is drawn on: reportlab's canvas with a structure tree, whole fonts, grey ink and a file that archives take.

The file is put together here and not by reportlab, because elements of the tree by the ten thousand belong in compressed
object streams, and because PDF/A wants line ends where reportlab has none.
"""

import hashlib
import re
import struct
import zlib
from functools import cache
from typing import IO, Any, Final

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from exercise_studio.reporting import fonts, pdfa
from exercise_studio.reporting.glyphs import Glyphs
from exercise_studio.reporting.tagging import Annotation as Link
from exercise_studio.reporting.tagging import Tag, Tags, string
from exercise_studio.reporting.theme import Sheet, size_of

_IN_ONE_STREAM: Final = 500
_LINE: Final = struct.Struct(">BIH")
"""A line of the table of objects: kind, place, and place inside a stream."""
_NUMBER = r"[0-9.]+"
# Strings come first, so that a text that looks like an operator is left alone.
_COLOUR: Final = re.compile(
    rf"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|(?<![\w.])({_NUMBER}) ({_NUMBER}) ({_NUMBER}) (rg|RG)(?!\w)", re.DOTALL
)


class Paper(Canvas):
    """Pages with tags.

    Attributes:
        tags: the structure tree.
        targets: keys of the places in the document to which links may lead, and what each is called.
    """

    # What reportlab keeps to itself and its stubs leave out.
    _doc: Any
    _code: list[str]
    _fontname: str
    _fontsize: float
    _addAnnotation: Any  # noqa: N815  reportlab's name
    _bookmarkReference: Any  # noqa: N815  reportlab's name

    def __init__(self, file: IO[bytes], *, language: str = "ja", sheet: Sheet = "tall", mono: bool = False) -> None:
        fonts.face(fonts.REGULAR)
        # The stubs want a number for the font's name.
        make: Any = super().__init__
        make(
            file, pagesize=size_of(sheet), invariant=1, initialFontName=fonts.REGULAR, pageCompression=1,
            lang=language, pdfVersion=(1, 7),
        )  # fmt: skip
        self.tags = Tags()
        self.targets: dict[str, str] = {}
        self._language, self._mono = language, mono
        self._faces: dict[str, Glyphs] = {}
        self._links: list[tuple[Any, Link]] = []
        self._doc.format = self._assembled

    # drawing

    def glyphs(self, face: fonts.Face) -> Glyphs:
        """The face as this document has it."""
        known = self._faces.get(face.name)
        if known is None:
            known = self._faces[face.name] = Glyphs(face.font, f"/F{len(self._faces) + 1}")
        return known

    def drawString(self, x: float, y: float, text: str, *_more: Any, **_options: Any) -> None:  # noqa: N802  reportlab's name
        """One line in the current font: how reportlab's drawings write their texts."""
        face = self.glyphs(fonts.face(self._fontname))
        self._code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {face.name} {self._fontsize:g} Tf {face.shown(text)} Tj ET")

    def link(self, rect: tuple[float, float, float, float], target: str, contents: str, tag: Tag) -> None:
        """A link over a rectangle of the current coordinates, to an address or to a key ("#key")."""
        left, bottom = self.absolutePosition(*rect[:2])
        right, top = self.absolutePosition(*rect[2:])
        entries: dict[str, Any] = {
            "Type": "/Annot", "Subtype": "/Link", "F": 4, "Border": "[0 0 0]", "Contents": string(contents),
            "Rect": f"[{left:.2f} {bottom:.2f} {right:.2f} {top:.2f}]",
        }  # fmt: skip
        if target.startswith("#"):
            entries["Dest"] = self._bookmarkReference(target[1:])
        else:
            uri = target.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            entries["A"] = f"<</Type/Action/S/URI/URI({uri})>>"
        own = pdfdoc.PDFDictionary(entries)
        name = f"L{len(self._links)}"
        self._addAnnotation(own, name)
        link = Link(self.tags.page, name)
        self._links.append((own, link))
        tag.kids.append(link)

    def leads(self, target: str) -> bool:
        """Whether a link to this target can be made: an address, or a place that the document has."""
        return bool(target) and (not target.startswith("#") or target[1:] in self.targets)

    def showPage(self) -> None:  # noqa: N802  reportlab's name
        if self._mono:
            self._code[:] = [_greyed(code) for code in self._code]
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "Tabs", "StructParents"]
        page.Tabs, page.StructParents = "/S", self.tags.page
        # Packed at once: hundreds of pages as text would be most of what a long report needs of memory.
        page.Contents = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary({"Filter": "/FlateDecode"}), zlib.compress(page.stream.encode("latin-1"))
        )
        page.stream = None
        self.tags.turn()

    # the file

    def _assembled(self) -> bytes:
        document: Any = self._doc
        own = document.idToObject["BasicFonts"].dict
        for glyphs in self._faces.values():
            own[glyphs.name[1:]] = glyphs.embed(document)
        pages = document.Pages.pages
        for key, (link, _) in enumerate(self._links, len(pages)):
            link["StructParent"] = key
        tree = _Held()
        document.Reference(tree, "StructTreeRoot")
        self._declare(tree)
        file = _File(document)
        file.objects(skip="StructTreeRoot")
        number = file.number_of
        names = {link.name: number(f"Annot.{link.name}") for _, link in self._links}
        page_numbers = [number(page.__InternalName__) for page in pages]
        root, elements = self.tags.written(number("StructTreeRoot"), file.next, page_numbers, names)
        file.plain(number("StructTreeRoot"), root.encode("ascii"))
        file.packed(elements)
        return file.closed(number(document.Catalog.__InternalName__), number(document.info.__InternalName__))

    def _declare(self, tree: "_Held") -> None:
        """What the catalogue says: tagged, in which language and colours, with which claims."""
        document: Any = self._doc
        catalog = document.Catalog
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        profile = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), pdfa.colour_profile())
        profile.filters = [pdfdoc.PDFZCompress]
        catalog.OutputIntents = pdfdoc.PDFArray(
            [
                pdfdoc.PDFDictionary(
                    {
                        "Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": f"({pdfa.PROFILE})",
                        "Info": f"({pdfa.PROFILE})", "DestOutputProfile": document.Reference(profile),
                    }
                )
            ]
        )  # fmt: skip
        info, stamp = document.info, document._timeStamp
        date = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(*stamp.YMDhms)
        facts = pdfa.Facts(
            info.title, info.author, info.subject, info.keywords, info.creator, info.producer, self._language, date
        )
        entries = pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"})
        catalog.Metadata = pdfdoc.PDFStream(entries, pdfa.metadata(facts))


class _Held(pdfdoc.PDFObject):
    """Keeps a number for an object that is written later."""

    __RefOnly__ = 1


class _File:
    """The bytes of a file as they grow, and where each object begins."""

    def __init__(self, document: Any) -> None:
        self._document = document
        major, minor = document._pdfVersion
        # Four bytes above 127 tell programs that copy files that this one is not text.
        self._parts = [f"%PDF-{major}.{minor}\n".encode("ascii") + b"%\xe2\xe3\xcf\xd3\n"]
        self._size = len(self._parts[0])
        # A line of seven bytes an object, not a tuple: there may be hundreds of thousands.
        self._table = bytearray(_LINE.pack(0, 0, 65535))
        self.next = 0

    def number_of(self, name: str) -> int:
        """An object's number by its name in reportlab's document."""
        found: int = self._document.idToObjectNumberAndVersion[name][0]
        return found

    def objects(self, skip: str) -> None:
        """Writes the document's objects; more of them may come up while they are written."""
        document = self._document
        count = 1
        while count in document.numberToId:
            name = document.numberToId[count]
            if name != skip:
                thing = document.idToObject[name]
                body = pdfdoc.format(thing, document, toplevel=1)
                if isinstance(thing, pdfdoc.PDFStream):
                    body = body.removesuffix(b"endstream\n") + b"\nendstream"
                self.plain(count, body.rstrip(b"\n"))
            count += 1
        self.next = count

    def plain(self, number: int, body: bytes) -> None:
        """Writes one object."""
        self._place(number, 1, self._size, 0)
        self._append(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def packed(self, elements: list[str]) -> None:
        """Writes objects without streams, numbered from `next`, in compressed object streams; empties the list."""
        first = self.next
        self.next += len(elements)
        for begin in range(0, len(elements), _IN_ONE_STREAM):
            bodies = elements[begin : begin + _IN_ONE_STREAM]
            elements[begin : begin + _IN_ONE_STREAM] = [""] * len(bodies)
            stream = self.next
            index, along = [], 0
            for place, body in enumerate(bodies):
                number = first + begin + place
                self._place(number, 2, stream, place)
                index.append(f"{number} {along}")
                along += len(body) + 1
            head = " ".join(index) + "\n"
            data = zlib.compress((head + "\n".join(bodies)).encode("ascii"))
            entries = f"<</Type/ObjStm/N {len(bodies)}/First {len(head)}/Filter/FlateDecode/Length {len(data)}>>"
            self.plain(stream, entries.encode("ascii") + b"\nstream\n" + data + b"\nendstream")
            self.next += 1

    def closed(self, catalog: int, info: int) -> bytes:
        """Writes the table of objects and the end; the whole file."""
        own, start = self.next, self._size
        self._place(own, 1, start, 0)
        data = zlib.compress(self._table)
        digest = hashlib.sha256()
        for part in self._parts:
            digest.update(part)
        mark = digest.hexdigest()[:32].upper()
        entries = (
            f"<</Type/XRef/Size {own + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]"
            f"/Filter/FlateDecode/Length {len(data)}>>"
        )
        self._append(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (own, entries.encode("ascii"), data))
        self._append(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self._parts)

    def _place(self, number: int, kind: int, place: int, inside: int) -> None:
        begin = number * _LINE.size
        if len(self._table) < begin + _LINE.size:
            self._table.extend(bytes(begin + _LINE.size - len(self._table)))
        _LINE.pack_into(self._table, begin, kind, place, inside)

    def _append(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)


def _greyed(code: str) -> str:
    """A piece of a page with every colour replaced by the grey that is as light."""
    return _COLOUR.sub(lambda found: _grey(*found.groups()) if found[4] else found[0], code)


@cache
def _grey(red: str, green: str, blue: str, operator: str) -> str:
    # Relative luminance (WCAG 2): contrast between any two colours stays exactly what it was.
    light = sum(
        share * (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
        for share, value in zip((0.2126, 0.7152, 0.0722), map(float, (red, green, blue)), strict=True)
    )
    value = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return f"{min(max(value, 0.0), 1.0):.4g} {'g' if operator == 'rg' else 'G'}"
