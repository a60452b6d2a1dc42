"""Reads a tagged PDF as a screen reader would, and refuses what PDF/UA-1 and ISO 32000-1 do not allow."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

SHOWS = {"Tj", "TJ", "'", '"'}
PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}
PARENTS = {
    "LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody"}, "THead": {"Table"}, "TBody": {"Table"},
    "TH": {"TR"}, "TD": {"TR"}, "TOCI": {"TOC"}, "Reference": {"TOCI"}, "Sect": {"Document"}, "TOC": {"Sect", "Document"},
}  # fmt: skip
CHILDREN = {
    "Table": {"Caption", "THead", "TBody", "TR"}, "THead": {"TR"}, "TBody": {"TR"}, "TR": {"TH", "TD"}, "L": {"LI"},
    "LI": {"Lbl", "LBody"}, "TOC": {"TOCI"}, "TOCI": {"Reference"},
}  # fmt: skip
STANDARD = {
    "Document", "Sect", "Div", "P", "H1", "H2", "H3", "H4", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH",
    "TD", "Figure", "Caption", "TOC", "TOCI", "Reference", "Link", "Note", "Span",
}  # fmt: skip


@dataclass
class Element:
    """One element: `text` is what its own contents show, in order; `pages` where they stand (from 1)."""

    role: str
    source: Any
    kids: list["Element"] = field(default_factory=list)
    text: str = ""
    pages: set[int] = field(default_factory=set)
    links: list[Any] = field(default_factory=list)

    def all(self) -> Iterator["Element"]:
        """This and everything below, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.all()

    def found(self, role: str) -> list["Element"]:
        """Elements of a role below."""
        return [one for one in self.all() if one.role == role]

    @property
    def whole(self) -> str:
        """All text below, in reading order. The text of an element stands before that of its kids."""
        drawn = self.text + "".join(kid.whole for kid in self.kids)
        return str(self.source["/ActualText"]) if "/ActualText" in self.source else drawn

    @property
    def attributes(self) -> dict[str, Any]:
        """The entries of its attribute object."""
        return dict(self.source.get("/A", pikepdf.Dictionary()).items())


@dataclass
class Content:
    """What a page's stream holds."""

    texts: dict[int, str] = field(default_factory=dict)
    colours: set[str] = field(default_factory=set)


def tree_of(data: bytes) -> Element:
    """The structure tree; AssertionError where it is not as it must be."""
    with pikepdf.open(io.BytesIO(data)) as document:
        root = document.Root
        assert root["/MarkInfo"]["/Marked"]
        assert str(root["/Lang"])
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        structure = root["/StructTreeRoot"]
        assert set(structure["/RoleMap"].keys()) == {"/Title"}
        numbers = {page.objgen: number for number, page in enumerate(document.pages)}
        contents = [content_of(page) for page in document.pages]
        parents = dict(zip(*[iter(structure["/ParentTree"]["/Nums"])] * 2, strict=True))
        parents = {int(key): value for key, value in parents.items()}
        taken: set[tuple[int, int]] = set()
        seen_links: set[Any] = set()

        def element(source: Any, parent: Any) -> Element:
            assert source["/P"].objgen == parent.objgen
            made = Element(str(source["/S"])[1:], source)
            kids = source.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                    link = kid["/Obj"]
                    assert link["/Subtype"] == "/Link"
                    assert str(link["/Contents"]).strip()
                    assert int(link["/F"]) & 4
                    assert parents[int(link["/StructParent"])].objgen == source.objgen
                    assert made.role == "Link"
                    made.links.append(link)
                    seen_links.add(link.objgen)
                elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    made.kids.append(element(kid, source))
                else:
                    marked = isinstance(kid, pikepdf.Dictionary)
                    page = numbers[(kid if marked else source)["/Pg"].objgen]
                    number = int(kid["/MCID"] if marked else kid)
                    assert (page, number) not in taken
                    taken.add((page, number))
                    own = parents[int(document.pages[page].obj["/StructParents"])][number]
                    assert own.objgen == source.objgen
                    if made.kids:
                        # Text after a kid (a link in a sentence) keeps its place.
                        made.kids.append(Element("", {}, [], contents[page].texts[number], {page + 1}))
                    else:
                        made.text += contents[page].texts[number]
                    made.pages.add(page + 1)
            return made

        top = structure["/K"]
        tree = element(top, structure)
        assert taken == {(page, number) for page, own in enumerate(contents) for number in own.texts}
        for page in document.pages:
            assert page.obj["/Tabs"] == "/S"
            for annotation in page.obj.get("/Annots", []):
                assert annotation.objgen in seen_links
        _shape(tree)
        names = structure["/IDTree"]["/Names"] if "/IDTree" in structure else []
        assert len(names) == 2 * len(tree.found("Note"))
        # Nothing of the closed document is asked for after this.
        for one in tree.all():
            one.source = _copied(one.source) if one.role else {}
            one.links = [_copied(link) for link in one.links]
        return tree


