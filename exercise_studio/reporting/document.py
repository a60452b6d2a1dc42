"""What a report consists of: sections of blocks, every text and number final, which the writers only print."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from exercise_studio.domain.scenario import Tlp
from exercise_studio.domain.text import Lang


class Run(NamedTuple):
    """A stretch of text in one weight and colour ("#rrggbb", or "" for the paragraph's).

    `link` is where it leads: http, https, mailto, or "#s-" and a section's id; "" for nowhere. It is drawn as text.
    """

    text: str
    bold: bool = False
    colour: str = ""
    link: str = ""


Rich = str | tuple[Run, ...]
"""Plain text, or text with bold or coloured stretches. Nothing in it is markup."""
Align = Literal["left", "right", "centre"]
Basis = Literal["", "fact", "view", "estimate"]
"""What a statement rests on: the log, an observer's judgement, or an estimate; printed as 「事実」「評価者所見」「推定」."""


def plain(text: Rich) -> str:
    """The characters alone."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


@dataclass(frozen=True)
class Heading:
    """A heading inside a section: level 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Prose:
    """A paragraph.

    Attributes:
        slot: the id under which a person may rewrite it (`section_edited`), "" for fixed text.
        edited: a person did.
        label: the printed word for what it rests on, "" for none.
        to_write: it only asks a person to write.
    """

    text: Rich
    slot: str = ""
    edited: bool = False
    label: str = ""
    basis: Basis = ""
    to_write: bool = False


@dataclass(frozen=True)
class Lead:
    """The one sentence that a hurried reader takes away."""

    text: str
    slot: str = ""
    edited: bool = False


@dataclass(frozen=True)
class Points:
    """A list; numbered where the order matters."""

    items: tuple[Rich, ...]
    numbered: bool = False
    slot: str = ""
    edited: bool = False


@dataclass(frozen=True)
class Small:
    """A note in small type: what a number counts, where it comes from."""

    text: str


@dataclass(frozen=True)
class Column:
    """A table's column; `weight` is its share of the width, 0 for as wide as its content."""

    title: str
    weight: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table. `bold_first` sets the first column in bold; `wide` asks for a landscape page.

    The first `spanning` columns are written once for a row and those below it in which they are empty.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Rich, ...], ...]
    caption: str = ""
    note: str = ""
    bold_first: bool = False
    wide: bool = False
    spanning: int = 0


@dataclass(frozen=True)
class Facts:
    """Names and values side by side, without a heading row."""

    rows: tuple[tuple[str, Rich], ...]


@dataclass(frozen=True)
class Tile:
    """One key figure: value, what it is, and its n."""

    value: str
    unit: str
    title: str
    note: str


@dataclass(frozen=True)
class Tiles:
    """Key figures side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Part:
    """One step of a finding: its name, what it rests on, its text."""

    title: str
    text: Rich
    label: str = ""
    basis: Basis = ""


@dataclass(frozen=True)
class Card:
    """A finding or a good practice with its steps in order; `marks` are short words such as its severity."""

    number: str
    title: str
    marks: tuple[str, ...]
    parts: tuple[Part, ...]
    good: bool = False


@dataclass(frozen=True)
class Figure:
    """A drawing: `sort` names the function of figures.FIGURES that draws `data`; `alt` says in words what it shows."""

    sort: str
    data: object
    caption: str
    alt: str
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a page."""


Block = Heading | Prose | Lead | Points | Small | Table | Facts | Tiles | Card | Figure | PageBreak


@dataclass(frozen=True)
class Section:
    """A chapter. `one_page` is set smaller until it fits one page; `appendix` counts in letters."""

    id: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    one_page: bool = False
    appendix: bool = False


@dataclass(frozen=True)
class Cover:
    """The first page and the one behind it: what the document is, who approves it, who gets it."""

    kind: str
    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    approval_title: str
    approvals: tuple[str, ...]
    distribution_title: str
    distribution: tuple[str, ...]
    history: Table
    contents_title: str
    notice: str


Cell = str | int | float | date | datetime | None
"""A value of a data sheet, typed, so that a spreadsheet can sort and count it."""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a data sheet.

    Attributes:
        id: its name for programs; `title` is that for people.
        width: characters.
        choices: the only values it may have, in the report's language; none means any.
        editable: what a reader writes here can be read back (`exchange.actions_sheet`).
        hidden: for reading back only.
    """

    id: str
    title: str
    width: float = 14.0
    choices: tuple[str, ...] = ()
    editable: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class DataSheet:
    """The data behind the report, a row a thing: for spreadsheets and CSV."""

    id: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class ReportContent:
    """A whole report, ready to print.

    Attributes:
        header: the document's name for the head of every page; `version` stands beside it.
        handling: the handling mark for the foot of every page; `as_of` the date beside it.
        page: "{page} / {pages}" with its placeholders, in the report's language.
        gaps: slots that a person still has to write.
        sheets: the data behind the text, for spreadsheets.
        created: the date that goes into the file's metadata, "YYYYMMDDHHMMSS" of `as_of` in UTC.
    """

    language: Lang
    edition: str
    tlp: Tlp
    header: str
    version: str
    handling: str
    as_of: str
    page: str
    cover: Cover
    sections: tuple[Section, ...]
    continued: str
    """Beside a table's heading row repeated on the next page."""
    gaps: tuple[str, ...] = ()
    created: str = ""
    subject: str = ""
    variant: str = ""
    """What tells it from other reports of its edition (`editions.Options.variant`)."""
    sheets: tuple[DataSheet, ...] = ()
    outline: tuple[tuple[str, str], ...] = ()
    """Its parts with a digest of each (`reporting.changes`)."""
    front: bool = True
    """Whether cover and contents come first; else the first chapter begins the first page."""
    mark: str = ""
    """A word in a frame at the head of every page, such as EXERCISE on a sheet that lies about in a room."""
