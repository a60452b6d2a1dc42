"""30: a workspace that another program has, and one that a newer program made."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.store import migrations
from exercise_studio.store.workspace import Workspace
from tests.desktop.control.conftest import Live, _open, make_workspace
from tests.desktop.played import settle
from tests.desktop.trouble.killed import ROOT
from tests.desktop.trouble.test_trouble_disk import save_elsewhere

OTHER = """
import sys
from exercise_studio.journeys.session import Session
from exercise_studio.journeys import conducting
from exercise_studio.store.workspace import Workspace
with Workspace.open(sys.argv[1]) as workspace:
    session = Session.open(workspace, sys.argv[2])
    conducting.start_run(session)
    print("held", flush=True)
    for _line in sys.stdin:
        conducting.drop_marker(session, "from the other program")
        print("written", flush=True)
"""


class Other:
    """Another program that plays the run."""

    def __init__(self, file: Path, exercise: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(file), exercise],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "held\n"

    def write(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "written\n"

    def end(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0


@pytest.fixture
def other(tmp_path: Path) -> Iterator[tuple[Other, Path, str]]:
    file = tmp_path / "held.estudio"
    exercise = make_workspace(file)
    made = Other(file, exercise)
    yield made, file, exercise
    made.end()
    with Workspace.open(file) as workspace:
        assert not workspace.read_only, "it can be written again once the other has closed it"


def test_30_what_is_open_elsewhere_is_read_only_and_says_who_has_it_since_when(
    qtbot: QtBot, desk: Desk, frame: Frame, other: tuple[Other, Path, str], tmp_path: Path
) -> None:
    program, file, exercise = other
    room = Live(qtbot, desk, frame, None, None, file, exercise)  # type: ignore[arg-type]
    frame.show()
    desk.open_workspace(file)
    settle(qtbot, desk)
    desk.open_exercise(exercise, "live")
    settle(qtbot, desk)
    room.page = frame.pages["live"]  # type: ignore[assignment]
    banner = frame.banners.shown[0]
    text = banner.text.text()
    assert str(program.process.pid) in text
    since = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", text)
    assert since is not None
    now = datetime.now().astimezone()
    said = datetime.strptime(since[0], "%Y-%m-%d %H:%M").replace(tzinfo=now.tzinfo)
    assert abs((now - said).total_seconds()) < 600, "the time of this computer"
    assert "読み取り専用" in frame.status.saved.text()
    room.write("ここからは書けない")
    assert room.page.room.composer.line.draft() == "ここからは書けない"
    program.write()
    assert room.entries("response_logged") == []
    assert frame.banners.shown[0].action.text() == "複製で作業する"
    save_elsewhere(room, tmp_path / "copy.estudio")
    room.page.room.composer.line.commit()
    room.settle()
    assert [entry.payload.text for entry in room.entries("response_logged")] == ["ここからは書けない"]
    program.write()
    with Workspace.open(file, read_only=True) as workspace:
        kinds = [entry.kind for entry in workspace.entries(exercise)]
    assert kinds.count("marker_dropped") == 2, "the other program's run is as it was"
    room.page.closing = True


def test_30_a_file_of_a_newer_program_is_read_only_and_names_its_version(
    qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path
) -> None:
    file = tmp_path / "newer.estudio"
    exercise = make_workspace(file)
    with Workspace.open(file) as workspace, workspace._transaction():
        workspace._put_meta("revision", str(migrations.HEAD + 1))
        workspace._put_meta("program", "9.7.1")
        workspace._run(f"PRAGMA user_version = {migrations.HEAD + 1}")
    before = file.read_bytes()
    frame.show()
    desk.open_workspace(file)
    settle(qtbot, desk)
    assert desk.workspace is not None
    assert desk.workspace.read_only
    assert any("9.7.1" in banner.text.text() for banner in frame.banners.shown)
    desk.open_exercise(exercise, "plan")
    settle(qtbot, desk)
    assert desk.exercise is not None
    assert desk.exercise.id == exercise
    desk.close_exercise()
    settle(qtbot, desk)
    assert file.read_bytes() == before


def test_30_two_windows_of_one_user_see_which_of_them_writes(
    qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path
) -> None:
    first = _open(qtbot, desk, frame, tmp_path / "one.estudio", 1)
    with Workspace.open(first.file) as second:
        assert second.read_only
        (reason,) = second.notices
        assert str(first.file) in reason.text("ja")
    first.start()
    first.write("最初の窓は書ける")
    assert len(first.entries("response_logged")) == 1
