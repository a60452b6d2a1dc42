"""The look of the page: sizes, colours and text styles, all from one scale. Lengths in points."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from exercise_studio.domain.text import Lang
from exercise_studio.reporting.typeset import Style

MM: Final = 72 / 25.4
INK: Final = "#1B1F24"
MUTED: Final = "#5B636E"
NAVY: Final = "#08325D"
ACCENT: Final = "#0B5CAD"
RULE: Final = "#C9CED6"
SURFACE: Final = "#F4F5F7"
WARN: Final = "#881828"
WHITE: Final = "#FFFFFF"
TLP_GROUND: Final = "#000000"
TLP_INK: Final = {
    "RED": "#FF2B2B",
    "AMBER+STRICT": "#FFC000",
    "AMBER": "#FFC000",
    "GREEN": "#33FF00",
    "CLEAR": "#FFFFFF",
}
"""Text on black, after FIRST's TLP 2.0."""

A4: Final = (210 * MM, 297 * MM)
SIDE: Final = 24 * MM
TOP: Final = 27 * MM
BOTTOM: Final = 23 * MM
HEAD: Final = 13 * MM
FOOT: Final = 12 * MM

Sheet = Literal["tall", "wide"]


def size_of(sheet: Sheet) -> tuple[float, float]:
    """Width and height of a page."""
    return A4 if sheet == "tall" else (A4[1], A4[0])


def frame_of(sheet: Sheet) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of the text."""
    width, height = size_of(sheet)
    return SIDE, BOTTOM, width - 2 * SIDE, height - TOP - BOTTOM


@dataclass(frozen=True)
class Theme:
    """Text styles at a scale; 1 is what a reader gets, less is for what must fit one page."""

    lang: Lang
    scale: float = 1.0

    def _style(self, size: float, leading: float, **more: object) -> Style:
        scale = self.scale
        after = float(more.pop("after", 0.0))  # type: ignore[arg-type]
        before = float(more.pop("before", 0.0))  # type: ignore[arg-type]
        return Style(
            size=size * scale, leading=leading * scale, after=after * scale, before=before * scale, **more  # type: ignore[arg-type]
        )  # fmt: skip

    @property
    def _align(self) -> str:
        # English is left ragged: justified in one column without hyphenation it would have rivers.
        return "justify" if self.lang == "ja" else "left"

    @cached_property
    def body(self) -> Style:
        return self._style(10, 16, align=self._align, after=6)

    @cached_property
    def lead(self) -> Style:
        return self._style(14, 21, bold=True, colour=NAVY, align="left", after=10)

    @cached_property
    def chapter(self) -> Style:
        return self._style(18, 25, bold=True, colour=NAVY, align="left", before=22, after=10)

    @cached_property
    def heading(self) -> Style:
        return self._style(12, 17, bold=True, colour=NAVY, align="left", before=13, after=5)

    @cached_property
    def subheading(self) -> Style:
        return self._style(10, 15, bold=True, align="left", before=9, after=3)

    @cached_property
    def small(self) -> Style:
        return self._style(8, 12.5, colour=MUTED, align=self._align, after=5)

    @cached_property
    def to_write(self) -> Style:
        return self._style(10, 16, colour=WARN, align="left", after=6)

    @cached_property
    def point(self) -> Style:
        return self._style(10, 16, align=self._align, indent=16, after=2.5)

    @cached_property
    def cell(self) -> Style:
        return self._style(8.5, 12.5, align="left")

    @cached_property
    def cell_head(self) -> Style:
        return self._style(8, 12.5, bold=True, colour=MUTED, align="left")

    @cached_property
    def caption(self) -> Style:
        return self._style(8.5, 13, bold=True, align="left", before=6, after=3)

    @cached_property
    def tile_value(self) -> Style:
        return self._style(24, 28, bold=True, colour=NAVY, align="left")

    @cached_property
    def tile_title(self) -> Style:
        return self._style(8.5, 12, bold=True, align="left")

    @cached_property
    def tile_note(self) -> Style:
        return self._style(7.5, 11, colour=MUTED, align="left")

    @cached_property
    def card_title(self) -> Style:
        return self._style(11.5, 16.5, bold=True, align="left")
