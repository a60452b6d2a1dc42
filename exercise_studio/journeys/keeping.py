"""Keeping workspaces: opening one, making it when it is new, and the backups that happen by themselves."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from exercise_studio import paths
from exercise_studio.domain.errors import KnownError, UsageError
from exercise_studio.domain.log import Draft, Entry, RedactedEntry, UnknownEntry
from exercise_studio.domain.scenario import Tlp
from exercise_studio.journeys.session import wall_clock
from exercise_studio.language import N_
from exercise_studio.store.backup import BackupInfo, backup_if_changed, check, good_backups_of, restore
from exercise_studio.store.engine import is_url, shown
from exercise_studio.store.faults import CannotSave, Damaged
from exercise_studio.store.places import shared_folder
from exercise_studio.store.workspace import SUFFIX, Workspace


def default_workspace() -> Path:
    """The workspace that is used when nobody names one."""
    return paths.user_data() / f"workspace{SUFFIX}"


def is_server(target: str) -> bool:
    """Whether a target is a database URL and not a path."""
    return "://" in target


def make_workspace(target: str | Path) -> Workspace:
    """Makes a new workspace, with the folders above it, and opens it. Raises InputError where something is already."""
    _check(target)
    if not is_server(str(target)):
        Path(target).parent.mkdir(parents=True, exist_ok=True)
    return Workspace.create(target)


def open_workspace(target: str | Path, *, create: bool = False, read_only: bool = False) -> Workspace:
    """Opens a workspace, backs it up if it changed, and makes it first where `create` allows and none is there.

    A backup that fails is among the workspace's `notices`: it keeps nobody from an exercise that is about to begin.
    """
    _check(target)
    if create and not is_server(str(target)) and not Path(target).exists():
        return make_workspace(target)
    workspace = Workspace.open(target, read_only)
    try:
        if not read_only:
            back_up(workspace, "open")
            workspace.purge_old_runs()
    except Damaged:
        workspace.close()
        raise
    except KnownError as error:
        workspace.notices.append(error)
    return workspace


def _check(target: str | Path) -> None:
    if is_server(str(target)) and not is_url(target):
        raise UsageError(
            N_("{target} is neither a path nor the address of a PostgreSQL database."), target=shown(target),
            action=N_("Such an address begins with postgresql://."),
        )  # fmt: skip


def back_up(workspace: Workspace, reason: str) -> BackupInfo | None:
    """A backup beside the workspace if something changed since the last; None when nothing did or it has no file."""
    if workspace.path is None or workspace.read_only:
        return None
    return backup_if_changed(workspace, reason)


def needs_second_copy(workspace: Workspace) -> bool:
    """Whether the workspace lies where this computer may lose sight of it: then a copy is kept here as well."""
    return workspace.path is not None and not workspace.read_only and bool(shared_folder(workspace.path))


def second_copy_of(target: str | Path) -> Path:
    """Where this computer keeps its own copy of a workspace that lies on a share."""
    name = hashlib.sha256(str(Path(target).absolute()).encode()).hexdigest()[:16]
    return paths.user_data() / "second" / f"{name}{SUFFIX}"


def keep_second_copy(workspace: Workspace) -> Path:
    """Makes that copy anew; the one before is there until the new one is whole. Raises CannotSave."""
    target = second_copy_of(workspace.target)
    waiting = target.with_name(f"{target.stem}.next{SUFFIX}")
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting.unlink(missing_ok=True)
    os.replace(workspace.save_copy(waiting), target)
    return target


def move_over(old: Workspace, to: Path, exercise: str = "", entries: Sequence[Entry] = ()) -> Workspace:
    """The workspace whole in a new file, opened for writing; the old one is left as it is.

    Where the old file cannot even be read, the newest copy of it is taken, and `entries`, which the program still holds,
    are logged in it again: same ids, times and authors, in a chain of its own. Raises InputError, CannotSave.
    """
    try:
        return open_workspace(old.save_copy(to))
    except CannotSave:
        copy = _newest_copy(old)
        if copy is None or not exercise:
            raise
    restore(copy, to)
    new = open_workspace(to)
    drafts = [
        Draft(
            e.payload, run=e.run, scope=e.scope, author=e.author, lang=e.lang, tlp=cast(Tlp | None, e.tlp),
            supersedes=e.supersedes, at=e.at, began_at=e.began_at, id=e.id,
        )
        for e in entries
        if not isinstance(e.payload, UnknownEntry | RedactedEntry)
    ]  # fmt: skip
    try:
        known: dict[int, tuple[int | None, int | None]] = {entry.at: (entry.elapsed, entry.play) for entry in entries}
        new.append(exercise, drafts, now=wall_clock, times=lambda at: known.get(at, (None, None)))
    except BaseException:
        new.close()
        raise
    return new


def _newest_copy(workspace: Workspace) -> Path | None:
    """The newest sound copy of a file that cannot be read: of this computer, or a backup beside it."""
    if workspace.path is None:
        return None
    found = [backup.path for backup in good_backups_of(workspace.path)[:1]]
    second = second_copy_of(workspace.target)
    if second.exists() and check(second) == "":
        found.append(second)
    return max(found, key=lambda path: path.stat().st_mtime, default=None)
