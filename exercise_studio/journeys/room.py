"""What the live room shows: log rows, the checklist with what is due and late, the timeline. Pure queries over a run."""

from dataclasses import dataclass
from typing import Literal

from exercise_studio.conduct.describe import body_name, describe
from exercise_studio.conduct.run import LiveRun, RunState
from exercise_studio.domain import payloads as p
from exercise_studio.domain.log import Entry
from exercise_studio.domain.scenario import Inject
from exercise_studio.domain.text import Lang
from exercise_studio.domain.times import Instant, Play

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
    """One line of the log list. `struck`: corrected or withdrawn, but still readable."""

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


def mark_of(kind: str) -> LogMark:
    """What an entry is drawn as."""
    if kind.startswith(("inject_", "branch_")):
        return "inject"
    if kind.startswith(("clock_", "run_", "time_", "speed_")):
        return "clock"
    return _MARKS.get(kind, "other")


def log_rows(live: LiveRun, lang: Lang, *, after: int = 0) -> list[LogRow]:
    """The log list in canonical order, from the `after`-th entry on."""
    struck, corrections = struck_entries(live.entries)
    shown = (entry for entry in live.entries[after:] if entry.kind in SHOWN)
    return [_row(live, entry, lang, entry.id in struck, entry.id in corrections) for entry in shown]


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


def _row(live: LiveRun, entry: Entry, lang: Lang, struck: bool, corrected: bool) -> LogRow:
    said, plan = entry.payload, live.state.plan
    team = getattr(said, "team", "") or getattr(said, "sender", "") or (entry.scope or "")
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
    )


ItemStatus = Literal["done", "partly", "missed", "late", "expected", "open"]


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One expected action of one team: what is expected now, by when, what is late, and who did it when."""

    item: str
    team: str
    team_name: str
    title: str
    critical: bool
    phase: str
    status: ItemStatus
    due: Play | None
    done_at: Play | None
    expected_by: tuple[str, ...]
    """Injects that ask for it."""


def checklist_rows(state: RunState, play: Play, lang: Lang, *, organisation: str | None = None) -> list[ChecklistRow]:
    """The checklist beside the log, in the order of the checklist, for one organisation or all."""
    asked: dict[str, list[tuple[Inject, int | None]]] = {}
    for inject in state.plan.scenario.injects:
        for expect in inject.expects:
            asked.setdefault(expect.item, []).append((inject, expect.within))
    rows = []
    for team, (house, _) in state.plan.teams.items():
        if organisation is not None and house.id != organisation:
            continue
        touched = state.seen(house.id).items
        for item in state.plan.items_of(team):
            if item not in state.plan.items or (team, item) in state.excluded:
                continue
            rows.append(
                _checklist_row(state, play, lang, house.id, team, item, asked.get(item, []), touched.get((team, item)))
            )
    order = {item: index for index, item in enumerate(state.plan.items)}
    return sorted(rows, key=lambda row: order[row.item])


def _checklist_row(
    state: RunState,
    play: Play,
    lang: Lang,
    house: str,
    team: str,
    item: str,
    asked: list[tuple[Inject, int | None]],
    done: object,
) -> ChecklistRow:
    known = state.plan.items[item]
    due: int | None = None
    for inject, within in asked:
        fired = state.inject_state(inject.id, house)
        limit = within if within is not None else known.target.within if known.target else None
        if fired.status == "fired" and fired.fired_at is not None and limit is not None:
            due = fired.fired_at + limit if due is None else min(due, fired.fired_at + limit)
    extent = getattr(done, "extent", None)
    status: ItemStatus
    if extent in ("done", "partly", "missed"):
        status = extent
    elif due is not None:
        status = "late" if play > due else "expected"
    else:
        status = "expected" if any(state.inject_state(i.id, house).status == "fired" for i, _ in asked) else "open"
    return ChecklistRow(
        item=item, team=team, team_name=body_name(state.plan, team, lang), title=known.title.get(lang), critical=known.critical,
        phase=known.phase, status=status, due=Play(due) if due is not None else None, done_at=getattr(done, "done_at", None),
        expected_by=tuple(inject.id for inject, _ in asked),
    )  # fmt: skip


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
