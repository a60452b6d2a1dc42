"""The plan while it is being written: every change is one step that can be undone in words, and is kept at once."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from exercise_studio.desktop import texts
from exercise_studio.desktop.texts import Source
from exercise_studio.domain.errors import KnownError
from exercise_studio.domain.exercise import Plan


class PlanDraft(QObject):
    """A plan that panels show and change. Plans are frozen values that share what is equal, so a step keeps both whole.

    Attributes:
        stack: the steps taken so far.
        read_only: whether changes are refused: the plan of a run that began.
    Signals:
        changed: the plan is another one now (changed, undone, redone, replaced).
        refused: a KnownError that says why a change was not made.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, plan: Plan, parent: QObject | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self._plan = plan
        self.read_only = read_only
        self.stack = QUndoStack(self)

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self._plan

    def replace(self, plan: Plan, *, read_only: bool = False) -> None:
        """Show another plan altogether; the steps before are forgotten."""
        self.stack.clear()
        self._plan, self.read_only = plan, read_only
        self.changed.emit()

    def change(self, plan: Plan, what: Source, merge: str = "", **params: Any) -> bool:
        """Take a step to `plan`. `what` says it in the imperative ("move {inject} to T+{time}") for the undo button.

        Steps that follow one another with the same `merge` become one: typing in one field is undone as a whole.
        """
        if self.read_only or plan == self._plan:
            return False
        self.stack.push(_Step(self, self._plan, plan, (what, params), merge))
        return True

    def attempt(self, change: Callable[..., Plan], *args: Any, what: Source, **params: Any) -> bool:
        """Take the step that `change(plan, *args)` gives; one that raises a KnownError is refused aloud."""
        try:
            plan = change(self._plan, *args)
        except KnownError as error:
            self.refused.emit(error)
            return False
        return self.change(plan, what, **params)

    def undo_words(self) -> str:
        """What undo would take back, in the language in use; empty when there is nothing."""
        return self._words(self.stack.index() - 1)

    def redo_words(self) -> str:
        """What redo would do again."""
        return self._words(self.stack.index())

    def _words(self, number: int) -> str:
        step = self.stack.command(number) if 0 <= number < self.stack.count() else None
        return texts.resolve(step.words[0], step.words[1]) if isinstance(step, _Step) else ""

    def _set(self, plan: Plan) -> None:
        self._plan = plan
        self.changed.emit()


class _Step(QUndoCommand):
    """From one plan to another."""

    def __init__(self, draft: PlanDraft, before: Plan, after: Plan, words: tuple[Any, dict], merge: str) -> None:
        super().__init__()
        self.draft, self.before, self.after, self.words, self.merge = draft, before, after, words, merge

    def id(self) -> int:
        return 1 if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other.merge != self.merge:
            return False
        self.after, self.words = other.after, other.words
        self.setObsolete(self.after == self.before)
        return True

    def undo(self) -> None:
        self.draft._set(self.before)

    def redo(self) -> None:
        self.draft._set(self.after)
