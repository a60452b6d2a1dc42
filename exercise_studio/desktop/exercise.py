"""The exercise on screen: its session on the database thread, and a mirror of its state for the windows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from exercise_studio.conduct.run import LiveRun, RunState
from exercise_studio.desktop.tasks import Changes, Tasks
from exercise_studio.desktop.weak import WeakCall
from exercise_studio.domain.exercise import Plan
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.domain.times import Instant
from exercise_studio.evaluation.learning import Learning, fold_learning
from exercise_studio.journeys.session import Session
from exercise_studio.store.workspace import Workspace


class Loaded(NamedTuple):
    """What opening an exercise reads, on the database thread; the mirror is folded there too, and handed over whole."""

    session: Session
    plan: Plan
    entries: list[Entry]
    live: LiveRun | None
    learning: Learning


def load(workspace: Workspace, exercise: str, lang: str, run: str | None = None) -> Loaded:
    """Open a session and fold its mirror. Raises InputError for an unknown exercise or run."""
    session = Session.open(workspace, exercise, run=run, lang=lang)
    entries = list(workspace.entries(exercise))
    live = None
    if session.run is not None:
        frozen = workspace.plan(workspace.run(session.run).plan_hash)
        live = LiveRun(frozen, session.run, (entry for entry in entries if entry.run == session.run))
    learning = fold_learning(entry for entry in entries if entry.run is None)
    return Loaded(session, session.plan, entries, live, learning)


class OpenExercise(QObject):
    """Windows read from here in their own thread, and act through `do`, which runs a command on the database thread.

    Attributes:
        session: belongs to the database thread; never touch it from a window, pass commands to `do`.
        id: the exercise's id.
        plan: the plan in force.
        live: the run as a fold of its log, or None before the first start; `state` is its RunState.
        learning: what stands outside the runs: findings, actions, cards.
        entries: every entry so far, in the order of commit.
    Signals:
        saved: wall time in UTC ms after each commit.
    """

    saved = Signal(object)

    def __init__(self, loaded: "Loaded", tasks: Tasks, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._changes = loaded.session, tasks, changes
        self.id = loaded.session.exercise
        self.entries: list[Entry] = loaded.entries
        self.by_id: dict[str, Entry] = {entry.id: entry for entry in loaded.entries}
        self.run: str | None = loaded.session.run
        self.live: LiveRun | None = loaded.live
        self.learning: Learning = loaded.learning
        self.last_seq = max((entry.seq for entry in loaded.entries), default=0)
        self._draft: Plan = loaded.plan

    @property
    def plan(self) -> Plan:
        """The plan in force: the run's with its amendments, or the draft before the first run."""
        return self.live.state.plan if self.live is not None else self._draft

    @property
    def state(self) -> RunState | None:
        """The state of the run, or None before the first start."""
        return self.live.state if self.live is not None else None

    @property
    def mode(self) -> str:
        """How the frame names the state: "prepare", "rehearsal", "live" or "ended"."""
        if self.live is None:
            return "prepare"
        if self.live.state.clock.mode == "ended":
            return "ended"
        return self.live.state.mode or "prepare"

    def now(self) -> Instant:
        """The clock that stamps entries, UTC ms: read it instead of the machine's own."""
        return self.session.now()

    def do(
        self,
        command: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        **named: Any,
    ) -> None:
        """Run `command(session, *args, **named)` on the database thread.

        Its entries are taken into the mirror and every page is told (`refresh`) before `then(result)` is called.
        """
        call = _Doing(self, command, args, named, then)
        self._tasks.run(call.work, then=call.done, failed=failed)

    def ask(self, query: Callable[..., Any], *args: Any, then: Callable[[Any], object], latest: object = None) -> None:
        """Run a query `query(session, *args)` on the database thread."""
        self._tasks.run(query, self.session, *args, then=then, latest=latest)

    def take(self, new: Iterable[Entry], changes: ChangeSet | None) -> None:
        """Take entries that were committed, here or elsewhere, and tell the pages."""
        fresh = self._take(new)
        if fresh or changes is not None:
            self._changes.publish(changes or _changeset(self.id, fresh))
        if fresh:
            self.saved.emit(fresh[-1].at)

    def _take(self, new: Iterable[Entry]) -> list[Entry]:
        fresh = [entry for entry in new if entry.id not in self.by_id]
        for entry in fresh:
            self.entries.append(entry)
            self.by_id[entry.id] = entry
            self.last_seq = max(self.last_seq, entry.seq)
            if entry.run is None:
                self.learning.apply(entry)
        if self.live is not None:
            self.live.add([entry for entry in fresh if entry.run == self.run])
        return fresh

    def began(self, run: str, plan: Plan) -> None:
        """Another run is in force: begin its mirror."""
        self.run, self.live = run, LiveRun(plan, run)
        self.live.add([entry for entry in self.entries if entry.run == run])

    def plan_changed(self, plan: Plan) -> None:
        """The draft was changed before the first run."""
        self._draft = plan


class _Doing(QObject):
    """One command on its way."""

    def __init__(self, owner: OpenExercise, command: Any, args: tuple, named: dict, then: Any) -> None:
        super().__init__(owner)
        self._owner, self._command, self._args, self._named = owner, command, args, named
        self._then = WeakCall(then) if then is not None else None
        self._known = owner.last_seq

    def work(self) -> tuple[Any, list[Entry], str | None, Plan]:
        """On the database thread."""
        session = self._owner.session
        result = self._command(session, *self._args, **self._named)
        new = list(session.workspace.entries(session.exercise, after_seq=self._known))
        return result, new, session.run, session.plan

    def done(self, outcome: tuple[Any, list[Entry], str | None, Plan]) -> None:
        """In the window's thread."""
        result, new, run, plan = outcome
        owner = self._owner
        if run is not None and run != owner.run:
            owner.began(run, plan)
        elif owner.live is None:
            owner.plan_changed(plan)
        owner.take(new, result if isinstance(result, ChangeSet) else None)
        then = self._then.get() if self._then is not None else None
        self.deleteLater()
        if then is not None:
            then(result)


def _changeset(exercise: str, entries: Sequence[Entry]) -> ChangeSet:
    kinds = frozenset(entry.kind for entry in entries)
    return ChangeSet(exercise, entries[0].seq, entries[-1].seq, kinds, None, tuple(entry.id for entry in entries))
