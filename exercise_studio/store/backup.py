"""Backups of a workspace file: made through SQLite's backup API, kept in a folder beside it, rotated, and restored."""

import os
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from exercise_studio.store import faults
from exercise_studio.store.engine import APPLICATION_ID, BUSY_TIMEOUT

if TYPE_CHECKING:
    from exercise_studio.store.workspace import Workspace

RECENT: Final = 5
DAYS: Final = 7
BEFORE_UPGRADE: Final = "before-upgrade"
"""The reason of backups that are never rotated away."""
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{3}Z)-([a-z-]+)")
_STAMP = "%Y%m%dT%H%M%S"


class BackupInfo(NamedTuple):
    """A backup beside a workspace. `made_at` is UTC, `size` bytes, `reason` a word such as open, end-of-run, live."""

    path: Path
    made_at: datetime
    reason: str
    size: int


def folder_of(path: str | Path) -> Path:
    """Where the backups of a workspace lie."""
    return Path(path).with_name(f"{Path(path).name}.backups")


def backups_of(path: str | Path) -> list[BackupInfo]:
    """The backups of a workspace, newest first, whether the workspace itself is still there or not."""
    found = []
    with suppress(OSError):
        for file in folder_of(path).iterdir():
            matched = _NAME.match(file.name)
            if matched and file.suffix == Path(path).suffix:
                stamp = matched[1]
                made_at = datetime.strptime(stamp[:15], _STAMP).replace(tzinfo=UTC) + timedelta(
                    milliseconds=int(stamp[16:19])
                )
                found.append(BackupInfo(file, made_at, matched[2], file.stat().st_size))
    return sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def good_backups_of(path: str | Path) -> list[BackupInfo]:
    """Those that SQLite finds sound, newest first."""
    return [backup for backup in backups_of(path) if check(backup.path) == ""]


def check(path: str | Path) -> str:
    """What `PRAGMA quick_check` finds wrong with a file, or "" when it is sound."""
    try:
        with closing(_connect(Path(path))) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return "application_id"
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else str(found)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    return connection


def _fingerprint(connection: sqlite3.Connection) -> tuple[int, str, int]:
    """Changes whenever the workspace's content does: entries ever appended, other changes ever made, format."""
    seq = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entry'").fetchone()[0]
    changes = connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
    return seq, changes[0] if changes else "", connection.execute("PRAGMA user_version").fetchone()[0]


def copy(source: Path, target: Path) -> None:
    """Copies a database whole, as it is at one moment; nothing half-written ever has the name `target`."""
    with closing(_connect(source)) as reader:
        copy_open(reader, target)


def copy_open(reader: sqlite3.Connection, target: Path) -> None:
    """The same through a connection that is open already."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as writer:
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def backup_if_changed(workspace: "Workspace", reason: str, *, now: datetime | None = None) -> BackupInfo | None:
    """Makes a backup when something changed since the newest one; returns it, or None.

    Works on connections of its own and so may be called from any thread while the workspace is in use. Nothing is done
    on a server, whose administrators make the backups. Raises Damaged when the file is not sound.
    """
    return backup_file(workspace.path, reason, now=now) if workspace.path and not workspace.read_only else None


def backup_file(path: Path, reason: str, *, now: datetime | None = None) -> BackupInfo | None:
    """The same for a file."""
    with faults.translated(path):
        earlier = backups_of(path)
        with closing(_connect(path)) as connection:
            state = _fingerprint(connection)
        if earlier:
            with suppress(sqlite3.Error), closing(_connect(earlier[0].path)) as connection:
                if _fingerprint(connection) == state:
                    return None
        wrong = check(path)
        if wrong:
            raise faults.Damaged(path, wrong, good_backups_of(path))
        moment = (now or datetime.now(UTC)).astimezone(UTC)
        moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        stamp = f"{moment.strftime(_STAMP)}.{moment.microsecond // 1000:03d}Z"
        folder = folder_of(path)
        folder.mkdir(exist_ok=True)
        target = folder / f"{stamp}-{reason}{path.suffix}"
        copy(path, target)
        for old in _surplus(backups_of(path), moment):
            old.path.unlink(missing_ok=True)
        return BackupInfo(target, moment, reason, target.stat().st_size)


def _surplus(backups: Sequence[BackupInfo], now: datetime) -> list[BackupInfo]:
    """Those beyond the five newest, the newest of each of the last seven days, and the ones before an upgrade."""
    kept = {backup.path for backup in backups[:RECENT]}
    days = {(now - timedelta(days=n)).date() for n in range(DAYS)}
    for backup in backups:
        if backup.reason == BEFORE_UPGRADE:
            kept.add(backup.path)
        elif backup.made_at.date() in days:
            days.discard(backup.made_at.date())
            kept.add(backup.path)
    return [backup for backup in backups if backup.path not in kept]


def backups_holding(path: str | Path, exercise: str, entry: str | None = None) -> list[BackupInfo]:
    """The backups that still hold an exercise, or the payload of one entry of it."""
    query, values = "SELECT 1 FROM exercise WHERE id = ?", [exercise]
    if entry is not None:
        query, values = "SELECT 1 FROM entry WHERE id = ? AND payload IS NOT NULL", [entry]
    found = []
    for backup in backups_of(path):
        with suppress(sqlite3.Error), closing(_connect(backup.path)) as connection:
            if connection.execute(query, values).fetchone():
                found.append(backup)
    return found


def drop(backups: Iterable[BackupInfo]) -> None:
    """Deletes backups, for one that still holds what was purged or redacted."""
    for backup in backups:
        with faults.translated(backup.path):
            backup.path.unlink(missing_ok=True)


def restore(backup: Path | BackupInfo, to: str | Path, *, now: datetime | None = None) -> Path | None:
    """Puts a backup at `to`; a file that lies there is moved aside first. Returns its new name, if any.

    Raises Damaged when the backup itself is not sound, OpenElsewhere when the workspace is open.
    """
    from exercise_studio.store.locking import WorkspaceLock

    source, target = backup.path if isinstance(backup, BackupInfo) else backup, Path(to)
    wrong = check(source)
    if wrong:
        raise faults.Damaged(source, wrong)
    with faults.translated(target):
        lock = WorkspaceLock(target)
        lock.acquire()
        try:
            aside = _set_aside(target, now or datetime.now(UTC)) if target.exists() else None
            copy(source, target)
        finally:
            lock.release()
    return aside


def _set_aside(path: Path, now: datetime) -> Path:
    """Renames a file and what SQLite keeps beside it, so that it can still be looked at."""
    stamp = now.astimezone(UTC).strftime(_STAMP)
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.stem}.damaged-{stamp}-{count}{path.suffix}")
    for ending in ("", "-wal", "-shm", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            os.replace(beside, aside.with_name(aside.name + ending))
    return aside
