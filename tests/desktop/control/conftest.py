"""A live room with a run in it, and a clock that stands until the test moves it."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.control.page import LivePage
from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.domain.exercise import ObserverSeat, Plan
from exercise_studio.domain.log import Entry
from exercise_studio.domain.times import Instant
from exercise_studio.journeys import authoring
from exercise_studio.journeys.library import find_scenario
from exercise_studio.journeys.session import instant_of
from exercise_studio.store.workspace import Workspace
from tests.desktop.played import settle, show

START = instant_of(datetime(2026, 7, 4, 9, 0), "Asia/Tokyo")


class Hands:
    """A clock for wall time and for the guard alike, moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> Instant:
        return Instant(self.at)

    def beat(self) -> int:
        return self.at

    def move(self, milliseconds: int) -> None:
        self.at = Instant(self.at + milliseconds)


@dataclass
class Live:
    """The page with what a test needs around it."""

    qtbot: QtBot
    desk: Desk
    frame: Frame
    page: LivePage
    time: Hands
    file: Path
    exercise: str

    def settle(self) -> None:
        settle(self.qtbot, self.desk)

    def start(self, mode: str = "live") -> None:
        """Start a run as the button does."""
        self.page.start.choose(mode)
        self.page.start.start.click()
        self.settle()

    def move(self, milliseconds: int) -> None:
        """Let time pass, and let the page notice."""
        self.time.move(milliseconds)
        self.page.room.go.tick()
        self.settle()
        self.page.room.refresh()

    def go(self) -> None:
        """Press GO and wait until its countdown is over."""
        self.page.room.go.go.click()
        self.move(2_000)

    def write(self, text: str) -> None:
        """Type a line and log it."""
        line = self.page.room.composer.line
        line.setFocus()
        line.insertPlainText(text)
        line.commit()
        self.settle()

    def entries(self, kind: str) -> list[Entry]:
        """Entries of a kind, from the file."""
        with Workspace.open(self.file, read_only=True) as workspace:
            return [e for e in workspace.entries(self.exercise) if e.kind == kind]

    def fired(self) -> list[str]:
        """Injects that were fired, in order."""
        return [entry.payload.inject for entry in self.entries("inject_fired")]


def make_workspace(file: Path, organisations: int = 1) -> str:
    """A workspace with one exercise that is ready to start."""
    with Workspace.create(file) as workspace:
        return authoring.create_exercise(workspace, plan_of(organisations))


def plan_of(organisations: int) -> Plan:
    """A plan that is ready to start."""
    scenario, _ = find_scenario("port-terminal-ransomware")
    from exercise_studio.journeys.library import load_checklists

    players = [member for member in scenario.cast if member.kind == "player"][:organisations]
    return authoring.new_plan(
        scenario,
        load_checklists(scenario.checklists),
        starts_at=datetime(2026, 7, 4, 9, 0),
        as_of=date(2026, 7, 4),
        organisations=[authoring.organisation_for(player) for player in players],
        observers=(ObserverSeat(code="OBS-01"),),
    )


@pytest.fixture
def ready(qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path) -> Live:
    """The page before the start."""
    return _open(qtbot, desk, frame, tmp_path / "live.estudio", 1)


@pytest.fixture
def live(ready: Live) -> Live:
    """The page with a live run that has just begun."""
    ready.start()
    return ready


@pytest.fixture
def houses(qtbot: QtBot, desk: Desk, frame: Frame, tmp_path: Path) -> Live:
    """A live run with three organisations."""
    made = _open(qtbot, desk, frame, tmp_path / "houses.estudio", 3)
    made.start()
    return made


def _open(qtbot: QtBot, desk: Desk, frame: Frame, file: Path, organisations: int) -> Live:
    exercise = make_workspace(file, organisations)
    page: Any = show(qtbot, desk, frame, file, exercise, "live")
    hands = Hands()
    desk.exercise.session.now = hands.now
    page.beat = hands.beat
    # The test's end closes the window; what closing asks is tested where `closing` is False.
    page.closing = True
    return Live(qtbot, desk, frame, page, hands, file, exercise)
