"""What the live room shows: log rows, the checklist with what is due and late, the timeline. Pure queries over a run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from exercise_studio.conduct.describe import body_name, describe
from exercise_studio.conduct.run import LiveRun
from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Entry
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant, Play
from exercise_studio.journeys.expected import ChecklistRow, ItemStatus, checklist_rows

__all__ = ["ChecklistRow", "ItemStatus", "LogNotes", "LogRow", "checklist_rows", "log_rows", "timeline_events"]

SHOWN = frozenset({
    "response_logged", "decision_logged", "information_shared", "receipt_confirmed", "severity_judged", "plan_activated",
    "form_submitted", "marker_dropped", "question_parked", "question_resolved", "inject_fired", "inject_recalled",
    "inject_skipped", "inject_held", "inject_released", "branch_chosen", "run_started", "clock_paused", "clock_resumed", "time_jumped",
    "run_suspended", "run_continued", "run_ended", "speed_changed", "entry_withdrawn", "plan_amended", "posture_changed",
})  # fmt: skip
"""Kinds that the log list shows; ratings stay with their observers until they are handed in."""

LogMark = Literal["response", "decision", "share", "question", "inject", "clock", "marker", "other"]
_MARKS: dict[str, LogMark] = {
    "response_logged": "response", "decision_logged": "decision", "information_shared": "share", "receipt_confirmed": "share",
    "question_parked": "question", "question_resolved": "question", "marker_dropped": "marker",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log list.

    Attributes:
        struck: corrected or withdrawn, but still readable; `editor` is who did it.
        corrected: it takes the place of an earlier one; `editor` is who wrote it.
        confirmed: what it shared has arrived.
        files: names of what is attached to it.
    """

    entry: str
    at: Instant
    play: Play
    mark: LogMark
    team: str
    team_name: str
    text: str
    items: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    significant: bool
    struck: bool
    corrected: bool
    author: str
    editor: str = ""
    confirmed: bool = False
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class LogNotes:
    """What entries say of other entries: corrections, withdrawals, files, receipts. It grows with the log.

    Attributes:
        struck: entry to who corrected or withdrew it.
        corrections: entries that take the place of another one.
        reasons: withdrawn entry to why.
    """

    struck: dict[str, str] = field(default_factory=dict)
    corrections: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    _root: dict[str, str] = field(default_factory=dict)
    _versions: dict[str, list[str]] = field(default_factory=dict)
    _files: dict[str, dict[str, str]] = field(default_factory=dict)
    """First version of an entry to its attachments by their own entries."""
    _file_of: dict[str, str] = field(default_factory=dict)
    _confirmed: dict[str, set[str]] = field(default_factory=dict)
    _confirms: dict[str, str] = field(default_factory=dict)

    def take(self, entries: Iterable[Entry]) -> set[str]:
        """Takes entries in canonical order; returns the ids of those whose line looks different now."""
        touched: set[str] = set()
        for entry in entries:
            said = entry.payload
            if entry.supersedes:
                self.struck[entry.supersedes] = entry.author
                self.corrections.add(entry.id)
                root = self._root[entry.id] = self.root(entry.supersedes)
                self._versions.setdefault(root, [root]).append(entry.id)
                touched.add(entry.supersedes)
            if entry.kind == "entry_withdrawn" and isinstance(said, p.EntryWithdrawn):
                self.struck[said.entry] = entry.author
                self.reasons[said.entry] = said.reason
                touched.add(said.entry)
                touched |= self._undone(said.entry)
            elif entry.kind == "attachment_added" and isinstance(said, p.AttachmentAdded) and said.to:
                root = self._file_of[entry.id] = self.root(said.to)
                self._files.setdefault(root, {})[entry.id] = said.name
                touched |= self.versions(root)
            elif entry.kind == "receipt_confirmed" and isinstance(said, p.ReceiptConfirmed):
                root = self._confirms[entry.id] = self.root(said.shared)
                self._confirmed.setdefault(root, set()).add(entry.id)
                touched |= self.versions(root)
        return touched

    def _undone(self, entry: str) -> set[str]:
        """A file or a receipt that was withdrawn counts no longer."""
        root = self._file_of.get(entry) or self._confirms.get(entry)
        if root is None:
            return set()
        self._files.get(root, {}).pop(entry, None)
        self._confirmed.get(root, set()).discard(entry)
        return self.versions(root)

    def root(self, entry: str) -> str:
        """The first version of an entry."""
        return self._root.get(entry, entry)

    def versions(self, entry: str) -> set[str]:
        """All versions of an entry."""
        root = self.root(entry)
        return set(self._versions.get(root, (root,)))

    def files(self, entry: str) -> tuple[str, ...]:
        """Names of what is attached to any version of an entry."""
        return tuple(self._files.get(self.root(entry), {}).values())

    def file_entries(self, entry: str) -> tuple[str, ...]:
        """The entries that attached them."""
        return tuple(self._files.get(self.root(entry), {}))

    def receipts(self, entry: str) -> tuple[str, ...]:
        """The entries that confirmed the receipt, the first one first."""
        return tuple(sorted(self._confirmed.get(self.root(entry), ())))

    def confirmed(self, entry: str) -> bool:
        """Whether what any version of an entry shared has arrived."""
        return bool(self._confirmed.get(self.root(entry)))


