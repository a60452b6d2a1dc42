"""One exercise held open: its plan, its run and the entries so far, and the one way in which commands append to the log."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from exercise_studio.conduct.run import LiveRun, RunState
from exercise_studio.domain.errors import InputError
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import ChangeSet, Draft, Entry, RedactedEntry, UnknownEntry
from exercise_studio.domain.payloads import Payload
from exercise_studio.domain.scenario import Tlp
from exercise_studio.domain.times import MINUTE, Elapsed, Instant, Play
from exercise_studio.evaluation.learning import Learning, fold_learning
from exercise_studio.language import N_
from exercise_studio.store.reading import paused_gc
from exercise_studio.store.workspace import Workspace

Now = Callable[[], Instant]
_NUMBERED: dict[str, tuple[str, Callable[[Any], str]]] = {
    "card_added": ("C", lambda said: str(said.card)),
    "finding_written": ("F", lambda said: str(said.finding.id)),
    "action_planned": ("A", lambda said: str(said.action.id)),
}
"""Kinds whose subjects are numbered C-1, C-2 …: their letter, and where a payload has the id."""
_REWRITES = frozenset({"entry_withdrawn", "entry_redacted"})
_QUARTER = 15 * MINUTE
_LONG = 20_000
"""From so many entries on, they are kept out of the cyclic collector: they live as long as the session, and walking them
again and again would make the windows stutter."""


def wall_clock() -> Instant:
    """The machine's clock: UTC milliseconds."""
    return Instant(time.time_ns() // 1_000_000)


def instant_of(local: datetime, time_zone: str) -> Instant:
    """The instant of a local date and time in a named zone."""
    return Instant(round(local.replace(tzinfo=ZoneInfo(time_zone)).timestamp() * 1000))


def local_of(instant: int, time_zone: str) -> datetime:
    """The local date and time of an instant in a named zone."""
    return datetime.fromtimestamp(instant / 1000, ZoneInfo(time_zone)).replace(tzinfo=None)


@dataclass
class Session:
    """An open exercise. Commands run on the thread that owns the workspace; windows keep a mirror of their own (`Mirror`).

    Attributes:
        now: the clock that stamps entries; a rehearsal brings its own.
        author: the seat or observer code that entries are written as.
        lang: the language of texts that people type.
        acknowledge: called with the ids of entries after their commit.
    """

    workspace: Workspace
    exercise: str
    now: Now = wall_clock
    author: str = "facilitator"
    lang: str = "ja"
    acknowledge: Callable[[tuple[str, ...]], None] | None = None
    run: str | None = None
    live: LiveRun | None = None
    learning: Learning = field(default_factory=Learning)
    last_seq: int = 0
    last: ChangeSet | None = None
    """What the last commit changed."""
    _numbers: dict[str, int] = field(default_factory=dict)
    """Letter to the highest number that was ever given."""
    _draft: Plan | None = None
    _waiting: list[Draft] | None = None
    _offset_min: int = 0
    _offset_until: int = 0

    @classmethod
    def open(
        cls,
        workspace: Workspace,
        exercise: str,
        *,
        run: str | None = None,
        now: Now = wall_clock,
        author: str = "facilitator",
        lang: str = "ja",
    ) -> "Session":
        """Opens an exercise with one of its runs, the last live one (else the last) unless said. Raises InputError if either is unknown."""
        session = cls(workspace, exercise, now, author, lang)
        workspace.exercise(exercise)
        runs = workspace.runs(exercise)
        chosen = next((r for r in runs if r.id == run), None) if run else None
        if run and chosen is None:
            raise InputError(N_("There is no run {run} in this exercise."), run=run)
        if chosen is None and runs:
            lived = [r for r in runs if r.mode == "live"]
            chosen = (lived or runs)[-1]
        with paused_gc():
            entries = workspace.entries(exercise)
            session.last_seq = entries[-1].seq if entries else 0
            session.learning = fold_learning(entry for entry in entries if entry.run is None)
            session._note_numbers(entries)
            if chosen is not None:
                session.run = chosen.id
                plan = workspace.plan(chosen.plan_hash)
                session.live = LiveRun(plan, chosen.id, (entry for entry in entries if entry.run == chosen.id))
            if len(entries) > _LONG:
                gc.freeze()
        return session

    # reading

    @property
    def plan(self) -> Plan:
        """The plan in force: the run's with its amendments, or the draft before the first run."""
        if self.live is not None:
            return self.live.state.plan
        return self.draft

    @property
    def draft(self) -> Plan:
        """The plan as it may still be changed."""
        if self._draft is None:
            self._draft = self.workspace.draft(self.exercise)
        return self._draft

    @property
    def state(self) -> RunState:
        """The state of the run. Raises InputError when there is none."""
        if self.live is None:
            raise InputError(N_("The exercise has not been started yet."), action=N_("Start it first."))
        return self.live.state

    def play(self) -> Play:
        """Play time now."""
        return self.state.clock.play(self.now())

    # writing

    def say(
        self,
        payload: Payload,
        *,
        scope: str | None = None,
        author: str | None = None,
        began_at: Instant | None = None,
        at: Instant | None = None,
        supersedes: str | None = None,
        tlp: Tlp | None = None,
        in_run: bool = True,
    ) -> ChangeSet:
        """Appends one entry, in the run or in the exercise outside the runs. It is on disk when this returns."""
        if in_run:
            _ = self.state
        draft = Draft(
            payload,
            run=self.run if in_run else None,
            scope=scope,
            author=self.author if author is None else author,
            lang=self.lang,
            tlp=tlp,
            supersedes=supersedes,
            at=at if at is not None else self.now(),
            began_at=began_at,
        )
        if self._waiting is not None:
            self._waiting.append(draft)
            return ChangeSet(self.exercise, 0, 0, frozenset({payload.kind}))
        return self.commit([draft])

    @contextmanager
    def together(self) -> Iterator[None]:
        """Commands inside share one transaction: all of them are kept, or none. They do not see each other's effects."""
        if self._waiting is not None:
            yield
            return
        self._waiting = []
        try:
            yield
            waiting, self._waiting = self._waiting, None
            if waiting:
                self.commit(waiting)
        finally:
            self._waiting = None

    def commit(self, drafts: list[Draft]) -> ChangeSet:
        """Appends drafts in one transaction, then takes them into the state."""
        now = self.now()
        if not self._offset_until > now >= self._offset_until - _QUARTER:
            # Zones change their offset on a quarter of an hour at the earliest.
            self._offset_until = now - now % _QUARTER + _QUARTER
            offset = ZoneInfo(self.plan.time_zone).utcoffset(local_of(now, self.plan.time_zone)) or timedelta()
            self._offset_min = round(offset.total_seconds() / 60)
        changes, entries, before = self.workspace.append_and_read(
            self.exercise, drafts, now=self.now, offset_min=self._offset_min, times=self._times if self.live else None
        )
        self.last = changes
        if entries and before == self.last_seq:
            self._take(entries)
        else:
            self.refresh()
        if self.acknowledge is not None:
            self.acknowledge(changes.entries)
        return changes

    def refresh(self) -> list[Entry]:
        """Takes the entries that were appended since the last time, by whomever. Returns them."""
        new = self.workspace.entries(self.exercise, after_seq=self.last_seq)
        if new:
            self._take(new)
        return new

    def _take(self, new: list[Entry]) -> None:
        self.last_seq = new[-1].seq
        if self.live is not None:
            self.live.add(entry for entry in new if entry.run == self.run)
        outside = [entry for entry in new if entry.run is None]
        if not outside:
            return
        self._note_numbers(outside)
        if any(entry.supersedes or entry.kind in _REWRITES for entry in outside):
            entries = self.workspace.entries(self.exercise)
            self.learning = fold_learning(entry for entry in entries if entry.run is None)
            return
        for entry in outside:
            self.learning.apply(entry)

    def next_id(self, letter: str) -> str:
        """The next id of cards (C), findings (F) or actions (A). No number comes twice, whatever became of the one that had it."""
        self._numbers[letter] = self._numbers.get(letter, 0) + 1
        return f"{letter}-{self._numbers[letter]}"

    def _note_numbers(self, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.kind not in _NUMBERED:
                continue
            letter, id_of = _NUMBERED[entry.kind]
            last = self._numbers.get(letter, 0)
            if isinstance(entry.payload, UnknownEntry | RedactedEntry):
                self._numbers[letter] = last + 1  # it may have had the next one
                continue
            prefix, _, number = id_of(entry.payload).rpartition("-")
            if prefix == letter and number.isdecimal():
                self._numbers[letter] = max(last, int(number))

    def _times(self, at: int) -> tuple[Elapsed | None, Play | None]:
        clock = self.state.clock
        return clock.elapsed(Instant(at)), clock.play(Instant(at))

    def draft_changed(self) -> None:
        """The draft was kept anew: read it again when it is next asked for."""
        self._draft = None

    def began(self, run: str, plan: Plan) -> None:
        """A run was created: from now on it is the session's. Only `conducting.start_run` calls this."""
        self.run, self.live = run, LiveRun(plan, run)
