"""When the workspace takes nothing any more: says so in one banner, and moves over to a new file without a break."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QStandardPaths, QStorageInfo, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from exercise_studio.desktop.desk import Desk
from exercise_studio.domain.errors import KnownError
from exercise_studio.language import N_, _
from exercise_studio.store.faults import OpenElsewhere, ServerLost

if TYPE_CHECKING:
    from exercise_studio.domain.log import Entry
    from exercise_studio.journeys.session import Session
    from exercise_studio.store.workspace import Workspace

LOOK: Final = 5_000
"""Milliseconds between two looks whether the file is still there."""
KEY: Final = "unsaved"


class Elsewhere(QObject):
    """Hears of everything that could not be saved, and asks the file now and then whether it is still there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._dialog: QFileDialog | None = None
        self._followed: Any = None
        self._error: KnownError | None = None
        self._missing = False
        desk.unsaved.connect(self.tell)
        desk.exercise_changed.connect(self._follow)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """The window is closing."""
        self._timer.stop()
        if self._dialog is not None:
            self._dialog.close()

    def look(self) -> None:
        """Whether the file still lies where it was opened; off this thread, because a share that is gone takes its time."""
        workspace = self._desk.workspace
        if workspace is not None and not workspace.read_only and workspace.path is not None:
            self._desk.tasks.run(
                workspace.look_for_file, then=self._there, failed=self._not_there, latest="file", compute=True
            )

    def _there(self, _nothing: None) -> None:
        if self._missing:
            # A stick that was put back in, a share that answers again.
            self._missing = False
            self._saved(None)

    def _not_there(self, error: Exception) -> None:
        """Said once, not at every look."""
        if not isinstance(error, KnownError):
            self._desk.bug(error)
        elif not self._missing:
            self._missing = True
            self._desk.tell_error(error)

    def tell(self, error: KnownError) -> None:
        """One banner: what happened, what is safe, one act."""
        if self._desk.workspace is None:
            self._desk.tell(_Sentence(error).text, kind="danger", key=KEY)
            return
        self._error = error
        if isinstance(error, ServerLost):
            self._say(error, "", N_("Connect again"), self.connect_again)
        elif isinstance(error, OpenElsewhere):
            self._say(error, "", N_("Work on a copy"), self.choose, kind="notice")
        else:
            self._say(error, N_("What is typed stays where it is."), N_("Save elsewhere"), self.choose)

    def _say(self, error: KnownError, more: str, action: str, then: Any, kind: str = "danger") -> None:
        said = KnownError(error.what, safe=error.safe, action=more, **error.params)
        self._desk.tell(_Sentence(said).text, kind=kind, action=action, then=then, key=KEY)

    # moving over

    def choose(self) -> None:
        """Ask where to; the run goes on behind the dialog."""
        workspace = self._desk.workspace
        if workspace is None:
            return
        if self._dialog is not None:
            self._dialog.raise_()
            return
        dialog = QFileDialog(QApplication.activeWindow(), _("Save elsewhere"))
        # The system's own dialogs block the window; and they have been seen to hang on a share that is gone.
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Workspaces (*.estudio);;All files (*)"))
        dialog.setDefaultSuffix("estudio")
        target = proposed(workspace.path or Path("workspace.estudio"))
        dialog.setDirectory(str(target.parent))
        dialog.selectFile(target.name)
        dialog.setModal(False)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(self._left)
        self._dialog = dialog
        dialog.show()

    def _left(self, result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if result != QFileDialog.DialogCode.Accepted and self._error is not None:
            # The banner went with the press on its button; the way out must stay.
            self.tell(self._error)

    def save(self, path: str) -> None:
        """Save everything at `path`, and go on there."""
        exercise = self._desk.exercise
        session, entries = (exercise.session, tuple(exercise.entries)) if exercise is not None else (None, ())
        self._desk.tasks.run(
            _move_over, self._desk.workspace, session, entries, Path(path), then=self._moved, failed=self._not_moved
        )

    def _moved(self, workspace: "Workspace") -> None:
        self._desk.workspace = workspace
        self._error, self._missing = None, False
        self._desk.settings.remember_workspace(str(workspace.target))
        for key in (KEY, "backup", "disk"):
            self._desk.resolved.emit(key)
        self._desk.workspace_changed.emit()
        self._desk.tell(
            N_("From now on everything is saved in {path}. The old file stays as it was."), kind="calm", key="moved",
            path=workspace.target,
        )  # fmt: skip
        for notice in workspace.notices:
            self._desk.tell_error(notice)

    def _not_moved(self, error: Exception) -> None:
        """That place does not take it either: the next one."""
        if isinstance(error, KnownError):
            self._desk.tell(
                _Sentence(error).text, kind="danger", action=N_("Choose another place"), then=self.choose, key=KEY
            )
        else:
            self._desk.bug(error)

    # a server

    def connect_again(self) -> None:
        """Ask the server again; a further failure tells itself."""
        exercise = self._desk.exercise
        if exercise is not None:
            exercise.do(_read_on, then=self._back)
        elif self._desk.workspace is not None:
            self._desk.open_workspace(self._desk.settings.now.workspace)

    def _back(self, _new: object) -> None:
        self._saved(None)
        self._desk.tell(
            N_("The database server answers again. Everything that was logged is there."), kind="calm", key="moved"
        )

    # what was said before and holds no more

    def _follow(self) -> None:
        exercise = self._desk.exercise
        if exercise is not None and exercise is not self._followed:
            self._followed = exercise
            exercise.saved.connect(self._saved)

    def _saved(self, _at: object) -> None:
        self._error = None
        self._desk.resolved.emit(KEY)


class _Sentence:
    """A known error's sentences in the language in use, each time it is asked."""

    def __init__(self, error: KnownError) -> None:
        self._error = error

    def text(self) -> str:
        """The sentences."""
        from exercise_studio import language

        return self._error.text(language.current())


def places() -> Iterable[Path]:
    """Folders that a user has, the likeliest first."""
    for kind in (QStandardPaths.StandardLocation.DocumentsLocation, QStandardPaths.StandardLocation.HomeLocation,
                 QStandardPaths.StandardLocation.TempLocation):  # fmt: skip
        where = QStandardPaths.writableLocation(kind)
        if where:
            yield Path(where)


def proposed(path: Path, folders: Iterable[Path] | None = None) -> Path:
    """A name that is free, in a folder that can be written, on another disk than the workspace's if there is one."""
    usable = [folder for folder in (places() if folders is None else folders) if os.access(folder, os.W_OK)]
    here = _disk(path.parent)
    chosen = next((folder for folder in usable if _disk(folder) != here and _room(folder) > _size(path)), None)
    folder = chosen or next((folder for folder in usable if _room(folder) > _size(path)), path.parent)
    number = 2
    while (target := folder / f"{path.stem}-{number}{path.suffix or '.estudio'}").exists():
        number += 1
    return target


def _disk(folder: Path) -> int:
    try:
        return folder.stat().st_dev
    except OSError:
        return -1


def _room(folder: Path) -> int:
    return QStorageInfo(str(folder)).bytesAvailable()


def _size(path: Path) -> int:
    """Twice what it takes now: it is still growing."""
    try:
        return 2 * path.stat().st_size
    except OSError:
        return 0


def _move_over(old: "Workspace", session: "Session | None", entries: "tuple[Entry, ...]", to: Path) -> "Workspace":
    """On the database thread: a whole copy, opened for writing; the session goes on in it where it was."""
    from exercise_studio.journeys.keeping import move_over

    new = move_over(old, to, session.exercise if session is not None else "", entries)
    if session is not None:
        session.workspace = new
        # Where they had to be logged again they have other numbers now.
        session.last_seq = max((entry.seq for entry in new.entries(session.exercise)), default=0)
    with suppress(KnownError):
        old.close()
    return new


def _read_on(session: "Session") -> list[Any]:
    """On the database thread: whatever was appended since."""
    return list(session.refresh())
