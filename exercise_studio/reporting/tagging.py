"""The structure tree of a tagged PDF: what each stretch of a page is, in the order in which a person reads it.

Whoever makes a flowable makes its `Tag` at the same time and hangs it where it belongs; drawing only adds which marked
contents of which page are its own. So the tree is in reading order, whatever is drawn first, and what goes on over a page
break is one element. Tags without content are left out when the tree is written: a layout that was tried and dropped
leaves nothing behind.
"""

from typing import Final, NamedTuple

from exercise_studio.reporting import fonts

_SHIFT: Final = 20
_LOW: Final = (1 << _SHIFT) - 1
_MOST_TEXT: Final = 8000
"""Characters of a text in a dictionary; PDF/A-2 allows strings of 32,767 bytes."""

COLUMN: Final = "/A<</O/Table/Scope/Column>>"
ROW: Final = "/A<</O/Table/Scope/Row>>"
NUMBERED: Final = "/A<</O/List/ListNumbering/Decimal>>"
BULLETS: Final = "/A<</O/List/ListNumbering/Disc>>"
HEAD: Final = "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC"
FOOT: Final = "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC"
REPEATED: Final = "/Artifact<</Type/Pagination>>BDC"
LAYOUT: Final = "/Artifact<</Type/Layout>>BDC"
"""What begins something that is no content; "EMC" ends it."""
ROLES: Final = {"Title": "P"}
"""Our own roles and the standard one that each stands for."""


class Row(NamedTuple):
    """A table row drawn whole on one page, kept small because there may be tens of thousands of them.

    `cells` has a letter for each cell: "D" data, "H" heading of its row, "d" and "h" the same without content; the
    marked contents are numbered from `first`.
    """

    page: int
    first: int
    cells: str


class Tag:
    """One element of the tree.

    Attributes:
        role: its structure type.
        kids: tags, rows and marked contents (page and number in one integer) in reading order.
        entries: further entries of its dictionary, as they are written.
        kept: it stays without content: an empty cell.
    """

    __slots__ = ("entries", "kept", "kids", "role")

    def __init__(self, role: str, parent: "Tag | None" = None, entries: str = "", *, kept: bool = False) -> None:
        self.role, self.entries, self.kept = role, entries, kept
        self.kids: list[Tag | Row | int | Annotation] = []
        if parent is not None:
            parent.kids.append(self)


class Annotation(NamedTuple):
    """A link on a page, by the name under which the document knows its object."""

    page: int
    name: str


