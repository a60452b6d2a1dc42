"""Opening and closing: one plain file, one writer, newer and damaged files, places where WAL must not be, devices."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from exercise_studio.domain.errors import EnvironmentFault, InputError
from exercise_studio.store import backup, engine, faults, files, locking, migrations, places
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.store.small import HandClock, drafts, rating, started

Keep = Callable[[Workspace], Workspace]
UNPRIVILEGED = """
import ctypes, os, sys
# Root may write everywhere: give that right up (PR_CAPBSET_DROP, CAP_DAC_OVERRIDE), then become the program.
assert ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
REPOSITORY = Path(__file__).parents[2]
HOLDER = """
import sys
from exercise_studio.store.workspace import Workspace
workspace = Workspace.open(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
workspace.close()
"""


@contextmanager
def held_elsewhere(file: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the workspace open for writing."""
    command = [sys.executable, "-c", HOLDER, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "open\n"
        yield process
        if process.poll() is None:
            process.stdin.write("\n")
            process.stdin.close()
            assert process.wait(20) == 0


def beside(file: Path) -> list[str]:
    """What lies in the workspace's folder."""
    return sorted(found.name for found in file.parent.iterdir())


def test_a_closed_workspace_is_one_plain_file(file: Path, clock: HandClock) -> None:
    workspace = Workspace.create(file)
    exercise, run = started(workspace, clock)
    workspace.append(exercise, list(drafts(500, run)), now=clock)
    assert file.with_name(file.name + "-wal").exists()
    assert workspace._row("PRAGMA journal_mode") == ("wal",)
    assert workspace._row("PRAGMA synchronous") == (2,)
    workspace.close()
    workspace.close()
    assert beside(file) == [file.name]
    assert file.read_bytes()[18:20] == b"\1\1"
    shutil.copyfile(file, file.with_name("mailed.estudio"))
    with Workspace.open(file.with_name("mailed.estudio"), read_only=True) as mailed:
        assert mailed.count(exercise) == 501


def test_a_new_one_never_replaces_what_is_there(file: Path) -> None:
    file.write_text("notes")
    with pytest.raises(InputError, match="there already"):
        Workspace.create(file)
    assert file.read_text() == "notes"


def test_a_new_one_makes_its_folder(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "2026" / "港.estudio").close()
    assert beside(tmp_path / "2026" / "港.estudio") == ["港.estudio"]


def test_nothing_there_and_something_else_there(tmp_path: Path) -> None:
    with pytest.raises(faults.MissingWorkspace, match=r"no workspace .*gone"):
        Workspace.open(tmp_path / "gone.estudio")
    other = tmp_path / "report.pdf"
    other.write_bytes(b"%PDF-1.7 " * 100)
    strange = tmp_path / "strange.db"
    with closing(sqlite3.connect(strange)) as connection, connection:
        connection.execute("CREATE TABLE entry (id TEXT)")
    empty = tmp_path / "empty.estudio"
    empty.touch()
    for path in (other, strange, empty, tmp_path):
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(faults.NotAWorkspace, match="not a workspace"):
            Workspace.open(path)
        assert not path.is_file() or path.read_bytes() == before
    assert beside(other) == ["empty.estudio", "report.pdf", "strange.db"]


def test_a_database_on_a_server_that_holds_no_workspace(server_url: str) -> None:
    with pytest.raises(faults.NotAWorkspace, match="not a workspace"):
        Workspace.open(server_url)
    Workspace.create(server_url).close()
    with pytest.raises(InputError, match="holds a workspace already"):
        Workspace.create(server_url)


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://studio:secret@/exercises?host={tmp_path}"
    with pytest.raises(EnvironmentFault, match="server does not answer") as found:
        Workspace.open(url)
    assert "secret" not in str(found.value)
    assert engine.shown(url).startswith("postgresql+psycopg://studio:***@/exercises?")


def test_open_elsewhere_it_is_read_and_says_who(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
    with held_elsewhere(file) as process:
        assert locking.is_held(file)
        with Workspace.open(file) as second:
            assert second.read_only
            (notice,) = second.notices
            assert str(process.pid) in str(notice)
            assert "since 20" in str(notice)
            assert second.count(exercise) == 1
            with pytest.raises(faults.OpenElsewhere, match="open elsewhere"):
                second.append(exercise, [rating(1, run)], now=clock)
    assert not locking.is_held(file)
    with Workspace.open(file) as third:
        assert (third.read_only, third.notices) == (False, [])
    assert beside(file) == [file.name]


def test_a_lock_dies_with_its_program(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, _ = started(workspace, clock)
    with held_elsewhere(file) as process:
        process.kill()
        process.wait(20)
    with Workspace.open(file) as again:
        assert not again.read_only
        assert again.count(exercise) == 1
    assert beside(file) == [file.name]


def test_a_live_workspace_is_read_with_its_wal(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as live:
        exercise, run = started(live, clock)
        live.append(exercise, list(drafts(50, run)), now=clock)
        with Workspace.open(file, read_only=True) as copy:
            assert copy.count(exercise) == 51
            assert verify(copy).ok
            live.append(exercise, [rating(1, run)], now=clock)
            assert copy.count(exercise) == 51
    assert beside(file) == [file.name]


def test_a_reader_sees_what_was_committed_since(target: str | Path, clock: HandClock) -> None:
    with Workspace.create(target) as workspace:
        exercise, run = started(workspace, clock)
        reader = workspace.reader()
        workspace.append(exercise, [rating(1, run)], now=clock)
        assert reader.count(exercise) == 2
        with pytest.raises(faults.ReadOnlyWorkspace, match="reading only"):
            reader.append(exercise, [rating(1, run)], now=clock)
        with pytest.raises(faults.ReadOnlyWorkspace, match="reading only"):
            reader.trash(exercise)
        with pytest.raises(faults.ReadOnlyWorkspace, match="reading only"):
            reader.put_blob(b"x")
        reader.close()


def newer(file: Path, min_reader: int) -> None:
    """Makes it a workspace of a later program."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(f"PRAGMA user_version = {migrations.HEAD + 4}")
        connection.execute("UPDATE meta SET value = ? WHERE key = 'min_reader'", (str(min_reader),))
        connection.execute("UPDATE meta SET value = '9.1' WHERE key = 'program'")
        connection.execute("ALTER TABLE exercise ADD COLUMN mood TEXT")


def test_a_newer_one_is_read_where_it_allows(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
    newer(file, min_reader=migrations.HEAD)
    before = file.read_bytes()
    with Workspace.open(file) as workspace:
        assert workspace.read_only
        assert "9.1" in str(workspace.notices[0])
        assert workspace.count(exercise) == 1
        with pytest.raises(faults.NewerWorkspace, match=r"Exercise Studio 9\.1"):
            workspace.append(exercise, [rating(1, run)], now=clock)
    assert file.read_bytes() == before
    assert beside(file) == [file.name]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_one_that_does_not_allow_it_names_its_version(file: Path, read_only: bool) -> None:
    Workspace.create(file).close()
    newer(file, min_reader=migrations.HEAD + 1)
    before = file.read_bytes()
    with pytest.raises(faults.NewerWorkspace, match=r"Exercise Studio 9\.1.*not changed"):
        Workspace.open(file, read_only=read_only)
    assert file.read_bytes() == before


def test_a_newer_one_on_a_server(server_url: str, opened: Keep) -> None:
    with Workspace.create(server_url) as workspace, workspace._transaction():
        workspace._put_meta("revision", str(migrations.HEAD + 1))
        workspace._put_meta("program", "9.1")
    assert opened(Workspace.open(server_url)).read_only
    with closing(Workspace.open(server_url)) as reader:
        reader.read_only = False
        with reader._transaction():
            reader._put_meta("min_reader", str(migrations.HEAD + 1))
    with pytest.raises(faults.NewerWorkspace, match=r"9\.1"):
        Workspace.open(server_url)


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: -3 * 4096])


def beheaded(file: Path) -> None:
    file.write_bytes(b"\0" * 200 + file.read_bytes()[200:])


def scrambled(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:200] + bytes(byte ^ 0x5A for byte in data[200:30_000]) + data[30_000:])


@pytest.mark.parametrize("breaking", [truncated, beheaded, scrambled])
@pytest.mark.parametrize("read_only", [True, False])
def test_a_damaged_one_is_left_alone_and_its_good_backups_named(
    file: Path, clock: HandClock, breaking: Callable[[Path], None], read_only: bool
) -> None:
    with Workspace.create(file) as workspace:
        exercise, _ = started(workspace, clock)
        good = backup.backup_if_changed(workspace, "open")
        workspace.append(exercise, [rating(1)], now=clock)
        bad = backup.backup_if_changed(workspace, "live")
    assert good is not None
    assert bad is not None
    truncated(bad.path)
    breaking(file)
    before = file.read_bytes()
    with pytest.raises(faults.Damaged, match="Nothing was written") as found:
        Workspace.open(file, read_only=read_only)
    assert found.value.backups == (good,)
    assert good.made_at.strftime("%Y-%m-%d %H:%M") in str(found.value)
    assert file.read_bytes() == before
    assert beside(file) == [file.name, f"{file.name}.backups"]


def test_damage_that_shows_later_is_known_too(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        workspace.append(exercise, list(drafts(2_000, run)), now=clock)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xa5" * 4096
    file.write_bytes(data)
    with Workspace.open(file, read_only=True) as workspace:
        with pytest.raises(faults.Damaged):
            workspace.entries(exercise)
        assert not verify(workspace).ok


def test_a_copy_writes_under_another_device(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        first = workspace.device
    with Workspace.open(file) as workspace:
        assert workspace.device == first
    copy = file.with_name("copy.estudio")
    shutil.copyfile(file, copy)
    with Workspace.open(copy) as workspace:
        second = workspace.device
        assert second != first
        workspace.append(exercise, [rating(1, run)], now=clock)
        assert set(workspace.heads(exercise)) == {f"{run}/{first}", f"{run}/{second}"}
        assert verify(workspace).ok
    with Workspace.open(copy) as workspace:
        assert workspace.device == second
    with Workspace.open(file) as workspace:
        assert workspace.device == first


def test_an_older_copy_written_over_the_file_is_another_device(file: Path, clock: HandClock) -> None:
    """The same path, the same inode: only what was noted outside the file tells."""
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        first = workspace.device
    old = file.read_bytes()
    with Workspace.open(file) as workspace:
        workspace.append(exercise, [rating(1, run)], now=clock)
    inode = file.stat().st_ino
    with file.open("r+b") as handle:
        handle.truncate()
        handle.write(old)
    assert file.stat().st_ino == inode
    with Workspace.open(file) as workspace:
        assert workspace.device != first


def test_a_server_has_one_device_for_each_machine_and_account(
    server_url: str, opened: Keep, monkeypatch: pytest.MonkeyPatch, clock: HandClock
) -> None:
    first = opened(Workspace.create(server_url))
    assert opened(Workspace.open(server_url)).device == first.device
    exercise, run = started(first, clock)
    monkeypatch.setattr(places, "user", lambda: "another")
    second = opened(Workspace.open(server_url))
    assert second.device != first.device
    for n, workspace in enumerate((first, second, first, second)):
        workspace.append(exercise, [rating(n, run)], now=clock)
    assert sorted(length for length, _ in second.heads(exercise).values()) == [2, 3]
    assert verify(first).ok


def test_two_writers_of_one_device_on_a_server_share_a_chain(server_url: str, opened: Keep, clock: HandClock) -> None:
    first = opened(Workspace.create(server_url))
    second = opened(Workspace.open(server_url))
    exercise, run = started(first, clock)
    for n in range(6):
        (first, second)[n % 2].append(exercise, [rating(n, run), rating(n)], now=clock)
    assert [entry.device_seq for entry in first.entries(exercise, run)] == list(range(1, 8))
    assert verify(second).ok


@pytest.mark.parametrize(
    ("mounts", "expected"),
    [
        ([("/", "ext4"), ("/mnt/share", "cifs")], "cifs"),
        ([("/", "ext4"), ("/mnt/share", "nfs4"), ("/mnt/share/local", "xfs")], "nfs4"),
        ([("/", "ext4"), ("/mnt", "nfs"), ("/mnt/share", "ext4")], ""),
        ([("/", "nfs"), ("/mnt/sha", "ext4")], "nfs"),
    ],
)
def test_network_shares_are_told_by_their_mount(
    monkeypatch: pytest.MonkeyPatch, mounts: list[tuple[str, str]], expected: str
) -> None:
    monkeypatch.setattr(places, "_file_system", lambda path: places._of_mounts(path, mounts))
    assert places.shared_folder(Path("/mnt/share/a.estudio")) == expected


def test_a_synchronised_folder_gets_no_wal_and_says_so(tmp_path: Path, clock: HandClock) -> None:
    file = tmp_path / "OneDrive - 港湾" / "a.estudio"
    with Workspace.create(file) as workspace:
        (notice,) = workspace.notices
        assert "OneDrive" in str(notice)
        assert workspace._row("PRAGMA journal_mode") == ("delete",)
        exercise, run = started(workspace, clock)
        workspace.append(exercise, [rating(1, run)], now=clock)
        assert beside(file)[-1] == file.name
        with Workspace.open(file, read_only=True) as copy:
            assert copy.count(exercise) == 2
    assert beside(file) == [file.name]


def test_a_file_without_the_right_to_write_is_read(
    file: Path, clock: HandClock, as_user: Callable[[str, Path], str]
) -> None:
    with Workspace.create(file) as workspace:
        exercise, _ = started(workspace, clock)
    code = (
        "import sys\n"
        "from exercise_studio.store.workspace import Workspace\n"
        "from exercise_studio.domain.errors import KnownError\n"
        "workspace = Workspace.open(sys.argv[1])\n"
        f"print(workspace.read_only, workspace.count({exercise!r}), len(workspace.notices))\n"
        "try:\n"
        f"    workspace.trash({exercise!r})\n"
        "except KnownError as error:\n"
        "    print(error.exit_code, error)\n"
        "try:\n"
        "    Workspace.create(sys.argv[1] + '.new')\n"
        "except KnownError as error:\n"
        "    print(error.exit_code, error)\n"
    )
    lines = as_user(code, file).splitlines()
    assert lines[0] == "True 1 1"
    assert lines[1].startswith("3 The workspace")
    assert lines[2].startswith("3 The workspace")
    assert beside(file) == [file.name]


@pytest.fixture
def as_user(tmp_path: Path) -> Iterator[Callable[[str, Path], str]]:
    """Runs a program that may not write into the folder of a file."""

    def run(code: str, file: Path) -> str:
        if not hasattr(os, "geteuid"):
            pytest.fail("needs POSIX permissions")
        command = [sys.executable, "-c", code, str(file)]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "EXERCISE_STUDIO_HOME": "/nonexistent"}
        if os.geteuid() == 0:
            command[1:1] = ["-c", UNPRIVILEGED]
        file.chmod(0o444)
        file.parent.chmod(0o555)
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=50, cwd=REPOSITORY, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    yield run
    tmp_path.chmod(0o755)


def test_a_workspace_behind_a_killed_writer_needs_no_shared_memory_file(file: Path, clock: HandClock) -> None:
    """Copied after a crash, without the file that SQLite shares between processes."""
    with Workspace.create(file) as live:
        exercise, run = started(live, clock)
        live.append(exercise, list(drafts(10, run)), now=clock)
        away = file.parent / "away"
        away.mkdir()
        for ending in ("", "-wal"):
            shutil.copyfile(f"{file}{ending}", away / f"{file.name}{ending}")
    for read_only in (True, False):
        with Workspace.open(away / file.name, read_only=read_only) as workspace:
            assert workspace.count(exercise) == 11
    assert beside(away / file.name) == [file.name]
    assert files.may_have_wal(away / file.name) is False
