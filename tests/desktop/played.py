"""A workspace with an exercise in the middle of its run and one that is over, played once and copied for every test."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.page import Page
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.rehearsing import Cancelled, Order, rehearse
from exercise_studio.store.workspace import Workspace

SCENARIO = "port-terminal-ransomware"


@dataclass(frozen=True)
class Played:
    """The file, and the exercises in it."""

    file: Path
    running: str
    over: str


class _Half:
    done = 0.0

    def progress(self, done: float) -> None:
        self.done = done

    def reached(self) -> bool:
        return self.done > 0.4


@pytest.fixture(scope="session")
def played_once(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Played in Japanese with one organisation and two observers."""
    file = tmp_path_factory.mktemp("played") / "played.estudio"
    scenario, _ = find_scenario(SCENARIO)
    half = _Half()
    with Workspace.create(file) as workspace:
        over = rehearse(workspace, Order(scenario, seed=3))
        with pytest.raises(Cancelled):
            rehearse(workspace, Order(scenario, seed=4), progress=half.progress, cancelled=half.reached)
        running = next(row.id for row in workspace.exercises() if row.id != over)
    return Played(file, running, over)


@pytest.fixture
def played(played_once: Played, tmp_path: Path) -> Played:
    """A copy that a test may change."""
    file = tmp_path / "copy.estudio"
    shutil.copy(played_once.file, file)
    return Played(file, played_once.running, played_once.over)


def show(qtbot: QtBot, desk: Desk, frame: Frame, file: Path, exercise: str, page: str) -> Page:
    """Open an exercise in the window and bring a page into view."""
    frame.show()
    # Keys reach actions only in the active window.
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    with qtbot.waitSignal(desk.workspace_changed):
        desk.open_workspace(file)
    with qtbot.waitSignal(desk.exercise_changed):
        desk.open_exercise(exercise, page=page)
    settle(qtbot, desk)
    return frame.pages[page]


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Until nothing runs in the background any more."""
    qtbot.waitUntil(lambda: not desk.tasks.busy)


def kept(file: Path, exercise: str, kind: str) -> list:
    """The payloads of a kind as another reader finds them in the file: what is not on disk is not there."""
    with Workspace.open(file, read_only=True) as workspace:
        return [entry.payload for entry in workspace.entries(exercise) if entry.kind == kind]
