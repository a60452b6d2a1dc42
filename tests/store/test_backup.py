"""Backups: only sound ones, only when something changed, rotated, restored without overwriting anything."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from exercise_studio.domain.errors import KnownError
from exercise_studio.store import backup, faults, files, migrations
from exercise_studio.store.verify import verify
from exercise_studio.store.workspace import Workspace
from tests.store.small import PLAN, HandClock, drafts, rating, started

NOON = datetime(2026, 7, 4, 12, 0, tzinfo=UTC)


def test_a_backup_holds_the_moment_it_was_made(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        workspace.append(exercise, list(drafts(30, run)), now=clock)
        made = backup.backup_if_changed(workspace, "live", now=NOON)
        workspace.append(exercise, [rating(1, run)], now=clock)
    assert made is not None
    assert made.path == file.parent / f"{file.name}.backups" / "20260704T120000.000Z-live.estudio"
    assert (made.made_at, made.reason, made.size) == (NOON, "live", made.path.stat().st_size)
    assert backup.backups_of(file) == [made]
    assert made.path.read_bytes()[18:20] == b"\1\1"
    with Workspace.open(made.path, read_only=True) as kept:
        assert kept.count(exercise) == 31
        assert verify(kept).ok


def test_nothing_is_made_when_nothing_changed(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        assert backup.backup_if_changed(workspace, "open") is not None
        assert backup.backup_if_changed(workspace, "live") is None
        workspace.entries(exercise)
        assert backup.backup_if_changed(workspace, "live") is None
        for change in (
            lambda: workspace.append(exercise, [rating(1, run)], now=clock),
            lambda: workspace.save_draft(exercise, PLAN.changed(place="B1")),
            lambda: workspace.put_blob(b"x"),
            lambda: workspace.trash(exercise),
            lambda: workspace.purge(exercise),
        ):
            change()
            assert backup.backup_if_changed(workspace, "live") is not None
            assert backup.backup_if_changed(workspace, "live") is None
    with Workspace.open(file) as workspace:
        assert backup.backup_if_changed(workspace, "open") is None


def test_a_damaged_workspace_is_not_backed_up(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        workspace.append(exercise, list(drafts(2_000, run)), now=clock)
        good = backup.backup_if_changed(workspace, "open")
        workspace.append(exercise, [rating(1, run)], now=clock)
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xa5" * 4096
    file.write_bytes(data)
    with Workspace.open(file) as workspace, pytest.raises(faults.Damaged) as found:
        backup.backup_if_changed(workspace, "live")
    assert found.value.backups == (good,)
    assert backup.backups_of(file) == [good]


def test_rotation_keeps_recent_daily_and_upgrade_ones(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise = workspace.create_exercise(PLAN)
        workspace.append(exercise, [rating(1)], now=clock)
        start = NOON - timedelta(days=20)
        backup.backup_if_changed(workspace, backup.BEFORE_UPGRADE, now=start)
        for hours in range(0, 20 * 24 + 1, 6):
            workspace.append(exercise, [rating(hours)], now=clock)
            backup.backup_if_changed(workspace, "live", now=start + timedelta(hours=hours + 1))
    kept = backup.backups_of(file)
    last = start + timedelta(days=20, hours=1)
    live = [made.made_at for made in kept if made.reason == "live"]
    assert live[:5] == [last - timedelta(hours=6 * n) for n in range(5)]
    days = sorted({moment.date() for moment in live}, reverse=True)
    assert days == [(last - timedelta(days=n)).date() for n in range(7)]
    assert [moment.hour for moment in live[5:]] == [max(range(1, 24, 6))] * len(live[5:])
    assert [made.made_at for made in kept if made.reason == backup.BEFORE_UPGRADE] == [start]


def test_a_server_is_left_to_its_administrators(server_url: str) -> None:
    with Workspace.create(server_url) as workspace:
        assert backup.backup_if_changed(workspace, "open") is None


def test_restoring_moves_the_damaged_file_aside(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, run = started(workspace, clock)
        device = workspace.device
        made = backup.backup_if_changed(workspace, "open")
        workspace.append(exercise, [rating(1, run)], now=clock)
    assert made is not None
    broken = file.read_bytes()[:9_000]
    file.write_bytes(broken)
    aside = backup.restore(made, file, now=NOON)
    assert aside == file.with_name("exercise.damaged-20260704T120000.estudio")
    assert aside.read_bytes() == broken
    with Workspace.open(file) as workspace:
        assert workspace.count(exercise) == 1
        assert workspace.device != device
        workspace.append(exercise, [rating(1, run)], now=clock)
        assert verify(workspace).ok
    second = backup.restore(made.path, file, now=NOON)
    assert second == file.with_name("exercise.damaged-20260704T120000-2.estudio")
    assert backup.restore(made, file.with_name("new.estudio")) is None


def test_what_restoring_refuses(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        exercise, _ = started(workspace, clock)
        made = backup.backup_if_changed(workspace, "open")
        assert made is not None
        before = file.read_bytes()
        with pytest.raises(faults.OpenElsewhere):
            backup.restore(made, file)
        assert file.read_bytes() == before
        assert workspace.count(exercise) == 1
    made.path.write_bytes(made.path.read_bytes()[:5_000])
    with pytest.raises(faults.Damaged):
        backup.restore(made, file)
    with pytest.raises(KnownError):
        backup.restore(file.with_name("gone.estudio"), file)
    with Workspace.open(file) as workspace:
        assert workspace.count(exercise) == 1


def test_an_older_workspace_is_backed_up_before_its_upgrade(
    file: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one revision so far: a file that says it is older goes the whole way but for the statements."""
    with Workspace.create(file) as workspace:
        exercise, _ = started(workspace, clock)
        device = workspace.device
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA user_version = 0")
    before = file.read_bytes()

    monkeypatch.setattr(migrations, "upgrade", lambda connection: connection.exec_driver_sql("SELECT broken"))
    with pytest.raises(Exception, match="broken"):
        Workspace.open(file)
    assert file.read_bytes() == before
    monkeypatch.setattr(migrations, "upgrade", lambda connection: None)
    with Workspace.open(file, read_only=True) as workspace:
        assert workspace.count(exercise) == 1
    assert file.read_bytes() == before
    with Workspace.open(file) as workspace:
        assert workspace.device != device
        assert verify(workspace).ok
    (made,) = backup.backups_of(file)
    assert made.reason == backup.BEFORE_UPGRADE
    assert files.version_of(made.path)[0] == 0
    assert files.version_of(file)[0] == migrations.HEAD


def test_other_files_in_the_folder_are_no_backups(file: Path, clock: HandClock) -> None:
    with Workspace.create(file) as workspace:
        started(workspace, clock)
        made = backup.backup_if_changed(workspace, "open")
    folder = backup.folder_of(file)
    (folder / "notes.txt").write_text("x")
    shutil.copyfile(file, folder / "mine.estudio")
    assert backup.backups_of(file) == [made]
    assert backup.backups_of(file.with_name("other.estudio")) == []
