"""A report's content as the page lists it: chapters, the passages a person may write, and what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from exercise_studio.evaluation.persons import mentions
from exercise_studio.language import N_
from exercise_studio.reporting.document import Card, Lead, Points, Prose, ReportContent, Section, plain

PASSAGES: Final[Mapping[str, str]] = {
    "summary.verdict": N_("The verdict, in one sentence"),
    "summary.conclusions": N_("Conclusions, one a line"),
    "overview.purpose": N_("Purpose of the exercise"),
    "results.comment": N_("Comment on the results"),
    "standards.policy": N_("How the safety standards will take this up"),
    "recommendations.points": N_("Recommendations, one a line"),
    "recommendations.text": N_("What the next exercise should try"),
}
"""What the passages are for; one that is not listed goes by its id."""
SOURCES: Final[Mapping[str, str]] = {
    "practices": "debrief",
    "findings": "debrief",
    "plan": "debrief",
    "results": "debrief",
    "ratings": "observe",
    "overview": "plan",
    "organisation": "plan",
    "scenario": "plan",
}
"""The page on which a chapter's facts are changed."""

State = Literal["missing", "written", "drafted", "filled"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the report that a person may write.

    Attributes:
        slot: its id in the log.
        text: as it stands, one point a line for a list.
        edited: a person wrote it.
        to_write: nobody did, and no draft can stand for it.
    """

    slot: str
    text: str
    edited: bool
    to_write: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter.

    Attributes:
        page: where it begins in the printed pages, counted from 0; −1 before they are known.
        named: words in it that seem to name a person.
    """

    id: str
    number: str
    title: str
    passages: tuple[Passage, ...]
    named: tuple[str, ...] = ()
    page: int = -1

    @property
    def state(self) -> State:
        """Missing something, written by a person, drafted by the program, or filled from the log alone."""
        if any(passage.to_write for passage in self.passages):
            return "missing"
        if any(passage.edited for passage in self.passages):
            return "written"
        return "drafted" if self.passages else "filled"

    @property
    def missing(self) -> int:
        """How many passages must still be written."""
        return sum(passage.to_write for passage in self.passages)


def outline(content: ReportContent) -> list[Part]:
    """The chapters of a report."""
    return [Part(s.id, s.number, s.title, tuple(_passages(s)), tuple(_named(s))) for s in content.sections]


def _passages(section: Section) -> Iterator[Passage]:
    for block in section.blocks:
        if not isinstance(block, Prose | Lead | Points) or not block.slot:
            continue
        text = "\n".join(plain(item) for item in block.items) if isinstance(block, Points) else plain(block.text)
        to_write = isinstance(block, Prose) and block.to_write
        yield Passage(block.slot, "" if to_write else text, block.edited, to_write)


def _named(section: Section) -> Iterator[str]:
    """Only what people wrote is looked at: injects name the people of their story on purpose."""
    texts = [passage.text for passage in _passages(section) if passage.edited]
    for block in section.blocks:
        if isinstance(block, Card):
            texts.append(block.title)
            texts += [plain(part.text) for part in block.parts]
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(mention.words for mention in mentions(text)))
    yield from found


def with_pages(parts: Sequence[Part], marks: Sequence[tuple[int, str, int]]) -> list[Part]:
    """The chapters with the pages that the bookmarks (level, title, page) of the printed report name."""
    tops = [(title, page) for level, title, page in marks if level == 0]
    found = []
    for part in parts:
        page = next((page for title, page in tops if title.rstrip().endswith(part.title)), -1)
        found.append(Part(part.id, part.number, part.title, part.passages, part.named, page))
    return found


def next_to_mend(parts: Sequence[Part], after: int) -> int | None:
    """The next chapter with something to write or a person's name, looking on from `after` and round to the start."""
    order = [*range(after + 1, len(parts)), *range(min(after + 1, len(parts)))]
    return next((index for index in order if parts[index].missing or parts[index].named), None)
