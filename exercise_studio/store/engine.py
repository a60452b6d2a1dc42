"""Engines for the two databases: SQLite, where a file is a workspace, and PostgreSQL through psycopg."""

import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

APPLICATION_ID: Final = 0x45785374
"""“ExSt”: SQLite's application_id, by which the file is recognised."""
BUSY_TIMEOUT: Final = 5_000
"""Milliseconds to wait for another connection of this program."""


def is_url(target: str | Path) -> bool:
    """Whether the target names a database server rather than a file."""
    return isinstance(target, str) and target.startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def shown(target: str | Path) -> str:
    """The target as it may be printed: a database URL without its password."""
    return make_url(_psycopg(str(target))).render_as_string(hide_password=True) if is_url(target) else str(target)


def _psycopg(url: str) -> str:
    """The URL with psycopg 3 as its driver."""
    return "postgresql+psycopg://" + url.partition("://")[2]


def open_engine(target: str | Path, *, read_only: bool = False) -> Engine:
    """An engine for a path or a database URL. Transactions are begun explicitly; a statement alone is its own.

    SQLite connections enforce foreign keys and, where they write, sync to the disk before a commit returns.
    """
    if is_url(target):
        return create_engine(
            _psycopg(str(target)),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"application_name": "exercise-studio", "connect_timeout": 10},
        )
    path = Path(target).absolute()
    mode = "ro" if read_only else "rw"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.as_uri()}?mode={mode}",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            cached_statements=256,
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, isolation_level="AUTOCOMMIT")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        # macOS answers an ordinary fsync before the disk has written; elsewhere this means nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA cache_size = -32000")
        if read_only:
            connection.execute("PRAGMA query_only = ON")

    return engine


def begin_sql(engine: Engine) -> str:
    """How a writing transaction begins: on SQLite with the write lock at once, else readers that write would fail."""
    return "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN"


def sqlite_version() -> str:
    """The version of SQLite that is built in."""
    return sqlite3.sqlite_version
