"""What stands on every page besides its text: name, edition and TLP above; handling, page number, date and TLP below."""

from typing import Any

from exercise_studio.reporting.document import ReportContent
from exercise_studio.reporting.drawing import draw_block
from exercise_studio.reporting.tables import rule
from exercise_studio.reporting.tagging import FOOT as FOOTER
from exercise_studio.reporting.tagging import HEAD as HEADER
from exercise_studio.reporting.theme import FOOT, HEAD, INK, MUTED, RULE, SIDE, TLP_GROUND, TLP_INK, Sheet, size_of
from exercise_studio.reporting.typeset import Style, Typesetter

_TLP = Style(size=12, leading=16, bold=True, align="left")
_FINE = Style(size=7.5, leading=11, colour=MUTED, align="left")
_PAGE = Style(size=8.5, leading=11, colour=INK, align="centre")


def draw_furniture(
    canvas: Any, setter: Typesetter, content: ReportContent, sheet: Sheet, number: int, pages: int, bare: bool
) -> None:
    """Draws head and foot of a page, which are no content. `bare` pages have no document name in the head."""
    width, height = size_of(sheet)
    right = width - SIDE
    top, foot = height - HEAD, FOOT
    chip = tlp_width(setter, content.tlp)
    canvas._code.append(HEADER)
    tlp(canvas, setter, content.tlp, right, top - 6)
    if not bare:
        own = setter.width(content.version, _FINE) + 4
        begin = SIDE + (_mark(canvas, setter, content.mark, SIDE, top - 6) if content.mark else 0.0)
        room = right - begin - chip - own - 26
        name = setter.fitted(content.header, _FINE, room)
        draw_block(canvas, setter.set(name, _FINE, room + 10), begin, top + 3)
        draw_block(canvas, setter.set(content.version, _FINE, own + 4), right - chip - own - 8, top + 3)
    canvas._code.append("EMC")
    if not bare:
        rule(canvas, SIDE, top - 13, right - SIDE, RULE, 0.5)
    rule(canvas, SIDE, foot + 22, right - SIDE, RULE, 0.5)
    canvas._code.append(FOOTER)
    tlp(canvas, setter, content.tlp, right, foot + 2)
    third = (right - SIDE) / 3
    room = third * 1.5 - 36
    draw_block(canvas, setter.set(setter.fitted(content.handling, _FINE, room), _FINE, third * 1.5), SIDE, foot + 19)
    draw_block(canvas, setter.set(setter.fitted(content.as_of, _FINE, room), _FINE, third * 1.5), SIDE, foot + 9)
    text = content.page.format(page=number, pages=pages)
    draw_block(canvas, setter.set(text, _PAGE, third), SIDE + third, foot + 15)
    canvas._code.append("EMC")


def _mark(canvas: Any, setter: Typesetter, mark: str, left: float, bottom: float) -> float:
    """The framed word; returns the room that it takes."""
    width = setter.width(mark, _TLP) + 14
    canvas._code.append(f"q 0 G 1.2 w {left:.2f} {bottom:.2f} {width:.2f} 17 re S Q")
    draw_block(canvas, setter.set(mark, _TLP, width), left + 7, bottom + 16.5)
    return width + 10


def tlp_width(setter: Typesetter, mark: str) -> float:
    """Width of the label with its ground."""
    return setter.width(f"TLP:{mark}", _TLP) + 14


def tlp(canvas: Any, setter: Typesetter, mark: str, right: float, bottom: float) -> None:
    """The TLP label: its colour on black, 12 pt bold, ending at `right`."""
    width = tlp_width(setter, mark)
    ground = " ".join(f"{int(TLP_GROUND[i : i + 2], 16) / 255:g}" for i in (1, 3, 5))
    canvas._code.append(f"q {ground} rg {right - width:.2f} {bottom:.2f} {width:.2f} 17 re f Q")
    style = Style(size=12, leading=17, bold=True, align="left", colour=TLP_INK[mark])
    draw_block(canvas, setter.set(f"TLP:{mark}", style, width), right - width + 7, bottom + 17)
