"""The connection of an open workspace: its transactions, its lock, and which errors they turn into."""

import os
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uuid_utils
from sqlalchemy import Connection, Engine

from exercise_studio.domain.errors import KnownError
from exercise_studio.store import engine as engines
from exercise_studio.store import faults
from exercise_studio.store.locking import WorkspaceLock


def new_id() -> str:
    """A UUIDv7: unique without asking anybody, and sorted by the time it was made."""
    return str(uuid_utils.uuid7())


class Session:
    """One connection, used by one thread at a time.

    Attributes:
        target: the path or URL it was opened with, without a password.
        path: the file; None on a server.
        read_only: whether writing raises.
        notices: what the user should be told about how it was opened.
        device: the id under which this workspace writes; "" when it only reads.
    """

    def __init__(self, engine: Engine, *, target: str, path: Path | None, read_only: bool) -> None:
        self.target, self.path, self.read_only = target, path, read_only
        self.notices: list[KnownError] = []
        self.device = ""
        self.min_reader = 0
        self._mutex = threading.RLock()
        self._engine = engine
        self._sqlite = engine.dialect.name == "sqlite"
        with faults.translated(target):
            self._connection: Connection = engine.connect()
        self._raw: Any = self._connection.connection.driver_connection
        self._lock: WorkspaceLock | None = None
        self._why_read_only: KnownError | None = None
        self._place: tuple[int, int] | None = None
        """Device and inode of the file that is open for writing."""
        self._closers: list[Callable[[], None]] = []
        self._closed = False
        self._tips: dict[str, tuple[int, str]] = {}
        self._newest: dict[str, int] = {}
        self._plans: dict[str, Any] = {}

    @property
    def on_server(self) -> bool:
        """Whether it is a database on a server rather than a file."""
        return not self._sqlite

    @contextmanager
    def lenient_text(self) -> Iterator[None]:
        """Inside, bytes that are no UTF-8 are read as stand-ins instead of raising; for looking at damaged texts."""
        if not self._sqlite:
            yield
            return
        with self._mutex:
            self._raw.text_factory = lambda found: found.decode("utf-8", "surrogateescape")
            try:
                yield
            finally:
                self._raw.text_factory = str

    def _run(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """One statement, its parameters written as ?, on the driver's own connection; returns the driver's cursor.

        Going past SQLAlchemy here takes a quarter off the cost of one durable entry. Alone it is its own transaction.
        """
        return self._raw.execute(statement if self._sqlite else statement.replace("?", "%s"), values)

    def _run_many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """The statement once for each row."""
        if self._sqlite:
            self._raw.executemany(statement, rows)
            return
        with self._raw.cursor() as cursor:
            cursor.executemany(statement.replace("?", "%s"), rows)

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as the driver gives them."""
        with self._mutex, faults.translated(self.target):
            self._reconnect_if_lost()
            found: list[tuple[Any, ...]] = self._run(statement, values).fetchall()
            return found

    def _row(self, statement: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if any."""
        found = self._rows(statement, values)
        return found[0] if found else None

    def _refuse_if_read_only(self) -> None:
        if self.read_only:
            raise self._why_read_only or faults.read_only(self.target)

    def look_for_file(self) -> None:
        """Raises Moved when the file that is open for writing does not lie where it was opened.

        SQLite would go on writing into it without a word, and all of that would be gone with the program.
        """
        if self._place is None or self.path is None:
            return
        try:
            found = os.stat(self.target)  # the path as text: quicker, and this is asked before every entry
        except OSError as error:
            raise faults.moved(self.path) from error
        # A network's numbers may change under a file that is the same; its path is what counts there.
        if self._place != (0, 0) and (found.st_dev, found.st_ino) != self._place:
            raise faults.moved(self.path)

    def _reconnect_if_lost(self) -> None:
        """A server that went away and came back is asked again; what was acknowledged before is there."""
        if self._sqlite or self._closed or not self._raw.closed:
            return
        with suppress(Exception):
            self._connection.close()
        self._tips.clear()
        self._connection = self._engine.connect()
        self._raw = self._connection.connection.driver_connection

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One writing transaction: all of the block or nothing of it."""
        self._refuse_if_read_only()
        with self._mutex, faults.translated(self.target):
            self.look_for_file()
            self._reconnect_if_lost()
            self._run(engines.begin_sql(self._engine))
            try:
                yield
                self._run("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    @contextmanager
    def _change(self) -> Iterator[None]:
        """A writing transaction other than an append, counted so that a backup knows of it."""
        with self._transaction():
            yield
            self._run("UPDATE meta SET value = CAST(CAST(value AS BIGINT) + 1 AS TEXT) WHERE key = 'changes'")

    def _hold(self, exercise: str) -> None:
        """The exercise's lock, so that seq follows the order of commit. SQLite's one writer needs none."""
        if self._sqlite:
            return
        self._run("SELECT pg_advisory_xact_lock(?, ?)", (engines.APPLICATION_ID, zlib.crc32(exercise.encode()) - 2**31))
        self._tips.clear()

    def _roll_back(self) -> None:
        """Ends a failed transaction; some errors have ended it already, and a lost server needs no end."""
        self._tips.clear()
        if self._sqlite:
            if self._raw.in_transaction:
                self._run("ROLLBACK")
        elif not self._raw.closed:
            self._run("ROLLBACK")

    def _meta(self, key: str) -> str | None:
        """A value of the table meta."""
        found = self._row("SELECT value FROM meta WHERE key = ?", (key,))
        return found[0] if found else None

    def _put_meta(self, key: str, value: str) -> None:
        self._run(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    @contextmanager
    def _erasing(self) -> Iterator[None]:
        """What is deleted inside is overwritten with zeros in the file, and leaves the WAL at once."""
        if not self._sqlite:
            yield
            return
        self._refuse_if_read_only()
        with self._mutex:
            self._run("PRAGMA secure_delete = ON")
            try:
                yield
            finally:
                self._run("PRAGMA secure_delete = OFF")
            with faults.translated(self.target):
                self._run("PRAGMA wal_checkpoint(TRUNCATE)")
