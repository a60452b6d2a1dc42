"""A report as the page lists it: chapters, the passages a person may write, and everything that is to be looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from exercise_studio.desktop.report.rendering import COVER, Needle, Place, Printed, glyph_key, starts
from exercise_studio.evaluation.persons import mentions
from exercise_studio.journeys.proofreading import Proof, is_gap, said
from exercise_studio.language import N_, _
from exercise_studio.reporting.document import Card, Lead, Points, Prose, ReportContent, Section, plain

PASSAGES: Final[Mapping[str, str]] = {
    "cover.department": N_("Department in charge"),
    "cover.distribution": N_("Distribution, one a line"),
    "summary.verdict": N_("The verdict, in one sentence"),
    "summary.conclusions": N_("Conclusions, one a line"),
    "summary.decisions": N_("Decisions asked of the management"),
    "overview.purpose": N_("Purpose of the exercise"),
    "results.comment": N_("Comment on the results"),
    "standards.policy": N_("How the safety standards will take this up"),
    "standards.changes": N_("What is revised, document by document"),
    "recommendations.points": N_("Recommendations, one a line"),
    "recommendations.text": N_("When the next exercise is held, how far it reaches, who prepares it"),
    "executive.message": N_("What the management asks for until the next exercise"),
    "participants.text": N_("Bodies outside the operators that took part"),
    "organisation.verdict": N_("The verdict, in one sentence"),
    "organisation.comment": N_("Comment on the results"),
    "progress.3": N_("What has changed after three months"),
    "progress.6": N_("What has changed after six months"),
    "progress.12": N_("What has changed after twelve months"),
}
"""What the passages are for; one that is not listed goes by its id."""
SOURCES: Final[Mapping[str, str]] = {
    "practices": "debrief",
    "findings": "debrief",
    "plan": "debrief",
    "progress": "debrief",
    "results": "debrief",
    "ratings": "observe",
    "overview": "plan",
    "organisation": "plan",
    "scenario": "plan",
}
"""The page on which a chapter's facts are changed."""
SORTS: Final[Mapping[str, str]] = {
    "gap": N_("to be written: {count}"),
    "person": N_("names of persons: {count}"),
    "number": N_("numbers without a source: {count}"),
    "glyph": N_("characters without a font: {count}"),
}
"""What is looked for, with how often it was found."""

