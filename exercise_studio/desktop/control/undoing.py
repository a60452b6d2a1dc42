"""Undo in the live room: one's own last act is taken back by a further entry, and named in words. Without Qt's undo stack."""

from collections.abc import Callable
from typing import Any, Final

from exercise_studio import language
from exercise_studio.conduct.describe import describe
from exercise_studio.conduct.run import LiveRun
from exercise_studio.desktop.control import commands
from exercise_studio.desktop.control.many import for_each
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.journeys import amending, conducting, logging_acts
from exercise_studio.journeys.room import struck_entries
from exercise_studio.language import _

STATUS: Final = {"inject_fired": "fired", "inject_held": "held", "inject_skipped": "skipped"}
WRITTEN: Final = frozenset({
    "response_logged", "decision_logged", "question_parked", "marker_dropped", "information_shared", "receipt_confirmed",
    "attachment_added", "branch_chosen",
})  # fmt: skip
UNDOABLE: Final = WRITTEN | frozenset(STATUS) | {"plan_amended"}
SHOWN: Final = 40
"""Characters of an act that its undo repeats."""


class Undoing:
    """The acts of this window that can still be taken back, the last one first."""

    def __init__(self) -> None:
        self._acts: list[tuple[str, ...]] = []
        """The entries of each act: a response with what it shared is one."""

    def __bool__(self) -> bool:
        return bool(self._acts)

    def clear(self) -> None:
        """Another exercise."""
        self._acts.clear()

    def remember(self, exercise: OpenExercise, changes: ChangeSet) -> None:
        """Take note of what an own command appended."""
        known = exercise.by_id
        act = tuple(
            entry for entry in changes.entries
            if entry in known and known[entry].kind in UNDOABLE
            and (known[entry].kind != "plan_amended" or amending.can_take_back(known[entry]))
        )  # fmt: skip
        if act:
            self._acts.append(act)

    def take(self, exercise: OpenExercise) -> tuple[Callable[..., Any], tuple[Any, ...]] | None:
        """The command, with its arguments, that takes the last act back which still holds; None when there is none."""
        while self._acts:
            entries = [exercise.by_id[entry] for entry in self._acts.pop()]
            live = exercise.live
            standing = [entry for entry in entries if live is not None and holds(entry, live)]
            if not standing:
                continue
            first = standing[0]
            if first.kind in STATUS:
                return _released([entry for entry in standing if entry.kind == first.kind])
            if first.kind == "plan_amended":
                return amending.take_back, (first.id, _("taken back at once"))
            written = tuple(entry.id for entry in standing if entry.kind in WRITTEN)
            return logging_acts.take_back, (written, _("taken back at once"))
        return None

    def text(self, exercise: OpenExercise | None) -> str:
        """What undoing would do now."""
        entry = exercise.by_id.get(self._acts[-1][0]) if exercise is not None and self._acts else None
        if entry is None or exercise is None:
            return _("Undo")
        return _("Undo: {what}", what=describe(entry, exercise.plan, language.current())[:SHOWN])  # type: ignore[arg-type]


def _released(entries: list[Entry]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """Takes back what was done with an inject, for those for whom it was done."""
    first, inject = entries[0], entries[0].payload.inject
    command = conducting.recall if first.kind == "inject_fired" else conducting.release
    houses = tuple(entry.scope for entry in entries if entry.scope) or getattr(first.payload, "targets", ())
    if houses:
        return for_each, (command, inject, houses)
    return (commands.recall if first.kind == "inject_fired" else conducting.release), (inject,)


def holds(entry: Entry, live: LiveRun) -> bool:
    """Whether an act still stands, so that there is something to take back."""
    status = STATUS.get(entry.kind)
    if status is None:
        return entry.id not in struck_entries(live.entries)[0]
    houses = [None, *live.state.organisations]
    return any(live.state.inject_state(entry.payload.inject, house).status == status for house in houses)
