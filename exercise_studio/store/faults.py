"""What can go wrong with a workspace that a person can act on, and the translation of database errors into it."""

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exercise_studio.domain.errors import EnvironmentFault, InputError, KnownError
from exercise_studio.language import N_

if TYPE_CHECKING:
    from exercise_studio.store.backup import BackupInfo


SINCE = "%Y-%m-%d %H:%M UTC"
"""How the time since which a workspace is held stands in the note beside it."""


class NotAWorkspace(InputError):
    """The file, or the database, is something else."""


class MissingWorkspace(InputError):
    """There is nothing at that path."""


class CannotSave(EnvironmentFault):
    """What was to be written is not in the workspace. A copy of it elsewhere would take it."""


class Damaged(CannotSave):
    """The file is broken. It is never written to.

    Attributes:
        path: the file.
        backups: the good ones, newest first.
    """

    def __init__(self, path: str | Path, detail: str, backups: "Sequence[BackupInfo]" = ()) -> None:
        action = (
            N_("Restore the backup of {made_at} into a new file; the damaged one is kept.")
            if backups
            else N_("No backup was found beside it; keep the file and copy it before anything else is tried.")
        )
        super().__init__(
            N_("The workspace {path} is damaged ({detail})."),
            safe=N_("Nothing was written to it."),
            action=action,
            path=str(path),
            detail=detail,
            made_at=backups[0].made_at.strftime("%Y-%m-%d %H:%M UTC") if backups else "",
        )
        self.path, self.backups = Path(path), tuple(backups)


class NewerWorkspace(EnvironmentFault):
    """A newer program made the workspace."""


class Moved(CannotSave):
    """The file was deleted, renamed or replaced, or its disk is gone, while the program had it open."""


class ServerLost(EnvironmentFault):
    """The database server does not answer; it may again."""


class OpenElsewhere(CannotSave):
    """Another program holds the workspace for writing.

    Attributes:
        holder: pid, host, user and since (UTC), as the other program wrote them; empty when it did not.
    """

    def __init__(self, path: str | Path, holder: dict[str, str]) -> None:
        what = (
            N_("The workspace {path} is open elsewhere: {user} has it on {host}, process {pid}, since {since}.")
            if holder
            else N_("The workspace {path} is open elsewhere.")
        )
        super().__init__(
            what,
            safe=N_("It can be read as it is now, and nothing can be changed from here."),
            action=N_("Close it there to write here."),
            path=str(path),
            **{"pid": "?", "host": "?", "user": "?"} | holder | {"since": _local(holder.get("since", ""))},
        )
        self.holder = holder


class ReadOnlyWorkspace(CannotSave):
    """It was opened for reading, or its file or folder cannot be written."""


class UnknownExercise(InputError):
    """No such exercise in this workspace."""

    def __init__(self, exercise: str) -> None:
        super().__init__(N_("This workspace has no exercise {exercise}."), exercise=exercise)


def read_only(path: str | Path) -> ReadOnlyWorkspace:
    """For a write on a workspace that was opened for reading."""
    return ReadOnlyWorkspace(
        N_("The workspace {path} is open for reading only."), safe=N_("Nothing was changed."), path=str(path)
    )


def not_a_workspace(path: str | Path) -> NotAWorkspace:
    """For a file that something else made."""
    return NotAWorkspace(
        N_("{path} is not a workspace of Exercise Studio."),
        safe=N_("It was not changed."),
        action=N_("Choose another file."),
        path=str(path),
    )


def missing(path: str | Path) -> MissingWorkspace:
    """For a path with nothing there."""
    return MissingWorkspace(
        N_("There is no workspace {path}."), action=N_("Check the path, or make a new workspace there."), path=str(path)
    )


def no_writing(path: str | Path, detail: str) -> ReadOnlyWorkspace:
    """For a file or folder without the right to write."""
    return ReadOnlyWorkspace(
        N_("The workspace {path} cannot be written ({detail})."),
        safe=N_("What was saved before is safe; this change was not saved."),
        action=N_("Check the permissions of the file and its folder, or copy it to a folder of your own."),
        path=str(path),
        detail=detail,
    )


def disk_full(path: str | Path) -> CannotSave:
    """For a disk, or a quota, that is used up."""
    return CannotSave(
        N_("The disk is full: the last change to {path} was not saved."),
        safe=N_("Everything saved before it is safe."),
        action=N_("Free some space on this disk, then do it again."),
        path=str(path),
    )


def moved(path: str | Path) -> Moved:
    """For a file that is no longer where it was opened: what is written to it now would vanish with the program."""
    return Moved(
        N_(
            "The workspace {path} is not there any more: it was deleted or renamed, or its disk or network share is gone."
        ),
        safe=N_("Everything saved before is still held here, as long as the program stays open."),
        action=N_("Save it elsewhere now."),
        path=str(path),
    )


def _local(since: str) -> str:
    """A holder's time on this computer's clock; as it was written where it cannot be read."""
    try:
        moment = datetime.strptime(since, SINCE).replace(tzinfo=UTC)
    except ValueError:
        return since or "?"
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def of_os(error: OSError, path: str | Path) -> KnownError:
    """The known error of an operating-system error."""
    if isinstance(error, FileNotFoundError):
        return missing(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full(path)
    return no_writing(path, error.strerror or str(error))


def of_sqlite(error: BaseException, path: str | Path) -> KnownError | None:
    """The known error of a database error, or None where it is a fault of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return disk_full(path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_AUTH:
            return no_writing(path, str(error))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            from exercise_studio.store import backup

            return Damaged(path, str(error), backup.good_backups_of(path))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return OpenElsewhere(path, {})
        case sqlite3.SQLITE_IOERR:
            return CannotSave(
                N_("The disk refused to read or write {path} ({detail})."),
                safe=N_("Everything saved before it is safe."),
                action=N_("Check the disk, then open the workspace again."),
                path=str(path),
                detail=str(error),
            )
    return None


def of_server(error: BaseException, path: str) -> KnownError | None:
    """The known error of a database server's error, or None."""
    state = getattr(error, "sqlstate", None)
    name = type(error).__module__
    if not name.startswith("psycopg"):
        return None
    if state is None or state[:2] in ("08", "57", "28", "3D"):
        return ServerLost(
            N_("The database server does not answer as it should: {detail}."),
            safe=N_("Everything saved before it is safe on the server."),
            action=N_("Check the address, the name and the network, then open the workspace again."),
            detail=str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__,
            path=path,
        )
    if state[:2] == "53":
        return disk_full(path)
    if state in ("42501", "25006"):
        return no_writing(path, str(error).strip().splitlines()[0])
    return None


def is_integrity(error: BaseException) -> bool:
    """Whether a constraint refused a row."""
    return isinstance(error, sqlite3.IntegrityError) or str(getattr(error, "sqlstate", ""))[:2] == "23"


@contextmanager
def translated(path: str | Path) -> Iterator[None]:
    """Turns database and operating-system errors inside the block into known ones; the others pass."""
    try:
        yield
    except KnownError:
        raise
    except OSError as error:
        raise of_os(error, path) from error
    except Exception as error:
        # The server's driver is loaded only where there is a server, so its errors are known by what they carry.
        cause = getattr(error, "orig", None) or error
        known = of_sqlite(cause, path) or of_server(cause, str(path))
        if known is None:
            raise
        raise known from error
