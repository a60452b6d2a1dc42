"""What every page is given: the open workspace and exercise, background work, settings, and ways to tell the frame."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from exercise_studio import language
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.tasks import Changes, Fault, Tasks
from exercise_studio.desktop.texts import Source
from exercise_studio.desktop.theme import ThemeManager
from exercise_studio.domain.errors import KnownError
from exercise_studio.language import N_
from exercise_studio.store.faults import CannotSave, ServerLost

if TYPE_CHECKING:
    from exercise_studio.desktop.exercise import Loaded, OpenExercise
    from exercise_studio.store.workspace import Workspace


@dataclass(frozen=True)
class Notice:
    """A message for the banner area.

    Attributes:
        source: message id, or a function without arguments.
        kind: "notice", "danger" or "calm".
        action, then: the one action's text and the bound method it calls.
        key: a later notice with the same key replaces this one.
    """

    source: Source
    kind: str = "notice"
    action: Source = ""
    then: Callable[[], object] | None = None
    key: str = ""
    params: tuple[tuple[str, Any], ...] = ()


class Desk(QObject):
    """One for each window; pages keep a reference and never reach for each other.

    Attributes:
        tasks: runs functions on the database thread (tasks.py).
        changes: tells every page what changed.
        settings, themes: what the user chose.
        workspace: the open Workspace, or None; it belongs to the database thread.
        exercise: the OpenExercise on screen, or None.
    Signals:
        noticed: a Notice for the frame to show.
        resolved: the key of a notice that no longer holds.
        page_wanted: the id of a page to show.
        new_exercise_wanted: the id of the scenario to begin with, or an empty text.
        workspace_changed: another workspace is open, or none.
        exercise_changed: another exercise is on screen (desk.exercise), or none.
        unsaved: a KnownError: the workspace does not take what is to be written, or its server is gone.
        continued: the Unfinished run that is about to be opened again.
    """

    noticed = Signal(object)
    resolved = Signal(str)
    page_wanted = Signal(str)
    new_exercise_wanted = Signal(str)
    workspace_changed = Signal()
    exercise_changed = Signal()
    unsaved = Signal(object)
    continued = Signal(object)

    def __init__(
        self, settings: SettingsFile, themes: ThemeManager, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings, self.themes, self.tasks = settings, themes, tasks
        self.changes = Changes(self)
        self.workspace: Workspace | None = None
        self.exercise: OpenExercise | None = None
        self._page_after = ""

    def tell(
        self,
        source: Source,
        *,
        kind: str = "notice",
        action: Source = "",
        then: Callable[[], object] | None = None,
        key: str = "",
        **params: Any,
    ) -> None:
        """Show a banner: what happened, what is safe, one action."""
        self.noticed.emit(Notice(source, kind, action, then, key, tuple(params.items())))

    def tell_error(self, error: KnownError, *, action: Source = "", then: Callable[[], object] | None = None) -> None:
        """Show a known error as a banner in the language in use, also after a change of language."""
        if isinstance(error, CannotSave | ServerLost) and not action:
            self.unsaved.emit(error)
        else:
            self._show_error(error, action, then)

    def _show_error(self, error: KnownError, action: Source = "", then: Callable[[], object] | None = None) -> None:
        self.noticed.emit(Notice(lambda: error.text(language.current()), "danger", action, then, f"error/{error.what}"))

    def bug(self, error: BaseException) -> None:
        """Show the crash dialog for a fault of the program."""
        self.tasks.bug.emit(Fault(error))

    def go(self, page: str) -> None:
        """Show another page."""
        self.page_wanted.emit(page)

    def new_exercise(self, scenario: str = "") -> None:
        """Begin a new exercise, of a scenario of the library if one is named."""
        self.new_exercise_wanted.emit(scenario)

    def open_workspace(self, target: str | Path, *, read_only: bool = False, create: bool = False) -> None:
        """Open (or make) a workspace in place of the present one."""
        self.tasks.run(
            _switch_workspace, self.workspace, target, read_only, create,
            then=self._workspace_opened, failed=self._workspace_failed,
        )  # fmt: skip

    def open_exercise(self, exercise: str, page: str = "", run: str | None = None) -> None:
        """Open an exercise of the workspace, then show a page."""
        from exercise_studio.desktop.exercise import load

        self._page_after = page
        lang = language.current()
        self.tasks.run(load, self.workspace, exercise, lang, run, then=self._exercise_opened, latest="open exercise")

    def close_exercise(self) -> None:
        """Put the exercise away; it stays in its workspace."""
        if self.exercise is not None:
            self.exercise.deleteLater()
        self.exercise = None
        self.exercise_changed.emit()

    def close(self) -> None:
        """Close the workspace on its own thread and end the threads; nothing is told to the pages any more."""
        self.blockSignals(True)
        self.close_exercise()
        if self.workspace is not None:
            self.tasks.run(self.workspace.close)
            self.workspace = None
        self.tasks.close()

    def _workspace_opened(self, workspace: "Workspace") -> None:
        self.close_exercise()
        self.workspace = workspace
        self.settings.remember_workspace(str(workspace.target))
        self.workspace_changed.emit()
        for reason in workspace.notices:
            self.tell_error(reason)

    def _workspace_failed(self, error: Exception) -> None:
        """Damage and newer versions have a page of their own to offer; Home listens to what it can do about them."""
        if self.workspace is None:
            self.workspace_changed.emit()
        if not isinstance(error, KnownError):
            self.bug(error)
            return
        backups = getattr(error, "backups", ())
        if backups:
            self._rescue = (error.path, backups[0])  # type: ignore[attr-defined]
            self.tell_error(error, action=N_("Open the last good backup"), then=self._open_backup)
            return
        self._show_error(error)  # of a workspace that is not the one in use: there is nothing to save elsewhere

    def _open_backup(self) -> None:
        path, backup = self._rescue
        self.tasks.run(
            _restore_beside, self.workspace, path, backup, then=self._workspace_opened, failed=self._workspace_failed
        )

    def _exercise_opened(self, loaded: "Loaded") -> None:
        from exercise_studio.desktop.exercise import OpenExercise

        if self.exercise is not None:
            self.exercise.deleteLater()
        self.exercise = OpenExercise(loaded, self.tasks, self.changes, self)
        self.settings.change(last_exercise=loaded.session.exercise)
        self.exercise_changed.emit()
        if self._page_after:
            self.go(self._page_after)


def _switch_workspace(old: "Workspace | None", target: str | Path, read_only: bool, create: bool) -> "Workspace":
    """On the database thread. The old one is closed only when the new one stands, unless both are the same file."""
    from exercise_studio.journeys.keeping import open_workspace

    if old is not None and str(old.target) == str(target):
        old.close()
        old = None
    new = open_workspace(target, create=create, read_only=read_only)
    if old is not None:
        old.close()
    return new


def _restore_beside(old: "Workspace | None", path: Path, backup: Any) -> "Workspace":
    """Restores a backup into a new file beside the damaged one, which is kept as it is."""
    from exercise_studio.store import backup as backups

    number = 1
    while (target := path.with_name(f"{path.stem}-restored-{number}{path.suffix}")).exists():
        number += 1
    backups.restore(backup, target)
    return _switch_workspace(old, target, False, False)