def mark_of(kind: str) -> LogMark:
    """What an entry is drawn as."""
    if kind.startswith(("inject_", "branch_")):
        return "inject"
    if kind.startswith(("clock_", "run_", "time_", "speed_")):
        return "clock"
    return _MARKS.get(kind, "other")


def log_rows(
    live: LiveRun, lang: Lang, *, entries: Iterable[Entry] | None = None, notes: LogNotes | None = None
) -> list[LogRow]:
    """The log list in canonical order: of the whole run, or of some of its entries with what is known of all."""
    if notes is None:
        notes = LogNotes()
        notes.take(live.entries)
    shown = live.entries if entries is None else entries
    return [log_row(live, entry, lang, notes) for entry in shown if is_shown(entry)]


def is_shown(entry: Entry) -> bool:
    """Whether an entry has a line of its own: files of an entry stand in that one's."""
    if entry.kind == "attachment_added":
        return not getattr(entry.payload, "to", "")
    return entry.kind in SHOWN


def struck_entries(entries: list[Entry]) -> tuple[set[str], set[str]]:
    """Ids of entries that no longer count (withdrawn or corrected), and ids of the corrections."""
    struck, corrections = set(), set()
    for entry in entries:
        if entry.supersedes:
            struck.add(entry.supersedes)
            corrections.add(entry.id)
        if entry.kind == "entry_withdrawn" and isinstance(entry.payload, p.EntryWithdrawn):
            struck.add(entry.payload.entry)
    return struck, corrections


def log_row(live: LiveRun, entry: Entry, lang: Lang, notes: LogNotes) -> LogRow:
    """The line of one entry."""
    said, plan = entry.payload, live.state.plan
    team = getattr(said, "team", "") or getattr(said, "sender", "") or (entry.scope or "")
    struck, corrected = entry.id in notes.struck, entry.id in notes.corrections
    return LogRow(
        entry=entry.id,
        at=Instant(entry.began_at or entry.at),
        play=entry.play if entry.play is not None else live.state.clock.play(entry.at),
        mark=mark_of(entry.kind),
        team=team,
        team_name=body_name(plan, team, lang) if team else "",
        text=describe(entry, plan, lang),
        items=tuple((touch.item, touch.extent) for touch in getattr(said, "items", ())),
        tags=getattr(said, "tags", ()),
        significant=bool(getattr(said, "significant", False)),
        struck=struck,
        corrected=corrected,
        author=entry.author,
        editor=notes.struck[entry.id] if struck else entry.author if corrected else "",
        confirmed=entry.kind == "information_shared" and notes.confirmed(entry.id),
        files=() if struck else notes.files(entry.id),
    )


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """A mark on the timeline at a moment of play, in a lane ("inject" or a team's address)."""

    play: Play
    lane: str
    mark: LogMark
    label: str
    entry: str
    planned: bool = False


def timeline_events(live: LiveRun, lang: Lang) -> list[TimelineEvent]:
    """Injects planned and fired, responses, decisions, shares, parked questions and markers, sorted by play."""
    state = live.state
    events = []
    for inject in state.plan.scenario.injects:
        due = state.expected_at(inject)
        if due is not None:
            events.append(
                TimelineEvent(due, "inject", "inject", f"{inject.id} {inject.title.get(lang)}", "", planned=True)
            )
    for row in log_rows(live, lang):
        if not row.struck and row.mark != "other":
            lane = "inject" if row.mark in ("inject", "clock", "marker") or not row.team else row.team
            events.append(TimelineEvent(row.play, lane, row.mark, row.text, row.entry))
    return sorted(events, key=lambda event: event.play)
