"""The little markup of inject texts (bold, lists, tables, headings) as runs for a table's cell."""

import re
from typing import Final

from exercise_studio.domain.text import Lang
from exercise_studio.reporting.document import Run

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_RULE: Final = re.compile(r"^\|?[\s:|-]+\|?$")
_POINT: Final = re.compile(r"^(\s*)[-*] +")
_HEADING: Final = re.compile(r"^#{1,6} +")


def runs_of(text: str, lang: Lang, colour: str = "") -> tuple[Run, ...]:
    """The text without its signs. Rows of a table become lines; empty lines at the ends and in a row are dropped."""
    found: list[Run] = []
    blank = False
    for line in text.strip().splitlines():
        said = line.rstrip()
        if not said:
            blank = bool(found)
            continue
        if _RULE.match(said):
            continue
        if found:
            found.append(Run("\n\n" if blank else "\n", False, colour))
        blank = False
        found += _line(said, lang, colour)
    return tuple(found)


def _line(line: str, lang: Lang, colour: str) -> list[Run]:
    heading = bool(_HEADING.match(line))
    line = _HEADING.sub("", line)
    if line.startswith("|"):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        first, rest = cells[0], [cell for cell in cells[1:] if cell]
        line = ("：" if lang == "ja" else ": ").join(
            [first, ("、" if lang == "ja" else ", ").join(rest)] if rest else [first]
        )
    line = _POINT.sub(lambda found: f"{found[1]}・" if lang == "ja" else f"{found[1]}• ", line)
    parts = _BOLD.split(line)
    return [Run(part, heading or number % 2 == 1, colour) for number, part in enumerate(parts) if part]
