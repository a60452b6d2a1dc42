"""Embeds a face once in a document as a composite font: two bytes a character, whatever script it is of.

reportlab cuts a TrueType font into pieces of 256 characters and changes the font between them, for Japanese every few
characters; it also writes characters outside the Basic Multilingual Plane wrongly into the table that gives text back.
"""

import hashlib
import struct
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from reportlab.pdfbase import pdfdoc

_MOST_IN_BLOCK = 100
"""Adobe's CMap specification allows no more lines in one block."""


class Glyphs(dict[str, str]):
    """The four hex digits that stand for each character of one face in one document, given out as they are wanted.

    Attributes:
        name: how pages call the font, "/F1".
        codes: the characters (code points) in the order of their digits, from 1; 0 is the glyph for what is missing.
    """

    def __init__(self, font: Any, name: str) -> None:
        super().__init__()
        self.font, self.name = font, name
        self.codes: list[int] = []

    def __missing__(self, character: str) -> str:
        self.codes.append(ord(character))
        digits = self[character] = f"{len(self.codes):04X}"
        return digits

    def shown(self, text: str) -> str:
        """The operand of Tj for a text."""
        return f"<{''.join(map(self.__getitem__, text))}>"

    def embed(self, document: Any) -> Any:
        """Adds the subset to the document; the reference of its font."""
        face = self.font.face
        name = f"{_sign(self.codes)}+{face.name.decode('ascii')}"
        subset = face.makeSubset(self.codes)
        file = _stream(subset, Length1=len(subset))
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor", "FontName": f"/{name}", "Flags": 4, "FontBBox": pdfdoc.PDFArray(face.bbox),
                "ItalicAngle": face.italicAngle, "Ascent": face.ascent, "Descent": face.descent,
                "CapHeight": face.capHeight, "StemV": face.stemV, "FontFile2": document.Reference(file),
            }
        )  # fmt: skip
        widths = " ".join(f"{face.getCharWidth(code):g}" for code in self.codes)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": f"/{name}",
                "CIDSystemInfo": "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
                "FontDescriptor": document.Reference(descriptor), "DW": 1000, "W": f"[1 [{widths}]]",
                "CIDToGIDMap": self._glyph_map(document),
            }
        )  # fmt: skip
        unicode = document.Reference(_stream(_to_unicode(self.codes)))
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font", "Subtype": "/Type0", "BaseFont": f"/{name}", "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]), "ToUnicode": unicode,
            }
        )  # fmt: skip
        return document.Reference(font)

    def _glyph_map(self, document: Any) -> Any:
        """Which glyph of the subset each character has: as numbered, unless two characters share one."""
        known = {0: 0}
        glyphs = self.font.face.charToGlyph
        own = [known.setdefault(glyphs.get(code, 0), len(known)) for code in self.codes]
        if own == list(range(1, len(own) + 1)):
            return "/Identity"
        return document.Reference(_stream(struct.pack(f">{len(own) + 1}H", 0, *own)))


def _sign(codes: Sequence[int]) -> str:
    """Six letters that tell this subset of a font from others."""
    number = int.from_bytes(hashlib.sha256(repr(codes).encode("ascii")).digest()[:8], "big")
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _stream(content: bytes, **entries: object) -> Any:
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _to_unicode(codes: Sequence[int]) -> bytes:
    """The table from which a reader gets the characters back."""
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
        "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange",
    ]  # fmt: skip
    for block in _blocks(list(enumerate(codes, 1))):
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{number:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for number, code in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _blocks(pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    waiting = iter(pairs)
    while block := list(islice(waiting, _MOST_IN_BLOCK)):
        yield block
