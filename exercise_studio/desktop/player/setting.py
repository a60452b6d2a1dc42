"""Sets an inject's text for the players' screen: lines by the Japanese rules for line breaks, and pages of them.

All lengths are in em or in pixels of the design size, which is 768 high; a screen of any size scales it as a whole.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from exercise_studio.reporting.breaking import GAP, broken

WIDTH: Final = 24
"""Full-width characters in a line at most."""
LINES: Final = 9
"""Lines on a page at most."""
LEADING: Final = 1.38
BETWEEN: Final = 0.36
"""Between paragraphs, em."""

Measure = Callable[[str, bool], float]
"""A character's width in em, plain or bold."""

_BULLET: Final = re.compile(r"[-*•]\s+(.*)")
_NUMBER: Final = re.compile(r"(\d{1,3})[.)．）]\s*(.*)")
_RULE: Final = re.compile(r"\|?\s*:?-{2,}[-|: ]*|[-*_]{3,}")
_HEADING: Final = re.compile(r"#{1,6}\s+(.*)")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_HEAD: Final = re.compile(r"\*\*([^*]{1,10})\*\*\s*[:：]\s*(.+)")
_HEAD_WORDS: Final = frozenset(
    ("差出人", "送信者", "宛先", "写し", "CC", "件名", "日時", "From", "To", "Cc", "Copy", "Subject", "Date", "Sent")
)
_EXERCISE: Final = re.compile(r"^\s*(?:\*\*)?(?:【演習】|\[EXERCISE\])(?:\*\*)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one weight that stand together, `x` em from the start of the text."""

    text: str
    x: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `above`: extra room over it, em; `align`: "left", "right" or "center" of the column; `width` in em."""

    runs: tuple[Run, ...]
    above: float = 0.0
    align: str = "left"
    width: float = 0.0

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Message:
    """An inject's body taken apart.

    Attributes:
        lead: the line that says where a call or a report comes from, or "".
        head: label and value of the head lines of a mail.
        body: the rest.
    """

    lead: str
    head: tuple[tuple[str, str], ...]
    body: str


def take_apart(text: str) -> Message:
    """Head lines, leading line and the rest. The word EXERCISE at the start goes: it stands over every screen."""
    lines = _EXERCISE.sub("", text.strip()).strip("\n").split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    lead, head = "", list[tuple[str, str]]()
    if _leads(lines):
        lead = plain(lines.pop(0))
    while lines and ((found := _HEAD.fullmatch(lines[0].strip())) or (head and not lines[0].strip())):
        if found is not None:
            if found.group(1).strip() not in _HEAD_WORDS:
                break
            head.append((found.group(1).strip(), plain(found.group(2))))
        lines.pop(0)
    while lines and (not lines[0].strip() or _RULE.fullmatch(lines[0].strip())):
        lines.pop(0)
    return Message(lead, tuple(head), "\n".join(lines).rstrip())


def _leads(lines: list[str]) -> bool:
    """Whether a short line stands alone at the start and is no sentence: where a call or a report comes from."""
    if len(lines) < 2 or lines[1].strip() or len(lines[0]) >= 90 or _HEAD.fullmatch(lines[0].strip()):
        return False
    first = lines[0].rstrip()
    return not first.startswith(("　", "**", "#", "|", "-")) and not first.endswith(("。", ".", "」", "?", "？"))


def plain(text: str) -> str:
    """Without marks of emphasis."""
    return _LINK.sub(r"\1", text).replace("**", "").replace("`", "").strip()


def paragraphs(text: str) -> Iterator[tuple[str, str, str]]:
    """Kind (plain, right, center, heading, gap), mark before the first line, and text of each paragraph."""
    table: list[list[str]] = []
    for raw in [*text.split("\n"), ""]:
        line = raw.strip(" \t")
        quoted = line.startswith(">")
        line = line.lstrip("> ") if quoted else line
        if line.startswith("|") and line.count("|") > 1:
            if not _RULE.fullmatch(line):
                table.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if table:
            yield from _rows(table)
            table = []
        if not line.strip("　") or _RULE.fullmatch(line):
            yield "gap", "", ""
        elif found := _HEADING.fullmatch(line):
            yield "heading", "", f"**{plain(found.group(1))}**"
        elif found := _BULLET.fullmatch(line):
            yield "plain", "・", found.group(1)
        elif found := _NUMBER.fullmatch(line):
            yield "plain", f"{found.group(1)}.", found.group(2)
        else:
            bare = line.lstrip("　")
            wide = len(line) - len(bare)
            if quoted:
                yield "plain", "　", bare
                continue
            yield ("center" if wide >= 4 and len(bare) <= 3 else "right" if wide >= 6 else "plain"), "", bare


def _rows(table: list[list[str]]) -> Iterator[tuple[str, str, str]]:
    """A table as lines: beside one another it would need letters that nobody can read from the last row."""
    head, rows = table[0], table[1:]
    if not rows:
        head, rows = [""] * len(head), table
    yield "gap", "", ""
    for cells in rows:
        named = f"**{cells[0].replace('**', '')}**" if cells[0] else ""
        if len(head) <= 2:
            rest = "　".join(cell for cell in cells[1:] if cell)
        else:
            rest = "　".join(
                f"{label} {cell}".strip() for label, cell in zip(head[1:], cells[1:], strict=False) if cell
            )
        yield "plain", "▪", f"{named}　{rest}" if rest else named
    yield "gap", "", ""


def set_text(text: str, measure: Measure, width: float = WIDTH) -> list[Line]:
    """The lines of a text in the scenario's simple Markdown, none wider than `width` em."""
    lines: list[Line] = []
    above = 0.0
    for kind, mark, said in paragraphs(text):
        if kind == "gap":
            above = BETWEEN * 1.6 if lines else 0.0
            continue
        lines += _paragraph(kind, mark, said, measure, width, above or (0.0 if not lines else BETWEEN * 0.4))
        above = 0.0
    return lines


def set_plain(text: str, measure: Measure, width: float, *, bold: bool = False) -> list[Line]:
    """Lines of one paragraph without marks: a title, a question."""
    return _paragraph("plain", "", f"**{text}**" if bold else text, measure, width, 0.0)


def _paragraph(kind: str, mark: str, said: str, measure: Measure, width: float, above: float) -> list[Line]:
    text, bold = _inline(said)
    indent = sum(measure(char, False) for char in mark) + (0.25 if mark else 0.0)
    advance = [measure(char, heavy) for char, heavy in zip(text, bold, strict=True)]
    found, gaps = broken(text, advance, width - indent)
    lines = []
    for number, line in enumerate(found):
        runs = [Run(mark, 0.0)] if mark and number == 0 else []
        runs += _runs(text, bold, advance, gaps, line.start, line.end, indent)
        align = kind if kind in ("right", "center") else "left"
        lines.append(Line(tuple(runs), above if number == 0 else 0.0, align, line.width + indent))
    return lines


def _inline(said: str) -> tuple[str, list[bool]]:
    said = _LINK.sub(r"\1", said).replace("`", "").rstrip()
    parts = said.split("**")
    if len(parts) % 2 == 0:  # an unmatched mark is none
        parts = ["".join(parts)]
    text = "".join(parts)
    return text, [heavy for at, part in enumerate(parts) for heavy in [at % 2 == 1] * len(part)]


def _runs(
    text: str, bold: list[bool], advance: list[float], gaps: frozenset[int], start: int, end: int, x: float
) -> Iterator[Run]:
    begin, at = start, x
    for index in range(start, end):
        at += advance[index]
        last = index + 1 == end
        if last or index in gaps or bold[index] != bold[index + 1]:
            yield Run(text[begin : index + 1], x, bold[index])
            begin, at = index + 1, at + (GAP if index in gaps else 0.0)
            x = at


def paged(lines: list[Line], first: float, others: float, most: int = LINES) -> list[list[Line]]:
    """The lines on pages that are `first` and then `others` em high, `most` lines each."""
    pages: list[list[Line]] = [[]]
    used, room = 0.0, first
    for line in lines:
        above = line.above if pages[-1] else 0.0
        full = used + above + LEADING > room + 1e-6 or len(pages[-1]) >= most
        if full and (pages[-1] or room < others):
            pages.append([])
            used, above, room = 0.0, 0.0, others
        pages[-1].append(line)
        used += above + LEADING
    if len(pages) > 1 and len(pages[-1]) == 1 and len(pages[-2]) > 3:
        # One line alone on the last page looks lost; the one before keeps it company.
        pages[-1].insert(0, pages[-2].pop())
    return pages


def height_of(lines: list[Line] | tuple[Line, ...]) -> float:
    """How much room lines take on one page, em."""
    return sum((line.above if number else 0.0) + LEADING for number, line in enumerate(lines))
