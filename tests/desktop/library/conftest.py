"""The library page in the window, with the shipped scenarios and a folder of one's own."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.library.page import LibraryPage
from exercise_studio.journeys import browsing, library
from tests.desktop.opened import opened
from tests.desktop.played import settle

__all__ = ["opened"]
PORT = "port-terminal-ransomware"


def write_broken(name: str = "broken") -> Path:
    """A scenario of one's own that cannot be read."""
    file = library.own_scenarios() / name / "scenario.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("format: exercise-studio/scenario/1\nid: broken\nphases: []\n", "utf-8")
    return file


def copy_port(name: str) -> Path:
    """A copy of the port scenario in one's own library; the file of its script."""
    card = next(card for card in library.list_scenarios() if card.id == PORT)
    return browsing.duplicate(card, name) / "scenario.yaml"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, frame: Frame) -> LibraryPage:
    """Shown, with everything read."""
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.show_page("library")
    settle(qtbot, desk)
    found = frame.pages["library"]
    assert isinstance(found, LibraryPage)
    return found


def ids(page: LibraryPage) -> list[str]:
    """What the list shows."""
    return [card.id for card in page.model.rows]


def choose(qtbot: QtBot, page: LibraryPage, name: str) -> None:
    """Put the cursor on a scenario and wait for its card."""
    page.table.select_row(ids(page).index(name))
    settle(qtbot, page.desk)