class Headings:
    """The levels of headings: as deep as wished, but never leaving one out."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def role(self, wish: int) -> str:
        """H1 to H6 for a heading that wishes to stand at a depth; the depths between those in use do not count."""
        while self._open and self._open[-1] >= wish:
            self._open.pop()
        self._open.append(wish)
        return f"H{min(len(self._open), 6)}"


class Tags:
    """The tree of one document while its pages are drawn.

    Attributes:
        root: the document.
        page: the page being drawn, from 0.
    """

    def __init__(self) -> None:
        self.root = Tag("Document")
        self.page = 0
        self._next = 0
        self._counts: list[int] = []
        self._inner: dict[tuple[Tag, object], Tag] = {}

    def begin(self, tag: Tag) -> str:
        """The operator that begins a marked content of an element on this page; "EMC" ends it."""
        number = self._next
        self._next = number + 1
        tag.kids.append(self.page << _SHIFT | number)
        return f"/{tag.role}<</MCID {number}>>BDC"

    def row(self, parent: Tag, cells: str) -> int:
        """Adds a whole row; the number of its first marked content, those of further cells with content follow."""
        first = self._next
        self._next = first + len(cells) - cells.count("d") - cells.count("h")
        parent.kids.append(Row(self.page, first, cells))
        return first

    def inner(self, parent: Tag, key: object, role: str, entries: str = "") -> Tag:
        """An element inside a paragraph by its key, the same one where it goes on in the next line."""
        known = self._inner.get((parent, key))
        if known is None:
            known = self._inner[parent, key] = Tag(role, parent, entries)
        return known

    def turn(self) -> None:
        """A page is finished."""
        self._counts.append(self._next)
        self._next = 0
        self.page += 1

    def written(self, root: int, first: int, pages: list[int], links: dict[str, int]) -> tuple[str, list[str]]:
        """The tree's root dictionary and the objects of its elements, numbered from `first`.

        Args:
            root: the root's own number.
            pages: object numbers of the pages.
            links: object numbers of the links by name, in the order of their StructParent, which begins behind the pages.
        """
        return _Writing(root, first, pages, links, self._counts).all(self.root)


class _Writing:
    """Numbers the elements and writes them."""

    def __init__(self, root: int, first: int, pages: list[int], links: dict[str, int], counts: list[int]) -> None:
        self._root, self._first, self._pages, self._links = root, first, pages, links
        self._owners = [[0] * count for count in counts]
        self._owner_of_link: dict[str, int] = {}
        self._notes: list[int] = []
        self._out: list[str] = []

    def all(self, tree: Tag) -> tuple[str, list[str]]:
        _alive(tree)
        top = self._element(tree, self._root)
        parents: list[str] = []
        for key, owners in enumerate(self._owners):
            parents.append(f"{key} {self._add('[' + ' '.join(f'{owner} 0 R' for owner in owners) + ']')} 0 R")
        for key, name in enumerate(self._links, len(self._owners)):
            parents.append(f"{key} {self._owner_of_link[name]} 0 R")
        tree_number = self._add(f"<</Nums[{' '.join(parents)}]>>")
        names = " ".join(f"(note-{number:06d}) {note} 0 R" for number, note in enumerate(self._notes, 1))
        identified = f"/IDTree {self._add(f'<</Names[{names}]>>')} 0 R" if names else ""
        roles = "".join(f"/{own}/{standard}" for own, standard in ROLES.items())
        text = (
            f"<</Type/StructTreeRoot/K {top} 0 R/ParentTree {tree_number} 0 R/ParentTreeNextKey {len(parents)}"
            f"/RoleMap<<{roles}>>{identified}>>"
        )
        return text, self._out

    def _add(self, text: str) -> int:
        self._out.append(text)
        return self._first + len(self._out) - 1

    def _element(self, tag: Tag, parent: int) -> int:
        place = len(self._out)
        number = self._add("")
        kids: list[str] = []
        page = -1
        for kid in tag.kids:
            if isinstance(kid, Tag):
                kids.append(f"{self._element(kid, number)} 0 R")
            elif isinstance(kid, int):
                own, content = kid >> _SHIFT, kid & _LOW
                self._owners[own][content] = number
                page = own if page < 0 else page
                kids.append(
                    str(content)
                    if own == page
                    else f"<</Type/MCR/Pg {self._pages[own]} 0 R/MCID {content}>>"
                )  # fmt: skip
            elif isinstance(kid, Row):
                kids.append(f"{self._row(kid, number)} 0 R")
            else:
                self._owner_of_link[kid.name] = number
                kids.append(f"<</Type/OBJR/Pg {self._pages[kid.page]} 0 R/Obj {self._links[kid.name]} 0 R>>")
        entries = tag.entries
        if tag.role == "Note":
            self._notes.append(number)
            entries += f"/ID(note-{len(self._notes):06d})"
        if page >= 0:
            entries += f"/Pg {self._pages[page]} 0 R"
        if kids:
            entries += f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        self._out[place] = f"<</Type/StructElem/S/{tag.role}/P {parent} 0 R{entries}>>"
        return number

    def _row(self, row: Row, parent: int) -> int:
        number = self._first + len(self._out)
        cells = row.cells
        kids = " ".join([f"{number + place} 0 R" for place in range(1, len(cells) + 1)])
        out = self._out
        out.append(f"<</Type/StructElem/S/TR/P {parent} 0 R/K[{kids}]>>")
        content, owners, page = row.first, self._owners[row.page], self._pages[row.page]
        for place, cell in enumerate(cells, number + 1):
            kind = "TD" if cell in "Dd" else f"TH{ROW}"
            if cell in "DH":
                owners[content] = place
                out.append(f"<</Type/StructElem/S/{kind}/P {number} 0 R/Pg {page} 0 R/K {content}>>")
                content += 1
            else:
                out.append(f"<</Type/StructElem/S/{kind}/P {number} 0 R>>")
        return number


def _alive(tag: Tag) -> bool:
    """Whether something of an element was drawn; forgets the parts of it of which nothing was."""
    tag.kids = [kid for kid in tag.kids if not isinstance(kid, Tag) or _alive(kid)]
    return tag.kept or bool(tag.kids)


def cut(text: str) -> str:
    """A text as dictionaries of the file can have it: what cannot be written is 〓, and what is too long ends early."""
    return fonts.clean(text)[:_MOST_TEXT]


def string(text: str) -> str:
    """A text as a PDF string."""
    return f"<FEFF{cut(text).encode('utf-16-be').hex().upper()}>"
