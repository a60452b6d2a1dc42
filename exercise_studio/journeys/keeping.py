"""Keeping workspaces: opening one, making it when it is new, and the backups that happen by themselves."""

from pathlib import Path

from exercise_studio import paths
from exercise_studio.store.backup import BackupInfo, backup_if_changed
from exercise_studio.store.workspace import SUFFIX, Workspace


def default_workspace() -> Path:
    """The workspace that is used when nobody names one."""
    return paths.user_data() / f"workspace{SUFFIX}"


def is_server(target: str) -> bool:
    """Whether a target is a database URL and not a path."""
    return "://" in target


def open_workspace(target: str | Path, *, create: bool = False, read_only: bool = False) -> Workspace:
    """Opens a workspace, backs it up if it changed, and makes it first where `create` allows and none is there."""
    if create and not is_server(str(target)) and not Path(target).exists():
        return Workspace.create(target)
    workspace = Workspace.open(target, read_only)
    if not read_only:
        back_up(workspace, "open")
    return workspace


def back_up(workspace: Workspace, reason: str) -> BackupInfo | None:
    """A backup beside the workspace if something changed since the last; None when nothing did or it has no file."""
    if workspace.path is None or workspace.read_only:
        return None
    return backup_if_changed(workspace, reason)
