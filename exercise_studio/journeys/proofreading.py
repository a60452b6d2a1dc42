"""Proofreading: a report beside what the program would have drafted, and the numbers in hand-written words that nothing proves."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime

from exercise_studio.domain.text import Lang
from exercise_studio.journeys import reporting
from exercise_studio.journeys.session import Session
from exercise_studio.language import N_
from exercise_studio.reporting.document import Lead, Points, Prose, ReportContent, plain
from exercise_studio.reporting.editions import NO_OPTIONS, Options
from exercise_studio.reporting.material import Material
from exercise_studio.reporting.traces import Trace, Untraced, traces, untraced
from exercise_studio.reporting.wording import Words

Passage = Prose | Lead | Points
GAPS = {"department": N_("[To be written: department]"), "distribution": N_("[To be written: distribution]")}
"""What the cover says where nothing is known."""


@dataclass(frozen=True, slots=True)
class CoverText:
    """What the cover says of the department in charge or of the distribution.

    Attributes:
        slot: under which a person may write it.
        text: as it stands; a gap where nothing is known.
        draft: what the plan says, "" for nothing.
    """

    slot: str
    text: str
    edited: bool
    to_write: bool
    draft: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A report with what is to be looked at in it.

    Attributes:
        drafts: slot to the program's own words, where a person wrote others; empty where it had none.
        untraced: numbers that people wrote and that the report does not compute.
        cover: what may be written on the cover; nothing where there is none.
    """

    content: ReportContent
    drafts: dict[str, str]
    untraced: tuple[Untraced, ...]
    cover: tuple[CoverText, ...]


def proof(
    session: Session,
    *,
    lang: Lang,
    as_of: datetime | None = None,
    edition: str = "full",
    options: Options = NO_OPTIONS,
) -> Proof:
    """The report and its proof. Writes nothing. Raises UsageError where an edition and its options do not fit together."""
    content = reporting.build_content(session, lang=lang, as_of=as_of, edition=edition, options=options)
    cover = _cover(session, content, options)
    if not any(block.edited for block in passages(content)):
        return Proof(content, {}, (), cover)
    drafted = reporting.build_content(
        session, lang=lang, as_of=as_of, edition=edition, options=options, drafted=True
    )  # fmt: skip
    drafts = {block.slot: "" if is_gap(block) else said(block) for block in passages(drafted)}
    found = reporting.stand(session, as_of)
    words = Words(content.language, found.state.plan if found.state is not None else found.plan)
    known = traces(Material(found.plan, found.state, found.entries, found.learning, found.moment, words, found.earlier))
    if options.organisation:
        # What is counted for one organisation alone stands in its own report and nowhere else.
        known += tuple(Trace("own", "", text, "", 0, "") for text in strings(drafted.sections))
    kept = {block.slot: drafts.get(block.slot, "") for block in passages(content) if block.edited}
    return Proof(content, kept, untraced(content, known), cover)


def _cover(session: Session, content: ReportContent, options: Options) -> tuple[CoverText, ...]:
    """An organisation's own report goes to that organisation: there only the department may be written."""
    if not content.front:
        return ()
    plan, found = session.plan, []
    words = Words(content.language, plan)
    printed = {"department": content.cover.lines[3][1], "distribution": "\n".join(content.cover.distribution)}
    planned = {"department": plan.department, "distribution": "\n".join(plan.distribution)}
    for name in ("department",) if options.organisation else ("department", "distribution"):
        slot = f"cover.{name}"
        written = session.learning.sections.get((slot, content.language))
        gap = printed[name] == words._(GAPS[name])
        edited = written is not None and bool(written.text.strip())
        if options.tlp and gap and (edited or planned[name]):
            continue  # left out of a redacted report: there is nothing to write
        found.append(CoverText(slot, printed[name], edited, gap, "" if options.tlp else planned[name]))
    return tuple(found)


def passages(content: ReportContent) -> list[Passage]:
    """The passages that a person may write, in the order of the report."""
    blocks = (block for section in content.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Prose | Lead | Points) and block.slot]


def is_gap(block: Passage) -> bool:
    """Whether it only asks a person to write."""
    return isinstance(block, Prose) and block.to_write


def said(block: Passage) -> str:
    """A passage as plain text, a list with one point a line."""
    return "\n".join(plain(item) for item in block.items) if isinstance(block, Points) else plain(block.text)


def strings(value: object) -> Iterator[str]:
    """Every text inside blocks, however deep: tables, tiles, figures."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from strings(getattr(value, one.name))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings(key)
            yield from strings(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from strings(part)
