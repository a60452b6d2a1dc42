"""The tables' history: the same head by every way, equal to the tables that the program uses, on both databases."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect

from exercise_studio.store import engine as engines
from exercise_studio.store import files, migrations, tables
from exercise_studio.store.workspace import Workspace


def shape(connection: Connection) -> dict[str, Any]:
    """Columns, keys and indexes of all tables, as the database itself tells."""
    seen = inspect(connection)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(
                (k["constrained_columns"], k["referred_table"], k["referred_columns"])
                for k in seen.get_foreign_keys(name)
            ),
            sorted(
                (i["name"], i["column_names"], bool(i["unique"]), _where(i.get("dialect_options", {})))
                for i in seen.get_indexes(name)
            ),
        )
        for name in sorted(seen.get_table_names())
        if name != "alembic_version"
    }


def _where(options: dict[str, Any]) -> str:
    """The condition of a partial index, without a database's way of writing it."""
    found = [str(value) for key, value in options.items() if key.endswith("_where")]
    return re.sub(r"[()]|::text", "", found[0]).lower() if found else ""


def fresh(target: str | Path) -> Engine:
    """An engine on an empty database."""
    if isinstance(target, Path):
        sqlite3.connect(target).close()
        target.touch()
    return engines.open_engine(target)


@pytest.fixture
def engine(target: str | Path) -> Any:
    made = fresh(target)
    yield made
    made.dispose()


def test_upgrading_from_nothing_gives_the_tables_of_the_program(engine: Engine) -> None:
    with engine.connect() as connection:
        migrations.upgrade(connection)
        upgraded = shape(connection)
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == migrations.name(migrations.HEAD)
        assert compare_metadata(context, tables.metadata) == []
    memory = create_engine("sqlite://")
    if engine.dialect.name == "sqlite":
        with memory.connect() as connection:
            tables.metadata.create_all(connection)
            assert shape(connection) == upgraded
    memory.dispose()


def programs(connection: Connection) -> list[tuple[str, str]]:
    """Everything that the database keeps as SQL: on SQLite all of it, on PostgreSQL triggers and their functions."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' AND tbl_name <> 'alembic_version' ORDER BY name"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        " UNION ALL SELECT proname, prosrc FROM pg_proc WHERE position('_guard' IN proname) > 0 ORDER BY 1"
    )
    return [(name, re.sub(r"\s+", " ", sql or "")) for name, sql in connection.exec_driver_sql(query)]


def test_a_new_workspace_equals_an_upgraded_one(
    target: str | Path, tmp_path: Path, new_database: Callable[[], str], opened: Callable[[Workspace], Workspace]
) -> None:
    """Making one goes past alembic, for speed: the outcome is the same, triggers included."""
    made = opened(Workspace.create(target))
    engine = fresh(tmp_path / "upgraded.db" if isinstance(target, Path) else new_database())
    with engine.connect() as connection:
        migrations.upgrade(connection)
        assert programs(connection) == programs(made._connection)
        assert len(programs(connection)) >= 4
        assert shape(connection) == shape(made._connection)
    engine.dispose()


def test_every_revision_has_its_place() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [migrations.name(migrations.HEAD)]
    line = [revision.revision for revision in script.walk_revisions()]
    assert line == [migrations.name(n) for n in range(migrations.HEAD, 0, -1)]
    assert [module.revision for module in migrations.REVISIONS] == line[::-1]
    assert migrations.MIN_READER <= migrations.HEAD


def test_opening_one_at_head_does_not_load_alembic(file: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from exercise_studio.store.workspace import Workspace\n"
        f"Workspace.create({str(file)!r}).close(); Workspace.open({str(file)!r}).close()\n"
        "print([name for name in ('alembic', 'psycopg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=50)
    assert done.stdout.strip() == "[]"


def test_a_file_says_what_it_is(file: Path) -> None:
    Workspace.create(file).close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (engines.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations.HEAD,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (
            migrations.name(migrations.HEAD),
        )
    assert files.version_of(file)[:2] == (migrations.HEAD, migrations.MIN_READER)