def _copied(source: Any) -> dict[str, Any]:
    wanted = ("/A", "/Lang", "/ActualText", "/Alt", "/ID", "/Contents", "/Dest", "/Rect")
    found: dict[str, Any] = {}
    for key in wanted:
        if key in source:
            value = source[key]
            found[key] = (
                {name: _plain(one) for name, one in value.items()}
                if isinstance(value, pikepdf.Dictionary)
                else _plain(value)
            )
    if "/A" in source and "/S" in source["/A"]:
        found["/URI"] = str(source["/A"].get("/URI", ""))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, pikepdf.Array):
        return [str(one) for one in value]
    return int(value) if isinstance(value, int) else str(value)


def _shape(tree: Element) -> None:
    assert tree.role == "Document"
    last = 0
    for one in tree.all():
        if not one.role:
            continue
        assert one.role in STANDARD or one.role == "Title", one.role
        for kid in one.kids:
            assert not kid.role or one.role in PARENTS.get(kid.role, {one.role}), (one.role, kid.role)
            assert not kid.role or kid.role in CHILDREN.get(one.role, {kid.role}), (one.role, kid.role)
        if re.fullmatch("H[1-6]", one.role):
            level = int(one.role[1])
            assert level <= last + 1, one.whole
            assert one.whole.strip()
            last = level
        if one.role in CHILDREN:
            assert not one.text, one.role
        if one.role == "Table":
            _regular(one)
        if one.role == "Figure":
            assert str(one.source["/Alt"]).strip()
            left, bottom, right, top = (float(value) for value in one.attributes["/BBox"])
            assert 0 <= left < right <= 842
            assert 0 <= bottom < top <= 842
        if one.role == "Note":
            assert str(one.source["/ID"])
        if one.role == "Link":
            assert one.links


def _regular(table: Element) -> None:
    """Every row has as many cells as any other, those that reach down from above included; headings say whose."""
    rows = table.found("TR")
    assert rows
    below: dict[int, int] = {}
    widths = set()
    for row in rows:
        column = 0
        cells = list(row.kids)
        width = len(cells) + sum(1 for left in below.values() if left)
        for column in range(width):
            if below.get(column, 0):
                below[column] -= 1
                continue
            cell = cells.pop(0)
            assert cell.role == "TD" or str(cell.attributes["/Scope"]) in ("/Row", "/Column")
            below[column] = int(cell.attributes.get("/RowSpan", 1)) - 1
        assert not cells
        widths.add(width)
    assert len(widths) == 1, widths
    assert not any(below.values())
    assert table.found("TH")


def content_of(page: Any) -> Content:
    """The marked contents of a page; AssertionError for what is neither content nor artifact, or both."""
    found = Content()
    unicode = {name: _unicode(font) for name, font in page.obj["/Resources"]["/Font"].items()}
    font: dict[int, str] = {}
    stack: list[tuple[str, str]] = []
    depth: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            role = str(operands[0])
            entries = operands[1] if name == "BDC" else pikepdf.Dictionary()
            kind = "artifact" if role == "/Artifact" else "content"
            assert not stack, f"{kind} inside something"
            assert kind == "artifact" or "/MCID" in entries
            number = str(entries["/MCID"]) if kind == "content" else ""
            if kind == "content":
                assert int(number) not in found.texts
                found.texts[int(number)] = ""
            stack.append((kind, number))
            depth.append("BDC")
        elif name == "EMC":
            stack.pop()
            assert depth.pop() == "BDC"
        elif name in ("q", "BT"):
            depth.append(name)
        elif name in ("Q", "ET"):
            assert depth.pop() == {"Q": "q", "ET": "BT"}[name]
        elif name == "Tf":
            font = unicode[str(operands[0])]
        elif name in SHOWS | PAINTS:
            assert stack, f"{name} is neither content nor artifact"
            if name in SHOWS and stack[0][0] == "content":
                found.texts[int(stack[0][1])] += _text(operands[0], font)
        elif name in ("rg", "RG"):
            found.colours.add(" ".join(str(one) for one in operands))
    assert not stack
    assert not depth
    return found


def _unicode(font: Any) -> dict[int, str]:
    lines = font["/ToUnicode"].read_bytes().decode("ascii")
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", lines, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs if code != "0000"}


def _text(operand: Any, font: dict[int, str]) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font[codes[at] << 8 | codes[at + 1]] for at in range(0, len(codes), 2))
