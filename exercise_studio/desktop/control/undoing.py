"""Undo in the live room: one's own last act is taken back by a further entry, and named in words. Without Qt's undo stack."""

from collections.abc import Callable
from typing import Any, Final

from exercise_studio import language
from exercise_studio.conduct.describe import describe
from exercise_studio.conduct.run import LiveRun
from exercise_studio.desktop.control import commands
from exercise_studio.desktop.exercise import OpenExercise
from exercise_studio.domain.log import ChangeSet, Entry
from exercise_studio.journeys import conducting
from exercise_studio.journeys.room import struck_entries
from exercise_studio.language import _

STATUS: Final = {"inject_fired": "fired", "inject_held": "held", "inject_skipped": "skipped"}
UNDOABLE: Final = frozenset({*STATUS, "response_logged", "decision_logged", "question_parked", "marker_dropped"})
SHOWN: Final = 40
"""Characters of an act that its undo repeats."""


class Undoing:
    """The acts of this window that can still be taken back, the last one first."""

    def __init__(self) -> None:
        self._entries: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._entries)

    def clear(self) -> None:
        """Another exercise."""
        self._entries.clear()

    def remember(self, exercise: OpenExercise, changes: ChangeSet) -> None:
        """Take note of what an own command appended."""
        known = exercise.by_id
        self._entries += [entry for entry in changes.entries if entry in known and known[entry].kind in UNDOABLE]

    def take(self, exercise: OpenExercise) -> tuple[Callable[..., Any], tuple[Any, ...]] | None:
        """The command, with its arguments, that takes the last act back which still holds; None when there is none."""
        while self._entries:
            entry = exercise.by_id[self._entries.pop()]
            if exercise.live is None or not holds(entry, exercise.live):
                continue
            if entry.kind == "inject_fired":
                return commands.recall, (entry.payload.inject,)
            if entry.kind in STATUS:
                return conducting.release, (entry.payload.inject,)
            return conducting.withdraw, (entry.id, _("taken back at once"))
        return None

    def text(self, exercise: OpenExercise | None) -> str:
        """What undoing would do now."""
        entry = exercise.by_id.get(self._entries[-1]) if exercise is not None and self._entries else None
        if entry is None or exercise is None:
            return _("Undo")
        return _("Undo: {what}", what=describe(entry, exercise.plan, language.current())[:SHOWN])  # type: ignore[arg-type]


def holds(entry: Entry, live: LiveRun) -> bool:
    """Whether an act still stands, so that there is something to take back."""
    status = STATUS.get(entry.kind)
    if status is None:
        return entry.id not in struck_entries(live.entries)[0]
    houses = [None, *live.state.organisations]
    return any(live.state.inject_state(entry.payload.inject, house).status == status for house in houses)
