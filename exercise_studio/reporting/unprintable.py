"""Characters of a report that none of its fonts has: which, how often, and in which chapters; the PDF shows 〓 for them."""

import dataclasses
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from exercise_studio.language import _
from exercise_studio.reporting import fonts
from exercise_studio.reporting.document import Figure, ReportContent

COVER = ""
"""The chapter of what stands before the first."""


class Unprintable(NamedTuple):
    """One character, or a kanji with the sign for a shape of it that the font does not have.

    Attributes:
        code: its name among characters, "U+1F600"; of both, "U+845B U+E0101".
        called: what Unicode calls it, "" where it has no name.
        times: how often the content has it.
        chapters: number and title of each chapter that has it, in order; `COVER` for the cover.
    """

    character: str
    code: str
    called: str
    times: int
    chapters: tuple[str, ...]


def unprintable(content: ReportContent) -> tuple[Unprintable, ...]:
    """Every character that no font of the report has, the most frequent first."""
    times: Counter[str] = Counter()
    chapters: dict[str, dict[str, None]] = {}
    parts: list[tuple[str, Any]] = [(COVER, (content.cover, content.header, content.handling))]
    parts += [(f"{section.number} {section.title}", (section.title, section.blocks)) for section in content.sections]
    for name, part in parts:
        found = fonts.lacking(_strings(part))
        times.update(found)
        for character in found:
            chapters.setdefault(character, {})[name] = None
    return tuple(
        Unprintable(one, _code(one), unicodedata.name(one[0], ""), count, tuple(chapters[one]))
        for one, count in sorted(times.items(), key=lambda item: (-item[1], item[0]))
    )


def _code(characters: str) -> str:
    return " ".join(f"U+{ord(one):04X}" for one in characters)


def sentences(found: Iterable[Unprintable]) -> list[str]:
    """One for each character: what it is and where it stands."""
    told = []
    for one in found:
        places = ", ".join(chapter or _("Cover") for chapter in one.chapters)
        if len(one.character) > 1:
            shape, plain = one.character, one.character[0]
            told.append(
                _(
                    "“{shape}” ({code}) is printed in its usual shape, “{plain}” ({times} ×): {places}",
                    shape=shape, code=one.code, plain=plain, times=one.times, places=places,
                )
            )  # fmt: skip
            continue
        shown = one.character if one.character.isprintable() else one.called or "?"
        told.append(
            _(
                "No font has “{character}” ({code}); 〓 is printed for it ({times} ×): {places}",
                character=shown, code=one.code, times=one.times, places=places,
            )
        )  # fmt: skip
    return told


def _strings(value: Any) -> Iterator[str]:
    """Every text of a block, whatever it is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Figure):
        # What a drawing says in words says what is in it.
        yield from (value.caption, value.note)
        yield from _strings(value.data)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name))
