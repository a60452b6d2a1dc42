"""While a run is on, the workspace is backed up; the status line says what is saved and when the disk is nearly full."""

import pytest
from PySide6.QtCore import QStorageInfo
from pytestqt.qtbot import QtBot

from exercise_studio.desktop import status
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.journeys import conducting
from exercise_studio.store.backup import backups_of
from tests.desktop.played import Played, played, played_once, settle

__all__ = ["played", "played_once"]


@pytest.fixture
def running(qtbot: QtBot, desk: Desk, frame: Frame, played: Played) -> Played:
    """An exercise in the middle of its run is on screen."""
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(played.file)
    with qtbot.waitSignal(desk.exercise_changed):
        desk.open_exercise(played.running)
    settle(qtbot, desk)
    return played


def test_a_run_is_backed_up_until_it_ends(qtbot: QtBot, desk: Desk, frame: Frame, running: Played) -> None:
    assert desk.exercise is not None
    assert frame.safekeeping.watching
    desk.exercise.do(conducting.drop_marker)
    frame.safekeeping.back_up()
    settle(qtbot, desk)
    assert [backup.reason for backup in backups_of(running.file)].count("live") == 1
    frame.safekeeping.back_up()
    settle(qtbot, desk)
    assert [backup.reason for backup in backups_of(running.file)].count("live") == 1, "nothing changed since"
    desk.exercise.do(conducting.end_run)
    settle(qtbot, desk)
    assert desk.exercise.mode == "ended"
    assert not frame.safekeeping.watching


def test_an_act_is_in_the_mirror_and_told_before_its_answer(
    qtbot: QtBot, desk: Desk, frame: Frame, running: Played
) -> None:
    assert desk.exercise is not None
    before = len(desk.exercise.entries)
    kinds: list[frozenset[str]] = []
    desk.changes.changed.connect(lambda changes: kinds.append(changes.kinds))
    desk.exercise.do(conducting.park_question, "誰が署名するか")
    settle(qtbot, desk)
    assert len(desk.exercise.entries) == before + 1
    assert kinds == [frozenset({"question_parked"})]
    assert desk.exercise.state is not None
    assert ("誰が署名するか", "") in desk.exercise.state.parked.values()
    assert frame.status.saved.text().startswith("✓")


def test_another_writers_entries_come_the_same_way_and_once(
    qtbot: QtBot, desk: Desk, frame: Frame, running: Played
) -> None:
    assert desk.exercise is not None
    exercise = desk.exercise
    exercise.do(conducting.drop_marker, "one")
    settle(qtbot, desk)
    last = exercise.entries[-1]
    exercise.take([last], None)
    assert [entry.id for entry in exercise.entries].count(last.id) == 1


def test_a_full_disk_is_said_in_time_and_the_warning_goes_again(
    qtbot: QtBot, desk: Desk, frame: Frame, running: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = QStorageInfo(str(running.file.parent)).bytesAvailable()
    monkeypatch.setattr(status, "LITTLE", free * 2)
    frame.status.look_at_disk()
    assert [banner.key for banner in frame.banners.shown] == ["disk"]
    monkeypatch.setattr(status, "LITTLE", 1)
    frame.status.look_at_disk()
    assert frame.banners.shown == []
