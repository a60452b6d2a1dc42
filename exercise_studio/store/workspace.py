"""A workspace: one file, or one database on a server, that holds many exercises."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Self

from exercise_studio.domain.errors import EnvironmentFault, InputError, KnownError
from exercise_studio.language import N_
from exercise_studio.store import backup, faults, files, locking, migrations, places
from exercise_studio.store import engine as engines
from exercise_studio.store.blobs import Blobs
from exercise_studio.store.exercises import ExerciseRow, RunRow
from exercise_studio.store.reading import Reading
from exercise_studio.store.removal import Purged, Removal
from exercise_studio.store.session import new_id

__all__ = ["ExerciseRow", "Purged", "RunRow", "Workspace"]

SUFFIX = ".estudio"
"""The ending that new workspace files get where none is given."""


class Workspace(Removal, Reading, Blobs):
    """An open workspace; made by `create` and `open`, ended by `close` or as a context manager.

    Used by one thread at a time; `reader` gives another thread a connection of its own.
    """

    @classmethod
    def create(cls, target: str | Path) -> Self:
        """Makes a new workspace and opens it. Raises InputError where something is, EnvironmentFault."""
        if engines.is_url(target):
            return cls._create_on_server(str(target))
        path = Path(target)
        if path.exists():
            raise InputError(
                N_("{path} is there already."),
                safe=N_("It was not changed."),
                action=N_("Choose another name."),
                path=str(path),
            )
        # Under another name first: a full disk or a crash leaves nothing that looks like a workspace.
        part = path.with_name(f".{path.name}.part")
        with faults.translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            try:
                part.touch()
                files.build(part)
                os.replace(part, path)
                files.sync_folder(path.parent)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        return cls.open(path)

    @classmethod
    def open(cls, target: str | Path, read_only: bool = False) -> Self:
        """Opens a workspace, bringing an older one up to date after a backup.

        One that is open elsewhere, that a newer program made, or that cannot be written is opened for reading:
        `notices` says why, and so does the error of a first write. Raises MissingWorkspace, NotAWorkspace, Damaged,
        NewerWorkspace.
        """
        if engines.is_url(target):
            return cls._open_on_server(str(target), read_only)
        path = Path(target)
        with faults.translated(path):
            files.look_at(path)
            if not read_only:
                try:
                    return cls._open_for_writing(path)
                except (faults.OpenElsewhere, faults.ReadOnlyWorkspace, faults.NewerWorkspace) as reason:
                    return cls._open_for_reading(path, reason)
            return cls._open_for_reading(path, None)

    @classmethod
    def _open_for_writing(cls, path: Path) -> Self:
        lock = locking.WorkspaceLock(path)
        try:
            lock.acquire()
        except OSError as error:
            raise faults.no_writing(path, error.strerror or str(error)) from error
        try:
            if not os.access(path, os.W_OK):
                raise faults.no_writing(path, os.strerror(13))
            revision, min_reader, program = files.version_of(path)
            if revision > migrations.HEAD:
                raise files.newer(path, program, readable=min_reader <= migrations.HEAD)
            if revision < migrations.HEAD:
                backup.backup_file(path, backup.BEFORE_UPGRADE)
                files.migrate(path)
            self = cls(engines.open_engine(path), target=str(path), path=path, read_only=False)
        except BaseException:
            lock.release()
            raise
        self._lock = lock
        try:
            self._choose_journal(path)
            self._take_device(places.file_identity(path))
            found = path.stat()
            self._place = (0, 0) if places.shared_folder(path) else (found.st_dev, found.st_ino)
        except BaseException:
            self.close()
            raise
        return self

    @classmethod
    def _open_for_reading(cls, path: Path, reason: KnownError | None) -> Self:
        closers: list[Callable[[], None]] = []

        def aside() -> Path:
            folder = tempfile.TemporaryDirectory(prefix="exercise-studio-", ignore_cleanup_errors=True)
            closers.append(folder.cleanup)
            return files.copy_aside(path, Path(folder.name))

        try:
            source = aside() if files.may_have_wal(path) else path
            revision, min_reader, program = files.version_of(source)
            if min_reader > migrations.HEAD:
                raise files.newer(path, program, readable=False)
            if revision < migrations.HEAD:
                # Read as it will be after the upgrade, without touching the file.
                source = aside() if source is path else source
                files.migrate(source)
            self = cls(engines.open_engine(source, read_only=True), target=str(path), path=path, read_only=True)
        except BaseException:
            for close in closers:
                close()
            raise
        self._closers = closers
        self._why_read_only = reason
        if reason:
            self.notices.append(reason)
        return self

    @classmethod
    def _create_on_server(cls, url: str) -> Self:
        self = cls(engines.open_engine(url), target=engines.shown(url), path=None, read_only=False)
        try:
            with self._transaction():
                self._run("SELECT pg_advisory_xact_lock(?)", (engines.APPLICATION_ID,))
                if self._has_tables():
                    raise InputError(
                        N_("{path} holds a workspace already."), safe=N_("It was not changed."),
                        action=N_("Open it, or choose another database."), path=self.target,
                    )  # fmt: skip
                migrations.build(self._connection)
                files.describe(self._put_meta)
        finally:
            self.close()
        return cls.open(url)

    @classmethod
    def _open_on_server(cls, url: str, read_only: bool) -> Self:
        self = cls(engines.open_engine(url), target=engines.shown(url), path=None, read_only=read_only)
        try:
            if not self._has_tables():
                raise faults.not_a_workspace(self.target)
            revision, min_reader = int(self._meta("revision") or 0), int(self._meta("min_reader") or 0)
            if revision > migrations.HEAD:
                reason = files.newer(self.target, self._meta("program") or "", readable=min_reader <= migrations.HEAD)
                if min_reader > migrations.HEAD:
                    raise reason
                self.read_only, self._why_read_only = True, reason
                self.notices.append(reason)
            elif revision < migrations.HEAD:
                with self._transaction():
                    self._run("SELECT pg_advisory_xact_lock(?)", (engines.APPLICATION_ID,))
                    migrations.upgrade(self._connection)
                    files.describe(self._put_meta)
            if not self.read_only:
                self._take_client_device()
        except BaseException:
            self.close()
            raise
        return self

    def reader(self) -> Self:
        """The same workspace for reading, on a connection of its own, for another thread; it sees what is committed."""
        if self.path is None:
            return type(self)._open_on_server(self._engine.url.render_as_string(hide_password=False), True)
        if self.read_only:
            return type(self)._open_for_reading(self.path, self._why_read_only)
        found = type(self)(
            engines.open_engine(self.path, read_only=True), target=self.target, path=self.path, read_only=True
        )
        self._closers.append(found.close)
        return found

    def save_copy(self, to: str | Path) -> Path:
        """The workspace as it is now, whole, as a new file; returns its path. What lies at `to` is never written over.

        It is read through the open connection, and so works where the file itself has been deleted, or its disk is full.
        Raises InputError where something is already, CannotSave where that place takes nothing either.
        """
        path = Path(to).absolute()
        if path.exists():
            raise InputError(
                N_("{path} is there already."), safe=N_("It was not changed."), action=N_("Choose another name."),
                path=str(path),
            )  # fmt: skip
        if not self._sqlite:
            raise InputError(N_("A workspace on a server cannot be saved as a file."), safe=N_("Nothing was changed."))
        with self._mutex, faults.translated(path):
            backup.copy_open(self._raw, path)
        return path

    def close(self) -> None:
        """Goes back to one plain file and gives the lock back. Closing twice is harmless."""
        with self._mutex:
            if self._closed:
                return
            self._closed = True
            while self._closers:
                self._closers.pop()()
            try:
                if self._sqlite and not self.read_only:
                    with faults.translated(self.target):
                        if self.device:
                            places.note_seen(self.device, self._written())
                        self._run("PRAGMA wal_checkpoint(TRUNCATE)")
                        self._run("PRAGMA journal_mode = DELETE")
            except KnownError as error:
                # What was acknowledged is in the WAL, and the next opening finds it there.
                self.notices.append(error)
            finally:
                self._connection.close()
                self._engine.dispose()
                if self._lock:
                    self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _has_tables(self) -> bool:
        """Whether the database on the server holds a workspace."""
        return self._row("SELECT to_regclass('meta'), to_regclass('entry')") not in (None, (None, None))

    def _choose_journal(self, path: Path) -> None:
        """WAL on an ordinary disk; elsewhere the old journal, which is slower and safe, and a sentence about it."""
        kind = places.shared_folder(path)
        if not kind:
            self._run("PRAGMA journal_mode = WAL")
            return
        self._run("PRAGMA journal_mode = DELETE")
        self.notices.append(
            EnvironmentFault(
                N_("The workspace {path} lies in a shared or synchronised folder ({kind})."),
                safe=N_("It is kept in a slower, safer way there."),
                action=N_("For an exercise, copy it to a folder on this computer's own disk."),
                path=str(path),
                kind=kind,
            )
        )

    def _take_device(self, identity: str) -> None:
        """The id under which this file writes: a new one where the file was copied, restored, moved or upgraded."""
        device, seq = self._meta("device"), self._written()
        if device is None or self._meta("device_identity") != identity or places.was_set_back(device, seq):
            device = new_id()
            with self._transaction():
                self._put_meta("device", device)
                self._put_meta("device_identity", identity)
        places.note_seen(device, seq)
        self.device = device

    def _written(self) -> int:
        """How many entries this file ever took in."""
        row = self._row("SELECT seq FROM sqlite_sequence WHERE name = 'entry'")
        return row[0] if row else 0

    def _take_client_device(self) -> None:
        """On a server: one device for each machine and account."""
        key = f"device/{places.client()}"
        if self._meta(key) is None:
            with self._transaction():
                self._run("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (key, new_id()))
        self.device = self._meta(key) or ""
