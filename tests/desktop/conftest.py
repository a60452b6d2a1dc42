"""A desk and a frame for tests: own settings, a theme, threads that end with the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from exercise_studio.desktop.desk import Desk
from exercise_studio.desktop.frame import Frame
from exercise_studio.desktop.settings import SettingsFile
from exercise_studio.desktop.tasks import Tasks
from exercise_studio.desktop.theme import ThemeManager


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk without a workspace, light, at 100 %."""
    themes = ThemeManager("light", 100)
    themes.apply()
    made = Desk(SettingsFile(tmp_path / "settings.toml"), themes, Tasks())
    yield made
    made.close()


@pytest.fixture
def frame(qtbot: QtBot, desk: Desk) -> Frame:
    """The window at 1366×768, not yet shown, on no page."""
    made = Frame(desk)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    return made
