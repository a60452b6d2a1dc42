"""A real workspace file with one exercise of the shipped scenario, open on the plan page of a real window."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.editor.page import PlanPage
from exercise_studio.desktop.frame import Frame
from exercise_studio.domain.exercise import ObserverSeat, Plan
from exercise_studio.journeys import authoring, library
from exercise_studio.store.workspace import Workspace

SCENARIO = "port-terminal-ransomware"


@pytest.fixture(scope="session")
def first_plan() -> Plan:
    """A plan of the demonstration scenario with one organisation and one observer."""
    scenario, _folder = library.find_scenario(SCENARIO)
    checklists = library.load_checklists(scenario.checklists)
    return authoring.new_plan(
        scenario, checklists, starts_at=datetime(2026, 12, 7, 13, 30), observers=[ObserverSeat(code="OBS-01")]
    )


@pytest.fixture
def workspace_file(tmp_path: Path, first_plan: Plan) -> Path:
    """A workspace on disk that holds the plan."""
    file = tmp_path / "exercises.estudio"
    with Workspace.create(file) as workspace:
        authoring.create_exercise(workspace, first_plan)
    return file


@pytest.fixture
def open_page(qtbot: QtBot, desk: Desk, frame: Frame, workspace_file: Path) -> Callable[[], PlanPage]:
    """Opens the workspace's exercise on the plan page."""

    def opened() -> PlanPage:
        desk.open_workspace(workspace_file)
        qtbot.waitUntil(lambda: desk.workspace is not None, timeout=10_000)
        with Workspace.open(workspace_file, read_only=True) as reader:
            exercise = reader.exercises()[0].id
        frame.show()
        desk.open_exercise(exercise, page="plan")
        qtbot.waitUntil(lambda: frame.current == "plan" and "plan" in frame.pages, timeout=10_000)
        page = frame.pages["plan"]
        assert isinstance(page, PlanPage)
        return page

    return opened


@pytest.fixture
def page(open_page: Callable[[], PlanPage], desk: Desk, qtbot: QtBot) -> Iterator[PlanPage]:
    """The plan page with the exercise open; at the end what was written is let to the disk."""
    shown = open_page()
    yield shown
    shown.left()
    qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)


@pytest.fixture
def on_disk(qtbot: QtBot, desk: Desk, workspace_file: Path) -> Callable[[], Plan]:
    """The plan as another program reads it from the file, once the page says that it is saved."""

    def read() -> Plan:
        qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)
        with Workspace.open(workspace_file, read_only=True) as reader:
            return reader.draft(reader.exercises()[0].id)

    return read
