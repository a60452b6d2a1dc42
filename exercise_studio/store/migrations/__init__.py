"""How a workspace's tables came to be, step by step, for both databases.

A new workspace runs the same statements without alembic, whose import alone takes a third of a second.
"""

from pathlib import Path
from types import ModuleType
from typing import Final

from sqlalchemy import Connection

from exercise_studio.store.migrations.versions import r0001_first

REVISIONS: Final[tuple[ModuleType, ...]] = (r0001_first,)
"""Oldest first."""
HEAD: Final = len(REVISIONS)
"""The number of the newest revision: SQLite's user_version, and `revision` in the table meta."""
MIN_READER: Final = 1
"""The oldest revision whose program can read what this one writes."""


def name(number: int) -> str:
    """The alembic name of a revision's number."""
    return f"{number:04d}"


def build(connection: Connection) -> None:
    """Makes all tables in an empty database, inside the caller's transaction."""
    for revision in REVISIONS:
        for statement in revision.STATEMENTS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{name(HEAD)}')")


def upgrade(connection: Connection, target: str = "head") -> None:
    """Brings an older workspace to `target` through alembic, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
