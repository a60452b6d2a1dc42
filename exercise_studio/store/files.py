"""What is done with a workspace's file before and around its opening: recognising, copying, upgrading."""

import os
import shutil
import sqlite3
import struct
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

import exercise_studio
from exercise_studio.domain.errors import EnvironmentFault
from exercise_studio.language import N_
from exercise_studio.store import backup, faults, migrations
from exercise_studio.store import engine as engines

_MAGIC = b"SQLite format 3\0"
_WAL_FORMAT = 2
_HEADER = 100
_TRIES = 40


def look_at(path: Path) -> None:
    """Raises MissingWorkspace, NotAWorkspace or Damaged by the file's header and length, changing nothing."""
    if path.is_dir():
        raise faults.not_a_workspace(path)
    with path.open("rb") as file:
        header = file.read(_HEADER)
    size = path.stat().st_size
    if header[:16] != _MAGIC or len(header) < _HEADER:
        backups = backup.good_backups_of(path)
        if backups:
            raise faults.Damaged(path, "header", backups)
        raise faults.not_a_workspace(path)
    (application,) = struct.unpack(">I", header[68:72])
    if application != engines.APPLICATION_ID:
        raise faults.not_a_workspace(path)
    (page,) = struct.unpack(">H", header[16:18])
    changed, pages = struct.unpack(">II", header[24:32])
    (valid_for,) = struct.unpack(">I", header[92:96])
    page = 65536 if page == 1 else page
    # The header counts the pages; with a live WAL the file may still be shorter than that.
    if changed == valid_for and size < pages * page and not _beside(path, "-wal").exists():
        raise faults.Damaged(path, f"{size} < {pages * page}", backup.good_backups_of(path))


def version_of(path: Path) -> tuple[int, int, str]:
    """Revision, the oldest revision that may read it, and the program that wrote it. Raises Damaged."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        revision = connection.execute("PRAGMA user_version").fetchone()[0]
        try:
            found = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('min_reader', 'program')"))
            return revision, int(found["min_reader"]), found.get("program", "")
        except (sqlite3.OperationalError, KeyError, ValueError) as error:
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
                raise
            raise faults.Damaged(path, "meta", backup.good_backups_of(path)) from error


def newer(target: str | Path, program: str, *, readable: bool) -> faults.NewerWorkspace:
    """For a workspace that a newer program made."""
    return faults.NewerWorkspace(
        N_("The workspace {path} was made by Exercise Studio {program}, which is newer than this one ({own})."),
        safe=N_("It was opened for reading only.") if readable else N_("It was not changed."),
        action=N_("Install the newer version to work with it."),
        path=str(target),
        program=program or "?",
        own=exercise_studio.__version__,
    )


def build(path: Path) -> None:
    """All tables in an empty file, in one transaction."""
    engine = engines.open_engine(path)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {engines.APPLICATION_ID}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            migrations.build(connection)
            _finish(connection)
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


def migrate(path: Path) -> None:
    """Runs the missing migrations on a file, all of them or none."""
    engine = engines.open_engine(path)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                migrations.upgrade(connection)
                _finish(connection)
                # An upgraded workspace writes under a new device id (MODEL.md, "Hash").
                connection.exec_driver_sql("DELETE FROM meta WHERE key IN ('device', 'device_identity')")
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                if connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
                    connection.exec_driver_sql("ROLLBACK")
                raise
    finally:
        engine.dispose()


def describe(put: Callable[[str, str], None]) -> None:
    """What a workspace says about the program that made or upgraded it."""
    put("revision", str(migrations.HEAD))
    put("min_reader", str(migrations.MIN_READER))
    put("program", exercise_studio.__version__)


def _finish(connection: Connection) -> None:
    def put(key: str, value: str) -> None:
        connection.exec_driver_sql(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    describe(put)
    connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('changes', '0') ON CONFLICT (key) DO NOTHING")
    connection.exec_driver_sql(f"PRAGMA user_version = {migrations.HEAD}")


def may_have_wal(path: Path) -> bool:
    """Whether the main file alone may not be the whole truth."""
    if _beside(path, "-wal").exists() or _beside(path, "-journal").exists():
        return True
    with path.open("rb") as file:
        return file.read(20)[18:20] != b"\1\1"


def copy_aside(path: Path, folder: Path) -> Path:
    """A copy of the file with its WAL as it is at one moment, as one plain file; the original is only read.

    Raises EnvironmentFault when the other program writes too fast to be copied.
    """
    target = folder / path.name
    for _ in range(_TRIES):
        before = _moment(path)
        for ending in ("", "-wal", "-journal"):
            source, beside = _beside(path, ending), folder / (path.name + ending)
            beside.unlink(missing_ok=True)
            if source.exists():
                try:
                    shutil.copyfile(source, beside)
                except FileNotFoundError:
                    continue
        if before == _moment(path):
            with closing(sqlite3.connect(target)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
            return target
        time.sleep(0.05)
    raise EnvironmentFault(
        N_("The workspace {path} is being written all the time and could not be read."),
        action=N_("Try again."),
        path=str(path),
    )


def _moment(path: Path) -> tuple[object, ...]:
    """Equal before and after a copy when main file and WAL belong together.

    A WAL only grows until it is begun anew with another salt, which its header shows; what was moved into the main file
    meanwhile is then still in the copied WAL. Without a WAL the main file itself must not have changed.
    """
    wal, journal = _beside(path, "-wal"), _beside(path, "-journal")
    try:
        with wal.open("rb") as file:
            header = file.read(32)
    except FileNotFoundError:
        header = b""
    if header:
        return (header,)
    found = path.stat()
    return found.st_mtime_ns, found.st_size, journal.exists()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder last, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
