"""Keeping workspaces: opening one, making it when it is new, and the backups that happen by themselves."""

from pathlib import Path

from exercise_studio import paths
from exercise_studio.domain.errors import KnownError, UsageError
from exercise_studio.language import N_
from exercise_studio.store.backup import BackupInfo, backup_if_changed
from exercise_studio.store.engine import is_url, shown
from exercise_studio.store.faults import Damaged
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