State = Literal["missing", "written", "drafted", "filled"]
Sort = Literal["gap", "person", "number", "glyph"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the report that a person may write.

    Attributes:
        slot: its id in the log.
        text: as it stands, one point a line for a list.
        edited: a person wrote it.
        to_write: nobody did, and no draft can stand for it.
        draft: the program's own words; empty where it has none.
    """

    slot: str
    text: str
    edited: bool
    to_write: bool
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that a person should look at before the report goes out. None of it stops anybody.

    Attributes:
        part: the id of its chapter; "cover" for the cover.
        slot: the passage, "" where it is in none.
        words: what is printed there, or the character that cannot be.
        key: names it among the others.
        place: where it is printed; None before the pages are known, or where it cannot be found in them.
    """

    sort: Sort
    part: str
    slot: str
    words: str
    key: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter.

    Attributes:
        checks: what is to be looked at in it.
        page: where it begins in the printed pages, counted from 0; −1 before they are known.
    """

    id: str
    number: str
    title: str
    passages: tuple[Passage, ...]
    checks: tuple[Check, ...] = ()
    page: int = -1

    @property
    def state(self) -> State:
        """Missing something, written by a person, drafted by the program, or filled from the log alone."""
        if self.missing:
            return "missing"
        if any(passage.edited for passage in self.passages):
            return "written"
        return "drafted" if self.passages else "filled"

    @property
    def missing(self) -> int:
        """How many passages must still be written."""
        return sum(check.sort == "gap" for check in self.checks)

    @property
    def named(self) -> tuple[str, ...]:
        """Words in it that seem to name a person."""
        return tuple(dict.fromkeys(check.words for check in self.checks if check.sort == "person"))


def heading(part: Part) -> str:
    """Number and title of a chapter as a heading."""
    return _("Cover") if part.id == COVER else f"{part.number}  {part.title}"


def telling(check: Check) -> str:
    """What is to be looked at, in one line."""
    if check.sort == "glyph":
        return _(
            "No font has “{character}” (U+{code}); 〓 is printed", character=check.words, code=f"{ord(check.words):04X}"
        )
    if check.sort == "person":
        return _("“{words}” seems to name a person", words=check.words)
    if check.sort == "number":
        return _("The report computes no {number}: say where it comes from", number=check.words)
    return check.words


def title_of(slot: str) -> str:
    """What a passage is for; those of an organisation's report are called as in the others."""
    name = slot.split(".", 2)[2] if slot.startswith("org.") and slot.count(".") > 1 else slot
    return PASSAGES.get(name, slot)


def outline(proof: Proof) -> list[Part]:
    """The cover, where there is one, and the chapters of a report."""
    content = proof.content
    parts = []
    if content.front:
        parts.append(_cover(proof))
    numbers: dict[str, list[str]] = {}
    for one in proof.untraced:
        numbers.setdefault(one.slot, []).append(one.number)
    for section in content.sections:
        passages = tuple(_passages(section, proof.drafts))
        parts.append(
            Part(section.id, section.number, section.title, passages, tuple(_checks(section, passages, numbers)))
        )
    return parts


def _cover(proof: Proof) -> Part:
    texts = [
        Passage(one.slot, "" if one.to_write else one.text, one.edited, one.to_write, one.draft) for one in proof.cover
    ]
    checks = [Check("gap", COVER, one.slot, one.text, f"gap/{one.slot}") for one in proof.cover if one.to_write]
    for text in texts:
        if text.edited:
            checks += _persons(COVER, text)
    return Part(COVER, "", "", tuple(texts), tuple(checks), 0)


def _persons(part: str, passage: Passage) -> Iterator[Check]:
    for words in dict.fromkeys(mention.words for mention in mentions(passage.text)):
        yield Check("person", part, passage.slot, words, f"person/{passage.slot}/{words}")


def _passages(section: Section, drafts: Mapping[str, str]) -> Iterator[Passage]:
    for block in section.blocks:
        if not isinstance(block, Prose | Lead | Points) or not block.slot:
            continue
        text, gap = said(block), is_gap(block)
        draft = drafts.get(block.slot, "") if block.edited else text
        yield Passage(block.slot, "" if gap else text, block.edited, gap, "" if gap else draft)


def _checks(section: Section, passages: Sequence[Passage], numbers: Mapping[str, list[str]]) -> Iterator[Check]:
    """Names are looked for only in what people wrote: injects name the people of their story on purpose."""
    for block in section.blocks:
        if isinstance(block, Prose) and block.slot and block.to_write:
            yield Check("gap", section.id, block.slot, said(block), f"gap/{block.slot}")
        if isinstance(block, Card):
            text = "\n".join([block.title, *(plain(part.text) for part in block.parts)])
            for words in dict.fromkeys(mention.words for mention in mentions(text)):
                yield Check("person", section.id, "", words, f"person/{block.number}/{words}")
    for passage in passages:
        if not passage.edited:
            continue
        yield from _persons(section.id, passage)
        for number in dict.fromkeys(numbers.get(passage.slot, ())):
            yield Check("number", section.id, passage.slot, number, f"number/{passage.slot}/{number}")


def needles(parts: Sequence[Part]) -> tuple[Needle, ...]:
    """What is to be found in the printed pages: every check and every passage."""
    found = []
    for part in parts:
        texts = {passage.slot: passage.text for passage in part.passages}
        found += [Needle(passage.slot, part.id, passage.text[:30]) for passage in part.passages if passage.text]
        found += [Needle(check.key, part.id, _around(texts.get(check.slot, ""), check.words)) for check in part.checks]
    return tuple(found)


def _around(text: str, words: str) -> str:
    """The words with a little of what stands before them: a bare "3" is found anywhere."""
    at = text.find(words)
    line = text.rfind("\n", 0, max(at, 0)) + 1
    return text[max(line, at - 12) : at + len(words)] if at >= 0 else words


def with_printing(parts: Sequence[Part], content: ReportContent, printed: Printed) -> list[Part]:
    """The chapters with their pages, the places of what is to be looked at, and the characters that no font has."""
    tops = starts(content, printed.marks)
    found = []
    for part in parts:
        lasting = (check for check in part.checks if check.sort != "glyph")
        checks = tuple(replace(check, place=printed.places.get(check.key)) for check in lasting)
        found.append(replace(part, checks=checks, page=tops.get(part.id, 0 if part.id == COVER else -1)))
    for character in printed.missing:
        place = printed.places.get(glyph_key(character))
        at = _part_at(found, place)
        if at is not None:
            check = Check("glyph", found[at].id, "", character, glyph_key(character), place)
            found[at] = replace(found[at], checks=(*found[at].checks, check))
    return found


def _part_at(parts: Sequence[Part], place: Place | None) -> int | None:
    """The chapter that a place is in; the first where it is not known."""
    if not parts:
        return None
    if place is None:
        return 0
    before = [index for index, part in enumerate(parts) if 0 <= part.page <= place.page]
    return before[-1] if before else 0


def with_pages_of(parts: Sequence[Part], before: Sequence[Part]) -> list[Part]:
    """The chapters with the pages and places of an older printing, until the new one is there."""
    pages = {part.id: part.page for part in before}
    places = {check.key: check.place for part in before for check in part.checks}
    return [
        replace(
            part, page=pages.get(part.id, part.page),
            checks=tuple(replace(check, place=places.get(check.key)) for check in part.checks),
        )
        for part in parts
    ]  # fmt: skip


def with_lost(parts: Sequence[Part], checks: Sequence[Check]) -> list[Part]:
    """The chapters with what the printing told of characters that no font has."""
    lost = [check for check in checks if check.sort == "glyph"]
    return [replace(part, checks=(*part.checks, *(c for c in lost if c.part == part.id))) for part in parts]


def all_checks(parts: Sequence[Part]) -> list[Check]:
    """Everything that is to be looked at, in the order of the report."""
    return [check for part in parts for check in part.checks]


def next_check(checks: Sequence[Check], after: str) -> int | None:
    """The check after the one with this key, and round to the first; the first where there is none."""
    at = next((number for number, check in enumerate(checks) if check.key == after), -1)
    return (at + 1) % len(checks) if checks else None
