"""What was learned: the fold of an exercise's entries outside its runs: cards, findings, actions, answers, edits.

`Learning.apply` changes the state in place, entry after entry in canonical order, as the run's fold does; nobody
but the fold may change it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from exercise_studio.conduct.corrections import effective
from exercise_studio.domain import payloads as p
from exercise_studio.domain.findings import Action, ActionState, Finding
from exercise_studio.domain.log import Entry, RedactedEntry, UnknownEntry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant


@dataclass(slots=True)
class Card:
    """A note of the hot wash, in its column, with its votes."""

    id: str
    column: p.Column
    text: str
    votes: int = 0
    evidence: tuple[str, ...] = ()
    finding: str = ""
    """The finding that was made of it."""


@dataclass(slots=True)
class FindingState:
    """A finding as it was last written, and what became of it."""

    finding: Finding
    entry: str
    lang: str = "ja"
    card: str = ""
    versions: int = 1
    merged_into: str = ""
    merged: tuple[str, ...] = ()
    withdrawn: str = ""
    """The reason, where it was withdrawn."""
    evidence: tuple[str, ...] = ()
    """Its own evidence and that of the findings merged into it."""

    @property
    def counts(self) -> bool:
        """Neither withdrawn nor merged into another."""
        return not self.withdrawn and not self.merged_into


@dataclass(slots=True)
class StateChange:
    """One step of a corrective action."""

    state: ActionState
    at: Instant
    note: str
    evidence: str
    entry: str


@dataclass(slots=True)
class ActionProgress:
    """A corrective action as last planned, its state and how it came there."""

    action: Action
    entry: str
    state: ActionState = "planned"
    history: list[StateChange] = field(default_factory=list)
    confirmed_by: str = ""
    confirmed_on: date | None = None

    def overdue(self, as_of: date) -> bool:
        """Whether it is still open after its due date."""
        return self.state in ("planned", "doing") and self.action.due < as_of


@dataclass(slots=True)
class Answers:
    """One filled-in questionnaire; no names."""

    questionnaire: str
    team: str
    layer: str
    role: str
    scores: dict[str, int]
    texts: dict[str, str]
    entry: str


@dataclass(slots=True)
class EditedSection:
    """What a person wrote in place of a drafted passage."""

    text: str
    at: Instant
    entry: str
    author: str


@dataclass(slots=True)
class IssuedReport:
    """A report that was issued from this exercise."""

    number: int
    edition: str
    language: str
    sha256: str
    as_of: str
    at: Instant
    entry: str
    format: str = "pdf"
    size: int = 0
    outline: dict[str, str] = field(default_factory=dict)
    variant: str = ""


@dataclass
class Learning:
    """Everything the exercise-level entries say; dicts by id in the order in which things first appeared."""

    cards: dict[str, Card] = field(default_factory=dict)
    findings: dict[str, FindingState] = field(default_factory=dict)
    actions: dict[str, ActionProgress] = field(default_factory=dict)
    answers: list[Answers] = field(default_factory=list)
    attendance: dict[str, int] = field(default_factory=dict)
    """Participants by layer, as last counted."""
    departments: dict[str, int] = field(default_factory=dict)
    sections: dict[tuple[str, Lang], EditedSection] = field(default_factory=dict)
    """(section, language)."""
    issued: list[IssuedReport] = field(default_factory=list)
    applied: int = 0

    def apply(self, entry: Entry) -> None:
        """Takes one entry, canonically later than all before it; those of runs and of unknown kinds change nothing."""
        handler = _HANDLERS.get(entry.kind)
        if handler is None or isinstance(entry.payload, UnknownEntry | RedactedEntry):
            return
        if entry.run is not None and entry.kind != "attendance_counted":
            return
        self.applied += 1
        handler(self, entry, entry.payload)

    def issues(self) -> list[FindingState]:
        """The findings that count and name something to improve."""
        return [f for f in self.findings.values() if f.counts and f.finding.sort == "issue"]

    def good_practices(self) -> list[FindingState]:
        """The findings that count and name something done well."""
        return [f for f in self.findings.values() if f.counts and f.finding.sort == "good_practice"]

    def actions_of(self, finding: str) -> list[ActionProgress]:
        """The actions of a finding, those of the findings merged into it included."""
        known = self.findings.get(finding)
        ids = {finding, *(known.merged if known else ())}
        return [a for a in self.actions.values() if a.action.finding in ids]


Handler = Callable[[Learning, Entry, Any], None]
_HANDLERS: dict[str, Handler] = {}


def _on(kind: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


@_on("attendance_counted")
def _attendance_counted(learning: Learning, entry: Entry, payload: p.AttendanceCounted) -> None:
    learning.attendance, learning.departments = dict(payload.by_layer), dict(payload.by_department)


@_on("card_added")
def _card_added(learning: Learning, entry: Entry, payload: p.CardAdded) -> None:
    learning.cards[payload.card] = Card(payload.card, payload.column, payload.text, 0, payload.evidence)


@_on("card_moved")
def _card_moved(learning: Learning, entry: Entry, payload: p.CardMoved) -> None:
    if payload.card in learning.cards:
        learning.cards[payload.card].column = payload.column


@_on("card_voted")
def _card_voted(learning: Learning, entry: Entry, payload: p.CardVoted) -> None:
    if payload.card in learning.cards:
        learning.cards[payload.card].votes += payload.votes


@_on("finding_written")
def _finding_written(learning: Learning, entry: Entry, payload: p.FindingWritten) -> None:
    finding = payload.finding
    known = learning.findings.get(finding.id)
    if known is None:
        known = learning.findings[finding.id] = FindingState(finding, entry.id, entry.lang)
    else:
        known.finding, known.entry, known.lang, known.versions = finding, entry.id, entry.lang, known.versions + 1
    known.evidence = tuple(dict.fromkeys((*known.evidence, *finding.evidence)))
    if payload.card:
        known.card = payload.card
        if payload.card in learning.cards:
            learning.cards[payload.card].finding = finding.id


@_on("findings_merged")
def _findings_merged(learning: Learning, entry: Entry, payload: p.FindingsMerged) -> None:
    into = learning.findings.get(payload.into)
    if into is None:
        return
    for other in payload.merged:
        known = learning.findings.get(other)
        if known is not None and known is not into:
            known.merged_into = payload.into
            into.merged = tuple(dict.fromkeys((*into.merged, other, *known.merged)))
            into.evidence = tuple(dict.fromkeys((*into.evidence, *known.evidence)))


@_on("finding_withdrawn")
def _finding_withdrawn(learning: Learning, entry: Entry, payload: p.FindingWithdrawn) -> None:
    if payload.finding in learning.findings:
        learning.findings[payload.finding].withdrawn = payload.reason or "-"


@_on("action_planned")
def _action_planned(learning: Learning, entry: Entry, payload: p.ActionPlanned) -> None:
    known = learning.actions.get(payload.action.id)
    if known is None:
        learning.actions[payload.action.id] = ActionProgress(payload.action, entry.id)
    else:
        known.action, known.entry = payload.action, entry.id


@_on("action_state_changed")
def _action_state_changed(learning: Learning, entry: Entry, payload: p.ActionStateChanged) -> None:
    known = learning.actions.get(payload.action)
    if known is not None:
        known.state = payload.state
        known.history.append(StateChange(payload.state, entry.at, payload.note, payload.evidence, entry.id))


@_on("action_confirmed")
def _action_confirmed(learning: Learning, entry: Entry, payload: p.ActionConfirmed) -> None:
    known = learning.actions.get(payload.action)
    if known is not None:
        known.state, known.confirmed_by, known.confirmed_on = "confirmed", payload.by, payload.on
        known.history.append(StateChange("confirmed", entry.at, payload.by, "", entry.id))


@_on("answers_given")
def _answers_given(learning: Learning, entry: Entry, payload: p.AnswersGiven) -> None:
    given = Answers(
        payload.questionnaire, payload.team, payload.layer, payload.role, payload.scores, payload.texts, entry.id
    )
    learning.answers.append(given)


@_on("section_edited")
def _section_edited(learning: Learning, entry: Entry, payload: p.SectionEdited) -> None:
    edited = EditedSection(payload.text, entry.at, entry.id, entry.author)
    learning.sections[payload.section, payload.language] = edited


@_on("report_issued")
def _report_issued(learning: Learning, entry: Entry, payload: p.ReportIssued) -> None:
    issued = IssuedReport(
        payload.number, payload.edition, payload.language, payload.sha256, payload.as_of, entry.at, entry.id,
        payload.format, payload.size, payload.outline, payload.variant,
    )  # fmt: skip
    learning.issued.append(issued)


def fold_learning(entries: Iterable[Entry]) -> Learning:
    """The learning of all entries given, in canonical order with corrections held."""
    learning = Learning()
    relevant = [
        entry for entry in entries if entry.run is None or entry.kind in ("attendance_counted", "observer_joined")
    ]
    for entry in effective(relevant):
        learning.apply(entry)
    return learning
